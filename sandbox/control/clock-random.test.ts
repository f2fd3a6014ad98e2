import { describe, expect, test } from '@jest/globals';
import { createClock, createRandom } from './index.ts';

function clockAt(start: number) {
  const real = { now: start };
  return { real, clock: createClock(() => real.now) };
}

describe('clock', () => {
  test('follows real time by default', () => {
    const { real, clock } = clockAt(1_000);
    real.now = 1_500;
    expect(clock.now()).toBe(1_500);
  });

  test('frozen it stands still, resumed it flows on from where it stood', () => {
    const { real, clock } = clockAt(1_000);
    clock.freeze();
    real.now = 9_000;
    expect(clock.now()).toBe(1_000);
    clock.resume();
    real.now = 9_250;
    expect(clock.now()).toBe(1_250);
  });

  test('advance and set move both a flowing and a frozen clock', () => {
    const { real, clock } = clockAt(1_000);
    clock.advance(60_000);
    expect(clock.now()).toBe(61_000);
    clock.apply({ frozen: true, nowMs: 5 });
    clock.advance(10);
    real.now = 2_000;
    expect(clock.state()).toMatchObject({ nowMs: 15, frozenAt: 15 });
    clock.reset();
    expect(clock.now()).toBe(2_000);
  });
});

describe('random', () => {
  test('the same seed gives the same sequence, another seed another', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.integer(1_000_000));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('shuffle keeps every item', () => {
    const shuffled = createRandom(3).shuffle([1, 2, 3, 4, 5, 6]);
    expect(shuffled).not.toEqual([1, 2, 3, 4, 5, 6]);
    expect([...shuffled].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
