/** Going live by the page: checks with a rule that guards, a dry run, the first few, everybody with a pause, counts that match. */
import type { Page } from 'playwright-core';
import { control } from '../acceptance/sandbox.ts';
import { hubspotAs, salesforceAs } from '../local/crm.ts';
import { bridge } from './asking.ts';
import type { Walk } from './walk.ts';

/** Before others leave people nobody was told of: a dry run counts every one. */
export const order = 41;

const path = '/lightning/n/Fieldwise_Setup?c__step=golive';
const mark = Date.now().toString(36);
/** A dry run of the walk's few hundred records takes seconds, on a busy machine longer. */
const phaseMs = 120_000;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const confirm = (page: Page) => page.getByRole('button', { name: 'OK' }).click();
const standing = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor({ timeout: phaseMs });

/** People HubSpot told nobody of: its notices are dropped while they are made. */
async function unheardOf(walk: Walk): Promise<void> {
  await control(walk.run, 'hubspot', 'PUT', 'faults', [{ id: 'deaf', match: { kind: 'webhook' }, action: { do: 'drop' } }]);
  for (const name of ['Ruth', 'Saul', 'Tess'])
    await hubspotAs(walk.run, 'marketer').create('contacts', {
      ...{ email: `${name.toLowerCase()}.${mark}@golive.example`, firstname: name, lastname: `Golive${name}${mark}`, lifecyclestage: 'salesqualifiedlead' },
    });
  await control(walk.run, 'hubspot', 'PUT', 'faults', []);
}

async function checks(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const guard = { object: 'Lead', name: 'Golive_Guard', message: 'Not by this name.', when: [{ field: 'LastName', op: 'equals', value: 'Nobody at all' }] };
  await control(walk.run, 'salesforce', 'PUT', 'rules', { validation: [guard] });
  await walk.open(admin, path);
  await walk.look(admin, 'golive-first');
  await button(admin, 'Check now').click();
  await admin.getByText(/^\d+ of 100$/).waitFor();
  await admin.getByRole('button', { name: 'Show what was found: Validation rules' }).click();
  await admin.getByText('Golive_Guard').first().waitFor();
  await walk.look(admin, 'golive-checks');
  await control(walk.run, 'salesforce', 'PUT', 'rules', { validation: [] });
  const seen = await bridge<{ readonly report: { readonly checks: readonly { readonly key: string; readonly state: string }[] } }>(walk, 'preflight');
  walk.check(seen?.report.checks.find(({ key }) => key === 'guards')?.state === 'warn', 'The rule that guards leads is not warned of.');
}

async function dryRun(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await unheardOf(walk);
  await admin.getByRole('spinbutton', { name: 'First records per mapping' }).fill('2');
  await admin.keyboard.press('Tab');
  await admin.getByRole('button', { name: /^(Start a dry run|Begin again)$/ }).click();
  await standing(admin, 'Dry run: waits for you');
  await admin.getByRole('table', { name: 'What a run would do, by mapping' }).waitFor();
  const made = await admin
    .getByRole('row', { name: /^person/ })
    .locator('[data-cell="newSalesforce"]')
    .textContent();
  walk.check(made === '3', `The dry run says ${made ?? 'nothing'} people would be made in Salesforce, not 3.`);
  await walk.look(admin, 'golive-dry-run');
}

async function firstFew(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await button(admin, 'Let the first few cross').click();
  await standing(admin, 'The first few cross: waits for you');
  await admin.locator('[data-id="became"]', { hasText: 'In step' }).first().waitFor();
  await walk.look(admin, 'golive-first-few');
  await button(admin, 'Check now').click();
  await admin.getByText('crossed without trouble').first().waitFor();
}

async function everybody(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await button(admin, 'Let everything in').click();
  await admin.getByText(/^Let everything in\? /).waitFor();
  await confirm(admin);
  await button(admin, 'Pause').click();
  await standing(admin, 'Everything crosses: paused');
  await walk.look(admin, 'golive-paused');
  await button(admin, 'Go on').click();
  await standing(admin, 'Over: done');
  await admin.getByText('Counts match: both systems hold the same pairs').waitFor();
  await admin.getByRole('table', { name: 'Counts after the run' }).getByText('match', { exact: true }).first().waitFor();
  await walk.look(admin, 'golive-done');
  const leads = await salesforceAs(walk.run, 'admin').query(`SELECT Id FROM Lead WHERE Email LIKE '%.${mark}@golive.example'`);
  walk.check(leads.length === 3, `${String(leads.length)} of the three people nobody was told of are leads.`);
}

async function cancelled(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await button(admin, 'Begin again').click();
  await standing(admin, 'Dry run: waits for you');
  await button(admin, 'Cancel the backfill').click();
  await admin.getByText('Cancel the backfill? What crossed stays').waitFor();
  await confirm(admin);
  await standing(admin, 'Dry run: cancelled');
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin checks whether all is ready, and sees the rule that guards leads', () => checks(walk));
  await walk.step('a dry run says who would be made, and writes nothing', () => dryRun(walk));
  await walk.step('the first few cross and are shown', () => firstFew(walk));
  await walk.step('everybody crosses, with a pause, and counts match', () => everybody(walk));
  await walk.step('another dry run is cancelled', () => cancelled(walk));
}
