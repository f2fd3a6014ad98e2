/**
 * Purpose: says whether a connection is ready to go live, and what to do where it is not.
 * In: the rules in force, fresh schemas, the integration user's rights, both budgets, the last dry run, duplicates and open issues.
 * Out: one report per look: checks with state, figures, records and remedies, and a score of 0 to 100; the last one is kept as a document.
 * Never: writes to a platform, keeps a value of a customer's record, or holds anything back: a person decides.
 * Tests: beside each file here.
 */
export { createPreflightDesk } from './desk.ts';
export type { PreflightDesk, PreflightPlace, PreflightView } from './desk.ts';
export type { Check, CheckState, Finding, Preflight } from './model.ts';
