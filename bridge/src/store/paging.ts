import type { Page } from '../engine/ports.ts';

/** What a page's cursor carries: the sort key of the last row shown. */
export type Position = readonly (string | number)[];

/** Opaque text for a position. */
export const encodePosition = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position a cursor stands for; null for no cursor or one that was not made here, which starts over. */
export const decodePosition = (cursor: string | undefined): Position | null => {
  if (cursor === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string' || typeof part === 'number') ? parsed : null;
  } catch {
    return null;
  }
};

/** Cuts one row too many off a keyset read and names where the next page starts. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  options: { readonly limit: number; readonly item: (row: Row) => Item; readonly position: (row: Row) => Position },
): Page<Item> => {
  const shown = rows.slice(0, options.limit);
  const last = shown.at(-1);
  return { items: shown.map(options.item), next: rows.length > options.limit && last !== undefined ? encodePosition(options.position(last)) : null };
};

/** Order of two positions of the same shape. */
export const comparePositions = (left: Position, right: Position): number => {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined || part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
};
