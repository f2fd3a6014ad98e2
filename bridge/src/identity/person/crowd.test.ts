import { describe, expect, test } from '@jest/globals';
import { added, crowdAround, CrowdCounter, crowdFeatures, crowdOf, isAsked, ratesOf } from './crowd.ts';
import type { CrowdCounts, CrowdRates, TiedRival } from './crowd.ts';

const rival = (record: number, score: number, tie: TiedRival['tie'] = 1): TiedRival => ({ record, score, tie });
const strangers = (): number => -5;

/** A thousand records with a sure partner, `near` of which a stranger comes near; a thousand without, `alone` of which have somebody at the same score. */
function counted(near: number, alone: number): CrowdCounts {
  const counter = new CrowdCounter();
  for (let at = 0; at < 1_000; at += 1) counter.add(at < near ? [rival(1, 8), rival(2, 2)] : [rival(1, 8)], strangers);
  for (let at = 0; at < 1_000; at += 1) counter.add(at < alone ? [rival(1, 2)] : [], strangers);
  return counter.counts;
}

const usual: CrowdRates = ratesOf(counted(20, 100));

describe('a crowd', () => {
  test('without counts is the usual one', () => {
    const around = crowdAround(crowdOf(usual), 2, 1);
    expect(around).toHaveLength(crowdFeatures.length);
    expect(around.slice(0, 2)).toEqual([0, 0]);
  });
  test('many strangers near those who have their partner: more of all such pairs are by chance', () => {
    const [tied, near, excess] = crowdAround(crowdOf(usual, counted(100, 100)), 2, 1);
    const [, , before] = crowdAround(crowdOf(usual, counted(20, 100)), 2, 1);
    expect(tied).toBeGreaterThan(1);
    expect(near).toBeGreaterThan(1);
    expect(excess).toBeLessThan(before - 0.5);
  });
  test('more pairs than strangers account for: more of them are true', () => {
    const [, , many] = crowdAround(crowdOf(usual, counted(20, 400)), 2, 1);
    const [, , few] = crowdAround(crowdOf(usual, counted(20, 40)), 2, 1);
    expect(many).toBeGreaterThan(few + 1);
  });
  test('kinds of pairs are told apart', () => {
    const crowd = crowdOf(usual, counted(100, 100));
    expect(crowdAround(crowd, 2, 2)[0]).toBe(0);
  });
  test('a second record of the partner is no stranger', () => {
    const counter = new CrowdCounter();
    counter.add([rival(1, 8), rival(2, 2)], () => 3);
    expect(counter.counts.strangers.every((count) => count === 0)).toBe(true);
  });
  test('counts of several workers add up', () => {
    const [one, other] = [counted(20, 100), counted(40, 10)];
    expect(added([one, other]).sure).toBe(2_000);
    expect(crowdOf(usual, added([one, other]))).toEqual(crowdOf(usual, added([other, one])));
  });
  test('of a large set a part is asked, the same whoever asks', () => {
    const ids = Array.from({ length: 5_000 }, (_none, at) => `id${String(at)}`);
    expect(ids.filter((id) => isAsked(id, 5_000))).toHaveLength(5_000);
    const asked = ids.filter((id) => isAsked(id, 200_000)).length;
    expect(asked).toBeGreaterThan(350);
    expect(asked).toBeLessThan(650);
  });
});
