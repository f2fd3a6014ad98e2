/**
 * Wire values of either platform to canonical text and back. Canonical form makes values of the two comparable; it never
 * changes what a person would call the value.
 */
import { plainDay, plainInstant, salesforceInstant } from './dates.ts';
import { plainDecimal } from './numbers.ts';
import type { FieldKind, Side, Value } from './model.ts';

export type WireScalar = string | number | boolean | null;
/** Text that is not a value of its kind; `code` is one of the codes of `issues.ts`. */
export type Unreadable = { readonly ok: false; readonly code: 'not-a-number' | 'not-a-boolean' | 'not-a-date' | 'not-an-instant' };
export type Canonical = { readonly ok: true; readonly value: Value } | Unreadable;

const blank: Canonical = { ok: true, value: null };

/**
 * Canonical text of a wire value of `kind`. Blank (null, "", only white space) is null. Example: `canonical(1763683200000, 'date')`
 * → `{ ok: true, value: '2025-11-21' }`. References pass as they are: ids, translated by whoever knows the links.
 */
export function canonical(wire: WireScalar | undefined, kind: FieldKind): Canonical {
  if (wire === null || wire === undefined) return blank;
  // Salesforce stores line ends as CR LF where HubSpot keeps LF.
  const text = String(wire).replace(/\r\n?/g, '\n');
  if (text.trim() === '') return blank;
  switch (kind) {
    case 'number':
      return read(plainDecimal(text), 'not-a-number');
    case 'boolean':
      return read(plainBoolean(text), 'not-a-boolean');
    case 'date':
      return read(plainDay(text.trim()), 'not-a-date');
    case 'datetime':
      return read(plainInstant(text.trim()), 'not-an-instant');
    case 'multi-picklist':
      return { ok: true, value: plainSet(text) };
    case 'email':
      // Mail systems ignore case in practice and HubSpot lower-cases addresses, so two spellings are one value.
      return { ok: true, value: text.trim().toLowerCase() };
    case 'text':
    case 'long-text':
    case 'phone':
    case 'url':
    case 'picklist':
    case 'reference':
      return { ok: true, value: text };
  }
}

/** The wire form one platform takes for a canonical value of `kind`; blank is null. A number for Salesforce is a JSON number where that is exact, else text, which its API reads as a number too. */
export function toWire(value: Value, kind: FieldKind, side: Side): WireScalar {
  if (value === null) return null;
  if (side === 'hubspot') return value;
  if (kind === 'boolean') return value === 'true';
  if (kind === 'datetime') return salesforceInstant(value);
  if (kind === 'number') return plainDecimal(String(Number(value))) === value ? Number(value) : value;
  return value;
}

function read(value: string | null, code: Unreadable['code']): Canonical {
  return value === null ? { ok: false, code } : { ok: true, value };
}

function plainBoolean(text: string): string | null {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1' || word === 'yes') return 'true';
  if (word === 'false' || word === '0' || word === 'no') return 'false';
  return null;
}

/** Sorted, without repeats; the order of a multi-select means nothing on either platform. */
function plainSet(text: string): Value {
  const parts = setParts(text);
  return parts.length === 0 ? null : parts.join(';');
}

/** The values of a multi-select, sorted, without repeats and blanks. */
export function setParts(text: string): readonly string[] {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set(parts)].sort();
}
