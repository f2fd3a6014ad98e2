/** What an edit on the page makes of the edits before it. Pure: everything answers new edits. */
import { changesOf, directionFor, editedRules, newKey, NEW_RULE, withEdit } from 'c/ownershipRules';

const sortStep = 10;
const allRules = (mappings, edits) => mappings.flatMap((mapping) => editedRules(mapping, edits));
const savedRules = (mappings) => new Map(mappings.flatMap(({ key: mapping, rules }) => rules.map((rule) => [rule.key, { ...rule, mapping }])));

/** A one-way direction names its owner. */
function ownerOf(direction, owner) {
  if (direction === 'To HubSpot') return 'Salesforce';
  return direction === 'To Salesforce' ? 'HubSpot' : owner;
}

/** @returns {{edits: object, openKey: string|null}} `openKey`: a rule that became two-way, to be opened where its reason is asked for */
export function editRules(mappings, before, { keys, values }) {
  const rules = new Map(allRules(mappings, before).map((rule) => [rule.key, rule]));
  const saved = savedRules(mappings);
  let edits = before;
  let openKey = null;
  for (const rule of keys.map((key) => rules.get(key)).filter(Boolean)) {
    const next = { ...values };
    if (values.direction) next.owner = ownerOf(values.direction, values.owner ?? rule.owner);
    else if (values.owner) next.direction = directionFor(values.owner, rule.direction);
    edits = withEdit(edits, saved.get(rule.key), { key: rule.key, mapping: rule.mapping, ...next });
    if (values.direction === 'Two-way' && keys.length === 1 && rule.direction !== 'Two-way') openKey = rule.key;
  }
  return { edits, openKey };
}

/** @returns {object} edits: saved rules are marked, new ones forgotten */
export function removeRules(mappings, before, keys) {
  const saved = savedRules(mappings);
  let edits = before;
  for (const key of keys) {
    const rule = saved.get(key);
    edits = rule ? { ...edits, [key]: { mapping: rule.mapping, isRemoved: true } } : withEdit(edits, undefined, { key, isRemoved: true });
  }
  return edits;
}

/** @returns {{edits: object, key: string}} with a new rule of the mapping under a key for the time being */
export function addRule(mappings, edits, mapping) {
  const key = newKey(mapping.key, 'new_rule', [...allRules(mappings, edits).map((rule) => rule.key), ...savedRules(mappings).keys()]);
  const order = Math.max(0, ...mapping.rules.map((rule) => rule.order ?? 0)) + sortStep;
  return { key, edits: { ...edits, [key]: { ...NEW_RULE, mapping: mapping.key, isNew: true, order } } };
}

/**
 * What the server is told. New rules get a lasting key from their field: what a rule is called decides which baselines it goes on with.
 * @returns {object[]}
 */
export function savedChanges(mappings, edits) {
  const taken = [...savedRules(mappings).keys()];
  return changesOf(edits).map((change) => {
    if (edits[change.key].isNew !== true || !change.salesforceField) return change;
    const key = newKey(change.mapping, change.salesforceField, taken);
    taken.push(key);
    return { ...change, key };
  });
}
