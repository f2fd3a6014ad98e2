/** `/jobs/ingest` and `/jobs/query`: the resources of the Bulk API 2.0 (https://developer.salesforce.com/docs/platform/api-asynch/guide/bulk-api-2-0.html). */

import { z } from 'zod';
import { dataPath } from '../call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from '../call.ts';
import { methodNotAllowed, notFound, refuse } from '../failure.ts';
import type { ApiFailure } from '../failure.ts';
import { formatInstant } from '../values.ts';
import { DELIMITERS, LINE_ENDINGS, parseCsv, writeCsv } from './csv.ts';
import { columnsOf, ingestResults, ingestStep } from './ingest.ts';
import type { Job } from './jobs.ts';
import { checkQuery, runQuery } from './query.ts';

const RESULT_ROWS_MAX = 50_000;
const format = {
  contentType: z.literal('CSV').default('CSV'),
  columnDelimiter: z.enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB']).default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
};
const NewIngest = z.strictObject({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete']),
  externalIdFieldName: z.string().optional(),
  ...format,
});
const NewQuery = z.strictObject({ operation: z.enum(['query', 'queryAll']), query: z.string(), ...format });
const Patch = z.strictObject({ state: z.enum(['UploadComplete', 'Aborted']) });

function bodyOf<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refuse(400, 'INVALIDJOB', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'the job is not valid'}`);
}

function jobJson(job: Job, full: boolean): Record<string, unknown> {
  const base = {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: formatInstant(job.createdAt),
    systemModstamp: formatInstant(job.modifiedAt),
    state: job.state,
    ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(job.kind === 'ingest' ? { contentUrl: `${dataPath(job.version).slice(1)}/jobs/ingest/${job.id}/batches` } : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
  };
  if (!full) return base;
  const processed = job.kind === 'ingest' ? job.outcomes.length : Math.max(0, (job.result?.length ?? 1) - 1);
  return {
    ...base,
    jobType: job.kind === 'ingest' ? 'V2Ingest' : 'V2Query',
    numberRecordsProcessed: processed,
    ...(job.kind === 'ingest' ? { numberRecordsFailed: job.outcomes.filter((o) => o.error !== null).length } : {}),
    retries: 0,
    totalProcessingTime: job.modifiedAt - job.createdAt,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

const wrongState = (job: Job): ApiFailure => refuse(400, 'INVALIDJOBSTATE', `Invalid job state: the job is ${job.state}`);

function createIngest({ org, bulk }: ApiServices, call: ApiCall): ApiAnswer {
  const { object, operation, externalIdFieldName = null, columnDelimiter, lineEnding } = bodyOf(NewIngest, call.body);
  const schema = org.object(object);
  if (schema === undefined || schema.kind === 'event') throw refuse(400, 'INVALIDENTITY', `Entity '${object}' is not supported by the Bulk API.`);
  if (operation === 'upsert' && externalIdFieldName === null) throw refuse(400, 'INVALIDJOB', 'An external id field name is needed for upsert.');
  const { userId } = call.session;
  const facts = { object: schema.name, operation, externalIdFieldName, delimiter: columnDelimiter, lineEnding, version: call.version };
  return { status: 200, body: jobJson(bulk.add({ ...facts, kind: 'ingest', userId, createdAt: org.now(), state: 'Open' }), false) };
}

function createQuery(services: ApiServices, call: ApiCall): ApiAnswer {
  const { org, bulk } = services;
  const { operation, query, columnDelimiter, lineEnding } = bodyOf(NewQuery, call.body);
  const { from } = checkQuery(query);
  // A query that is wrong is refused at once, with the code any query gets.
  call.transact((t) => t.query(/\slimit\s+\d+\s*$/i.test(query) ? query : `${query} LIMIT 1`, {}, { access: 'user', sharing: true, includeDeleted: false }));
  const { userId } = call.session;
  const facts = { object: org.object(from)?.name ?? from, operation, externalIdFieldName: null, delimiter: columnDelimiter, lineEnding, version: call.version };
  const job = bulk.add({ ...facts, kind: 'query', userId, createdAt: org.now(), state: 'UploadComplete' });
  bulk.run(job, org.now, () => {
    runQuery(services, job, query);
    return true;
  });
  return { status: 200, body: jobJson(job, false) };
}

/** One upload per job; the rows are looked at when the job runs. */
function upload(job: Job, call: ApiCall): ApiAnswer {
  if (call.method !== 'PUT') throw methodNotAllowed(call.method, ['PUT']);
  if (job.state !== 'Open' || job.upload !== null) throw wrongState(job);
  if (typeof call.body !== 'string') throw refuse(400, 'INVALIDBATCH', 'text/csv is expected');
  try {
    job.upload = parseCsv(call.body, DELIMITERS[job.delimiter]);
  } catch (error) {
    throw refuse(400, 'INVALIDBATCH', error instanceof Error ? error.message : String(error));
  }
  return { status: 201 };
}

function patch(services: ApiServices, job: Job, call: ApiCall): ApiAnswer {
  const { state } = bodyOf(Patch, call.body);
  const { org, bulk } = services;
  const isOver = job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted';
  if (isOver || (state === 'UploadComplete' && (job.kind === 'query' || job.state !== 'Open'))) throw wrongState(job);
  job.modifiedAt = org.now();
  if (state === 'UploadComplete') bulk.spendBatches(Math.max(0, (job.upload?.length ?? 1) - 1), org.now());
  job.state = state;
  if (state === 'UploadComplete') {
    bulk.run(job, org.now, () => {
      const object = org.object(job.object);
      if (object !== undefined && job.outcomes.length === 0) columnsOf(object, job.upload?.[0] ?? []);
      return ingestStep(services, job);
    });
  }
  return { status: 200, body: jobJson(job, false) };
}

const csv = (job: Job, rows: readonly (readonly string[])[], headers: Readonly<Record<string, string>> = {}): ApiAnswer => ({
  status: 200,
  body: writeCsv(rows, DELIMITERS[job.delimiter], LINE_ENDINGS[job.lineEnding]),
  headers: { 'Content-Type': 'text/csv', ...headers },
});

/** One set of results; the locator of the next is opaque to clients, and `null` at the end. */
function queryResults(job: Job, call: ApiCall): ApiAnswer {
  if (job.state !== 'JobComplete' || job.result === null) throw wrongState(job);
  if (job.version !== call.version) throw refuse(409, 'API_ERROR', 'Use the API version the job was created with.');
  const [header = [], ...rows] = job.result;
  const locator = call.query.get('locator');
  const start = locator === null ? 0 : Number(Buffer.from(locator, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0 || start > rows.length) throw refuse(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const wanted = Number(call.query.get('maxRecords') ?? RESULT_ROWS_MAX);
  if (!Number.isInteger(wanted) || wanted < 1) throw refuse(400, 'INVALIDJOB', 'maxRecords must be a positive number');
  const page = rows.slice(start, start + Math.min(wanted, RESULT_ROWS_MAX));
  const end = start + page.length;
  const next = end < rows.length ? Buffer.from(String(end)).toString('base64url') : 'null';
  return csv(job, [header, ...page], { 'Sforce-Locator': next, 'Sforce-NumberOfRecords': String(page.length) });
}

function remove({ bulk }: ApiServices, job: Job): ApiAnswer {
  if (job.state === 'InProgress' || job.state === 'Open') throw wrongState(job);
  bulk.remove(job);
  return { status: 204 };
}

function answerJob(services: ApiServices, job: Job, call: ApiCall): ApiAnswer {
  if (call.method === 'GET') return { status: 200, body: jobJson(job, true) };
  if (call.method === 'PATCH') return patch(services, job, call);
  if (call.method === 'DELETE') return remove(services, job);
  throw methodNotAllowed(call.method, ['GET', 'PATCH', 'DELETE']);
}

/** Answers everything below `/jobs/`. */
export function answerJobs(services: ApiServices, call: ApiCall): ApiAnswer {
  const kind = call.path[1]?.toLowerCase();
  if (kind !== 'ingest' && kind !== 'query') throw notFound();
  const id = call.path[2];
  if (id === undefined) {
    if (call.method === 'POST') return kind === 'ingest' ? createIngest(services, call) : createQuery(services, call);
    if (call.method !== 'GET') throw methodNotAllowed(call.method, ['GET', 'POST']);
    return { status: 200, body: { done: true, nextRecordsUrl: null, records: services.bulk.list(kind).map((job) => jobJson(job, false)) } };
  }
  const job = services.bulk.find(kind, id, services.org.now());
  if (job === undefined || job.userId !== call.session.userId) throw notFound();
  const part = call.path[3]?.toLowerCase();
  if (part === undefined) return answerJob(services, job, call);
  if (kind === 'ingest' && part === 'batches') return upload(job, call);
  if (call.method !== 'GET') throw methodNotAllowed(call.method, ['GET']);
  if (kind === 'query' && part === 'results') return queryResults(job, call);
  const isOver = job.state === 'JobComplete' || job.state === 'Failed' || job.state === 'Aborted';
  const rows = kind === 'ingest' ? ingestResults(job, part) : null;
  if (rows === null) throw notFound();
  if (!isOver) throw wrongState(job);
  return csv(job, rows);
}

/** Whether a request's body is an upload and not JSON. */
export const isUpload = (path: readonly string[], headers: ApiCall['headers']): boolean =>
  path[0]?.toLowerCase() === 'jobs' && path[3]?.toLowerCase() === 'batches' && /^text\/csv\b/i.test(headers['content-type'] ?? '');
