import type { AsyncJob, Callouts, DmlOptions, Outgoing, QueryOptions, Row, SaveResult, Transaction, TransactionOptions } from '../contract.ts';
import { OrgError } from './errors.ts';
import type { EventBus, PendingEvent } from './events/bus.ts';
import { externalOf } from './outbox.ts';
import type { SaveContext } from './save/context.ts';
import { runConversions } from './save/convert.ts';
import { runDml } from './save/dml.ts';
import { runMerge } from './save/merge.ts';
import { purgeRows } from './save/purge.ts';
import { parseSoql } from './soql/parser.ts';
import type { Query } from './soql/ast.ts';
import { runQuery } from './soql/run.ts';
import type { QueryContext } from './soql/resolve.ts';

export type QueuedJob = { readonly job: AsyncJob; readonly jobId: string; readonly userId: string };
/** What a transaction gathers while it runs. */
export type TransactionState = {
  readonly pendingEvents: PendingEvent[];
  readonly jobs: QueuedJob[];
  readonly outgoing: Outgoing[];
  readonly createdInTest: Set<string>;
  readonly isTest: boolean;
  readonly requestId: string;
  readonly quiddity: string;
  readonly callouts: Callouts | undefined;
  ended: boolean;
};
type Mark = { readonly rows: number; readonly events: number; readonly jobs: number; readonly outgoing: number; readonly automated: number };
type Base = Omit<SaveContext, 'transaction' | 'userId' | 'isVisible' | 'noteInsert' | 'dml' | 'mark' | 'undoTo'>;
export type TransactionParts = {
  readonly base: Base;
  readonly bus: EventBus;
  readonly now: () => number;
  /** Stores and serves events that do not wait for the commit. */
  readonly publishNow: (events: readonly PendingEvent[]) => void;
  readonly recordJob: (job: AsyncJob, userId: string) => string;
  readonly emailsLeft: () => number;
  readonly drainForTest: (state: TransactionState, transaction: Transaction) => void;
};

export const newState = (options: TransactionOptions, requestId: string): TransactionState => ({
  pendingEvents: [],
  jobs: [],
  outgoing: [],
  createdInTest: new Set(),
  isTest: options.isTest === true,
  requestId,
  quiddity: options.quiddity,
  callouts: options.callouts,
  ended: false,
});

/** A running transaction of a user; `runAs` changes the user for a while (System.runAs, event triggers in tests). */
export function createTransaction(parts: TransactionParts, state: TransactionState, startedBy: string): Transaction {
  let userId = startedBy;
  const { base } = parts;
  const { database, registry } = base;
  const marks: Mark[] = [];
  // A test may use the standard price book, which it has from Test.getStandardPricebookId.
  const isVisible = (object: string, row: Row): boolean =>
    !state.isTest || registry.find(object)?.kind === 'setup' || state.createdInTest.has(String(row['Id'])) || row['IsStandard'] === true;
  const alive = (): void => {
    if (state.ended) throw new OrgError('INVALID_OPERATION', 'the transaction has ended');
  };
  const mark = (): number =>
    marks.push({
      rows: database.mark(),
      events: state.pendingEvents.length,
      jobs: state.jobs.length,
      outgoing: state.outgoing.length,
      automated: base.progress.automated.size,
    }) - 1;
  const undoTo = (index: number): void => {
    const at = marks[index];
    if (at === undefined) throw new OrgError('INVALID_OPERATION', 'unknown savepoint');
    database.undoTo(at.rows);
    // What a test has drained since is gone either way.
    state.pendingEvents.length = Math.min(at.events, state.pendingEvents.length);
    state.jobs.length = Math.min(at.jobs, state.jobs.length);
    state.outgoing.length = Math.min(at.outgoing, state.outgoing.length);
    // Automation that was undone with its save is due again.
    for (const key of [...base.progress.automated].slice(at.automated)) base.progress.automated.delete(key);
    marks.length = index + 1;
  };
  const objectNamed = (name: string) => {
    const object = registry.find(name);
    if (object === undefined)
      throw new OrgError(
        'INVALID_TYPE',
        `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    return object;
  };
  const transaction: Transaction = {
    get userId() {
      return userId;
    },
    requestId: state.requestId,
    quiddity: state.quiddity,
    ...(state.callouts === undefined ? {} : { callouts: state.callouts }),
    messaging: {
      send: (message) => {
        alive();
        state.outgoing.push(message);
      },
      emailsLeft: () => parts.emailsLeft() - state.outgoing.reduce((sum, message) => sum + externalOf(message), 0),
      notificationType: (id) => {
        const name = database.table('CustomNotificationType').get(id)?.['DeveloperName'];
        return typeof name === 'string' ? name : undefined;
      },
      mark: () => state.outgoing.length,
      undoTo: (length) => {
        state.outgoing.length = Math.min(length, state.outgoing.length);
      },
    },
    now: parts.now,
    query: (soql, binds, options) => {
      alive();
      const query = parseSoql(soql);
      return runQuery(queryContext(query, binds, options), query);
    },
    dml: (operation, object, rows, options) => {
      alive();
      return runDml(context, operation, objectNamed(object), rows, options);
    },
    publish: (object, events) => {
      alive();
      const schema = objectNamed(object);
      if (schema.kind !== 'event') throw new OrgError('INVALID_TYPE_FOR_OPERATION', `${object} is not a platform event`);
      const prepared = events.map((row, index) => parts.bus.prepare(schema, row, { userId, now: parts.now(), pending: state.pendingEvents.length + index }));
      const accepted = prepared.flatMap((p) => p.event ?? []);
      if (schema.publishBehavior === 'PublishAfterCommit' || state.isTest) state.pendingEvents.push(...accepted);
      else parts.publishNow(accepted);
      return prepared.map((p): SaveResult => p.result);
    },
    setSavepoint: mark,
    rollback: undoTo,
    enqueue: (job) => {
      alive();
      const jobId = parts.recordJob(job, userId);
      state.jobs.push({ job, jobId, userId });
      return jobId;
    },
    convertLeads: (requests, allOrNone) => runConversions(context, requests, allOrNone),
    mergeRecords: (object, master, loserIds, options: DmlOptions) => runMerge(context, objectNamed(object), master, loserIds, options),
    emptyRecycleBin: (ids) => {
      alive();
      return purgeRows(context, ids);
    },
    drainForTest: () => parts.drainForTest(state, transaction),
    runAs: (other, work) => {
      const { progress } = base;
      const before = { userId, setupObject: progress.setupObject, dataObject: progress.dataObject };
      // A runAs block starts a new unit for the ban on mixed DML: that is how tests make users and assign permission sets.
      Object.assign(progress, { setupObject: null, dataObject: null });
      userId = other;
      try {
        return work();
      } finally {
        userId = before.userId;
        Object.assign(progress, { setupObject: before.setupObject, dataObject: before.dataObject });
      }
    },
  };
  const context: SaveContext = {
    ...base,
    transaction,
    get userId() {
      return userId;
    },
    isVisible,
    noteInsert: (id) => void (state.isTest && state.createdInTest.add(id)),
    dml: (operation, object, rows, options) => runDml(context, operation, object, rows, options),
    mark,
    undoTo,
  };

  const queryContext = (query: Query, binds: Readonly<Record<string, unknown>>, options: QueryOptions): QueryContext => {
    const isUser = query.security === 'USER_MODE' || (options.access === 'user' && query.security !== 'SYSTEM_MODE');
    const checks = isUser || query.security === 'SECURITY_ENFORCED';
    const shares = isUser || options.sharing;
    const deleted = options.includeDeleted || query.allRows;
    return {
      registry,
      now: parts.now(),
      table: database.table,
      mayReadObject: (object) => !checks || base.permissions.canRead(userId, object),
      mayReadField: (object, field) => !checks || base.permissions.canRead(userId, object, field),
      isVisible: (object, row) => (deleted || row['IsDeleted'] !== true) && isVisible(object, row) && (!shares || base.sharing.canSee(userId, object, row)),
      bind: (name) => binds[name],
    };
  };
  return transaction;
}
