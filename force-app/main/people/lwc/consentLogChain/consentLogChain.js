import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fillLabel, formatCount, formatDateTime } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/consentLogLabels';
import { faultText } from 'c/consentLogRows';
import verify from '@salesforce/apex/SyncConsentLogController.verify';
import readExport from '@salesforce/apex/SyncConsentLogController.exported';

/** Whether the log is what it was written as, and the log as a file. */
export default class ConsentLogChain extends LightningElement {
  /** Rows in the log. */
  @api rows = 0;

  label = label;
  isVerifying = false;
  exportedRows = null;
  result = null;

  get rowsText() {
    return fillLabel(label.rows, formatCount(this.rows));
  }
  get verdict() {
    if (this.result === null) return null;
    const { isWhole, rows, verifiedAt, fault } = this.result;
    return isWhole ? fillLabel(label.chainWhole, formatCount(rows), formatDateTime(verifiedAt)) : faultText(fault);
  }
  get verdictClass() {
    return `slds-box slds-box_xx-small slds-m-top_x-small ${this.result?.isWhole ? 'slds-theme_success' : 'slds-theme_error'}`;
  }
  get erased() {
    return this.result?.isWhole && this.result.erased > 0 ? fillLabel(label.chainErased, formatCount(this.result.erased)) : null;
  }
  get verifyText() {
    return this.isVerifying ? label.verifying : label.verify;
  }
  get exportText() {
    return this.exportedRows === null ? label.exportLog : fillLabel(label.exporting, formatCount(this.exportedRows));
  }
  get isExporting() {
    return this.exportedRows !== null;
  }

  async handleVerify() {
    this.isVerifying = true;
    try {
      this.result = await verify();
    } catch (error) {
      this.toast(label.chainTitle, reduceErrors(error).join(' '), 'error');
    } finally {
      this.isVerifying = false;
    }
  }

  /** The rows as they are stored, one a line: the command line can verify the file. */
  async handleExport() {
    this.exportedRows = 0;
    try {
      const lines = [];
      let after = null;
      do {
        // Each page is asked for with the end of the one before it.
        // eslint-disable-next-line no-await-in-loop
        const page = await readExport({ after });
        lines.push(...page.items.map((row) => JSON.stringify(row)));
        this.exportedRows = lines.length;
        after = page.next;
      } while (after);
      this.offer(`${lines.join('\n')}\n`);
      this.toast(label.exportLog, fillLabel(label.exported, formatCount(lines.length)), 'success');
    } catch (error) {
      this.toast(label.exportLog, reduceErrors(error).join(' '), 'error');
    } finally {
      this.exportedRows = null;
    }
  }
  offer(text) {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }));
    const anchor = this.template.querySelector('a.file');
    anchor.href = url;
    anchor.download = 'consent-log.jsonl';
    anchor.click();
    URL.revokeObjectURL(url);
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }
}
