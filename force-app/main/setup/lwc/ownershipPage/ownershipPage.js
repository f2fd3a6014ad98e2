import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import saveDraft from '@salesforce/apex/SyncOwnershipController.saveDraft';
import discardDraft from '@salesforce/apex/SyncOwnershipController.discardDraft';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { checkMapping, sortTold } from 'c/ownershipChecks';
import { ownership as label } from 'c/ownershipLabels';
import { askCatalog, Readings } from './asking';
import { addRule, editRules, removeRules, savedChanges } from './editing';
import { rowsOf } from './rows';
import { blockersOf, differencesOf, liveRulesOf, tabsOf, versionText } from './view';

const TABS = ['rules', 'changes', 'history', 'files'];

/**
 * The Ownership matrix: the live rules, one draft, and what was edited since the draft was saved. Every answer of the server is a whole
 * workspace, so the page never puts versions together by itself.
 */
export default class OwnershipPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  edits = {};
  catalogs = {};
  catalogTrouble = {};
  samples = {};
  openKey = null;
  isSaving = false;
  isSampling = false;
  problem = [];

  #readings = new Readings();
  #asked = new Set();

  connectedCallback() {
    this.read();
  }
  disconnectedCallback() {
    this.#readings.stop();
  }

  async read() {
    this.load = 'loading';
    try {
      this.take(await readWorkspace());
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }
  take(workspace) {
    this.workspace = workspace;
    this.load = workspace.live || workspace.draft ? 'ready' : 'empty';
  }

  async readCatalog() {
    const { mapping } = this;
    const { catalog, trouble } = await askCatalog(mapping);
    if (catalog) this.catalogs = { ...this.catalogs, [mapping.key]: catalog };
    this.catalogTrouble = { ...this.catalogTrouble, [mapping.key]: trouble };
  }

  get tab() {
    return TABS.includes(this.state?.c__tab) ? this.state.c__tab : 'rules';
  }
  get shown() {
    return Object.fromEntries(TABS.map((tab) => [tab, tab === this.tab]));
  }
  get base() {
    return this.workspace?.draft ?? this.workspace?.live;
  }
  get mappings() {
    return this.base?.mappings ?? [];
  }
  get mapping() {
    return this.mappings.find(({ key }) => key === this.state?.c__object) ?? this.mappings[0];
  }
  get mappingTabs() {
    return tabsOf(this.mappings, this.mapping.key);
  }
  get catalog() {
    return this.catalogs[this.mapping?.key] ?? null;
  }
  get trouble() {
    const text = this.catalogTrouble[this.mapping?.key];
    return text ? fillLabel(label.notChecked, text) : null;
  }
  get liveRules() {
    return liveRulesOf(this.workspace);
  }

  get rules() {
    const { mapping, catalog, edits, samples, liveRules, differences } = this;
    return mapping ? rowsOf({ mapping, catalog, edits, samples, liveRules, differences, told: this.base.problems }) : [];
  }

  get differences() {
    return differencesOf(this);
  }
  get editCount() {
    return Object.keys(this.edits).length;
  }
  get hasEdits() {
    return this.editCount > 0;
  }
  get editText() {
    return fillLabel(label.unsaved, this.editCount);
  }
  get changesLabel() {
    const count = this.differences.length;
    return count === 0 ? label.tabChanges : `${label.tabChanges} (${count})`;
  }
  get versionText() {
    return versionText(this.workspace);
  }
  get mappingProblems() {
    return [...checkMapping(this.mapping, this.rules, this.catalog), ...sortTold(this.base.problems).general].map((text, id) => ({ id, text }));
  }
  get blockers() {
    return blockersOf(this);
  }

  handleTab(event) {
    this.go({ c__tab: event.target.value });
  }
  handleObject(event) {
    this.openKey = null;
    this.go({ c__tab: 'rules', c__object: event.target.value });
  }
  go(change) {
    const { c__tab: tab = this.tab, c__object: object = this.mapping?.key } = change;
    if (tab === this.tab && object === this.mapping?.key) return;
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__tab: tab, c__object: object } }));
  }
  /** Fields of an object are read when it is first shown, whichever way the user came to it. */
  renderedCallback() {
    if (this.load !== 'ready' || !this.mapping || this.#asked.has(this.mapping.key)) return;
    this.#asked.add(this.mapping.key);
    this.readCatalog();
  }

  handleEdit({ detail }) {
    const { edits, openKey } = editRules(this.mappings, this.edits, detail);
    this.edits = edits;
    if (openKey) this.openKey = openKey;
  }
  handleRemove({ detail: { keys } }) {
    this.edits = removeRules(this.mappings, this.edits, keys);
    if (keys.includes(this.openKey)) this.openKey = null;
  }
  handleAdd() {
    const { edits, key } = addRule(this.mappings, this.edits, this.mapping);
    this.edits = edits;
    this.openKey = key;
  }
  handleOpen({ detail: { key } }) {
    this.openKey = key;
  }
  handleUndo() {
    this.edits = {};
    this.openKey = null;
    this.problem = [];
  }

  async handleSave() {
    if (!this.hasEdits) return true;
    return this.act(async () => {
      const workspace = await saveDraft({ changesJson: JSON.stringify(savedChanges(this.mappings, this.edits)) });
      this.edits = {};
      this.openKey = null;
      return workspace;
    }, label.draftSaved);
  }
  handleDiscard() {
    return this.act(async () => {
      const workspace = await discardDraft();
      this.edits = {};
      return workspace;
    }, label.draftDiscarded);
  }
  async act(work, done) {
    this.isSaving = true;
    this.problem = [];
    try {
      this.take(await work());
      this.dispatchEvent(new ShowToastEvent({ title: done, variant: 'success' }));
      return true;
    } catch (error) {
      this.problem = reduceErrors(error);
      return false;
    } finally {
      this.isSaving = false;
    }
  }
  get hasProblem() {
    return this.problem.length > 0;
  }
  handleWorkspace(event) {
    this.edits = {};
    this.take(event.detail);
  }

  handleSamples() {
    return this.follow(async () => {
      this.samples = await this.#readings.samples();
    });
  }
  handleRecheck() {
    const { mapping } = this;
    return this.follow(async () => {
      await this.#readings.refresh(mapping);
      this.catalogs = { ...this.catalogs, [mapping.key]: undefined };
      await this.readCatalog();
    });
  }
  async follow(work) {
    this.isSampling = true;
    this.problem = [];
    try {
      await work();
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSampling = false;
    }
  }
}
