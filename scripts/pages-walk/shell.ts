/** The frame of the pages: the App Launcher, the Setup app's navigation, who may open it, and a record's page. */
import type { Walk } from './walk.ts';

export const order = 10;

const setupPath = '/lightning/n/Fieldwise_Setup';

async function launcher(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, '/');
  await admin.getByRole('heading', { name: 'App Launcher' }).waitFor();
  walk.check((await admin.getByRole('link', { name: 'Fieldwise Setup' }).count()) > 0, 'The admin has no link to the setup.');
  await walk.look(admin, 'home');
}

async function navigation(walk: Walk): Promise<void> {
  const admin = await walk.as('admin');
  await walk.open(admin, setupPath);
  await admin.getByRole('navigation', { name: 'Fieldwise setup' }).waitFor();
  for (const [label, step] of [
    ['Ownership matrix', 'ownership'],
    ['Operations', 'operations'],
    ['Connect', 'connect'],
  ] as const) {
    await admin.getByRole('link', { name: label, exact: true }).click();
    await walk.settled(admin);
    walk.check(new URL(admin.url()).searchParams.get('c__step') === step, `The URL does not name the step ${step}: ${admin.url()}`);
  }
  await admin.goBack();
  await walk.settled(admin);
  walk.check(new URL(admin.url()).searchParams.get('c__step') === 'operations', 'Going back did not return to the page before.');
}

async function withoutPermission(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  await walk.open(rep, setupPath);
  await rep.getByText('You can’t open the Fieldwise setup').waitFor();
  walk.check((await rep.getByRole('navigation', { name: 'Fieldwise setup' }).count()) === 0, 'A rep sees the navigation of the setup.');
  await walk.look(rep, 'setup-no-permission');
}

async function recordPage(walk: Walk): Promise<void> {
  const rep = await walk.as('rep1');
  await walk.open(rep, '/lightning/o/Contact/list');
  await rep.locator('tbody th a').first().click();
  await rep.waitForURL(/\/lightning\/r\/Contact\//);
  await walk.arrived(rep);
  await rep.getByRole('heading', { name: 'Details' }).waitFor();
}

export async function steps(walk: Walk): Promise<void> {
  await walk.step('an admin finds the app and records in the App Launcher', () => launcher(walk));
  await walk.step('an admin moves through the setup, forth and back, by links that can be shared', () => navigation(walk));
  await walk.step('a rep without the permission is told what to ask for', () => withoutPermission(walk));
  await walk.step('a rep opens a record from a list', () => recordPage(walk));
}
