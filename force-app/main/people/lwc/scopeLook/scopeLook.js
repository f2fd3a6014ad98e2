import { LightningElement, api } from 'lwc';
import startLook from '@salesforce/apex/SyncHandoffController.startLook';
import startSearch from '@salesforce/apex/SyncHandoffController.startSearch';
import readJob from '@salesforce/apex/SyncOwnershipController.job';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount } from 'c/syncFormat';
import { pollJob } from 'c/syncPoll';
import { conditionWords } from 'c/scopeWords';
import { look as label } from 'c/peopleLabels';

const SIDES = ['hubspot', 'salesforce'];
const textMin = 2;
const shownMax = 5;

/** Who would take part under the draft and the page's edits: counts, names, why others stay out, and where one record stands. */
export default class ScopeLook extends LightningElement {
  /** Key of the mapping. */
  @api mapping;
  /** Edits that are not saved, as SyncHandoffController.saveDraft takes them. */
  @api changesJson = '{}';
  /** Fields by side, as fieldsOf answers; words are made of them. */
  @api fields = { hubspot: [], salesforce: [] };

  label = label;
  state = 'idle';
  errors = [];
  result = null;
  /** The edits the result is about. */
  counted = null;
  side = 'hubspot';
  text = '';
  isSearching = false;
  found = null;
  searchErrors = [];
  opened = [];
  #polls = [];

  connectedCallback() {
    this.handleRun();
  }
  disconnectedCallback() {
    for (const poll of this.#polls) poll.stop();
  }

  get isShown() {
    return this.state !== 'idle';
  }
  get isCounting() {
    return this.state === 'loading';
  }
  get isOld() {
    return this.result !== null && this.counted !== this.changesJson;
  }
  get runLabel() {
    return this.result === null ? label.run : label.runAgain;
  }
  get sides() {
    return SIDES.map((side) => this.sideOf(side, this.result[side]));
  }
  sideOf(side, told) {
    const of = (count) => formatCount(count);
    const isAll = told.looked >= told.inScope;
    return {
      side,
      title: side === 'hubspot' ? label.fromHubSpot : label.fromSalesforce,
      headline: fillLabel(told.isExact ? label.inScope : label.inScopeAtMost, of(told.inScope), of(told.total)),
      crossing:
        told.policy === 'never'
          ? label.neverCreated
          : fillLabel(isAll ? label.wouldCross : label.wouldCrossOf, of(told.crosses), of(told.waits), of(told.linked), of(told.looked)),
      lists: [this.listOf(side, 'sample', told.sample), this.listOf(side, 'excluded', told.excluded)].filter(({ records }) => records.length > 0),
    };
  }
  /** A few at first; the rest on demand. */
  listOf(side, kind, records) {
    const key = `${side}-${kind}`;
    const isWhole = this.opened.includes(key) || records.length <= shownMax;
    return {
      key,
      listClass: `records ${kind}`,
      title: label[`${kind}Title`],
      records: this.records(side, isWhole ? records : records.slice(0, shownMax)),
      more: isWhole ? null : fillLabel(label.showAll, records.length),
    };
  }
  handleMore(event) {
    this.opened = [...this.opened, event.target.dataset.key];
  }
  records(side, records) {
    return records.map((record) => ({
      key: `${record.object}:${record.id}`,
      name: record.name,
      object: record.object,
      standing: label[`standing_${record.standing.replace('-', '_')}`],
      badge: `slds-badge standing standing_${record.standing}`,
      why: [...record.failed.map((condition) => fillLabel(label.why, conditionWords(condition, this.fields[side]))), ...(record.note ? [record.note] : [])],
    }));
  }

  async handleRun() {
    this.state = 'loading';
    this.errors = [];
    const asked = this.changesJson;
    try {
      this.result = await this.follow(() => startLook({ mapping: this.mapping, changesJson: asked }));
      this.counted = asked;
      this.state = 'ready';
    } catch (error) {
      this.errors = reduceErrors(error);
      this.state = 'error';
    }
  }
  async follow(start) {
    const { id } = await start();
    const poll = pollJob(() => readJob({ id }));
    this.#polls.push(poll);
    return (await poll).result;
  }

  get sideOptions() {
    return SIDES.map((side) => ({ value: side, label: side === 'hubspot' ? 'HubSpot' : 'Salesforce', isChosen: side === this.side }));
  }
  get cannotSearch() {
    return this.isSearching || this.text.trim().length < textMin;
  }
  get foundRecords() {
    return this.records(this.found.side, this.found.records);
  }
  get hasFound() {
    return this.found !== null;
  }
  get foundText() {
    return this.found.records.length === 0 ? label.foundNone : fillLabel(label.foundSome, this.found.records.length);
  }
  get hasSearchErrors() {
    return this.searchErrors.length > 0;
  }
  handleSide(event) {
    this.side = event.target.value;
  }
  handleText(event) {
    this.text = event.target.value;
  }
  handleKey(event) {
    if (event.key === 'Enter' && !this.cannotSearch) this.handleSearch();
  }
  async handleSearch() {
    const { side } = this;
    this.isSearching = true;
    this.searchErrors = [];
    try {
      const records = await this.follow(() => startSearch({ mapping: this.mapping, side, text: this.text.trim(), changesJson: this.changesJson }));
      this.found = { side, records };
    } catch (error) {
      this.searchErrors = reduceErrors(error);
    } finally {
      this.isSearching = false;
    }
  }
}
