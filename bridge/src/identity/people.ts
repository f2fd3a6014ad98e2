/** People, for the engine: score two records, one record against its candidates, or two whole lists that fit into memory. */
import { decidedWords, undecided } from './decisions.ts';
import type { Decisions } from './decisions.ts';
import modelFile from './data/people.model.json' with { type: 'json' };
import { bandOf, defaultThresholds, listedFrom } from './model.ts';
import type { IdentityRecord, ScoredPair, Thresholds } from './model.ts';
import { Census, corpusOf, nothingKnown } from './person/corpus.ts';
import type { Corpus } from './person/corpus.ts';
import { evidenceOf } from './person/evidence.ts';
import { keysOf } from './person/keys.ts';
import { crowdOf } from './person/crowd.ts';
import type { Crowd } from './person/crowd.ts';
import { alikeOf, crowdIn, firstLook, firstPairs, lastTie, overlapOf, peopleModel, rivalsOf, secondFeatures, secondLook, secondRow } from './person/matcher.ts';
import type { Pair, PeopleModel } from './person/matcher.ts';
import { prepare } from './person/prepare.ts';
import type { Prepared } from './person/prepare.ts';
import { rivalFloor } from './person/rivals.ts';

/** The shipped model of people. */
export const shippedModel: PeopleModel = peopleModel(modelFile);

/** What a score may lean on beside the two records. All of it may be left out. */
export type MatchContext = {
  /** How common names, companies, numbers and mailboxes are in the whole set: from `corpusFor`, or an index. */
  readonly corpus?: Corpus;
  /** What people decided before. */
  readonly decisions?: Decisions;
  /** Share of the smaller side believed to have a partner on the other, 0 to 1; 0.5 when nothing is known. */
  readonly overlap?: number;
  /** How crowded the set is; the usual when nothing is known. */
  readonly crowd?: Crowd;
  readonly thresholds?: Thresholds;
};

const usualOverlap = 0.5;

/** Counts two lists once, for a context to score single records with. Example: `scorePair(a, b, { corpus: corpusFor(all, others) })`. */
export function corpusFor(left: Iterable<IdentityRecord>, right: Iterable<IdentityRecord> = []): Corpus {
  const [mine, theirs] = [new Census(), new Census()];
  for (const one of left) mine.add(prepare(one));
  for (const one of right) theirs.add(prepare(one));
  return corpusOf(mine, theirs);
}

/** Keys of a record: two records are compared only when they share one. See person/keys.ts for the kinds. */
export function blockKeys(record: IdentityRecord): readonly string[] {
  return keysOf(prepare(record));
}

/** Confidence, band and reasons for two records. Without rivals to weigh it against; use `scoreCandidates` where others are known. */
export function scorePair(left: IdentityRecord, right: IdentityRecord, context: MatchContext = {}): ScoredPair {
  const [pair] = scorePrepared([prepare(left)], [prepare(right)], [{ left: 0, right: 0 }], context, shippedModel);
  if (pair === undefined) throw new Error('One pair in, one pair out.');
  return pair;
}

/**
 * One record against the candidates of the other side, each weighed against the others; strongest first, one answer per candidate.
 * Candidates that were decided to be different come with confidence 0.
 */
export function scoreCandidates(record: IdentityRecord, candidates: readonly IdentityRecord[], context: MatchContext = {}): readonly ScoredPair[] {
  const all = candidates.map((_candidate, right) => ({ left: 0, right }));
  return [...scorePrepared([prepare(record)], candidates.map(prepare), all, context, shippedModel)].sort(byConfidence);
}

/** All pairs of two lists from confidence 0.5 on, in the order of their ids. For lists that fit into memory; `batch/` does the same for millions. */
export function matchPeople(
  left: readonly IdentityRecord[],
  right: readonly IdentityRecord[],
  context: MatchContext = {},
  model: PeopleModel = shippedModel,
): readonly ScoredPair[] {
  return matchPrepared(left.map(prepare), right.map(prepare), context, model, false);
}

/** All pairs of records of one list that seem to be one person; the smaller id is the left end. */
export function matchWithin(records: readonly IdentityRecord[], context: MatchContext = {}, model: PeopleModel = shippedModel): readonly ScoredPair[] {
  const all = records.map(prepare);
  return matchPrepared(all, all, context, model, true);
}

function matchPrepared(
  lefts: readonly Prepared[],
  rights: readonly Prepared[],
  context: MatchContext,
  model: PeopleModel,
  isOneSide: boolean,
): readonly ScoredPair[] {
  const corpus = context.corpus ?? census(lefts, isOneSide ? [] : rights);
  const pairs = firstPairs(model, { lefts, rights, corpus, isOneSide });
  const overlap = context.overlap ?? overlapOf(pairs, { left: lefts.length, right: rights.length });
  const scored = secondScores(lefts, rights, pairs, { ...context, corpus, overlap, crowd: context.crowd ?? 'told by the set' }, model, isOneSide);
  return withDecided(scored, { lefts, rights }, context)
    .filter(({ confidence }) => confidence >= listedFrom)
    .sort(byIds);
}

function census(lefts: readonly Prepared[], rights: readonly Prepared[]): Corpus {
  const [mine, theirs] = [new Census(), new Census()];
  for (const one of lefts) mine.add(one);
  for (const one of rights) theirs.add(one);
  return corpusOf(mine, theirs);
}

/** Scores the given pairs, each once, in their order. */
export function scorePrepared(
  lefts: readonly Prepared[],
  rights: readonly Prepared[],
  asked: readonly { readonly left: number; readonly right: number }[],
  context: MatchContext,
  model: PeopleModel,
): readonly ScoredPair[] {
  const corpus = context.corpus ?? nothingKnown;
  const pairs = asked.map(({ left, right }) => ({
    left,
    right,
    score: firstLook(model, recordAt(lefts, left), recordAt(rights, right), corpus),
    tie: lastTie(),
  }));
  return secondScores(
    lefts,
    rights,
    pairs,
    { ...context, corpus, overlap: context.overlap ?? usualOverlap, crowd: context.crowd ?? crowdOf(model.usual) },
    model,
    false,
  );
}

function recordAt(list: readonly Prepared[], at: number): Prepared {
  const found = list[at];
  if (found === undefined) throw new Error(`There is no record ${String(at)}.`);
  return found;
}

function secondScores(
  lefts: readonly Prepared[],
  rights: readonly Prepared[],
  pairs: readonly Pair[],
  context: Omit<MatchContext, 'crowd'> & { readonly corpus: Corpus; readonly overlap: number; readonly crowd: Crowd | 'told by the set' },
  model: PeopleModel,
  isOneSide: boolean,
): readonly ScoredPair[] {
  const sides = { left: (at: number) => recordAt(lefts, at), right: (at: number) => recordAt(rights, at), isOneSide };
  const strong = pairs.filter(({ score }) => score > rivalFloor);
  const rivals = rivalsOf(strong, sides);
  const row = new Float64Array(secondFeatures.length);
  const { corpus, overlap, decisions = undecided, thresholds = defaultThresholds } = context;
  const alike = alikeOf(sides, corpus, model, pairs.length);
  const crowd = context.crowd === 'told by the set' ? crowdIn(model, sides, { left: lefts.length, right: rights.length }, rivals, alike) : context.crowd;
  return pairs.map((pair) => {
    const [left, right] = [recordAt(lefts, pair.left), recordAt(rights, pair.right)];
    const decided = decisions.of(left.id, right.id);
    if (decided !== undefined) return decidedPair(left.id, right.id, decided);
    let confidence = 0;
    if (pair.score > rivalFloor) {
      secondRow(row, pair, { sides, corpus, overlap, crowd, rivals, alike });
      confidence = rounded(secondLook(model, row));
    }
    const evidence = confidence >= listedFrom || pairs.length < 1_000 ? evidenceOf(left, right, corpus) : '';
    return { leftId: left.id, rightId: right.id, confidence, band: bandOf(confidence, thresholds), evidence };
  });
}

export const rounded = (confidence: number): number => Math.round(confidence * 10_000) / 10_000;

function decidedPair(leftId: string, rightId: string, verdict: 'same' | 'different'): ScoredPair {
  return verdict === 'same'
    ? { leftId, rightId, confidence: 1, band: 'link', evidence: decidedWords }
    : { leftId, rightId, confidence: 0, band: 'weak', evidence: 'a person decided that they are different' };
}

/** Adds pairs a person called the same that no key brought together. */
function withDecided(
  scored: readonly ScoredPair[],
  { lefts, rights }: { readonly lefts: readonly Prepared[]; readonly rights: readonly Prepared[] },
  { decisions = undecided }: MatchContext,
): ScoredPair[] {
  const all = [...scored];
  const wanted = [...decisions.pairs()].filter(({ verdict }) => verdict === 'same');
  if (wanted.length === 0) return all;
  const known = new Set(scored.map(({ leftId, rightId }) => `${leftId}\u001f${rightId}`));
  const [left, right] = [new Set(lefts.map(({ id }) => id)), new Set(rights.map(({ id }) => id))];
  for (const one of wanted) {
    const pair = left.has(one.leftId) && right.has(one.rightId) ? one : { leftId: one.rightId, rightId: one.leftId };
    if (left.has(pair.leftId) && right.has(pair.rightId) && !known.has(`${pair.leftId}\u001f${pair.rightId}`))
      all.push(decidedPair(pair.leftId, pair.rightId, 'same'));
  }
  return all;
}

const byIds = (a: ScoredPair, b: ScoredPair): number =>
  a.leftId < b.leftId ? -1 : a.leftId > b.leftId ? 1 : a.rightId < b.rightId ? -1 : a.rightId > b.rightId ? 1 : 0;
const byConfidence = (a: ScoredPair, b: ScoredPair): number => b.confidence - a.confidence || byIds(a, b);
