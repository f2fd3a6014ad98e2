/** The consent lane between both local platforms: one subscription, kept in an opt-in checkbox, with what is on record for a yes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createConsentIntake, createConsentLane, EVIDENCE_FIELDS } from '../../../src/consent/index.ts';
import { fingerprinter } from '../../../src/domain/index.ts';
import type { ConnectionId, ConsentRule } from '../../../src/domain/model.ts';
import type { ConsentStore } from '../../../src/engine/index.ts';
import { createHubSpotGateway } from '../../../src/hubspot/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import { createMemoryStore } from '../../../src/store/index.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { HubSpotReady, Platform, SalesforceReady } from './sandbox.ts';

const connection = 'main' as ConnectionId;
const newsletter = '410002';
/** A checkbox that says nothing of its own accord in this org; ticked, the person wants the newsletter. */
const box = 'HasOptedOutOfFax';
const RULE: ConsentRule = {
  key: 'consent.newsletter',
  salesforceObjects: ['Lead', 'Contact'],
  salesforceField: box,
  meaning: 'opt-in',
  subscription: newsletter,
  direction: 'two-way',
  carriesOptIn: true,
};
const times = { share: 1, readTimeoutMs: 5_000, writeTimeoutMs: 5_000, settleMs: 1_000 };
const data = '/services/data/v68.0/sobjects';
const withinMs = 8_000;

describe('one subscription between a checkbox and HubSpot', () => {
  let org: Platform<SalesforceReady>;
  let portal: Platform<HubSpotReady>;
  let store: ConsentStore;
  let tell: (side: 'salesforce' | 'hubspot', object: string, id: string, fields: Readonly<Record<string, string>>) => Promise<unknown>;
  const stop = new AbortController();
  let running: Promise<void>;

  beforeAll(async () => {
    [org, portal] = await Promise.all([
      startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl),
      startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl),
    ]);
    const { instanceUrl } = org.ready;
    const { journal } = createNotes();
    const opened = await openSalesforce(
      { loginUrl: instanceUrl, apiVersion: '68.0', auth: jwtOf(org.ready), namespace: null, ...times },
      { clock: wallClock, journal },
    );
    if (!opened.ok) throw new Error(opened.failure.message);
    const { appId, accessToken } = portal.ready.apps.bridge;
    const hubspot = createHubSpotGateway(
      { baseUrl: portal.ready.baseUrl, appId: String(appId), auth: { kind: 'token', accessToken }, burstPer10s: 190, ...times },
      { clock: wallClock, journal },
    ).consent;
    const whole = createMemoryStore();
    store = whole;
    const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
    let salts = 0;
    const ports = {
      connection,
      worker: 'w1',
      store: whole,
      salesforce: opened.value.consent,
      hubspot,
      clock: wallClock,
      random: () => 0.5,
      journal,
      print: (address: string) => fingerprint('consent.address', address),
      newSalt: () => `salt${String((salts += 1))}`,
      rules: () => ({ version: 1, mappings: [], lifecycle: [], consent: [RULE] }),
      evidenceFields: () => Object.values(EVIDENCE_FIELDS),
    };
    const lane = createConsentLane(ports);
    running = lane.run(stop.signal);
    const intake = createConsentIntake({
      ...ports,
      rules: () => [RULE],
      actors: () => ({ salesforce: ports.salesforce.actor, hubspot: hubspot.actor }),
      wake: lane.wake,
    });
    let events = 0;
    tell = (side, object, id, fields) => {
      const at = wallClock.now();
      const told = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { at, value }]));
      const eventId = `e${String((events += 1))}` as Parameters<typeof intake.sort>[0][number]['eventId'];
      return intake.sort([{ eventId, ref: { side, object, id }, kind: 'update', fields: told, occurredAt: at, lane: 'consent', origin: 'event' }]);
    };
  }, 90_000);
  afterAll(async () => {
    stop.abort();
    await running;
    await Promise.all([org.stop(), portal.stop()]);
  });

  const asRep = (method: string, path: string, body?: unknown) => api(org.ready.instanceUrl, org.ready.personas.rep1.accessToken, method, data + path, body);
  const make = async (email: string, values: object = {}): Promise<string> =>
    String((await asRep('POST', '/Lead', { LastName: 'Consent', Company: 'Consent', Email: email, ...values }))['id']);
  const isTicked = async (id: string): Promise<unknown> => (await asRep('GET', `/Lead/${id}?fields=${box}`))[box];
  const statusOf = async (email: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const path = `/communication-preferences/v4/statuses/${email}?channel=EMAIL`;
    const { results } = await api(portal.ready.baseUrl, portal.ready.apps.marketer.accessToken, 'GET', path);
    return (results as readonly Readonly<Record<string, unknown>>[]).find(({ subscriptionId }) => String(subscriptionId) === newsletter);
  };
  const kinds = async () => (await store.consentLog(connection, { limit: 100 })).items.map(({ kind, place }) => `${kind} ${place}`);
  async function until(what: string, look: () => Promise<boolean>): Promise<void> {
    for (const end = wallClock.now() + withinMs; wallClock.now() < end; await wallClock.sleep(50)) if (await look()) return;
    throw new Error(`not seen: ${what}`);
  }

  test('a person leaves it in HubSpot: the box is unticked, and nothing else of HubSpot changes', async () => {
    const email = 'leaves@lane.example';
    const lead = await make(email, { [box]: true });
    const contact = await api(portal.ready.baseUrl, portal.ready.apps.marketer.accessToken, 'POST', '/crm/v3/objects/contacts', {
      properties: { email },
      associations: [],
    });
    await portal.control('POST', 'consent/opt-out', { email, subscriptionId: newsletter });
    await tell('hubspot', 'contacts', String(contact['id']), { [`hs_email_optout_${newsletter}`]: 'true' });
    await until('the box is unticked', async () => (await isTicked(lead)) === false);
    expect((await statusOf(email))?.['source']).toBe('Email preferences page');
    expect(await kinds()).toContain(`written salesforce.Lead.${box}`);
  });

  test('a rep unticks it: the subscription ends; ticked again with what is on record, it begins again with that', async () => {
    const email = 'returns@lane.example';
    const lead = await make(email, { [box]: true });
    await tell('salesforce', 'Lead', lead, { [box]: 'true' });
    await until('the lane has met the tick', async () => (await store.consentCounts(connection)).waiting === 0);
    await asRep('PATCH', `/Lead/${lead}`, { [box]: false });
    await tell('salesforce', 'Lead', lead, { [box]: 'false' });
    await until('the subscription ended', async () => (await statusOf(email))?.['status'] === 'UNSUBSCRIBED');
    await until('the lane is through', async () => (await store.consentCounts(connection)).waiting === 0);

    await asRep('PATCH', `/Lead/${lead}`, { [box]: true });
    await tell('salesforce', 'Lead', lead, { [box]: 'true' });
    await until('the tick without anything on record was seen', async () => (await kinds())[0]?.startsWith('taken-back') === true);
    await until('the lane is through', async () => (await store.consentCounts(connection)).waiting === 0);
    expect((await statusOf(email))?.['status']).toBe('UNSUBSCRIBED');

    await asRep('PATCH', `/Lead/${lead}`, { [box]: false });
    await tell('salesforce', 'Lead', lead, { [box]: 'false' });
    await until('unticked again', async () => (await kinds())[0]?.startsWith('withdrawn') === true);
    await until('the lane is through', async () => (await store.consentCounts(connection)).waiting === 0);
    const given = new Date(wallClock.now() + 1_000).toISOString();
    const record = { [EVIDENCE_FIELDS.basis]: 'CONSENT_WITH_NOTICE', [EVIDENCE_FIELDS.explanation]: 'Asked for it by phone', [EVIDENCE_FIELDS.at]: given };
    await asRep('PATCH', `/Lead/${lead}`, { [box]: true, ...record });
    await tell('salesforce', 'Lead', lead, { [box]: 'true' });
    await until('the subscription begins again', async () => (await statusOf(email))?.['status'] === 'SUBSCRIBED');
    expect(await statusOf(email)).toMatchObject({ legalBasis: 'CONSENT_WITH_NOTICE', legalBasisExplanation: 'Asked for it by phone' });
  }, 60_000);
});
