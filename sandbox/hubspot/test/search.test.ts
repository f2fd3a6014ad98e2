import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/index.js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cleanUp, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

type Filter = Readonly<Record<string, unknown>>;

const PEOPLE = [
  { email: 'ann.lee@x.example', firstname: 'Ann', phone: '1', hs_lead_status: 'NEW', annualrevenue: '5', hs_buying_role: 'CHAMPION;END_USER' },
  { email: 'bob@y.example', firstname: 'Bob', hs_lead_status: 'OPEN', hs_additional_emails: 'bob.old@z.example' },
  { email: 'cyd@y.example', firstname: 'Cyd', closedate: '2026-03-01T00:00:00Z' },
];

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
  for (const properties of PEOPLE) await rig.call('POST', '/crm/v3/objects/contacts', { properties });
});

async function names(body: Record<string, unknown>): Promise<unknown[]> {
  const answer = await rig.call('POST', '/crm/v3/objects/contacts/search', { properties: ['firstname'], ...body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return (answer.body['results'] as { properties: { firstname: string } }[]).map((item) => item.properties.firstname);
}

const where = (...filters: Filter[]) => ({ filterGroups: [{ filters }] });

describe('filters', () => {
  test.each([
    ['EQ', { propertyName: 'email', operator: 'EQ', value: 'ANN.LEE@x.example' }, ['Ann']],
    ['EQ on one of several options', { propertyName: 'hs_buying_role', operator: 'EQ', value: 'END_USER' }, ['Ann']],
    ['NEQ, blanks too', { propertyName: 'hs_lead_status', operator: 'NEQ', value: 'NEW' }, ['Bob', 'Cyd']],
    ['IN on text, lower case', { propertyName: 'firstname', operator: 'IN', values: ['ann', 'cyd'] }, ['Ann', 'Cyd']],
    ['IN on text in capitals finds nothing', { propertyName: 'firstname', operator: 'IN', values: ['Ann'] }, []],
    ['IN on options, exact', { propertyName: 'hs_lead_status', operator: 'IN', values: ['NEW', 'OPEN'] }, ['Ann', 'Bob']],
    ['NOT_IN', { propertyName: 'hs_lead_status', operator: 'NOT_IN', values: ['NEW'] }, ['Bob', 'Cyd']],
    ['HAS_PROPERTY', { propertyName: 'phone', operator: 'HAS_PROPERTY' }, ['Ann']],
    ['NOT_HAS_PROPERTY', { propertyName: 'phone', operator: 'NOT_HAS_PROPERTY' }, ['Bob', 'Cyd']],
    ['CONTAINS_TOKEN', { propertyName: 'email', operator: 'CONTAINS_TOKEN', value: 'y.example' }, []],
    ['CONTAINS_TOKEN with a star', { propertyName: 'email', operator: 'CONTAINS_TOKEN', value: '*@y.example' }, ['Bob', 'Cyd']],
    ['CONTAINS_TOKEN on secondary addresses', { propertyName: 'hs_additional_emails', operator: 'CONTAINS_TOKEN', value: 'bob.old@z.example' }, ['Bob']],
    ['NOT_CONTAINS_TOKEN', { propertyName: 'email', operator: 'NOT_CONTAINS_TOKEN', value: 'bob' }, ['Ann', 'Cyd']],
    ['dates, epoch ms', { propertyName: 'closedate', operator: 'GTE', value: String(Date.UTC(2026, 2, 1)) }, ['Cyd']],
    ['dates, ISO', { propertyName: 'closedate', operator: 'LT', value: '2026-03-01T00:00:00Z' }, []],
    ['BETWEEN', { propertyName: 'closedate', operator: 'BETWEEN', value: '2026-02-01', highValue: '2026-03-01' }, ['Cyd']],
  ])('%s', async (_name, filter, expected) => {
    expect(await names(where(filter))).toEqual(expected);
  });

  test('filters of a group are all needed, one group is enough', async () => {
    const status = { propertyName: 'hs_lead_status', operator: 'HAS_PROPERTY' };
    expect(await names(where(status, { propertyName: 'phone', operator: 'HAS_PROPERTY' }))).toEqual(['Ann']);
    expect(await names({ filterGroups: [{ filters: [status] }, { filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'cyd' }] }] })).toEqual([
      'Ann',
      'Bob',
      'Cyd',
    ]);
  });

  test('associations and free text', async () => {
    const company = (await rig.bridge.crm.companies.basicApi.create({ properties: { name: 'X' }, associations: [] })).id;
    const bob = (await rig.call('GET', '/crm/v3/objects/contacts/bob@y.example?idProperty=email')).body['id'];
    await rig.call('PUT', `/crm/v4/objects/contacts/${String(bob)}/associations/default/companies/${company}`);
    expect(await names(where({ propertyName: 'associations.company', operator: 'EQ', value: company }))).toEqual(['Bob']);
    expect(await names({ query: 'cyd' })).toEqual(['Cyd']);
  });
});

describe('pages and order', () => {
  test('one sort, both directions, blanks last', async () => {
    expect(await names({ sorts: [{ propertyName: 'firstname', direction: 'DESCENDING' }] })).toEqual(['Cyd', 'Bob', 'Ann']);
    expect(await names({ sorts: ['-email'] })).toEqual(['Cyd', 'Bob', 'Ann']);
    expect(await names({ sorts: [{ propertyName: 'closedate', direction: 'ASCENDING' }] })).toEqual(['Cyd', 'Ann', 'Bob']);
  });

  test('paging by offset', async () => {
    const first = await rig.call('POST', '/crm/v3/objects/contacts/search', { limit: 2 });
    expect(first.body).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    expect(await names({ limit: 2, after: '2' })).toEqual(['Cyd']);
  });

  test('the real client searches', async () => {
    const found = await rig.bridge.crm.contacts.searchApi.doSearch({
      filterGroups: [{ filters: [{ propertyName: 'email', operator: FilterOperatorEnum.Eq, value: 'bob@y.example' }] }],
      properties: ['email'],
      limit: 1,
    });
    expect(found).toMatchObject({ total: 1, results: [{ properties: { email: 'bob@y.example' } }] });
  });
});

describe('refusals', () => {
  const filter = { propertyName: 'email', operator: 'EQ', value: 'a' };
  test.each([
    ['a page beyond 200', { limit: 201 }],
    ['paging past 10,000', { limit: 100, after: '9950' }],
    ['six filter groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: [filter] })) }],
    ['seven filters in a group', where(...Array.from({ length: 7 }, () => filter))],
    ['two sorts', { sorts: ['email', 'firstname'] }],
    ['an unknown property', where({ propertyName: 'nope', operator: 'EQ', value: '1' })],
    ['an unknown operator', where({ propertyName: 'email', operator: 'LIKE', value: '1' })],
    ['a filter without its value', where({ propertyName: 'email', operator: 'EQ' })],
    [
      'more than 3,000 characters',
      where({ propertyName: 'email', operator: 'IN', values: Array.from({ length: 200 }, (_, index) => `person${index}@x.example`) }),
    ],
  ])('%s', async (_name, body) => {
    const answer = await rig.call('POST', '/crm/v3/objects/contacts/search', body);
    expect([answer.status, answer.body['category']]).toEqual([400, 'VALIDATION_ERROR']);
  });
});

describe('the index', () => {
  const total = async (): Promise<unknown> =>
    (await rig.call('POST', '/crm/v3/objects/contacts/search', where({ propertyName: 'firstname', operator: 'EQ', value: 'dee' }))).body['total'];

  test('lags behind writes, never behind deletes', async () => {
    await rig.control('PUT', 'settings', { searchLagMinMs: 60_000, searchLagMaxMs: 60_000 });
    await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Dee' } });
    expect(await total()).toBe(0);
    expect((await rig.control('GET', 'statistics'))['searchIndexWaiting']).toBe(1);
    const ann = (await rig.call('GET', '/crm/v3/objects/contacts/ann.lee@x.example?idProperty=email')).body['id'];
    await rig.call('DELETE', `/crm/v3/objects/contacts/${String(ann)}`);
    expect(await names({})).toEqual(['Bob', 'Cyd']);
  });

  test('catches up after its lag', async () => {
    await rig.control('PUT', 'settings', { searchLagMinMs: 1, searchLagMaxMs: 30 });
    await rig.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Dee' } });
    const until = performance.now() + 5_000;
    while ((await total()) !== 1 && performance.now() < until) await new Promise(setImmediate);
    expect(await total()).toBe(1);
  });

  test('five searches a second for all apps together, without rate headers', async () => {
    await rig.control('PUT', 'settings', { searchPerSecond: 5 });
    await rig.control('PUT', 'clock', { frozen: true });
    const tokens = [rig.handle.ready.apps.bridge.accessToken, rig.handle.ready.apps.marketer.accessToken];
    const answers = [];
    for (let index = 0; index < 6; index += 1) answers.push(await rig.call('POST', '/crm/v3/objects/contacts/search', {}, tokens[index % 2]));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers[5]?.body).toMatchObject({ message: 'You have reached your secondly limit.', policyName: 'SECONDLY', errorType: 'RATE_LIMIT' });
    expect([...(answers[0]?.headers.keys() ?? [])].filter((name) => name.includes('ratelimit'))).toEqual([]);
    await rig.control('PUT', 'clock', { advanceMs: 1_001 });
    expect((await rig.call('POST', '/crm/v3/objects/contacts/search', {})).status).toBe(200);
  });
});
