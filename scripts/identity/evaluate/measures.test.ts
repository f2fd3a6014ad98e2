import { describe, expect, test } from '@jest/globals';
import { calibrationError, measure } from './measures.ts';
import type { Judged, Truth } from './measures.ts';

const pair = (leftId: string, rightId: string, confidence: number): Judged => ({ leftId, rightId, confidence });
const truth: readonly Truth[] = [
  { leftId: 'a', rightId: '1', tags: ['typo'] },
  { leftId: 'b', rightId: '2', tags: ['typo', 'maiden'] },
  { leftId: 'c', rightId: '3', tags: [] },
];

describe('measures', () => {
  const measures = measure({ pairs: [pair('a', '1', 0.99), pair('b', '2', 0.8), pair('x', '4', 0.95), pair('c', '3', 0.55)], truth, rights: 10 });

  test('count links, reviews and duplicates by right record', () => {
    expect(measures.link).toEqual({ precision: 0.5, recall: 1 / 3, falseLinks: 1 });
    expect(measures.reviewShare).toBe(0.1);
    expect(measures.duplicateShare).toBeCloseTo(1 / 3);
    expect(measures.cost).toBe(100 * (20 + 1 + 3));
  });

  test('find the best threshold', () => {
    expect(measures.best.threshold).toBe(0.55);
    expect(measures.best.f1).toBeCloseTo((2 * 3) / (4 + 3));
  });

  test('tell recall by tag', () => {
    expect(measures.tags.find(({ tag }) => tag === 'typo')).toEqual({ tag: 'typo', pairs: 2, linked: 0.5, found: 1 });
    expect(measures.tags.find(({ tag }) => tag === '(clean)')?.found).toBe(0);
  });

  test('a threshold does not part equal confidences', () => {
    const tied = measure({ pairs: [pair('a', '1', 0.9), pair('x', '9', 0.9)], truth, rights: 10 });
    expect(tied.best.f1).toBeCloseTo(2 / 5);
  });
});

test('calibration error is the distance between what was said and what was so', () => {
  const said = (confidence: number, trues: number): readonly { confidence: number; isTrue: boolean }[] =>
    Array.from({ length: 10 }, (_unused, at) => ({ confidence, isTrue: at < trues }));
  expect(calibrationError([{ confidence: 1, isTrue: true }])).toBe(0);
  expect(calibrationError(said(1, 6))).toBeCloseTo(0.4);
});
