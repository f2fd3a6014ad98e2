/** Scores people: first each pair for itself, then among its rivals. Holds the records of a run; the model is data. */
import { hashOf } from '../hash.ts';
import { chainLimit, KeyIndex } from '../key-index.ts';
import { calibrate, forest, probability } from '../score/index.ts';
import type { CalibrationFile, Forest, ForestFile } from '../score/index.ts';
import { at, compare, features } from './compare.ts';
import type { Corpus } from './corpus.ts';
import { crowdAround, CrowdCounter, crowdFeatures, crowdOf, isAsked, tieOf } from './crowd.ts';
import type { Crowd, CrowdCounts, CrowdRates, Tie, TiedRival } from './crowd.ts';
import { keysOf } from './keys.ts';
import type { Prepared } from './prepare.ts';
import { rivalFeatures, rivalFloor, rivalry, strongest } from './rivals.ts';

export type PeopleModelFile = {
  readonly version: string;
  readonly first: ForestFile;
  readonly second: ForestFile;
  readonly calibration: CalibrationFile;
  readonly guarded: CalibrationFile;
  readonly usual: CrowdRates;
};
export type PeopleModel = {
  readonly first: Forest;
  readonly second: Forest;
  readonly calibration: CalibrationFile;
  readonly guarded: CalibrationFile;
  readonly usual: CrowdRates;
};

/** Features of the second look: the pair's own, then those of its rivals. */
export const secondFeatures: readonly string[] = [...features, ...rivalFeatures, ...crowdFeatures];

export function peopleModel(file: PeopleModelFile): PeopleModel {
  const model = { first: forest(file.first), second: forest(file.second), calibration: file.calibration, guarded: file.guarded, usual: file.usual };
  if (model.first.features.join() !== features.join() || model.second.features.join() !== secondFeatures.join()) {
    throw new Error('The model file was trained for other features. Train it again: scripts/identity/train.ts.');
  }
  return model;
}

/** Once a record has this many candidates, its commoner keys are not asked any more. */
const candidatesEnough = 160;
/** More keys than any record has; parts a number into chain length and key. */
const keysMax = 1_024;

/** Keys by hash with the longest chain each may have; parallel lists. */
export type KeyList = { readonly hashes: ArrayLike<number>; readonly limits: ArrayLike<number>; readonly from: number; readonly until: number };

export function keyList(keys: readonly string[]): KeyList {
  return { hashes: keys.map(hashOf), limits: keys.map(chainLimit), from: 0, until: keys.length };
}

/** Which records carry a key: `KeyIndex`, or what stands for it in large runs. */
export type Keys = { readonly count: (hash: number) => number; readonly each: (hash: number, visit: (slot: number) => void) => void };

const order: number[] = [];

/**
 * Slots of `index` that share a key with the record, each once: those of its rarest key first. `seen` is a scratch list of stamps, one per slot.
 * Keys are asked whole or not at all, so that the order of records does not matter.
 */
export function candidatesOf(
  { hashes, limits, from, until }: KeyList,
  index: Keys,
  seen: Int32Array<ArrayBufferLike>,
  stamp: number,
  found: number[],
): number[] {
  found.length = 0;
  order.length = 0;
  for (let key = from; key < until; key += 1) {
    const count = index.count(hashes[key] ?? 0);
    if (count > 0 && count <= (limits[key] ?? 0)) order.push(count * keysMax + (key - from));
  }
  order.sort((a, b) => a - b);
  const visit = (slot: number): void => {
    if (seen[slot] === stamp) return;
    seen[slot] = stamp;
    found.push(slot);
  };
  for (const place of order) {
    if (found.length >= candidatesEnough) break;
    index.each(hashes[from + (place % keysMax)] ?? 0, visit);
  }
  return found;
}

export type Pair = { readonly left: number; readonly right: number; readonly score: number; readonly tie: Tie };

/** Records of both sides by number. For duplicates inside one side both are the same list. */
export type Sides = { readonly left: (record: number) => Prepared; readonly right: (record: number) => Prepared; readonly isOneSide: boolean };

const row = new Float64Array(features.length);

/** What the two last looked at share. */
export const lastTie = (): Tie => tieOf(row);

/** First look at one pair: log-odds that the two are one person. */
export function firstLook(model: PeopleModel, left: Prepared, right: Prepared, corpus: Corpus): number {
  compare(left, right, corpus, row);
  return model.first.score(row);
}

/** All pairs worth a second look, by left record. */
export function firstPairs(
  model: PeopleModel,
  input: { readonly lefts: readonly Prepared[]; readonly rights: readonly Prepared[]; readonly corpus: Corpus; readonly isOneSide: boolean },
): Pair[] {
  const { lefts, rights, corpus, isOneSide } = input;
  const index = new KeyIndex();
  rights.forEach((one, slot) => {
    for (const key of keysOf(one)) index.add(hashOf(key), slot);
  });
  const seen = new Int32Array(rights.length).fill(-1);
  const found: number[] = [];
  const pairs: Pair[] = [];
  lefts.forEach((one, left) => {
    for (const right of candidatesOf(keyList(keysOf(one)), index, seen, left, found)) {
      const other = rights[right];
      // Inside one side a pair is met twice; the smaller id is its left end, so the order of rows does not matter.
      if (other === undefined || (isOneSide && one.id >= other.id)) continue;
      const score = firstLook(model, one, other, corpus);
      if (score > rivalFloor) pairs.push({ left, right, score, tie: lastTie() });
    }
  });
  return pairs;
}

/** The strongest rivals of a record, by side. Inside one side a record's rivals are those of both ends. */
export type Rivals = { readonly ofLeft: (record: number) => readonly TiedRival[]; readonly ofRight: (record: number) => readonly TiedRival[] };

export function rivalsOf(pairs: readonly Pair[], sides: Sides): Rivals {
  const left = new Map<number, TiedRival[]>();
  const right = sides.isOneSide ? left : new Map<number, TiedRival[]>();
  const push = (map: Map<number, TiedRival[]>, key: number, rival: TiedRival): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [rival]);
    else list.push(rival);
  };
  for (const pair of pairs) {
    push(left, pair.left, { record: pair.right, score: pair.score, tie: pair.tie });
    push(right, pair.right, { record: pair.left, score: pair.score, tie: pair.tie });
  }
  const sorted =
    (map: Map<number, TiedRival[]>, id: (record: number) => string) =>
    (record: number): readonly TiedRival[] => {
      const list = map.get(record) ?? [];
      return list.length > 1 ? strongest(list, id) : list;
    };
  return { ofLeft: sorted(left, (record) => sides.right(record).id), ofRight: sorted(right, (record) => sides.left(record).id) };
}

/** Adds up who seems to have a partner, in whole thousandths, so that the order of records cannot show. */
export class Overlap {
  readonly #left: Float32Array;
  readonly #right: Float32Array;

  constructor(sizes: { readonly left: number; readonly right: number }) {
    this.#left = new Float32Array(sizes.left).fill(rivalFloor);
    this.#right = new Float32Array(sizes.right).fill(rivalFloor);
  }

  add({ left, right, score }: Pick<Pair, 'left' | 'right' | 'score'>): void {
    if (score > (this.#left[left] ?? 0)) this.#left[left] = score;
    if (score > (this.#right[right] ?? 0)) this.#right[right] = score;
  }

  /** Share of the smaller side that seems to have a partner, in hundredths: low overlap makes every doubtful pair less likely. */
  share(): number {
    const sum = (best: Float32Array): number =>
      best.reduce((total, score) => total + (score > rivalFloor ? Math.round(1_000 * probability(score)) : 0), 0) / 1_000;
    const smaller = Math.max(1, Math.min(this.#left.length, this.#right.length));
    return Math.min(1, Math.round((100 * Math.min(sum(this.#left), sum(this.#right))) / smaller) / 100);
  }
}

export function overlapOf(pairs: readonly Pair[], sizes: { readonly left: number; readonly right: number }): number {
  const overlap = new Overlap(sizes);
  for (const pair of pairs) overlap.add(pair);
  return overlap.share();
}

/** The first look's log-odds of two records of one side, whichever comes first. */
export type Alike = (rival: number, own: number) => number;

/** Pairs of rivals meet again with every record they are rivals for, so the last answers are kept, each in the one place its pair may have. */
const alikeBits = { few: 10, many: 15 };

function alikeIn(record: (at: number) => Prepared, corpus: Corpus, model: PeopleModel, bits: number): Alike {
  const pairs = new Float64Array(1 << bits).fill(-1);
  const scores = new Float64Array(1 << bits);
  return (rival, own) => {
    const [low, high] = rival < own ? [rival, own] : [own, rival];
    const pair = low * 2 ** 26 + high;
    const place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> (32 - bits);
    if (pairs[place] !== pair) {
      pairs[place] = pair;
      scores[place] = firstLook(model, ...ordered(record(rival), record(own)), corpus);
    }
    return scores[place] ?? 0;
  };
}

/** What the second look of a run leans on, the same for every pair of it. */
export type SecondLook = {
  readonly sides: Sides;
  readonly corpus: Corpus;
  readonly overlap: number;
  readonly crowd: Crowd;
  readonly rivals: Rivals;
  readonly alike: { readonly left: Alike; readonly right: Alike };
};

/** `count`: how many pairs will be looked at. */
export function alikeOf(sides: Sides, corpus: Corpus, model: PeopleModel, count: number): SecondLook['alike'] {
  const bits = count > 1_000 ? alikeBits.many : alikeBits.few;
  const left = alikeIn(sides.left, corpus, model, bits);
  return { left, right: sides.isOneSide ? left : alikeIn(sides.right, corpus, model, bits) };
}

/** Fills the row of the second look. */
export function secondRow(filled: Float64Array, { left, right, score, tie }: Pair, { sides, corpus, overlap, crowd, rivals, alike }: SecondLook): void {
  const ofLeft = rivalry(score, right, rivals.ofLeft(left), alike.right);
  const ofRight = rivalry(score, left, rivals.ofRight(right), alike.left);
  compare(sides.left(left), sides.right(right), corpus, row);
  filled.set(row);
  filled.set(
    [
      score,
      ofLeft.gap,
      ofRight.gap,
      ofLeft.other,
      ofRight.other,
      ofLeft.same,
      ofRight.same,
      ofLeft.count,
      ofRight.count,
      overlap,
      ...crowdAround(crowd, score, tie),
    ],
    row.length,
  );
}

/** How crowded the set of these sides is. */
export function crowdIn(
  model: PeopleModel,
  sides: Sides,
  totals: { readonly left: number; readonly right: number },
  rivals: Rivals,
  alike: SecondLook['alike'],
): Crowd {
  return crowdOf(model.usual, crowdCounts(sides, totals, rivals, alike));
}

export function crowdCounts(sides: Sides, totals: { readonly left: number; readonly right: number }, rivals: Rivals, alike: SecondLook['alike']): CrowdCounts {
  const counter = new CrowdCounter();
  for (let record = 0; record < totals.left; record += 1) if (isAsked(sides.left(record).id, totals.left)) counter.add(rivals.ofLeft(record), alike.right);
  if (!sides.isOneSide)
    for (let record = 0; record < totals.right; record += 1) if (isAsked(sides.right(record).id, totals.right)) counter.add(rivals.ofRight(record), alike.left);
  return counter.counts;
}

const ordered = (a: Prepared, b: Prepared): [Prepared, Prepared] => (a.id < b.id ? [a, b] : [b, a]);

/** The most a pair can have whose names contradict each other: a person must look. */
export const contradictedMax = 0.85;

/**
 * What a person would not link without a look, whatever the model says: both names contradict, or one does and the other is missing; the first names do and
 * nothing but what a family shares agrees: surname, number, place; or neither a mailbox nor a mobile number is shared and a common name stands alone or
 * something tells namesakes apart.
 */
export function isContradicted(filled: Float64Array): boolean {
  const [given = 0, surname = 0, swapped = 0, native = 0] = [filled[at.given], filled[at.surname], filled[at.swapped], filled[at.native]];
  if (swapped >= 0.8 || native === 1) return false;
  const [mail = 0, mobile = 0, company = 0, domain = 0] = [filled[at.mail], filled[at.mobile], filled[at.company], filled[at.domain]];
  const hasOwn = mail >= 2 || mobile > 0;
  if (!hasOwn && (isToldApart(filled) || isNameAlone(filled))) return true;
  if (given >= 0.55 || (given < 0 && surname < 0)) return false;
  // A name made from the mailbox is no other name.
  if (given < 0 || surname < 0) return Math.max(given, surname) < 0.6 && (filled[at.fitOwnLeast] ?? 0) < 2;
  return surname < 0.6 || (!hasOwn && company < 0.8 && domain < 1);
}

/** A name that one in thirty such sets would have twice by chance, and nothing beside it that agrees. */
const isNameAlone = (filled: Float64Array): boolean =>
  (filled[at.strangers] ?? 0) > -1.5 &&
  (filled[at.phone] ?? 0) === 0 &&
  (filled[at.company] ?? 0) < 0.8 &&
  (filled[at.domain] ?? 0) < 1 &&
  (filled[at.firm] ?? 0) < 0.7 &&
  (filled[at.local] ?? 0) < 0.6 &&
  (filled[at.fitCrossBest] ?? 0) < 3 &&
  (filled[at.title] ?? 0) < 0.6 &&
  (filled[at.city] ?? 0) < 1;

/** A junior beside a senior, two middle names, or a work mailbox with a number or a middle initial: marks firms and families give to namesakes. */
const isToldApart = (filled: Float64Array): boolean => (filled[at.generation] ?? 0) < 0 || filled[at.middle] === -1 || (filled[at.marked] ?? 0) > 0;

/** The calibrated probability after the second look. Contradicted pairs have a line of calibration of their own: far fewer of them are true. */
export function secondLook(model: PeopleModel, filled: Float64Array): number {
  const score = model.second.score(filled);
  return isContradicted(filled) ? Math.min(probability(calibrate(model.guarded, score)), contradictedMax) : probability(calibrate(model.calibration, score));
}
