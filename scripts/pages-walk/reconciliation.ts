/** The page Reconciliation: a check, the drift it finds and its repair, why both sides count differently, the handoff ledger. */
import type { Page } from 'playwright-core';
import type { EntryRow, Overview } from '../../bridge/src/reconciliation/index.ts';
import { control } from '../acceptance/sandbox.ts';
import { hubspotAs, salesforceAs } from '../local/crm.ts';
import { bridge, eventually } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 42;

const path = '/lightning/n/Fieldwise_Setup?c__step=reconciliation';

/** The run that began after `since` and is over. */
async function ended(walk: Walk, since: number): Promise<Overview> {
  return eventually('A run that is over', async () => {
    const overview = await bridge<Overview>(walk, 'reconciliation');
    return overview?.run?.state === 'done' && overview.run.startedAt >= since ? overview : null;
  });
}

async function check(walk: Walk, admin: Page): Promise<Overview> {
  const since = Date.now();
  await admin.getByRole('button', { name: 'Check now' }).click();
  const overview = await ended(walk, since);
  await walk.open(admin, admin.url().replace(/^https?:\/\/[^/]+/, ''));
  return overview;
}

async function first(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, path);
  await admin.getByText('Nothing was checked yet').waitFor();
  await walk.look(admin, 'reconciliation-never');
  await check(walk, admin);
  await admin.getByText('Drift score').waitFor();
  await walk.look(admin, 'reconciliation-drift');
}

async function drift(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const page = await bridge<{ readonly items: readonly EntryRow[] }>(walk, 'reconciliation/records?bucket=both&limit=3&names=none');
  const people = page?.items ?? [];
  walk.check(people.length > 0, 'Nobody counts on both sides.');
  // Edits nobody is told of.
  await control(walk.run, 'hubspot', 'PUT', 'faults', [{ id: 'silent', match: { kind: 'webhook' }, action: { do: 'drop' } }]);
  for (const { ref } of people) await hubspotAs(walk.run, 'marketer').update('contacts', ref.id, { jobtitle: `Walked ${ref.id}` });
  await walk.open(admin, path);
  await check(walk, admin);
  await admin.getByRole('button', { name: 'Show fields: person' }).click();
  await walk.settled(admin);
  await admin.getByText('Write Title in Salesforce').first().waitFor();
  await walk.look(admin, 'reconciliation-drift-of-person');
  const since = Date.now();
  await admin.getByRole('button', { name: 'Repair everything' }).click();
  await admin.getByRole('button', { name: 'OK' }).click();
  const { run } = await ended(walk, since);
  walk.check(run?.kind === 'repair' && run.repair?.disagree === 0, `The repair says ${JSON.stringify(run?.repair)}.`);
  await control(walk.run, 'hubspot', 'PUT', 'faults', []);
  await walk.open(admin, path);
  await admin.getByText(/^Repaired: of/).waitFor();
  await walk.look(admin, 'reconciliation-repaired');
}

/** People only one side counts, because nobody was told of them: new in HubSpot, and moved by sales. */
async function apart(walk: Walk): Promise<void> {
  const silent = (kind: string): object => [{ id: 'silent', match: { kind }, action: { do: 'drop' } }];
  await control(walk.run, 'hubspot', 'PUT', 'faults', silent('webhook'));
  await control(walk.run, 'salesforce', 'PUT', 'faults', silent('event'));
  const mark = Date.now().toString(36);
  for (const lastname of ['Quinn', 'Rhodes', 'Sorel'])
    await hubspotAs(walk.run, 'marketer').create('contacts', { lastname, email: `${lastname}.${mark}@example.com`, lifecyclestage: 'marketingqualifiedlead' });
  const page = await bridge<{ readonly items: readonly EntryRow[] }>(walk, 'reconciliation/records?bucket=both&limit=2&names=none');
  for (const { other } of page?.items ?? [])
    if (other !== null) await salesforceAs(walk.run, 'rep1').update(other.object, other.id, { HubSpot_Lifecycle_Stage__c: 'subscriber' });
}

async function counts(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await apart(walk);
  await walk.open(admin, `${path}&c__tab=counts`);
  await check(walk, admin);
  await control(walk.run, 'hubspot', 'PUT', 'faults', []);
  await control(walk.run, 'salesforce', 'PUT', 'faults', []);
  await walk.open(admin, `${path}&c__tab=counts`);
  await admin.getByText('Nobody has looked at it yet.').waitFor();
  await admin.getByText(/^HubSpot counts \d+, Salesforce counts \d+\.$/).waitFor();
  await walk.look(admin, 'reconciliation-counts');
  await admin
    .getByRole('button', { name: /^Show people: / })
    .last()
    .click();
  await walk.settled(admin);
  await admin
    .getByText(/^HubSpot contacts /)
    .first()
    .waitFor();
  await walk.look(admin, 'reconciliation-counts-people');
  await admin.getByRole('button', { name: 'Download as CSV' }).click();
  await admin.getByText(/lines were read/).waitFor();
  await admin.getByRole('button', { name: 'Change' }).click();
  await walk.look(admin, 'reconciliation-who');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('It counts from the next check on.').waitFor();
  await admin.getByRole('button', { name: 'Back to the handoff rules' }).click();
  await admin.getByText('As the handoff rules say.').waitFor();
}

async function ledger(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, `${path}&c__tab=ledger`);
  await admin.getByRole('columnheader', { name: 'Handed over' }).waitFor();
  await walk.look(admin, 'reconciliation-ledger');
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin checks what both systems hold', () => first(walk));
  await walk.step('an admin finds drift nobody was told of, and repairs it', () => drift(walk));
  await walk.step('an admin sees why both sides count differently, person by person', () => counts(walk));
  await walk.step('an admin reads who was handed over and what became of them', () => ledger(walk));
}
