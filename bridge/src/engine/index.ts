/**
 * Purpose: carries changes between the two systems: intake, the pass, the sweep, and the runner that keeps them going.
 * In: notices, rules, schemas, and the ports of ports.ts.
 * Out: writes on both platforms, and in the store links, baselines, decisions, issues and reviews.
 * Never: talks to a platform or a database except through a port, reads the wall clock, or logs a field value.
 * Tests: bridge/test/sim (whole loops under faults), beside each file here (stages).
 */
export type * from './ports.ts';
export { AT_REST, createAgenda } from './agenda.ts';
export type { Agenda, AgendaEnd, AgendaItem } from './agenda.ts';
export { createBreakerDesk } from './breaker/desk.ts';
export type { BreakerDesk, BreakerPlace } from './breaker/desk.ts';
export { BREAKER_SETTINGS, createBreakerKeeper, WRITE_KINDS } from './breaker/keeper.ts';
export type { BreakerKeeper, BreakerRow, BreakerSettings } from './breaker/keeper.ts';
export { createStormWatch, STORM_BURST } from './breaker/storms.ts';
export type { StormWatch } from './breaker/storms.ts';
export { lookForForgotten } from './forgets.ts';
export type { ForgetPorts } from './forgets.ts';
export { createCallGates, createGate } from './gate.ts';
export type { Gate } from './gate.ts';
export { indexMapping, isIndexed } from './indexing.ts';
export type { IndexPorts } from './indexing.ts';
export { createIntake } from './intake.ts';
export type { Intake } from './intake.ts';
export { readDirectory } from './owners.ts';
export { runPass } from './pass/pass.ts';
export type { PassSummary } from './pass/pass.ts';
export type { PassContext } from './pass/context.ts';
export { keyFor, linkIdFor, linkSubjectOf, recordOf, recordSubjectOf } from './pass/subjects.ts';
export { resolveReferences } from './pass/references.ts';
export { restingReason } from './resting.ts';
export { retryAt } from './retry.ts';
export { createRulebook, laneUnder, objectsOf } from './rulebook.ts';
export type { Rulebook } from './rulebook.ts';
export { createRunner } from './runner.ts';
export type { Runner, RunnerPorts } from './runner.ts';
export { watchSegments } from './segments.ts';
export type { SegmentPorts, WatchedSegment } from './segments.ts';
export { DEFAULT_SETTINGS } from './settings.ts';
export type { EngineSettings } from './settings.ts';
export { noteSwept, sweepAll } from './sweep.ts';
export type { SweepOptions, SweepPorts, SweepResult } from './sweep.ts';
