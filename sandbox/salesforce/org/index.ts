/**
 * Purpose: the local Salesforce org itself: schema, records, SOQL, saving in the platform's order, permissions, events.
 * In: package metadata directories, a data directory, a clock; then transactions, queries and an attached Apex program.
 * Out: the `Org` and `Transaction` of `../contract.ts`; results and errors as the platform gives them.
 * Never: listens on a socket, parses Apex, invents behaviour it does not know (it refuses, with NOT_IMPLEMENTED).
 * Tests: beside the files (`*.test.ts`), on the small package in `testing/`; assumptions are listed in docs/org-assumptions.md.
 */
export { createOrg } from './org.ts';
export type { LocalOrg, OrgConfiguration, OrgLimits, OrgOptions } from './org.ts';
export type { Outbox, Sent } from './outbox.ts';
export { OrgError } from './errors.ts';
export { makeId, parseId, withChecksum } from './ids.ts';
export { canonicalDecimal } from './decimal.ts';
export { MetadataError } from './metadata/source.ts';
export type { Persona, Personas } from './access/seed.ts';
export type { AssignmentRule, Automation, DuplicateRule, FieldUpdate, RuleCondition, SaveRules, ValidationRule } from './save/rules.ts';
export type { ChildRelationship, FieldChange } from './schema/registry.ts';
export type { PicklistChange } from './access/statuses.ts';
export type { Features } from './schema/features.ts';
export type { EventFault } from './events/bus.ts';
export { holdsAll } from './save/rules.ts';
