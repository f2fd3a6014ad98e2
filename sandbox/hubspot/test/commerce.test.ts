import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startReceiver, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

const product = async (properties: Record<string, string>) => (await rig.bridge.crm.products.basicApi.create({ properties, associations: [] })).id;
const item = (properties: Record<string, string>, associations: unknown[] = []) =>
  rig.bridge.crm.lineItems.basicApi.create({ properties, associations: associations as never[] });
const deal = async (dealname: string) => (await rig.bridge.crm.deals.basicApi.create({ properties: { dealname }, associations: [] })).id;
const ofDeal = (id: string) => ({ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }] });

describe('line items', () => {
  test('take name and price from their product, and count what they come to', async () => {
    const id = await product({ name: 'Press', price: '250', hs_sku: 'P-1' });
    const made = await item({ hs_product_id: id, quantity: '3', discount: '10' });
    expect(made.properties).toMatchObject({ name: 'Press', price: '250', hs_sku: 'P-1', amount: '720' });
    const changed = await rig.bridge.crm.lineItems.basicApi.update(made.id, { properties: { quantity: '2', hs_discount_percentage: '50' } });
    expect((await rig.bridge.crm.lineItems.basicApi.getById(changed.id, ['amount'])).properties['amount']).toBe('230');
  });

  test('or stand alone with name, price and quantity, all three', async () => {
    expect((await item({ name: 'Hour', price: '90.5', quantity: '2' })).properties['amount']).toBe('181');
    for (const bad of [{}, { name: 'Hour' }, { name: 'Hour', price: '90' }, { hs_product_id: '7' }])
      expect((await refusal(item(bad as Record<string, string>))).code).toBe(400);
  });

  test('belong to one deal', async () => {
    const [first, second] = [await deal('A'), await deal('B')];
    const { id } = await item({ name: 'Hour', price: '90', quantity: '2' }, [ofDeal(first)]);
    const api = rig.bridge.crm.associations.v4.basicApi;
    expect((await api.getPage('deals', first, 'line_items')).results.map((far) => String(far.toObjectId))).toEqual([id]);
    expect((await refusal(api.createDefault('deals', second, 'line_items', id))).code).toBe(400);
    await api.archive('deals', first, 'line_items', id);
    await api.createDefault('deals', second, 'line_items', id);
  });

  test('tell of themselves by webhooks of their own and of the generic kind', async () => {
    const receiver = await startReceiver();
    await rig.control('PUT', 'apps/bridge', {
      targetUrl: receiver.url,
      subscriptions: [{ eventType: 'line_item.creation' }, { eventType: 'object.creation', objectTypeId: '0-8' }, { eventType: 'product.creation' }],
    });
    await product({ name: 'Press' });
    await item({ name: 'Hour', price: '90', quantity: '2' });
    const events = await receiver.until((all) => all.length === 3);
    expect(events.map((event) => event['subscriptionType']).sort()).toEqual(['line_item.creation', 'object.creation', 'product.creation']);
  });
});

describe('tickets', () => {
  const ticket = (properties: Record<string, string>) => rig.bridge.crm.tickets.basicApi.create({ properties, associations: [] });

  test('need a subject and a status of their pipeline; closing dates them, opening again undates them', async () => {
    expect((await refusal(ticket({ hs_pipeline: '0', hs_pipeline_stage: '1' }))).code).toBe(400);
    expect((await refusal(ticket({ subject: 'S', hs_pipeline: '0' }))).code).toBe(400);
    expect((await refusal(ticket({ subject: 'S', hs_pipeline: '0', hs_pipeline_stage: 'closedwon' }))).code).toBe(400);
    const { id } = await ticket({ subject: 'S', hs_pipeline: '0', hs_pipeline_stage: '1' });
    const closed = async () => (await rig.bridge.crm.tickets.basicApi.getById(id, ['closed_date'])).properties['closed_date'];
    await rig.bridge.crm.tickets.basicApi.update(id, { properties: { hs_pipeline_stage: '4' } });
    expect(await closed()).toEqual(expect.any(String));
    await rig.bridge.crm.tickets.basicApi.update(id, { properties: { hs_pipeline_stage: '2' } });
    expect(await closed()).toBeNull();
  });

  test('merge and are deleted, and say so', async () => {
    const receiver = await startReceiver();
    const subscriptions = ['object.merge', 'object.deletion'].map((eventType) => ({ eventType, objectTypeId: '0-5' }));
    await rig.control('PUT', 'apps/bridge', { targetUrl: receiver.url, subscriptions });
    const [one, two] = [
      await ticket({ subject: 'A', hs_pipeline: '0', hs_pipeline_stage: '1' }),
      await ticket({ subject: 'B', content: 'c', hs_pipeline: '0', hs_pipeline_stage: '1' }),
    ];
    const merged = await rig.bridge.crm.tickets.basicApi.merge({ primaryObjectId: one.id, objectIdToMerge: two.id });
    expect((await rig.bridge.crm.tickets.basicApi.getById(two.id, ['subject', 'content'])).properties).toMatchObject({ subject: 'A', content: 'c' });
    await rig.bridge.crm.tickets.basicApi.archive(merged.id);
    const events = await receiver.until((all) => all.length === 2);
    expect(events.find((event) => event['subscriptionType'] === 'object.merge')).toMatchObject({ objectTypeId: '0-5', mergedObjectIds: [Number(two.id)] });
  });
});
