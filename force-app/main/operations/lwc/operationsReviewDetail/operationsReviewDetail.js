import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';
import { label } from 'c/operationsLabels';
import { chosenRefs, columnsOf, firstChoice, rowsOf } from './comparison';
import getReview from '@salesforce/apex/SyncReviewController.review';
import unite from '@salesforce/apex/SyncReviewController.unite';
import keepApart from '@salesforce/apex/SyncReviewController.keepApart';
import getState from '@salesforce/apex/SyncReviewController.state';

const WITHIN_MS = 30000;

/**
 * The records of one review side by side, and the answers the review accepts: one and the same, or apart. Fires `answered` when an answer was
 * carried out or the review is over, `close` when the person decides later. With `is-quick`, nothing is confirmed, and `sent` {key, action, since} is
 * fired as soon as the bridge has an answer, for somebody who answers many and follows them elsewhere.
 */
export default class OperationsReviewDetail extends LightningElement {
  /** The review's key. */
  @api reviewKey;
  /** Names of Salesforce records by id. */
  @api names = {};
  @api isQuick = false;
  /** What the button says that leaves the question open. */
  @api closeLabel = label.closeCompare;

  label = label;
  state = 'loading';
  errors;
  review = null;
  /** Chosen record of each side, by its place in the comparison. */
  chosen = {};
  isBusy = false;

  #poll;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    try {
      this.review = await getReview({ key: this.reviewKey });
      this.chosen = firstChoice(this.review.records);
      this.state = 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  handleChoose(event) {
    const { side, index } = event.target.dataset;
    this.chosen = { ...this.chosen, [side]: Number(index) };
  }
  handleClose() {
    this.dispatchEvent(new CustomEvent('close'));
  }
  /** Gives an answer as its button does, if the review accepts it now. @param {'link'|'apart'} action */
  @api
  give(action) {
    if (this.state !== 'ready' || this.isBusy || !this.accepts.includes(action)) return;
    if (action === 'link') this.handleJoin();
    else this.handleApart();
  }
  async handleJoin() {
    if (!this.isQuick && !(await LightningConfirm.open({ label: label.confirmJoinTitle, message: label.confirmJoinText }))) return;
    const refsJson = JSON.stringify(chosenRefs(this.review.records, this.chosen));
    this.answer('link', () => unite({ key: this.reviewKey, refsJson }));
  }
  async handleApart() {
    if (!this.isQuick && !(await LightningConfirm.open({ label: label.confirmApartTitle, message: label.confirmApartText, theme: 'warning' }))) return;
    this.answer('apart', () => keepApart({ key: this.reviewKey }));
  }
  async answer(action, send) {
    this.isBusy = true;
    try {
      const { since } = await send();
      if (this.isQuick) {
        this.dispatchEvent(new CustomEvent('sent', { detail: { key: this.reviewKey, action, since } }));
        return;
      }
      const ask = async () => {
        const { state, words } = await getState({ key: this.reviewKey, since: String(since) });
        if (state === 'done') return { state, words };
        return state === 'waiting' ? { state: 'running' } : { state: 'failed', error: words };
      };
      this.#poll = pollJob(ask, { withinMs: WITHIN_MS });
      const { words } = await this.#poll;
      this.toast(label.answered, words, 'success');
    } catch (error) {
      this.toast(label.notAnswered, reduceErrors(error).join(' '), 'error');
    }
    this.isBusy = false;
    this.dispatchEvent(new CustomEvent('answered'));
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  get accepts() {
    return this.review?.actions ?? [];
  }
  get canJoin() {
    return this.accepts.includes('link');
  }
  get canKeepApart() {
    return this.accepts.includes('apart');
  }
  /** More records of one system than one: the person says which is kept. */
  get hasChoice() {
    const sides = (this.review?.records ?? []).map(({ side }) => side);
    return this.canJoin && new Set(sides).size < sides.length;
  }
  get joinLabel() {
    return this.hasChoice ? label.keepChosen : label.sameOne;
  }
  get columns() {
    return columnsOf(this.review?.records ?? [], { chosen: this.chosen, hasChoice: this.hasChoice, names: this.names });
  }
  get rows() {
    return rowsOf(this.review?.fields ?? [], this.columns);
  }
}
