/** Rules as the table shows them: with labels and kinds of both sides, what the draft does to them, and what is wrong. Pure. */
import { fillLabel } from 'c/syncFormat';
import { checkRule, hubspotField, kindOf, salesforceFields, sortTold } from 'c/ownershipChecks';
import { editedRules } from 'c/ownershipRules';
import { kinds, ownership as label } from 'c/ownershipLabels';

function sideOf(rule, mapping, catalog, side) {
  const name = side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty;
  const field =
    catalog === null
      ? undefined
      : side === 'salesforce'
        ? salesforceFields(rule, mapping, catalog).find((one) => one.field)?.field
        : hubspotField(rule, catalog);
  const [, associated] = /^associations\.(.+)$/.exec(name ?? '') ?? [];
  if (associated) return { label: fillLabel(label.association, associated), name, type: kinds.reference };
  if (field === undefined) return { label: name || label.chooseField, name: name ?? '', type: catalog === null ? '…' : label.unknownType };
  return { label: field.label, name: field.name, type: kinds[kindOf(field)] ?? kindOf(field), options: field.options };
}

/**
 * @param {object} view `mapping`, `catalog` (indexed, or null), `edits`, `samples` by rule key, `liveRules` by key, `differences` to live,
 *   `told` (what the server said)
 * @returns {object[]} rules with `left`, `right`, `state`, `samples` and `problems`
 */
export function rowsOf({ mapping, catalog, edits, samples, liveRules, differences, told }) {
  const { byRule } = sortTold(told);
  const kindByKey = new Map(differences.map(({ key, kind }) => [key, kind]));
  return editedRules(mapping, edits).map((rule) => ({
    ...rule,
    left: sideOf(rule, mapping, catalog, 'salesforce'),
    right: sideOf(rule, mapping, catalog, 'hubspot'),
    state: kindByKey.get(rule.key) ?? 'none',
    samples: samples[rule.key],
    // What the server said is about the rule as saved.
    problems: checkRule(rule, mapping, catalog, { live: liveRules.get(rule.key), told: edits[rule.key] ? [] : byRule.get(rule.key) }),
  }));
}
