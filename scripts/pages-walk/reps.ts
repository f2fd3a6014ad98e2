/** The rep's panels: engagement of a person and of an account's people, what HubSpot will not tell, the sync status, its reasons, a report. */
import type { Page } from 'playwright-core';
import { call, salesforceAs } from '../local/crm.ts';
import type { Walk } from './walk.ts';

export const order = 50;

const contactsLooked = 100;
const syncMaxMs = 20_000;

type Engaged = { readonly record: { readonly id: string }; readonly warmth: number; readonly isHot: boolean };
type Standing = { readonly state: string };
type Picked = { readonly id: string };

async function bridge<T>(walk: Walk, path: string, question?: object): Promise<T> {
  const { url, apiToken } = walk.run.bridge;
  const { status, body } = await call(`${url}/api/v1/${path}`, { token: apiToken, ...(question === undefined ? {} : { method: 'POST', body: question }) });
  walk.check(status === 200, `The bridge answered ${status} to ${path}.`);
  return body as T; // the caller says which answer it asked for
}

const faults = async (walk: Walk, rules: readonly object[]): Promise<void> => {
  const { status } = await call(`${walk.run.hubspot.baseUrl}/__sandbox/faults`, { method: 'PUT', body: rules });
  walk.check(status === 200, `The portal refused the faults with ${status}.`);
};

/** The two most engaged contacts, the first with high intent, by what the bridge says. */
async function busiestContacts(walk: Walk): Promise<readonly [Picked, Picked]> {
  const contacts = await salesforceAs(walk.run, 'rep1').query(`SELECT Id FROM Contact LIMIT ${contactsLooked}`);
  const records = contacts.map(({ Id }) => ({ object: 'Contact', id: String(Id) }));
  const { people } = await bridge<{ readonly people: readonly Engaged[] }>(walk, 'engagement/people', { records });
  const best = people.find(({ isHot }) => isHot);
  const other = people.find((one) => one !== best);
  if (best === undefined || other === undefined) throw new Error('The case needs two engaged contacts, one with high intent.');
  return [{ id: best.record.id }, { id: other.record.id }];
}

const recordPath = (object: string, id: string): string => `/lightning/r/${object}/${id}/view`;
const engagement = (page: Page) => page.locator('c-engagement-panel');
const status = (page: Page) => page.locator('c-sync-status');

async function readsEngagement(walk: Walk, contact: Picked): Promise<void> {
  const rep = await walk.as('rep1');
  await walk.open(rep, recordPath('Contact', contact.id));
  await engagement(rep).getByText('Lifecycle stage').waitFor();
  await engagement(rep).getByRole('heading', { name: 'Timeline' }).waitFor();
  walk.check((await engagement(rep).locator('ol > li').count()) > 0, 'The timeline of the busiest contact is empty.');
  walk.check((await engagement(rep).getByText('High intent this week').count()) === 1, 'High intent does not stand out.');
  await walk.look(rep, 'rep-contact');
}

async function filters(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  const chip = engagement(rep).getByRole('button', { name: 'Page visits' });
  await chip.click();
  await walk.settled(rep);
  walk.check((await chip.getAttribute('aria-pressed')) === 'true', 'The chosen filter is not told.');
  const others = await engagement(rep).locator('ol > li').filter({ hasNotText: 'Page visited' }).count();
  walk.check(others === 0, `${others} items are no page visits.`);
  await engagement(rep).getByRole('button', { name: 'All', exact: true }).click();
  await walk.settled(rep);
}

/** The account of the most engaged contact who has colleagues. */
async function liveliestAccount(walk: Walk): Promise<string> {
  const contacts = await salesforceAs(walk.run, 'rep1').query(`SELECT Id, AccountId FROM Contact WHERE AccountId != null LIMIT ${contactsLooked}`);
  const records = contacts.map(({ Id }) => ({ object: 'Contact', id: String(Id) }));
  const { people } = await bridge<{ readonly people: readonly Engaged[] }>(walk, 'engagement/people', { records });
  const accountOf = new Map(contacts.map(({ Id, AccountId }) => [String(Id), String(AccountId)]));
  const staff = Map.groupBy(accountOf.values(), (account) => account);
  const account = people.map(({ record }) => accountOf.get(record.id) ?? '').find((one) => (staff.get(one)?.length ?? 0) > 1);
  if (account === undefined) throw new Error('No account of the case has two contacts.');
  return account;
}

async function peopleOf(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  await walk.open(rep, recordPath('Account', await liveliestAccount(walk)));
  await engagement(rep).getByText('People, most engaged first').waitFor();
  await walk.look(rep, 'rep-account');
  const person = engagement(rep).locator('button.name').first();
  const name = (await person.textContent())?.trim() ?? '';
  await person.click();
  await engagement(rep).getByRole('heading', { name }).waitFor();
  await walk.look(rep, 'rep-account-person');
  await engagement(rep).getByRole('button', { name: 'Back to all people' }).click();
  await person.waitFor();
}

/** As the admin, because opportunities are private and the case's are hers. */
async function opportunity(walk: Walk): Promise<void> {
  const rep = await walk.as('admin');
  const admin = salesforceAs(walk.run, 'admin');
  const contacts = await admin.query('SELECT AccountId FROM Contact WHERE AccountId != null');
  const staffed = new Set(contacts.map(({ AccountId }) => AccountId));
  const deal = (await admin.query('SELECT Id, AccountId FROM Opportunity')).find(({ AccountId }) => staffed.has(AccountId ?? null));
  if (deal === undefined) throw new Error('No opportunity of the case belongs to an account with contacts.');
  await walk.open(rep, recordPath('Opportunity', String(deal['Id'])));
  await engagement(rep).locator('c-engagement-people li').first().waitFor();
  await walk.look(rep, 'rep-opportunity');
}

async function unlinked(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  const leads = await salesforceAs(walk.run, 'rep1').query('SELECT Id FROM Lead WHERE IsConverted = false');
  const stands = await Promise.all(
    leads.map(async ({ Id }) => ({ id: String(Id), ...(await bridge<Standing>(walk, `standing?object=Lead&id=${String(Id)}`)) })),
  );
  const shown = ['out-of-scope', 'review', 'issue'].flatMap((state) => stands.find((one) => one.state === state) ?? []);
  walk.check(shown.length >= 2, 'The case has no leads that are not in sync.');
  for (const lead of shown) {
    const { state } = lead;
    await walk.open(rep, recordPath('Lead', lead.id));
    await status(rep).getByRole('heading', { level: 3 }).first().waitFor();
    if (state !== 'issue') await engagement(rep).getByText('Not linked to a HubSpot contact').waitFor();
    await walk.look(rep, `rep-lead-${state}`);
  }
}

async function explains(walk: Walk, contact: Picked): Promise<void> {
  const rep = await walk.as('rep1');
  await walk.open(rep, recordPath('Contact', contact.id));
  await status(rep).getByRole('button', { name: 'Explain the fields' }).click();
  const field = status(rep).getByRole('button', { name: /Last Name/ });
  await field.click();
  walk.check((await field.getAttribute('aria-expanded')) === 'true', 'The field does not say that it is open.');
  await status(rep).getByText('Last writer').waitFor();
  await walk.look(rep, 'rep-sync-fields');
}

async function syncsNow(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  await status(rep).getByRole('button', { name: 'Sync now' }).click();
  await status(rep).getByText('Looked again just now.').waitFor({ timeout: syncMaxMs });
}

async function reports(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  await status(rep).getByRole('button', { name: 'Report a problem' }).click();
  await status(rep).getByLabel('What is wrong?').fill('The phone number is the one of the front desk.');
  await walk.look(rep, 'rep-report');
  await status(rep).getByRole('button', { name: 'Send' }).click();
  await status(rep)
    .getByText(/Your admins see it as SP-\d+/)
    .waitFor();
  const notes = await salesforceAs(walk.run, 'admin').query('SELECT Note__c, Shown__c FROM Sync_Problem__c');
  walk.check(
    notes.some((note) => String(note['Note__c']).startsWith('The phone number')),
    'The admins do not see the note.',
  );
}

/** About a contact nobody looked at yet: what was read is kept for seconds. */
async function limited(walk: Walk, contact: Picked): Promise<void> {
  const rep = await walk.as('rep1');
  const body = { status: 'error', category: 'RATE_LIMITS', policyName: 'SECONDLY', message: 'You have reached your secondly limit.' };
  await faults(walk, [{ id: 'limit', match: { method: 'GET', path: `/crm/v3/objects/contacts/` }, action: { do: 'fail', status: 429, body } }]);
  try {
    await walk.open(rep, recordPath('Contact', contact.id));
    await engagement(rep).getByText('HubSpot takes no more calls for the moment').waitFor();
    await walk.look(rep, 'rep-limited');
  } finally {
    await faults(walk, []);
  }
  await rep.waitForTimeout(1_500);
  await engagement(rep).getByRole('button', { name: 'Try again' }).click();
  await engagement(rep).getByRole('heading', { name: 'Timeline' }).waitFor();
}

async function byKeyboard(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  const chip = engagement(rep).getByRole('button', { name: 'Forms' });
  await chip.focus();
  await rep.keyboard.press('Enter');
  await walk.settled(rep);
  walk.check((await chip.getAttribute('aria-pressed')) === 'true', 'A filter cannot be chosen by keyboard.');
}

export async function steps(walk: Walk): Promise<void> {
  const [contact, other] = await busiestContacts(walk);
  await walk.step('a rep reads what a contact did in HubSpot, high intent first', () => readsEngagement(walk, contact));
  await walk.step('a rep filters the timeline', () => filters(walk));
  await walk.step('a rep filters by keyboard', () => byKeyboard(walk));
  await walk.step('a rep sees an account’s people by engagement, and one of them', () => peopleOf(walk));
  await walk.step('the people of an opportunity are shown', () => opportunity(walk));
  await walk.step('a rep is told why a lead is not linked or not whole', () => unlinked(walk));
  await walk.step('a rep asks why a value is as it is', () => explains(walk, contact));
  await walk.step('a rep has the record looked at again', () => syncsNow(walk));
  await walk.step('a rep reports a problem, and the admins see it', () => reports(walk));
  await walk.step('a rep is told that HubSpot is busy, and tries again', () => limited(walk, other));
}
