import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES } from '../domain/index.ts';
import type { Change, ConnectionId, ObjectMapping } from '../domain/index.ts';
import type { CrmGateway, CursorWrite, SweepPage } from './ports.ts';
import { OVERLAP_MS, sweepAll } from './sweep.ts';
import type { SweepPorts } from './sweep.ts';

const connection = 'c' as ConnectionId;
const mapping = (key: string, order: number, salesforceObject: string, hubspotObject: string): ObjectMapping => ({
  key,
  salesforceObjects: [salesforceObject],
  salesforceCreateObject: salesforceObject,
  hubspotObject,
  createInSalesforce: 'never',
  createInHubSpot: 'never',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order,
  fields: [],
});
const MAPPINGS = [mapping('person', 2, 'Lead', 'contacts'), mapping('company', 1, 'Account', 'companies')];

/** Two pages of one record each per object; `broken` answers an error instead. */
function bench(broken: readonly string[] = []) {
  const asked: { object: string; since: number; until: number; page: string | null }[] = [];
  const received: Change[] = [];
  const cursors = new Map<string, Uint8Array>();
  const clock = { time: 10_000_000 };
  const gateway = (side: 'salesforce' | 'hubspot') =>
    ({
      side,
      sweep: async (object: string, since: number, until: number, page: string | null) => {
        asked.push({ object, since, until, page });
        if (broken.includes(object)) return { ok: false as const, failure: { kind: 'transient' as const, code: 'HTTP_503', message: '', retryAt: null } };
        const records: SweepPage['records'] = [{ ref: { side, object, id: page ?? '1' }, modifiedAt: 5, isDeleted: page !== null, mergedInto: null }];
        return { ok: true as const, value: { records, next: page === null ? '2' : null } };
      },
    }) as unknown as CrmGateway; // Only `sweep` is asked for here.
  const ports: SweepPorts = {
    connection,
    gateways: { salesforce: gateway('salesforce'), hubspot: gateway('hubspot') },
    clock: { now: () => clock.time, sleep: async () => undefined },
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    store: { cursor: async (_: ConnectionId, source: string) => cursors.get(source) ?? null } as unknown as SweepPorts['store'],
    intake: {
      receive: async (changes: readonly Change[], cursor?: CursorWrite) => {
        received.push(...changes);
        if (cursor !== undefined) cursors.set(cursor.source, cursor.position);
        return { stored: changes.length, duplicates: 0 };
      },
    },
  };
  return { ports, asked, received, clock };
}

describe('the sweep', () => {
  test('goes through every object, parents first, page by page', async () => {
    const { ports, asked, received } = bench();
    expect(await sweepAll(ports, MAPPINGS)).toEqual({ looked: 8, failures: [] });
    expect(asked.map(({ object, page }) => `${object}${page ?? ''}`)).toEqual([
      'Account',
      'Account2',
      'companies',
      'companies2',
      'Lead',
      'Lead2',
      'contacts',
      'contacts2',
    ]);
    expect(received.every((change) => change.kind === 'look' && change.origin === 'sweep' && change.lane === 'backfill')).toBe(true);
    expect(received[0]?.eventId).toBe('sweep:salesforce:Account:1:5');
    expect(received[1]?.eventId).toBe('sweep:salesforce:Account:2:5:deleted');
  });
  test('starts a little before the last one ended, and from the beginning when told', async () => {
    const { ports, asked, clock } = bench();
    await sweepAll(ports, MAPPINGS);
    clock.time += 600_000;
    await sweepAll(ports, MAPPINGS);
    await sweepAll(ports, MAPPINGS, { isInitial: true, lane: 'normal' });
    const firsts = asked.filter((one) => one.object === 'Lead' && one.page === null);
    expect(firsts.map((one) => one.since)).toEqual([0, 10_000_000 - OVERLAP_MS, 0]);
    expect(firsts.map((one) => one.until)).toEqual([10_000_000, 10_600_000, 10_600_000]);
  });
  test('one failing object does not stop the others, and is named', async () => {
    const { ports } = bench(['Account']);
    const result = await sweepAll(ports, MAPPINGS);
    expect(result.looked).toBe(6);
    expect(result.failures).toMatchObject([{ side: 'salesforce', object: 'Account', failure: { code: 'HTTP_503' } }]);
  });
  test('one that was cut short goes on at its page', async () => {
    const { ports, asked } = bench();
    const stop = new AbortController();
    await sweepAll(
      {
        ...ports,
        intake: {
          receive: async (changes, cursor) => {
            stop.abort();
            return ports.intake.receive(changes, cursor);
          },
        },
      },
      MAPPINGS,
      { signal: stop.signal },
    );
    expect(asked).toHaveLength(1);
    await sweepAll(ports, MAPPINGS);
    expect(asked[1]).toMatchObject({ object: 'Account', page: '2', since: 0 });
  });
});
