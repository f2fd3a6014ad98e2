import { describe, expect, test } from '@jest/globals';
import type { CanaryState, JobView } from '../backfill/index.ts';
import { headroomCheck } from './checks-reach.ts';
import { canaryCheck, dryRunCheck, duplicateCheck, guardCheck, qualityCheck, qualityOf } from './checks-records.ts';
import { scoreOf } from './model.ts';

type Forecast = JobView['forecast'][number];
const none = { count: 0, margin: 0 };
const side = (fates: Readonly<Record<string, number>>, patch: Partial<Forecast['salesforce']> = {}): Forecast['salesforce'] => ({
  ...{ records: 100, judged: 100, isExact: true, reasons: [] },
  fates: Object.fromEntries(Object.entries(fates).map(([fate, count]) => [fate, { count, margin: 0 }])),
  ...patch,
});
const refused = (code: string, field: string | null, count: number): Forecast['refused'][number] => ({
  ...{ code, side: 'hubspot', field, cause: `${code} of ${field ?? 'a record'}`, remedy: 'Mend it.', count },
});
const forecast = (patch: Partial<Forecast> = {}): Forecast => ({
  ...{
    mapping: 'person',
    salesforce: side({ create: 60, match: 40 }),
    hubspot: side({ match: 40 }),
    creates: { salesforce: none, hubspot: { count: 60, margin: 0 } },
  },
  ...{ matches: { count: 40, margin: 0 }, updates: none, reviews: none, outOfScope: { salesforce: none, hubspot: none }, refused: [] },
  ...patch,
});
const job = (patch: Partial<JobView> = {}): JobView => ({
  ...{ id: 'job', kind: 'golive', phase: 'survey', state: 'waiting', startedAt: 0, startedBy: null, finishedAt: null, approvedBy: null },
  settings: { canary: 25, sample: 2_000, share: 0.8, agreement: 500 },
  ...{ rulesVersion: 1, isStale: false, changes: [], trouble: null, checks: [], isMatch: null },
  progress: { steps: [], met: 0, total: 0, perSecond: null, leftMs: null },
  forecast: [forecast()],
  cost: { calls: { salesforce: 10, hubspot: 20 }, hours: 0.01, boundBy: 'bridge' },
  ...patch,
});
const ref = (id: string) => ({ side: 'salesforce' as const, object: 'Lead', id });

describe('field quality', () => {
  test('is the share of the records that cross whose value can; a pair met from both sides counts once', () => {
    const given = forecast({
      refused: [refused('option-unmapped', 'hs_lead_status', 12), refused('text-too-long', 'hs_lead_status', 3), refused('reference-waiting', 'AccountId', 50)],
    });
    expect(qualityOf([given])).toMatchObject([{ field: 'hs_lead_status', refused: 15, of: 100, share: 0.85 }]);
    expect(qualityCheck(job({ forecast: [given] }))).toMatchObject({ state: 'pass', summary: expect.stringContaining('85 %') });
  });

  test('is measured against the sample where not everybody was judged', () => {
    const sampled = forecast({
      salesforce: side({ create: 1_000 }, { records: 1_000, judged: 50, isExact: false }),
      hubspot: side({}),
      refused: [refused('email-invalid', 'email', 20)],
    });
    expect(qualityOf([sampled])).toMatchObject([{ of: 50, share: 0.6 }]);
    expect(qualityCheck(job({ forecast: [sampled] }))).toMatchObject({ state: 'fail', findings: [{ count: 20, remedy: 'Mend it.' }] });
  });

  test('is not known before a dry run', () => {
    expect(qualityCheck(null)).toMatchObject({ state: 'warn', remedy: 'Start a dry run.' });
  });
});

describe('validation rules', () => {
  const guard = { object: 'Lead', name: 'Phone_First', message: 'Give a phone.' };

  test('warn where one may refuse us, pass where it lets some through, fail once it refused', () => {
    expect(guardCheck({ guards: [{ ...guard, hasBypass: null }], why: null, refused: [] })).toMatchObject({
      state: 'warn',
      findings: [{ what: 'Lead: Phone_First (“Give a phone.”)' }],
    });
    expect(guardCheck({ guards: [{ ...guard, hasBypass: true }], why: null, refused: [] })).toMatchObject({ state: 'pass', findings: [] });
    const met = guardCheck({ guards: [], why: null, refused: [{ cause: 'person: a rule refused the record', count: 4, records: [ref('1')] }] });
    expect(met).toMatchObject({ state: 'fail', summary: expect.stringContaining('4 records were refused'), findings: [{ count: 4, records: [ref('1')] }] });
  });

  test('say so when they could not be read', () => {
    expect(guardCheck({ guards: null, why: 'INVALID_TYPE', refused: [] })).toMatchObject({
      state: 'warn',
      summary: 'Validation rules could not be read: INVALID_TYPE.',
    });
  });
});

describe('the rest', () => {
  test('duplicates count groups, doubles and questions, and never stop going live', () => {
    const clean = { clusters: 0, records: 0, examples: [], refused: [] };
    expect(duplicateCheck({ ...clean, job: job() })).toMatchObject({ state: 'pass' });
    const met = duplicateCheck({
      ...clean,
      clusters: 2,
      records: 5,
      examples: [[ref('1'), ref('2')]],
      job: job({ forecast: [forecast({ salesforce: side({ duplicate: 3 }) })] }),
    });
    expect(met).toMatchObject({ state: 'warn', findings: [{ count: 2, records: [ref('1'), ref('2')] }] });
    expect(met.summary).toContain('5 records in 2 groups look alike within one system; 3 records would stay out as a double');
  });

  test('a dry run holds until the rules change or it is cancelled', () => {
    expect(dryRunCheck(job())).toMatchObject({ state: 'pass', summary: '60 records would be made and 40 pairs matched.' });
    expect(dryRunCheck(job({ isStale: true })).state).toBe('warn');
    expect(dryRunCheck(job({ state: 'cancelled', phase: 'run' })).state).toBe('warn');
    expect(dryRunCheck(job({ state: 'working' })).summary).toBe('No dry run was made yet.');
  });

  test('the first few fail when none crossed; waiting for a parent is no trouble', () => {
    const state = (id: string, codes: readonly string[]): CanaryState => ({
      ...{ ref: ref(id), mapping: 'person', expected: 'create', explanation: null, salesforce: null, hubspot: null },
      state: codes.length > 0 ? 'issue' : 'linked',
      issues: codes.map((code) => ({ code, cause: `It met ${code}.`, remedy: 'Mend it.', field: null })),
    });
    expect(canaryCheck([])).toMatchObject({ state: 'warn' });
    expect(canaryCheck([state('1', []), state('2', ['reference-waiting'])])).toMatchObject({ state: 'pass' });
    expect(canaryCheck([state('1', []), state('2', ['validation-rule'])])).toMatchObject({ state: 'warn', findings: [{ records: [ref('2')] }] });
    expect(canaryCheck([state('2', ['validation-rule'])])).toMatchObject({ state: 'fail' });
  });

  test('calls: none left fails, little left or a long run warns', () => {
    const budget = { remaining: 1, nextAt: 0, perDay: 1_000, perSecond: null };
    const both = (remaining: number) => ({ salesforce: { ...budget, remaining }, hubspot: budget });
    expect(headroomCheck(both(1), job())).toMatchObject({
      state: 'pass',
      summary: expect.stringContaining('10 calls to Salesforce and 20 calls to HubSpot: a few minutes'),
    });
    expect(headroomCheck(both(0.1), job()).state).toBe('warn');
    expect(headroomCheck(both(0), job()).state).toBe('fail');
    expect(headroomCheck(both(1), job({ cost: { calls: { salesforce: 1, hubspot: 1 }, hours: 30, boundBy: 'hubspot-day' } })).state).toBe('warn');
    expect(headroomCheck(both(1), null)).toMatchObject({ state: 'warn', remedy: 'Start a dry run.' });
  });

  test('the score weighs what stops records more, and is whole only when all passed', () => {
    expect(
      scoreOf([
        { key: 'quality', state: 'pass' },
        { key: 'picklists', state: 'warn' },
      ]),
    ).toBe(75);
    expect(
      scoreOf([
        { key: 'permissions', state: 'fail' },
        { key: 'canary', state: 'pass' },
      ]),
    ).toBe(25);
    expect(
      scoreOf([
        { key: 'reached', state: 'pass' },
        { key: 'canary', state: 'warn' },
      ]),
    ).toBe(87);
    expect(scoreOf([{ key: 'reached', state: 'pass' }])).toBe(100);
  });
});
