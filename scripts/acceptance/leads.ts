/** From lead to deal: conversions on either side, a person who comes back, and owners, each in place on both sides within moments. */
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import type { Pair } from './pairs.ts';
import { control } from './sandbox.ts';

const soonMs = 5_000;
const pollMs = 20;

type Shape = { readonly mappings: readonly { readonly key: string; readonly [field: string]: unknown }[] };

/** Runs a controller of the package as an admin. */
async function aura(run: RunFile, name: string, method: string, args: object): Promise<unknown> {
  return ((await control(run, 'salesforce', 'POST', 'aura', { class: name, method, args })) as { readonly result: unknown }).result;
}

/** Changes one mapping of the live rules the way an admin does: exported, edited, imported, activated; resolves once the bridge runs by them. */
async function changeMapping(run: RunFile, key: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const [active] = await salesforceAs(run, 'admin').query("SELECT Id FROM Sync_Ruleset__c WHERE Status__c = 'Active'");
  const text = String(await aura(run, 'SyncRuleFileController', 'exportRules', { rulesetId: active?.['Id'] }));
  const file = JSON.parse(text) as Shape;
  const mappings = file.mappings.map((mapping) => (mapping.key === key ? { ...mapping, ...change } : mapping));
  await aura(run, 'SyncRuleFileController', 'importRules', { text: JSON.stringify({ ...file, mappings }) });
  await aura(run, 'SyncOwnershipController', 'activateDraft', { note: 'Acceptance run' });
  const [now] = await salesforceAs(run, 'admin').query("SELECT Version__c FROM Sync_Ruleset__c WHERE Status__c = 'Active'");
  await until('the bridge runs by the new rules', 30_000, 100, async () => {
    const answer = await call(`${run.bridge.url}/api/v1/rules`, { token: run.bridge.apiToken });
    return (answer.body as { readonly version?: number }).version === Number(now?.['Version__c']);
  });
}

async function associate(run: RunFile, dealId: string, contactId: string): Promise<void> {
  const token = run.hubspot.apps.marketer.accessToken;
  const answer = await call(`${run.hubspot.baseUrl}/crm/v4/objects/deals/${dealId}/associations/default/contacts/${contactId}`, { method: 'PUT', token });
  must(answer.status < 300, `associating deal and contact answered ${String(answer.status)}`);
}

/** Takes four pairs. */
export async function leadChecks(run: RunFile, checks: Checks, [first, second, third, fourth]: readonly Pair[]): Promise<void> {
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) throw new Error('too few pairs');
  const rep = salesforceAs(run, 'rep1');
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const convert = (leadId: string, more: object = {}) =>
    control(run, 'salesforce', 'POST', 'convert', { leadId, ...more }) as Promise<{ contactId: string; accountId: string; opportunityId: string | null }>;

  await checks.run('a rep converts a lead: contact, account and opportunity are in step', async () => {
    const made = await convert(first.leadId, { opportunityName: 'Converted by a rep' });
    const startedAt = performance.now();
    const inStep = async (object: string, id: string | null): Promise<boolean> => ((await admin.get(object, id ?? '', ['Sync_Key__c']))['Sync_Key__c'] ?? null) !== null;
    await until('the opportunity has its deal', soonMs, pollMs, async () => (await marketer.list('deals', ['dealname'])).some((deal) => deal.properties['dealname'] === 'Converted by a rep'));
    const tookMs = performance.now() - startedAt;
    await rep.update('Contact', made.contactId, { Phone: '+1 444 555 0001' });
    await until('the contact edits the HubSpot contact', soonMs, pollMs, async () => (await marketer.get('contacts', first.contactId, ['phone'])).properties['phone'] === '+1 444 555 0001');
    await until('the contact carries the key', soonMs, pollMs, () => inStep('Contact', made.contactId));
    return `deal after ${tookMs.toFixed(0)} ms`;
  });

  await changeMapping(run, 'person', {
    conversionStage: 'opportunity',
    dealConvertsLead: true,
    closedStatuses: 'Closed - Not Converted',
    reengageAction: 'Reassign',
    reengageOwner: run.salesforce.personas.rep2.userId,
    reopenStatus: 'Working - Contacted',
    ownerFallback: run.salesforce.personas.rep1.userId,
  });
  await changeMapping(run, 'deal', { createInSalesforce: 'Always' });
  await settled(run);

  await checks.run('the deal a person has meets the opportunity of the conversion', async () => {
    const dealId = await marketer.create('deals', { dealname: 'Already there', pipeline: 'default', dealstage: 'closedlost', closedate: '2027-06-30' });
    // Lost, so it does not ask for the conversion itself.
    await associate(run, dealId, second.contactId);
    await settled(run);
    const made = await convert(second.leadId, { opportunityName: 'Second' });
    await until('the stage is set', soonMs, pollMs, async () => (await marketer.get('contacts', second.contactId, ['lifecyclestage'])).properties['lifecyclestage'] === 'opportunity');
    await settled(run);
    const deals = (await marketer.list('deals', ['dealname', 'fieldwise_key'])).filter((deal) => deal.properties['dealname'] === 'Second');
    must(deals.length === 1, `${String(deals.length)} deals are named like the opportunity ${String(made.opportunityId)}`);
    return 'a lost deal is left alone; the stage is set';
  });

  await checks.run('a deal in HubSpot converts its lead, and there is one opportunity', async () => {
    const dealId = await marketer.create('deals', { dealname: 'Made by marketing', pipeline: 'default', dealstage: 'appointmentscheduled', closedate: '2027-06-30' });
    const startedAt = performance.now();
    await associate(run, dealId, third.contactId);
    await until('the lead is converted', soonMs, pollMs, async () => (await admin.get('Lead', third.leadId, ['IsConverted']))['IsConverted'] === true);
    const tookMs = performance.now() - startedAt;
    await settled(run);
    const lead = await admin.get('Lead', third.leadId, ['ConvertedContactId', 'ConvertedAccountId', 'ConvertedOpportunityId']);
    const opportunities = await admin.query(`SELECT Id, AccountId, ContactId, Name FROM Opportunity WHERE Name = 'Made by marketing'`);
    must(opportunities.length === 1, `${String(opportunities.length)} opportunities were made`);
    must(opportunities[0]?.['AccountId'] === lead['ConvertedAccountId'], 'the opportunity is not of the account of the conversion');
    must(lead['ConvertedOpportunityId'] === null, 'the conversion made an opportunity of its own');
    return `converted after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('a closed lead whose person comes back is reopened once, for the owner the policy names', async () => {
    await rep.update('Lead', fourth.leadId, { Status: 'Closed - Not Converted' });
    await settled(run);
    const submitted = async (): Promise<unknown> =>
      control(run, 'hubspot', 'POST', 'records/set', { object: 'contacts', id: fourth.contactId, properties: { recent_conversion_date: new Date().toISOString() } });
    await submitted();
    // HubSpot calculates the date and tells nobody; any other news of the contact, or the sweep, brings the look.
    await marketer.update('contacts', fourth.contactId, { jobtitle: 'Back again' });
    const state = () => admin.get('Lead', fourth.leadId, ['Status', 'OwnerId']);
    await until('the lead is reopened', soonMs, pollMs, async () => (await state())['Status'] === 'Working - Contacted');
    must((await state())['OwnerId'] === run.salesforce.personas.rep2.userId, 'the lead has another owner');
    await settled(run);
    await rep.update('Lead', fourth.leadId, { Status: 'Closed - Not Converted' });
    await marketer.update('contacts', fourth.contactId, { jobtitle: 'Only an edit' });
    await settled(run);
    must((await state())['Status'] === 'Closed - Not Converted', 'an edit reopened the lead');
    const owner = (await marketer.get('contacts', fourth.contactId, ['hubspot_owner_id'])).properties['hubspot_owner_id'];
    return `owner in HubSpot is ${String(owner)}`;
  });
}
