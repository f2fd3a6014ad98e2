/** What the local portal tells the bridge of: one notice per property it is told to watch, and what makes or ends a record. */
import { call } from './crm.ts';

/** What the local portal offers to subscribe to: each has its own opt-out property. */
const subscriptionTypes = ['410001', '410002', '410003'];

/** Properties of the shipped rules. */
const shipped: Readonly<Record<string, readonly string[]>> = {
  contact: [
    'email',
    'hs_additional_emails',
    'hs_lead_status',
    'lifecyclestage',
    'phone',
    'firstname',
    'lastname',
    'jobtitle',
    'company',
    'hs_email_optout',
    ...subscriptionTypes.map((id) => `hs_email_optout_${id}`),
    'hs_analytics_source',
    'utm_source',
    'utm_medium',
    'utm_campaign',
    'fieldwise_last_contacted',
    'hubspot_owner_id',
    'recent_conversion_date',
  ],
  company: ['name', 'domain', 'phone', 'numberofemployees', 'city', 'country'],
  deal: ['dealname', 'amount', 'dealstage', 'closedate', 'hs_manual_forecast_category'],
};
/** Properties of the rules for everything else (sharing.ts). */
const shared: Readonly<Record<string, readonly string[]>> = {
  ...shipped,
  deal: [...(shipped['deal'] ?? []), 'pipeline'],
  ticket: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_priority'],
  product: ['name', 'hs_sku', 'description'],
  line_item: ['quantity', 'price'],
};
const custom: Readonly<Record<string, readonly string[]>> = {
  plans: ['name', 'code', 'flagship_subscription'],
  subscriptions: ['name', 'number', 'status', 'seats', 'monthly_amount', 'starts_on', 'renewed_at', 'auto_renews'],
};
/** Activities, which have generic subscriptions only, by type id. */
const activities: Readonly<Record<string, readonly string[]>> = {
  '0-27': ['hs_task_subject', 'hs_task_body', 'hs_task_status', 'hs_task_priority', 'hs_timestamp', 'hubspot_owner_id'],
  '0-46': ['hs_note_body', 'hs_timestamp', 'hubspot_owner_id'],
  '0-48': ['hs_call_title', 'hs_call_body', 'hs_call_duration', 'hs_call_direction', 'hs_timestamp', 'hubspot_owner_id'],
};

type Subscription = { readonly subscriptionType: string; readonly propertyName?: string; readonly objectTypeId?: string };

const lives = ['creation', 'deletion', 'merge', 'restore', 'associationChange'];

/** Nothing is associated with a product but its line items, and HubSpot tells nobody. */
const livesOf = (object: string): readonly string[] => (object === 'product' ? lives.filter((kind) => kind !== 'associationChange') : lives);

function subscriptionsTo(watched: Readonly<Record<string, readonly string[]>>): readonly Subscription[] {
  return Object.entries(watched).flatMap(([object, properties]) => [
    ...livesOf(object).map((kind) => ({ subscriptionType: `${object}.${kind}` })),
    ...(object === 'contact' ? [{ subscriptionType: 'contact.privacyDeletion' }] : []),
    ...properties.map((propertyName) => ({ subscriptionType: `${object}.propertyChange`, propertyName })),
  ]);
}

async function put(baseUrl: string, targetUrl: string, subscriptions: readonly Subscription[]): Promise<void> {
  const answer = await call(`${baseUrl}/__sandbox/apps/bridge`, { method: 'PUT', body: { targetUrl, subscriptions } });
  if (answer.status >= 300) throw new Error(`The portal refused the webhook settings with ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** Notices for the shipped rules. */
export const subscribeWebhooks = (baseUrl: string, targetUrl: string): Promise<void> => put(baseUrl, targetUrl, subscriptionsTo(shipped));

/** Notices for the rules of everything else, once the customer's own objects exist. */
export async function shareWebhooks(baseUrl: string, targetUrl: string, token: string): Promise<void> {
  const { body } = await call(`${baseUrl}/crm/v3/schemas`, { token });
  const { results } = body as { readonly results: readonly { readonly objectTypeId: string; readonly labels: { readonly plural: string } }[] };
  const generic = [...results.map(({ objectTypeId, labels }) => [objectTypeId, custom[labels.plural] ?? []] as const), ...Object.entries(activities)];
  const own = generic.flatMap(([objectTypeId, properties]) => [
    ...lives.map((kind) => ({ subscriptionType: `object.${kind}`, objectTypeId })),
    ...properties.map((propertyName) => ({ subscriptionType: 'object.propertyChange', objectTypeId, propertyName })),
  ]);
  await put(baseUrl, targetUrl, [...subscriptionsTo(shared), ...own]);
}
