/** One side of a large run in shared memory: packed records, their keys, their counts. Written by one worker, read by all. */
import { Counter, hashOf } from '../hash.ts';
import { chainLimit } from '../key-index.ts';
import type { IdentityRecord } from '../model.ts';
import { Census } from '../person/corpus.ts';
import { keysOf } from '../person/keys.ts';
import { pack, prepare, unpack } from '../person/prepare.ts';
import type { Prepared } from '../person/prepare.ts';
import { sortedKeys } from './sorted-keys.ts';
import type { SharedKeys } from './sorted-keys.ts';

type Numbers = Uint32Array<ArrayBufferLike>;
export type SharedSide = {
  readonly total: number;
  readonly text: Uint8Array<ArrayBufferLike>;
  /** Where each record's text and keys begin; one more than records. */
  readonly textAt: Float64Array<ArrayBufferLike>;
  readonly keysAt: Numbers;
  readonly keys: Numbers;
  readonly limits: Uint16Array<ArrayBufferLike>;
  /** All records, those that sound alike side by side. */
  readonly order: Int32Array<ArrayBufferLike>;
  readonly index: SharedKeys | null;
  readonly counts: { readonly table: Uint32Array<ArrayBufferLike>; readonly used: number };
};

function grown<T extends Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike> | Numbers | Float64Array<ArrayBufferLike>>(
  old: T,
  make: (buffer: SharedArrayBuffer) => T,
  needed: number,
): T {
  if (needed <= old.length) return old;
  const bigger = make(new SharedArrayBuffer(Math.max(needed, Math.ceil(old.length * 1.6)) * old.BYTES_PER_ELEMENT));
  bigger.set(old);
  return bigger;
}

/** More records than a side can have; parts a number into neighbourhood and record. */
const slotsMax = 2 ** 23;

/** Thirty bits that are alike for names that sound alike: four letters of the surname, two of the given name; a company where there is no surname. */
function neighbourhood({ spelledSurname, spelledGiven, company }: Prepared): number {
  const surname = spelledSurname === '' ? company : spelledSurname;
  let place = 0;
  for (const code of [
    surname.charCodeAt(0),
    surname.charCodeAt(1),
    surname.charCodeAt(2),
    surname.charCodeAt(3),
    spelledGiven.charCodeAt(0),
    spelledGiven.charCodeAt(1),
  ])
    place = (place << 5) | (Number.isNaN(code) ? 0 : code & 31);
  return place;
}

/**
 * Records in the order of their neighbourhoods. Most candidates of a record bear a name like its own, so records worked off in this order find
 * nearly all of them unpacked already.
 */
function inNeighbourhoods(places: Uint32Array<ArrayBufferLike>, total: number): Int32Array<SharedArrayBuffer> {
  const sortable = Float64Array.from({ length: total }, (_none, at) => (places[at] ?? 0) * slotsMax + at).sort();
  const order = new Int32Array(new SharedArrayBuffer(total * 4));
  for (let at = 0; at < total; at += 1) order[at] = (sortable[at] ?? 0) % slotsMax;
  return order;
}

export class SideWriter {
  readonly #census = new Census();
  readonly #isIndexed: boolean;
  readonly #encoder = new TextEncoder();
  #text: Uint8Array<ArrayBufferLike> = new Uint8Array(new SharedArrayBuffer(1 << 16));
  #textAt: Float64Array<ArrayBufferLike> = new Float64Array(new SharedArrayBuffer(8 << 10));
  #keysAt: Numbers = new Uint32Array(new SharedArrayBuffer(4 << 10));
  #keys: Numbers = new Uint32Array(new SharedArrayBuffer(4 << 12));
  #limits: Uint16Array<ArrayBufferLike> = new Uint16Array(new SharedArrayBuffer(2 << 12));
  #places: Numbers = new Uint32Array(new SharedArrayBuffer(4 << 10));
  #textEnd = 0;
  #keysEnd = 0;

  /** `isIndexed`: whether others will look its keys up. */
  constructor({ isIndexed }: { readonly isIndexed: boolean }) {
    this.#isIndexed = isIndexed;
  }

  add(record: IdentityRecord): void {
    const one = prepare(record);
    const slot = this.#census.total;
    const packed = pack(one);
    this.#text = grown(this.#text, (buffer) => new Uint8Array(buffer), this.#textEnd + packed.length * 3);
    this.#textEnd += this.#encoder.encodeInto(packed, this.#text.subarray(this.#textEnd)).written;
    const keys = keysOf(one);
    this.#keys = grown(this.#keys, (buffer) => new Uint32Array(buffer), this.#keysEnd + keys.length);
    this.#limits = grown(this.#limits, (buffer) => new Uint16Array(buffer), this.#keysEnd + keys.length);
    for (const key of keys) {
      this.#keys[this.#keysEnd] = hashOf(key);
      this.#limits[this.#keysEnd] = chainLimit(key);
      this.#keysEnd += 1;
    }
    this.#textAt = grown(this.#textAt, (buffer) => new Float64Array(buffer), slot + 2);
    this.#keysAt = grown(this.#keysAt, (buffer) => new Uint32Array(buffer), slot + 2);
    this.#textAt[slot + 1] = this.#textEnd;
    this.#keysAt[slot + 1] = this.#keysEnd;
    this.#places = grown(this.#places, (buffer) => new Uint32Array(buffer), slot + 1);
    this.#places[slot] = neighbourhood(one);
    this.#census.add(one);
  }

  get shared(): SharedSide {
    return {
      total: this.#census.total,
      text: this.#text,
      textAt: this.#textAt,
      keysAt: this.#keysAt,
      keys: this.#keys,
      limits: this.#limits,
      order: inNeighbourhoods(this.#places, this.#census.total),
      index: this.#isIndexed ? sortedKeys(this.#keys, this.#keysAt, this.#census.total) : null,
      counts: this.#census.counter.shared,
    };
  }
}

const cacheSize = 1 << 14;

/** Reads records of a side; remembers the last few thousand. */
export class SideReader {
  readonly shared: SharedSide;
  readonly census: Census;
  readonly #decoder = new TextDecoder();
  readonly #cached: (Prepared | undefined)[] = new Array<Prepared | undefined>(cacheSize);
  readonly #slots = new Int32Array(cacheSize).fill(-1);

  constructor(shared: SharedSide) {
    this.shared = shared;
    this.census = new Census({ counter: new Counter(shared.counts), total: shared.total });
  }

  record(slot: number): Prepared {
    const place = slot & (cacheSize - 1);
    const before = this.#cached[place];
    if (before !== undefined && this.#slots[place] === slot) return before;
    const { text, textAt } = this.shared;
    // A decoder refuses shared memory, so the few bytes are copied out first.
    const one = unpack(this.#decoder.decode(text.slice(textAt[slot] ?? 0, textAt[slot + 1] ?? 0)));
    this.#cached[place] = one;
    this.#slots[place] = slot;
    return one;
  }
}
