import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change, ConnectionId, EventId, Lane, Subject } from '../../domain/model.ts';
import type { WriteIntent, WriteKind } from '../ports.ts';
import { createBreaker } from './breaker.ts';
import { createMemoryStore } from '../../store/memory.ts';
import { createBreakerKeeper } from './keeper.ts';
import type { BreakerKeeper } from './keeper.ts';
import { createStormWatch } from './storms.ts';
import { learn, NOTHING_USUAL, peakOf } from './usual.ts';

const HOUR = 3_600_000;
let now = Date.UTC(2026, 10, 21, 12);
let serial = 0;
let isLearning = false;
let isJobRunning = false;
let keeper: BreakerKeeper;
const clock = { now: () => now, sleep: () => Promise.resolve() };
const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const change = (over: Partial<Change> = {}): Change => ({
  ...{
    eventId: 'e' as EventId,
    ref: { side: 'salesforce', object: 'Lead', id: '1' },
    kind: 'update',
    fields: {},
    occurredAt: now,
    lane: 'normal',
    origin: 'event',
  },
  ...over,
});
function intent(over: { readonly lane?: Lane; readonly changes?: readonly Change[]; readonly kind?: WriteKind } = {}): WriteIntent {
  const { lane = 'normal', changes = [change({ actor: 'importer' })], kind = 'update' } = over;
  const id = String((serial += 1));
  return { subject: id as Subject, ref: { side: 'salesforce', object: 'Lead', id }, lane, changes, writes: [{ side: 'hubspot', kind, object: 'contacts' }] };
}
const judged = (over: Parameters<typeof intent>[0] = {}): string => keeper.gate.judge(intent(over));

beforeEach(() => {
  [isLearning, isJobRunning] = [false, false];
  const settings = { windowMs: 600_000, floors: { create: 5, update: 5, delete: 5 }, factor: 4, personMax: 3 };
  const ports = { connection: 'c' as ConnectionId, store: createMemoryStore(), clock, journal, settings, wake: () => undefined };
  keeper = createBreakerKeeper({ ...ports, isLearning: () => isLearning, isJobRunning: () => isJobRunning });
});

describe('while changes are paused', () => {
  beforeEach(() => {
    for (let index = 0; index < 5; index += 1) expect(judged()).toBe('go');
    expect(judged()).toBe('hold');
  });
  test.each<readonly [string, Parameters<typeof intent>[0], string]>([
    ['a withdrawal of consent', { lane: 'consent' }, 'go'],
    ['a handoff', { lane: 'handoff' }, 'go'],
    ['what an operator asked for', { changes: [change({ origin: 'operator' })] }, 'go'],
    ['what somebody else edits', { changes: [change({ actor: 'rep' })] }, 'go'],
    ['what a sweep finds', { lane: 'backfill', changes: [change({ origin: 'sweep' })] }, 'hold'],
    ['what nobody is known to have done', { changes: [] }, 'hold'],
    ['another kind', { kind: 'create' }, 'go'],
  ])('%s', (_what, over, verdict) => expect(judged(over)).toBe(verdict));
  test('somebody else goes on only as long as it is little', () => {
    const rep = { changes: [change({ actor: 'rep' })] };
    expect([judged(rep), judged(rep), judged(rep), judged(rep)]).toEqual(['go', 'go', 'go', 'hold']);
  });
});

test('deletions are paused like everything else', () => {
  for (let index = 0; index < 5; index += 1) judged({ kind: 'delete' });
  expect(judged({ kind: 'delete' })).toBe('hold');
});
test('nothing is unusual while everything crosses for the first time', () => {
  isLearning = true;
  for (let index = 0; index < 50; index += 1) expect(judged()).toBe('go');
});
test('a job a person approved passes with what nobody changed; an import beside it does not', () => {
  isJobRunning = true;
  const looks = { lane: 'backfill' as const, changes: [change({ origin: 'sweep' })] };
  for (let index = 0; index < 50; index += 1) expect(judged(looks)).toBe('go');
  for (let index = 0; index < 5; index += 1) judged({ lane: 'backfill' });
  expect(judged({ lane: 'backfill' })).toBe('hold');
});

describe('what is usual', () => {
  test('is learnt of an hour once it is over, fades by half in a week, and nothing is learnt of a storm', () => {
    const busy = learn(NOTHING_USUAL, { now, total: 1, isUsual: true });
    const during = learn(busy, { now, total: 400, isUsual: true });
    expect(peakOf(during, now)).toBe(0);
    const after = learn(during, { now: now + HOUR, total: 0, isUsual: true });
    expect(peakOf(after, now + HOUR)).toBe(400);
    expect(peakOf(after, now + HOUR + 7 * 24 * HOUR)).toBeCloseTo(200);
    const storm = learn(after, { now: now + HOUR, total: 90_000, isUsual: false });
    expect(peakOf(learn(storm, { now: now + 2 * HOUR, total: 0, isUsual: true }), now + 2 * HOUR)).toBeLessThan(401);
  });
  test('counts fall out of the window as time passes', () => {
    const breaker = createBreaker({ windowMs: 600_000, floor: 5, factor: 4, personMax: 0 });
    const write = { actors: ['a'], ref: { side: 'salesforce' as const, object: 'Lead', id: '1' } };
    for (let index = 0; index < 5; index += 1) breaker.admit(now, write);
    expect(breaker.admit(now + 601_000, write)).toBe(true);
    expect(breaker.total(now + 601_000)).toBe(1);
  });
});

test('notices of who makes a storm go behind everybody else’s; consent, the handoff and erasures keep their lane', () => {
  const storms = createStormWatch(clock, { windowMs: 60_000, notices: 3 });
  const lanes = Array.from({ length: 5 }, () => storms.laneOf(change({ actor: 'importer' }), 'normal'));
  expect(lanes).toEqual(['normal', 'normal', 'normal', 'backfill', 'backfill']);
  expect([storms.laneOf(change({ actor: 'rep' }), 'normal'), storms.laneOf(change({ actor: 'importer' }), 'consent')]).toEqual(['normal', 'consent']);
  expect(storms.laneOf(change({ actor: 'importer', kind: 'erase' }), 'normal')).toBe('normal');
  expect(storms.isOn()).toBe(true);
  now += 61_000;
  expect(storms.isOn()).toBe(false);
});
