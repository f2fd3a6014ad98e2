import { describe, expect, test } from '@jest/globals';
import { change, NOW, pairInput, print, rule, schema, schemas } from '../../test/domain/samples.ts';
import { isUrgentStage, mayMove, withStages } from './lifecycle.ts';
import type { BaselinePair, FieldRule, LifecycleStage, RuleSet, Value } from './model.ts';
import { planPair } from './plan.ts';
import type { PairPlan } from './plan-types.ts';
import { DEFAULT_POLICIES } from './policies.ts';

const stage = (name: string, order: number, over: Partial<LifecycleStage> = {}): LifecycleStage => ({
  stage: name,
  label: name,
  order,
  owner: 'hubspot',
  salesforceValue: name,
  movesTo: null,
  kind: 'prospect',
  ...over,
});
/** A custom stage has a number for a name; Disqualified may be left for a lead again, and for nothing else. */
const STAGES: readonly LifecycleStage[] = [
  stage('lead', 1),
  stage('mql', 2, { salesforceValue: 'Marketing Qualified' }),
  stage('sql', 3, { owner: 'salesforce' }),
  stage('customer', 4, { owner: 'salesforce', kind: 'customer', movesTo: ['1234'] }),
  stage('1234', 5, { kind: 'disqualified', movesTo: ['lead'] }),
];
const KEY = 'person.stage';
const OPTIONS = ['lead', 'mql', 'sql', 'customer', '1234', 'evangelist'];

type Case = {
  /** Salesforce, then HubSpot, as each side says it. */
  readonly now: readonly [Value, Value];
  readonly before?: readonly [Value, Value];
  readonly rule?: Partial<FieldRule>;
  readonly baseline?: Partial<BaselinePair>;
  readonly times?: readonly [number, number];
};
const pairOf = ([salesforce, hubspot]: readonly [Value, Value]): BaselinePair => ({ salesforce: print(KEY, salesforce), hubspot: print(KEY, hubspot) });

function plan({ now, before, rule: over, baseline, times }: Case): PairPlan {
  const bare = rule({ key: KEY, salesforceField: 'Stage__c', hubspotProperty: 'lifecyclestage', owner: 'hubspot', direction: 'to-salesforce', ...over });
  const { mappings } = withStages(rulesOf([bare]));
  const rules = mappings[0]?.fields ?? [];
  return planPair(
    pairInput({
      rules,
      schemas: schemas({ Stage__c: schema('picklist') }, { lifecyclestage: schema('picklist', { options: OPTIONS }) }),
      salesforce: { Stage__c: now[0] },
      hubspot: { lifecyclestage: now[1] },
      over: {
        baseline: before === undefined ? {} : { [KEY]: { ...pairOf(before), ...baseline } },
        changes:
          times === undefined
            ? []
            : [change('salesforce', { Stage__c: { at: times[0], value: now[0] } }), change('hubspot', { lifecyclestage: { at: times[1], value: now[1] } })],
      },
    }),
  );
}

function rulesOf(fields: readonly FieldRule[]): RuleSet {
  const person = {
    key: 'person',
    salesforceObjects: ['Lead', 'Contact'],
    salesforceCreateObject: 'Lead',
    hubspotObject: 'contacts',
    createInSalesforce: 'in-scope',
    createInHubSpot: 'in-scope',
    salesforceScope: null,
    hubspotScope: null,
    order: 1,
    policies: DEFAULT_POLICIES,
    fields,
  } as const;
  return { version: 1, mappings: [person], lifecycle: STAGES, consent: [] };
}

const outcome = ({ writes, decisions, issues }: PairPlan): unknown => ({
  salesforce: writes.salesforce.map(({ sent }) => sent),
  hubspot: writes.hubspot.map(({ sent, clearsFirst }) => (clearsFirst === true ? `clear, then ${String(sent)}` : sent)),
  why: [...writes.salesforce, ...writes.hubspot].flatMap(({ decision }) => decision?.reason ?? []).concat(decisions.map(({ reason }) => reason)),
  issues: issues.map(({ code, option }) => (option === undefined ? code : `${code}: ${option}`)),
});
const expected = (over: object): object => ({ salesforce: [], hubspot: [], why: [], issues: [], ...over });

describe('who may move a stage, and where', () => {
  test.each<[string, Value, Value, 'salesforce' | 'hubspot', string]>([
    ['its owner sets a later stage', 'lead', 'mql', 'hubspot', 'yes'],
    ['the other side sets it', 'lead', 'mql', 'salesforce', 'stage-owner'],
    ['its owner goes back', 'mql', 'lead', 'hubspot', 'stage-move'],
    ['a listed move goes back', '1234', 'lead', 'hubspot', 'yes'],
    ['a move that is not listed', '1234', 'mql', 'hubspot', 'stage-move'],
    ['a stage that stays is no move', 'customer', 'customer', 'hubspot', 'yes'],
    ['from no stage', null, 'customer', 'salesforce', 'yes'],
    ['from a stage nobody lists', 'evangelist', 'lead', 'hubspot', 'yes'],
    ['to a stage nobody lists', 'lead', 'evangelist', 'hubspot', 'stage-owner'],
    ['its owner clears it', 'mql', null, 'hubspot', 'yes'],
    ['the other side clears it', 'customer', null, 'hubspot', 'stage-owner'],
  ])('%s', (_, from, to, by, answer) => {
    const told = mayMove(STAGES, { from, to, by });
    expect(told.isAllowed ? 'yes' : told.why).toBe(answer);
  });
});

describe('one side moved', () => {
  test('an allowed move of the owner travels, against the direction of the rule and in the other side’s words', () => {
    expect(outcome(plan({ now: ['lead', 'mql'], before: ['lead', 'lead'] }))).toEqual(expected({ salesforce: ['Marketing Qualified'] }));
    expect(outcome(plan({ now: ['sql', 'mql'], before: ['Marketing Qualified', 'mql'] }))).toEqual(expected({ hubspot: ['sql'] }));
  });
  test('a step back in HubSpot’s order is written after a clearing', () => {
    const movable = { now: ['lead', '1234'], before: ['1234', '1234'] } as const;
    expect(outcome(plan({ ...movable, rule: { nonOwnerEdit: 'enforce' } }))).toEqual(expected({ salesforce: ['1234'], why: ['stage-owner'] }));
    expect(outcome(plan({ now: ['customer', '1234'], before: ['customer', 'customer'], rule: {} }))).toEqual(expected({ hubspot: [], salesforce: ['1234'] }));
    expect(outcome(plan({ now: ['sql', 'customer'], before: ['sql', 'sql'] }))).toEqual(expected({ hubspot: ['clear, then sql'], why: ['stage-owner'] }));
  });
  test('a stage set by the side that does not own it is put back', () => {
    expect(outcome(plan({ now: ['lead', 'sql'], before: ['lead', 'lead'] }))).toEqual(expected({ hubspot: ['clear, then lead'], why: ['stage-owner'] }));
  });
  test('or left, where edits are tolerated', () => {
    expect(outcome(plan({ now: ['lead', 'sql'], before: ['lead', 'lead'], rule: { nonOwnerEdit: 'tolerate' } }))).toEqual(expected({ why: ['tolerated'] }));
  });
  test('a move that is not allowed is put back', () => {
    expect(outcome(plan({ now: ['Marketing Qualified', 'lead'], before: ['Marketing Qualified', 'mql'] }))).toEqual(
      expected({ hubspot: ['mql'], why: ['stage-move'] }),
    );
  });
  test('or an issue that names the stages, where edits are tolerated', () => {
    expect(outcome(plan({ now: ['Marketing Qualified', 'lead'], before: ['Marketing Qualified', 'mql'], rule: { nonOwnerEdit: 'tolerate' } }))).toEqual(
      expected({ issues: ['stage-move: mql → lead'] }),
    );
  });
  test('a customer stays one, even where edits are tolerated', () => {
    expect(outcome(plan({ now: ['customer', 'lead'], before: ['customer', 'customer'], rule: { nonOwnerEdit: 'tolerate' } }))).toEqual(
      expected({ hubspot: ['customer'], why: ['stage-move'] }),
    );
  });
  test('a stage nobody lists is an issue that names it', () => {
    expect(outcome(plan({ now: ['lead', 'evangelist'], before: ['lead', 'lead'] }))).toEqual(expected({ issues: ['stage-unlisted: evangelist'] }));
  });
  test('what comes back time and again is left alone and shown: somebody’s automation sets it', () => {
    const writes = [1, 2, 3].map((at) => ({
      side: 'hubspot' as const,
      readAt: at,
      landedAt: at,
      valueAt: null,
      seen: [print(KEY, 'sql'), print(KEY, 'lead')],
    }));
    expect(outcome(plan({ now: ['lead', 'sql'], before: ['lead', 'lead'], baseline: { writes: writes.slice(0, 2) } }))).toEqual(
      expected({ hubspot: ['clear, then lead'], why: ['stage-owner'] }),
    );
    expect(outcome(plan({ now: ['lead', 'sql'], before: ['lead', 'lead'], baseline: { writes } }))).toEqual(
      expected({ issues: ['stage-contested: lead → sql'] }),
    );
  });
});

describe('both sides moved', () => {
  test('the one that may wins', () => {
    expect(outcome(plan({ now: ['sql', 'customer'], before: ['lead', 'lead'] }))).toEqual(expected({ hubspot: ['clear, then sql'], why: ['stage-owner'] }));
    expect(outcome(plan({ now: ['customer', 'lead'], before: ['Marketing Qualified', 'mql'] }))).toEqual(
      expected({ hubspot: ['customer'], why: ['stage-move'] }),
    );
  });
  test('a customer beats a prospect, however late the prospect was typed', () => {
    expect(outcome(plan({ now: ['customer', 'mql'], before: ['lead', 'lead'], times: [NOW - 9_000_000, NOW - 1] }))).toEqual(
      expected({ hubspot: ['customer'], why: ['stage-customer'] }),
    );
  });
  test('two prospects follow the rule', () => {
    expect(outcome(plan({ now: ['sql', 'mql'], before: ['lead', 'lead'], rule: { policy: 'owner' } }))).toEqual(
      expected({ salesforce: ['Marketing Qualified'], why: ['owner'] }),
    );
  });
  test('neither may: an issue, and nothing is written', () => {
    expect(outcome(plan({ now: ['lead', 'sql'], before: ['Marketing Qualified', 'mql'] }))).toEqual(expected({ issues: ['stage-contested: mql → lead'] }));
  });
});

describe('first link', () => {
  test('a record starts with what the other holds, whoever owns the stage', () => {
    expect(outcome(plan({ now: [null, 'customer'] }))).toEqual(expected({ salesforce: ['customer'], why: ['first-link-fill'] }));
    expect(outcome(plan({ now: ['lead', null] }))).toEqual(expected({ hubspot: ['lead'], why: ['first-link-fill'] }));
  });
  test('of two stages the one its own side says wins, and a customer before any', () => {
    expect(outcome(plan({ now: ['lead', 'mql'] }))).toEqual(expected({ salesforce: ['Marketing Qualified'], why: ['stage-owner'] }));
    expect(outcome(plan({ now: ['customer', 'mql'] }))).toEqual(expected({ hubspot: ['customer'], why: ['stage-customer'] }));
    expect(outcome(plan({ now: ['lead', 'sql'] }))).toEqual(expected({ salesforce: ['sql'], why: ['first-link-owner'] }));
  });
});

describe('a clearing of ours', () => {
  test('that was cut short is finished, whoever owns the stage', () => {
    expect(outcome(plan({ now: ['lead', null], before: ['lead', 'sql'], baseline: { clearing: true } }))).toEqual(expected({ hubspot: ['clear, then lead'] }));
  });
  test('a blank without one is a person’s', () => {
    expect(outcome(plan({ now: ['lead', null], before: ['lead', 'lead'] }))).toEqual(expected({ salesforce: [null] }));
    expect(outcome(plan({ now: ['customer', null], before: ['customer', 'customer'] }))).toEqual(expected({ hubspot: ['customer'], why: ['stage-owner'] }));
  });
  test('is forgotten once the property is filled', () => {
    const { agreed } = plan({ now: ['lead', 'lead'], before: ['lead', 'lead'], baseline: { clearing: true } });
    expect(agreed).toEqual({ [KEY]: pairOf(['lead', 'lead']) });
  });
});

describe('rules without stages', () => {
  test('are left to the merge, and so is the property without any', () => {
    const bare = rule({ hubspotProperty: 'lifecyclestage' });
    const none: RuleSet = { ...rulesOf([bare]), lifecycle: [] };
    expect(withStages(none)).toBe(none);
    expect(withStages(rulesOf([rule()])).mappings[0]?.fields[0]).toEqual(rule());
    expect(withStages(rulesOf([{ ...bare, direction: 'off' }])).mappings[0]?.fields[0]?.stages).toBeUndefined();
  });
});

describe('urgent', () => {
  const carried = withStages(rulesOf([rule({ hubspotProperty: 'lifecyclestage' })])).mappings[0]?.fields[0] ?? rule();
  test('is a customer, a disqualified person, and a stage the notice does not tell', () => {
    expect([
      isUrgentStage(carried, 'salesforce', 'customer'),
      isUrgentStage(carried, 'hubspot', '1234'),
      isUrgentStage(carried, 'hubspot', undefined),
      isUrgentStage(carried, 'hubspot', 'mql'),
      isUrgentStage(carried, 'hubspot', null),
      isUrgentStage(rule(), 'hubspot', undefined),
    ]).toEqual([true, true, true, false, false, false]);
  });
});
