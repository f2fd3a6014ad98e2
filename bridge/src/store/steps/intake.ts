import type { Change, ConnectionId, Instant, Lane, RecordRef, Subject } from '../../domain/model.ts';
import type { CursorWrite, Store } from '../../engine/ports.ts';
import { endKey, inLockOrder, isRecordSubject, linkSubject, rankOf, recordSubject, refOfSubject, withoutRepeats } from '../keys.ts';
import { getCursor, putCursors, rememberEvents, storeChanges } from '../sql/inbox.sql.ts';
import { endOwners, identities } from '../sql/links.sql.ts';
import { markDue } from '../sql/queue.sql.ts';
import { ask, askFor, textIn } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { moveToLinks } from './moves.ts';

/** Where notices about records go, by end key; a record without link is absent. */
export const routesOf = function* (connection: ConnectionId, refs: readonly RecordRef[]): Steps<ReadonlyMap<string, Subject>> {
  const owners = yield* askFor(endOwners, [...new Set(refs.map(endKey))], connection);
  // Only this module writes link_ends, from link ids.
  return new Map(owners.map((row) => [textIn(row, 'end_key'), linkSubject(textIn(row, 'link_id') as Parameters<typeof linkSubject>[0])]));
};

type Marking = { readonly due: readonly { readonly subject: Subject; readonly rank: number }[]; readonly isWake: boolean; readonly now: Instant };

/** Marks subjects due, each once in its most urgent lane; a wake is remembered until a pass answers it. */
const markAll = function* (connection: ConnectionId, { due, isWake, now }: Marking): Steps<void> {
  const ranks = new Map<Subject, number>();
  for (const { subject, rank } of due) ranks.set(subject, Math.min(rank, ranks.get(subject) ?? rank));
  const rows = [...ranks].map(([subject, lane]) => ({ subject, lane })).sort((left, right) => inLockOrder(left.subject, right.subject));
  yield* askFor(markDue, rows, connection, now, isWake ? 1 : 0);
};

/** Marks named subjects due: records by their link's subject when they have one, links only when they exist. */
export const wakeAll = function* (connection: ConnectionId, due: readonly { readonly subject: Subject; readonly rank: number }[], now: Instant): Steps<void> {
  if (due.length === 0) return;
  const routes = yield* routesOf(
    connection,
    due.flatMap(({ subject }) => refOfSubject(subject) ?? []),
  );
  const named = new Set(
    (yield* askFor(
      identities,
      due.map(({ subject }) => subject).filter((subject) => !isRecordSubject(subject)),
      connection,
    )).map((row) => textIn(row, 'id')),
  );
  const routed = due.flatMap(({ subject, rank }) => {
    const ref = refOfSubject(subject);
    if (ref === null) return named.has(subject) ? [{ subject, rank }] : [];
    return [{ subject: routes.get(endKey(ref)) ?? subject, rank }];
  });
  yield* markAll(connection, { due: routed, isWake: true, now });
};

export const wake = function* (...[connection, subjects, lane, now]: Parameters<Store['wake']>): Steps<void> {
  yield* wakeAll(
    connection,
    subjects.map((subject) => ({ subject, rank: rankOf(lane) })),
    now,
  );
};

const cursorColumns = (cursor: CursorWrite) => ({ source: cursor.source, position: Buffer.from(cursor.position).toString('base64') });

/**
 * Marking a record due waits for a transaction that is just linking it, so by now its link shows. What was stored under the
 * record moves on to the link; otherwise a later change could overtake it.
 */
const followLinks = function* (connection: ConnectionId, refs: readonly RecordRef[], now: Instant): Steps<void> {
  const routes = yield* routesOf(connection, refs);
  const moves = refs.flatMap((ref) => {
    const to = routes.get(endKey(ref));
    return to === undefined ? [] : [[recordSubject(ref), to] as const];
  });
  yield* moveToLinks(connection, new Map(moves), now);
};

const store = function* (connection: ConnectionId, changes: readonly Change[], now: Instant): Steps<void> {
  const routes = yield* routesOf(
    connection,
    changes.map((change) => change.ref),
  );
  const routed = changes.map((change, place) => ({ change, place, subject: routes.get(endKey(change.ref)) ?? recordSubject(change.ref) }));
  const rows = routed.map(({ change, place, subject }) => ({
    event_id: change.eventId,
    subject,
    occurred_at: change.occurredAt,
    place,
    body: JSON.stringify(change),
  }));
  yield* ask(storeChanges, connection, JSON.stringify(rows), now);
  const lanes: readonly { readonly subject: Subject; readonly lane: Lane }[] = routed.map(({ change, subject }) => ({ subject, lane: change.lane }));
  yield* markAll(connection, { due: lanes.map(({ subject, lane }) => ({ subject, rank: rankOf(lane) })), isWake: false, now });
  yield* followLinks(
    connection,
    changes.map((change) => change.ref).filter((ref) => !routes.has(endKey(ref))),
    now,
  );
};

export const append = function* ({
  connection,
  changes,
  cursor,
  now,
}: Parameters<Store['append']>[0]): Steps<{ readonly stored: number; readonly duplicates: number }> {
  const distinct = withoutRepeats(changes);
  const ids = distinct.map((change) => ({ event_id: change.eventId })).sort((left, right) => (left.event_id < right.event_id ? -1 : 1));
  const fresh = new Set((yield* askFor(rememberEvents, ids, connection, now)).map((row) => textIn(row, 'event_id')));
  if (fresh.size > 0)
    yield* store(
      connection,
      distinct.filter((change) => fresh.has(change.eventId)),
      now,
    );
  if (cursor !== undefined) yield* ask(putCursors, connection, JSON.stringify([cursorColumns(cursor)]));
  return { stored: fresh.size, duplicates: changes.length - fresh.size };
};

export const cursor = function* (...[connection, source]: Parameters<Store['cursor']>): Steps<Uint8Array | null> {
  const [row] = yield* ask(getCursor, connection, source);
  return row === undefined ? null : new Uint8Array(Buffer.from(textIn(row, 'position'), 'base64'));
};

export const setCursor = function* (...[connection, written]: Parameters<Store['setCursor']>): Steps<void> {
  yield* ask(putCursors, connection, JSON.stringify([cursorColumns(written)]));
};
