/** `/composite/sobjects`: up to 200 records in one call, results in order, HTTP 200 even when items fail. */

import type { DmlOperation, DmlOptions, ObjectSchema, Row, SaveError, SaveResult } from '../contract.ts';
import { objectBody, toRow } from './body.ts';
import { isRecord } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices, Transact } from './call.ts';
import type { ApiFailure } from './failure.ts';
import { methodNotAllowed, notFound, refuse } from './failure.ts';
import { keyField } from './external-id.ts';
import { dmlOptions } from './headers.ts';
import { isIdShaped, to18 } from './ids.ts';
import { namedFields, objectOf, quote, readableFields, recordWriter, select } from './read.ts';

/** sObject Collections limits (REST API Developer Guide, "Use sObject Collections"). */
const RECORDS_MAX = 200;
const CHUNKS_MAX = 10;
const READ_MAX = 2_000;

type Item = { readonly schema: ObjectSchema; readonly row: Row };
type Chunk = { readonly schema: ObjectSchema; readonly rows: Row[] };
type Work = { readonly services: ApiServices; readonly call: ApiCall; readonly operation: DmlOperation; readonly options: DmlOptions };

/** Carries the results out of a transaction that must roll back. */
class RolledBack extends Error {
  readonly results: readonly SaveResult[];
  constructor(results: readonly SaveResult[]) {
    super('all-or-none: rolled back');
    this.results = results;
  }
}

const ROLLED_BACK: SaveError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

const malformed = (message: string): ApiFailure => refuse(400, 'JSON_PARSER_ERROR', message);

function typeOf(record: unknown): string {
  const attributes = isRecord(record) ? record['attributes'] : undefined;
  const type = isRecord(attributes) ? attributes['type'] : undefined;
  if (typeof type !== 'string') throw refuse(400, 'INVALID_INPUT', 'Specify the attributes.type of each record.');
  return type;
}

function recordsOf(body: Record<string, unknown>): readonly Record<string, unknown>[] {
  const records = body['records'];
  if (!Array.isArray(records) || !records.every(isRecord)) throw malformed('Property "records" must be a list of records.');
  if (records.length > RECORDS_MAX) throw refuse(400, 'INVALID_INPUT', `The maximum number of records allowed is ${RECORDS_MAX}: you have ${records.length}`);
  return records;
}

/** Consecutive records of one type form a chunk; each chunk is one DML statement. */
function chunksOf(items: readonly Item[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { schema, row } of items) {
    const last = chunks.at(-1);
    if (last?.schema === schema) last.rows.push(row);
    else chunks.push({ schema, rows: [row] });
  }
  if (chunks.length > CHUNKS_MAX) throw refuse(400, 'INVALID_INPUT', `Cannot process more than ${CHUNKS_MAX} chunks of records in one request.`);
  return chunks;
}

function runChunk({ operation, options }: Work, { schema, rows }: Chunk, transact: Transact): readonly SaveResult[] {
  return transact((transaction) => (schema.kind === 'event' ? transaction.publish(schema.name, rows) : transaction.dml(operation, schema.name, rows, options)));
}

function noteWrites({ services, operation }: Work, chunks: readonly Chunk[], results: readonly SaveResult[]): void {
  let at = 0;
  for (const { schema, rows } of chunks) {
    const saved = results.slice(at, at + rows.length).filter((result) => result.success).length;
    at += rows.length;
    if (saved > 0) services.noteWrites(operation === 'insert' ? 'create' : operation, schema.name, saved);
  }
}

/** A row failure of a later chunk undoes the earlier ones: their rows report the roll-back. */
function rolledBack(results: readonly SaveResult[], count: number): SaveResult[] {
  return Array.from({ length: count }, (_, index): SaveResult => {
    const result = results[index];
    return result === undefined || result.success ? { id: null, success: false, created: false, errors: [ROLLED_BACK] } : result;
  });
}

function runAllOrNone(work: Work, chunks: readonly Chunk[]): readonly SaveResult[] {
  const count = chunks.reduce((sum, chunk) => sum + chunk.rows.length, 0);
  try {
    return work.call.transact((transaction) => {
      const results: SaveResult[] = [];
      for (const chunk of chunks) {
        results.push(...runChunk(work, chunk, (run) => run(transaction)));
        if (results.some((result) => !result.success)) throw new RolledBack(results);
      }
      return results;
    });
  } catch (error) {
    if (error instanceof RolledBack) return rolledBack(error.results, count);
    throw error;
  }
}

function run(work: Work, items: readonly Item[]): readonly SaveResult[] {
  const chunks = chunksOf(items);
  const results = work.options.allOrNone ? runAllOrNone(work, chunks) : chunks.flatMap((chunk) => runChunk(work, chunk, work.call.transact));
  noteWrites(work, chunks, results);
  return results;
}

/** Item errors are keyed `statusCode` here, unlike the `errorCode` of single-record answers. */
function itemOf(result: SaveResult, withCreated: boolean): Record<string, unknown> {
  const errors = result.errors.map(({ statusCode, message, fields, extra }) => ({ statusCode, message, fields, ...extra }));
  const base = result.success ? { id: result.id, success: true, errors } : { success: false, errors };
  return withCreated && result.success ? { ...base, created: result.created } : base;
}

function writableObject(services: ApiServices, call: ApiCall, name: string): ObjectSchema {
  const { org } = services;
  const schema = org.object(name);
  const visible = schema !== undefined && (org.canRead(call.session.userId, schema.name) || org.canCreate(call.session.userId, schema.name));
  if (!visible) throw refuse(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return schema;
}

function save(services: ApiServices, call: ApiCall, operation: 'insert' | 'update'): ApiAnswer {
  const body = objectBody(call.body);
  const cache = new Map<string, ObjectSchema>();
  const items = recordsOf(body).map((record): Item => {
    const type = typeOf(record);
    const schema = cache.get(type) ?? writableObject(services, call, type);
    cache.set(type, schema);
    return { schema, row: toRow(services.org, schema, record) };
  });
  const work = { services, call, operation, options: dmlOptions(call.headers, body['allOrNone'] === true) };
  return { status: 200, body: run(work, items).map((result) => itemOf(result, false)) };
}

/** PATCH `/composite/sobjects/X/Field`. */
function upsert(services: ApiServices, call: ApiCall, object: string, field: string): ApiAnswer {
  const schema = objectOf(services.org, call.session.userId, object);
  const key = keyField(services, call.session.userId, schema, field);
  const body = objectBody(call.body);
  const items = recordsOf(body).map((record): Item => {
    if (typeOf(record).toLowerCase() !== schema.name.toLowerCase()) throw refuse(400, 'INVALID_INPUT', `Record type must be ${schema.name}.`);
    return { schema, row: toRow(services.org, schema, record) };
  });
  const options: DmlOptions = { ...dmlOptions(call.headers, body['allOrNone'] === true), externalIdField: key.name };
  const results = run({ services, call, operation: 'upsert', options }, items);
  return { status: 200, body: results.map((result) => itemOf(result, true)) };
}

function remove(services: ApiServices, call: ApiCall): ApiAnswer {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw refuse(400, 'MISSING_ARGUMENT', 'The ids parameter is required.');
  if (ids.length > RECORDS_MAX) throw refuse(400, 'INVALID_INPUT', `The maximum number of records allowed is ${RECORDS_MAX}: you have ${ids.length}`);
  const items = ids.map((id): Item => {
    const schema = isIdShaped(id) ? services.org.objectByPrefix(id.slice(0, 3)) : undefined;
    if (schema === undefined) throw refuse(400, 'MALFORMED_ID', `malformed id ${id}`);
    return { schema, row: { Id: to18(id) } };
  });
  const work: Work = { services, call, operation: 'delete', options: dmlOptions(call.headers, call.query.get('allOrNone') === 'true') };
  return { status: 200, body: run(work, items).map((result) => itemOf(result, false)) };
}

function textList(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw malformed('Properties "ids" and "fields" must be lists of text.');
  return value;
}

/** GET or POST `/composite/sobjects/X`: records by id in the order asked, null for each that cannot be read. */
function read(services: ApiServices, call: ApiCall, object: string): ApiAnswer {
  const { org } = services;
  const { userId } = call.session;
  const schema = objectOf(org, userId, object);
  const body = call.method === 'POST' ? objectBody(call.body) : undefined;
  const ids = body === undefined ? (call.query.get('ids') ?? '').split(',') : textList(body['ids']);
  const names = body === undefined ? (call.query.get('fields') ?? '').split(',') : textList(body['fields']);
  if (ids.length > READ_MAX) throw refuse(400, 'INVALID_INPUT', `The maximum number of records allowed is ${READ_MAX}: you have ${ids.length}`);
  const fields = names.length === 1 && names[0] === '' ? readableFields(org, userId, schema) : namedFields(org, userId, schema, names);
  const wanted = ids.map((id) => to18(id.trim()));
  const valid = wanted.filter(isIdShaped);
  const where = `Id IN (${valid.map(quote).join(',')})`;
  const found = valid.length === 0 ? [] : call.transact((transaction) => select(transaction, { schema, fields, where }));
  const write = recordWriter(org, call.version);
  const byId = new Map(found.map((record) => [String(record.values['Id']), record]));
  return {
    status: 200,
    body: wanted.map((id) => {
      const record = byId.get(id);
      return record === undefined ? null : write(record);
    }),
  };
}

/** Answers `/composite/sobjects[/X[/Field]]`. */
export function answerCollections(services: ApiServices, call: ApiCall): ApiAnswer {
  const [, , object, field] = call.path;
  if (object === undefined) {
    if (call.method === 'POST') return save(services, call, 'insert');
    if (call.method === 'PATCH') return save(services, call, 'update');
    if (call.method === 'DELETE') return remove(services, call);
    throw methodNotAllowed(call.method, ['POST', 'PATCH', 'DELETE']);
  }
  if (field === undefined) {
    if (call.method === 'GET' || call.method === 'POST') return read(services, call, object);
    throw methodNotAllowed(call.method, ['GET', 'POST']);
  }
  if (call.path.length > 4) throw notFound();
  if (call.method === 'PATCH') return upsert(services, call, object, field);
  throw methodNotAllowed(call.method, ['PATCH']);
}
