import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncConsentRulesController.context';
import checkRules from '@salesforce/apex/SyncConsentRulesController.check';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { addedRule, problemsOf, ruleChanges, withoutRule, withRule } from 'c/consentRules';
import { label } from 'c/consentRulesLabels';

/** Consent: which checkboxes say whether a person may be written to, what they stand for in HubSpot, and what is wrong with them. Saved in the shared draft. */
export default class ConsentRulesPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  context = {};
  /** Rules with the edits of this page; null while nothing was edited. */
  edited = null;
  /** What the server says of the rules as they are shown. */
  told = [];
  checkTrouble = null;
  isSaving = false;
  problem = [];
  #asked = 0;
  /** Key of the rule, or `add`, that the keyboard goes to after the next rendering. */
  #focus = null;

  connectedCallback() {
    this.read();
  }
  renderedCallback() {
    const target = this.#focus;
    if (target === null) return;
    const found = target === 'add' ? this.refs.add : this.template.querySelector(`c-consent-rule-editor[data-key="${target}"]`);
    if (!found) return;
    this.#focus = null;
    found.focus();
  }

  async read() {
    this.load = 'loading';
    try {
      // One after the other: the second calls the bridge.
      this.workspace = await readWorkspace();
      this.context = await readContext();
      this.load = this.base ? 'ready' : 'empty';
      if (this.base) this.check();
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }
  /** The newest answer counts; an older one may arrive after it. */
  async check() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const told = await checkRules({ consentsJson: JSON.stringify(this.rules) });
      if (asked !== this.#asked) return;
      this.told = told;
      this.checkTrouble = null;
    } catch (error) {
      if (asked === this.#asked) this.checkTrouble = fillLabel(label.checkFailed, reduceErrors(error).join(' '));
    }
  }

  get base() {
    return this.workspace?.draft ?? this.workspace?.live;
  }
  get saved() {
    return this.base?.consents ?? [];
  }
  get rules() {
    return this.edited ?? this.saved;
  }
  get rows() {
    return this.rules.map((rule, index) => ({ key: rule.key, rule, number: index + 1, problems: problemsOf(rule.key, this.told) }));
  }
  get hasRules() {
    return this.rules.length > 0;
  }
  get isNoneOn() {
    return this.hasRules && this.rules.every(({ isEnabled }) => !isEnabled);
  }
  get changes() {
    return this.edited === null ? [] : ruleChanges(this.saved, this.edited);
  }
  get troubles() {
    const { trouble } = this.context;
    return [trouble ? fillLabel(label.notRead, trouble) : null, this.checkTrouble].filter(Boolean);
  }
  get hasProblem() {
    return this.problem.length > 0;
  }

  edit(rules) {
    this.edited = rules;
    this.problem = [];
    this.check();
  }
  handleEdit({ detail: { key, values } }) {
    this.edit(withRule(this.rules, key, values));
  }
  handleAdd() {
    const rules = addedRule(this.rules, this.saved);
    this.#focus = rules.at(-1).key;
    this.edit(rules);
  }
  handleRemove({ detail: { key } }) {
    this.#focus = 'add';
    this.edit(withoutRule(this.rules, key));
  }
  handleUndo() {
    this.edit(null);
  }
  async handleSave() {
    this.isSaving = true;
    this.problem = [];
    try {
      this.workspace = await saveDraft({ changesJson: JSON.stringify({ consents: this.changes }) });
      this.edited = null;
      this.dispatchEvent(new ShowToastEvent({ title: label.saved, variant: 'success' }));
      this.check();
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }

  go(detail) {
    this.dispatchEvent(new CustomEvent('navigate', { detail }));
  }
  handleReview() {
    this.go({ c__step: 'ownership', c__tab: 'changes' });
  }
  handleLog() {
    this.go({ c__step: 'consent-log' });
  }
}
