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

type Associating = { readonly rule: FieldRule; readonly mapping: ObjectMapping; readonly to: string };

/** What is wrong with reference rules, as sentences. */
export function referenceProblems(mappings: readonly ObjectMapping[]): readonly string[] {
  const byKey = new Map(mappings.map((mapping) => [mapping.key, mapping]));
  const problems: string[] = [];
  const associating: Associating[] = [];
  for (const mapping of mappings)
    for (const rule of mapping.fields) {
      if (rule.referenceMapping === null || rule.referenceMapping === OWNER_REFERENCE) continue;
      const at = `Field rule ${rule.key}`;
      const targets = referenceTargets(rule);
      for (const key of targets) if (!byKey.has(key)) problems.push(`${at}: Reference_Mapping__c ${key} is no mapping`);
      if (rule.direction === 'off') continue;
      if (isPropertyReference(rule) && targets.length > 1)
        problems.push(`${at}: a property of HubSpot names a record of one object, so the rule can point to one mapping only`);
      for (const to of associatedObjects(rule)) {
        if (!targets.some((key) => byKey.get(key)?.hubspotObject === to)) problems.push(`${at}: no mapping it points to is about ${to} in HubSpot`);
        const one = { rule, mapping, to };
        const other = to === mapping.hubspotObject ? one : associating.find((known) => isSameAssociation(known, one));
        if (other !== undefined)
          problems.push(
            `${at}: HubSpot cannot tell it from ${other === one ? 'the way back' : other.rule.key}, because both are associations between ${mapping.hubspotObject} and ${to}. Map one of them to a property, or make it a relation with a label.`,
          );
        associating.push(one);
      }
    }
  return problems;
}

/** An association has neither a direction nor a name of its own: two lookups of one record, or one and the way back, would be the same. */
function isSameAssociation(one: Associating, other: Associating): boolean {
  if (one.mapping.hubspotObject === other.to && one.to === other.mapping.hubspotObject) return true;
  const shared = one.rule.salesforceObjects.some((object) => other.rule.salesforceObjects.includes(object));
  return one.mapping.key === other.mapping.key && one.to === other.to && shared;
}
