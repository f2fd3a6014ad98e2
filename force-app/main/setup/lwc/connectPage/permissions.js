/** What the integration user lacks for the rules, told from what the bridge sees of each object. Pure. */
import { objectsOf, writesTo } from 'c/ownershipRules';

/**
 * @param {object[]} mappings with rules @param {Object<string, {fields: object[]}>} seen by object
 * @returns {{object: string, hidden: string[], locked: string[], fields: number}[]} fields the user cannot see, or not edit though rules write them
 */
export function fieldAccess(mappings, seen) {
  const wanted = new Map();
  for (const mapping of mappings) {
    for (const rule of mapping.rules) {
      if (rule.isEnabled === false || rule.direction === 'Off' || !rule.salesforceField) continue;
      for (const object of rule.salesforceObject ? [rule.salesforceObject] : objectsOf(mapping)) {
        const fields = wanted.get(object) ?? new Map();
        fields.set(rule.salesforceField, fields.get(rule.salesforceField) === true || writesTo(rule, 'salesforce'));
        wanted.set(object, fields);
      }
    }
  }
  return [...wanted]
    .filter(([object]) => seen?.[object])
    .map(([object, fields]) => {
      const known = new Map(seen[object].fields.map((field) => [field.name.toLowerCase(), field]));
      const names = [...fields];
      return {
        object,
        fields: names.length,
        hidden: names.filter(([name]) => !known.has(name.toLowerCase())).map(([name]) => name),
        locked: names.filter(([name, isWritten]) => isWritten && known.get(name.toLowerCase())?.isWritable === false).map(([name]) => name),
      };
    });
}
