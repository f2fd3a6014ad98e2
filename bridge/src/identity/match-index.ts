/** One side of a connection held ready: add, change and remove records, and ask at any time who one new record is. */
import { hashOf } from './hash.ts';
import { KeyIndex } from './key-index.ts';
import { listedFrom } from './model.ts';
import type { IdentityRecord, ScoredPair } from './model.ts';
import { scorePrepared, shippedModel } from './people.ts';
import type { MatchContext } from './people.ts';
import { Census, corpusOf } from './person/corpus.ts';
import type { Corpus } from './person/corpus.ts';
import { keysOf } from './person/keys.ts';
import { candidatesOf, firstLook, keyList } from './person/matcher.ts';
import { pack, prepare, unpack } from './person/prepare.ts';
import { rivalFloor } from './person/rivals.ts';

/** Most candidates that get the second look; the first look orders them. */
const candidatesMax = 40;

export class MatchIndex {
  #keys = new KeyIndex();
  #census = new Census();
  #packed: string[] = [];
  #slots = new Map<string, number>();
  #seen = new Int32Array(1024);
  #stamp = 0;

  get size(): number {
    return this.#slots.size;
  }

  /** How common everything is in this index: a context for other scores. */
  get corpus(): Corpus {
    return corpusOf(this.#census);
  }

  /** Adds a record; one with the same id is replaced. */
  add(record: IdentityRecord): void {
    this.remove(record.id);
    const one = prepare(record);
    const slot = this.#packed.length;
    this.#packed.push(pack(one));
    this.#slots.set(one.id, slot);
    for (const key of keysOf(one)) this.#keys.add(hashOf(key), slot);
    this.#census.add(one);
    if (slot >= this.#seen.length) {
      const grown = new Int32Array(this.#seen.length * 2);
      grown.set(this.#seen);
      this.#seen = grown;
    }
  }

  /** Forgets a record; nothing happens when it is not there. */
  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    const one = unpack(this.#packed[slot] ?? '');
    for (const key of keysOf(one)) this.#keys.remove(hashOf(key), slot);
    this.#census.add(one, -1);
    this.#packed[slot] = '';
    this.#slots.delete(id);
  }

  /** Who the record could be, strongest first, from confidence 0.5 on. The record is the left end; one with its own id is not compared. */
  find(record: IdentityRecord, context: MatchContext = {}): readonly ScoredPair[] {
    const one = prepare(record);
    const corpus = context.corpus ?? this.corpus;
    this.#stamp += 1;
    const near: { readonly slot: number; readonly score: number }[] = [];
    for (const slot of candidatesOf(keyList(keysOf(one)), this.#keys, this.#seen, this.#stamp, [])) {
      const other = unpack(this.#packed[slot] ?? '');
      if (other.id === one.id) continue;
      const score = firstLook(shippedModel, one, other, corpus);
      if (score > rivalFloor) near.push({ slot, score });
    }
    near.sort((a, b) => b.score - a.score);
    const others = near.slice(0, candidatesMax).map(({ slot }) => unpack(this.#packed[slot] ?? ''));
    return [
      ...scorePrepared(
        [one],
        others,
        others.map((_other, right) => ({ left: 0, right })),
        { ...context, corpus },
        shippedModel,
      ),
    ]
      .filter(({ confidence }) => confidence >= listedFrom)
      .sort((a, b) => b.confidence - a.confidence || (a.rightId < b.rightId ? -1 : 1));
  }
}
