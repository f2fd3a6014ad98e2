/**
 * Activity rules as the page holds them: one per kind, edits, and what to say of each. Pure. Tests: __tests__ beside this file.
 */
import { fillLabel, formatCount, formatDate } from 'c/syncFormat';
import { isSame } from 'c/ruleParts';
import { label } from 'c/activitiesLabels';

const SETTINGS = ['activity', 'direction', 'salesforceObject', 'onlyField', 'onlyValues', 'taskStatus', 'taskType', 'monthlyCap', 'isEnabled', 'order'];
const TO_SALESFORCE = 'To Salesforce';
const TO_HUBSPOT = 'To HubSpot';
const BRIDGE_WORDS = { 'Two-way': 'two-way', [TO_SALESFORCE]: 'to-salesforce', [TO_HUBSPOT]: 'to-hubspot' };
const sortStep = 10;

/** Kinds in the order of the page. `objects`: what one can become; `isEvent`: HubSpot tells of it, so it goes one way and is not counted. */
export const KINDS = [
  { kind: 'call', label: label.call, objects: ['Task', 'Event'] },
  { kind: 'email', label: label.email, objects: ['Task'] },
  { kind: 'meeting', label: label.meeting, objects: ['Task', 'Event'] },
  { kind: 'note', label: label.note, objects: ['Task'] },
  { kind: 'task', label: label.task, objects: ['Task'] },
  { kind: 'form', label: label.form, objects: ['Task'], isEvent: true },
];
export const DIRECTIONS = [
  { value: TO_SALESFORCE, label: label.toSalesforce },
  { value: 'Two-way', label: label.bothWays },
  { value: TO_HUBSPOT, label: label.toHubSpot },
];

const blank = (kind, order) => ({
  ...{ key: `activity.${kind}`, activity: kind, direction: TO_SALESFORCE, salesforceObject: 'Task', onlyField: null, onlyValues: null },
  ...{ taskStatus: null, taskType: null, monthlyCap: null, isEnabled: false, order },
});
const orderOf = (kind) => (KINDS.findIndex((one) => one.kind === kind) + 1) * sortStep;

/** @param {object[]} rules @param {string} kind @returns {object} its rule, or one that is off */
export const ruleOf = (rules, kind) => rules.find(({ activity }) => activity === kind) ?? blank(kind, orderOf(kind));

/** @param {object[]} rules @param {string} kind @param {object} values @returns {object[]} with the edit */
export function withKind(rules, kind, values) {
  const rule = ruleOf(rules, kind);
  const edited = { ...rule, ...values };
  return rules.includes(rule) ? rules.map((one) => (one === rule ? edited : one)) : [...rules, edited];
}

/** @param {object[]} saved @param {object[]} rules now @returns {object[]} what saveDraft takes as `activities` */
export function ruleChanges(saved, rules) {
  const before = new Map(saved.map((rule) => [rule.key, rule]));
  return rules.flatMap((rule) => {
    const was = before.get(rule.key);
    const names = SETTINGS.filter((name) => was === undefined || !isSame(was[name], rule[name]));
    return names.length === 0 ? [] : [{ key: rule.key, ...Object.fromEntries(names.map((name) => [name, rule[name] ?? null])) }];
  });
}

const listOf = (text) =>
  (text ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

/** @param {object[]} rules @returns {object[]} every kind as the bridge estimates it, those that are off included */
export function askedOf(rules) {
  return KINDS.map(({ kind }) => {
    const { key, activity, direction, onlyField, onlyValues, monthlyCap, isEnabled } = ruleOf(rules, kind);
    const values = listOf(onlyValues);
    const only = onlyField && values.length > 0 ? { property: onlyField, values } : null;
    return { key, activity, direction: BRIDGE_WORDS[direction], only, monthlyMax: monthlyCap ?? null, isOn: Boolean(isEnabled) };
  });
}

/** @param {object} rule @param {object} [use] {made, waiting, resetsAt} @returns {string[]} how it stands this month */
export function useWords({ isEnabled, monthlyCap }, use) {
  if (!isEnabled || !use) return [];
  const hasCap = monthlyCap !== null && monthlyCap !== undefined;
  const made = hasCap ? fillLabel(label.madeOf, formatCount(use.made), formatCount(monthlyCap)) : fillLabel(label.made, formatCount(use.made));
  return use.waiting > 0 ? [made, fillLabel(label.waiting, formatCount(use.waiting), formatDate(use.resetsAt))] : [made];
}

/** @param {object} rule @param {object} [row] of the estimate @returns {string|null} what the kind costs */
export function costWords({ direction }, row) {
  if (!row?.totals) return null;
  const { all, year, month } = row.totals;
  if (direction === TO_HUBSPOT) return fillLabel(label.costNone, formatCount(all));
  return fillLabel(label.cost, formatCount(all), formatCount(year), formatCount(month), row.allMb, row.monthlyMb);
}

/** @param {object} rule @returns {string[]} what is worth knowing of it */
export function notesOf({ activity, isEnabled, direction, salesforceObject }) {
  if (!isEnabled) return [label.offNote];
  const isOneWay = activity === 'note' || (activity === 'meeting' && salesforceObject === 'Task');
  return isOneWay && direction !== TO_SALESFORCE ? [label.oneWayNote] : [];
}

/** The server's sentences go on after the rule's name. */
const asSentence = (text) => text.replace(/^(?:its?|the|this|only|another)\b/, (word) => word[0].toUpperCase() + word.slice(1));

/** @param {string} key of a rule @param {string[]} problems as the server tells them @returns {string[]} those of this rule, without its name */
export function problemsOf(key, problems) {
  const prefix = `Activity rule ${key}: `;
  return problems.filter((text) => text.startsWith(prefix)).map((text) => asSentence(text.slice(prefix.length)));
}
