/** How often something happened of late, in all and by whom: a window that slides in steps. Constant work per count. */
import type { Instant } from '../../domain/model.ts';

export type Window = {
  add(now: Instant, actor: string | null): void;
  total(now: Instant): number;
  by(now: Instant, actor: string): number;
  /** Who did most, most first; null stands for nobody known. */
  busiest(now: Instant, limit: number): readonly { readonly actor: string | null; readonly count: number }[];
  /** Counts per step, to be stored and put back. */
  steps(now: Instant): readonly (readonly [step: number, count: number])[];
};

const stepsMax = 20;
/** So many people are told apart within a step; whoever comes later counts as nobody known. */
const actorsMax = 200;
const unknown = '';

type Step = { readonly step: number; count: number; readonly actors: Map<string, number> };

export function createWindow(windowMs: number, kept: readonly (readonly [number, number])[] = []): Window {
  const stepMs = windowMs / stepsMax;
  const queue: Step[] = kept.map(([step, count]) => ({ step, count, actors: new Map() }));
  const sums = new Map<string, number>();
  let sum = kept.reduce((total, [, count]) => total + count, 0);
  const slide = (now: Instant): void => {
    const oldest = Math.floor(now / stepMs) - stepsMax;
    for (let first = queue[0]; first !== undefined && first.step <= oldest; first = queue[0]) {
      queue.shift();
      sum -= first.count;
      for (const [actor, count] of first.actors) {
        const left = (sums.get(actor) ?? 0) - count;
        if (left > 0) sums.set(actor, left);
        else sums.delete(actor);
      }
    }
  };
  return {
    add(now, actor) {
      slide(now);
      const step = Math.floor(now / stepMs);
      let last = queue.at(-1);
      if (last === undefined || last.step < step) queue.push((last = { step, count: 0, actors: new Map() }));
      const known = actor ?? unknown;
      const name = last.actors.has(known) || last.actors.size < actorsMax ? known : unknown;
      last.count += 1;
      last.actors.set(name, (last.actors.get(name) ?? 0) + 1);
      sums.set(name, (sums.get(name) ?? 0) + 1);
      sum += 1;
    },
    total(now) {
      slide(now);
      return sum;
    },
    by(now, actor) {
      slide(now);
      return sums.get(actor) ?? 0;
    },
    busiest(now, limit) {
      slide(now);
      return [...sums]
        .toSorted(([, left], [, right]) => right - left)
        .slice(0, limit)
        .map(([actor, count]) => ({ actor: actor === unknown ? null : actor, count }));
    },
    steps(now) {
      slide(now);
      return queue.map(({ step, count }) => [step, count] as const);
    },
  };
}
