import { describe, expect, test, beforeAll, afterAll } from '@jest/globals';
import { createHubSpotGateway } from '../../../src/hubspot/index.ts';
import type { HubSpotGateway, HubSpotOptions } from '../../../src/hubspot/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { api, createNotes, startPlatform } from './sandbox.ts';
import type { HubSpotReady, Platform } from './sandbox.ts';
import { gatewayContract } from './suite.ts';

/** A portal whose search lags, but not for as long as a real one may. */
async function start(): Promise<Platform<HubSpotReady>> {
  const platform = await startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl);
  await platform.control('PUT', 'settings', { searchLagMinMs: 100, searchLagMaxMs: 400 });
  return platform;
}
function optionsFor({ baseUrl, apps }: HubSpotReady, over: Partial<HubSpotOptions> = {}): HubSpotOptions {
  return {
    baseUrl,
    appId: String(apps.bridge.appId),
    auth: { kind: 'token', accessToken: apps.bridge.accessToken },
    burstPer10s: 190,
    share: 1,
    readTimeoutMs: 5_000,
    writeTimeoutMs: 5_000,
    settleMs: 1_000,
    ...over,
  };
}
async function open(platform: Platform<HubSpotReady>, over: Partial<HubSpotOptions> = {}): Promise<HubSpotGateway> {
  const gateway = createHubSpotGateway(optionsFor(platform.ready, over), { clock: wallClock, journal: createNotes().journal });
  const prepared = await gateway.prepare(['contacts', 'companies']);
  if (!prepared.ok) throw new Error(prepared.failure.message);
  return gateway;
}
const indexLagMs = 900;
/** Rate limits are the platform's own; the suite's people make many single calls. */
const patient = async (platform: Platform<HubSpotReady>, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  for (;;) {
    try {
      return await api(platform.ready.baseUrl, platform.ready.apps.marketer.accessToken, method, path, body);
    } catch (error) {
      if (!String(error).includes(': 429')) throw error;
      await wallClock.sleep(500);
    }
  }
};
const people = '/crm/v3/objects/contacts';

gatewayContract('HubSpot', async () => {
  const platform = await start();
  const gateway = await open(platform);
  return {
    gateway,
    object: 'contacts',
    required: {},
    refused: { lifecyclestage: 'no such stage' },
    fields: { email: 'email', lastName: 'lastname', phone: 'phone', title: 'jobtitle', key: 'fieldwise_key', stamp: 'fieldwise_stamp' },
    create: async (values) => String((await patient(platform, 'POST', people, { properties: values, associations: [] }))['id']),
    edit: async (id, values) => void (await patient(platform, 'PATCH', `${people}/${id}`, { properties: values })),
    remove: async (id) => void (await patient(platform, 'DELETE', `${people}/${id}`)),
    merge: async (primaryObjectId, objectIdToMerge) => void (await patient(platform, 'POST', `${people}/merge`, { primaryObjectId, objectIdToMerge })),
    now: () => wallClock.now(),
    settle: () => wallClock.sleep(indexLagMs),
    ask: (work) => work,
    close: () => platform.stop(),
  };
});

describe('HubSpot gateway on the wire', () => {
  let platform: Platform<HubSpotReady>;
  let gateway: HubSpotGateway;
  beforeAll(async () => {
    platform = await start();
    gateway = await open(platform);
  }, 60_000);
  afterAll(() => platform.stop());

  const contact = async (properties: Record<string, string>): Promise<string> =>
    String((await patient(platform, 'POST', people, { properties, associations: [] }))['id']);
  const faults = (...rules: readonly object[]): Promise<unknown> => platform.control('PUT', 'faults', rules);
  const update = (id: string, values: Record<string, string>) => ({
    kind: 'update' as const,
    object: 'contacts',
    id,
    key: `wire-${id}`,
    stamp: 'main:1:x',
    values,
  });

  test('our own properties are made once, the key unique', async () => {
    expect(await gateway.prepare(['contacts'])).toEqual({ ok: true, value: [] });
    const property = await api(platform.ready.baseUrl, platform.ready.apps.marketer.accessToken, 'GET', '/crm/v3/properties/contacts/fieldwise_key');
    expect(property).toMatchObject({ hasUniqueValue: true, groupName: 'fieldwise' });
  });

  test('an e-mail somebody else has is refused with the record in the way', async () => {
    const id = await contact({ email: 'taken@wire.example' });
    const [outcome] = await gateway.write([
      { kind: 'create', object: 'contacts', id: null, key: 'wire-taken', stamp: 's', values: { email: 'taken@wire.example' } },
    ]);
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { existingId: id } });
  });

  test('a lost answer is unknown, and the stamp tells that it landed', async () => {
    const id = await contact({ email: 'lost@wire.example' });
    await faults({ id: 'lost', match: { pathPattern: 'batch/update', remaining: 1 }, action: { do: 'lose-response' } });
    const [outcome] = await gateway.write([update(id, { phone: '1' })]);
    await faults();
    expect(outcome?.kind).toBe('unknown');
    expect(await gateway.read('contacts', [id], ['phone'])).toMatchObject({ value: [{ record: { values: { phone: '1', fieldwise_stamp: 'main:1:x' } } }] });
  });

  test('a spent limit defers the write and holds the next ones back', async () => {
    const own = await open(platform);
    const id = await contact({ email: 'limit@wire.example' });
    await faults({ id: 'limit', match: { pathPattern: 'batch/update', remaining: 1 }, action: { do: 'throttle' } });
    const [outcome] = await own.write([update(id, { phone: '1' })]);
    await faults();
    expect(outcome?.kind).toBe('deferred');
    expect(own.budget().nextAt).toBeGreaterThan(wallClock.now());
  });

  test('what has not left in time is not sent', async () => {
    const id = await contact({ email: 'late@wire.example' });
    const [outcome] = await gateway.write([update(id, { phone: '9' })], { sendBy: wallClock.now() - 1 });
    expect(outcome?.kind).toBe('deferred');
    expect(await gateway.read('contacts', [id], ['phone'])).toMatchObject({ value: [{ record: { values: { phone: null } } }] });
  });

  describe('a lifecycle stage', () => {
    const back = (id: string) => ({ ...update(id, { lifecyclestage: 'lead', phone: '1' }), clearFirst: ['lifecyclestage'] });
    const held = async (id: string) => {
      const read = await gateway.read('contacts', [id], ['lifecyclestage', 'phone']);
      return read.ok && read.value[0]?.kind === 'found' ? read.value[0].record.values : {};
    };
    test('goes back once it was cleared; without, HubSpot keeps it in silence', async () => {
      const id = await contact({ email: 'back@wire.example', lifecyclestage: 'customer' });
      expect(await gateway.write([update(id, { lifecyclestage: 'lead', phone: '1' })])).toMatchObject([{ kind: 'ok' }]);
      expect(await held(id)).toMatchObject({ lifecyclestage: 'customer', phone: '1' });
      expect(await gateway.write([back(id)])).toMatchObject([{ kind: 'ok', after: { values: { lifecyclestage: 'lead', fieldwise_stamp: 'main:1:x' } } }]);
    });
    test('that was cleared when time ran out is blank, and carries no stamp of the write', async () => {
      const id = await contact({ email: 'cut@wire.example', lifecyclestage: 'customer' });
      // The first call of the two goes through and takes so long that the second may not leave any more.
      await faults({ id: 'cut', match: { pathPattern: 'batch/update', remaining: 1 }, action: { do: 'delay', ms: 600, when: 'after' } });
      const [outcome] = await gateway.write([back(id)], { sendBy: wallClock.now() + 400 });
      await faults();
      expect(outcome?.kind).toBe('deferred');
      expect(await held(id)).toMatchObject({ lifecyclestage: null, phone: null, fieldwise_stamp: null });
    });
    test('is set though the other values are refused', async () => {
      await contact({ email: 'other@wire.example' });
      const id = await contact({ email: 'refused@wire.example', lifecyclestage: 'customer' });
      const [outcome] = await gateway.write([{ ...back(id), values: { lifecyclestage: 'lead', email: 'other@wire.example' } }]);
      expect(outcome?.kind).toBe('rejected');
      expect(await held(id)).toMatchObject({ lifecyclestage: 'lead', fieldwise_stamp: null });
    });
    test('is not written where the clearing is not known to have landed', async () => {
      const id = await contact({ email: 'unknown@wire.example', lifecyclestage: 'customer' });
      await faults({ id: 'lost', match: { pathPattern: 'batch/update', remaining: 1 }, action: { do: 'lose-response' } });
      const [outcome] = await gateway.write([back(id)]);
      await faults();
      expect(outcome?.kind).toBe('unknown');
      expect(await held(id)).toMatchObject({ lifecyclestage: null, phone: null });
    });
  });

  describe('segments', () => {
    const list = async (name: string, members: readonly string[]): Promise<string> => {
      const made = await patient(platform, 'POST', '/crm/v3/lists', { name, objectTypeId: '0-1', processingType: 'MANUAL' });
      const { listId } = made['list'] as { listId: string };
      await patient(platform, 'PUT', `/crm/v3/lists/${listId}/memberships/add`, members);
      return listId;
    };
    test('are read with the record, sorted, and blank where there are none', async () => {
      const [one, two] = [await contact({ email: 'seg1@wire.example' }), await contact({ email: 'seg2@wire.example' })];
      const ids = [await list('Hot', [one]), await list('Warm', [one])];
      const read = await gateway.read('contacts', [one, two, '1'], ['email', 'segments']);
      expect(read).toMatchObject({
        ok: true,
        value: [{ record: { values: { segments: ids.toSorted().join(';') } } }, { record: { values: { segments: null } } }, { kind: 'missing' }],
      });
      const found = await gateway.find('contacts', 'email', ['seg1@wire.example'], ['segments']);
      expect(found).toMatchObject({ ok: true, value: [{ records: [{ values: { segments: ids.toSorted().join(';') } }] }] });
    });
    test('are listed by name with their sizes, and their members page by page', async () => {
      const people = await Promise.all(Array.from({ length: 3 }, (_, index) => contact({ email: `page${index}@wire.example` })));
      const id = await list('Paged', people);
      const all = await gateway.segments.all();
      expect(all.ok ? all.value.find((one) => one.id === id) : null).toEqual({ id, name: 'Paged', object: 'contacts', kind: 'manual', size: 3 });
      expect(await gateway.segments.sizes([id, '999'])).toEqual({ ok: true, value: new Map([[id, 3]]) });
      expect(await gateway.segments.members(id)).toEqual({ ok: true, value: new Set(people) });
      expect(await gateway.segments.members('999')).toEqual({ ok: true, value: new Set() });
    });
  });

  test("the portal's kinds of e-mail are listed by name", async () => {
    const answer = await gateway.consent.subscriptions();
    expect(answer.ok ? answer.value.map(({ id, name, isActive }) => [id, name, isActive]) : answer).toEqual([
      ['410003', 'Customer Service Communication', true],
      ['410002', 'Marketing Information', true],
      ['410001', 'One to One', true],
    ]);
  });

  test('nobody home is a failure to wait for, not an exception', async () => {
    const away = createHubSpotGateway(optionsFor(platform.ready, { baseUrl: 'http://127.0.0.1:9' }), { clock: wallClock, journal: createNotes().journal });
    expect(await away.read('contacts', ['1'], [])).toMatchObject({ ok: false, failure: { kind: 'transient' } });
  });

  test('an answer that never comes is given up in time', async () => {
    const hasty = await open(platform, { writeTimeoutMs: 300 });
    const id = await contact({ email: 'slow@wire.example' });
    await faults({ id: 'slow', match: { pathPattern: 'batch/update', remaining: 1 }, action: { do: 'delay', ms: 1_500, when: 'after' } });
    const [outcome] = await hasty.write([update(id, { phone: '1' })]);
    await faults();
    expect(outcome?.kind).toBe('unknown');
  });

  test('a secondary e-mail finds its contact', async () => {
    const id = await contact({ email: 'first@wire.example', hs_additional_emails: 'second@wire.example' });
    expect(await gateway.find('contacts', 'email', ['second@wire.example'], ['email'])).toMatchObject({ ok: true, value: [{ records: [{ id }] }] });
  });

  test('associations are set, marked primary, read and removed', async () => {
    const person = await contact({ email: 'joined@wire.example' });
    const company = String((await patient(platform, 'POST', '/crm/v3/objects/companies', { properties: { name: 'Acme' }, associations: [] }))['id']);
    const pair = { fromObject: 'contacts', fromId: person, toObject: 'companies', toId: company };
    expect(await gateway.associate([{ ...pair, primary: true, remove: false }])).toEqual(['ok']);
    expect(await gateway.associations('contacts', [person], 'companies')).toEqual({
      ok: true,
      value: [{ id: person, to: [{ id: company, isPrimary: true }] }],
    });
    expect(await gateway.associate([{ ...pair, primary: false, remove: true }])).toEqual(['ok']);
    expect(await gateway.associations('contacts', [person, person], 'companies')).toEqual({
      ok: true,
      value: [
        { id: person, to: [] },
        { id: person, to: [] },
      ],
    });
  });

  test('companies are found by domain once search shows them', async () => {
    const company = String(
      (await patient(platform, 'POST', '/crm/v3/objects/companies', { properties: { name: 'Beta', domain: 'beta-wire.example' }, associations: [] }))['id'],
    );
    await wallClock.sleep(indexLagMs);
    expect(await gateway.find('companies', 'domain', ['beta-wire.example'], ['name'])).toMatchObject({ ok: true, value: [{ records: [{ id: company }] }] });
  });

  test('an archived record shows in the sweep as deleted', async () => {
    const since = wallClock.now() - 1_000;
    const id = await contact({ email: 'gone@wire.example' });
    await patient(platform, 'DELETE', `${people}/${id}`);
    const deleted: string[] = [];
    for (let page: string | null = null, pages = 0; pages < 20; pages += 1) {
      const answer: Awaited<ReturnType<HubSpotGateway['sweep']>> = await gateway.sweep('contacts', since, wallClock.now() + 1_000, page);
      if (!answer.ok) throw new Error(answer.failure.message);
      deleted.push(...answer.value.records.filter((record) => record.isDeleted).map((record) => record.ref.id));
      if ((page = answer.value.next) === null) break;
    }
    expect(deleted).toContain(id);
  });
});
