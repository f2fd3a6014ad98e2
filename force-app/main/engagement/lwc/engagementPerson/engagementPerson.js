import { LightningElement, api } from 'lwc';
import readPerson from '@salesforce/apex/SyncEngagementController.person';
import { label } from 'c/engagementLabels';
import { gapSentences, stateOf } from 'c/engagementWords';

/** One person as HubSpot knows them: the head, and below it what they did. */
export default class EngagementPerson extends LightningElement {
  /** Shown above the head where the page itself does not say who it is about. */
  @api heading;

  label = label;
  state = 'loading';
  errors = [];
  emptyTitle;
  emptyText;
  answer = null;
  asked = 0;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.answer = null;
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }

  /** Reads head and timeline again. */
  @api
  refresh() {
    this.template.querySelector('c-engagement-timeline')?.refresh();
    return this.load();
  }

  async load() {
    if (!this.recordId) return;
    this.asked += 1;
    const mine = this.asked;
    this.state = this.answer === null ? 'loading' : 'refreshing';
    try {
      const answer = await readPerson({ recordId: this.recordId });
      if (mine === this.asked) this.show(answer);
    } catch (error) {
      if (mine !== this.asked) return;
      this.errors = error;
      this.state = 'error';
    }
  }

  show(answer) {
    if (answer.state === 'ready') {
      this.answer = answer;
      this.errors = gapSentences(answer.gaps);
      this.state = this.errors.length > 0 ? 'partial' : 'ready';
      return;
    }
    const { state, title, text, errors = [] } = stateOf(answer);
    this.answer = null;
    this.emptyTitle = title;
    this.emptyText = text;
    this.errors = errors;
    this.state = state;
  }
}
