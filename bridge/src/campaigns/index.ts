/**
 * Purpose: campaign membership: who is in a HubSpot segment, form or campaign and who is a member of a Salesforce campaign, kept the same.
 * In: campaign rules, segments as they move, submissions, members as they change, and which people are linked.
 * Out: members with their status, memberships of manual segments; what was agreed, as documents; issues and decisions.
 * Never: removes a member it did not agree on, makes a member twice (a lead that became a contact is one person), or counts a submission twice.
 * Tests: bridge/test/campaigns (one world of faults, both local platforms), beside each file here.
 */
export { createCampaignsDesk } from './desk.ts';
export type { CampaignRow, CampaignsDesk, CampaignsPlace, WaitingMember } from './desk.ts';
export { createCampaignsLane } from './lane.ts';
export type { CampaignsLane } from './lane.ts';
export type { CampaignPorts } from './ports.ts';
