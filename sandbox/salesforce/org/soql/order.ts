import type { FieldSchema, FieldValue } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import { isLongText } from '../schema/fields.ts';
import { keyOf } from './comparables.ts';
import type { Key } from './comparables.ts';

/** One ORDER BY term over things of type T. */
export type SortTerm<T> = { readonly field: FieldSchema; readonly descending: boolean; readonly nullsLast: boolean; read(item: T): FieldValue };

/** Sorts stably. Nulls come first in either direction unless NULLS LAST; picklists sort by their defined order. */
export function sortBy<T>(items: readonly T[], terms: readonly SortTerm<T>[]): readonly T[] {
  for (const { field } of terms) {
    if (isLongText(field) || field.type === 'multipicklist' || field.type === 'address')
      throw new OrgError('INVALID_FIELD', `field '${field.name}' can not be sorted in a query call`, [field.name]);
  }
  const keyed = items.map((item) => ({ item, keys: terms.map((t) => sortKey(t.field, t.read(item))) }));
  keyed.sort((a, b) => compareKeys(terms, a.keys, b.keys));
  return keyed.map((k) => k.item);
}

function sortKey(field: FieldSchema, value: FieldValue): Key {
  if (field.type !== 'picklist' || value === null) return keyOf(field.type, value);
  const place = field.picklistValues.findIndex((v) => v.value === value);
  return place < 0 ? field.picklistValues.length : place;
}

function compareKeys<T>(terms: readonly SortTerm<T>[], a: readonly Key[], b: readonly Key[]): number {
  for (const [i, term] of terms.entries()) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    if (x === y) continue;
    if (x === null || y === null) return (x === null) === term.nullsLast ? 1 : -1;
    return (x < y ? -1 : 1) * (term.descending ? -1 : 1);
  }
  return 0;
}
