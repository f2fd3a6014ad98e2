import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
let contact: string;
let companies: string[];
const spec = (associationTypeId: number, associationCategory = Category.HubspotDefined) => ({ associationCategory, associationTypeId });
const create = async (object: string, properties: Record<string, string>, associations: unknown[] = []): Promise<string> =>
  String((await rig.call('POST', `/crm/v3/objects/${object}`, { properties, associations })).body['id']);

beforeEach(async () => {
  rig = await startRig();
  contact = await create('contacts', { email: 'a@x.example' });
  companies = [await create('companies', { name: 'One' }), await create('companies', { name: 'Two' })];
});

async function seen(from = 'contacts', id = contact, to = 'companies'): Promise<Record<string, number[]>> {
  const page = await rig.bridge.crm.associations.v4.basicApi.getPage(from, id, to);
  return Object.fromEntries(page.results.map((item) => [String(item.toObjectId), item.associationTypes.map((type) => type.typeId)]));
}

describe('one pair', () => {
  test('default association: unlabelled and, for the first company, primary; both directions', async () => {
    const [one = '', two = ''] = companies;
    const api = rig.bridge.crm.associations.v4.basicApi;
    const answer = await api.createDefault('contacts', contact, 'companies', one);
    expect(answer.status).toBe('COMPLETE');
    await api.createDefault('contacts', contact, 'companies', two);
    expect(await seen()).toEqual({ [one]: [279, 1], [two]: [279] });
    expect(await seen('companies', one, 'contacts')).toEqual({ [contact]: [280, 2] });
  });

  test('far ids are numbers and labels are named', async () => {
    const [one = ''] = companies;
    await rig.bridge.crm.associations.v4.basicApi.createDefault('contacts', contact, 'companies', one);
    const { body } = await rig.call('GET', `/crm/v4/objects/contacts/${contact}/associations/companies`);
    expect(body['results']).toEqual([
      {
        toObjectId: Number(one),
        associationTypes: [
          { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
          { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
        ],
      },
    ]);
  });

  test('a new primary takes it from the former, from either end', async () => {
    const [one = '', two = ''] = companies;
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.create('contacts', contact, 'companies', one, [spec(1)]);
    const made = await api.create('contacts', contact, 'companies', two, [spec(1)]);
    expect(made.labels).toEqual(['Primary']);
    expect(await seen()).toEqual({ [one]: [279], [two]: [279, 1] });
    await api.create('companies', one, 'contacts', contact, [spec(2)]);
    expect(await seen()).toEqual({ [one]: [279, 1], [two]: [279] });
    expect((await rig.bridge.crm.contacts.basicApi.getById(contact, ['associatedcompanyid'])).properties['associatedcompanyid']).toBe(one);
  });

  test('writing replaces labels, archiving ends the pair', async () => {
    const [one = ''] = companies;
    const labels = await rig.bridge.crm.associations.v4.schema.definitionsApi.create('contacts', 'companies', {
      label: 'Billing',
      name: 'billing',
      inverseLabel: 'Billed by',
    });
    const typeId = labels.results[0]?.typeId ?? 0;
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.create('contacts', contact, 'companies', one, [spec(typeId, Category.UserDefined)]);
    const carried = async () => (await api.getPage('contacts', contact, 'companies')).results[0]?.associationTypes.map((type) => type.label);
    expect(await carried()).toEqual([null, 'Billing', 'Primary']);
    await api.create('contacts', contact, 'companies', one, [spec(279)]);
    expect(await carried()).toEqual([null, 'Primary']);
    await api.archive('contacts', contact, 'companies', one);
    expect(await seen()).toEqual({});
    expect(await seen('companies', one, 'contacts')).toEqual({});
  });

  test('a type of another pair, a missing record and a missing pair of objects are refused', async () => {
    const [one = ''] = companies;
    const api = rig.bridge.crm.associations.v4.basicApi;
    expect((await refusal(api.create('contacts', contact, 'companies', one, [spec(3)]))).code).toBe(400);
    expect((await refusal(api.createDefault('contacts', contact, 'companies', '7'))).code).toBe(404);
    const product = await create('products', { name: 'P' });
    expect((await refusal(api.createDefault('companies', one, 'products', product))).code).toBe(400);
    expect((await refusal(api.getPage('contacts', '7', 'companies'))).code).toBe(404);
  });
});

describe('with records', () => {
  test('associations of an archived record rest until it is restored', async () => {
    const [one = ''] = companies;
    await rig.bridge.crm.associations.v4.basicApi.createDefault('contacts', contact, 'companies', one);
    await rig.bridge.crm.companies.basicApi.archive(one);
    expect(await seen()).toEqual({});
    expect((await rig.bridge.crm.contacts.basicApi.getById(contact, ['associatedcompanyid'])).properties['associatedcompanyid']).toBeNull();
    await rig.control('POST', 'records/restore', { object: 'companies', id: one });
    expect(await seen()).toEqual({ [one]: [279, 1] });
  });

  test.each([false, true])('a merge leaves one primary company and the labels of both (new id: %s)', async (mergeCreatesNewId) => {
    const [one = '', two = ''] = companies;
    const other = await create('contacts', { email: 'b@x.example' });
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.createDefault('contacts', contact, 'companies', one);
    await api.createDefault('contacts', other, 'companies', two);
    await api.createDefault('contacts', other, 'companies', one);
    await rig.control('PUT', 'settings', { mergeCreatesNewId });
    const merged = await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: contact, objectIdToMerge: other });
    expect(await seen('contacts', merged.id)).toEqual({ [one]: [279, 1], [two]: [279] });
    expect(await seen('companies', two, 'contacts')).toEqual({ [merged.id]: [280] });
  });

  test('contacts of a merged company go to the survivor as their primary one', async () => {
    const [one = '', two = ''] = companies;
    const other = await create('contacts', { email: 'b@x.example' });
    const api = rig.bridge.crm.associations.v4.basicApi;
    await api.createDefault('contacts', contact, 'companies', one);
    await api.createDefault('contacts', other, 'companies', two);
    await rig.bridge.crm.companies.basicApi.merge({ primaryObjectId: one, objectIdToMerge: two });
    expect(await seen('contacts', other)).toEqual({ [one]: [279, 1] });
  });

  test('a record is created with its associations, and shows them', async () => {
    const [one = ''] = companies;
    const deal = await create('deals', { dealname: 'D' }, [
      { to: { id: one }, types: [spec(5)] },
      { to: { id: contact }, types: [spec(3)] },
    ]);
    expect(await seen('deals', deal, 'companies')).toEqual({ [one]: [341, 5] });
    expect(await seen('deals', deal, 'contacts')).toEqual({ [contact]: [3] });
    const { body } = await rig.call('GET', `/crm/v3/objects/deals/${deal}?associations=contacts,companies`);
    expect(body['associations']).toEqual({
      companies: {
        results: [
          { id: one, type: 'deal_to_company_unlabeled' },
          { id: one, type: 'deal_to_company' },
        ],
      },
      contacts: { results: [{ id: contact, type: 'deal_to_contact' }] },
    });
    const bad = await rig.call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'E' }, associations: [{ to: { id: '7' }, types: [spec(3)] }] });
    expect(bad.status).toBe(404);
    expect(rig.handle.portal.state.of('deals').size).toBe(1);
  });

  test('a batch creates records with their primary company', async () => {
    const [one = ''] = companies;
    const { results } = await rig.bridge.crm.contacts.batchApi.create({
      inputs: [{ properties: { email: 'n@x.example' }, associations: [{ to: { id: one }, types: [spec(1)] }] }],
    });
    expect(await seen('contacts', results[0]?.id)).toEqual({ [one]: [279, 1] });
  });
});

describe('batches', () => {
  test('create, read, unlabel and archive by the real client', async () => {
    const [one = '', two = ''] = companies;
    const api = rig.bridge.crm.associations.v4.batchApi;
    const inputs = [one, two].map((id) => ({ _from: { id: contact }, to: { id }, types: [spec(279)] }));
    expect((await api.create('contacts', 'companies', { inputs })).results).toHaveLength(2);
    const read = await api.getPage('contacts', 'companies', { inputs: [{ id: contact }] });
    expect(read.results[0]?.to.map((item) => Number(item.toObjectId)).sort()).toEqual(companies.map(Number).sort());
    await api.archiveLabels('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: { id: one }, types: [spec(1)] }] });
    expect((await seen())[one]).toEqual([279]);
    await api.archiveLabels('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: { id: two }, types: [spec(279)] }] });
    expect(await seen()).toEqual({ [one]: [279] });
    await api.archive('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: [{ id: one }] }] });
    expect(await seen()).toEqual({});
    expect((await api.createDefault('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: { id: one } }] })).status).toBe('COMPLETE');
  });

  test('records without associations are errors of a 207', async () => {
    const { status, body } = await rig.call('POST', '/crm/v4/associations/contacts/companies/batch/read', { inputs: [{ id: contact }] });
    expect([status, body]).toMatchObject([
      207,
      { numErrors: 1, errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context: { fromObjectId: [contact] } }] },
    ]);
  });

  test('one bad pair does not stop the others', async () => {
    const [one = ''] = companies;
    const inputs = [one, '7'].map((id) => ({ from: { id: contact }, to: { id }, types: [spec(279)] }));
    const { status, body } = await rig.call('POST', '/crm/v4/associations/contacts/companies/batch/create', { inputs });
    expect([status, body]).toMatchObject([207, { numErrors: 1, results: [{ toObjectId: Number(one) }], errors: [{ context: { toObjectId: ['7'] } }] }]);
  });

  test.each([
    ['read', 1_001],
    ['create', 2_001],
  ])('%s refuses %i inputs', async (verb, count) => {
    const inputs = Array.from({ length: count }, (_, id) => ({ id: String(id) }));
    expect((await rig.call('POST', `/crm/v4/associations/contacts/companies/batch/${verb}`, { inputs })).status).toBe(400);
  });
});

test('labels are listed, renamed and removed', async () => {
  const api = rig.bridge.crm.associations.v4.schema.definitionsApi;
  const made = await api.create('contacts', 'companies', { label: 'Billing', name: 'billing' });
  const typeId = made.results[0]?.typeId ?? 0;
  await api.update('contacts', 'companies', { associationTypeId: typeId, label: 'Payer' });
  expect((await api.getAll('contacts', 'companies')).results.map((item) => [item.typeId, item.label])).toEqual([
    [279, null],
    [1, 'Primary'],
    [typeId, 'Payer'],
  ]);
  await api.remove('contacts', 'companies', typeId);
  expect((await api.getAll('contacts', 'companies')).results).toHaveLength(2);
});
