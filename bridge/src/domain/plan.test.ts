import { describe, expect, test } from '@jest/globals';
import { ACTORS, change, mapping, MINUTE, NOW, pairInput, print, rule, schema, schemas } from '../../test/domain/samples.ts';
import { planPair, rulesFor } from './plan.ts';
import type { FieldRule, FieldSchema } from './model.ts';
import type { PairInput } from './plan-types.ts';

const KEY = 'person.title';
const agreed = { [KEY]: { salesforce: print(KEY, 'old'), hubspot: print(KEY, 'old') } };
type Case = {
  readonly rule?: Partial<FieldRule>;
  readonly salesforce?: string | null;
  readonly hubspot?: string | null;
  readonly left?: Partial<FieldSchema>;
  readonly right?: Partial<FieldSchema>;
  readonly over?: Partial<PairInput>;
};

const planned = ({ salesforce = 'old', hubspot = 'old', ...given }: Case) =>
  planPair(
    pairInput({
      rules: [rule({ key: KEY, ...given.rule })],
      schemas: schemas({ Title: schema('text', given.left) }, { jobtitle: schema('text', given.right) }),
      salesforce: { Title: salesforce },
      hubspot: { jobtitle: hubspot },
      over: { baseline: agreed, ...given.over },
    }),
  );

describe('rules that take part', () => {
  test('are switched on and concern the record’s own object', () => {
    const fields = [rule({ key: 'a' }), rule({ key: 'b', direction: 'off' }), rule({ key: 'c', salesforceObjects: ['Lead'] })];
    expect(rulesFor(mapping(fields), 'Contact').map(({ key }) => key)).toEqual(['a']);
    expect(rulesFor(mapping(fields), 'Lead').map(({ key }) => key)).toEqual(['a', 'c']);
    expect(rulesFor(mapping(fields), 'Account')).toEqual([]);
  });
});

describe('a plan', () => {
  test('is empty when nothing changed', () => {
    expect(planned({})).toEqual({
      agreed: {},
      writes: { salesforce: [], hubspot: [] },
      associations: [],
      extras: { salesforce: {}, hubspot: {} },
      decisions: [],
      issues: [],
      reviews: [],
      historyWanted: [],
      waiting: [],
    });
  });

  test('writes one side’s edit with the pair it would agree on and a trace for the gap', () => {
    const plan = planned({ salesforce: 'new', over: { changes: [change('salesforce', { Title: { at: NOW - 1, value: 'new' } })] } });
    expect(plan.writes.salesforce).toEqual([]);
    expect(plan.writes.hubspot).toEqual([
      {
        rule: rule({ key: KEY }),
        field: 'jobtitle',
        sent: 'new',
        wire: 'new',
        before: 'old',
        decision: null,
        agree: {
          salesforce: print(KEY, 'new'),
          hubspot: print(KEY, 'new'),
          writes: [{ side: 'hubspot', readAt: NOW, landedAt: NOW, valueAt: NOW - 1, seen: [print(KEY, 'old'), print(KEY, 'new')] }],
        },
      },
    ]);
  });

  test('writes Salesforce in its own wire form', () => {
    const plan = planPair(
      pairInput({
        rules: [rule({ key: KEY })],
        schemas: schemas({ Title: schema('datetime') }, { jobtitle: schema('datetime') }),
        salesforce: {},
        hubspot: { jobtitle: '2026-11-21T10:00:00.987Z' },
      }),
    );
    expect(plan.writes.salesforce[0]).toMatchObject({ wire: '2026-11-21T10:00:00.000+0000', sent: '2026-11-21T10:00:00.000Z', before: null });
  });

  test('logs a conflict with both values and times', () => {
    const changes = [change('salesforce', { Title: { at: NOW - 20 * MINUTE, value: 's' } }), change('hubspot', { jobtitle: { at: NOW - MINUTE, value: 'h' } })];
    const plan = planned({ salesforce: 's', hubspot: 'h', over: { changes } });
    expect(plan.writes.salesforce[0]?.decision).toEqual({
      rule: rule({ key: KEY }),
      reason: 'latest',
      winner: 'hubspot',
      values: { salesforce: 's', hubspot: 'h' },
      times: { salesforce: NOW - 20 * MINUTE, hubspot: NOW - MINUTE },
    });
  });

  test('agrees, leaves or asks without writing', () => {
    const equal = planned({ salesforce: 'n', hubspot: 'n' });
    expect([equal.agreed, equal.decisions.map(({ reason, winner }) => [reason, winner])]).toEqual([
      { [KEY]: { salesforce: print(KEY, 'n'), hubspot: print(KEY, 'n') } },
      [['equal', 'both']],
    ]);
    const left = planned({ hubspot: 'h', rule: { isProtected: true } });
    expect([left.agreed[KEY]?.drift, left.decisions.map(({ reason, winner }) => [reason, winner])]).toEqual(['protected', [['protected', 'salesforce']]]);
    const asked = planned({ salesforce: 's', hubspot: 'h', rule: { policy: 'review' } });
    expect([asked.agreed, asked.reviews.map(({ isGap }) => isGap), asked.decisions.map(({ reason }) => reason)]).toEqual([{}, [false], ['review']]);
  });

  test('an agreement keeps what is remembered of our writes', () => {
    const writes = [{ side: 'hubspot' as const, readAt: NOW - MINUTE, landedAt: NOW - MINUTE, valueAt: null, seen: ['x', print(KEY, 'old')] }];
    const plan = planned({ salesforce: 'n', hubspot: 'n', over: { baseline: { [KEY]: { ...agreed[KEY], salesforce: 'x', hubspot: 'y', writes } } } });
    expect(plan.agreed[KEY]?.writes).toEqual(writes);
  });

  test('says what cannot be written, and plans the rest', () => {
    const rules = [
      rule({ key: 'a' }),
      rule({ key: 'b', salesforceField: 'B__c', hubspotProperty: 'b' }),
      rule({ key: 'c', salesforceField: 'C__c', hubspotProperty: 'c' }),
    ];
    const shapes = schemas(
      { Title: schema('text'), B__c: schema('text'), C__c: schema('text') },
      { jobtitle: schema('text', { lengthMax: 2 }), b: schema('text') },
    );
    const plan = planPair(pairInput({ rules, schemas: shapes, salesforce: { Title: 'long', B__c: 'fine', C__c: 'x' }, hubspot: {} }));
    expect(plan.writes.hubspot.map(({ field }) => field)).toEqual(['b']);
    expect(plan.issues.map(({ code, side, field }) => [code, side, field])).toEqual([
      ['text-too-long', 'hubspot', 'jobtitle'],
      ['field-missing', 'hubspot', 'c'],
    ]);
  });

  test('names the missing field of either side', () => {
    const missing = (left: Record<string, FieldSchema>, right: Record<string, FieldSchema>) =>
      planPair(pairInput({ rules: [rule()], schemas: schemas(left, right), salesforce: {}, hubspot: {} })).issues.map(({ code, side, field }) => [
        code,
        side,
        field,
      ]);
    expect(missing({}, { jobtitle: schema('text') })).toEqual([['field-missing', 'salesforce', 'Title']]);
    expect(missing({ Title: schema('text') }, {})).toEqual([['field-missing', 'hubspot', 'jobtitle']]);
    expect(missing({}, {})).toEqual([['field-missing', 'salesforce', 'Title']]);
  });

  test('a read-only target and an unmapped option are issues on the side that cannot take the value', () => {
    expect(planned({ salesforce: 'new', right: { isWritable: false } }).issues).toMatchObject([
      { code: 'field-read-only', side: 'hubspot', field: 'jobtitle' },
    ]);
    expect(planned({ hubspot: 'new', left: { isWritable: false } }).issues).toMatchObject([{ code: 'field-read-only', side: 'salesforce', field: 'Title' }]);
    const option = planned({ salesforce: 'New', rule: { valueMap: [{ salesforce: 'Old', hubspot: 'o' }] }, left: { kind: 'picklist' } });
    expect(option.issues).toMatchObject([{ code: 'option-unmapped', side: 'hubspot', field: 'jobtitle', option: 'New' }]);
  });

  test('a value the platform ignored stays an issue on the side that ignores it', () => {
    const baseline = { [KEY]: { salesforce: print(KEY, 'old'), hubspot: print(KEY, 'old'), drift: 'ignored' as const } };
    const told = (over: Partial<FieldRule>) => planned({ rule: over, over: { baseline } }).issues.map(({ code, side, field }) => [code, side, field]);
    expect(told({ direction: 'to-hubspot' })).toEqual([['write-ignored', 'hubspot', 'jobtitle']]);
    expect(told({ direction: 'to-salesforce' })).toEqual([['write-ignored', 'salesforce', 'Title']]);
    expect(told({ owner: 'hubspot' })).toEqual([['write-ignored', 'salesforce', 'Title']]);
    expect(told({ owner: 'salesforce' })).toEqual([['write-ignored', 'hubspot', 'jobtitle']]);
    expect(told({ direction: 'to-hubspot', owner: 'hubspot' })).toEqual([['write-ignored', 'hubspot', 'jobtitle']]);
  });

  test('a value that is not of its kind is refused, not written over', () => {
    const plan = planned({ salesforce: 'many', left: { kind: 'number' } });
    expect(plan.issues.map(({ code }) => code)).toEqual(['not-a-number']);
    expect(plan.writes).toEqual({ salesforce: [], hubspot: [] });
  });
});

describe('when values were typed', () => {
  const conflict = (over: Partial<PairInput>) => planned({ salesforce: 's', hubspot: 'h', rule: { owner: 'salesforce' }, over });
  const times = (over: Partial<PairInput>) => {
    const plan = conflict(over);
    return (plan.writes.salesforce[0] ?? plan.writes.hubspot[0])?.decision?.times;
  };
  const typed = (value: string | undefined, at: number, actor = 'userId:1') =>
    change('hubspot', { jobtitle: value === undefined ? { at } : { at, value } }, { actor });

  test('the newest notice of the present value counts; one without value counts too', () => {
    expect(times({ changes: [typed('h', NOW - 9), typed('h', NOW - 5), typed('h', NOW - 7)] })?.hubspot).toBe(NOW - 5);
    expect(times({ changes: [typed(undefined, NOW - 3)] })?.hubspot).toBe(NOW - 3);
  });

  test('notices of other values, other fields, other sides and our own writes say nothing', () => {
    const changes = [
      typed('other', NOW - 1),
      typed('h', NOW - 1, ACTORS.hubspot),
      change('hubspot', { phone: { at: NOW - 1, value: 'h' } }),
      change('salesforce', { jobtitle: { at: NOW - 1, value: 'h' } }),
    ];
    expect(times({ changes })?.hubspot).toBeNull();
  });

  test('else HubSpot’s history tells, if its newest entry is the present value', () => {
    const entry = (value: string) => ({ jobtitle: [{ at: NOW - 4, value, actor: 'userId:1' }] });
    expect(times({ history: entry('h') })?.hubspot).toBe(NOW - 4);
    expect(times({ history: entry('x') })?.hubspot).toBeNull();
    expect(times({ history: { jobtitle: [] } })?.hubspot).toBeNull();
    expect(times({ history: entry('h'), changes: [typed('h', NOW - 2)] })?.hubspot).toBe(NOW - 2);
  });

  test('the history is asked for once, and only where it could decide', () => {
    expect(conflict({}).historyWanted).toEqual(['jobtitle']);
    expect(conflict({ history: {} }).historyWanted).toEqual([]);
    expect(planned({ salesforce: 's' }).historyWanted).toEqual([]);
  });
});

describe('a create default', () => {
  const given = { createDefault: '[not provided]', direction: 'to-hubspot' as const };
  const standIn = { [KEY]: { salesforce: print(KEY, '[not provided]'), hubspot: print(KEY, null) } };
  test('stands for blank and never travels', () => {
    expect(planned({ rule: given, salesforce: '[not provided]', hubspot: null, over: { baseline: standIn } }).writes.hubspot).toEqual([]);
    expect(planned({ rule: given, salesforce: '[not provided]', hubspot: null, over: { baseline: {} } }).writes.hubspot).toEqual([]);
  });
  test('gives way to HubSpot’s value, whatever the direction', () => {
    const { writes } = planned({ rule: given, salesforce: '[not provided]', hubspot: 'Acme', over: { baseline: standIn } });
    expect(writes.salesforce).toMatchObject([{ sent: 'Acme', decision: { reason: 'fill-blank', winner: 'hubspot' } }]);
    expect(writes.hubspot).toEqual([]);
  });
  test('is replaced in Salesforce like any value', () => {
    const { writes } = planned({ rule: given, salesforce: 'Beta', hubspot: null, over: { baseline: standIn } });
    expect(writes.hubspot).toMatchObject([{ sent: 'Beta' }]);
  });
});
