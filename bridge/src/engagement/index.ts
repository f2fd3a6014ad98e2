/**
 * The rep's questions: who is this person in HubSpot, what did they do, and how does the record stand.
 * In: one view per connection and its browsing HubSpot calls; record ids the caller may see.
 * Out: plain data for the panels, read live and kept for seconds.
 * It must never write to a CRM, store what HubSpot said, or take a call from the sync.
 * Tests: beside the files; engagement.test.ts runs against a local portal.
 */
export { createEngagement } from './engagement.ts';
export type { Engagement, EngagementPart, SalesforceRef, TimelineOptions } from './engagement.ts';
export { kinds } from './model.ts';
export type { Kind } from './model.ts';
