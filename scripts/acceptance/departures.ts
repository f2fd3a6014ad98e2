/** Twins, merges, deletions, restores and a person who asks to be forgotten, over the wire, as an admin sees them. */
import { call, hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import { changeMapping } from './leads.ts';
import { nameOf, personNamed } from './pairs.ts';
import type { Pair } from './pairs.ts';
import { control } from './sandbox.ts';

const soonMs = 15_000;
const pollMs = 50;

type Answer = Readonly<Record<string, unknown>>;

/** Calls the bridge as its operator. */
async function bridge(run: RunFile, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const answer = await call(`${run.bridge.url}/api/v1/${path}`, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) });
  must(answer.status < 300, `${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return answer.body as Answer;
}

const itemsOf = (answer: Answer): readonly Answer[] => answer['items'] as readonly Answer[];

/** Rows of one object with this address, deleted ones not counted. */
async function leadsOf(run: RunFile, email: string): Promise<readonly string[]> {
  return (await salesforceAs(run, 'admin').query(`SELECT Id FROM Lead WHERE Email = '${email}'`)).map((row) => String(row['Id']));
}
async function contactsOf(run: RunFile, email: string): Promise<readonly string[]> {
  const all = await hubspotAs(run, 'marketer').list('contacts', ['email']);
  return all.filter((one) => one.properties['email'] === email).map((one) => one.id);
}

/** Takes six pairs of leads and contacts. */
export async function departureChecks(run: RunFile, checks: Checks, pairs: readonly Pair[]): Promise<void> {
  const [merged, survivor, asked, archived, forgotten, stays] = pairs;
  if (merged === undefined || survivor === undefined || asked === undefined || archived === undefined || forgotten === undefined || stays === undefined)
    throw new Error('too few pairs');
  const rep = salesforceAs(run, 'rep1');
  const marketer = hubspotAs(run, 'marketer');
  const hubspot = (method: string, path: string, body?: unknown) =>
    call(`${run.hubspot.baseUrl}/crm/v3/objects/${path}`, { method, token: run.hubspot.apps.marketer.accessToken, ...(body === undefined ? {} : { body }) });

  await checks.run('the same person typed into both systems in the same second ends as one link, ten times', async () => {
    const emails = Array.from({ length: 10 }, (_, index) => `twin.${String(index)}@twins-over-the-wire.example`);
    await Promise.all(
      emails.flatMap((email, index) => [
        rep.create('Lead', { ...personNamed('twins', index), Company: `Twins ${nameOf(index)}`, Email: email }),
        marketer.create('contacts', { firstname: personNamed('twins', index).FirstName, lastname: personNamed('twins', index).LastName, email }),
      ]),
    );
    await settled(run);
    for (const email of emails) {
      const [leads, contacts] = [await leadsOf(run, email), await contactsOf(run, email)];
      must(leads.length === 1 && contacts.length === 1, `${email}: ${String(leads.length)} leads, ${String(contacts.length)} contacts`);
    }
    return '10 leads, 10 contacts';
  });

  await checks.run('a merge in HubSpot under a new id: one link follows it, the double in Salesforce is shown with the one to keep', async () => {
    const body = { object: 'contacts', primaryObjectId: survivor.contactId, objectIdToMerge: merged.contactId, newObjectId: true };
    const { survivorId } = (await control(run, 'hubspot', 'POST', 'records/merge', body)) as { readonly survivorId: string };
    await settled(run);
    await marketer.update('contacts', survivorId, { phone: '+1 200 555 7777' });
    let followed = '';
    await until('a lead follows the survivor', soonMs, pollMs, async () => {
      const rows = await rep.query(`SELECT Id, Phone FROM Lead WHERE Id IN ('${merged.leadId}', '${survivor.leadId}')`);
      followed = String(rows.find((row) => row['Phone'] === '+1 200 555 7777')?.['Id'] ?? '');
      return followed !== '';
    });
    await settled(run);
    const reviews = itemsOf(await bridge(run, 'GET', 'reviews?limit=1000'));
    const isShown = reviews.some((review) => [merged.leadId, survivor.leadId].every((id) => JSON.stringify(review).includes(id)));
    must(isShown, 'the two leads are not shown as one cluster');
    return followed === merged.leadId ? 'the merged one’s lead stays' : 'the survivor’s lead stays';
  });

  await checks.run('records that share an address are listed with the one to keep and why', async () => {
    await rep.create('Contact', { ...personNamed('departures', 5), Email: stays.email, Title: 'Double' });
    await settled(run);
    const page = await bridge(run, 'GET', 'duplicates?limit=1000');
    const group = itemsOf(page).find((one) => JSON.stringify(one).includes(stays.leadId));
    must(group !== undefined, 'the group is not listed');
    const suggestion = group?.['suggestion'] as { readonly master: { readonly object: string }; readonly reasons: readonly string[] };
    must(suggestion.master.object === 'Contact', `suggested ${JSON.stringify(suggestion)}`);
    return `${JSON.stringify(page['counts'])}; ${suggestion.reasons.join(' ')}`;
  });

  await changeMapping(run, 'person', { whenDeletedInHubSpot: 'Delete with approval', whenDeletedInSalesforce: 'Archive' });
  await checks.run('a deletion in HubSpot waits for a yes, then the lead goes to the recycle bin', async () => {
    must((await hubspot('DELETE', `contacts/${asked.contactId}`)).status === 204, 'the contact could not be deleted');
    let key = '';
    await until('the deletion waits for approval', soonMs, pollMs, async () => {
      const waiting = itemsOf(await bridge(run, 'GET', 'approvals?state=waiting'));
      key = String(waiting.find((one) => (one['ref'] as { readonly id: string }).id === asked.leadId)?.['key'] ?? '');
      return key !== '';
    });
    must((await leadsOf(run, asked.email)).length === 1, 'the lead is gone before anybody said yes');
    await bridge(run, 'POST', `approvals/${encodeURIComponent(key)}`, { answer: 'approve', by: 'admin' });
    await until('the lead is deleted', soonMs, pollMs, async () => (await leadsOf(run, asked.email)).length === 0);
    return '';
  });

  await checks.run('a deletion in Salesforce archives the contact; the lead brought back has a contact again', async () => {
    await rep.remove('Lead', archived.leadId);
    await until('the contact is archived', soonMs, pollMs, async () => (await contactsOf(run, archived.email)).length === 0);
    await settled(run);
    await control(run, 'salesforce', 'POST', 'undelete', { ids: [archived.leadId] });
    await until('there is a contact again', soonMs, pollMs, async () => (await contactsOf(run, archived.email)).length === 1);
    await settled(run);
    must((await leadsOf(run, archived.email)).length === 1, 'the lead was doubled');
    return '';
  });

  await checks.run('a person erased in HubSpot is erased in Salesforce and here, and the proof names nobody', async () => {
    const before = itemsOf(await bridge(run, 'GET', 'erasures?limit=1000')).length;
    must((await hubspot('POST', 'contacts/gdpr-delete', { objectId: forgotten.contactId })).status === 204, 'the contact could not be erased');
    await until('the lead is gone', soonMs, pollMs, async () => (await leadsOf(run, forgotten.email)).length === 0);
    await until('the proof is there', soonMs, pollMs, async () => itemsOf(await bridge(run, 'GET', 'erasures?limit=1000')).length > before);
    await settled(run);
    const isBack = await control(run, 'salesforce', 'POST', 'undelete', { ids: [forgotten.leadId] }).then(
      (answer) => (answer as { readonly results: readonly { readonly success: boolean }[] }).results[0]?.success === true,
      () => false,
    );
    must(!isBack, 'the lead came back from the recycle bin');
    const shown = await Promise.all(
      ['links', 'issues', 'reviews', 'decisions', 'unlinked', 'erasures', 'approvals'].map(async (path) =>
        path === 'links' ? '' : JSON.stringify(await bridge(run, 'GET', `${path}?limit=1000`)),
      ),
    );
    for (const trace of [forgotten.leadId, forgotten.contactId, forgotten.email]) must(!shown.some((text) => text.includes(trace)), `${trace} is still shown`);
    const check = await bridge(run, 'GET', `erasures/check?record=hubspot:contacts:${forgotten.contactId}`);
    must(check['broken'] === null, 'the chain is broken');
    must((check['found'] as { readonly proof: unknown }).proof !== null, 'the proof is not found by the record’s id');
    await rep.create('Lead', { FirstName: 'Ada', LastName: 'Old List', Company: 'Import', Email: forgotten.email });
    await settled(run);
    must((await contactsOf(run, forgotten.email)).length === 0, 'the erased address crossed again');
    return `proof ${JSON.stringify((check['found'] as { readonly proof: { readonly number: number } }).proof.number)}`;
  });
  await changeMapping(run, 'person', { whenDeletedInHubSpot: 'Ignore', whenDeletedInSalesforce: 'Ignore' });
}
