/** 32-bit hashes of short texts, and a table of counts by hash that workers can share. */

/** FNV-1a over UTF-16 units with a final mix; never 0, so that 0 can mean empty. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash === 0 ? 1 : hash >>> 0;
}

/** Counts by hash in one flat table: slot 2i holds the hash, 2i + 1 the count. Lives in shared memory, so a worker can read another's. */
export class Counter {
  #table: Uint32Array<ArrayBufferLike>;
  #used: number;

  constructor(shared?: { readonly table: Uint32Array<ArrayBufferLike>; readonly used: number }) {
    this.#table = shared?.table ?? new Uint32Array(new SharedArrayBuffer(1024 * 8));
    this.#used = shared?.used ?? 0;
  }

  get shared(): { readonly table: Uint32Array<ArrayBufferLike>; readonly used: number } {
    return { table: this.#table, used: this.#used };
  }

  #slot(hash: number): number {
    const mask = this.#table.length / 2 - 1;
    let at = hash & mask;
    for (let seen = this.#table[at * 2]; seen !== 0 && seen !== hash; seen = this.#table[at * 2]) at = (at + 1) & mask;
    return at * 2;
  }

  add(hash: number, by: number): void {
    if (this.#used * 3 > this.#table.length) this.#grow();
    const slot = this.#slot(hash);
    if (this.#table[slot] === 0) {
      this.#table[slot] = hash;
      this.#used += 1;
    }
    this.#table[slot + 1] = (this.#table[slot + 1] ?? 0) + by;
  }

  get(hash: number): number {
    return this.#table[this.#slot(hash) + 1] ?? 0;
  }

  addAll(other: Counter): void {
    const { table } = other.shared;
    for (let at = 0; at < table.length; at += 2) {
      const hash = table[at] ?? 0;
      const count = table[at + 1] ?? 0;
      if (hash !== 0 && count !== 0) this.add(hash, count);
    }
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(new SharedArrayBuffer(old.byteLength * 2));
    this.#used = 0;
    for (let at = 0; at < old.length; at += 2) {
      const hash = old[at] ?? 0;
      if (hash !== 0) {
        const slot = this.#slot(hash);
        this.#table[slot] = hash;
        this.#table[slot + 1] = old[at + 1] ?? 0;
        this.#used += 1;
      }
    }
  }
}
