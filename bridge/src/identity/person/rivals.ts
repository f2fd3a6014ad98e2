/** The second look: a pair among its rivals. Who else could either record be, and are those others the same person again? */

/** Features the second look adds, in order, after the log-odds itself. */
export const rivalFeatures = [
  'first',
  'leftGap',
  'rightGap',
  'leftOther',
  'rightOther',
  'leftSame',
  'rightSame',
  'leftCount',
  'rightCount',
  'overlap',
] as const;

/** A rival further than this below zero does not count. */
export const rivalFloor = -6;
const rivalsMax = 6;

export type Rival = { readonly record: number; readonly score: number };

/** The strongest rivals, strongest first; ties by `tieBreak`, so that the order of records does not matter. */
export function strongest<R extends Rival>(rivals: R[], tieBreak: (record: number) => string): R[] {
  rivals.sort((a, b) => b.score - a.score || (tieBreak(a.record) < tieBreak(b.record) ? -1 : 1));
  return rivals.length > rivalsMax ? rivals.slice(0, rivalsMax) : rivals;
}

/**
 * What the rivals of one end say: `gap` to the best of them; `other`: the best that is somebody else than the pair's own end;
 * `same`: how well one that is the same person supports the pair. `alike` is the first look's log-odds of two records of that side.
 */
export function rivalry(
  score: number,
  own: number,
  rivals: readonly Rival[],
  alike: (rival: number, own: number) => number,
): { readonly gap: number; readonly other: number; readonly same: number; readonly count: number } {
  let best = rivalFloor;
  let other = rivalFloor;
  let same = rivalFloor;
  let count = 0;
  for (const rival of rivals) {
    if (rival.record === own) continue;
    if (rival.score > 0) count += 1;
    best = Math.max(best, rival.score);
    // Its likeness could change nothing any more.
    if (rival.score <= other && rival.score <= same) continue;
    const likeness = alike(rival.record, own);
    if (likeness < 0) other = Math.max(other, rival.score);
    same = Math.max(same, Math.min(rival.score, likeness));
  }
  return { gap: score - best, other, same, count };
}
