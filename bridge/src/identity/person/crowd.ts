/**
 * How crowded a set is, told without knowing any answer. A record that surely has its partner has no other, so whoever else comes near it is a stranger:
 * that tells how often strangers of each kind come near, and with it how many of all pairs of one kind and score to expect by chance. The same evidence
 * weighs less among many look-alikes or where few have a partner, and more where nearly all have one.
 */
import { hashOf } from '../hash.ts';
import { at } from './compare.ts';
import type { Rival } from './rivals.ts';

/** Features that the second look adds, in order. */
export const crowdFeatures = ['nearTied', 'nearAll', 'excess'] as const;

/** What two records share: 0 neither a personal contact nor a firm · 1 a firm · 2 a mailbox or a mobile number. */
export type Tie = 0 | 1 | 2;
export type TiedRival = Rival & { readonly tie: Tie };
const ties = [0, 1, 2] as const;
/** Limits of the first look's log-odds between which pairs are counted together. */
const limits = [-3, -1, 1, 3, 5] as const;
const bins = limits.length + 1;
const cells = ties.length * bins;
/** From here on a record surely has its partner. */
const surely = 5;
/** How much strangers of each score tell of how many there are: those far off are too many to matter, those at the top too few to count. */
const weights: readonly number[] = [0, 0.3, 1, 1, 1, 0];
/** Of larger sets a part is asked, chosen by ids, so that the order of records does not matter. */
const sampleMax = 20_000;
/** A few records tell nothing yet: this many strangers, and records, are assumed to be as usual. */
const usualStrangers = 8;
const usualRecords = 300;
const rateMin = 1e-5;

export function tieOf(row: Float64Array): Tie {
  if ((row[at.mail] ?? 0) >= 2 || (row[at.mobile] ?? 0) > 0) return 2;
  return (row[at.domain] ?? 0) === 1 || (row[at.company] ?? 0) >= 0.8 ? 1 : 0;
}

const cellOf = (score: number, tie: Tie): number => tie * bins + limits.reduce((bin, limit) => bin + Number(score >= limit), 0);

/** `strangers`: those near a sure record, by cell; `all`: every pair, by cell, seen from both its ends. */
export type CrowdCounts = { readonly sure: number; readonly records: number; readonly strangers: readonly number[]; readonly all: readonly number[] };
/** The same per record. Part of the model file: what is usual. */
export type CrowdRates = { readonly strangers: readonly number[]; readonly all: readonly number[] };
/** As log2, 0 as usual: strangers near by tie and in all; and by cell how much oftener a pair is seen than strangers account for. */
export type Crowd = { readonly tied: readonly number[]; readonly near: number; readonly excess: readonly number[] };

export class CrowdCounter {
  #sure = 0;
  #records = 0;
  readonly #strangers = new Array<number>(cells).fill(0);
  readonly #all = new Array<number>(cells).fill(0);

  /** A record's strongest rivals, strongest first; `alike` tells whether two of them are one person. */
  add(rivals: readonly TiedRival[], alike: (rival: number, own: number) => number): void {
    const [best] = rivals;
    const isSure = best !== undefined && best.score >= surely;
    this.#records += 1;
    if (isSure) this.#sure += 1;
    for (const rival of rivals) {
      const cell = cellOf(rival.score, rival.tie);
      this.#all[cell] = (this.#all[cell] ?? 0) + 1;
      if (isSure && rival !== best && alike(rival.record, best.record) < 0) this.#strangers[cell] = (this.#strangers[cell] ?? 0) + 1;
    }
  }

  get counts(): CrowdCounts {
    return { sure: this.#sure, records: this.#records, strangers: this.#strangers, all: this.#all };
  }
}

export function added(counts: readonly CrowdCounts[]): CrowdCounts {
  const sum = (of: (one: CrowdCounts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  const each = (of: (one: CrowdCounts) => readonly number[]): number[] => Array.from({ length: cells }, (_none, cell) => sum((one) => of(one)[cell] ?? 0));
  return { sure: sum(({ sure }) => sure), records: sum(({ records }) => records), strangers: each((one) => one.strangers), all: each(({ all }) => all) };
}

export function ratesOf({ sure, records, strangers, all }: CrowdCounts): CrowdRates {
  const shares = (counts: readonly number[], of: number): number[] => counts.map((count) => Number((count / Math.max(1, of)).toPrecision(3)));
  return { strangers: shares(strangers, sure), all: shares(all, records) };
}

const nothingCounted: CrowdCounts = { sure: 0, records: 0, strangers: [], all: [] };
const weighed = (counts: readonly number[], tie: Tie): number => weights.reduce((sum, weight, bin) => sum + weight * (counts[tie * bins + bin] ?? 0), 0);
const log = (value: number): number => Math.round(Math.log2(value) * 100) / 100;

/** The crowd of a set out of its counts; the usual one where there are none. */
export function crowdOf(usual: CrowdRates, { sure, records, strangers, all }: CrowdCounts = nothingCounted): Crowd {
  const [met, expected] = [ties.map((tie) => weighed(strangers, tie)), ties.map((tie) => sure * weighed(usual.strangers, tie))];
  const scaled = (seen: number, awaited: number): number => (seen + usualStrangers) / (awaited + usualStrangers);
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const scale = ties.map((tie) => scaled(met[tie] ?? 0, expected[tie] ?? 0));
  const excess = Array.from({ length: cells }, (_none, cell) => {
    const seen = ((all[cell] ?? 0) + usualRecords * (usual.all[cell] ?? 0)) / (records + usualRecords);
    const chance = (usual.strangers[cell] ?? 0) * (scale[Math.floor(cell / bins)] ?? 1);
    return log(Math.max(rateMin, seen) / Math.max(rateMin, chance));
  });
  return { tied: scale.map(log), near: log(scaled(total(met), total(expected))), excess };
}

/** What a set's crowd says of one pair, in the order of `crowdFeatures`. */
export const crowdAround = ({ tied, near, excess }: Crowd, score: number, tie: Tie): readonly [number, number, number] => [
  tied[tie] ?? 0,
  near,
  excess[cellOf(score, tie)] ?? 0,
];

/** Whether a record of a set of this size is asked. */
export const isAsked = (id: string, total: number): boolean => total <= sampleMax || hashOf(id) % Math.ceil(total / sampleMax) === 0;
