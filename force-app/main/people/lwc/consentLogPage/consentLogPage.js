import { LightningElement, api } from 'lwc';
import { fillLabel, formatCount, formatDateTime, formatRelative } from 'c/syncFormat';
import { label } from 'c/consentLogLabels';
import { kindOptions, logRow, ruleLine } from 'c/consentLogRows';
import readStatus from '@salesforce/apex/SyncConsentLogController.status';
import readRows from '@salesforce/apex/SyncConsentLogController.rows';

const DAY_MS = 86400000;
const isAddress = (text) => text.includes('@');

/**
 * The consent log, newest first. Filters are in the URL (c__record, c__kind, c__since, c__until), so a view can be sent to a colleague; an
 * e-mail address never is.
 */
export default class ConsentLogPage extends LightningElement {
  label = label;
  viewState = 'loading';
  errors;
  status = null;
  items = [];
  next = null;
  names = {};
  searchText = '';
  /** Kept out of the URL. */
  address = null;

  #state = {};
  #asked = 0;

  /** URL state */
  @api
  get state() {
    return this.#state;
  }
  set state(value) {
    const before = JSON.stringify(this.filters);
    this.#state = value ?? {};
    if (this.#state.c__record) this.searchText = this.#state.c__record;
    if (this.isConnected && JSON.stringify(this.filters) !== before) this.start();
  }

  connectedCallback() {
    this.searchText = this.filters.record ?? '';
    this.loadStatus();
    this.start();
  }

  get filters() {
    const { c__record: record = null, c__kind: kind = '', c__since: since = null, c__until: until = null } = this.#state;
    return { record, kind, since, until };
  }

  async loadStatus() {
    try {
      this.status = await readStatus();
    } catch {
      // The log is useful without it, and says itself when the bridge does not answer.
      this.status = null;
    }
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
    const { record, kind, since, until } = this.filters;
    // A day ends where the next begins.
    const dayOf = (day, plus) => (day ? String(Date.parse(`${day}T00:00:00Z`) + plus) : null);
    try {
      const page = await readRows({ search: this.address ?? record, kind, since: dayOf(since, 0), until: dayOf(until, DAY_MS - 1), after: this.next });
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

  handleRetry() {
    this.loadStatus();
    this.start();
  }
  handleMore() {
    this.viewState = 'refreshing';
    this.load();
  }
  handleSearchInput(event) {
    this.searchText = event.detail.value;
  }
  handleSearch(event) {
    event.preventDefault();
    const text = this.searchText.trim();
    const hadAddress = this.address !== null;
    this.address = isAddress(text) ? text : null;
    const record = this.address === null ? text : null;
    const isSame = (record || null) === this.filters.record;
    this.go({ record });
    if (isSame && (hadAddress || this.address !== null)) this.start();
  }
  handleKind(event) {
    this.go({ kind: event.detail.value });
  }
  handleSince(event) {
    this.go({ since: event.detail.value });
  }
  handleUntil(event) {
    this.go({ until: event.detail.value });
  }
  handleClear() {
    const hadAddress = this.address !== null;
    this.address = null;
    this.searchText = '';
    this.go({ record: null, kind: '', since: null, until: null });
    if (hadAddress) this.start();
  }
  go(changes) {
    const { record, kind, since, until } = { ...this.filters, ...changes };
    const detail = {
      c__step: 'consent-log',
      ...(record ? { c__record: record } : {}),
      ...(kind ? { c__kind: kind } : {}),
      ...(since ? { c__since: since } : {}),
      ...(until ? { c__until: until } : {}),
    };
    this.dispatchEvent(new CustomEvent('navigate', { detail }));
  }

  get rows() {
    return this.items.map(logRow);
  }
  get kinds() {
    return kindOptions();
  }
  get isFiltered() {
    return this.address !== null || Object.values(this.filters).some(Boolean);
  }
  get emptyTitle() {
    return this.isFiltered ? label.noMatchTitle : label.emptyTitle;
  }
  get emptyText() {
    return this.isFiltered ? label.noMatchText : label.emptyText;
  }
  get hasMore() {
    return this.next !== null;
  }
  get logRows() {
    return this.status?.rows ?? 0;
  }
  get waiting() {
    const { waiting = 0 } = this.status ?? {};
    return waiting === 0 ? label.waitingNone : fillLabel(label.waiting, formatCount(waiting));
  }
  get rules() {
    return (this.status?.rules ?? []).map(ruleLine);
  }
  get hasRules() {
    return this.rules.length > 0;
  }
  get stuck() {
    return (this.status?.stuck ?? []).map(({ record, since, tries, retryAt, trouble }) => ({
      key: record,
      text: fillLabel(label.stuckLine, record.replaceAll(':', ' · '), formatDateTime(since), trouble, tries, formatRelative(retryAt)),
    }));
  }
  get hasStuck() {
    return this.stuck.length > 0;
  }
  get stuckTitle() {
    return fillLabel(label.stuckTitle, this.stuck.length);
  }
}
