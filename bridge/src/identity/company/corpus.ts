/** What is known of all companies of a run: how common each word, name, domain and number is. Counts, so that rarity grows with the set. */
import { Counter, hashOf } from '../hash.ts';
import { phoneTail } from '../normalise/index.ts';
import type { PreparedCompany } from './prepare.ts';

export type CompanyCorpus = {
  readonly total: number;
  /** Records of the larger side: how many strangers a record could be mistaken for. */
  readonly strangers: number;
  readonly count: (key: string) => number;
  /** The larger side's count. */
  readonly most: (key: string) => number;
};

/** Counts of one side; add every record once. Keys: w word, c name, n different names at a domain, p different names at a number. */
export class CompanyCensus {
  readonly counter = new Counter();
  total = 0;

  add(one: PreparedCompany, by: 1 | -1 = 1): void {
    this.total += by;
    for (const word of new Set(one.words)) this.counter.add(hashOf(`w:${word}`), by);
    if (one.compact !== '') this.counter.add(hashOf(`c:${one.compact}`), by);
    const name = one.spelled.slice(0, 4);
    if (one.domain !== '') this.#met(`n:${one.domain}`, name, by);
    if (one.phone !== '') this.#met(`p:${phoneTail(one.phone)}`, name, by);
  }

  #met(key: string, name: string, by: 1 | -1): void {
    const pair = hashOf(`${key}|${name}`);
    const before = this.counter.get(pair);
    this.counter.add(pair, by);
    if (before === 0 || (by < 0 && before === 1)) this.counter.add(hashOf(key), by);
  }
}

export function companyCorpus(left: CompanyCensus, right?: CompanyCensus): CompanyCorpus {
  return {
    total: left.total + (right?.total ?? 0),
    strangers: Math.max(left.total, right?.total ?? 0),
    count: (key) => {
      const hash = hashOf(key);
      return left.counter.get(hash) + (right?.counter.get(hash) ?? 0);
    },
    most: (key) => {
      const hash = hashOf(key);
      return Math.max(left.counter.get(hash), right?.counter.get(hash) ?? 0);
    },
  };
}

/** Words every business may have, as shares of company names; rarer ones are learnt from the set. Without them a set of ten would take "services" for a rare name. */
const commonWords: ReadonlySet<string> = new Set(
  (
    'group international service solution system technology consulting partner holding company associate global management industry capital financial insurance logistics engineering construction health healthcare software medical ' +
    'media marketing design laboratory energy power security network food trading transport retail property real estate legal law bank education university school hospital center digital data cloud first national united american ' +
    'general europe asia america north south east west new city world green blue red black white home auto car travel hotel restaurant studio production brothers sons family enterprise corporation worldwide foundation venture academy'
  ).split(' '),
);
const commonShare = 0.004;
const priorWeight = 2_000;

/** Bits a word tells: −log2 of its share. A word seen in nobody else's name tells about log2 of the set's size, as it should. */
export function bitsOf(corpus: CompanyCorpus, word: string): number {
  const known = Math.max(0, corpus.count(`w:${word}`) - 2);
  const share = (known + (commonWords.has(word) ? commonShare * priorWeight : 0.5)) / (corpus.total + priorWeight);
  return Math.min(20, -Math.log2(share));
}
