import type { ApexProgram, AsyncJob, BusEvent, Row, Transaction, TransactionOptions } from '../contract.ts';
import { OrgError } from './errors.ts';
import type { Database } from './store/database.ts';
import type { QueuedJob, TransactionState } from './transaction.ts';

/** What starts once a transaction has committed: Queueables, and Apex triggers on the events it published. */
export type AfterCommit = {
  /** The AsyncApexJob row of a job enqueued in the running transaction; its id. */
  recordJob(job: AsyncJob, userId: string): string;
  queueJobs(jobs: readonly QueuedJob[]): void;
  queueEvents(stored: readonly BusEvent[]): void;
  /** Runs what is queued, and what that queues in turn, each in its own transaction. */
  drain(): void;
  /** Runs the jobs and event triggers of a test transaction inside it. */
  drainForTest(state: TransactionState, transaction: Transaction): void;
  /** Faults of this work: nobody is waiting for it who could be told. Oldest first, at most 200. */
  readonly problems: string[];
};
export type AfterCommitParts = {
  readonly database: Database;
  readonly now: () => number;
  readonly automatedUserId: string;
  readonly program: () => ApexProgram | null;
  readonly run: (options: TransactionOptions, work: (transaction: Transaction) => void) => void;
};

const BACKLOG_MAX = 10_000;
/** Batch size and retries of event triggers: Platform Events Developer Guide, "Subscribe to Platform Event Notifications with Apex Triggers". */
const EVENT_BATCH = 2000;
const RETRIES_MAX = 9;
const PROBLEMS_MAX = 200;
type Published = { readonly topic: string; readonly values: Row; readonly replayId?: bigint };

/** The queue of one org. */
export function createAfterCommit(parts: AfterCommitParts): AfterCommit {
  const { database, now, automatedUserId, program, run } = parts;
  let backlog: (() => void)[] = [];
  let isDraining = false;
  const problems: string[] = [];
  const problem = (text: string): void => {
    problems.push(text);
    if (problems.length > PROBLEMS_MAX) problems.shift();
  };

  const runJob = (queued: QueuedJob): void => {
    let failure: string | null = null;
    try {
      run({ userId: queued.userId, quiddity: queued.job.kind === 'future' ? 'FUTURE' : 'QUEUEABLE' }, (t) => queued.job.run(t));
    } catch (error) {
      failure = messageOf(error);
      problem(`${queued.job.className}: ${failure}`);
    }
    finishJob(database, queued.jobId, { failure, now: now() });
    database.commit([]);
  };
  const fire = (transaction: Transaction, object: string, events: readonly Published[]): void => {
    const newRows = events.map((e): Row => (e.replayId === undefined ? { ...e.values } : { ...e.values, ReplayId: String(e.replayId) }));
    program()?.runTriggers(transaction, { object, event: 'after insert', newRows, oldRows: null, addError: () => undefined });
  };
  /** A RetryableException means: the same batch again, at most nine times. */
  const deliver = (object: string, events: readonly Published[]): void => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        run({ userId: automatedUserId, quiddity: 'PLATFORM_EVENT' }, (t) => fire(t, object, events));
        return;
      } catch (error) {
        const isRetryable = error instanceof Error && 'typeName' in error && String(error.typeName).endsWith('RetryableException');
        if (isRetryable && attempt < RETRIES_MAX) continue;
        problem(`${object} trigger: ${messageOf(error)}`);
        return;
      }
    }
  };

  return {
    problems,
    recordJob: (job, userId) => recordJob(database, job, { userId, now: now() }),
    queueJobs: (jobs) => backlog.push(...jobs.map((queued) => () => runJob(queued))),
    queueEvents: (stored) => {
      for (const [object, events] of subscribed(program(), stored)) {
        for (let i = 0; i < events.length; i += EVENT_BATCH) backlog.push(() => deliver(object, events.slice(i, i + EVENT_BATCH)));
      }
    },
    drain: () => {
      if (isDraining) return;
      isDraining = true;
      try {
        for (let done = 0; backlog.length > 0; done += 1) {
          if (done > BACKLOG_MAX) throw new Error('after-commit work never ends: a job or an event trigger starts itself again and again');
          backlog.shift()?.();
        }
      } finally {
        backlog = [];
        isDraining = false;
      }
    },
    drainForTest: (state, transaction) => {
      if (!state.isTest) throw new OrgError('INVALID_OPERATION', 'only a test transaction can be drained');
      for (const queued of state.jobs.splice(0)) {
        queued.job.run(transaction);
        finishJob(database, queued.jobId, { failure: null, now: now() });
      }
      for (const [object, events] of subscribed(program(), state.pendingEvents.splice(0)))
        transaction.runAs?.(automatedUserId, () => fire(transaction, object, events));
    },
  };
}

/** Events by the object they are of, for objects an Apex trigger listens to. */
function subscribed<E extends Published>(program: ApexProgram | null, events: readonly E[]): readonly (readonly [string, readonly E[]])[] {
  const topics = [...new Set(events.map((e) => e.topic))];
  const listening = topics
    .map((topic) => [topic.replace('/event/', ''), topic] as const)
    .filter(([object]) => program?.hasTriggers(object, 'after insert') === true);
  return listening.map(([object, topic]) => [object, events.filter((e) => e.topic === topic)]);
}

const seconds = (now: number): number => Math.floor(now / 1000) * 1000;

function recordJob(database: Database, job: AsyncJob, by: { readonly userId: string; readonly now: number }): string {
  const table = database.table('AsyncApexJob');
  const id = database.nextId('AsyncApexJob');
  const at = seconds(by.now);
  const classId = [...database.table('ApexClass').rows.values()].find((c) => c['Name'] === job.className)?.['Id'];
  const audit = { CreatedDate: at, CreatedById: by.userId, LastModifiedDate: at, LastModifiedById: by.userId, SystemModstamp: at };
  const counters = { JobItemsProcessed: '0', TotalJobItems: '0', NumberOfErrors: '0' };
  database.write('AsyncApexJob', id, {
    ...table.blank(),
    ...audit,
    ...counters,
    Id: id,
    IsDeleted: false,
    ApexClassId: classId ?? null,
    JobType: job.kind === 'future' ? 'Future' : 'Queueable',
    Status: 'Queued',
  });
  return id;
}

function finishJob(database: Database, jobId: string, end: { readonly failure: string | null; readonly now: number }): void {
  const row = database.table('AsyncApexJob').get(jobId);
  if (row === undefined) return;
  const done = seconds(end.now);
  const status = end.failure === null ? 'Completed' : 'Failed';
  database.write('AsyncApexJob', jobId, {
    ...row,
    Status: status,
    CompletedDate: done,
    SystemModstamp: done,
    NumberOfErrors: end.failure === null ? '0' : '1',
    ExtendedStatus: end.failure?.slice(0, 1000) ?? null,
  });
}

/** Apex failures read as Apex says them; a fault of our own keeps its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ApexException' ? error.message : (error.stack ?? error.message);
}
