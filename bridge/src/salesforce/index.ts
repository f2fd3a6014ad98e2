/**
 * The Salesforce gateway: login, records, rules and the change stream of one org.
 * In: options of one org, a clock, a journal, the store for the stream's position.
 * Out: the engine's CrmGateway and RuleSource; changes stored with the replay id that covers them.
 * It must never decide what a value should be, put unquoted text into SOQL, write to the user's home, or repeat a write after an unclear answer.
 * Tests: beside the files, and bridge/test/contract/gateway against a local org.
 */
export { openSalesforce } from './gateway.ts';
export type { SalesforceOrg } from './gateway.ts';
export { createNames } from './names.ts';
export { assembleRules } from './rules/assemble.ts';
export type { SalesforceAuth } from './auth.ts';
export type { SalesforceOptions } from './session.ts';
export type { ChangeStream, GapReason, StreamState } from './stream/stream.ts';
export type { PubSubOptions } from './stream/client.ts';
