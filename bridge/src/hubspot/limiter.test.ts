import { describe, expect, test } from '@jest/globals';
import { createLimiter, createPacer } from './limiter.ts';

describe('limiter', () => {
  test('no window ever holds more than the limit, whatever the rhythm of the calls', () => {
    const limiter = createLimiter({ max: 5, windowMs: 1_000 });
    const sent: number[] = [];
    let now = 0;
    for (let call = 0; call < 200; call += 1) {
      now += (call * 37) % 90;
      const at = limiter.reserve(now, Infinity);
      if (at !== null) sent.push(at);
    }
    const fullest = Math.max(...sent.map((start) => sent.filter((at) => at >= start && at < start + 1_000).length));
    expect(sent).toHaveLength(200);
    expect(fullest).toBe(5);
    expect(sent).toEqual(sent.toSorted((left, right) => left - right));
  });

  test('a place later than the caller can wait is not taken', () => {
    const limiter = createLimiter({ max: 1, windowMs: 1_000 });
    expect(limiter.reserve(0, 0)).toBe(0);
    expect(limiter.reserve(10, 500)).toBeNull();
    expect(limiter.nextAt(10)).toBe(1_000);
    expect(limiter.reserve(10, 1_000)).toBe(1_000);
  });

  test('a pause from the platform holds everything back', () => {
    const limiter = createLimiter({ max: 10, windowMs: 1_000 });
    limiter.pauseUntil(5_000);
    expect(limiter.reserve(0, Infinity)).toBe(5_000);
  });
});

describe('pacer', () => {
  const limits = { max: 171, windowMs: 10_000, burst: 30 };

  test('no window ever holds more than the limit, after idleness and under pressure alike', () => {
    const pacer = createPacer(limits);
    const sent: number[] = [];
    for (let now = 0; now < 60_000; now += now % 20_000 < 8_000 ? 3 : 170) {
      const at = pacer.reserve(now, now);
      if (at !== null) sent.push(at);
    }
    const fullest = Math.max(...sent.map((start) => sent.filter((at) => at >= start && at < start + limits.windowMs).length));
    expect(fullest).toBeLessThanOrEqual(limits.max);
    expect(fullest).toBeGreaterThan(limits.max * 0.85);
  });

  test('a caller never waits longer than one spacing behind the one before it', () => {
    const pacer = createPacer(limits);
    const waits = Array.from({ length: 300 }, () => pacer.reserve(0, Infinity) ?? 0).map((at, index, all) => at - (all[index - 1] ?? 0));
    expect(waits.slice(0, limits.burst).every((wait) => wait === 0)).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(Math.ceil(10_000 / (171 - 30)));
  });

  test('a place later than the caller can wait is not taken, and a pause holds everything back', () => {
    const pacer = createPacer({ max: 2, windowMs: 1_000, burst: 1 });
    expect(pacer.reserve(0, 0)).toBe(0);
    expect(pacer.reserve(10, 500)).toBeNull();
    expect(pacer.reserve(10, 1_000)).toBe(1_000);
    pacer.pauseUntil(9_000);
    expect(pacer.reserve(3_000, Infinity)).toBe(9_000);
  });

  test('urgent calls have places of their own and come first, and no window holds more than the limit for all that', () => {
    const pacer = createPacer({ ...limits, kept: 20 });
    const usual = Array.from({ length: 40 }, () => pacer.reserve(0, Infinity) ?? 0);
    const urgent = Array.from({ length: 5 }, () => pacer.reserve(0, Infinity, true) ?? 0);
    expect(usual.filter((at) => at === 0)).toHaveLength(limits.burst - 20);
    expect(pacer.nextAt(0)).toBeGreaterThan(1_000);
    // Those who booked ahead keep their places; an urgent call still goes long before the next ordinary one.
    expect(Math.max(...urgent)).toBeLessThan(pacer.nextAt(0) - 1_000);
    const sent = [...usual, ...urgent];
    for (let now = 10; now < 30_000; now += 40) {
      const at = now % 200 === 10 ? pacer.reserve(now, now, true) : pacer.reserve(now, now);
      if (at !== null) sent.push(at);
    }
    const fullest = Math.max(...sent.map((start) => sent.filter((at) => at >= start && at < start + limits.windowMs).length));
    expect(fullest).toBeLessThanOrEqual(limits.max);
  });
});
