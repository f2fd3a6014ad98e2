import { LightningElement, api } from 'lwc';
import readFields from '@salesforce/apex/SyncStatusController.fields';
import { label } from 'c/syncStatusLabels';
import { fillLabel, formatDateTime, formatRelative } from 'c/syncFormat';

const STATES = {
  'in-step': [label.fieldInStep, 'utility:success', 'success'],
  'left-different': [label.fieldLeftDifferent, 'utility:dash', null],
  waiting: [label.fieldWaiting, 'utility:clock', null],
  issue: [label.fieldIssue, 'utility:warning', 'warning'],
  off: [label.fieldOff, 'utility:ban', null],
};
const SIDES = { salesforce: label.salesforce, hubspot: label.hubSpot, both: label.winnerBoth, neither: label.winnerNeither };
const DIRECTIONS = { 'two-way': label.twoWay, 'to-hubspot': label.toHubSpot, 'to-salesforce': label.toSalesforce, off: label.off };
const POLICIES = { latest: label.policyLatest, owner: label.policyOwner, 'fill-blank': label.policyFillBlank, review: label.policyReview };

const at = (time) => `${formatRelative(time)} (${formatDateTime(time)})`;

/** Fieldwise's own write to one side means that the value came from the other. */
function writerText(write) {
  if (!write) return label.writerUnknown;
  if (write.by === 'fieldwise') return fillLabel(write.side === 'hubspot' ? label.writerFromSalesforce : label.writerFromHubSpot, at(write.at));
  return fillLabel(write.by === 'person' ? label.writerPerson : label.writerOther, at(write.at));
}

/** Why each field of a record is as it is: owner, direction, rule, who wrote last, and what was decided. One line each, more on demand. */
export default class SyncStatusFields extends LightningElement {
  label = label;
  state = 'loading';
  errors = [];
  fields = [];
  open = [];
  isOnlyDifferent = false;
  asked = 0;
  _recordId;

  @api
  get recordId() {
    return this._recordId;
  }
  set recordId(value) {
    if (value === this._recordId) return;
    this._recordId = value;
    this.fields = [];
    this.open = [];
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.load();
  }

  @api
  refresh() {
    return this.load();
  }

  get shownState() {
    return this.state === 'ready' && this.rows.length === 0 ? 'empty' : this.state;
  }
  get emptyTitle() {
    return this.fields.length === 0 ? label.noFieldsTitle : label.allAgreeTitle;
  }
  get emptyText() {
    return this.fields.length === 0 ? label.noFieldsText : label.allAgreeText;
  }
  get hasFields() {
    return this.fields.length > 0;
  }
  get rows() {
    return this.fields.filter(({ state }) => !this.isOnlyDifferent || state !== 'in-step').map((field) => this.row(field));
  }

  row(field) {
    const isOpen = this.open.includes(field.rule);
    const [stateText, icon, variant] = STATES[field.state] ?? [field.state, 'utility:info', null];
    const { lastDecision } = field;
    return {
      ...field,
      isOpen,
      expanded: String(isOpen),
      panelId: `why-${field.rule.replace(/\W/g, '-')}`,
      chevron: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
      stateText,
      icon,
      variant,
      ownerText: SIDES[field.owner] ?? field.owner,
      directionText: DIRECTIONS[field.direction] ?? field.direction,
      policyText: POLICIES[field.policy] ?? field.policy,
      writerText: writerText(field.lastWrite),
      decisionText: lastDecision ? fillLabel(label.decisionText, SIDES[lastDecision.winner] ?? lastDecision.winner, at(lastDecision.decidedAt)) : null,
    };
  }

  async load() {
    if (!this.recordId) return;
    this.asked += 1;
    const mine = this.asked;
    this.state = this.fields.length === 0 ? 'loading' : 'refreshing';
    try {
      const answer = await readFields({ recordId: this.recordId });
      if (mine !== this.asked) return;
      this.fields = answer.fields ?? [];
      this.errors = answer.explanation;
      this.state = answer.state === 'ready' ? 'ready' : 'error';
    } catch (error) {
      if (mine !== this.asked) return;
      this.errors = error;
      this.state = 'error';
    }
  }

  handleOnlyDifferent({ target }) {
    this.isOnlyDifferent = target.checked;
  }
  handleToggle({ currentTarget }) {
    const { rule } = currentTarget.dataset;
    this.open = this.open.includes(rule) ? this.open.filter((other) => other !== rule) : [...this.open, rule];
  }
}
