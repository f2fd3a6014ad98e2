import { LightningElement } from 'lwc';
import { fillLabel, formatCount, formatRelative } from 'c/syncFormat';
import { label } from 'c/goliveLabels';
import readPreflight from '@salesforce/apex/SyncGoliveController.preflight';
import lookAgain from '@salesforce/apex/SyncGoliveController.lookAgain';

const POLL_MS = 1000;
const TONES = {
  pass: { icon: 'utility:success', variant: 'success', text: label.tonePass },
  warn: { icon: 'utility:warning', variant: 'warning', text: label.toneWarn },
  fail: { icon: 'utility:error', variant: 'error', text: label.toneFail },
};

/** Whether all is ready: a score, and each check with what was found and what to do. Tells its page how many failed with the event `report`. */
export default class GoliveChecks extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  report;
  isLooking = false;
  openKeys = new Set();

  #timer;
  #isGone = false;

  connectedCallback() {
    this.#isGone = false;
    this.load();
  }
  disconnectedCallback() {
    this.#isGone = true;
    clearTimeout(this.#timer);
  }

  load() {
    return this.show(() => readPreflight());
  }
  handleCheck() {
    this.isLooking = true;
    return this.show(() => lookAgain());
  }
  handleRetry() {
    this.state = 'loading';
    this.load();
  }

  async show(ask) {
    clearTimeout(this.#timer);
    try {
      const { isLooking, trouble, report } = await ask();
      if (this.#isGone) return;
      this.isLooking = isLooking;
      this.report = report ?? undefined;
      this.errors = trouble ?? undefined;
      if (isLooking) this.#timer = setTimeout(() => this.load(), POLL_MS);
      this.state = this.stateOf(trouble);
      this.dispatchEvent(new CustomEvent('report', { detail: { failed: (report?.checks ?? []).filter(({ state }) => state === 'fail').length } }));
    } catch (error) {
      if (this.#isGone) return;
      this.isLooking = false;
      this.errors = error;
      this.state = 'error';
    }
  }

  stateOf(trouble) {
    if (trouble && !this.isLooking) return this.report ? 'partial' : 'error';
    if (this.report) return 'ready';
    return this.isLooking ? 'loading' : 'empty';
  }

  handleToggle(event) {
    const { key } = event.currentTarget.dataset;
    const keys = new Set(this.openKeys);
    if (!keys.delete(key)) keys.add(key);
    this.openKeys = keys;
  }

  get score() {
    return fillLabel(label.score, formatCount(this.report.score));
  }
  get verdict() {
    return this.report.isReady ? label.ready : label.notReady;
  }
  get checkedAt() {
    return fillLabel(label.checkedAt, formatRelative(this.report.checkedAt));
  }
  get lookingText() {
    return this.isLooking ? label.looking : '';
  }
  get rows() {
    return this.report.checks.map((check) => {
      const isOpen = this.openKeys.has(check.key);
      return {
        ...check,
        ...TONES[check.state],
        isOpen,
        hasFindings: check.findings.length > 0,
        expanded: String(isOpen),
        toggleName: fillLabel(label.details, check.name),
        found: check.findings.map(({ what, remedy, records }, index) => ({
          key: `${check.key}-${index}`,
          what,
          remedy,
          records: records.map((ref) => ({ key: `${ref.side}:${ref.id}`, ref })),
          hasRecords: records.length > 0,
        })),
      };
    });
  }
}
