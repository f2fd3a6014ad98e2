import { describe, expect, test } from '@jest/globals';
import { mapping, NOW, print, rule, schema, SKEW } from '../../test/domain/samples.ts';
import { planPair } from './plan.ts';
import { planCreate } from './plan-create.ts';
import { withRecordTypes } from './pipelines.ts';
import type { Baseline, FieldRule, Schemas } from './model.ts';
import type { PairInput, RecordView } from './plan-types.ts';

const of = (key: string, salesforceField: string, hubspotProperty: string, over: Partial<FieldRule> = {}): FieldRule =>
  rule({ key, salesforceObjects: ['Opportunity'], salesforceField, hubspotProperty, ...over });
const TYPE = of('deal.type', 'RecordTypeId', 'pipeline', {
  valueMap: [
    { salesforce: 'New_Business', hubspot: 'default' },
    { salesforce: 'Renewal', hubspot: 'renewals' },
  ],
});
const STAGE = of('deal.stage', 'StageName', 'dealstage', {
  createDefault: 'Prospecting',
  valueMap: [
    { salesforce: 'Prospecting', hubspot: 'new1', within: 'default' },
    { salesforce: 'Prospecting', hubspot: 'renew1', within: 'renewals' },
    { salesforce: 'Closed Won', hubspot: 'won1', within: 'default' },
    { salesforce: 'Closed Won', hubspot: 'renewed', within: 'renewals' },
    { salesforce: 'Legacy', hubspot: 'legacy1', within: 'default' },
  ],
});
const CLOSE = of('deal.close', 'CloseDate', 'closedate', { createDefault: '+30 days' });
const schemas: Schemas = new Map([
  [
    'salesforce:Opportunity',
    {
      object: 'Opportunity',
      fields: new Map([
        [
          'RecordTypeId',
          schema('reference', {
            name: 'RecordTypeId',
            options: ['012A', '012B'],
            optionNames: ['New_Business', 'Renewal'],
            optionLabels: ['New business', 'Renewal'],
          }),
        ],
        ['StageName', schema('picklist', { name: 'StageName', isRequired: true, options: ['Prospecting', 'Closed Won'], inactive: ['Legacy'] })],
        ['CloseDate', schema('date', { name: 'CloseDate', isRequired: true })],
      ]),
    },
  ],
  [
    'hubspot:deals',
    {
      object: 'deals',
      fields: new Map([
        ['pipeline', schema('picklist', { name: 'pipeline', options: ['default', 'renewals'] })],
        ['dealstage', schema('picklist', { name: 'dealstage', options: ['new1', 'won1', 'renew1', 'renewed', 'legacy1', 'odd1'] })],
        ['closedate', schema('datetime', { name: 'closedate' })],
      ]),
    },
  ],
]);
const DEAL = withRecordTypes(
  mapping([STAGE, TYPE, CLOSE], { key: 'deal', salesforceObjects: ['Opportunity'], salesforceCreateObject: 'Opportunity', hubspotObject: 'deals' }),
  schemas,
);

type Values = RecordView['values'];
const pair = (key: string, salesforce: string | null, hubspot: string | null): Baseline => ({
  [key]: { salesforce: print(key, salesforce), hubspot: print(key, hubspot) },
});
const AGREED = { ...pair('deal.type', '012A', 'default'), ...pair('deal.stage', 'Prospecting', 'new1'), ...pair('deal.close', null, null) };
function plan(salesforce: Values, hubspot: Values, baseline: Baseline = AGREED) {
  const input: PairInput = {
    mapping: DEAL,
    schemas,
    salesforce: { object: 'Opportunity', id: '006A', values: salesforce, modifiedAt: NOW },
    hubspot: { object: 'deals', id: '9', values: hubspot, modifiedAt: NOW },
    baseline,
    changes: [],
    history: {},
    references: { held: {}, idOf: () => null },
    actors: { salesforce: '005US', hubspot: 'app' },
    fingerprint: print,
    readAt: NOW,
    skewMs: SKEW,
  };
  const { writes, issues } = planPair(input);
  const written = (side: 'salesforce' | 'hubspot') => Object.fromEntries(writes[side].map(({ field, sent }) => [field, sent]));
  return { salesforce: written('salesforce'), hubspot: written('hubspot'), issues: issues.map(({ code, option }) => [code, option]) };
}

describe('record types and pipelines', () => {
  test('a record type travels as the pipeline it is mapped to, and takes the stage of that pipeline along', () => {
    expect(plan({ RecordTypeId: '012B', StageName: 'Prospecting' }, { pipeline: 'default', dealstage: 'new1' })).toEqual({
      salesforce: {},
      hubspot: { pipeline: 'renewals', dealstage: 'renew1' },
      issues: [],
    });
  });

  test('a deal that moved to another pipeline is of the other record type, at the same stage', () => {
    expect(plan({ RecordTypeId: '012A', StageName: 'Prospecting' }, { pipeline: 'renewals', dealstage: 'renewed' })).toEqual({
      salesforce: { RecordTypeId: '012B', StageName: 'Closed Won' },
      hubspot: {},
      issues: [],
    });
  });

  test('a stage is that of the record’s own pipeline', () => {
    const renewal = { ...AGREED, ...pair('deal.type', '012B', 'renewals'), ...pair('deal.stage', 'Prospecting', 'renew1') };
    expect(plan({ RecordTypeId: '012B', StageName: 'Closed Won' }, { pipeline: 'renewals', dealstage: 'renew1' }, renewal).hubspot).toEqual({
      dealstage: 'renewed',
    });
  });

  test('where no stage can go along, the record stays in its pipeline and the stage is named', () => {
    const answer = plan(
      { RecordTypeId: '012B', StageName: 'Legacy' },
      { pipeline: 'default', dealstage: 'legacy1' },
      { ...AGREED, ...pair('deal.stage', 'Legacy', 'legacy1') },
    );
    expect(answer).toEqual({ salesforce: {}, hubspot: {}, issues: [['option-unmapped', 'Legacy']] });
  });
});

describe('stages nobody can choose any more', () => {
  test('an inactive value on the target is named, and the rest of the record goes on', () => {
    const answer = plan(
      { RecordTypeId: '012A', StageName: 'Prospecting' },
      { pipeline: 'default', dealstage: 'legacy1', closedate: '2026-12-01T00:00:00.000Z' },
    );
    expect(answer).toEqual({ salesforce: { CloseDate: '2026-12-01' }, hubspot: {}, issues: [['option-inactive', 'Legacy']] });
  });

  test('records that hold it are left alone', () => {
    const held = { ...AGREED, ...pair('deal.stage', 'Legacy', 'legacy1') };
    expect(plan({ RecordTypeId: '012A', StageName: 'Legacy' }, { pipeline: 'default', dealstage: 'legacy1' }, held)).toEqual({
      salesforce: {},
      hubspot: {},
      issues: [],
    });
  });

  test('won and reopened are moves like any other, both ways', () => {
    expect(plan({ RecordTypeId: '012A', StageName: 'Closed Won' }, { pipeline: 'default', dealstage: 'new1' }).hubspot).toEqual({ dealstage: 'won1' });
    const won = { ...AGREED, ...pair('deal.stage', 'Closed Won', 'won1') };
    expect(plan({ RecordTypeId: '012A', StageName: 'Closed Won' }, { pipeline: 'default', dealstage: 'new1' }, won).salesforce).toEqual({
      StageName: 'Prospecting',
    });
  });
});

describe('an opportunity made of a deal', () => {
  const make = (values: Values) =>
    planCreate({
      mapping: DEAL,
      schemas,
      source: { object: 'deals', id: '9', values, modifiedAt: NOW },
      from: 'hubspot',
      object: 'Opportunity',
      references: { held: {}, idOf: () => null },
      fingerprint: print,
      now: NOW,
    });

  test('closes in thirty days where the deal names no day', () => {
    const { fields, isBlocked } = make({ pipeline: 'default', dealstage: 'won1', closedate: null });
    expect([Object.fromEntries(fields.map(({ field, sent }) => [field, sent])), isBlocked]).toEqual([
      { RecordTypeId: '012A', StageName: 'Closed Won', CloseDate: '2026-12-21' },
      false,
    ]);
  });

  test('a stage nobody mapped keeps no opportunity away: it starts at the default, which is not agreed on', () => {
    const { fields, extras, issues, isBlocked } = make({ pipeline: 'default', dealstage: 'odd1', closedate: null });
    expect([fields.some(({ field }) => field === 'StageName'), extras, isBlocked]).toEqual([false, { StageName: 'Prospecting' }, false]);
    expect(issues.map(({ code, option }) => [code, option])).toEqual([['option-unmapped', 'odd1']]);
    // And the next look does not take the default for sales' word.
    expect(
      plan({ RecordTypeId: '012A', StageName: 'Prospecting' }, { pipeline: 'default', dealstage: 'odd1' }, { ...pair('deal.type', '012A', 'default') }).hubspot,
    ).toEqual({});
  });
});
