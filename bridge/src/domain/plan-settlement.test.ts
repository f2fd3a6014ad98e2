import { describe, expect, test } from '@jest/globals';
import { change, MINUTE, NOW, pairInput, print, rule, schema, schemas } from '../../test/domain/samples.ts';
import type { FieldRule, Settlement, Side, Value } from './model.ts';
import { planPair } from './plan.ts';
import { settlementRefusal } from './plan-settlement.ts';

const text = schemas({ Title: schema('text') }, { jobtitle: schema('text') });

/** Salesforce's "CFO" won over HubSpot's "CEO" a while ago; both hold "CFO" now, unless said otherwise. */
function planned(spec: {
  readonly rule?: Partial<FieldRule>;
  readonly now?: readonly [string | null, string | null];
  readonly agreed?: readonly [Value, Value] | null;
  readonly settlement?: Partial<Settlement>;
  /** An earlier look put "CEO" there. */
  readonly isPutBack?: boolean;
}) {
  const one = rule(spec.rule);
  const [salesforce, hubspot] = spec.now ?? ['CFO', 'CFO'];
  const agreed = spec.agreed === undefined ? (['CFO', 'CFO'] as const) : spec.agreed;
  const settlement: Settlement = {
    rule: one.key,
    side: 'hubspot',
    value: 'CEO',
    seen: { salesforce: print(one.key, 'CFO'), hubspot: print(one.key, 'CFO') },
    reason: 'reversed',
    ...spec.settlement,
  };
  const asked = change('salesforce', {}, { kind: 'look', origin: 'operator', settlement });
  const restored = {
    side: 'hubspot' as const,
    readAt: NOW,
    landedAt: NOW,
    valueAt: NOW,
    seen: [print(one.key, 'CFO'), print(one.key, 'CEO')],
    isRestore: true as const,
  };
  const writes = spec.isPutBack === true ? { writes: [restored] } : {};
  const baseline = agreed === null ? {} : { [one.key]: { salesforce: print(one.key, agreed[0]), hubspot: print(one.key, agreed[1]), ...writes } };
  return planPair(
    pairInput({ rules: [one], schemas: text, salesforce: { Title: salesforce }, hubspot: { jobtitle: hubspot }, over: { baseline, changes: [asked] } }),
  );
}
const sent = (plan: ReturnType<typeof planned>, side: Side) => plan.writes[side].map((write) => write.sent);

describe('reversing a decision', () => {
  test('puts the value that lost back where it was typed, as that side’s news', () => {
    const plan = planned({});
    expect({ hubspot: sent(plan, 'hubspot'), salesforce: sent(plan, 'salesforce') }).toEqual({ hubspot: ['CEO'], salesforce: [] });
    const [write] = plan.writes.hubspot;
    // The pair without the value: the next look sees HubSpot's edit and carries it over.
    expect(write?.agree).toMatchObject({ salesforce: print('person.title', 'CFO'), hubspot: print('person.title', 'CFO') });
    expect(write?.decision).toMatchObject({ reason: 'reversed', winner: 'hubspot', values: { salesforce: 'CFO', hubspot: 'CEO' } });
  });

  test('the next look carries it to the other side', () => {
    const plan = planned({ now: ['CFO', 'CEO'], isPutBack: true });
    expect({ hubspot: sent(plan, 'hubspot'), salesforce: sent(plan, 'salesforce'), decisions: plan.decisions }).toEqual({
      hubspot: [],
      salesforce: ['CEO'],
      decisions: [],
    });
  });

  test('is overtaken by whoever typed the value themselves', () => {
    const plan = planned({ now: ['CFO', 'CEO'] });
    expect(sent(plan, 'salesforce')).toEqual(['CEO']);
    expect(plan.decisions).toContainEqual(expect.objectContaining({ reason: 'reversed', winner: 'neither' }));
  });

  test('changes nothing once both sides hold it', () => {
    const plan = planned({ now: ['CEO', 'CEO'], agreed: ['CEO', 'CEO'], isPutBack: true });
    expect({ writes: plan.writes, decisions: plan.decisions }).toEqual({ writes: { salesforce: [], hubspot: [] }, decisions: [] });
  });

  test.each<readonly [string, readonly [string, string]]>([
    ['in Salesforce', ['COO', 'CFO']],
    ['in HubSpot', ['CFO', 'COO']],
  ])('gives way to a field edited %s meanwhile, and the log says so', (_where, now) => {
    const plan = planned({ now });
    expect(plan.decisions).toContainEqual(expect.objectContaining({ reason: 'reversed', winner: 'neither' }));
    expect([...sent(plan, 'salesforce'), ...sent(plan, 'hubspot')]).toEqual(['COO']);
  });

  test('gives way to a rule that changed meanwhile', () => {
    const plan = planned({ rule: { direction: 'to-hubspot' } });
    expect(plan.writes.hubspot).toEqual([]);
    expect(plan.decisions).toMatchObject([{ reason: 'reversed', winner: 'neither' }]);
  });

  test('reports a side that cannot be written', () => {
    const one = rule();
    const settlement: Settlement = {
      rule: one.key,
      side: 'hubspot',
      value: 'CEO',
      seen: { salesforce: print(one.key, 'CFO'), hubspot: print(one.key, 'CFO') },
      reason: 'reversed',
    };
    const plan = planPair(
      pairInput({
        rules: [one],
        schemas: schemas({ Title: schema('text') }, { jobtitle: schema('text', { isWritable: false }) }),
        salesforce: { Title: 'CFO' },
        hubspot: { jobtitle: 'CFO' },
        over: {
          baseline: { [one.key]: { salesforce: print(one.key, 'CFO'), hubspot: print(one.key, 'CFO') } },
          changes: [change('salesforce', {}, { kind: 'look', origin: 'operator', settlement })],
        },
      }),
    );
    expect(plan.issues).toMatchObject([{ code: 'field-read-only', side: 'hubspot' }]);
  });

  test('an edit our own write covered comes first', () => {
    const one = rule();
    const baseline = {
      [one.key]: {
        salesforce: print(one.key, 'CFO'),
        hubspot: print(one.key, 'CFO'),
        writes: [
          {
            side: 'hubspot' as const,
            readAt: NOW - 2 * MINUTE,
            landedAt: NOW - MINUTE,
            valueAt: NOW - 30 * MINUTE,
            seen: [print(one.key, 'CEO'), print(one.key, 'CFO')],
          },
        ],
      },
    };
    const settlement: Settlement = {
      rule: one.key,
      side: 'hubspot',
      value: 'CEO',
      seen: { salesforce: print(one.key, 'CFO'), hubspot: print(one.key, 'CFO') },
      reason: 'reversed',
    };
    const changes = [
      change('hubspot', { jobtitle: { at: NOW - 1.5 * MINUTE, value: 'COO' } }),
      change('salesforce', {}, { kind: 'look', origin: 'operator', settlement }),
    ];
    const plan = planPair(pairInput({ rules: [one], schemas: text, salesforce: { Title: 'CFO' }, hubspot: { jobtitle: 'CFO' }, over: { baseline, changes } }));
    expect(sent(plan, 'hubspot')).toEqual(['COO']);
    expect(plan.decisions).toContainEqual(expect.objectContaining({ reason: 'reversed', winner: 'neither' }));
  });
});

describe('settling a review', () => {
  const seen = { salesforce: print('person.title', 'CFO'), hubspot: print('person.title', 'CEO') };
  test('a value that still stands goes straight to the other side', () => {
    const plan = planned({ rule: { policy: 'review' }, now: ['CFO', 'CEO'], agreed: ['old', 'old'], settlement: { seen, reason: 'chosen' } });
    expect({ salesforce: sent(plan, 'salesforce'), hubspot: sent(plan, 'hubspot'), reviews: plan.reviews }).toEqual({
      salesforce: ['CEO'],
      hubspot: [],
      reviews: [],
    });
    expect(plan.writes.salesforce[0]?.decision).toMatchObject({ reason: 'chosen', winner: 'hubspot' });
    expect(plan.writes.salesforce[0]?.agree).toMatchObject({ salesforce: print('person.title', 'CEO'), hubspot: print('person.title', 'CEO') });
  });
  test('works for two records that were never compared', () => {
    const plan = planned({
      rule: { policy: 'review' },
      now: ['CFO', 'CEO'],
      agreed: null,
      settlement: { seen, reason: 'chosen', side: 'salesforce', value: 'CFO' },
    });
    expect(sent(plan, 'hubspot')).toEqual(['CFO']);
  });
  test.each<readonly [string, readonly [string, string]]>([
    ['chosen', ['CFO', 'COO']],
    ['other', ['COO', 'CEO']],
  ])('stays open when the %s side was edited again, and the log says so', (_which, now) => {
    const plan = planned({ rule: { policy: 'review' }, now, agreed: ['old', 'old'], settlement: { seen, reason: 'chosen' } });
    expect(plan.reviews).toHaveLength(1);
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
    expect(plan.decisions).toContainEqual(expect.objectContaining({ reason: 'chosen', winner: 'neither' }));
  });
  test('is not said to be overtaken by its own write, whose answer was lost', () => {
    const plan = planned({ rule: { policy: 'review' }, now: ['CEO', 'CEO'], agreed: ['CEO', 'CEO'], settlement: { seen, reason: 'chosen' } });
    expect({ decisions: plan.decisions, reviews: plan.reviews }).toEqual({ decisions: [], reviews: [] });
  });
});

describe('what a person may not settle', () => {
  const refusal = (over: Partial<FieldRule>, side: Side, values: { readonly salesforce: Value; readonly hubspot: Value }) =>
    settlementRefusal(rule(over), side, values);
  const both = { salesforce: 'a', hubspot: 'b' };
  test.each<readonly [string, Partial<FieldRule>, Side, { readonly salesforce: Value; readonly hubspot: Value }, RegExp]>([
    ['a lookup', { referenceMapping: 'company' }, 'hubspot', both, /lookup/],
    ['a value against the direction', { direction: 'to-hubspot' }, 'hubspot', both, /does not let values of this field travel from HubSpot/],
    ['a withdrawal of consent', { salesforceField: 'HasOptedOutOfEmail' }, 'hubspot', { salesforce: 'true', hubspot: 'false' }, /never undone/],
    ['a protected value', { isProtected: true }, 'hubspot', both, /protects/],
    ['a blank that may not travel', { blank: 'ignore' }, 'hubspot', { salesforce: 'a', hubspot: null }, /blank/],
  ])('%s', (_what, over, side, values, words) => expect(refusal(over, side, values)).toMatch(words));
  test('everything else is theirs', () => expect(refusal({}, 'hubspot', both)).toBeNull());
});
