import { describe, expect, test } from '@jest/globals';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { matchPeople } from '../../bridge/src/identity/index.ts';
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';
import { features } from '../../bridge/src/identity/person/compare.ts';
import { peopleModel } from '../../bridge/src/identity/person/matcher.ts';
import { boost, isotonic, Rows, usual } from './boost.ts';
import { measure } from './evaluate/measures.ts';
import { generate } from './generate/index.ts';
import type { GenerateOptions } from './generate/index.ts';
import { trainPeople } from './train-people.ts';

const listed = (rows: Iterable<{ readonly id: string; readonly values: object }>): IdentityRecord[] =>
  Array.from(rows, ({ id, values }) => ({ ...values, id }));

function judged(options: Partial<GenerateOptions>): ReturnType<typeof measure> {
  const made = generate({ left: 3_000, right: 2_000, ...options });
  const right = listed(made.right());
  return measure({ pairs: matchPeople(listed(made.left()), right), truth: [...made.truth()], rights: right.length });
}

describe('the shipped model of people, on sets it never saw', () => {
  test('easy data: nearly everybody is linked, hardly anybody wrongly', () => {
    const { best, link, duplicateShare } = judged({ seed: 9_101, profile: 'easy' });
    expect(best.f1).toBeGreaterThan(0.98);
    expect(link.precision).toBeGreaterThan(0.993);
    expect(link.recall).toBeGreaterThan(0.94);
    expect(duplicateShare).toBeLessThan(0.03);
  });
  test('usual dirt', () => {
    const { best, link, calibrationError } = judged({ seed: 9_102 });
    expect(best.f1).toBeGreaterThan(0.947);
    expect(link.precision).toBeGreaterThan(0.985);
    expect(calibrationError).toBeLessThan(0.02);
  });
  test('hardly any overlap, many look-alikes: what is linked is right', () => {
    const { link } = judged({ seed: 9_103, overlap: 0.1, collide: 2, profile: 'easy' });
    expect(link.precision).toBeGreaterThan(0.97);
  });
  test('its file is small', () =>
    expect(statSync(fileURLToPath(new URL('../../bridge/src/identity/data/people.model.json', import.meta.url))).size).toBeLessThan(400_000));
});

describe('training', () => {
  test('the same code gives the same bytes, and a model that fits the code', () => {
    const options = { scale: 0.04, sets: 1, trees: 12, seed: 77, progress: () => undefined };
    const model = trainPeople(options);
    expect(JSON.stringify(trainPeople(options))).toBe(JSON.stringify(model));
    expect(peopleModel(model).first.features).toEqual(features);
  });
  test('trees find a rule that is there', () => {
    const rows = new Rows(2);
    for (let at = 0; at < 2_000; at += 1) rows.push(Float64Array.of((at * 37) % 100, (at * 53) % 100), (at * 37) % 100 > 60 && (at * 53) % 100 < 30);
    const { roots, feature } = boost(rows, ['x', 'y'], { ...usual, trees: 10 });
    expect(roots).toHaveLength(10);
    expect(new Set(feature)).toEqual(new Set([-1, 0, 1]));
  });
  test('calibration never falls', () => {
    const pairs = Array.from({ length: 1_000 }, (_none, at) => ({ score: at / 100 - 5, truth: (at * 7919) % 1_000 < at }));
    const { at, to } = isotonic(pairs, 50);
    expect(at.length).toBe(to.length);
    expect(to).toEqual([...to].sort((a, b) => a - b));
  });
});
