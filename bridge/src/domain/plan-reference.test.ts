import { describe, expect, test } from '@jest/globals';
import { pairInput, print, rule } from '../../test/domain/samples.ts';
import { planPair } from './plan.ts';
import type { FieldRule, Value } from './model.ts';
import type { ReferenceValue } from './plan-types.ts';

const account = rule({ key: 'account', salesforceField: 'AccountId', hubspotProperty: 'associations.companies', referenceMapping: 'company' });
const known = (linkId: Value): ReferenceValue => ({ kind: 'known', linkId });
const waiting: ReferenceValue = { kind: 'waiting' };
type Case = {
  readonly rule?: Partial<FieldRule>;
  readonly now: readonly [ReferenceValue, ReferenceValue];
  readonly before?: readonly [Value, Value];
  readonly isUnknown?: boolean;
};

function planned({ now: [salesforce, hubspot], before, isUnknown = false, ...given }: Case) {
  const baseline = before === undefined ? {} : { account: { salesforce: print('account', before[0]), hubspot: print('account', before[1]) } };
  const references = { held: { account: { salesforce, hubspot } }, idOf: (linkId: string, side: string) => (isUnknown ? null : `${side}:${linkId}`) };
  return planPair(pairInput({ rules: [{ ...account, ...given.rule }], schemas: new Map(), salesforce: {}, hubspot: {}, over: { baseline, references } }));
}

describe('what a record points to', () => {
  test('travels to HubSpot as an association of the other link', () => {
    const plan = planned({ before: ['a', 'a'], now: [known('b'), known('a')] });
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
    expect(plan.associations).toEqual([
      { rule: account, linkId: 'b', before: 'a', agree: { salesforce: print('account', 'b'), hubspot: print('account', 'b') }, decision: null },
    ]);
  });

  test('travels to Salesforce as the id the link has there', () => {
    const plan = planned({ before: ['a', 'a'], now: [known('a'), known('b')] });
    expect(plan.writes.salesforce).toEqual([
      {
        rule: account,
        field: 'AccountId',
        sent: 'b',
        wire: 'salesforce:b',
        before: 'a',
        agree: { salesforce: print('account', 'b'), hubspot: print('account', 'b') },
        decision: null,
      },
    ]);
  });

  test('is removed when it is removed', () => {
    expect(planned({ before: ['a', 'a'], now: [known(null), known('a')] }).associations).toMatchObject([{ linkId: null, before: 'a' }]);
    expect(planned({ before: ['a', 'a'], now: [known('a'), known(null)], isUnknown: true }).writes.salesforce).toMatchObject([{ sent: null, wire: null }]);
  });

  test('waits while either side points to a record without link, and overwrites nothing meanwhile', () => {
    for (const [now, side, field] of [
      [[waiting, known('a')], 'salesforce', 'AccountId'],
      [[known('b'), waiting], 'hubspot', 'associations.companies'],
      [[waiting, waiting], 'salesforce', 'AccountId'],
    ] as const) {
      const plan = planned({ before: ['a', 'a'], now });
      expect([plan.waiting, plan.associations, plan.writes.salesforce]).toEqual([['account'], [], []]);
      expect(plan.issues).toMatchObject([{ code: 'reference-waiting', side, field }]);
    }
  });

  test('waits for the other end of a link that is not there yet', () => {
    const plan = planned({ before: ['a', 'a'], now: [known('b'), known('a')], isUnknown: true });
    expect([plan.waiting, plan.associations]).toEqual([['account'], []]);
    expect(plan.issues).toMatchObject([{ code: 'reference-waiting', side: 'hubspot', field: 'associations.companies' }]);
    expect(planned({ before: ['a', 'a'], now: [known('a'), known('b')], isUnknown: true }).issues).toMatchObject([{ side: 'salesforce', field: 'AccountId' }]);
  });

  test('follows the conflict rules, and is logged alike', () => {
    const both = { before: ['a', 'a'], now: [known('b'), known('c')] } as const;
    expect(planned({ ...both, rule: { policy: 'owner' } }).associations[0]?.decision).toMatchObject({
      reason: 'owner',
      winner: 'salesforce',
      values: { salesforce: 'b', hubspot: 'c' },
    });
    expect(planned({ ...both, rule: { policy: 'owner', owner: 'hubspot' } }).writes.salesforce[0]?.decision).toMatchObject({
      reason: 'owner',
      winner: 'hubspot',
    });
    const asked = planned({ ...both, rule: { policy: 'review' } });
    expect([asked.reviews.length, asked.decisions.map(({ reason }) => reason), asked.associations]).toEqual([1, ['review'], []]);
    const left = planned({ before: ['a', 'a'], now: [known('a'), known('c')], rule: { isProtected: true } });
    expect([left.agreed['account']?.drift, left.decisions.map(({ reason, winner }) => [reason, winner])]).toEqual(['protected', [['protected', 'salesforce']]]);
  });

  test('agrees, or stays as it is', () => {
    const pair = { salesforce: print('account', 'b'), hubspot: print('account', 'b') };
    const first = planned({ now: [known('b'), known('b')] });
    expect([first.agreed, first.decisions]).toEqual([{ account: pair }, []]);
    expect(planned({ before: ['a', 'a'], now: [known('b'), known('b')] }).decisions.map(({ reason, winner }) => [reason, winner])).toEqual([['equal', 'both']]);
    const same = planned({ before: ['a', 'a'], now: [known('a'), known('a')] });
    expect([same.agreed, same.associations, same.writes.salesforce]).toEqual([{}, [], []]);
  });

  test('is not planned while nobody could read it', () => {
    const plan = planPair(pairInput({ rules: [account], schemas: new Map(), salesforce: {}, hubspot: {} }));
    expect([plan.agreed, plan.issues, plan.waiting]).toEqual([{}, [], []]);
  });
});
