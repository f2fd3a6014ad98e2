/** How the model of people is made: rows of blocked pairs (colleagues and namesakes, not random strangers), two forests, one calibration. */
import { hashOf } from '../../bridge/src/identity/hash.ts';
import { KeyIndex } from '../../bridge/src/identity/key-index.ts';
import { compare, features } from '../../bridge/src/identity/person/compare.ts';
import { added, crowdOf, ratesOf } from '../../bridge/src/identity/person/crowd.ts';
import type { CrowdCounts, CrowdRates } from '../../bridge/src/identity/person/crowd.ts';
import { keysOf } from '../../bridge/src/identity/person/keys.ts';
import {
  alikeOf,
  candidatesOf,
  crowdCounts,
  firstPairs,
  isContradicted,
  keyList,
  overlapOf,
  peopleModel,
  rivalsOf,
  secondFeatures,
  secondRow,
} from '../../bridge/src/identity/person/matcher.ts';
import type { PeopleModel, PeopleModelFile } from '../../bridge/src/identity/person/matcher.ts';
import { forest } from '../../bridge/src/identity/score/index.ts';
import { boost, isotonic, Rows, usual } from './boost.ts';
import { setOptions, trainingSet, turned } from './training-sets.ts';
import type { TrainingSet } from './training-sets.ts';

export type TrainOptions = {
  readonly scale: number;
  readonly sets: number;
  readonly trees: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
};

/** A wrong link costs twenty reviews, so confidence is measured where there are more look-alikes than the trees learnt from. */
const careful = 1.3;
const uncalibrated = { at: [-1, 1], to: [-1, 1] };
const nothingUsual: CrowdRates = { strangers: [], all: [] };
/** Sets that tell how crowded one usually is. */
const usualSets = 10;

/** Every blocked pair of a set as a row of the first look. */
export function firstRows({ left, right, corpus, isTrue }: TrainingSet, rows: Rows): void {
  const index = new KeyIndex();
  right.forEach((one, slot) => {
    for (const key of keysOf(one)) index.add(hashOf(key), slot);
  });
  const seen = new Int32Array(right.length).fill(-1);
  const row = new Float64Array(features.length);
  const found: number[] = [];
  left.forEach((one, stamp) => {
    for (const slot of candidatesOf(keyList(keysOf(one)), index, seen, stamp, found)) {
      const other = right[slot];
      if (other === undefined) continue;
      compare(one, other, corpus, row);
      rows.push(row, isTrue(one, other));
    }
  });
}

/** A set after the first look. */
function looked(model: PeopleModel, { left, right, corpus }: TrainingSet) {
  const at = (list: TrainingSet['left']) => (record: number) => {
    const one = list[record];
    if (one === undefined) throw new Error(`There is no record ${String(record)}.`);
    return one;
  };
  const sides = { left: at(left), right: at(right), isOneSide: false };
  const pairs = firstPairs(model, { lefts: left, rights: right, corpus, isOneSide: false });
  const overlap = overlapOf(pairs, { left: left.length, right: right.length });
  const rivals = rivalsOf(pairs, sides);
  const alike = alikeOf(sides, corpus, model, pairs.length);
  return { sides, pairs, overlap, rivals, alike, counts: crowdCounts(sides, { left: left.length, right: right.length }, rivals, alike) };
}

/** Every pair that gets a second look, as a row of it. */
export function eachSecondRow(model: PeopleModel, set: TrainingSet, visit: (row: Float64Array, truth: boolean) => void): void {
  const { sides, pairs, overlap, rivals, alike, counts } = looked(model, set);
  const { corpus, isTrue } = set;
  const crowd = crowdOf(model.usual, counts);
  const row = new Float64Array(secondFeatures.length);
  for (const pair of pairs) {
    secondRow(row, pair, { sides, corpus, overlap, crowd, rivals, alike });
    visit(row, isTrue(sides.left(pair.left), sides.right(pair.right)));
  }
}

export function trainPeople({ scale, sets, trees, seed, progress }: TrainOptions): PeopleModelFile {
  const rows = new Rows(features.length);
  setOptions(seed, sets, scale).forEach((options, at) => firstRows(trainingSet(options, at % 2 === 1), rows));
  progress(`first look: ${String(rows.length)} pairs`);
  const first = boost(rows, features, { ...usual, trees }, progress);

  const blank: PeopleModel = {
    first: forest(first),
    second: forest({ features: [], bias: 0, roots: [], feature: [], number: [], skip: [] }),
    calibration: uncalibrated,
    guarded: uncalibrated,
    usual: nothingUsual,
  };
  const usualCrowd = ratesOf(added(setOptions(seed + 6_000, usualSets, scale).map((options): CrowdCounts => looked(blank, trainingSet(options)).counts)));
  const draft = { ...blank, usual: usualCrowd };
  const secondRows = new Rows(secondFeatures.length);
  for (const options of setOptions(seed + 2_000, sets, scale)) {
    // Each set both ways round: who is left must not matter.
    const set = trainingSet(options);
    for (const one of [set, turned(set)]) eachSecondRow(draft, one, (row, truth) => secondRows.push(row, truth));
  }
  progress(`second look: ${String(secondRows.length)} pairs`);
  const second = boost(secondRows, secondFeatures, { ...usual, trees, seed: usual.seed + 1 }, progress);

  const scored: { score: number; truth: boolean }[] = [];
  const held: { score: number; truth: boolean }[] = [];
  const whole = peopleModel({ version: '', first, second, calibration: uncalibrated, guarded: uncalibrated, usual: usualCrowd });
  setOptions(seed + 4_000, sets, scale, careful).forEach((options, at) =>
    eachSecondRow(
      whole,
      trainingSet(options, at % 2 === 1),
      (row, truth) => void (isContradicted(row) ? held : scored).push({ score: whole.second.score(row), truth }),
    ),
  );
  const calibration = isotonic(scored, Math.max(20, Math.round(scored.length / 150)));
  const guarded = isotonic(held, Math.max(20, Math.round(held.length / 150)));
  progress(`calibration: ${String(scored.length)} pairs, ${String(calibration.at.length)} points`);
  return { version: `people-1 seed ${String(seed)}`, first, second, calibration, guarded, usual: usualCrowd };
}
