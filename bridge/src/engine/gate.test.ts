import { describe, expect, test } from '@jest/globals';
import { createCallGates, createGate } from './gate.ts';

/** Time that moves when somebody sleeps. */
function steppedClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms: number): Promise<void> => {
      now += ms;
      await Promise.resolve();
    },
    pass: (ms: number): void => {
      now += ms;
    },
  };
}

describe('gates', () => {
  test('no more than the allowed number get in at once, in order', async () => {
    const gate = createGate(1);
    const order: string[] = [];
    await gate.enter();
    const second = gate.enter().then(() => order.push('second'));
    const third = gate.enter().then(() => order.push('third'));
    gate.leave();
    await second;
    gate.leave();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  test('an ordinary call makes room for an urgent one, but not for ever', async () => {
    const clock = steppedClock();
    const { usual, urgent } = createCallGates({ usualMax: 8, urgentMax: 4, clock });
    await urgent.enter();
    await usual.enter();
    expect(clock.now()).toBeGreaterThanOrEqual(750);
    expect(clock.now()).toBeLessThan(800);
  });

  test('right after an urgent call few ordinary ones start; later, all do', async () => {
    const clock = steppedClock();
    const { usual, urgent, isPressed } = createCallGates({ usualMax: 8, urgentMax: 4, clock });
    expect(isPressed()).toBe(false);
    await urgent.enter();
    urgent.leave();
    expect(isPressed()).toBe(true);
    clock.pass(100);
    const startedAt = clock.now();
    await usual.enter();
    expect(clock.now()).toBe(startedAt);
    await usual.enter();
    expect(clock.now()).toBeGreaterThan(startedAt);
    clock.pass(3_000);
    expect(isPressed()).toBe(false);
    const later = clock.now();
    await usual.enter();
    expect(clock.now()).toBe(later);
  });
});
