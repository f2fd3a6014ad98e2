import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../../src/domain/index.ts';
import type { ConnectionId } from '../../../src/domain/model.ts';
import type { CursorWrite } from '../../../src/engine/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import type { SalesforceOptions, SalesforceOrg } from '../../../src/salesforce/index.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { Platform, SalesforceReady } from './sandbox.ts';
import { gatewayContract } from './suite.ts';

const data = '/services/data/v68.0';
const start = (): Promise<Platform<SalesforceReady>> => startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl);

async function open(ready: SalesforceReady, over: Partial<SalesforceOptions> = {}): Promise<SalesforceOrg> {
  const options = {
    loginUrl: ready.instanceUrl,
    apiVersion: '68.0',
    auth: jwtOf(ready),
    namespace: null,
    share: 1,
    readTimeoutMs: 5_000,
    writeTimeoutMs: 5_000,
    settleMs: 1_000,
    ...over,
  };
  const opened = await openSalesforce(options, { clock: wallClock, journal: createNotes().journal });
  if (!opened.ok) throw new Error(`${opened.failure.code}: ${opened.failure.message}`);
  return opened.value;
}
const asAdmin = ({ ready }: Platform<SalesforceReady>, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> =>
  api(ready.instanceUrl, ready.personas.admin.accessToken, method, data + path, body);

gatewayContract('Salesforce', async () => {
  const platform = await start();
  const { gateway } = await open(platform.ready);
  return {
    gateway,
    object: 'Contact',
    required: {},
    refused: { Title: 'x'.repeat(200) },
    fields: { email: 'Email', lastName: 'LastName', phone: 'Phone', title: 'Title', key: 'Sync_Key__c', stamp: 'Sync_Stamp__c' },
    create: async (values) => String((await asAdmin(platform, 'POST', '/sobjects/Contact', values))['id']),
    edit: async (id, values) => void (await asAdmin(platform, 'PATCH', `/sobjects/Contact/${id}`, values)),
    remove: async (id) => void (await asAdmin(platform, 'DELETE', `/sobjects/Contact/${id}`)),
    merge: async (masterId, loser) => void (await platform.control('POST', 'merge', { object: 'Contact', masterId, loserIds: [loser] })),
    now: () => wallClock.now(),
    settle: () => Promise.resolve(),
    ask: (work) => work,
    close: () => platform.stop(),
  };
});

describe('Salesforce gateway on the wire', () => {
  let platform: Platform<SalesforceReady>;
  let org: SalesforceOrg;
  beforeAll(async () => {
    platform = await start();
    org = await open(platform.ready);
  }, 60_000);
  afterAll(() => platform.stop());

  const faults = (...rules: readonly object[]): Promise<unknown> => platform.control('PUT', 'faults', rules);
  const make = async (object: string, values: object): Promise<string> => String((await asAdmin(platform, 'POST', `/sobjects/${object}`, values))['id']);
  const update = (id: string, values: Record<string, string>, object = 'Contact') => ({
    kind: 'update' as const,
    object,
    id,
    key: `wire-${id}`,
    stamp: 'main:1:x',
    values,
  });

  test('our writes are signed by the integration user', async () => {
    expect(org.gateway.actor).toBe(platform.ready.personas.integration.userId);
    const id = await make('Contact', { LastName: 'Signed' });
    const [outcome] = await org.gateway.write([update(id, { Phone: '1' })]);
    expect(outcome).toMatchObject({ kind: 'ok', after: { modifiedBy: org.gateway.actor } });
  });

  test('client credentials log in as well, and a wrong secret says so', async () => {
    const { clientId, clientSecret } = platform.ready.oauth;
    await expect(open(platform.ready, { auth: { kind: 'client-credentials', clientId, clientSecret } })).resolves.toBeDefined();
    await expect(open(platform.ready, { auth: { kind: 'client-credentials', clientId, clientSecret: 'wrong' } })).rejects.toThrow('invalid_client');
  });

  test('an expired token is renewed once, unseen', async () => {
    await platform.control('POST', 'tokens/expire');
    const id = await make('Contact', { LastName: 'Renewed' });
    expect(await org.gateway.read('Contact', [id], ['LastName'])).toMatchObject({ ok: true, value: [{ kind: 'found' }] });
  });

  test('nothing is written to the home of the user', () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    const { instanceUrl, oauth } = platform.ready;
    // A process of its own: where a home is, Node asks once for all.
    const program = `
      import { openSalesforce } from ${JSON.stringify(new URL('../../../src/salesforce/index.ts', import.meta.url).href)};
      const auth = { kind: 'client-credentials', clientId: ${JSON.stringify(oauth.clientId)}, clientSecret: ${JSON.stringify(oauth.clientSecret)} };
      const options = { loginUrl: ${JSON.stringify(instanceUrl)}, apiVersion: '68.0', auth, namespace: null, share: 1, readTimeoutMs: 5000, writeTimeoutMs: 5000, settleMs: 1000 };
      const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
      const journal = { event() {}, count() {}, observe() {} };
      const opened = await openSalesforce(options, { clock, journal });
      const read = await opened.value.gateway.read('Contact', ['003000000000001AAA'], []);
      process.exit(read.ok ? 0 : 3);`;
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', program], { env: { ...process.env, HOME: home }, stdio: 'pipe' });
      expect(readdirSync(home)).toEqual([]);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  test('a locked record is deferred, the others are saved', async () => {
    const [locked, free] = [await make('Contact', { LastName: 'Locked' }), await make('Contact', { LastName: 'Free' })];
    await platform.control('PUT', 'locks', [locked]);
    const outcomes = await org.gateway.write([update(locked, { Phone: '1' }), update(free, { Phone: '1' })]);
    await platform.control('PUT', 'locks', []);
    expect(outcomes).toMatchObject([{ kind: 'deferred', fault: { code: 'UNABLE_TO_LOCK_ROW' } }, { kind: 'ok' }]);
  });

  test("a customer's validation rule rejects one record and names its field", async () => {
    await platform.control('PUT', 'rules', {
      validation: [{ object: 'Contact', name: 'No_Robots', message: 'No robots', field: 'Title', when: [{ field: 'Title', op: 'equals', value: 'Robot' }] }],
    });
    const [one, two] = [await make('Contact', { LastName: 'One' }), await make('Contact', { LastName: 'Two' })];
    const outcomes = await org.gateway.write([update(one, { Title: 'Robot' }), update(two, { Title: 'Human' })]);
    await platform.control('PUT', 'rules', { validation: [] });
    expect(outcomes).toMatchObject([{ kind: 'rejected', fault: { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Title'] } }, { kind: 'ok' }]);
  });

  test('a field that does not exist is refused for the record that writes it', async () => {
    const [one, two] = [await make('Contact', { LastName: 'One' }), await make('Contact', { LastName: 'Two' })];
    const outcomes = await org.gateway.write([update(one, { No_Such__c: 'x' }), update(two, { Phone: '1' })]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['rejected', 'ok']);
  });

  describe('assignment rules', () => {
    beforeAll(async () => {
      await platform.control('PUT', 'rules', { assignment: [{ object: 'Lead', entries: [{ when: [], owner: 'rep1' }] }] });
    });
    afterAll(() => platform.control('PUT', 'rules', { assignment: [] }));
    const ownerOf = async (id: string): Promise<unknown> => (await asAdmin(platform, 'GET', `/sobjects/Lead/${id}?fields=OwnerId`))['OwnerId'];
    const lead = (key: string) => ({ kind: 'create' as const, object: 'Lead', id: null, key, stamp: 's', values: { LastName: 'Mine', Company: 'X' } });
    const idOf = (outcome: { readonly kind: string; readonly id?: string } | undefined): string => outcome?.id ?? '';
    test('do not take our leads away, neither when they are made nor when they change', async () => {
      const [outcome] = await org.gateway.write([lead('wire-lead')]);
      const id = idOf(outcome);
      expect(await ownerOf(id)).toBe(org.gateway.actor);
      expect(await org.gateway.write([update(id, { Title: 'CTO' }, 'Lead')])).toMatchObject([{ kind: 'ok' }]);
      expect(await ownerOf(id)).toBe(org.gateway.actor);
      // The org does run them where nobody says otherwise.
      await asAdmin(platform, 'PATCH', `/sobjects/Lead/${id}`, { Title: 'CEO' });
      expect(await ownerOf(id)).toBe(platform.ready.personas.rep1.userId);
    });
    test('run where the admin asked for them, beside leads they leave alone', async () => {
      const outcomes = await org.gateway.write([{ ...lead('wire-asked'), runsAssignmentRules: true }, lead('wire-unasked')]);
      expect(await Promise.all(outcomes.map((outcome) => ownerOf(idOf(outcome))))).toEqual([platform.ready.personas.rep1.userId, org.gateway.actor]);
    });
  });

  test('a lost answer is unknown, and the stamp tells that it landed', async () => {
    const id = await make('Contact', { LastName: 'Lost' });
    await faults({ id: 'lost', match: { pathPattern: '/composite$', remaining: 1 }, action: { do: 'lose-response' } });
    const [outcome] = await org.gateway.write([update(id, { Phone: '1' })]);
    await faults();
    expect(outcome?.kind).toBe('unknown');
    expect(await org.gateway.read('Contact', [id], ['Phone'])).toMatchObject({ value: [{ record: { values: { Phone: '1', Sync_Stamp__c: 'main:1:x' } } }] });
  });

  test('a converted lead tells what it became', async () => {
    const id = await make('Lead', { LastName: 'Ready', Company: 'Beta', Email: 'ready@wire.example' });
    await platform.control('POST', 'convert', { leadId: id, doNotCreateOpportunity: true });
    const answer = await org.gateway.read('Lead', [id], ['Email']);
    expect(answer).toMatchObject({
      ok: true,
      value: [
        { kind: 'found', record: { convertedTo: { contactId: expect.stringMatching(/^003/), accountId: expect.stringMatching(/^001/), opportunityId: null } } },
      ],
    });
    expect(await org.gateway.find('Lead', 'Email', ['ready@wire.example'], ['Email'])).toMatchObject({ ok: true, value: [{ records: [] }] });
  });

  describe('conversion through the package', () => {
    const convert = (leadIds: readonly string[], over: object = {}) =>
      org.gateway.convertLeads?.(leadIds.map((leadId) => ({ leadId, status: null, accountId: null, ownerId: null, ...over }))) ?? Promise.resolve([]);

    test('makes account and contact and no opportunity, and asked again answers the same', async () => {
      const leadId = await make('Lead', { LastName: 'Convert', Company: 'Convert Ltd' });
      const [first] = await convert([leadId]);
      const [again] = await convert([leadId]);
      expect(first).toMatchObject({ kind: 'ok', contactId: expect.stringMatching(/^003/), accountId: expect.stringMatching(/^001/) });
      expect(again).toEqual(first);
      const found = await org.gateway.find('Lead', 'ConvertedContactId', [first?.kind === 'ok' ? first.contactId : ''], ['LastName']);
      expect(found).toMatchObject({ ok: true, value: [{ records: [{ id: leadId, convertedTo: { opportunityId: null } }] }] });
    });

    test('goes into the account it is given', async () => {
      const accountId = await make('Account', { Name: 'Into' });
      const leadId = await make('Lead', { LastName: 'Into', Company: 'Other' });
      expect(await convert([leadId], { accountId })).toMatchObject([{ kind: 'ok', accountId }]);
    });

    test('answers for each of 130 leads in order, whatever becomes of the others', async () => {
      const records = Array.from({ length: 129 }, (_, index) => ({ attributes: { type: 'Lead' }, LastName: `Bulk ${String(index)}`, Company: 'Bulk' }));
      const answer = (await asAdmin(platform, 'POST', '/composite/sobjects', { allOrNone: false, records })) as unknown as readonly { readonly id: string }[];
      const leadIds = answer.map(({ id }) => id).toSpliced(7, 0, '00Q000000000000AAA');
      const outcomes = await convert(leadIds);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(leadIds.map((_, index) => (index === 7 ? 'rejected' : 'ok')));
    });

    test('is refused in the words of the platform', async () => {
      const leadId = await make('Lead', { LastName: 'Refused', Company: 'Refused' });
      expect(await convert([leadId], { status: 'Working - Contacted' })).toMatchObject([
        { kind: 'rejected', fault: { code: 'INVALID_STATUS', message: expect.stringContaining('convertedStatus') } },
      ]);
    });
  });

  test('owners are users with their addresses, and queues', async () => {
    const owners = await org.gateway.owners?.();
    const all = owners?.ok === true ? owners.value : [];
    expect(all.find(({ id }) => id === platform.ready.personas.rep1.userId)).toEqual({
      id: platform.ready.personas.rep1.userId,
      kind: 'person',
      email: 'rep1@fieldwise.sandbox',
      isActive: true,
    });
    expect(all.filter(({ kind }) => kind === 'queue')).toEqual([]);
    const queue = await make('Group', { Name: 'Desk', DeveloperName: 'Desk', Type: 'Queue' });
    await asAdmin(platform, 'PATCH', `/sobjects/User/${platform.ready.personas.rep1.userId}`, { IsActive: false });
    const later = await org.gateway.owners?.();
    await asAdmin(platform, 'PATCH', `/sobjects/User/${platform.ready.personas.rep1.userId}`, { IsActive: true });
    const now = later?.ok === true ? later.value : [];
    expect(now.find(({ id }) => id === platform.ready.personas.rep1.userId)?.isActive).toBe(false);
    expect(now.filter(({ kind }) => kind === 'queue')).toEqual([{ id: queue, kind: 'queue', email: null, isActive: true }]);
  });

  test('accounts are found by the domain of whatever was typed as website', async () => {
    const id = await make('Account', { Name: 'Acme', Website: 'https://www.acme-wire.com/about' });
    await make('Account', { Name: 'Other', Website: 'http://notacme-wire.com' });
    expect(await org.gateway.find('Account', 'Website', ['acme-wire.com'], ['Name'])).toMatchObject({ ok: true, value: [{ records: [{ id }] }] });
  });

  test('text with quotes and wildcards is only text', async () => {
    await make('Contact', { LastName: "O'Hara%_\\" });
    expect(await org.gateway.find('Contact', 'LastName', ["O'Hara%_\\", "' OR Name != '"], ['LastName'])).toMatchObject({
      ok: true,
      value: [{ records: [{}] }, { records: [] }],
    });
  });

  test('a spent daily limit is a budget failure with a time to come back', async () => {
    const own = await open(platform.ready);
    await faults({ id: 'spent', match: { pathPattern: '/composite/sobjects/', remaining: 1 }, action: { do: 'throttle' } });
    const answer = await own.gateway.read('Contact', ['003000000000001AAA'], []);
    await faults();
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'budget', code: 'REQUEST_LIMIT_EXCEEDED' } });
    expect(own.gateway.budget().nextAt).toBeGreaterThan(wallClock.now());
  });

  test('deleted and merged records show in the sweep', async () => {
    const since = wallClock.now() - 2_000;
    const [kept, gone, deleted] = [
      await make('Contact', { LastName: 'Kept' }),
      await make('Contact', { LastName: 'Gone' }),
      await make('Contact', { LastName: 'Deleted' }),
    ];
    await platform.control('POST', 'merge', { object: 'Contact', masterId: kept, loserIds: [gone] });
    await asAdmin(platform, 'DELETE', `/sobjects/Contact/${deleted}`);
    const answer = await org.gateway.sweep('Contact', since, wallClock.now() + 2_000, null);
    const rows = answer.ok ? answer.value.records.filter((row) => [kept, gone, deleted].includes(row.ref.id)) : [];
    expect(Object.fromEntries(rows.map((row) => [row.ref.id, [row.isDeleted, row.mergedInto]]))).toEqual({
      [kept]: [false, null],
      [gone]: [true, kept],
      [deleted]: [true, null],
    });
  });

  describe('change stream', () => {
    type Received = { readonly changes: readonly Change[]; readonly cursor: CursorWrite };
    /** A stream that keeps what it hands over, and a way to wait for it. */
    function listen(from: Uint8Array | null = null) {
      const received: Received[] = [];
      const gaps: string[] = [];
      const stopping = new AbortController();
      const position = { held: from };
      let rulesChanged = 0;
      const stream = org.changes({
        connection: 'main' as ConnectionId,
        clock: wallClock,
        random: () => 0,
        journal: createNotes().journal,
        pubsub: platform.ready.pubsub,
        position: () => Promise.resolve(position.held),
        receive: (changes, cursor) => {
          received.push({ changes, cursor });
          position.held = cursor.position;
          return Promise.resolve();
        },
        onRulesChanged: () => void (rulesChanged += 1),
        onGap: (reason) => void gaps.push(reason),
      });
      const running = stream.run(stopping.signal);
      const until = async (isTrue: () => boolean): Promise<void> => {
        for (let waited = 0; !isTrue(); waited += 20) {
          if (waited > 10_000) throw new Error(`not in time; received ${JSON.stringify(received.map((one) => one.changes))}`);
          await wallClock.sleep(20);
        }
      };
      const changes = (): readonly Change[] => received.flatMap((one) => one.changes);
      const stop = async (): Promise<void> => {
        stopping.abort();
        await running;
      };
      return { stream, received, gaps, until, changes, stop, position, rulesChanged: () => rulesChanged };
    }
    const publish = (object: string, records: readonly object[]): Promise<unknown> =>
      asAdmin(platform, 'POST', '/sobjects/RecordChange__e', {
        Object__c: object,
        Request_Id__c: 'r',
        Schema_Version__c: 1,
        Record_Count__c: records.length,
        Payload__c: JSON.stringify({ v: 1, records }),
      });
    const told = (last: string) => ({ id: `0030000000000${last}AAA`, op: 'update', at: 1_763_718_000_000, f: { Phone: last } });

    test('hands over changes with the position that covers them, and goes on from it', async () => {
      const first = listen();
      await first.until(() => first.stream.state().isConnected && first.gaps.length > 0);
      await publish('Contact', [told('01'), told('02')]);
      await first.until(() => first.changes().length >= 2);
      await first.stop();
      await publish('Contact', [told('03')]);
      const second = listen(first.position.held);
      await second.until(() => second.changes().length >= 1);
      await second.stop();
      expect(first.gaps).toEqual(['first-start']);
      expect(
        first
          .changes()
          .slice(-2)
          .map((change) => change.ref.id),
      ).toEqual(['003000000000001AAA', '003000000000002AAA']);
      expect(second.changes().map((change) => change.ref.id)).toEqual(['003000000000003AAA']);
      expect(second.gaps).toEqual([]);
    }, 30_000);

    test('survives a broken stream and an expired token without losing a change', async () => {
      const listener = listen();
      await listener.until(() => listener.gaps.length > 0);
      await publish('Contact', [told('04')]);
      await listener.until(() => listener.changes().some((change) => change.ref.id.includes('04')));
      await platform.control('POST', 'tokens/expire');
      await platform.control('POST', 'stream/kill');
      await publish('Contact', [told('05')]);
      await listener.until(() => listener.changes().some((change) => change.ref.id.includes('05')));
      await listener.stop();
      expect(listener.gaps).toEqual(['first-start']);
    }, 30_000);

    test('asks for a sweep when its position is no longer known', async () => {
      const listener = listen();
      await listener.until(() => listener.gaps.length > 0);
      await publish('Contact', [told('06')]);
      await listener.until(() => listener.changes().some((change) => change.ref.id.includes('06')));
      await platform.control('POST', 'stream/reset');
      await listener.until(() => listener.gaps.includes('replay-lost'));
      await publish('Contact', [told('07')]);
      await listener.until(() => listener.changes().some((change) => change.ref.id.includes('07')));
      await listener.stop();
    }, 30_000);

    test('tells that the rules changed, and steps over an event it cannot read', async () => {
      const listener = listen();
      await listener.until(() => listener.gaps.length > 0);
      await asAdmin(platform, 'POST', '/sobjects/RecordChange__e', {
        Object__c: 'Contact',
        Request_Id__c: 'r',
        Schema_Version__c: 1,
        Record_Count__c: 1,
        Payload__c: 'not json',
      });
      await publish('Sync_Ruleset__c', []);
      await publish('Contact', [told('08')]);
      await listener.until(() => listener.changes().some((change) => change.ref.id.includes('08')));
      await listener.stop();
      expect(listener.rulesChanged()).toBe(1);
      expect(listener.gaps).toContain('event-unreadable');
    }, 30_000);
  });
});
