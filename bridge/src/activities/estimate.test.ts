import { describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../domain/model.ts';
import { createActivitiesDesk } from './desk.ts';
import type { ActivitiesPlace } from './desk.ts';
import { estimateOf } from './estimate.ts';
import type { Estimated, Totals } from './estimate.ts';

const rule = (over: Partial<Estimated> = {}): Estimated => ({ key: 'activity.call', activity: 'call', direction: 'to-salesforce', monthlyMax: null, ...over });
const totals = (all: number, month: number): Totals => ({ all, year: all, month, isExact: true });
const space = { maxMb: 100, leftMb: 10 };

describe('the estimate', () => {
  test('counts 2 KB a record: what there is, and what a usual month adds', () => {
    const { items, allMb, monthlyMb } = estimateOf([rule()], [totals(5_120, 512)], space);
    expect(items).toMatchObject([{ fillsSalesforce: true, allMb: 10, monthlyMb: 1 }]);
    expect([allMb, monthlyMb]).toEqual([10, 1]);
  });
  test('says in which month the org is full, the first included', () => {
    const fullInMonth = (all: number, month: number, over: Partial<Estimated> = {}) => estimateOf([rule(over)], [totals(all, month)], space).fullInMonth;
    expect(fullInMonth(5_121, 0)).toBe(1);
    expect(fullInMonth(0, 512)).toBe(11);
    expect(fullInMonth(2_560, 512)).toBe(6);
    expect(fullInMonth(100, 0)).toBeNull();
  });
  test('takes the cap into account: what there is crosses slowly, and no month adds more', () => {
    const { items, fullInMonth } = estimateOf([rule({ monthlyMax: 256 })], [totals(100_000, 512)], space);
    expect(items[0]?.monthlyMb).toBe(0.5);
    expect(fullInMonth).toBe(21);
    expect(estimateOf([rule({ monthlyMax: 0 })], [totals(100_000, 512)], space).fullInMonth).toBeNull();
  });
  test('leaves out what goes to HubSpot, what is off, and what nobody counts', () => {
    const rules = [rule({ direction: 'to-hubspot' }), rule({ isOn: false }), rule({ activity: 'form' })];
    const { items, allMb, fullInMonth } = estimateOf(rules, [totals(9_999, 99), totals(9_999, 99), null], space);
    expect(items.map(({ fillsSalesforce, allMb: each }) => [fillsSalesforce, each])).toEqual([
      [false, 19.53],
      [false, 19.53],
      [true, null],
    ]);
    expect([allMb, fullInMonth]).toEqual([0, null]);
  });
  test('does not guess where the org tells no space', () => {
    expect(estimateOf([rule()], [totals(1, 1)], null)).toMatchObject({ space: null, fullInMonth: null });
  });
});

describe('the desk', () => {
  const now = Date.UTC(2026, 10, 21);
  const asked: unknown[] = [];
  const failure = { kind: 'transient', code: 'LIMIT', message: 'too busy', retryAt: null } as const;
  const place = (over: Partial<ActivitiesPlace> = {}): ActivitiesPlace => ({
    ...{ id: 'c' as ConnectionId, clock: { now: () => now, sleep: () => Promise.resolve() }, caps: { use: () => Promise.resolve([]) }, rulebook: () => null },
    hubspot: () => ({
      schemas: ([object = '']) => Promise.resolve({ ok: true, value: new Map([[`hubspot:${object}`, { object, fields: new Map() }]]) }),
      survey: ({ filter }) => {
        asked.push(filter);
        return Promise.resolve({ ok: true, value: { total: 8, isExact: true, records: [] } });
      },
    }),
    space: () => Promise.resolve({ ok: true, value: space }),
    ...over,
  });
  test('asks for what the rule selects: all of it, the last year, the last month', async () => {
    const desk = createActivitiesDesk([place()]);
    const only = { property: 'hs_call_direction', values: ['INBOUND'] };
    const answer = await desk.estimate(undefined, { rules: [{ ...rule(), only }] });
    const selected = { field: 'hs_call_direction', op: 'in', values: ['INBOUND'] };
    const since = (days: number) => ({ field: 'hs_createdate', op: 'at_least', values: [String(now - days * 86_400_000)] });
    expect(asked.splice(0)).toEqual([{ all: [selected] }, { all: [selected, since(365)] }, { all: [selected, since(30)] }]);
    expect(answer).toMatchObject({ ok: true, value: { items: [{ totals: { all: 8, year: 8, month: 8, isExact: true } }], space } });
  });
  test('takes every kind where no rules are named, and none for what HubSpot does not count', async () => {
    const desk = createActivitiesDesk([place()]);
    const all = await desk.estimate('c', {});
    expect(all.ok && all.value.items.map(({ activity }) => activity)).toEqual(['call', 'email', 'meeting', 'note', 'task']);
    const form = await desk.estimate('c', { rules: [{ ...rule({ activity: 'form' }), only: null }] });
    expect(form).toMatchObject({ ok: true, value: { items: [{ totals: null }] } });
    asked.length = 0;
  });
  test('says why it cannot, and goes on without the space', async () => {
    const busy = place({ hubspot: () => ({ schemas: () => Promise.resolve({ ok: false, failure }), survey: () => Promise.resolve({ ok: false, failure }) }) });
    expect(await createActivitiesDesk([busy]).estimate(undefined, {})).toMatchObject({ ok: false, error: expect.stringContaining('too busy') });
    expect(await createActivitiesDesk([place({ hubspot: () => null })]).estimate(undefined, {})).toMatchObject({ ok: false, status: 409 });
    const blind = await createActivitiesDesk([place({ space: () => Promise.resolve({ ok: false, failure }) })]).estimate(undefined, {});
    expect(blind).toMatchObject({ ok: true, value: { space: null } });
    expect(await createActivitiesDesk([place(), place()]).list('x')).toMatchObject({ ok: false, status: 404 });
  });
});
