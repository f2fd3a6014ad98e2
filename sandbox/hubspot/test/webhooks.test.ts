import { afterEach, describe, expect, test } from '@jest/globals';
import { signatureV1, signatureV3 } from '../webhooks/signature.ts';
import { cleanUp, newFolder, startReceiver, startRig, type Json, type Receiver, type Rig } from './harness.ts';

afterEach(cleanUp);

const CONTACT_SUBSCRIPTIONS = [
  { eventType: 'contact.creation' },
  { eventType: 'contact.deletion' },
  { eventType: 'contact.merge' },
  { eventType: 'contact.restore' },
  { eventType: 'contact.privacyDeletion' },
  { eventType: 'contact.associationChange' },
  { eventType: 'company.associationChange' },
  { eventType: 'contact.propertyChange', propertyName: 'email' },
  { eventType: 'contact.propertyChange', propertyName: 'phone' },
];

async function subscribed(receiver: Receiver, rig: Rig, extra: Record<string, unknown> = {}): Promise<void> {
  const answer = await rig.control('PUT', 'apps/bridge', { targetUrl: receiver.url, subscriptions: CONTACT_SUBSCRIPTIONS, ...extra });
  expect(answer['subscriptions']).toHaveLength(CONTACT_SUBSCRIPTIONS.length);
}

const create = async (rig: Rig, properties: Record<string, string>): Promise<string> =>
  (await rig.bridge.crm.contacts.basicApi.create({ properties, associations: [] })).id;
const kinds = (events: readonly Json[]): string[] =>
  events.map((event) => `${String(event['subscriptionType'])}${event['propertyName'] === undefined ? '' : `:${String(event['propertyName'])}`}`).sort();

describe('events', () => {
  test('a creation tells of itself and of each subscribed property, with its source', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await subscribed(receiver, rig);
    const id = await create(rig, { email: 'ann@x.example', phone: '1', firstname: 'Ann' });
    const events = await receiver.until((all) => all.length >= 3);
    expect(kinds(events)).toEqual(['contact.creation', 'contact.propertyChange:email', 'contact.propertyChange:phone']);
    expect(events[0]).toMatchObject({
      objectId: Number(id),
      portalId: 48127350,
      appId: 3127001,
      attemptNumber: 0,
      changeSource: 'INTEGRATION',
      sourceId: '3127001',
    });
    expect(events.find((event) => event['propertyName'] === 'phone')).toMatchObject({
      propertyValue: '1',
      occurredAt: expect.any(Number),
      eventId: expect.any(Number),
      subscriptionId: expect.any(Number),
    });
  });

  test('an edit by the marketer shows as CRM_UI of a user; an equal value and unsubscribed properties are silent', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    const id = await create(rig, { email: 'ann@x.example', phone: '1' });
    await subscribed(receiver, rig);
    await rig.marketer.crm.contacts.basicApi.update(id, { properties: { phone: '1', jobtitle: 'CTO' } });
    await rig.marketer.crm.contacts.basicApi.update(id, { properties: { phone: '2' } });
    const events = await receiver.until((all) => all.length >= 1);
    expect(events).toMatchObject([{ propertyName: 'phone', propertyValue: '2', changeSource: 'CRM_UI', sourceId: 'userId:9100001' }]);
  });

  test('deletion, restore, merge and privacy deletion', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    const [one, two, three] = [
      await create(rig, { email: 'a@x.example' }),
      await create(rig, { email: 'b@x.example' }),
      await create(rig, { email: 'c@x.example' }),
    ];
    await subscribed(receiver, rig);
    await rig.bridge.crm.contacts.basicApi.archive(one);
    await rig.control('POST', 'records/restore', { object: 'contacts', id: one });
    await rig.bridge.crm.contacts.basicApi.merge({ primaryObjectId: one, objectIdToMerge: two });
    await rig.bridge.crm.contacts.basicApi.purge({ objectId: three });
    const events = await receiver.until((all) => all.length >= 5);
    expect(kinds(events)).toEqual(['contact.deletion', 'contact.deletion', 'contact.merge', 'contact.privacyDeletion', 'contact.restore']);
    expect(events.find((event) => event['subscriptionType'] === 'contact.merge')).toMatchObject({
      primaryObjectId: Number(one),
      mergedObjectIds: [Number(two)],
      newObjectId: Number(one),
    });
  });

  test('associations tell both sides, the primary type besides the unlabelled one', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    const contact = await create(rig, { email: 'a@x.example' });
    const company = (await rig.bridge.crm.companies.basicApi.create({ properties: { name: 'X' }, associations: [] })).id;
    await subscribed(receiver, rig);
    await rig.bridge.crm.associations.v4.basicApi.createDefault('contacts', contact, 'companies', company);
    const events = await receiver.until((all) => all.length >= 4);
    expect(
      events.map((event) => `${String(event['associationType'])} ${String(event['isPrimaryAssociation'])} ${String(event['associationRemoved'])}`).sort(),
    ).toEqual(['COMPANY_TO_CONTACT false false', 'COMPANY_TO_CONTACT true false', 'CONTACT_TO_COMPANY false false', 'CONTACT_TO_COMPANY true false']);
  });

  test('generic subscriptions carry the object type', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await rig.control('PUT', 'apps/bridge', {
      targetUrl: receiver.url,
      subscriptions: [
        { eventType: 'object.creation', objectTypeId: 'task' },
        { eventType: 'object.propertyChange', objectTypeId: '0-27', propertyName: 'hs_task_subject' },
      ],
    });
    await rig.bridge.crm.objects.tasks.basicApi.create({ properties: { hs_timestamp: '2026-01-01T00:00:00Z', hs_task_subject: 'Call' }, associations: [] });
    const events = await receiver.until((all) => all.length >= 2);
    expect(kinds(events)).toEqual(['object.creation', 'object.propertyChange:hs_task_subject']);
    expect(events[0]?.['objectTypeId']).toBe('0-27');
  });
});

describe('delivery', () => {
  test('signatures of both versions can be verified', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    const target = { ...receiver, url: `${receiver.url}?tenant=a%2Fb%20c` };
    await subscribed(target, rig);
    await create(rig, { email: 'zoë@x.example', phone: '☎' });
    await receiver.until((all) => all.length >= 3);
    const [first] = receiver.received;
    const secret = rig.handle.ready.apps.bridge.clientSecret;
    const timestamp = Number(first?.headers['x-hubspot-request-timestamp']);
    expect(Math.abs(Date.now() - timestamp)).toBeLessThan(60_000);
    expect(first?.headers['x-hubspot-signature-v3']).toBe(signatureV3({ secret, method: 'POST', uri: target.url, body: first?.raw ?? '', timestamp }));
    expect(first?.headers['x-hubspot-signature']).toBe(signatureV1({ secret, body: first?.raw ?? '' }));
    expect(first?.headers['x-hubspot-signature-version']).toBe('v1');
  });

  test('a batch holds at most 100 events', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await subscribed(receiver, rig);
    await rig.bridge.crm.contacts.batchApi.create({
      inputs: Array.from({ length: 100 }, (_, index) => ({ properties: { email: `p${index}@x.example`, phone: '1' }, associations: [] })),
    });
    await receiver.until((all) => all.length >= 300);
    expect(receiver.received.map((item) => item.events.length)).toEqual([100, 100, 100]);
  });

  test('at most ten requests are under way', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await subscribed(receiver, rig);
    receiver.answer = () => null;
    for (let round = 0; round < 6; round += 1) {
      const inputs = Array.from({ length: 100 }, (_, index) => ({ properties: { email: `p${round}.${index}@x.example`, phone: '1' }, associations: [] }));
      await rig.bridge.crm.contacts.batchApi.create({ inputs });
    }
    await receiver.until((all) => all.length >= 1_000);
    expect(await rig.control('GET', 'webhooks')).toMatchObject({ stored: 1_800, apps: [{ app: 'bridge', inFlight: 10 }] });
    expect(receiver.received).toHaveLength(10);
  });

  test('refused and slow deliveries are repeated with a growing attempt number, at most ten times', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await rig.control('PUT', 'settings', { webhookTimeScale: 0, webhookTimeoutMs: 40 });
    await subscribed(receiver, rig);
    receiver.answer = (request) => (request === 1 ? 500 : request === 2 ? null : request === 3 ? 404 : 200);
    await create(rig, { email: 'a@x.example' });
    await receiver.until(() => receiver.received.length === 4);
    expect(receiver.received.map((item) => item.events[0]?.['attemptNumber'])).toEqual([0, 1, 2, 3]);
    expect(new Set(receiver.received.map((item) => item.events[0]?.['eventId'])).size).toBe(1);

    receiver.answer = () => 503;
    await create(rig, { email: 'b@x.example' });
    await receiver.until(() => receiver.received.length === 4 + 11);
    expect(receiver.received.at(-1)?.events[0]?.['attemptNumber']).toBe(10);
    for (let look = 0; look < 50 && rig.handle.portal.state.hooks.size > 0; look += 1) await new Promise(setImmediate);
    expect(await rig.control('GET', 'statistics')).toMatchObject({ counters: { 'webhooks.abandoned': 2 } });
  });

  test('what is not delivered when the portal stops is delivered by the next one', async () => {
    const [dataDir, receiver] = [newFolder(), await startReceiver()];
    const first = await startRig(dataDir);
    await subscribed(receiver, first);
    receiver.answer = () => 500;
    const id = await create(first, { email: 'a@x.example', phone: '7' });
    await receiver.until((all) => all.length >= 3);
    const waiting = await first.control('GET', 'webhooks');
    expect(waiting['stored']).toBe(3);
    await first.handle.stop();
    receiver.answer = () => 204;
    receiver.received.length = 0;
    const second = await startRig(dataDir);
    const events = await receiver.until((all) => all.length >= 3);
    expect(events.map((event) => event['objectId'])).toEqual([Number(id), Number(id), Number(id)]);
    for (let look = 0; look < 100 && second.handle.portal.state.hooks.size > 0; look += 1) await new Promise(setImmediate);
    expect((await second.control('GET', 'webhooks'))['stored']).toBe(0);
  });

  test('faults drop, double, delay and reorder events', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    await subscribed(receiver, rig);
    await rig.control('PUT', 'faults', [
      { match: { topic: 'contact.creation' }, action: { do: 'drop' } },
      { match: { topic: 'contact.propertyChange' }, action: { do: 'duplicate' } },
      { match: { kind: 'webhook' }, action: { do: 'reorder', withinMs: 20 } },
    ]);
    await create(rig, { email: 'a@x.example', phone: '7' });
    const events = await receiver.until((all) => all.length >= 4);
    expect(kinds(events)).toEqual([
      'contact.propertyChange:email',
      'contact.propertyChange:email',
      'contact.propertyChange:phone',
      'contact.propertyChange:phone',
    ]);
    for (let look = 0; look < 100 && rig.handle.portal.state.hooks.size > 0; look += 1) await new Promise(setImmediate);
    expect(rig.handle.portal.state.hooks.size).toBe(0);
  });
});

describe('management', () => {
  test('the real client configures settings and subscriptions', async () => {
    const [rig, receiver] = [await startRig(), await startReceiver()];
    const appId = rig.handle.ready.apps.bridge.appId;
    const { settingsApi, subscriptionsApi } = rig.bridge.webhooks;
    const settings = await settingsApi.configure(appId, { targetUrl: receiver.url, throttling: { maxConcurrentRequests: 10 } });
    expect(settings.targetUrl).toBe(receiver.url);
    const made = await subscriptionsApi.create(appId, { eventType: 'contact.propertyChange', propertyName: 'phone', active: true } as Parameters<
      typeof subscriptionsApi.create
    >[1]);
    expect((await subscriptionsApi.getAll(appId)).results.map((item) => item.id)).toEqual([made.id]);
    await create(rig, { email: 'a@x.example', phone: '7' });
    await receiver.until((all) => all.length >= 1);
    expect((await subscriptionsApi.update(Number(made.id), appId, { active: false })).active).toBe(false);
    await subscriptionsApi.archive(Number(made.id), appId);
    await settingsApi.clear(appId);
    expect((await subscriptionsApi.getAll(appId)).results).toEqual([]);
  });

  test.each([
    ['an unknown type', { eventType: 'contact.rename' }],
    ['a property change without a property', { eventType: 'contact.propertyChange' }],
    ['lastmodifieddate, which every write moves', { eventType: 'contact.propertyChange', propertyName: 'lastmodifieddate' }],
    ['an unknown property', { eventType: 'deal.propertyChange', propertyName: 'nope' }],
  ])('refuses %s', async (_name, subscription) => {
    const rig = await startRig();
    const answer = await rig.control('PUT', 'apps/bridge', { subscriptions: [subscription] });
    expect(answer['error']).toEqual(expect.any(String));
  });

  test('a target beyond the loopback must be https', async () => {
    const rig = await startRig();
    expect((await rig.control('PUT', 'apps/bridge', { targetUrl: 'http://example.com/x' }))['error']).toContain('https');
  });
});
