import { describe, expect, test } from '@jest/globals';
import { MUTANTS } from './mutants.ts';
import { CROWDED_SEEDS, OPEN_SEEDS, REGRESSION_SEEDS } from './seeds.ts';
import { runSeed } from './world.ts';

/** Some more, so that every situation comes up. */
const PLAIN_SEEDS = Array.from({ length: 30 }, (_, index) => 3_001 + index);

describe('whole loops under faults', () => {
  test('seeds that once failed hold all invariants', async () => {
    const marks = new Map<string, number>();
    for (const seed of [...REGRESSION_SEEDS, ...PLAIN_SEEDS].filter((one) => !OPEN_SEEDS.has(one))) {
      const { problems, marks: seen } = await runSeed(seed);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      for (const [name, count] of seen) marks.set(name, (marks.get(name) ?? 0) + count);
    }
    // A simulator that never produces a situation proves nothing about it.
    for (const situation of [
      'gap',
      'crash',
      'stall',
      'notice-dropped',
      'notice-late',
      'notice-repeated',
      'response-lost',
      'write-late',
      'write-vanished',
      'row-locked',
      'converted',
      'merged',
      'deleted',
      'twins',
      'decision:restored-after-gap',
      'decision:latest',
      'cleared-first',
      'decision:stage-owner',
      'decision:stage-move',
      'unlinked:out-of-scope',
      'review:conflict',
      'person-reversed',
      'person-chose',
      'person-link',
      'person-apart',
      'lookalikes-linked:score',
      'lookalikes-linked:verdict',
      'segment-entered',
      'segment-left',
    ]) {
      expect([situation, (marks.get(situation) ?? 0) > 0]).toEqual([situation, true]);
    }
  }, 120_000);
  test('nor is an edit lost where nearly every write of ours covers one', async () => {
    for (const seed of CROWDED_SEEDS) expect({ seed, problems: (await runSeed(seed, { isCrowded: true })).problems }).toEqual({ seed, problems: [] });
  }, 60_000);
  test('nor is a stage left cleared where mostly no value follows its clearing in the same pass', async () => {
    let cut = 0;
    for (let seed = 1; seed <= 12; seed += 1) {
      const { problems, marks } = await runSeed(seed, { isCut: true });
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      cut += marks.get('cleared-then-cut') ?? 0;
    }
    expect(cut).toBeGreaterThan(0);
  }, 60_000);
  test('one seed is one story', async () => {
    const [once, twice] = [await runSeed(42), await runSeed(42)];
    expect({ steps: once.steps, calls: once.calls, edits: once.edits }).toEqual({ steps: twice.steps, calls: twice.calls, edits: twice.edits });
  }, 60_000);
});

describe('a broken rule is noticed', () => {
  const SEEDS_MAX = 60;
  test.each(MUTANTS)(
    '$name',
    async ({ sabotage }) => {
      let problems: readonly string[] = [];
      for (let seed = 1; seed <= SEEDS_MAX && problems.length === 0; seed += 1) ({ problems } = await runSeed(seed, sabotage));
      expect(problems.length).toBeGreaterThan(0);
    },
    120_000,
  );
});
