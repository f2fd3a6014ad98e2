import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

type NewList = Parameters<Rig['bridge']['crm']['lists']['listsApi']['create']>[0];
const filter = (property: string, operation: Record<string, unknown>) => ({ filterType: 'PROPERTY', property, operation });
/** The client's own model of filters knows a name per kind; the wire takes plain JSON. */
const active = (name: string, ...filters: readonly object[]): NewList =>
  ({
    name,
    objectTypeId: '0-1',
    processingType: 'DYNAMIC',
    filterBranch: { filterBranchType: 'OR', filters: [], filterBranches: [{ filterBranchType: 'AND', filterBranches: [], filters }] },
  }) as unknown as NewList;
const isMql = filter('lifecyclestage', { operationType: 'ENUMERATION', operator: 'IS_ANY_OF', values: ['marketingqualifiedlead'] });

const contact = async (email: string, over: Record<string, string> = {}): Promise<string> =>
  (await rig.bridge.crm.contacts.basicApi.create({ properties: { email, ...over }, associations: [] })).id;
const edit = (id: string, properties: Record<string, string>): Promise<unknown> => rig.marketer.crm.contacts.basicApi.update(id, { properties });
const members = async (listId: string): Promise<string[]> =>
  (await rig.bridge.crm.lists.membershipsApi.getPage(listId)).results.map(({ recordId }) => recordId);

describe('active lists', () => {
  test('hold who passes their filters, and let go of who does not any more', async () => {
    const [one, two] = [await contact('a@x.example', { lifecyclestage: 'marketingqualifiedlead' }), await contact('b@x.example')];
    const { list } = await rig.bridge.crm.lists.listsApi.create(active('MQLs', isMql));
    expect(await members(list.listId)).toEqual([one]);
    await edit(two, { lifecyclestage: 'marketingqualifiedlead' });
    await edit(one, { lifecyclestage: 'customer' });
    expect(await members(list.listId)).toEqual([two]);
    expect((await rig.bridge.crm.lists.listsApi.getById(list.listId)).list).toMatchObject({ processingType: 'DYNAMIC', size: 1 });
  });
  test('are worked out behind the scenes, a moment later', async () => {
    await rig.control('PUT', 'settings', { searchLagMinMs: 150, searchLagMaxMs: 200 });
    const { list } = await rig.bridge.crm.lists.listsApi.create(active('MQLs', isMql));
    await contact('a@x.example', { lifecyclestage: 'marketingqualifiedlead' });
    expect(await members(list.listId)).toEqual([]);
    const until = Date.now() + 5_000;
    while ((await members(list.listId)).length === 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await members(list.listId)).toHaveLength(1);
  });
  test('take and-ed filters of the common kinds', async () => {
    const id = await contact('score@x.example', { jobtitle: 'Chief of Staff', numemployees: '50-100' });
    await contact('other@x.example', { jobtitle: 'Chief' });
    const both = active(
      'Chiefs',
      filter('jobtitle', { operationType: 'STRING', operator: 'CONTAINS', values: ['chief'] }),
      filter('numemployees', { operationType: 'ALL_PROPERTY', operator: 'IS_KNOWN' }),
    );
    // By hand: the client's union of filter models drops what the first of them does not know.
    const { list } = (await rig.call('POST', '/crm/v3/lists', both)).body as { list: { listId: string } };
    expect(await members(list.listId)).toEqual([id]);
  });
  test.each<[string, object]>([
    ['an unknown property', filter('nobody', { operationType: 'STRING', operator: 'CONTAINS', values: ['x'] })],
    ['an unknown operator', filter('jobtitle', { operationType: 'STRING', operator: 'RESEMBLES', values: ['x'] })],
    ['another kind of filter', { ...isMql, filterType: 'PAGE_VIEW' }],
    ['no number to compare with', filter('hs_analytics_num_visits', { operationType: 'NUMBER', operator: 'IS_GREATER_THAN', value: 'many' })],
  ])('refuse %s when they are made', async (_, bad) => {
    expect((await refusal(rig.bridge.crm.lists.listsApi.create(active('Bad', bad)))).code).toBe(400);
  });
  test('are not changed by hand, and need filters', async () => {
    const id = await contact('a@x.example');
    const { list } = await rig.bridge.crm.lists.listsApi.create(active('MQLs', isMql));
    expect((await refusal(rig.bridge.crm.lists.membershipsApi.add(list.listId, [id]))).code).toBe(400);
    expect((await refusal(rig.bridge.crm.lists.listsApi.create({ name: 'D', objectTypeId: '0-1', processingType: 'DYNAMIC' }))).code).toBe(400);
  });
  test('taken once do not follow', async () => {
    const { list } = await rig.bridge.crm.lists.listsApi.create({ ...active('Snap', isMql), processingType: 'SNAPSHOT' });
    await contact('late@x.example', { lifecyclestage: 'marketingqualifiedlead' });
    expect(await members(list.listId)).toEqual([]);
  });
});

test('memberships of many records are read in one call; joining a list leaves the record as it was', async () => {
  const [one, two] = [await contact('a@x.example'), await contact('b@x.example')];
  const { list } = await rig.bridge.crm.lists.listsApi.create({ name: 'Hot', objectTypeId: '0-1', processingType: 'MANUAL' });
  const before = (await rig.bridge.crm.contacts.basicApi.getById(one)).updatedAt;
  await rig.bridge.crm.lists.membershipsApi.add(list.listId, [one]);
  expect((await rig.bridge.crm.contacts.basicApi.getById(one)).updatedAt).toEqual(before);
  const inputs = [one, two, '404'].map((recordId) => ({ objectTypeId: '0-1', recordId }));
  const { status, body } = await rig.call('POST', '/crm/v3/lists/records/memberships/batch/read', { inputs });
  expect(status).toBe(200);
  expect(body['results']).toMatchObject([
    { recordId: one, recordListMemberships: [{ listId: list.listId }] },
    { recordId: two, recordListMemberships: [] },
    { recordId: '404', recordListMemberships: [] },
  ]);
});

describe('lifecycle stages', () => {
  const stageOf = async (id: string): Promise<unknown> => (await rig.bridge.crm.contacts.basicApi.getById(id, ['lifecyclestage'])).properties['lifecyclestage'];
  test('move forward in the order of the options, custom ones included, and back only after a clearing', async () => {
    const { options } = await rig.bridge.crm.properties.coreApi.getByName('contacts', 'lifecyclestage');
    const custom = { label: 'Disqualified', value: '998877', displayOrder: 1.5, hidden: false };
    await rig.call('PATCH', '/crm/v3/properties/contacts/lifecyclestage', { options: [...options, custom] });
    const id = await contact('a@x.example', { lifecyclestage: '998877' });
    await edit(id, { lifecyclestage: 'lead' });
    expect(await stageOf(id)).toBe('998877');
    await edit(id, { lifecyclestage: 'customer' });
    await edit(id, { lifecyclestage: '998877' });
    expect(await stageOf(id)).toBe('customer');
    await edit(id, { lifecyclestage: '' });
    await edit(id, { lifecyclestage: '998877' });
    expect(await stageOf(id)).toBe('998877');
  });
  test('follow a deal where the account says so, forward only', async () => {
    await rig.control('PUT', 'settings', { dealsMoveLifecycle: true });
    const [lead, customer] = [await contact('a@x.example'), await contact('b@x.example', { lifecyclestage: 'customer' })];
    const deal = (await rig.bridge.crm.deals.basicApi.create({ properties: { dealname: 'D', dealstage: 'appointmentscheduled' }, associations: [] })).id;
    for (const id of [lead, customer]) await rig.bridge.crm.associations.v4.basicApi.createDefault('deals', deal, 'contacts', id);
    expect([await stageOf(lead), await stageOf(customer)]).toEqual(['opportunity', 'customer']);
    await rig.bridge.crm.deals.basicApi.update(deal, { properties: { dealstage: 'closedwon' } });
    expect(await stageOf(lead)).toBe('customer');
  });
});
