import { describe, expect, test } from '@jest/globals';
import { SortedKeys, sortedKeys } from './sorted-keys.ts';

/** `lists`: the keys of each record. */
function made(lists: readonly (readonly number[])[]): SortedKeys {
  const keysAt = new Uint32Array(lists.length + 1);
  lists.forEach((list, record) => (keysAt[record + 1] = (keysAt[record] ?? 0) + list.length));
  return new SortedKeys(sortedKeys(Uint32Array.from(lists.flat()), keysAt, lists.length));
}
const slotsOf = (keys: SortedKeys, hash: number): number[] => {
  const found: number[] = [];
  keys.each(hash, (slot) => found.push(slot));
  return found;
};

describe('sorted keys', () => {
  test('name the records of a key, in their order, and nobody for a key that is not there', () => {
    const keys = made([[7, 4_294_967_295], [9], [7, 1], [], [4_294_967_295]]);
    expect([slotsOf(keys, 7), slotsOf(keys, 9), slotsOf(keys, 1), slotsOf(keys, 4_294_967_295), slotsOf(keys, 8)]).toEqual([[0, 2], [1], [2], [0, 4], []]);
    expect([keys.count(7), keys.count(8)]).toEqual([2, 0]);
  });
  test('say what a map says, for many keys in all corners', () => {
    const hash = (at: number): number => Math.imul(at % 1_500, 2_654_435_761) >>> 0;
    const lists = Array.from({ length: 4_000 }, (_none, record) => [hash(record), hash(record * 7 + 3)]);
    const keys = made(lists);
    const known = new Map<number, number[]>();
    lists.forEach((list, record) => list.forEach((key) => known.set(key, [...(known.get(key) ?? []), record])));
    for (const [key, slots] of known) expect([keys.count(key), slotsOf(keys, key)]).toEqual([slots.length, slots]);
  });
  test('hold nothing of nobody', () => expect(made([[]]).count(3)).toBe(0));
});
