import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import readDuplicates from '@salesforce/apex/SyncIdentityController.duplicates';
import readExport from '@salesforce/apex/SyncIdentityController.exported';
import unite from '@salesforce/apex/SyncReviewController.unite';
import keepApart from '@salesforce/apex/SyncReviewController.keepApart';
import getState from '@salesforce/apex/SyncReviewController.state';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount } from 'c/syncFormat';
import { pollJob } from 'c/syncPoll';
import { label } from 'c/identityLabels';
import { groupRow, refsToKeep, reportCsv } from 'c/identityReport';

const WITHIN_MS = 30000;

/** Records of one system that look like one another, the one to keep and why. Answers the open question about a group. Event: `navigate`. */
export default class IdentityDuplicates extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  items = [];
  next = null;
  counts = { clusters: 0, records: 0 };
  isBusy = false;
  exportedGroups = null;

  #poll;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    try {
      const page = await readDuplicates({ after: this.next });
      this.items = [...this.items, ...page.items];
      this.next = page.next;
      this.counts = page.counts;
      this.state = this.items.length === 0 && page.next === null ? 'empty' : 'ready';
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

  groupOf(key) {
    return this.items.find((group) => group.key === key);
  }
  async handleKeep(event) {
    const { groupKey, keep } = event.currentTarget.dataset;
    const group = this.groupOf(groupKey);
    const member = group.members.find(({ ref }) => `${ref.object}:${ref.id}` === keep);
    const message = fillLabel(label.confirmKeepText, member.name);
    if (!(await LightningConfirm.open({ label: label.confirmKeepTitle, message }))) return;
    const { key } = group.question;
    await this.answer(key, () => unite({ key, refsJson: JSON.stringify(refsToKeep(group, member)) }));
  }
  async handleApart(event) {
    const { key } = this.groupOf(event.currentTarget.dataset.apart).question;
    if (!(await LightningConfirm.open({ label: label.confirmGroupApartTitle, message: label.confirmGroupApartText, theme: 'warning' }))) return;
    await this.answer(key, () => keepApart({ key }));
  }
  async answer(key, send) {
    this.isBusy = true;
    try {
      const { since } = await send();
      const ask = async () => {
        const { state, words } = await getState({ key, since: String(since) });
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
    this.state = 'refreshing';
    await this.start();
  }
  handleQueue(event) {
    const { question } = this.groupOf(event.currentTarget.dataset.queue);
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__tab: 'reviews', c__review: question.key } }));
  }

  async handleExport() {
    this.exportedGroups = 0;
    try {
      const groups = [];
      let after = null;
      do {
        // Each page is asked for with the end of the one before it.
        // eslint-disable-next-line no-await-in-loop
        const page = await readExport({ after });
        groups.push(...page.items);
        this.exportedGroups = groups.length;
        after = page.next;
      } while (after);
      this.offer(reportCsv(groups));
      this.toast(label.exportReport, fillLabel(label.exported, formatCount(groups.length)), 'success');
    } catch (error) {
      this.toast(label.notExported, reduceErrors(error).join(' '), 'error');
    } finally {
      this.exportedGroups = null;
    }
  }
  offer(text) {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    const anchor = this.template.querySelector('a.file');
    anchor.href = url;
    anchor.download = 'duplicates.csv';
    anchor.click();
    URL.revokeObjectURL(url);
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  get groups() {
    return this.items.map(groupRow);
  }
  get countsText() {
    return fillLabel(label.counts, formatCount(this.counts.clusters), formatCount(this.counts.records));
  }
  get hasMore() {
    return this.next !== null;
  }
  get isExporting() {
    return this.exportedGroups !== null;
  }
  get exportText() {
    return this.isExporting ? fillLabel(label.exporting, formatCount(this.exportedGroups)) : label.exportReport;
  }
}
