/**
 * Consent rules as the page holds them: what they can be made of, edits, a sentence for each, and what to know of it beyond the server's
 * check. Pure. Tests: __tests__ beside this file.
 */
import { fillLabel } from 'c/syncFormat';
import { isSame } from 'c/ruleParts';
import { label } from 'c/consentRulesLabels';

const SETTINGS = ['salesforceObjects', 'salesforceField', 'meaning', 'subscription', 'direction', 'carriesOptIn', 'isEnabled', 'order'];
const TO_HUBSPOT = 'To HubSpot';
const sortStep = 10;

/** Values of the picklists, in the order of the page, with their words. */
export const MEANINGS = [
  { value: 'Opt-out', label: label.meaningOptOut },
  { value: 'Opt-in', label: label.meaningOptIn },
];
export const DIRECTIONS = [
  { value: 'Two-way', label: label.directionTwoWay },
  { value: TO_HUBSPOT, label: label.directionToHubSpot },
  { value: 'To Salesforce', label: label.directionToSalesforce },
];

/** @param {object} rule @returns {string[]} API names of its objects */
export const objectsOf = ({ salesforceObjects }) =>
  (salesforceObjects ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);

export const withRule = (rules, key, values) => rules.map((rule) => (rule.key === key ? { ...rule, ...values } : rule));
export const withoutRule = (rules, key) => rules.filter((rule) => rule.key !== key);

/**
 * @param {object[]} rules now @param {object[]} saved whose keys are not given to another rule, so that the history stays readable
 * @returns {object[]} with one more, still to be filled
 */
export function addedRule(rules, saved) {
  const taken = new Set([...rules, ...saved].map(({ key }) => key));
  let number = rules.length + 1;
  while (taken.has(`consent.${number}`)) number += 1;
  const order = Math.max(0, ...rules.map((rule) => rule.order ?? 0)) + sortStep;
  return [
    ...rules,
    {
      key: `consent.${number}`,
      salesforceObjects: 'Lead;Contact',
      salesforceField: null,
      meaning: 'Opt-out',
      subscription: null,
      direction: 'Two-way',
      carriesOptIn: false,
      isEnabled: true,
      order,
    },
  ];
}

/** @param {object[]} saved @param {object[]} rules now @returns {object[]} what saveDraft takes as `consents` */
export function ruleChanges(saved, rules) {
  const before = new Map(saved.map((rule) => [rule.key, rule]));
  const now = new Set(rules.map(({ key }) => key));
  const edited = rules.flatMap((rule) => {
    const was = before.get(rule.key);
    const names = SETTINGS.filter((name) => was === undefined || !isSame(was[name], rule[name]));
    return names.length === 0 ? [] : [{ key: rule.key, ...Object.fromEntries(names.map((name) => [name, rule[name] ?? null])) }];
  });
  return [...saved.filter(({ key }) => !now.has(key)).map(({ key }) => ({ key, isRemoved: true })), ...edited];
}

/** Checkboxes every object of the rule has. */
function sharedFields(rule, objects) {
  const names = objectsOf(rule);
  const [first, ...others] = objects.filter(({ object }) => names.includes(object));
  return (first?.fields ?? []).flatMap((field) => {
    const twins = others.map(({ fields }) => fields.find(({ name }) => name === field.name));
    return twins.includes(undefined) ? [] : [{ ...field, isWritable: field.isWritable && twins.every(({ isWritable }) => isWritable) }];
  });
}

/**
 * @param {object} rule @param {object[]} objects as SyncConsentRulesController.context answers
 * @returns {{value, label}[]} checkboxes it can use, by label: writable ones, and read-only ones where the field is never written; what it names
 *   now stays among them
 */
export function fieldOptions(rule, objects) {
  const current = rule.salesforceField ?? '';
  const usable = sharedFields(rule, objects)
    .filter(({ isWritable }) => isWritable || rule.direction === TO_HUBSPOT)
    .sort((one, other) => one.label.localeCompare(other.label))
    .map(({ name, label: text, isWritable }) => ({ value: name, label: fillLabel(isWritable ? label.fieldOf : label.fieldReadOnly, text, name) }));
  if (current === '') return [{ value: '', label: label.chooseField }, ...usable];
  return usable.some(({ value }) => value === current) ? usable : [{ value: current, label: fillLabel(label.fieldGone, current) }, ...usable];
}

/**
 * @param {object} rule @param {object[]|null} subscriptions null when HubSpot did not tell
 * @returns {{value, label}[]} all e-mail, what HubSpot has in use, and what the rule names now
 */
export function subscriptionOptions(rule, subscriptions) {
  const current = rule.subscription ?? '';
  const listed = (subscriptions ?? [])
    .filter(({ id, isActive }) => isActive || id === current)
    .map(({ id, name, isActive }) => ({ value: id, label: isActive ? name : fillLabel(label.subscriptionOld, name) }));
  const all = [{ value: '', label: label.allEmail }, ...listed];
  return all.some(({ value }) => value === current) ? all : [...all, { value: current, label: fillLabel(label.subscriptionUnknown, current) }];
}

const DIRECTION_WORDS = { 'Two-way': label.wordsBothWays, [TO_HUBSPOT]: label.wordsToHubSpot, 'To Salesforce': label.wordsToSalesforce };

/** @param {object} rule @param {object} context @returns {string} the whole rule in words */
export function ruleWords(rule, { objects = [], subscriptions = null }) {
  const names = objectsOf(rule);
  if (!rule.salesforceField || names.length === 0) return label.wordsUnfinished;
  const called = names.map((name) => objects.find(({ object }) => object === name)?.label ?? name).join(', ');
  const field = sharedFields(rule, objects).find(({ name }) => name === rule.salesforceField)?.label ?? rule.salesforceField;
  const topic = rule.subscription ? subscriptionOptions(rule, subscriptions).find(({ value }) => value === rule.subscription).label : label.wordsAllEmail;
  const meaning = fillLabel(rule.meaning === 'Opt-in' ? label.wordsOptIn : label.wordsOptOut, field, called, topic);
  if (!rule.isEnabled) return `${meaning} ${label.wordsOff}`;
  return [meaning, DIRECTION_WORDS[rule.direction], rule.carriesOptIn ? label.wordsYes : label.wordsNeverYes].filter(Boolean).join(' ');
}

/** What the integration user may not do, where the bridge told. */
function integrationNotes(rule, objects) {
  const named = objectsOf(rule);
  return objects
    .filter(({ object }) => named.includes(object))
    .flatMap(({ label: called, fields }) => {
      const field = fields.find(({ name }) => name === rule.salesforceField);
      if (field?.integration === 'hidden') return [fillLabel(label.noteHidden, field.label, called)];
      if (field?.integration === 'readable' && rule.direction !== TO_HUBSPOT) return [fillLabel(label.noteReadOnly, field.label, called)];
      return [];
    });
}

/** @param {object} rule @param {object} context @returns {string[]} what is worth knowing and keeps nothing from being activated */
export function ruleNotes(rule, { objects = [], subscriptions = null }) {
  const notes = integrationNotes(rule, objects);
  const known = (subscriptions ?? []).find(({ id }) => id === rule.subscription);
  if (rule.subscription && subscriptions && !known) notes.push(fillLabel(label.noteSubscriptionGone, rule.subscription));
  if (known && !known.isActive) notes.push(fillLabel(label.noteSubscriptionOld, known.name));
  if (rule.carriesOptIn && !rule.subscription) {
    if (rule.direction === 'Two-way') notes.push(label.noteAllBothWays);
    if (rule.direction === TO_HUBSPOT) notes.push(label.noteAllToHubSpot);
  }
  return notes;
}

/** The server's sentences go on after the rule's name; those that begin with a name of the org keep its spelling. */
const asSentence = (text) => text.replace(/^(?:its?|the|this|another)\b/, (word) => word[0].toUpperCase() + word.slice(1));

/** @param {string} key of a rule @param {string[]} problems as the server tells them @returns {string[]} those of this rule, without its name */
export function problemsOf(key, problems) {
  const prefix = `Consent rule ${key}: `;
  return problems.filter((text) => text.startsWith(prefix)).map((text) => asSentence(text.slice(prefix.length)));
}
