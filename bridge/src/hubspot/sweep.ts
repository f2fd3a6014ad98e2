/**
 * What changed between two instants, oldest first. Search is sorted by modification time and re-anchored at the last time seen on
 * every page, because records modified meanwhile leave the window and shift offsets, and because search ends at 10,000 rows.
 */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { z } from 'zod';
import type { Instant } from '../domain/model.ts';
import type { SweepPage } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { searchPageMax } from './find.ts';
import { modifiedProperty } from './names.ts';
import { hubspotRef, instantOf, mergedIds } from './records.ts';
import type { HubSpotObject } from './records.ts';

const pageSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('modified'), anchor: z.number() }),
  /** More records than a page share one instant: walk them by id. */
  z.object({ phase: z.literal('same-instant'), anchor: z.number(), afterId: z.string() }),
  z.object({ phase: z.literal('archived'), after: z.string().nullable() }),
]);
type Page = z.infer<typeof pageSchema>;
type SweepRow = SweepPage['records'][number];
type Window = { readonly object: string; readonly since: Instant; readonly until: Instant; readonly fields: readonly string[] };

const archivedPageMax = 100;

function sorted(propertyName: string): string[] {
  // The client types `sorts` as text, HubSpot takes objects; the client passes them through (verified on 14.0.1).
  return [{ propertyName, direction: 'ASCENDING' }] as unknown as string[];
}

function modifiedAt(object: string, record: HubSpotObject): Instant {
  const text = record.properties[modifiedProperty(object)] ?? '';
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : instantOf(record.updatedAt);
}

function rowsOf(object: string, record: HubSpotObject): readonly SweepRow[] {
  const at = modifiedAt(object, record);
  const swallowed = mergedIds(record).map((id) => ({ ref: hubspotRef(object, id), modifiedAt: at, isDeleted: false, mergedInto: record.id }));
  return [{ ref: hubspotRef(object, record.id), modifiedAt: at, isDeleted: false, mergedInto: null, values: record.properties }, ...swallowed];
}

async function search(
  calls: Calls,
  { object, until, fields }: Window,
  page: Exclude<Page, { phase: 'archived' }>,
): Promise<CallResult<readonly HubSpotObject[]>> {
  const propertyName = modifiedProperty(object);
  const walksIds = page.phase === 'same-instant';
  const filters = walksIds
    ? [
        { propertyName, operator: FilterOperatorEnum.Eq, value: String(page.anchor) },
        { propertyName: 'hs_object_id', operator: FilterOperatorEnum.Gt, value: page.afterId },
      ]
    : [{ propertyName, operator: FilterOperatorEnum.Between, value: String(page.anchor), highValue: String(until) }];
  const request = {
    filterGroups: [{ filters }],
    sorts: sorted(walksIds ? 'hs_object_id' : propertyName),
    properties: [...new Set([propertyName, 'hs_merged_object_ids', ...fields])],
    limit: searchPageMax,
  };
  const answer = await calls.search('sweep', (client) => client.crm.objects.searchApi.doSearch(object, request));
  return answer.ok ? { ok: true, value: answer.value.results } : answer;
}

function nextPage(object: string, page: Exclude<Page, { phase: 'archived' }>, records: readonly HubSpotObject[]): Page {
  const last = records.at(-1);
  const isFull = last !== undefined && records.length >= searchPageMax;
  if (page.phase === 'same-instant') return isFull ? { ...page, afterId: last.id } : { phase: 'modified', anchor: page.anchor + 1 };
  if (!isFull) return { phase: 'archived', after: null };
  const at = modifiedAt(object, last);
  return at > page.anchor ? { phase: 'modified', anchor: at } : { phase: 'same-instant', anchor: page.anchor, afterId: '0' };
}

async function archivedPage(calls: Calls, { object, since, until }: Window, after: string | null): Promise<CallResult<SweepPage>> {
  const answer = await calls.read('list-archived', (client) =>
    client.crm.objects.basicApi.getPage(object, archivedPageMax, after ?? undefined, [], [], [], true),
  );
  if (!answer.ok) return answer;
  const records = answer.value.results
    .map((record) => ({ ref: hubspotRef(object, record.id), modifiedAt: instantOf(record.archivedAt ?? record.updatedAt), isDeleted: true, mergedInto: null }))
    .filter(({ modifiedAt: at }) => at >= since && at <= until);
  const next = answer.value.paging?.next?.after;
  return { ok: true, value: { records, next: next === undefined ? null : JSON.stringify({ phase: 'archived', after: next } satisfies Page) } };
}

/** One page of a sweep; `page` is null for the first and the previous answer's `next` after that. Boundary rows may come twice. */
export async function sweepPage(calls: Calls, window: Window, token: string | null): Promise<CallResult<SweepPage>> {
  const page: Page = token === null ? { phase: 'modified', anchor: window.since } : pageSchema.parse(JSON.parse(token));
  if (page.phase === 'archived') return archivedPage(calls, window, page.after);
  const answer = await search(calls, window, page);
  if (!answer.ok) return answer;
  const records = answer.value.flatMap((record) => rowsOf(window.object, record));
  return { ok: true, value: { records, next: JSON.stringify(nextPage(window.object, page, answer.value)) } };
}
