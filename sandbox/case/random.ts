/** Mulberry32: a small seeded generator of uniform numbers in [0, 1), public domain algorithm. Enough for test data, not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Choices drawn from one random source. */
export type Dice = {
  readonly chance: (probability: number) => boolean;
  readonly below: (count: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** Picks by weight; weights need not sum to one. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T;
};

export function dice(random: () => number): Dice {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('Cannot pick from an empty list.');
    return item;
  };
  const weighted = <T>(items: readonly (readonly [T, number])[]): T => {
    let left = random() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return pick(items)[0];
  };
  return { chance: (probability) => random() < probability, below, pick, weighted };
}
