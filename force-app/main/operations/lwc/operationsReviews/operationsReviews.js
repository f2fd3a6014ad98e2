import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';
import { label } from 'c/operationsLabels';
import getReviews from '@salesforce/apex/SyncOperationsController.reviews';
import choose from '@salesforce/apex/SyncOperationsController.choose';
import getSettlement from '@salesforce/apex/SyncOperationsController.settlement';

const WITHIN_MS = 30000;
const KINDS = { conflict: label.kindConflict, match: label.kindMatch, cluster: label.kindCluster };

/** Open reviews, oldest first. A conflict is settled here by choosing a side, a question of identity beside its records. */
export default class OperationsReviews extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  items = [];
  next = null;
  names = {};
  busyKey = null;
  /** The review whose records are compared. */
  openKey = null;

  #poll;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    try {
      const page = await getReviews({ after: this.next });
      this.items = [...this.items, ...page.items];
      this.next = page.next;
      this.names = { ...this.names, ...page.names };
      this.state = this.items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }
  start() {
    this.items = [];
    this.next = null;
    return this.load();
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.start();
  }
  handleMore() {
    this.state = 'refreshing';
    this.load();
  }
  async handleChoose(event) {
    const { key, side } = event.target.dataset;
    this.busyKey = key;
    try {
      const { link, field, since } = await choose({ key, side });
      const ask = async () => {
        const { state, words } = await getSettlement({ link, field, since: String(since) });
        if (state === 'done') return { state, words };
        return state === 'waiting' ? { state: 'running' } : { state: 'failed', error: words };
      };
      this.#poll = pollJob(ask, { withinMs: WITHIN_MS });
      const { words } = await this.#poll;
      this.toast(label.chosen, words, 'success');
    } catch (error) {
      this.toast(label.notChosen, reduceErrors(error).join(' '), 'error');
    }
    this.busyKey = null;
    this.state = 'refreshing';
    await this.start();
  }
  handleCompare(event) {
    const { key } = event.target.dataset;
    this.openKey = this.openKey === key ? null : key;
  }
  handleClose() {
    this.openKey = null;
  }
  async handleAnswered() {
    this.openKey = null;
    this.state = 'refreshing';
    await this.start();
    this.template.querySelector('c-operations-answers')?.refresh();
  }
  handleTakenBack() {
    this.state = 'refreshing';
    this.start();
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get hasMore() {
    return this.next !== null;
  }
  get rows() {
    return this.items.map((review) => ({
      ...review,
      title: titleOf(review),
      kindText: KINDS[review.kind] ?? review.kind,
      since: fillLabel(label.openSince, formatDateTime(review.openedAt)),
      isConflict: review.kind === 'conflict',
      isOpen: this.openKey === review.key,
      expanded: String(this.openKey === review.key),
      compareName: fillLabel(label.actionsOf, label.compareRecords, review.explanation),
      isBusy: this.busyKey !== null,
      refs: review.refs.map((ref) => ({ key: `${ref.side}:${ref.id}`, ref })),
      sides: ['salesforce', 'hubspot'].map((side) => this.choice(review, side)),
    }));
  }
  choice({ values, times, refusals, field }, side) {
    const text = side === 'salesforce' ? label.chooseSalesforce : label.chooseHubspot;
    return {
      side,
      name: label[side],
      value: values === null ? label.valuesExpired : (values[side] ?? label.blank),
      typed: times[side] === null ? '' : fillLabel(label.typedAt, formatDateTime(times[side])),
      refusal: refusals[side],
      text,
      textName: fillLabel(label.actionsOf, text, field ?? ''),
    };
  }
}

/** People know fields by the names both sides have for them; a rule that is gone leaves its key. */
function titleOf({ field, fieldNames }) {
  const { salesforce, hubspot } = fieldNames ?? {};
  return salesforce && hubspot ? `${salesforce} ↔ ${hubspot}` : field;
}
