import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from '../testing/local-org.ts';
import type { Send, TestOrg } from '../testing/local-org.ts';

let org: TestOrg;
let admin: Send;
let rep: Send;
let control: Send;

beforeAll(async () => {
  org = await startTestOrg();
  admin = org.as('admin');
  rep = org.as('rep1');
  control = org.control;
});
afterEach(async () => {
  await control('PUT', 'faults', []);
  await control('PUT', 'rules', { validation: [], duplicates: [], assignment: [], fieldUpdates: [], automations: [] });
});
afterAll(() => org.stop());

const create = async (object: string, values: Record<string, unknown>, as: Send = admin): Promise<string> =>
  String(at((await as('POST', `sobjects/${object}`, values, { 'Sforce-Auto-Assign': 'FALSE' })).body, 'id'));
const field = async (object: string, id: string, name: string): Promise<unknown> =>
  at((await admin('GET', `sobjects/${object}/${id}?fields=${name}`)).body, name);
const lead = (LastName: string): Record<string, unknown> => ({ LastName, Company: 'X' });

describe('rules of the customer', () => {
  test('a validation rule refuses a save', async () => {
    await control('PUT', 'rules', {
      validation: [{ object: 'Lead', name: 'No_X', message: 'Not that title', field: 'Title', when: [{ field: 'Title', op: 'equals', value: 'x' }] }],
    });
    const reply = await admin('POST', 'sobjects/Lead', { ...lead('Ruled'), Title: 'X' });
    expect([reply.status, reply.body]).toEqual([400, [{ message: 'Not that title', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Title'] }]]);
  });
  test('a duplicate rule answers with the matches, under its misspelt key, and gives way to allowSave', async () => {
    await control('PUT', 'rules', { duplicates: [{ object: 'Contact', name: 'By_Email', fields: ['Email'], action: 'alert' }] });
    const twin = { LastName: 'Twin', Email: 'twin@example.com' };
    const first = await create('Contact', twin);
    const refused = await admin('POST', 'sobjects/Contact', twin);
    expect([refused.status, at(refused.body, 0, 'errorCode')]).toEqual([400, 'DUPLICATES_DETECTED']);
    expect(at(refused.body, 0, 'duplicateResut', 'matchResults', 0, 'matchRecords', 0, 'record', 'Id')).toBe(first);
    const allowed = await admin('POST', 'sobjects/Contact', twin, { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' });
    expect(allowed.status).toBe(201);
  });
  test('the assignment rule routes a lead unless the header says no', async () => {
    await control('PUT', 'rules', { assignment: [{ object: 'Lead', entries: [{ owner: 'rep2' }] }] });
    const routed = String(at((await admin('POST', 'sobjects/Lead', lead('Routed'))).body, 'id'));
    const kept = await create('Lead', lead('Kept'));
    expect([await field('Lead', routed, 'OwnerId'), await field('Lead', kept, 'OwnerId')]).toEqual([
      org.local.ready.personas.rep2.userId,
      org.local.ready.personas.admin.userId,
    ]);
  });
  test('a field update changes the record in the same save', async () => {
    await control('PUT', 'rules', { fieldUpdates: [{ object: 'Lead', name: 'Tidy', when: [{ field: 'Title', op: 'notBlank' }], set: { Title: 'TIDY' } }] });
    expect(await field('Lead', await create('Lead', { ...lead('Updated'), Title: 'raw' }), 'Title')).toBe('TIDY');
  });
  test.each([
    [{ validation: [{ object: 'Lead', name: 'x', message: 'x', when: [{ field: 'Nothing', op: 'blank' }] }] }, 'there is no field Lead.Nothing'],
    [{ assignments: [] }, 'Unrecognized key'],
  ])('%p is refused with a reason', async (body, reason) => {
    const reply = await control('PUT', 'rules', body);
    expect([reply.status, String(at(reply.body, 'error'))]).toEqual([400, expect.stringContaining(reason)]);
  });
  test('sharing hides what is not one’s own', async () => {
    const id = await create('Account', { Name: 'Private' });
    expect((await rep('GET', `sobjects/Account/${id}`)).status).toBe(200);
    await control('PUT', 'sharing', { Account: 'Private' });
    expect((await rep('GET', `sobjects/Account/${id}`)).status).toBe(404);
    await control('PUT', 'sharing', { Account: 'ReadWrite' });
  });
  test('a locked row cannot be saved', async () => {
    const id = await create('Lead', lead('Locked'));
    await control('PUT', 'locks', [id]);
    const reply = await admin('PATCH', `sobjects/Lead/${id}`, { Title: 'x' });
    await control('PUT', 'locks', []);
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([400, 'UNABLE_TO_LOCK_ROW']);
    expect((await admin('PATCH', `sobjects/Lead/${id}`, { Title: 'x' })).status).toBe(204);
  });
});

describe('what a person does', () => {
  test('converts a lead', async () => {
    const id = await create('Lead', { ...lead('Convert'), FirstName: 'Ada', Email: 'ada@example.com' });
    const { status, body } = await control('POST', 'convert', { as: 'admin', leadId: id });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        success: true,
        contactId: expect.stringMatching(/^003/),
        accountId: expect.stringMatching(/^001/),
        opportunityId: expect.stringMatching(/^006/),
      }),
    ]);
    expect([await field('Lead', id, 'IsConverted'), await field('Lead', id, 'ConvertedContactId')]).toEqual([true, at(body, 'contactId')]);
    const late = await admin('PATCH', `sobjects/Lead/${id}`, { Title: 'late' });
    expect(late.status).toBe(400);
  });
  test('merges contacts, and queryAll knows the loser’s master', async () => {
    const [master, loser] = [await create('Contact', { LastName: 'Master' }), await create('Contact', { LastName: 'Loser', Phone: '1' })];
    expect((await control('POST', 'merge', { object: 'Contact', masterId: master, loserIds: [loser], values: { Phone: '1' } })).status).toBe(200);
    expect(await field('Contact', master, 'Phone')).toBe('1');
    const soql = encodeURIComponent(`SELECT IsDeleted, MasterRecordId FROM Contact WHERE Id = '${loser}'`);
    expect(at((await admin('GET', `queryAll?q=${soql}`)).body, 'records', 0)).toMatchObject({ IsDeleted: true, MasterRecordId: master });
  });
  test('undeletes', async () => {
    const id = await create('Lead', lead('Back'));
    await admin('DELETE', `sobjects/Lead/${id}`);
    expect(at((await control('POST', 'undelete', { ids: [id] })).body, 'results', 0, 'success')).toBe(true);
    expect(await field('Lead', id, 'LastName')).toBe('Back');
  });
  test('an unknown person or a bad body is refused', async () => {
    expect((await control('POST', 'convert', { as: 'nobody', leadId: '00Q000000000000AAA' })).status).toBe(400);
    expect((await control('POST', 'merge', { object: 'Contact' })).status).toBe(400);
    expect((await control('POST', 'convert', { leadId: '00Q000000000000AAA' })).status).toBe(422);
  });
});

describe('faults on calls', () => {
  test('fail without doing the work', async () => {
    await control('PUT', 'faults', [
      {
        match: { method: 'POST', path: '/services/data/v68.0/sobjects/Lead', remaining: 1 },
        action: { do: 'fail', status: 503, body: [{ message: 'busy', errorCode: 'SERVER_UNAVAILABLE' }] },
      },
    ]);
    const reply = await admin('POST', 'sobjects/Lead', lead('Failed'));
    expect([reply.status, reply.body]).toEqual([503, [{ message: 'busy', errorCode: 'SERVER_UNAVAILABLE' }]]);
    expect(at((await admin('GET', `query?q=${encodeURIComponent("SELECT COUNT() FROM Lead WHERE LastName = 'Failed'")}`)).body, 'totalSize')).toBe(0);
  });
  test('lose the response after the work is done', async () => {
    await control('PUT', 'faults', [{ match: { method: 'POST', remaining: 1 }, action: { do: 'lose-response' } }]);
    await expect(admin('POST', 'sobjects/Lead', lead('Lost'))).rejects.toThrow('fetch failed');
    expect(at((await admin('GET', `query?q=${encodeURIComponent("SELECT COUNT() FROM Lead WHERE LastName = 'Lost'")}`)).body, 'totalSize')).toBe(1);
  });
  test('throttle as the platform does', async () => {
    await control('PUT', 'faults', [{ match: { path: '/services/data' }, action: { do: 'throttle' } }]);
    const reply = await admin('GET', 'limits');
    expect([reply.status, at(reply.body, 0, 'errorCode')]).toEqual([403, 'REQUEST_LIMIT_EXCEEDED']);
  });
});

test('the log names the person and the route, and counts writes', async () => {
  const id = await create('Lead', lead('Logged'));
  await rep('PATCH', `sobjects/Lead/${id}`, { Title: 'x' });
  const { body } = await control('GET', 'log?limit=1');
  expect(at(body, 'requests', 0)).toMatchObject({
    method: 'PATCH',
    route: '/services/data/v68.0/sobjects/Lead/{id}',
    actor: org.local.ready.personas.rep1.userId,
  });
  expect(Number(at(body, 'custom', 'write.update.Lead'))).toBeGreaterThan(0);
});

test('a reset empties the org and leaves the personas their tokens', async () => {
  await create('Lead', lead('Forgotten'));
  expect((await control('POST', 'reset')).status).toBe(204);
  expect(at((await admin('GET', `query?q=${encodeURIComponent('SELECT COUNT() FROM Lead')}`)).body, 'totalSize')).toBe(0);
  expect((await rep('GET', 'limits')).status).toBe(200);
});

describe('what the org may hold and send', () => {
  afterEach(async () => {
    await control('PUT', 'limits', { dataStorageMb: 10_240, monthlyEventEntitlement: 0 });
    await control('PUT', 'edition', { platformEvents: true });
  });
  const limitsBody = async (): Promise<unknown> => (await admin('GET', 'limits')).body;
  test('data storage: 2 KB a record, contact roles nothing; inserts fail over the limit, updates do not', async () => {
    const account = await create('Account', { Name: 'Stored' });
    const contact = await create('Contact', { LastName: 'Stored' });
    const deal = await create('Opportunity', { Name: 'Stored', StageName: 'Prospecting', CloseDate: '2026-12-31' });
    const used = Number(at((await control('GET', 'limits')).body, 'dataStorageMb', 'used'));
    await control('PUT', 'limits', { dataStorageMb: used + 1.5 / 1024 });
    expect(at(await limitsBody(), 'DataStorageMB', 'Remaining')).toBe(0);
    const refused = await admin('POST', 'sobjects/Account', { Name: 'One too many' });
    expect([refused.status, refused.body]).toEqual([400, [{ message: 'storage limit exceeded', errorCode: 'STORAGE_LIMIT_EXCEEDED', fields: [] }]]);
    expect((await admin('PATCH', `sobjects/Account/${account}`, { Phone: '1' })).status).toBe(204);
    expect((await admin('POST', 'sobjects/OpportunityContactRole', { OpportunityId: deal, ContactId: contact })).status).toBe(201);
    await admin('DELETE', `sobjects/Account/${account}`);
    expect((await admin('POST', 'sobjects/Account', { Name: 'Fits again' })).status).toBe(201);
  });
  test('event allocations are told; an edition without platform events has none of it', async () => {
    await control('PUT', 'limits', { monthlyEventEntitlement: 3_000_000 });
    expect(at(await limitsBody(), 'MonthlyPlatformEventsUsageEntitlement', 'Max')).toBe(3_000_000);
    await control('PUT', 'edition', { platformEvents: false });
    const body = await limitsBody();
    for (const name of ['MonthlyPlatformEventsUsageEntitlement', 'HourlyPublishedPlatformEvents', 'DailyDeliveredPlatformEvents'])
      expect(at(body, name)).toBeUndefined();
  });
});
