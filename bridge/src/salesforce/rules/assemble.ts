import type { z } from 'zod';
import { referenceProblems, scopeFields, SEGMENTS, sharingProblems } from '../../domain/index.ts';
import type { FieldRule, ObjectMapping, RuleSet } from '../../domain/model.ts';
import type { Names } from '../names.ts';
import { checkConsent, checkLifecycle, checkPolicies, toConsent, toLifecycle, toPolicies } from './people.ts';
import { checkKinds, checkSharing, toActivities, toCampaigns, toDestinations, toKind, toRelations } from './sharing.ts';
import { list, repeated } from './text.ts';
import { consentSchema, mappingSchema, ruleSchema, stageSchema } from './wire.ts';
import type { MappingRow, RuleRow } from './wire.ts';
import { activitySchema, campaignSchema, destinationSchema, relationSchema } from './wire-sharing.ts';

/** Rows of the package's objects. All but mappings and rules are absent where the package does not know them yet. */
export type RawRules = {
  readonly version: number;
  readonly mappings: readonly unknown[];
  readonly rules: readonly unknown[];
  readonly stages?: readonly unknown[] | undefined;
  readonly consents?: readonly unknown[] | undefined;
  readonly relations?: readonly unknown[] | undefined;
  readonly activities?: readonly unknown[] | undefined;
  readonly campaigns?: readonly unknown[] | undefined;
  readonly destinations?: readonly unknown[] | undefined;
};
export type Assembled = { readonly ok: true; readonly rules: RuleSet } | { readonly ok: false; readonly problems: readonly string[] };

/** The window applies when the admin left it blank. */
const windowMinutesDefault = 5;

function toFieldRule(row: RuleRow, mapping: MappingRow): FieldRule {
  const all = list(mapping.Salesforce_Objects__c);
  return {
    key: row.Rule_Key__c,
    salesforceObjects: row.Salesforce_Object__c === '' ? all : list(row.Salesforce_Object__c),
    salesforceField: row.Salesforce_Field__c,
    hubspotProperty: row.HubSpot_Property__c,
    owner: row.Owner__c,
    direction: row.Direction__c,
    policy: row.Conflict_Policy__c,
    windowMs: (row.Window_Minutes__c ?? windowMinutesDefault) * 60_000,
    isProtected: row.Protected__c,
    blank: row.Blank_Handling__c,
    nonOwnerEdit: row.Non_Owner_Edit__c,
    valueMap: row.Value_Map__c ?? [],
    referenceMapping: row.Reference_Mapping__c === '' ? null : row.Reference_Mapping__c,
    ...(row.Create_Default__c === '' ? {} : { createDefault: row.Create_Default__c }),
  };
}

function toMapping(row: MappingRow, rules: readonly RuleRow[]): ObjectMapping {
  const ours = rules.filter((rule) => rule.Object_Mapping__c === row.Id);
  const objects = list(row.Salesforce_Objects__c);
  return {
    key: row.Mapping_Key__c,
    salesforceObjects: objects,
    salesforceCreateObject: row.Salesforce_Create_Object__c === '' ? (objects[0] ?? '') : row.Salesforce_Create_Object__c,
    hubspotObject: row.HubSpot_Object__c,
    createInSalesforce: row.Create_In_Salesforce__c,
    createInHubSpot: row.Create_In_HubSpot__c,
    salesforceScope: row.Salesforce_Scope__c,
    hubspotScope: row.HubSpot_Scope__c,
    order: row.Sort_Order__c ?? 0,
    policies: toPolicies(row),
    ...toKind(row),
    fields: ours.toSorted((left, right) => (left.Sort_Order__c ?? 0) - (right.Sort_Order__c ?? 0)).map((rule) => toFieldRule(rule, row)),
  };
}

function withPlainNames(row: unknown, names: Names): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [names.withoutNamespace(name), value]));
}

/** Parses rows one by one, so that every bad one is named; `label` says which in words an admin knows. */
function parseRows<T>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  label: (row: Record<string, unknown>) => string,
  problems: string[],
  names: Names,
): readonly T[] {
  return rows.flatMap((raw) => {
    const row = withPlainNames(raw, names);
    const parsed = schema.safeParse(row);
    if (parsed.success) return [parsed.data];
    for (const issue of parsed.error.issues) problems.push(`${label(row as Record<string, unknown>)}: ${issue.path.join('.')} ${issue.message}`);
    return [];
  });
}

function checkMapping(mapping: ObjectMapping): readonly string[] {
  const at = `Object mapping ${mapping.key || '(no key)'}`;
  const problems: string[] = [];
  if (mapping.key === '') problems.push(`${at}: Mapping_Key__c is blank`);
  if (mapping.salesforceObjects.length === 0) problems.push(`${at}: Salesforce_Objects__c is blank`);
  if (mapping.hubspotObject === '') problems.push(`${at}: HubSpot_Object__c is blank`);
  if (!mapping.salesforceObjects.includes(mapping.salesforceCreateObject))
    problems.push(`${at}: Salesforce_Create_Object__c ${mapping.salesforceCreateObject} is not one of its objects`);
  if (scopeFields(mapping.salesforceScope).includes(SEGMENTS)) problems.push(`${at}: Salesforce_Scope__c asks for segments, which only HubSpot has`);
  problems.push(...checkPolicies(mapping).map((problem) => `${at}: ${problem}`));
  for (const rule of mapping.fields) problems.push(...checkRule(rule, mapping));
  return problems;
}

/** Values with two partners in a direction they travel. Two-way maps may fold several values into one: the first pair is the way back. */
function ambiguous({ direction, valueMap }: FieldRule): readonly { readonly from: string; readonly value: string }[] {
  const from = direction === 'to-hubspot' ? 'salesforce' : direction === 'to-salesforce' ? 'hubspot' : null;
  if (from === null) return [];
  // The same value may mean something else within each pipeline.
  return ['', ...new Set(valueMap.flatMap((pair) => pair.within ?? []))].flatMap((within) =>
    repeated(valueMap.filter((pair) => (pair.within ?? '') === within).map((pair) => pair[from])).map((value) => ({ from, value })),
  );
}

function checkRule(rule: FieldRule, mapping: ObjectMapping): readonly string[] {
  const at = `Field rule ${rule.key || `${rule.salesforceField} ↔ ${rule.hubspotProperty}`}`;
  const problems: string[] = [];
  if (rule.key === '') problems.push(`${at}: Rule_Key__c is blank`);
  if (rule.salesforceField === '') problems.push(`${at}: Salesforce_Field__c is blank`);
  if (rule.hubspotProperty === '') problems.push(`${at}: HubSpot_Property__c is blank`);
  for (const object of rule.salesforceObjects.filter((name) => !mapping.salesforceObjects.includes(name)))
    problems.push(`${at}: ${object} is not an object of mapping ${mapping.key}`);
  for (const { from, value } of ambiguous(rule)) problems.push(`${at}: Value_Map__c gives the ${from} value "${value}" two meanings`);
  if (rule.windowMs < 0) problems.push(`${at}: Window_Minutes__c is negative`);
  return problems;
}

function isEnabled(row: unknown, names: Names): boolean {
  return (withPlainNames(row, names) as Record<string, unknown>)['Enabled__c'] === true;
}

/** Parts without a rule are left out, as in rules made before there were any. */
const filled = <Parts extends Readonly<Record<string, readonly unknown[]>>>(parts: Parts): Partial<Parts> =>
  Object.fromEntries(Object.entries(parts).filter(([, rules]) => rules.length > 0)) as Partial<Parts>; // an edge: Object.entries forgets the names

/** Rules from the package's rows. Disabled rows are left out before they are judged; otherwise every problem is listed. */
export function assembleRules(raw: RawRules, names: Names): Assembled {
  const problems: string[] = [];
  const name = (row: Record<string, unknown>, key: string): string => String(row[key] ?? row['Id'] ?? '?');
  const enabledMappings = raw.mappings.filter((row) => isEnabled(row, names));
  const mappingRows = parseRows(enabledMappings, mappingSchema, (row) => `Object mapping ${name(row, 'Mapping_Key__c')}`, problems, names);
  const enabled = <T>(rows: readonly unknown[] | undefined, schema: z.ZodType<T>, what: string): readonly T[] =>
    parseRows(
      (rows ?? []).filter((row) => isEnabled(row, names)),
      schema,
      (row) => `${what} rule ${name(row, 'Rule_Key__c')}`,
      problems,
      names,
    );
  const ruleRows = enabled(raw.rules, ruleSchema, 'Field');
  const stageRows = parseRows(raw.stages ?? [], stageSchema, (row) => `Lifecycle stage ${name(row, 'Stage__c')}`, problems, names);
  const consentRows = enabled(raw.consents, consentSchema, 'Consent');
  const sharing = {
    relations: toRelations(enabled(raw.relations, relationSchema, 'Relation')),
    activities: toActivities(enabled(raw.activities, activitySchema, 'Activity')),
    campaigns: toCampaigns(enabled(raw.campaigns, campaignSchema, 'Campaign')),
    destinations: toDestinations(enabled(raw.destinations, destinationSchema, 'Destination')),
  };
  const mappings = mappingRows.map((row) => toMapping(row, ruleRows)).toSorted((left, right) => left.order - right.order);
  const keys = mappings.map((mapping) => mapping.key);
  problems.push(...mappings.flatMap(checkMapping));
  for (const key of repeated(keys)) problems.push(`two object mappings have the key ${key}`);
  for (const key of repeated(mappings.flatMap((mapping) => mapping.fields.map((rule) => rule.key)))) problems.push(`two field rules have the key ${key}`);
  if (enabledMappings.length === 0) problems.push('the active ruleset has no enabled object mapping');
  const lifecycle = toLifecycle(stageRows);
  const consent = toConsent(consentRows);
  problems.push(
    ...checkLifecycle(lifecycle, mappings),
    ...checkConsent(consent),
    ...checkKinds(mappings),
    ...sharingProblems(mappings, 'hubspot'),
    ...referenceProblems(mappings),
    ...checkSharing(sharing, mappings),
  );
  return problems.length === 0 ? { ok: true, rules: { version: raw.version, mappings, lifecycle, consent, ...filled(sharing) } } : { ok: false, problems };
}
