import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cleanUp, newFolder, startRig, type Json, type Rig } from './harness.ts';

afterEach(cleanUp);

const JOURNAL = '/webhooks-journal/journal/2026-03';
const SUBSCRIPTIONS = '/webhooks-journal/subscriptions/2026-03';
const SCOPES = ['developer.webhooks_journal.read', 'developer.webhooks_journal.subscriptions.read', 'developer.webhooks_journal.subscriptions.write'];

let rig: Rig;
let token: string;

const grant = async (at: Rig, scope = SCOPES.join(' ')) => {
  const { clientId, clientSecret } = at.handle.ready.apps.bridge;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope });
  const response = await fetch(`${at.url}/oauth/2026-03/token`, { method: 'POST', body });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer as Json };
};
const get = (path: string, at: Rig = rig) => at.call('GET', path, undefined, token);
const subscribe = (body: Json) => rig.call('POST', SUBSCRIPTIONS, { portalId: rig.handle.ready.portalId, ...body }, token);
const events = async (url: unknown): Promise<readonly Json[]> => ((await (await fetch(String(url))).json()) as { journalEvents: Json[] }).journalEvents;
const contact = async (properties: Record<string, string>) => (await rig.bridge.crm.contacts.basicApi.create({ properties, associations: [] })).id;

beforeEach(async () => {
  rig = await startRig();
  token = String((await grant(rig)).body['access_token']);
  await subscribe({ subscriptionType: 'OBJECT', objectTypeId: '0-1', actions: ['CREATE', 'UPDATE', 'DELETE', 'MERGE'], properties: ['email', 'phone'] });
});

test('nothing yet is 204; then files in order, each read by a presigned link without a token', async () => {
  expect((await get(`${JOURNAL}/earliest`)).status).toBe(204);
  const id = await contact({ email: 'a@x.example' });
  await rig.bridge.crm.contacts.basicApi.update(id, { properties: { phone: '1', firstname: 'A' } });
  const first = (await get(`${JOURNAL}/earliest`)).body;
  const told = await events(first['url']);
  expect(told.map((event) => event['action'])).toEqual(['CREATE', 'UPDATE']);
  expect(told[1]).toMatchObject({
    type: 'OBJECT',
    portalId: rig.handle.ready.portalId,
    objectTypeId: '0-1',
    objectId: id,
    propertyChanges: { email: 'a@x.example' },
  });
  const second = (await get(`${JOURNAL}/offset/${String(first['currentOffset'])}/next`)).body;
  expect((await events(second['url'])).map((event) => event['propertyChanges'])).toEqual([{ phone: '1' }]);
  expect((await get(`${JOURNAL}/offset/${String(second['currentOffset'])}/next`)).status).toBe(204);
  expect((await get(`${JOURNAL}/latest`)).body['currentOffset']).toBe(second['currentOffset']);
  expect((await get(`${JOURNAL}/batch/earliest/5`)).body['results']).toHaveLength(2);
});

test('merges and deletions name the records', async () => {
  const [one, two] = [await contact({ email: 'a@x.example' }), await contact({ email: 'b@x.example' })];
  await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: one, objectIdToMerge: two });
  await rig.bridge.crm.contacts.basicApi.archive(one);
  const all = (await get(`${JOURNAL}/batch/earliest/50`)).body['results'] as Json[];
  const told = (await Promise.all(all.map((file) => events(file['url'])))).flat();
  expect(told.find((event) => event['action'] === 'MERGE')).toMatchObject({ objectId: one, mergedObjectIds: [one, two] });
  expect(told.filter((event) => event['action'] === 'DELETE').map((event) => event['objectId'])).toEqual([one]);
});

test('three days and no longer: an offset that is gone is not found, a link ages in minutes', async () => {
  await contact({ email: 'a@x.example' });
  const first = (await get(`${JOURNAL}/earliest`)).body;
  await rig.control('PUT', 'clock', { advanceMs: 6 * 60_000 });
  expect((await fetch(String(first['url']))).status).toBe(403);
  await rig.control('PUT', 'clock', { advanceMs: 3 * 86_400_000 });
  token = String((await grant(rig)).body['access_token']);
  expect((await get(`${JOURNAL}/offset/${String(first['currentOffset'])}/next`)).status).toBe(404);
  expect((await get(`${JOURNAL}/earliest`)).status).toBe(204);
});

test('takes a token of the app alone, and no other', async () => {
  expect((await grant(rig, 'crm.objects.contacts.read')).status).toBe(400);
  expect((await rig.call('GET', `${JOURNAL}/earliest`)).status).toBe(403);
  expect((await rig.call('GET', '/crm/v3/objects/contacts', undefined, token)).status).toBe(403);
  await rig.control('PUT', 'settings', { webhooksJournal: false });
  expect((await get(`${JOURNAL}/earliest`)).status).toBe(404);
  expect((await grant(rig)).status).toBe(400);
});

test('spends nothing of the limits, and survives a restart', async () => {
  const folder = newFolder();
  rig = await startRig(folder);
  token = String((await grant(rig)).body['access_token']);
  await subscribe({ subscriptionType: 'OBJECT', objectTypeId: '0-1', actions: ['CREATE'] });
  await contact({ email: 'a@x.example' });
  await rig.control('PUT', 'settings', { burstPerTenSeconds: 1 });
  for (let call = 0; call < 5; call += 1) expect((await get(`${JOURNAL}/earliest`)).status).toBe(200);
  const { body } = await get(`${JOURNAL}/earliest`);
  await rig.handle.stop();
  const again = await startRig(folder);
  expect((await get(`${JOURNAL}/earliest`, again)).body['currentOffset']).toBe(body['currentOffset']);
});

test.each([
  [{ subscriptionType: 'WIDGET' }],
  [{ subscriptionType: 'OBJECT', actions: ['CREATE'] }],
  [{ subscriptionType: 'OBJECT', objectTypeId: '0-1', actions: ['ASSOCIATION_ADDED'] }],
  [{ subscriptionType: 'OBJECT', objectTypeId: '0-1', actions: ['CREATE'], portalId: 7 }],
])('a subscription like %j is refused', async (body) => {
  expect((await subscribe(body)).status).toBe(400);
});
