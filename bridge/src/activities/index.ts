/**
 * Purpose: what activities cost, in records a month and in storage; and form submissions as Tasks, which no pass of the engine carries.
 * In: activity rules, what the pass is about to make, submissions of selected forms, HubSpot's totals, the org's limits.
 * Out: leave to make a record or a date to wait for; one Task per submission; one issue per rule at its cap; use and estimates for people.
 * Never: makes calls, e-mails, meetings, notes or tasks itself (they pass through the engine), makes a Task twice, or lets more in than a cap says.
 * Tests: beside each file here; between both local platforms in scripts/acceptance/sharing.ts.
 */
export { createActivityCaps } from './caps.ts';
export type { ActivityCaps, CapUse } from './caps.ts';
export { createActivitiesDesk } from './desk.ts';
export type { ActivitiesDesk, ActivitiesPlace, ActivityRow } from './desk.ts';
export { createFormsLane } from './forms.ts';
export type { FormEnds, FormsLane } from './forms.ts';
export type { Estimate, EstimateRow } from './estimate.ts';
