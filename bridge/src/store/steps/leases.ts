import type { Lease, Store } from '../../engine/ports.ts';
import type { Instant } from '../../domain/model.ts';
import { addMatchKeys, claimKeys, dropBlockKeys, nearRecords, recordsByKeys, releaseKeys } from '../sql/keys.sql.ts';
import { bumpEpoch, currentLease, extendLease, freeKeysOf, freeSubjectsOf } from '../sql/leases.sql.ts';
import { ask, askFor, numberIn, textIn } from '../sql/step.ts';
import type { Steps } from '../sql/step.ts';
import { refColumns, refIn } from './rows.ts';

type Input<Name extends keyof Store> = Parameters<Store[Name]>[0];

export const register = function* (worker: string, now: Instant, leaseMs: number): Steps<Lease> {
  const [row] = yield* ask(bumpEpoch, worker, now, now + leaseMs);
  if (row === undefined) throw new Error('the lease was not stored');
  yield* ask(freeSubjectsOf, worker);
  yield* ask(freeKeysOf, worker);
  return { worker, epoch: numberIn(row, 'epoch') };
};

export const heartbeat = function* (lease: Lease, now: Instant, leaseMs: number): Steps<boolean> {
  return (yield* ask(extendLease, lease.worker, lease.epoch, now + leaseMs)).length > 0;
};

export const retire = function* (lease: Lease): Steps<void> {
  if ((yield* ask(extendLease, lease.worker, lease.epoch, 0)).length === 0) return;
  yield* ask(freeSubjectsOf, lease.worker);
  yield* ask(freeKeysOf, lease.worker);
};

/** Whether the lease is still the worker's own. */
export const isCurrent = function* (lease: Lease): Steps<boolean> {
  return (yield* ask(currentLease, lease.worker, lease.epoch)).length > 0;
};

export const claimMatchKeys = function* ({ connection, lease, keys, now, leaseMs }: Input<'claimKeys'>): Steps<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = JSON.stringify([...new Set(keys)].sort().map((key) => ({ match_key: key })));
  return new Set((yield* ask(claimKeys, connection, rows, lease.worker, lease.epoch, now, now + leaseMs)).map((row) => textIn(row, 'match_key')));
};

export const releaseMatchKeys = function* ({ connection, lease, keys }: Input<'releaseKeys'>): Steps<void> {
  if (keys.length > 0) yield* ask(releaseKeys, connection, JSON.stringify(keys), lease.worker, lease.epoch);
};

export const findByKeys = function* (...[connection, keys]: Parameters<Store['findByKeys']>): Steps<Awaited<ReturnType<Store['findByKeys']>>> {
  if (keys.length === 0) return [];
  return (yield* ask(recordsByKeys, connection, JSON.stringify(keys))).map((row) => ({ key: textIn(row, 'match_key'), ref: refIn(row) }));
};

export const rememberKeys = function* (...[connection, records]: Parameters<Store['rememberKeys']>): Steps<void> {
  if (records.length === 0) return;
  const sorted = records.map(({ ref, keys }) => ({ columns: refColumns(ref), keys })).sort((one, two) => (one.columns.end_key < two.columns.end_key ? -1 : 1));
  const rows = sorted.flatMap(({ columns, keys }) => [...new Set(keys)].sort().map((key) => ({ match_key: key, ...columns })));
  yield* ask(dropBlockKeys, connection, JSON.stringify(sorted.map(({ columns }) => columns.end_key)), JSON.stringify(rows));
  yield* askFor(addMatchKeys, rows, connection);
};

export const findNear = function* (...[connection, { keys, chainMax }]: Parameters<Store['findNear']>): Steps<Awaited<ReturnType<Store['findNear']>>> {
  if (keys.length === 0) return [];
  return (yield* ask(nearRecords, connection, JSON.stringify(keys), chainMax)).map((row) => ({ key: textIn(row, 'match_key'), ref: refIn(row) }));
};
