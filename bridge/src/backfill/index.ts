/**
 * Purpose: lets everything two systems hold cross for the first time, or again after the rules changed, as a job people can see, stop and check.
 * In: the rules in force, both gateways, the store, and what people say: start, go on, pause, resume, cancel.
 * Out: records due in lane `backfill`, which the engine's passes serve; figures, samples and faults as documents.
 * Never: writes to a platform itself, holds more than a page of records, or keeps a value of a customer's record.
 * Tests: beside each file here; backfill.test.ts tells whole jobs, killed ones too.
 */
export { createBackfillDesk } from './desk.ts';
export type { BackfillDesk, BackfillPlace } from './desk.ts';
export type { CanaryState } from './canary.ts';
export { settingsSchema } from './model.ts';
export type { BackfillSettings } from './model.ts';
export type { Sample } from './survey.ts';
export type { Fault } from './verify.ts';
export type { JobView, MappingCheck } from './view.ts';
export { createBackfill } from './worker.ts';
export type { Backfill, BackfillOptions, BackfillWork } from './worker.ts';
