/**
 * Randomness by key: the same seed and key give the same stream, in any order of asking. So a record can be made, forgotten and made
 * again, and a million rows need no memory of the rows before.
 */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Favours the head of the list: a long-tailed frequency, steeper with a larger exponent. */
  readonly ranked: <T>(list: readonly T[], exponent?: number) => T;
  readonly weighted: <T>(entries: readonly (readonly [T, number])[]) => T;
};

/** FNV-1a with a final mix: spreads near keys ("p", 1) and ("p", 2) far apart. */
export function hashOf(text: string, salt: number): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A stream for this seed, purpose and index (sfc32, whose state holds all three, so no two indexes share a stream by accident). */
export function randomOf(seed: number, purpose: string, index = 0): Random {
  let [a, b, c, counter] = [mix(seed + 0x9e3779b9), hashOf(purpose, 0x243f6a88), mix(index ^ 0xb7e15162), index | 0];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let turn = 0; turn < 12; turn += 1) next();
  return fromSource(next);
}

function fromSource(next: () => number): Random {
  const at = <T>(list: readonly T[], index: number): T => {
    const item = list[index];
    if (item === undefined) throw new Error('picked from an empty list');
    return item;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => at(list, Math.floor(next() * list.length)),
    ranked: (list, exponent = 2) => at(list, Math.floor(list.length * next() ** exponent)),
    weighted: (entries) => {
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of entries) if ((left -= weight) < 0) return item;
      return at(entries, 0)[0];
    },
  };
}

/** A shuffle of 0..size-1 that needs no table and can be read both ways (a Feistel network, walked until it lands inside). */
export type Permutation = { readonly at: (index: number) => number; readonly whereIs: (value: number) => number };

export function permutationOf(size: number, seed: number): Permutation {
  const half = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2));
  const mask = 2 ** half - 1;
  const keys = [0, 1, 2, 3].map((round) => hashOf('round', seed * 4 + round));
  const step = (value: number, key: number): number => mix(value ^ key) & mask;
  const forward = (value: number): number => {
    let [high, low] = [Math.floor(value / (mask + 1)), value & mask];
    for (const key of keys) [high, low] = [low, (high ^ step(low, key)) & mask];
    return high * (mask + 1) + low;
  };
  const backward = (value: number): number => {
    let [high, low] = [Math.floor(value / (mask + 1)), value & mask];
    for (const key of keys.toReversed()) [high, low] = [(low ^ step(high, key)) & mask, high];
    return high * (mask + 1) + low;
  };
  const walk = (turn: (value: number) => number, from: number): number => {
    let value = turn(from);
    while (value >= size) value = turn(value);
    return value;
  };
  return { at: (index) => walk(forward, index), whereIs: (value) => walk(backward, value) };
}
