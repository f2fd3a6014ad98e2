import type { Approval } from '../../domain/model.ts';
import type { Cluster, Page, Store } from '../../engine/ports.ts';
import { endKey } from '../keys.ts';
import { decodePosition, pageOf } from '../paging.ts';
import {
  addApprovals,
  approvalPage,
  approvalPageOfState,
  approvalsOf,
  clusterCounts as clusterCountsOf,
  clusterPage,
  countDeletions as countRows,
  dropApprovals as dropRows,
  lockApproval,
  matchKeysOf as keysOfEnds,
  putApproval,
} from '../sql/approvals.sql.ts';
import { recordsByKeys } from '../sql/keys.sql.ts';
import { ask, askFor, numberIn, storedIn, textIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import { refIn } from './rows.ts';

const approvalIn = (row: Row): Approval => storedIn<Approval>(row, 'body');

export const askApprovals = function* (...[connection, asked]: Parameters<Store['askApprovals']>): Steps<readonly Approval[]> {
  const rows = [...new Map(asked.map((one) => [one.key, one])).values()]
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map((one) => ({
      approval_key: one.key,
      link_id: one.linkId,
      mapping: one.mapping,
      side: one.ref.side,
      state: one.state,
      asked_at: one.askedAt,
      decided_at: one.decidedAt,
      body: JSON.stringify(one),
    }));
  yield* askFor(addApprovals, rows, connection);
  const stored = yield* approvals(
    connection,
    asked.map((one) => one.key),
  );
  const byKey = new Map(stored.map((one) => [one.key, one]));
  return asked.map((one) => byKey.get(one.key) ?? one);
};

export const approvals = function* (...[connection, keys]: Parameters<Store['approvals']>): Steps<readonly Approval[]> {
  return (yield* askFor(approvalsOf, keys, connection)).map(approvalIn);
};

export const moveApproval = function* (...[connection, key, { from, to, by, at }]: Parameters<Store['moveApproval']>): Steps<Approval | null> {
  const [row] = yield* ask(lockApproval, connection, key);
  if (row === undefined) return null;
  const known = approvalIn(row);
  if (!from.includes(known.state)) return null;
  const moved: Approval = { ...known, state: to, decidedBy: by, decidedAt: at };
  yield* ask(putApproval, connection, key, to, at, JSON.stringify(moved));
  return moved;
};

export const dropApprovals = function* (...[connection, keys]: Parameters<Store['dropApprovals']>): Steps<void> {
  yield* askFor(dropRows, keys, connection);
};

export const listApprovals = function* (...[connection, { state, after, limit }]: Parameters<Store['listApprovals']>): Steps<Page<Approval>> {
  const [at = Number.MAX_SAFE_INTEGER, key = ''] = decodePosition(after) ?? [];
  const rows =
    state === undefined ? yield* ask(approvalPage, connection, at, key, limit + 1) : yield* ask(approvalPageOfState, connection, at, key, limit + 1, state);
  return pageOf(rows, { limit, item: approvalIn, position: (row) => [numberIn(row, 'asked_at'), textIn(row, 'approval_key')] });
};

export const countDeletions = function* (...[connection, { mapping, side, since }]: Parameters<Store['countDeletions']>): Steps<number> {
  const [row] = yield* ask(countRows, connection, mapping, side, since);
  return row === undefined ? 0 : numberIn(row, 'amount');
};

export const matchKeysOf = function* (...[connection, refs]: Parameters<Store['matchKeysOf']>): Steps<readonly string[]> {
  return (yield* askFor(keysOfEnds, refs.map(endKey), connection)).map((row) => textIn(row, 'match_key'));
};

export const clusters = function* (...[connection, { after, limit }]: Parameters<Store['clusters']>): Steps<Page<Cluster>> {
  const [key = '', side = ''] = decodePosition(after) ?? [];
  const page = pageOf(yield* ask(clusterPage, connection, key, side, limit + 1), {
    limit,
    item: (row) => ({ key: textIn(row, 'match_key'), side: textIn(row, 'side') === 'hubspot' ? ('hubspot' as const) : ('salesforce' as const) }),
    position: (row) => [textIn(row, 'match_key'), textIn(row, 'side')],
  });
  const members = yield* askFor(recordsByKeys, [...new Set(page.items.map((one) => one.key))], connection);
  const refs = members.map((row) => ({ key: textIn(row, 'match_key'), ref: refIn(row) }));
  return {
    ...page,
    items: page.items.map((one) => ({ ...one, refs: refs.filter(({ key: of, ref }) => of === one.key && ref.side === one.side).map(({ ref }) => ref) })),
  };
};

export const clusterCounts = function* (...[connection]: Parameters<Store['clusterCounts']>): Steps<{ readonly clusters: number; readonly records: number }> {
  const [row] = yield* ask(clusterCountsOf, connection);
  return row === undefined ? { clusters: 0, records: 0 } : { clusters: numberIn(row, 'clusters'), records: numberIn(row, 'records') };
};
