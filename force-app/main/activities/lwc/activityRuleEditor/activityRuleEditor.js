import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { costWords, DIRECTIONS, KINDS, notesOf, useWords } from 'c/activityRules';
import { label } from 'c/activitiesLabels';

const marked = (options, current) => options.map((option) => ({ ...option, isChosen: option.value === (current ?? '') }));

/** One kind of activity: whether it is carried over, which of it, as what, and how many a month. Event: `activityedit` {kind, values}. */
export default class ActivityRuleEditor extends LightningElement {
  @api rule = {};
  /** `{statuses, types}`, each `[{value, label}]`. */
  @api context = {};
  /** `{made, waiting, resetsAt}` of this month, where the bridge told. */
  @api use;
  /** The kind's row of the estimate. */
  @api cost;
  /** What keeps it from being activated, as sentences. */
  @api problems = [];
  @api isBusy = false;

  label = label;
  /** What is being typed, by setting: an answer that comes meanwhile must not take it away. */
  typed = {};

  get kind() {
    return KINDS.find(({ kind }) => kind === this.rule.activity);
  }
  get title() {
    return this.kind.label;
  }
  get onLabel() {
    return fillLabel(label.on, this.title);
  }
  get isTask() {
    return this.rule.salesforceObject === 'Task';
  }
  get isEvent() {
    return this.kind.isEvent === true;
  }
  get isProperty() {
    return !this.isEvent;
  }
  get valuesLabel() {
    return this.isEvent ? label.forms : label.values;
  }
  get valuesHelp() {
    return this.isEvent ? label.formsHelp : label.valuesHelp;
  }
  get directions() {
    return marked(this.isEvent ? DIRECTIONS.slice(0, 1) : DIRECTIONS, this.rule.direction);
  }
  get objects() {
    return marked(
      this.kind.objects.map((value) => ({ value, label: value })),
      this.rule.salesforceObject,
    );
  }
  /** What the rule names now stays among the options, so that it can be seen. */
  choices(options, current) {
    const known = options ?? [];
    const gone = current && !known.some(({ value }) => value === current) ? [{ value: current, label: current }] : [];
    return marked([{ value: '', label: label.orgDefault }, ...known, ...gone], current);
  }
  get statuses() {
    return this.choices(this.context.statuses, this.rule.taskStatus);
  }
  get types() {
    return this.choices(this.context.types, this.rule.taskType);
  }
  get onlyField() {
    return this.typed.onlyField ?? this.rule.onlyField;
  }
  get onlyValues() {
    return this.typed.onlyValues ?? this.rule.onlyValues;
  }
  get monthlyCap() {
    return this.typed.monthlyCap ?? this.rule.monthlyCap;
  }
  get words() {
    const cost = costWords(this.rule, this.cost);
    return [...useWords(this.rule, this.use), ...(cost === null ? [] : [cost])];
  }
  get notes() {
    return notesOf(this.rule);
  }

  tell(values) {
    this.typed = {};
    this.dispatchEvent(new CustomEvent('activityedit', { detail: { kind: this.rule.activity, values } }));
  }
  handleOn({ target }) {
    this.tell({ isEnabled: target.checked });
  }
  handleObject({ target }) {
    // An Event has no status.
    this.tell({ salesforceObject: target.value, ...(target.value === 'Event' ? { taskStatus: null, taskType: null } : {}) });
  }
  handleTyping({ target }) {
    this.typed = { ...this.typed, [target.dataset.name]: target.value };
  }
  handleText({ target }) {
    this.tell({ [target.dataset.name]: target.value.trim() === '' ? null : target.value.trim() });
  }
  handleValues({ target }) {
    const onlyValues = target.value.trim() === '' ? null : target.value.trim();
    this.tell(this.isEvent ? { onlyValues, onlyField: onlyValues === null ? null : 'form' } : { onlyValues });
  }
  handleCap({ target }) {
    this.tell({ monthlyCap: target.value === '' ? null : Math.max(0, Math.round(Number(target.value))) });
  }
}
