/** Filtering and paging of a timeline. Pure. */
import type { Instant } from '../domain/model.ts';
import type { Item, Kind } from './model.ts';

export type Wanted = {
  /** Empty = all. */
  readonly kinds: readonly Kind[];
  /** Nothing older; null = everything. What is to come is always shown. */
  readonly since: Instant | null;
  /** `next` of the page before. */
  readonly after: string | null;
  readonly limit: number;
};

/** Newest first; items of one moment by id, so that the order is the same on every read. */
const newestFirst = (left: Item, right: Item): number => right.at - left.at || (left.id < right.id ? 1 : -1);
const cursorOf = ({ at, id }: Item): string => `${String(at)}~${id}`;

/** True when the item comes behind the cursor. An item that arrived meanwhile moves nothing that was shown. */
function isBehind({ at, id }: Item, cursor: string): boolean {
  const split = cursor.indexOf('~');
  const [cursorAt, cursorId] = [Number(cursor.slice(0, split)), cursor.slice(split + 1)];
  return at < cursorAt || (at === cursorAt && id < cursorId);
}

/** One page, and the cursor of the next (null at the end). `total` counts what the filters leave. */
export function pageOf(
  items: readonly Item[],
  { kinds, since, after, limit }: Wanted,
): { readonly items: readonly Item[]; readonly next: string | null; readonly total: number } {
  const wanted = items.filter((item) => (kinds.length === 0 || kinds.includes(item.kind)) && (since === null || item.at >= since)).toSorted(newestFirst);
  const rest = after === null ? wanted : wanted.filter((item) => isBehind(item, after));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: rest.length > limit && last !== undefined ? cursorOf(last) : null, total: wanted.length };
}
