/**
 * Purpose: lets everything two systems hold cross for the first time, or again after the rules changed, as a job people can see, stop and check.
 * In: the rules in force, both gateways, the store, and what people say: start, go on, pause, resume, cancel.
 * Out: records due in lane `backfill`, which the engine's passes serve; figures, samples and faults as documents.
 * Never: writes to a platform itself, holds more than a page of records, or keeps a value of a customer's record.
 * Tests: beside each file here; backfill.test.ts tells whole jobs, killed ones too.
 */
export { createBook, groupOf, refText } from './documents.ts';
export type { Book } from './documents.ts';
export { createHold } from './hold.ts';
export type { Hold } from './hold.ts';
export { atSchema, checkSchema, emptyCheck, stepName, stepSchema } from './model.ts';
export type { CheckTally, Step } from './model.ts';
export { lookFor, pageDone, stepDone, waitFor, waitForBudget, withItem } from './phase.ts';
export type { Advance, PhasePorts, Waiting, Walk } from './phase.ts';
export { checkSteps, recordSteps } from './plan.ts';
export { rehearse } from './rehearse.ts';
export type { Verdict } from './rehearse.ts';
export { plus } from './tally.ts';
export { batchSize, counted, disagreement, isWhole, standingOf, standingsOf } from './verify.ts';
export type { FoundPage, Standing } from './verify.ts';
export { walkPage } from './walk.ts';
export type { WalkPage } from './walk.ts';
export { createBackfillDesk } from './desk.ts';
export type { BackfillDesk, BackfillPlace } from './desk.ts';
export type { CanaryState } from './canary.ts';
export { settingsSchema } from './model.ts';
export type { BackfillSettings } from './model.ts';
export type { Sample } from './survey.ts';
export type { Fault } from './verify.ts';
export { isPairMatch } from './view.ts';
export type { JobView, MappingCheck } from './view.ts';
export { createBackfill } from './worker.ts';
export type { Backfill, BackfillOptions, BackfillWork } from './worker.ts';
