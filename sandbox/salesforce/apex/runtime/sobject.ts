/** SObject records and their passage to and from the org's rows. */
import type { FieldSchema, FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { Dbl, decNumber, decOfInt, decStrip, decText, Dec, parseDecimal } from './decimal.ts';
import { ADate, ADatetime, ATime, dateText, parseDate, timeText } from './temporal.ts';
import { exception, notNull, raise } from './throwable.ts';

/** Where a record came from, when it is one of a trigger's. */
export type TriggerSlot = { readonly readOnly: boolean; readonly addError: (message: string, field: string | null) => void };

export class SObj {
  readonly schema: ObjectSchema;
  readonly #fields: Map<string, unknown>;
  /** A stored row whose values are converted when they are asked for: triggers see many fields and read few. */
  #row: Row | null = null;
  /** Read by SOQL: a field that is not there was not selected, and reading it is an error. */
  isQueried = false;
  /** Fields changed since the record was read; null on a record made in Apex, all of whose fields are news. */
  dirty: Set<string> | null = null;
  slot: TriggerSlot | null = null;
  errors: { message: string; field: string | null }[] = [];
  options: unknown = null;
  constructor(schema: ObjectSchema, fields: Map<string, unknown> = new Map()) {
    this.schema = schema;
    this.#fields = fields;
  }

  /** A record over a stored row, which must not change from now on. */
  static ofRow(schema: ObjectSchema, row: Row): SObj {
    const record = new SObj(schema);
    record.#row = row;
    return record;
  }

  /** Field and relationship values by exact API name; only what was set or read. */
  get fields(): Map<string, unknown> {
    if (this.#row) {
      const row = this.#row;
      this.#row = null;
      for (const [name, stored] of Object.entries(row)) this.#convert(name, stored);
    }
    return this.#fields;
  }

  /** One value; undefined when it was neither set nor read. */
  peek(name: string): unknown {
    const value = this.#fields.get(name);
    if (value !== undefined || !this.#row) return value;
    const stored = this.#row[name];
    if (stored !== undefined) this.#convert(name, stored);
    return this.#fields.get(name);
  }

  #convert(name: string, stored: FieldValue): void {
    const field = this.schema.fields.get(name.toLowerCase());
    if (field && !this.#fields.has(field.name)) this.#fields.set(field.name, fromStored(field, stored));
  }
}

/** Reads a field or relationship by exact name. */
export function getField(record: SObj, name: string): unknown {
  const value = record.peek(name);
  if (value !== undefined) return value;
  if (record.isQueried && !record.fields.has(name) && !isNullParent(record, name)) {
    raise('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${record.schema.name}.${name}`);
  }
  return null;
}

/** A lookup that was selected and is empty: its relationship reads as null even when only its id was selected. */
function isNullParent(record: SObj, name: string): boolean {
  for (const field of record.schema.fields.values()) {
    if (field.relationshipName === name) return record.fields.get(field.name) === null;
  }
  return false;
}

export function putField(record: SObj, name: string, value: unknown): unknown {
  if (record.slot?.readOnly) throw exception('FinalException', 'Record is read-only');
  record.fields.set(name, value);
  record.dirty?.add(name);
  return value;
}

/** The field's schema, or the SObjectException that dynamic access throws. */
export function fieldNamed(schema: ObjectSchema, name: string): FieldSchema {
  return schema.fields.get(name.toLowerCase()) ?? raise('SObjectException', `Invalid field ${name} for ${schema.name}`);
}

/** How a field's values are typed in Apex. */
export function apexTypeOfField(field: Pick<FieldSchema, 'type'>): string {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'Id';
    case 'boolean':
      return 'Boolean';
    case 'int':
      return 'Integer';
    case 'long':
      return 'Long';
    case 'double':
    case 'currency':
    case 'percent':
      return 'Decimal';
    case 'date':
      return 'Date';
    case 'datetime':
      return 'Datetime';
    case 'time':
      return 'Time';
    case 'base64':
      return 'Blob';
    case 'anyType':
    case 'address':
    case 'location':
      return 'Object';
    default:
      return 'String';
  }
}

/** A stored value as Apex sees it. */
export function fromStored(field: Pick<FieldSchema, 'type' | 'scale'>, stored: FieldValue): unknown {
  if (stored === null) return null;
  switch (apexTypeOfField(field)) {
    case 'Integer':
      return Number(stored);
    case 'Long':
      return BigInt(stored);
    case 'Decimal':
      return withScale(parseDecimal(String(stored)) ?? decOfInt(0), field.scale);
    case 'Date':
      return notNull(parseDate(String(stored)));
    case 'Datetime':
      return new ADatetime(Number(stored));
    case 'Time':
      return parseTime(String(stored));
    case 'Blob':
      return new Uint8Array(Buffer.from(String(stored), 'base64'));
    case 'Id':
      return id18(String(stored));
    default:
      return stored;
  }
}

const withScale = (d: Dec, scale: number): Dec => (d.scale < scale ? new Dec(d.unscaled * 10n ** BigInt(scale - d.scale), scale) : d);

function parseTime(text: string): ATime {
  const [, h, m, s, ms = '0'] = /^(\d+):(\d+):(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return new ATime(((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(ms.padEnd(3, '0').slice(0, 3)));
}

/** An Apex value as the org stores it. */
export function toStored(value: unknown): FieldValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Dec) return decText(decStrip(value));
  if (value instanceof Dbl) return decText(decStrip(parseDecimal(String(value.value)) ?? decOfInt(0)));
  if (value instanceof ADate) return dateText(value);
  if (value instanceof ADatetime) return value.ms;
  if (value instanceof ATime) return timeText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  throw new Error(`a value of this kind cannot be stored: ${String(value)}`);
}

/** What a save sends: every field of a new record, the id and the changed fields of one that was read. */
export function toRow(record: SObj): Row {
  const row: Row = {};
  for (const [name, value] of record.fields) {
    if (record.dirty && name !== 'Id' && !record.dirty.has(name)) continue;
    const field = record.schema.fields.get(name.toLowerCase());
    // Read-only values come only from reads and clones of them; the platform leaves them out (apex-recipes inserts such a clone).
    if (field) {
      if (field.createable || field.updateable || name === 'Id' || record.schema.kind === 'event') row[name] = toStored(value);
    } else if (value instanceof SObj && (!record.dirty || record.dirty.has(name))) Object.assign(row, parentKey(name, value));
  }
  return row;
}

/** A parent named by its external id: `Account = new Account(Sync_Key__c = 'x')`. */
function parentKey(relationship: string, parent: SObj): Row {
  const keys = [...parent.fields].filter(([name]) => parent.schema.fields.get(name.toLowerCase())?.externalId);
  const [key] = keys;
  if (!key || keys.length !== 1) return raise('SObjectException', `The parent in ${relationship} must name exactly one external id`);
  return { [`${relationship}.${key[0]}`]: toStored(key[1]) };
}

/** Checks and converts a value given to put(): the wrong type is the platform's SObjectException. */
export function checkedForField(field: FieldSchema, value: unknown): unknown {
  if (value === null) return null;
  const type = apexTypeOfField(field);
  const converted = convertTo(type, value);
  if (converted === undefined) {
    raise('SObjectException', `Illegal assignment from ${runtimeName(value)} to ${type === 'Object' ? 'Object' : type}`);
  }
  return converted;
}

function convertTo(type: string, value: unknown): unknown {
  switch (type) {
    case 'Id':
      return typeof value === 'string' ? checkedId(value) : undefined;
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Integer':
      if (value instanceof Dec && decStrip(value).scale === 0) return decNumber(value);
      return typeof value === 'number' ? value : undefined;
    case 'Long':
      return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : undefined;
    case 'Decimal':
      if (typeof value === 'number' || typeof value === 'bigint') return decOfInt(value);
      if (value instanceof Dbl) return parseDecimal(String(value.value));
      return value instanceof Dec ? value : undefined;
    case 'Date':
      if (value instanceof ADatetime) return new ADate(Math.floor(value.ms / 86_400_000));
      return value instanceof ADate ? value : undefined;
    case 'Datetime':
      if (value instanceof ADate) return new ADatetime(value.days * 86_400_000);
      return value instanceof ADatetime ? value : undefined;
    case 'Time':
      return value instanceof ATime ? value : undefined;
    case 'Blob':
      return value instanceof Uint8Array ? value : undefined;
    default:
      return value;
  }
}

export function runtimeName(value: unknown): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return 'Integer';
  if (typeof value === 'bigint') return 'Long';
  if (value instanceof Dec) return 'Decimal';
  if (value instanceof Dbl) return 'Double';
  if (value instanceof ADate) return 'Date';
  if (value instanceof ADatetime) return 'Datetime';
  if (value instanceof ATime) return 'Time';
  if (value instanceof Uint8Array) return 'Blob';
  if (value instanceof SObj) return value.schema.name;
  return 'Object';
}

const ID = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/;
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

export const isId = (text: string): boolean => ID.test(text);

/** 15 or 18 characters to the 18-character form, whose last three record the letter case of the first fifteen. */
export function id18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id[block * 5 + i] ?? '')) bits |= 1 << i;
    suffix += SUFFIX[bits] ?? '';
  }
  return id + suffix;
}

/** A text taken as an Id; anything else is the platform's StringException. */
export function checkedId(text: string): string {
  if (!isId(text)) raise('StringException', `Invalid id: ${text}`);
  return id18(text);
}
