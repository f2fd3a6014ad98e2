/** Everything besides people and companies, over the wire: tickets, products and line items, custom objects, pipelines, roles, parents, campaigns, Notion. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeApi } from '../local/bridge-api.ts';
import { call, hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { activateRules, liveRules } from '../local/rules.ts';
import type { Product, Shared } from '../local/sharing.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { control, writes } from './sandbox.ts';

const soonMs = 20_000;
/** Roles, members and parents are polled where no notice tells of them. */
const polledMs = 60_000;
const pollMs = 50;
const quietMs = 3_000;

type Target = { readonly toObjectId: number | string; readonly associationTypes: readonly { readonly label: string | null; readonly typeId: number }[] };

type Made = Shared & { readonly product: Product };

/** What `setUpSharing` made in the stack's data folder. */
export const sharedIn = (dataDir: string): Made => JSON.parse(readFileSync(join(dataDir, 'sharing.json'), 'utf8')) as Made;

/** Uses a stack that was started with `sharing`. */
export async function sharingChecks(run: RunFile, checks: Checks, shared: Made): Promise<void> {
  const admin = salesforceAs(run, 'admin');
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const portal = async (method: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> => {
    const token = run.hubspot.apps.marketer.accessToken;
    const answer = await call(`${run.hubspot.baseUrl}${path}`, { method, token, ...(body === undefined ? {} : { body }) });
    must(answer.status < 300, `${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body as Readonly<Record<string, unknown>>;
  };
  const targets = async (from: string, id: string, to: string): Promise<readonly Target[]> =>
    (await portal('GET', `/crm/v4/objects/${from}/${id}/associations/${to}`))['results'] as readonly Target[];
  const isAssociated = async (from: string, id: string, to: string, toId: string): Promise<boolean> =>
    (await targets(from, id, to)).some(({ toObjectId }) => String(toObjectId) === toId);
  /** The record of the other side with this value; waits until there is one. */
  async function inHubSpot(object: string, property: string, value: string): Promise<string> {
    let found: string | undefined;
    await until(`${object} with ${property} ${value}`, soonMs, pollMs, async () => {
      found = (await marketer.list(object, [property])).find(({ properties }) => properties[property] === value)?.id;
      return found !== undefined;
    });
    return found ?? '';
  }
  async function inSalesforce(soql: string): Promise<Readonly<Record<string, unknown>>> {
    let found: Readonly<Record<string, unknown>> | undefined;
    await until(soql, soonMs, pollMs, async () => {
      [found] = await admin.query(soql);
      return found !== undefined;
    });
    return found ?? {};
  }
  const shows = (object: string, id: string, expected: Readonly<Record<string, string>>) =>
    until(`${object} ${id} shows ${JSON.stringify(expected)}`, soonMs, pollMs, async () => {
      const { properties } = await marketer.get(object, id, Object.keys(expected));
      return Object.entries(expected).every(([name, value]) => properties[name] === value);
    });
  const holds = (object: string, id: string, expected: Readonly<Record<string, unknown>>) =>
    until(`${object} ${id} holds ${JSON.stringify(expected)}`, soonMs, pollMs, async () => {
      const record = await admin.get(object, id, Object.keys(expected));
      return Object.entries(expected).every(([name, value]) => record[name] === value);
    });

  const account = await rep.create('Account', { Name: 'Kestrel Optics', Website: 'https://kestrel-optics.example' });
  const company = await inHubSpot('companies', 'name', 'Kestrel Optics');
  const contact = await rep.create('Contact', { LastName: 'Falconer', FirstName: 'Ines', Email: 'ines@kestrel-optics.example', AccountId: account });
  const person = await inHubSpot('contacts', 'email', 'ines@kestrel-optics.example');

  await checks.run('a case becomes a ticket of its person and company; what support does with it in HubSpot comes back', async () => {
    const id = await rep.create('Case', { Subject: 'Lens fogs', Description: 'In the cold', Priority: 'High', ContactId: contact, AccountId: account });
    const ticket = await inHubSpot('tickets', 'subject', 'Lens fogs');
    await shows('tickets', ticket, { content: 'In the cold', hs_ticket_priority: 'HIGH', hs_pipeline_stage: '1' });
    await until(
      'the ticket has its person and company',
      soonMs,
      pollMs,
      async () => (await isAssociated('tickets', ticket, 'contacts', person)) && isAssociated('tickets', ticket, 'companies', company),
    );
    await marketer.update('tickets', ticket, { hs_pipeline_stage: '4' });
    const tookMs = await holds('Case', id, { Status: 'Closed' });
    return `closed in Salesforce after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('a ticket made in HubSpot becomes a case', async () => {
    const ticket = await marketer.create('tickets', { subject: 'Strap torn', hs_pipeline: '0', hs_pipeline_stage: '3', hs_ticket_priority: 'LOW' });
    const { Id: id } = await inSalesforce("SELECT Id FROM Case WHERE Subject = 'Strap torn'");
    await holds('Case', String(id), { Status: 'Working', Priority: 'Low' });
    await portal('PUT', `/crm/v4/objects/tickets/${ticket}/associations/default/contacts/${person}`);
    await holds('Case', String(id), { ContactId: contact });
    return '';
  });

  await checks.run('a product and its line item cross, with price and quantity, and the deal counts them', async () => {
    const product = await inHubSpot('products', 'hs_sku', 'AN-1');
    const opportunity = await rep.create('Opportunity', { Name: 'Kestrel seats', StageName: 'Qualification', CloseDate: '2027-03-31', AccountId: account });
    const deal = await inHubSpot('deals', 'dealname', 'Kestrel seats');
    await rep.create('OpportunityLineItem', { OpportunityId: opportunity, PricebookEntryId: shared.product.priceBookEntry, Quantity: 5, UnitPrice: 99 });
    let line: string | undefined;
    await until('the deal has its line item', soonMs, pollMs, async () => {
      line = String((await targets('deals', deal, 'line_items'))[0]?.toObjectId ?? '');
      return line !== '';
    });
    await shows('line_items', line ?? '', { hs_product_id: product, quantity: '5', price: '99' });
    const [row] = await admin.query(`SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '${opportunity}'`);
    await rep.update('OpportunityLineItem', String(row?.['Id']), { Quantity: 7 });
    await shows('line_items', line ?? '', { quantity: '7' });
    must((await targets('deals', deal, 'line_items')).length === 1, 'the line item is there twice');
    return '';
  });

  await checks.run('custom objects cross in dependency order, a cycle of lookups closes, and each type comes through', async () => {
    const plan = await rep.create('Plan__c', { Name: 'Gold', Code__c: 'G' });
    const subscription = await rep.create('Subscription__c', {
      ...{
        Name: 'Kestrel gold',
        Number__c: 'S-1',
        Status__c: 'Active',
        Seats__c: 5,
        Monthly_Amount__c: 495.5,
        Starts_On__c: '2026-11-01',
        Auto_Renews__c: true,
      },
      ...{ Renewed_At__c: '2026-11-02T08:30:00.000Z', Account__c: account, Contact__c: contact, Plan__c: plan },
    });
    await rep.update('Plan__c', plan, { Flagship_Subscription__c: subscription });
    const far = await inHubSpot('p_subscription', 'number', 'S-1');
    const farPlan = await inHubSpot('p_plan', 'code', 'G');
    await shows('p_subscription', far, { status: 'active', seats: '5', monthly_amount: '495.5', starts_on: '2026-11-01', auto_renews: 'true' });
    const { properties } = await marketer.get('p_subscription', far, ['renewed_at']);
    must(Date.parse(properties['renewed_at'] ?? '') === Date.parse('2026-11-02T08:30:00Z'), `the date and time is ${String(properties['renewed_at'])}`);
    await until('the subscription has company, person and plan', soonMs, pollMs, async () => {
      const ends = [await isAssociated('p_subscription', far, 'companies', company), await isAssociated('p_subscription', far, 'contacts', person)];
      return ends.every(Boolean) && isAssociated('p_subscription', far, 'p_plan', farPlan);
    });
    await shows('p_plan', farPlan, { flagship_subscription: far });
    await marketer.update('p_subscription', far, { status: 'paused', seats: '8', starts_on: '2026-12-01', auto_renews: 'false' });
    await holds('Subscription__c', subscription, { Status__c: 'Paused', Seats__c: 8, Starts_On__c: '2026-12-01', Auto_Renews__c: false });
    return '';
  });

  await checks.run('a custom object made in HubSpot is made in Salesforce, with its lookups', async () => {
    const far = await marketer.create('p_subscription', { name: 'Kestrel trial', number: 'S-2', status: 'trial', seats: '1' });
    await portal('PUT', `/crm/v4/objects/p_subscription/${far}/associations/default/companies/${company}`);
    const { Id: id } = await inSalesforce("SELECT Id FROM Subscription__c WHERE Number__c = 'S-2'");
    await holds('Subscription__c', String(id), { Status__c: 'Trial', Seats__c: 1, Account__c: account });
    return '';
  });

  await checks.run('a call logged in HubSpot is one Task with its owner, person and account; what is changed in either crosses', async () => {
    const { results: owners } = (await portal('GET', '/crm/v3/owners')) as { readonly results: readonly { readonly id: string; readonly email: string }[] };
    const users = await admin.query('SELECT Id, Email FROM User WHERE IsActive = true AND Email != null');
    const owner = owners.find(({ email }) => users.some(({ Email }) => String(Email).toLowerCase() === email.toLowerCase()));
    must(owner !== undefined, 'nobody is in both systems');
    const user = users.find(({ Email }) => String(Email).toLowerCase() === owner?.email.toLowerCase());
    const call = await marketer.create('calls', {
      ...{ hs_timestamp: '2026-11-20T09:30:00.000Z', hs_call_title: 'About the lenses', hs_call_body: '<p>Fog &amp; frost</p>' },
      ...{ hs_call_duration: '90000', hs_call_direction: 'OUTBOUND', hubspot_owner_id: owner?.id ?? '' },
    });
    // Nobody it is about yet, so nobody gets it.
    await portal('PUT', `/crm/v4/objects/calls/${call}/associations/default/contacts/${person}`);
    await portal('PUT', `/crm/v4/objects/calls/${call}/associations/default/companies/${company}`);
    const { Id: id } = await inSalesforce("SELECT Id FROM Task WHERE Subject = 'About the lenses'");
    const tookMs = await holds('Task', String(id), {
      ...{ WhoId: contact, WhatId: account, OwnerId: user?.['Id'], TaskSubtype: 'Call', Status: 'Completed', Type: 'Call' },
      ...{ ActivityDate: '2026-11-20', CallDurationInSeconds: 90, CallType: 'Outbound', Description: 'Fog & frost' },
    });
    await admin.update('Task', String(id), { Subject: 'About the frames', CallDurationInSeconds: 120 });
    await shows('calls', call, { hs_call_title: 'About the frames', hs_call_duration: '120000' });
    await marketer.update('calls', call, { hs_call_direction: 'INBOUND' });
    await holds('Task', String(id), { CallType: 'Inbound' });
    must((await admin.query(`SELECT Id FROM Task WHERE WhoId = '${contact}' AND TaskSubtype = 'Call'`)).length === 1, 'the call is there twice');
    return `after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('a Task logged in Salesforce is one HubSpot task, a note one Task; neither becomes the other', async () => {
    const id = await rep.create('Task', { Subject: 'Send the samples', Priority: 'High', ActivityDate: '2026-12-01', WhoId: contact, WhatId: account });
    const task = await inHubSpot('tasks', 'hs_task_subject', 'Send the samples');
    await shows('tasks', task, { hs_task_status: 'NOT_STARTED', hs_task_priority: 'HIGH' });
    const { properties: dated } = await marketer.get('tasks', task, ['hs_timestamp']);
    must(Date.parse(dated['hs_timestamp'] ?? '') === Date.parse('2026-12-01T12:00:00Z'), `the task is due ${String(dated['hs_timestamp'])}`);
    await until('the task is about its person', soonMs, pollMs, () => isAssociated('tasks', task, 'contacts', person));
    await marketer.update('tasks', task, { hs_task_status: 'COMPLETED' });
    await holds('Task', id, { Status: 'Completed' });
    const undated = await rep.create('Task', { Subject: 'Some day', WhoId: contact });
    await inHubSpot('tasks', 'hs_task_subject', 'Some day');
    const note = await marketer.create('notes', { hs_timestamp: '2026-11-20T10:00:00.000Z', hs_note_body: 'Prefers letters' });
    await portal('PUT', `/crm/v4/objects/notes/${note}/associations/default/contacts/${person}`);
    // Long texts cannot be asked for in SOQL.
    const { Id: noted } = await inSalesforce(`SELECT Id FROM Task WHERE Subject = 'HubSpot note' AND WhoId = '${contact}'`);
    await holds('Task', String(noted), { Description: 'Prefers letters', Status: 'Completed', ActivityDate: '2026-11-20' });
    await settled(run);
    const tasks = await targets('contacts', person, 'tasks');
    must(tasks.length === 2, `the person has ${String(tasks.length)} tasks in HubSpot`);
    must((await admin.get('Task', undated, ['ActivityDate']))['ActivityDate'] === null, 'a Task without a day got one');
    return '';
  });

  await checks.run('a monthly cap holds what is beyond it, says so once, and lets it go when it is raised', async () => {
    const useOf = async (): Promise<{ readonly made: number; readonly waiting: number }> => {
      const answer = await call(`${run.bridge.url}/api/v1/activities`, { token: run.bridge.apiToken });
      const { items } = answer.body as { readonly items: readonly { readonly key: string; readonly made: number; readonly waiting: number }[] };
      return items.find(({ key }) => key === 'activity.note') ?? { made: 0, waiting: 0 };
    };
    const capped = async (monthlyCap: number | null): Promise<void> => {
      const file = await liveRules(run);
      const activities = (file['activities'] as readonly { readonly key: string }[]).map((one) => (one.key === 'activity.note' ? { ...one, monthlyCap } : one));
      await activateRules(run, { ...file, activities }, 'Another cap');
    };
    const notes = () => admin.query(`SELECT Id FROM Task WHERE Subject = 'HubSpot note' AND WhoId = '${contact}'`);
    const { made } = await useOf();
    must(made > 0, 'no note was counted');
    await capped(made);
    for (const body of ['First beyond', 'Second beyond']) {
      const note = await marketer.create('notes', { hs_timestamp: '2026-11-20T10:00:00.000Z', hs_note_body: body });
      await portal('PUT', `/crm/v4/objects/notes/${note}/associations/default/contacts/${person}`);
    }
    await until('both wait', soonMs, pollMs, async () => (await useOf()).waiting === 2);
    must((await notes()).length === 1, 'more was made than the cap says');
    const { items } = (await call(`${run.bridge.url}/api/v1/issues?open=true&limit=1000`, { token: run.bridge.apiToken })).body as {
      readonly items: readonly { readonly code: string }[];
    };
    must(items.filter(({ code }) => code === 'activity-cap-reached').length === 1, 'the cap is not one issue');
    await capped(null);
    const tookMs = await until('both are made', polledMs, pollMs, async () => (await notes()).length === 3);
    must((await useOf()).waiting === 0, 'something still waits');
    return `made ${tookMs.toFixed(0)} ms after the cap was gone`;
  });

  await checks.run('a renewal is in the pipeline of renewals, and a deal of marketing becomes an opportunity of its record type', async () => {
    const [type] = await admin.query("SELECT Id FROM RecordType WHERE SobjectType = 'Opportunity' AND DeveloperName = 'Renewal'");
    await rep.create('Opportunity', {
      Name: 'Kestrel renewal',
      StageName: 'Qualification',
      CloseDate: '2027-04-30',
      RecordTypeId: type?.['Id'],
      AccountId: account,
    });
    const deal = await inHubSpot('deals', 'dealname', 'Kestrel renewal');
    await shows('deals', deal, { pipeline: shared.renewals.pipeline, dealstage: shared.renewals.stages.open });
    const made = await marketer.create('deals', {
      dealname: 'Renewal by marketing',
      pipeline: shared.renewals.pipeline,
      dealstage: shared.renewals.stages.open,
    });
    await portal('PUT', `/crm/v4/objects/deals/${made}/associations/default/companies/${company}`);
    const { Id: id } = await inSalesforce("SELECT Id FROM Opportunity WHERE Name = 'Renewal by marketing'");
    const record = await admin.get('Opportunity', String(id), ['RecordTypeId', 'StageName', 'CloseDate']);
    must(record['RecordTypeId'] === type?.['Id'], `its record type is ${String(record['RecordTypeId'])}`);
    const days = (Date.parse(String(record['CloseDate'])) - Date.now()) / 86_400_000;
    must(days > 28 && days < 31, `it closes on ${String(record['CloseDate'])}`);
    return `${String(record['StageName'])}, closes ${String(record['CloseDate'])}`;
  });

  await checks.run('a contact role is a label, and a label a role', async () => {
    const opportunity = await rep.create('Opportunity', { Name: 'Kestrel roles', StageName: 'Qualification', CloseDate: '2027-03-31', AccountId: account });
    const deal = await inHubSpot('deals', 'dealname', 'Kestrel roles');
    const role = await rep.create('OpportunityContactRole', { OpportunityId: opportunity, ContactId: contact, Role: 'Decision Maker' });
    const labels = async (): Promise<readonly string[]> =>
      (await targets('deals', deal, 'contacts'))
        .filter(({ toObjectId }) => String(toObjectId) === person)
        .flatMap(({ associationTypes }) => associationTypes.flatMap(({ label }) => label ?? []));
    const tookMs = await until('the label', polledMs, pollMs, async () => (await labels()).includes('Decision maker'));
    const { results: kinds } = (await portal('GET', '/crm/v4/associations/deals/contacts/labels')) as {
      readonly results: readonly { readonly label: string | null; readonly category: string; readonly typeId: number }[];
    };
    const champion = kinds.find(({ label }) => label === 'Champion');
    await portal('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${person}`, [
      { associationCategory: champion?.category, associationTypeId: champion?.typeId },
    ]);
    await until('the role', polledMs, pollMs, async () => (await admin.get('OpportunityContactRole', role, ['Role']))['Role'] === 'Evaluator');
    await rep.remove('OpportunityContactRole', role);
    await until('the association goes with the role', polledMs, pollMs, async () => (await labels()).length === 0);
    return `after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('a parent account is a parent company', async () => {
    const parent = await rep.create('Account', { Name: 'Raptor Holdings', Website: 'https://raptor-holdings.example' });
    const above = await inHubSpot('companies', 'name', 'Raptor Holdings');
    await rep.update('Account', account, { ParentId: parent });
    const isParent = async (): Promise<boolean> =>
      (await targets('companies', company, 'companies')).some(
        ({ toObjectId, associationTypes }) => String(toObjectId) === above && associationTypes.some(({ typeId }) => typeId === 14),
      );
    return `after ${(await until('the parent company', polledMs, pollMs, isParent)).toFixed(0)} ms`;
  });

  await checks.run('who enters the segment is a campaign member, who leaves is none', async () => {
    await portal('PUT', `/crm/v3/lists/${shared.segment}/memberships/add`, [person]);
    const members = () => admin.query(`SELECT Id FROM CampaignMember WHERE CampaignId = '${shared.campaign}' AND ContactId = '${contact}'`);
    const tookMs = await until('the member', polledMs, pollMs, async () => (await members()).length === 1);
    await portal('PUT', `/crm/v3/lists/${shared.segment}/memberships/remove`, [person]);
    await until('no member', polledMs, pollMs, async () => (await members()).length === 0);
    return `after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('a deal that is won has one page in Notion, linked back', async () => {
    const opportunity = await rep.create('Opportunity', {
      Name: 'Kestrel won',
      StageName: 'Qualification',
      Amount: 4_950,
      CloseDate: '2027-03-31',
      AccountId: account,
    });
    await rep.update('Opportunity', opportunity, { StageName: 'Closed Won' });
    let link = '';
    await until('the page is linked', polledMs, pollMs, async () => {
      link = String((await admin.get('Opportunity', opportunity, ['Notion_Page__c']))['Notion_Page__c'] ?? '');
      return link !== '';
    });
    return link;
  });

  await checks.run('a form somebody sends is one Task of the person, and nothing comes of it in HubSpot', async () => {
    const before = (await targets('contacts', person, 'tasks')).length;
    const fields = [{ name: 'email', value: 'ines@kestrel-optics.example' }];
    await control(run, 'hubspot', 'POST', 'forms/submit', { formId: shared.form, fields });
    const sent = () => admin.query(`SELECT Id, Status, OwnerId, ActivityDate FROM Task WHERE Subject = 'Form: Lens fitting' AND WhoId = '${contact}'`);
    const tookMs = await until('the Task', polledMs, pollMs, async () => (await sent()).length > 0);
    const [[task], { OwnerId: owner }] = [await sent(), await admin.get('Contact', contact, ['OwnerId'])];
    must(task?.['Status'] === 'Completed' && task['OwnerId'] === owner, `it is ${JSON.stringify(task)}`);
    await settled(run);
    must((await sent()).length === 1, 'the submission is there twice');
    must((await targets('contacts', person, 'tasks')).length === before, 'the Task went back to HubSpot');
    return `after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('where the org has no platform events any more, saves go on, and changes are asked for', async () => {
    await control(run, 'salesforce', 'PUT', 'edition', { platformEvents: false });
    await until('the bridge asks', polledMs, pollMs, async () => (await bridgeApi(run).status()).stream.polling === 'no-stream');
    const id = await rep.create('Case', { Subject: 'No events', ContactId: contact });
    const ticket = await inHubSpot('tickets', 'subject', 'No events');
    await rep.update('Case', id, { Status: 'Closed' });
    const tookMs = await shows('tickets', ticket, { hs_pipeline_stage: '4' });
    await control(run, 'salesforce', 'PUT', 'edition', { platformEvents: true });
    return `an edit crossed after ${tookMs.toFixed(0)} ms`;
  });

  await checks.run('and then it is quiet', async () => {
    await settled(run);
    const before = await writes(run);
    await pause(quietMs);
    const after = await writes(run);
    must(before.salesforce === after.salesforce && before.hubspot === after.hubspot, `rows written while quiet: ${JSON.stringify([before, after])}`);
    const { openIssues } = (await bridgeApi(run).status()).counts;
    return `${String(openIssues)} open issues`;
  });
}
