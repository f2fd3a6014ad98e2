import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import type { Store } from '../engine/ports.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrations/index.ts';
import { createOperations, isRead, storeOver } from './operations.ts';
import type { OperationName } from './operations.ts';
import type { Retention } from './retention.ts';
import { createSealing } from './sealing.ts';
import type { DecisionKey } from './sealing.ts';
import { POSTGRES } from './sql/dialect.ts';
import { RetryNeeded } from './sql/step.ts';
import type { Request, Row, Statement, Steps } from './sql/step.ts';

export type PostgresOptions = {
  readonly url: string;
  readonly decisionKeys: readonly DecisionKey[];
  readonly retention: Retention;
  /** Connections at most; each runs one transaction at a time. */
  readonly connectionsMax?: number;
  /** Keeps query plans in the session. Off by default: a transaction pooler gives each transaction another session. */
  readonly keepsPlans?: boolean;
};

const CONNECTIONS_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** A transaction that met another one starts again this often before the call fails. */
const ATTEMPTS_MAX = 6;
const RETRY_WAIT_MS = 10;

/** Serialization failure, deadlock, and a unique key another transaction took first: the same steps, run again, see what the other did. */
const RETRIED_CODES: ReadonlySet<string> = new Set(['40001', '40P01', '23505']);
/** SQLSTATE classes of a server that is away, full or going down. */
const AWAY_CLASSES: ReadonlySet<string> = new Set(['08', '53', '57', '58']);
const BIGINT_TYPE = 20;
/** Writes after which the tables have grown enough to look at them again; then the server's own analysis has taken over. */
const ANALYZE_AFTER_WRITES = [10, 50, 250, 1_000] as const;

/** By shape, not by class: system errors may come from another realm. */
const textOf = (error: unknown, name: 'code' | 'message'): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
};
const isRetried = (error: unknown): boolean => error instanceof RetryNeeded || RETRIED_CODES.has(textOf(error, 'code'));

/** Connection loss has no SQLSTATE: a system error code, or only words of the client library. */
const isAway = (error: unknown): boolean => {
  const code = textOf(error, 'code');
  if (error instanceof pg.DatabaseError) return AWAY_CLASSES.has(code.slice(0, 2));
  return /^E(?!RR_)/.test(code) || /connection terminated|connection error|timeout exceeded|not queryable/i.test(textOf(error, 'message'));
};

const failureOf = (error: unknown): Error => {
  if (error instanceof StoreError) return error;
  const message = textOf(error, 'message');
  if (isRetried(error)) return new StoreError('store-unavailable', 'the transaction kept meeting others', { kind: 'transient', cause: error });
  if (isAway(error)) return new StoreError('store-unavailable', `PostgreSQL cannot be reached: ${message}`, { kind: 'transient', cause: error });
  return new StoreError('store-failed', message, { kind: 'permanent', cause: error });
};

/** Counts and times are below 2^53, so they travel as numbers. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown => (oid === BIGINT_TYPE ? Number : pg.types.getTypeParser(oid, format)),
};

type Queryable = Pick<PoolClient, 'query'>;

const createRunner = (pool: Pool, keepsPlans: boolean) => {
  const texts = new Map<string, string>();
  const sqlOf = (statement: Statement): string => {
    const text = texts.get(statement.name) ?? statement.text(POSTGRES);
    texts.set(statement.name, text);
    return text;
  };
  const rowsOf = async (client: Queryable, { statement, parameters }: Request): Promise<readonly Row[]> => {
    const query = { text: sqlOf(statement), values: [...parameters], types: types as NonNullable<pg.QueryConfig['types']> };
    return (await client.query<Row>(keepsPlans ? { ...query, name: statement.name } : query)).rows;
  };
  /** One query at a time on one client: `pg` does not run them side by side. */
  const run = async <Answer>(client: Queryable, steps: Steps<Answer>): Promise<Answer> => {
    let next = steps.next([]);
    while (next.done !== true) next = steps.next(await rowsOf(client, next.value));
    return next.value;
  };
  const transact = async <Answer>(steps: () => Steps<Answer>): Promise<Answer> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin isolation level read committed');
      const answer = await run(client, steps());
      await client.query('commit');
      return answer;
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return {
    read: <Answer>(steps: () => Steps<Answer>): Promise<Answer> => run({ query: pool.query.bind(pool) as Queryable['query'] }, steps()),
    async write<Answer>(steps: () => Steps<Answer>): Promise<Answer> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await transact(steps);
        } catch (error) {
          if (!isRetried(error) || attempt >= ATTEMPTS_MAX) throw error;
          await wait(RETRY_WAIT_MS * attempt * Math.random());
        }
      }
    },
  };
};

/**
 * Refreshes the planner's figures while the tables grow from nothing. Without them PostgreSQL takes a connection for a few rows and
 * reads all of them where an index would do; its own analysis comes a minute later, which is most of a first load.
 */
const createAnalyst = (pool: Pool) => {
  const due: number[] = [...ANALYZE_AFTER_WRITES];
  const state = { writes: 0 };
  return (): void => {
    state.writes += 1;
    if (state.writes !== due[0]) return;
    due.shift();
    // Best effort beside the work: a failure leaves the slower plans, and connection loss shows in the calls themselves.
    pool.query('analyze seen_events, inbox, due, links, link_ends, match_keys, issues, decisions').catch(() => undefined);
  };
};

/**
 * The store in PostgreSQL 15 or later, shared by any number of bridges. Each call is one transaction on one client of a
 * bounded pool; no session state is used, so a transaction pooler may stand between. Connection loss rejects with a
 * transient `store-unavailable`; a call repeated after it is safe (event ids and claims recognise what was done).
 */
export const openPostgresStore = async (options: PostgresOptions): Promise<Store> => {
  const pool = new pg.Pool({ connectionString: options.url, max: options.connectionsMax ?? CONNECTIONS_MAX, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A client that loses its connection says so as an event, also between two queries of a transaction; unheard, the event would
  // end the process. The next query on it fails and is reported, and the pool connects anew.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const runner = createRunner(pool, options.keepsPlans ?? false);
  const operations = createOperations({ sealing: createSealing(options.decisionKeys), retention: options.retention });
  try {
    await runner.write(() => migrate(POSTGRES));
  } catch (error) {
    await pool.end();
    throw failureOf(error);
  }
  const noteWrite = createAnalyst(pool);
  const state = { isClosed: false };
  const invoke = async (name: OperationName, input: readonly unknown[]): Promise<unknown> => {
    if (state.isClosed) throw new StoreError('store-closed', 'the store is closed', { kind: 'permanent' });
    // storeOver pairs each name with its own input and answer.
    const steps = (): Steps<unknown> => (operations[name] as (...given: readonly unknown[]) => Steps<unknown>)(...input);
    try {
      if (isRead(name)) return await runner.read(steps);
      const answer = await runner.write(steps);
      noteWrite();
      return answer;
    } catch (error) {
      throw failureOf(error);
    }
  };
  const close = async (): Promise<void> => {
    if (state.isClosed) return;
    state.isClosed = true;
    await pool.end();
  };
  return storeOver((name, ...input) => invoke(name, input) as never, close);
};
