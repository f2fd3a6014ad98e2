import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { objectsOf, pairsOf, pairsText } from 'c/ownershipRules';
import { suggestPairs } from 'c/ownershipChecks';
import { ruleSentence } from 'c/ownershipWords';
import { choices, fields as fieldLabels, ownership as label } from 'c/ownershipLabels';

const ICONS = { error: 'utility:error', warning: 'utility:warning', note: 'utility:info' };
const REASON_PARTS = ['Salesforce', 'HubSpot'];

/** The reason is one text with a line per side. */
const reasonOf = (text, side) =>
  (text ?? '')
    .split('\n')
    .find((line) => line.startsWith(`${side}: `))
    ?.slice(side.length + 2) ?? '';

const optionsOf = (values, chosen) => values.map((value) => ({ value, label: choices[value], isChosen: value === chosen }));
const byLabel = (one, other) => one.label.localeCompare(other.label);

/**
 * Everything one rule says, to be changed: fields, what happens on conflict and on blanks, the value map, the reason, samples, and
 * what is wrong with a way to fix it. Events (bubbling, so the table's owner hears them): `ruleedit` {keys, values}, `ruleremove` {keys}.
 */
export default class OwnershipEditor extends LightningElement {
  @api rule;
  @api mapping;
  @api catalog;

  label = label;
  fieldLabels = fieldLabels;

  get problems() {
    return this.rule.problems.map((problem, index) => ({
      ...problem,
      id: index,
      icon: ICONS[problem.level],
      variant: problem.level === 'note' ? undefined : problem.level,
      kind: label[`${problem.level}Word`],
    }));
  }
  get hasProblems() {
    return this.rule.problems.length > 0;
  }
  get isTwoWay() {
    return this.rule.direction === 'Two-way';
  }
  get isLatest() {
    return this.isTwoWay && this.rule.policy === 'Latest';
  }
  get isNew() {
    return this.rule.isNew === true;
  }
  get reasons() {
    return REASON_PARTS.map((side) => ({ side, label: fillLabel(label.reasonOf, side), value: reasonOf(this.rule.reason, side) }));
  }
  get sentence() {
    return ruleSentence(this.rule);
  }

  get salesforceOptions() {
    const objects = this.rule.salesforceObject ? [this.rule.salesforceObject] : objectsOf(this.mapping);
    const lists = objects.map((object) => [...(this.catalog?.salesforce.get(object)?.values() ?? [])]);
    const [first = [], ...others] = lists;
    const common = first.filter(({ name }) => others.every((list) => list.some((field) => field.name === name)));
    return this.withCurrent(common, this.rule.salesforceField);
  }
  get hubspotOptions() {
    const association = this.rule.hubspotProperty?.startsWith('associations.') ? [{ name: this.rule.hubspotProperty, label: this.rule.hubspotProperty }] : [];
    return this.withCurrent([...association, ...(this.catalog?.hubspot?.values() ?? [])], this.rule.hubspotProperty);
  }
  withCurrent(list, current) {
    const options = list.map((field) => ({ value: field.name, label: `${field.label} (${field.name})`, isChosen: field.name === current })).sort(byLabel);
    if (!options.some(({ isChosen }) => isChosen)) options.unshift({ value: current ?? '', label: current || label.chooseField, isChosen: true });
    return options;
  }
  get objectOptions() {
    const all = { value: '', label: label.allObjects, isChosen: !this.rule.salesforceObject };
    return [all, ...objectsOf(this.mapping).map((value) => ({ value, label: value, isChosen: value === this.rule.salesforceObject }))];
  }
  get hasSeveralObjects() {
    return objectsOf(this.mapping).length > 1;
  }
  get blankOptions() {
    return optionsOf(['Propagate', 'Ignore'], this.rule.blank);
  }
  get nonOwnerOptions() {
    return optionsOf(['Enforce', 'Tolerate'], this.rule.nonOwnerEdit);
  }
  get isEnabled() {
    return this.rule.isEnabled !== false;
  }

  get left() {
    return this.rule.left.options ?? null;
  }
  get right() {
    return this.rule.right.options ?? null;
  }
  get canMap() {
    return this.left !== null || this.right !== null || this.pairs.length > 0;
  }
  get canSuggest() {
    return (
      this.left !== null && this.right !== null && suggestPairs(this.left, this.right, pairsOf(this.rule.valueMap)).length > pairsOf(this.rule.valueMap).length
    );
  }
  get pairs() {
    const side = (options, value) =>
      options === null
        ? null
        : [...options, ...(options.some((option) => option.value === value) ? [] : [{ value, label: value || label.chooseValue }])].map((option) => ({
            ...option,
            isChosen: option.value === value,
          }));
    return pairsOf(this.rule.valueMap).map((pair, index) => ({
      ...pair,
      index,
      salesforceOptions: side(this.left, pair.salesforce),
      hubspotOptions: side(this.right, pair.hubspot),
      salesforceLabel: fillLabel(label.pairSalesforce, index + 1),
      hubspotLabel: fillLabel(label.pairHubSpot, index + 1),
      removeLabel: fillLabel(label.pairRemove, index + 1),
    }));
  }

  get samples() {
    return (this.rule.samples ?? []).map((sample) => ({ ...sample, left: sample.salesforce ?? label.blankValue, right: sample.hubspot ?? label.blankValue }));
  }
  get hasSamples() {
    return this.samples.length > 0;
  }

  handleSelect(event) {
    this.edit({ [event.target.dataset.field]: event.target.value === '' ? null : event.target.value });
  }
  handleToggle(event) {
    this.edit({ [event.target.dataset.field]: event.detail.checked });
  }
  handleWindow(event) {
    const minutes = Number(event.detail.value);
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 99999) this.edit({ windowMinutes: minutes });
  }
  handleCreateDefault(event) {
    this.edit({ createDefault: event.detail.value.trim() === '' ? null : event.detail.value.trim() });
  }
  handleReason(event) {
    const { side } = event.target.dataset;
    const lines = REASON_PARTS.map((part) => [part, part === side ? event.target.value.replace(/\s*\n\s*/g, ' ').trim() : reasonOf(this.rule.reason, part)]);
    this.edit({
      reason: lines
        .filter(([, text]) => text !== '')
        .map(([part, text]) => `${part}: ${text}`)
        .join('\n'),
    });
  }
  handleFix(event) {
    this.edit(this.rule.problems[event.target.dataset.index].fix);
  }
  handlePair(event) {
    const { index, side } = event.target.dataset;
    const pairs = pairsOf(this.rule.valueMap);
    pairs[index] = { ...pairs[index], [side]: event.target.value };
    this.edit({ valueMap: pairsText(pairs) });
  }
  handlePairRemove(event) {
    this.edit({ valueMap: pairsText(pairsOf(this.rule.valueMap).filter((_pair, index) => String(index) !== event.target.dataset.index)) });
  }
  handlePairAdd() {
    this.edit({ valueMap: pairsText([...pairsOf(this.rule.valueMap), { salesforce: '', hubspot: '' }]) });
  }
  handleSuggest() {
    this.edit({ valueMap: pairsText(suggestPairs(this.left, this.right, pairsOf(this.rule.valueMap))) });
  }
  handleRemove() {
    this.tell('ruleremove', { keys: [this.rule.key] });
  }
  edit(values) {
    this.tell('ruleedit', { keys: [this.rule.key], values });
  }
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
