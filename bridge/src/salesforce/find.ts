import { domainOf } from '../domain/index.ts';
import type { WireRecord } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import { keyField } from './names.ts';
import type { ReadContext } from './read.ts';
import { fieldsToRead, toWireRecord } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import { inList, quoteContains, valueGroups } from './soql.ts';

export type FindResult = readonly { readonly value: string; readonly records: readonly WireRecord[] }[];

/** LIKE terms of one query; each scans, so fewer than an IN list holds. */
const containsMax = 20;

/** Web addresses are typed in every form, so they are searched by what they contain and compared by their registrable domain. */
function isWebAddress(field: string): boolean {
  return field === 'Website';
}

function isMatch(field: string, wanted: string, held: unknown): boolean {
  if (typeof held !== 'string') return false;
  return isWebAddress(field) ? domainOf(held) === domainOf(wanted) : held.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function conditions(field: string, column: string, values: readonly string[]): readonly string[] {
  if (!isWebAddress(field)) return valueGroups(values).map((group) => `${column} IN ${inList(group)}`);
  // However an address is written, it contains its domain: one term stands for all spellings the caller knows.
  const domains = new Set(values.map((value) => domainOf(value) ?? value));
  return valueGroups([...domains], containsMax).map((group) => `(${group.map((value) => `${column} LIKE ${quoteContains(value)}`).join(' OR ')})`);
}

/** Records whose `field` equals any of the values, without regard to case (SOQL compares text so). Converted leads are left out, because their person is the Contact, except by our key and by what they became: those ask about one record. */
export async function findRecords(
  context: ReadContext,
  object: string,
  field: string,
  values: readonly string[],
  fields: readonly string[],
): Promise<CallResult<FindResult>> {
  const { session, names, readTimeoutMs } = context;
  const column = names.on(object).field(field);
  const columns = fieldsToRead(object, [...fields, field], names).join(',');
  const live = object === 'Lead' && field !== keyField && !field.startsWith('Converted') ? ' AND IsConverted = false' : '';
  const found = new Map<string, SalesforceRecord>();
  for (const condition of conditions(field, column, [...new Set(values)])) {
    const answer = await queryAllPages(session, { name: 'find', soql: `SELECT ${columns} FROM ${object} WHERE ${condition}${live}`, timeoutMs: readTimeoutMs });
    if (!answer.ok) return answer;
    for (const record of answer.value) found.set(record.Id, record);
  }
  const all = [...found.values()];
  const value = values.map((wanted) => ({
    value: wanted,
    records: all.filter((record) => isMatch(field, wanted, record[column])).map((record) => toWireRecord(object, record, names)),
  }));
  return { ok: true, value };
}
