/** Record types and pipelines, stages within them, and what moves only together with them. */
import { fieldOn } from './field-values.ts';
import { pipelineProperty, stageProperty } from './kinds.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { FieldRule, ObjectMapping, Schemas, ValuePair } from './model.ts';
import type { PairInput } from './plan-types.ts';

/** Salesforce's field of the record type: an id that differs from org to org and from object to object. */
const RECORD_TYPE = 'RecordTypeId';

/** Rules call record types by their developer names, records by their ids: the map speaks ids from here on, of every object of the rule. */
export function withRecordTypes(mapping: ObjectMapping, schemas: Schemas): ObjectMapping {
  if (!mapping.fields.some((rule) => rule.salesforceField === RECORD_TYPE && rule.valueMap.length > 0)) return mapping;
  const inIds = (rule: FieldRule): readonly ValuePair[] =>
    rule.valueMap.flatMap((pair) => {
      const ids = rule.salesforceObjects.flatMap((object) => {
        const field = schemas.get(`salesforce:${object}`)?.fields.get(RECORD_TYPE);
        const at = field?.optionNames?.findIndex((name) => name.toLowerCase() === pair.salesforce.toLowerCase()) ?? -1;
        return field?.options?.[at] ?? [];
      });
      return ids.length === 0 ? [pair] : ids.map((salesforce) => ({ ...pair, salesforce }));
    });
  return { ...mapping, fields: mapping.fields.map((rule) => (rule.salesforceField === RECORD_TYPE ? { ...rule, valueMap: inIds(rule) } : rule)) };
}

/** Rules in the order in which they are planned: the pipeline before the stages that are meant within it. */
export function pipelineFirst(
  rules: readonly FieldRule[],
  hubspotObject: string,
): { readonly first: readonly FieldRule[]; readonly rest: readonly FieldRule[] } {
  const property = pipelineProperty(hubspotObject);
  return { first: rules.filter((rule) => rule.hubspotProperty === property), rest: rules.filter((rule) => rule.hubspotProperty !== property) };
}

/** The pipeline the HubSpot record will be in. */
export function standingPipeline(input: PairInput, draft: PlanDraft): string | undefined {
  const property = pipelineProperty(input.hubspot.object);
  const written = draft.writes.hubspot.find((intent) => intent.field === property)?.sent;
  const held = input.hubspot.values[property];
  return written ?? (held === null || held === undefined || held === '' ? undefined : String(held));
}

/**
 * A record moves to another pipeline only with a stage of that one; HubSpot refuses it otherwise. `carry` adds the stage's write, and
 * answers whether it could. Where the stage cannot go along, or is just being taken over by Salesforce, the record stays where it is.
 */
export function moveWithStage(input: PairInput, rules: readonly FieldRule[], draft: PlanDraft, carry: (rule: FieldRule) => boolean): void {
  const [pipeline, stage] = [pipelineProperty(input.hubspot.object), stageProperty(input.hubspot.object)];
  const move = draft.writes.hubspot.find((intent) => intent.field === pipeline);
  const rule = rules.find((one) => one.hubspotProperty === stage && one.referenceMapping === null);
  if (move === undefined || rule === undefined || draft.writes.hubspot.some((intent) => intent.field === stage)) return;
  const isTaken = draft.writes.salesforce.some((intent) => intent.field === fieldOn(rule, 'salesforce'));
  if (!isTaken && carry(rule)) return;
  draft.writes.hubspot.splice(draft.writes.hubspot.indexOf(move), 1);
  // Its stage is in Salesforce by the next look, and goes along then.
  if (isTaken) draft.waiting.push(move.rule.key);
}
