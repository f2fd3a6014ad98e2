/** `/sobjects/X/Field/value`: read, upsert and delete by an external id. */

import type { FieldSchema, ObjectSchema, Transaction } from '../contract.ts';
import { objectBody, toRow } from './body.ts';
import { dataPath } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { methodNotAllowed, notFound } from './failure.ts';
import { dmlOptions } from './headers.ts';
import { to18 } from './ids.ts';
import { objectOf, quote, select } from './read.ts';
import { answerRecord, readOne, refuseFieldInBody, removeById, saveOne } from './records.ts';
import { fromJsonValue } from './values.ts';

type Keyed = { readonly services: ApiServices; readonly call: ApiCall; readonly schema: ObjectSchema; readonly field: FieldSchema; readonly value: string };

const NUMERIC: ReadonlySet<string> = new Set(['double', 'int', 'currency', 'percent']);

/** The field of the path, if it may serve as a key and the caller may see it. */
export function keyField(services: ApiServices, userId: string, schema: ObjectSchema, name: string): FieldSchema {
  const field = schema.fields.get(name.toLowerCase());
  const usable = field !== undefined && (field.externalId || field.type === 'id') && services.org.canRead(userId, schema.name, field.name);
  if (!usable) throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
  return field;
}

function condition({ field, value }: Keyed): string {
  if (field.type === 'id') return `Id = ${quote(to18(value))}`;
  return `${field.name} = ${NUMERIC.has(field.type) ? String(Number(value)) : quote(value)}`;
}

function matches(keyed: Keyed, transaction: Transaction): string[] {
  return select(transaction, { schema: keyed.schema, fields: [], where: condition(keyed) }).map((record) => String(record.values['Id']));
}

/** Several records share the key: nothing is done and their URLs are listed. */
function severalFound({ call, schema }: Keyed, ids: readonly string[]): ApiAnswer {
  return { status: 300, body: ids.map((id) => `${dataPath(call.version)}/sobjects/${schema.name}/${id}`) };
}

function upsert(keyed: Keyed): ApiAnswer {
  const { services, call, schema, field, value } = keyed;
  const body = objectBody(call.body);
  refuseFieldInBody(body, field.name);
  const updateOnly = call.query.get('updateOnly') === 'true';
  const answer = call.transact((transaction): ApiAnswer => {
    const ids = matches(keyed, transaction);
    if (ids.length > 1) return severalFound(keyed, ids);
    if (ids.length === 0 && (updateOnly || field.type === 'id')) throw notFound();
    const row = { ...toRow(services.org, schema, body), [field.name]: fromJsonValue(field, value) };
    const options = { ...dmlOptions(call.headers, true), externalIdField: field.name };
    const { id, created } = saveOne(transaction, 'upsert', schema.name, row, options);
    return { status: created ? 201 : 200, body: { id, success: true, errors: [], created } };
  });
  if (answer.status !== 300) services.noteWrites('upsert', schema.name, 1);
  return answer;
}

function read(keyed: Keyed): ApiAnswer {
  const ids = keyed.call.transact((transaction) => matches(keyed, transaction));
  if (ids.length > 1) return severalFound(keyed, ids);
  const answer = ids[0] === undefined ? null : readOne(keyed, `Id = ${quote(ids[0])}`);
  if (answer === null) throw notFound();
  return answer;
}

function remove(keyed: Keyed): ApiAnswer {
  const ids = keyed.call.transact((transaction) => matches(keyed, transaction));
  if (ids.length > 1) return severalFound(keyed, ids);
  if (ids[0] === undefined) throw notFound();
  return removeById(keyed, ids[0]);
}

/** Answers a call that names a record by `Field/value`. */
export function answerExternalId(services: ApiServices, call: ApiCall): ApiAnswer {
  const [, object, name = '', value = ''] = call.path;
  const schema = objectOf(services.org, call.session.userId, object);
  const field = keyField(services, call.session.userId, schema, name);
  if (field.type === 'id' && call.method !== 'PATCH') return answerRecord(services, { ...call, path: ['sobjects', schema.name, value] });
  const keyed = { services, call, schema, field, value };
  if (call.method === 'GET') return read(keyed);
  if (call.method === 'PATCH') return upsert(keyed);
  if (call.method === 'DELETE') return remove(keyed);
  throw methodNotAllowed(call.method, ['HEAD', 'GET', 'PATCH', 'DELETE']);
}
