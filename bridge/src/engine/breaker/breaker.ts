/**
 * One breaker: writes of one kind on one side. It counts them; beyond what is usual it pauses the kind and waits for a person's word.
 * State in, state out; no clock and no store of its own.
 */
import type { Instant, RecordRef } from '../../domain/model.ts';
import { learn, NOTHING_USUAL, peakOf } from './usual.ts';
import type { Usual } from './usual.ts';
import { createWindow } from './window.ts';
import type { Window } from './window.ts';

/** What a breaker goes by. */
export type BreakerLimits = {
  readonly windowMs: number;
  /** Never paused below so many writes in a window. */
  readonly floor: number;
  /** Paused beyond so many times the busiest usual window. */
  readonly factor: number;
  /** While paused, what somebody does goes on whose writes within the window are no more than these. */
  readonly personMax: number;
};
/** `let`: a person said that the storm is meant; it counts again once a window is calm. */
export type BreakerState = 'watching' | 'paused' | 'let';
export type Figures = {
  /** Writes within the window when it paused. */
  readonly count: number;
  readonly limit: number;
  /** The busiest window of late. */
  readonly usual: number;
  readonly windowMs: number;
  readonly actors: readonly { readonly actor: string | null; readonly count: number }[];
};
/** What is stored of it. */
export type BreakerMemory = {
  readonly state: BreakerState;
  /** When it was paused or let last. */
  readonly since: Instant | null;
  readonly figures: Figures | null;
  readonly examples: readonly RecordRef[];
  /** Who answered last, and what: also `keep`, which leaves it paused. */
  readonly answer: { readonly word: 'proceed' | 'drop' | 'keep'; readonly by: string | null; readonly at: Instant } | null;
  readonly usual: Usual;
  readonly steps: readonly (readonly [number, number])[];
};

export const CALM: BreakerMemory = { state: 'watching', since: null, figures: null, examples: [], answer: null, usual: NOTHING_USUAL, steps: [] };
const examplesMax = 5;
const actorsShown = 3;

export type Breaker = {
  state(): BreakerState;
  /** True = write. Counts what it lets go. */
  admit(now: Instant, write: { readonly actors: readonly string[]; readonly ref: RecordRef }): boolean;
  /** Time passes: learns what is usual, and begins to count again after a storm a person let through. */
  tick(now: Instant): void;
  answer(now: Instant, word: 'proceed' | 'drop' | 'keep', by: string | null): void;
  limit(now: Instant): number;
  total(now: Instant): number;
  memory(now: Instant): BreakerMemory;
};

export function createBreaker(limits: BreakerLimits, memory: BreakerMemory = CALM): Breaker {
  const { windowMs, floor, factor, personMax } = limits;
  let now: BreakerMemory = memory;
  let window: Window = createWindow(windowMs, memory.steps);
  const limit = (at: Instant): number => Math.max(floor, Math.round(factor * peakOf(now.usual, at)));

  function pause(at: Instant): void {
    const figures = { count: window.total(at), limit: limit(at), usual: Math.round(peakOf(now.usual, at)), windowMs, actors: window.busiest(at, actorsShown) };
    now = { ...now, state: 'paused', since: at, figures, examples: [], answer: null };
  }

  /** Who did little of it is no storm; who made the storm stays one through a restart, which forgets who did how much. */
  const isStorm = (name: string): boolean => now.figures?.actors.some(({ actor, count }) => actor === name && count >= personMax) === true;
  const isPerson = (at: Instant, actors: readonly string[]): boolean => actors.some((actor) => window.by(at, actor) < personMax && !isStorm(actor));

  return {
    state: () => now.state,
    admit(at, { actors, ref }) {
      if (now.state === 'watching' && window.total(at) >= limit(at)) pause(at);
      if (now.state === 'paused' && !isPerson(at, actors)) {
        if (now.examples.length < examplesMax) now = { ...now, examples: [...now.examples, ref] };
        return false;
      }
      // A record several people changed is put down to the one who did least, as above.
      window.add(at, actors.toSorted((left, right) => window.by(at, left) - window.by(at, right))[0] ?? null);
      return true;
    },
    tick(at) {
      const total = window.total(at);
      now = { ...now, usual: learn(now.usual, { now: at, total, isUsual: now.state === 'watching' }) };
      const isOver = now.state === 'let' && at - (now.since ?? 0) >= windowMs && total < limit(at) / 2;
      if (isOver) now = { ...now, state: 'watching', since: null, figures: null, examples: [] };
    },
    answer(at, word, by) {
      const answer = { word, by, at };
      if (word === 'keep') now = { ...now, answer };
      else if (word === 'proceed') now = { ...now, state: 'let', since: at, answer };
      else {
        now = { ...now, state: 'watching', since: null, figures: null, examples: [], answer };
        // What was let go before it paused counts no more, or the very next write would pause it again.
        window = createWindow(windowMs);
      }
    },
    limit,
    total: (at) => window.total(at),
    memory: (at) => ({ ...now, steps: window.steps(at) }),
  };
}
