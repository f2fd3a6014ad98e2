/** What waits for a person, answered: a conflict, questions of identity, a reported problem; and alerts that arrive. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { call, hubspotAs, salesforceAs } from '../local/crm.ts';
import { bridge, bridgeRules, eventually, linkedTo } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 60;

const setupPath = '/lightning/n/Fieldwise_Setup';
const tab = (name: string): string => `${setupPath}?c__step=operations&c__tab=${name}`;
const mark = Date.now().toString(36);

type Review = {
  readonly key: string;
  readonly kind: string;
  readonly field: string | null;
  readonly refs: readonly { readonly id: string }[];
  readonly subject: string;
};
type Sent = { readonly kind: string; readonly to?: readonly string[]; readonly subject?: string; readonly title?: string };

const reviewsOf = async (walk: Walk): Promise<readonly Review[]> =>
  (await bridge<{ readonly items: readonly Review[] }>(walk, 'reviews/open?limit=500'))?.items ?? [];
const sentBy = async (walk: Walk): Promise<readonly Sent[]> => (await call(`${walk.run.salesforce.instanceUrl}/__sandbox/messages`)).body as readonly Sent[]; // the control plane's list
const toast = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();
const item = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

// --- identity ------------------------------------------------------------------------------------------------------------------------------

/** Two people who do not look like one another, or the bridge would ask about the two as well. */
const PEOPLE = {
  Nora: { last: 'Nord', company: 'Nord AG', other: { firstname: 'Otto', lastname: 'Ohm' } },
  Nils: { last: 'Brandt', company: 'Brandt Ltd', other: { firstname: 'Wanda', lastname: 'Quell' } },
} as const;
const nameOf = (first: keyof typeof PEOPLE): string => `${first} ${PEOPLE[first].last}${mark}`;

/** A lead and a HubSpot contact of one address and two names, which the bridge asks about. */
async function doubtful(walk: Walk, name: keyof typeof PEOPLE): Promise<{ readonly leadId: string; readonly contactId: string; readonly review: Review }> {
  const email = `${name.toLowerCase()}.${mark}@example.com`;
  const contactId = await hubspotAs(walk.run, 'marketer').create('contacts', { email, ...PEOPLE[name].other, jobtitle: 'Buyer' });
  const leadId = await salesforceAs(walk.run, 'rep1').create('Lead', {
    FirstName: name,
    LastName: `${PEOPLE[name].last}${mark}`,
    Company: PEOPLE[name].company,
    Email: email,
    Title: 'Head of Buying',
  });
  const review = await eventually(
    `A review of ${name}`,
    async () => (await reviewsOf(walk)).find(({ kind, refs }) => kind === 'match' && refs.some(({ id }) => id === leadId)) ?? null,
  );
  return { leadId, contactId, review };
}

/** Shows more of the list, the oldest of which come first, until something is on it. */
async function showUntil(walk: Walk, page: Page, wanted: Locator): Promise<void> {
  const more = page.getByRole('button', { name: 'Show more' });
  while ((await wanted.count()) === 0 && (await more.count()) > 0) {
    await more.click();
    await walk.settled(page);
  }
}

/** Opens the comparison of the review that concerns a lead. */
async function compare(walk: Walk, page: Page, leadName: string): Promise<void> {
  await walk.open(page, tab('reviews'));
  const review = item(page, leadName).first();
  await showUntil(walk, page, review);
  await review.getByRole('button', { name: /^Compare the records/ }).click();
  await page.getByRole('table', { name: 'Records side by side' }).waitFor();
  await walk.settled(page);
}

async function links(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const { leadId, contactId } = await doubtful(walk, 'Nora');
  await compare(walk, admin, nameOf('Nora'));
  await walk.look(admin, 'operations-review-match');
  await admin.getByRole('button', { name: 'They are one and the same' }).click();
  await admin.getByRole('button', { name: 'OK' }).click();
  await toast(admin, /^Answered/);
  await eventually('The link of the two', async () => ((await linkedTo(walk, leadId))?.endsWith(`:${contactId}`) === true ? true : null));
}

/** Several records of one system: the person says which is kept in step. */
async function keepsOne(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const rep = salesforceAs(walk.run, 'rep1');
  const email = `doris.${mark}@example.com`;
  await hubspotAs(walk.run, 'marketer').create('contacts', { email, firstname: 'Doris', lastname: `Doppel ${mark}` });
  const [one, two] = await Promise.all(
    ['One', 'Two'].map((company) => rep.create('Lead', { FirstName: 'Doris', LastName: `Doppel ${mark}`, Company: `Doppel ${company}`, Email: email })),
  );
  const concerns = ({ kind, refs }: Review): boolean => kind === 'cluster' && refs.some(({ id }) => id === one) && refs.some(({ id }) => id === two);
  await eventually('A review of doubles', async () => (await reviewsOf(walk)).find(concerns) ?? null);
  await compare(walk, admin, `Doris Doppel ${mark}`);
  await admin.getByRole('radio', { name: new RegExp(two ?? '') }).check();
  await walk.look(admin, 'operations-review-cluster');
  await admin.getByRole('button', { name: 'Keep the chosen ones in step' }).click();
  await admin.getByRole('button', { name: 'OK' }).click();
  await toast(admin, /^Answered/);
  await eventually('The link of the chosen one', () => linkedTo(walk, two ?? ''));
  await eventually('The end of the question', async () => ((await reviewsOf(walk)).some(concerns) ? null : true));
}

async function apart(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const { leadId } = await doubtful(walk, 'Nils');
  await compare(walk, admin, nameOf('Nils'));
  // By keyboard alone: from the button reached by Tab to the confirmation.
  await admin.getByRole('button', { name: 'Keep them apart' }).focus();
  await admin.keyboard.press('Enter');
  await admin.getByRole('button', { name: 'OK' }).focus();
  await admin.keyboard.press('Enter');
  await eventually('The end of the question', async () => ((await reviewsOf(walk)).some(({ refs }) => refs.some(({ id }) => id === leadId)) ? null : true));
  await walk.settled(admin);
  await salesforceAs(walk.run, 'rep1').update('Lead', leadId, { Title: 'Buyer' });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  walk.check(!(await reviewsOf(walk)).some(({ refs }) => refs.some(({ id }) => id === leadId)), 'The bridge asks again what a person has answered.');
  await walk.open(admin, tab('reviews'));
  await admin.getByRole('button', { name: 'Show answers' }).click();
  await admin.getByRole('table', { name: 'Answers about identity' }).waitFor();
  await walk.look(admin, 'operations-answers');
  await admin.getByRole('button', { name: new RegExp(`^Take back: .*${leadId}`) }).click();
  await toast(admin, 'Answer taken back');
  await eventually('The question again', async () => ((await reviewsOf(walk)).some(({ refs }) => refs.some(({ id }) => id === leadId)) ? true : null));
}

// --- a conflict ----------------------------------------------------------------------------------------------------------------------------

async function activate(walk: Walk, policy: string): Promise<void> {
  const admin = await walk.as('admin');
  const version = async (): Promise<number> => (await bridgeRules(walk)).version;
  const before = await version();
  await walk.open(admin, `${setupPath}?c__step=ownership&c__tab=rules&c__object=person`);
  await admin
    .locator('tr[data-rule="person.title"]')
    .getByRole('combobox', { name: /^If both sides/ })
    .selectOption(policy);
  await admin.getByRole('button', { name: 'Save draft' }).click();
  await admin.getByText(/Draft saved by/).waitFor();
  await walk.open(admin, `${setupPath}?c__step=ownership&c__tab=changes&c__object=person`);
  await admin.getByLabel('Note for the history').fill(policy);
  await admin.getByRole('button', { name: 'Activate the draft' }).click();
  await eventually('The new rules in the bridge', async () => ((await version()) > before ? true : null));
}

async function conflict(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await activate(walk, 'A person decides');
  const [rep, marketer] = [salesforceAs(walk.run, 'rep1'), hubspotAs(walk.run, 'marketer')];
  const contactId = await rep.create('Contact', { FirstName: 'Klara', LastName: `Konflikt ${mark}`, Email: `klara.${mark}@example.com`, Title: 'Buyer' });
  const hubspotId = await eventually('The link of a new contact', async () => (await linkedTo(walk, contactId))?.split(':')[1] ?? null);
  await eventually('The first values in HubSpot', async () =>
    (await marketer.get('contacts', hubspotId, ['jobtitle'])).properties['jobtitle'] === 'Buyer' ? true : null,
  );
  await Promise.all([rep.update('Contact', contactId, { Title: 'Chief Buyer' }), marketer.update('contacts', hubspotId, { jobtitle: `Head of ${mark}` })]);
  await eventually(
    'The review of the conflict',
    async () => (await reviewsOf(walk)).find(({ kind, field }) => kind === 'conflict' && field === 'person.title') ?? null,
  );
  await walk.open(admin, tab('reviews'));
  const choice = item(admin, `Head of ${mark}`)
    .first()
    .getByRole('button', { name: /^Keep the HubSpot value/ });
  await showUntil(walk, admin, choice);
  await walk.look(admin, 'operations-review-conflict');
  await choice.click();
  await eventually('The chosen value on both sides', async () => {
    const { Title } = await rep.get('Contact', contactId, ['Title']);
    const { properties } = await marketer.get('contacts', hubspotId, ['jobtitle']);
    return Title === `Head of ${mark}` && properties['jobtitle'] === `Head of ${mark}` ? true : null;
  });
  await walk.settled(admin);
  await activate(walk, 'Newer edit wins');
}

// --- a reported problem --------------------------------------------------------------------------------------------------------------------

async function problem(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const rep = salesforceAs(walk.run, 'rep1');
  const contactId = await rep.create('Contact', { FirstName: 'Petra', LastName: `Problem ${mark}`, Email: `petra.${mark}@example.com` });
  await eventually('The link of a new contact', () => linkedTo(walk, contactId));
  await rep.create('Sync_Problem__c', {
    Record_Id__c: contactId,
    Record_Object__c: 'Contact',
    Record_Name__c: `Petra Problem ${mark}`,
    Note__c: `The title is wrong (${mark}).`,
    Shown__c: 'In sync',
  });
  await walk.open(admin, tab('problems'));
  const one = item(admin, `The title is wrong (${mark}).`);
  await one.getByRole('button', { name: /^What does the sync say now/ }).click();
  await one.getByRole('status').getByText('In sync', { exact: true }).waitFor();
  await walk.look(admin, 'operations-problems');
  await one.getByRole('button', { name: /^Mark as seen/ }).click();
  await toast(admin, 'Saved');
  await walk.settled(admin);
  await one.getByRole('textbox', { name: 'Note' }).fill('The value map lacked a title.');
  await one.getByRole('button', { name: /^Mark as solved/ }).focus();
  await admin.keyboard.press('Enter');
  await one.waitFor({ state: 'detached' });
  await admin.getByRole('combobox', { name: 'Show' }).click();
  await admin.getByRole('option', { name: 'Solved' }).click();
  await one.waitFor();
  walk.check((await one.getByRole('textbox', { name: 'Note' }).inputValue()) === 'The value map lacked a title.', 'The note was not kept.');
  await walk.look(admin, 'operations-problems-solved');
}

// --- alerts that arrive --------------------------------------------------------------------------------------------------------------------

/** A chat on this machine; what it was told. */
async function chat(): Promise<{ readonly server: Server; readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (text += part));
    request.on('end', () => {
      heard.push(text);
      response.writeHead(request.url === '/gone' ? 404 : 200).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  return { server, heard, url: `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}` };
}

async function fillSetting(page: Page, channel: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'New alert setting' }).click();
  await page.getByRole('combobox', { name: 'How' }).click();
  await page.getByRole('option', { name: channel }).click();
  await fill();
}

async function tries(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const { server, url, heard } = await chat();
  try {
    await walk.open(admin, tab('alerts'));
    await fillSetting(admin, 'Chat webhook (Slack or alike)', () => admin.getByLabel('Webhook address').fill(`${url}/services/x`));
    await admin.getByRole('button', { name: 'Send test', exact: true }).click();
    await toast(admin, 'Test message sent');
    walk.check(
      heard.length === 1 && (JSON.parse(heard[0] ?? '{}') as { readonly text?: string }).text?.includes('test') === true,
      'The chat did not hear the test.',
    );
    await admin.getByLabel('Webhook address').fill(`${url}/gone`);
    await admin.getByRole('button', { name: 'Send test', exact: true }).click();
    await toast(admin, /the address answered 404/);
    await walk.look(admin, 'operations-alert-test');
    await admin.getByRole('button', { name: 'Cancel' }).click();
    await walk.open(admin, tab('alerts'));
    await fillSetting(admin, 'Salesforce notification', async () => undefined);
    await admin.getByRole('button', { name: 'Send test', exact: true }).click();
    await toast(admin, 'Test message sent');
    await admin.getByRole('button', { name: 'Cancel' }).click();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function arrives(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const integration = salesforceAs(walk.run, 'integration');
  const opened = new Date(Date.now() - 300_000).toISOString();
  const values = {
    Kind__c: 'Lag',
    Channel__c: 'Email',
    Opened_At__c: opened,
    Message__c: 'Changes take up to 95 seconds to reach the other system (the limit is 60).',
  };
  const sentId = await integration.create('Alert__c', { ...values, Alert_Key__c: `answers:1:${mark}`, Target__c: 'ops@elsewhere.example' });
  const lostId = await integration.create('Alert__c', { ...values, Alert_Key__c: `answers:2:${mark}`, Target__c: 'nobody' });
  walk.check(
    (await sentBy(walk)).some(({ to, subject }) => to?.includes('ops@elsewhere.example') === true && subject === 'Fieldwise alert – Lag'),
    'No e-mail left the org.',
  );
  await walk.open(admin, tab('alerts'));
  await admin.getByText('Not delivered').first().waitFor();
  await walk.look(admin, 'operations-alerts-delivery');
  await walk.open(admin, '/sent');
  await admin.getByText('ops@elsewhere.example').first().waitFor();
  await walk.look(admin, 'sent-messages');
  for (const id of [sentId, lostId]) await salesforceAs(walk.run, 'admin').remove('Alert__c', id);
}

/** The Setup app and the panels for somebody who has none of the permissions. */
async function locked(walk: Walk): Promise<void> {
  const rep = await walk.as('rep2');
  const admin = salesforceAs(walk.run, 'admin');
  const [assignment] = await admin.query(
    `SELECT Id, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Fieldwise_Rep' AND AssigneeId = '${walk.run.salesforce.personas.rep2.userId}'`,
  );
  const contactId = await salesforceAs(walk.run, 'rep2').create('Contact', { LastName: `Locked ${mark}`, Email: `locked.${mark}@example.com` });
  if (assignment !== undefined) await admin.remove('PermissionSetAssignment', String(assignment['Id']));
  try {
    await walk.open(rep, setupPath);
    await walk.look(rep, 'setup-without-permission');
    await walk.open(rep, `/lightning/r/Contact/${contactId}/view`);
    await walk.look(rep, 'rep-panels-without-permission');
  } finally {
    if (assignment !== undefined)
      await admin.create('PermissionSetAssignment', { PermissionSetId: assignment['PermissionSetId'], AssigneeId: walk.run.salesforce.personas.rep2.userId });
  }
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin says that two records are one, and they are linked', () => links(walk));
  await walk.step('an admin says which of several doubles is kept in step', () => keepsOne(walk));
  await walk.step('an admin keeps two records apart by keyboard, is not asked again, and takes it back', () => apart(walk));
  await walk.step('a conflict waits for a person, who chooses, and both systems follow', () => conflict(walk));
  await walk.step('an admin answers a reported problem', () => problem(walk));
  await walk.step('each channel is tried, and the chat hears it', () => tries(walk));
  await walk.step('an alert leaves as an e-mail, and one that cannot says so', () => arrives(walk));
  await walk.step('without the permission the pages say what to do', () => locked(walk));
}
