import { CHAIN_START } from '../../domain/index.ts';
import type { ChainHead, ConsentRow } from '../../domain/index.ts';
import type { ConnectionId, Fingerprint, Instant, RecordRef } from '../../domain/model.ts';
import type { AddressMemory, ConsentCounts, ConsentPlace, ConsentTurn, ConsentWork, Page, Store } from '../../engine/ports.ts';
import { chained, erasureEntry, logRef, mergedNotices, rankOfUrgency, turnFor, urgencyOfRank, withoutPerson } from '../consent-rows.ts';
import { endKey } from '../keys.ts';
import { decodePosition, pageOf } from '../paging.ts';
import {
  countWork,
  dropLogRefs,
  dropMemory,
  dropPlaces,
  dropWork,
  dropWorkOf,
  dueWork,
  emptyLog,
  endTurn,
  failingWork,
  headOf,
  logBackward,
  logForward,
  logOfAddresses,
  logOfRefs,
  memoryOf,
  nextWork,
  placesOf,
  putHead,
  putLog,
  putLogRefs,
  putMemory,
  putOff,
  putPlaces,
  putTurn,
  putWork,
  turnOf,
} from '../sql/consent.sql.ts';
import { ask, askFor, numberIn, numberOrNullIn, storedIn, textIn, textOrNullIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>;

export const consentNotice = function* ({ connection, notices, now }: Input<'consentNotice'>[0]): Steps<void> {
  const rows = mergedNotices(notices).map(({ ref, at, origin, actor, isOwn, urgency, survivorId }) => ({
    end_key: endKey(ref),
    side: ref.side,
    object: ref.object,
    record_id: ref.id,
    happened_at: at,
    origin,
    actor,
    is_own: Number(isOwn),
    survivor: survivorId,
    urgency: rankOfUrgency(urgency),
  }));
  yield* askFor(putWork, rows, connection, now);
};

const heldTurn = function* (connection: ConnectionId): Steps<(ConsentTurn & { readonly until: Instant }) | null> {
  const [row] = yield* ask(turnOf, connection);
  return row === undefined ? null : { worker: textIn(row, 'worker'), epoch: numberIn(row, 'epoch'), until: numberIn(row, 'until_at') };
};

export const consentTurn = function* ({ connection, worker, now, leaseMs }: Input<'consentTurn'>[0]): Steps<ConsentTurn | null> {
  const turn = turnFor(yield* heldTurn(connection), { worker, now });
  if (turn !== null) yield* ask(putTurn, connection, turn.worker, turn.epoch, now + leaseMs);
  return turn;
};

export const consentYield = function* (connection: ConnectionId, turn: ConsentTurn): Steps<void> {
  yield* ask(endTurn, connection, turn.worker, turn.epoch);
};

const workIn = (row: Row): ConsentWork => ({
  // The side was written by this module from a typed record.
  ref: { side: textIn(row, 'side') === 'hubspot' ? 'hubspot' : 'salesforce', object: textIn(row, 'object'), id: textIn(row, 'record_id') },
  at: numberIn(row, 'happened_at'),
  origin: textIn(row, 'origin') as ConsentWork['origin'],
  actor: textOrNullIn(row, 'actor'),
  isOwn: numberIn(row, 'is_own') === 1,
  survivorId: textOrNullIn(row, 'survivor'),
  urgency: urgencyOfRank(numberIn(row, 'urgency')),
  dueAt: numberIn(row, 'due_at'),
  version: numberIn(row, 'version'),
  tries: numberIn(row, 'tries'),
  trouble: textOrNullIn(row, 'trouble'),
});

export const consentDue = function* (...[connection, now, limit]: Input<'consentDue'>): Steps<readonly ConsentWork[]> {
  return (yield* ask(dueWork, connection, now, limit)).map(workIn);
};

export const consentFailing = function* (...[connection, limit]: Input<'consentFailing'>): Steps<readonly ConsentWork[]> {
  return (yield* ask(failingWork, connection, limit)).map(workIn);
};

export const consentNextDueAt = function* (connection: ConnectionId): Steps<Instant | null> {
  const [row] = yield* ask(nextWork, connection);
  return row === undefined ? null : numberOrNullIn(row, 'due_at');
};

export const consentMemory = function* (connection: ConnectionId, addresses: readonly Fingerprint[]): Steps<readonly AddressMemory[]> {
  return (yield* askFor(memoryOf, addresses, connection)).map((row) => ({
    address: textIn(row, 'address'),
    topics: storedIn<AddressMemory['topics']>(row, 'body'),
  }));
};

export const consentPlaces = function* (connection: ConnectionId, refs: readonly RecordRef[]): Steps<readonly ConsentPlace[]> {
  const byKey = new Map(refs.map((ref) => [endKey(ref), ref]));
  return (yield* askFor(placesOf, [...byKey.keys()], connection)).flatMap((row) => {
    const ref = byKey.get(textIn(row, 'end_key'));
    return ref === undefined ? [] : [{ ref, addresses: storedIn<ConsentPlace['addresses']>(row, 'body') }];
  });
};

const headNow = function* (connection: ConnectionId): Steps<ChainHead> {
  const [row] = yield* ask(headOf, connection);
  return row === undefined ? CHAIN_START : { seq: numberIn(row, 'seq'), hash: textIn(row, 'hash') };
};

const append = function* (connection: ConnectionId, entries: Input<'consentCommit'>[0]['entries']): Steps<void> {
  const rows = chained(yield* headNow(connection), entries);
  const last = rows.at(-1);
  if (last === undefined) return;
  yield* askFor(
    putLog,
    rows.map((row) => ({ seq: row.seq, at: row.at, kind: row.kind, address: row.person?.address ?? null, body: JSON.stringify(row) })),
    connection,
  );
  yield* askFor(
    putLogRefs,
    rows.flatMap((row) => [...new Set(row.person?.refs ?? [])].map((ref) => ({ ref, seq: row.seq }))),
    connection,
  );
  yield* ask(putHead, connection, last.seq, last.hash);
};

export const consentCommit = function* (commit: Input<'consentCommit'>[0]): Steps<boolean> {
  const { connection, turn, outcomes, memories, places, entries } = commit;
  const held = yield* heldTurn(connection);
  if (held?.worker !== turn.worker || held.epoch !== turn.epoch) return false;
  const done = outcomes.filter(({ again }) => again === null).map(({ ref, version }) => ({ end_key: endKey(ref), version }));
  yield* askFor(dropWork, done, connection);
  for (const { ref, version, again } of outcomes) if (again !== null) yield* ask(putOff, connection, endKey(ref), version, again.at, again.trouble);
  const isKept = ({ topics }: AddressMemory): boolean => Object.keys(topics).length > 0;
  yield* askFor(
    putMemory,
    memories.filter(isKept).map(({ address, topics }) => ({ address, body: JSON.stringify(topics) })),
    connection,
  );
  yield* askFor(
    dropMemory,
    memories.filter((memory) => !isKept(memory)).map(({ address }) => address),
    connection,
  );
  yield* askFor(
    putPlaces,
    places.filter(({ addresses }) => addresses.length > 0).map(({ ref, addresses }) => ({ end_key: endKey(ref), body: JSON.stringify(addresses) })),
    connection,
  );
  yield* askFor(
    dropPlaces,
    places.filter(({ addresses }) => addresses.length === 0).map(({ ref }) => endKey(ref)),
    connection,
  );
  yield* append(connection, entries);
  return true;
};

export const consentLog = function* (...[connection, query]: Input<'consentLog'>): Steps<Page<ConsentRow>> {
  const [from] = decodePosition(query.after) ?? [];
  const isForward = query.isForward === true;
  const start = typeof from === 'number' ? from : isForward ? 0 : Number.MAX_SAFE_INTEGER;
  const rows = yield* ask(
    isForward ? logForward : logBackward,
    connection,
    query.address ?? '',
    query.kind ?? '',
    query.since ?? 0,
    query.until ?? Number.MAX_SAFE_INTEGER,
    query.ref === undefined ? '' : logRef(query.ref),
    start,
    query.limit + 1,
  );
  return pageOf(rows, { limit: query.limit, item: (row) => storedIn<ConsentRow>(row, 'body'), position: (row) => [numberIn(row, 'seq')] });
};

export const consentHead = headNow;

export const consentCounts = function* (connection: ConnectionId): Steps<ConsentCounts> {
  const [row] = yield* ask(countWork, connection);
  const { seq } = yield* headNow(connection);
  if (row === undefined) return { waiting: 0, failing: 0, oldestAt: null, rows: seq };
  return { waiting: Number(row['waiting']), failing: Number(row['failing']), oldestAt: numberOrNullIn(row, 'oldest_at'), rows: seq };
};

export const consentErase = function* ({ connection, addresses, refs, now }: Input<'consentErase'>[0]): Steps<number> {
  // The chain's end is written below: nobody may append meanwhile.
  yield* heldTurn(connection);
  const told = [...(yield* askFor(logOfAddresses, addresses, connection)), ...(yield* askFor(logOfRefs, refs.map(logRef), connection))];
  const rows = [...new Map(told.map((row) => [numberIn(row, 'seq'), storedIn<ConsentRow>(row, 'body')])).values()].filter((row) => row.person !== null);
  const emptied = rows.map(withoutPerson);
  yield* askFor(
    emptyLog,
    emptied.map((row) => ({ seq: row.seq, body: JSON.stringify(row) })),
    connection,
  );
  yield* askFor(
    dropLogRefs,
    emptied.map((row) => ({ seq: row.seq })),
    connection,
  );
  yield* askFor(dropMemory, addresses, connection);
  yield* askFor(dropPlaces, refs.map(endKey), connection);
  yield* askFor(dropWorkOf, refs.map(endKey), connection);
  yield* append(connection, [erasureEntry(now, emptied.length)]);
  return emptied.length;
};
