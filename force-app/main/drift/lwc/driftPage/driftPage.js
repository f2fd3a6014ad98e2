import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readFindings from '@salesforce/apex/SyncDriftController.findings';
import startCheck from '@salesforce/apex/SyncDriftController.check';
import acknowledge from '@salesforce/apex/SyncDriftController.acknowledge';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount, formatRelative } from 'c/syncFormat';
import { pollJob } from 'c/syncPoll';
import { label } from 'c/driftLabels';

const WITHIN_MS = 120000;
const SYSTEMS = { salesforce: label.salesforce, hubspot: label.hubspot };

/** The page Schema drift: what changed of both schemas that concerns the rules, by object, with the fix; paused writes on top. Event: `navigate`. */
export default class DriftPage extends LightningElement {
  /** URL state; none of its own. */
  @api state = {};

  label = label;
  phase = 'loading';
  errors;
  items = [];
  objects = [];
  isBusy = false;
  isChecking = false;

  #poll;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    try {
      this.take(await readFindings());
    } catch (error) {
      this.errors = error;
      this.phase = 'error';
    }
  }
  take({ items, objects }) {
    this.items = items;
    this.objects = objects;
    this.errors = objects.filter(({ trouble }) => trouble).map(({ side, object, trouble }) => fillLabel(label.unread, this.titleOf(side, object), trouble));
    if (this.errors.length > 0) this.phase = 'partial';
    else this.phase = items.length === 0 ? 'empty' : 'ready';
  }
  titleOf(side, object) {
    return fillLabel(label.findingsOf, SYSTEMS[side], object);
  }

  handleRetryLoad() {
    this.phase = 'loading';
    this.load();
  }
  async handleCheck() {
    this.isChecking = true;
    try {
      await startCheck();
      let last;
      const ask = async () => {
        last = await readFindings();
        return { state: last.isChecking ? 'running' : 'done' };
      };
      this.#poll = pollJob(ask, { withinMs: WITHIN_MS });
      await this.#poll;
      this.take(last);
    } catch (error) {
      this.toast(label.notDone, reduceErrors(error).join(' '), 'error');
    }
    this.isChecking = false;
  }
  async handleAcknowledge(event) {
    const { side, object, id } = event.detail;
    this.isBusy = true;
    try {
      await acknowledge({ side, objectName: object, id });
      this.toast(label.acknowledged, label.acknowledgedText, 'success');
    } catch (error) {
      this.toast(label.notDone, reduceErrors(error).join(' '), 'error');
    }
    this.isBusy = false;
    await this.load();
  }
  handleRule(event) {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__object: event.detail.mapping } }));
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get groups() {
    const keys = [...new Set(this.items.map(({ side, object }) => `${side}:${object}`))];
    return keys.map((key) => {
      const findings = this.items.filter(({ side, object }) => `${side}:${object}` === key);
      return { key, findings, title: this.titleOf(findings[0].side, findings[0].object) };
    });
  }
  get checkedText() {
    if (this.objects.length === 0) return label.neverChecked;
    const last = Math.max(...this.objects.map(({ checkedAt }) => checkedAt));
    return fillLabel(label.lastChecked, formatRelative(last), formatCount(this.objects.length));
  }
  get checkText() {
    return this.isChecking ? label.checking : label.checkNow;
  }
  get blindText() {
    const blind = this.objects.filter(({ seesSaveRules }) => seesSaveRules === false).map(({ object }) => object);
    return blind.length === 0 ? null : fillLabel(label.blind, blind.join(', '));
  }
}
