import { describe, expect, test } from '@jest/globals';
import { NOW, print, rule, schema } from '../../test/domain/samples.ts';
import { explainField } from './explain.ts';
import type { BaselinePair, Decision, DecisionReason, DriftReason, FieldRule, Issue, LinkId, Subject } from './model.ts';

const KEY = 'person.title';
const pair = (salesforce: string | null, hubspot: string | null, drift?: DriftReason): BaselinePair => ({
  salesforce: print(KEY, salesforce),
  hubspot: print(KEY, hubspot),
  ...(drift === undefined ? {} : { drift }),
});
type Case = {
  readonly rule?: Partial<FieldRule>;
  readonly now?: readonly [string | null, string | null];
  readonly baseline?: BaselinePair | null;
  readonly reason?: DecisionReason;
  readonly issue?: Issue;
};

const decided = (reason: DecisionReason): Decision => ({
  id: 'd1',
  linkId: 'l1' as LinkId,
  ref: { salesforce: '003A', hubspot: '51' },
  mapping: 'person',
  field: KEY,
  ruleVersion: 1,
  reason,
  winner: 'salesforce',
  values: null,
  times: { salesforce: null, hubspot: null },
  decidedAt: NOW,
});
const issue: Issue = {
  key: 'i1',
  subject: 'l1' as Subject,
  ref: { side: 'hubspot', object: 'contacts', id: '51' },
  mapping: 'person',
  field: KEY,
  category: 'value',
  code: 'text-too-long',
  cause: 'The text is longer.',
  remedy: 'Make the field longer.',
  occurredAt: NOW,
  retryAt: null,
};

const told = ({ now: [salesforce, hubspot] = ['Marker', 'Marker'], baseline = null, reason, ...given }: Case) =>
  explainField({
    rule: rule({ key: KEY, ...given.rule }),
    schemas: { salesforce: schema('text'), hubspot: schema('text') },
    wires: { salesforce, hubspot },
    baseline,
    fingerprint: print,
    lastDecision: reason === undefined ? null : decided(reason),
    issue: given.issue ?? null,
    syncedAt: NOW,
  });

describe('why a field holds what it holds', () => {
  test('off beats everything, an issue everything else', () => {
    expect(told({ rule: { direction: 'off' }, issue })).toEqual({ rule: KEY, state: 'off', words: 'The rule is switched off.' });
    expect(told({ issue })).toMatchObject({ state: 'issue', words: 'The text is longer. Make the field longer.' });
  });

  test('in step, with the owner and how it came', () => {
    expect(told({})).toMatchObject({ state: 'in-step', words: 'Both sides agree. Salesforce owns the field; edits travel both ways.' });
    expect(told({ rule: { owner: 'hubspot', direction: 'to-salesforce' }, reason: 'enforced' }).words).toBe(
      'Both sides agree. HubSpot owns the field. Last decision: the change was on the side that does not own the field, so it was set back.',
    );
  });

  test.each<[DriftReason | undefined, string]>([
    ['tolerated', 'tolerates edits'],
    ['protected', 'never overwritten'],
    ['blank-ignored', 'does not let a blank travel'],
    ['ignored', 'kept its old value'],
    ['rewritten', 'in its own form'],
    [undefined, 'in its own form'],
  ])('left different: %s', (drift, words) => {
    const answer = told({ now: ['Marker', 'Other'], baseline: pair('Marker', 'Other', drift) });
    expect(answer.state).toBe('left-different');
    expect(answer.words).toContain(words);
  });

  test.each<[string, Case, string]>([
    ['never compared', { now: ['Marker', 'Other'] }, 'Not compared yet; the next pass settles it.'],
    ['Salesforce changed', { now: ['Marker', 'Old'], baseline: pair('Old', 'Old') }, 'Changed in Salesforce since the sides last agreed; the next pass'],
    ['HubSpot changed', { now: ['Old', 'Marker'], baseline: pair('Old', 'Old') }, 'Changed in HubSpot since'],
    ['both changed', { now: ['Marker', 'Other'], baseline: pair('Old', 'Old') }, 'Changed in Salesforce and HubSpot since'],
  ])('waiting: %s', (_name, given, words) => {
    const answer = told(given);
    expect(answer.state).toBe('waiting');
    expect(answer.words).toContain(words);
  });

  const reasons: readonly DecisionReason[] = [
    'equal',
    'latest',
    'owner-in-window',
    'owner',
    'fill-blank',
    'protected',
    'review',
    'enforced',
    'tolerated',
    'blank-ignored',
    'first-link-owner',
    'first-link-fill',
    'restored-after-gap',
    'reversed',
  ];
  test.each(reasons)('the decision "%s" has words, and they tell no value', (reason) => {
    const inStep = told({ reason });
    const different = told({ reason, now: ['Marker', 'Other'], baseline: pair('Marker', 'Other', 'tolerated') });
    for (const { words } of [inStep, different]) {
      expect(words).toMatch(/ Last decision: .{15,}\.$/);
      expect(words).not.toMatch(/Marker|Other|undefined/);
    }
  });
});
