/** The consent lane's two ends on the wire: each port against the local platform it speaks to. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HubSpotConsent, SalesforceConsent } from '../../../src/engine/index.ts';
import { createHubSpotGateway } from '../../../src/hubspot/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { HubSpotReady, Platform, SalesforceReady } from './sandbox.ts';

const times = { share: 1, readTimeoutMs: 5_000, writeTimeoutMs: 5_000, settleMs: 1_000 };
const newsletter = '410002';
const proof = { side: 'salesforce' as const, basis: 'CONSENT_WITH_NOTICE', explanation: 'Asked for it by phone', at: 1, by: '005' };
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: { readonly code: string } }): T => {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};

describe('consent in HubSpot', () => {
  let platform: Platform<HubSpotReady>;
  let consent: HubSpotConsent;
  const open = (accessToken: string): HubSpotConsent =>
    createHubSpotGateway(
      { baseUrl: platform.ready.baseUrl, appId: String(platform.ready.apps.bridge.appId), auth: { kind: 'token', accessToken }, burstPer10s: 190, ...times },
      { clock: wallClock, journal: createNotes().journal },
    ).consent;
  const person = (method: string, path: string, body?: unknown) => api(platform.ready.baseUrl, platform.ready.apps.marketer.accessToken, method, path, body);
  const contact = async (email: string): Promise<string> =>
    String((await person('POST', '/crm/v3/objects/contacts', { properties: { email }, associations: [] }))['id']);
  const off = (email: string, subscription: string | null = null) => ({ email, subscription, to: 'out' as const, evidence: null });
  const statusOf = async (email: string) => valueOf(await consent.statuses([email], true))[0];
  beforeAll(async () => {
    platform = await startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl);
    await platform.control('PUT', 'settings', { searchLagMinMs: 0, searchLagMaxMs: 0 });
    consent = open(platform.ready.apps.bridge.accessToken);
  }, 60_000);
  afterAll(() => platform.stop());

  test('contacts are read with the addresses they had before', async () => {
    const id = await contact('before@consent.example');
    await person('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { email: 'after@consent.example' } });
    const [record] = valueOf(await consent.byId([id]));
    expect(record).toMatchObject({ emails: ['after@consent.example'], isDeleted: false });
    expect(record?.former).toContain('before@consent.example');
    expect(valueOf(await consent.byEmail(['AFTER@consent.example'.toLowerCase(), 'nobody@consent.example'])).map(({ ref }) => ref.id)).toEqual([id]);
  });

  test('an address is taken off all e-mail, with a contact or without, and again without harm', async () => {
    const id = await contact('with@consent.example');
    const both = [off('with@consent.example'), off('without@consent.example')];
    expect(await consent.write(both)).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
    expect(await consent.write(both)).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
    const found = valueOf(await consent.statuses(['with@consent.example', 'without@consent.example', 'free@consent.example'], false));
    expect(found.map(({ isOutOfAll }) => isOutOfAll)).toEqual([true, true, false]);
    expect(valueOf(await consent.byId([id]))[0]?.values['hs_email_optout']).toBe('true');
  });

  test('whose doing an opt-out was is told: ours, or a person’s', async () => {
    const [mine, theirs] = [await contact('mine@consent.example'), await contact('theirs@consent.example')];
    expect(valueOf(await consent.byId([mine]))[0]?.optedOut).toBeUndefined();
    await consent.write([off('mine@consent.example')]);
    await platform.control('POST', 'consent/opt-out', { email: 'theirs@consent.example' });
    const found = new Map(valueOf(await consent.byId([mine, theirs])).map((record) => [record.ref.id, record.optedOut]));
    expect(found.get(mine)).toMatchObject({ by: consent.actor });
    expect(found.get(theirs)?.at).toBeGreaterThan(0);
    expect(found.get(theirs)?.by).not.toBe(consent.actor);
  });

  test('one subscription is ended alone, and given back with what is on record', async () => {
    expect(await consent.write([off('one@consent.example', newsletter)])).toEqual([{ kind: 'ok' }]);
    expect(await statusOf('one@consent.example')).toMatchObject({ isOutOfAll: false });
    expect((await statusOf('one@consent.example'))?.subscriptions.get(newsletter)).toEqual({ state: 'out', evidence: null });
    expect(await consent.write([{ email: 'one@consent.example', subscription: newsletter, to: 'in', evidence: proof }])).toEqual([{ kind: 'ok' }]);
    expect((await statusOf('one@consent.example'))?.subscriptions.get(newsletter)).toMatchObject({
      state: 'in',
      evidence: { side: 'hubspot', basis: 'CONSENT_WITH_NOTICE', explanation: 'Asked for it by phone' },
    });
  });

  test('what the person ended themselves is refused, and so is a yes to everything', async () => {
    await platform.control('POST', 'consent/opt-out', { email: 'self@consent.example', subscriptionId: newsletter });
    const yes = { email: 'self@consent.example', to: 'in' as const, evidence: proof };
    expect(
      await consent.write([
        { ...yes, subscription: newsletter },
        { ...yes, subscription: null },
      ]),
    ).toMatchObject([{ kind: 'refused' }, { kind: 'refused', fault: { code: 'NO_SUCH_CALL' } }]);
  });

  test('one bad address of a batch keeps none of the others from being told', async () => {
    expect(await consent.write([off('good@consent.example'), off('not an address'), off('better@consent.example')])).toMatchObject([
      { kind: 'ok' },
      { kind: 'refused' },
      { kind: 'ok' },
    ]);
  });

  test('a portal without the batch scope is asked address by address', async () => {
    const app = (await platform.control('PUT', 'apps/small', { scopes: ['communication_preferences.read_write'] })) as { readonly accessToken: string };
    const small = open(app.accessToken);
    expect(await small.write([off('small1@consent.example'), off('small2@consent.example')])).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
    expect(valueOf(await small.statuses(['small1@consent.example', 'small2@consent.example'], true)).map(({ isOutOfAll }) => isOutOfAll)).toEqual([true, true]);
  });

  test('a platform that does not answer is tried later, not given up', async () => {
    await platform.control('PUT', 'faults', [{ id: 'down', match: { pathPattern: 'unsubscribe-all', remaining: 1 }, action: { do: 'lose-response' } }]);
    const [outcome] = await consent.write([off('lost@consent.example')]);
    await platform.control('PUT', 'faults', []);
    expect(outcome).toMatchObject({ kind: 'later' });
    expect(await consent.write([off('lost@consent.example')])).toEqual([{ kind: 'ok' }]);
  });

  test('a sweep tells who changed, and ends', async () => {
    const since = wallClock.now() - 1;
    const id = await contact('swept@consent.example');
    await wallClock.sleep(50);
    const page = valueOf(await consent.sweep(['hs_email_optout'], since, wallClock.now(), null));
    expect(page.records.map(({ ref }) => ref.id)).toContain(id);
    expect(page.next).toBeNull();
  });

  test('subscriptions are named', async () => {
    expect(
      valueOf(await consent.subscriptions())
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['410001', newsletter, '410003']);
  });
});

describe('consent in Salesforce', () => {
  const data = '/services/data/v68.0';
  const fields = ['HasOptedOutOfEmail'];
  let platform: Platform<SalesforceReady>;
  let consent: SalesforceConsent;
  const person = (method: string, path: string, body?: unknown) =>
    api(platform.ready.instanceUrl, platform.ready.personas.admin.accessToken, method, data + path, body);
  const make = async (object: string, email: string): Promise<string> =>
    String((await person('POST', `/sobjects/${object}`, { LastName: 'Consent', Email: email, ...(object === 'Lead' ? { Company: 'Consent' } : {}) }))['id']);
  beforeAll(async () => {
    platform = await startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl);
    const { instanceUrl } = platform.ready;
    const opened = await openSalesforce(
      { loginUrl: instanceUrl, apiVersion: '68.0', auth: jwtOf(platform.ready), namespace: null, ...times },
      { clock: wallClock, journal: createNotes().journal },
    );
    consent = valueOf(opened).consent;
  }, 60_000);
  afterAll(() => platform.stop());

  test('everybody of an address is found, of every object asked for', async () => {
    const ids = [await make('Lead', 'Same@consent.example'), await make('Lead', 'same@consent.example'), await make('Contact', 'same@consent.example')];
    const keys = ['same@consent.example'];
    const found = valueOf(
      await consent.byEmail([
        { object: 'Lead', keys, fields },
        { object: 'Contact', keys, fields },
      ]),
    );
    expect(found.map(({ ref }) => ref.id).toSorted()).toEqual(ids.toSorted());
    expect(found.every(({ emails, values }) => emails[0] === 'same@consent.example' && values['HasOptedOutOfEmail'] === false)).toBe(true);
  });

  test('a box is ticked and read back with who saved it; each write has its own outcome', async () => {
    const id = await make('Lead', 'tick@consent.example');
    const write = (of: string) => ({ object: 'Lead', id: of, values: { HasOptedOutOfEmail: true } });
    expect(await consent.write([write(id), write('00Q000000000000AAA')])).toMatchObject([{ kind: 'ok' }, { kind: 'refused' }]);
    expect(valueOf(await consent.byId([{ object: 'Lead', keys: [id], fields }]))).toMatchObject([
      { values: { HasOptedOutOfEmail: true }, modifiedBy: consent.actor },
    ]);
  });

  test('a deleted record is still told of by its id, and no longer by its address', async () => {
    const id = await make('Contact', 'gone@consent.example');
    await person('DELETE', `/sobjects/Contact/${id}`);
    expect(valueOf(await consent.byId([{ object: 'Contact', keys: [id], fields }]))).toMatchObject([{ isDeleted: true }]);
    expect(valueOf(await consent.byEmail([{ object: 'Contact', keys: ['gone@consent.example'], fields }]))).toEqual([]);
  });

  test('a merged record names its survivor', async () => {
    const [kept, lost] = [await make('Contact', 'kept@consent.example'), await make('Contact', 'lost@consent.example')];
    await platform.control('POST', 'merge', { object: 'Contact', masterId: kept, loserIds: [lost] });
    expect(valueOf(await consent.byId([{ object: 'Contact', keys: [lost], fields }]))).toMatchObject([{ isDeleted: true, mergedInto: kept }]);
  });

  test('an address with a quote in it is an address', async () => {
    const id = await make('Lead', "o'brien@consent.example");
    expect(valueOf(await consent.byEmail([{ object: 'Lead', keys: ["o'brien@consent.example"], fields }])).map(({ ref }) => ref.id)).toEqual([id]);
  });

  test('a sweep tells who changed, and ends', async () => {
    const since = wallClock.now() - 1_000;
    const id = await make('Lead', 'swept@consent.example');
    const page = valueOf(await consent.sweep({ object: 'Lead', fields }, since, wallClock.now(), null));
    expect(page.records.map(({ ref }) => ref.id)).toContain(id);
    expect(page.next).toBeNull();
  });
});
