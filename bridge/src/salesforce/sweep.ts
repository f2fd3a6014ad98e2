import { z } from 'zod';
import type { Instant } from '../domain/model.ts';
import type { SweepPage } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { ReadContext } from './read.ts';
import { instantOf, isMergeable, salesforceRef, toWireRecord } from './records.ts';
import { instantLiteral, quote } from './soql.ts';

/** Where the next page starts: after this record in (SystemModstamp, Id) order. */
const pageSchema = z.object({ at: z.number(), id: z.string() });
const pageMax = 2_000;

/**
 * One page of what changed in [since, until], oldest first, deleted and merged records included. Keyset on (SystemModstamp, Id), because
 * the stamp has whole seconds and OFFSET ends at 2,000. Bounds are widened to whole seconds; overlap is the engine's to ignore.
 */
export async function sweepPage(
  { session, readTimeoutMs, names }: ReadContext,
  window: { readonly object: string; readonly since: Instant; readonly until: Instant; readonly fields: readonly string[] },
  token: string | null,
): Promise<CallResult<SweepPage>> {
  const { object, since, until, fields } = window;
  const from = token === null ? null : pageSchema.parse(JSON.parse(token));
  const start =
    from === null
      ? `SystemModstamp >= ${instantLiteral(since)}`
      : `(SystemModstamp > ${instantLiteral(from.at)} OR (SystemModstamp = ${instantLiteral(from.at)} AND Id > ${quote(from.id)}))`;
  const own = isMergeable(object) ? ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId'] : ['Id', 'SystemModstamp', 'IsDeleted'];
  // A converted lead lives on as its contact: it is nobody's counterpart any more.
  const life = object === 'Lead' && fields.length > 0 ? ['IsConverted'] : [];
  const columns = [...new Set([...own, ...life, ...fields.map((field) => names.on(object).field(field))])].join(',');
  const soql = `SELECT ${columns} FROM ${object} WHERE ${start} AND SystemModstamp < ${instantLiteral(until + 1_000)} ORDER BY SystemModstamp, Id LIMIT ${String(pageMax)}`;
  const answer = await queryAllPages(session, { name: 'sweep', soql, all: true, timeoutMs: readTimeoutMs });
  if (!answer.ok) return answer;
  const records = answer.value.map((row) => ({
    ref: salesforceRef(object, row.Id),
    modifiedAt: instantOf(row['SystemModstamp']),
    isDeleted: row['IsDeleted'] === true,
    mergedInto: typeof row['MasterRecordId'] === 'string' ? row['MasterRecordId'] : null,
    ...(row['IsDeleted'] === true || row['IsConverted'] === true || fields.length === 0 ? {} : { values: toWireRecord(object, row, names).values }),
  }));
  const last = records.at(-1);
  const isFull = last !== undefined && records.length >= pageMax;
  return { ok: true, value: { records, next: isFull ? JSON.stringify({ at: last.modifiedAt, id: last.ref.id }) : null } };
}
