import type { ConnectionId, Instant, Subject } from '../../domain/model.ts';
import { dueAgain, joined } from '../due.ts';
import type { DueRow } from '../due.ts';
import { inLockOrder } from '../keys.ts';
import { PLACEHOLDER, finishRows, lockRows, putRows, removeRows } from '../sql/queue.sql.ts';
import { askFor, textIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import { dueColumns, dueRowIn, versionAfter } from './rows.ts';

/** The due rows one transaction has locked, and what becomes of them. Decided here, written once at the end. */
export const createSlate = () => {
  const stored = new Map<Subject, DueRow>();
  const rows = new Map<Subject, DueRow>();
  const claims = new Map<Subject, Subject>();
  /** Finished passes, each with the row it falls back to when a change waits after all. */
  const finished = new Map<Subject, DueRow>();

  const remove = (subject: Subject): void => {
    const row = rows.get(subject);
    if (row !== undefined && row.claim !== null) claims.delete(row.claim.as);
    rows.delete(subject);
  };
  const put = (row: DueRow): void => {
    remove(row.subject);
    finished.delete(row.subject);
    rows.set(row.subject, row);
    if (row.claim !== null) claims.set(row.claim.as, row.subject);
  };
  return {
    stored,
    rows,
    finished,
    put,
    remove,
    load(found: readonly Row[]): void {
      for (const row of found.map(dueRowIn)) {
        if (stored.has(row.subject)) continue;
        stored.set(row.subject, row);
        if (row.version !== PLACEHOLDER) put(row);
      }
    },
    claimedAs(subject: Subject): DueRow | null {
      const place = claims.get(subject);
      return place === undefined ? null : (rows.get(place) ?? null);
    },
    finish(row: DueRow, now: Instant): void {
      remove(row.subject);
      finished.set(row.subject, dueAgain(row, now));
    },
    /** Moves a row to another subject, joining what is due there; its claim goes along only when `keepsClaim`. */
    move(from: Subject, to: Subject, options: { readonly keepsClaim: boolean; readonly now: Instant }): void {
      const moved = rows.get(from);
      if (moved === undefined) return;
      const there = rows.get(to);
      remove(from);
      if (there === undefined) put({ ...moved, subject: to, claim: options.keepsClaim ? moved.claim : null });
      else put(joined(moved, there, { keepsClaim: options.keepsClaim, version: versionAfter(Math.max(moved.version, there.version), options.now) }));
    },
  };
};

export type Slate = ReturnType<typeof createSlate>;

/** Locks and loads the rows of these subjects, also against rows another transaction is about to add. */
export const lockSubjects = function* (slate: Slate, connection: ConnectionId, subjects: readonly Subject[]): Steps<void> {
  const missing = [...new Set(subjects)].filter((subject) => !slate.stored.has(subject)).sort(inLockOrder);
  slate.load(
    yield* askFor(
      lockRows,
      missing.map((subject) => ({ subject })),
      connection,
    ),
  );
};

/** Writes what the slate decided. Runs after the inbox is settled, because a finished subject stays due while a change waits. */
export const writeSlate = function* (slate: Slate, connection: ConnectionId): Steps<void> {
  const { stored, rows, finished } = slate;
  yield* askFor(
    removeRows,
    [...stored.keys()].filter((subject) => !rows.has(subject) && !finished.has(subject)),
    connection,
  );
  // A finished subject whose row another one moved to is written first: it stays when a change moved along.
  const added = [...finished.values()].filter((row) => stored.get(row.subject)?.version === PLACEHOLDER);
  const changed = [...rows.values()].filter((row) => stored.get(row.subject) !== row);
  yield* askFor(putRows, [...changed, ...added].map(dueColumns), connection);
  const gone = new Set((yield* askFor(finishRows, [...finished.keys()], connection)).map((row) => textIn(row, 'subject')));
  const kept = [...finished.values()].filter((row) => !gone.has(row.subject) && !added.includes(row));
  yield* askFor(putRows, kept.map(dueColumns), connection);
};
