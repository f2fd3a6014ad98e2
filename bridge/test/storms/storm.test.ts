/** Storms over the production engine in virtual time: who is paused, who goes on, what the answers do. docs/semantics.md, "Storms". */
import { describe, expect, test } from '@jest/globals';
import type { BreakerRow } from '../../src/engine/index.ts';
import { CONNECTION } from '../sim/bridge.ts';
import { HOUR, stormWorld } from './world.ts';

const COUNT = 600;
const limits = { windowMs: 600_000, floors: { create: 100, update: 100, delete: 20 }, factor: 4, personMax: 10 };
const importer = '005IMPORT';
type World = Awaited<ReturnType<typeof stormWorld>>;

/** Every lead but the last ten is changed by one person. */
function importInto({ crms, people }: World, from = 0, to = COUNT - 10): void {
  for (const { lead } of people.slice(from, to)) crms.salesforce.edit(lead.id, { Phone: `9-${lead.id}` }, importer);
}
const inStep = ({ people }: World): number => people.filter(({ lead, contact }) => lead.values['Phone'] === contact.values['phone']).length;
async function row(world: World, key = 'hubspot:update'): Promise<BreakerRow> {
  const rows = await world.kept(world.keeper().rows());
  const found = rows.find(({ side, kind }) => `${side}:${kind}` === key);
  if (found === undefined) throw new Error(`There is no breaker ${key}.`);
  return found;
}

describe('a storm of changes', () => {
  test('pauses changes on the other side, asks once with figures, and waits', async () => {
    const world = await stormWorld(COUNT, limits);
    importInto(world);
    await world.pass(HOUR);
    expect(world.landings).toHaveLength(100);
    expect(await row(world)).toMatchObject({
      state: 'paused',
      waiting: COUNT - 110,
      figures: { count: 100, limit: 100, actors: [{ actor: importer, count: 100 }] },
    });
    const { items } = await world.store.issues(CONNECTION, { open: true, limit: 10 });
    expect(items).toEqual([
      expect.objectContaining({
        code: 'writes-paused',
        cause: expect.stringMatching(/^Changes in HubSpot are paused: 100 within 10 minutes.*490 records wait/),
      }),
    ]);
  }, 60_000);

  test('what a rep does goes on within a second; the other direction is not touched', async () => {
    const world = await stormWorld(COUNT, limits);
    importInto(world);
    await world.pass(5_000);
    const [rep, other] = world.people.slice(-2);
    const typedAt = world.time.now();
    world.crms.salesforce.edit(rep?.lead.id ?? '', { Phone: '2-0' }, '005REP');
    world.crms.hubspot.edit(other?.contact.id ?? '', { phone: '3-0' }, 'user-9');
    await world.pass(1_000);
    expect(rep?.contact.values['phone']).toBe('2-0');
    expect(other?.lead.values['Phone']).toBe('3-0');
    expect(
      world.landings
        .filter(({ at }) => at > typedAt)
        .map(({ side }) => side)
        .sort(),
    ).toEqual(['hubspot', 'salesforce']);
    // A record that waits goes on with its rep's edit, whole.
    const waiting = world.people.find(({ lead, contact }) => lead.values['Phone'] !== contact.values['phone']);
    world.crms.salesforce.edit(waiting?.lead.id ?? '', { LastName: 'Roe' }, '005REP');
    await world.pass(1_000);
    expect(waiting?.contact.values).toMatchObject({ lastname: 'Roe', phone: waiting?.lead.values['Phone'] });
  }, 60_000);

  test('proceed: everything that waited is written, and the rest of the storm is not asked about again', async () => {
    const world = await stormWorld(COUNT, limits);
    importInto(world, 0, 300);
    await world.pass(60_000);
    expect(await world.kept(world.keeper().answer({ side: 'hubspot', kind: 'update' }, 'proceed', 'admin'))).toBe(true);
    importInto(world, 300);
    await world.pass(60_000);
    expect(inStep(world)).toBe(COUNT);
    expect(await row(world)).toMatchObject({ state: 'let', waiting: 0, answer: { word: 'proceed', by: 'admin' } });
    expect((await world.store.issues(CONNECTION, { open: true, limit: 10 })).items).toEqual([]);
    await world.pass(HOUR);
    expect(await row(world)).toMatchObject({ state: 'watching' });
  }, 60_000);

  test('drop: nothing that waited is written, each record says so, a later edit is carried, a sweep brings nothing back', async () => {
    const world = await stormWorld(COUNT, limits);
    importInto(world);
    await world.pass(60_000);
    await world.kept(world.keeper().answer({ side: 'hubspot', kind: 'update' }, 'drop', 'admin'));
    await world.pass(60_000);
    await world.kept(world.sweep());
    await world.pass(HOUR);
    expect(world.landings).toHaveLength(100);
    const { items } = await world.store.issues(CONNECTION, { open: true, code: 'change-dropped', limit: 1_000 });
    expect(items).toHaveLength(COUNT - 110);
    const left = world.people.find(({ lead, contact }) => lead.values['Phone'] !== contact.values['phone']);
    world.crms.salesforce.edit(left?.lead.id ?? '', { LastName: 'Roe' }, '005REP');
    await world.pass(1_000);
    expect(left?.contact.values).toMatchObject({ lastname: 'Roe', phone: left?.lead.values['Phone'] });
    const [tried] = items.filter(({ ref }) => ref.id !== left?.lead.id);
    if (tried === undefined) throw new Error('No other record was dropped.');
    await world.keeper().forgive([tried.subject]);
    await world.store.wake(CONNECTION, [tried.subject], 'normal', world.time.now());
    await world.pass(20_000);
    expect((await world.store.issues(CONNECTION, { open: true, code: 'change-dropped', limit: 1_000 })).items).toHaveLength(COUNT - 112);
  }, 60_000);

  test('a pause outlives the process, and who made the storm is known after it', async () => {
    const world = await stormWorld(COUNT, limits);
    importInto(world);
    await world.pass(60_000);
    world.restart();
    await world.pass(10_000);
    const written = world.landings.length;
    world.crms.salesforce.edit(world.people.at(-1)?.lead.id ?? '', { Phone: '9-9' }, importer);
    await world.pass(10_000);
    expect(await row(world)).toMatchObject({ state: 'paused', waiting: COUNT - 109 });
    expect(world.landings).toHaveLength(written);
    await world.kept(world.keeper().answer({ side: 'hubspot', kind: 'update' }, 'proceed', null));
    await world.pass(60_000);
    expect(inStep(world)).toBe(COUNT);
  }, 60_000);
});

test('a storm of new records is paused before they are made, and made once after the answer', async () => {
  const world = await stormWorld(0, limits);
  for (let index = 0; index < 300; index += 1)
    world.crms.salesforce.create('Lead', { LastName: `New${String(index)}`, Email: `new${String(index)}@other.example.com`, OwnerId: '005REP1' }, importer);
  await world.pass(60_000);
  expect(world.landings.filter(({ side, created }) => side === 'hubspot' && created)).toHaveLength(100);
  expect(await row(world, 'hubspot:create')).toMatchObject({ state: 'paused', waiting: 200 });
  await world.kept(world.keeper().answer({ side: 'hubspot', kind: 'create' }, 'proceed', null));
  await world.pass(60_000);
  expect(world.landings.filter(({ side, created }) => side === 'hubspot' && created)).toHaveLength(300);
}, 60_000);
