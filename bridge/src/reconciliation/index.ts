/**
 * Purpose: tells on a schedule what both systems hold: how far fields drifted, why each side counts whom it counts, and who was handed over when.
 * In: the rules in force, both gateways, the store, and what people say: check now, repair, count others.
 * Out: runs, buckets, findings and the handoff ledger as documents; for a repair, subjects that are due.
 * Never: writes to a platform, holds more than a page of records, or keeps a value of a customer's record.
 * Tests: beside each file here; bridge/test/reconciliation tells whole checks over generated worlds, and one over the wire.
 */
export { reportOf } from './buckets.ts';
export type { Bucket, Report } from './buckets.ts';
export { createReconciliationDesk, exports, handoffStates } from './desk.ts';
export type { EntryRow, Export, FaultRow, Overview, ReconciliationDesk, ReconciliationPlace } from './desk.ts';
export { definitionSchema } from './model.ts';
export type { Definition, HandoffState, LedgerRow } from './model.ts';
export type { RunPoint, RunView } from './view.ts';
export { createReconciliation } from './worker.ts';
export type { Reconciliation, ReconciliationOptions, ReconciliationWork } from './worker.ts';
