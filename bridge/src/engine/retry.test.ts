import { describe, expect, test } from '@jest/globals';
import { retryAt } from './retry.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const at = (tries: number, random: number, notBefore?: number): number =>
  retryAt({ now: 1_000_000, tries, random: () => random, settings: DEFAULT_SETTINGS, ...(notBefore === undefined ? {} : { notBefore }) }) - 1_000_000;

describe('the retry timetable', () => {
  test('doubles from two seconds to an hour', () => {
    expect([0, 1, 2, 5, 10, 11, 60].map((tries) => at(tries, 0.5))).toEqual([2_000, 4_000, 8_000, 64_000, 2_048_000, 3_600_000, 3_600_000]);
  });
  test('is spread by a quarter either way', () => {
    expect([at(0, 0), at(0, 0.999)]).toEqual([1_500, 2_499]);
  });
  test('waits for what the platform asked for, if that is later', () => {
    expect(at(0, 0.5, 1_060_000)).toBe(60_000);
    expect(at(3, 0.5, 1_000_001)).toBe(16_000);
  });
});
