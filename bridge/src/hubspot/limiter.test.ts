import { describe, expect, test } from '@jest/globals';
import { createLimiter } from './limiter.ts';

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
