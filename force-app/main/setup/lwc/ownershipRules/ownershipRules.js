/**
 * Rules as the pages hold them: what is saved, what was edited since, and the difference between two versions. Pure.
 * Tests: __tests__ beside this file.
 */
export const OWNERS = ['Salesforce', 'HubSpot'];
export const DIRECTIONS = ['Two-way', 'To HubSpot', 'To Salesforce', 'Off'];
export const POLICIES = ['Latest', 'Owner', 'Fill blank', 'Review'];
export const BLANKS = ['Propagate', 'Ignore'];
export const NON_OWNER_EDITS = ['Enforce', 'Tolerate'];

/** What a new rule says until somebody says otherwise. */
export const NEW_RULE = Object.freeze({
  owner: 'Salesforce',
  direction: 'To HubSpot',
  policy: 'Owner',
  windowMinutes: 5,
  isProtected: false,
  blank: 'Propagate',
  nonOwnerEdit: 'Enforce',
  isEnabled: true,
});

/** Names of everything a rule says, in the order it is shown; `key` and `order` are not for people. */
export const RULE_FIELDS = [
  'salesforceObject',
  'salesforceField',
  'hubspotProperty',
  'owner',
  'direction',
  'policy',
  'windowMinutes',
  'isProtected',
  'blank',
  'nonOwnerEdit',
  'valueMap',
  'referenceMapping',
  'createDefault',
  'reason',
  'isEnabled',
];

const absent = (value) => value === undefined || value === null || value === '' || value === '[]';
const same = (left, right) => (absent(left) && absent(right)) || String(left) === String(right);

/** @param {object} mapping with `salesforceObjects` as text @returns {string[]} its Salesforce objects */
export const objectsOf = (mapping) =>
  (mapping.salesforceObjects ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter(Boolean);

/** @param {string} [text] a value map as JSON @returns {{salesforce: string, hubspot: string, within?: string}[]} its pairs, `within` a HubSpot pipeline; none when it is no value map */
export function pairsOf(text) {
  if (absent(text)) return [];
  try {
    const pairs = JSON.parse(text);
    return Array.isArray(pairs) ? pairs : [];
  } catch {
    return [];
  }
}

const pairText = ({ salesforce, hubspot, within }) => (within ? { salesforce, hubspot, within } : { salesforce, hubspot });
/** @param {{salesforce: string, hubspot: string, within?: string}[]} pairs @returns {string|null} the map as JSON, null for none */
export const pairsText = (pairs) => (pairs.length === 0 ? null : JSON.stringify(pairs.map(pairText)));

/**
 * The rules of a mapping with unsaved edits laid over them.
 * @param {object} mapping as the server sent it @param {Object<string, object>} edits by rule key; `isRemoved`, `isNew`, and changed values
 * @returns {object[]} rules with `mapping`; removed ones are left out, new ones come first
 */
export function editedRules(mapping, edits) {
  const known = mapping.rules.filter(({ key }) => !edits[key]?.isRemoved).map((rule) => ({ ...rule, ...edits[rule.key], mapping: mapping.key }));
  const saved = new Set(mapping.rules.map(({ key }) => key));
  const added = Object.entries(edits).filter(([key, edit]) => edit.mapping === mapping.key && !saved.has(key) && !edit.isRemoved);
  return [...added.map(([key, edit]) => ({ ...edit, key })), ...known];
}

/**
 * An edit laid over what was edited before; values that are as saved again are forgotten.
 * @param {Object<string, object>} edits @param {object} rule as saved, or with isNew @param {object} values
 * @returns {Object<string, object>} new edits
 */
export function withEdit(edits, saved, { key, mapping, ...values }) {
  const { mapping: _known, ...before } = edits[key] ?? {};
  const merged = { ...before, ...values };
  const kept = saved === undefined ? merged : Object.fromEntries(Object.entries(merged).filter(([name, value]) => !same(value, saved[name])));
  const { [key]: _dropped, ...others } = edits;
  const isNothing = saved === undefined ? merged.isRemoved === true : Object.keys(kept).length === 0;
  return isNothing ? others : { ...others, [key]: { ...kept, mapping } };
}

/** @param {Object<string, object>} edits @returns {object[]} what saveDraft takes */
export const changesOf = (edits) => Object.entries(edits).map(([key, { isNew: _isNew, ...values }]) => ({ ...values, key }));

/**
 * A key for a new rule: mapping and field in plain letters, numbered when it is taken.
 * @param {string} mapping @param {string} field @param {string[]} taken @returns {string} `person.job_title`
 */
export function newKey(mapping, field, taken) {
  const plain = field
    .replace(/__c$/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
  const base = `${mapping}.${plain}`.slice(0, 76);
  let key = base;
  for (let number = 2; taken.includes(key); number += 1) key = `${base}_${number}`;
  return key;
}

const ruleIndex = (mappings) => new Map((mappings ?? []).flatMap((mapping) => mapping.rules.map((rule) => [rule.key, { ...rule, mapping: mapping.key }])));

/**
 * What is different between two versions, rule by rule.
 * @param {object[]} before mappings @param {object[]} after mappings
 * @returns {{key: string, mapping: string, kind: 'added'|'removed'|'changed', rule: object, fields: {name: string, before: *, after: *}[]}[]}
 */
export function compareRules(before, after) {
  const old = ruleIndex(before);
  const fresh = ruleIndex(after);
  const found = [];
  for (const [key, rule] of fresh) {
    const was = old.get(key);
    if (was === undefined) found.push({ key, mapping: rule.mapping, kind: 'added', rule, fields: [] });
    else {
      const fields = RULE_FIELDS.filter((name) => !same(was[name], rule[name])).map((name) => ({ name, before: was[name], after: rule[name] }));
      if (fields.length > 0) found.push({ key, mapping: rule.mapping, kind: 'changed', rule, fields });
    }
  }
  for (const [key, rule] of old) if (!fresh.has(key)) found.push({ key, mapping: rule.mapping, kind: 'removed', rule, fields: [] });
  return found;
}

/** The direction an owner allows: a one-way rule away from its owner would overwrite the truth with a copy. */
export function directionFor(owner, direction) {
  if (direction === 'To HubSpot' && owner === 'HubSpot') return 'To Salesforce';
  if (direction === 'To Salesforce' && owner === 'Salesforce') return 'To HubSpot';
  return direction;
}

/** @param {object} rule @param {'salesforce'|'hubspot'} side @returns {boolean} whether the rule writes that side */
export const writesTo = (rule, side) => rule.direction === 'Two-way' || rule.direction === (side === 'hubspot' ? 'To HubSpot' : 'To Salesforce');
