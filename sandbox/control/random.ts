export interface SandboxRandom {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer in [0, below). */
  readonly integer: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  /** A new array with the same items in a random order. */
  readonly shuffle: <T>(items: readonly T[]) => T[];
}

/** Repeatable randomness (mulberry32): the same seed gives the same sequence on every machine. */
export function createRandom(seed: number): SandboxRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  const shuffle = <T>(items: readonly T[]): T[] => {
    const keyed = items.map((item) => ({ item, key: next() }));
    return keyed.sort((left, right) => left.key - right.key).map(({ item }) => item);
  };
  return { next, integer, chance: (probability) => next() < probability, shuffle };
}
