/** Who is who: questions answered by keyboard and several at once, duplicates with the one to keep, and limits of confidence in the draft. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { hubspotAs, salesforceAs } from '../local/crm.ts';
import { bridge, eventually, linkedTo } from './asking.ts';
import type { Walk } from './walk.ts';

export const order = 45;

const setupPath = '/lightning/n/Fieldwise_Setup';
const tab = (name: string): string => `${setupPath}?c__step=identity&c__tab=${name}`;
const mark = Date.now().toString(36);

type Review = { readonly key: string; readonly kind: string; readonly refs: readonly { readonly id: string }[] };

const questionsAbout = async (walk: Walk, ...ids: readonly string[]): Promise<readonly Review[]> =>
  ((await bridge<{ readonly items: readonly Review[] }>(walk, 'reviews/open?limit=500'))?.items ?? []).filter(
    ({ kind, refs }) => kind !== 'conflict' && ids.every((id) => refs.some((ref) => ref.id === id)),
  );
const isAsked = (walk: Walk, id: string): Promise<true> =>
  eventually(`A question about ${id}`, async () => ((await questionsAbout(walk, id)).length > 0 ? true : null));
const isSettled = (walk: Walk, pair: Doubtful): Promise<true> =>
  eventually(`The end of the question about ${pair.name}`, async () => ((await questionsAbout(walk, pair.leadId, pair.contactId)).length === 0 ? true : null));

type Doubtful = { readonly name: string; readonly leadId: string; readonly contactId: string };

const OTHERS: Readonly<Record<string, string>> = { Kira: 'Boris', Lars: 'Wanda', Mona: 'Igor', Olga: 'Hamid', Paul: 'Ines' };

/** A lead and a HubSpot contact of one address and two names, which the bridge asks about. */
async function doubtful(walk: Walk, first: string, last: string): Promise<Doubtful> {
  const email = `${first.toLowerCase()}.${mark}@example.com`;
  const lastName = `${last}${mark}`; // only here: two people of this walk must not look like one another
  const contactId = await hubspotAs(walk.run, 'marketer').create('contacts', {
    email,
    firstname: OTHERS[first] ?? 'Egon',
    lastname: `${first}son`,
    jobtitle: 'Buyer',
  });
  const leadId = await salesforceAs(walk.run, 'rep1').create('Lead', { FirstName: first, LastName: lastName, Company: `${last} AG`, Email: email });
  await isAsked(walk, leadId);
  return { name: `${first} ${lastName}`, leadId, contactId };
}

const question = (page: Page, name: string) => page.getByRole('list', { name: 'Open questions' }).getByRole('button', { name });
const current = (page: Page) => page.getByRole('region', { name: 'The question' });

/** Presses a key once the records of the question stand side by side. */
async function answerBy(walk: Walk, page: Page, name: string, key: string): Promise<void> {
  await question(page, name).focus();
  await page.keyboard.press('Enter');
  await current(page).getByRole('heading', { name }).waitFor();
  await page.getByRole('table', { name: 'Records side by side' }).waitFor();
  await walk.settled(page);
  await page.keyboard.press(key);
  await current(page).getByRole('heading', { name }).waitFor({ state: 'detached' });
  await walk.settled(page);
}

async function byKeyboard(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const one = await doubtful(walk, 'Kira', 'Sund');
  const two = await doubtful(walk, 'Lars', 'Brekke');
  const three = await doubtful(walk, 'Mona', 'Quist');
  await walk.open(admin, tab('reviews'));
  await admin.getByText('Keys', { exact: true }).click();
  await question(admin, one.name).click();
  await current(admin).getByText(one.name).first().waitFor();
  await admin.getByRole('table', { name: 'Records side by side' }).waitFor();
  await walk.look(admin, 'identity-questions');
  await answerBy(walk, admin, one.name, 'l');
  await question(admin, one.name).waitFor({ state: 'detached' });
  await answerBy(walk, admin, three.name, 's');
  await question(admin, three.name).waitFor();
  await question(admin, two.name).focus();
  await admin.keyboard.press('Enter');
  for (const key of ['ArrowDown', 'ArrowUp']) await admin.keyboard.press(key);
  await answerBy(walk, admin, two.name, 'a');
  await question(admin, two.name).waitFor({ state: 'detached' });
  await eventually('The link made by L', async () => ((await linkedTo(walk, one.leadId))?.endsWith(`:${one.contactId}`) === true ? true : null));
  await isSettled(walk, two);
  walk.check((await linkedTo(walk, two.leadId))?.endsWith(`:${two.contactId}`) !== true, 'Records kept apart by A were linked.');
  walk.check((await questionsAbout(walk, three.leadId)).length > 0, 'A question that was skipped is gone.');
}

async function several(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const pairs = [await doubtful(walk, 'Olga', 'Tamm'), await doubtful(walk, 'Paul', 'Vogt')];
  await walk.open(admin, tab('reviews'));
  for (const { name } of pairs) await admin.getByRole('checkbox', { name: `Select: ${name}` }).check();
  await walk.look(admin, 'identity-selected');
  await admin.getByRole('button', { name: 'Link the selected' }).click();
  await admin.getByText('Link 2 pairs?').waitFor();
  await admin.getByRole('button', { name: 'OK' }).click();
  await admin.getByText('2 questions answered.').waitFor();
  for (const { leadId, contactId } of pairs)
    await eventually('A link made with others', async () => ((await linkedTo(walk, leadId))?.endsWith(`:${contactId}`) === true ? true : null));
}

async function duplicates(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  const rep = salesforceAs(walk.run, 'rep1');
  const email = `zwilling.${mark}@example.com`;
  await hubspotAs(walk.run, 'marketer').create('contacts', { email, firstname: 'Zoe', lastname: `Zwilling ${mark}` });
  const ids = await Promise.all(
    ['One', 'Two'].map((company) => rep.create('Lead', { FirstName: 'Zoe', LastName: `Zwilling ${mark}`, Company: `Zwilling ${company}`, Email: email })),
  );
  const [one = '', two = ''] = ids;
  await Promise.all(ids.map((id) => isAsked(walk, id)));
  await eventually('The group of the two', async () => {
    const report = await bridge<{ readonly items: readonly { readonly members: readonly { readonly ref: { readonly id: string } }[] }[] }>(
      walk,
      'duplicates?limit=100',
    );
    return report?.items.some(({ members }) => ids.every((id) => members.some(({ ref }) => ref.id === id))) === true ? true : null;
  });
  await walk.open(admin, tab('duplicates'));
  const keep = admin.getByRole('button', { name: new RegExp(`^Keep this one in step: .*${two}`) });
  const more = admin.getByRole('button', { name: 'Show more' });
  while ((await keep.count()) === 0 && (await more.count()) > 0) {
    await more.click();
    await walk.settled(admin);
  }
  await walk.look(admin, 'identity-duplicates');
  const download = admin.waitForEvent('download');
  await admin.getByRole('button', { name: 'Export the report' }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  walk.check(file.includes(`,Lead,${one},`) && file.includes(`,Lead,${two},`), 'The report does not name the two leads.');
  walk.check(!file.includes('Zwilling'), 'The report holds names.');
  await walk.settled(admin);
  await keep.click();
  await admin.getByRole('button', { name: 'OK' }).click();
  await admin
    .getByText(/^Done: the records are kept in step/)
    .first()
    .waitFor();
  await eventually('The link of the chosen one', () => linkedTo(walk, two));
  walk.check((await linkedTo(walk, one)) === null, 'The other of the two is linked too.');
}

async function confidence(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, tab('confidence'));
  const people = admin.getByRole('group', { name: 'People' });
  await walk.look(admin, 'identity-confidence');
  await people.getByRole('spinbutton', { name: /^Link without asking from/ }).fill('60');
  await people.getByText('People must be asked from a lower confidence').waitFor();
  await walk.look(admin, 'identity-confidence-wrong');
  await people.getByRole('spinbutton', { name: /^Link without asking from/ }).fill('95');
  await people.getByText('about 5 of 100 such links are wrong').waitFor();
  await people.getByRole('slider', { name: /^Ask a person from/ }).focus();
  await admin.keyboard.press('ArrowLeft');
  await people.getByText('Below 69 %').waitFor();
  await admin.getByRole('button', { name: 'Save draft' }).click();
  await admin.getByRole('button', { name: 'Review and activate' }).click();
  await walk.arrived(admin);
  await admin.locator('[data-rule="mapping:person"]').getByText('0.95').waitFor();
  await walk.look(admin, 'identity-changes');
  await admin.getByRole('button', { name: 'Discard draft' }).click();
  await admin.getByText('The draft and the live rules are the same').waitFor();
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin answers questions of identity by keyboard: link, skip, keep apart', () => byKeyboard(walk));
  await walk.step('an admin links several pairs at once', () => several(walk));
  await walk.step('an admin sees duplicates, exports the report and says which one is kept', () => duplicates(walk));
  await walk.step('an admin changes from which confidence records are linked', () => confidence(walk));
}
