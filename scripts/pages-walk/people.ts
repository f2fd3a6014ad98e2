/** Lifecycle stages, criteria and consent rules: changed on their pages, seen among the draft's changes, counted on both sides, at work in the bridge, and rolled back. */
import type { Page } from 'playwright-core';
import { call } from '../local/crm.ts';
import { bridgeRules } from './asking.ts';
import type { BridgeRules } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 40;

const setupPath = '/lightning/n/Fieldwise_Setup';
/** The rules once they are of another version than `before`; as they are after ten seconds at the latest. */
async function rulesAfter(walk: Walk, before: number): Promise<BridgeRules> {
  for (let turn = 0; turn < 100; turn += 1) {
    const rules = await bridgeRules(walk);
    if (rules.version !== before) return rules;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return bridgeRules(walk);
}

const stageRow = (page: Page, stage: string) => page.locator(`tr[data-stage="${stage}"]`);

async function lifecycle(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, `${setupPath}?c__step=lifecycle`);
  await stageRow(page, 'lead').waitFor();
  walk.check((await page.locator('tr[data-stage]').count()) === 8, "The page does not show HubSpot's eight stages.");
  const rules = await bridgeRules(walk);
  walk.check(rules.lifecycle.length === 8 && rules.consent.length > 0, 'The bridge does not know the stages and consent rules the package ships with.');
  // The portal may have stages of its own, which the page offers to add.
  walk.check(
    (await page.locator('[data-problem]:not([data-problem^="add:"])').count()) === 0,
    'The stages the package ships with do not fit this org and portal.',
  );
  await walk.look(page, 'lifecycle');
  await page.getByRole('button', { name: /^Sales Qualified Lead/ }).click();
  walk.check((await page.locator('.arrow_lit').count()) > 4, 'Choosing a stage does not light up its arrows.');
  await walk.look(page, 'lifecycle-chosen');
}

async function changeStages(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await stageRow(page, 'lead').getByRole('combobox', { name: 'Who sets Lead', exact: true }).selectOption('Salesforce');
  await stageRow(page, 'other').getByRole('button', { name: 'Remove Other' }).click();
  await page.locator('[data-problem="add:other"]').waitFor();
  await stageRow(page, 'subscriber').getByRole('combobox', { name: 'Where Subscriber may go' }).selectOption('chosen');
  await stageRow(page, 'subscriber').locator('summary').click();
  await stageRow(page, 'subscriber').getByRole('checkbox', { name: 'Customer' }).uncheck();
  await walk.look(page, 'lifecycle-edited');
  await page.getByRole('button', { name: 'Add Other' }).click();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('button', { name: 'Review and activate' }).waitFor();
  await page.getByRole('button', { name: 'Review and activate' }).click();
  await walk.arrived(page);
  await page.locator('[data-rule="stage:lead"]').waitFor();
  walk.check((await page.locator('[data-rule="stage:lead"]').getByText('Salesforce').count()) > 0, 'The changes do not say who sets the stage now.');
  await walk.look(page, 'lifecycle-changes');
}

/** Two contacts out of scope, in a segment of a marketer's making. */
async function makeSegment(walk: Walk): Promise<readonly string[]> {
  const { baseUrl, apps } = walk.run.hubspot;
  const ask = async (path: string, method: string, body: unknown): Promise<unknown> =>
    (await call(baseUrl + path, { method, body, token: apps.marketer.accessToken })).body;
  const filters = [{ propertyName: 'lifecyclestage', operator: 'IN', values: ['lead', 'subscriber'] }];
  // HubSpot's own shapes, of which only these parts are read.
  const found = (await ask('/crm/v3/objects/contacts/search', 'POST', { filterGroups: [{ filters }], limit: 2 })) as {
    readonly results: readonly { readonly id: string }[];
  };
  const made = (await ask('/crm/v3/lists/', 'POST', { name: 'Walked in', objectTypeId: '0-1', processingType: 'MANUAL' })) as {
    readonly list: { readonly listId: string };
  };
  const ids = found.results.map(({ id }) => id);
  await ask(`/crm/v3/lists/${made.list.listId}/memberships/add`, 'PUT', ids);
  return ids;
}

async function scope(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  const members = await makeSegment(walk);
  await walk.open(page, `${setupPath}?c__step=handoff`);
  await page.locator('[data-side="hubspot"] .headline').waitFor();
  await walk.look(page, 'handoff');
  const hubspot = page.locator('c-scope-editor').first();
  await hubspot.getByRole('button', { name: 'Segment' }).click();
  await hubspot
    .locator('[data-condition="1"]')
    .getByRole('checkbox', { name: /^Walked in/ })
    .check();
  await hubspot.getByRole('combobox', { name: 'Of these criteria' }).selectOption('any');
  await page.getByRole('button', { name: 'Count again' }).click();
  await walk.settled(page);
  await walk.look(page, 'handoff-segment');
  const before = Number(/^\d+/.exec((await page.locator('[data-side="hubspot"] .headline').textContent()) ?? '')?.[0]);
  await hubspot.getByRole('button', { name: 'Remove criterion 2' }).click();
  await page.getByRole('button', { name: 'Count again' }).click();
  await walk.settled(page);
  const after = Number(/^\d+/.exec((await page.locator('[data-side="hubspot"] .headline').textContent()) ?? '')?.[0]);
  walk.check(members.length > 0 && before - after === members.length, `The segment of ${members.length} lets ${before - after} more in.`);
  await hubspot.getByRole('checkbox', { name: 'Customer', exact: true }).uncheck();
  await page.getByText('The criteria have changed since this count.').waitFor();
  await page.getByRole('button', { name: 'Count again' }).click();
  await walk.settled(page);
  await page.getByText('The criteria have changed since this count.').waitFor({ state: 'detached' });
  walk.check((await page.locator('[data-side="hubspot"] .excluded .why').count()) > 0, 'Nobody who is out of scope says why.');
  await walk.look(page, 'handoff-counted');
}

async function findRecord(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  const name = (await page.locator('[data-side="hubspot"] .excluded .name').first().textContent()) ?? '';
  await page.getByRole('textbox', { name: 'Name, e-mail address or id' }).fill(name.split(' ')[0] ?? name);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.locator('[data-found]').first().waitFor();
  walk.check((await page.locator('[data-found] .why').count()) > 0, 'A record that was found does not say what it fails.');
  await walk.look(page, 'handoff-found');
}

async function policies(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await page.getByRole('combobox', { name: 'A lead whose person comes back' }).selectOption('Queue');
  await page.getByText('Choose who gets these leads.').waitFor();
  await walk.look(page, 'handoff-policies');
  await page.getByRole('combobox', { name: 'A lead whose person comes back' }).selectOption('Keep owner');
  await page.getByRole('combobox', { name: 'When a record is deleted in Salesforce, its HubSpot record' }).selectOption('Unlink');
  await page.getByRole('combobox', { name: 'When a person asks to be forgotten in one system, their records in both' }).selectOption('With approval');
  await walk.look(page, 'handoff-policies-erasures');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('button', { name: 'Review and activate' }).waitFor();
  await page.getByRole('button', { name: 'Review and activate' }).click();
  await walk.arrived(page);
  await page.locator('[data-rule="mapping:person"]').waitFor();
  await walk.look(page, 'handoff-changes');
}

/** A rule of its own for marketing e-mail, made by keyboard where that is the harder way. */
async function consentRules(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  await walk.open(page, `${setupPath}?c__step=consent-rules`);
  const rules = page.locator('c-consent-rule-editor');
  await rules.first().waitFor();
  const shipped = (await rules.first().locator('.words').innerText()).replace(/\s+/g, ' ');
  walk.check(/says no to all e-mail\. A no on either side reaches the other\. A yes never crosses\./.test(shipped), `The shipped rule reads: ${shipped}`);
  walk.check((await page.locator('c-consent-rule-editor .problems').count()) === 0, 'The rule the package ships with does not fit this org.');
  await walk.look(page, 'consent-rules');
  await page.getByRole('button', { name: 'Add a rule' }).press('Enter');
  const added = rules.nth(1);
  await added.getByText('It names no Salesforce field.').waitFor();
  const focused = await page.evaluate(
    '(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.dataset.name; })()',
  );
  walk.check(focused === 'salesforceField', `After adding a rule the keyboard is on ${String(focused)}.`);
  await walk.look(page, 'consent-rules-unfinished');
  await added.getByRole('combobox', { name: 'Checkbox in Salesforce' }).selectOption('HasOptedOutOfEmail');
  await added.getByText('Another consent rule already names HasOptedOutOfEmail on Lead.').waitFor();
  await added.getByRole('combobox', { name: 'Checkbox in Salesforce' }).selectOption('HasOptedOutOfFax');
  await added.locator('.problems').waitFor({ state: 'detached' });
  await added.getByRole('checkbox', { name: 'A yes may cross, with evidence' }).check();
  await added.getByText('HubSpot lets only the person take back an unsubscribe from all e-mail.').waitFor();
  await added.getByRole('combobox', { name: 'Subscription in HubSpot' }).selectOption({ label: 'Marketing Information' });
  await added.getByRole('combobox', { name: 'Direction' }).selectOption('To HubSpot');
  await added.getByText('A yes crosses with evidence.').waitFor();
  await walk.look(page, 'consent-rules-edited');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('button', { name: 'Review and activate' }).click();
  await walk.arrived(page);
  const change = page.locator('[data-rule="consent:consent.2"]');
  await change.waitFor();
  walk.check(/410002/.test(await change.innerText()) && /To HubSpot/.test(await change.innerText()), 'The changes do not say what the new rule does.');
  await walk.look(page, 'consent-rules-changes');
}

async function activate(walk: Walk): Promise<void> {
  const page = await walk.as('admin');
  const { version } = await bridgeRules(walk);
  await page.getByLabel('Note for the history').fill('Marketing hands over later');
  await page.getByRole('button', { name: 'Activate the draft' }).click();
  await page.getByText('The draft and the live rules are the same').waitFor();
  const rules = await rulesAfter(walk, version);
  const people = rules.mappings.find(({ key }) => key === 'person');
  walk.check(rules.lifecycle.find(({ stage }) => stage === 'lead')?.owner === 'salesforce', 'The bridge does not work with the new owner of the stage.');
  walk.check(people?.policies.whenDeletedIn.salesforce === 'unlink', 'The bridge does not work with the new policy.');
  walk.check(people?.policies.whenErased === 'with-approval', 'The bridge does not let erasures wait.');
  const marketing = rules.consent.find(({ salesforceField }) => salesforceField === 'HasOptedOutOfFax');
  walk.check(marketing?.subscription === '410002' && marketing.direction === 'to-hubspot', 'The bridge does not work with the new consent rule.');
  await walk.open(page, `${setupPath}?c__step=ownership&c__tab=history`);
  await page.getByTitle(`Roll back to version ${String(version)}`).click();
  await page
    .getByText(/rolling back adds/)
    .first()
    .waitFor();
  await page
    .getByRole('button', { name: `Roll back to version ${String(version)}` })
    .last()
    .click();
  const back = await rulesAfter(walk, rules.version);
  walk.check(back.lifecycle.find(({ stage }) => stage === 'lead')?.owner === 'hubspot', 'Rolling back did not bring the stages back.');
  walk.check(back.consent.length === 1, 'Rolling back did not take the consent rule out.');
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin sees who may set each stage and where it leads', () => lifecycle(walk));
  await walk.step('an admin changes stages and finds them among the changes of the draft', () => changeStages(walk));
  await walk.step('an admin narrows the criteria and counts who would cross', () => scope(walk));
  await walk.step('an admin asks where one record stands', () => findRecord(walk));
  await walk.step('an admin changes policies and reviews them', () => policies(walk));
  await walk.step('an admin adds a consent rule for one subscription and reviews it', () => consentRules(walk));
  await walk.step('the draft is activated, at work in the bridge, and rolled back', () => activate(walk));
}
