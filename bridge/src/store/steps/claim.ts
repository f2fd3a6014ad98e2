import type { Change, ConnectionId, Instant, Subject } from '../../domain/model.ts';
import type { DueWork, Store } from '../../engine/ports.ts';
import { LANES, endKey, isRecordSubject, laneOf, linkSubject, refOfSubject } from '../keys.ts';
import { waitingChanges } from '../sql/inbox.sql.ts';
import { linksById } from '../sql/links.sql.ts';
import { claimLane, dueAmong as dueSubjects, freeLapsed, nextTimes, probe } from '../sql/queue.sql.ts';
import { ask, askFor, numberIn, numberOrNullIn, storedIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import { routesOf } from './intake.ts';
import { moveToLinks } from './moves.ts';
import { linkIn, subjectIn } from './rows.ts';

type Claiming = Parameters<Store['claim']>[0];
type Claimed = {
  readonly subject: Subject;
  readonly rank: number;
  readonly dueAt: Instant;
  readonly version: number;
  readonly tries: number;
  readonly woken: boolean;
};

const claimedIn = (row: Row): Claimed => ({
  subject: subjectIn(row, 'subject'),
  rank: numberIn(row, 'lane'),
  dueAt: numberIn(row, 'due_at'),
  version: numberIn(row, 'version'),
  tries: numberIn(row, 'tries'),
  woken: numberOrNullIn(row, 'woken_version') !== null,
});

const inOrder = (left: Claimed, right: Claimed): number => left.rank - right.rank || left.dueAt - right.dueAt || (left.subject < right.subject ? -1 : 1);

const claimRows = function* (input: Claiming, times: Row): Steps<readonly Claimed[]> {
  const { connection, lease, limit, now, leaseMs } = input;
  const claimed: Claimed[] = [];
  for (const [rank, lane] of LANES.entries()) {
    const dueAt = numberOrNullIn(times, `lane_${String(rank)}`);
    if (dueAt === null || dueAt > now || claimed.length >= limit || input.lanes?.includes(lane) === false) continue;
    const rows = yield* ask(claimLane, connection, now, rank, limit - claimed.length, lease.worker, lease.epoch, now + leaseMs);
    claimed.push(...rows.map(claimedIn));
  }
  return claimed;
};

/**
 * A record can get its link while a notice of it is on its way into the inbox, on an engine with several writers. Such a
 * subject is not handed out: what waits for it moves to the link's.
 */
const withoutLinked = function* (connection: ConnectionId, claimed: readonly Claimed[], now: Instant): Steps<readonly Claimed[]> {
  const records = claimed.flatMap((row) => {
    const ref = refOfSubject(row.subject);
    return ref === null ? [] : [{ subject: row.subject, key: endKey(ref), ref }];
  });
  const routes = yield* routesOf(
    connection,
    records.map((record) => record.ref),
  );
  const moves = new Map(
    records.flatMap((record) => {
      const to = routes.get(record.key);
      return to === undefined ? [] : [[record.subject, to] as const];
    }),
  );
  yield* moveToLinks(connection, moves, now);
  return claimed.filter((row) => !moves.has(row.subject));
};

const workOf = function* (connection: ConnectionId, claimed: readonly Claimed[]): Steps<readonly DueWork[]> {
  // A second statement on purpose: under READ COMMITTED it sees every change whose due mark the claim has seen.
  const changes = Map.groupBy(
    yield* askFor(
      waitingChanges,
      claimed.map((row) => row.subject),
      connection,
    ),
    (row) => subjectIn(row, 'subject'),
  );
  const links = yield* askFor(
    linksById,
    claimed.map((row) => row.subject).filter((subject) => !isRecordSubject(subject)),
    connection,
  );
  const linkOf = new Map(links.map(linkIn).map((link) => [linkSubject(link.id), link]));
  return claimed.map((row) => ({
    subject: row.subject,
    lane: laneOf(row.rank),
    version: row.version,
    tries: row.tries,
    woken: row.woken,
    link: linkOf.get(row.subject) ?? null,
    changes: (changes.get(row.subject) ?? []).map((change) => storedIn<Change>(change, 'body')),
  }));
};

export const claim = function* (input: Claiming): Steps<readonly DueWork[]> {
  const { connection, lease, now } = input;
  let [times] = yield* ask(probe, connection, now, lease.worker, lease.epoch);
  if (times === undefined || numberIn(times, 'is_current') === 0) return [];
  if (numberIn(times, 'lapsed') > 0) {
    yield* ask(freeLapsed, connection, now);
    [times] = yield* ask(probe, connection, now, lease.worker, lease.epoch);
    if (times === undefined) return [];
  }
  const claimed = [...(yield* claimRows(input, times))].sort(inOrder);
  return claimed.length === 0 ? [] : yield* workOf(connection, yield* withoutLinked(connection, claimed, now));
};

export const dueAmong = function* (...[connection, subjects]: Parameters<Store['dueAmong']>): Steps<ReadonlySet<Subject>> {
  return new Set((yield* askFor(dueSubjects, subjects, connection)).map((row) => subjectIn(row, 'subject')));
};

export const nextDueAt = function* (...[connection]: Parameters<Store['nextDueAt']>): Steps<Instant | null> {
  const [row] = yield* ask(nextTimes, connection);
  const times =
    row === undefined ? [] : [...LANES.map((_, rank) => numberOrNullIn(row, `lane_${String(rank)}`)), numberOrNullIn(row, 'held')].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
};
