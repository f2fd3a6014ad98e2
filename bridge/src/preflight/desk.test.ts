import { describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../domain/index.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createPreflightDesk } from './desk.ts';
import type { PreflightPlace } from './desk.ts';

const id = 'c1' as ConnectionId; // made here for the test
const noJob = {
  status: () => Promise.resolve({ ok: true as const, value: { job: null, isHeld: true, mode: 'by-job' as const } }),
  canaryRecords: () => Promise.resolve({ ok: true as const, value: { items: [] } }),
};
const bare = (patch: Partial<PreflightPlace> = {}): PreflightPlace => ({
  ...{ id, store: createMemoryStore(), clock: { now: () => 1_000, sleep: () => Promise.resolve() } },
  ...{ rulebook: () => null, gateways: () => null, readiness: () => null, trouble: () => 'Salesforce login: refused (invalid_grant)' },
  ...patch,
});
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a look', () => {
  test('goes on by itself and is kept; one that cannot reach the systems says why', async () => {
    const place = bare();
    const desk = createPreflightDesk([place], noJob);
    expect(await desk.last(undefined)).toEqual({ ok: true, value: { isLooking: false, trouble: null, report: null } });
    expect(await desk.look(undefined)).toMatchObject({ ok: true, status: 202, value: { isLooking: true } });
    await settle();
    const report = { score: 0, isReady: false, checks: [{ key: 'reached', state: 'fail', summary: 'Salesforce login: refused (invalid_grant)' }] };
    expect(await desk.last(undefined)).toMatchObject({ ok: true, value: { isLooking: false, report } });
    // Another process on the same store knows it too.
    expect(await createPreflightDesk([place], noJob).last('c1')).toMatchObject({ value: { report } });
  });

  test('one at a time; one that nobody ended is over after five minutes', async () => {
    let now = 1_000;
    let begun = 0;
    const place = bare({
      clock: { now: () => now, sleep: () => Promise.resolve() },
      rulebook: () => {
        begun += 1;
        throw new Error('the store is away');
      },
    });
    const desk = createPreflightDesk([place], noJob);
    await desk.look(undefined);
    await settle();
    expect(await desk.last(undefined)).toMatchObject({ value: { isLooking: false, trouble: 'the store is away', report: null } });
    await place.store.saveDocuments(id, [
      { kind: 'preflight', key: 'last', group: '', rank: 0, body: JSON.stringify({ beganAt: now, endedAt: null, trouble: null, report: null }) },
    ]);
    expect(await desk.look(undefined)).toMatchObject({ value: { isLooking: true } });
    expect(begun).toBe(1);
    now += 6 * 60_000;
    await desk.look(undefined);
    await settle();
    expect(begun).toBe(2);
  });

  test('a connection there is not is refused', async () => {
    expect(await createPreflightDesk([bare()], noJob).last('other')).toMatchObject({ ok: false, status: 404 });
  });
});
