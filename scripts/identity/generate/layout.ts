/**
 * Which row of which file shows which entity. Every question (row → entity, entity → rows) is answered by arithmetic on shuffles that can be
 * read both ways, so files of any size need no tables.
 */
import { permutationOf } from './random.ts';

export type LayoutOptions = {
  readonly seed: number;
  readonly left: number;
  readonly right: number;
  readonly overlap: number;
  readonly duplicates: { readonly left: number; readonly right: number };
};
export type FileLayout = { readonly rows: number; readonly entityAt: (row: number) => number; readonly rowsOf: (entity: number) => readonly number[] };
export type Layout = { readonly entities: number; readonly left: FileLayout; readonly right: FileLayout };

/** `overlap` is the share of the smaller file's entities that the other file has too; `duplicates` is the share of rows that repeat one. */
export function layoutOf({ seed, left, right, overlap, duplicates }: LayoutOptions): Layout {
  const once = { left: left - Math.floor(left * duplicates.left), right: right - Math.floor(right * duplicates.right) };
  const both = Math.round(Math.min(once.left, once.right) * overlap);
  const entities = once.left + once.right - both;
  // Neighbouring entities are look-alikes; shuffled, they fall on either side or on both.
  const places = permutationOf(entities, seed + 1);
  const place = (entity: number): number => places.whereIs(entity);
  const file = (rows: number, own: number, from: number, salt: number): FileLayout => {
    const order = permutationOf(rows, seed + salt);
    const repeats = permutationOf(own, seed + salt + 7);
    const extra = rows - own;
    const slotEntity = (slot: number): number => places.at(from + (slot < own ? slot : repeats.at((slot - own) % own)));
    return {
      rows,
      entityAt: (row) => slotEntity(order.at(row)),
      rowsOf: (entity) => {
        const slot = place(entity) - from;
        if (slot < 0 || slot >= own) return [];
        const repeat = repeats.whereIs(slot);
        const slots = [slot];
        for (let at = repeat; at < extra; at += own) slots.push(own + at);
        return slots.map((one) => order.whereIs(one));
      },
    };
  };
  return { entities, left: file(left, once.left, 0, 101), right: file(right, once.right, once.left - both, 202) };
}
