import type { Instant, Issue, RecordRef, Review, Subject } from '../../domain/model.ts';
import type { CommitResult, Findings, Lease, PassOutcome } from '../../engine/ports.ts';
import { endKey } from '../keys.ts';
import { afterPass, afterRefusal, dueAgain } from '../due.ts';
import type { DueRow } from '../due.ts';
import { frozenCopy } from './frozen.ts';
import { isTaken, nextVersion, putLink } from './tenant.ts';
import type { Tenant } from './tenant.ts';

/** The row a worker holds under this subject; null when the claim is not (or no longer) its own. */
export const heldRow = (tenant: Tenant, lease: Lease, subject: Subject): DueRow | null => {
  const row = tenant.queue.claimedAs(subject);
  return row?.claim?.lease.worker === lease.worker && row.claim.lease.epoch === lease.epoch ? row : null;
};

const addTo = (index: Map<Subject, Set<string>>, subject: Subject, key: string): void => {
  index.set(subject, (index.get(subject) ?? new Set()).add(key));
};

const openIssue = (tenant: Tenant, issue: Issue, subject: Subject, now: Instant): void => {
  const previous = tenant.issues.get(issue.key);
  if (previous !== undefined) tenant.issuesOf.get(previous.subject)?.delete(issue.key);
  tenant.issues.set(issue.key, frozenCopy({ ...issue, subject, openedAt: previous?.openedAt ?? now, resolvedAt: null, times: (previous?.times ?? 0) + 1 }));
  addTo(tenant.issuesOf, subject, issue.key);
};

const openReview = (tenant: Tenant, review: Review, subject: Subject): void => {
  const previous = tenant.reviews.get(review.key);
  if (previous !== undefined) tenant.reviewsOf.get(previous.review.subject)?.delete(review.key);
  const openedAt = previous?.resolvedAt === null ? previous.review.openedAt : review.openedAt;
  tenant.reviews.set(review.key, { review: frozenCopy({ ...review, subject, openedAt }), resolvedAt: null });
  addTo(tenant.reviewsOf, subject, review.key);
};

const settleIssues = (tenant: Tenant, outcome: Findings, subject: Subject, now: Instant): void => {
  const kept = new Set(outcome.issues.map((issue) => issue.key));
  const gone = outcome.resolvedIssues === 'all' ? [...(tenant.issuesOf.get(subject) ?? [])] : outcome.resolvedIssues;
  for (const key of gone) {
    const row = tenant.issues.get(key);
    if (row === undefined || row.resolvedAt !== null || kept.has(key)) continue;
    tenant.issues.set(key, frozenCopy({ ...row, resolvedAt: now }));
  }
  for (const issue of outcome.issues) openIssue(tenant, issue, subject, now);
};

const settleReviews = (tenant: Tenant, outcome: PassOutcome, subject: Subject, now: Instant): void => {
  const kept = new Set(outcome.reviews.map((review) => review.key));
  const gone = outcome.resolvedReviews === 'all' ? [...(tenant.reviewsOf.get(subject) ?? [])] : outcome.resolvedReviews;
  for (const key of gone) {
    const row = tenant.reviews.get(key);
    if (row === undefined || row.resolvedAt !== null || kept.has(key)) continue;
    tenant.reviews.set(key, { ...row, resolvedAt: now });
  }
  for (const review of outcome.reviews) openReview(tenant, review, subject);
};

const setMatchKeys = (tenant: Tenant, entry: PassOutcome['matchKeys'][number]): void => {
  const record = endKey(entry.ref);
  for (const key of tenant.matchKeysOf.get(record) ?? []) tenant.recordsByKey.get(key)?.delete(record);
  tenant.matchKeysOf.set(record, frozenCopy(entry.keys));
  for (const key of entry.keys) tenant.recordsByKey.set(key, (tenant.recordsByKey.get(key) ?? new Map()).set(record, frozenCopy(entry.ref)));
};

/** Replaces a record's block keys; its other keys stay. */
export const setBlockKeys = (tenant: Tenant, ref: RecordRef, keys: readonly string[]): void => {
  const others = (tenant.matchKeysOf.get(endKey(ref)) ?? []).filter((key) => !key.startsWith('near:'));
  setMatchKeys(tenant, { ref, keys: [...others, ...keys] });
};

/** Gives the claim back: gone when nothing came in meanwhile and the pass is done, else due again. */
const settleRow = (tenant: Tenant, row: DueRow, outcome: PassOutcome, now: Instant): void => {
  const isWaiting = (tenant.inbox.get(row.subject)?.size ?? 0) > 0;
  const after = afterPass(row, outcome.next, now) ?? (isWaiting ? dueAgain(row, now) : null);
  if (after === null) tenant.queue.remove(row.subject);
  else tenant.queue.put(after);
};

const commitOne = (tenant: Tenant, lease: Lease, outcome: PassOutcome, now: Instant): CommitResult => {
  const held = heldRow(tenant, lease, outcome.subject);
  if (held === null || held.claim?.version !== outcome.version) return { subject: outcome.subject, kind: 'fenced' };
  const wish = outcome.link === null ? null : { link: frozenCopy(outcome.link), holder: outcome.subject, formerRefs: frozenCopy(outcome.formerRefs) };
  if (wish !== null && isTaken(tenant, wish)) {
    tenant.queue.put(afterRefusal(held, { now, version: nextVersion(tenant) }));
    return { subject: outcome.subject, kind: 'link-taken' };
  }
  const waiting = tenant.inbox.get(held.subject);
  for (const eventId of outcome.consumed) waiting?.delete(eventId);
  if (waiting?.size === 0) tenant.inbox.delete(held.subject);
  if (wish !== null) putLink(tenant, wish);
  const row = heldRow(tenant, lease, outcome.subject) ?? held;
  if (outcome.unlinked !== null) tenant.unlinked.set(endKey(outcome.unlinked.ref), frozenCopy(outcome.unlinked));
  for (const entry of outcome.matchKeys) setMatchKeys(tenant, entry);
  for (const decision of outcome.decisions) if (!tenant.decisions.has(decision.id)) tenant.decisions.set(decision.id, frozenCopy(decision));
  settleIssues(tenant, outcome, row.subject, now);
  settleReviews(tenant, outcome, row.subject, now);
  settleRow(tenant, row, outcome, now);
  return { subject: outcome.subject, kind: 'recorded' };
};

/** Records a batch in order; what one outcome wakes is marked after all are recorded, so that it finds links made by later ones. */
export const commitAll = (
  tenant: Tenant,
  input: {
    readonly lease: Lease;
    readonly outcomes: readonly PassOutcome[];
    readonly now: Instant;
    readonly wake: (subjects: readonly Subject[], rank: number) => void;
  },
): readonly CommitResult[] => {
  const woken: { readonly subjects: readonly Subject[]; readonly rank: number }[] = [];
  const results = input.outcomes.map((outcome) => {
    const rank = heldRow(tenant, input.lease, outcome.subject)?.rank;
    const result = commitOne(tenant, input.lease, outcome, input.now);
    if (result.kind === 'recorded' && rank !== undefined) woken.push({ subjects: outcome.wake, rank });
    return result;
  });
  for (const entry of woken) input.wake(entry.subjects, entry.rank);
  return results;
};

/** Records what a feature's own loop found. */
export const noteAll = (tenant: Tenant, findings: readonly Findings[], now: Instant): void => {
  for (const one of findings) {
    settleIssues(tenant, one, one.subject, now);
    for (const decision of one.decisions) if (!tenant.decisions.has(decision.id)) tenant.decisions.set(decision.id, frozenCopy(decision));
  }
};
