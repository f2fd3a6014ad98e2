/** Which records of a large side carry a key: all keys sorted by hash, so that building runs straight over memory and a question looks in one place. */

export type SharedKeys = {
  readonly hashes: Uint32Array<ArrayBufferLike>;
  readonly slots: Int32Array<ArrayBufferLike>;
  /** Where each bucket of hashes with the same first bits begins; one more than buckets. */
  readonly starts: Uint32Array<ArrayBufferLike>;
};

const digitBits = 11;
const digits = 1 << digitBits;
const bucketsMin = 10;
const bucketsMax = 24;
/** Keys to a bucket, about. */
const bucketFill = 2;

/** Sorts by hash, eleven bits at a time; keys of one hash stay in the order of their records. `keysAt`: where each record's keys begin. */
export function sortedKeys(keys: Uint32Array<ArrayBufferLike>, keysAt: Uint32Array<ArrayBufferLike>, total: number): SharedKeys {
  const count = keysAt[total] ?? 0;
  let hashes: Uint32Array<ArrayBufferLike> = keys.slice(0, count);
  let slots: Int32Array<ArrayBufferLike> = new Int32Array(new SharedArrayBuffer(count * 4));
  for (let slot = 0; slot < total; slot += 1) slots.fill(slot, keysAt[slot] ?? 0, keysAt[slot + 1] ?? 0);
  let toHashes: Uint32Array<ArrayBufferLike> = new Uint32Array(new SharedArrayBuffer(count * 4));
  let toSlots: Int32Array<ArrayBufferLike> = new Int32Array(new SharedArrayBuffer(count * 4));
  const ends = new Uint32Array(digits);
  for (let shift = 0; shift < 32; shift += digitBits) {
    ends.fill(0);
    for (let at = 0; at < count; at += 1) {
      const digit = ((hashes[at] ?? 0) >>> shift) & (digits - 1);
      ends[digit] = (ends[digit] ?? 0) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < digits; digit += 1) {
      const size = ends[digit] ?? 0;
      ends[digit] = sum;
      sum += size;
    }
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at] ?? 0;
      const digit = (hash >>> shift) & (digits - 1);
      const to = ends[digit] ?? 0;
      ends[digit] = to + 1;
      toHashes[to] = hash;
      toSlots[to] = slots[at] ?? 0;
    }
    [hashes, toHashes, slots, toSlots] = [toHashes, hashes, toSlots, slots];
  }
  return { hashes: shared(hashes), slots, starts: startsOf(hashes, count) };
}

function shared(hashes: Uint32Array<ArrayBufferLike>): Uint32Array<ArrayBufferLike> {
  if (hashes.buffer instanceof SharedArrayBuffer) return hashes;
  const copy = new Uint32Array(new SharedArrayBuffer(hashes.byteLength));
  copy.set(hashes);
  return copy;
}

function startsOf(hashes: Uint32Array<ArrayBufferLike>, count: number): Uint32Array<ArrayBufferLike> {
  const bits = Math.max(bucketsMin, Math.min(bucketsMax, Math.ceil(Math.log2(Math.max(1, count) / bucketFill))));
  const starts = new Uint32Array(new SharedArrayBuffer(((1 << bits) + 1) * 4));
  let at = 0;
  for (let bucket = 0; bucket < 1 << bits; bucket += 1) {
    while (at < count && (hashes[at] ?? 0) >>> (32 - bits) < bucket) at += 1;
    starts[bucket] = at;
  }
  starts[1 << bits] = count;
  return starts;
}

export class SortedKeys {
  readonly #keys: SharedKeys;
  readonly #shift: number;

  constructor(keys: SharedKeys) {
    this.#keys = keys;
    this.#shift = 32 - Math.log2(keys.starts.length - 1);
  }

  #first(hash: number): number {
    const { hashes, starts } = this.#keys;
    let at = starts[hash >>> this.#shift] ?? 0;
    while (at < hashes.length && (hashes[at] ?? 0) < hash) at += 1;
    return at;
  }

  /** How many records carry the key. */
  count(hash: number): number {
    const { hashes } = this.#keys;
    const first = this.#first(hash);
    let at = first;
    while (at < hashes.length && hashes[at] === hash) at += 1;
    return at - first;
  }

  /** Calls `visit` with every record that carries the key. */
  each(hash: number, visit: (slot: number) => void): void {
    const { hashes, slots } = this.#keys;
    for (let at = this.#first(hash); at < hashes.length && hashes[at] === hash; at += 1) visit(slots[at] ?? 0);
  }
}
