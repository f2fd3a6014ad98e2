/** Companies, for the engine: one record against its candidates, or two whole lists that fit into memory. */
import { decidedWords, undecided } from '../decisions.ts';
import type { Decisions } from '../decisions.ts';
import modelFile from '../data/companies.model.json' with { type: 'json' };
import { bandOf, defaultThresholds, listedFrom } from '../model.ts';
import type { IdentityRecord, ScoredPair, Thresholds } from '../model.ts';
import { rivalFloor } from '../person/rivals.ts';
import { CompanyCensus, companyCorpus } from './corpus.ts';
import type { CompanyCorpus } from './corpus.ts';
import { companyEvidence } from './evidence.ts';
import { keysOfCompany } from './keys.ts';
import { companyModel, companyRivals, companySecondFeatures, companySecondRow, firstCompanyLook, firstCompanyPairs, secondCompanyLook } from './matcher.ts';
import type { CompanyModel, CompanyPair, CompanyRun } from './matcher.ts';
import { prepareCompany } from './prepare.ts';
import type { PreparedCompany } from './prepare.ts';

/** The shipped model of companies. */
export const shippedCompanyModel: CompanyModel = companyModel(modelFile);

/** What a score may lean on beside the two records. All of it may be left out. */
export type CompanyContext = {
  /** How common words, names, domains and numbers are in the whole set: from `companyCorpusFor`, or an index. */
  readonly corpus?: CompanyCorpus;
  /** What people decided before. */
  readonly decisions?: Decisions;
  /** Share of the smaller side believed to have a partner on the other, 0 to 1; 0.5 when nothing is known and one record is scored. */
  readonly overlap?: number;
  readonly thresholds?: Thresholds;
};

const usualOverlap = 0.5;
const assumedStrangers = 20_000;
export const noCompanies: CompanyCorpus = { total: 0, strangers: assumedStrangers, count: () => 0, most: () => 0 };

/** Counts two lists once, for a context to score single records with. */
export function companyCorpusFor(left: Iterable<IdentityRecord>, right: Iterable<IdentityRecord> = []): CompanyCorpus {
  return census([...left].map(prepareCompany), [...right].map(prepareCompany));
}

function census(lefts: readonly PreparedCompany[], rights: readonly PreparedCompany[]): CompanyCorpus {
  const [mine, theirs] = [new CompanyCensus(), new CompanyCensus()];
  for (const one of lefts) mine.add(one);
  for (const one of rights) theirs.add(one);
  return companyCorpus(mine, theirs);
}

/** Keys of a company: two are compared only when they share one. See keys.ts for the kinds. */
export function companyBlockKeys(record: IdentityRecord): readonly string[] {
  return keysOfCompany(prepareCompany(record));
}

/** All pairs of two lists from confidence 0.5 on, in the order of their ids. */
export function matchCompanies(
  left: readonly IdentityRecord[],
  right: readonly IdentityRecord[],
  context: CompanyContext = {},
  model: CompanyModel = shippedCompanyModel,
): readonly ScoredPair[] {
  return matchRun({ lefts: left.map(prepareCompany), rights: right.map(prepareCompany), isOneSide: false }, context, model);
}

/** All pairs of records of one list that seem to be one company; the smaller id is the left end. */
export function matchCompaniesWithin(
  records: readonly IdentityRecord[],
  context: CompanyContext = {},
  model: CompanyModel = shippedCompanyModel,
): readonly ScoredPair[] {
  const all = records.map(prepareCompany);
  return matchRun({ lefts: all, rights: all, isOneSide: true }, context, model);
}

/**
 * One record against candidates of the other side, each weighed against the others; strongest first, one answer per candidate.
 * Candidates that were decided to be different come with confidence 0.
 */
export function scoreCompanyCandidates(record: IdentityRecord, candidates: readonly IdentityRecord[], context: CompanyContext = {}): readonly ScoredPair[] {
  return scorePreparedCompanies(prepareCompany(record), candidates.map(prepareCompany), context);
}

export function scorePreparedCompanies(
  one: PreparedCompany,
  others: readonly PreparedCompany[],
  context: CompanyContext,
  model: CompanyModel = shippedCompanyModel,
): readonly ScoredPair[] {
  const run: CompanyRun = { lefts: [one], rights: others, corpus: context.corpus ?? noCompanies, isOneSide: false };
  const pairs = others.map((other, right) => ({ left: 0, right, score: firstCompanyLook(model, one, other, run.corpus) }));
  return [...secondScores(run, pairs, { ...context, overlap: context.overlap ?? usualOverlap }, model)].sort(
    (a, b) => b.confidence - a.confidence || byIds(a, b),
  );
}

function matchRun(sides: Omit<CompanyRun, 'corpus'>, context: CompanyContext, model: CompanyModel): readonly ScoredPair[] {
  const run: CompanyRun = { ...sides, corpus: context.corpus ?? census(sides.lefts, sides.isOneSide ? [] : sides.rights) };
  const scored = secondScores(run, firstCompanyPairs(model, run), context, model);
  return [...scored, ...decidedBeside(scored, run, context)].filter(({ confidence }) => confidence >= listedFrom).sort(byIds);
}

function secondScores(run: CompanyRun, pairs: readonly CompanyPair[], context: CompanyContext, model: CompanyModel): readonly ScoredPair[] {
  const found = companyRivals(
    pairs.filter(({ score }) => score > rivalFloor),
    run,
  );
  const rivals = { ...found, overlap: context.overlap ?? found.overlap };
  const row = new Float64Array(companySecondFeatures.length);
  const { decisions = undecided, thresholds = defaultThresholds } = context;
  return pairs.flatMap((pair) => {
    const [left, right] = [run.lefts[pair.left], run.rights[pair.right]];
    if (left === undefined || right === undefined) return [];
    const verdict = decisions.of(left.id, right.id);
    if (verdict !== undefined) return [decidedPair(left.id, right.id, verdict)];
    companySecondRow(row, pair, { run, rivals, model });
    const confidence = pair.score > rivalFloor ? Math.round(secondCompanyLook(model, row) * 10_000) / 10_000 : 0;
    const evidence = confidence >= listedFrom || pairs.length < 1000 ? companyEvidence(left, right, run.corpus) : '';
    return [{ leftId: left.id, rightId: right.id, confidence, band: bandOf(confidence, thresholds), evidence }];
  });
}

function decidedPair(leftId: string, rightId: string, verdict: 'same' | 'different'): ScoredPair {
  if (verdict === 'same') return { leftId, rightId, confidence: 1, band: 'link', evidence: decidedWords };
  return { leftId, rightId, confidence: 0, band: 'weak', evidence: 'a person decided that they are different' };
}

/** Pairs a person called the same that no key brought together. */
function decidedBeside(scored: readonly ScoredPair[], { lefts, rights }: CompanyRun, { decisions = undecided }: CompanyContext): readonly ScoredPair[] {
  const [left, right] = [new Set(lefts.map(({ id }) => id)), new Set(rights.map(({ id }) => id))];
  const known = new Set(scored.map(({ leftId, rightId }) => `${leftId}\u001f${rightId}`));
  return [...decisions.pairs()]
    .filter(({ verdict, leftId, rightId }) => verdict === 'same' && left.has(leftId) && right.has(rightId) && !known.has(`${leftId}\u001f${rightId}`))
    .map(({ leftId, rightId }) => decidedPair(leftId, rightId, 'same'));
}

const byIds = (a: ScoredPair, b: ScoredPair): number =>
  a.leftId < b.leftId ? -1 : a.leftId > b.leftId ? 1 : a.rightId < b.rightId ? -1 : a.rightId > b.rightId ? 1 : 0;
