/**
 * Destinations: other places that get a page when a record reaches a stage.
 * In: destination rules, records from Salesforce, a place that takes pages. Out: one page per record and rule, its address in the record, an issue where it cannot be.
 * It must never make a second page for a record, keep what a page holds, or hold up the sync.
 * Tests: beside the files, and bridge/test/destinations with the real client against the local workspace.
 */
export { createDestinationLane } from './lane.ts';
export type { DestinationLane, DestinationPorts } from './lane.ts';
export { createNotion } from './notion/notion.ts';
export type { NotionOptions } from './notion/notion.ts';
export { readTemplate } from './template.ts';
