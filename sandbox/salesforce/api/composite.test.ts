import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { Reply, Send, TestOrg } from './testing/local-org.ts';

let org: TestOrg;
let admin: Send;
const lead = (LastName: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  attributes: { type: 'Lead' },
  LastName,
  Company: 'X',
  ...more,
});
const V = '/services/data/v68.0';

beforeAll(async () => {
  org = await startTestOrg();
  admin = org.as('admin');
});
afterAll(() => org.stop());

const count = async (where: string): Promise<unknown> =>
  at((await admin('GET', `query?q=${encodeURIComponent(`SELECT COUNT() FROM ${where}`)}`)).body, 'totalSize');
const writes = async (): Promise<unknown> => at((await org.control('GET', 'log')).body, 'custom');

describe('collections', () => {
  test('keep good rows and report bad ones in place, with statusCode', async () => {
    const { status, body } = await admin('POST', 'composite/sobjects', { records: [lead('Good'), lead('Bad', { Company: null }), lead('Fine')] });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^00Q/), success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Company]', fields: ['Company'] }] },
      { id: expect.stringMatching(/^00Q/), success: true, errors: [] },
    ]);
  });
  test('all or none undoes the good rows', async () => {
    const { body } = await admin('POST', 'composite/sobjects', { allOrNone: true, records: [lead('Undone'), lead('Bad', { Company: null })] });
    expect(at(body, 0)).toMatchObject({ success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] });
    expect(at(body, 1, 'errors', 0, 'statusCode')).toBe('REQUIRED_FIELD_MISSING');
    expect(await count("Lead WHERE LastName = 'Undone'")).toBe(0);
  });
  test('all or none holds over chunks of different objects', async () => {
    const records = [{ attributes: { type: 'Account' }, Name: 'Undone too' }, lead('Bad', { Company: null })];
    const { body } = await admin('POST', 'composite/sobjects', { allOrNone: true, records });
    expect(at(body, 0, 'success')).toBe(false);
    expect(await count("Account WHERE Name = 'Undone too'")).toBe(0);
  });
  test('change, read and delete many', async () => {
    const made = await admin('POST', 'composite/sobjects', { records: [lead('Many A'), lead('Many B')] });
    const ids = [0, 1].map((index) => String(at(made.body, index, 'id')));
    const changed = await admin('PATCH', 'composite/sobjects', { records: ids.map((id) => ({ attributes: { type: 'Lead' }, id, Title: 'T' })) });
    expect(changed.body).toEqual(ids.map((id) => ({ id, success: true, errors: [] })));
    const read = await admin('POST', 'composite/sobjects/Lead', { ids: [...ids, '00Q000000000000AAA'], fields: ['Title'] });
    expect([at(read.body, 0, 'Title'), at(read.body, 1, 'Title'), at(read.body, 2)]).toEqual(['T', 'T', null]);
    expect((await admin('GET', `composite/sobjects/Lead?ids=${ids.join(',')}&fields=Title`)).body).toHaveLength(2);
    const gone = await admin('DELETE', `composite/sobjects?ids=${ids.join(',')}`);
    expect(gone.body).toEqual(ids.map((id) => ({ id, success: true, errors: [] })));
    expect(at((await admin('DELETE', `composite/sobjects?ids=${ids[0]}`)).body, 0, 'errors', 0, 'statusCode')).toBe('ENTITY_IS_DELETED');
  });
  test.each<[string, string, unknown, string]>([
    ['more than 200 records', 'POST', { records: Array.from({ length: 201 }, () => lead('X')) }, 'INVALID_INPUT'],
    ['no type', 'POST', { records: [{ LastName: 'X' }] }, 'INVALID_INPUT'],
    ['no list', 'POST', { records: {} }, 'JSON_PARSER_ERROR'],
    ['an unknown field', 'POST', { records: [lead('X', { foo: 1 })] }, 'INVALID_FIELD'],
    ['an unknown type', 'POST', { records: [{ attributes: { type: 'Nothing' } }] }, 'INVALID_TYPE'],
  ])('%s refuses the request', async (_, method, body, code) => {
    const reply = await admin(method, 'composite/sobjects', body);
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([400, code]);
  });
  test('more than ten chunks refuse the request', async () => {
    const records = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? lead('X') : { attributes: { type: 'Account' }, Name: 'X' }));
    expect((await admin('POST', 'composite/sobjects', { records })).status).toBe(400);
  });
  test('writes are counted by object, failures are not', async () => {
    const before = at(await writes(), 'write.create.Lead');
    await admin('POST', 'composite/sobjects', { records: [lead('Counted'), lead('Bad', { Company: null })] });
    expect(at(await writes(), 'write.create.Lead')).toBe(Number(before) + 1);
  });
});

describe('composite', () => {
  const composite = (allOrNone: boolean, ...compositeRequest: unknown[]): Promise<Reply> => admin('POST', 'composite', { allOrNone, compositeRequest });
  const post = (referenceId: string, object: string, body: unknown): unknown => ({ method: 'POST', url: `${V}/sobjects/${object}`, referenceId, body });
  const statuses = (reply: Reply): unknown[] => (at(reply.body, 'compositeResponse') as { httpStatusCode: number }[]).map((item) => item.httpStatusCode);

  test('later calls use the answers of earlier ones', async () => {
    const reply = await composite(
      true,
      post('acc', 'Account', { Name: 'Referenced' }),
      post('con', 'Contact', { LastName: 'Linked', AccountId: '@{acc.id}' }),
      { method: 'GET', url: `${V}/sobjects/Contact/@{con.id}?fields=AccountId`, referenceId: 'read' },
      { method: 'GET', url: `${V}/query?q=SELECT+Id+FROM+Account+WHERE+Id='@{acc.id}'`, referenceId: 'found' },
    );
    expect(statuses(reply)).toEqual([201, 201, 200, 200]);
    expect(at(reply.body, 'compositeResponse', 2, 'body', 'AccountId')).toBe(at(reply.body, 'compositeResponse', 0, 'body', 'id'));
    expect(at(reply.body, 'compositeResponse', 3, 'body', 'totalSize')).toBe(1);
    expect(at(reply.body, 'compositeResponse', 0, 'httpHeaders', 'Location')).toContain('/sobjects/Account/001');
  });
  test('all or none halts everything else', async () => {
    const reply = await composite(
      true,
      post('first', 'Account', { Name: 'Halted' }),
      post('second', 'Contact', {}),
      post('third', 'Account', { Name: 'Never' }),
    );
    expect(statuses(reply)).toEqual([400, 400, 400]);
    expect(at(reply.body, 'compositeResponse', 0, 'body')).toEqual([
      { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' },
    ]);
    expect(at(reply.body, 'compositeResponse', 1, 'body', 0, 'errorCode')).toBe('REQUIRED_FIELD_MISSING');
    expect(await count("Account WHERE Name IN ('Halted', 'Never')")).toBe(0);
  });
  test('a rolled-back collection still says success', async () => {
    const collection = {
      method: 'POST',
      url: `${V}/composite/sobjects`,
      referenceId: 'collection1',
      body: { allOrNone: false, records: [lead('Misled'), lead('Bad', { Company: null })] },
    };
    const reply = await composite(true, collection, post('newContact', 'Contact', { LastName: 'Never' }));
    expect(statuses(reply)).toEqual([200, 400]);
    expect(at(reply.body, 'compositeResponse', 0, 'body', 0, 'success')).toBe(true);
    expect(at(reply.body, 'compositeResponse', 1, 'body', 0, 'errorCode')).toBe('PROCESSING_HALTED');
    expect(await count("Lead WHERE LastName = 'Misled'")).toBe(0);
  });
  test('without it each call stands alone, and a broken reference stops only its own', async () => {
    const reply = await composite(
      false,
      post('bad', 'Account', {}),
      post('dependent', 'Contact', { LastName: 'D', AccountId: '@{bad.id}' }),
      post('good', 'Account', { Name: 'Alone' }),
    );
    expect(statuses(reply)).toEqual([400, 400, 201]);
    expect(at(reply.body, 'compositeResponse', 1, 'body', 0, 'errorCode')).toBe('PROCESSING_HALTED');
  });
  test.each<[string, unknown[]]>([
    ['26 subrequests', Array.from({ length: 26 }, (_, index) => post(`r${index}`, 'Account', { Name: 'X' }))],
    ['six queries', Array.from({ length: 6 }, (_, index) => ({ method: 'GET', url: `${V}/query?q=SELECT+Id+FROM+Account`, referenceId: `r${index}` }))],
    ['one name twice', [post('same', 'Account', { Name: 'X' }), post('same', 'Account', { Name: 'X' })]],
  ])('%s are refused', async (_, requests) => expect((await composite(false, ...requests)).status).toBe(400));
  test('costs one call', async () => {
    const used = async (): Promise<number> => Number(at((await org.control('GET', 'limits')).body, 'dailyApiRequests', 'used'));
    const before = await used();
    await composite(false, post('a', 'Account', { Name: 'One' }), post('b', 'Account', { Name: 'Two' }));
    expect(await used()).toBe(before + 1);
  });
});

describe('batch and tree', () => {
  test('a batch runs its calls independently', async () => {
    const { body } = await admin('POST', 'composite/batch', {
      batchRequests: [
        { method: 'GET', url: 'v68.0/limits' },
        { method: 'POST', url: 'v68.0/sobjects/Account', richInput: {} },
        { method: 'POST', url: 'v68.0/sobjects/Account', richInput: { Name: 'Batch' } },
      ],
    });
    expect(at(body, 'hasErrors')).toBe(true);
    expect([0, 1, 2].map((index) => at(body, 'results', index, 'statusCode'))).toEqual([200, 400, 201]);
  });
  test('a tree saves parents and children together, or nothing', async () => {
    const node = (referenceId: string, LastName: string | null): unknown => ({ attributes: { type: 'Contact', referenceId }, LastName });
    const tree = (LastName: string | null): Promise<Reply> =>
      admin('POST', 'composite/tree/Account', {
        records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: `Tree ${LastName}`, Contacts: { records: [node('c', LastName)] } }],
      });
    const good = await tree('Leaf');
    expect([good.status, good.body]).toEqual([
      201,
      {
        hasErrors: false,
        results: [
          { referenceId: 'a', id: expect.stringMatching(/^001/) },
          { referenceId: 'c', id: expect.stringMatching(/^003/) },
        ],
      },
    ]);
    const bad = await tree(null);
    expect([bad.status, at(bad.body, 'results', 0, 'referenceId'), await count("Account WHERE Name = 'Tree null'")]).toEqual([400, 'c', 0]);
  });
});
