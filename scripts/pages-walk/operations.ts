/** The Operations page: health, an issue retried, a decision reversed, reviews, alerts and their settings, the audit. */
import type { Page } from 'playwright-core';
import { hubspotAs, salesforceAs } from '../local/crm.ts';
import { bridge, eventually, linkedTo } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 40;

const path = '/lightning/n/Fieldwise_Setup?c__step=operations';

async function openTab(walk: Walk, page: Page, tab: string): Promise<void> {
  await walk.open(page, `${path}&c__tab=${tab}`);
}

async function toast(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function health(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, path);
  await admin.getByRole('heading', { name: 'From edit to arrival' }).waitFor();
  await walk.look(admin, 'operations-health');
  await admin.getByText('Last day').click();
  await walk.settled(admin);
  await admin.getByRole('link', { name: 'See issues' }).click();
  await walk.settled(admin);
  walk.check(admin.url().includes('c__tab=issues'), 'The link to the issues leads elsewhere.');
}

async function issues(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await openTab(walk, admin, 'issues');
  await admin
    .getByRole('button', { name: /^Show records/ })
    .first()
    .click();
  await walk.settled(admin);
  walk.check(
    (await admin.getByRole('link', { name: /^(Lead|Contact|Account|Opportunity) / }).count()) + (await admin.getByText(/^HubSpot /).count()) > 0,
    'The group shows no records.',
  );
  await walk.look(admin, 'operations-issues');
  await admin
    .getByRole('button', { name: /^Retry these/ })
    .first()
    .click();
  await toast(admin, 'Looking again at');
  await admin
    .getByRole('button', { name: /^Retry: / })
    .first()
    .click();
  await toast(admin, 'Looking again at 1 records');
}

type Log = { readonly items: readonly { readonly id: string; readonly field: string; readonly reason: string }[] };

/** A contact known on both sides; its HubSpot id. */
async function linkedContact(walk: Walk): Promise<{ readonly salesforceId: string; readonly hubspotId: string }> {
  const mark = Date.now().toString(36);
  const salesforceId = await salesforceAs(walk.run, 'rep1').create('Contact', {
    FirstName: 'Walter',
    LastName: `Walker ${mark}`,
    Email: `walter.${mark}@example.com`,
    Title: 'Buyer',
  });
  const hubspotId = await eventually('The link of a new contact', async () => (await linkedTo(walk, salesforceId))?.split(':')[1] ?? null);
  return { salesforceId, hubspotId };
}

async function decisions(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const { salesforceId, hubspotId } = await linkedContact(walk);
  const [rep, marketer] = [salesforceAs(walk.run, 'rep1'), hubspotAs(walk.run, 'marketer')];
  await Promise.all([rep.update('Contact', salesforceId, { Title: 'Chief Buyer' }), marketer.update('contacts', hubspotId, { jobtitle: 'Head of Buying' })]);
  const isConflict = ({ field, reason }: Log['items'][number]): boolean => field === 'person.title' && reason !== 'first-link-fill';
  await eventually(
    'A decision about the conflict',
    async () => (await bridge<Log>(walk, `decisions/log?record=${salesforceId}`))?.items.find(isConflict) ?? null,
  );
  await openTab(walk, admin, 'decisions');
  await walk.look(admin, 'operations-decisions');
  await admin.getByLabel('Record id').fill(salesforceId);
  await admin.getByRole('button', { name: 'Search' }).click();
  await walk.settled(admin);
  await admin.getByText('Head of Buying').first().waitFor();
  await walk.look(admin, 'operations-decisions-of-record');
  await admin.getByRole('button', { name: 'Reverse: person.title' }).first().click();
  await admin.getByRole('button', { name: 'OK' }).click();
  await toast(admin, 'Decision reversed');
  await eventually('The reversed value on both sides', async () => {
    const { Title } = await rep.get('Contact', salesforceId, ['Title']);
    const { properties } = await marketer.get('contacts', hubspotId, ['jobtitle']);
    return Title === 'Head of Buying' && properties['jobtitle'] === 'Head of Buying' ? true : null;
  });
  await walk.look(admin, 'operations-decision-reversed');
}

async function reviews(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await openTab(walk, admin, 'reviews');
  await walk.look(admin, 'operations-reviews');
}

async function alerts(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await openTab(walk, admin, 'alerts');
  await walk.look(admin, 'operations-alerts-empty');
  await admin.getByRole('button', { name: 'New alert setting' }).click();
  await admin.getByLabel('E-mail address').fill('nobody');
  await walk.expecting(/saveSetting/, async () => {
    await admin.getByRole('button', { name: 'Save' }).click();
    await admin.getByText('Give one e-mail address.').waitFor();
    await walk.settled(admin);
  });
  await walk.look(admin, 'operations-alert-form');
  await admin.getByLabel('E-mail address').fill('ops@example.com');
  await admin.getByRole('button', { name: 'Save' }).click();
  await toast(admin, 'Alert setting saved');
  const opened = new Date(Date.now() - 600_000).toISOString();
  const values = {
    Alert_Key__c: `walk:${opened}`,
    Kind__c: 'Lag',
    Channel__c: 'Email',
    Message__c: 'Changes take up to 95 seconds to reach the other system (the limit is 60).',
    Opened_At__c: opened,
  };
  const alertId = await salesforceAs(walk.run, 'integration').create('Alert__c', values);
  await openTab(walk, admin, 'alerts');
  await admin.getByRole('button', { name: /^I am on it/ }).click();
  await admin.getByText(/is on it since/).waitFor();
  await walk.look(admin, 'operations-alerts');
  await admin.getByRole('button', { name: /^Delete/ }).click();
  await admin.getByRole('button', { name: 'OK' }).click();
  await toast(admin, 'Alert setting deleted');
  await salesforceAs(walk.run, 'admin').remove('Alert__c', alertId);
}

async function audit(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await openTab(walk, admin, 'audit');
  await admin
    .getByRole('button', { name: /^Show changes/ })
    .first()
    .click();
  await walk.settled(admin);
  await walk.look(admin, 'operations-audit');
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin sees how the sync does, and goes on to the issues', () => health(walk));
  await walk.step('an admin reads why records are not synced and tries them again', () => issues(walk));
  await walk.step('an admin reverses a decision, and both systems follow', () => decisions(walk));
  await walk.step('an admin sees what waits for a person', () => reviews(walk));
  await walk.step('an admin says who is told of what, and takes an alert', () => alerts(walk));
  await walk.step('an admin reads who changed which rule', () => audit(walk));
}
