/** Which records take part: filters of an object mapping. */
import { isOfKind, kindOf } from './kinds.ts';
import { SIDES } from './field-values.ts';
import type { Sided } from './merge.ts';
import type { FilterCondition, ObjectMapping, ScopeFilter, Side } from './model.ts';
import { setParts } from './values.ts';
import type { WireScalar } from './values.ts';

export type ScopeAnswer = { readonly isIn: true } | { readonly isIn: false; readonly failed: string };

/**
 * Whether a record passes a filter; no filter lets everything in. When out, `failed` names the condition in plain words (field
 * and operator, no values of the record).
 */
export function inScope(filter: ScopeFilter | null, values: Readonly<Record<string, WireScalar>>): ScopeAnswer {
  if (filter === null) return { isIn: true };
  if ('all' in filter) {
    const failed = filter.all.find((condition) => !passes(condition, values));
    return failed === undefined ? { isIn: true } : { isIn: false, failed: words(failed) };
  }
  if (filter.any.length === 0 || filter.any.some((condition) => passes(condition, values))) return { isIn: true };
  return { isIn: false, failed: filter.any.map(words).join(' or ') };
}

/** The pseudo-field under which a HubSpot record's segments are read: their ids, joined by ";". */
export const SEGMENTS = 'segments';

/** Whether a record is of the kind the mapping means. */
function kindScope(mapping: ObjectMapping, side: Side, values: Readonly<Record<string, WireScalar>>): ScopeAnswer {
  const kind = kindOf(mapping, side);
  return kind === null || isOfKind(mapping, side, values) ? { isIn: true } : { isIn: false, failed: `${kind.field} in ${kind.values.join(', ')}` };
}

/** Whether one side's criteria let a record take part. A mapping that always creates asks only for the kind of records it means. */
export function sideScope(mapping: ObjectMapping, side: Side, values: Readonly<Record<string, WireScalar>>): ScopeAnswer {
  const kind = kindScope(mapping, side, values);
  if (!kind.isIn) return kind;
  const policy = side === 'salesforce' ? mapping.createInHubSpot : mapping.createInSalesforce;
  return policy === 'always' ? { isIn: true } : inScope(side === 'salesforce' ? mapping.salesforceScope : mapping.hubspotScope, values);
}

/**
 * Whether a linked pair is kept in step: while either record passes its own side's criteria. A Salesforce record that the sync made from
 * a HubSpot one does not count, because it is there only on the other's account: once that one fails, the pair rests. `key` is the
 * link's key, which tells where it began. `failed` names what was asked on which side.
 */
export function pairScope(mapping: ObjectMapping, key: string, values: Sided<Readonly<Record<string, WireScalar>>>): ScopeAnswer {
  // A record that became another kind is another mapping's business, whatever the criteria say.
  const other = SIDES.map((side) => kindScope(mapping, side, values[side])).find((answer) => !answer.isIn);
  if (other !== undefined) return other;
  const hubspot = sideScope(mapping, 'hubspot', values.hubspot);
  if (hubspot.isIn) return hubspot;
  if (isMadeFromHubSpot(key)) return { isIn: false, failed: `HubSpot: ${hubspot.failed}` };
  const salesforce = sideScope(mapping, 'salesforce', values.salesforce);
  return salesforce.isIn ? salesforce : { isIn: false, failed: `Salesforce: ${salesforce.failed}; HubSpot: ${hubspot.failed}` };
}

/** Whether a link began with a HubSpot record alone, so that its Salesforce record is of our making. */
export function isMadeFromHubSpot(key: string): boolean {
  return key.startsWith('hs-');
}

/** A pair that rests, in one sentence. */
export function scopeWords(failed: string): string {
  return `Out of scope: the rule asks for ${failed}.`;
}

/** Segments a filter asks for. */
export function scopeSegments(filter: ScopeFilter | null): readonly string[] {
  if (filter === null) return [];
  const conditions = 'all' in filter ? filter.all : filter.any;
  return [...new Set(conditions.filter(({ field }) => field === SEGMENTS).flatMap(({ values }) => values ?? []))];
}

/** Fields a filter looks at, so they can be read. */
export function scopeFields(filter: ScopeFilter | null): readonly string[] {
  if (filter === null) return [];
  return ('all' in filter ? filter.all : filter.any).map((condition) => condition.field);
}

function passes(condition: FilterCondition, values: Readonly<Record<string, WireScalar>>): boolean {
  const raw = values[condition.field] ?? null;
  const text = raw === null ? '' : String(raw).trim();
  const wanted = condition.values ?? [];
  // A multi-select passes when any of its values is wanted.
  const parts = text === '' ? [] : [text, ...setParts(text)];
  switch (condition.op) {
    case 'filled':
      return text !== '';
    case 'blank':
      return text === '';
    case 'in':
    case 'member':
      return parts.some((part) => wanted.includes(part));
    case 'at_least':
      return text !== '' && Number(text) >= Number(wanted[0]);
    case 'at_most':
      return text !== '' && Number(text) <= Number(wanted[0]);
    case 'not_in':
    case 'not_member':
      return !parts.some((part) => wanted.includes(part));
  }
}

function words(condition: FilterCondition): string {
  const values = condition.values === undefined ? '' : ` ${condition.values.join(', ')}`;
  return `${condition.field} ${condition.op.replaceAll('_', ' ')}${values}`;
}
