/** What is known of the whole set: how common each name, company, number and mailbox is, so that "the same name" weighs what it should. */
import { Counter, hashOf } from '../hash.ts';
import { countryOfDomain, givenShare, phoneTail, surnameShare } from '../normalise/index.ts';
import type { Prepared } from './prepare.ts';

/** Weight of the shipped tables, in records: below this size they decide, above it the set itself does. */
const tableWeight = 3_000;
/** A handful of records still comes from a world of people. */
const strangersMin = 3_000;
/** Assumed when nothing is known of the set. */
const assumedTotal = 20_000;

export type Corpus = {
  /** Records in all. */
  readonly total: number;
  /** Records of the larger side: how many strangers a record could be mistaken for. */
  readonly strangers: number;
  readonly count: (key: string) => number;
  /** Different names seen with a mailbox (`E:`) or number (`P:`), on the side where they are more. */
  readonly names: (key: string) => number;
};

export const nothingKnown: Corpus = { total: 0, strangers: assumedTotal, count: () => 0, names: () => 0 };

/** The country a record tells, else that of its web name; empty when neither does. */
export const homeOf = ({ country, domains }: Pick<Prepared, 'country' | 'domains'>): string => (country === '' ? countryOfDomain(domains[0] ?? '') : country);

/** Counts of one side; add every record once. */
export class Census {
  readonly counter: Counter;
  total: number;

  constructor(shared?: { readonly counter: Counter; readonly total: number }) {
    this.counter = shared?.counter ?? new Counter();
    this.total = shared?.total ?? 0;
  }

  add(one: Prepared, by: 1 | -1 = 1): void {
    this.total += by;
    const first = one.givenWords[0] ?? '';
    if (first !== '') this.counter.add(hashOf(`g:${first}`), by);
    if (one.coreSurname !== '') this.counter.add(hashOf(`s:${one.coreSurname}`), by);
    const home = homeOf(one);
    if (home !== '') {
      this.counter.add(hashOf(`k:${home}`), by);
      if (first !== '') this.counter.add(hashOf(`g:${home}|${first}`), by);
      if (one.coreSurname !== '') this.counter.add(hashOf(`s:${home}|${one.coreSurname}`), by);
    }
    if (one.company !== '') this.counter.add(hashOf(`c:${one.company}`), by);
    if (one.title !== '') this.counter.add(hashOf(`t:${one.title}`), by);
    if (first !== '' && one.coreSurname !== '') this.counter.add(hashOf(`n:${first} ${one.coreSurname}`), by);
    const [domain] = one.domains;
    if (domain !== undefined) this.counter.add(hashOf(`d:${domain}`), by);
    const name = `${one.spelledSurname.slice(0, 4)}|${first.charAt(0)}`;
    // A mistyped surname is nobody else: those who share a mailbox are told apart by their first names.
    if (first !== '') for (const box of one.boxes) this.#met(`E:${box}`, first.charAt(0), by);
    const numbers =
      one.phone !== '' && one.mobile !== '' && phoneTail(one.phone) !== phoneTail(one.mobile)
        ? [one.phone, one.mobile]
        : [one.phone === '' ? one.mobile : one.phone];
    for (const number of numbers) if (number !== '') this.#met(`P:${phoneTail(number)}`, name, by);
  }

  #met(key: string, name: string, by: 1 | -1): void {
    const pair = hashOf(`${key}|${name}`);
    const before = this.counter.get(pair);
    this.counter.add(pair, by);
    if (before === 0 || (by < 0 && before === 1)) this.counter.add(hashOf(key), by);
  }
}

/** One corpus of one or two sides. */
export function corpusOf(left: Census, right?: Census): Corpus {
  return {
    total: left.total + (right?.total ?? 0),
    strangers: Math.max(strangersMin, left.total, right?.total ?? 0),
    count: (key) => {
      const hash = hashOf(key);
      return left.counter.get(hash) + (right?.counter.get(hash) ?? 0);
    },
    names: (key) => {
      const hash = hashOf(key);
      return Math.max(left.counter.get(hash), right?.counter.get(hash) ?? 0);
    },
  };
}

/** Share of people with this given name or surname: the set's own count without the two records in hand, mixed with the tables. */
export function shareOf(corpus: Corpus, kind: 'g' | 's', name: string): number {
  const known = Math.max(0, corpus.count(`${kind}:${name}`) - 2);
  const world = kind === 'g' ? givenShare(name) : surnameShare(name);
  return (known + tableWeight * world) / (corpus.total + tableWeight);
}

/** Weight of a name's share in the whole set, in records of one country. */
const wholeWeight = 30;
/** A name that nobody else in the set bears is still borne by somebody. */
const unseen = 0.5;

/** Share of a country's people with this name: their own count without the two records in hand, mixed with the share in the whole set. */
export function shareHere(
  corpus: Corpus,
  { kind, name, home, share }: { readonly kind: 'g' | 's'; readonly name: string; readonly home: string; readonly share: number },
): number {
  const known = Math.max(0, corpus.count(`${kind}:${home}|${name}`) - 2);
  return (known + unseen + wholeWeight * share) / (corpus.count(`k:${home}`) + wholeWeight);
}
