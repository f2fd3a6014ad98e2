/** Which fields belong to the consent lane: they are left out of the ordinary rules, and a notice that names one is news to the lane. */
import type { Change, ConsentRule, FieldRule, ObjectMapping, RuleSet, Side } from './model.ts';

const OPT_OUT_PROPERTY = /^hs_email_optout(_\d+)?$/;
/** Properties whose change moves a contact to another address. */
const ADDRESS_PROPERTIES: ReadonlySet<string> = new Set(['email', 'hs_additional_emails']);
const ADDRESS_FIELD = 'Email';
const CONTACTS = 'contacts';
const ALL = { subscription: null };

/** HubSpot's read-only mirror of its statuses. */
export function isOptOutProperty(name: string): boolean {
  return OPT_OUT_PROPERTY.test(name);
}

/** Consent rules of one Salesforce object. */
export function consentRulesOn(rules: readonly ConsentRule[], object: string): readonly ConsentRule[] {
  return rules.filter((rule) => rule.salesforceObjects.includes(object));
}

/** The opt-out property HubSpot mirrors a rule's status in. */
export function propertyOf(rule: Pick<ConsentRule, 'subscription'>): string {
  return rule.subscription === null ? 'hs_email_optout' : `hs_email_optout_${rule.subscription}`;
}

/** Whether the lane, and not the ordinary pass, writes this field of the object. */
function isLanes(rules: readonly ConsentRule[], rule: FieldRule, object: string): boolean {
  const mine = consentRulesOn(rules, object);
  return mine.some((one) => one.salesforceField === rule.salesforceField) || (mine.length > 0 && isOptOutProperty(rule.hubspotProperty));
}

/** The rules of the ordinary pass: without the fields a consent rule covers, so that nothing is written twice. */
export function leaveToConsent(rules: RuleSet): RuleSet {
  if (rules.consent.length === 0) return rules;
  const without = (mapping: ObjectMapping): ObjectMapping => ({
    ...mapping,
    fields: mapping.fields.flatMap((rule) => {
      const objects = rule.salesforceObjects.filter((object) => !isLanes(rules.consent, rule, object));
      if (objects.length === rule.salesforceObjects.length) return [rule];
      return objects.length === 0 ? [] : [{ ...rule, salesforceObjects: objects }];
    }),
  });
  return { ...rules, mappings: rules.mappings.map((mapping) => (mapping.hubspotObject === CONTACTS ? without(mapping) : mapping)) };
}

/** Whether the lane must look because of this change. */
export function concernsConsent(rules: readonly ConsentRule[], change: Change): boolean {
  if (rules.length === 0) return false;
  const { side, object } = change.ref;
  const isPerson = side === 'hubspot' ? object === CONTACTS : consentRulesOn(rules, object).length > 0;
  if (!isPerson || change.kind === 'associate' || change.kind === 'look') return false;
  if (change.kind !== 'update') return true;
  const names = Object.keys(change.fields);
  // A merge tells of its survivor as an update that names nothing.
  if (names.length === 0) return true;
  if (side === 'hubspot') return names.some((name) => isOptOutProperty(name) || ADDRESS_PROPERTIES.has(name));
  const fields = new Set(consentRulesOn(rules, object).map((rule) => rule.salesforceField));
  return names.some((name) => fields.has(name) || name === ADDRESS_FIELD || name === 'IsConverted');
}

/** What is left of a change for the ordinary pass; null when it told of consent alone. */
export function withoutConsent(rules: readonly ConsentRule[], change: Change): Change | null {
  const { side, object } = change.ref;
  const mine = side === 'salesforce' ? new Set(consentRulesOn(rules, object).map((rule) => rule.salesforceField)) : null;
  if (rules.length === 0 || (side === 'hubspot' && object !== CONTACTS)) return change;
  const isLanesField = (name: string): boolean => (mine === null ? isOptOutProperty(name) : mine.has(name));
  const names = Object.keys(change.fields);
  const kept = names.filter((name) => !isLanesField(name));
  if (kept.length === names.length) return change;
  if (kept.length === 0 && change.kind === 'update') return null;
  return { ...change, fields: Object.fromEntries(kept.flatMap((name) => (change.fields[name] === undefined ? [] : [[name, change.fields[name]]]))) };
}

/** What a pass reads of a person besides its rules, so that a create can start withdrawn. */
export function consentFieldsOf(rules: readonly ConsentRule[], side: Side, object: string): readonly string[] {
  if (side === 'salesforce') return consentRulesOn(rules, object).map((rule) => rule.salesforceField);
  return object === CONTACTS && rules.length > 0 ? [...new Set([propertyOf(ALL), ...rules.map(propertyOf)])] : [];
}
