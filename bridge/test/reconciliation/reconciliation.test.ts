import { describe, expect, test } from '@jest/globals';
import type { Side } from '../../src/domain/index.ts';
import type { RunView } from '../../src/reconciliation/index.ts';
import { RULES } from '../sim/rules.ts';
import { createDice } from '../sim/random.ts';
import { ok, reconciliationWorld } from './world.ts';
import type { ReconciliationWorld } from './world.ts';

const HOUR = 3_600_000;
const COUNTED = ['lead', 'customer', '4711'];
const COUNTED_IN_SALESFORCE = ['lead', 'Customer', 'Disqualified'];

/** What each platform would count by itself, straight from its records. */
function oracle({ base }: ReconciliationWorld): Readonly<Record<Side, number>> {
  const there = (side: Side) =>
    [...base.crms[side].records.values()].filter(({ isDeleted, isErased, mergedInto }) => !isDeleted && !isErased && mergedInto === null);
  return {
    hubspot: there('hubspot').filter(({ object, values }) => object === 'contacts' && COUNTED.includes(String(values['lifecyclestage']))).length,
    salesforce: there('salesforce').filter(
      ({ object, values, convertedTo }) =>
        (object === 'Lead' || object === 'Contact') && convertedTo === null && COUNTED_IN_SALESFORCE.includes(String(values['Stage__c'])),
    ).length,
  };
}
const report = (run: RunView) => {
  if (run.report === null) throw new Error('there is no report');
  return run.report;
};
const countOf = (run: RunView, prefix: string): number =>
  report(run)
    .buckets.filter(({ id }) => id.startsWith(prefix))
    .reduce((sum, { count }) => sum + count, 0);

/** Everything the report says adds up, agrees with the platforms, and is there record by record. */
async function expectSums(world: ReconciliationWorld, run: RunView): Promise<void> {
  const { hubspot, salesforce, both, buckets } = report(run);
  expect({ hubspot, salesforce }).toEqual(oracle(world));
  const alone = (side: Side): number => buckets.filter(({ only }) => only === side).reduce((sum, { count }) => sum + count, 0);
  expect(both + alone('hubspot')).toBe(hubspot);
  expect(both + alone('salesforce')).toBe(salesforce);
  for (const { id, count } of [{ id: 'both', count: both }, ...buckets]) {
    const { items } = ok(await world.desk.records(undefined, { bucket: id, limit: 1_000, names: 'none' }));
    expect({ id, listed: items.length }).toEqual({ id, listed: count });
  }
}

function populated(options: Parameters<typeof reconciliationWorld>[0] = {}): ReconciliationWorld {
  const world = reconciliationWorld(options);
  for (const name of ['Abel', 'Brandt', 'Castro']) world.base.person('salesforce', name, { Stage__c: 'lead' });
  for (const name of ['Dumont', 'Eriksen', 'Farkas', 'Gruber']) world.base.person('hubspot', name);
  world.base.person('hubspot', 'Hansen', { lifecyclestage: 'subscriber' });
  return world;
}
const idOf = ({ base }: ReconciliationWorld, side: Side, name: string): string => {
  const found = [...base.crms[side].records.values()].find(({ values }) => values[side === 'hubspot' ? 'lastname' : 'LastName'] === name);
  if (found === undefined) throw new Error(`${name} is not in ${side}`);
  return found.id;
};

describe('a check', () => {
  test('counts both sides, compares every pair, and finds nothing where everything is in step', async () => {
    const world = populated();
    await world.golive();
    const run = await world.check();
    expect(run).toMatchObject({ kind: 'check', state: 'done', startedBy: '005ADMIN', drift: 0 });
    expect(run.values.compared).toBeGreaterThan(50);
    expect(run.mappings.find(({ mapping }) => mapping === 'person')).toMatchObject({ isMatch: true, pairs: { looked: 7, disagree: 0 } });
    await expectSums(world, run);
    expect(world.base.calls.written).toBeGreaterThan(0);
  });

  test('tells which fields drifted, writes nothing, and a repair brings them back', async () => {
    const world = populated();
    await world.golive();
    // Edits nobody told of: no notice comes, no sweep has run.
    world.base.crms.hubspot.edit(idOf(world, 'hubspot', 'Dumont'), { jobtitle: 'Buyer', phone: '+49 30 1' }, 'user-9');
    world.base.crms.salesforce.edit(idOf(world, 'salesforce', 'Abel'), { FirstName: 'Ada' }, '005REP1');
    const written = world.base.calls.written;
    const run = await world.check();
    expect(world.base.calls.written).toBe(written);
    const person = run.mappings.find(({ mapping }) => mapping === 'person');
    expect(person?.pairs).toMatchObject({ looked: 7, disagree: 2 });
    expect(
      person?.fields
        .filter(({ disagree }) => disagree > 0)
        .map(({ rule }) => rule)
        .toSorted(),
    ).toEqual(['person.first', 'person.phone', 'person.title']);
    expect(person?.drift).toBeCloseTo(3 / (person?.values.compared ?? 0), 10);
    const faults = ok(await world.base.answer(world.desk.faults(undefined, { mapping: 'person', limit: 50, names: 'hubspot' })));
    expect(faults.items.map(({ fields }) => fields.map(({ field }) => field).toSorted()).toSorted()).toEqual([['Phone', 'Title'], ['firstname']]);
    expect(Object.values(faults.names)).toContain('Dumont');
    expect(JSON.stringify(faults.items)).not.toContain('Buyer');

    ok(await world.desk.repair(undefined, { by: null }));
    const repaired = await world.untilIdle();
    expect(repaired).toMatchObject({ kind: 'repair', state: 'done', repair: { asked: 2, agree: 2, disagree: 0, pending: 0 } });
    expect(world.base.crms.salesforce.records.get(idOf(world, 'salesforce', 'Dumont'))?.values['Title']).toBe('Buyer');
    expect(ok(await world.desk.faults(undefined, { mapping: 'person', limit: 50, names: 'none' })).items).toEqual([]);
    expect((await world.check()).drift).toBe(0);
    expect(ok(await world.desk.history(undefined, { limit: 10 })).items.map(({ drift }) => drift !== null && drift > 0)).toEqual([false, true]);
  });

  test('a difference the rules leave counts as explained', async () => {
    const world = populated();
    world.base.person('hubspot', 'Ivanov', { utm: 'spring' });
    await world.golive();
    world.base.crms.salesforce.edit(idOf(world, 'salesforce', 'Ivanov'), { Utm__c: 'autumn' }, '005REP1');
    const run = await world.check();
    expect(run.mappings.find(({ mapping }) => mapping === 'person')?.fields.find(({ rule }) => rule === 'person.source')).toMatchObject({
      explained: 1,
      disagree: 0,
    });
  });

  test('goes on where it was killed, and counts nobody twice', async () => {
    const world = populated({ pageSize: 2 });
    await world.golive();
    const whole = await world.check();
    ok(await world.desk.start(undefined, { by: null }));
    for (let died = 0; died < 12; died += 1) {
      await world.base.untilTime(90 + died * 37);
      world.restart();
    }
    const run = await world.untilIdle();
    expect(run.state).toBe('done');
    expect(run.report).toEqual(whole.report);
    expect(run.values).toEqual(whole.values);
    await expectSums(world, run);
  });

  test('comes by itself on schedule, and not before everything was let in', async () => {
    const world = populated({ everyMs: HOUR });
    await world.base.untilTime(3 * HOUR);
    expect((await world.overview()).run).toBeNull();
    await world.golive();
    await world.base.untilTime(60_000);
    const { run, nextAt } = await world.overview();
    expect(run).toMatchObject({ state: 'done', startedBy: null });
    expect(nextAt).toBe((run?.startedAt ?? 0) + HOUR);
    await world.base.untilTime(HOUR + 60_000);
    expect(ok(await world.desk.history(undefined, { limit: 10 })).items).toHaveLength(2);
  });

  test('one at a time; it can be cancelled; a repair needs a check', async () => {
    const world = populated({ pageSize: 1 });
    await world.golive();
    expect(await world.desk.repair(undefined, { by: null })).toMatchObject({ ok: false, status: 409 });
    ok(await world.desk.start(undefined, { by: null }));
    expect(await world.desk.start(undefined, { by: null })).toMatchObject({ ok: false, status: 409 });
    ok(await world.desk.cancel(undefined));
    await world.base.untilTime(5_000);
    expect((await world.overview()).run?.state).toBe('cancelled');
    expect((await world.overview()).last).toBeNull();
    expect((await world.check()).state).toBe('done');
  });
});

describe('why one side counts more', () => {
  test('every record one side counts alone has its reason', async () => {
    const world = populated();
    world.base.person('hubspot', 'Keller', { email: 'info@corp.example.com' });
    await world.golive();
    // Sales moved one on by hand where nobody heard of it, one was deleted there, and one is new in HubSpot.
    world.base.crms.salesforce.edit(idOf(world, 'salesforce', 'Dumont'), { Stage__c: null }, '005REP1');
    world.base.crms.salesforce.remove(idOf(world, 'salesforce', 'Eriksen'), '005REP1');
    world.base.person('hubspot', 'Jansen');
    const run = await world.check();
    await expectSums(world, run);
    expect(countOf(run, 'hubspot/owed')).toBe(1);
    expect(countOf(run, 'hubspot/gone')).toBe(1);
    expect(countOf(run, 'hubspot/unseen')).toBe(1);
    for (const bucket of report(run).buckets) expect(bucket.words).not.toBe('');
  });

  test('a pair that left the scope says which condition failed, and a person who waits for a review says so', async () => {
    const world = populated();
    // A role mailbox is nobody in particular.
    world.base.person('hubspot', 'Moreau', { email: 'info@corp.example.com' });
    world.base.person('salesforce', 'Novak', { Email: 'info@corp.example.com', Stage__c: 'lead' });
    await world.golive();
    world.base.crms.hubspot.edit(idOf(world, 'hubspot', 'Farkas'), { lifecyclestage: 'subscriber' }, 'user-9');
    const told = await world.check();
    expect(countOf(told, 'salesforce/owed') + countOf(told, 'salesforce/differs')).toBe(1);
    ok(await world.base.desk.start(undefined, { settings: { canary: 0, sample: 'all', share: 1, agreement: 10 }, by: null }));
    await world.base.untilIdle();
    ok(await world.base.desk.approve(undefined, { by: null, isAnyway: true }));
    await world.base.untilIdle();
    const run = await world.check();
    await expectSums(world, run);
    const left = report(run).buckets.find(({ code }) => code === 'left-scope');
    expect(left).toMatchObject({ only: 'salesforce', count: 1 });
    expect(left?.words).toContain('lifecyclestage');
    expect(countOf(run, 'hubspot/review')).toBe(1);
    expect(countOf(run, 'salesforce/review')).toBe(1);
  });

  test('it counts whom a person says, until the handoff rules are asked again', async () => {
    const world = populated();
    await world.golive();
    const by = (await world.overview()).definition;
    expect(by?.hubspot).toEqual({ all: [{ field: 'lifecyclestage', op: 'in', values: COUNTED }] });
    expect(by?.salesforce['Lead']).toEqual({ all: [{ field: 'Stage__c', op: 'in', values: COUNTED_IN_SALESFORCE }] });
    ok(
      await world.desk.define(undefined, {
        hubspot: { all: [{ field: 'lastname', op: 'in', values: ['Dumont', 'Hansen'] }] },
        salesforce: { Lead: null },
        accepted: null,
        refused: null,
      }),
    );
    const run = await world.check();
    expect(report(run)).toMatchObject({ hubspot: 2, salesforce: 7, both: 1 });
    expect(countOf(run, 'hubspot/out-of-scope')).toBe(1);
    expect(countOf(run, 'salesforce/not-carried')).toBe(6);
    expect(ok(await world.desk.define(undefined, null)).isOwn).toBe(false);
    expect(report(await world.check()).hubspot).toBe(7);
  });

  test('adds up in generated worlds, through edits, deletions, merges and conversions', async () => {
    for (let seed = 1; seed <= 15; seed += 1) {
      const dice = createDice(seed);
      const world = reconciliationWorld({ pageSize: dice.between(1, 9) });
      const { base } = world;
      const people = dice.between(4, 24);
      for (let index = 0; index < people; index += 1) {
        const name = `P${String(seed)}x${String(index)}`;
        if (dice.chance(0.6)) base.person('hubspot', name, { lifecyclestage: dice.pick(['subscriber', ...COUNTED]) });
        if (dice.chance(0.5)) base.person('salesforce', name, { Stage__c: dice.pick([null, ...COUNTED_IN_SALESFORCE]) });
      }
      await world.golive();
      for (let edit = dice.between(0, 15); edit > 0; edit -= 1) {
        const side = dice.pick(['salesforce', 'hubspot'] as const);
        const crm = base.crms[side];
        const live = [...crm.records.values()].filter(
          ({ object, isDeleted, mergedInto, convertedTo }) =>
            ['Lead', 'Contact', 'contacts'].includes(object) && !isDeleted && mergedInto === null && convertedTo === null,
        );
        const one = live.length === 0 ? null : dice.pick(live);
        if (one === null) continue;
        if (dice.chance(0.15)) crm.remove(one.id, 'user-9');
        else if (side === 'salesforce' && one.object === 'Lead' && dice.chance(0.2)) crm.convert(one.id, null, '005REP1');
        else if (dice.chance(0.1) && live.length > 1) {
          const other = dice.pick(live);
          if (other.id !== one.id && other.object === one.object) crm.merge(one.id, other.id, 'user-9');
        } else
          crm.edit(
            one.id,
            side === 'hubspot' ? { lifecyclestage: dice.pick(['subscriber', ...COUNTED]) } : { Stage__c: dice.pick([null, ...COUNTED_IN_SALESFORCE]) },
            side === 'hubspot' ? 'user-9' : '005REP1',
          );
      }
      const run = await world.check();
      expect({ seed, state: run.state }).toEqual({ seed, state: 'done' });
      await expectSums(world, run);
      // Once repaired, whatever is left has a reason that is not ours to mend.
      ok(await world.desk.repair(undefined, { by: null }));
      await world.untilIdle();
    }
  }, 120_000);
});

describe('the handoff ledger', () => {
  test('tells of everybody HubSpot counted when they were handed over, received, accepted and refused', async () => {
    const world = populated();
    const before = world.base.now();
    await world.golive();
    await world.check();
    const rows = ok(await world.base.answer(world.desk.ledger(undefined, { limit: 50, names: 'hubspot' })));
    expect(rows.items).toHaveLength(7);
    const of = (name: string) => rows.items.find(({ hubspot }) => hubspot.id === idOf(world, 'hubspot', name));
    expect(of('Dumont')).toMatchObject({ state: 'received', handedBy: 'made', isCounted: true, countedBy: 'seen' });
    expect(of('Dumont')?.handedAt).toBeGreaterThan(before);
    expect(of('Abel')).toMatchObject({ state: 'received', handedBy: 'found' });
    expect(rows.names[idOf(world, 'hubspot', 'Dumont')]).toBe('Dumont');

    world.base.crms.salesforce.edit(idOf(world, 'salesforce', 'Farkas'), { Status: 'Closed' }, '005REP1');
    world.base.crms.salesforce.convert(idOf(world, 'salesforce', 'Gruber'), null, '005REP1');
    ok(await world.base.desk.start(undefined, { settings: { canary: 0, sample: 'all', share: 1, agreement: 10 }, by: null }));
    await world.base.untilIdle();
    ok(await world.base.desk.approve(undefined, { by: null, isAnyway: true }));
    await world.base.untilIdle();
    const refusedBy = world.base.now();
    await world.check();
    const after = ok(await world.desk.ledger(undefined, { limit: 50, names: 'none' })).items;
    const now = (name: string) => after.find(({ hubspot }) => hubspot.id === idOf(world, 'hubspot', name));
    expect(now('Farkas')).toMatchObject({ state: 'refused', decidedBy: 'by' });
    expect(now('Farkas')?.decidedAt).toBeLessThanOrEqual(refusedBy);
    expect(now('Gruber')?.state).toBe('accepted');
    expect(now('Dumont')).toEqual({ ...of('Dumont'), seenAt: now('Dumont')?.seenAt });
    expect((await world.overview()).ledger).toEqual({ 'not-handed': 0, received: 5, accepted: 1, refused: 1 });
    const text = ok(await world.base.answer(world.desk.export(undefined, { what: 'ledger' }))).text;
    expect(text.split('\r\n')).toHaveLength(1 + 7 + 1);
  });
});

test('exports every counted record, a page at a time', async () => {
  const world = populated({ rules: { ...RULES } });
  await world.golive();
  await world.check();
  let text = '';
  let after: string | undefined;
  do {
    const page = ok(await world.base.answer(world.desk.export(undefined, { what: 'report', after })));
    text += page.text;
    after = page.next ?? undefined;
  } while (after !== undefined);
  const lines = text.trim().split('\r\n');
  expect(lines[0]).toBe('Counted by,Reason,Why,HubSpot id,HubSpot name,Salesforce object,Salesforce id,Salesforce name');
  expect(lines.slice(1).filter((line) => line.startsWith('both,'))).toHaveLength(7);
  expect(text).toContain('Dumont');
});
