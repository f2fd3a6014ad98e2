/**
 * The HubSpot gateway: everything the bridge says to and hears from one portal.
 * In: options of one portal, a clock, a journal; webhook requests as raw bytes.
 * Out: the engine's CrmGateway, and changes read from verified webhooks.
 * It must never decide what a value should be, keep customer data, or repeat a write on its own after an unclear answer.
 * Tests: beside the files, and bridge/test/contract/gateway against a local portal.
 */
export { createHubSpotGateway } from './gateway.ts';
export type { HubSpotGateway } from './gateway.ts';
export type { Calls, HubSpotOptions } from './calls.ts';
export type { CallFailure, CallResult } from './faults.ts';
export { readAssociations } from './associations.ts';
export { readHistory } from './history.ts';
export { readAll, readRecords } from './read.ts';
export type { HubSpotObject } from './records.ts';
export type { HubSpotAuth } from './tokens.ts';
export { createJournalReader } from './journal/reader.ts';
export type { JournalReader, JournalWish } from './journal/reader.ts';
export { watchJournal } from './journal/watch.ts';
export { createWebhookIntake } from './webhook/intake.ts';
export type { WebhookAnswer, WebhookIntake, WebhookRequest } from './webhook/intake.ts';
