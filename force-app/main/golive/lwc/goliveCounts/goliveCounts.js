import { LightningElement, api } from 'lwc';
import { fillLabel, formatCount, formatPercent } from 'c/syncFormat';
import { label } from 'c/goliveLabels';
import readFaults from '@salesforce/apex/SyncGoliveController.faults';

/** Whether both systems count the same after a run; whoever is not accounted for by name. */
export default class GoliveCounts extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  faults = [];
  names = {};
  next;

  #job;
  #isGone = false;

  /** The backfill as the bridge tells it. */
  @api
  get job() {
    return this.#job;
  }
  set job(value) {
    const isNew = value?.id !== this.#job?.id || value?.isMatch !== this.#job?.isMatch;
    this.#job = value;
    if (isNew && this.isConnected) this.load();
  }

  connectedCallback() {
    this.#isGone = false;
    this.load();
  }
  disconnectedCallback() {
    this.#isGone = true;
  }

  load() {
    this.faults = [];
    return this.more();
  }
  async more(after = null) {
    try {
      const { items, names, next } = await readFaults({ after });
      if (this.#isGone) return;
      this.faults = [...this.faults, ...items];
      this.names = { ...this.names, ...names };
      this.next = next ?? undefined;
      this.errors = undefined;
      this.state = 'ready';
    } catch (error) {
      if (this.#isGone) return;
      this.errors = error;
      this.state = 'error';
    }
  }
  handleMore() {
    return this.more(this.next);
  }
  handleRetry() {
    this.state = 'loading';
    this.load();
  }

  get isOver() {
    return this.job.isMatch !== null && this.job.isMatch !== undefined;
  }
  get verdict() {
    return this.job.isMatch ? label.countsMatch : label.countsMismatch;
  }
  get verdictIcon() {
    return this.job.isMatch ? 'utility:success' : 'utility:warning';
  }
  get verdictVariant() {
    return this.job.isMatch ? 'success' : 'warning';
  }
  get rows() {
    const sum = (amounts) => Object.values(amounts).reduce((total, amount) => total + amount, 0);
    return this.job.checks.map(({ mapping, salesforce, hubspot, agreement, agreeShare, isMatch }) => ({
      mapping,
      salesforce: formatCount(salesforce.linked),
      hubspot: formatCount(hubspot.linked),
      explained: formatCount(sum(salesforce.explained) + sum(hubspot.explained)),
      unexplained: formatCount(salesforce.unexplained + hubspot.unexplained),
      agree: agreeShare === null ? '' : fillLabel(label.fieldsAgreeOf, formatPercent(agreeShare), formatCount(agreement.looked)),
      verdict: isMatch ? label.match : label.doNotMatch,
    }));
  }
  get hasFaults() {
    return this.faults.length > 0;
  }
  get faultRows() {
    return this.faults.map(({ kind, mapping, refs, fields }) => ({
      key: `${mapping}:${kind}:${refs.map(({ id }) => id).join(':')}`,
      refs: refs.map((ref) => ({ key: `${ref.side}:${ref.id}`, ref })),
      what: kind === 'disagree' ? fillLabel(label.faultDisagree, fields.map(({ field }) => field).join(', ')) : label.faultUnexplained,
    }));
  }
}
