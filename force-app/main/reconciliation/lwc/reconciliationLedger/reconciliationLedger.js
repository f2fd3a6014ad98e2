import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { fillLabel, formatCount } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/reconciliationLabels';
import { ledgerRow, stateOptions } from 'c/reconciliationRows';
import { collect, offer } from 'c/reconciliationFile';
import readLedger from '@salesforce/apex/SyncReconciliationController.ledger';
import readExport from '@salesforce/apex/SyncReconciliationController.exported';

/** Everybody HubSpot counted: when they were counted, handed over, received, and accepted or refused. Event: `navigate`. */
export default class ReconciliationLedger extends LightningElement {
  /** People by state. */
  @api counts = {};

  label = label;
  viewState = 'loading';
  errors;
  items = [];
  next = null;
  names = {};
  exportedLines = null;

  #handoff = '';
  #asked = 0;

  /** State that is looked at; blank = all. */
  @api
  get handoff() {
    return this.#handoff;
  }
  set handoff(value) {
    this.#handoff = value ?? '';
    if (this.isConnected) this.start();
  }

  connectedCallback() {
    this.load();
  }
  start() {
    this.viewState = 'loading';
    this.items = [];
    this.next = null;
    this.load();
  }
  async load() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await readLedger({ state: this.handoff, after: this.next });
      if (asked !== this.#asked) return;
      this.items = [...this.items, ...page.items];
      this.next = page.next;
      this.names = { ...this.names, ...page.names };
      this.viewState = this.items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      if (asked !== this.#asked) return;
      this.errors = error;
      this.viewState = 'error';
    }
  }
  handleState(event) {
    const { value } = event.detail;
    this.dispatchEvent(new CustomEvent('navigate', { detail: value ? { c__handoff: value } : {} }));
  }
  handleMore() {
    this.viewState = 'refreshing';
    this.load();
  }
  handleRetry() {
    this.start();
  }
  async handleExport() {
    this.exportedLines = 0;
    try {
      const { text, lines } = await collect(
        ({ after }) => readExport({ what: 'ledger', after }),
        (soFar) => (this.exportedLines = soFar),
      );
      offer(this.template.querySelector('a.file'), { name: 'handoff-ledger.csv', text });
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

  get states() {
    return stateOptions(this.counts);
  }
  get rows() {
    return this.items.map((item) => ledgerRow(item, this.names));
  }
  get hasMore() {
    return this.next !== null;
  }
  get isExporting() {
    return this.exportedLines !== null;
  }
  get exportText() {
    return this.isExporting ? fillLabel(label.exporting, formatCount(this.exportedLines)) : label.download;
  }
}
