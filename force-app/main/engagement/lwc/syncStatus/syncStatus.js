import { LightningElement, api } from 'lwc';
import canView from '@salesforce/customPermission/Fieldwise_View';
import canManage from '@salesforce/customPermission/Fieldwise_Manage';
import readStanding from '@salesforce/apex/SyncStatusController.standing';
import syncNow from '@salesforce/apex/SyncStatusController.syncNow';
import { label } from 'c/syncStatusLabels';
import { fillLabel, formatDateTime, formatRelative } from 'c/syncFormat';
import { pollEvery } from 'c/syncPoll';

const STATES = {
  'in-sync': [label.inSync, label.inSyncText, 'utility:success', 'success'],
  pending: [label.pending, label.pendingText, 'utility:clock', null],
  issue: [label.issue, label.issueText, 'utility:warning', 'warning'],
  review: [label.review, label.reviewText, 'utility:question_mark', 'warning'],
  'out-of-scope': [label.outOfScope, label.outOfScopeText, 'utility:block_visitor', null],
  deleted: [label.deleted, label.deletedText, 'utility:delete', null],
  'not-linked': [label.notLinked, null, 'utility:unlinked', null],
  'never-met': [label.neverMet, label.neverMetText, 'utility:help', null],
};
const LOOK_EVERY_MS = 1000;
const LOOKS_MAX = 15;

/** How the record stands between Salesforce and HubSpot: state, reasons, the fields one by one, sync now, report a problem. */
export default class SyncStatus extends LightningElement {
  label = label;
  state = 'loading';
  errors = [];
  standing = null;
  isSyncing = false;
  isExplaining = false;
  isReporting = false;
  notice = '';
  asked = 0;
  watch = null;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.stopWatching();
    this.standing = null;
    this.notice = '';
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.stopWatching();
  }

  get isAllowed() {
    return canView === true || canManage === true;
  }
  get shown() {
    const [title, text, icon, variant] = STATES[this.standing.state] ?? [this.standing.state, null, 'utility:info', null];
    // What the lists below say in full is not said twice.
    const isListed = this.hasIssues || this.hasReviews;
    return { title, text: isListed ? text : (this.standing.explanation ?? text), icon, variant };
  }
  get lastSync() {
    const at = this.standing.lastSyncedAt;
    return Number.isFinite(at) ? { relative: formatRelative(at), absolute: formatDateTime(at), iso: new Date(at).toISOString() } : null;
  }
  get troubleText() {
    return this.standing.trouble ? fillLabel(label.trouble, this.standing.trouble) : null;
  }
  get issues() {
    return (this.standing.issues ?? []).map((issue) => ({
      ...issue,
      label: issue.label ?? label.wholeRecord,
      openedText: fillLabel(label.opened, formatRelative(issue.openedAt)),
      retryText: Number.isFinite(issue.retryAt) ? fillLabel(label.retryAt, formatRelative(issue.retryAt)) : null,
    }));
  }
  get hasIssues() {
    return this.issues.length > 0;
  }
  get reviews() {
    return (this.standing.reviews ?? []).map((review) => ({ ...review, openedText: fillLabel(label.opened, formatRelative(review.openedAt)) }));
  }
  get hasReviews() {
    return this.reviews.length > 0;
  }
  get isLinked() {
    return this.standing.hubspot !== null;
  }
  get syncLabel() {
    return this.isSyncing ? label.syncing : label.syncNow;
  }
  get whyLabel() {
    return this.isExplaining ? label.whyHide : label.whyLoad;
  }
  get explainingText() {
    return String(this.isExplaining);
  }
  /** What goes with a report, so that an admin sees what the reporter saw. */
  get shownText() {
    const { title, text } = this.shown;
    const reasons = [...this.issues.map(({ label: field, cause }) => `${field}: ${cause}`), ...this.reviews.map(({ explanation }) => explanation)];
    return [title, text, this.troubleText, ...reasons, this.lastSync && `${label.lastSync}: ${this.lastSync.absolute}`].filter(Boolean).join('\n');
  }

  async load() {
    if (!this.recordId || !this.isAllowed) return;
    this.asked += 1;
    const mine = this.asked;
    this.state = this.standing === null ? 'loading' : 'refreshing';
    try {
      const standing = await readStanding({ recordId: this.recordId });
      if (mine !== this.asked) return;
      this.standing = standing;
      this.state = 'ready';
    } catch (error) {
      if (mine !== this.asked) return;
      this.errors = error;
      this.state = this.standing === null ? 'error' : 'partial';
    }
  }

  handleRefresh() {
    this.notice = '';
    this.template.querySelector('c-sync-status-fields')?.refresh();
    this.load();
  }
  handleWhy() {
    this.isExplaining = !this.isExplaining;
  }
  handleReport() {
    this.notice = '';
    this.isReporting = true;
  }
  handleReported({ detail }) {
    this.isReporting = false;
    this.notice = fillLabel(label.reported, detail.number);
    this.focusReport();
  }
  handleReportCancel() {
    this.isReporting = false;
    this.focusReport();
  }
  focusReport() {
    Promise.resolve().then(() => this.template.querySelector('[data-report]')?.focus());
  }

  async handleSync() {
    if (this.isSyncing) return;
    this.isSyncing = true;
    this.notice = label.syncing;
    try {
      await syncNow({ recordId: this.recordId });
      this.watchForResult(this.standing.lastSyncedAt, this.standing.state);
    } catch (error) {
      this.errors = error;
      this.state = 'partial';
      this.endSync('');
    }
  }

  /** Asks until the record was looked at again, which moves its last sync, or its state when it has none. */
  watchForResult(syncedBefore, stateBefore) {
    let looks = 0;
    this.watch = pollEvery(
      async () => {
        looks += 1;
        await this.load();
        const { lastSyncedAt, state } = this.standing ?? {};
        if (lastSyncedAt !== syncedBefore || state !== stateBefore) {
          this.template.querySelector('c-sync-status-fields')?.refresh();
          this.endSync(label.syncDone);
        } else if (looks >= LOOKS_MAX || this.state === 'partial') this.endSync(label.syncSlow);
      },
      { everyMs: LOOK_EVERY_MS },
    );
  }
  endSync(notice) {
    this.stopWatching();
    this.notice = notice;
  }
  stopWatching() {
    this.watch?.stop();
    this.watch = null;
    this.isSyncing = false;
  }
}
