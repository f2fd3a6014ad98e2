/** Governor limits: counted per transaction, enforced with an exception Apex cannot catch. */
import { raise } from './throwable.ts';

export type LimitName =
  | 'queries'
  | 'queryRows'
  | 'aggregateQueries'
  | 'soslQueries'
  | 'dmlStatements'
  | 'dmlRows'
  | 'callouts'
  | 'futureCalls'
  | 'queueableJobs'
  | 'publishImmediate'
  | 'emailInvocations'
  | 'savepoints'
  | 'savepointRollbacks'
  | 'cpuMs'
  | 'heapBytes'
  | 'mobilePush'
  | 'runAs'
  | 'fieldSets';

/** Source: Apex Developer Guide, "Execution Governors and Limits" (per-transaction, sync and async columns). */
const SYNC: Readonly<Record<LimitName, number>> = {
  queries: 100,
  queryRows: 50_000,
  aggregateQueries: 300,
  soslQueries: 20,
  dmlStatements: 150,
  dmlRows: 10_000,
  callouts: 100,
  futureCalls: 50,
  queueableJobs: 50,
  publishImmediate: 150,
  emailInvocations: 10,
  savepoints: 150,
  savepointRollbacks: 150,
  cpuMs: 10_000,
  heapBytes: 6_000_000,
  mobilePush: 10,
  runAs: 20,
  fieldSets: 100,
};
const ASYNC: Readonly<Record<LimitName, number>> = { ...SYNC, queries: 200, futureCalls: 0, queueableJobs: 1, cpuMs: 60_000, heapBytes: 12_000_000 };

const MESSAGES: Partial<Record<LimitName, string>> = {
  queries: 'Too many SOQL queries',
  queryRows: 'Too many query rows',
  dmlStatements: 'Too many DML statements',
  dmlRows: 'Too many DML rows',
  callouts: 'Too many callouts',
  futureCalls: 'Too many future calls',
  queueableJobs: 'Too many queueable jobs added to the queue',
  publishImmediate: 'Too many EventBus.publish calls',
  soslQueries: 'Too many SOSL queries',
  emailInvocations: 'Too many Email Invocations',
};

/** Statement starts, loop turns and calls that stand for a millisecond of CPU: deterministic, unlike a clock. */
const OPERATIONS_PER_MS = 1000;

export class Limits {
  readonly isAsync: boolean;
  readonly #used = new Map<LimitName, number>();
  operations = 0;
  /** A cacheable controller method: any DML is one too many. */
  isReadOnly = false;
  constructor(isAsync: boolean) {
    this.isAsync = isAsync;
  }
  used(name: LimitName): number {
    return name === 'cpuMs' ? Math.floor(this.operations / OPERATIONS_PER_MS) : (this.#used.get(name) ?? 0);
  }
  allowed(name: LimitName): number {
    return (this.isAsync ? ASYNC : SYNC)[name];
  }
  add(name: LimitName, count = 1): void {
    const total = this.used(name) + count;
    this.#used.set(name, total);
    const message = MESSAGES[name];
    if (message && total > (this.isReadOnly && name === 'dmlStatements' ? 0 : this.allowed(name))) raise('LimitException', `${message}: ${total}`);
  }
  checkCpu(): void {
    if (this.operations > this.allowed('cpuMs') * OPERATIONS_PER_MS) {
      this.operations = 0; // so that unwinding code does not throw again
      raise('LimitException', 'Apex CPU time limit exceeded');
    }
  }
}
