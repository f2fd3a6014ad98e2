import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatCount, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import getGroups from '@salesforce/apex/SyncOperationsController.issueGroups';
import retryAll from '@salesforce/apex/SyncOperationsController.retryAll';
import retryGroup from '@salesforce/apex/SyncOperationsController.retryGroup';

/** A retry is a look of the bridge; by then most of it is done. */
const SETTLE_MS = 2500;

/** Issues by cause: what is wrong, what to do, how many records, and a way to try again. */
export default class OperationsIssues extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  groups = [];
  openKeys = new Set();

  #timer;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    clearTimeout(this.#timer);
  }

  async load() {
    try {
      this.groups = await getGroups();
      this.state = this.groups.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  handleRefresh() {
    this.state = 'refreshing';
    this.load();
  }
  handleToggle(event) {
    const { key } = event.target.dataset;
    const keys = new Set(this.openKeys);
    if (!keys.delete(key)) keys.add(key);
    this.openKeys = keys;
  }
  handleRetryAll() {
    return this.retry(() => retryAll());
  }
  handleRetryGroup(event) {
    const { code, mapping, field } = this.groups[Number(event.target.dataset.index)];
    return this.retry(() => retryGroup({ code, mapping, field }));
  }

  async retry(work) {
    this.state = 'refreshing';
    try {
      const { retried } = await work();
      this.toast(fillLabel(label.retried, formatCount(retried)), label.retriedText, 'success');
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.load(), SETTLE_MS);
    } catch (error) {
      this.state = 'ready';
      this.toast(label.tabIssues, reduceErrors(error).join(' '), 'error');
    }
  }

  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get hasGroups() {
    return this.groups.length > 0;
  }
  get intro() {
    const total = this.groups.reduce((sum, { count }) => sum + count, 0);
    return fillLabel(label.issuesIntro, formatCount(total), formatCount(this.groups.length));
  }
  get rows() {
    return this.groups.map((group, index) => {
      const key = [group.code, group.mapping, group.field ?? ''].join('|');
      const isOpen = this.openKeys.has(key);
      return {
        ...group,
        key,
        index,
        isOpen,
        place: group.field ?? `${group.mapping} · ${label.wholeRecord}`,
        affected: group.count === 1 ? label.affectedOne : fillLabel(label.affectedMany, formatCount(group.count)),
        toggleLabel: isOpen ? label.hideRecords : label.showRecords,
        toggleIcon: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
        toggleName: fillLabel(label.actionsOf, isOpen ? label.hideRecords : label.showRecords, group.cause),
        retryName: fillLabel(label.actionsOf, label.retryGroup, group.cause),
      };
    });
  }
}
