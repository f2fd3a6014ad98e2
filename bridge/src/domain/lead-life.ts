/** What the policies ask for in the life of a lead: the stage after a conversion, and reopening when the person comes back. Pure. */
import { canFlow } from './merge.ts';
import { fieldOn } from './field-values.ts';
import type { Fingerprinter } from './fingerprint.ts';
import type { FieldRule, LinkMarks, ObjectMapping, Schemas } from './model.ts';
import { looseRule } from './puts.ts';
import { inScope } from './scope.ts';
import type { Put, RecordView } from './plan-types.ts';

/** HubSpot's property of the lifecycle stage, and of the last form a person filled in. Calculated by HubSpot, so it is read, never waited for. */
export const STAGE = 'lifecyclestage';
export const LAST_CONVERSION = 'recent_conversion_date';
/** How often a put is tried before it is left to its issue. */
export const PUT_TRIES = 8;

export type LifeInput = {
  readonly mapping: ObjectMapping;
  readonly schemas: Schemas;
  readonly salesforce: RecordView;
  readonly hubspot: RecordView;
  readonly marks: LinkMarks;
  readonly fingerprint: Fingerprinter;
};
/** `marks` is what the link remembers from now on. */
export type LifeAnswer = { readonly puts: readonly Put[]; readonly marks: LinkMarks };

/** Leads and contacts ↔ HubSpot contacts. */
export function isPersonMapping({ hubspotObject, salesforceObjects }: Pick<ObjectMapping, 'hubspotObject' | 'salesforceObjects'>): boolean {
  return hubspotObject === 'contacts' && salesforceObjects.includes('Lead');
}

/** Opportunities ↔ deals. */
export function isDealMapping({ hubspotObject, salesforceObjects }: Pick<ObjectMapping, 'hubspotObject' | 'salesforceObjects'>): boolean {
  return hubspotObject === 'deals' && salesforceObjects.includes('Opportunity');
}

/** Fields the policies of a mapping look at, per side. */
export function lifeFields({ policies, salesforceObjects, hubspotObject }: ObjectMapping): {
  readonly salesforce: readonly string[];
  readonly hubspot: readonly string[];
} {
  if (hubspotObject !== 'contacts' || !salesforceObjects.includes('Lead')) return { salesforce: [], hubspot: [] };
  const reengages = policies.reengage.closedStatuses.length > 0;
  return {
    salesforce: reengages || policies.conversion.dealConverts ? ['Status', 'OwnerId', 'AccountId'] : [],
    hubspot: [...(reengages ? [LAST_CONVERSION] : []), ...(reengages || policies.conversion.stage !== null ? [STAGE] : [])],
  };
}

/** What the life of this pair asks for now. Asking twice with the marks it answered asks for the same. */
export function leadLife(input: LifeInput): LifeAnswer {
  if (!isPersonMapping(input.mapping)) return { puts: [], marks: input.marks };
  return input.salesforce.object === 'Lead' ? reengagement(input) : afterConversion(input);
}

// --- conversion ------------------------------------------------------------------------------------------------------

function afterConversion(input: LifeInput): LifeAnswer {
  const { mapping, marks, hubspot, schemas } = input;
  const { stageTries = 0, reopenTries: _reopen, engaged: _engaged, isConversionDue: _due, ...kept } = marks;
  const stage = mapping.policies.conversion.stage;
  const rule = mapping.fields.find(
    (one) => one.hubspotProperty === STAGE && one.direction !== 'off' && one.salesforceObjects.includes(input.salesforce.object),
  );
  if (stageTries === 0 || stage === null || rule === undefined) return { puts: [], marks: kept };
  const order = schemas.get(`hubspot:${hubspot.object}`)?.fields.get(STAGE)?.options ?? [];
  // HubSpot's stages only move forward; a person who is further already stays there.
  if (rank(order, hubspot.values[STAGE]) >= rank(order, stage)) return { puts: [], marks: kept };
  return { puts: [stagePut(rule, stage)], marks: { ...kept, stageTries: stageTries - 1 } };
}

/** On the side whose values travel, for a listed stage the one that owns it; in its own words. */
function stagePut(rule: FieldRule, stage: string): Put {
  const owner = rule.stages?.find((one) => one.stage === stage)?.owner ?? 'hubspot';
  if (owner === 'hubspot' && canFlow(rule, 'hubspot')) return { rule, side: 'hubspot', value: stage, reason: 'converted' };
  return { rule, side: 'salesforce', value: rule.valueMap.find((pair) => pair.hubspot === stage)?.salesforce ?? stage, reason: 'converted' };
}

function rank(order: readonly string[], stage: unknown): number {
  return typeof stage === 'string' ? order.indexOf(stage) : -1;
}

// --- re-engagement ---------------------------------------------------------------------------------------------------

function reengagement(input: LifeInput): LifeAnswer {
  const { mapping, salesforce, marks } = input;
  const { closedStatuses } = mapping.policies.reengage;
  const { engaged, reopenTries, ...kept } = marks;
  if (!closedStatuses.includes(String(salesforce.values['Status'] ?? ''))) return { puts: [], marks: kept };
  const now = {
    stage: input.fingerprint('engaged:stage', text(input.hubspot.values[STAGE])),
    conversion: input.fingerprint('engaged:form', text(input.hubspot.values[LAST_CONVERSION])),
  };
  const isBack = engaged !== undefined && hasComeBack(input, engaged, now);
  const tries = isBack ? PUT_TRIES : (reopenTries ?? 0);
  const puts = tries === 0 ? [] : reopening(input);
  return { puts, marks: { ...kept, engaged: now, ...(puts.length === 0 || tries === 0 ? {} : { reopenTries: tries - 1 }) } };
}

/** Seen closed before, and since then: another form was filled in, or the stage moved forward to one that is in scope. */
function hasComeBack(input: LifeInput, before: NonNullable<LinkMarks['engaged']>, now: NonNullable<LinkMarks['engaged']>): boolean {
  if (before.conversion !== now.conversion && text(input.hubspot.values[LAST_CONVERSION]) !== null) return true;
  if (before.stage === now.stage || !inScope(input.mapping.hubspotScope, input.hubspot.values).isIn) return false;
  // A stage that sales sets is no word of the person's.
  const rule = input.mapping.fields.find((one) => one.hubspotProperty === STAGE);
  if (rule?.stages?.find((one) => one.stage === input.hubspot.values[STAGE])?.owner === 'salesforce') return false;
  const order = input.schemas.get(`hubspot:${input.hubspot.object}`)?.fields.get(STAGE)?.options ?? [];
  const earlier = order.findIndex((stage) => input.fingerprint('engaged:stage', stage) === before.stage);
  return rank(order, input.hubspot.values[STAGE]) > earlier;
}

function reopening({ mapping, salesforce }: LifeInput): readonly Put[] {
  const { action, owner, reopenStatus } = mapping.policies.reengage;
  const wanted: readonly (readonly [string, string | null])[] = [
    ['Status', reopenStatus],
    ['OwnerId', action === 'keep-owner' ? null : owner],
  ];
  return wanted.flatMap(([field, value]) =>
    value === null || salesforce.values[field] === value
      ? []
      : [{ rule: ruleOf(mapping, field), side: 'salesforce' as const, value, reason: 're-engaged' as const }],
  );
}

function ruleOf(mapping: ObjectMapping, field: string): FieldRule {
  const rule = mapping.fields.find((one) => fieldOn(one, 'salesforce') === field && one.direction !== 'off' && one.salesforceObjects.includes('Lead'));
  return rule ?? looseRule(mapping.key, field);
}

function text(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
