/** Schema drift over the wire: admins of both systems change what the rules lean on, and it is found before and while records meet it. */
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { must } from './checks.ts';
import type { Checks } from './checks.ts';
import type { Pair } from './pairs.ts';
import { control } from './sandbox.ts';

type Row = { readonly side: string; readonly object: string; readonly id: string; readonly kind: string; readonly cause: string; readonly isNotice: boolean };
type IssueRow = { readonly code: string; readonly cause: string; readonly ref: { readonly id: string } };
const withinMs = 20_000;

export async function driftChecks(run: RunFile, checks: Checks, pairs: readonly Pair[]): Promise<void> {
  const rep = salesforceAs(run, 'rep1');
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await call(`${run.bridge.url}/api/v1/${path}`, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const found = async (): Promise<readonly Row[]> => {
    await ask('POST', 'drift/check', {});
    return ((await ask('GET', 'drift')) as { items: readonly Row[] }).items;
  };
  const issues = async (): Promise<readonly IssueRow[]> => ((await ask('GET', 'issues?limit=1000')) as { items: readonly IssueRow[] }).items;
  const one = (rows: readonly Row[], kind: string, object: string): Row => {
    const row = rows.find((each) => each.kind === kind && each.object === object);
    if (row === undefined) throw new Error(`${kind} of ${object} was not found: ${JSON.stringify(rows)}`);
    return row;
  };
  const none = async (): Promise<void> => {
    const left = await found();
    must(left.length === 0, `still told: ${JSON.stringify(left)}`);
    must(!(await issues()).some(({ code }) => code.startsWith('schema-')), 'an issue stayed open');
  };
  const pair = (index: number): Pair => {
    const found = pairs[index];
    if (found === undefined) throw new Error('There are too few pairs.');
    return found;
  };
  const inHubSpot = (id: string, property: string, value: string): Promise<unknown> =>
    until(`${property} is ${value}`, withinMs, 100, async () => (await marketer.get('contacts', id, [property])).properties[property] === value);
  const picklist = async (field: string): Promise<readonly { readonly value: string; readonly active: boolean }[]> => {
    const path = `${run.salesforce.instanceUrl}/services/data/v${run.salesforce.apiVersion}/sobjects/Lead/describe`;
    const { body } = await call(path, { token: run.salesforce.personas.admin.accessToken });
    const fields = (body as { fields: readonly { name: string; picklistValues: readonly { value: string; active: boolean }[] }[] }).fields;
    return fields.find(({ name }) => name === field)?.picklistValues.map(({ value, active }) => ({ value, active })) ?? [];
  };
  /** Codes of the open issues of a pair. */
  const troubles = async ({ leadId, contactId }: Pair): Promise<readonly string[]> =>
    (await issues()).filter(({ ref }) => ref.id === leadId || ref.id === contactId).map(({ code }) => code);
  const property = async (path: string, method: string, body?: unknown): Promise<unknown> => {
    const answer = await call(`${run.hubspot.baseUrl}/crm/v3/properties/contacts${path}`, {
      ...{ method, token: run.hubspot.apps.marketer.accessToken },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 300) throw new Error(`${method} of a property answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  await checks.run('a first look at the schemas of the shipped rules finds nothing', async () => {
    await none();
    return '';
  });

  await checks.run('a field deleted in Salesforce is told with its rule, everything else goes on, and it ends when the field is back', async () => {
    await control(run, 'salesforce', 'PUT', 'fields', { 'Lead.UTM_Source__c': { removed: true } });
    await rep.update('Lead', pair(0).leadId, { Title: 'Without it' });
    await inHubSpot(pair(0).contactId, 'jobtitle', 'Without it');
    const { cause } = one(await found(), 'field-removed', 'Lead');
    must(cause.includes('person.utm_source'), `its rule is not named: ${cause}`);
    await control(run, 'salesforce', 'PUT', 'fields', { 'Lead.UTM_Source__c': { removed: false } });
    await none();
    return cause;
  });

  await checks.run('lost access to a field is told, and ends when it is given again', async () => {
    const rows = await admin.query("SELECT Id FROM FieldPermissions WHERE Field = 'Lead.Title' AND PermissionsEdit = true");
    for (const { Id } of rows) await admin.update('FieldPermissions', String(Id), { PermissionsEdit: false });
    const { cause } = one(await found(), 'permission-lost', 'Lead');
    for (const { Id } of rows) await admin.update('FieldPermissions', String(Id), { PermissionsEdit: true });
    await none();
    return cause;
  });

  await checks.run('a new value of a Salesforce picklist is told before a record has it; a record that has it crosses without it', async () => {
    const before = await picklist('Status');
    await control(run, 'salesforce', 'PUT', 'picklists', { 'Lead.Status': { values: [...before, { value: 'Parked' }] } });
    const { cause, id } = one(await found(), 'value-new', 'Lead');
    must(cause.includes('Parked') && cause.includes('person.lead_status'), `value and rule are not named: ${cause}`);
    await rep.update('Lead', pair(1).leadId, { Status: 'Parked', Title: 'Parked' });
    await inHubSpot(pair(1).contactId, 'jobtitle', 'Parked');
    await until('the value is an issue of the record', withinMs, 100, async () => (await troubles(pair(1))).includes('option-unmapped'));
    await ask('POST', 'drift/acknowledge', { side: 'salesforce', object: 'Lead', id });
    await none();
    await rep.update('Lead', pair(1).leadId, { Status: before[0]?.value ?? '', Title: 'Parked no more' });
    await control(run, 'salesforce', 'PUT', 'picklists', { 'Lead.Status': { values: before } });
    await until('the issue of the record is closed', withinMs, 100, async () => !(await troubles(pair(1))).includes('option-unmapped'));
    return cause;
  });

  await checks.run('an option retired in HubSpot is told; a record that leads to it crosses without it, and whole once it is back', async () => {
    const { options } = (await property('/hs_lead_status', 'GET')) as { options: readonly { value: string; label: string }[] };
    await property('/hs_lead_status', 'PATCH', { options: options.filter(({ value }) => value !== 'IN_PROGRESS') });
    const { cause } = one(await found(), 'value-retired', 'contacts');
    await rep.update('Lead', pair(2).leadId, { Status: 'Working - Contacted', Title: 'Retired' });
    await inHubSpot(pair(2).contactId, 'jobtitle', 'Retired');
    await until('the value is an issue of the record', withinMs, 100, async () => (await troubles(pair(2))).some((code) => code.startsWith('option-')));
    await property('/hs_lead_status', 'PATCH', { options });
    await none();
    await rep.update('Lead', pair(2).leadId, { Title: 'Back' });
    await inHubSpot(pair(2).contactId, 'hs_lead_status', 'IN_PROGRESS');
    return cause;
  });

  await checks.run('a value retired in a restricted Salesforce picklist is told, and never holds back the rest of its record', async () => {
    const before = await picklist('LeadSource');
    const values = before.map((one) => (one.value === 'Partner Referral' ? { ...one, active: false } : one));
    await control(run, 'salesforce', 'PUT', 'picklists', { 'Lead.LeadSource': { restricted: true, values } });
    const { cause } = one(await found(), 'value-retired', 'Lead');
    must(cause.includes('Partner Referral') && cause.includes('person.lead_source'), `value and rule are not named: ${cause}`);
    const { contactId, leadId } = pair(3);
    await control(run, 'hubspot', 'POST', 'records/set', { object: 'contacts', id: contactId, properties: { hs_analytics_source: 'REFERRALS' } });
    await marketer.update('contacts', contactId, { jobtitle: 'Referred' });
    await until('the rest of the record is in Salesforce', withinMs, 100, async () => (await admin.get('Lead', leadId, ['Title']))['Title'] === 'Referred');
    await until('the value is an issue of the record', withinMs, 100, async () => (await troubles(pair(3))).some((code) => code.startsWith('option-')));
    await control(run, 'salesforce', 'PUT', 'picklists', { 'Lead.LeadSource': { values: before } });
    await none();
    await marketer.update('contacts', contactId, { jobtitle: 'Referred again' });
    await until(
      'the value is in Salesforce',
      withinMs,
      100,
      async () => (await admin.get('Lead', leadId, ['LeadSource']))['LeadSource'] === 'Partner Referral',
    );
    return cause;
  });

  await checks.run('a validation rule is told once, and can be acknowledged', async () => {
    await control(run, 'salesforce', 'PUT', 'rules', {
      validation: [{ object: 'Lead', name: 'City_Needed', message: 'City is needed', field: 'City', when: [{ field: 'Title', op: 'equals', value: 'never' }] }],
    });
    const { cause, id } = one(await found(), 'save-rule', 'Lead');
    await ask('POST', 'drift/acknowledge', { side: 'salesforce', object: 'Lead', id });
    must(!(await found()).some(({ kind }) => kind === 'save-rule'), 'it was told again');
    return cause;
  });

  await checks.run('a property archived in HubSpot is told as a field deleted in Salesforce is', async () => {
    await property('/utm_medium', 'DELETE');
    const { cause, isNotice } = one(await found(), 'field-removed', 'contacts');
    must(!isNotice, 'what breaks records can be acknowledged');
    await marketer.update('contacts', pair(4).contactId, { jobtitle: 'Still here' });
    await until('the rest is in Salesforce', withinMs, 100, async () => (await admin.get('Lead', pair(4).leadId, ['Title']))['Title'] === 'Still here');
    return cause;
  });
}
