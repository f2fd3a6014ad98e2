import { describe, expect, test } from '@jest/globals';
import { calibrate, forest, probability } from './index.ts';

const stump = {
  features: ['x', 'y'],
  bias: 0.5,
  roots: [0, 3],
  feature: [0, -1, -1, 1, -1, 0, -1, -1],
  number: [2, -1, 1, 0, 10, 5, 20, 30],
  skip: [2, 0, 0, 2, 0, 2, 0, 0],
};

describe('trees', () => {
  test('every leaf is reached by its own path', () => {
    const { score } = forest(stump);
    expect(score(Float64Array.of(1, -1))).toBe(0.5 - 1 + 10);
    expect(score(Float64Array.of(2, 0))).toBe(0.5 + 1 + 20);
    expect(score(Float64Array.of(6, 1))).toBe(0.5 + 1 + 30);
  });
  test('a damaged file is refused', () => expect(() => forest({ ...stump, skip: [] })).toThrow('damaged'));
});

describe('calibration', () => {
  const line = { at: [-2, 0, 2], to: [-4, 0, 1] };
  test('straight between the points, slope one outside', () => {
    expect([-3, -2, -1, 0, 1, 2, 4].map((score) => calibrate(line, score))).toEqual([-5, -4, -2, 0, 0.5, 1, 3]);
  });
  test('rises with the score', () => {
    let last = 0;
    for (let score = -6; score < 6; score += 0.1) {
      const share = probability(calibrate(line, score));
      expect(share).toBeGreaterThanOrEqual(last);
      last = share;
    }
  });
});
