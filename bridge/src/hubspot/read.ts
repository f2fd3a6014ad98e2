import type { ReadOutcome } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { alwaysRead } from './names.ts';
import { chunksOf, mergedIds, toWireRecord } from './records.ts';
import type { HubSpotObject } from './records.ts';

/** Inputs of one batch read; HubSpot refuses more. */
export const batchMax = 100;

/** One batch read of at most 100 ids (or values of `idProperty`); unknown ones are simply absent from the answer. */
export async function batchRead(
  calls: Calls,
  options: {
    readonly object: string;
    readonly ids: readonly string[];
    readonly properties: readonly string[];
    readonly idProperty?: string;
    readonly archived?: boolean;
  },
): Promise<CallResult<readonly HubSpotObject[]>> {
  const input = {
    properties: [...new Set([...options.properties, ...alwaysRead])],
    propertiesWithHistory: [],
    inputs: options.ids.map((id) => ({ id })),
    ...(options.idProperty === undefined ? {} : { idProperty: options.idProperty }),
  };
  const answer = await calls.read('batch-read', (client) => client.crm.objects.batchApi.read(options.object, input, options.archived ?? false));
  return answer.ok ? { ok: true, value: answer.value.results } : answer;
}

/** Reads any number of ids by batches, side by side. */
export async function readAll(
  calls: Calls,
  options: {
    readonly object: string;
    readonly ids: readonly string[];
    readonly properties: readonly string[];
    readonly idProperty?: string;
    readonly archived?: boolean;
  },
): Promise<CallResult<readonly HubSpotObject[]>> {
  const unique = [...new Set(options.ids)];
  const answers = await Promise.all(chunksOf(unique, batchMax).map((ids) => batchRead(calls, { ...options, ids })));
  const records: HubSpotObject[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    records.push(...answer.value);
  }
  return { ok: true, value: records };
}

/** A single GET follows a merge: the id of a merged-away record answers with its survivor. Null when there is nothing. */
async function readSurvivor(calls: Calls, object: string, id: string, fields: readonly string[]): Promise<CallResult<HubSpotObject | null>> {
  const properties = [...new Set([...fields, ...alwaysRead])];
  const answer = await calls.read('read', (client) => client.crm.objects.basicApi.getById(object, id, properties));
  if (answer.ok) return answer;
  return answer.failure.status === 404 ? { ok: true, value: null } : answer;
}

type Found = { readonly byId: ReadonlyMap<string, HubSpotObject>; readonly bySwallowed: ReadonlyMap<string, HubSpotObject> };

function indexOf(records: readonly HubSpotObject[]): Found {
  const byId = new Map(records.map((record) => [record.id, record]));
  const bySwallowed = new Map(records.flatMap((record) => mergedIds(record).map((id) => [id, record] as const)));
  return { byId, bySwallowed };
}

/**
 * Reads records by id: `found`, `merged` with the survivor, `deleted` when in the recycle bin, `missing` otherwise.
 * Same order and length as `ids`. Only ids that did not answer cost further calls (one for the recycle bin, one each for a merge).
 */
export async function readRecords(
  calls: Calls,
  object: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<CallResult<readonly ReadOutcome[]>> {
  const live = await readAll(calls, { object, ids, properties: fields });
  if (!live.ok) return live;
  const { byId, bySwallowed } = indexOf(live.value);
  const outcomes = new Map<string, ReadOutcome>();
  for (const id of ids) {
    const record = byId.get(id);
    const survivor = bySwallowed.get(id);
    if (record !== undefined) outcomes.set(id, { kind: 'found', record: toWireRecord(object, record) });
    else if (survivor !== undefined) outcomes.set(id, { kind: 'merged', record: toWireRecord(object, survivor) });
  }
  const silent = [...new Set(ids)].filter((id) => !outcomes.has(id));
  const explained = await explainSilent(calls, object, silent, fields);
  if (!explained.ok) return explained;
  for (const [id, outcome] of explained.value) outcomes.set(id, outcome);
  return { ok: true, value: ids.map((id) => outcomes.get(id) ?? { kind: 'missing' }) };
}

async function explainSilent(
  calls: Calls,
  object: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<CallResult<ReadonlyMap<string, ReadOutcome>>> {
  const outcomes = new Map<string, ReadOutcome>();
  if (ids.length === 0) return { ok: true, value: outcomes };
  const archived = await readAll(calls, { object, ids, properties: [], archived: true });
  if (!archived.ok) return archived;
  for (const record of archived.value) outcomes.set(record.id, { kind: 'deleted' });
  for (const id of ids.filter((candidate) => !outcomes.has(candidate))) {
    const survivor = await readSurvivor(calls, object, id, fields);
    if (!survivor.ok) return survivor;
    if (survivor.value === null) continue;
    const kind = survivor.value.id === id ? 'found' : 'merged';
    outcomes.set(id, { kind, record: toWireRecord(object, survivor.value) });
  }
  return { ok: true, value: outcomes };
}
