import { LightningElement, api } from 'lwc';
import { label } from 'c/goliveLabels';
import readCanary from '@salesforce/apex/SyncGoliveController.canary';

const FATES = { create: label.fateCreate, match: label.fateMatch, update: label.fateUpdate };
const STATES = {
  linked: label.wasLinked,
  waiting: label.wasWaiting,
  issue: label.wasIssue,
  review: label.wasReview,
  duplicate: label.wasDuplicate,
  deleted: label.wasDeleted,
  'out-of-scope': label.wasOut,
};

/** The records that crossed first: what was expected of each, what became of it, and why. */
export default class GoliveCanary extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  items = [];
  names = {};

  #version;
  #isGone = false;

  /** Read anew whenever it changes: the backfill, and where it stands. */
  @api
  get version() {
    return this.#version;
  }
  set version(value) {
    if (value === this.#version) return;
    this.#version = value;
    if (this.isConnected) this.load();
  }

  connectedCallback() {
    this.#isGone = false;
    this.load();
  }
  disconnectedCallback() {
    this.#isGone = true;
  }

  async load() {
    try {
      const { items, names } = await readCanary();
      if (this.#isGone) return;
      this.items = items;
      this.names = names ?? {};
      this.errors = undefined;
      this.state = items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      if (this.#isGone) return;
      this.errors = error;
      this.state = 'error';
    }
  }
  handleRetry() {
    this.state = 'loading';
    this.load();
  }

  get rows() {
    return this.items.map(({ ref, mapping, expected, state, explanation, salesforce, hubspot, issues }) => {
      const other = ref.side === 'salesforce' ? hubspot : salesforce;
      return {
        key: `${ref.side}:${ref.id}`,
        ref,
        mapping,
        other: other ? { side: ref.side === 'salesforce' ? 'hubspot' : 'salesforce', ...other } : undefined,
        expected: FATES[expected] ?? expected,
        became: STATES[state] ?? state,
        why: issues[0] ? `${issues[0].cause} ${issues[0].remedy}` : explanation,
      };
    });
  }
}
