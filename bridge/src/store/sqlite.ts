import { Worker } from 'node:worker_threads';
import type { Store } from '../engine/ports.ts';
import { StoreError } from './errors.ts';
import { storeOver } from './operations.ts';
import type { OperationName } from './operations.ts';
import type { Retention } from './retention.ts';
import type { DecisionKey } from './sealing.ts';
import type { Call, Failure, FromWorker, Reply, ToWorker, WorkerOptions } from './sqlite-protocol.ts';

export type SqliteOptions = {
  readonly file: string;
  readonly decisionKeys: readonly DecisionKey[];
  readonly retention: Retention;
  readonly busyTimeoutMs?: number;
};

type Waiting = { readonly resolve: (answer: unknown) => void; readonly reject: (error: StoreError) => void };

/** How long opening waits for another process to let go of the file. */
const BUSY_TIMEOUT_MS = 2_000;
/** Calls that share one flush at most: bounds how long a call waits for its company. */
const CALLS_PER_BATCH_MAX = 64;
/** Calls begin for so long before they are flushed and notices get their turn. */
const SLICE_MS = 20;
/**
 * The consent lane has a file and a thread of its own beside the store's: no transaction reaches across, and whatever the backfill writes, nobody's
 * withdrawal waits behind it.
 */
const isConsent = (name: OperationName): boolean => name.startsWith('consent');
const consentFileOf = (file: string): string => `${file}-consent`;

const errorOf = (failure: Failure): StoreError => new StoreError(failure.code, failure.message, { kind: failure.kind });

const startWorker = async (options: WorkerOptions): Promise<Worker> => {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: options });
  const first = await new Promise<FromWorker>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (first.kind === 'opened') return worker;
  await worker.terminate();
  throw errorOf(first.kind === 'refused' ? first.failure : { code: 'store-failed', kind: 'permanent', message: 'the store thread did not open' });
};

type Thread = { readonly call: (name: OperationName, input: readonly unknown[]) => Promise<unknown>; readonly close: () => Promise<void> };

/**
 * One SQLite file, written by a thread of its own. While the thread is busy, calls gather and then share one transaction and one flush
 * (group commit). They run in the order they were made, except that notices take every other turn: they wait for one slice of what was there
 * before them, and nobody waits for all of them.
 */
const openThread = async (options: WorkerOptions): Promise<Thread> => {
  const worker = await startWorker(options);
  const waiting = new Map<number, Waiting>();
  const queue: Call[] = [];
  /** Notices somebody waits to have acknowledged: a platform sends few at a time, so each one held up holds up those behind it. */
  const notices: Call[] = [];
  const state = {
    lastId: 0,
    isBusy: false,
    isNoticesTurn: false,
    sent: [] as readonly Call[],
    ended: null as StoreError | null,
    closing: null as Promise<void> | null,
    onIdle: (): void => undefined,
  };

  const send = (message: ToWorker): void => worker.postMessage(message);
  const sendNext = (): void => {
    if (state.isBusy) return;
    if (queue.length === 0 && notices.length === 0) {
      state.onIdle();
      return;
    }
    state.isBusy = true;
    state.isNoticesTurn = queue.length === 0 || (notices.length > 0 && !state.isNoticesTurn);
    state.sent = (state.isNoticesTurn ? notices : queue).splice(0, CALLS_PER_BATCH_MAX);
    send({ kind: 'calls', calls: state.sent, sliceMs: SLICE_MS });
  };
  /** What the slice had no room for goes back to where it came from. */
  const putBack = (replies: readonly Reply[]): void => {
    const ran = new Set(replies.map(({ id }) => id));
    (state.isNoticesTurn ? notices : queue).unshift(...state.sent.filter(({ id }) => !ran.has(id)));
    state.sent = [];
  };
  const settle = (reply: Reply): void => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.failure === undefined) call?.resolve(reply.answer);
    else call?.reject(errorOf(reply.failure));
  };
  const end = (error: StoreError): void => {
    state.ended ??= error;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
    queue.length = 0;
    notices.length = 0;
    state.isBusy = false;
    state.onIdle();
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind !== 'replies') return;
    state.isBusy = false;
    putBack(message.replies);
    for (const reply of message.replies) settle(reply);
    sendNext();
  });
  worker.on('error', (cause) => end(new StoreError('store-failed', 'the store thread failed', { kind: 'permanent', cause })));
  worker.on('exit', () => end(new StoreError('store-closed', 'the store is closed', { kind: 'permanent' })));

  const call = (name: OperationName, input: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (state.ended !== null || state.closing !== null) {
        reject(state.ended ?? new StoreError('store-closed', 'the store is closed', { kind: 'permanent' }));
        return;
      }
      const id = ++state.lastId;
      waiting.set(id, { resolve, reject });
      (name === 'append' ? notices : queue).push({ id, name, input });
      sendNext();
    });
  const close = async (): Promise<void> => {
    if (state.ended !== null) return;
    await new Promise<void>((resolve) => {
      state.onIdle = resolve;
      sendNext();
    });
    if (state.ended !== null) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    send({ kind: 'close' });
    await gone;
  };
  return { call, close: () => (state.closing ??= close()) };
};

/** The store in an SQLite file, and the consent lane's in one beside it. Throws `store-in-use` when another process has the file open. */
export const openSqliteStore = async (options: SqliteOptions): Promise<Store> => {
  const { file, decisionKeys, retention, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const main = await openThread({ file, decisionKeys, retention, busyTimeoutMs });
  let consent: Thread;
  try {
    consent = await openThread({ file: consentFileOf(file), decisionKeys, retention, busyTimeoutMs });
  } catch (error) {
    await main.close();
    throw error;
  }
  // The threads answer each operation with the type the port promises for its name.
  return storeOver(
    (name, ...input) => (isConsent(name) ? consent : main).call(name, input) as never,
    async () => {
      await Promise.all([main.close(), consent.close()]);
    },
  );
};
