/** Which records carry a key: a hash table of chains in flat arrays, small enough for tens of millions of entries, readable by several workers. */

export type SharedIndex = {
  readonly keys: Uint32Array<ArrayBufferLike>;
  readonly heads: Int32Array<ArrayBufferLike>;
  readonly counts: Int32Array<ArrayBufferLike>;
  readonly slots: Int32Array<ArrayBufferLike>;
  readonly next: Int32Array<ArrayBufferLike>;
  readonly used: number;
  readonly entries: number;
};

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);
const emptyOf = (keysMax: number, entriesMax: number): SharedIndex => ({
  keys: new Uint32Array(shared(keysMax * 4)),
  heads: new Int32Array(shared(keysMax * 4)),
  counts: new Int32Array(shared(keysMax * 4)),
  slots: new Int32Array(shared(entriesMax * 4)),
  next: new Int32Array(shared(entriesMax * 4)),
  used: 0,
  entries: 1,
});

export class KeyIndex {
  #at: { -readonly [name in keyof SharedIndex]: SharedIndex[name] };

  constructor(from: SharedIndex = emptyOf(1 << 12, 1 << 13)) {
    this.#at = { ...from };
  }

  get shared(): SharedIndex {
    return this.#at;
  }

  /** Entry 0 is never used, so that 0 can end a chain. */
  add(hash: number, slot: number): void {
    if (this.#at.used * 10 > this.#at.keys.length * 6) this.#growKeys();
    if (this.#at.entries >= this.#at.slots.length) this.#growEntries();
    const place = this.#place(hash);
    const { keys, heads, counts, slots, next } = this.#at;
    if (keys[place] === 0) {
      keys[place] = hash;
      this.#at.used += 1;
    }
    const entry = this.#at.entries;
    this.#at.entries += 1;
    slots[entry] = slot;
    next[entry] = heads[place] ?? 0;
    heads[place] = entry;
    counts[place] = (counts[place] ?? 0) + 1;
  }

  /** Marks the slot's entry of a key dead (−1); its place in the chain stays. */
  remove(hash: number, slot: number): void {
    const { heads, slots, next, counts } = this.#at;
    const place = this.#place(hash);
    for (let entry = heads[place] ?? 0; entry !== 0; entry = next[entry] ?? 0) {
      if (slots[entry] !== slot) continue;
      slots[entry] = -1;
      counts[place] = (counts[place] ?? 1) - 1;
      return;
    }
  }

  count(hash: number): number {
    return this.#at.counts[this.#place(hash)] ?? 0;
  }

  /** Calls `visit` with every slot that carries the key. */
  each(hash: number, visit: (slot: number) => void): void {
    const { heads, slots, next } = this.#at;
    for (let entry = heads[this.#place(hash)] ?? 0; entry !== 0; entry = next[entry] ?? 0) {
      const slot = slots[entry] ?? -1;
      if (slot >= 0) visit(slot);
    }
  }

  #place(hash: number): number {
    const { keys } = this.#at;
    const mask = keys.length - 1;
    let place = hash & mask;
    for (let seen = keys[place]; seen !== 0 && seen !== hash; seen = keys[place]) place = (place + 1) & mask;
    return place;
  }

  #growKeys(): void {
    const old = this.#at;
    const grown = emptyOf(old.keys.length * 2, 1);
    this.#at = { ...old, keys: grown.keys, heads: grown.heads, counts: grown.counts };
    for (let at = 0; at < old.keys.length; at += 1) {
      const hash = old.keys[at] ?? 0;
      if (hash === 0) continue;
      const place = this.#place(hash);
      this.#at.keys[place] = hash;
      this.#at.heads[place] = old.heads[at] ?? 0;
      this.#at.counts[place] = old.counts[at] ?? 0;
    }
  }

  #growEntries(): void {
    const { slots, next } = this.#at;
    const length = Math.ceil(slots.length * 1.6);
    const grow = (old: Int32Array<ArrayBufferLike>): Int32Array<ArrayBufferLike> => {
      const grown = new Int32Array(shared(length * 4));
      grown.set(old);
      return grown;
    };
    this.#at.slots = grow(slots);
    this.#at.next = grow(next);
  }
}

/** Longest chain a kind of key may have before it says too little to compare everybody on it. Whole chains are left out, so the order of records does not matter. */
const chainMax: Readonly<Record<string, number>> = { e: 60, v: 40, x: 16, d: 40, p: 24, n: 20, c: 12, s: 16, b: 8, i: 8 };
export const chainLimit = (key: string): number => chainMax[key.charAt(0)] ?? 16;
