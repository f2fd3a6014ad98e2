import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

type NewProperty = Parameters<Rig['bridge']['crm']['properties']['coreApi']['create']>[1];
const property = (name: string, extra: Record<string, unknown> = {}) =>
  ({ name, label: name, type: 'string', fieldType: 'text', groupName: 'contactinformation', ...extra }) as NewProperty;

describe('properties by the real client', () => {
  test('shipped definitions tell what may be written', async () => {
    const { results } = await rig.bridge.crm.properties.coreApi.getAll('contacts');
    const byName = new Map(results.map((item) => [item.name, item]));
    expect(byName.get('email')).toMatchObject({ type: 'string', fieldType: 'text', hubspotDefined: true, hasUniqueValue: true });
    expect(byName.get('hs_email_optout')).toMatchObject({ type: 'bool', fieldType: 'booleancheckbox', modificationMetadata: { readOnlyValue: true } });
    expect(byName.get('lifecyclestage')?.options.map((option) => option.value)).toEqual([
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ]);
    expect(byName.get('hubspot_owner_id')).toMatchObject({ externalOptions: true, referencedObjectType: 'OWNER' });
    expect(byName.get('lastmodifieddate')).toMatchObject({ type: 'datetime', modificationMetadata: { readOnlyValue: true } });
    expect(byName.has('hs_lastmodifieddate')).toBe(false);
  });

  test('custom ones are created, changed, used, archived and made again', async () => {
    const api = rig.bridge.crm.properties.coreApi;
    const made = await api.create(
      'contacts',
      property('tier', { type: 'enumeration', fieldType: 'select', options: [{ label: 'Gold', value: 'gold', hidden: false, displayOrder: 0 }] }),
    );
    expect(made).toMatchObject({ hubspotDefined: false, modificationMetadata: { archivable: true } });
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'A', tier: 'silver' } })).status).toBe(400);
    await api.update('contacts', 'tier', { options: [{ label: 'Silver', value: 'silver', hidden: false, displayOrder: 0 }] } as Parameters<
      typeof api.update
    >[2]);
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'A', tier: 'silver' } })).status).toBe(201);
    await api.archive('contacts', 'tier');
    expect((await refusal(api.getByName('contacts', 'tier'))).code).toBe(404);
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'A', tier: 'silver' } })).status).toBe(400);
    expect((await api.create('contacts', property('tier'))).type).toBe('string');
  });

  test.each([
    ['a name in capitals', property('Tier'), 400],
    ['a name of HubSpot’s own', property('hs_tier'), 400],
    ['a present name', property('phone'), 409],
    ['an unknown group', property('tier', { groupName: 'nope' }), 400],
    ['a control that does not fit', property('tier', { type: 'number' }), 400],
    ['an unknown type', property('tier', { type: 'money' }), 400],
    ['choices without options', property('tier', { type: 'enumeration', fieldType: 'select' }), 400],
  ])('%s is refused', async (_name, body, status) => {
    expect((await rig.call('POST', '/crm/v3/properties/contacts', body)).status).toBe(status);
  });

  test('uniqueness is for ever, and for ten properties at most', async () => {
    for (let index = 0; index < 10; index += 1) await rig.bridge.crm.properties.coreApi.create('contacts', property(`key${index}`, { hasUniqueValue: true }));
    expect((await rig.call('POST', '/crm/v3/properties/contacts', property('key10', { hasUniqueValue: true }))).status).toBe(400);
    expect((await rig.call('PATCH', '/crm/v3/properties/contacts/key0', { hasUniqueValue: false })).status).toBe(400);
  });

  test('batches and groups', async () => {
    const { batchApi, groupsApi } = rig.bridge.crm.properties;
    await groupsApi.create('contacts', { name: 'sync', label: 'Sync', displayOrder: 1 });
    const made = await batchApi.create('contacts', { inputs: [property('one', { groupName: 'sync' }), property('two', { groupName: 'sync' })] });
    expect(made.results.map((item) => item.name).sort()).toEqual(['one', 'two']);
    await batchApi.archive('contacts', { inputs: [{ name: 'one' }] });
    expect(
      (await rig.call('POST', '/crm/v3/properties/contacts/batch/read', { archived: false, inputs: [{ name: 'one' }, { name: 'two' }] })).body,
    ).toMatchObject({ results: [{ name: 'two' }] });
    await groupsApi.archive('contacts', 'sync');
    expect((await groupsApi.getAll('contacts')).results.map((group) => group.name)).not.toContain('sync');
  });
});

test('pipelines and stages', async () => {
  const { pipelinesApi, pipelineStagesApi } = rig.bridge.crm.pipelines;
  expect((await pipelinesApi.getAll('deals')).results[0]?.stages.map((stage) => stage.id)).toEqual([
    'appointmentscheduled',
    'qualifiedtobuy',
    'presentationscheduled',
    'decisionmakerboughtin',
    'contractsent',
    'closedwon',
    'closedlost',
  ]);
  const made = await pipelinesApi.create('deals', {
    label: 'Renewals',
    displayOrder: 1,
    stages: [{ label: 'Open', displayOrder: 0, metadata: { probability: '0.5' } }],
  });
  const stage = await pipelineStagesApi.create('deals', made.id, { label: 'Won', displayOrder: 1, metadata: { probability: '1.0', isClosed: 'true' } });
  const deal = await rig.bridge.crm.deals.basicApi.create({ properties: { dealname: 'R', pipeline: made.id, dealstage: stage.id }, associations: [] });
  expect(deal.properties['hs_is_closed_won']).toBe('true');
  const used = await rig.call('DELETE', `/crm/v3/pipelines/deals/${made.id}/stages/${stage.id}?validateReferencesBeforeDelete=true`);
  expect([used.status, used.body['subCategory']]).toEqual([400, 'PipelineError.STAGE_ID_IN_USE']);
  await pipelinesApi.archive('deals', made.id);
  expect((await pipelinesApi.getAll('deals')).results).toHaveLength(1);
});

test('owners by page, mail and user', async () => {
  const api = rig.bridge.crm.owners.ownersApi;
  const first = await api.getPage(undefined, undefined, 4);
  const second = await api.getPage(undefined, first.paging?.next?.after, 4);
  expect([first.results.length, second.results.length, second.paging]).toEqual([4, 2, undefined]);
  expect((await api.getPage('mara.lindt@fieldwise.example')).results[0]?.id).toBe('71004001');
  expect((await api.getById(9_100_001, 'userId')).id).toBe('71004001');
  expect((await api.getPage(undefined, undefined, undefined, true)).results[0]).toMatchObject({ archived: true, userId: null });
});

test('consent drives the read-only opt-out of the contact', async () => {
  const { definitionApi, statusApi } = rig.bridge.communicationPreferences;
  const id = (await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'a@x.example' }, associations: [] })).id;
  const optOut = async () => (await rig.bridge.crm.contacts.basicApi.getById(id, ['hs_email_optout'])).properties['hs_email_optout'];
  const { subscriptionDefinitions } = await definitionApi.getPage();
  const change = (subscriptionId: string) => ({ emailAddress: 'A@x.example', subscriptionId });
  await statusApi.subscribe(change('410002'));
  for (const { id: subscriptionId } of subscriptionDefinitions) await statusApi.unsubscribe(change(subscriptionId));
  expect(await optOut()).toBe('true');
  expect((await statusApi.getEmailStatus('a@x.example')).subscriptionStatuses.map((item) => item.status)).toEqual([
    'NOT_SUBSCRIBED',
    'NOT_SUBSCRIBED',
    'NOT_SUBSCRIBED',
  ]);
  expect((await refusal(statusApi.subscribe(change('410002')))).code).toBe(400);
  const other = (await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'b@x.example' }, associations: [] })).id;
  await rig.control('POST', 'consent/opt-out', { email: 'b@x.example' });
  expect((await rig.bridge.crm.contacts.basicApi.getById(other, ['hs_email_optout', 'hs_email_optout_410002'])).properties).toMatchObject({
    hs_email_optout: 'true',
    hs_email_optout_410002: 'true',
  });
});

test('hand-filled lists', async () => {
  const { listsApi, membershipsApi } = rig.bridge.crm.lists;
  const id = (await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'a@x.example' }, associations: [] })).id;
  const { list } = await listsApi.create({ name: 'Hot', objectTypeId: '0-1', processingType: 'MANUAL' });
  expect(await membershipsApi.add(list.listId, [id, '7'])).toMatchObject({ recordIdsMissing: ['7'] });
  expect((await membershipsApi.getPage(list.listId)).results.map((item) => item.recordId)).toEqual([id]);
  expect((await membershipsApi.getLists('0-1', id)).results.map((item) => item.listId)).toEqual([list.listId]);
  expect((await listsApi.getByName('Hot', '0-1')).list.size).toBe(1);
  expect((await listsApi.doSearch({ query: 'ho' })).total).toBe(1);
  await membershipsApi.remove(list.listId, [id]);
  expect((await membershipsApi.getPageOrderedByAddedToListDate(list.listId)).results).toEqual([]);
  await listsApi.remove(list.listId);
  expect((await refusal(listsApi.getById(list.listId))).code).toBe(404);
});

test('account details and usage', async () => {
  expect((await rig.call('GET', '/account-info/v3/details')).body['portalId']).toBe(rig.handle.ready.portalId);
  expect((await rig.call('GET', '/account-info/v3/api-usage/daily/private-apps')).body).toMatchObject({ results: [{ currentUsage: 2 }] });
});
