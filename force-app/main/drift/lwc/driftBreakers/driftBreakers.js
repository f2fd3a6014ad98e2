import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import readBreakers from '@salesforce/apex/SyncDriftController.breakers';
import sendAnswer from '@salesforce/apex/SyncDriftController.answer';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount, formatRelative } from 'c/syncFormat';
import { pollEvery } from 'c/syncPoll';
import { label } from 'c/driftLabels';

const EVERY_MS = 10000;
const MINUTE_MS = 60000;
const KINDS = { create: label.kindCreate, update: label.kindUpdate, delete: label.kindDelete };
const SYSTEMS = { salesforce: label.salesforce, hubspot: label.hubspot };

/** Writes that are paused because there were far more than usual: figures, examples, and the answer. Shows nothing while none is. */
export default class DriftBreakers extends LightningElement {
  label = label;
  items = [];
  names = {};
  errors = null;
  isBusy = false;

  #poll;

  connectedCallback() {
    this.load();
    this.#poll = pollEvery(() => this.load(), { everyMs: EVERY_MS });
  }
  disconnectedCallback() {
    this.#poll?.stop();
  }

  async load() {
    if (this.isBusy) return;
    try {
      this.take(await readBreakers());
    } catch (error) {
      // What was shown last stays; a bridge that is away says so elsewhere on the page.
      this.errors = error;
    }
  }
  take({ items, names }) {
    this.names = names ?? {};
    this.items = items.filter(({ state }) => state === 'paused');
    this.errors = null;
  }

  handleProceed(event) {
    return this.ask(event, 'proceed', label.proceedTitle, label.proceedText);
  }
  handleDrop(event) {
    return this.ask(event, 'drop', label.dropTitle, label.dropText);
  }
  handleKeep(event) {
    return this.send(this.rowOf(event), 'keep');
  }
  rowOf(event) {
    return this.items[Number(event.currentTarget.dataset.index)];
  }
  async ask(event, answer, title, text) {
    const row = this.rowOf(event);
    const theme = answer === 'drop' ? { theme: 'warning' } : {};
    if (await LightningConfirm.open({ label: title, message: fillLabel(text, formatCount(row.waiting)), ...theme })) await this.send(row, answer);
  }
  async send({ side, kind }, answer) {
    this.isBusy = true;
    try {
      this.take(await sendAnswer({ side, kind, answer }));
      this.toast(label.answered, label.answeredText, 'success');
    } catch (error) {
      this.toast(label.notDone, reduceErrors(error).join(' '), 'error');
    }
    this.isBusy = false;
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }

  get isPaused() {
    return this.items.length > 0;
  }
  get rows() {
    return this.items.map(({ side, kind, figures, examples, waiting, since, answer }, index) => {
      const title = fillLabel(label.pausedTitle, KINDS[kind], SYSTEMS[side]);
      const usual = figures.usual === 0 ? label.usualNone : fillLabel(label.usualMost, formatCount(figures.usual));
      const minutes = String(Math.max(1, Math.round(figures.windowMs / MINUTE_MS)));
      const actors = figures.actors.map(({ actor, count }) => `${this.names[actor] ?? actor ?? label.nobody} (${formatCount(count)})`);
      const named = (what) => fillLabel(label.answerOf, what, title);
      return {
        key: `${side}:${kind}`,
        index,
        title,
        text: fillLabel(label.pausedText, formatCount(figures.count), minutes, usual, formatCount(waiting)),
        by: fillLabel(label.by, actors.join(', ')),
        examples: examples.map((ref) => ({ key: `${ref.object}:${ref.id}`, ref })),
        since: fillLabel(answer?.word === 'keep' ? label.keptPaused : label.sinceWhen, formatRelative(answer?.word === 'keep' ? answer.at : since)),
        proceedName: named(label.proceed),
        dropName: named(label.drop),
        keepName: named(label.keep),
      };
    });
  }
}
