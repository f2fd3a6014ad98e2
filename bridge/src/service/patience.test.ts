import { describe, expect, test } from '@jest/globals';
import type { Clock, GatewayResult } from '../engine/index.ts';
import { untilAnswered } from './patience.ts';

function fakeClock(): { readonly clock: Clock; readonly waits: number[] } {
  const waits: number[] = [];
  let now = 0;
  return { waits, clock: { now: () => now, sleep: (waitMs) => ((now += waitMs), waits.push(waitMs), Promise.resolve()) } };
}
const refusal = (kind: 'transient' | 'permanent', retryAt: number | null = null): GatewayResult<string> => ({
  ok: false,
  failure: { kind, code: 'NO', message: 'no', retryAt },
});

describe('patience', () => {
  test('asks until answered, waiting longer each time, and tells of every refusal', async () => {
    const { clock, waits } = fakeClock();
    const refusals: string[] = [];
    let tries = 0;
    const answer = await untilAnswered(() => Promise.resolve((tries += 1) < 10 ? refusal('transient') : { ok: true, value: 'yes' }), {
      clock,
      random: () => 1,
      signal: new AbortController().signal,
      onFailure: (code) => void refusals.push(code),
    });
    expect([answer, refusals.length]).toEqual(['yes', 9]);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('comes back when the platform said, but looks at least once a minute', async () => {
    const { clock, waits } = fakeClock();
    let tries = 0;
    await untilAnswered(
      () => Promise.resolve((tries += 1) === 1 ? refusal('transient', 30_000) : tries === 2 ? refusal('transient', 9_000_000) : { ok: true, value: '' }),
      {
        clock,
        random: () => 0,
        signal: new AbortController().signal,
        onFailure: () => undefined,
      },
    );
    expect(waits).toEqual([30_000, 60_000]);
  });

  test('asks again at once when it is told that something changed', async () => {
    let now = 0;
    const clock: Clock = {
      now: () => now,
      sleep: (waitMs, signal) => new Promise((resolve) => signal?.addEventListener('abort', () => ((now += waitMs), resolve()))),
    };
    let tries = 0;
    const answer = await untilAnswered(() => Promise.resolve((tries += 1) === 1 ? refusal('permanent') : { ok: true, value: 'mended' }), {
      clock,
      random: () => 1,
      signal: new AbortController().signal,
      onFailure: () => undefined,
      sooner: () => Promise.resolve(),
    });
    expect([answer, tries]).toEqual(['mended', 2]);
  });

  test('gives up when told to stop', async () => {
    const { clock } = fakeClock();
    const stop = new AbortController();
    expect(
      await untilAnswered(() => Promise.resolve(refusal('transient')), { clock, random: () => 0, signal: stop.signal, onFailure: () => stop.abort() }),
    ).toBeNull();
  });
});
