import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fillLabel, formatCount } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/reconciliationLabels';
import { aloneOf, bucketRows, drawing, drawingWidth, toggle } from 'c/reconciliationRows';
import { collect, offer } from 'c/reconciliationFile';
import readExport from '@salesforce/apex/SyncReconciliationController.exported';

/** Why HubSpot counts 412 and Salesforce 280: both counts drawn on one scale, every person in one bucket. Events: `navigate`, `defined`. */
export default class ReconciliationCounts extends LightningElement {
  /** The last finished check. */
  @api run;
  /** Id of the bucket whose people are shown. */
  @api bucket;
  /** Whom each side counts from the next check on. */
  @api definition;
  @api isOwn = false;

  label = label;
  viewBox = `0 0 ${drawingWidth} 24`;
  exportedLines = null;

  handleShow(event) {
    const { bucket } = event.target.dataset;
    this.dispatchEvent(new CustomEvent('navigate', { detail: bucket === this.bucket ? {} : { c__bucket: bucket } }));
  }
  handleDefined() {
    this.dispatchEvent(new CustomEvent('defined'));
  }
  async handleExport() {
    this.exportedLines = 0;
    try {
      const { text, lines } = await collect(
        ({ after }) => readExport({ what: 'report', after }),
        (soFar) => (this.exportedLines = soFar),
      );
      offer(this.template.querySelector('a.file'), { name: 'counted-people.csv', text });
      this.toast(fillLabel(label.exported, formatCount(lines)), 'success');
    } catch (error) {
      this.toast(reduceErrors(error).join(' '), 'error');
    } finally {
      this.exportedLines = null;
    }
  }
  toast(message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title: label.download, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  get report() {
    return this.run?.report ?? null;
  }
  get viewState() {
    return this.report === null ? 'empty' : 'ready';
  }
  get figures() {
    const { hubspot, salesforce, both } = this.report;
    const [inHubSpot, inSalesforce] = [aloneOf(this.report, 'hubspot'), aloneOf(this.report, 'salesforce')];
    return { hubspot, salesforce, both, inHubSpot, inSalesforce };
  }
  get saysText() {
    return fillLabel(label.countsSay, formatCount(this.report.hubspot), formatCount(this.report.salesforce));
  }
  get bothText() {
    const { both, inHubSpot, inSalesforce } = this.figures;
    return inHubSpot + inSalesforce === 0 ? label.countsSame : fillLabel(label.countsBoth, ...[both, inHubSpot, inSalesforce].map(formatCount));
  }
  get platformText() {
    const { salesforce, hubspot } = this.report.platform;
    if (salesforce === null && hubspot === null) return null;
    const text = (count) => (count === null ? label.unknown : formatCount(count));
    return fillLabel(label.platformSays, text(hubspot), text(salesforce));
  }
  get drawingText() {
    const { hubspot, salesforce, both, inHubSpot, inSalesforce } = this.figures;
    return fillLabel(label.drawing, ...[hubspot, both, inHubSpot, salesforce, inSalesforce].map(formatCount));
  }
  get bars() {
    const { hubspot, salesforce } = drawing(this.report);
    return [
      { key: 'hubspot', name: label.hubSpot, count: formatCount(this.report.hubspot), parts: hubspot },
      { key: 'salesforce', name: label.salesforce, count: formatCount(this.report.salesforce), parts: salesforce },
    ];
  }
  get rows() {
    return bucketRows(this.report).map((row) => ({ ...row, ...toggle(row.key === this.bucket, [label.showRecords, label.hideRecords], row.words) }));
  }
  get sums() {
    const { hubspot, salesforce, both, inHubSpot, inSalesforce } = this.figures;
    const sum = (text, alone, all) => fillLabel(text, ...[both, alone, all].map(formatCount));
    return `${sum(label.sumHubSpot, inHubSpot, hubspot)} · ${sum(label.sumSalesforce, inSalesforce, salesforce)}`;
  }
  get shown() {
    return this.rows.find(({ key }) => key === this.bucket) ?? null;
  }
  get shownTitle() {
    return fillLabel(label.recordsOf, this.shown.words);
  }
  get isExporting() {
    return this.exportedLines !== null;
  }
  get exportText() {
    return this.isExporting ? fillLabel(label.exporting, formatCount(this.exportedLines)) : label.download;
  }
}
