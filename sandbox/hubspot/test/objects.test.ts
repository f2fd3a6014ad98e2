import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanUp, refusal, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

const contact = (properties: Record<string, string>) => ({ properties, associations: [] });
const newContact = async (rig: Rig, properties: Record<string, string>): Promise<string> =>
  (await rig.bridge.crm.contacts.basicApi.create(contact(properties))).id;
const newDeal = (rig: Rig, properties: Record<string, string>) => rig.bridge.crm.deals.basicApi.create(contact(properties));

describe('one record', () => {
  test('is created, read, changed, archived and listed by the real client', async () => {
    const rig = await startRig();
    const api = rig.bridge.crm.contacts.basicApi;
    const made = await api.create(contact({ email: 'Ann@X.example', firstname: 'Ann' }));
    expect(Number(made.id)).toBeGreaterThan(2 ** 32);
    expect(made.properties).toMatchObject({ email: 'ann@x.example', firstname: 'Ann', lifecyclestage: 'lead', hs_object_id: made.id });
    const read = await api.getById(made.id, ['email', 'phone', 'no_such_property']);
    expect(read.properties).toMatchObject({ email: 'ann@x.example', phone: null });
    expect(read.properties).not.toHaveProperty('no_such_property');
    expect(read.createdAt).toBeInstanceOf(Date);
    const changed = await api.update(made.id, { properties: { phone: '1', firstname: '' } });
    expect(changed.properties).toMatchObject({ phone: '1', firstname: null });
    expect((await api.getById('ann@x.example', ['phone'], undefined, undefined, false, 'email')).id).toBe(made.id);
    await api.archive(made.id);
    expect((await refusal(api.getById(made.id))).code).toBe(404);
    expect((await api.getById(made.id, undefined, undefined, undefined, true)).archived).toBe(true);
    expect((await api.getPage()).results).toEqual([]);
    expect((await api.getPage(10, undefined, undefined, undefined, undefined, true)).results.map((item) => item.id)).toEqual([made.id]);
  });

  test('lists page by cursor', async () => {
    const rig = await startRig();
    const ids = await Promise.all(['a', 'b', 'c'].map((name) => newContact(rig, { email: `${name}@x.example` })));
    const api = rig.bridge.crm.contacts.basicApi;
    const first = await api.getPage(2);
    const second = await api.getPage(2, first.paging?.next?.after);
    expect([...first.results, ...second.results].map((item) => item.id)).toEqual([...ids].sort());
    expect(second.paging).toBeUndefined();
    expect((await rig.call('GET', '/crm/v3/objects/contacts?limit=101')).status).toBe(400);
  });

  test('keeps history with source, newest first', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example', phone: '1' });
    await rig.control('PUT', 'clock', { frozen: true, nowMs: Date.UTC(2026, 5, 1, 12, 0, 0, 7) });
    await rig.marketer.crm.contacts.basicApi.update(id, { properties: { phone: '2' } });
    await rig.bridge.crm.contacts.basicApi.update(id, { properties: { phone: '2' } });
    const read = await rig.call('GET', `/crm/v3/objects/contacts/${id}?propertiesWithHistory=phone`);
    expect(read.body).toMatchObject({
      properties: { phone: '2' },
      propertiesWithHistory: {
        phone: [
          { value: '2', timestamp: '2026-06-01T12:00:00.007Z', sourceType: 'CRM_UI', sourceId: 'userId:9100001', updatedByUserId: 9100001 },
          { value: '1', sourceType: 'INTEGRATION', sourceId: '3127001' },
        ],
      },
    });
    expect(read.body).toHaveProperty('propertiesWithHistory.phone.length', 2);
  });
});

describe('identity', () => {
  test('an address is taken by its primary and by its secondary holder', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example', hs_additional_emails: 'b@x.example' });
    for (const email of ['A@x.example', 'b@x.example']) {
      const { code, body } = await refusal(newContact(rig, { email }));
      expect([code, body]).toMatchObject([409, { status: 'error', category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` }]);
    }
    const other = await newContact(rig, { email: 'c@x.example' });
    expect((await refusal(rig.bridge.crm.contacts.basicApi.update(other, { properties: { email: 'b@x.example' } }))).code).toBe(409);
    expect((await rig.call('GET', '/crm/v3/objects/contacts/b@x.example?idProperty=email')).body['id']).toBe(id);
  });

  test('a secondary address that becomes primary changes places with it', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example', hs_additional_emails: 'b@x.example' });
    await rig.bridge.crm.contacts.basicApi.update(id, { properties: { email: 'b@x.example' } });
    expect((await rig.bridge.crm.contacts.basicApi.getById(id, ['email', 'hs_additional_emails'])).properties).toMatchObject({
      email: 'b@x.example',
      hs_additional_emails: 'a@x.example',
    });
  });

  test('an archived contact gives its address free', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example' });
    await rig.bridge.crm.contacts.basicApi.archive(id);
    const next = await newContact(rig, { email: 'a@x.example' });
    expect(next).not.toBe(id);
    expect((await rig.control('POST', 'records/restore', { object: 'contacts', id }))['error']).toContain('email');
  });

  test('companies may share a domain', async () => {
    const rig = await startRig();
    const make = () => rig.bridge.crm.companies.basicApi.create(contact({ domain: 'X.example' }));
    expect((await make()).id).not.toBe((await make()).id);
  });

  test('a property with hasUniqueValue is enforced and identifies', async () => {
    const rig = await startRig();
    await rig.bridge.crm.properties.coreApi.create('deals', {
      name: 'sync_key',
      label: 'Key',
      type: 'string',
      fieldType: 'text',
      groupName: 'dealinformation',
      hasUniqueValue: true,
    } as Parameters<typeof rig.bridge.crm.properties.coreApi.create>[1]);
    const first = await newDeal(rig, { dealname: 'A', sync_key: 'k1' });
    const { code, body } = await refusal(newDeal(rig, { dealname: 'B', sync_key: 'k1' }));
    expect([code, body]).toMatchObject([
      400,
      { category: 'VALIDATION_ERROR', errors: [{ code: 'CONFLICTING_UNIQUE_VALUE', message: expect.stringContaining(`${first.id} already has that value.`) }] },
    ]);
    expect((await rig.call('GET', '/crm/v3/objects/deals/k1?idProperty=sync_key')).body['id']).toBe(first.id);
  });
});

describe('rules of the platform', () => {
  test.each([
    ['an unknown property', { nope: '1' }, 'PROPERTY_DOESNT_EXIST', 'Property "nope" does not exist'],
    ['a read-only property', { hs_email_optout: 'true' }, 'READ_ONLY_VALUE', '"hs_email_optout" is a read only property; its value cannot be set.'],
    ['a wrong option', { hs_lead_status: 'new' }, 'INVALID_OPTION', 'new was not one of the allowed options: [NEW, OPEN,'],
    ['an owner by user id', { hubspot_owner_id: '9100001' }, 'INVALID_OPTION', '9100001 was not one of the allowed options'],
    ['an owner who has left', { hubspot_owner_id: '71004004' }, 'INVALID_OPTION', '71004004 was not one of'],
    ['no address', { email: 'x' }, 'INVALID_EMAIL', 'Email address x is invalid'],
  ])('%s is refused in JSON inside the message', async (_name, properties, code, message) => {
    const rig = await startRig();
    const { status, body } = await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'A', ...properties } });
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR', correlationId: expect.any(String), errors: [{ code }] });
    const text = String(body['message']);
    expect(text).toMatch(/^Property values were not valid: \[/);
    expect(JSON.parse(text.slice(text.indexOf('[')))).toMatchObject([
      { isValid: false, error: code, name: Object.keys(properties)[0], message: expect.stringContaining(message) },
    ]);
  });

  test('a contact needs an address or a name, whole bodies need their shape', async () => {
    const rig = await startRig();
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { properties: { phone: '1' } })).status).toBe(400);
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { phone: '1' })).status).toBe(400);
    expect((await rig.call('POST', '/crm/v3/objects/contacts', { properties: { phone: ['1'] } })).status).toBe(400);
    expect((await rig.call('POST', '/crm/v3/objects/unicorns', { properties: {} })).body['message']).toContain('Unable to infer object type from: unicorns');
    expect((await rig.call('PATCH', '/crm/v3/objects/contacts/1', { properties: {} })).status).toBe(404);
  });

  test('the lifecycle stage moves forward; back only over blank', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example', lifecyclestage: 'opportunity' });
    const set = async (stage: string): Promise<string | null | undefined> =>
      (await rig.bridge.crm.contacts.basicApi.update(id, { properties: { lifecyclestage: stage } })).properties['lifecyclestage'];
    expect(await set('lead')).toBe('opportunity');
    expect(await set('customer')).toBe('customer');
    expect(await set('')).toBeNull();
    expect(await set('lead')).toBe('lead');
    expect((await rig.bridge.crm.contacts.basicApi.getById(id, ['hs_lifecyclestage_customer_date'])).properties['hs_lifecyclestage_customer_date']).toEqual(
      expect.any(String),
    );
  });

  test('a deal stage must belong to the pipeline, and closing derives what HubSpot derives', async () => {
    const rig = await startRig();
    const deal = await newDeal(rig, { dealname: 'A', dealstage: 'contractsent', amount: '1000' });
    expect(deal.properties).toMatchObject({ pipeline: 'default', hs_projected_amount: '900', hs_is_closed: 'false' });
    const api = rig.bridge.crm.deals.basicApi;
    expect((await refusal(api.update(deal.id, { properties: { dealstage: 'nowhere' } }))).body).toMatchObject({ errors: [{ code: 'INVALID_OPTION' }] });
    expect((await refusal(api.update(deal.id, { properties: { pipeline: 'other' } }))).code).toBe(400);
    await api.update(deal.id, { properties: { dealstage: 'closedwon' } });
    expect((await api.getById(deal.id, ['hs_is_closed_won', 'closedate', 'hs_closed_amount'])).properties).toMatchObject({
      hs_is_closed_won: 'true',
      closedate: expect.any(String),
      hs_closed_amount: '1000',
    });
  });

  test('activities need a time and pass over unknown properties', async () => {
    const rig = await startRig();
    const api = rig.bridge.crm.objects.tasks.basicApi;
    expect((await refusal(api.create(contact({ hs_task_subject: 'x' })))).code).toBe(400);
    const task = await api.create(contact({ hs_task_subject: 'x', hs_timestamp: '1772236800000', nope: '1' }));
    expect(task.properties).toMatchObject({ hs_timestamp: '2026-02-28T00:00:00.000Z', hs_task_subject: 'x' });
  });
});

describe('merge and forgetting', () => {
  test('the merged id leads to the survivor, who keeps both addresses', async () => {
    const rig = await startRig();
    const one = await newContact(rig, { email: 'a@x.example', firstname: 'Ann', lifecyclestage: 'lead' });
    const two = await newContact(rig, { email: 'b@x.example', firstname: 'Anna', phone: '7', lifecyclestage: 'customer' });
    const company = (await rig.bridge.crm.companies.basicApi.create(contact({ name: 'X' }))).id;
    await rig.bridge.crm.associations.v4.basicApi.createDefault('contacts', two, 'companies', company);
    const merged = await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: one, objectIdToMerge: two });
    expect(merged.id).toBe(one);
    const read = await rig.call(
      'GET',
      `/crm/v3/objects/contacts/${two}?properties=email,hs_additional_emails,firstname,phone,lifecyclestage,hs_merged_object_ids,associatedcompanyid`,
    );
    expect(read.body).toMatchObject({
      id: one,
      properties: {
        email: 'a@x.example',
        hs_additional_emails: 'b@x.example',
        firstname: 'Ann',
        phone: '7',
        lifecyclestage: 'customer',
        hs_merged_object_ids: two,
        associatedcompanyid: company,
      },
    });
    expect((await refusal(newContact(rig, { email: 'b@x.example' }))).code).toBe(409);
    expect((await rig.bridge.crm.contacts.basicApi.getPage()).results).toHaveLength(1);
  });

  test('a merge may make a third record', async () => {
    const rig = await startRig();
    const [one, two] = [await newContact(rig, { email: 'a@x.example' }), await newContact(rig, { email: 'b@x.example' })];
    await rig.control('PUT', 'settings', { mergeCreatesNewId: true });
    const merged = await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: one, objectIdToMerge: two });
    expect([one, two]).not.toContain(merged.id);
    for (const id of [one, two]) expect((await rig.bridge.crm.contacts.basicApi.getById(id, ['email'])).id).toBe(merged.id);
  });

  test('a forgotten contact is gone for good', async () => {
    const rig = await startRig();
    const id = await newContact(rig, { email: 'a@x.example' });
    await rig.bridge.crm.contacts.basicApi.purge({ objectId: 'a@x.example', idProperty: 'email' });
    expect((await refusal(rig.bridge.crm.contacts.basicApi.getById(id, undefined, undefined, undefined, true))).code).toBe(404);
    expect(rig.handle.portal.state.of('contacts').size).toBe(0);
  });
});
