/** What a mapping does where its admin has said nothing: the careful choice everywhere. */
import type { MappingPolicies } from './model.ts';

export const DEFAULT_POLICIES: MappingPolicies = {
  handoff: { runsAssignmentRules: false, atKnownAccount: 'lead' },
  conversion: { stage: null, dealConverts: false, convertedStatus: null },
  reengage: { closedStatuses: [], action: 'keep-owner', reopenStatus: null, owner: null },
  whenDeletedIn: { salesforce: 'ignore', hubspot: 'ignore' },
  whenErased: 'at-once',
  match: { link: 0.9, review: 0.7 },
  ownerFallback: null,
  usesPersonAccounts: false,
};
