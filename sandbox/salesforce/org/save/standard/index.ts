/**
 * Purpose: what the platform does of its own when certain standard objects are saved: sums, statuses, hierarchies, relations.
 * In: the running save and its items. Out: values on the items, errors on the items, saves of what hangs on them.
 * Never: runs for objects not named below, nor asks for anybody's rights.
 * Tests: `standard.test.ts` beside it.
 */
import { event, task } from './activities.ts';
import { campaign, member, memberStatus } from './campaigns.ts';
import { serviceCase } from './cases.ts';
import { lineItem, opportunityAmounts, pricebook, pricebookEntry, product } from './products.ts';
import { accountContact, contactRole, directRelation, noCycle, primaryOfNew } from './relations.ts';
import type { Item, SaveContext } from '../context.ts';
import { changes } from './rule.ts';
import type { StandardRule } from './rule.ts';

const campaignTree = noCycle('Campaign');
/** Blank until the stage changes for the first time. */
function checkOpportunity(context: SaveContext, item: Item): void {
  opportunityAmounts(context, item);
  if (item.before !== null && changes(item, 'StageName')) item.next['LastStageChangeDate'] = Math.floor(context.transaction.now() / 1000) * 1000;
}

const RULES: Readonly<Record<string, StandardRule>> = {
  Account: { check: noCycle('Account') },
  AccountContactRelation: accountContact,
  Campaign: { ...campaign, check: campaignTree },
  CampaignMember: member,
  CampaignMemberStatus: memberStatus,
  Case: serviceCase,
  Contact: { follow: directRelation },
  Event: event,
  Opportunity: { check: checkOpportunity, follow: primaryOfNew },
  OpportunityContactRole: contactRole,
  OpportunityLineItem: lineItem,
  Pricebook2: pricebook,
  PricebookEntry: pricebookEntry,
  Product2: product,
  Task: task,
};
const NOTHING: StandardRule = {};

/** The rule of an object; one without any for all others. */
export const standardRule = (object: string): StandardRule => RULES[object] ?? NOTHING;
export { checkCurrency, defaultCurrency } from './currencies.ts';
export { tidyAfterMerge } from './relations.ts';
