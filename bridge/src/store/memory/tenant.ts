import type {
  Approval,
  Change,
  Decision,
  Erasure,
  EventId,
  IdentityVerdict,
  Instant,
  Link,
  LinkId,
  RecordRef,
  Review,
  Subject,
  UnlinkedReason,
} from '../../domain/model.ts';
import type { IssueRow, Lease, StoredDocument } from '../../engine/ports.ts';
import { currentEnds, endKey, linkSubject, recordSubject } from '../keys.ts';
import { isTaken as isTakenAmong, joined } from '../due.ts';
import type { Wish } from '../due.ts';
import { createConsentTenant } from './consent.ts';
import { createQueue } from './queue.ts';

export type End = { readonly linkId: LinkId; readonly ref: RecordRef; readonly isCurrent: boolean };
export type ReviewRow = { readonly review: Review; readonly resolvedAt: Instant | null };
export type Unlinked = { readonly ref: RecordRef; readonly reason: UnlinkedReason };

/** Everything stored for one connection. */
export const createTenant = () => ({
  queue: createQueue(),
  consent: createConsentTenant(),
  versions: { last: 0 },
  cursors: new Map<string, Uint8Array>(),
  seen: new Map<EventId, Instant>(),
  inbox: new Map<Subject, Map<EventId, Change>>(),
  links: new Map<LinkId, Link>(),
  linkKeys: new Map<string, LinkId>(),
  ends: new Map<string, End>(),
  endsOfLink: new Map<LinkId, Set<string>>(),
  unlinked: new Map<string, Unlinked>(),
  matchKeysOf: new Map<string, readonly string[]>(),
  recordsByKey: new Map<string, Map<string, RecordRef>>(),
  /** By both end keys of the pair. */
  verdicts: new Map<string, IdentityVerdict>(),
  keyClaims: new Map<string, { readonly lease: Lease; readonly until: Instant }>(),
  issues: new Map<string, IssueRow>(),
  issuesOf: new Map<Subject, Set<string>>(),
  reviews: new Map<string, ReviewRow>(),
  reviewsOf: new Map<Subject, Set<string>>(),
  decisions: new Map<string, Decision>(),
  approvals: new Map<string, Approval>(),
  /** By kind and key. */
  documents: new Map<string, StoredDocument>(),
  erasures: [] as Erasure[],
  /** Keyed hash of something erased → number of the proof. */
  erasedMarks: new Map<string, number>(),
});

export type Tenant = ReturnType<typeof createTenant>;

/** A version no row of this connection had before. */
export const nextVersion = (tenant: Tenant): number => ++tenant.versions.last;

/** Where notices about a record go: its link's subject, or its own. */
export const subjectOf = (tenant: Tenant, ref: RecordRef): Subject => {
  const end = tenant.ends.get(endKey(ref));
  return end === undefined ? recordSubject(ref) : linkSubject(end.linkId);
};

/** Makes a subject due at `at` or earlier, in this lane or a more urgent one; a pass under way will leave it due. A wake is remembered until a pass answers it. */
export const markDue = (tenant: Tenant, subject: Subject, options: { readonly rank: number; readonly at: Instant; readonly isWake: boolean }): void => {
  const row = tenant.queue.get(subject);
  const version = nextVersion(tenant);
  const wokenVersion = options.isWake ? version : (row?.wokenVersion ?? null);
  if (row === null) tenant.queue.put({ subject, rank: options.rank, dueAt: options.at, version, tries: 0, wokenVersion, claim: null });
  else tenant.queue.put({ ...row, rank: Math.min(row.rank, options.rank), dueAt: Math.min(row.dueAt, options.at), version, wokenVersion });
};

const moveInbox = (tenant: Tenant, from: Subject, to: Subject): void => {
  const waiting = tenant.inbox.get(from);
  if (waiting === undefined) return;
  tenant.inbox.delete(from);
  tenant.inbox.set(to, new Map([...(tenant.inbox.get(to) ?? []), ...waiting]));
};

const moveKeys = (index: Map<Subject, Set<string>>, from: Subject, to: Subject): readonly string[] => {
  const keys = [...(index.get(from) ?? [])];
  index.delete(from);
  if (keys.length > 0) index.set(to, new Set([...(index.get(to) ?? []), ...keys]));
  return keys;
};

/** Moves what waits for a record to the subject of the link it now belongs to. The record's claim, if any, goes along when `keepsClaim`. */
const moveSubject = (tenant: Tenant, from: Subject, to: Subject, keepsClaim: boolean): void => {
  moveInbox(tenant, from, to);
  for (const key of moveKeys(tenant.issuesOf, from, to)) {
    const row = tenant.issues.get(key);
    if (row !== undefined) tenant.issues.set(key, Object.freeze({ ...row, subject: to }));
  }
  for (const key of moveKeys(tenant.reviewsOf, from, to)) {
    const row = tenant.reviews.get(key);
    if (row !== undefined) tenant.reviews.set(key, { ...row, review: Object.freeze({ ...row.review, subject: to }) });
  }
  const moved = tenant.queue.get(from);
  if (moved === null) return;
  const there = tenant.queue.get(to);
  tenant.queue.remove(from);
  if (there === null) tenant.queue.put({ ...moved, subject: to, claim: keepsClaim ? moved.claim : null });
  else tenant.queue.put(joined(moved, there, { keepsClaim, version: nextVersion(tenant) }));
};

/** The rules of `due.ts`, asked of this connection. */
export const isTaken = (tenant: Tenant, wish: Wish): boolean =>
  isTakenAmong(wish, {
    keyOwner: (key) => tenant.linkKeys.get(key),
    endOwner: (key) => tenant.ends.get(key)?.linkId,
    claimOn: (subject) => tenant.queue.get(subject)?.claim ?? null,
    worker: tenant.queue.claimedAs(wish.holder)?.claim?.lease.worker,
  });

/**
 * Stores a link that is not taken, its ends, and moves everything that waits for its records to its subject. The
 * holder's claim goes along. An end the link lost is free again unless it is named as a former one.
 */
export const putLink = (tenant: Tenant, { link, holder, formerRefs }: Wish): void => {
  const previous = tenant.links.get(link.id);
  if (previous !== undefined && previous.key !== link.key) tenant.linkKeys.delete(previous.key);
  tenant.links.set(link.id, link);
  tenant.linkKeys.set(link.key, link.id);
  const own = tenant.endsOfLink.get(link.id) ?? new Set();
  tenant.endsOfLink.set(link.id, own);
  const currents = new Map(currentEnds(link).map((ref) => [endKey(ref), ref]));
  for (const key of own) {
    if (tenant.ends.get(key)?.isCurrent !== true || currents.has(key)) continue;
    tenant.ends.delete(key);
    own.delete(key);
  }
  const formers = formerRefs.filter((ref) => !currents.has(endKey(ref)) && (tenant.ends.get(endKey(ref))?.linkId ?? link.id) === link.id);
  for (const [ref, isCurrent] of [...[...currents.values()].map((end) => [end, true] as const), ...formers.map((end) => [end, false] as const)]) {
    const key = endKey(ref);
    tenant.ends.set(key, { linkId: link.id, ref, isCurrent });
    own.add(key);
    tenant.unlinked.delete(key);
    const from = recordSubject(ref);
    moveSubject(tenant, from, linkSubject(link.id), from === holder);
  }
  const self = tenant.queue.claimedAs(holder);
  if (self !== null && self.subject !== linkSubject(link.id)) moveSubject(tenant, self.subject, linkSubject(link.id), true);
};
