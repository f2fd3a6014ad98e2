import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatCount, formatDateTime, formatRelative, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import getIssues from '@salesforce/apex/SyncOperationsController.issues';
import retryIssues from '@salesforce/apex/SyncOperationsController.retryIssues';

/** Records of one group of issues, newest first, a page at a time. */
export default class OperationsIssueRecords extends LightningElement {
  /** `{code, mapping, field, cause}` */
  @api group;

  label = label;
  state = 'loading';
  errors;
  items = [];
  next = null;
  names = {};

  connectedCallback() {
    this.load();
  }

  async load() {
    const { code, mapping, field } = this.group;
    try {
      const page = await getIssues({ code, mapping, field, after: this.next });
      this.items = [...this.items, ...page.items];
      this.next = page.next;
      this.names = { ...this.names, ...page.names };
      this.state = this.items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleMore() {
    this.state = 'refreshing';
    this.load();
  }
  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  async handleRetry(event) {
    const { subject } = event.target.dataset;
    this.state = 'refreshing';
    try {
      const { retried } = await retryIssues({ subjects: [subject] });
      this.toast(fillLabel(label.retried, formatCount(retried)), label.retriedText, 'success');
    } catch (error) {
      this.toast(label.retryOne, reduceErrors(error).join(' '), 'error');
    }
    this.state = 'ready';
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get tableLabel() {
    return fillLabel(label.recordsOfGroup, this.group.cause);
  }
  get hasMore() {
    return this.next !== null;
  }
  get rows() {
    return this.items.map((issue) => ({
      key: issue.key,
      ref: issue.ref,
      subject: issue.subject,
      since: formatDateTime(issue.openedAt),
      met: issue.times === 1 ? label.timesOne : fillLabel(label.timesMany, formatCount(issue.times)),
      nextTry: issue.retryAt === null ? label.afterChange : formatRelative(issue.retryAt),
      retryName: fillLabel(label.actionsOf, label.retryOne, issue.ref.id),
    }));
  }
}
