import { define, type PropertyDefinition } from './property.ts';

const RO = { readOnly: true };
const HIDDEN = { readOnly: true, hidden: true };

/** The eight stages every portal ships with, in funnel order: a write over the API only moves forward along it. */
export const LIFECYCLE_STAGES = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
] as const;

export const LEAD_STATUSES = [
  ['NEW', 'New'],
  ['OPEN', 'Open'],
  ['IN_PROGRESS', 'In Progress'],
  ['OPEN_DEAL', 'Open Deal'],
  ['UNQUALIFIED', 'Unqualified'],
  ['ATTEMPTED_TO_CONTACT', 'Attempted to Contact'],
  ['CONNECTED', 'Connected'],
  ['BAD_TIMING', 'Bad Timing'],
] as const;

export const TRAFFIC_SOURCES = [
  ['ORGANIC_SEARCH', 'Organic Search'],
  ['PAID_SEARCH', 'Paid Search'],
  ['EMAIL_MARKETING', 'Email Marketing'],
  ['SOCIAL_MEDIA', 'Organic Social'],
  ['REFERRALS', 'Referrals'],
  ['OTHER_CAMPAIGNS', 'Other Campaigns'],
  ['DIRECT_TRAFFIC', 'Direct Traffic'],
  ['OFFLINE', 'Offline Sources'],
  ['PAID_SOCIAL', 'Paid Social'],
  ['AI_REFERRALS', 'AI Referrals'],
] as const;

/** What every CRM record has. `modified` is `lastmodifieddate` on contacts and `hs_lastmodifieddate` everywhere else. */
export function recordProperties(groupName: string, modified: string, created: string): PropertyDefinition[] {
  return define(groupName, [
    ['hs_object_id', 'Record ID', 'number', 'number', [], RO],
    [created, 'Create Date', 'datetime', 'date', [], RO],
    [modified, 'Last Modified Date', 'datetime', 'date', [], RO],
    ['hs_merged_object_ids', 'Merged Record IDs', 'enumeration', 'checkbox', [], { ...HIDDEN, external: true }],
    ['hs_object_source', 'Record creation source', 'string', 'text', [], HIDDEN],
    ['hs_object_source_id', 'Record creation source ID', 'string', 'text', [], HIDDEN],
    ['hs_created_by_user_id', 'Created by user ID', 'number', 'number', [], RO],
    ['hs_updated_by_user_id', 'Updated by user ID', 'number', 'number', [], RO],
    ['hubspot_owner_id', 'Owner', 'enumeration', 'select', [], { external: true, references: 'OWNER' }],
    ['hubspot_owner_assigneddate', 'Owner assigned date', 'datetime', 'date', [], RO],
    ['hubspot_team_id', 'HubSpot Team', 'enumeration', 'select', [], { ...RO, external: true }],
    ['hs_all_owner_ids', 'All owner IDs', 'enumeration', 'checkbox', [], { ...HIDDEN, external: true }],
  ]);
}

export function salesActivityProperties(groupName: string): PropertyDefinition[] {
  return define(groupName, [
    ['notes_last_contacted', 'Last Contacted', 'datetime', 'date', [], RO],
    ['notes_last_updated', 'Last Activity Date', 'datetime', 'date', [], RO],
    ['notes_next_activity_date', 'Next Activity Date', 'datetime', 'date', [], RO],
    ['num_contacted_notes', 'Number of times contacted', 'number', 'number', [], RO],
    ['num_notes', 'Number of Sales Activities', 'number', 'number', [], RO],
    ['hs_last_sales_activity_timestamp', 'Last Engagement Date', 'datetime', 'date', [], RO],
  ]);
}

export function analyticsProperties(groupName: string): PropertyDefinition[] {
  return define(groupName, [
    ['hs_analytics_source', 'Original Traffic Source', 'enumeration', 'select', TRAFFIC_SOURCES, RO],
    ['hs_analytics_source_data_1', 'Original Traffic Source Drill-Down 1', 'string', 'text', [], RO],
    ['hs_analytics_source_data_2', 'Original Traffic Source Drill-Down 2', 'string', 'text', [], RO],
    ['hs_latest_source', 'Latest Traffic Source', 'enumeration', 'select', TRAFFIC_SOURCES, RO],
    ['hs_analytics_first_timestamp', 'Time First Seen', 'datetime', 'date', [], RO],
    ['hs_analytics_last_timestamp', 'Time of Last Session', 'datetime', 'date', [], RO],
    ['hs_analytics_last_visit_timestamp', 'Time of Last Session visit', 'datetime', 'date', [], RO],
    ['hs_analytics_num_page_views', 'Number of Pageviews', 'number', 'number', [], RO],
    ['hs_analytics_num_visits', 'Number of Sessions', 'number', 'number', [], RO],
    ['hs_analytics_first_url', 'First Page Seen', 'string', 'text', [], RO],
    ['hs_analytics_last_url', 'Last Page Seen', 'string', 'text', [], RO],
  ]);
}

export function lifecycleProperties(groupName: string): PropertyDefinition[] {
  return define(groupName, [
    ['lifecyclestage', 'Lifecycle Stage', 'enumeration', 'radio', LIFECYCLE_STAGES],
    ...LIFECYCLE_STAGES.map(([value, label]) => [`hs_lifecyclestage_${value}_date`, `Became a ${label} Date`, 'datetime', 'date', [], RO] as const),
    ['hs_lead_status', 'Lead Status', 'enumeration', 'radio', LEAD_STATUSES],
  ]);
}
