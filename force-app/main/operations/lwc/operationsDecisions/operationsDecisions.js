import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import { fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';
import { label } from 'c/operationsLabels';
import { decisionRow, jobOf } from './rows';
import getDecisions from '@salesforce/apex/SyncOperationsController.decisions';
import getConflicts from '@salesforce/apex/SyncOperationsController.conflictFields';
import reverse from '@salesforce/apex/SyncOperationsController.reverse';
import getSettlement from '@salesforce/apex/SyncOperationsController.settlement';

const DAYS = 30;
const WITHIN_MS = 30000;

/** Decisions newest first. The filters are in the URL (c__field, c__record, c__fills), so a view can be sent to a colleague. */
export default class OperationsDecisions extends LightningElement {
  label = label;
  viewState = 'loading';
  errors;
  items = [];
  next = null;
  names = {};
  conflicts = [];
  recordText = '';
  busyId = null;

  #state = {};
  #asked = 0;
  #poll;

  /** URL state */
  @api
  get state() {
    return this.#state;
  }
  set state(value) {
    const before = this.filters;
    this.#state = value ?? {};
    this.recordText = this.filters.recordId ?? '';
    if (this.isConnected && JSON.stringify(before) !== JSON.stringify(this.filters)) this.start();
  }

  connectedCallback() {
    this.start();
    this.loadConflicts();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  get filters() {
    return { recordId: this.#state.c__record ?? null, field: this.#state.c__field ?? null, hidesFills: this.#state.c__fills === 'hide' };
  }

  start() {
    this.viewState = 'loading';
    this.items = [];
    this.next = null;
    return this.load();
  }
  async load() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await getDecisions({ ...this.filters, after: this.next });
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
  /** Extra; the log is useful without it. */
  async loadConflicts() {
    try {
      this.conflicts = (await getConflicts({ days: DAYS })).items;
    } catch {
      this.conflicts = [];
    }
  }

  handleRetryLoad() {
    this.start();
  }
  handleMore() {
    this.viewState = 'refreshing';
    this.load();
  }
  handleRecordInput(event) {
    this.recordText = event.detail.value;
  }
  handleSearch(event) {
    event.preventDefault();
    this.go({ record: this.recordText.trim() });
  }
  handleField(event) {
    this.go({ field: event.detail.value });
  }
  handleShowField(event) {
    this.go({ record: null, field: event.target.dataset.field });
  }
  handleFills(event) {
    this.go({ hidesFills: event.target.checked });
  }
  handleClear() {
    this.go({ record: null, field: null, hidesFills: false });
  }
  /** What is not named stays as it is. */
  go(changes) {
    const { recordId, ...rest } = this.filters;
    const { record, field, hidesFills } = { record: recordId, ...rest, ...changes };
    const detail = {
      c__tab: 'decisions',
      ...(record ? { c__record: record } : {}),
      ...(field ? { c__field: field } : {}),
      ...(hidesFills ? { c__fills: 'hide' } : {}),
    };
    this.dispatchEvent(new CustomEvent('navigate', { detail }));
  }

  async handleReverse(event) {
    const row = this.rows.find(({ id }) => id === event.target.dataset.id);
    const message = fillLabel(label.reverseQuestion, row.losing.text, row.winning.text);
    if (!(await LightningConfirm.open({ label: label.reverseTitle, message, theme: 'warning' }))) return;
    this.busyId = row.id;
    try {
      const { link, field, since } = await reverse({ decisionId: row.id });
      this.#poll = pollJob(async () => jobOf(await getSettlement({ link, field, since: String(since) })), { withinMs: WITHIN_MS });
      const { words } = await this.#poll;
      this.toast(label.reversed, words, 'success');
      await this.start();
    } catch (error) {
      this.toast(label.notReversed, reduceErrors(error).join(' '), 'error');
    } finally {
      this.busyId = null;
    }
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  get rows() {
    return this.items.map((item) => decisionRow(item, this.busyId));
  }
  get isFiltered() {
    return this.filters.recordId !== null || this.filters.field !== null || this.filters.hidesFills;
  }
  get emptyTitle() {
    return this.isFiltered ? label.noMatchTitle : label.noDecisionsTitle;
  }
  get emptyText() {
    return this.isFiltered ? label.noMatchText : label.noDecisionsText;
  }
  get hasMore() {
    return this.next !== null;
  }
  get hidesFills() {
    return this.filters.hidesFills;
  }
  get field() {
    return this.filters.field ?? '';
  }
  get fieldOptions() {
    const known = this.conflicts.map(({ field }) => field);
    const all = [...new Set([...known, ...(this.field ? [this.field] : [])])].sort();
    return [{ label: label.allFields, value: '' }, ...all.map((field) => ({ label: field, value: field }))];
  }
  get hasConflicts() {
    return this.conflicts.length > 0;
  }
  get conflictRows() {
    return this.conflicts.slice(0, 8).map(({ field, conflicts, overruled, byPeople }) => ({
      field,
      counts: fillLabel(label.conflictCounts, conflicts, overruled, byPeople),
      showName: fillLabel(label.actionsOf, label.showThese, field),
    }));
  }
}
