import { LightningElement, api } from 'lwc';
import startPreview from '@salesforce/apex/SyncOwnershipController.startPreview';
import readJob from '@salesforce/apex/SyncOwnershipController.job';
import { fillLabel, formatCount } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';
import { fromNowOn } from 'c/ownershipWords';
import { ownership as label } from 'c/ownershipLabels';

const values = (count) => (count === 1 ? label.valueOne : fillLabel(label.valueMany, formatCount(count)));

const pairsDefault = '50';
const PAIRS = ['20', '50', '200'];

/** What the draft would change on records that are linked now, asked of the bridge. Nothing is written. */
export default class OwnershipPreview extends LightningElement {
  @api disabled = false;
  /** What the draft changes, as `compareRules` answers. */
  @api changes = [];

  label = label;
  pairs = pairsDefault;
  state = 'idle';
  errors = [];
  result = null;
  #poll = null;

  disconnectedCallback() {
    this.#poll?.stop();
  }

  get pairOptions() {
    return PAIRS.map((value) => ({ value, label: fillLabel(label.pairsOption, value) }));
  }
  get cannotRun() {
    return this.disabled || this.state === 'loading';
  }
  get isShown() {
    return this.state !== 'idle';
  }
  get headline() {
    const { toHubSpot, toSalesforce, pairs } = this.result;
    if (pairs === 0) return label.previewNoPairs;
    return toHubSpot + toSalesforce === 0
      ? fillLabel(label.previewNothing, formatCount(pairs))
      : fillLabel(label.previewHeadline, values(toHubSpot), values(toSalesforce), formatCount(pairs));
  }
  get notes() {
    const { leavingScope, blocked, reviews } = this.result;
    const notes = [];
    if (leavingScope > 0) notes.push(fillLabel(label.previewLeaving, formatCount(leavingScope)));
    if (blocked > 0) notes.push(fillLabel(label.previewBlocked, formatCount(blocked)));
    if (reviews > 0) notes.push(fillLabel(label.previewReviews, formatCount(reviews)));
    return notes;
  }
  get fields() {
    return this.result.fields
      .filter(({ toHubSpot, toSalesforce, issues, reviews }) => toHubSpot + toSalesforce + reviews + issues.length > 0)
      .sort((one, other) => other.toHubSpot + other.toSalesforce - one.toHubSpot - one.toSalesforce)
      .map((field) => ({
        ...field,
        name: `${field.salesforceField} ↔ ${field.hubspotProperty}`,
        counts: fillLabel(label.previewField, formatCount(field.toHubSpot), formatCount(field.toSalesforce)),
        hasExamples: field.examples.length > 0,
        examples: field.examples.map((example, id) => ({
          ...example,
          id,
          where: example.side === 'hubspot' ? 'HubSpot' : 'Salesforce',
          before: example.before ?? label.blankValue,
          after: example.after ?? label.blankValue,
        })),
        issues: field.issues.map((issue) => ({ ...issue, text: fillLabel(label.previewIssue, formatCount(issue.count), issue.cause, issue.remedy) })),
      }));
  }

  /** Changed rules under which no value changes now: what they mean for edits to come. */
  get later() {
    const moving = new Set(this.result.fields.filter(({ toHubSpot, toSalesforce }) => toHubSpot + toSalesforce > 0).map(({ rule }) => rule));
    return this.changes
      .filter(({ kind, part, key, fields }) => !part && kind === 'changed' && !moving.has(key) && fields.some(({ name }) => name !== 'reason'))
      .map((change) => ({
        key: change.key,
        text: fillLabel(label.previewLaterOne, `${change.rule.salesforceField} ↔ ${change.rule.hubspotProperty}`, fromNowOn(change)),
      }));
  }
  get hasLater() {
    return this.later.length > 0;
  }

  handlePairs(event) {
    this.pairs = event.detail.value;
  }
  async handleRun() {
    this.state = 'loading';
    this.errors = [];
    try {
      const { id } = await startPreview({ pairs: Number(this.pairs) });
      this.#poll = pollJob(() => readJob({ id }));
      this.result = (await this.#poll).result;
      this.state = 'ready';
    } catch (error) {
      this.errors = reduceErrors(error);
      this.state = 'error';
    }
  }
}
