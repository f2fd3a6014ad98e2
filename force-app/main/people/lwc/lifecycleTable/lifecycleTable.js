import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { KINDS, moveMode, movesText, NOWHERE, OWNERS, stageName, targetsOf } from 'c/lifecycleStages';
import { choices, lifecycle as label } from 'c/peopleLabels';

const MODES = ['later', 'chosen', 'none'];
const chosenOf = (values, current, textOf = (value) => value) => values.map((value) => ({ value, label: textOf(value), isChosen: value === current }));

/**
 * Stages in order, each with who sets it, its value in Salesforce, what its people are, and where it may go.
 * Events: `stageedit` {key, values}, `stagemove` {key, by}, `stageremove` {key}.
 */
export default class LifecycleTable extends LightningElement {
  @api stages = [];
  /** The stage field on each object, as the server describes it. */
  @api fields = [];
  @api problems = [];

  label = label;

  get rows() {
    const { stages } = this;
    const last = stages.length - 1;
    return stages.map((stage, index) => {
      const name = stageName(stage);
      const troubles = this.problems.filter((problem) => problem.stage === stage.key).map(({ text }) => text);
      const targets = targetsOf(stage, stages);
      const mode = moveMode(stage);
      return {
        key: stage.key,
        detailKey: `${stage.key}:moves`,
        name,
        value: stage.salesforceValue || stage.key,
        hubspotValue: fillLabel(label.hubspotValue, stage.key),
        owners: chosenOf(OWNERS, stage.owner, (value) => choices[value]),
        kinds: chosenOf(KINDS, stage.kind, (value) => choices[value]),
        modes: chosenOf(MODES, mode, (value) => label[`mode_${value}`]),
        ownerLabel: fillLabel(label.ownerOf, name),
        kindLabel: fillLabel(label.kindOf, name),
        valueLabel: fillLabel(label.valueOf, name),
        modeLabel: fillLabel(label.movesOf, name),
        earlierLabel: fillLabel(label.earlier, name),
        laterLabel: fillLabel(label.later, name),
        removeLabel: fillLabel(label.remove, name),
        isFirst: index === 0,
        isLast: index === last,
        valueOptions: this.valueOptions(stage),
        isOpen: mode === 'chosen',
        targets: stages
          .filter(({ key }) => key !== stage.key)
          .map((other) => ({ key: other.key, id: `${stage.key}-to-${other.key}`, name: stageName(other), isChosen: targets.includes(other.key) })),
        targetsText: fillLabel(label.targetsCount, targets.length),
        targetsLabel: fillLabel(label.targetsOf, name),
        rowClass: troubles.length > 0 ? 'row row_trouble' : 'row',
        troubles,
      };
    });
  }

  /** Values of a picklist; null where any text may be written. */
  valueOptions(stage) {
    const [field] = this.fields.filter(({ isPicklist }) => isPicklist);
    if (!field) return null;
    const current = stage.salesforceValue || stage.key;
    const options = field.options.filter(({ isActive, value }) => isActive || value === current);
    const known = options.some(({ value }) => value === current);
    return [
      ...(known ? [] : [{ value: current, label: fillLabel(label.notAnOption, current), isChosen: true }]),
      ...options.map(({ value, label: text, isActive }) => ({
        value,
        label: isActive ? text : fillLabel(label.inactiveOption, text),
        isChosen: value === current,
      })),
    ];
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
  handleChoice(event) {
    const { key, field } = event.target.dataset;
    this.tell('stageedit', { key, values: { [field]: event.target.value } });
  }
  handleMode(event) {
    const { key } = event.target.dataset;
    const stage = this.stages.find((one) => one.key === key);
    const mode = event.target.value;
    const movesTo = mode === 'later' ? null : mode === 'none' ? NOWHERE : movesText(targetsOf({ ...stage, movesTo: null }, this.stages));
    // The last stage has nothing later: chosen then begins with every other stage.
    const others = this.stages.map((one) => one.key).filter((one) => one !== key);
    this.tell('stageedit', { key, values: { movesTo: mode === 'chosen' && movesTo === NOWHERE ? movesText(others) : movesTo } });
  }
  handleTarget(event) {
    const { key, target } = event.target.dataset;
    const stage = this.stages.find((one) => one.key === key);
    const before = targetsOf(stage, this.stages);
    const after = event.target.checked ? [...before, target] : before.filter((one) => one !== target);
    const inOrder = this.stages.map((one) => one.key).filter((one) => after.includes(one));
    this.tell('stageedit', { key, values: { movesTo: movesText(inOrder) } });
  }
  handleMove(event) {
    const { key, by } = event.currentTarget.dataset;
    this.tell('stagemove', { key, by: Number(by) });
  }
  handleRemove(event) {
    this.tell('stageremove', { key: event.currentTarget.dataset.key });
  }
}
