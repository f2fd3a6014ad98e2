/** Queueable jobs and event delivery. In a test both wait in the test's own queues; otherwise the org runs them after commit. */
import type { Row, TriggerInvocation } from '../../contract.ts';
import { Bag } from '../library/define.ts';
import { running } from './current.ts';
import { Instance } from './instance.ts';
import { id18 } from './sobject.ts';
import { isOrgError, notNull, raise } from './throwable.ts';
import { runTriggers } from './triggers.ts';

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
  for (const job of test.jobs.splice(0)) runtime.asNewTransaction('QUEUEABLE', runtime.context.userId, job.run);
}

const BATCH_MAX = 2000; // events per trigger invocation
const ROUNDS_MAX = 50;

/** Fires the event triggers on what the test has published so far, as often as they publish more. */
export function deliverEvents(): void {
  const runtime = running();
  const test = notNull(runtime.context.test);
  for (let round = 0; test.events.length && round < ROUNDS_MAX; round += 1) {
    for (const { object, rows } of test.events.splice(0)) {
      for (let start = 0; start < rows.length; start += BATCH_MAX) deliver(object, rows.slice(start, start + BATCH_MAX));
    }
  }
}

let replayIds = 0;

function deliver(object: string, rows: readonly Row[]): void {
  const runtime = running();
  const now = runtime.context.transaction.now();
  const newRows = rows.map((row): Row => ({ ...row, ReplayId: String((replayIds += 1)), CreatedDate: now, CreatedById: runtime.context.userId }));
  const invocation: TriggerInvocation = { object, event: 'after insert', newRows, oldRows: null, addError: () => undefined };
  try {
    runtime.asNewTransaction('PLATFORM_EVENT', runtime.context.userId, () => runTriggers(runtime, invocation));
  } catch (error) {
    // An event trigger that fails does not fail the test that published; the platform suspends the subscription.
    if (isOrgError(error)) throw error;
    runtime.debug(`ERROR|${error instanceof Error ? error.message : String(error)}`);
  }
}
