import { describe, expect, test } from '@jest/globals';
import type { Change, EventId } from '../../src/domain/index.ts';
import { createBackfillPart } from '../../src/service/backfill.ts';
import { settingsSchema } from '../../src/backfill/index.ts';
import type { JobView } from '../../src/backfill/index.ts';
import { CONNECTION } from '../sim/bridge.ts';
import { RULES } from '../sim/rules.ts';
import { backfillWorld } from './world.ts';
import type { BackfillWorld, WorldOptions } from './world.ts';

const NAMES = 'Abel Brandt Castro Dumont Eriksen Farkas Gruber Hansen Ivanov Jansen Keller Lindqvist Moreau Novak Okafor Petrov Quispe Rossi Sato Tanaka'.split(
  ' ',
);
const settings = (given: object = {}) => settingsSchema.parse(given);
const person = (job: JobView) => job.forecast.find(({ mapping }) => mapping === 'person');

/** Twenty people: ten on Salesforce alone, five on HubSpot alone (one out of scope), five on both. */
function populated(options: WorldOptions = {}): BackfillWorld {
  const world = backfillWorld(options);
  for (const name of NAMES.slice(0, 10)) world.person('salesforce', name);
  for (const name of NAMES.slice(10, 14)) world.person('hubspot', name);
  world.person('hubspot', NAMES[14] ?? '', { lifecyclestage: 'subscriber' });
  for (const name of NAMES.slice(15)) {
    world.person('salesforce', name, { Title: 'Buyer' });
    world.person('hubspot', name);
  }
  return world;
}
const ok = <T>(answer: { readonly ok: boolean; readonly value?: T; readonly error?: string }): T => {
  if (!answer.ok || answer.value === undefined) throw new Error(answer.error ?? 'no value');
  return answer.value;
};
const links = async (world: BackfillWorld): Promise<number> => (await world.store.counts(CONNECTION)).links;

describe('a backfill', () => {
  test('tells in a dry run what would happen, and writes nothing', async () => {
    const world = populated();
    ok(await world.desk.start(undefined, { settings: settings(), by: '005ADMIN' }));
    const job = await world.untilIdle();
    expect(job).toMatchObject({ phase: 'survey', state: 'waiting', startedBy: '005ADMIN', isStale: false });
    expect(person(job)).toMatchObject({
      creates: { hubspot: { count: 10, margin: 0 }, salesforce: { count: 4, margin: 0 } },
      matches: { count: 5 },
      outOfScope: { hubspot: { count: 1 } },
      salesforce: { records: 15, isExact: true },
      hubspot: { records: 10 },
    });
    expect(person(job)?.hubspot.reasons[0]?.reason).toMatch(/lifecyclestage/);
    expect(job.cost?.calls.hubspot).toBeGreaterThan(0);
    expect(world.calls.written).toBe(0);
    expect(await links(world)).toBe(0);
    const samples = ok(await world.desk.samples(undefined, { mapping: 'person', fate: 'match', limit: 50 }));
    expect(samples.items).toHaveLength(5);
    expect(samples.items[0]?.writes).toContainEqual({ side: 'hubspot', kind: 'update', fields: expect.arrayContaining(['jobtitle']) });
    expect(JSON.stringify(samples)).not.toContain('Buyer');
  });

  test('lets a few cross and waits; then everybody, and counts match', async () => {
    const world = populated();
    ok(await world.desk.start(undefined, { settings: settings({ canary: 3 }), by: null }));
    await world.untilIdle();
    ok(await world.desk.canary(undefined, {}));
    const shown = await world.untilIdle();
    expect(shown).toMatchObject({ phase: 'canary', state: 'waiting' });
    expect(await links(world)).toBe(3);
    const { items } = ok(await world.desk.canaryRecords(undefined, {}));
    expect(items.map(({ state }) => state)).toEqual(['linked', 'linked', 'linked']);
    expect(new Set(items.map(({ expected }) => expected))).toEqual(new Set(['create', 'match']));
    expect(await world.backfill().isHeld()).toBe(true);

    ok(await world.desk.approve(undefined, { by: '005ADMIN', isAnyway: false }));
    const done = await world.untilIdle();
    expect(done).toMatchObject({ phase: 'over', state: 'done', isMatch: true, approvedBy: '005ADMIN' });
    expect(await links(world)).toBe(19);
    const check = done.checks.find(({ mapping }) => mapping === 'person');
    expect(check).toMatchObject({
      salesforce: { records: 19, linked: 19, unexplained: 0 },
      hubspot: { records: 20, linked: 19, explained: { 'out-of-scope': 1 }, unexplained: 0 },
      agreement: { looked: 19, disagree: 0 },
    });
    expect(await world.backfill().isHeld()).toBe(false);
    expect(await world.backfill().isLive()).toBe(true);
    const written = world.calls.written;
    await world.untilTime(600_000);
    expect(world.calls.written).toBe(written);
  });

  test('goes on where it was killed, at any step, and makes nobody twice', async () => {
    const whole = populated();
    ok(await whole.desk.start(undefined, { settings: settings({ canary: 2 }), by: null }));
    const expected = person(await whole.untilIdle());
    for (const at of [2, 9, 33, 90]) {
      const world = populated();
      world.dieIn(at);
      ok(await world.desk.start(undefined, { settings: settings({ canary: 2 }), by: null }));
      expect(person(await world.untilIdle())).toEqual(expected);
      world.dieIn(at % 40);
      ok(await world.desk.canary(undefined, {}));
      await world.untilIdle();
      world.dieIn(at);
      ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
      const done = await world.untilIdle();
      expect(done).toMatchObject({ state: 'done', isMatch: true });
      expect(await links(world)).toBe(19);
      expect([...world.crms.hubspot.records.values()].filter(({ object }) => object === 'contacts')).toHaveLength(20);
      expect([...world.crms.salesforce.records.values()].filter(({ object }) => object === 'Lead')).toHaveLength(19);
      expect(world.deaths()).toBeGreaterThan(0);
    }
  }, 120_000);

  test('pauses, resumes and cancels when told to; what crossed stays', async () => {
    const world = populated({ pageSize: 2 });
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    await world.untilIdle();
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    await world.untilTime(900);
    ok(await world.desk.pause(undefined));
    await world.untilTime(120_000);
    const met = (await world.job()).progress.met;
    await world.untilTime(600_000);
    expect(await world.job()).toMatchObject({ state: 'paused', phase: 'run', progress: { met } });
    expect(await links(world)).toBeLessThan(19);
    expect(await world.desk.approve(undefined, { by: null, isAnyway: false })).toMatchObject({ ok: false, status: 409 });
    ok(await world.desk.resume(undefined));
    await world.untilTime(300);
    ok(await world.desk.cancel(undefined));
    await world.untilTime(60_000);
    const [crossed, job] = [await links(world), await world.job()];
    expect(job.state).toBe('cancelled');
    await world.untilTime(600_000);
    expect(await links(world)).toBe(crossed);
    // The next one finishes what was left.
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    await world.untilIdle();
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    expect(await world.untilIdle()).toMatchObject({ state: 'done', isMatch: true });
    expect(await links(world)).toBe(19);
  });

  test('a record of the first few that waits for one that is not among them is shown so, and holds nobody up', async () => {
    const world = populated();
    const accounts = ['Anchor', 'Beacon', 'Canal', 'Harbor'].map((name) =>
      world.crms.salesforce.create('Account', { Name: name, Website: `${name.toLowerCase()}.example.com` }, '005REP1'),
    );
    // The first deal is not the first company's.
    for (const account of accounts.toReversed())
      world.crms.salesforce.create('Opportunity', { Name: 'Cranes', Amount: '1', AccountId: 'id' in account ? account.id : null }, '005REP1');
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    await world.untilIdle();
    const before = world.now();
    ok(await world.desk.canary(undefined, { count: 1 }));
    await world.untilIdle();
    const { items } = ok(await world.desk.canaryRecords(undefined, {}));
    expect(items.find(({ mapping }) => mapping === 'deal')).toMatchObject({ state: 'issue', issues: [{ code: 'reference-waiting' }] });
    expect(world.now() - before).toBeLessThan(30_000);
  });

  test('only one is open at a time', async () => {
    const world = populated();
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    expect(await world.desk.start(undefined, { settings: settings(), by: null })).toMatchObject({ ok: false, status: 409 });
  });

  test('keeps to its share of the daily calls, and says why it waits', async () => {
    const world = populated();
    world.left.hubspot = 0.1;
    ok(await world.desk.start(undefined, { settings: settings({ share: 0.8 }), by: null }));
    await world.untilTime(60_000);
    expect(await world.job()).toMatchObject({ state: 'working', trouble: expect.stringContaining('HubSpot') });
    world.left.hubspot = 0.9;
    await world.untilTime(60_000);
    expect(await world.job()).toMatchObject({ state: 'waiting', trouble: null });
  });

  test('judges a sample and says how sure it is', async () => {
    const world = backfillWorld({ pageSize: 50 });
    for (let index = 0; index < 300; index += 1) world.person('salesforce', `Person${String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))}`);
    ok(await world.desk.start(undefined, { settings: settings({ sample: 60 }), by: null }));
    const told = person(await world.untilIdle());
    expect(told?.salesforce).toMatchObject({ records: 300, isExact: false });
    expect(told?.salesforce.judged).toBeLessThan(120);
    const { count, margin } = told?.creates.hubspot ?? { count: 0, margin: 0 };
    expect(margin).toBeGreaterThan(0);
    expect(Math.abs(count - 300)).toBeLessThanOrEqual(margin);
  });
});

describe('meanwhile', () => {
  test('what a person edits crosses within a second, however much is due', async () => {
    const world = backfillWorld({ pageSize: 200 });
    const first = world.person('salesforce', 'Zimmermann');
    ok(await world.desk.start(undefined, { settings: settings({ canary: 1 }), by: null }));
    await world.untilIdle();
    ok(await world.desk.canary(undefined, {}));
    await world.untilIdle();
    for (let index = 0; index < 200; index += 1) world.person('salesforce', `Person${String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26))}`);
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    for (let waited = 0; (await world.store.counts(CONNECTION)).due < 100 && waited < 100; waited += 1) await world.untilTime(50);
    expect((await world.store.counts(CONNECTION)).due).toBeGreaterThanOrEqual(100);
    world.crms.salesforce.edit(first.id, { Title: 'Chair' }, '005REP1');
    const at = world.now();
    const change = { eventId: 'edit-1' as EventId, ref: { side: 'salesforce' as const, object: 'Lead', id: first.id }, kind: 'update' as const };
    await world.receive([{ ...change, fields: { Title: { at, value: 'Chair' } }, occurredAt: at, lane: 'normal', origin: 'event' }]);
    await world.untilTime(1_000);
    expect([...world.crms.hubspot.records.values()].find(({ values }) => values['lastname'] === 'Zimmermann')?.values['jobtitle']).toBe('Chair');
    expect((await world.store.counts(CONNECTION)).due).toBeGreaterThan(0);
  });

  test('what is held is let go, what crossed already is not', async () => {
    const world = populated();
    ok(await world.desk.start(undefined, { settings: settings({ canary: 1 }), by: null }));
    await world.untilIdle();
    ok(await world.desk.canary(undefined, {}));
    await world.untilIdle();
    const { items } = ok(await world.desk.canaryRecords(undefined, {}));
    const crossed = items[0]?.ref ?? { side: 'salesforce' as const, object: 'Lead', id: '' };
    const part = createBackfillPart({ ...world.backfill().options, store: world.store, gateways: () => null });
    const notice = (ref: Change['ref'], kind: Change['kind'] = 'update'): Change => ({
      ...{ eventId: `notice-${ref.id}-${kind}` as EventId, ref, kind, fields: {}, occurredAt: world.now(), lane: 'normal', origin: 'event' },
    });
    const other = { side: 'salesforce' as const, object: 'Lead', id: '00Q000000000099AAA' };
    const told = [notice(crossed), notice(other), notice(other, 'erase')];
    expect(await part.admit(told)).toEqual([told[0], told[2]]);
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    expect(await part.admit(told)).toEqual(told);
  });
});

describe('new rules', () => {
  test('a new field rule looks at the pairs of its mapping only, and walks no platform', async () => {
    const bare = { ...RULES, mappings: RULES.mappings.map((one) => ({ ...one, fields: one.fields.filter(({ key }) => key !== 'person.title') })) };
    const world = populated({ rules: bare });
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    await world.untilIdle();
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    await world.untilIdle();
    const titled = () => [...world.crms.hubspot.records.values()].filter(({ values }) => values['jobtitle'] === 'Buyer').length;
    expect(titled()).toBe(0);
    const pages = { ...world.swept };
    world.setRules({ ...RULES, version: 2 });
    await world.untilTime(300_000);
    expect(await world.job()).toMatchObject({ kind: 'rules', state: 'done', changes: ['Field rules of person changed: person.title.'] });
    expect(titled()).toBe(5);
    expect(world.swept).toEqual(pages);
  });

  test('a new mapping walks its own records and nobody else’s', async () => {
    const without = { ...RULES, mappings: RULES.mappings.filter(({ key }) => key !== 'company') };
    const world = populated({ rules: without });
    world.crms.salesforce.create('Account', { Name: 'Harbor Works', Website: 'harbor.example.com' }, '005REP1');
    ok(await world.desk.start(undefined, { settings: settings(), by: null }));
    await world.untilIdle();
    ok(await world.desk.approve(undefined, { by: null, isAnyway: false }));
    await world.untilIdle();
    world.setRules({ ...RULES, version: 2 });
    await world.untilTime(300_000);
    const job = await world.job();
    expect(job).toMatchObject({ kind: 'rules', state: 'done' });
    expect(job.progress.steps.map(({ name }) => name).filter((name) => !name.startsWith('company'))).not.toContain('person:hubspot:contacts');
    expect([...world.crms.hubspot.records.values()].filter(({ object }) => object === 'companies')).toHaveLength(1);
  });

  test('a job that was cancelled does not begin again; the next version has only its own changes looked at', async () => {
    const bare = { ...RULES, mappings: RULES.mappings.filter(({ key }) => key === 'person') };
    const world = populated({ isSynced: true, isByJob: false, rules: bare, pageSize: 2 });
    await world.untilTime(60_000);
    world.setRules({ ...RULES, version: 2 });
    await world.untilTime(100);
    const { id, state } = await world.job();
    expect(state).toBe('working');
    ok(await world.desk.cancel(undefined));
    await world.untilTime(300_000);
    expect(await world.job()).toMatchObject({ id, state: 'cancelled' });
    const untitled = RULES.mappings.map((one) => ({ ...one, fields: one.fields.filter(({ key }) => key !== 'person.title') }));
    world.setRules({ ...RULES, version: 3, mappings: untitled });
    await world.untilTime(300_000);
    expect(await world.job()).toMatchObject({ kind: 'rules', state: 'done', changes: ['Field rules of person changed: person.title.'] });
  });

  test('a version that changed nothing starts nothing', async () => {
    const world = populated({ isSynced: true, isByJob: false });
    await world.untilTime(60_000);
    world.setRules({ ...RULES, version: 2 });
    await world.untilTime(300_000);
    expect(ok(await world.desk.status(undefined)).job).toBeNull();
  });
});
