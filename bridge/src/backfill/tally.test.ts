import { describe, expect, test } from '@jest/globals';
import type { Link } from '../domain/index.ts';
import { costOf } from './cost.ts';
import { drawOf, shareFor } from './draw.ts';
import { emptySurvey } from './model.ts';
import type { Verdict } from './rehearse.ts';
import { estimateOf, forecastOf, withSpent, withVerdict, withWalked } from './tally.ts';

const verdict = (given: Partial<Verdict> = {}): Verdict => ({
  ref: { side: 'salesforce', object: 'Lead', id: '00Q1' },
  link: null,
  fate: 'create',
  reason: null,
  writes: [],
  refusals: [],
  isAsked: false,
  left: {},
  ...given,
});
const refusal = { code: 'option-missing', side: 'hubspot', field: 'person.status', cause: 'cause', remedy: 'remedy' } as const;
// Only what `withVerdict` looks at.
const linked = { salesforce: { object: 'Lead', id: '00Q1' }, hubspot: { object: 'contacts', id: '51' } } as unknown as Link;

describe('a draw', () => {
  test('is the same for the same seed and id, and spread evenly', () => {
    const draws = Array.from({ length: 20_000 }, (_, index) => drawOf(42, `00Q${String(index).padStart(12, '0')}AAA`));
    expect(drawOf(42, '00Q000000000007AAA')).toBe(draws[7]);
    expect(drawOf(43, '00Q000000000007AAA')).not.toBe(draws[7]);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const hits = draws.filter((draw) => Math.floor(draw * 10) === tenth).length;
      expect(Math.abs(hits - 2_000)).toBeLessThan(200);
    }
  });

  test('takes everybody where all are wanted, or nobody knows how many there are', () => {
    expect([shareFor('all', 10_000), shareFor(500, null), shareFor(500, 400), shareFor(500, 10_000)]).toEqual([1, 1, 1, 0.05]);
  });
});

describe('an estimate', () => {
  test('is exact where everybody was judged', () => {
    expect(estimateOf(20, { walked: 100, judged: 100 })).toEqual({ count: 20, margin: 0 });
  });

  test('tells how sure it is, also when nobody was met', () => {
    expect(estimateOf(20, { walked: 1_000, judged: 100 })).toEqual({ count: 200, margin: 75 });
    const rare = estimateOf(0, { walked: 100_000, judged: 2_000 });
    expect(rare.count).toBe(0);
    expect(rare.margin).toBeGreaterThan(0);
  });

  test('holds the truth in 95 of 100 samples', () => {
    const truth = 3_000;
    let held = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const taken = Array.from({ length: 10_000 }, (_, index) => index).filter((index) => drawOf(seed * 7919, `id-${String(index)}`) < 0.05);
      const { count, margin } = estimateOf(taken.filter((index) => index < truth).length, { walked: 10_000, judged: taken.length });
      if (Math.abs(count - truth) <= margin) held += 1;
    }
    expect(held).toBeGreaterThan(88);
  });
});

describe('a tally', () => {
  test('counts a pair in step once, however often it is met', () => {
    const fromSalesforce = withVerdict(
      emptySurvey(),
      'salesforce',
      verdict({ link: linked, fate: 'update', writes: [{ side: 'hubspot', kind: 'update', fields: ['phone'] }], refusals: [refusal] }),
    );
    const both = withVerdict(
      fromSalesforce,
      'hubspot',
      verdict({ link: linked, fate: 'update', writes: [{ side: 'hubspot', kind: 'update', fields: ['phone'] }], refusals: [refusal] }),
    );
    expect(both.hubspot.fates).toEqual({ linked: 1 });
    expect(both.spent).toEqual({ 'hubspot.update': 1 });
    expect(both.refusals).toEqual([{ ...refusal, count: 1 }]);
    expect(forecastOf('person', both)).toMatchObject({ updates: { count: 1 } });
  });

  test('sums refusals by cause, and reasons up to a bound', () => {
    let tally = emptySurvey();
    for (let index = 0; index < 60; index += 1)
      tally = withVerdict(tally, 'salesforce', verdict({ fate: 'out-of-scope', reason: `reason ${String(index)}`, refusals: [refusal] }));
    expect(tally.refusals).toEqual([{ ...refusal, count: 60 }]);
    expect(Object.keys(tally.salesforce.reasons)).toHaveLength(41);
    expect(Object.values(tally.salesforce.reasons).reduce((sum, count) => sum + count, 0)).toBe(60);
  });

  test('says what stays out on which side, and what is made where', () => {
    let tally = withWalked(emptySurvey(), 'salesforce', { walked: 3, gone: 1 });
    tally = withVerdict(tally, 'salesforce', verdict({ writes: [{ side: 'hubspot', kind: 'create', fields: ['email'] }] }));
    tally = withVerdict(tally, 'salesforce', verdict({ fate: 'out-of-scope', reason: 'why' }));
    expect(forecastOf('person', tally)).toMatchObject({
      creates: { hubspot: { count: 1, margin: 0 }, salesforce: { count: 0 } },
      outOfScope: { salesforce: { count: 1 } },
      salesforce: { records: 2, isExact: true, reasons: [{ reason: 'why', estimate: { count: 1 } }] },
    });
  });
});

describe('the cost', () => {
  const surveyed = withSpent(
    { ...emptySurvey(), salesforce: { ...emptySurvey().salesforce, walked: 1_000_000, judged: 2_000 }, spent: { 'hubspot.create': 2_000 } },
    { 'hubspot.read': 20, 'salesforce.read': 10 },
  );

  test('carries the calls of the sample over to everybody', () => {
    const { calls } = costOf([surveyed], {
      allowances: { salesforce: { perSecond: null, perDay: null }, hubspot: { perSecond: null, perDay: null } },
      share: 1,
    });
    // 20 reads of 2,000 records are 10,000 of a million; as many writes; no walk of HubSpot, 500 pages of Salesforce.
    expect(calls).toEqual({ salesforce: 500 + 5_000, hubspot: 10_000 + 10_000 });
  });

  test('names what it is bound by', () => {
    const of = (perSecond: number, perDay: number) =>
      costOf([surveyed], { allowances: { salesforce: { perSecond: null, perDay }, hubspot: { perSecond, perDay: 1_000_000 } }, share: 0.5 });
    expect(of(1, 1_000_000).boundBy).toBe('hubspot-seconds');
    expect(of(1, 1_000_000).hours).toBeCloseTo(20_000 / 3_600, 1);
    expect(of(1_000, 2_000)).toMatchObject({ boundBy: 'salesforce-day' });
    expect(of(1_000, 1_000_000).boundBy).toBe('bridge');
  });
});
