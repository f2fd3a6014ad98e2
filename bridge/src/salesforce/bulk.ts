/**
 * The Bulk API 2.0: whole objects read, and many records upserted, by jobs that Salesforce works off. Memory holds one set of results at a
 * time. Source: https://developer.salesforce.com/docs/platform/api-asynch/guide/bulk-api-2-0.html
 */
import type { FieldKind, Instant } from '../domain/model.ts';
import type { BulkPage, Clock, GatewayResult, WireRecord, WireValue, WriteFault } from '../engine/ports.ts';
import { plainFailure } from './faults.ts';
import type { CallResult } from './faults.ts';
import { keyField } from './names.ts';
import type { Names } from './names.ts';
import { fieldsToRead, toWireRecord } from './records.ts';
import type { SalesforceRecord } from './records.ts';
import { readSchemas } from './schemas.ts';
import type { Session } from './session.ts';
import { instantLiteral } from './soql.ts';

export type BulkContext = {
  readonly session: Session;
  readonly names: Names;
  readonly clock: Clock;
  readonly readTimeoutMs: number;
  /** Rows in one set of results; `setRows` when absent. */
  readonly rowsPerSet?: number;
};

/** Rows in one set of results: a few megabytes, and one call for what REST asks in ten. */
export const setRows = 20_000;
/** Rows of one REST page. */
const restRows = 2_000;
/** Calls a job costs whatever its size: its making, its end, the schema, and looks at its state. */
const jobCalls = 3;
const usualLooks = 8;

/** Whether reading `count` records by a job costs fewer calls than by REST, whose pages hold 2,000. It does from some 24,000 records on. */
export function bulkIsCheaper(count: number): boolean {
  return jobCalls + usualLooks + Math.ceil(count / setRows) < Math.ceil(count / restRows);
}

type JobInfo = { readonly id: string; readonly state: string; readonly errorMessage?: string };
type CsvRow = Readonly<Record<string, string>>;

/** Waits between looks at a job: soon at first, then ever less often. */
const firstLookMs = 500;
const lookMaxMs = 30_000;
/** A job is given up after this; Salesforce itself ends a query job that takes too long. */
const jobMaxMs = 2 * 3_600_000;

type Counted = { readonly call: Session['call']; readonly spent: () => number };

/** A session that counts the calls made through it. */
function counted(session: Session): Counted {
  let calls = 0;
  return {
    spent: () => calls,
    call: (request) => {
      calls += 1;
      return session.call(request);
    },
  };
}

/** Looks at a job until it is over. A job that failed or was aborted is a failure of its own. */
async function finished({ clock, readTimeoutMs }: BulkContext, { call }: Counted, path: string): Promise<CallResult<JobInfo>> {
  const until = clock.now() + jobMaxMs;
  for (let wait = firstLookMs; clock.now() < until; wait = Math.min(wait * 2, lookMaxMs)) {
    await clock.sleep(wait);
    const answer = await call<JobInfo>({ name: 'bulk-state', method: 'GET', path, timeoutMs: readTimeoutMs });
    if (!answer.ok && answer.failure.kind !== 'transient') return answer;
    if (!answer.ok) continue;
    const { state, errorMessage } = answer.value;
    if (state === 'JobComplete') return answer;
    if (state === 'Failed' || state === 'Aborted')
      return { ok: false, failure: plainFailure('permanent', `BULK_JOB_${state.toUpperCase()}`, errorMessage ?? `the bulk job is ${state}`, null, true) };
  }
  return { ok: false, failure: plainFailure('transient', 'BULK_JOB_SLOW', 'the bulk job took too long', clock.now(), true) };
}

/** How a field's text in CSV becomes what REST would have answered. */
type Reader = (text: string) => WireValue;
function readerOf(kind: FieldKind | undefined): Reader {
  if (kind === 'boolean') return (text) => text === 'true';
  if (kind === 'number') return (text) => (text === '' ? null : Number(text));
  return (text) => (text === '' ? null : text);
}

function toRecords(object: string, rows: readonly CsvRow[], readers: ReadonlyMap<string, Reader>, names: Names): readonly WireRecord[] {
  const text = readerOf(undefined);
  return rows.map((row) => {
    const values = Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, (readers.get(name) ?? text)(cell)]));
    const record: SalesforceRecord = { ...values, Id: row['Id'] ?? '' };
    return toWireRecord(object, record, names);
  });
}

/** Booleans that every record has, whatever the schema tells of them. */
const systemFlags: readonly string[] = ['IsDeleted', 'IsConverted'];

/**
 * Every live record of an object (changed at `since` or later), one set of results at a time, each with the calls made so far. A failure is
 * the last page. The job is deleted at the end, also when the reader stops early.
 */
export async function* readAll(
  context: BulkContext,
  object: string,
  fields: readonly string[],
  since?: Instant,
): AsyncGenerator<GatewayResult<BulkPage>, void, void> {
  const { session, names, readTimeoutMs } = context;
  const counting = counted(session);
  const schemas = await readSchemas({ session: { ...session, call: counting.call }, names, readTimeoutMs }, [object]);
  if (!schemas.ok) return yield schemas;
  const types = schemas.value.get(`salesforce:${object}`)?.fields;
  const columns = fieldsToRead(object, fields, names);
  const { plain } = names.on(object);
  const readers = new Map(columns.map((name) => [name, readerOf(systemFlags.includes(name) ? 'boolean' : types?.get(plain(name))?.kind)]));
  const where = since === undefined ? '' : ` WHERE SystemModstamp >= ${instantLiteral(since)}`;
  const body = { operation: 'query', query: `SELECT ${columns.join(',')} FROM ${object}${where}` };
  const made = await counting.call<JobInfo>({ name: 'bulk-query', method: 'POST', path: '/jobs/query', body, timeoutMs: readTimeoutMs });
  if (!made.ok) return yield made;
  const path = `/jobs/query/${made.value.id}`;
  try {
    const over = await finished(context, counting, path);
    if (!over.ok) return yield over;
    let locator = '';
    do {
      const next = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
      locator = '';
      const answer = await counting.call<readonly CsvRow[]>({
        name: 'bulk-results',
        method: 'GET',
        path: `${path}/results?maxRecords=${String(context.rowsPerSet ?? setRows)}${next}`,
        timeoutMs: readTimeoutMs,
        onHeaders: (headers) => (locator = headers['sforce-locator'] ?? ''),
      });
      if (!answer.ok) return yield answer;
      yield { ok: true, value: { records: toRecords(object, answer.value, readers, names), calls: counting.spent() } };
    } while (locator !== '' && locator !== 'null');
  } finally {
    await session.call({ name: 'bulk-end', method: 'DELETE', path, timeoutMs: readTimeoutMs });
  }
}

export type BulkRow = { readonly key: string; readonly values: Readonly<Record<string, WireValue>> };
export type BulkRowOutcome =
  | { readonly kind: 'ok'; readonly id: string; readonly created: boolean }
  | { readonly kind: 'rejected'; readonly fault: WriteFault }
  /** The job ended before this row's turn. */
  | { readonly kind: 'unprocessed' };

/** A cell: `#N/A` empties a field, a blank cell would leave it alone. */
function cell(value: WireValue): string {
  const text = value === null || value === '' ? '#N/A' : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/** `CODE:message:Field,Field --` of the failed results. */
function faultOf(text: string): WriteFault {
  const [, code = 'UNKNOWN', message = text, fields = ''] = /^([A-Z0-9_]+):([\s\S]*):([^:]*?) ?--/.exec(text) ?? [];
  return { code, message, fields: fields === '' ? [] : fields.split(','), existingId: null };
}

/** Upserts records on our own key; one outcome per row, in order. Keys must be unique among the rows. */
export async function upsertAll(context: BulkContext, object: string, rows: readonly BulkRow[]): Promise<CallResult<readonly BulkRowOutcome[]>> {
  const { session, names, readTimeoutMs } = context;
  const counting = counted(session);
  const { field } = names.on(object);
  const key = field(keyField);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.values)))];
  const lines = rows.map((row) => [cell(row.key), ...columns.map((name) => (name in row.values ? cell(row.values[name] ?? null) : '""'))].join(','));
  const csv = [[key, ...columns.map((name) => field(name))].join(','), ...lines].join('\n');
  const body = { object, operation: 'upsert', externalIdFieldName: key, contentType: 'CSV', lineEnding: 'LF' };
  const made = await counting.call<JobInfo>({ name: 'bulk-ingest', method: 'POST', path: '/jobs/ingest', body, timeoutMs: readTimeoutMs });
  if (!made.ok) return made;
  const path = `/jobs/ingest/${made.value.id}`;
  const sent = await counting.call({ name: 'bulk-upload', method: 'PUT', path: `${path}/batches`, csv: `${csv}\n`, timeoutMs: readTimeoutMs });
  if (!sent.ok) return sent;
  const closed = await counting.call({ name: 'bulk-close', method: 'PATCH', path, body: { state: 'UploadComplete' }, timeoutMs: readTimeoutMs });
  if (!closed.ok) return closed;
  const over = await finished(context, counting, path);
  if (!over.ok) return over;
  const [saved, failed] = [await resultsOf(context, path, 'successfulResults'), await resultsOf(context, path, 'failedResults')];
  if (!saved.ok) return saved;
  if (!failed.ok) return failed;
  const outcomes = new Map<string, BulkRowOutcome>();
  for (const row of saved.value) outcomes.set(row[key] ?? '', { kind: 'ok', id: row['sf__Id'] ?? '', created: row['sf__Created'] === 'true' });
  for (const row of failed.value) outcomes.set(row[key] ?? '', { kind: 'rejected', fault: faultOf(row['sf__Error'] ?? '') });
  return { ok: true, value: rows.map((row) => outcomes.get(row.key) ?? { kind: 'unprocessed' }) };
}

const resultsOf = ({ session, readTimeoutMs }: BulkContext, path: string, which: string): Promise<CallResult<readonly CsvRow[]>> =>
  session.call<readonly CsvRow[]>({ name: 'bulk-results', method: 'GET', path: `${path}/${which}`, timeoutMs: readTimeoutMs });
