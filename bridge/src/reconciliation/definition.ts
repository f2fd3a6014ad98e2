/** Whom HubSpot and Salesforce count, unless a person said otherwise: told from the handoff rules. Pure. */
import { inScope, scopeFields, SEGMENTS } from '../domain/index.ts';
import type { FieldRule, ObjectMapping, RuleSet, Schemas, ScopeFilter } from '../domain/index.ts';
import type { WireRecord } from '../engine/index.ts';
import type { Definition } from './model.ts';

const STAGE = 'lifecyclestage';
const MQL = 'marketingqualifiedlead';
type Values = WireRecord['values'];

/** The mapping whose people are counted: leads and contacts ↔ HubSpot contacts; null when the rules have none. */
export function peopleMapping({ mappings }: Pick<RuleSet, 'mappings'>): ObjectMapping | null {
  return mappings.find(({ hubspotObject, salesforceObjects }) => hubspotObject === 'contacts' && salesforceObjects.some(isPerson)) ?? null;
}
const isPerson = (object: string): boolean => object === 'Lead' || object === 'Contact';

/**
 * HubSpot counts whom the handoff rule lets in, else everybody from marketing qualified lead on. Salesforce counts the leads and contacts
 * whose field for HubSpot's stage holds one of the same stages, in its own words; where no rule carries the stage, all of them.
 * Example: scope `lifecyclestage in (mql, customer)` and a rule Stage__c ↔ lifecyclestage give Lead, Contact: `Stage__c in (mql, Customer)`.
 */
export function defaultDefinition(mapping: ObjectMapping, schemas: Schemas): Definition {
  const options = schemas.get(`hubspot:${mapping.hubspotObject}`)?.fields.get(STAGE)?.options ?? [];
  const later = options.slice(Math.max(0, options.indexOf(MQL)));
  const hubspot: ScopeFilter | null =
    mapping.hubspotScope ?? (options.includes(MQL) ? { all: [{ field: STAGE, op: 'in', values: later.filter((stage) => stage !== 'other') }] } : null);
  const stages = stagesOf(hubspot);
  const salesforce = mapping.salesforceObjects.filter(isPerson).map((object): readonly [string, ScopeFilter | null] => {
    const rule = stageRule(mapping, object);
    if (rule === null || stages === null) return [object, null];
    return [object, { all: [{ field: rule.salesforceField, op: 'in', values: [...new Set(stages.map((stage) => inSalesforce(rule, stage)))] }] }];
  });
  return { hubspot, salesforce: Object.fromEntries(salesforce), accepted: null, refused: null };
}

/** The rule that carries HubSpot's stage to an object; null when none does. */
export function stageRule(mapping: ObjectMapping, object: string): FieldRule | null {
  return mapping.fields.find((rule) => rule.hubspotProperty === STAGE && rule.direction !== 'off' && rule.salesforceObjects.includes(object)) ?? null;
}

function inSalesforce(rule: FieldRule, stage: string): string {
  return rule.valueMap.find(({ hubspot }) => hubspot === stage)?.salesforce ?? stage;
}

/** The stages a filter asks for; null when it does not ask for stages. */
export function stagesOf(filter: ScopeFilter | null): readonly string[] | null {
  const conditions = filter === null ? [] : 'all' in filter ? filter.all : filter.any;
  return conditions.find(({ field, op }) => field === STAGE && op === 'in')?.values ?? null;
}

/** Whether HubSpot counts a contact. */
export const countsInHubSpot = ({ hubspot }: Definition, values: Values): boolean => inScope(hubspot, values).isIn;

/** Whether Salesforce counts a record; `failed` says in words what it would have to be. Converted leads live on as their contacts. */
export function countsInSalesforce(
  { salesforce }: Definition,
  { object, values, convertedTo }: Pick<WireRecord, 'object' | 'values' | 'convertedTo'>,
): { readonly isIn: true } | { readonly isIn: false; readonly failed: string } {
  if (convertedTo !== null) return { isIn: false, failed: 'a lead that is not converted' };
  const filter = salesforce[object];
  return filter === undefined ? { isIn: false, failed: `another object than ${object}` } : inScope(filter, values);
}

/** Whether records have to be read one by one, because a sweep does not tell their segments. */
export const asksForSegments = ({ hubspot }: Definition): boolean => scopeFields(hubspot).includes(SEGMENTS);

/** HubSpot's own dates of the stages a definition asks for, by property. */
export const stageDates = (stages: readonly string[]): readonly string[] => stages.map((stage) => `hs_${STAGE}_${stage}_date`);

/** Fields that tell whether a record counts, and when and how it was handed over; only those the object has. */
export function countFields(
  definition: Definition,
  mapping: ObjectMapping,
  schemas: Schemas,
): { hubspot: readonly string[]; salesforce: (object: string) => readonly string[] } {
  const known = (key: string, fields: readonly string[]): readonly string[] => {
    const schema = schemas.get(key);
    return [...new Set(fields)].filter((field) => field === SEGMENTS || schema?.fields.has(field) === true);
  };
  const stages = [
    ...new Set([...(stagesOf(definition.hubspot) ?? []), ...mapping.fields.flatMap(({ stages: listed = [] }) => listed.map(({ stage }) => stage))]),
  ];
  return {
    hubspot: known('hubspot:contacts', ['email', ...scopeFields(definition.hubspot), STAGE, ...stageDates(stages)]),
    salesforce: (object) =>
      known(`salesforce:${object}`, [
        // A sweep that is asked for nothing tells no values, and everybody may count.
        'LastName',
        ...scopeFields(definition.salesforce[object] ?? null),
        ...(object === 'Lead' ? [...scopeFields(definition.accepted), ...scopeFields(definition.refused), 'Status'] : []),
        'CreatedDate',
      ]),
  };
}
