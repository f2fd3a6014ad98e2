import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readContext from '@salesforce/apex/SyncLifecycleController.context';
import saveDraft from '@salesforce/apex/SyncHandoffController.saveDraft';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { addedStage, movedStage, stageChanges, stageProblems, withoutStage, withStage } from 'c/lifecycleStages';
import { lifecycle as label } from 'c/peopleLabels';

/** Lifecycle and stages: who may set each stage, its value on both sides, where it may go, and what does not fit. Saved in the shared draft. */
export default class LifecyclePage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  context = { rule: undefined, fields: [], hubspot: null };
  /** Stages with the edits of this page; null while nothing was edited. */
  edited = null;
  isSaving = false;
  problem = [];

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
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }

  get base() {
    return this.workspace?.draft ?? this.workspace?.live;
  }
  get saved() {
    return this.base?.stages ?? [];
  }
  get stages() {
    return this.edited ?? this.saved;
  }
  get hasStages() {
    return this.stages.length > 0;
  }
  get changes() {
    return this.edited === null ? [] : stageChanges(this.saved, this.edited);
  }
  get trouble() {
    return this.context.trouble ? fillLabel(label.notChecked, this.context.trouble) : null;
  }
  get problems() {
    return stageProblems(this.stages, this.context);
  }
  get hasProblems() {
    return this.problems.length > 0;
  }
  /** What the server said of the rules as they are saved. */
  get told() {
    return this.edited === null ? (this.base?.problems ?? []).filter((text) => text.startsWith('Stage ')) : [];
  }
  get fields() {
    return this.context.fields ?? [];
  }
  get problemsTitle() {
    return fillLabel(label.problemsTitle, this.problems.length);
  }

  edit(stages) {
    this.edited = stages;
    this.problem = [];
  }
  handleEdit({ detail: { key, values } }) {
    this.edit(withStage(this.stages, key, values));
  }
  handleMove({ detail: { key, by } }) {
    this.edit(movedStage(this.stages, key, by));
  }
  handleRemove({ detail: { key } }) {
    this.edit(withoutStage(this.stages, key));
  }
  handleUndo() {
    this.edited = null;
    this.problem = [];
  }
  handleFix(event) {
    const { fix } = this.problems.find(({ id }) => id === event.target.dataset.id);
    if (fix.kind === 'add') {
      this.edit(
        addedStage(
          this.stages,
          this.context.hubspot.find(({ value }) => value === fix.key),
        ),
      );
    } else if (fix.kind === 'remove') this.edit(withoutStage(this.stages, fix.key));
    else if (fix.kind === 'value') this.edit(withStage(this.stages, fix.key, { salesforceValue: fix.value }));
    else this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'rules', c__object: 'person' } }));
  }
  handleAddAll() {
    this.edit((this.context.hubspot ?? []).reduce((stages, option) => addedStage(stages, option), this.stages));
  }
  get canAddAll() {
    return (this.context.hubspot ?? []).length > 0;
  }

  async handleSave() {
    this.isSaving = true;
    this.problem = [];
    try {
      this.workspace = await saveDraft({ changesJson: JSON.stringify({ stages: this.changes }) });
      this.edited = null;
      this.dispatchEvent(new ShowToastEvent({ title: label.saved, variant: 'success' }));
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }
  handleReview() {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
  }
  get hasProblem() {
    return this.problem.length > 0;
  }
}
