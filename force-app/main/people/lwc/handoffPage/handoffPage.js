import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncHandoffController.context';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { isSame, mappingTitle } from 'c/ruleParts';
import { fieldsOf } from 'c/scopeWords';
import { handoff as label } from 'c/peopleLabels';

const SCOPE_NAMES = {
  hubspot: { policy: 'createInSalesforce', scope: 'hubspotScope' },
  salesforce: { policy: 'createInHubSpot', scope: 'salesforceScope' },
};
const objectsOf = ({ salesforceObjects }) => salesforceObjects.split(';').map((name) => name.trim());

/** Handoff and scope: who takes part on either side, what becomes of those who do, and who that would be. Saved in the shared draft. */
export default class HandoffPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  /** By mapping key, as SyncHandoffController.context answers. */
  contexts = {};
  /** Changed settings by mapping key. */
  edits = {};
  isSaving = false;
  problem = [];
  #asked = new Set();

  connectedCallback() {
    this.read();
  }

  async read() {
    this.load = 'loading';
    try {
      this.workspace = await readWorkspace();
      this.load = this.base ? 'ready' : 'empty';
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }
  /** What criteria can be made of is read when a mapping is first shown. */
  renderedCallback() {
    const { saved } = this;
    if (this.load !== 'ready' || !saved || this.#asked.has(saved.key)) return;
    this.#asked.add(saved.key);
    this.readContext(saved);
  }
  async readContext(mapping) {
    try {
      const context = await readContext({ salesforceObjects: objectsOf(mapping), hubspotObject: mapping.hubspotObject });
      this.contexts = { ...this.contexts, [mapping.key]: context };
    } catch (error) {
      this.contexts = { ...this.contexts, [mapping.key]: { trouble: reduceErrors(error).join(' ') } };
    }
  }

  get base() {
    return this.workspace?.draft ?? this.workspace?.live;
  }
  get mappings() {
    return this.base?.mappings ?? [];
  }
  /** The mapping as it is saved: the one the URL names, else that of people, who need this page most. */
  get saved() {
    return this.mappings.find(({ key }) => key === this.state?.c__object) ?? this.mappings.find(({ key }) => key === 'person') ?? this.mappings[0];
  }
  get mapping() {
    return { ...this.saved, ...this.edits[this.saved.key] };
  }
  get mappingTabs() {
    return this.mappings.map((mapping) => ({ key: mapping.key, label: mappingTitle(mapping), isShown: mapping.key === this.saved.key }));
  }
  get context() {
    return this.contexts[this.saved.key] ?? null;
  }
  get trouble() {
    return this.context?.trouble ? fillLabel(label.notRead, this.context.trouble) : null;
  }
  get stages() {
    return this.base?.stages ?? [];
  }
  get fields() {
    return { hubspot: fieldsOf(this.context, 'hubspot'), salesforce: fieldsOf(this.context, 'salesforce') };
  }
  get told() {
    const prefix = `Mapping ${this.saved.key}: `;
    const isEdited = this.edits[this.saved.key] !== undefined;
    return isEdited ? [] : (this.base.problems ?? []).filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
  }

  /** One entry per setting that differs from what is saved, over all mappings. */
  get changes() {
    return Object.entries(this.edits).flatMap(([key, values]) => Object.keys(values).map((name) => `${key}.${name}`));
  }
  get changesJson() {
    const mappings = Object.entries(this.edits).map(([key, values]) => ({ key, ...values }));
    return JSON.stringify(mappings.length === 0 ? {} : { mappings });
  }
  edit(values) {
    const { key } = this.saved;
    const merged = { ...this.edits[key], ...values };
    const kept = Object.fromEntries(Object.entries(merged).filter(([name, value]) => !isSame(this.saved[name], value)));
    const { [key]: _dropped, ...others } = this.edits;
    this.edits = Object.keys(kept).length === 0 ? others : { ...others, [key]: kept };
    this.problem = [];
  }
  handleScope(event) {
    const names = SCOPE_NAMES[event.target.side];
    const { policy, scope } = event.detail;
    if (policy !== undefined) this.edit({ [names.policy]: policy });
    if (scope !== undefined) this.edit({ [names.scope]: scope });
  }
  handlePolicy({ detail: { name, value } }) {
    this.edit({ [name]: value });
  }
  handleUndo() {
    this.edits = {};
    this.problem = [];
  }
  async handleSave() {
    this.isSaving = true;
    this.problem = [];
    try {
      this.workspace = await saveDraft({ changesJson: this.changesJson });
      this.edits = {};
      this.dispatchEvent(new ShowToastEvent({ title: label.saved, variant: 'success' }));
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }
  get hasProblem() {
    return this.problem.length > 0;
  }

  handleReview() {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
  }
  handleObject(event) {
    const key = event.target.value;
    if (key !== this.saved.key) this.dispatchEvent(new CustomEvent('navigate', { detail: { c__object: key } }));
  }
}
