/** How many calls to a platform may be under way, and who makes room for whom. */
import type { Clock } from './ports.ts';

export type Gate = { enter(): Promise<void>; leave(): void };

/** At most `max` pieces of work at once, first come first served. */
export function createGate(max: number): Gate {
  let free = max;
  const waiting: (() => void)[] = [];
  return {
    enter() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}

/** An ordinary call waits this long at most while urgent ones are made; then it goes, so that it is late and never starved. */
const yieldMs = 750;
const lookMs = 20;
/** The calls of one urgent errand follow each other within this time. */
const errandMs = 60;
/** For so long after an urgent call only few ordinary ones are started: a platform that is busy with many answers nobody soon. */
const quietMs = 1_000;
const quietMax = 1;
/** For so long ordinary calls are kept small: one large one makes everybody behind it wait. */
const pressedMs = 3_000;

/** Gates of one platform: ordinary calls make room while urgent ones are under way. */
export function createCallGates({ usualMax, urgentMax, clock }: { readonly usualMax: number; readonly urgentMax: number; readonly clock: Clock }): {
  readonly usual: Gate;
  readonly urgent: Gate;
  /** Whether urgent calls were made just now: then ordinary ones had better be small. */
  readonly isPressed: () => boolean;
} {
  const [slots, fast] = [createGate(usualMax), createGate(urgentMax)];
  let urgent = 0;
  let urgentAt = -Infinity;
  let usual = 0;
  const mustYield = (): boolean => {
    const sinceMs = clock.now() - urgentAt;
    return urgent > 0 || sinceMs < errandMs || (sinceMs < quietMs && usual >= quietMax);
  };
  return {
    isPressed: () => urgent > 0 || clock.now() - urgentAt < pressedMs,
    usual: {
      async enter() {
        await slots.enter();
        const until = clock.now() + yieldMs;
        while (mustYield() && clock.now() < until) await clock.sleep(lookMs);
        usual += 1;
      },
      leave() {
        usual -= 1;
        slots.leave();
      },
    },
    urgent: {
      async enter() {
        urgent += 1;
        await fast.enter();
      },
      leave() {
        urgent -= 1;
        urgentAt = clock.now();
        fast.leave();
      },
    },
  };
}
