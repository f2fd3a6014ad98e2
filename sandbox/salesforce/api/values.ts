/** Stored values ↔ JSON of the REST API. */

import type { FieldSchema, FieldType, FieldValue } from '../contract.ts';
import { refuse } from './failure.ts';

const NUMERIC: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent', 'long']);
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** Epoch ms as the API writes it: `2026-11-21T10:00:00.000+0000`. */
export const formatInstant = (at: number): string => `${new Date(at).toISOString().slice(0, -1)}+0000`;

/** A stored value as JSON. Numbers become JSON numbers, date/times the API's text form. */
export function toJsonValue(type: FieldType, value: FieldValue): string | number | boolean | null {
  if (value === null) return null;
  if (type === 'datetime') return typeof value === 'number' ? formatInstant(value) : value;
  if (NUMERIC.has(type)) return typeof value === 'string' ? Number(value) : value;
  return value;
}

function badValue(type: string, value: unknown): Error {
  const token =
    typeof value === 'string'
      ? 'VALUE_STRING'
      : typeof value === 'boolean'
        ? value
          ? 'VALUE_TRUE'
          : 'VALUE_FALSE'
        : typeof value === 'number'
          ? 'VALUE_NUMBER'
          : 'START_OBJECT';
  const shown = typeof value === 'object' ? '' : ` value ${String(value)}`;
  return refuse(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${token}${shown} or request may be missing a required field at [line:1, column:1]`,
  );
}

/** Plain decimal text without exponent, sign plus or trailing zeros: `"12.50"` → `"12.5"`. */
export function canonicalDecimal(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const padded = point > digits.length ? digits.padEnd(point, '0') : point < 0 ? '0'.repeat(-point) + digits : digits;
  const at = Math.max(0, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const decimals = padded.slice(at).replace(/0+$/, '');
  const number = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && number !== '0' ? `-${number}` : number;
}

function toInstant(value: unknown): number {
  if (typeof value !== 'string') throw badValue('datetime', value);
  const text = DATE.test(value) ? `${value}T00:00:00Z` : value;
  if (!DATETIME.test(text)) throw badValue('datetime', value);
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  if (Number.isNaN(at)) throw badValue('datetime', value);
  return at;
}

function toDate(value: unknown): string {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  if (!DATE.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || (value !== day && !DATETIME.test(String(value)))) throw badValue('date', value);
  return day;
}

function toBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw badValue('boolean', value);
}

function toDecimal(type: string, value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return canonicalDecimal(String(value));
  if (typeof value === 'string' && DECIMAL.test(value)) return canonicalDecimal(value);
  throw badValue(type, value);
}

/**
 * A JSON value as the org stores it. Text fields take JSON text only; the platform refuses a number there.
 * Throws JSON_PARSER_ERROR, which ends the whole request, in collections too.
 */
export function fromJsonValue(field: FieldSchema, value: unknown): FieldValue {
  if (value === null) return null;
  if (field.type === 'datetime') return toInstant(value);
  if (field.type === 'date') return toDate(value);
  if (field.type === 'boolean') return toBoolean(value);
  if (NUMERIC.has(field.type)) return toDecimal(field.type === 'int' ? 'int' : field.type === 'currency' ? 'currency' : 'double', value);
  if (typeof value !== 'string') throw badValue(field.type === 'reference' || field.type === 'id' ? 'reference' : 'string', value);
  return value;
}
