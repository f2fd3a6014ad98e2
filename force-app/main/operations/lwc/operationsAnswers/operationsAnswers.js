import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import getAnswers from '@salesforce/apex/SyncReviewController.answers';
import takeBack from '@salesforce/apex/SyncReviewController.takeBack';

/** What people answered about identity before; an answer can be taken back. Fires `takenback`. */
export default class OperationsAnswers extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  items = [];
  next = null;
  names = {};
  isShown = false;
  busyKey = null;

  /** Reads anew what is shown. */
  @api
  refresh() {
    if (this.isShown) this.start();
  }

  start() {
    this.items = [];
    this.next = null;
    return this.load();
  }
  async load() {
    try {
      const page = await getAnswers({ after: this.next });
      this.items = [...this.items, ...page.items];
      this.next = page.next;
      this.names = { ...this.names, ...page.names };
      this.state = this.items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }

  handleToggle() {
    this.isShown = !this.isShown;
    if (this.isShown) this.start();
  }
  handleRetryLoad() {
    this.state = 'loading';
    this.start();
  }
  handleMore() {
    this.state = 'refreshing';
    this.load();
  }
  async handleTakeBack(event) {
    const { key } = event.target.dataset;
    const { refs } = this.items.find((item) => keyOf(item) === key);
    this.busyKey = key;
    try {
      await takeBack({ refsJson: JSON.stringify(refs) });
      this.dispatchEvent(new ShowToastEvent({ title: label.takenBack, variant: 'success' }));
      this.dispatchEvent(new CustomEvent('takenback'));
      this.state = 'refreshing';
      await this.start();
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: label.takeBack, message: reduceErrors(error).join(' '), variant: 'error', mode: 'sticky' }));
    } finally {
      this.busyKey = null;
    }
  }

  get toggleText() {
    return this.isShown ? label.hideAnswers : label.showAnswers;
  }
  get expanded() {
    return String(this.isShown);
  }
  get hasMore() {
    return this.next !== null;
  }
  get rows() {
    return this.items.map((item) => {
      const [first, second] = item.refs;
      return {
        key: keyOf(item),
        first,
        second,
        answer: wordsOf(item),
        when: formatDateTime(item.at),
        isBusy: this.busyKey !== null,
        takeBackName: fillLabel(label.actionsOf, label.takeBack, `${first.id} ${second.id}`),
      };
    });
  }
}

const keyOf = ({ refs }) => refs.map(({ side, object, id }) => `${side}:${object}:${id}`).join('|');

function wordsOf({ verdict, master }) {
  if (verdict === 'apart') return label.answerApart;
  return master === null ? label.answerLink : label.answerDouble;
}
