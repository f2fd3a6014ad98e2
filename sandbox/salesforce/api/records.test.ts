import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { Send, TestOrg } from './testing/local-org.ts';

let org: TestOrg;
let admin: Send;
let rep: Send;
const NO_ASSIGN = { 'Sforce-Auto-Assign': 'FALSE' };

beforeAll(async () => {
  org = await startTestOrg();
  admin = org.as('admin');
  rep = org.as('rep1');
});
afterAll(() => org.stop());

async function create(object: string, values: Readonly<Record<string, unknown>>): Promise<string> {
  const { status, body } = await admin('POST', `sobjects/${object}`, values, NO_ASSIGN);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return String(at(body, 'id'));
}

describe('one record', () => {
  test('is created, read, changed and deleted', async () => {
    const made = await admin('POST', 'sobjects/Lead', { LastName: 'Curie', Company: 'Radium', AnnualRevenue: 1200 }, NO_ASSIGN);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({ id: expect.stringMatching(/^00Q\w{15}$/), success: true, errors: [] });
    const id = String(at(made.body, 'id'));
    expect(made.headers.get('location')).toBe(`/services/data/v68.0/sobjects/Lead/${id}`);

    const read = await admin('GET', `sobjects/Lead/${id}`);
    expect(read.body).toMatchObject({
      attributes: { type: 'Lead', url: `/services/data/v68.0/sobjects/Lead/${id}` },
      Id: id,
      LastName: 'Curie',
      AnnualRevenue: 1200,
      IsConverted: false,
      Email: null,
    });
    expect(at(read.body, 'CreatedDate')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);

    const changed = await admin('PATCH', `sobjects/Lead/${id}`, { Company: 'Polonium' });
    expect([changed.status, changed.body]).toEqual([204, null]);
    const some = await admin('GET', `sobjects/Lead/${id}?fields=Company`);
    expect(some.body).toEqual({ attributes: { type: 'Lead', url: `/services/data/v68.0/sobjects/Lead/${id}` }, Company: 'Polonium', Id: id });

    expect((await admin('DELETE', `sobjects/Lead/${id}`)).status).toBe(204);
    const gone = await admin('GET', `sobjects/Lead/${id}`);
    expect([gone.status, at(gone.body, 0, 'errorCode')]).toEqual([404, 'ENTITY_IS_DELETED']);
  });

  test('answers counted calls with the use of the day', async () => {
    const { headers } = await admin('GET', 'limits');
    expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/115000$/);
  });
});

describe('refusals', () => {
  test.each<[string, string, string, unknown, number, unknown]>([
    ['an unknown object', 'GET', 'sobjects/Nothing/describe', undefined, 404, [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }]],
    ['an unknown resource', 'GET', 'nothing', undefined, 404, [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }]],
    [
      'an unknown id',
      'GET',
      'sobjects/Lead/00Q000000000000AAA',
      undefined,
      404,
      [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }],
    ],
    [
      'a missing required field',
      'POST',
      'sobjects/Lead',
      { LastName: 'X' },
      400,
      [{ message: 'Required fields are missing: [Company]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Company'] }],
    ],
    [
      'an unknown field',
      'POST',
      'sobjects/Lead',
      { LastName: 'X', Company: 'Y', foo: 1 },
      400,
      [{ message: "No such column 'foo' on sobject of type Lead", errorCode: 'INVALID_FIELD' }],
    ],
    [
      'an unknown field asked for',
      'GET',
      'sobjects/Lead/00Q000000000000AAA?fields=foo',
      undefined,
      400,
      [{ message: "No such column 'foo' on sobject of type Lead", errorCode: 'INVALID_FIELD' }],
    ],
    ['a number as text', 'POST', 'sobjects/Lead', { LastName: 5, Company: 'Y' }, 400, [{ errorCode: 'JSON_PARSER_ERROR' }]],
    ['broken JSON', 'POST', 'sobjects/Lead', '{"LastName":', 400, [{ errorCode: 'JSON_PARSER_ERROR' }]],
    ['no body', 'POST', 'sobjects/Lead', undefined, 400, [{ errorCode: 'JSON_PARSER_ERROR' }]],
    [
      'an id of another object',
      'PATCH',
      'sobjects/Lead/001000000000000AAA',
      { Company: 'Y' },
      400,
      [{ fields: ['Id'], message: 'Lead ID: id value of incorrect type: 001000000000000AAA', errorCode: 'MALFORMED_ID' }],
    ],
    [
      'the id in the body',
      'PATCH',
      'sobjects/Lead/00Q000000000000AAA',
      { Id: '00Q000000000000AAA' },
      400,
      [{ message: 'The Id field should not be specified in the sobject data.', errorCode: 'INVALID_FIELD' }],
    ],
    [
      'an unknown key field',
      'PATCH',
      'sobjects/Lead/Namez/1',
      { Company: 'Y' },
      404,
      [{ message: 'Provided external ID field does not exist or is not accessible: Namez', errorCode: 'NOT_FOUND' }],
    ],
    ['a method that does not fit', 'PUT', 'sobjects/Lead', {}, 405, [{ errorCode: 'METHOD_NOT_ALLOWED' }]],
    ['a bad query', 'GET', 'query?q=SELECT', undefined, 400, [{ errorCode: 'MALFORMED_QUERY' }]],
    ['a query of an unknown object', 'GET', `query?q=${encodeURIComponent('SELECT Id FROM Nothing')}`, undefined, 400, [{ errorCode: 'INVALID_TYPE' }]],
    ['a query of an unknown field', 'GET', `query?q=${encodeURIComponent('SELECT Foo FROM Lead')}`, undefined, 400, [{ errorCode: 'INVALID_FIELD' }]],
    ['an unknown locator', 'GET', 'query/01g000000000000AAA-2000', undefined, 400, [{ errorCode: 'INVALID_QUERY_LOCATOR' }]],
    ['a retired version', 'GET', '/services/data/v20.0/sobjects', undefined, 410, [{ errorCode: 'UNSUPPORTED_API_VERSION' }]],
    ['a future version', 'GET', '/services/data/v99.0/sobjects', undefined, 404, [{ errorCode: 'NOT_FOUND' }]],
    [
      'an unknown Apex resource',
      'GET',
      '/services/apexrest/nothing',
      undefined,
      404,
      [{ errorCode: 'NOT_FOUND', message: 'Could not find a match for URL /nothing' }],
    ],
    ['SOAP', 'POST', '/services/Soap/u/68.0', {}, 501, [{ errorCode: 'NOT_IMPLEMENTED' }]],
  ])('%s', async (_, method, path, body, status, items) => {
    const reply = await admin(method, path, body);
    expect({ status: reply.status, body: reply.body }).toMatchObject({ status, body: items });
  });

  test('a token nobody was given', async () => {
    const reply = await admin('GET', 'sobjects', undefined, { Authorization: 'Bearer nonsense' });
    expect([reply.status, reply.body]).toEqual([401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]]);
  });

  test('a body that is not JSON', async () => {
    const reply = await admin('POST', 'sobjects/Lead', '<lead/>', { 'Content-Type': 'application/xml' });
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('a URI that is too long', async () => {
    const reply = await admin('GET', `query?q=${'x'.repeat(17_000)}`);
    expect(reply.status).toBe(414);
  });

  test('the day’s last call', async () => {
    await org.control('PUT', 'limits', { dailyApiRequests: 0 });
    const reply = await admin('GET', 'sobjects');
    await org.control('PUT', 'limits', { dailyApiRequests: 115_000 });
    expect([reply.status, reply.body]).toEqual([403, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]]);
  });
});

describe('conditional requests', () => {
  const seconds = (offset: number): string => new Date(Date.now() + offset * 1000).toUTCString();
  test('If-Unmodified-Since guards a change', async () => {
    const id = await create('Contact', { LastName: 'Guarded' });
    const stale = await admin('PATCH', `sobjects/Contact/${id}`, { Title: 'a' }, { 'If-Unmodified-Since': seconds(-60) });
    const fresh = await admin('PATCH', `sobjects/Contact/${id}`, { Title: 'b' }, { 'If-Unmodified-Since': seconds(60) });
    const bad = await admin('PATCH', `sobjects/Contact/${id}`, { Title: 'c' }, { 'If-Unmodified-Since': 'yesterday' });
    expect([stale.status, fresh.status, bad.status]).toEqual([412, 204, 400]);
    expect(at((await admin('GET', `sobjects/Contact/${id}?fields=Title`)).body, 'Title')).toBe('b');
  });
  test('If-Modified-Since and Account ETags spare a read', async () => {
    const id = await create('Account', { Name: 'Tagged' });
    const first = await admin('GET', `sobjects/Account/${id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^".+"$/);
    expect((await admin('GET', `sobjects/Account/${id}`, undefined, { 'If-None-Match': etag })).status).toBe(304);
    expect((await admin('GET', `sobjects/Account/${id}`, undefined, { 'If-Modified-Since': seconds(60) })).status).toBe(304);
    expect((await admin('PATCH', `sobjects/Account/${id}`, { Phone: '1' }, { 'If-Match': '"other"' })).status).toBe(412);
    expect((await admin('GET', `sobjects/Contact/${await create('Contact', { LastName: 'No tag' })}`)).headers.get('etag')).toBeNull();
  });
});

describe('describe', () => {
  test('lists objects and their fields', async () => {
    const global = await admin('GET', 'sobjects');
    expect(at(global.body, 'sobjects')).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Lead', keyPrefix: '00Q', queryable: true })]));
    const lead = await admin('GET', 'sobjects/Lead/describe');
    expect(at(lead.body, 'fields')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Email', type: 'email', soapType: 'xsd:string', updateable: true }),
        expect.objectContaining({ name: 'Status', type: 'picklist' }),
      ]),
    );
    const basic = await admin('GET', 'sobjects/Lead');
    expect(at(basic.body, 'objectDescribe', 'name')).toBe('Lead');
  });
  test('versions need no session', async () => {
    const reply = await fetch(`${org.url}/services/data`);
    expect(((await reply.json()) as { version: string }[]).at(-1)?.version).toBe('68.0');
  });
});

describe('queries', () => {
  test('come in pages of at least 200', async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      const records = Array.from({ length: 200 }, (_, index) => ({ attributes: { type: 'Account' }, Name: `Paged ${batch}-${index}` }));
      expect((await admin('POST', 'composite/sobjects', { records })).status).toBe(200);
    }
    const soql = encodeURIComponent("SELECT Id, Name FROM Account WHERE Name LIKE 'Paged%' ORDER BY Name");
    const first = await admin('GET', `query?q=${soql}`, undefined, { 'Sforce-Query-Options': 'batchSize=250' });
    expect([at(first.body, 'totalSize'), at(first.body, 'done')]).toEqual([600, false]);
    const second = await admin('GET', String(at(first.body, 'nextRecordsUrl')));
    const third = await admin('GET', String(at(second.body, 'nextRecordsUrl')));
    expect([first, second, third].map((page) => at(page.body, 'records', 'length'))).toEqual([250, 250, 100]);
    expect(at(third.body, 'done')).toBe(true);
    const stranger = await rep('GET', String(at(first.body, 'nextRecordsUrl')));
    expect(at(stranger.body, 0, 'errorCode')).toBe('INVALID_QUERY_LOCATOR');
  });
  test('nest parents and children, count and aggregate', async () => {
    const account = await create('Account', { Name: 'Parent' });
    await create('Contact', { LastName: 'Child', AccountId: account });
    const nested = await admin('GET', `query?q=${encodeURIComponent(`SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '${account}'`)}`);
    expect(at(nested.body, 'records', 0, 'Contacts')).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ attributes: { type: 'Contact' }, LastName: 'Child' }],
    });
    const parent = await admin('GET', `query?q=${encodeURIComponent("SELECT LastName, Account.Name FROM Contact WHERE LastName = 'Child'")}`);
    expect(at(parent.body, 'records', 0, 'Account')).toMatchObject({ attributes: { type: 'Account' }, Name: 'Parent' });
    const count = await admin('GET', `query?q=${encodeURIComponent("SELECT COUNT() FROM Contact WHERE LastName = 'Child'")}`);
    expect(count.body).toEqual({ totalSize: 1, done: true, records: [] });
    const grouped = await admin('GET', `query?q=${encodeURIComponent("SELECT LastName, COUNT(Id) n FROM Contact WHERE LastName = 'Child' GROUP BY LastName")}`);
    expect(at(grouped.body, 'records')).toEqual([{ attributes: { type: 'AggregateResult' }, LastName: 'Child', n: 1 }]);
  });
  test('name their columns when asked', async () => {
    const soql = encodeURIComponent('SELECT LastName, Account.Owner.Name, Account.Name, (SELECT Id FROM Tasks) FROM Contact');
    const { body } = await admin('GET', `query?q=${soql}&columns=true`);
    const names = (columns: unknown): unknown =>
      (columns as { columnName: string; joinColumns: unknown[] }[]).map((item) =>
        item.joinColumns.length === 0 ? item.columnName : [item.columnName, names(item.joinColumns)],
      );
    expect(names(at(body, 'columnMetadata'))).toEqual(['LastName', ['Account', [['Owner', ['Name']], 'Name']], ['Tasks', ['Id']]]);
    expect(body).toMatchObject({ entityName: 'Contact', groupBy: false, idSelected: false });
  });
  test('queryAll and getDeleted still know deleted rows', async () => {
    const id = await create('Lead', { LastName: 'Gone', Company: 'X' });
    await admin('DELETE', `sobjects/Lead/${id}`);
    const soql = encodeURIComponent(`SELECT Id, IsDeleted FROM Lead WHERE Id = '${id}'`);
    expect(at((await admin('GET', `query?q=${soql}`)).body, 'totalSize')).toBe(0);
    expect(at((await admin('GET', `queryAll?q=${soql}`)).body, 'records', 0, 'IsDeleted')).toBe(true);
    const range = `start=${encodeURIComponent(new Date(Date.now() - 600_000).toISOString())}&end=${encodeURIComponent(new Date(Date.now() + 120_000).toISOString())}`;
    expect(at((await admin('GET', `sobjects/Lead/deleted?${range}`)).body, 'deletedRecords')).toEqual(
      expect.arrayContaining([expect.objectContaining({ id })]),
    );
    const kept = await create('Lead', { LastName: 'Kept', Company: 'X' });
    expect(at((await admin('GET', `sobjects/Lead/updated?${range}`)).body, 'ids')).toEqual(expect.arrayContaining([kept]));
    const old = await admin('GET', 'sobjects/Lead/updated?start=2020-01-01T00:00:00Z&end=2020-01-02T00:00:00Z');
    expect(at(old.body, 0, 'errorCode')).toBe('INVALID_REPLICATION_DATE');
  });
});
