/** The consent log: a withdrawal on each side, told to the other, on the page with its proof; the chain checked, the log exported and verified by the command line. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { call, salesforceAs, until } from '../local/crm.ts';
import type { Walk } from './walk.ts';

export const order = 45;

const setupPath = '/lightning/n/Fieldwise_Setup';
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const run = promisify(execFile);
const within = 10_000;

/** Rows the bridge's log holds about a record. */
async function rowsAbout(walk: Walk, record: string): Promise<readonly { readonly kind: string }[]> {
  const { url, apiToken } = walk.run.bridge;
  const answer = await call(`${url}/api/v1/consent/log?record=${encodeURIComponent(record)}`, { token: apiToken });
  return (answer.body as { readonly items: readonly { readonly kind: string }[] }).items;
}

async function withdrawals(walk: Walk): Promise<string> {
  const rep = salesforceAs(walk.run, 'rep1');
  const lead = await rep.create('Lead', { FirstName: 'Wilma', LastName: 'Withdraws', Company: 'Walk', Email: 'wilma@walk-consent.example' });
  await rep.update('Lead', lead, { HasOptedOutOfEmail: true });
  await until('HubSpot is told', within, 50, async () => (await rowsAbout(walk, `salesforce:Lead:${lead}`)).some(({ kind }) => kind === 'withdrawn'));
  const twin = await rep.create('Contact', { LastName: 'Unsubscribes', Email: 'una@walk-consent.example' });
  await call(`${walk.run.hubspot.baseUrl}/crm/v3/objects/contacts`, {
    method: 'POST',
    token: walk.run.hubspot.apps.marketer.accessToken,
    body: { properties: { email: 'una@walk-consent.example', lastname: 'Unsubscribes', lifecyclestage: 'subscriber' }, associations: [] },
  });
  await call(`${walk.run.hubspot.baseUrl}/__sandbox/consent/opt-out`, { method: 'POST', body: { email: 'una@walk-consent.example' } });
  await until('Salesforce is told', within, 50, async () => (await rep.get('Contact', twin, ['HasOptedOutOfEmail']))['HasOptedOutOfEmail'] === true);
  return lead;
}

export async function steps(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  let lead = '';
  await walk.step('a withdrawal on either side is on the page Consent log, step by step', async () => {
    lead = await withdrawals(walk);
    await walk.open(page, `${setupPath}?c__step=consent-log`);
    await page.getByRole('row').nth(2).waitFor();
    const text = (await page.locator('c-consent-log-page').innerText()).replace(/\s+/g, ' ');
    walk.check(/Withdrew/.test(text) && /Opt-out written/.test(text), 'The page does not show the withdrawals and what was written.');
    walk.check(/all e-mail/.test(text), 'The page does not say what is carried.');
    await walk.look(page, 'consent-log');
  });
  await walk.step('one person: found by the record, with the state of every place', async () => {
    await page.getByRole('searchbox', { name: 'Record or e-mail address' }).fill(lead);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await walk.arrived(page);
    await page.locator('[data-id="topic"]').first().waitFor();
    walk.check(
      (await page.locator('[data-id="topic"]').first().innerText()).includes('Opted out of all e-mail'),
      'The page does not say how the person stands.',
    );
    await walk.look(page, 'consent-log-person');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await walk.settled(page);
  });
  await walk.step('an address finds a person and never stands in the URL', async () => {
    await page.getByRole('searchbox', { name: 'Record or e-mail address' }).fill('una@walk-consent.example');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await walk.settled(page);
    walk.check(!page.url().includes('una'), 'The address stands in the URL.');
    walk.check((await page.locator('tbody tr').count()) > 0, 'The address finds nothing.');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await walk.settled(page);
  });
  await walk.step('the chain is whole, here and in the exported file', async () => {
    await page.getByRole('button', { name: 'Verify the chain' }).click();
    await page.locator('[data-id="verdict"]').waitFor();
    walk.check((await page.locator('[data-id="verdict"]').innerText()).startsWith('Whole'), 'The chain does not verify.');
    await walk.look(page, 'consent-log-verified');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await (await download).path();
    const { stdout } = await run(process.execPath, [join(root, 'scripts/fieldwise.mjs'), 'consent', 'verify', file]);
    walk.check(stdout.startsWith('Whole'), `The exported file does not verify: ${stdout}`);
  });
}
