/** What a query job answers: SOQL as the Bulk API takes it, rows as CSV. */

import type { FieldValue, QueryRecord, QueryResult } from '../../contract.ts';
import type { ApiServices } from '../call.ts';
import { splitSelect } from '../columns.ts';
import { refuse } from '../failure.ts';
import type { Job } from './jobs.ts';

/** Refuses what bulk queries cannot do (Bulk API 2.0, "SOQL Considerations"). */
export function checkQuery(soql: string): { readonly items: readonly string[]; readonly from: string } {
  const parts = splitSelect(soql);
  if (parts.from === '') throw refuse(400, 'MALFORMED_QUERY', 'unexpected token');
  if (parts.items.some((item) => item.includes('(')))
    throw refuse(400, 'API_ERROR', 'Aggregate functions, nested queries and functions are not supported by bulk queries');
  if (/\s(?:group\s+by|offset)\s/i.test(soql)) throw refuse(400, 'API_ERROR', 'GROUP BY and OFFSET are not supported by bulk queries');
  return parts;
}

const textOf = (value: FieldValue): string => (value === null ? '' : typeof value === 'number' ? new Date(value).toISOString() : String(value));

const isNested = (value: FieldValue | QueryRecord | QueryResult | undefined): value is QueryRecord =>
  typeof value === 'object' && value !== null && 'values' in value;

/** `Account.Name` of a record; a parent that is not there is blank. */
function valueAt(record: QueryRecord, path: readonly string[]): string {
  const [first = '', ...rest] = path;
  const key = Object.keys(record.values).find((name) => name.toLowerCase() === first.toLowerCase());
  const value = key === undefined ? undefined : record.values[key];
  if (isNested(value)) return valueAt(value, rest);
  return typeof value === 'object' || value === undefined ? '' : textOf(value);
}

/** Runs the job's query in one go. */
export function runQuery(services: ApiServices, job: Job, soql: string): void {
  const { items, from } = checkQuery(soql);
  const options = { access: 'user', sharing: true, includeDeleted: job.operation === 'queryAll' } as const;
  const { records } = services.org.transaction({ userId: job.userId, quiddity: 'BULK_API' }, (t) => t.query(soql, {}, options));
  const own = from.toLowerCase();
  const paths = items.map((item) => item.split('.')).map((path) => (path.length > 1 && path[0]?.toLowerCase() === own ? path.slice(1) : path));
  job.result = [paths.map((path) => path.join('.')), ...records.map((record) => paths.map((path) => valueAt(record, path)))];
}
