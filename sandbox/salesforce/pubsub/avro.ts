/** Avro schemas of platform events, and events as Avro bytes. */

import { createHash } from 'node:crypto';
import avro from 'avsc';
import type { FieldSchema, FieldType, FieldValue, ObjectSchema, Row } from '../contract.ts';

export type EventCodec = {
  readonly schemaId: string;
  readonly schemaJson: string;
  readonly encode: (values: Row) => Buffer;
  readonly decode: (payload: Buffer) => Row;
};

/** Set by the bus; they travel beside the payload, not in it. */
const ENVELOPE: ReadonlySet<string> = new Set(['Id', 'ReplayId', 'EventUuid']);
const AUDIT: ReadonlySet<string> = new Set(['CreatedDate', 'CreatedById']);
const NUMERIC: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent', 'long']);

type AvroType = 'string' | 'double' | 'boolean' | 'long';

function avroType(field: FieldSchema): AvroType {
  if (field.type === 'datetime') return 'long';
  if (field.type === 'boolean') return 'boolean';
  return NUMERIC.has(field.type) ? 'double' : 'string';
}

const DOC_TYPES: Partial<Record<FieldType, string>> = {
  datetime: 'DateTime',
  boolean: 'Checkbox',
  double: 'Double',
  int: 'Integer',
  textarea: 'TextArea',
  date: 'DateOnly',
};

const payloadFields = (object: ObjectSchema): FieldSchema[] =>
  [...object.fields.values()].filter((field) => !ENVELOPE.has(field.name) && !AUDIT.has(field.name));

/** The schema as GetSchema answers it: CreatedDate and CreatedById are required, nullable fields are unions with null first. */
export function eventSchemaJson(object: ObjectSchema): string {
  const audit = [
    { name: 'CreatedDate', type: 'long', doc: 'CreatedDate:DateTime' },
    { name: 'CreatedById', type: 'string', doc: 'CreatedBy:EntityId' },
  ];
  const own = payloadFields(object).map((field) => {
    const doc = `Data:${DOC_TYPES[field.type] ?? 'Text'}`;
    return field.nillable ? { name: field.name, type: ['null', avroType(field)], doc, default: null } : { name: field.name, type: avroType(field), doc };
  });
  return JSON.stringify({ type: 'record', name: object.name, namespace: 'com.sforce.eventbus', fields: [...audit, ...own] });
}

/** A fingerprint of the definition: it changes whenever the definition does. */
export const schemaIdOf = (schemaJson: string): string => createHash('md5').update(schemaJson).digest('base64url');

function toAvro(type: AvroType, value: FieldValue | undefined): FieldValue {
  if (value === null || value === undefined) return null;
  if (type === 'double' || type === 'long') return Number(value);
  return type === 'boolean' ? value === true : String(value);
}

const isPlain = (value: unknown): value is FieldValue => value === null || ['string', 'number', 'boolean'].includes(typeof value);

function fromAvro(field: FieldSchema | undefined, value: unknown): FieldValue {
  if (!isPlain(value) || field === undefined) return null;
  return NUMERIC.has(field.type) && typeof value === 'number' ? String(value) : value;
}

type AvroField = { readonly name: string; readonly type: AvroType | readonly ['null', AvroType] };

/** Encoder and decoder of one version of an event's definition. */
export function createCodec(object: ObjectSchema, schemaJson = eventSchemaJson(object)): EventCodec {
  const parsed = JSON.parse(schemaJson) as { readonly fields: readonly AvroField[] }; // our own text
  const type = avro.Type.forSchema(JSON.parse(schemaJson) as avro.Schema); // avsc wants its own type for the same text
  const zero: Readonly<Record<AvroType, FieldValue>> = { string: '', double: 0, boolean: false, long: 0 };
  const encode = (values: Row): Buffer => {
    const out: Row = {};
    for (const field of parsed.fields) {
      const [plain, nullable] = typeof field.type === 'string' ? [field.type, false] : [field.type[1], true];
      const value = toAvro(plain, values[field.name]);
      out[field.name] = value === null && !nullable ? zero[plain] : value;
    }
    return type.toBuffer(out);
  };
  const decode = (payload: Buffer): Row => {
    const decoded: unknown = type.fromBuffer(payload);
    const row: Row = {};
    for (const [name, value] of Object.entries(decoded ?? {})) row[name] = fromAvro(object.fields.get(name.toLowerCase()), value);
    return row;
  };
  return { schemaId: schemaIdOf(schemaJson), schemaJson, encode, decode };
}
