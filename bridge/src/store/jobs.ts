import type { RecordRef } from '../domain/model.ts';
import { decodePosition, encodePosition } from './paging.ts';

/** Whether documents of a kind are work under way, which outlives the erasure of a record it has come across; see `DocumentStore`. */
export const isJobKind = (kind: string): boolean => kind.endsWith('.job');

/** Characters at the end of an id that are rounded off: enough others share what is left. */
const ROUNDED = 3;
/** Salesforce ids sort by their first 15 characters; the last three are a checksum. */
const SALESFORCE_SORTED = 15;

/**
 * A job's body (JSON) without the ids of the records: taken out of lists, and in cursors put back to a place shortly before, so that the job
 * redoes that piece of its page and misses nobody. The same text when it names none of them.
 */
export const withoutRecords = (body: string, refs: readonly RecordRef[]): string => {
  const before: unknown = JSON.parse(body);
  const after = JSON.stringify(refs.reduce<unknown>((value, ref) => withoutIn(value, ref), before));
  return after === JSON.stringify(before) ? body : after;
};

const withoutIn = (value: unknown, ref: RecordRef): unknown => {
  if (typeof value === 'string') return withoutInText(value, ref);
  if (Array.isArray(value)) return value.filter((one) => one !== ref.id).map((one) => withoutIn(one, ref));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutInText(key, ref), withoutIn(one, ref)]));
};

/** Cursors are text: JSON of an adapter, or this store's own, which may stand behind a bar. */
const withoutInText = (text: string, ref: RecordRef): string => {
  const json = objectIn(text);
  if (json !== null) return JSON.stringify(withoutIn(json, ref));
  const parts = text.split('|').map((part) => {
    const position = decodePosition(part);
    if (position === null) return rounded(part, ref);
    return encodePosition(position.map((one) => (typeof one === 'string' ? rounded(one, ref) : one)));
  });
  return parts.join('|');
};

const objectIn = (text: string): object | null => {
  if (!text.startsWith('{')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
};

/** Ids are letters and digits, so nothing needs escaping. A HubSpot id is a number: it counts where it stands alone. */
const rounded = (text: string, { side, id }: RecordRef): string =>
  side === 'salesforce' ? text.replaceAll(id, before(id)) : text.replaceAll(new RegExp(`(?<![0-9A-Za-z])${id}(?![0-9A-Za-z])`, 'gu'), numberBefore(id));

/** An id that sorts before this one, and before few others: its last characters are zeros, which sort first. */
const before = (id: string): string => {
  const sorted = id.slice(0, SALESFORCE_SORTED);
  const kept = sorted.slice(0, -ROUNDED).padEnd(sorted.length, '0');
  return kept === sorted ? ''.padEnd(sorted.length, '0') : kept;
};

const numberBefore = (id: string): string => {
  const step = 10n ** BigInt(ROUNDED);
  return /^\d+$/u.test(id) && BigInt(id) > 0n ? String(((BigInt(id) - 1n) / step) * step) : '0';
};
