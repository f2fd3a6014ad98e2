import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import rollBack from '@salesforce/apex/SyncOwnershipController.rollBackTo';
import rulesOf from '@salesforce/apex/SyncOwnershipController.rulesOf';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatDateTime } from 'c/syncFormat';
import { compareRules } from 'c/ownershipRules';
import { compareParts } from 'c/ruleParts';
import { ownership as label } from 'c/ownershipLabels';

/** Every version that ruled, and the way back to any of them. Event: `workspace` (detail: the new one). */
export default class OwnershipHistory extends LightningElement {
  @api versions = [];
  @api live;

  label = label;
  chosen = null;
  difference = null;
  note = '';
  isBusy = false;
  errors = [];

  get isEmpty() {
    return this.versions.length === 0;
  }
  get rows() {
    return this.versions.map((version) => ({
      ...version,
      title: fillLabel(label.version, version.version ?? '–'),
      canRoll: !version.isLive,
      when: formatDateTime(version.activatedAt),
      isChosen: version.id === this.chosen?.id,
      rollLabel: fillLabel(label.rollBackTo, version.version ?? '–'),
    }));
  }
  get isComparing() {
    return this.chosen !== null && this.difference === null && this.errors.length === 0;
  }
  get differenceText() {
    if (this.difference === null) return '';
    const count = (kind) => this.difference.filter((change) => change.kind === kind).length;
    return this.difference.length === 0 ? label.sameAsLive : fillLabel(label.rollBackWould, count('added'), count('removed'), count('changed'));
  }
  get cannotRoll() {
    return this.isBusy || this.difference === null || this.note.trim() === '';
  }
  get hasErrors() {
    return this.errors.length > 0;
  }

  async handleChoose(event) {
    const version = this.versions.find(({ id }) => id === event.currentTarget.dataset.id);
    this.chosen = version;
    this.difference = null;
    this.errors = [];
    this.note = fillLabel(label.rollBackNote, version.version);
    try {
      const book = await rulesOf({ rulesetId: version.id });
      if (this.chosen === version) this.difference = [...compareRules(this.live?.mappings, book.mappings), ...compareParts(this.live ?? undefined, book)];
    } catch (error) {
      this.errors = reduceErrors(error);
    }
  }
  handleCancel() {
    this.chosen = null;
    this.errors = [];
  }
  handleNote(event) {
    this.note = event.detail.value;
  }
  async handleRoll() {
    this.isBusy = true;
    this.errors = [];
    try {
      const workspace = await rollBack({ rulesetId: this.chosen.id, note: this.note.trim() });
      this.chosen = null;
      this.dispatchEvent(new ShowToastEvent({ title: fillLabel(label.activated, workspace.live.version), variant: 'success' }));
      this.dispatchEvent(new CustomEvent('workspace', { detail: workspace }));
    } catch (error) {
      this.errors = reduceErrors(error);
    } finally {
      this.isBusy = false;
    }
  }
}
