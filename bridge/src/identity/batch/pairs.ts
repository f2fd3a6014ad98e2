/** First looks of a large run: the pairs found so far in flat lists, and how they are put in order for the second look. */
import type { Tie, TiedRival } from '../person/crowd.ts';
import type { Rivals } from '../person/matcher.ts';
import { strongest } from '../person/rivals.ts';

export type PairList = {
  readonly left: Int32Array<ArrayBufferLike>;
  readonly right: Int32Array<ArrayBufferLike>;
  readonly score: Float32Array<ArrayBufferLike>;
  readonly tie: Uint8Array<ArrayBufferLike>;
  readonly length: number;
};

export class PairWriter {
  #left = new Int32Array(1 << 12);
  #right = new Int32Array(1 << 12);
  #score = new Float32Array(1 << 12);
  #tie = new Uint8Array(1 << 12);
  #length = 0;

  push(left: number, right: number, score: number, tie: Tie): void {
    if (this.#length === this.#left.length) {
      const length = Math.ceil(this.#length * 1.6);
      const [a, b, c, d] = [new Int32Array(length), new Int32Array(length), new Float32Array(length), new Uint8Array(length)];
      a.set(this.#left);
      b.set(this.#right);
      c.set(this.#score);
      d.set(this.#tie);
      [this.#left, this.#right, this.#score, this.#tie] = [a, b, c, d];
    }
    this.#left[this.#length] = left;
    this.#right[this.#length] = right;
    this.#score[this.#length] = score;
    this.#tie[this.#length] = tie;
    this.#length += 1;
  }

  get list(): PairList {
    return { left: this.#left, right: this.#right, score: this.#score, tie: this.#tie, length: this.#length };
  }
}

/** Only ties were written there. */
export const tieAt = ({ tie }: PairList, pair: number): Tie => (tie[pair] ?? 0) as Tie;

/** Pairs by left record and, through `order`, by right record: where each one's pairs begin, one more than records. Shared. */
export type OrderedPairs = PairList & {
  readonly leftAt: Int32Array<ArrayBufferLike>;
  readonly rightAt: Int32Array<ArrayBufferLike>;
  readonly order: Int32Array<ArrayBufferLike>;
};

const ints = (length: number): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(length * 4));

/** Joins the workers' lists and sorts them by counting. */
export function inOrder(lists: readonly PairList[], totals: { readonly left: number; readonly right: number }): OrderedPairs {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const [left, right, order] = [ints(length), ints(length), ints(length)];
  const score = new Float32Array(new SharedArrayBuffer(length * 4));
  const tie = new Uint8Array(new SharedArrayBuffer(length));
  const [countLeft, countRight] = [ints(totals.left + 1), ints(totals.right + 1)];
  for (const list of lists) {
    for (let pair = 0; pair < list.length; pair += 1) {
      const [l, r] = [list.left[pair] ?? 0, list.right[pair] ?? 0];
      countLeft[l + 1] = (countLeft[l + 1] ?? 0) + 1;
      countRight[r + 1] = (countRight[r + 1] ?? 0) + 1;
    }
  }
  for (const counts of [countLeft, countRight])
    for (let record = 1; record < counts.length; record += 1) counts[record] = (counts[record] ?? 0) + (counts[record - 1] ?? 0);
  const [nextLeft, nextRight] = [countLeft.slice(), countRight.slice()];
  for (const list of lists) {
    for (let pair = 0; pair < list.length; pair += 1) {
      const l = list.left[pair] ?? 0;
      const to = nextLeft[l] ?? 0;
      nextLeft[l] = to + 1;
      left[to] = l;
      right[to] = list.right[pair] ?? 0;
      score[to] = list.score[pair] ?? 0;
      tie[to] = list.tie[pair] ?? 0;
    }
  }
  for (let pair = 0; pair < length; pair += 1) {
    const r = right[pair] ?? 0;
    const to = nextRight[r] ?? 0;
    nextRight[r] = to + 1;
    order[to] = pair;
  }
  return { left, right, score, tie, length, leftAt: countLeft, rightAt: countRight, order };
}

/** The strongest rivals of a record out of the ordered pairs. Inside one side a record's rivals are at both of its ends. */
export function rivalsIn(
  pairs: OrderedPairs,
  ids: { readonly left: (record: number) => string; readonly right: (record: number) => string },
  isOneSide: boolean,
): Rivals {
  const asLeft = (record: number, found: TiedRival[]): TiedRival[] => {
    for (let pair = pairs.leftAt[record] ?? 0; pair < (pairs.leftAt[record + 1] ?? 0); pair += 1)
      found.push({ record: pairs.right[pair] ?? 0, score: pairs.score[pair] ?? 0, tie: tieAt(pairs, pair) });
    return found;
  };
  const asRight = (record: number, found: TiedRival[]): TiedRival[] => {
    for (let at = pairs.rightAt[record] ?? 0; at < (pairs.rightAt[record + 1] ?? 0); at += 1) {
      const pair = pairs.order[at] ?? 0;
      found.push({ record: pairs.left[pair] ?? 0, score: pairs.score[pair] ?? 0, tie: tieAt(pairs, pair) });
    }
    return found;
  };
  const best = (found: TiedRival[], id: (record: number) => string): readonly TiedRival[] => (found.length > 1 ? strongest(found, id) : found);
  return isOneSide
    ? { ofLeft: (record) => best(asRight(record, asLeft(record, [])), ids.left), ofRight: (record) => best(asRight(record, asLeft(record, [])), ids.left) }
    : { ofLeft: (record) => best(asLeft(record, []), ids.right), ofRight: (record) => best(asRight(record, []), ids.left) };
}
