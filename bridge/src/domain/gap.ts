/**
 * The gap between reading and writing: a person's edit that our write covered before anyone saw it. Its notice (or HubSpot's
 * history) still tells value and time. docs/architecture.md, "The gap".
 */
import type { Baseline, BaselinePair, FieldWrite, Fingerprint, Instant, Side } from './model.ts';

/** A value one side held at a time, as a notice or a history entry tells. */
export type Sighting = { readonly at: Instant; readonly print: Fingerprint };
export type GapEdit = Sighting & { readonly write: FieldWrite };

/** Notices of an edit arrive within HubSpot's webhook retries (24 h) and Salesforce's event retention (72 h). */
export const WRITES_KEPT_MS = 72 * 3_600_000;
/** Writes remembered per field; older ones can only matter for notices slower than all of these. An edit put back costs two. */
export const WRITES_KEPT_MAX = 16;

/**
 * The edit of `side` that a write of ours covered, or null. It is the newest sighting inside the time span of a write whose
 * value was neither there before nor ours, and that nothing shows to be superseded by its own author.
 * `skewMs` allows for the difference between their clock and ours.
 */
export function gapEdit(input: {
  readonly side: Side;
  readonly baseline: BaselinePair | null;
  readonly sightings: readonly Sighting[];
  readonly skewMs: number;
}): GapEdit | null {
  const { side, baseline, skewMs } = input;
  const all = baseline?.writes ?? [];
  const newestFirst = input.sightings.toSorted((left, right) => right.at - left.at);
  for (const write of all.filter((candidate) => candidate.side === side).toReversed()) {
    const covered = coveredBy(write, newestFirst, skewMs);
    if (covered === null || baseline?.[side] === covered.print) continue;
    if (isSuperseded(covered, all, side)) continue;
    // A value that some later pass read is history, not a gap.
    if (all.some((other) => other.readAt >= covered.at && other.seen.includes(covered.print))) continue;
    return { ...covered, write };
  }
  return null;
}

/** Whether its author typed another value later, which has travelled since. Both times are of one side's clock. */
function isSuperseded(covered: Sighting, writes: readonly FieldWrite[], side: Side): boolean {
  return writes.some((write) => write.side !== side && write.isRestore !== true && write.valueAt !== null && write.valueAt > covered.at);
}

function coveredBy(write: FieldWrite, newestFirst: readonly Sighting[], skewMs: number): Sighting | null {
  const [before] = write.seen;
  for (const sighting of newestFirst) {
    if (sighting.at <= write.readAt - skewMs || sighting.at > write.landedAt + skewMs) continue;
    // Its author went back to what we had read: whatever was typed earlier was taken back.
    if (sighting.print === before) return null;
    if (!write.seen.includes(sighting.print)) return sighting;
  }
  return null;
}

/** The writes still worth remembering, with one more. */
export function rememberWrite(writes: readonly FieldWrite[] | undefined, write: FieldWrite, now: Instant): readonly FieldWrite[] {
  return [...(writes ?? []).filter((known) => known.landedAt > now - WRITES_KEPT_MS), write].slice(-WRITES_KEPT_MAX);
}

/**
 * What stays known of a link whose other end is replaced: the writes to the end of `side`, which stays. An edit they covered is still to be
 * found, by a notice that comes late or by HubSpot's history.
 */
export function leftBehind(baseline: Baseline, side: Side): Baseline {
  const kept = Object.entries(baseline).flatMap(([key, { writes = [] }]) => {
    const own = writes.filter((write) => write.side === side);
    return own.length === 0 ? [] : [[key, { salesforce: '', hubspot: '', writes: own, isUncompared: true as const }] as const];
  });
  return Object.fromEntries(kept);
}

/**
 * The writes once an edit inside one of them was decided: nothing up to that edit counts again. By their clock it may have been made
 * shortly before our read, so the write it was found under is settled whatever its time.
 */
export function settleGap(writes: readonly FieldWrite[] | undefined, edit: GapEdit): readonly FieldWrite[] {
  return (writes ?? []).map((write) =>
    write === edit.write || (write.side === edit.write.side && write.readAt < edit.at)
      ? { ...write, readAt: Math.max(write.readAt, Math.min(edit.at, write.landedAt)), seen: [...write.seen, edit.print] }
      : write,
  );
}
