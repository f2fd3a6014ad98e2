/**
 * How many records pass a scope filter, and which, asked through search. Search cannot ask for segments; so the members of those named
 * are read and judged one by one, and search answers for everybody else.
 */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Filter, FilterGroup } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { inScope, SEGMENTS, scopeFields, scopeSegments } from '../domain/index.ts';
import type { FilterCondition, ObjectSchema, ScopeFilter } from '../domain/model.ts';
import type { Survey, SurveyRequest, WireRecord } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { searchPageMax } from './find.ts';
import { alwaysRead, modifiedProperty } from './names.ts';
import { readAll } from './read.ts';
import { toWireRecord } from './records.ts';
import type { HubSpotObject } from './records.ts';
import { propertiesAmong, segmentMembers, segmentSizes } from './segments.ts';

/** Ceilings of one search (quirks.md). */
const groupsMax = 5;
const filtersMax = 6;
const bodyCharsMax = 2_500;
/** Members of segments judged one by one for a person who waits; beyond, the count is an upper bound. */
const membersMax = 10_000;

function filterOf({ field, op, values = [] }: FilterCondition, schema: ObjectSchema): Filter {
  const kind = schema.fields.get(field)?.kind;
  // Search keeps text in lower case, and compares lists of it so.
  const isText = kind !== 'picklist' && kind !== 'multi-picklist' && kind !== 'boolean';
  const asked = isText ? values.map((value) => value.toLowerCase()) : [...values];
  const [first = ''] = values;
  switch (op) {
    case 'filled':
      return { propertyName: field, operator: FilterOperatorEnum.HasProperty };
    case 'blank':
      return { propertyName: field, operator: FilterOperatorEnum.NotHasProperty };
    case 'in':
    case 'member':
      return { propertyName: field, operator: FilterOperatorEnum.In, values: asked };
    case 'not_in':
    case 'not_member':
      return { propertyName: field, operator: FilterOperatorEnum.NotIn, values: asked };
    case 'at_least':
      return { propertyName: field, operator: FilterOperatorEnum.Gte, value: first };
    case 'at_most':
      return { propertyName: field, operator: FilterOperatorEnum.Lte, value: first };
  }
}

export type Asking =
  /** Nobody outside the named segments passes. */
  { readonly kind: 'nobody' } | { readonly kind: 'search'; readonly groups: readonly FilterGroup[]; readonly isExact: boolean };

/** What is left of a filter for records that are in none of the segments it names. */
export function askingOf(filter: ScopeFilter | null, schema: ObjectSchema): Asking {
  if (filter === null) return { kind: 'search', groups: [], isExact: true };
  const isAll = 'all' in filter;
  const conditions = isAll ? filter.all : filter.any;
  const plain = conditions.filter(({ field }) => field !== SEGMENTS).map((condition) => filterOf(condition, schema));
  if (isAll) {
    if (conditions.some(({ op }) => op === 'member')) return { kind: 'nobody' };
    return bounded(plain.length === 0 ? [] : [{ filters: plain.slice(0, filtersMax) }], plain.length <= filtersMax);
  }
  if (conditions.length === 0 || conditions.some(({ op }) => op === 'not_member')) return { kind: 'search', groups: [], isExact: true };
  if (plain.length === 0) return { kind: 'nobody' };
  return plain.length > groupsMax
    ? { kind: 'search', groups: [], isExact: false }
    : bounded(
        plain.map((one) => ({ filters: [one] })),
        true,
      );
}

/** A search that would not fit its body asks for everybody instead. */
function bounded(groups: readonly FilterGroup[], isExact: boolean): Asking {
  return JSON.stringify(groups).length > bodyCharsMax ? { kind: 'search', groups: [], isExact: false } : { kind: 'search', groups, isExact };
}

type Found = { readonly total: number; readonly records: readonly HubSpotObject[] };
const nobody: CallResult<Found> = { ok: true, value: { total: 0, records: [] } };

async function search(calls: Calls, request: SurveyRequest, groups: readonly FilterGroup[]): Promise<CallResult<Found>> {
  const { object, fields, filter, text, limit } = request;
  const records: HubSpotObject[] = [];
  let after: string | undefined;
  let total = 0;
  do {
    const asked = {
      filterGroups: [...groups],
      // The client types `sorts` as text, HubSpot takes objects; the client passes them through (quirks.md).
      sorts: [{ propertyName: modifiedProperty(object), direction: 'DESCENDING' }] as unknown as string[],
      properties: [...propertiesAmong([...new Set([...fields, ...scopeFields(filter), ...alwaysRead])])],
      limit: Math.min(searchPageMax, Math.max(1, limit)),
      ...(text === null ? {} : { query: text.trim() }),
      ...(after === undefined ? {} : { after }),
    };
    const answer = await calls.search('survey', (client) => client.crm.objects.searchApi.doSearch(object, asked));
    if (!answer.ok) return answer;
    total = answer.value.total;
    records.push(...answer.value.results);
    after = answer.value.paging?.next?.after;
  } while (after !== undefined && records.length < limit);
  return { ok: true, value: { total, records: records.slice(0, limit) } };
}

type Members = {
  /** Members by segment id; empty when they are too many to be judged while a person waits. */
  readonly byId: ReadonlyMap<string, ReadonlySet<string>>;
  /** Size of all of them together, when they are too many. */
  readonly tooMany: number | null;
};

async function membersOf(calls: Calls, segments: readonly string[]): Promise<CallResult<Members>> {
  const byId = new Map<string, ReadonlySet<string>>();
  if (segments.length === 0) return { ok: true, value: { byId, tooMany: null } };
  const sizes = await segmentSizes(calls, segments);
  if (!sizes.ok) return sizes;
  const size = [...sizes.value.values()].reduce((sum, one) => sum + Math.max(0, one), 0);
  if (size > membersMax) return { ok: true, value: { byId, tooMany: size } };
  for (const id of segments) {
    const members = await segmentMembers(calls, id);
    if (!members.ok) return members;
    byId.set(id, members.value);
  }
  return { ok: true, value: { byId, tooMany: null } };
}

function withMembership(object: string, record: HubSpotObject, members: ReadonlyMap<string, ReadonlySet<string>>): WireRecord {
  const wire = toWireRecord(object, record);
  const segments = [...members].filter(([, ids]) => ids.has(record.id)).map(([id]) => id);
  return { ...wire, values: { ...wire.values, [SEGMENTS]: segments.length === 0 ? null : segments.toSorted().join(';') } };
}

/** See `SurveyRequest`. A search or two; where the filter names segments, their members besides (250 a call) and a read of each (100 a call). */
export async function surveyRecords(calls: Calls, request: SurveyRequest): Promise<CallResult<Survey>> {
  const { object, filter, fields, limit, schema } = request;
  const asking = askingOf(filter, schema);
  const members = await membersOf(calls, scopeSegments(filter));
  if (!members.ok) return members;
  const outside = asking.kind === 'nobody' ? nobody : await search(calls, request, asking.groups);
  if (!outside.ok) return outside;
  const { byId, tooMany } = members.value;
  if (tooMany !== null) return { ok: true, value: { total: tooMany + outside.value.total, isExact: false, records: [] } };
  const ids = [...new Set([...byId.values()].flatMap((each) => [...each]))];
  const read = await readAll(calls, { object, ids, properties: propertiesAmong([...new Set([...fields, ...scopeFields(filter)])]) });
  if (!read.ok) return read;
  const inside = read.value.map((record) => withMembership(object, record, byId));
  const others = outside.value.records.map((record) => withMembership(object, record, byId));
  const passing = inside.filter(({ values }) => inScope(filter, values).isIn);
  // Search knows nothing of segments, so it counted members, too.
  const asSearched = withoutSegments(filter);
  const counted = asking.kind === 'nobody' ? [] : inside.filter(({ values }) => inScope(asSearched, values).isIn);
  const verified = [...passing, ...others.filter(({ values }) => inScope(filter, values).isIn)];
  const records = [...new Map(verified.map((record) => [record.id, record])).values()].toSorted((left, right) => right.modifiedAt - left.modifiedAt);
  const isExact = asking.kind === 'nobody' || asking.isExact;
  return { ok: true, value: { total: outside.value.total - counted.length + passing.length, isExact, records: records.slice(0, limit) } };
}

/** The filter as search was asked it: for records in none of its segments. */
function withoutSegments(filter: ScopeFilter | null): ScopeFilter | null {
  if (filter === null) return null;
  if ('all' in filter) return { all: filter.all.filter(({ field }) => field !== SEGMENTS) };
  return filter.any.some(({ op }) => op === 'not_member') ? null : { any: filter.any.filter(({ field }) => field !== SEGMENTS) };
}
