import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { migrate } from './migrations/index.ts';
import { createOperations, isRead } from './operations.ts';
import type { Operations } from './operations.ts';
import { createSealing } from './sealing.ts';
import { SQLITE } from './sql/dialect.ts';
import type { Request, Steps } from './sql/step.ts';
import type { Call, Failure, Reply, WorkerOptions } from './sqlite-protocol.ts';

/** Pages of log before it is folded into the file: 32 MB, so that a burst does not pay for folding in its commits. */
const CHECKPOINT_PAGES = 8_000;
const CACHE_KIB = 64_000;

const PRAGMAS = (options: WorkerOptions): readonly string[] => [
  // One process per file: the lock is taken at the first read below and held until close; the kernel drops it when the process dies.
  'pragma locking_mode = exclusive',
  `pragma busy_timeout = ${String(options.busyTimeoutMs)}`,
  'pragma journal_mode = wal',
  // An acknowledged event must outlive a power cut: every commit waits for the disk.
  'pragma synchronous = full',
  `pragma wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`,
  `pragma cache_size = -${String(CACHE_KIB)}`,
  'pragma temp_store = memory',
  // What is deleted is overwritten: an erased person must not be readable in the file's free pages.
  'pragma secure_delete = on',
  'pragma foreign_keys = off',
];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isBusy = (error: unknown): boolean => error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;

/** A failure in the words of the port. */
export const failureOf = (error: unknown, file: string): Failure =>
  isBusy(error)
    ? { code: 'store-in-use', kind: 'permanent', message: `${file} is open in another process; one process may use a store file at a time` }
    : { code: 'store-failed', kind: 'permanent', message: messageOf(error) };

const createConnection = (options: WorkerOptions) => {
  const database = new DatabaseSync(options.file);
  const prepared = new Map<string, StatementSync>();
  const statementOf = ({ statement }: Request): StatementSync => {
    const known = prepared.get(statement.name);
    if (known !== undefined) return known;
    const created = database.prepare(statement.text(SQLITE).replaceAll(/\$(\d+)/g, '?$1'));
    prepared.set(statement.name, created);
    return created;
  };
  const run = <Answer>(steps: Steps<Answer>): Answer => {
    let next = steps.next([]);
    while (next.done !== true) next = steps.next(statementOf(next.value).all(...next.value.parameters));
    return next.value;
  };
  return { database, run };
};

/** The store's SQLite connection, synchronous: it lives in a worker thread. */
export const openEngine = (options: WorkerOptions) => {
  const { database, run } = createConnection(options);
  try {
    for (const pragma of PRAGMAS(options)) database.exec(pragma);
    database.exec('begin immediate');
    run(migrate(SQLITE));
    database.exec('commit');
  } catch (error) {
    database.close();
    throw error;
  }
  const operations: Operations = createOperations({ sealing: createSealing(options.decisionKeys), retention: options.retention });
  // The caller's types are checked on the other side of the thread, where the call was made.
  const stepsOf = (call: Call): Steps<unknown> => (operations[call.name] as (...input: readonly unknown[]) => Steps<unknown>)(...call.input);

  const runOne = (call: Call): Reply => {
    if (isRead(call.name)) return { id: call.id, answer: run(stepsOf(call)) };
    database.exec('savepoint one');
    try {
      const answer = run(stepsOf(call));
      database.exec('release one');
      return { id: call.id, answer };
    } catch (error) {
      database.exec('rollback to one');
      database.exec('release one');
      return { id: call.id, failure: failureOf(error, options.file) };
    }
  };
  const runRead = (call: Call): Reply => {
    try {
      return runOne(call);
    } catch (error) {
      return { id: call.id, failure: failureOf(error, options.file) };
    }
  };
  return {
    /**
     * Runs calls in order in one transaction: one flush for all. Each is atomic by itself; none is answered before the flush. After `sliceMs` no
     * further one is begun: those without a reply have not run.
     */
    runAll(calls: readonly Call[], sliceMs: number): readonly Reply[] {
      const replies: Reply[] = [];
      const until = performance.now() + sliceMs;
      const runSome = (): void => {
        for (const call of calls) {
          if (replies.length > 0 && performance.now() > until) return;
          replies.push(runRead(call));
        }
      };
      if (calls.every((call) => isRead(call.name))) {
        runSome();
        return replies;
      }
      try {
        database.exec('begin immediate');
        runSome();
        database.exec('commit');
        // The log still holds the pages as they were; folded in and cut off, they are gone from the disk.
        if (calls.some((call, at) => at < replies.length && (call.name === 'erase' || call.name === 'consentErase')))
          database.exec('pragma wal_checkpoint(truncate)');
        return replies;
      } catch (error) {
        if (database.isTransaction) database.exec('rollback');
        return calls.map(({ id }) => ({ id, failure: failureOf(error, options.file) }));
      }
    },
    close(): void {
      database.exec('pragma optimize');
      database.exec('pragma wal_checkpoint(truncate)');
      database.close();
    },
  };
};
