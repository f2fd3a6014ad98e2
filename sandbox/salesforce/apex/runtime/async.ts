/** Queueable jobs and event delivery. In a test both wait in the test's own queues; otherwise the org runs them after commit. */
import type { Row, TriggerInvocation } from '../../contract.ts';
import { Bag } from '../library/define.ts';
import { running } from './current.ts';
import { Instance } from './instance.ts';
import { id18 } from './sobject.ts';
import { asThrowable } from './runtime.ts';
import type { PendingEvent } from './runtime.ts';
import { headline, notNull, raise } from './throwable.ts';
import { runTriggers, type EventBusState } from './triggers.ts';

let jobs = 0;
const testJobId = (): string => id18(`707${String((jobs += 1)).padStart(12, '0')}`);

/** System.enqueueJob. */
export function enqueue(job: Instance): string {
  const runtime = running();
  const { context } = runtime;
  if (!(job instanceof Instance)) return raise('IllegalArgumentException', 'System.enqueueJob takes a Queueable of the package');
  context.limits.add('queueableJobs');
  const className = job.$cls.fullName;
  if (context.test) {
    if (context.quiddity === 'QUEUEABLE') return raise('AsyncException', 'Maximum stack depth has been reached.');
    const id = testJobId();
    context.test.jobs.push({ className, kind: 'queueable', id, run: () => void job.$invoke('execute', [new Bag('QueueableContext', { jobId: id })]) });
    return id;
  }
  let id = '';
  id = context.transaction.enqueue({
    kind: 'queueable',
    className,
    run: (transaction) => {
      runtime.inContext(runtime.contextOf(transaction), () => void job.$invoke('execute', [new Bag('QueueableContext', { jobId: id })]));
    },
  });
  return id;
}

/** Test.stopTest: runs the jobs waiting, each as its own transaction. */
export function runJobs(): void {
  const runtime = running();
  const test = notNull(runtime.context.test);
  for (const job of test.jobs.splice(0)) runtime.asNewTransaction(job.kind === 'future' ? 'FUTURE' : 'QUEUEABLE', runtime.context.userId, job.run);
}

/** A call of an @future method: it runs after commit, in a test at stopTest. */
export function callFuture(className: string, run: (...args: unknown[]) => void, args: readonly unknown[]): void {
  const runtime = running();
  const { context } = runtime;
  if (context.quiddity === 'FUTURE') raise('AsyncException', 'Future method cannot be called from a future or batch method');
  context.limits.add('futureCalls');
  if (context.test) {
    context.test.jobs.push({ className, kind: 'future', id: testJobId(), run: () => run(...args) });
    return;
  }
  context.transaction.enqueue({ kind: 'future', className, run: (transaction) => runtime.inContext(runtime.contextOf(transaction), () => run(...args)) });
}

const BATCH_MAX = 2000; // events per trigger invocation
const ROUNDS_MAX = 50;
const RETRIES_MAX = 9; // then the platform stops the subscription

/** Fires the event triggers on what the test has published so far, as often as they publish more. */
export function deliverEvents(): void {
  const test = notNull(running().context.test);
  const later: PendingEvent[] = [];
  for (let round = 0; test.events.length && round < ROUNDS_MAX; round += 1) {
    for (const { object, rows, retries } of test.events.splice(0)) {
      for (let start = 0; start < rows.length; start += BATCH_MAX) {
        const again = deliver(object, rows.slice(start, start + BATCH_MAX), retries);
        if (again.length) later.push({ object, rows: again, retries: retries + 1 });
      }
    }
  }
  test.events.push(...later);
}

let replayIds = 0;

/** Delivers one batch; answers the events that wait for the next delivery. */
function deliver(object: string, rows: readonly Row[], retries: number): readonly Row[] {
  const runtime = running();
  const { transaction, userId } = runtime.context;
  const now = transaction.now();
  const newRows = rows.map((row): Row => ({ ...row, ReplayId: row['ReplayId'] ?? String((replayIds += 1)), CreatedDate: now, CreatedById: userId }));
  const invocation: TriggerInvocation = { object, event: 'after insert', newRows, oldRows: null, addError: () => undefined };
  const bus: EventBusState = { retries, lastError: null, resume: null };
  const savepoint = transaction.setSavepoint();
  try {
    runtime.asNewTransaction('PLATFORM_EVENT', userId, () => runTriggers(runtime, invocation, bus));
    return [];
  } catch (error) {
    const thrown = asThrowable(error);
    if (!thrown || thrown.isFatal) throw error;
    runtime.debug(`ERROR|${headline(thrown)}`);
    // A checkpoint keeps the work before it and resumes behind it; otherwise only a RetryableException comes again.
    const at = newRows.findIndex((row) => row['ReplayId'] === bus.resume);
    if (at >= 0) return newRows.slice(at + 1);
    transaction.rollback(savepoint);
    return thrown.typeName === 'EventBus.RetryableException' && retries < RETRIES_MAX ? newRows : [];
  }
}
