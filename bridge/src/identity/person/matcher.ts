/** Scores people: first each pair for itself, then among its rivals. Holds the records of a run; the model is data. */
import { hashOf } from '../hash.ts';
import { chainLimit, KeyIndex } from '../key-index.ts';
import { calibrate, forest, probability } from '../score/index.ts';
import type { CalibrationFile, Forest, ForestFile } from '../score/index.ts';
import { compare, features } from './compare.ts';
import type { Corpus } from './corpus.ts';
import { keysOf } from './keys.ts';
import type { Prepared } from './prepare.ts';
import { rivalFeatures, rivalFloor, rivalry, strongest } from './rivals.ts';
import type { Rival } from './rivals.ts';

export type PeopleModelFile = { readonly version: string; readonly first: ForestFile; readonly second: ForestFile; readonly calibration: CalibrationFile };
export type PeopleModel = { readonly first: Forest; readonly second: Forest; readonly calibration: CalibrationFile };

/** Features of the second look: the pair's own, then those of its rivals. */
export const secondFeatures: readonly string[] = [...features, ...rivalFeatures];

export function peopleModel(file: PeopleModelFile): PeopleModel {
  const model = { first: forest(file.first), second: forest(file.second), calibration: file.calibration };
  if (model.first.features.join() !== features.join() || model.second.features.join() !== secondFeatures.join()) {
    throw new Error('The model file was trained for other features. Train it again: scripts/identity/train.ts.');
  }
  return model;
}

/** Slots of `index` that share a key with the record, each once, in no order. `seen` is a scratch list of stamps, one per slot. */
export function candidatesOf(keys: readonly string[], index: KeyIndex, seen: Int32Array<ArrayBufferLike>, stamp: number, found: number[]): number[] {
  found.length = 0;
  const visit = (slot: number): void => {
    if (seen[slot] === stamp) return;
    seen[slot] = stamp;
    found.push(slot);
  };
  for (const key of keys) {
    const hash = hashOf(key);
    if (index.count(hash) <= chainLimit(key)) index.each(hash, visit);
  }
  return found;
}

export type Pair = { readonly left: number; readonly right: number; readonly score: number };

/** Records of both sides by number. For duplicates inside one side both are the same list. */
export type Sides = { readonly left: (record: number) => Prepared; readonly right: (record: number) => Prepared; readonly isOneSide: boolean };

const row = new Float64Array(features.length);

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
    for (const right of candidatesOf(isOneSide ? keysOf(one) : keysOf(one), index, seen, left, found)) {
      const other = rights[right];
      // Inside one side a pair is met twice; the smaller id is its left end, so the order of rows does not matter.
      if (other === undefined || (isOneSide && one.id >= other.id)) continue;
      const score = firstLook(model, one, other, corpus);
      if (score > rivalFloor) pairs.push({ left, right, score });
    }
  });
  return pairs;
}

/** Rivals of every record, by side. Inside one side a record's rivals are those of both ends. */
export function rivalsOf(
  pairs: readonly Pair[],
  sides: Sides,
): { readonly ofLeft: ReadonlyMap<number, readonly Rival[]>; readonly ofRight: ReadonlyMap<number, readonly Rival[]> } {
  const ofLeft = new Map<number, Rival[]>();
  const ofRight = sides.isOneSide ? ofLeft : new Map<number, Rival[]>();
  const push = (map: Map<number, Rival[]>, key: number, rival: Rival): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [rival]);
    else list.push(rival);
  };
  for (const { left, right, score } of pairs) {
    push(ofLeft, left, { record: right, score });
    push(ofRight, right, { record: left, score });
  }
  const sort = (map: Map<number, Rival[]>, id: (record: number) => string): void => {
    for (const [key, list] of map) if (list.length > 1) map.set(key, strongest(list, id));
  };
  sort(ofLeft, (record) => sides.right(record).id);
  if (!sides.isOneSide) sort(ofRight, (record) => sides.left(record).id);
  return { ofLeft, ofRight };
}

/** Share of the smaller side that seems to have a partner: low overlap makes every doubtful pair less likely. */
export function overlapOf(pairs: readonly Pair[], sizes: { readonly left: number; readonly right: number }): number {
  const [best, other] = [new Map<number, number>(), new Map<number, number>()];
  for (const { left, right, score } of pairs) {
    if (score > (best.get(left) ?? rivalFloor)) best.set(left, score);
    if (score > (other.get(right) ?? rivalFloor)) other.set(right, score);
  }
  const sum = (map: ReadonlyMap<number, number>): number => [...map.values()].reduce((total, score) => total + probability(score), 0);
  return Math.min(1, Math.min(sum(best), sum(other)) / Math.max(1, Math.min(sizes.left, sizes.right)));
}

/** Fills the row of the second look. */
export function secondRow(
  filled: Float64Array,
  { left, right, score }: Pair,
  input: {
    readonly sides: Sides;
    readonly corpus: Corpus;
    readonly overlap: number;
    readonly ofLeft: ReadonlyMap<number, readonly Rival[]>;
    readonly ofRight: ReadonlyMap<number, readonly Rival[]>;
    readonly model: PeopleModel;
  },
): void {
  const { sides, corpus, model, overlap } = input;
  const leftRivals = rivalry(score, right, input.ofLeft.get(left) ?? [], (rival, own) =>
    firstLook(model, ...ordered(sides.right(rival), sides.right(own)), corpus),
  );
  const rightRivals = rivalry(score, left, input.ofRight.get(right) ?? [], (rival, own) =>
    firstLook(model, ...ordered(sides.left(rival), sides.left(own)), corpus),
  );
  compare(sides.left(left), sides.right(right), corpus, row);
  filled.set(row);
  filled.set(
    [
      score,
      leftRivals.gap,
      rightRivals.gap,
      leftRivals.other,
      rightRivals.other,
      leftRivals.same,
      rightRivals.same,
      leftRivals.count,
      rightRivals.count,
      overlap,
    ],
    row.length,
  );
}

const ordered = (a: Prepared, b: Prepared): [Prepared, Prepared] => (a.id < b.id ? [a, b] : [b, a]);

/** The calibrated probability after the second look. */
export function secondLook(model: PeopleModel, filled: Float64Array): number {
  return probability(calibrate(model.calibration, model.second.score(filled)));
}
