/** Who crosses and who rests, and whose word a lifecycle stage is: segments, known accounts, customers, assignment rules. */
import { bridgeApi } from '../local/bridge-api.ts';
import { call, hubspotAs, pause, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { associate, changeMapping } from './leads.ts';
import type { Pair } from './pairs.ts';
import { control, writes } from './sandbox.ts';

const soonMs = 8_000;
const pollMs = 20;
const goalMs = 1_000;
const quietMs = 3_000;
const stageField = 'HubSpot_Lifecycle_Stage__c';

async function lists(run: RunFile, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await call(`${run.hubspot.baseUrl}/crm/v3/lists${path}`, {
    method,
    token: run.hubspot.apps.marketer.accessToken,
    ...(body === undefined ? {} : { body }),
  });
  must(answer.status < 300, `${method} lists${path} answered ${String(answer.status)}`);
  return answer.body as Record<string, unknown>;
}

async function leadOf(run: RunFile, email: string): Promise<Record<string, unknown> | undefined> {
  const [found] = await salesforceAs(run, 'admin').query(`SELECT Id, OwnerId, Phone, Company FROM Lead WHERE Email = '${email}' AND IsConverted = false`);
  return found;
}

/** Changes the rules; takes two pairs. */
export async function scopeChecks(run: RunFile, checks: Checks, [first, second]: readonly Pair[]): Promise<void> {
  if (first === undefined || second === undefined) throw new Error('too few pairs');
  const admin = salesforceAs(run, 'admin');
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const stageOf = async (id: string): Promise<string | null> => (await marketer.get('contacts', id, ['lifecyclestage'])).properties['lifecyclestage'] ?? null;
  const { list } = (await lists(run, 'POST', '', { name: 'Trade fair', objectTypeId: '0-1', processingType: 'MANUAL' })) as { list: { listId: string } };
  const bySegment = { any: [{ field: 'segments', op: 'member', values: [list.listId] }] };

  await checks.run(`a customer sales makes is a customer in HubSpot within ${String(goalMs)} ms, and marketing cannot make a prospect of it`, async () => {
    const startedAt = performance.now();
    await rep.update('Lead', first.leadId, { [stageField]: 'customer' });
    await until('HubSpot says customer', soonMs, pollMs, async () => (await stageOf(first.contactId)) === 'customer');
    const tookMs = performance.now() - startedAt;
    must(tookMs < goalMs, `it took ${tookMs.toFixed(0)} ms`);
    // What HubSpot's own screens do to go back.
    await marketer.update('contacts', first.contactId, { lifecyclestage: '' });
    await marketer.update('contacts', first.contactId, { lifecyclestage: 'lead' });
    const movedAt = performance.now();
    await until('the customer is put back', soonMs, pollMs, async () => (await stageOf(first.contactId)) === 'customer');
    const backMs = performance.now() - movedAt;
    await settled(run);
    must((await admin.get('Lead', first.leadId, [stageField]))[stageField] === 'customer', 'Salesforce lost the stage');
    return `customer after ${tookMs.toFixed(0)} ms, put back after ${backMs.toFixed(0)} ms`;
  });

  await checks.run('a stage marketing may not set is put back, which in HubSpot means clearing it first', async () => {
    await marketer.update('contacts', second.contactId, { lifecyclestage: 'customer' });
    await until('the stage is put back', soonMs, pollMs, async () => {
      const stage = await stageOf(second.contactId);
      return stage !== 'customer' && stage !== null;
    });
    await settled(run);
    const [stage, held] = [await stageOf(second.contactId), (await admin.get('Lead', second.leadId, [stageField]))[stageField]];
    must(stage === held, `HubSpot says ${String(stage)}, Salesforce ${String(held)}`);
    return `both say ${String(stage)}`;
  });

  await changeMapping(run, 'person', { dealConvertsLead: false });
  await changeMapping(run, 'deal', { createInSalesforce: 'Never' });
  await settled(run);

  await checks.run("HubSpot's own automation moves a stage that is not HubSpot's to set: put back once, and then it is quiet", async () => {
    await control(run, 'hubspot', 'PUT', 'settings', { dealsMoveLifecycle: true });
    const before = await stageOf(second.contactId);
    const dealId = await marketer.create('deals', { dealname: 'Lifts its contact', pipeline: 'default', dealstage: 'appointmentscheduled' });
    await associate(run, dealId, second.contactId);
    const lifted = await stageOf(second.contactId);
    await until('the stage is put back', soonMs, pollMs, async () => (await stageOf(second.contactId)) === before);
    await settled(run);
    const rows = await writes(run);
    await pause(quietMs);
    const after = await writes(run);
    await control(run, 'hubspot', 'PUT', 'settings', { dealsMoveLifecycle: false });
    must(JSON.stringify(rows) === JSON.stringify(after), `rows went on being written: ${JSON.stringify([rows, after])}`);
    must((await stageOf(second.contactId)) === before, 'the stage did not stay');
    return `${String(before)} → ${String(lifted)} → ${String(before)}`;
  });

  await changeMapping(run, 'person', { hubspotScope: JSON.stringify(bySegment), salesforceScope: JSON.stringify({ all: [{ field: 'Email', op: 'filled' }] }) });
  await settled(run);

  await checks.run('who enters a segment becomes a lead, whatever assignment rules the org has; who leaves rests, and says why', async () => {
    await control(run, 'salesforce', 'PUT', 'rules', { assignment: [{ object: 'Lead', entries: [{ when: [], owner: 'rep2' }] }] });
    const email = 'visitor@trade-fair-visitors.example';
    const id = await marketer.create('contacts', { email, firstname: 'Vera', lastname: 'Visitor', phone: '1' });
    await settled(run);
    must((await leadOf(run, email)) === undefined, 'a lead was made before anybody asked for one');
    const startedAt = performance.now();
    await lists(run, 'PUT', `/${list.listId}/memberships/add`, [id]);
    await until('the lead is there', soonMs, pollMs, async () => (await leadOf(run, email)) !== undefined);
    const enteredMs = performance.now() - startedAt;
    const lead = await leadOf(run, email);
    await control(run, 'salesforce', 'PUT', 'rules', { assignment: [] });
    must(lead?.['OwnerId'] !== run.salesforce.personas.rep2.userId, 'the assignment rule took the lead');
    must(lead?.['Company'] === '[not provided]', `the company is ${String(lead?.['Company'])}`);
    await settled(run);
    await lists(run, 'PUT', `/${list.listId}/memberships/remove`, [id]);
    const [state] = await bridgeApi(run).recordStates('hubspot', 'contacts', [id]);
    must(state?.state === 'linked', 'the pair came apart');
    await until('the pair rests', soonMs, 100, async () => {
      const answer = await call(`${run.bridge.url}/api/v1/explain?record=hubspot:contacts:${id}`, { token: run.bridge.apiToken });
      return JSON.stringify(answer.body).includes('Out of scope: the rule asks for HubSpot: segments member');
    });
    await marketer.update('contacts', id, { phone: '2' });
    await settled(run);
    await pause(500);
    must((await leadOf(run, email))?.['Phone'] === '1', 'an edit crossed though the pair rests');
    await lists(run, 'PUT', `/${list.listId}/memberships/add`, [id]);
    await until('the edit arrives once it is back', soonMs, pollMs, async () => (await leadOf(run, email))?.['Phone'] === '2');
    return `a lead ${enteredMs.toFixed(0)} ms after entering`;
  });

  await checks.run('a person of a known account becomes a contact there, not a lead', async () => {
    const [account] = (await admin.query('SELECT Id, Website FROM Account')).filter(({ Website: site }) => typeof site === 'string' && site !== '');
    const domain = String(account?.['Website'])
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/.*$/, '');
    const email = `newcomer@${domain}`;
    const id = await marketer.create('contacts', { email, firstname: 'Nora', lastname: 'Newcomer' });
    await lists(run, 'PUT', `/${list.listId}/memberships/add`, [id]);
    const contactOf = async () => (await admin.query(`SELECT Id, AccountId FROM Contact WHERE Email = '${email}'`))[0];
    await until('the contact is there', soonMs, pollMs, async () => (await contactOf()) !== undefined);
    must((await contactOf())?.['AccountId'] === account?.['Id'], 'it is not at the account of its domain');
    must((await leadOf(run, email)) === undefined, 'a lead was made as well');
    await settled(run);
    return domain;
  });
}
