import type { FieldSchema, FieldValue, SaveError } from '../../contract.ts';
import { canonicalDecimal, roundDecimal, wholeDigits } from '../decimal.ts';
import { rowError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { isNumeric } from '../schema/fields.ts';

export type Coerced = { readonly value: FieldValue } | { readonly error: SaveError };

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(\.[^\s@<>(),;:"[\]\\.]+)+$/;

/** The stored form of a value a caller gave, checked for type only (what happens at load, before triggers). */
export function coerceType(object: string, f: FieldSchema, value: FieldValue): Coerced {
  if (value === null) return { value: f.type === 'boolean' ? false : null };
  if (f.type === 'boolean') return typeof value === 'boolean' ? { value } : wrongType(f, value);
  if (isNumeric(f.type)) return coerceNumber(f, value);
  if (f.type === 'datetime') return coerceDatetime(f, value);
  if (typeof value !== 'string') return wrongType(f, value);
  if (f.type === 'date') return coerceDate(f, value);
  if (f.type === 'id' || f.type === 'reference') return coerceId(object, f, value);
  // Leading and trailing white space is trimmed on save and an empty text is nothing, except in long text areas.
  const text = f.type === 'textarea' ? value.replace(/\s+$/, '') : value.trim();
  return { value: text === '' ? null : text };
}

const wrongType = (f: FieldSchema, value: FieldValue): Coerced => ({
  error: rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${f.label}: value not of required type: ${String(value)}`, [f.name]),
});

function coerceNumber(f: FieldSchema, value: FieldValue): Coerced {
  const canonical = typeof value === 'number' || typeof value === 'string' ? canonicalDecimal(value) : null;
  return canonical === null ? wrongType(f, value) : { value: roundDecimal(canonical, f.type === 'int' ? 0 : f.scale) };
}

/** Datetimes keep whole seconds, as the platform stores them. */
function coerceDatetime(f: FieldSchema, value: FieldValue): Coerced {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(ms) ? { value: Math.floor(ms / 1000) * 1000 } : wrongType(f, value);
}

function coerceDate(f: FieldSchema, value: string): Coerced {
  const text = value.slice(0, 10);
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(parsed) && new Date(parsed).toISOString().startsWith(text) ? { value: text } : wrongType(f, value);
}

function coerceId(object: string, f: FieldSchema, value: string): Coerced {
  if (value.trim() === '') return { value: null };
  const id = parseId(value);
  return id === null
    ? { error: rowError('MALFORMED_ID', `${f.type === 'id' ? object : f.label}: id value of incorrect type: ${value}`, [f.name]) }
    : { value: id };
}

/** What system validation says of a stored value (after before-triggers): its error, or null. `truncate` cuts instead of failing. */
export function checkValue(f: FieldSchema, value: FieldValue): SaveError | null {
  if (value === null || typeof value === 'boolean') return null;
  if (isNumeric(f.type)) return checkNumber(f, String(value));
  if (typeof value !== 'string' || f.type === 'reference' || f.type === 'id' || f.type === 'date') return null;
  if (f.length > 0 && value.length > f.length)
    return rowError('STRING_TOO_LONG', `${f.label}: data value too large: ${value.slice(0, 255)} (max length=${f.length})`, [f.name]);
  if (f.type === 'email' && !EMAIL.test(value)) return rowError('INVALID_EMAIL_ADDRESS', `${f.label}: invalid email address: ${value}`, [f.name]);
  return f.restrictedPicklist ? checkPicklist(f, value) : null;
}

function checkNumber(f: FieldSchema, text: string): SaveError | null {
  const whole = f.type === 'int' ? f.precision : f.precision - f.scale;
  if (f.precision === 0 || wholeDigits(text) <= whole) return null;
  return rowError('NUMBER_OUTSIDE_VALID_RANGE', `${f.label}: value outside of valid range on numeric field: ${text}`, [f.name]);
}

function checkPicklist(f: FieldSchema, value: string): SaveError | null {
  const chosen = f.type === 'multipicklist' ? value.split(';') : [value];
  const bad = chosen.find((c) => !f.picklistValues.some((v) => v.active && v.value.toLowerCase() === c.trim().toLowerCase()));
  return bad === undefined
    ? null
    : rowError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${f.label}: bad value for restricted picklist field: ${bad}`, [f.name]);
}

/** Text cut to the field's length (AllowFieldTruncation). */
export const truncated = (f: FieldSchema, value: FieldValue): FieldValue =>
  typeof value === 'string' && f.length > 0 && f.type !== 'picklist' ? value.slice(0, f.length) : value;
