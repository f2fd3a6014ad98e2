/**
 * Reference rules: lookups of one record at another. In Salesforce a field holds the id. In HubSpot it is an association, named
 * `associations.<object>[;<object>…]`, or a property that holds the id of the other record (`hs_product_id`).
 */
import { OWNER_REFERENCE } from './owners.ts';
import type { FieldRule, ObjectMapping } from './model.ts';

const ASSOCIATED = 'associations.';

/** Keys of the mappings a rule may point to; of several (`deal;company`) an earlier one counts before a later. */
export function referenceTargets(rule: Pick<FieldRule, 'referenceMapping'>): readonly string[] {
  return (rule.referenceMapping ?? '')
    .split(';')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** Whether the HubSpot side is an association and not a property. */
export function isAssociation(rule: Pick<FieldRule, 'hubspotProperty'>): boolean {
  return rule.hubspotProperty.startsWith(ASSOCIATED);
}

/** HubSpot objects a rule associates with, the more telling first. `associations.companies` → `['companies']`. */
export function associatedObjects(rule: Pick<FieldRule, 'hubspotProperty'>): readonly string[] {
  if (!isAssociation(rule)) return [];
  return rule.hubspotProperty
    .slice(ASSOCIATED.length)
    .split(';')
    .map((object) => object.trim())
    .filter((object) => object !== '');
}

/** Whether a property of the record itself holds the reference in HubSpot. */
export function isPropertyReference(rule: Pick<FieldRule, 'hubspotProperty' | 'referenceMapping'>): boolean {
  return rule.referenceMapping !== null && rule.referenceMapping !== OWNER_REFERENCE && !isAssociation(rule);
}

/** What is wrong with reference rules, as sentences. */
export function referenceProblems(mappings: readonly ObjectMapping[]): readonly string[] {
  const byKey = new Map(mappings.map((mapping) => [mapping.key, mapping]));
  const problems: string[] = [];
  const associated = new Map<string, string>();
  for (const mapping of mappings)
    for (const rule of mapping.fields) {
      if (rule.direction === 'off' || rule.referenceMapping === null || rule.referenceMapping === OWNER_REFERENCE) continue;
      const at = `Field rule ${rule.key}`;
      const targets = referenceTargets(rule);
      for (const key of targets) if (!byKey.has(key)) problems.push(`${at}: Reference_Mapping__c ${key} is no mapping`);
      if (isPropertyReference(rule) && targets.length > 1)
        problems.push(`${at}: a property of HubSpot names a record of one object, so the rule can point to one mapping only`);
      for (const object of associatedObjects(rule)) {
        if (!targets.some((key) => byKey.get(key)?.hubspotObject === object)) problems.push(`${at}: no mapping it points to is about ${object} in HubSpot`);
        // An association has no direction and no name of its own: two lookups between the same two objects would be one.
        const pair = [mapping.hubspotObject, object].toSorted().join(' and ');
        const other = associated.get(pair);
        if (object === mapping.hubspotObject || other !== undefined)
          problems.push(
            `${at}: HubSpot cannot tell it from ${other ?? 'the way back'}, because both are associations between ${pair}. Map one of them to a property, or make it a relation with a label.`,
          );
        associated.set(pair, rule.key);
      }
    }
  return problems;
}
