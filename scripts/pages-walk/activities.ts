/** Activities and storage: what would cross and what it costs, before anything is switched on. Nothing is saved. */
import type { Walk } from './walk.ts';

export const order = 46;

const path = '/lightning/n/Fieldwise_Setup?c__step=activities';

export async function steps(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.step('activities: an admin sees what each kind would cost before it is switched on', async () => {
    await walk.open(admin, path);
    await admin.getByRole('heading', { name: 'Storage', exact: true }).waitFor();
    await admin.getByRole('button', { name: 'Estimate' }).click();
    await admin.getByText('MB of the org’s data storage are in use', { exact: false }).waitFor();
    await admin.getByText('HubSpot has', { exact: false }).first().waitFor();
    await walk.settled(admin);
    await walk.look(admin, 'activities-estimate');
  });
  await walk.step('a kind is switched on by keyboard, with values and a cap; the estimate says that it is of before', async () => {
    const calls = admin.getByRole('checkbox', { name: 'Carry over Calls' });
    await calls.focus();
    await admin.keyboard.press('Space');
    await admin.getByLabel('At most a month').fill('500');
    await admin.getByLabel('Only where this HubSpot property').fill('hs_call_direction');
    await admin.getByLabel('holds one of').fill('INBOUND');
    await admin.getByLabel('Status of Tasks').selectOption('Completed');
    await admin.getByText('The rules changed since this estimate.').waitFor();
    await admin.getByRole('button', { name: 'Estimate' }).click();
    await admin.getByText('would add', { exact: false }).waitFor();
    await walk.settled(admin);
    await walk.look(admin, 'activities-calls');
    const sent = (await admin.getByText('would add', { exact: false }).count()) > 0;
    walk.check(sent, 'What is switched on is not part of the estimate.');
  });
  await walk.step('what an activation would refuse is told beside the kind', async () => {
    await admin.getByLabel('holds one of').fill('');
    await admin.getByLabel('At most a month').focus();
    await admin.getByText('but none of its values', { exact: false }).waitFor();
    await walk.look(admin, 'activities-problem');
    await admin.getByRole('button', { name: /^Undo/ }).click();
    await walk.settled(admin);
    walk.check(!(await admin.getByRole('checkbox', { name: 'Carry over Calls' }).isChecked()), 'The edit was not undone.');
  });
}
