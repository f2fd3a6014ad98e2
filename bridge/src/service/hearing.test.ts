import { describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../domain/model.ts';
import type { StreamState } from '../salesforce/index.ts';
import { createHearing } from './hearing.ts';
import type { HearingOptions } from './hearing.ts';

/** A clock that jumps to the next sleeper, and a stream that is up as long as the org lets it. */
function world(changes: HearingOptions['changes'] = 'auto') {
  let now = 1_000_000;
  const sleepers: { at: number; wake: () => void }[] = [];
  const org = { isUp: true, left: 0.8 as number | null };
  const seen = { polls: [] as number[], opened: 0, listening: 0, heard: 0, ways: [] as string[] };
  const sleep = (waitMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return void resolve();
      const one = { at: now + waitMs, wake: resolve };
      sleepers.push(one);
      signal?.addEventListener('abort', () => {
        const at = sleepers.indexOf(one);
        if (at >= 0) sleepers.splice(at, 1);
        resolve();
      });
    });
  const hearing = createHearing({
    ...{ connection: 'c1' as ConnectionId, changes, pollEveryMs: 180_000 },
    clock: { now: () => now, sleep },
    journal: { event: (_, details) => void seen.ways.push(String(details['way'])), count: () => undefined, observe: () => undefined },
    allowance: async () => ({ ok: true, value: org.left }),
    poll: () => void seen.polls.push(now),
    onHeard: () => void (seen.heard += 1),
    open: () => {
      seen.opened += 1;
      return {
        state: (): StreamState => ({ isConnected: org.isUp, lastHeardAt: null, lastEnd: null }),
        run: async (signal) => {
          seen.listening += 1;
          await sleep(Number.MAX_SAFE_INTEGER / 2, signal);
          seen.listening -= 1;
        },
      };
    },
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const stop = new AbortController();
  const running = hearing.run(stop.signal);
  return {
    org,
    seen,
    hearing,
    async pass(ms: number): Promise<void> {
      await settle();
      for (const end = now + ms; ;) {
        const next = sleepers.toSorted((left, right) => left.at - right.at)[0];
        if (next === undefined || next.at > end) {
          now = end;
          break;
        }
        now = next.at;
        sleepers.splice(sleepers.indexOf(next), 1);
        next.wake();
        await settle();
      }
    },
    async end(): Promise<void> {
      stop.abort();
      await running;
    },
  };
}

describe('hearing of changes in Salesforce', () => {
  test('events as long as they come; nothing is asked', async () => {
    const { seen, hearing, pass, end } = world();
    await pass(3_600_000);
    expect([hearing.state(), seen.polls, seen.opened, seen.listening]).toEqual([{ way: 'events', reason: null }, [], 1, 1]);
    await end();
    expect(seen.listening).toBe(0);
  });

  test('a stream that does not open is replaced by asking, and taken again once it stays open, with a look at what fell between', async () => {
    const { org, seen, hearing, pass, end } = world();
    org.isUp = false;
    await pass(20_000);
    expect(seen.polls).toEqual([]);
    await pass(600_000);
    expect(hearing.state()).toEqual({ way: 'polling', reason: 'no-stream' });
    expect(seen.polls.length).toBe(4);
    org.isUp = true;
    await pass(30_000);
    expect([hearing.state(), seen.heard, seen.ways]).toEqual([{ way: 'events', reason: null }, 1, ['polling', 'events']]);
    const { length } = seen.polls;
    await pass(3_600_000);
    expect(seen.polls).toHaveLength(length);
    await end();
  });

  test('few deliveries left today: the stream is left to others, and opened anew when there are enough', async () => {
    const { org, seen, hearing, pass, end } = world();
    org.left = 0.09;
    await pass(400_000);
    expect([hearing.state(), seen.listening]).toEqual([{ way: 'polling', reason: 'allocation' }, 0]);
    expect(seen.polls.length).toBeGreaterThan(0);
    org.left = 0.2;
    await pass(600_000);
    expect(hearing.state().way).toBe('polling');
    org.left = 0.3;
    await pass(400_000);
    expect([hearing.state(), seen.listening, seen.opened, seen.heard]).toEqual([{ way: 'events', reason: null }, 1, 2, 1]);
    await end();
  });

  test('as configured, it never listens, or never asks', async () => {
    const polling = world('polling');
    await polling.pass(600_000);
    expect([polling.hearing.state(), polling.seen.opened, polling.seen.polls.length]).toEqual([{ way: 'polling', reason: 'configured' }, 0, 4]);
    await polling.end();
    const events = world('events');
    events.org.isUp = false;
    await events.pass(600_000);
    expect([events.hearing.state().way, events.seen.polls]).toEqual(['events', []]);
    await events.end();
  });
});
