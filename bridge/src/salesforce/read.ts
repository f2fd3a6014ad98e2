import type { ReadOutcome } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import type { Names } from './names.ts';
import { queryAllPages } from './query.ts';
import { chunksOf, fieldsToRead, isMergeable, toWireRecord } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import type { Session } from './session.ts';
import { inList, valueGroups } from './soql.ts';

export type ReadContext = { readonly session: Session; readonly names: Names; readonly readTimeoutMs: number };

/** Ids of one collections retrieve by POST. */
const retrieveMax = 2_000;
/** A merge winner can itself have lost a later merge. */
const mergeHopsMax = 5;

/** Live records by id; deleted and unknown ones are absent. */
async function retrieve(
  { session, names, readTimeoutMs }: ReadContext,
  object: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<CallResult<ReadonlyMap<string, SalesforceRecord>>> {
  const found = new Map<string, SalesforceRecord>();
  for (const chunk of chunksOf([...new Set(ids)], retrieveMax)) {
    const answer = await session.call<readonly (SalesforceRecord | null)[]>({
      name: 'retrieve',
      method: 'POST',
      path: `/composite/sobjects/${object}`,
      timeoutMs: readTimeoutMs,
      body: { ids: chunk, fields: fieldsToRead(object, fields, names) },
    });
    if (!answer.ok) return answer;
    for (const record of answer.value) if (record !== null) found.set(record.Id, record);
  }
  return { ok: true, value: found };
}

type Fate = { readonly isDeleted: boolean; readonly masterId: string | null };

/** What became of ids that did not answer: deleted, merged into another record, or never known. */
async function fates({ session, readTimeoutMs }: ReadContext, object: string, ids: readonly string[]): Promise<CallResult<ReadonlyMap<string, Fate>>> {
  const found = new Map<string, Fate>();
  const columns = isMergeable(object) ? 'Id,IsDeleted,MasterRecordId' : 'Id,IsDeleted';
  for (const group of valueGroups(ids)) {
    const answer = await queryAllPages(session, {
      name: 'fates',
      soql: `SELECT ${columns} FROM ${object} WHERE Id IN ${inList(group)}`,
      all: true,
      timeoutMs: readTimeoutMs,
    });
    if (!answer.ok) return answer;
    for (const row of answer.value)
      found.set(row.Id, { isDeleted: row['IsDeleted'] === true, masterId: typeof row['MasterRecordId'] === 'string' ? row['MasterRecordId'] : null });
  }
  return { ok: true, value: found };
}

/**
 * Reads records by id: `found`, `merged` with the record that survived, `deleted`, or `missing`. Same order and length as `ids`.
 * One call per 2,000 ids; ids that do not answer cost a look into the recycle bin.
 */
export async function readRecords(
  context: ReadContext,
  object: string,
  ids: readonly string[],
  fields: readonly string[],
): Promise<CallResult<readonly ReadOutcome[]>> {
  const live = await retrieve(context, object, ids, fields);
  if (!live.ok) return live;
  const outcomes = new Map<string, ReadOutcome>();
  for (const [id, record] of live.value) outcomes.set(id, { kind: 'found', record: toWireRecord(object, record, context.names) });
  let asked = new Map([...new Set(ids)].filter((id) => !outcomes.has(id)).map((id) => [id, id]));
  for (let hop = 0; asked.size > 0 && hop < mergeHopsMax; hop += 1) {
    const next = await followMerges(context, object, asked, fields, outcomes);
    if (!next.ok) return next;
    asked = next.value;
  }
  return { ok: true, value: ids.map((id) => outcomes.get(id) ?? { kind: 'missing' }) };
}

/** One hop: settles what it can in `outcomes` and answers which original id now stands at which master. */
async function followMerges(
  context: ReadContext,
  object: string,
  asked: ReadonlyMap<string, string>,
  fields: readonly string[],
  outcomes: Map<string, ReadOutcome>,
): Promise<CallResult<Map<string, string>>> {
  const fate = await fates(context, object, [...new Set(asked.values())]);
  if (!fate.ok) return fate;
  const masters = new Map<string, string>();
  for (const [original, current] of asked) {
    const known = fate.value.get(current);
    if (known?.masterId !== undefined && known.masterId !== null) masters.set(original, known.masterId);
    else if (known?.isDeleted === true) outcomes.set(original, { kind: 'deleted' });
  }
  const survivors = await retrieve(context, object, [...masters.values()], fields);
  if (!survivors.ok) return survivors;
  for (const [original, master] of [...masters]) {
    const record = survivors.value.get(master);
    if (record === undefined) continue;
    outcomes.set(original, { kind: 'merged', record: toWireRecord(object, record, context.names) });
    masters.delete(original);
  }
  return { ok: true, value: masters };
}
