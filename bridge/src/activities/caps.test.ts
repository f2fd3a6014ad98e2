import { describe, expect, test } from '@jest/globals';
import { mapping } from '../../test/domain/samples.ts';
import type { ActivityRule, ConnectionId, Instant, Subject } from '../domain/model.ts';
import { createRulebook } from '../engine/index.ts';
import type { CapAsk, Journal, Store } from '../engine/index.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createActivityCaps } from './caps.ts';
import type { ActivityCaps } from './caps.ts';
import { monthOf } from './month.ts';

const id = 'c' as ConnectionId;
const journal: Journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const calls = mapping([], { key: 'activity.call', activity: 'activity.call', hubspotObject: 'calls', salesforceObjects: ['Task'] });
const ask = (number: number): CapAsk => ({
  ...{ subject: `record:hubspot:calls:${String(number)}` as Subject, mapping: calls },
  ref: { side: 'hubspot', object: 'calls', id: String(number) },
});
const asks = (from: number, count: number): readonly CapAsk[] => Array.from({ length: count }, (_, index) => ask(from + index));

type World = {
  readonly store: Store;
  now: Instant;
  max: number | null;
  readonly woken: Subject[];
  readonly bridge: () => ActivityCaps;
  readonly letIn: (caps: ActivityCaps, of: readonly CapAsk[]) => Promise<readonly string[]>;
  readonly openIssues: () => Promise<readonly string[]>;
  /** One look of the loop. */
  readonly look: (caps: ActivityCaps) => Promise<void>;
};

function world(max: number | null): World {
  const inner = createMemoryStore();
  const woken: Subject[] = [];
  const store: Store = { ...inner, wake: (_connection, subjects) => Promise.resolve(void woken.push(...subjects)) };
  const self: World = {
    ...{ store, now: Date.UTC(2026, 10, 20), max, woken },
    bridge: () =>
      createActivityCaps({
        ...{ connection: id, store, journal, wake: () => undefined },
        clock: { now: () => self.now, sleep: () => Promise.resolve() },
        rulebook: () => createRulebook({ version: 1, mappings: [], lifecycle: [], consent: [], activities: [ruleOf(self.max)] }, new Map()),
      }),
    letIn: async (caps, of) => {
      const answers = await caps.admit(of);
      return of.flatMap(({ ref }, index) => (answers[index] === null ? [ref.id] : []));
    },
    openIssues: async () => (await store.issues(id, { open: true, limit: 10 })).items.map(({ cause }) => cause),
    look: async (caps) => {
      const stop = new AbortController();
      const running = caps.run(stop.signal);
      stop.abort();
      await running;
    },
  };
  return self;
}
const ruleOf = (monthlyMax: number | null): ActivityRule => ({
  ...{ key: 'activity.call', activity: 'call', direction: 'to-salesforce', salesforceObject: 'Task', only: null, status: null, type: null, monthlyMax },
});

describe('a monthly cap', () => {
  test('lets in as many as it says, names the day it goes on, and is one issue however many wait', async () => {
    const one = world(3);
    const caps = one.bridge();
    expect(await one.letIn(caps, asks(1, 5))).toEqual(['1', '2', '3']);
    const [held] = await caps.admit([ask(9)]);
    expect(held).toEqual({ until: Date.UTC(2026, 11, 1), words: expect.stringContaining('until 2026-12-01') });
    expect(await one.openIssues()).toEqual([expect.stringContaining('3 a month, until 2026-12-01')]);
    expect(await caps.use()).toEqual([{ rule: 'activity.call', made: 3, waiting: 3, resetsAt: Date.UTC(2026, 11, 1) }]);
  });

  test('counts a record once, however often it is looked at and by which bridge', async () => {
    const one = world(3);
    await one.letIn(one.bridge(), asks(1, 2));
    expect(await one.letIn(one.bridge(), asks(1, 3))).toEqual(['1', '2', '3']);
    expect((await one.bridge().use())[0]?.made).toBe(3);
  });

  test('holds for bridges that count at the same time', async () => {
    const one = world(10);
    const rounds = await Promise.all([1, 2, 3, 4].map((number) => one.letIn(one.bridge(), asks(number * 100, 5))));
    expect(rounds.flat()).toHaveLength(10);
    expect((await one.bridge().use())[0]).toMatchObject({ made: 10, waiting: 10 });
  });

  test('begins anew with the month: what waits is woken, as many as there is room for, and the issue closes with the last', async () => {
    const one = world(2);
    const caps = one.bridge();
    await one.letIn(caps, asks(1, 5));
    await one.look(caps);
    expect(one.woken).toEqual([]);
    one.now = Date.UTC(2026, 11, 1);
    await one.look(caps);
    expect(one.woken).toHaveLength(2);
    expect(await one.openIssues()).toHaveLength(1);
    expect(await one.letIn(caps, asks(3, 2))).toEqual(['3', '4']);
    one.now = Date.UTC(2027, 0, 1);
    await one.look(caps);
    expect(one.woken).toHaveLength(3);
    expect(await one.openIssues()).toEqual([]);
  });

  test('that is raised or taken away lets go on at once; none at all counts and never holds', async () => {
    const one = world(1);
    const caps = one.bridge();
    await one.letIn(caps, asks(1, 3));
    one.max = null;
    await one.look(caps);
    expect(one.woken).toHaveLength(2);
    expect(await one.letIn(caps, asks(2, 2))).toEqual(['2', '3']);
    expect(await caps.use()).toMatchObject([{ made: 3, waiting: 0 }]);
  });

  test('of nothing lets nothing in', async () => {
    const one = world(0);
    expect(await one.letIn(one.bridge(), asks(1, 1))).toEqual([]);
  });
});

test('a month is one of the calendar in UTC', () => {
  expect(monthOf(Date.parse('2026-12-31T23:59:59.999Z'))).toEqual({
    ...{ name: '2026-12', from: Date.UTC(2026, 11), next: Date.UTC(2027, 0), nextName: '2027-01-01' },
  });
});
