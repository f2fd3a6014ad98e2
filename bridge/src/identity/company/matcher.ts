/** Scores companies: first each pair for itself, then among its rivals. The model is data. */
import { hashOf } from '../hash.ts';
import { KeyIndex } from '../key-index.ts';
import { rivalFeatures, rivalFloor, rivalry, strongest } from '../person/rivals.ts';
import type { Rival } from '../person/rivals.ts';
import { calibrate, forest, probability } from '../score/index.ts';
import type { CalibrationFile, Forest, ForestFile } from '../score/index.ts';
import { compareCompanies, companyFeatures } from './compare.ts';
import type { CompanyCorpus } from './corpus.ts';
import { companyChainLimit, keysOfCompany } from './keys.ts';
import type { PreparedCompany } from './prepare.ts';

export type CompanyModelFile = { readonly version: string; readonly first: ForestFile; readonly second: ForestFile; readonly calibration: CalibrationFile };
export type CompanyModel = { readonly first: Forest; readonly second: Forest; readonly calibration: CalibrationFile };

export const companySecondFeatures: readonly string[] = [...companyFeatures, ...rivalFeatures];

/** Makes a model file ready. Throws when it was trained for other features. */
export function companyModel(file: CompanyModelFile): CompanyModel {
  const model = { first: forest(file.first), second: forest(file.second), calibration: file.calibration };
  if (model.first.features.join() !== companyFeatures.join() || model.second.features.join() !== companySecondFeatures.join()) {
    throw new Error('The model of companies was trained for other features. Train it again: scripts/identity/train-company.ts.');
  }
  return model;
}

export type CompanyPair = { readonly left: number; readonly right: number; readonly score: number };
/** Pairs of one run with what is needed to look at them twice. Inside one side `rights` is `lefts`. */
export type CompanyRun = {
  readonly lefts: readonly PreparedCompany[];
  readonly rights: readonly PreparedCompany[];
  readonly corpus: CompanyCorpus;
  readonly isOneSide: boolean;
};

/** Calls `visit` once for every pair that shares a key; inside one side, once with the smaller id on the left. */
export function eachCandidate({ lefts, rights, isOneSide }: CompanyRun, visit: (left: number, right: number) => void): void {
  const index = new KeyIndex();
  rights.forEach((one, slot) => {
    for (const key of keysOfCompany(one)) index.add(hashOf(key), slot);
  });
  const seen = new Int32Array(rights.length).fill(-1);
  lefts.forEach((one, left) => {
    for (const key of keysOfCompany(one)) {
      const hash = hashOf(key);
      if (index.count(hash) > companyChainLimit(key)) continue;
      index.each(hash, (right) => {
        if (seen[right] === left) return;
        seen[right] = left;
        const other = rights[right];
        if (other !== undefined && (!isOneSide || one.id < other.id)) visit(left, right);
      });
    }
  });
}

const row = new Float64Array(companyFeatures.length);

/** Log-odds of one pair for itself. */
export function firstCompanyLook(model: CompanyModel, left: PreparedCompany, right: PreparedCompany, corpus: CompanyCorpus): number {
  compareCompanies(left, right, corpus, row);
  return model.first.score(row);
}

export function firstCompanyPairs(model: CompanyModel, run: CompanyRun): CompanyPair[] {
  const pairs: CompanyPair[] = [];
  eachCandidate(run, (left, right) => {
    const [one, other] = [run.lefts[left], run.rights[right]];
    if (one === undefined || other === undefined) return;
    const score = firstCompanyLook(model, one, other, run.corpus);
    if (score > rivalFloor) pairs.push({ left, right, score });
  });
  return pairs;
}

type Rivals = { readonly ofLeft: ReadonlyMap<number, readonly Rival[]>; readonly ofRight: ReadonlyMap<number, readonly Rival[]>; readonly overlap: number };

export function companyRivals(pairs: readonly CompanyPair[], run: CompanyRun): Rivals {
  const ofLeft = new Map<number, Rival[]>();
  const ofRight = run.isOneSide ? ofLeft : new Map<number, Rival[]>();
  const push = (map: Map<number, Rival[]>, key: number, rival: Rival): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [rival]);
    else list.push(rival);
  };
  for (const { left, right, score } of pairs) {
    push(ofLeft, left, { record: right, score });
    push(ofRight, right, { record: left, score });
  }
  const sorted = (map: Map<number, Rival[]>, side: readonly PreparedCompany[]): void => {
    for (const [key, list] of map)
      map.set(
        key,
        strongest(list, (record) => side[record]?.id ?? ''),
      );
  };
  sorted(ofLeft, run.rights);
  if (!run.isOneSide) sorted(ofRight, run.lefts);
  return { ofLeft, ofRight, overlap: overlapOf(ofLeft, ofRight, run) };
}

/** Share of the smaller side that seems to have a partner: with few of them every doubtful pair is less likely. */
function overlapOf(ofLeft: ReadonlyMap<number, readonly Rival[]>, ofRight: ReadonlyMap<number, readonly Rival[]>, { lefts, rights }: CompanyRun): number {
  const sum = (map: ReadonlyMap<number, readonly Rival[]>): number =>
    [...map.values()].reduce((total, [best]) => total + (best === undefined ? 0 : probability(best.score)), 0);
  return Math.min(1, Math.min(sum(ofLeft), sum(ofRight)) / Math.max(1, Math.min(lefts.length, rights.length)));
}

/** Fills the row of the second look: the pair's own features, then what its rivals say. */
export function companySecondRow(
  filled: Float64Array,
  pair: CompanyPair,
  input: { readonly run: CompanyRun; readonly rivals: Rivals; readonly model: CompanyModel },
): void {
  const { run, rivals, model } = input;
  const alike =
    (side: readonly PreparedCompany[]) =>
    (rival: number, own: number): number => {
      const [one, other] = [side[rival], side[own]];
      if (one === undefined || other === undefined) return rivalFloor;
      return one.id < other.id ? firstCompanyLook(model, one, other, run.corpus) : firstCompanyLook(model, other, one, run.corpus);
    };
  const { left, right, score } = pair;
  const ofLeft = rivalry(score, right, rivals.ofLeft.get(left) ?? [], alike(run.rights));
  const ofRight = rivalry(score, left, rivals.ofRight.get(right) ?? [], alike(run.lefts));
  const [one, other] = [run.lefts[left], run.rights[right]];
  if (one !== undefined && other !== undefined) compareCompanies(one, other, run.corpus, row);
  filled.set(row);
  filled.set([score, ofLeft.gap, ofRight.gap, ofLeft.other, ofRight.other, ofLeft.same, ofRight.same, ofLeft.count, ofRight.count, rivals.overlap], row.length);
}

export const secondCompanyLook = (model: CompanyModel, filled: Float64Array): number => probability(calibrate(model.calibration, model.second.score(filled)));
