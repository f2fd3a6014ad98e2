/**
 * Purpose: what activities cost: how many Tasks and Events each rule made this month, how many it may make, and how much they would fill.
 * In: activity rules, what the pass is about to make, HubSpot's totals, the org's limits.
 * Out: leave to make a record or a date to wait for; one issue per rule at its cap; use and estimates for people.
 * Never: makes a record itself (calls, e-mails, meetings, notes and tasks pass through the engine), or lets more in than a cap says.
 * Tests: beside each file here; between both local platforms in scripts/acceptance/sharing.ts.
 */
export { createActivityCaps } from './caps.ts';
export type { ActivityCaps, CapUse } from './caps.ts';
export { createActivitiesDesk } from './desk.ts';
export type { ActivitiesDesk, ActivitiesPlace, ActivityRow } from './desk.ts';
export type { Estimate, EstimateRow } from './estimate.ts';
