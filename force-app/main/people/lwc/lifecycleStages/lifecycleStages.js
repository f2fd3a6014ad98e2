/**
 * Lifecycle stages as the page holds them: edits, allowed moves, what is wrong with them on either side, and the places of the drawing. Pure.
 * Tests: __tests__ beside this file.
 */
import { fillLabel } from 'c/syncFormat';
import { isSame } from 'c/ruleParts';
import { lifecycle as label } from 'c/peopleLabels';

export const OWNERS = ['HubSpot', 'Salesforce'];
export const KINDS = ['Prospect', 'Customer', 'Disqualified', 'Other'];
const SETTINGS = ['label', 'owner', 'salesforceValue', 'movesTo', 'kind', 'order'];
/** In `movesTo`: a stage that is never left. Blank is any later one. */
export const NOWHERE = '-';
const sortStep = 10;

export const stageName = (stage) => stage.label || stage.key;
const listOf = (text) =>
  (text ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

/** @param {object} stage @param {object[]} stages in order @returns {string[]} keys of the stages it may go to */
export function targetsOf(stage, stages) {
  const chosen = listOf(stage.movesTo);
  if (chosen.length === 0) return stages.slice(stages.findIndex(({ key }) => key === stage.key) + 1).map(({ key }) => key);
  return stages.filter(({ key }) => chosen.includes(key) && key !== stage.key).map(({ key }) => key);
}
/** @param {object} stage @returns {'later'|'none'|'chosen'} how its moves are said */
export function moveMode(stage) {
  const chosen = listOf(stage.movesTo);
  if (chosen.length === 0) return 'later';
  return chosen.every((key) => key === NOWHERE) ? 'none' : 'chosen';
}
/** @param {string[]} keys @returns {string} as a rule holds it */
export const movesText = (keys) => (keys.length === 0 ? NOWHERE : keys.join(';'));

/** @param {object[]} stages @returns {object[]} with their order written down again */
const ordered = (stages) => stages.map((stage, index) => ({ ...stage, order: (index + 1) * sortStep }));

export const withStage = (stages, key, values) => stages.map((stage) => (stage.key === key ? { ...stage, ...values } : stage));
export const withoutStage = (stages, key) => ordered(stages.filter((stage) => stage.key !== key)).map((stage) => forgetting(stage, key));
function forgetting(stage, key) {
  if (!listOf(stage.movesTo).includes(key)) return stage;
  return { ...stage, movesTo: movesText(listOf(stage.movesTo).filter((one) => one !== key)) };
}
/** @param {number} by -1 is earlier, 1 later */
export function movedStage(stages, key, by) {
  const from = stages.findIndex((stage) => stage.key === key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= stages.length) return stages;
  const next = [...stages];
  [next[from], next[to]] = [next[to], next[from]];
  return ordered(next);
}
/** @param {{value: string, label: string}} option of HubSpot's property */
export const addedStage = (stages, option) => [
  ...stages,
  {
    key: option.value,
    label: option.label,
    owner: 'HubSpot',
    salesforceValue: option.value,
    kind: 'Other',
    order: (stages.length + 1) * sortStep,
  },
];

/** @param {object[]} saved @param {object[]} stages now @returns {object[]} what saveDraft takes */
export function stageChanges(saved, stages) {
  const before = new Map(saved.map((stage) => [stage.key, stage]));
  const now = new Set(stages.map(({ key }) => key));
  const edited = stages.flatMap((stage) => {
    const was = before.get(stage.key);
    const names = SETTINGS.filter((name) => was === undefined || !isSame(was[name], stage[name]));
    return names.length === 0 ? [] : [{ key: stage.key, ...Object.fromEntries(names.map((name) => [name, stage[name] ?? null])) }];
  });
  return [...saved.filter(({ key }) => !now.has(key)).map(({ key }) => ({ key, isRemoved: true })), ...edited];
}

const valueOf = (stage) => stage.salesforceValue || stage.key;

/** Values of a picklist field that do not fit, with the one to take instead where it is plain which. */
function salesforceProblems(stages, field) {
  return stages.flatMap((stage) => {
    const option = field.options.find(({ value }) => value === valueOf(stage));
    if (option?.isActive) return [];
    const twin = field.options.find(
      ({ value, isActive }) => isActive && [stage.key, stageName(stage)].some((name) => name.toLowerCase() === value.toLowerCase()),
    );
    return [
      {
        id: `${field.object}:${stage.key}`,
        stage: stage.key,
        text: fillLabel(option ? label.valueInactive : label.valueMissing, valueOf(stage), stageName(stage), field.object, field.label),
        fix: twin ? { kind: 'value', key: stage.key, value: twin.value, text: fillLabel(label.fixUse, twin.value) } : null,
      },
    ];
  });
}

/**
 * What is wrong on either side, each with the fix the page can do itself.
 * @param {object[]} stages @param {object} context as SyncLifecycleController.context answers
 * @returns {{id: string, stage: string|null, text: string, fix: object|null}[]}
 */
export function stageProblems(stages, context) {
  const found = [];
  if (context.rule === null || context.rule === undefined)
    found.push({ id: 'no-rule', stage: null, text: label.noRule, fix: { kind: 'rules', text: label.fixRules } });
  const known = new Set(stages.map(({ key }) => key));
  if (context.hubspot) {
    const options = new Set(context.hubspot.map(({ value }) => value));
    for (const option of context.hubspot)
      if (!known.has(option.value))
        found.push({
          id: `add:${option.value}`,
          stage: null,
          text: fillLabel(label.stageUnknown, option.label),
          fix: { kind: 'add', key: option.value, text: fillLabel(label.fixAdd, option.label) },
        });
    for (const stage of stages)
      if (!options.has(stage.key))
        found.push({
          id: `gone:${stage.key}`,
          stage: stage.key,
          text: fillLabel(label.stageGone, stageName(stage)),
          fix: { kind: 'remove', key: stage.key, text: fillLabel(label.fixRemove, stageName(stage)) },
        });
  }
  for (const field of (context.fields ?? []).filter(({ isPicklist }) => isPicklist)) found.push(...salesforceProblems(stages, field));
  const values = stages.map(valueOf);
  for (const stage of stages)
    if (values.indexOf(valueOf(stage)) !== values.lastIndexOf(valueOf(stage)))
      found.push({ id: `twice:${stage.key}`, stage: stage.key, text: fillLabel(label.valueTwice, valueOf(stage), stageName(stage)), fix: null });
  return found;
}

const row = 64;
const box = { left: 96, width: 208, height: 40 };
const laneStep = 11;

/**
 * Places of nodes and arrows: stages under each other; steps to the next one go straight down, jumps ahead swing out right, ways back left.
 * @returns {{width: number, height: number, nodes: object[], arrows: {key, from, to, path, isBack}[]}}
 */
export function drawing(stages) {
  const middle = box.left + box.width / 2;
  const indexOf = new Map(stages.map(({ key }, index) => [key, index]));
  const nodes = stages.map((stage, index) => ({
    key: stage.key,
    name: stageName(stage),
    owner: stage.owner,
    x: box.left,
    y: 8 + index * row,
    textX: middle,
    nameY: 8 + index * row + 17,
    ownerY: 8 + index * row + 32,
  }));
  const arrows = stages.flatMap((stage, from) =>
    targetsOf(stage, stages).map((target) => {
      const to = indexOf.get(target);
      return { key: `${stage.key}>${target}`, from: stage.key, to: target, isBack: to < from, ...lineOf(from, to, middle) };
    }),
  );
  return { width: 400, height: 8 + stages.length * row, nodes, arrows };
}

/** A line and its head. Heads are drawn by themselves: a marker's id would be renamed by the platform, and its reference not. */
function lineOf(from, to, middle) {
  const y = (index) => 8 + index * row;
  if (to === from + 1) {
    const tip = y(to) - 1;
    return { path: `M ${middle} ${y(from) + box.height} L ${middle} ${tip - 5}`, head: `${middle},${tip} ${middle - 4},${tip - 7} ${middle + 4},${tip - 7}` };
  }
  const isAhead = to > from;
  const sign = isAhead ? 1 : -1;
  const side = isAhead ? box.left + box.width : box.left;
  const out = side + sign * Math.abs(to - from) * laneStep;
  const start = y(from) + box.height / 2 + sign * 6;
  const end = y(to) + box.height / 2 - sign * 6;
  const near = side + sign * 7;
  return { path: `M ${side} ${start} C ${out} ${start}, ${out} ${end}, ${near} ${end}`, head: `${side + sign},${end} ${near},${end - 4} ${near},${end + 4}` };
}
