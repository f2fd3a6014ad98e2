/**
 * Purpose: what both local platforms share: clock, seeded randomness, faults, request log, state files, control plane.
 * In: calls to `/__sandbox/…`, and the platform's own calls to these pieces.
 * Out: decisions (delay, fail, lose, drop…) and answers; it never does the platform's work.
 * Never: knows anything of Salesforce or HubSpot; listens on a socket by itself.
 * Tests: beside the files (`*.test.ts`).
 */
export { createClock } from './clock.ts';
export type { ClockChange, ClockState, SandboxClock } from './clock.ts';
export { createRandom } from './random.ts';
export type { SandboxRandom } from './random.ts';
export { FaultRuleError, parseFaultRule, parseFaultRules } from './fault-rules.ts';
export type { FaultAction, FaultMatch, FaultRule } from './fault-rules.ts';
export { createFaultPlan } from './fault-plan.ts';
export type { DisturbedNotice, FaultNotice, FaultPlan, FaultRequest, FaultRuleState, RequestVerdict } from './fault-plan.ts';
export { createRequestLog } from './request-log.ts';
export type { LoggedRequest, RequestLog } from './request-log.ts';
export { openJournal } from './journal.ts';
export type { Journal, JournalOptions } from './journal.ts';
export { applyRequestFaults, loseResponse, readBody, sendJson } from './http.ts';
export type { FaultOutcome } from './http.ts';
export { CONTROL_PREFIX, ControlError, createControlPlane } from './control-plane.ts';
export type { ControlAnswer, ControlHandler, ControlOptions, ControlPlane, ControlRequest } from './control-plane.ts';
