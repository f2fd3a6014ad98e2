/** Schema drift: a field that is gone, a new value, a validation rule; and an import that is paused, asked about and let through. */
import type { Page } from 'playwright-core';
import { call, salesforceAs } from '../local/crm.ts';
import { bridge, eventually } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 90;

const path = '/lightning/n/Fieldwise_Setup?c__step=drift';
const chunk = 200;

type Row = { readonly side: string; readonly kind: string; readonly state: string; readonly limit: number; readonly waiting: number };

async function inOrg(walk: Walk, what: string, body: unknown): Promise<void> {
  const answer = await call(`${walk.run.salesforce.instanceUrl}/__sandbox/${what}`, { method: 'PUT', body });
  if (answer.status >= 300) throw new Error(`The org refused ${what}: ${JSON.stringify(answer.body)}`);
}
async function checkNow(walk: Walk, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('button', { name: 'Check now', disabled: false }).waitFor();
  await walk.settled(page);
}
const breakers = async (walk: Walk): Promise<readonly Row[]> => (await bridge<{ readonly items: readonly Row[] }>(walk, 'breakers'))?.items ?? [];

async function schemas(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.step('schema drift: nothing changed yet', async () => {
    await walk.open(admin, path);
    await checkNow(walk, admin);
    await admin.getByText('Nothing changed that concerns your rules').waitFor();
    await walk.look(admin, 'drift-empty');
  });
  await walk.step('an admin sees what changed, by object, with the fix, and a rule leads to the matrix', async () => {
    await inOrg(walk, 'fields', { 'Lead.UTM_Source__c': { removed: true } });
    await inOrg(walk, 'rules', {
      validation: [{ object: 'Lead', name: 'City_Needed', message: 'City is needed', field: 'City', when: [{ field: 'Title', op: 'equals', value: 'never' }] }],
    });
    await checkNow(walk, admin);
    await admin.getByText('UTM Source (Lead.UTM_Source__c) does not exist in Salesforce', { exact: false }).waitFor();
    await admin.getByText('City_Needed', { exact: false }).first().waitFor();
    await walk.look(admin, 'drift-findings');
    await admin.getByRole('button', { name: 'Open person.utm_source on the Ownership page' }).click();
    await walk.arrived(admin);
    walk.check(admin.url().includes('c__step=ownership'), `The rule leads to ${admin.url()}`);
  });
  await walk.step('a notice is acknowledged by keyboard; what breaks records closes by itself', async () => {
    await walk.open(admin, path);
    const notice = admin.getByRole('button', { name: /^I have seen it: .*City_Needed/ });
    await notice.focus();
    await admin.keyboard.press('Enter');
    await notice.waitFor({ state: 'detached' });
    await walk.settled(admin);
    await inOrg(walk, 'fields', { 'Lead.UTM_Source__c': { removed: false } });
    await checkNow(walk, admin);
    await admin.getByText('Nothing changed that concerns your rules').waitFor();
    await inOrg(walk, 'rules', { validation: [] });
  });
}

/** One person changes everybody. */
async function importAll(walk: Walk, title: string): Promise<void> {
  const importer = salesforceAs(walk.run, 'admin');
  for (const object of ['Lead', 'Contact']) {
    const rows = await importer.query(`SELECT Id FROM ${object} WHERE Sync_Key__c != null${object === 'Lead' ? ' AND IsConverted = false' : ''}`);
    for (let at = 0; at < rows.length; at += chunk)
      await importer.updateMany(
        object,
        rows.slice(at, at + chunk).map(({ Id }) => ({ id: String(Id), Title: title })),
      );
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

async function storm(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  // A portal that runs with the usual limits has too few records here for a storm.
  if ((await breakers(walk)).some(({ limit, kind }) => kind === 'update' && limit > 1_000)) return;
  await walk.step('an import is paused and asked about on top of the page, and on Operations', async () => {
    const isPaused = async (): Promise<boolean> => (await breakers(walk)).some(({ state, waiting }) => state === 'paused' && waiting > 0);
    let round = 0;
    await eventually('A pause', async () => {
      if (await isPaused()) return true;
      await importAll(walk, `Imported ${String((round += 1))}`);
      return null;
    });
    await eventually('The end of the import', async () => ((await bridge<{ readonly lagMs: number }>(walk, 'status'))?.lagMs === 0 ? true : null));
    await walk.open(admin, path);
    await admin.getByRole('heading', { name: 'Changes in HubSpot are paused' }).waitFor();
    await walk.look(admin, 'drift-paused');
    await walk.open(admin, '/lightning/n/Fieldwise_Setup?c__step=operations&c__tab=issues');
    await admin.getByRole('heading', { name: 'Changes in HubSpot are paused', exact: true }).waitFor();
    await walk.look(admin, 'operations-paused');
  });
  await walk.step('proceed writes what waited', async () => {
    await walk.open(admin, path);
    await admin.getByRole('button', { name: 'It is meant: proceed: Changes in HubSpot are paused' }).click();
    await admin.getByRole('button', { name: 'OK' }).click();
    await admin.getByRole('heading', { name: 'Changes in HubSpot are paused' }).waitFor({ state: 'detached' });
    await eventually('Everything written', async () =>
      (await breakers(walk)).every(({ side, kind, waiting }) => side !== 'hubspot' || kind !== 'update' || waiting === 0) ? true : null,
    );
    await walk.settled(admin);
  });
}

export async function steps(walk: Walk): Promise<void> {
  await schemas(walk);
  await storm(walk);
}
