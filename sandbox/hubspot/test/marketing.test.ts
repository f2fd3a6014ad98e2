import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, newFolder, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});

// By plain calls: version 14 of the client cannot write a form (its definition type has no attribute map).
const form = async (at: Rig = rig): Promise<string> => {
  const fieldGroups = [{ groupType: 'default_group', fields: ['email', 'firstname'].map((name) => ({ name })) }];
  return String((await at.call('POST', '/marketing/v3/forms/', { name: 'Contact us', formType: 'hubspot', fieldGroups })).body['id']);
};
const submit = (formId: string, email: string, extra: Record<string, unknown> = {}) =>
  rig.control('POST', 'forms/submit', {
    formId,
    fields: [
      { name: 'email', value: email },
      { name: 'firstname', value: 'A' },
    ],
    ...extra,
  });
const submissions = async (id: string, query = '', at: Rig = rig) => (await at.call('GET', `/form-integrations/v1/submissions/forms/${id}${query}`)).body;

describe('forms', () => {
  test('are made, listed and read; a submission makes the contact, or finds it', async () => {
    const id = await form();
    expect((await rig.call('GET', '/marketing/v3/forms/?formTypes=hubspot')).body['results']).toEqual([expect.objectContaining({ id, name: 'Contact us' })]);
    expect((await rig.call('GET', `/marketing/v3/forms/${id}`)).body['id']).toBe(id);
    const first = await submit(id, 'New@x.example');
    const again = await submit(id, 'new@x.example');
    expect(again['contactId']).toBe(first['contactId']);
    const { properties } = await rig.bridge.crm.contacts.basicApi.getById(String(first['contactId']), [
      'email',
      'num_conversion_events',
      'recent_conversion_event_name',
    ]);
    expect(properties).toMatchObject({ email: 'new@x.example', num_conversion_events: '2', recent_conversion_event_name: 'Contact us' });
    const events = await rig.call('GET', `/events/v3/events?objectType=contact&objectId=${String(first['contactId'])}&eventType=e_form_submission_v2`);
    expect(events.body['results']).toHaveLength(2);
  });

  test('submissions come newest first, fifty at most, with values and page but no contact id', async () => {
    const id = await form();
    for (const days of [3, 1, 2]) {
      const submittedAt = new Date(rig.handle.portal.clock.now() - days * 86_400_000).toISOString();
      await submit(id, `p${days}@x.example`, { submittedAt, pageUrl: 'https://x.example/contact' });
    }
    const first = await submissions(id, '?limit=2');
    expect(first).toMatchObject({
      results: [
        { pageUrl: 'https://x.example/contact', values: expect.arrayContaining([{ name: 'email', value: 'p1@x.example', objectTypeId: '0-1' }]) },
        { values: expect.arrayContaining([{ name: 'email', value: 'p2@x.example', objectTypeId: '0-1' }]) },
      ],
      paging: { next: { after: '2' } },
    });
    expect((await submissions(id, '?limit=2&after=2'))['results']).toHaveLength(1);
    expect((await rig.call('GET', `/form-integrations/v1/submissions/forms/${id}?limit=51`)).status).toBe(400);
    expect((await rig.call('GET', '/form-integrations/v1/submissions/forms/nope')).status).toBe(404);
  });

  test('an unknown field, no address and a day too far back are refused', async () => {
    const id = await form();
    expect(await rig.control('POST', 'forms/submit', { formId: id, fields: [{ name: 'nope', value: 'x' }] })).toHaveProperty('error');
    expect(await rig.control('POST', 'forms/submit', { formId: id, fields: [{ name: 'firstname', value: 'x' }] })).toHaveProperty('error');
    expect(await submit(id, 'a@x.example', { submittedAt: '2020-01-01T00:00:00Z' })).toHaveProperty('error');
  });

  test('need their scope, and survive a restart', async () => {
    const folder = newFolder();
    const before = rig;
    rig = await startRig(folder);
    const id = await form();
    await submit(id, 'a@x.example');
    await rig.handle.stop();
    const second = await startRig(folder);
    expect((await submissions(id, '', second))['results']).toHaveLength(1);
    await second.control('PUT', 'apps/bridge', { scopes: ['crm.objects.contacts.read'] });
    expect((await second.call('GET', '/marketing/v3/forms/')).status).toBe(403);
    rig = before;
  });
});

describe('campaigns', () => {
  const BASE = '/marketing/v3/campaigns';
  const make = async (name = 'Spring') => String((await rig.call('POST', BASE, { properties: { hs_name: name, hs_campaign_status: 'active' } })).body['id']);

  test('show the properties that are asked for, keep their assets, and go', async () => {
    const id = await make();
    expect((await rig.call('GET', `${BASE}/${id}`)).body['properties']).toEqual({});
    expect((await rig.call('GET', `${BASE}?properties=hs_name`)).body).toMatchObject({ total: 1, results: [{ id, properties: { hs_name: 'Spring' } }] });
    expect((await rig.call('PUT', `${BASE}/${id}/assets/FORM/f-1`)).status).toBe(204);
    expect((await rig.call('GET', `${BASE}/${id}/assets/FORM`)).body['results']).toEqual([{ id: 'f-1' }]);
    expect((await rig.call('PATCH', `${BASE}/${id}`, { properties: { hs_campaign_status: 'completed' } })).body['properties']).toMatchObject({
      hs_campaign_status: 'completed',
    });
    expect((await rig.call('DELETE', `${BASE}/${id}`)).status).toBe(204);
    expect((await rig.call('GET', `${BASE}/${id}`)).status).toBe(404);
  });

  test.each([
    ['no name', {}],
    ['an unknown property', { hs_name: 'A', nope: '1' }],
    ['a status there is not', { hs_name: 'A', hs_campaign_status: 'done' }],
    ['a name twice', { hs_name: 'Spring' }],
  ])('%s is refused', async (_name, properties) => {
    await make();
    expect((await rig.call('POST', BASE, { properties })).status).toBe(400);
  });

  test('tell the ids of the contacts they reached, by kind of touch and by day', async () => {
    const id = await make();
    const contact = (await rig.bridge.crm.contacts.basicApi.create({ properties: { email: 'a@x.example' }, associations: [] })).id;
    await rig.control('POST', 'campaigns/touch', { campaignId: id, contacts: [{ id: contact, at: '2026-05-02T10:00:00Z' }, { id: contact }, { id: '7' }] });
    const reached = async (touch: string, query = '') => (await rig.call('GET', `${BASE}/${id}/reports/contacts/${touch}${query}`)).body['results'];
    expect(await reached('influencedContacts')).toEqual([{ id: contact }]);
    expect(await reached('contactFirstTouch')).toEqual([]);
    expect(await reached('influencedContacts', '?startDate=2026-05-02&endDate=2026-05-02')).toEqual([{ id: contact }]);
    expect(await reached('influencedContacts', '?startDate=2026-05-03&endDate=2026-05-04')).toEqual([]);
    expect((await rig.call('GET', `${BASE}/${id}/reports/contacts/nope`)).status).toBe(400);
  });
});
