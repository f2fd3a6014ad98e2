import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { isUnfinished, newCondition, opsOf, parseScope, scopeText, scopeWords, SEGMENTS, valuesOf, valuesText } from 'c/scopeWords';
import { choices, scope as label } from 'c/peopleLabels';

const POLICIES = ['Never', 'In scope', 'Always'];
const STAGE = 'lifecyclestage';
const SCORE = 'hubspotscore';
/** More values than this are a list to choose from rather than boxes to tick. */
const boxesMax = 12;
const chosen = (values, current, textOf) => values.map((value) => ({ value, label: textOf(value), isChosen: value === current }));

/** Which records of one side take part: when they cross, and the criteria. Event: `scopeedit` {policy?, scope?}. */
export default class ScopeEditor extends LightningElement {
  /** salesforce or hubspot: the side the criteria are about */
  @api side = 'hubspot';
  @api policy = 'Never';
  /** The criteria as the mapping holds them. */
  @api scope;
  /** Fields of the side, as fieldsOf answers. */
  @api fields = [];

  label = label;

  get filter() {
    return parseScope(this.scope);
  }
  get isHubSpot() {
    return this.side === 'hubspot';
  }
  get heading() {
    return this.isHubSpot ? label.fromHubSpot : label.fromSalesforce;
  }
  get headingId() {
    return `scope-${this.side}`;
  }
  get policyLabel() {
    return this.isHubSpot ? label.policyHubSpot : label.policySalesforce;
  }
  get policies() {
    return chosen(POLICIES, this.policy, (value) => choices[value]);
  }
  get isScoped() {
    return this.policy === 'In scope';
  }
  get matches() {
    return chosen(['all', 'any'], this.filter.match, (value) => label[`match_${value}`]);
  }
  get hasMany() {
    return this.filter.conditions.length > 1;
  }
  get words() {
    if (this.policy !== 'In scope') return label[this.policy === 'Never' ? 'wordsNever' : 'wordsAlways'];
    if (this.filter.conditions.length === 0) return label.noCriteria;
    return fillLabel(label.wordsScope, scopeWords(this.filter, this.fields));
  }
  get canStage() {
    return this.fields.some(({ name }) => name === STAGE);
  }
  get canScore() {
    return this.fields.some(({ name, kind }) => name === SCORE || kind === 'number');
  }
  get canAdd() {
    return this.fields.length > 0;
  }

  get rows() {
    return this.filter.conditions.map((condition, index) => {
      const field = this.fields.find(({ name }) => name === condition.field);
      const kind = field?.kind ?? 'text';
      const takesValues = !['filled', 'blank'].includes(condition.op);
      const options = field?.options ?? null;
      const isNumber = ['at_least', 'at_most'].includes(condition.op);
      const values = condition.values ?? [];
      const listed = takesValues && options && !isNumber ? options.map((option) => ({ ...option, isChosen: values.includes(option.value) })) : null;
      return {
        key: index,
        index,
        number: index + 1,
        fields: this.fieldOptions(condition.field),
        ops: chosen(opsOf(kind), condition.op, (op) => label[`op_${op}`]),
        fieldLabel: fillLabel(label.fieldOf, index + 1),
        opLabel: fillLabel(label.opOf, index + 1),
        valueLabel: fillLabel(label.valueOf, index + 1),
        removeLabel: fillLabel(label.removeOf, index + 1),
        boxes: listed && listed.length > 0 && listed.length <= boxesMax ? listed : null,
        list: listed && listed.length > boxesMax ? listed : null,
        isText: takesValues && !isNumber && (listed === null || listed.length === 0),
        isNumber,
        text: valuesText(values),
        isUnfinished: isUnfinished(condition),
        isGone: field === undefined && this.fields.length > 0,
        goneText: fillLabel(label.fieldGone, condition.field),
      };
    });
  }
  fieldOptions(current) {
    const known = this.fields.map(({ name, label: text }) => ({ value: name, label: text, isChosen: name === current }));
    return known.some(({ isChosen }) => isChosen) ? known : [{ value: current, label: current, isChosen: true }, ...known];
  }

  tell(detail) {
    this.dispatchEvent(new CustomEvent('scopeedit', { detail }));
  }
  tellFilter(filter) {
    this.tell({ scope: scopeText(filter) });
  }
  change(index, values) {
    const conditions = this.filter.conditions.map((condition, at) => (at === index ? { ...condition, ...values } : condition));
    this.tellFilter({ ...this.filter, conditions });
  }
  handlePolicy(event) {
    this.tell({ policy: event.target.value });
  }
  handleMatch(event) {
    this.tellFilter({ ...this.filter, match: event.target.value });
  }
  handleAdd(event) {
    const wanted = { stage: STAGE, segment: SEGMENTS, score: SCORE }[event.target.dataset.kind];
    const field =
      this.fields.find(({ name }) => name === wanted) ??
      this.fields.find(({ kind }) => (event.target.dataset.kind === 'score' ? kind === 'number' : kind !== 'segments')) ??
      this.fields[0];
    this.tellFilter({ ...this.filter, conditions: [...this.filter.conditions, newCondition(field)] });
  }
  handleRemove(event) {
    const index = Number(event.currentTarget.dataset.index);
    this.tellFilter({ ...this.filter, conditions: this.filter.conditions.filter((_condition, at) => at !== index) });
  }
  handleField(event) {
    const field = this.fields.find(({ name }) => name === event.target.value);
    this.change(Number(event.target.dataset.index), newCondition(field));
  }
  handleOp(event) {
    const index = Number(event.target.dataset.index);
    const op = event.target.value;
    const { values = [] } = this.filter.conditions[index];
    const takesOne = ['at_least', 'at_most'].includes(op);
    this.change(index, { op, values: ['filled', 'blank'].includes(op) ? undefined : takesOne ? values.slice(0, 1) : values });
  }
  handleText(event) {
    this.change(Number(event.target.dataset.index), { values: valuesOf(event.target.value) });
  }
  handleBox(event) {
    const index = Number(event.target.dataset.index);
    const { value } = event.target.dataset;
    const values = (this.filter.conditions[index].values ?? []).filter((one) => one !== value);
    this.change(index, { values: event.target.checked ? [...values, value] : values });
  }
  handleList(event) {
    this.change(Number(event.target.dataset.index), { values: [...event.target.selectedOptions].map(({ value }) => value) });
  }
}
