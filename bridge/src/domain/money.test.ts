import { describe, expect, test } from '@jest/globals';
import { mapping, NOW, print, rule, schema, SKEW } from '../../test/domain/samples.ts';
import { planPair } from './plan.ts';
import { planCreate } from './plan-create.ts';
import type { Baseline, FieldRule, ObjectSchema, Schemas } from './model.ts';
import type { PairInput, RecordView } from './plan-types.ts';

const of = (key: string, salesforceField: string, hubspotProperty: string, over: Partial<FieldRule> = {}): FieldRule =>
  rule({ key, salesforceObjects: ['Opportunity'], salesforceField, hubspotProperty, ...over });
const AMOUNT = of('deal.amount', 'Amount', 'amount');
const CURRENCY = of('deal.currency', 'CurrencyIsoCode', 'deal_currency_code');
const DEAL = mapping([AMOUNT, CURRENCY], { key: 'deal', salesforceObjects: ['Opportunity'], salesforceCreateObject: 'Opportunity', hubspotObject: 'deals' });

const codes = { options: ['USD', 'EUR'] };
function schemas({ isMulti = true, org = 'USD', home = 'USD' } = {}): Schemas {
  const salesforce: ObjectSchema = {
    object: 'Opportunity',
    fields: new Map([
      ['Amount', schema('number', { name: 'Amount', isMoney: true })],
      ['Name', schema('text', { name: 'Name' })],
      ...(isMulti ? [['CurrencyIsoCode', schema('picklist', { name: 'CurrencyIsoCode', ...codes })] as const] : []),
    ]),
    ...(isMulti ? {} : { currency: org }),
  };
  const hubspot: ObjectSchema = {
    object: 'deals',
    fields: new Map([
      ['amount', schema('number', { name: 'amount' })],
      ['dealname', schema('text', { name: 'dealname' })],
      ['deal_currency_code', schema('picklist', { name: 'deal_currency_code', options: ['USD', 'EUR', 'GBP'] })],
    ]),
    currency: home,
  };
  return new Map([
    ['salesforce:Opportunity', salesforce],
    ['hubspot:deals', hubspot],
  ]);
}

type Values = RecordView['values'];
const agreedOn = (amount: string, code: string): Baseline => ({
  'deal.amount': { salesforce: print('deal.amount', amount), hubspot: print('deal.amount', amount) },
  'deal.currency': { salesforce: print('deal.currency', code), hubspot: print('deal.currency', code) },
});
function plan(salesforce: Values, hubspot: Values, over: Partial<PairInput> = {}) {
  return planPair({
    mapping: DEAL,
    schemas: schemas(),
    salesforce: { object: 'Opportunity', id: '006A', values: salesforce, modifiedAt: NOW },
    hubspot: { object: 'deals', id: '9', values: hubspot, modifiedAt: NOW },
    baseline: {},
    changes: [],
    history: {},
    references: { held: {}, idOf: () => null },
    actors: { salesforce: '005US', hubspot: 'app' },
    fingerprint: print,
    readAt: NOW,
    skewMs: SKEW,
    ...over,
  });
}
const written = (intents: readonly { readonly field: string; readonly sent: string | null }[]) =>
  Object.fromEntries(intents.map(({ field, sent }) => [field, sent]));

describe('an amount and its currency', () => {
  test('move in one write, and are refused together', () => {
    const { writes, issues } = plan(
      { Amount: 120, CurrencyIsoCode: 'EUR' },
      { amount: '100', deal_currency_code: 'USD' },
      { baseline: agreedOn('100', 'USD') },
    );
    expect(written(writes.hubspot)).toEqual({ amount: '120', deal_currency_code: 'EUR' });
    expect(writes.hubspot.every((intent) => intent.together === 'money')).toBe(true);
    expect([writes.salesforce, issues]).toEqual([[], []]);
  });

  test('where one side changed the amount and the other the currency, the currency brings its own amount and the loss is a decision', () => {
    const { writes } = plan({ Amount: 120, CurrencyIsoCode: 'USD' }, { amount: '100', deal_currency_code: 'EUR' }, { baseline: agreedOn('100', 'USD') });
    expect(written(writes.salesforce)).toEqual({ Amount: '100', CurrencyIsoCode: 'EUR' });
    expect(writes.hubspot).toEqual([]);
    expect(writes.salesforce.find(({ field }) => field === 'Amount')?.decision).toMatchObject({
      reason: 'owner',
      winner: 'hubspot',
      values: { salesforce: '120' },
    });
  });

  test('a currency the other side does not have holds the amount back, in words, and nothing else', () => {
    const name = of('deal.name', 'Name', 'dealname');
    const { writes, issues } = plan(
      { Amount: 100, CurrencyIsoCode: 'USD', Name: 'Old' },
      { amount: '90', deal_currency_code: 'GBP', dealname: 'New' },
      {
        mapping: { ...DEAL, fields: [...DEAL.fields, name] },
        baseline: { ...agreedOn('100', 'USD'), 'deal.name': { salesforce: print('deal.name', 'Old'), hubspot: print('deal.name', 'Old') } },
      },
    );
    expect(written(writes.salesforce)).toEqual({ Name: 'New' });
    expect(issues.map(({ code, option }) => [code, option])).toEqual([
      ['option-unknown', 'GBP'],
      ['currency-apart', 'USD / GBP'],
    ]);
  });

  test('equal numbers in two currencies are not agreed on', () => {
    const one = { ...DEAL, fields: [AMOUNT] };
    const { agreed, issues } = plan({ Amount: 100, CurrencyIsoCode: 'USD' }, { amount: '100', deal_currency_code: 'EUR' }, { mapping: one });
    expect([Object.keys(agreed), issues.map(({ code }) => code)]).toEqual([[], ['currency-apart']]);
  });

  test('an org of one currency takes deals in that one alone; a deal that names none is in the company’s', () => {
    const one = { mapping: { ...DEAL, fields: [AMOUNT] }, schemas: schemas({ isMulti: false, org: 'USD' }) };
    expect(plan({ Amount: null }, { amount: '5', deal_currency_code: 'EUR' }, one).issues.map(({ code }) => code)).toEqual(['currency-apart']);
    expect(written(plan({ Amount: null }, { amount: '5', deal_currency_code: null }, one).writes.salesforce)).toEqual({ Amount: '5' });
  });
});

describe('a record to be made', () => {
  const make = (source: RecordView, from: 'salesforce' | 'hubspot', all: Schemas, fields = DEAL.fields) =>
    planCreate({
      mapping: { ...DEAL, fields },
      schemas: all,
      source,
      from,
      object: from === 'salesforce' ? 'deals' : 'Opportunity',
      references: { held: {}, idOf: () => null },
      fingerprint: print,
      now: NOW,
    });
  const opportunity = (values: Values): RecordView => ({ object: 'Opportunity', id: '006A', values, modifiedAt: NOW });
  const deal = (values: Values): RecordView => ({ object: 'deals', id: '9', values, modifiedAt: NOW });

  test('is given the org’s currency where the portal’s is another', () => {
    const { fields, extras } = make(opportunity({ Amount: 7 }), 'salesforce', schemas({ isMulti: false, org: 'EUR', home: 'USD' }), [AMOUNT]);
    expect([written(fields), extras]).toEqual([{ amount: '7' }, { deal_currency_code: 'EUR' }]);
  });

  test('starts without an amount that is in a currency it cannot have', () => {
    const { fields, issues } = make(deal({ amount: '7', deal_currency_code: 'GBP' }), 'hubspot', schemas());
    expect([fields, issues.map(({ code }) => code)]).toEqual([[], ['option-unknown', 'currency-apart']]);
  });
});

describe('an amount that line items make', () => {
  const inSalesforce = (lines: boolean, amount: number): Values => ({ Amount: amount, CurrencyIsoCode: 'USD', HasOpportunityLineItem: lines });
  const inHubSpot = (lines: number, amount: string): Values => ({ amount, deal_currency_code: 'USD', hs_num_of_associated_line_items: String(lines) });
  const baseline = agreedOn('100', 'USD');

  test('is never written to the side that makes it', () => {
    expect(plan(inSalesforce(true, 100), inHubSpot(0, '90'), { baseline }).writes.salesforce).toEqual([]);
    expect(written(plan(inSalesforce(true, 110), inHubSpot(0, '100'), { baseline }).writes.hubspot)).toEqual({ amount: '110' });
    expect(plan(inSalesforce(false, 110), inHubSpot(2, '100'), { baseline }).writes.hubspot).toEqual([]);
  });

  test('is nobody’s to carry where both sides make it', () => {
    const { writes, issues } = plan(inSalesforce(true, 110), inHubSpot(2, '90'), { baseline });
    expect([writes.salesforce, writes.hubspot, issues]).toEqual([[], [], []]);
  });
});
