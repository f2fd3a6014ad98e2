/** Records of one side that are one person: clusters, each with what holds it together. */
import { defaultThresholds } from './model.ts';
import type { IdentityRecord, ScoredPair } from './model.ts';
import { matchWithin } from './people.ts';
import type { MatchContext } from './people.ts';

export type Cluster = {
  /** Ids in rising order. */
  readonly ids: readonly string[];
  /** The pairs that hold it together, and those inside it that need a person. */
  readonly pairs: readonly ScoredPair[];
};

/** Clusters of two or more records joined by links (confidence ≥ the link threshold). Reviews do not join, but are listed when they fall inside a cluster. */
export function findDuplicates(records: readonly IdentityRecord[], context: MatchContext = {}): readonly Cluster[] {
  return clustersOf(matchWithin(records, context), context.thresholds ?? defaultThresholds);
}

export function clustersOf(pairs: readonly ScoredPair[], { link, review } = defaultThresholds): readonly Cluster[] {
  const parent = new Map<string, string>();
  const top = (id: string): string => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const { leftId, rightId, confidence } of pairs) {
    if (confidence < link) continue;
    const [a, b] = [top(leftId), top(rightId)].sort();
    parent.set(leftId, parent.get(leftId) ?? leftId);
    parent.set(rightId, parent.get(rightId) ?? rightId);
    if (a !== undefined && b !== undefined) {
      parent.set(a, a);
      parent.set(b, a);
    }
  }
  const members = new Map<string, string[]>();
  for (const id of parent.keys()) members.set(top(id), [...(members.get(top(id)) ?? []), id]);
  return [...members.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([head, ids]) => ({
      ids: ids.sort(),
      pairs: pairs.filter(
        (pair) => pair.confidence >= review && parent.has(pair.leftId) && top(pair.leftId) === head && parent.has(pair.rightId) && top(pair.rightId) === head,
      ),
    }));
}
