import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { formatDateTime, fillLabel } from 'c/syncFormat';
import { reduceErrors } from 'c/syncErrors';
import { label } from 'c/operationsLabels';
import { standingWords } from './standing';
import getProblems from '@salesforce/apex/SyncProblemController.problems';
import handle from '@salesforce/apex/SyncProblemController.handle';
import getStanding from '@salesforce/apex/SyncStatusController.standing';

const STATUSES = {
  New: {
    text: label.problemNew,
    badge: 'slds-badge slds-theme_warning',
    next: [
      ['Seen', label.markSeen],
      ['Solved', label.markSolved],
    ],
  },
  Seen: { text: label.problemSeen, badge: 'slds-badge', next: [['Solved', label.markSolved]] },
  Solved: { text: label.problemSolved, badge: 'slds-badge slds-theme_success', next: [['New', label.openAgain]] },
};

/** What people reported from the sync panel; an admin answers it with a status and a note. */
export default class OperationsProblems extends LightningElement {
  label = label;
  state = 'loading';
  errors;
  problems = [];
  filter = 'open';
  busyId = null;
  /** Notes being typed, and what the sync says, by problem. */
  notes = {};
  standings = {};

  #asked = 0;

  connectedCallback() {
    this.load();
  }

  async load() {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const problems = await getProblems({ isSolved: this.filter === 'solved' });
      if (asked !== this.#asked) return;
      this.problems = problems;
      this.state = problems.length === 0 ? 'empty' : 'ready';
    } catch (error) {
      if (asked !== this.#asked) return;
      this.errors = error;
      this.state = 'error';
    }
  }

  handleRetryLoad() {
    this.state = 'loading';
    this.load();
  }
  handleFilter(event) {
    this.filter = event.detail.value;
    this.state = 'loading';
    this.load();
  }
  handleNote(event) {
    this.notes = { ...this.notes, [event.target.dataset.id]: event.detail.value };
  }
  handleStatus(event) {
    const { id, status } = event.target.dataset;
    this.save(id, status);
  }
  handleSaveNote(event) {
    const { id } = event.target.dataset;
    this.save(id, this.problems.find((problem) => problem.id === id).status);
  }
  async save(problemId, status) {
    const problem = this.problems.find(({ id }) => id === problemId);
    this.busyId = problemId;
    try {
      await handle({ problemId, status, answer: this.notes[problemId] ?? problem.answer ?? null });
      this.notes = { ...this.notes, [problemId]: undefined };
      this.toast(label.problemSaved, '', 'success');
      this.state = 'refreshing';
      await this.load();
    } catch (error) {
      this.toast(label.problemNotSaved, reduceErrors(error).join(' '), 'error');
    } finally {
      this.busyId = null;
    }
  }
  async handleAsk(event) {
    const { id } = event.target.dataset;
    const { ref } = this.problems.find((problem) => problem.id === id);
    this.note(id, { isAsking: true, lines: [] });
    try {
      this.note(id, { isAsking: false, lines: standingWords(await getStanding({ recordId: ref.id })) });
    } catch (error) {
      this.note(id, {
        isAsking: false,
        lines: reduceErrors(error).map((text, index) => ({ key: `error-${index}`, text, className: 'slds-text-color_error' })),
      });
    }
  }
  note(id, standing) {
    this.standings = { ...this.standings, [id]: standing };
  }
  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant, ...(variant === 'error' ? { mode: 'sticky' } : {}) }));
  }

  get filters() {
    return [
      { label: label.problemsOpen, value: 'open' },
      { label: label.problemsSolved, value: 'solved' },
    ];
  }
  get rows() {
    return this.problems.map((problem) => this.row(problem));
  }
  row(problem) {
    const { id, number, ref, recordName, note, shown, reportedBy, reportedAt, answer, handledBy, handledAt } = problem;
    const { text, badge, next } = STATUSES[problem.status] ?? { text: problem.status, badge: 'slds-badge', next: [] };
    const standing = this.standings[id];
    const noteText = this.notes[id] ?? answer ?? '';
    return {
      id,
      number,
      ref,
      names: { [ref.id]: recordName },
      note,
      shown,
      answer: noteText,
      status: text,
      badge,
      headingId: `problem-${number}`,
      reported: fillLabel(label.reportedBy, reportedBy ?? label.unknownAuthor, formatDateTime(reportedAt)),
      handled: handledAt ? fillLabel(label.handledBy, handledBy ?? label.unknownAuthor, formatDateTime(handledAt)) : '',
      actions: next.map(([status, action]) => ({
        status,
        text: action,
        name: fillLabel(label.actionsOf, action, number),
        variant: status === 'Solved' ? 'brand' : 'neutral',
      })),
      isBusy: this.busyId !== null,
      isNoteSame: this.busyId !== null || noteText.trim() === (answer ?? ''),
      saveNoteName: fillLabel(label.actionsOf, label.saveNote, number),
      askText: standing === undefined ? label.askNow : label.askAgainNow,
      askName: fillLabel(label.actionsOf, standing === undefined ? label.askNow : label.askAgainNow, number),
      isAsking: standing?.isAsking === true,
      lines: standing?.lines ?? [],
      hasLines: (standing?.lines ?? []).length > 0,
    };
  }
}
