/** Generated sets of people, prepared for training: what is in them is told by a seed, so every training sees the same. */
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';
import { Census, corpusOf } from '../../bridge/src/identity/person/corpus.ts';
import type { Corpus } from '../../bridge/src/identity/person/corpus.ts';
import { prepare } from '../../bridge/src/identity/person/prepare.ts';
import type { Prepared } from '../../bridge/src/identity/person/prepare.ts';
import { generate, groups } from './generate/index.ts';
import type { Column, GenerateOptions } from './generate/index.ts';

export type SetOptions = Partial<GenerateOptions> & {
  /** Columns both files lack. */
  readonly lacking?: readonly Column[];
};
export type TrainingSet = {
  readonly left: readonly Prepared[];
  readonly right: readonly Prepared[];
  readonly corpus: Corpus;
  readonly isTrue: (left: Prepared, right: Prepared) => boolean;
  readonly truePairs: number;
};

/** Generates one set. `isTurned` changes the sides over, so that a model cannot lean on which side is which. */
export function trainingSet(options: SetOptions, isTurned = false): TrainingSet {
  const made = generate({ ...options, kind: 'person' });
  const lacking = Object.fromEntries((options.lacking ?? []).map((column) => [column, '']));
  const side = (rows: Iterable<{ readonly id: string; readonly values: object }>): Prepared[] =>
    Array.from(rows, ({ id, values }) => prepare({ ...values, ...lacking, id } as IdentityRecord));
  const [one, other] = [side(made.left()), side(made.right())];
  const [left, right] = isTurned ? [other, one] : [one, other];
  const [mine, theirs] = [new Census(), new Census()];
  for (const record of left) mine.add(record);
  for (const record of right) theirs.add(record);
  const truth = new Set<string>();
  for (const { leftId, rightId } of made.truth()) truth.add(isTurned ? `${rightId} ${leftId}` : `${leftId} ${rightId}`);
  return { left, right, corpus: corpusOf(mine, theirs), isTrue: (a, b) => truth.has(`${a.id} ${b.id}`), truePairs: truth.size };
}

/** The same set with its sides changed over. */
export function turned({ left, right, corpus, isTrue, truePairs }: TrainingSet): TrainingSet {
  return { left: right, right: left, corpus, isTrue: (a, b) => isTrue(b, a), truePairs };
}

const profiles = ['easy', 'default', 'easy', 'hard', 'default'] as const;
const overlaps = [0.6, 0.15, 0.85, 0.4, 0.3, 0.1, 0.7, 0.06];
const collisions = [0.4, 0.3, 1.6, 0.5, 0.3, 3, 0.4];
const sizes = [
  [9_000, 6_000],
  [5_000, 8_000],
  [12_000, 8_000],
  [3_000, 2_000],
  [24_000, 16_000],
  [8_000, 8_000],
] as const;

const fewColumns: readonly (readonly Column[])[] = [
  ['phone', 'mobile', 'company', 'domain', 'title', 'state', 'other_emails'],
  ['email', 'other_emails', 'domain', 'title'],
  ['phone', 'mobile', 'title', 'city', 'state', 'country'],
];

/** `count` mixed sets that differ in size, overlap, dirt and look-alikes, then one set for each group of families. `scale` shrinks all; `lookAlikes` multiplies people one may take for another. */
export function setOptions(seed: number, count: number, scale: number, lookAlikes = 1): readonly SetOptions[] {
  const of = (at: number): SetOptions => {
    const [left, right] = sizes[at % sizes.length] ?? [9_000, 6_000];
    return {
      seed: seed + at,
      left: Math.round(left * scale),
      right: Math.round(right * scale),
      overlap: overlaps[at % overlaps.length] ?? 0.5,
      profile: profiles[at % profiles.length] ?? 'default',
      collide: (collisions[at % collisions.length] ?? 1) * lookAlikes,
    };
  };
  const alone = Object.keys(groups).map((family, at): SetOptions => ({
    ...of(at),
    seed: seed + 500 + at,
    left: Math.round(4_000 * scale),
    right: Math.round(3_000 * scale),
    family,
  }));
  // Lists with few columns, as spreadsheets and newsletters have them.
  const thin = fewColumns.map((lacking, at): SetOptions => ({
    ...of(at),
    seed: seed + 700 + at,
    left: Math.round(4_000 * scale),
    right: Math.round(3_000 * scale),
    overlap: 0.6,
    lacking,
  }));
  return [...Array.from({ length: count }, (_none, at) => of(at)), ...alone, ...thin];
}
