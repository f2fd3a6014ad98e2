/**
 * Which records of an object a mapping means, where several mappings share the object: in Salesforce by a field (`TaskSubtype` = Call), in
 * HubSpot by the pipelines its scope names.
 */
import type { ObjectMapping, Side } from './model.ts';
import type { WireScalar } from './values.ts';

export type Kind = { readonly field: string; readonly values: readonly string[] };
type Kinded = Pick<ObjectMapping, 'salesforceKind' | 'hubspotObject' | 'hubspotScope'>;
type Values = Readonly<Record<string, WireScalar>>;

/** The property that holds a record's pipeline; only deals have theirs from before pipelines were many. */
export function pipelineProperty(hubspotObject: string): string {
  return hubspotObject === 'deals' ? 'pipeline' : 'hs_pipeline';
}

/** The property that holds a record's place in its pipeline. */
export function stageProperty(hubspotObject: string): string {
  return hubspotObject === 'deals' ? 'dealstage' : 'hs_pipeline_stage';
}

/** What tells a mapping's records from others of the same object; null when the mapping means all of them. */
export function kindOf(mapping: Kinded, side: Side): Kind | null {
  if (side === 'salesforce') return mapping.salesforceKind ?? null;
  const { hubspotScope, hubspotObject } = mapping;
  if (hubspotScope === null || !('all' in hubspotScope)) return null;
  const field = pipelineProperty(hubspotObject);
  const named = hubspotScope.all.find((condition) => condition.field === field && condition.op === 'in');
  return named?.values === undefined || named.values.length === 0 ? null : { field, values: named.values };
}

/** Whether a record is one the mapping means. */
export function isOfKind(mapping: Kinded, side: Side, values: Values): boolean {
  const kind = kindOf(mapping, side);
  return kind === null || kind.values.includes(String(values[kind.field] ?? ''));
}

/**
 * The mapping a record belongs to, among those of its object: the one that means its kind, else the one that means all. A mapping that
 * has the object for itself is answered in any case: its scope says why the record takes no part.
 */
export function mappingAmong<M extends Kinded>(mappings: readonly M[], side: Side, values: Values): M | null {
  const [only, ...others] = mappings;
  if (only === undefined || others.length === 0) return only ?? null;
  const named = mappings.find((mapping) => kindOf(mapping, side) !== null && isOfKind(mapping, side, values));
  return named ?? mappings.find((mapping) => kindOf(mapping, side) === null) ?? null;
}

/** What a new record gets besides its fields: what makes it one of the mapping's (the first value of its kind), and what the mapping gives it. */
export function kindValues(mapping: Kinded & Pick<ObjectMapping, 'given'>, side: Side): Readonly<Record<string, string>> {
  const kind = kindOf(mapping, side);
  const [first] = kind?.values ?? [];
  return { ...mapping.given?.[side], ...(kind === null || first === undefined ? {} : { [kind.field]: first }) };
}

type Checked = Kinded & Pick<ObjectMapping, 'key' | 'salesforceObjects'>;

/** What is wrong with mappings that share an object (of one side, or of both), as sentences: no record may belong to two of them. */
export function sharingProblems(mappings: readonly Checked[], only?: Side): readonly string[] {
  return mappings.flatMap((mapping, index) =>
    mappings
      .slice(index + 1)
      .flatMap((other) => [
        ...mapping.salesforceObjects
          .filter((object) => only !== 'hubspot' && other.salesforceObjects.includes(object))
          .flatMap((object) => clash({ one: mapping, other, side: 'salesforce', object })),
        ...(only !== 'salesforce' && mapping.hubspotObject === other.hubspotObject
          ? clash({ one: mapping, other, side: 'hubspot', object: mapping.hubspotObject })
          : []),
      ]),
  );
}

type Pair = { readonly one: Checked; readonly other: Checked; readonly side: Side; readonly object: string };

function clash({ one, other, side, object }: Pair): readonly string[] {
  const [mine, theirs] = [kindOf(one, side), kindOf(other, side)];
  const fix =
    side === 'salesforce'
      ? 'Say in Kind_Field__c and Kind_Values__c which of its records each one means.'
      : `Name in the HubSpot scope of each which pipelines it means (${pipelineProperty(object)} in …).`;
  const both = `Object mappings ${one.key} and ${other.key} share ${object}`;
  // One of them may mean whatever the other does not name; in HubSpot each must name its own, or a pair could be in two mappings' scope.
  if (mine === null || theirs === null) return side === 'salesforce' && mine !== theirs ? [] : [`${both} and nothing tells their records apart. ${fix}`];
  if (mine.field !== theirs.field) return [`${both} and tell their records apart by different fields, ${mine.field} and ${theirs.field}. ${fix}`];
  const twice = mine.values.filter((value) => theirs.values.includes(value));
  return twice.length === 0 ? [] : [`${both} and both mean ${mine.field} ${twice.join(', ')}. ${fix}`];
}
