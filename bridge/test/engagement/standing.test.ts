/** How a record stands, and why its fields are as they are, by the Salesforce values the asker brings. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fieldStandings } from '../../src/engagement/fields.ts';
import { standingOf } from '../../src/engagement/standing.ts';
import { fingerprinter } from '../../src/domain/index.ts';
import type { FieldRule, Link } from '../../src/domain/model.ts';
import { createHubSpotGateway } from '../../src/hubspot/index.ts';
import { wallClock } from '../../src/operations/index.ts';
import type { ConnectionView } from '../../src/operations/index.ts';
import { api, createNotes, startPlatform } from '../contract/gateway/sandbox.ts';
import type { HubSpotReady, Platform } from '../contract/gateway/sandbox.ts';

const ref = { side: 'salesforce', object: 'Contact', id: '003000000000001AAA' } as const;
const fingerprint = fingerprinter(new Uint8Array(32));
const rule = (key: string, salesforceField: string, hubspotProperty: string): FieldRule => ({
  key,
  salesforceField,
  hubspotProperty,
  salesforceObjects: ['Contact'],
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 300_000,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
});
const rules = [rule('person.title', 'Title', 'jobtitle'), rule('person.last_name', 'LastName', 'lastname'), rule('person.secret', 'Secret__c', 'city')];

type Held = { link: Link | null; issues: readonly object[]; reviews: readonly object[]; unlinked: object | null; trouble: string | null; isDue: boolean };
const held: Held = { link: null, issues: [], reviews: [], unlinked: null, trouble: null, isDue: false };
const view = {
  id: 'local',
  clock: wallClock,
  fingerprint,
  progress: () => ({ trouble: held.trouble }),
  gateways: () => null,
  rulebook: () => ({
    rules: { version: 1, mappings: [{ key: 'person', fields: rules, salesforceObjects: ['Contact'], hubspotObject: 'contacts' }] },
    schemas: new Map(),
  }),
  store: {
    linksOf: () => Promise.resolve([held.link]),
    unlinkedOf: () => Promise.resolve(held.unlinked),
    issues: () => Promise.resolve({ items: held.issues, next: null }),
    reviews: () => Promise.resolve({ items: held.reviews, next: null }),
    decisions: () => Promise.resolve({ items: [], next: null }),
    dueAmong: (_id: string, subjects: readonly string[]) => Promise.resolve(new Set(held.isDue ? subjects : [])),
  },
} as unknown as ConnectionView;
const linkOf = (hubspotId: string, over: object = {}): Link =>
  ({
    id: 'link-1',
    mapping: 'person',
    key: 'k',
    state: 'active',
    salesforce: { object: 'Contact', id: ref.id },
    hubspot: { object: 'contacts', id: hubspotId },
    baseline: {},
    attempts: [],
    attemptNumbers: { salesforce: 0, hubspot: 0 },
    createdAt: 1,
    syncedAt: 2,
    ...over,
  }) as unknown as Link;
const holding = (over: Partial<Held>): void =>
  void Object.assign(held, { link: null, issues: [], reviews: [], unlinked: null, trouble: null, isDue: false }, over);

describe('how a record stands', () => {
  const state = async (over: Partial<Held>): Promise<string> => {
    holding(over);
    return (await standingOf(view, '1', ref)).state;
  };

  test('a link tells by its troubles first, then by what is under way', async () => {
    expect(await state({ link: linkOf('5') })).toBe('in-sync');
    expect(await state({ link: linkOf('5'), isDue: true })).toBe('pending');
    expect(await state({ link: linkOf('5'), isDue: true, issues: [{}] })).toBe('issue');
    expect(await state({ link: linkOf('5', { attempts: [{}] }) })).toBe('pending');
    expect(await state({ link: linkOf('5', { syncedAt: null }) })).toBe('pending');
    // Another record that may be the same person waits; this one goes on.
    expect(await state({ link: linkOf('5'), reviews: [{ subject: 'record:hubspot:contacts:9', refs: [ref] }] })).toBe('in-sync');
    expect(await state({ link: linkOf('5'), reviews: [{ subject: 'link-1', refs: [] }] })).toBe('review');
    expect(await state({ link: linkOf('5'), issues: [{}], reviews: [{ subject: 'link-1', refs: [] }] })).toBe('issue');
    expect(await state({ link: linkOf('5', { state: 'out-of-scope' }), issues: [{}] })).toBe('out-of-scope');
    expect(await state({ link: linkOf('5', { state: 'deleted' }) })).toBe('deleted');
  });

  test('a pair at rest tells why it rests', async () => {
    holding({ link: linkOf('5', { state: 'out-of-scope' }), unlinked: { code: 'out-of-scope', explanation: 'Because.' } });
    expect(await standingOf(view, '1', ref)).toMatchObject({ state: 'out-of-scope', reason: 'out-of-scope', explanation: 'Because.' });
  });

  test('a record without link tells why', async () => {
    const unlinked = (code: string): Promise<string> => state({ unlinked: { code, explanation: 'Because.' } });
    expect([await unlinked('out-of-scope'), await unlinked('waiting'), await unlinked('issue'), await unlinked('review'), await unlinked('duplicate')]).toEqual(
      ['out-of-scope', 'pending', 'issue', 'review', 'not-linked'],
    );
    expect(await state({})).toBe('never-met');
    expect(await state({ isDue: true })).toBe('pending');
  });

  test('reviews of other records do not show, the same trouble shows once, and a rule shows as its field', async () => {
    const review = (subject: string, refs: readonly object[], openedAt: number): object => ({
      key: `${subject}${String(openedAt)}`,
      subject,
      refs,
      kind: 'cluster',
      field: null,
      explanation: 'Shared address.',
      openedAt,
    });
    holding({
      link: linkOf('5'),
      trouble: 'stream',
      reviews: [review('other', [], 1), review('other', [ref], 9), review('link-1', [], 3)],
      issues: [{ key: 'i', field: 'person.title', cause: 'c', remedy: 'r', openedAt: 1, retryAt: null }],
    });
    const standing = await standingOf(view, '1', ref);
    expect(standing.reviews).toMatchObject([{ openedAt: 3 }]);
    expect(standing).toMatchObject({ trouble: 'stream', issues: [{ field: 'Title' }], hubspot: { url: 'https://app.hubspot.com/contacts/1/record/0-1/5' } });
  });
});

describe('why the fields are as they are', () => {
  let platform: Platform<HubSpotReady>;
  let ask: (values: Record<string, string | null>) => ReturnType<typeof fieldStandings>;
  let contact: string;

  beforeAll(async () => {
    platform = await startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl);
    const { baseUrl, apps } = platform.ready;
    const made = await api(baseUrl, apps.marketer.accessToken, 'POST', '/crm/v3/objects/contacts', {
      properties: { email: 'a@x.example', lastname: 'Lovelace', jobtitle: 'Engineer', city: 'London' },
      associations: [],
    });
    contact = String(made['id']);
    const options = {
      baseUrl,
      appId: String(apps.bridge.appId),
      auth: { kind: 'token', accessToken: apps.bridge.accessToken } as const,
      burstPer10s: 190,
      share: 1,
      readTimeoutMs: 2_000,
      writeTimeoutMs: 2_000,
      settleMs: 100,
    };
    const gateway = createHubSpotGateway(options, { clock: wallClock, journal: createNotes().journal });
    await api(baseUrl, apps.bridge.accessToken, 'PATCH', `/crm/v3/objects/contacts/${contact}`, { properties: { lastname: 'King' } });
    ask = (values) => fieldStandings({ view, calls: gateway.browsing, appId: String(apps.bridge.appId), ref, values });
  }, 60_000);
  afterAll(() => platform.stop());

  test('fields are compared with the values brought; hidden ones are not named; history tells the last writer', async () => {
    holding({ link: linkOf(contact) });
    const { fields, failure } = await ask({ Title: 'Engineer', LastName: 'King' });
    expect(failure).toBeNull();
    expect(fields.map(({ rule: key, state, lastWrite }) => [key, state, lastWrite?.by])).toEqual([
      ['person.title', 'in-step', 'person'],
      ['person.last_name', 'in-step', 'fieldwise'],
    ]);
  });

  test('a value that differs waits', async () => {
    holding({ link: linkOf(contact) });
    const { fields } = await ask({ Title: 'Countess' });
    expect(fields).toMatchObject([{ state: 'waiting', policy: 'latest' }]);
  });

  test('our own later write to Salesforce is the last writer', async () => {
    const landedAt = Date.now() + 60_000;
    const print = fingerprint('person.title', 'Engineer');
    holding({
      link: linkOf(contact, {
        baseline: { 'person.title': { salesforce: print, hubspot: print, writes: [{ side: 'salesforce', readAt: 1, landedAt, valueAt: null, seen: [] }] } },
      }),
    });
    const { fields } = await ask({ Title: 'Engineer' });
    expect(fields[0]?.lastWrite).toEqual({ side: 'salesforce', by: 'fieldwise', at: landedAt });
  });

  test('a record without link has no fields; a HubSpot that fails is told', async () => {
    holding({});
    expect(await ask({ Title: 'x' })).toEqual({ fields: [], failure: null });
    holding({ link: linkOf(contact) });
    await platform.control('PUT', 'faults', [{ id: 'down', match: { pathPattern: 'batch/read' }, action: { do: 'fail', status: 503 } }]);
    expect((await ask({ Title: 'x' })).failure).toMatchObject({ kind: 'transient' });
    await platform.control('PUT', 'faults', []);
  });
});
