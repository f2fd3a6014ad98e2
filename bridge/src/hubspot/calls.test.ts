import { describe, expect, test } from '@jest/globals';
import { createCalls } from './calls.ts';

/** Time that passes only while somebody sleeps. */
function virtualClock() {
  let now = 1_000_000;
  return {
    now: () => now,
    sleep: (waitMs: number, signal?: AbortSignal): Promise<void> =>
      signal === undefined ? Promise.resolve().then(() => void (now += waitMs)) : new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  };
}
const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const options = {
  baseUrl: 'http://127.0.0.1:1',
  appId: '1',
  auth: { kind: 'token', accessToken: 'x' } as const,
  burstPer10s: 100,
  share: 1,
  readTimeoutMs: 1_000,
  writeTimeoutMs: 1_000,
  settleMs: 0,
};
const work = (): Promise<number> => Promise.resolve(1);

describe('reads for people', () => {
  test('leave at once when the sync is quiet', async () => {
    const clock = virtualClock();
    const before = clock.now();
    const calls = createCalls(options, { clock, journal });
    expect(await calls.browse('x', work)).toEqual({ ok: true, value: 1 });
    expect(clock.now()).toBe(before);
  });

  test('let the sync go first, but not for ever', async () => {
    const clock = virtualClock();
    const calls = createCalls(options, { clock, journal });
    // Far more than the burst: the next free place is seconds away.
    for (let index = 0; index < 40; index += 1) await calls.read('sync', work);
    const before = clock.now();
    expect((await calls.browse('x', work)).ok).toBe(true);
    expect(clock.now() - before).toBeGreaterThanOrEqual(100);
  });

  test('never spend more than a quarter of the budget, and then say so', async () => {
    const clock = virtualClock();
    const calls = createCalls(options, { clock, journal });
    const start = clock.now();
    let served = 0;
    while (clock.now() - start < 10_000) {
      const answer = await calls.browse('x', work);
      if (answer.ok) served += 1;
      else await clock.sleep(100);
    }
    expect(served).toBeGreaterThan(5);
    expect(served).toBeLessThanOrEqual(26);
    const many = await Promise.all(Array.from({ length: 60 }, () => calls.browse('x', work)));
    expect(many.flatMap((answer) => (answer.ok ? [] : [answer.failure.code]))).toContain('BUDGET_SPENT');
  });
});
