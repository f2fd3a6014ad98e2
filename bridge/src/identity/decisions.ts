/** What people decided before about pairs: never asked again, never overruled by a score. */

export type Verdict = 'same' | 'different';
export type Decisions = {
  /** The decision on a pair, whichever end is named first; undefined when nobody decided. */
  readonly of: (leftId: string, rightId: string) => Verdict | undefined;
  readonly pairs: () => Iterable<{ readonly leftId: string; readonly rightId: string; readonly verdict: Verdict }>;
};

export const undecided: Decisions = { of: () => undefined, pairs: () => [] };

/** Remembers decisions; a later one on the same pair replaces the earlier. */
export function decisions(list: Iterable<{ readonly leftId: string; readonly rightId: string; readonly verdict: Verdict }>): Decisions {
  const known = new Map<string, { readonly leftId: string; readonly rightId: string; readonly verdict: Verdict }>();
  const key = (a: string, b: string): string => (a < b ? `${a}\u001f${b}` : `${b}\u001f${a}`);
  for (const one of list) known.set(key(one.leftId, one.rightId), one);
  return { of: (a, b) => known.get(key(a, b))?.verdict, pairs: () => known.values() };
}

export const decidedWords = 'a person decided that they are the same';
