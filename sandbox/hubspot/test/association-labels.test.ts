import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, newFolder, refusal, startReceiver, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
let contact: string;
let companies: string[];
const spec = (associationTypeId: number, associationCategory = Category.UserDefined) => ({ associationCategory, associationTypeId });
const create = async (object: string, properties: Record<string, string>, associations: unknown[] = []): Promise<string> =>
  String((await rig.call('POST', `/crm/v3/objects/${object}`, { properties, associations })).body['id']);

beforeEach(async () => {
  rig = await startRig();
  contact = await create('contacts', { email: 'a@x.example' });
  companies = [await create('companies', { name: 'One' }), await create('companies', { name: 'Two' })];
});

const schema = () => rig.bridge.crm.associations.v4.schema.definitionsApi;
const labels = async (from = 'contacts', id = contact, to = 'companies'): Promise<Record<string, (string | undefined)[]>> => {
  const page = await rig.bridge.crm.associations.v4.basicApi.getPage(from, id, to);
  return Object.fromEntries(page.results.map((item) => [String(item.toObjectId), item.associationTypes.map((type) => type.label)]));
};

describe('labels', () => {
  test('a pair of words has a number for each end, and reads right from both', async () => {
    const [one = ''] = companies;
    const made = await schema().create('contacts', 'companies', { name: 'billing', label: 'Bills', inverseLabel: 'Billed by' });
    expect(made.results.map((type) => [type.category, type.label])).toEqual([
      ['USER_DEFINED', 'Bills'],
      ['USER_DEFINED', 'Billed by'],
    ]);
    const [forth, back] = made.results.map((type) => type.typeId);
    expect(forth).not.toBe(back);
    await rig.bridge.crm.associations.v4.basicApi.create('contacts', contact, 'companies', one, [spec(forth ?? 0)]);
    expect((await labels())[one]).toContain('Bills');
    expect((await labels('companies', one, 'contacts'))[contact]).toContain('Billed by');
    expect((await schema().getAll('companies', 'contacts')).results).toContainEqual(expect.objectContaining({ typeId: back, label: 'Billed by' }));
  });

  test('numbers of own labels collide with those of HubSpot: the category tells them apart', async () => {
    const [one = ''] = companies;
    const made = await schema().create('contacts', 'companies', { name: 'agent', label: 'Agent' });
    const typeId = made.results[0]?.typeId ?? 0;
    expect(typeId).toBe(1); // 1 is also "primary company"
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.create('contacts', contact, 'companies', companies[1] ?? '', [spec(1, Category.HubspotDefined)]);
    await api.create('contacts', contact, 'companies', one, [spec(typeId)]);
    expect(await labels()).toEqual({ [one]: [null, 'Agent'], [companies[1] ?? '']: [null, 'Primary'] });
    expect((await refusal(api.create('contacts', contact, 'companies', one, [spec(typeId, Category.IntegratorDefined)]))).code).toBe(400);
  });

  test('one word between records of one kind is one number; a pair of words is two', async () => {
    const alike = await schema().create('contacts', 'contacts', { name: 'sibling', label: 'Sibling' });
    expect(alike.results).toHaveLength(1);
    const pair = await schema().create('contacts', 'contacts', { name: 'manager', label: 'Manager', inverseLabel: 'Report' });
    const other = await create('contacts', { email: 'b@x.example' });
    await rig.bridge.crm.associations.v4.basicApi.create('contacts', contact, 'contacts', other, [spec(pair.results[0]?.typeId ?? 0)]);
    expect((await labels('contacts', contact, 'contacts'))[other]).toContain('Manager');
    expect((await labels('contacts', other, 'contacts'))[contact]).toContain('Report');
  });

  test('renaming both words, and taking a label away from every pair that carries it', async () => {
    const [one = ''] = companies;
    const made = await schema().create('contacts', 'companies', { name: 'billing', label: 'Bills', inverseLabel: 'Billed by' });
    const typeId = made.results[0]?.typeId ?? 0;
    await rig.bridge.crm.associations.v4.basicApi.create('contacts', contact, 'companies', one, [spec(typeId)]);
    await schema().update('contacts', 'companies', { associationTypeId: typeId, label: 'Pays', inverseLabel: 'Paid by' });
    expect((await labels('companies', one, 'contacts'))[contact]).toContain('Paid by');
    await schema().remove('contacts', 'companies', typeId);
    expect(await labels()).toEqual({ [one]: [null, 'Primary'] });
    expect((await refusal(schema().remove('contacts', 'companies', typeId))).code).toBe(404);
    expect((await refusal(schema().remove('contacts', 'companies', 279))).code).toBe(404);
  });

  test('ten a pair of kinds, a pair of words counted once, a name once', async () => {
    for (let index = 0; index < 10; index += 1)
      await schema().create('contacts', 'deals', { name: `l${index}`, label: `L${index}`, inverseLabel: `M${index}` });
    expect((await refusal(schema().create('contacts', 'deals', { name: 'l10', label: 'L10' }))).code).toBe(400);
    await schema().create('contacts', 'companies', { name: 'l0', label: 'L0' });
    expect((await refusal(schema().create('contacts', 'companies', { name: 'l0', label: 'Other' }))).code).toBe(400);
  });

  test('labels survive a restart', async () => {
    const folder = newFolder();
    const first = await startRig(folder);
    await first.bridge.crm.associations.v4.schema.definitionsApi.create('contacts', 'deals', { name: 'x', label: 'X' });
    await first.handle.stop();
    const second = await startRig(folder);
    const { results } = await second.bridge.crm.associations.v4.schema.definitionsApi.getAll('contacts', 'deals');
    expect(results.map((type) => type.label)).toEqual([null, 'X']);
  });

  test('webhooks of the generic kind name number and category', async () => {
    const receiver = await startReceiver();
    const [one = ''] = companies;
    const made = await schema().create('contacts', 'companies', { name: 'agent', label: 'Agent' });
    await rig.control('PUT', 'apps/bridge', { targetUrl: receiver.url, subscriptions: [{ eventType: 'object.associationChange', objectTypeId: '0-1' }] });
    await rig.bridge.crm.associations.v4.basicApi.create('contacts', contact, 'companies', one, [spec(made.results[0]?.typeId ?? 0)]);
    const events = await receiver.until((all) => all.length >= 3);
    expect(events.map((event) => [event['associationCategory'], event['associationTypeId']])).toEqual(
      expect.arrayContaining([
        ['HUBSPOT_DEFINED', 279],
        ['HUBSPOT_DEFINED', 1],
        ['USER_DEFINED', 1],
      ]),
    );
  });
});

describe('limits an admin sets', () => {
  const limits = '/crm/v4/associations/definitions/configurations';
  const limit = (typeId: number, maxToObjectIds: number, category = 'HUBSPOT_DEFINED') => ({ inputs: [{ category, typeId, maxToObjectIds }] });

  test('beyond it an association is refused; the present one may be written again', async () => {
    const [one = '', two = ''] = companies;
    expect((await rig.call('POST', `${limits}/contacts/companies/batch/create`, limit(279, 1))).status).toBe(201);
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.createDefault('contacts', contact, 'companies', one);
    await api.createDefault('contacts', contact, 'companies', one);
    const refused = await refusal(api.createDefault('contacts', contact, 'companies', two));
    expect([refused.code, refused.body]).toEqual([400, expect.objectContaining({ subCategory: 'crm.associations.ASSOCIATION_LIMIT_EXCEEDED' })]);
    const batch = await rig.bridge.crm.associations.v4.batchApi.createDefault('contacts', 'companies', {
      inputs: [{ _from: { id: contact }, to: { id: two } }],
    });
    expect(batch.results).toEqual([]);
    const purge = await rig.call('POST', `${limits}/contacts/companies/batch/purge`, { inputs: [{ category: 'HUBSPOT_DEFINED', typeId: 279 }] });
    expect(purge.status).toBe(204);
    await api.createDefault('contacts', contact, 'companies', two);
  });

  test('the other end is counted in its own direction', async () => {
    await rig.call('POST', `${limits}/companies/contacts/batch/create`, limit(280, 1));
    const other = await create('contacts', { email: 'b@x.example' });
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.createDefault('contacts', contact, 'companies', companies[0] ?? '');
    expect((await refusal(api.createDefault('contacts', other, 'companies', companies[0] ?? ''))).code).toBe(400);
    await api.createDefault('contacts', other, 'companies', companies[1] ?? '');
  });

  test('a label has no more room than the plain association', async () => {
    const made = await schema().create('contacts', 'companies', { name: 'agent', label: 'Agent' });
    const typeId = made.results[0]?.typeId ?? 0;
    await rig.call('POST', `${limits}/contacts/companies/batch/create`, limit(279, 5));
    expect((await rig.call('POST', `${limits}/contacts/companies/batch/create`, limit(typeId, 6, 'USER_DEFINED'))).status).toBe(400);
    expect((await rig.call('POST', `${limits}/contacts/companies/batch/create`, limit(typeId, 4, 'USER_DEFINED'))).status).toBe(201);
    expect((await rig.call('POST', `${limits}/contacts/companies/batch/update`, limit(279, 3))).status).toBe(400);
    expect((await rig.call('GET', `${limits}/contacts/companies`)).body['results']).toHaveLength(2);
    expect((await rig.call('GET', `${limits}/all`)).body['results']).toHaveLength(2);
  });
});

describe('companies among themselves', () => {
  test('a company has one parent: a new one takes its place, from either end', async () => {
    const [one = '', two = ''] = companies;
    const child = await create('companies', { name: 'Child' });
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.create('companies', one, 'companies', child, [spec(13, Category.HubspotDefined)]);
    expect((await labels('companies', child, 'companies'))[one]).toContain('Parent Company');
    await api.create('companies', child, 'companies', two, [spec(14, Category.HubspotDefined)]);
    expect(await labels('companies', child, 'companies')).toEqual({ [one]: [null], [two]: [null, 'Parent Company'] });
    expect((await rig.bridge.crm.companies.basicApi.getById(child, ['hs_parent_company_id'])).properties['hs_parent_company_id']).toBe(two);
    expect((await rig.bridge.crm.companies.basicApi.getById(two, ['hs_num_child_companies'])).properties['hs_num_child_companies']).toBe('1');
    expect((await refusal(api.create('companies', one, 'companies', one, [spec(13, Category.HubspotDefined)]))).code).toBe(400);
  });
});
