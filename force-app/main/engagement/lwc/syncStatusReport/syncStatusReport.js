import { LightningElement, api } from 'lwc';
import report from '@salesforce/apex/SyncStatusController.report';
import { label } from 'c/syncStatusLabels';
import { reduceErrors } from 'c/syncErrors';

/**
 * A note to the admins about a record, kept with what the panel showed.
 * Events: `reported`, detail `{number}`; `cancel`.
 */
export default class SyncStatusReport extends LightningElement {
  @api recordId;
  @api shownText;

  label = label;
  note = '';
  isSending = false;
  errors = [];
  hasFocused = false;

  renderedCallback() {
    if (this.hasFocused) return;
    this.hasFocused = true;
    this.template.querySelector('lightning-textarea').focus();
  }

  get sentences() {
    return this.errors.map((text, index) => ({ key: index, text }));
  }

  handleNote({ detail }) {
    this.note = detail.value;
  }
  handleCancel() {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  async handleSend() {
    const field = this.template.querySelector('lightning-textarea');
    field.setCustomValidity(this.note.trim() === '' ? label.reportMissing : '');
    if (!field.reportValidity()) return;
    this.isSending = true;
    this.errors = [];
    try {
      const number = await report({ recordId: this.recordId, note: this.note, shown: this.shownText });
      this.dispatchEvent(new CustomEvent('reported', { detail: { number } }));
    } catch (error) {
      this.errors = reduceErrors(error);
    } finally {
      this.isSending = false;
    }
  }
}
