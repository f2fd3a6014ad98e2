import type { Subject } from '../../domain/model.ts';
import type { DueRow } from '../due.ts';
import { LANES } from '../keys.ts';
import { createHeap } from './heap.ts';

type Entry = { readonly row: DueRow };

const isBefore = (left: Entry, right: Entry): boolean =>
  left.row.dueAt === right.row.dueAt ? left.row.subject < right.row.subject : left.row.dueAt < right.row.dueAt;

/** The due subjects of one connection. Rows are replaced, never changed; a heap entry whose row was replaced is skipped when met. */
export const createQueue = () => {
  const rows = new Map<Subject, DueRow>();
  const claimed = new Map<Subject, DueRow>();
  const byWorker = new Map<string, Set<Subject>>();
  const heaps = LANES.map(() => createHeap<Entry>(isBefore));

  const topOf = (rank: number): DueRow | null => {
    const heap = heaps[rank];
    for (let entry = heap?.peek(); entry !== undefined; entry = heap?.peek()) {
      if (rows.get(entry.row.subject) === entry.row) return entry.row;
      heap?.pop();
    }
    return null;
  };
  const forgetClaim = (row: DueRow): void => {
    if (row.claim === null) return;
    claimed.delete(row.claim.as);
    byWorker.get(row.claim.lease.worker)?.delete(row.claim.as);
  };
  const remove = (subject: Subject): void => {
    const row = rows.get(subject);
    if (row === undefined) return;
    forgetClaim(row);
    rows.delete(subject);
  };
  const put = (row: DueRow): void => {
    remove(row.subject);
    rows.set(row.subject, row);
    if (row.claim === null) {
      heaps[row.rank]?.push({ row });
      return;
    }
    claimed.set(row.claim.as, row);
    const held = byWorker.get(row.claim.lease.worker) ?? new Set();
    byWorker.set(row.claim.lease.worker, held.add(row.claim.as));
  };
  return {
    get: (subject: Subject): DueRow | null => rows.get(subject) ?? null,
    put,
    remove,
    /** The row claimed under this subject; it may have moved to a link's subject since. */
    claimedAs: (subject: Subject): DueRow | null => claimed.get(subject) ?? null,
    claimsOf: (worker: string): readonly DueRow[] => [...(byWorker.get(worker) ?? [])].flatMap((subject) => claimed.get(subject) ?? []),
    allClaims: (): Iterable<DueRow> => claimed.values(),
    /** The next unclaimed row of a lane, due or not. */
    top: topOf,
    counts: () => ({ due: rows.size - claimed.size, leased: claimed.size }),
  };
};

export type Queue = ReturnType<typeof createQueue>;
