import { LightningElement, api } from 'lwc';
import activateDraft from '@salesforce/apex/SyncOwnershipController.activateDraft';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { valueText } from 'c/ownershipDocument';
import { fields as fieldLabels, choices, ownership as label } from 'c/ownershipLabels';
import { partName, settingName, settingText } from 'c/ruleParts';

const KINDS = { added: 'success', removed: 'error', changed: 'info' };

/**
 * The way from draft to live: what changed, what it would do, and the note under which it becomes a version.
 * Events: `save`, `discard`, `workspace` (detail: the new one).
 */
export default class OwnershipChanges extends LightningElement {
  /** As `compareRules` and `compareParts` answer, live against draft. */
  @api changes = [];
  @api draft;
  @api unsaved = 0;
  /** Rules with errors. */
  @api blockers = 0;
  @api isBusy = false;

  label = label;
  note = '';
  isActivating = false;
  errors = [];

  get isEmpty() {
    return this.changes.length === 0;
  }
  get rows() {
    return this.changes.map((change) => (change.part ? this.partRow(change) : this.ruleRow(change)));
  }
  ruleRow({ key, kind, rule, fields }) {
    return {
      key,
      kind: label[`kind_${kind}`],
      kindClass: `slds-badge kind kind_${KINDS[kind]}`,
      name: `${rule.salesforceField ?? '…'} ↔ ${rule.hubspotProperty ?? '…'}`,
      mapping: rule.mapping,
      fields: fields.map(({ name, before, after }) => ({
        name,
        text: fillLabel(label.fieldChange, fieldLabels[name], this.text(name, before), this.text(name, after)),
      })),
      summary: kind === 'added' ? fillLabel(label.addedSummary, choices[rule.owner] ?? '', choices[rule.direction] ?? '') : null,
    };
  }
  partRow({ key, kind, part, title, fields }) {
    return {
      key,
      kind: label[`kind_${kind}`],
      kindClass: `slds-badge kind kind_${KINDS[kind]}`,
      name: title,
      mapping: partName(part),
      fields: fields.map(({ name, before, after }) => ({
        name,
        text: fillLabel(label.fieldChange, settingName(name), settingText(name, before), settingText(name, after)),
      })),
      summary: null,
    };
  }
  text(name, value) {
    return choices[value] ?? valueText(name, value);
  }
  get isUnsaved() {
    return this.unsaved > 0;
  }
  get isBlocked() {
    return this.blockers > 0;
  }
  get blockedText() {
    return fillLabel(label.blocked, this.blockers);
  }
  get cannotActivate() {
    return this.isBusy || this.isActivating || this.isUnsaved || this.isBlocked || !this.draft || this.note.trim() === '';
  }
  get hasErrors() {
    return this.errors.length > 0;
  }
  get hasDraft() {
    return Boolean(this.draft);
  }

  handleNote(event) {
    this.note = event.detail.value;
  }
  handleSave() {
    this.dispatchEvent(new CustomEvent('save'));
  }
  handleDiscard() {
    this.dispatchEvent(new CustomEvent('discard'));
  }
  async handleActivate() {
    this.isActivating = true;
    this.errors = [];
    try {
      const workspace = await activateDraft({ note: this.note.trim() });
      this.note = '';
      this.dispatchEvent(new ShowToastEvent({ title: fillLabel(label.activated, workspace.live.version), variant: 'success' }));
      this.dispatchEvent(new CustomEvent('workspace', { detail: workspace }));
    } catch (error) {
      this.errors = reduceErrors(error);
    } finally {
      this.isActivating = false;
    }
  }
}
