import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

const SHOWN = [
  'deal_currency_code',
  'hs_exchange_rate',
  'amount_in_home_currency',
  'hs_is_closed',
  'hs_is_closed_won',
  'hs_is_closed_lost',
  'closedate',
  'pipeline',
];
const deal = async (properties: Record<string, string>) => (await rig.bridge.crm.deals.basicApi.create({ properties, associations: [] })).id;
const change = (id: string, properties: Record<string, string>) => rig.bridge.crm.deals.basicApi.update(id, { properties });
const shown = async (id: string) => (await rig.bridge.crm.deals.basicApi.getById(id, SHOWN)).properties;

describe('money', () => {
  test('an amount in another currency shows in the company’s at the rate of the day it was set', async () => {
    const id = await deal({ dealname: 'D', amount: '100', deal_currency_code: 'EUR' });
    expect(await shown(id)).toMatchObject({ hs_exchange_rate: '1.08', amount_in_home_currency: '108' });
    expect((await rig.call('POST', '/settings/v3/currencies/exchange-rates', { fromCurrencyCode: 'EUR', conversionRate: 1.2 })).status).toBe(200);
    await change(id, { amount: '200' });
    expect(await shown(id)).toMatchObject({ hs_exchange_rate: '1.08', amount_in_home_currency: '216' });
    await change(id, { hs_exchange_rate: '2' });
    expect(await shown(id)).toMatchObject({ amount_in_home_currency: '400' });
    await change(id, { deal_currency_code: 'GBP' });
    expect(await shown(id)).toMatchObject({ hs_exchange_rate: '1.27', amount_in_home_currency: '254' });
    expect(await shown(await deal({ dealname: 'E', amount: '10', deal_currency_code: 'EUR' }))).toMatchObject({ amount_in_home_currency: '12' });
  });

  test('only the portal’s currencies are taken; a new one is an option at once', async () => {
    expect((await refusal(deal({ dealname: 'D', deal_currency_code: 'CHF' }))).code).toBe(400);
    await rig.call('POST', '/settings/v3/currencies/exchange-rates', { fromCurrencyCode: 'CHF', conversionRate: 1.1 });
    expect(await shown(await deal({ dealname: 'D', amount: '10', deal_currency_code: 'CHF' }))).toMatchObject({ amount_in_home_currency: '11' });
    const details = (await rig.call('GET', '/account-info/v3/details')).body;
    expect(details).toMatchObject({ companyCurrency: 'USD', additionalCurrencies: ['EUR', 'GBP', 'JPY', 'CHF'] });
    expect((await rig.call('GET', '/settings/v3/currencies/exchange-rates/current')).body['results']).toHaveLength(4);
  });

  test.each([
    [{ fromCurrencyCode: 'XXX', conversionRate: 1 }, 400],
    [{ fromCurrencyCode: 'EUR', conversionRate: 0 }, 400],
    [{ fromCurrencyCode: 'EUR', conversionRate: 1.1234567 }, 400],
    [{ fromCurrencyCode: 'USD', conversionRate: 1 }, 409],
  ])('a rate like %j is refused', async (body, status) => {
    expect((await rig.call('POST', '/settings/v3/currencies/exchange-rates', body)).status).toBe(status);
  });

  test('derived values cannot be written', async () => {
    for (const name of ['amount_in_home_currency', 'hs_is_closed', 'hs_is_closed_won'])
      expect((await refusal(deal({ dealname: 'D', [name]: '1' }))).code).toBe(400);
  });
});

describe('several pipelines', () => {
  const renewals = () =>
    rig.bridge.crm.pipelines.pipelinesApi.create('deals', {
      label: 'Renewals',
      displayOrder: 1,
      stages: [
        { label: 'Due', displayOrder: 0, metadata: { probability: '0.5' } },
        { label: 'Kept', displayOrder: 1, metadata: { probability: '1.0' } },
        { label: 'Left', displayOrder: 2, metadata: { probability: '0.0' } },
      ],
    });

  test('each has stages of its own ids; a deal moves with pipeline and stage together', async () => {
    const made = await renewals();
    const [due, kept, left] = made.stages.map((stage) => stage.id);
    const id = await deal({ dealname: 'D', dealstage: 'contractsent' });
    expect((await refusal(change(id, { dealstage: due ?? '' }))).code).toBe(400);
    expect((await refusal(change(id, { pipeline: made.id }))).code).toBe(400);
    await change(id, { pipeline: made.id, dealstage: due ?? '' });
    expect(await shown(id)).toMatchObject({ pipeline: made.id, hs_is_closed: 'false' });
    await change(id, { dealstage: kept ?? '' });
    expect(await shown(id)).toMatchObject({ hs_is_closed_won: 'true', hs_is_closed_lost: 'false', closedate: expect.any(String) });
    await change(id, { dealstage: left ?? '' });
    expect(await shown(id)).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'false', hs_is_closed_lost: 'true' });
  });

  test('an archived stage takes no deal any more; those in it keep it and may otherwise change', async () => {
    const made = await renewals();
    const due = made.stages[0]?.id ?? '';
    const id = await deal({ dealname: 'D', pipeline: made.id, dealstage: due });
    await rig.bridge.crm.pipelines.pipelineStagesApi.archive('deals', made.id, due);
    expect((await refusal(deal({ dealname: 'E', pipeline: made.id, dealstage: due }))).code).toBe(400);
    await change(id, { dealname: 'F', amount: '5' });
    expect((await rig.bridge.crm.deals.basicApi.getById(id, ['dealstage'])).properties['dealstage']).toBe(due);
    expect((await rig.bridge.crm.pipelines.pipelinesApi.getById('deals', made.id)).stages).toHaveLength(2);
  });

  test.each([
    ['no probability', [{ label: 'A', displayOrder: 0, metadata: {} }], 400],
    ['a probability above 1', [{ label: 'A', displayOrder: 0, metadata: { probability: '1.5' } }], 400],
    ['two stages of one label', [1, 2].map(() => ({ label: 'A', displayOrder: 0, metadata: { probability: '0.5' } })), 409],
    ['two stages of one id', ['A', 'B'].map((label) => ({ label, stageId: 'x', displayOrder: 0, metadata: { probability: '0.5' } })), 409],
    ['more than a hundred stages', [...Array(101).keys()].map((n) => ({ label: `S${n}`, displayOrder: n, metadata: { probability: '0.5' } })), 400],
  ])('a pipeline with %s is refused', async (_name, stages, status) => {
    expect((await rig.call('POST', '/crm/v3/pipelines/deals', { label: 'X', displayOrder: 1, stages })).status).toBe(status);
  });
});
