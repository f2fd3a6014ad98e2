import type { Instant, Link, RecordRef, Subject } from '../domain/model.ts';
import type { Lease, Next } from '../engine/ports.ts';
import { currentEnds, endKey, linkSubject, recordSubject } from './keys.ts';

/** A pass under way: who holds the subject, under which subject it was claimed, and which version was handed out. */
export type Claim = { readonly lease: Lease; readonly until: Instant; readonly as: Subject; readonly version: number };

/** A subject in the queue. `rank` is its lane's. The version moves with everything that asks for another look. */
export type DueRow = {
  readonly subject: Subject;
  readonly rank: number;
  readonly dueAt: Instant;
  readonly version: number;
  readonly tries: number;
  /** The version the last wake gave it that no pass has answered; null when it is due for its changes or a time only. */
  readonly wokenVersion: number | null;
  readonly claim: Claim | null;
};

/** A link to store; `holder` is the subject whose pass does it. */
export type Wish = { readonly link: Link; readonly holder: Subject; readonly formerRefs: readonly RecordRef[] };

/** Whether anything asked for another look since the row was claimed. */
const isChanged = (row: DueRow): boolean => row.version !== row.claim?.version;

/** A wake the pass under way, if any, was not told of. */
const unseenWake = ({ wokenVersion, claim }: DueRow): number | null => (wokenVersion !== null && wokenVersion > (claim?.version ?? -1) ? wokenVersion : null);

/** The row after its pass was recorded; null when it is done. A subject that changed meanwhile is due at once. */
export const afterPass = (row: DueRow, next: Next, now: Instant): DueRow | null => {
  if (next.kind === 'again')
    return { ...row, dueAt: isChanged(row) ? now : next.at, tries: row.tries + (next.isRetry ? 1 : 0), wokenVersion: unseenWake(row), claim: null };
  return isChanged(row) ? dueAgain(row, now) : null;
};

/** The row of a pass that is done although a change waits. */
export const dueAgain = (row: DueRow, now: Instant): DueRow => ({ ...row, dueAt: now, tries: 0, wokenVersion: unseenWake(row), claim: null });

/** The row given back without a pass. */
export const afterRelease = (row: DueRow, at: Instant): DueRow => ({ ...row, dueAt: isChanged(row) ? Math.min(at, row.dueAt) : at, claim: null });

/** Two that want one link each hold the other off: after so many tries they wait longer each time, until they miss each other. */
const PATIENT_TRIES = 20;
const refusalWaitMs = (tries: number): number => Math.min(60_000, Math.max(0, tries - PATIENT_TRIES) ** 2 * 50);

/** The row of a pass whose link was taken: due at once, then later and later; one more try. */
export const afterRefusal = (row: DueRow, options: { readonly now: Instant; readonly version: number }): DueRow => ({
  ...row,
  dueAt: options.now + refusalWaitMs(row.tries),
  tries: row.tries + 1,
  version: options.version,
  claim: null,
});

/** What a row and the one it moves to become. A wake of the one whose claim ends was seen by nobody. */
export const joined = (moved: DueRow, there: DueRow, options: { readonly keepsClaim: boolean; readonly version: number }): DueRow => {
  const kept = options.keepsClaim && moved.claim !== null ? moved : there;
  const other = kept === moved ? there : moved;
  return {
    ...there,
    rank: Math.min(moved.rank, there.rank),
    dueAt: Math.min(moved.dueAt, there.dueAt),
    version: options.version,
    wokenVersion: other.wokenVersion !== null || unseenWake(kept) !== null ? options.version : kept.wokenVersion,
    claim: kept.claim,
  };
};

/** What is known of others when a link is about to be stored. */
export type Surroundings = {
  keyOwner(key: string): string | undefined;
  endOwner(key: string): string | undefined;
  claimOn(subject: Subject): Claim | null;
  /** The worker whose pass stores the link. */
  readonly worker: string | undefined;
};

/**
 * Whether the link cannot be stored now: its key or an end belongs to another link, another pass holds it, or another
 * worker is at work on one of its records. What the same worker holds of its records is taken from it instead, because a
 * batch may well contain both ends of one person.
 */
export const isTaken = ({ link, holder, formerRefs }: Wish, { keyOwner, endOwner, claimOn, worker }: Surroundings): boolean => {
  if ((keyOwner(link.key) ?? link.id) !== link.id) return true;
  if ((claimOn(linkSubject(link.id))?.as ?? holder) !== holder) return true;
  const current = currentEnds(link);
  if ([...current, ...formerRefs].some((ref) => (claimOn(recordSubject(ref))?.lease.worker ?? worker) !== worker)) return true;
  return current.some((ref) => (endOwner(endKey(ref)) ?? link.id) !== link.id);
};
