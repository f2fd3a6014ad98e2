import { LightningElement, api } from 'lwc';
import readPeople from '@salesforce/apex/SyncEngagementController.people';
import { label } from 'c/engagementLabels';
import { stateOf, touchOf } from 'c/engagementWords';
import { fillLabel, formatCount } from 'c/syncFormat';

/**
 * The people of an account or opportunity, most engaged first; those HubSpot does not know come last.
 * Event: `choose`, detail `{recordId, name}`.
 */
export default class EngagementPeople extends LightningElement {
  label = label;
  state = 'loading';
  errors = [];
  emptyTitle = label.nobodyTitle;
  emptyText = label.nobodyText;
  people = [];
  hasMore = false;
  asked = 0;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.people = [];
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }

  @api
  refresh() {
    return this.load();
  }
  /** Puts the focus back on a person after their timeline was looked at. */
  @api
  focusOn(recordId) {
    const button = this.template.querySelector(`button[data-id="${recordId}"]`);
    // The list is still hidden in this very moment.
    Promise.resolve().then(() => button?.focus());
  }

  get cappedText() {
    return this.hasMore ? fillLabel(label.peopleCapped, formatCount(this.people.length)) : null;
  }

  async load() {
    if (!this.recordId) return;
    this.asked += 1;
    const mine = this.asked;
    this.state = this.people.length === 0 ? 'loading' : 'refreshing';
    try {
      const answer = await readPeople({ recordId: this.recordId });
      if (mine === this.asked) this.show(answer);
    } catch (error) {
      if (mine !== this.asked) return;
      this.errors = error;
      this.state = 'error';
    }
  }

  show(answer) {
    if (answer.state === 'nobody') {
      this.people = [];
      this.state = 'empty';
      return;
    }
    if (answer.state !== 'ready') {
      const { errors = [answer.explanation] } = stateOf(answer);
      this.errors = errors;
      this.people = [];
      this.state = 'error';
      return;
    }
    this.people = answer.people.map((person) => this.row(person));
    this.hasMore = answer.hasMore === true;
    this.state = 'ready';
  }

  row({ recordId, name, title, role, engagement }) {
    const last = touchOf(engagement?.last);
    const place = [role, title].filter(Boolean).join(' · ');
    return {
      recordId,
      name,
      place,
      last,
      isKnown: Boolean(engagement),
      isHot: engagement?.isHot === true,
      lifecycle: engagement?.lifecycle?.label,
      show: fillLabel(label.showTimeline, name),
      href: `/lightning/r/Contact/${recordId}/view`,
      open: fillLabel(label.openRecord, name),
      noneText: engagement ? label.noSignal : label.notInHubSpot,
    };
  }

  handleChoose({ currentTarget }) {
    const { id, name } = currentTarget.dataset;
    this.dispatchEvent(new CustomEvent('choose', { detail: { recordId: id, name } }));
  }
}
