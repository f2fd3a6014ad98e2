/** Virtual time: everything that waits is an event in one queue, so a seed decides every interleaving. */
import type { Clock } from '../../src/engine/index.ts';

type Event = { readonly at: number; readonly order: number; readonly act: () => void };

export type Time = {
  readonly now: () => number;
  readonly at: (at: number, act: () => void) => void;
  readonly wait: (ms: number) => Promise<void>;
  /** A clock for one process; its sleeps end early when their signal fires. */
  readonly clock: Clock;
  /** Runs events until none is left, `isDone` says so, or time passes `until`. Answers whether it ended before `until`. */
  readonly run: (options: { readonly until: number; readonly isDone?: () => boolean }) => Promise<boolean>;
  readonly steps: () => number;
};

/** Lets every promise that can go on go on. A macrotask runs only when no microtask is left. */
const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A clock that stands still until told to run. */
export function createTime(startAt: number): Time {
  let now = startAt;
  let order = 0;
  let steps = 0;
  const heap: Event[] = [];
  const isBefore = (left: Event, right: Event): boolean => left.at < right.at || (left.at === right.at && left.order < right.order);
  const push = (event: Event): void => {
    heap.push(event);
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      const [low, high] = [heap[child], heap[parent]];
      if (low === undefined || high === undefined || !isBefore(low, high)) return;
      [heap[child], heap[parent]] = [high, low];
      child = parent;
    }
  };
  const pop = (): Event | undefined => {
    const [top] = heap;
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let parent = 0; ;) {
      let best = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        const [candidate, current] = [heap[child], heap[best]];
        if (candidate !== undefined && current !== undefined && isBefore(candidate, current)) best = child;
      }
      const [one, other] = [heap[parent], heap[best]];
      if (best === parent || one === undefined || other === undefined) return top;
      [heap[parent], heap[best]] = [other, one];
      parent = best;
    }
  };
  const at = (when: number, act: () => void): void => push({ at: Math.max(when, now), order: order++, act });
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      at(now + ms, resolve);
    });
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        at(now + ms, resolve);
        signal?.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
      }),
  };
  const run: Time['run'] = async ({ until, isDone }) => {
    await settle();
    while (heap.length > 0) {
      if (isDone?.() === true) return true;
      const next = heap[0];
      if (next === undefined || next.at > until) {
        now = until;
        return false;
      }
      pop();
      now = next.at;
      steps += 1;
      next.act();
      await settle();
    }
    return true;
  };
  return { now: () => now, at, wait, clock, run, steps: () => steps };
}
