import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import { fillLabel, formatCount, formatDuration } from 'c/syncFormat';
import { pollEvery } from 'c/syncPoll';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/goliveLabels';
import readStatus from '@salesforce/apex/SyncGoliveController.status';
import start from '@salesforce/apex/SyncGoliveController.start';
import letFewCross from '@salesforce/apex/SyncGoliveController.letFewCross';
import approve from '@salesforce/apex/SyncGoliveController.approve';
import pause from '@salesforce/apex/SyncGoliveController.pause';
import resume from '@salesforce/apex/SyncGoliveController.resume';
import cancel from '@salesforce/apex/SyncGoliveController.cancel';

const POLL_MS = 2000;
const CANARY_DEFAULT = 25;
const PHASES = { survey: label.phaseSurvey, canary: label.phaseCanary, run: label.phaseRun, verify: label.phaseVerify, over: label.phaseOver };
const STATES = {
  working: label.stateWorking,
  waiting: label.stateWaiting,
  paused: label.statePaused,
  done: label.stateDone,
  cancelled: label.stateCancelled,
};

/** Going live, step by step: checks, dry run, the first few, everybody, counts. Each step waits for a person. */
export default class GolivePage extends LightningElement {
  /** URL state; this page has none of its own. */
  @api state;

  label = label;
  loadState = 'loading';
  errors;
  job;
  isHeld = false;
  isBusy = false;
  canaryCount = CANARY_DEFAULT;
  failedChecks = 0;

  #poll;

  connectedCallback() {
    this.load();
    this.#poll = pollEvery(() => (this.isBusy ? undefined : this.load()), { everyMs: POLL_MS });
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    try {
      const { job, isHeld } = await readStatus();
      this.job = job ?? undefined;
      this.isHeld = isHeld;
      this.errors = undefined;
      this.loadState = 'ready';
    } catch (error) {
      this.errors = error;
      // What was shown before stays: the bridge may be starting again.
      this.loadState = this.loadState === 'loading' || this.loadState === 'error' ? 'error' : 'partial';
    }
  }
  handleRetry() {
    this.loadState = 'loading';
    this.load();
  }
  handleReport(event) {
    this.failedChecks = event.detail.failed;
  }
  handleCount(event) {
    this.canaryCount = Number(event.detail.value);
  }

  handleStart() {
    return this.say(() => start({ canary: this.canaryCount }));
  }
  handleFew() {
    return this.say(() => letFewCross());
  }
  handlePause() {
    return this.say(() => pause());
  }
  handleResume() {
    return this.say(() => resume());
  }
  async handleApprove() {
    const changes = (this.job.forecast ?? []).reduce(
      (sum, { creates, matches, updates }) => sum + creates.salesforce.count + creates.hubspot.count + matches.count + updates.count,
      0,
    );
    const question = fillLabel(label.approveQuestion, formatCount(changes));
    const failing = this.failedChecks > 0 ? `${fillLabel(label.approveFailing, formatCount(this.failedChecks))} ` : '';
    const isSure = await LightningConfirm.open({ label: this.approveLabel, message: `${failing}${question}`, theme: failing === '' ? 'default' : 'warning' });
    if (isSure) await this.say(() => approve({ isAnyway: this.job.isStale }));
  }
  async handleCancel() {
    const isSure = await LightningConfirm.open({ label: label.cancel, message: label.cancelQuestion, theme: 'warning' });
    if (isSure && (await this.say(() => cancel()))) this.toast(label.runTitle, label.wasCanceled, 'success');
  }

  /** Sends a word of the person's and shows what the bridge makes of it. */
  async say(work) {
    this.isBusy = true;
    try {
      this.job = await work();
      return true;
    } catch (error) {
      this.toast(label.runTitle, reduceErrors(error).join(' '), 'error');
      return false;
    } finally {
      this.isBusy = false;
    }
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get isOpen() {
    return this.job !== undefined && this.job.state !== 'done' && this.job.state !== 'cancelled';
  }
  get canStart() {
    return !this.isOpen;
  }
  get startLabel() {
    return this.job ? label.again : label.dryRun;
  }
  get canLetFew() {
    return this.job?.state === 'waiting' && this.job.phase === 'survey';
  }
  get canApprove() {
    return this.job?.state === 'waiting';
  }
  get approveLabel() {
    return this.job?.isStale ? label.approveAnyway : label.approve;
  }
  get canPause() {
    return this.job?.state === 'working';
  }
  get canResume() {
    return this.job?.state === 'paused';
  }
  get hasForecast() {
    return (this.job?.forecast ?? []).length > 0 && !(this.job.phase === 'survey' && this.job.state === 'working');
  }
  get hasCanary() {
    return this.hasForecast && this.job.phase !== 'survey' && this.job.settings.canary > 0;
  }
  /** The first few are read anew when the backfill moves on. */
  get canaryVersion() {
    return `${this.job.id}:${this.job.phase}:${this.job.state}`;
  }
  get hasCounts() {
    return (this.job?.checks ?? []).length > 0;
  }
  get isRulesJob() {
    return this.job?.kind === 'rules' && this.isOpen;
  }
  get isStale() {
    return this.job?.isStale === true && this.isOpen;
  }
  get standing() {
    return fillLabel(label.stateOf, PHASES[this.job.phase], STATES[this.job.state]);
  }
  get percent() {
    const { met, total } = this.job.progress;
    return total ? Math.min(100, Math.round((met / total) * 100)) : undefined;
  }
  get hasBar() {
    return this.isOpen && this.job.state !== 'waiting' && this.percent !== undefined;
  }
  /** The first few are too few to count. */
  get hasWalked() {
    return this.job.phase !== 'canary';
  }
  get walked() {
    const { met, total, perSecond, leftMs } = this.job.progress;
    const count = total === null ? fillLabel(label.walked, formatCount(met)) : fillLabel(label.walkedOf, formatCount(met), formatCount(total));
    const isMoving = this.job.state === 'working';
    return [
      count,
      ...(isMoving && perSecond !== null ? [fillLabel(label.perSecond, formatCount(perSecond))] : []),
      ...(isMoving && leftMs !== null ? [fillLabel(label.left, formatDuration(leftMs))] : []),
    ].join(' · ');
  }
}
