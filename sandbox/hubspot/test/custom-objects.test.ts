import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, newFolder, refusal, startReceiver, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

type Egg = Parameters<Rig['bridge']['crm']['schemas']['coreApi']['create']>[0];

/** What an admin makes: machines that customers have standing somewhere. */
const machine = (extra: Record<string, unknown> = {}): Egg =>
  ({
    name: 'machine',
    labels: { singular: 'Machine', plural: 'Machines' },
    primaryDisplayProperty: 'model',
    requiredProperties: ['model'],
    searchableProperties: ['model'],
    associatedObjects: ['CONTACT', 'COMPANY'],
    properties: [
      { name: 'model', label: 'Model', type: 'string', fieldType: 'text' },
      { name: 'serial', label: 'Serial', type: 'string', fieldType: 'text', hasUniqueValue: true },
      { name: 'built', label: 'Built', type: 'date', fieldType: 'date' },
    ],
    ...extra,
  }) as Egg;

const add = async (properties: Record<string, string>, associations: never[] = [], at: Rig = rig) =>
  at.bridge.crm.objects.basicApi.create('machine', { properties, associations });

describe('schemas by the real client', () => {
  test('made, read by every name, listed, changed', async () => {
    const api = rig.bridge.crm.schemas.coreApi;
    const made = await api.create(machine());
    expect(made).toMatchObject({ name: 'machine', fullyQualifiedName: `p${rig.handle.ready.portalId}_machine`, requiredProperties: ['model'] });
    expect(made.objectTypeId).toMatch(/^2-\d+$/);
    expect(made.associations.map((item) => item.toObjectTypeId)).toEqual(expect.arrayContaining(['0-1', '0-2', '0-27', '0-46', '0-47', '0-48', '0-49']));
    for (const word of [made.objectTypeId, made.fullyQualifiedName, 'p_machine']) expect((await api.getById(word ?? '')).id).toBe(made.id);
    expect((await rig.call('GET', '/crm/v3/schemas')).body['results']).toHaveLength(1);
    const changed = await api.update(made.objectTypeId ?? '', { labels: { singular: 'Engine', plural: 'Engines' }, requiredProperties: ['model', 'serial'] });
    expect(changed).toMatchObject({ labels: { plural: 'Engines' }, requiredProperties: ['model', 'serial'] });
    expect((await refusal(add({ model: 'A' }))).code).toBe(400);
  });

  test.each([
    ['a required property it does not have', { requiredProperties: ['nope'] }, 400],
    ['a display property it does not have', { primaryDisplayProperty: 'nope' }, 400],
    ['a name with a blank', { name: 'my machine' }, 400],
    ['the name of an object there is', { name: 'contacts' }, 409],
    ['an unknown associated object', { associatedObjects: ['WIDGET'] }, 400],
    [
      'more unique properties than ten',
      {
        properties: [...Array(11).keys()].map((n) => ({
          name: n === 0 ? 'model' : `k${n}`,
          label: 'K',
          type: 'string',
          fieldType: 'text',
          hasUniqueValue: true,
        })),
      },
      400,
    ],
  ])('%s is refused and nothing is made', async (_name, extra, status) => {
    expect((await refusal(rig.bridge.crm.schemas.coreApi.create(machine(extra)))).code).toBe(status);
    expect((await rig.bridge.crm.schemas.coreApi.getAll()).results).toEqual([]);
  });

  test('not while it has records; its name is free only after the second delete', async () => {
    const api = rig.bridge.crm.schemas.coreApi;
    const { objectTypeId = '' } = await api.create(machine());
    const { id } = await add({ model: 'A' });
    expect((await refusal(api.archive(objectTypeId))).code).toBe(400);
    await rig.bridge.crm.objects.basicApi.archive('machine', id);
    await api.archive(objectTypeId);
    expect((await refusal(rig.bridge.crm.objects.basicApi.getPage(objectTypeId))).code).toBe(400);
    expect((await api.getAll(true)).results).toHaveLength(1);
    expect((await refusal(api.create(machine()))).code).toBe(409);
    await api.archive(objectTypeId, true);
    expect((await api.create(machine())).name).toBe('machine');
  });

  test('only with the plan and the scope', async () => {
    await rig.control('PUT', 'settings', { customObjects: false });
    expect((await refusal(rig.bridge.crm.schemas.coreApi.create(machine()))).code).toBe(403);
    await rig.control('PUT', 'settings', { customObjects: true });
    await rig.control('PUT', 'apps/bridge', { scopes: ['crm.schemas.custom.read'] });
    expect((await refusal(rig.bridge.crm.schemas.coreApi.create(machine()))).code).toBe(403);
    expect((await rig.bridge.crm.schemas.coreApi.getAll()).results).toEqual([]);
  });

  test('another portal has objects of its own', async () => {
    await rig.bridge.crm.schemas.coreApi.create(machine());
    const other = await startRig();
    expect((await refusal(add({ model: 'A' }, [], other))).code).toBe(400);
  });
});

describe('records', () => {
  let typeId: string;
  beforeEach(async () => {
    typeId = (await rig.bridge.crm.schemas.coreApi.create(machine())).objectTypeId ?? '';
  });

  test('live under every name, are strict, unique and searchable', async () => {
    const { id } = await add({ model: 'Press 7', serial: 'S1', built: '2024-05-01' });
    expect((await rig.bridge.crm.objects.basicApi.getById(typeId, id, ['serial'])).properties).toMatchObject({ serial: 'S1' });
    expect((await refusal(add({ serial: 'S2' }))).code).toBe(400);
    expect((await refusal(add({ model: 'B', serial: 'S1' }))).code).toBe(400);
    expect((await refusal(add({ model: 'B', nope: '1' }))).code).toBe(400);
    const upsert = await rig.bridge.crm.objects.batchApi.upsert(typeId, { inputs: [{ id: 'S1', idProperty: 'serial', properties: { model: 'Press 8' } }] });
    expect(upsert.results[0]?.id).toBe(id);
    expect((await rig.bridge.crm.objects.searchApi.doSearch(typeId, { query: 'press' })).total).toBe(1);
  });

  test('properties are added like on any object', async () => {
    await rig.bridge.crm.properties.coreApi.create(typeId, {
      name: 'hours',
      label: 'Hours',
      type: 'number',
      fieldType: 'number',
      groupName: 'machine_information',
    } as Parameters<Rig['bridge']['crm']['properties']['coreApi']['create']>[1]);
    expect((await add({ model: 'A', hours: '12' })).properties['hours']).toBe('12');
  });

  test('meet contacts and activities by types of the portal’s own', async () => {
    const { id } = await add({ model: 'A' });
    const contact = await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'a@x.example' }, associations: [] });
    await rig.bridge.crm.associations.v4.basicApi.createDefault(typeId, id, 'contacts', contact.id);
    const [type] = (await rig.bridge.crm.associations.v4.basicApi.getPage('contacts', contact.id, typeId)).results[0]?.associationTypes ?? [];
    expect(type).toMatchObject({ category: 'USER_DEFINED', label: null });
    const note = await rig.bridge.crm.objects.notes.basicApi.create({
      properties: { hs_timestamp: '2026-01-01T00:00:00Z', hs_note_body: 'seen' },
      associations: [],
    });
    await rig.bridge.crm.associations.v4.basicApi.createDefault('notes', note.id, typeId, id);
    expect((await rig.bridge.crm.associations.v4.basicApi.getPage(typeId, id, 'notes')).results).toHaveLength(1);
    const deal = await rig.bridge.crm.deals.basicApi.create({ properties: { dealname: 'D' }, associations: [] });
    expect((await refusal(rig.bridge.crm.associations.v4.basicApi.createDefault(typeId, id, 'deals', deal.id))).code).toBe(400);
    await rig.bridge.crm.schemas.coreApi.createAssociation(typeId, { fromObjectTypeId: typeId, toObjectTypeId: '0-3', name: 'machine_to_deal' });
    await rig.bridge.crm.associations.v4.basicApi.createDefault(typeId, id, 'deals', deal.id);
  });

  test('a merge leaves one, with the blanks filled', async () => {
    const first = await add({ model: 'A' });
    const second = await add({ model: 'B', serial: 'S9' });
    const { status } = await rig.call('POST', `/crm/v3/objects/${typeId}/merge`, { primaryObjectId: first.id, objectIdToMerge: second.id });
    expect(status).toBe(200);
    expect((await rig.bridge.crm.objects.basicApi.getById(typeId, second.id, ['model', 'serial'])).properties).toMatchObject({ model: 'A', serial: 'S9' });
  });

  test('webhooks tell of them with the generic kind alone', async () => {
    const receiver = await startReceiver();
    const subscriptions = ['creation', 'deletion'].map((what) => ({ eventType: `object.${what}`, objectTypeId: typeId }));
    await rig.control('PUT', 'apps/bridge', {
      targetUrl: receiver.url,
      subscriptions: [...subscriptions, { eventType: 'object.propertyChange', objectTypeId: typeId, propertyName: 'model' }],
    });
    const { id } = await add({ model: 'A' });
    await rig.bridge.crm.objects.basicApi.archive(typeId, id);
    const events = await receiver.until((all) => all.length === 3);
    expect(events.map((event) => [event['subscriptionType'], event['objectTypeId']]).sort()).toEqual([
      ['object.creation', typeId],
      ['object.deletion', typeId],
      ['object.propertyChange', typeId],
    ]);
  });

  test('survive a restart, schema first', async () => {
    const folder = newFolder();
    const first = await startRig(folder);
    await first.bridge.crm.schemas.coreApi.create(machine());
    const { id } = await add({ model: 'A', serial: 'S1' }, [], first);
    await first.handle.stop();
    const second = await startRig(folder);
    expect((await second.bridge.crm.objects.basicApi.getById('machine', id, ['serial'])).properties['serial']).toBe('S1');
    expect((await refusal(add({ model: 'B', serial: 'S1' }, [], second))).code).toBe(400);
  });
});
