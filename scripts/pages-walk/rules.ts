/** From Connect over an operating model and the matrix to rules at work in the bridge, and back again. */
import type { Page } from 'playwright-core';
import { bridgeRules } from './asking.ts';
import type { BridgeRules } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 20;

const setupPath = '/lightning/n/Fieldwise_Setup';
const ownershipPath = (tab: string, object = 'person'): string => `${setupPath}?c__step=ownership&c__tab=${tab}&c__object=${object}`;
const rulesWithinMs = 2_000;

const ownerOf = ({ mappings }: BridgeRules, rule: string): string | undefined =>
  mappings.flatMap(({ fields }) => fields).find(({ key }) => key === rule)?.owner;

/** Milliseconds until the bridge works with another version than `before`. */
async function newRulesAfter(walk: Walk, before: number, since: number): Promise<number> {
  while ((await bridgeRules(walk)).version === before && Date.now() - since < 5 * rulesWithinMs) await new Promise((resolve) => setTimeout(resolve, 20));
  return Date.now() - since;
}

async function connect(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, `${setupPath}?c__step=connect`);
  walk.check((await page.getByText('Connected', { exact: true }).count()) === 2, 'Connect does not show both systems as connected.');
  await page.getByRole('button', { name: 'Run the test' }).click();
  await page.getByText(/Everything answered within/).waitFor();
  await walk.look(page, 'connect');
}

async function model(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, `${setupPath}?c__step=model`);
  await walk.look(page, 'model');
  await page.getByTitle('Use HubSpot-centric as starting point').click();
  await page.getByRole('heading', { name: 'What the draft changes' }).waitFor();
  walk.check((await page.locator('[data-rule]').count()) > 5, 'The HubSpot-centric model changes hardly any rule.');
  await walk.look(page, 'ownership-model-draft');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByText('The draft and the live rules are the same').waitFor();
  await walk.look(page, 'ownership-no-draft');
}

const row = (page: Page, rule: string) => page.locator(`tr[data-rule="${rule}"]`);

async function change(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, ownershipPath('rules'));
  await row(page, 'person.title').waitFor();
  await page.getByRole('button', { name: 'Show sample values' }).click();
  await page.locator('.sample').first().waitFor();
  await walk.look(page, 'ownership');
  await row(page, 'person.title')
    .getByRole('combobox', { name: /^Owner of/ })
    .selectOption('HubSpot');
  await row(page, 'person.company_name')
    .getByRole('combobox', { name: /^Direction of/ })
    .selectOption('Two-way');
  await page.getByText('Say which workflow on each side changes this field.').waitFor();
  await walk.look(page, 'ownership-reason');
  await page.getByLabel('In Salesforce: who or what changes it, and why').fill('Reps correct company names while qualifying');
  await page.getByLabel('In HubSpot: who or what changes it, and why').fill('Forms fill it');
  await page.getByLabel('In HubSpot: who or what changes it, and why').blur();
  await page.getByText('Say which workflow on each side changes this field.').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(/Draft saved by/).waitFor();
}

async function bulk(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await page.getByPlaceholder('Search fields, properties, owners').fill('utm');
  await page.getByText('3 of 15 rules').waitFor();
  await page.getByRole('checkbox', { name: 'Select all rules shown' }).check();
  await page.getByRole('group', { name: 'Change the selected rules' }).waitFor();
  await walk.look(page, 'ownership-bulk');
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await page.getByPlaceholder('Search fields, properties, owners').fill('');
  await page.getByRole('button', { name: 'Add rule' }).click();
  await page.getByText('Choose a field on both sides.').waitFor();
  await page.getByLabel('Salesforce field', { exact: true }).selectOption('Fax');
  await page.getByLabel('HubSpot property', { exact: true }).selectOption('fax');
  await walk.look(page, 'ownership-new-rule');
  await page.getByRole('button', { name: 'Undo' }).click();
}

async function previewAndActivate(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, ownershipPath('changes'));
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText(/^With these rules/).waitFor();
  await walk.look(page, 'ownership-preview');
  const before = await bridgeRules(walk);
  walk.check(ownerOf(before, 'person.title') === 'salesforce', 'The bridge works with the draft before it was activated.');
  await page.getByLabel('Note for the history').fill('Marketing keeps job titles');
  const since = Date.now();
  await page.getByRole('button', { name: 'Activate the draft' }).click();
  const tookMs = await newRulesAfter(walk, before.version, since);
  const after = await bridgeRules(walk);
  walk.check(ownerOf(after, 'person.title') === 'hubspot', 'The bridge does not know the new owner.');
  walk.check(tookMs <= rulesWithinMs, `From the click to new rules in the bridge: ${String(tookMs)} ms; ${String(rulesWithinMs)} are allowed.`);
  console.log(`       rules at work in the bridge ${String(tookMs)} ms after the click`);
  await page.getByText('The draft and the live rules are the same').waitFor();
}

async function rollBack(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, ownershipPath('history'));
  await page.getByText('Marketing keeps job titles').first().waitFor();
  const before = await bridgeRules(walk);
  await page.getByTitle(`Roll back to version ${String(before.version - 1)}`).click();
  await page.getByText(/rolling back adds 0, removes 0 and changes 2/).waitFor();
  await walk.look(page, 'ownership-history');
  const since = Date.now();
  await page
    .getByRole('button', { name: `Roll back to version ${String(before.version - 1)}` })
    .last()
    .click();
  const tookMs = await newRulesAfter(walk, before.version, since);
  walk.check(ownerOf(await bridgeRules(walk), 'person.title') === 'salesforce', 'The bridge does not work with the rules rolled back to.');
  walk.check(tookMs <= rulesWithinMs, `From the click to the old rules in the bridge: ${String(tookMs)} ms.`);
  await page.getByText(`Version ${String(before.version + 1)}`, { exact: true }).waitFor();
}

async function files(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, ownershipPath('files'));
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  const link = page.getByRole('link', { name: /Download fieldwise-rules/ });
  await link.waitFor();
  const text = decodeURIComponent(((await link.getAttribute('href')) ?? '').replace(/^[^,]*,/, ''));
  await page.getByRole('button', { name: 'Markdown', exact: true }).click();
  await walk.look(page, 'ownership-files');
  await walk.expecting(/./, async () => {
    await page.getByLabel('Rules file (JSON)').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.getByText(/This is not a rules file/).waitFor();
  });
  await walk.look(page, 'ownership-files-refused');
  await page
    .getByLabel('Rules file (JSON)')
    .setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from(text.replace('"jobtitle"', '"job_function"')) });
  await walk.settled(page);
  await walk.open(page, ownershipPath('changes'));
  await page.getByText('HubSpot property: jobtitle → job_function').waitFor();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.getByText('The draft and the live rules are the same').waitFor();
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('Connect: both systems are reached and a test goes the whole way', () => connect(walk));
  await walk.step('Operating model: a model becomes a draft, is compared and discarded', () => model(walk));
  await walk.step('Ownership matrix: an owner changes, a field becomes two-way with its reason, the draft is saved', () => change(walk));
  await walk.step('Ownership matrix: search, bulk edit, a new rule', () => bulk(walk));
  await walk.step('the draft is previewed and activated, and at work in the bridge within 2 s', () => previewAndActivate(walk));
  await walk.step('an earlier version is rolled back to, and at work within 2 s', () => rollBack(walk));
  await walk.step('rules leave and come back as files', () => files(walk));
}
