import { LightningElement, api } from 'lwc';
import { label } from 'c/reconciliationLabels';
import { entryRow, faultRow } from 'c/reconciliationRows';
import readRecords from '@salesforce/apex/SyncReconciliationController.records';
import readFaults from '@salesforce/apex/SyncReconciliationController.faults';

/** Records of one bucket of the report, or what disagrees in one mapping; a page at a time. */
export default class ReconciliationRecords extends LightningElement {
  label = label;
  viewState = 'loading';
  errors;
  items = [];
  next = null;
  names = {};

  #bucket;
  #mapping;
  #runId;
  #asked = 0;

  /** Id of a bucket; blank when it is about a mapping. */
  @api
  get bucket() {
    return this.#bucket;
  }
  set bucket(value) {
    this.#bucket = value;
    this.restart();
  }
  /** Key of a mapping; blank when it is about a bucket. */
  @api
  get mapping() {
    return this.#mapping;
  }
  set mapping(value) {
    this.#mapping = value;
    this.restart();
  }
  /** The check they are of: another one has other records. */
  @api
  get runId() {
    return this.#runId;
  }
  set runId(value) {
    this.#runId = value;
    this.restart();
  }

  connectedCallback() {
    this.load();
  }
  restart() {
    if (!this.isConnected) return;
    this.viewState = 'loading';
    this.items = [];
    this.next = null;
    this.load();
  }
  async load() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await (this.isBucket ? readRecords({ bucket: this.bucket, after: this.next }) : readFaults({ mapping: this.mapping, after: this.next }));
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
  handleMore() {
    this.viewState = 'refreshing';
    this.load();
  }
  handleRetry() {
    this.restart();
  }

  get isBucket() {
    return Boolean(this.bucket);
  }
  get entries() {
    return this.isBucket ? this.items.map((item) => entryRow(item, this.names)) : [];
  }
  get faults() {
    return this.isBucket ? [] : this.items.map((item) => faultRow(item, this.names));
  }
  get emptyTitle() {
    return this.isBucket ? label.empty : label.faultsNone;
  }
  get emptyText() {
    return this.isBucket ? label.emptyText : label.faultsNoneText;
  }
  get hasMore() {
    return this.next !== null;
  }
}
