/** Adding up what a dry run met, and what it says of everything there is. Pure. */
import { SIDES } from '../domain/index.ts';
import type { Side } from '../domain/index.ts';
import { emptySurvey } from './model.ts';
import type { Refusal, SideTally, SurveyTally } from './model.ts';
import type { Fate, Verdict } from './rehearse.ts';

/** Causes told apart per mapping; the rest is counted under one. */
const reasonsMax = 40;
const otherReason = 'for other reasons';

type Amounts = Readonly<Record<string, number>>;

export function plus(amounts: Amounts, name: string, by = 1): Record<string, number> {
  return { ...amounts, [name]: (amounts[name] ?? 0) + by };
}

export const sumOf = (amounts: Amounts): number => Object.values(amounts).reduce((sum, amount) => sum + amount, 0);

function withReason(reasons: Amounts, reason: string): Record<string, number> {
  const isKnown = Object.hasOwn(reasons, reason) || Object.keys(reasons).length < reasonsMax;
  return plus(reasons, isKnown ? reason : otherReason);
}

/** A page that was walked, whoever of it was judged. */
export function withWalked(tally: SurveyTally, side: Side, { walked, gone }: { readonly walked: number; readonly gone: number }): SurveyTally {
  const mine = tally[side];
  return { ...tally, [side]: { ...mine, walked: mine.walked + walked, gone: mine.gone + gone } };
}

/**
 * The tally with one more record judged. A pair in step is met from both sides; it counts where its Salesforce record was met, and on the other
 * side only as `linked`.
 */
export function withVerdict(tally: SurveyTally, side: Side, verdict: Verdict): SurveyTally {
  const isSecond = side === 'hubspot' && verdict.link !== null && verdict.link.salesforce !== null;
  const fate: Fate | 'linked' = isSecond ? 'linked' : verdict.fate;
  const mine = tally[side];
  const told: SideTally = {
    ...mine,
    judged: mine.judged + 1,
    fates: plus(mine.fates, fate),
    reasons: verdict.reason === null || isSecond ? mine.reasons : withReason(mine.reasons, verdict.reason),
  };
  // Two records found to be one are met from both sides, too.
  const isCounted = !isSecond && verdict.fate !== 'gone' && !(side === 'hubspot' && verdict.fate === 'match');
  let spent: Record<string, number> = { ...tally.spent };
  if (isCounted) for (const write of verdict.writes) spent = plus(spent, `${write.side}.${write.kind}`);
  return { ...tally, [side]: told, spent, refusals: isCounted ? withRefusals(tally.refusals, verdict) : tally.refusals };
}

function withRefusals(known: readonly Refusal[], { refusals }: Verdict): Refusal[] {
  const all = [...known];
  for (const refusal of refusals) {
    const at = all.findIndex(({ code, side, field }) => code === refusal.code && side === refusal.side && field === refusal.field);
    const met = all[at];
    if (met !== undefined) all[at] = { ...met, count: met.count + 1 };
    else if (all.length < reasonsMax * 5) all.push({ ...refusal, count: 1 });
  }
  return all;
}

export function withSpent(tally: SurveyTally, spent: Amounts): SurveyTally {
  return { ...tally, spent: Object.entries(spent).reduce((sum, [name, calls]) => plus(sum, name, calls), tally.spent) };
}

/** A figure about everybody, from those who were judged: with its 95 % margin, 0 where all were. */
export type Estimate = { readonly count: number; readonly margin: number };

/** Of `walked` records, `judged` were judged and `hits` of them are meant. Example: 100 of 1,000 judged, 20 hits → 200 ± 74. */
export function estimateOf(hits: number, { walked, judged }: { readonly walked: number; readonly judged: number }): Estimate {
  if (judged === 0 || walked <= judged) return { count: hits, margin: 0 };
  const share = hits / judged;
  const unseen = 1 - judged / walked;
  // Wilson's centre is steadier than the plain share where hits are few; the finite population shrinks the margin.
  const z = 1.96;
  const spread = z * Math.sqrt((Math.max(share * (1 - share), 1 / judged) / judged) * unseen);
  return { count: Math.round(share * walked), margin: Math.ceil(spread * walked) };
}

export type SideForecast = {
  readonly records: number;
  readonly judged: number;
  readonly isExact: boolean;
  /** By fate: see `Fate`, and `linked`. */
  readonly fates: Readonly<Record<string, Estimate>>;
  /** Why records stay out, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly estimate: Estimate }[];
};
export type Forecast = {
  readonly mapping: string;
  readonly salesforce: SideForecast;
  readonly hubspot: SideForecast;
  /** Records made in HubSpot, and in Salesforce. */
  readonly creates: Readonly<Record<Side, Estimate>>;
  /** Records of both sides found to be one. */
  readonly matches: Estimate;
  /** Pairs in step whose values would be written. */
  readonly updates: Estimate;
  readonly reviews: Estimate;
  readonly outOfScope: Readonly<Record<Side, Estimate>>;
  readonly refused: readonly Refusal[];
};

function sideForecast(tally: SideTally): SideForecast {
  const base = { walked: tally.walked - tally.gone, judged: tally.judged - (tally.fates['gone'] ?? 0) };
  return {
    records: base.walked,
    judged: base.judged,
    isExact: base.judged >= base.walked,
    fates: Object.fromEntries(Object.entries(tally.fates).map(([fate, hits]) => [fate, estimateOf(hits, base)])),
    reasons: Object.entries(tally.reasons)
      .toSorted(([, left], [, right]) => right - left)
      .map(([reason, hits]) => ({ reason, estimate: estimateOf(hits, base) })),
  };
}

const none: Estimate = { count: 0, margin: 0 };

/** What a dry run says of one mapping. */
export function forecastOf(mapping: string, tally: SurveyTally = emptySurvey()): Forecast {
  const sides = { salesforce: sideForecast(tally.salesforce), hubspot: sideForecast(tally.hubspot) };
  const of = (side: Side, fate: Fate): Estimate => sides[side].fates[fate] ?? none;
  const [one, other] = SIDES.map((side) => of(side, 'review'));
  return {
    mapping,
    ...sides,
    creates: { hubspot: of('salesforce', 'create'), salesforce: of('hubspot', 'create') },
    matches: of('salesforce', 'match'),
    updates: of('salesforce', 'update'),
    // A question about a pair is met from both of its records.
    reviews: (one?.count ?? 0) >= (other?.count ?? 0) ? (one ?? none) : (other ?? none),
    outOfScope: { salesforce: of('salesforce', 'out-of-scope'), hubspot: of('hubspot', 'out-of-scope') },
    refused: tally.refusals.toSorted((left, right) => right.count - left.count),
  };
}
