import { describe, expect, test } from '@jest/globals';
import { Counter, hashOf } from './hash.ts';
import { KeyIndex } from './key-index.ts';

const slotsOf = (index: KeyIndex, key: string): number[] => {
  const found: number[] = [];
  index.each(hashOf(key), (slot) => found.push(slot));
  return found.sort((a, b) => a - b);
};

describe('the key index', () => {
  test('finds what was added, through growth, and forgets what was removed', () => {
    const index = new KeyIndex();
    for (let slot = 0; slot < 20_000; slot += 1) {
      index.add(hashOf(`own ${String(slot)}`), slot);
      index.add(hashOf(`tens ${String(slot % 2_000)}`), slot);
    }
    expect(slotsOf(index, 'own 12345')).toEqual([12_345]);
    expect(index.count(hashOf('tens 7'))).toBe(10);
    index.remove(hashOf('tens 7'), 4_007);
    expect(slotsOf(index, 'tens 7')).toEqual([7, 2_007, 6_007, 8_007, 10_007, 12_007, 14_007, 16_007, 18_007]);
    expect(slotsOf(index, 'nobody')).toEqual([]);
  });
  test('is readable through what it shares', () => {
    const index = new KeyIndex();
    index.add(hashOf('a'), 3);
    expect(slotsOf(new KeyIndex(index.shared), 'a')).toEqual([3]);
  });
});

describe('the counter', () => {
  test('counts through growth', () => {
    const counter = new Counter();
    for (let at = 0; at < 5_000; at += 1) counter.add(hashOf(String(at % 1_500)), 1);
    expect([counter.get(hashOf('3')), counter.get(hashOf('700')), counter.get(hashOf('9999'))]).toEqual([4, 3, 0]);
  });
});
