import type { Change, ConnectionId, Instant, Subject } from '../domain/model.ts';
import type { DueWork, Lease, Store } from '../engine/ports.ts';
import { afterRelease } from './due.ts';
import type { DueRow } from './due.ts';
import { LANES, endKey, isRecordSubject, laneOf, linkIdOf, pairKeys, rankOf, refOfSubject, withoutRepeats } from './keys.ts';
import { askApprovals, clusterCounts, clusters, countDeletions, listApprovals, moveApproval } from './memory/approvals.ts';
import { commitAll, heldRow, noteAll, setBlockKeys } from './memory/commit.ts';
import { eraseFrom } from './memory/erasure.ts';
import { consentInMemory } from './memory/consent.ts';
import { documentsInMemory } from './memory/documents.ts';
import { frozenCopy } from './memory/frozen.ts';
import {
  countsOf,
  decisionTotalsOf,
  issueGroups,
  linksById,
  listDecisions,
  listIssues,
  listIssuesOfGroup,
  listLinks,
  listReviews,
  listUnlinked,
  listVerdicts,
  nearRecords,
  recordsByKeys,
  verdictsAbout,
} from './memory/listings.ts';
import { createTenant, isTaken, markDue, nextVersion, putLink, subjectOf } from './memory/tenant.ts';
import type { Tenant } from './memory/tenant.ts';
import { decodePosition, pageOf } from './paging.ts';
import { DEFAULT_RETENTION } from './retention.ts';
import type { Retention } from './retention.ts';

type LeaseRow = { readonly epoch: number; readonly expiresAt: Instant };

const byAge = (left: Change, right: Change): number => left.occurredAt - right.occurredAt;

/**
 * The store kept in memory: for the simulator and for tests. Answers exactly as the durable engines do, without I/O, without
 * a clock, in the order it was called. What it returns is frozen; what it is given is copied.
 */
export const createMemoryStore = (options: { readonly retention?: Partial<Retention> } = {}): Store => {
  const retention = { ...DEFAULT_RETENTION, ...options.retention };
  const tenants = new Map<ConnectionId, Tenant>();
  const leases = new Map<string, LeaseRow>();

  const tenantOf = (connection: ConnectionId): Tenant => {
    const known = tenants.get(connection);
    if (known !== undefined) return known;
    const created = createTenant();
    tenants.set(connection, created);
    return created;
  };
  const isCurrent = (lease: Lease): boolean => leases.get(lease.worker)?.epoch === lease.epoch;
  /** A claim holds until its own time and its worker's lease are both over. */
  const heldUntil = (lease: Lease, until: Instant): Instant => Math.max(until, isCurrent(lease) ? (leases.get(lease.worker)?.expiresAt ?? 0) : 0);
  const free = (tenant: Tenant, rows: Iterable<DueRow>): void => {
    for (const row of [...rows]) tenant.queue.put({ ...row, claim: null });
  };
  const releaseAll = (worker: string): void => {
    for (const tenant of tenants.values()) {
      free(tenant, tenant.queue.claimsOf(worker));
      for (const [key, claim] of tenant.keyClaims) if (claim.lease.worker === worker) tenant.keyClaims.delete(key);
    }
  };
  const wakeAll = (tenant: Tenant, due: { readonly subjects: readonly Subject[]; readonly rank: number; readonly now: Instant }): void => {
    for (const named of due.subjects) {
      const ref = refOfSubject(named);
      const subject = ref === null ? named : subjectOf(tenant, ref);
      if (isRecordSubject(subject) || tenant.links.has(linkIdOf(subject))) markDue(tenant, subject, { rank: due.rank, at: due.now, isWake: true });
    }
  };
  const claimRow = (tenant: Tenant, row: DueRow, claim: { readonly lease: Lease; readonly until: Instant }): DueWork => {
    const version = nextVersion(tenant);
    tenant.queue.put({ ...row, version, claim: { lease: frozenCopy(claim.lease), until: claim.until, as: row.subject, version } });
    return {
      subject: row.subject,
      lane: laneOf(row.rank),
      version,
      tries: row.tries,
      woken: row.wokenVersion !== null,
      link: tenant.links.get(linkIdOf(row.subject)) ?? null,
      changes: [...(tenant.inbox.get(row.subject)?.values() ?? [])].sort(byAge),
    };
  };
  const prune = (tenant: Tenant, now: Instant): number => {
    let gone = 0;
    const drop = <Key, Row>(rows: Map<Key, Row>, isOld: (row: Row) => boolean): void => {
      for (const [key, row] of rows) if (isOld(row) && rows.delete(key)) gone += 1;
    };
    drop(tenant.seen, (seenAt) => seenAt < now - retention.eventIdsMs);
    for (const [key, row] of tenant.issues)
      if (row.resolvedAt !== null && row.resolvedAt < now - retention.resolvedMs) tenant.issuesOf.get(row.subject)?.delete(key);
    drop(tenant.issues, (row) => row.resolvedAt !== null && row.resolvedAt < now - retention.resolvedMs);
    drop(tenant.reviews, (row) => row.resolvedAt !== null && row.resolvedAt < now - retention.resolvedMs);
    drop(tenant.decisions, (row) => row.decidedAt < now - retention.decisionsMs);
    for (const [id, row] of tenant.decisions)
      if (row.values !== null && row.decidedAt < now - retention.decisionValuesMs) tenant.decisions.set(id, frozenCopy({ ...row, values: null }));
    return gone;
  };

  return {
    async register(worker, now, leaseMs) {
      const epoch = Math.max((leases.get(worker)?.epoch ?? 0) + 1, now);
      leases.set(worker, { epoch, expiresAt: now + leaseMs });
      releaseAll(worker);
      return { worker, epoch };
    },
    async heartbeat(lease, now, leaseMs) {
      if (!isCurrent(lease)) return false;
      leases.set(lease.worker, { epoch: lease.epoch, expiresAt: now + leaseMs });
      return true;
    },
    async retire(lease) {
      if (!isCurrent(lease)) return;
      leases.set(lease.worker, { epoch: lease.epoch, expiresAt: 0 });
      releaseAll(lease.worker);
    },

    async append({ connection, changes, cursor, now }) {
      const tenant = tenantOf(connection);
      const fresh = withoutRepeats(changes).filter((change) => !tenant.seen.has(change.eventId));
      for (const change of fresh) {
        const subject = subjectOf(tenant, change.ref);
        tenant.seen.set(change.eventId, now);
        const waiting = tenant.inbox.get(subject) ?? new Map<Change['eventId'], Change>();
        tenant.inbox.set(subject, waiting.set(change.eventId, frozenCopy(change)));
        markDue(tenant, subject, { rank: rankOf(change.lane), at: now, isWake: false });
      }
      if (cursor !== undefined) tenant.cursors.set(cursor.source, cursor.position.slice());
      return { stored: fresh.length, duplicates: changes.length - fresh.length };
    },
    cursor: async (connection, source) => tenantOf(connection).cursors.get(source)?.slice() ?? null,
    async setCursor(connection, cursor) {
      tenantOf(connection).cursors.set(cursor.source, cursor.position.slice());
    },

    async claim({ connection, lease, limit, now, leaseMs, lanes }) {
      if (!isCurrent(lease)) return [];
      const tenant = tenantOf(connection);
      free(
        tenant,
        [...tenant.queue.allClaims()].filter((row) => row.claim !== null && heldUntil(row.claim.lease, row.claim.until) <= now),
      );
      const work: DueWork[] = [];
      for (const [rank, lane] of LANES.entries()) {
        if (lanes !== undefined && !lanes.includes(lane)) continue;
        for (let row = tenant.queue.top(rank); row !== null && row.dueAt <= now && work.length < limit; row = tenant.queue.top(rank)) {
          work.push(claimRow(tenant, row, { lease, until: now + leaseMs }));
        }
      }
      return work;
    },
    async nextDueAt(connection) {
      const tenant = tenantOf(connection);
      const waiting = LANES.flatMap((_, rank) => tenant.queue.top(rank)?.dueAt ?? []);
      const held = [...tenant.queue.allClaims()].flatMap((row) => (row.claim === null ? [] : Math.max(row.dueAt, heldUntil(row.claim.lease, row.claim.until))));
      return waiting.length + held.length === 0 ? null : Math.min(...waiting, ...held);
    },
    async dueAmong(connection, subjects) {
      const { queue } = tenantOf(connection);
      return new Set(subjects.filter((subject) => queue.get(subject) !== null));
    },
    async wake(connection, subjects, lane, now) {
      wakeAll(tenantOf(connection), { subjects, rank: rankOf(lane), now });
    },

    async saveAttempts({ connection, lease, links }) {
      const tenant = tenantOf(connection);
      const allowed = new Set<Subject>();
      if (!isCurrent(lease)) return allowed;
      for (const { subject, link } of links) {
        const wish = { link: frozenCopy(link), holder: subject, formerRefs: [] };
        if (heldRow(tenant, lease, subject) === null || isTaken(tenant, wish)) continue;
        putLink(tenant, wish);
        allowed.add(subject);
      }
      return allowed;
    },
    async commit({ connection, lease, outcomes, now }) {
      const tenant = tenantOf(connection);
      if (!isCurrent(lease)) return outcomes.map(({ subject }) => ({ subject, kind: 'fenced' as const }));
      return commitAll(tenant, { lease, outcomes, now, wake: (subjects, rank) => wakeAll(tenant, { subjects, rank, now }) });
    },
    noteFindings: async (connection, findings, now) => noteAll(tenantOf(connection), findings, now),
    async release({ connection, lease, subjects, at }) {
      const tenant = tenantOf(connection);
      if (!isCurrent(lease)) return;
      for (const subject of subjects) {
        const row = heldRow(tenant, lease, subject);
        if (row !== null) tenant.queue.put(afterRelease(row, at));
      }
    },

    async claimKeys({ connection, lease, keys, now, leaseMs }) {
      const tenant = tenantOf(connection);
      const granted = new Set<string>();
      if (!isCurrent(lease)) return granted;
      for (const key of new Set(keys)) {
        const held = tenant.keyClaims.get(key);
        if (held !== undefined && isCurrent(held.lease) && held.until > now) continue;
        tenant.keyClaims.set(key, { lease: frozenCopy(lease), until: now + leaseMs });
        granted.add(key);
      }
      return granted;
    },
    async releaseKeys({ connection, lease, keys }) {
      const tenant = tenantOf(connection);
      for (const key of keys) {
        const held = tenant.keyClaims.get(key);
        if (held?.lease.worker === lease.worker && held.lease.epoch === lease.epoch) tenant.keyClaims.delete(key);
      }
    },
    async rememberKeys(connection, records) {
      for (const { ref, keys } of records) setBlockKeys(tenantOf(connection), ref, keys);
    },
    findNear: async (connection, { keys, chainMax }) => nearRecords(tenantOf(connection), keys, chainMax),
    findByKeys: async (connection, keys) => recordsByKeys(tenantOf(connection), keys),

    async saveVerdicts(connection, verdicts) {
      const tenant = tenantOf(connection);
      for (const verdict of verdicts) tenant.verdicts.set(pairKeys(verdict.refs).join(' '), frozenCopy(verdict));
    },
    forgetVerdict: async (connection, refs) => tenantOf(connection).verdicts.delete(pairKeys(refs).join(' ')),
    verdictsOf: async (connection, refs) => verdictsAbout(tenantOf(connection), refs),
    listVerdicts: async (connection, query) => listVerdicts(tenantOf(connection), query),

    matchKeysOf: async (connection, refs) =>
      [...new Set(refs.flatMap((ref) => tenantOf(connection).matchKeysOf.get(endKey(ref)) ?? []))]
        .filter((key) => !key.startsWith('needs:') && !key.startsWith('near:'))
        .sort(),
    clusters: async (connection, query) => clusters(tenantOf(connection), query),
    clusterCounts: async (connection) => clusterCounts(tenantOf(connection)),
    askApprovals: async (connection, asked) => askApprovals(tenantOf(connection), asked),
    approvals: async (connection, keys) => keys.flatMap((key) => tenantOf(connection).approvals.get(key) ?? []),
    moveApproval: async (connection, key, move) => moveApproval(tenantOf(connection), key, move),
    async dropApprovals(connection, keys) {
      for (const key of keys) tenantOf(connection).approvals.delete(key);
    },
    listApprovals: async (connection, query) => listApprovals(tenantOf(connection), query),
    countDeletions: async (connection, of) => countDeletions(tenantOf(connection), of),
    async erase(request) {
      const tenant = tenantOf(request.connection);
      return eraseFrom(tenant, request, (subjects) => wakeAll(tenant, { subjects, rank: rankOf('normal'), now: request.now }));
    },
    async erasures(connection, { after, limit }) {
      const [from = 0] = decodePosition(after) ?? [];
      const rows = tenantOf(connection).erasures.filter((one) => one.number > Number(from));
      return pageOf(rows, { limit, item: (one) => one, position: (one) => [one.number] });
    },
    erasedAmong: async (connection, marks) =>
      new Map(
        marks.flatMap((mark) => {
          const number = tenantOf(connection).erasedMarks.get(mark);
          return number === undefined ? [] : [[mark, number] as const];
        }),
      ),
    allowErased: async (connection, marks) => marks.filter((mark) => tenantOf(connection).erasedMarks.delete(mark)).length,

    links: async (connection, ids) => linksById(tenantOf(connection), ids),
    endsOf: async (connection, id) =>
      [...(tenantOf(connection).endsOfLink.get(id) ?? [])].sort().flatMap((key) => tenantOf(connection).ends.get(key)?.ref ?? []),
    cededTo: async (connection, id) =>
      [...tenantOf(connection).links.values()].filter((link) => link.successor === id).sort((left, right) => (left.id < right.id ? -1 : 1)),
    async linksOf(connection, refs) {
      const tenant = tenantOf(connection);
      return refs.map((ref) => {
        const end = tenant.ends.get(endKey(ref));
        return end === undefined ? null : (tenant.links.get(end.linkId) ?? null);
      });
    },
    listLinks: async (connection, query) => listLinks(tenantOf(connection), query),
    unlinkedOf: async (connection, ref) => tenantOf(connection).unlinked.get(endKey(ref))?.reason ?? null,
    listUnlinked: async (connection, query) => listUnlinked(tenantOf(connection), query),
    issues: async (connection, query) => listIssues(tenantOf(connection), query),
    issuesOfGroup: async (connection, query) => listIssuesOfGroup(tenantOf(connection), query),
    issueGroups: async (connection) => issueGroups(tenantOf(connection)),
    reviews: async (connection, query) => listReviews(tenantOf(connection), query),
    decisions: async (connection, query) => listDecisions(tenantOf(connection), query),
    decision: async (connection, id) => tenantOf(connection).decisions.get(id) ?? null,
    decisionTotals: async (connection, since) => decisionTotalsOf(tenantOf(connection), since),
    counts: async (connection) => countsOf(tenantOf(connection)),

    ...consentInMemory(tenantOf),
    ...documentsInMemory(tenantOf),

    async prune(now) {
      return [...tenants.values()].reduce((total, tenant) => total + prune(tenant, now), 0);
    },
    async close() {
      tenants.clear();
    },
  };
};
