import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Change } from '../../../src/domain/index.ts';
import type { ConnectionId } from '../../../src/domain/model.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import type { SalesforceOrg } from '../../../src/salesforce/index.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { Platform, SalesforceReady } from './sandbox.ts';

/** A real org cannot switch the feature off again; this one has it. */
describe('an org with person accounts', () => {
  let platform: Platform<SalesforceReady>;
  let org: SalesforceOrg;
  let accountId = '';
  let contactId = '';
  const asAdmin = (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> =>
    api(platform.ready.instanceUrl, platform.ready.personas.admin.accessToken, method, `/services/data/v68.0${path}`, body);
  beforeAll(async () => {
    platform = await startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl, ['--person-accounts']);
    const { instanceUrl } = platform.ready;
    const opened = await openSalesforce(
      {
        loginUrl: instanceUrl,
        apiVersion: '68.0',
        auth: jwtOf(platform.ready),
        namespace: null,
        share: 1,
        readTimeoutMs: 5_000,
        writeTimeoutMs: 5_000,
        settleMs: 1_000,
      },
      { clock: wallClock, journal: createNotes().journal },
    );
    if (!opened.ok) throw new Error(opened.failure.message);
    org = opened.value;
    await org.gateway.schemas(['Account', 'Contact']);
    accountId = String((await asAdmin('POST', '/sobjects/Account', { FirstName: 'Mira', LastName: 'Sol', PersonEmail: 'mira@sol.example' }))['id']);
    contactId = String((await asAdmin('GET', `/sobjects/Account/${accountId}?fields=PersonContactId`))['PersonContactId']);
  }, 90_000);
  afterAll(() => platform.stop());

  test('is read and found as the contact', async () => {
    expect(await org.gateway.read('Contact', [contactId], ['Email', 'IsPersonAccount'])).toMatchObject({
      value: [{ kind: 'found', record: { object: 'Contact', values: { Email: 'mira@sol.example', IsPersonAccount: true } } }],
    });
    expect(await org.gateway.find('Contact', 'Email', ['mira@sol.example'], ['Email'])).toMatchObject({ value: [{ records: [{ id: contactId }] }] });
  });

  test('is written through the account, and answers as the contact, with key and stamp', async () => {
    const request = {
      kind: 'update' as const,
      object: 'Contact',
      id: contactId,
      key: 'hs-contacts-1',
      stamp: 'main:1:Title,Phone',
      values: { Title: 'Pilot', Phone: '7' },
    };
    const [outcome] = await org.gateway.write([request]);
    expect(outcome).toMatchObject({
      kind: 'ok',
      id: contactId,
      after: { object: 'Contact', id: contactId, values: { Title: 'Pilot', Phone: '7', Sync_Key__c: 'hs-contacts-1', Sync_Stamp__c: 'main:1:Title,Phone' } },
    });
    expect(await asAdmin('GET', `/sobjects/Account/${accountId}?fields=PersonTitle,Phone`)).toMatchObject({ PersonTitle: 'Pilot', Phone: '7' });
  });

  test('is opted out through the account, and shows it as the contact', async () => {
    const plain = String((await asAdmin('POST', '/sobjects/Contact', { LastName: 'Plain', Email: 'plain@sol.example' }))['id']);
    const optOut = (id: string) => ({ object: 'Contact', id, values: { HasOptedOutOfEmail: true } });
    expect(await org.consent.write([optOut(contactId), optOut(plain)])).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
    expect(await asAdmin('GET', `/sobjects/Account/${accountId}?fields=PersonHasOptedOutOfEmail`)).toMatchObject({ PersonHasOptedOutOfEmail: true });
    const found = await org.consent.byEmail([{ object: 'Contact', keys: ['mira@sol.example', 'plain@sol.example'], fields: ['HasOptedOutOfEmail'] }]);
    expect(found).toMatchObject({ value: [{ values: { HasOptedOutOfEmail: true } }, { values: { HasOptedOutOfEmail: true } }] });
  });

  test('a refused field is named as the contact names it, and others of the batch are saved', async () => {
    const other = String((await asAdmin('POST', '/sobjects/Contact', { LastName: 'Plain' }))['id']);
    const request = (id: string, values: Record<string, string>) => ({
      kind: 'update' as const,
      object: 'Contact',
      id,
      key: `k-${id}`,
      stamp: 'main:2:x',
      values,
    });
    const outcomes = await org.gateway.write([request(contactId, { Title: 'x'.repeat(200) }), request(other, { Title: 'Captain' })]);
    expect(outcomes).toMatchObject([
      { kind: 'rejected', fault: { code: 'STRING_TOO_LONG', fields: ['Title'] } },
      { kind: 'ok', id: other },
    ]);
  });

  test('its changes are told as the contact’s, our own are not told', async () => {
    const told: Change[] = [];
    const stop = new AbortController();
    const stream = org.changes({
      connection: 'c1' as ConnectionId,
      clock: wallClock,
      random: () => 0.5,
      journal: createNotes().journal,
      pubsub: platform.ready.pubsub,
      position: () => Promise.resolve(null),
      receive: async (changes) => {
        told.push(...changes);
        return { stored: changes.length, duplicates: 0 };
      },
      onRulesChanged: () => undefined,
      onGap: () => undefined,
    });
    const running = stream.run(stop.signal);
    try {
      const isTold = (): boolean => told.some((change) => change.ref.object === 'Contact');
      // The subscription begins at what is published after it: edits until one is heard.
      for (let tries = 0; tries < 40 && !isTold(); tries += 1) {
        await asAdmin('PATCH', `/sobjects/Account/${accountId}`, { PersonTitle: `Admiral ${String(tries)}`, Phone: `8${String(tries)}` });
        await wallClock.sleep(200);
      }
      expect(told.find((change) => change.ref.object === 'Contact')).toMatchObject({
        ref: { id: contactId },
        kind: 'update',
        fields: { Title: { value: expect.stringMatching(/^Admiral/) }, Phone: { value: expect.stringMatching(/^8/) } },
      });
      await wallClock.sleep(300);
      told.length = 0;
      await org.gateway.write([{ kind: 'update', object: 'Contact', id: contactId, key: 'hs-contacts-1', stamp: 'main:3:Title', values: { Title: 'Ours' } }]);
      await asAdmin('PATCH', `/sobjects/Account/${accountId}`, { Phone: '9' });
      for (let tries = 0; tries < 200 && !isTold(); tries += 1) await wallClock.sleep(25);
      expect(told.filter((change) => change.ref.object === 'Contact').flatMap((change) => Object.keys(change.fields))).toEqual(['Phone']);
    } finally {
      stop.abort();
      await running;
    }
  }, 30_000);
});
