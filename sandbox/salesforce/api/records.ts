/** `/sobjects/X` and `/sobjects/X/{id}`: single records, one transaction each. */

import { createHash } from 'node:crypto';
import type { DmlOperation, DmlOptions, ObjectSchema, QueryRecord, Row, SaveResult, Transaction } from '../contract.ts';
import { objectBody, toRow } from './body.ts';
import { dataPath } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { methodNotAllowed, notFound, refuse, saveFailure } from './failure.ts';
import { conditionSeconds, dmlOptions } from './headers.ts';
import { isIdShaped, to18 } from './ids.ts';
import { httpDate, modifiedSeconds, namedFields, objectOf, quote, readableFields, recordWriter, select } from './read.ts';

type Target = { readonly services: ApiServices; readonly call: ApiCall; readonly schema: ObjectSchema };

/** Saves one row and throws its errors, which rolls the transaction back. */
export function saveOne(transaction: Transaction, operation: DmlOperation, object: string, row: Row, options: DmlOptions): SaveResult {
  const result = transaction.dml(operation, object, [row], options)[0];
  if (result === undefined || !result.success) throw saveFailure(result?.errors ?? []);
  return result;
}

function publishOne({ services, call, schema }: Target, transaction: Transaction, row: Row): ApiAnswer {
  if (!services.org.canCreate(call.session.userId, schema.name)) {
    throw refuse(403, 'INSUFFICIENT_ACCESS_OR_READONLY', `You don't have create permission on the ${schema.name} event.`);
  }
  const result = transaction.publish(schema.name, [row])[0];
  if (result === undefined || !result.success) throw saveFailure(result?.errors ?? []);
  return { status: 201, body: { id: result.id, success: true, errors: result.errors } };
}

function create(target: Target): ApiAnswer {
  const { services, call, schema } = target;
  const body = objectBody(call.body);
  const answer = call.transact((transaction): ApiAnswer => {
    const row = toRow(services.org, schema, body);
    if (schema.kind === 'event') return publishOne(target, transaction, row);
    const { id } = saveOne(transaction, 'insert', schema.name, row, dmlOptions(call.headers, true));
    return { status: 201, body: { id, success: true, errors: [] }, headers: { Location: `${dataPath(call.version)}/sobjects/${schema.name}/${id ?? ''}` } };
  });
  services.noteWrites('create', schema.name, 1);
  return answer;
}

/** An id of the path: well formed and of this object's type. */
function targetId({ schema, call }: Target, text: string): string {
  if (!isIdShaped(text)) {
    if (call.method === 'GET') throw notFound(`Provided external ID field does not exist or is not accessible: ${text}`);
    throw refuse(400, 'MALFORMED_ID', `${schema.label} ID: id value of incorrect type: ${text}`, ['Id']);
  }
  if (!text.startsWith(schema.keyPrefix)) {
    if (call.method === 'GET') throw notFound();
    throw refuse(400, 'MALFORMED_ID', `${schema.label} ID: id value of incorrect type: ${text}`, ['Id']);
  }
  return to18(text);
}

/** ETags exist for Account rows only (REST API Developer Guide, "Conditional Requests"). */
function etagOf(schema: ObjectSchema, record: QueryRecord): string | null {
  if (schema.name !== 'Account') return null;
  const text = `${String(record.values['Id'])}:${String(record.values['SystemModstamp'] ?? record.values['LastModifiedDate'])}`;
  return `"${createHash('sha1').update(text).digest('base64url')}"`;
}

const NOT_MODIFIED: ApiAnswer = { status: 304 };
const preconditionFailed = (): Error =>
  refuse(412, 'PRECONDITION_FAILED', 'The request was not executed because one or more of the preconditions in the request headers was not satisfied.');

/** Refuses a write, or short-cuts a read, when the record's last change does not fit the conditional headers. */
function checkConditions({ schema, call }: Target, record: QueryRecord): ApiAnswer | null {
  const seconds = modifiedSeconds(record);
  const unmodified = conditionSeconds(call.headers, 'if-unmodified-since');
  if (unmodified !== undefined && seconds > unmodified) throw preconditionFailed();
  const etag = etagOf(schema, record);
  const ifMatch = call.headers['if-match'];
  if (etag !== null && ifMatch !== undefined && ifMatch !== '*' && !ifMatch.includes(etag)) throw preconditionFailed();
  if (call.method !== 'GET') return null;
  const modified = conditionSeconds(call.headers, 'if-modified-since');
  if (modified !== undefined && seconds <= modified) return NOT_MODIFIED;
  return etag !== null && call.headers['if-none-match']?.includes(etag) === true ? NOT_MODIFIED : null;
}

const CONDITIONAL: readonly string[] = ['if-unmodified-since', 'if-modified-since', 'if-match', 'if-none-match'];

/** Fields whose values the conditions are computed from. */
function auditFields(schema: ObjectSchema): readonly string[] {
  return ['LastModifiedDate', 'SystemModstamp'].filter((name) => schema.fields.has(name.toLowerCase()));
}

function checkBeforeWrite(target: Target, transaction: Transaction, id: string): void {
  if (!CONDITIONAL.some((name) => target.call.headers[name] !== undefined)) return;
  const { schema, services, call } = target;
  const fields = namedFields(services.org, call.session.userId, schema, auditFields(schema));
  const record = select(transaction, { schema, fields, where: `Id = ${quote(id)}` })[0];
  if (record !== undefined) checkConditions(target, record);
}

/** One record for the answer, by a condition that finds at most one. Null when there is none. */
export function readOne(target: Target, where: string): ApiAnswer | null {
  const { services, call, schema } = target;
  const { org } = services;
  const names = call.query.get('fields');
  const { userId } = call.session;
  const asked = names === null ? readableFields(org, userId, schema) : namedFields(org, userId, schema, names.split(','));
  const audit = namedFields(org, userId, schema, auditFields(schema));
  const record = call.transact((transaction) => select(transaction, { schema, fields: [...asked, ...audit], where })[0]);
  if (record === undefined) return null;
  const shortcut = checkConditions(target, record);
  if (shortcut !== null) return shortcut;
  const full = recordWriter(org, call.version)(record);
  const wanted = ['attributes', ...asked.map((field) => field.name), 'Id'];
  const body = names === null ? full : Object.fromEntries(wanted.filter((name) => name in full).map((name) => [name, full[name]]));
  const etag = etagOf(schema, record);
  return { status: 200, body, headers: { 'Last-Modified': httpDate(modifiedSeconds(record)), ...(etag === null ? {} : { ETag: etag }) } };
}

function missing(target: Target, id: string): Error {
  const { schema, call } = target;
  const gone = call.transact(
    (transaction) => select(transaction, { schema, fields: [], where: `Id = ${quote(id)} AND IsDeleted = true`, includeDeleted: true }).length > 0,
  );
  return gone ? refuse(404, 'ENTITY_IS_DELETED', 'entity is deleted', []) : notFound();
}

function read(target: Target, text: string): ApiAnswer {
  const id = targetId(target, text);
  const answer = readOne(target, `Id = ${quote(id)}`);
  if (answer === null) throw target.schema.fields.has('isdeleted') ? missing(target, id) : notFound();
  return answer;
}

/** Refuses the field that the URL already names. */
export function refuseFieldInBody(body: Record<string, unknown>, field: string): void {
  if (Object.keys(body).some((name) => name.toLowerCase() === field.toLowerCase())) {
    throw refuse(400, 'INVALID_FIELD', `The ${field} field should not be specified in the sobject data.`);
  }
}

function update(target: Target, text: string): ApiAnswer {
  const { services, call, schema } = target;
  const id = targetId(target, text);
  const body = objectBody(call.body);
  refuseFieldInBody(body, 'Id');
  call.transact((transaction) => {
    checkBeforeWrite(target, transaction, id);
    const row = { ...toRow(services.org, schema, body), Id: id };
    saveOne(transaction, 'update', schema.name, row, dmlOptions(call.headers, true));
  });
  services.noteWrites('update', schema.name, 1);
  return { status: 204 };
}

export function removeById(target: Target, text: string): ApiAnswer {
  const { services, call, schema } = target;
  const id = targetId(target, text);
  call.transact((transaction) => saveOne(transaction, 'delete', schema.name, { Id: id }, dmlOptions(call.headers, true)));
  services.noteWrites('delete', schema.name, 1);
  return { status: 204 };
}

/** `/sobjects/X/{id}`. */
export function answerRecord(services: ApiServices, call: ApiCall): ApiAnswer {
  const schema = objectOf(services.org, call.session.userId, call.path[1]);
  const target = { services, call, schema };
  const id = call.path[2] ?? '';
  if (call.method === 'GET' || call.method === 'HEAD') return read({ ...target, call: { ...call, method: 'GET' } }, id);
  if (call.method === 'PATCH') return update(target, id);
  if (call.method === 'DELETE') return removeById(target, id);
  throw methodNotAllowed(call.method, ['HEAD', 'GET', 'PATCH', 'DELETE']);
}

/** POST on `/sobjects/X`. An event needs create permission only; other objects must be readable to be seen at all. */
export function answerCreate(services: ApiServices, call: ApiCall): ApiAnswer {
  const schema = services.org.object(call.path[1] ?? '');
  const visible = schema !== undefined && (services.org.canRead(call.session.userId, schema.name) || services.org.canCreate(call.session.userId, schema.name));
  if (!visible) throw notFound();
  return create({ services, call, schema });
}
