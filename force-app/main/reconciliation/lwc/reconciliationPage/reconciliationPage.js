import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import { fillLabel, formatCount, formatRelative } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { pollEvery } from 'c/syncPoll';
import { label } from 'c/reconciliationLabels';
import readOverview from '@salesforce/apex/SyncReconciliationController.overview';
import startCheck from '@salesforce/apex/SyncReconciliationController.start';
import cancelRun from '@salesforce/apex/SyncReconciliationController.cancel';
import startRepair from '@salesforce/apex/SyncReconciliationController.repair';

const TABS = ['drift', 'counts', 'ledger'];
const EVERY_MS = 2000;

/** The page Reconciliation: the run under way, and one tab per question (c__tab), all about the last finished check. */
export default class ReconciliationPage extends LightningElement {
  /** URL state; c__tab, and what the tab looks at: c__mapping, c__bucket, c__handoff. */
  @api state = {};

  label = label;
  viewState = 'loading';
  errors;
  overview = null;
  isBusy = false;

  #poll = null;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.stopPolling();
  }

  async load() {
    try {
      this.overview = await readOverview();
      this.viewState = this.run === null ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.viewState = 'error';
    }
    if (this.isWorking && this.viewState === 'ready') this.#poll ??= pollEvery(() => this.load(), { everyMs: EVERY_MS });
    else this.stopPolling();
  }
  stopPolling() {
    this.#poll?.stop();
    this.#poll = null;
  }

  handleRetry() {
    this.viewState = 'loading';
    this.load();
  }
  handleCheck() {
    return this.act(startCheck, label.checkStarted);
  }
  handleCancel() {
    return this.act(cancelRun, label.cancelled);
  }
  async handleRepair(event) {
    const mapping = event.detail?.mapping ?? null;
    const isSure = await LightningConfirm.open({ message: label.repairConfirm, label: label.repairAll, theme: 'warning' });
    if (isSure) await this.act(() => startRepair({ mapping }), label.repairStarted);
  }
  async act(work, done) {
    this.isBusy = true;
    try {
      await work();
      this.dispatchEvent(new ShowToastEvent({ title: label.title, message: done, variant: 'success' }));
      await this.load();
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: label.title, message: reduceErrors(error).join(' '), variant: 'error', mode: 'sticky' }));
    } finally {
      this.isBusy = false;
    }
  }
  handleActive(event) {
    const { tab } = event.currentTarget.dataset;
    if (tab !== this.tab) this.go({ c__tab: tab });
  }
  handleNavigate(event) {
    event.stopPropagation();
    this.go({ c__tab: this.tab, ...event.detail });
  }
  go(state) {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'reconciliation', ...state } }));
  }

  get tab() {
    return TABS.includes(this.state?.c__tab) ? this.state.c__tab : TABS[0];
  }
  get isDrift() {
    return this.tab === 'drift';
  }
  get isCounts() {
    return this.tab === 'counts';
  }
  get isLedger() {
    return this.tab === 'ledger';
  }
  get run() {
    return this.overview?.run ?? null;
  }
  get last() {
    return this.overview?.last ?? null;
  }
  get isWorking() {
    return this.run?.state === 'working';
  }
  get cannotStart() {
    return this.isBusy || this.isWorking;
  }
  get statusText() {
    const { nextAt } = this.overview ?? {};
    const next = nextAt ? fillLabel(label.nextCheck, formatRelative(nextAt)) : label.noNext;
    return this.last === null ? next : `${fillLabel(label.lastChecked, formatRelative(this.last.finishedAt))} ${next}`;
  }
  get progressText() {
    const { kind, progress, repair } = this.run;
    if (kind === 'repair') return fillLabel(label.repairing, formatCount(repair.asked));
    const text = fillLabel(label.checking, formatCount(progress.step + 1), formatCount(progress.steps), formatCount(progress.met));
    return progress.perSecond ? `${text}, ${fillLabel(label.perSecond, formatCount(Math.round(progress.perSecond)))}` : text;
  }
  get progressValue() {
    const { steps, step } = this.run.progress;
    return steps === 0 ? 0 : Math.round((step / steps) * 100);
  }
  get repairText() {
    if (this.run?.kind !== 'repair' || this.run.state !== 'done') return null;
    const { asked, agree, explained, pending, disagree } = this.run.repair;
    return fillLabel(label.repairDone, ...[asked, agree, explained, pending, disagree].map(formatCount));
  }
  get stoppedText() {
    return this.run?.kind === 'check' && this.run.state === 'cancelled' && this.last !== null ? label.checkStopped : null;
  }
}
