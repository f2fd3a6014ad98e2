import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import readContext from '@salesforce/apex/SyncActivitiesController.context';
import checkRules from '@salesforce/apex/SyncActivitiesController.check';
import estimateRules from '@salesforce/apex/SyncActivitiesController.estimate';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { askedOf, KINDS, problemsOf, ruleChanges, ruleOf, withKind } from 'c/activityRules';
import { label } from 'c/activitiesLabels';

/** Activities and storage: which activities are carried over, how many a month, what they fill, and what waits because of a cap. Saved in the shared draft. */
export default class ActivitiesPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  context = {};
  /** Rules with the edits of this page; null while nothing was edited. */
  edited = null;
  told = [];
  checkTrouble = null;
  estimate = null;
  /** The rules the estimate is about, as they were sent. */
  estimated = null;
  isEstimating = false;
  isSaving = false;
  problem = [];
  #asked = 0;

  connectedCallback() {
    this.read();
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
      const told = await checkRules({ activitiesJson: JSON.stringify(this.rules) });
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
    return this.base?.activities ?? [];
  }
  get rules() {
    return this.edited ?? this.saved;
  }
  get rows() {
    return KINDS.map(({ kind }) => {
      const rule = ruleOf(this.rules, kind);
      return {
        ...{ kind, rule, problems: problemsOf(rule.key, this.told) },
        use: (this.context.use ?? []).find(({ key }) => key === rule.key),
        cost: this.estimate?.items.find(({ activity }) => activity === kind),
      };
    });
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
  get isStale() {
    return this.estimate !== null && this.estimated !== this.askedText;
  }
  get askedText() {
    return JSON.stringify(askedOf(this.rules));
  }

  handleEdit({ detail: { kind, values } }) {
    this.edit(withKind(this.rules, kind, values));
  }
  handleUndo() {
    this.edit(null);
  }
  edit(rules) {
    this.edited = rules;
    this.problem = [];
    this.check();
  }
  async handleEstimate() {
    this.isEstimating = true;
    this.problem = [];
    const asked = this.askedText;
    try {
      this.estimate = await estimateRules({ rulesJson: asked });
      this.estimated = asked;
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isEstimating = false;
    }
  }
  async handleSave() {
    this.isSaving = true;
    this.problem = [];
    try {
      this.workspace = await saveDraft({ changesJson: JSON.stringify({ activities: this.changes }) });
      this.edited = null;
      this.dispatchEvent(new ShowToastEvent({ title: label.saved, variant: 'success' }));
      this.check();
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }
  handleReview() {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
  }
}
