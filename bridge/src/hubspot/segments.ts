/**
 * Segments (HubSpot's lists): which there are, who is in them, and in which a record is. HubSpot has no webhook for membership, and it
 * leaves a record's modification time alone when the record enters or leaves a segment; so membership is read with the record, and
 * changes are found by comparing (engine/segments).
 */
import { z } from 'zod';
import { SEGMENTS } from '../domain/index.ts';
import type { Segment, SegmentSighting, WireRecord } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { requestByPath } from './raw.ts';
import { chunksOf } from './records.ts';

/** Ids of objects in the lists API, which takes no names. */
const typeIds: Readonly<Record<string, string>> = { contacts: '0-1', companies: '0-2', deals: '0-3' };
const objectNames: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(typeIds).map(([name, id]) => [id, name]));
const kinds: Readonly<Record<string, Segment['kind']>> = { MANUAL: 'manual', DYNAMIC: 'active', SNAPSHOT: 'snapshot' };

/** Search answers at most this many lists; a page of memberships, and inputs of one batch of them, are bounded by these. */
const searchPageMax = 500;
export const membersPageMax = 250;
const membershipsBatchMax = 100;
/** Ids in the query of one call, well below the length at which HubSpot's edge refuses an address. */
const listIdsMax = 50;

const typeIdOf = (object: string): string => typeIds[object] ?? object;

/** All segments by name, for people to choose from. */
export async function readSegments(calls: Pick<Calls, 'browse'>): Promise<CallResult<readonly Segment[]>> {
  const found: Segment[] = [];
  for (let offset = 0; ;) {
    const asked = { offset, count: searchPageMax, query: '', processingTypes: [], additionalProperties: ['hs_list_size'], listIds: [] };
    const answer = await calls.browse('segments', (client) => client.crm.lists.listsApi.doSearch(asked));
    if (!answer.ok) return answer;
    const { lists, hasMore } = answer.value;
    for (const { listId, name, objectTypeId, processingType, additionalProperties } of lists) {
      const size = Number(additionalProperties['hs_list_size'] ?? '');
      const object = objectNames[objectTypeId] ?? objectTypeId;
      found.push({
        id: listId,
        name,
        object,
        kind: kinds[processingType] ?? 'manual',
        size: additionalProperties['hs_list_size'] === undefined || !Number.isFinite(size) ? null : size,
      });
    }
    offset += lists.length;
    if (!hasMore || lists.length === 0) return { ok: true, value: found.toSorted((left, right) => left.name.localeCompare(right.name)) };
  }
}

/** How many members each segment has, by id; deleted ones are absent. One call for 50. */
export async function segmentSizes(calls: Pick<Calls, 'read'>, ids: readonly string[]): Promise<CallResult<ReadonlyMap<string, number>>> {
  const sizes = new Map<string, number>();
  for (const chunk of chunksOf(ids, listIdsMax)) {
    const answer = await calls.read('segment-sizes', (client) => client.crm.lists.listsApi.getAll([...chunk], false));
    if (!answer.ok) return answer;
    // A list whose size HubSpot is still counting is taken as changed: -1 is nobody's size.
    for (const { listId, size, deletedAt } of answer.value.lists) if (deletedAt === undefined) sizes.set(listId, size ?? -1);
  }
  return { ok: true, value: sizes };
}

/** Ids of a segment's members, any number, 250 a call. A segment that is gone has none. */
export async function segmentMembers(calls: Pick<Calls, 'read'>, id: string): Promise<CallResult<ReadonlySet<string>>> {
  const members = new Set<string>();
  let after: string | undefined;
  do {
    const page = after;
    const answer = await calls.read('segment-members', (client) => client.crm.lists.membershipsApi.getPage(id, page, undefined, membersPageMax));
    if (!answer.ok) return answer.failure.status === 404 ? { ok: true, value: new Set() } : answer;
    for (const { recordId } of answer.value.results) members.add(recordId);
    after = answer.value.paging?.next?.after;
  } while (after !== undefined);
  return { ok: true, value: members };
}

const membershipsSchema = z.looseObject({
  results: z.array(z.looseObject({ recordId: z.coerce.string(), recordListMemberships: z.array(z.looseObject({ listId: z.coerce.string() })).nullish() })),
});

/** The segments each record is in, by record id. */
export async function segmentsOf(
  calls: Pick<Calls, 'read'>,
  object: string,
  ids: readonly string[],
): Promise<CallResult<ReadonlyMap<string, readonly string[]>>> {
  const found = new Map<string, readonly string[]>();
  for (const chunk of chunksOf([...new Set(ids)], membershipsBatchMax)) {
    const body = { inputs: chunk.map((recordId) => ({ objectTypeId: typeIdOf(object), recordId })) };
    const answer = await calls.read('segments-of', (client) =>
      requestByPath(client, membershipsSchema, { method: 'POST', path: '/crm/v3/lists/records/memberships/batch/read', body }),
    );
    if (!answer.ok) return answer;
    for (const { recordId, recordListMemberships } of answer.value.results)
      found.set(
        recordId,
        (recordListMemberships ?? []).map(({ listId }) => listId),
      );
  }
  return { ok: true, value: found };
}

/** So many sightings are kept until they are asked for; where nobody asks, the oldest make room. */
const SIGHTINGS_MAX = 20_000;

/** Remembers which segments records were read with, until somebody asks. */
export function createSightings(): {
  readonly note: (object: string, records: Iterable<WireRecord>) => void;
  readonly take: () => readonly SegmentSighting[];
} {
  const seen = new Map<string, SegmentSighting>();
  return {
    note(object, records) {
      for (const { id, values } of records) {
        const key = `${object}:${id}`;
        const segments = values[SEGMENTS];
        seen.delete(key);
        seen.set(key, { object, id, segments: typeof segments === 'string' ? segments.split(';') : [] });
        if (seen.size > SIGHTINGS_MAX) for (const [oldest] of seen) return void seen.delete(oldest);
      }
    },
    take() {
      const taken = [...seen.values()];
      seen.clear();
      return taken;
    },
  };
}

/** The fields HubSpot knows as properties: segments are asked for elsewhere. */
export function propertiesAmong(fields: readonly string[]): readonly string[] {
  return fields.filter((field) => field !== SEGMENTS);
}

/** Adds the segments of records to their values, where the fields ask for them. */
export async function withSegments(
  calls: Pick<Calls, 'read'>,
  object: string,
  asked: { readonly fields: readonly string[]; readonly records: readonly WireRecord[]; readonly note: ReturnType<typeof createSightings>['note'] },
): Promise<CallResult<ReadonlyMap<string, WireRecord>>> {
  const { fields, records, note } = asked;
  const byId = new Map(records.map((record) => [record.id, record]));
  if (!fields.includes(SEGMENTS) || records.length === 0) return { ok: true, value: byId };
  const answer = await segmentsOf(calls, object, [...byId.keys()]);
  if (!answer.ok) return answer;
  const named = (id: string): string | null => {
    const segments = answer.value.get(id) ?? [];
    return segments.length === 0 ? null : segments.toSorted().join(';');
  };
  const shown = new Map([...byId].map(([id, record]) => [id, { ...record, values: { ...record.values, [SEGMENTS]: named(id) } }]));
  note(object, shown.values());
  return { ok: true, value: shown };
}
