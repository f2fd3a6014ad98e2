import { LightningElement, api } from 'lwc';
import readTimeline from '@salesforce/apex/SyncEngagementController.timeline';
import { label } from 'c/engagementLabels';
import { gapSentences, intentText, itemOf, KINDS, PERIODS, stateOf } from 'c/engagementWords';
import { fillLabel, formatCount } from 'c/syncFormat';

const PAGE_SIZE = 20;
const PERIOD_DEFAULT = '90';
const PERIOD_ALL = '366';

/** What a person did in HubSpot, newest first: filters, pages, and high intent in front. */
export default class EngagementTimeline extends LightningElement {
  label = label;
  periods = PERIODS;
  period = PERIOD_DEFAULT;
  kind = 'all';
  state = 'loading';
  errors = [];
  items = [];
  answer = null;
  isLoadingMore = false;
  asked = 0;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.items = [];
    this.answer = null;
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }

  @api
  refresh() {
    return this.load();
  }

  get kinds() {
    return [{ value: 'all', label: label.all }, ...KINDS].map((kind) => {
      const isChosen = kind.value === this.kind;
      return { ...kind, pressed: String(isChosen), className: `slds-button ${isChosen ? 'slds-button_brand' : 'slds-button_neutral'} kind` };
    });
  }
  get hot() {
    return (this.answer?.hot ?? []).map((intent) => ({ key: intent, text: intentText(intent) }));
  }
  get hasHot() {
    return this.hot.length > 0;
  }
  get shown() {
    return this.answer === null ? '' : fillLabel(label.shown, formatCount(this.items.length), formatCount(this.answer.total));
  }
  get hasMore() {
    return Boolean(this.answer?.next);
  }
  get moreLabel() {
    return this.isLoadingMore ? label.loadingMore : label.more;
  }
  get isEverything() {
    return this.kind === 'all' && this.period === PERIOD_ALL;
  }
  get emptyTitle() {
    return this.isEverything ? label.noEngagementTitle : label.nothingTitle;
  }
  get emptyText() {
    return this.isEverything ? label.noEngagementText : label.nothingText;
  }
  get isRemembered() {
    return this.answer?.events === 'remembered';
  }
  get isCut() {
    return this.answer?.isCut === true && !this.hasMore;
  }

  async load() {
    if (!this.recordId) return;
    this.asked += 1;
    const mine = this.asked;
    this.state = this.items.length === 0 ? 'loading' : 'refreshing';
    try {
      const answer = await this.read(null);
      if (mine === this.asked) this.show(answer);
    } catch (error) {
      if (mine === this.asked) this.fail(error);
    }
  }

  read(after) {
    const kinds = this.kind === 'all' ? [] : [this.kind];
    return readTimeline({ recordId: this.recordId, kinds, days: Number(this.period), after, pageSize: PAGE_SIZE });
  }

  show(answer) {
    if (answer.state !== 'ready') {
      this.fail(stateOf(answer).errors ?? answer.explanation);
      return;
    }
    this.answer = answer;
    this.items = answer.items.map((item) => itemOf(item));
    this.errors = gapSentences(answer.gaps);
    this.state = this.errors.length > 0 ? 'partial' : this.items.length === 0 ? 'empty' : 'ready';
  }

  fail(error) {
    this.errors = error;
    this.items = [];
    this.answer = null;
    this.state = 'error';
  }

  handleKind({ currentTarget }) {
    this.kind = currentTarget.dataset.kind;
    this.load();
  }
  handlePeriod({ detail }) {
    this.period = detail.value;
    this.load();
  }

  async handleMore() {
    if (this.isLoadingMore) return;
    this.isLoadingMore = true;
    const mine = this.asked;
    try {
      const answer = await this.read(this.answer.next);
      if (mine !== this.asked) return;
      if (answer.state !== 'ready') {
        this.errors = stateOf(answer).errors;
        this.state = 'partial';
        return;
      }
      this.items = [...this.items, ...answer.items.map((item) => itemOf(item))];
      this.answer = answer;
      this.state = 'ready';
    } catch (error) {
      // What is shown stays; the sentence above it says that more could not be read.
      this.errors = error;
      this.state = 'partial';
    } finally {
      this.isLoadingMore = false;
    }
  }
}
