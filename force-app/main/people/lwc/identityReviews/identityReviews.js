import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import readQuestions from '@salesforce/apex/SyncIdentityController.questions';
import answerAll from '@salesforce/apex/SyncIdentityController.answerAll';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount } from 'c/syncFormat';
import { label } from 'c/identityLabels';
import { followAnswers } from './follow';
import { isPair, keyAfter, keyBeside, wordsOf } from './queue';

/** As many as SyncIdentityController.answerAll takes. */
const AT_ONCE = 25;
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const DONE = { link: label.linking, apart: label.keeping };
const refOf = ({ side, object, id }) => ({ side, object, id });

/** Questions of identity, one after the other: by mouse, by keyboard, or several at once. Answers are followed in the background. */
export default class IdentityReviews extends LightningElement {
  /** The question to begin with; the oldest when it is not named. */
  @api reviewKey;

  label = label;
  state = 'loading';
  errors;
  items = [];
  next = null;
  names = {};
  currentKey = null;
  selectedKeys = [];
  isBusy = false;
  status = '';

  /** Answered in this visit: the bridge lists a question until its answer is carried out. */
  #answered = new Set();
  #follow = followAnswers((problem) => this.handleRefused(problem));
  #movesFocus = false;

  connectedCallback() {
    this.load();
  }
  disconnectedCallback() {
    this.#follow.stop();
  }
  renderedCallback() {
    if (!this.#movesFocus) return;
    this.#movesFocus = false;
    const buttons = [...this.template.querySelectorAll('button.item')];
    buttons.find(({ dataset }) => dataset.key === this.currentKey)?.focus();
  }

  async load() {
    try {
      const page = await readQuestions({ after: this.next });
      const known = new Set([...this.#answered, ...this.items.map(({ key }) => key)]);
      this.items = [...this.items, ...page.items.filter(({ key }) => !known.has(key))];
      this.next = page.next;
      this.names = { ...this.names, ...page.names };
      const isThere = (key) => this.items.some((item) => item.key === key);
      if (!isThere(this.currentKey)) this.currentKey = isThere(this.reviewKey) ? this.reviewKey : (this.items[0]?.key ?? null);
      this.state = this.items.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      this.errors = error;
      this.state = 'error';
    }
  }
  start() {
    this.items = [];
    this.next = null;
    this.selectedKeys = [];
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
  handleTakenBack() {
    this.#answered.clear();
    this.state = 'refreshing';
    this.start();
  }

  goTo(key) {
    this.currentKey = key;
    this.#movesFocus = true;
  }
  handleChoose(event) {
    this.currentKey = event.currentTarget.dataset.key;
  }
  handleSkip() {
    this.status = fillLabel(label.skipped, this.titleOf(this.currentKey));
    this.goTo(keyBeside(this.items, this.currentKey, 1));
  }
  /** The question was settled elsewhere, or could not be answered: the list is read anew. */
  handleOver() {
    this.state = 'refreshing';
    this.start();
  }
  handleSent({ detail: { key, action, since } }) {
    this.status = fillLabel(DONE[action], this.titleOf(key));
    this.take([{ key, since }]);
  }
  handleRefused(problem) {
    this.dispatchEvent(new ShowToastEvent({ title: fillLabel(label.refused, problem.title), message: problem.words, variant: 'error', mode: 'sticky' }));
  }
  /** Takes answered questions out, goes on to the next one, and follows the answers. */
  take(answers) {
    const keys = answers.map(({ key }) => key);
    for (const answer of answers) {
      this.#answered.add(answer.key);
      this.#follow.add({ ...answer, title: this.titleOf(answer.key) });
    }
    this.goTo(keys.includes(this.currentKey) ? keyAfter(this.items, keys, this.currentKey) : this.currentKey);
    this.items = this.items.filter(({ key }) => !keys.includes(key));
    this.selectedKeys = this.selectedKeys.filter((key) => !keys.includes(key));
    if (this.items.length === 0) this.more();
    this.template.querySelector('c-operations-answers')?.refresh();
  }
  more() {
    this.state = this.next === null ? 'empty' : 'refreshing';
    if (this.next !== null) this.load();
  }

  handleSelect(event) {
    this.select(event.target.dataset.select, event.target.checked);
  }
  select(key, isSelected) {
    const others = this.selectedKeys.filter((one) => one !== key);
    this.selectedKeys = isSelected ? [...others, key] : others;
  }
  handleSelectAll(event) {
    this.selectedKeys = event.target.checked ? this.items.map(({ key }) => key) : [];
  }
  async handleBulk(event) {
    const { bulk: action } = event.currentTarget.dataset;
    const chosen = this.items.filter(({ key }) => this.selectedKeys.includes(key));
    const fit = action === 'link' ? chosen.filter(isPair) : chosen;
    if (fit.length === 0) this.toast(label.bulkLink, label.linkNone, 'warning');
    else if (await this.confirm(action, fit.length, chosen.length - fit.length)) await this.answer(action, fit);
  }
  confirm(action, count, left) {
    const linkText = left > 0 ? fillLabel(label.confirmLinkLeft, left) : label.confirmLinkText;
    const title = action === 'link' ? label.confirmLinkTitle : label.confirmApartTitle;
    return LightningConfirm.open({
      label: fillLabel(title, count),
      message: action === 'link' ? linkText : label.confirmApartText,
      theme: action === 'link' ? 'default' : 'warning',
    });
  }
  async answer(action, reviews) {
    this.isBusy = true;
    const taken = [];
    const problems = [];
    try {
      for (let from = 0; from < reviews.length; from += AT_ONCE) {
        const answers = reviews.slice(from, from + AT_ONCE).map(({ key, refs }) => (action === 'link' ? { key, refs: refs.map(refOf) } : { key }));
        // One after the other: each call holds a transaction of the org.
        // eslint-disable-next-line no-await-in-loop
        const results = await answerAll({ answersJson: JSON.stringify(answers) });
        taken.push(...results.filter(({ problem }) => !problem));
        problems.push(...results.flatMap(({ problem }) => (problem ? [problem] : [])));
      }
    } catch (error) {
      problems.push(...reduceErrors(error));
    }
    this.isBusy = false;
    this.status = fillLabel(label.answeredMany, formatCount(taken.length));
    if (problems.length > 0) this.toast(fillLabel(label.refusedMany, problems.length), [...new Set(problems)].join(' '), 'error');
    this.take(taken);
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  /** Heard only while the focus is in the queue; whoever types, or uses a key of the browser's, is left alone. */
  handleKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || this.isBusy) return;
    const { key, target } = event;
    const isInList = target.dataset?.key !== undefined || target.dataset?.select !== undefined;
    const detail = this.template.querySelector('c-operations-review-detail');
    const actions = {
      l: () => detail?.give('link'),
      a: () => detail?.give('apart'),
      s: () => this.handleSkip(),
      x: () => this.select(this.currentKey, !this.selectedKeys.includes(this.currentKey)),
    };
    const action = STEPS[key] ? isInList && (() => this.goTo(keyBeside(this.items, this.currentKey, STEPS[key]))) : actions[key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }

  titleOf(key) {
    return this.rows.find((row) => row.key === key)?.title ?? '';
  }
  get rows() {
    return this.items.map((item) => {
      const words = wordsOf(item, this.names);
      const isCurrent = item.key === this.currentKey;
      return {
        ...words,
        isSelected: this.selectedKeys.includes(item.key),
        selectName: fillLabel(label.select, words.title),
        current: isCurrent ? 'true' : 'false',
        className: isCurrent ? 'row row_current' : 'row',
      };
    });
  }
  /** One, in a list: a question that follows another gets a comparison of its own. */
  get shown() {
    return this.rows.filter(({ key }) => key === this.currentKey);
  }
  get position() {
    const place = this.items.findIndex(({ key }) => key === this.currentKey) + 1;
    return fillLabel(this.hasMore ? label.positionMore : label.position, place, formatCount(this.items.length));
  }
  get hasMore() {
    return this.next !== null;
  }
  get hasSelected() {
    return this.selectedKeys.length > 0;
  }
  get isAllSelected() {
    return this.items.length > 0 && this.selectedKeys.length === this.items.length;
  }
  get selectedText() {
    return fillLabel(label.selected, formatCount(this.selectedKeys.length));
  }
}
