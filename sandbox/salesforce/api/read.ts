/** Reading records: access checks, the select list, and rows as the API writes them. */

import type { FieldSchema, FieldValue, ObjectSchema, Org, QueryRecord, QueryResult, Transaction } from '../contract.ts';
import { dataPath } from './call.ts';
import { notFound, refuse } from './failure.ts';
import { toJsonValue } from './values.ts';

/** The object of a path segment; unknown and unreadable objects look the same to the caller. */
export function objectOf(org: Org, userId: string, name: string | undefined): ObjectSchema {
  const schema = org.object(name ?? '');
  if (schema === undefined || !org.canRead(userId, schema.name)) throw notFound();
  return schema;
}

/** Readable fields in declaration order: field-level security leaves the others out silently. */
export function readableFields(org: Org, userId: string, schema: ObjectSchema): FieldSchema[] {
  return [...schema.fields.values()].filter((field) => field.type !== 'location' && org.canRead(userId, schema.name, field.name));
}

export function noSuchColumn(name: string, object: string): Error {
  return refuse(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`);
}

/** The fields a `fields` parameter names; an unreadable one is "no such column", like an unknown one. */
export function namedFields(org: Org, userId: string, schema: ObjectSchema, names: readonly string[]): FieldSchema[] {
  return names.map((name) => {
    const field = schema.fields.get(name.trim().toLowerCase());
    if (field === undefined || !org.canRead(userId, schema.name, field.name)) throw noSuchColumn(name.trim(), schema.name);
    return field;
  });
}

/** Text inside SOQL quotes. */
export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export type Selection = { readonly schema: ObjectSchema; readonly fields: readonly FieldSchema[]; readonly where: string; readonly includeDeleted?: boolean };

/** Rows of one object in the caller's own access. */
export function select(transaction: Transaction, { schema, fields, where, includeDeleted = false }: Selection): readonly QueryRecord[] {
  const names = new Set(['Id', ...fields.map((field) => field.name)]);
  const soql = `SELECT ${[...names].join(', ')} FROM ${schema.name} WHERE ${where}`;
  return transaction.query(soql, {}, { access: 'user', sharing: true, includeDeleted }).records;
}

const isResult = (value: QueryRecord | QueryResult): value is QueryResult => 'records' in value;
const isNested = (value: FieldValue | QueryRecord | QueryResult): value is QueryRecord | QueryResult => typeof value === 'object' && value !== null;

/** Compound addresses come as their parts; coordinates are numbers. */
function addressJson(record: QueryRecord): Record<string, unknown> {
  const { latitude, longitude, ...text } = record.values;
  const number = (value: unknown): number | null => (typeof value === 'string' ? Number(value) : null);
  return { ...text, latitude: number(latitude), longitude: number(longitude) };
}

export type RecordWriter = (record: QueryRecord) => Record<string, unknown>;

/** Writes query records as JSON for one API version. `columns` types the values of an aggregate query. Schema look-ups are cached per writer. */
export function recordWriter(org: Org, version: string, columns: QueryResult['columns'] = {}): RecordWriter {
  const schemas = new Map<string, ObjectSchema | undefined>();
  const base = `${dataPath(version)}/sobjects/`;
  const schemaOf = (name: string): ObjectSchema | undefined => {
    if (!schemas.has(name)) schemas.set(name, org.object(name));
    return schemas.get(name);
  };
  const attributes = (record: QueryRecord): Record<string, unknown> => {
    const id = record.values['Id'];
    return typeof id === 'string' ? { type: record.object, url: `${base}${record.object}/${id}` } : { type: record.object };
  };
  const nested = (value: QueryRecord | QueryResult): unknown => {
    if (isResult(value)) return { totalSize: value.totalSize, done: true, records: value.records.map(write) };
    return value.object === 'Address' ? addressJson(value) : write(value);
  };
  const write = (record: QueryRecord): Record<string, unknown> => {
    const schema = schemaOf(record.object);
    const out: Record<string, unknown> = { attributes: attributes(record) };
    for (const [name, value] of Object.entries(record.values)) {
      if (isNested(value)) {
        out[name] = nested(value);
        continue;
      }
      const type = schema?.fields.get(name.toLowerCase())?.type ?? columns[name];
      out[name] = type === undefined ? value : toJsonValue(type, value);
    }
    return out;
  };
  return write;
}

/** `Last-Modified` of a row as seconds, from the org's own audit field. */
export function modifiedSeconds(record: QueryRecord): number {
  const at = record.values['LastModifiedDate'] ?? record.values['SystemModstamp'];
  return typeof at === 'number' ? Math.floor(at / 1000) : 0;
}

export const httpDate = (seconds: number): string => new Date(seconds * 1000).toUTCString();
