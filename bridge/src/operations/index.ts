/**
 * What people see and do: status, issues, decisions, explanations, retries; the log and the metrics.
 * In: one view per connection (store, gateways, rules, progress).
 * Out: plain data for the API and the command line; JSON log lines; Prometheus figures.
 * It must never write to a CRM, and never put a field value into a log line or a metric.
 * Tests: beside the files.
 */
export { wallClock } from './clock.ts';
export { createGauges } from './gauges.ts';
export { createJournal } from './journal.ts';
export type { BridgeJournal } from './journal.ts';
export { createOperations } from './operations.ts';
export type { Operations, OperationsResult } from './operations.ts';
export { explainRecord } from './explain.ts';
export type { Explanation, ExplainedField } from './explain.ts';
export type { ApprovalRow } from './approvals.ts';
export type { DuplicateGroup, DuplicatePage } from './duplicates.ts';
export type { EraseAnswer, ErasureCheck } from './erasures.ts';
export { createOperationsDesk } from './desk.ts';
export type { DeskPlace, OperationsDesk, ReviewAnswer } from './desk.ts';
export { createAlertWatcher } from './alerts/index.ts';
export type { AlertBook, AlertWatcher } from './alerts/index.ts';
export { createFigures, MINUTE_MS } from './health/index.ts';
export type { Figures } from './health/index.ts';
export type { Status } from './status.ts';
export { createRuleDesk } from './jobs-rules.ts';
export type { RuleDesk } from './jobs-rules.ts';
export type { ConnectionView, Progress } from './view.ts';
