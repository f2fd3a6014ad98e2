/** Which of several records that stand for one person or company should be kept, and why, in words. */
import type { Instant, RecordRef } from './model.ts';

/** What is known of one member; null where the platform does not tell. */
export type ClusterMember = {
  readonly ref: RecordRef;
  /** Whether it is in step with a record of the other side. */
  readonly isLinked: boolean;
  /** Open opportunities or deals it takes part in. */
  readonly openDeals: number | null;
  /** Fields that hold a value. */
  readonly filled: number;
  readonly lastActivityAt: Instant | null;
  readonly createdAt: Instant | null;
};

export type Suggestion = { readonly master: RecordRef; readonly reasons: readonly string[] };

type Criterion = {
  /** The higher, the better. */
  readonly score: (member: ClusterMember) => number;
  readonly words: (best: ClusterMember, next: ClusterMember) => string;
};

/** A contact stands for somebody known to the company; a lead may become one, never the reverse. */
const RANK: Readonly<Record<string, number>> = { Contact: 2, Lead: 1 };

const CRITERIA: readonly Criterion[] = [
  { score: ({ ref }) => RANK[ref.object] ?? 0, words: () => 'It is a contact; the other is a lead, which cannot take a contact in.' },
  {
    score: ({ openDeals }) => openDeals ?? 0,
    words: ({ openDeals }) => `It has ${openDeals === 1 ? 'an open deal' : `${String(openDeals)} open deals`}; the other has fewer.`,
  },
  { score: ({ isLinked }) => (isLinked ? 1 : 0), words: () => 'It is the one kept in step with the other system.' },
  { score: ({ filled }) => filled, words: (best, next) => `More of its fields are filled (${String(best.filled)} against ${String(next.filled)}).` },
  { score: ({ lastActivityAt }) => lastActivityAt ?? 0, words: () => 'Its latest activity is more recent.' },
  { score: ({ createdAt }) => -(createdAt ?? Infinity), words: () => 'It is the older one.' },
  // Nothing tells them apart: any rule will do, as long as it is always the same.
  { score: () => 0, words: () => 'Nothing tells them apart; the one with the lower id is named.' },
];

/**
 * The record to keep. Criteria are asked in order; the first that tells two members apart decides between them, and its words are the
 * reason. The answer does not depend on the order of the members. Null for fewer than two.
 * Example: a contact and a lead with one address → the contact, "It is a contact; …".
 */
export function suggestMaster(members: readonly ClusterMember[]): Suggestion | null {
  if (members.length < 2) return null;
  const sorted = members.toSorted(compare);
  const [best, ...others] = sorted;
  if (best === undefined) return null;
  const reasons = others.map((other) => decisive(best, other).words(best, other));
  return { master: best.ref, reasons: [...new Set(reasons)] };
}

function compare(left: ClusterMember, right: ClusterMember): number {
  const { score } = decisive(left, right);
  return score(right) - score(left) || (left.ref.id < right.ref.id ? -1 : 1);
}

function decisive(left: ClusterMember, right: ClusterMember): Criterion {
  const found = CRITERIA.find(({ score }) => score(left) !== score(right)) ?? CRITERIA.at(-1);
  if (found === undefined) throw new Error('The criteria have lost their last resort.');
  return found;
}
