/**
 * Purpose: finds changes of both schemas before they break records: what the rules lean on is remembered per object and compared.
 * In: rules, the schemas of both platforms, active validation rules, and a person's word on a mere notice.
 * Out: findings with the rules they concern and the fix, as issues that close by themselves, and a list for the page.
 * Never: reads or writes a record, holds back a write, or changes a rule.
 * Tests: beside each file here; over the wire in bridge/test/drift.
 */
export { compareObject } from './compare.ts';
export { createDriftDesk } from './desk.ts';
export type { DriftDesk, DriftList, DriftPlace } from './desk.ts';
export type { Finding, FindingKind, ObjectState } from './model.ts';
export { createDriftWatch } from './watch.ts';
export type { DriftPorts, DriftWatch } from './watch.ts';
