/** Who leans on which field of an object: field rules, consent rules, scope, and our own key and stamp. */
import { canFlow, fieldOn, isAssociation, KEY_FIELD, kindOf, kindValues, otherSide, scopeFields, SEGMENTS, STAMP_FIELD } from '../domain/index.ts';
import type { FieldRule, ObjectMapping, RuleSet, Side } from '../domain/model.ts';

export type Use = { readonly key: string; readonly mapping: string; readonly isRead: boolean; readonly isWritten: boolean; readonly rule: FieldRule | null };
export type ObjectUses = {
  readonly fields: ReadonlyMap<string, readonly Use[]>;
  /** Records of the object are made by the sync. */
  readonly isMade: boolean;
  /** Anything is written to it. */
  readonly isWritten: boolean;
  /** Fields new records get a value for. */
  readonly given: ReadonlySet<string>;
  /** Mappings that have the object, for what concerns all of it. */
  readonly mappings: readonly string[];
};

const has = (mapping: ObjectMapping, side: Side, object: string): boolean =>
  side === 'salesforce' ? mapping.salesforceObjects.includes(object) : mapping.hubspotObject === object;

export function usesOf(rules: RuleSet, side: Side, object: string): ObjectUses {
  const fields = new Map<string, Use[]>();
  const add = (field: string, use: Use): void => void fields.set(field, [...(fields.get(field) ?? []), use]);
  const mappings = rules.mappings.filter((mapping) => has(mapping, side, object));
  let isMade = false;
  const given = new Set<string>();
  for (const mapping of mappings) {
    const creates =
      side === 'salesforce' ? mapping.createInSalesforce !== 'never' && mapping.salesforceCreateObject === object : mapping.createInHubSpot !== 'never';
    isMade ||= creates;
    for (const name of Object.keys(kindValues(mapping, side))) given.add(name);
    for (const rule of mapping.fields) {
      if (rule.direction === 'off' || (side === 'salesforce' && !rule.salesforceObjects.includes(object))) continue;
      if (side === 'hubspot' && rule.referenceMapping !== null && isAssociation(rule)) continue;
      const isWritten = canFlow(rule, otherSide(side));
      add(fieldOn(rule, side), { key: rule.key, mapping: mapping.key, isRead: canFlow(rule, side), isWritten, rule });
      if (isWritten || (rule.createDefault ?? null) !== null) given.add(fieldOn(rule, side));
    }
    const scope = scopeFields(side === 'salesforce' ? mapping.salesforceScope : mapping.hubspotScope);
    const kind = kindOf(mapping, side)?.field;
    for (const field of [...scope, ...(kind === undefined ? [] : [kind])])
      if (field !== SEGMENTS) add(field, { key: `${mapping.key} (scope)`, mapping: mapping.key, isRead: true, isWritten: false, rule: null });
    for (const field of [KEY_FIELD[side], STAMP_FIELD[side]]) {
      given.add(field);
      add(field, { key: `${mapping.key} (sync key)`, mapping: mapping.key, isRead: true, isWritten: true, rule: null });
    }
  }
  if (side === 'salesforce')
    for (const { key, salesforceField, salesforceObjects, direction } of rules.consent)
      if (salesforceObjects.includes(object))
        add(salesforceField, { key, mapping: 'consent', isRead: direction !== 'to-salesforce', isWritten: direction !== 'to-hubspot', rule: null });
  const isWritten = [...fields.values()].some((uses) => uses.some((use) => use.isWritten && use.rule !== null));
  return { fields, isMade, isWritten, given, mappings: mappings.map(({ key }) => key) };
}
