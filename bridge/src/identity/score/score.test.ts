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
  test.each([1, 2, 20, 32, 33, 60])('with %i leaves a tree, the sum is that of walking from root to leaf', (leaves) => {
    let seed = leaves;
    const random = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const [feature, number, skip, roots]: [number[], number[], number[], number[]] = [[], [], [], []];
    const grow = (count: number): void => {
      const node = feature.length;
      feature.push(count === 1 ? -1 : Math.floor(random() * 3));
      number.push(Math.floor(random() * 8));
      skip.push(0);
      if (count === 1) return;
      const below = 1 + Math.floor(random() * (count - 1));
      grow(below);
      skip[node] = feature.length - node;
      grow(count - below);
    };
    for (let tree = 0; tree < 5; tree += 1) {
      roots.push(feature.length);
      grow(leaves);
    }
    const walked = (row: Float64Array): number =>
      roots.reduce((sum, root) => {
        let node = root;
        while ((feature[node] ?? -1) >= 0) node += (row[feature[node] ?? 0] ?? 0) < (number[node] ?? 0) ? 1 : (skip[node] ?? 0);
        return sum + (number[node] ?? 0);
      }, 0.25);
    const { score } = forest({ features: ['x', 'y', 'z'], bias: 0.25, roots, feature, number, skip });
    for (let time = 0; time < 200; time += 1) {
      const row = Float64Array.from({ length: 3 }, () => Math.floor(random() * 20) / 2 - 1);
      expect(score(row)).toBe(walked(row));
    }
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
