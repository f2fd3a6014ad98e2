/** The panels' answers, read over the wire from a local portal that is as strict as HubSpot. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createEngagement } from '../../src/engagement/index.ts';
import type { Engagement } from '../../src/engagement/index.ts';
import { createHubSpotGateway } from '../../src/hubspot/index.ts';
import { wallClock } from '../../src/operations/index.ts';
import type { ConnectionView } from '../../src/operations/index.ts';
import { api, createNotes, startPlatform } from '../contract/gateway/sandbox.ts';
import type { HubSpotReady, Platform } from '../contract/gateway/sandbox.ts';

type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as the page gets them
const hour = 3_600_000;
const iso = (ageMs: number): string => new Date(Date.now() - ageMs).toISOString();

describe('engagement on the wire', () => {
  let platform: Platform<HubSpotReady>;
  let engagement: Engagement;
  let ada: string;
  let bob: string;
  const store = {
    linksOf: linksOf,
    unlinkedOf: (_id: unknown, ref: { id: string }) => Promise.resolve(ref.id === 'outsider' ? { code: 'out-of-scope', explanation: 'Not in scope.' } : null),
  };
  const contacts = new Map<string, string>();

  function linksOf(_id: unknown, refs: readonly { id: string }[]): Promise<unknown> {
    return Promise.resolve(refs.map(({ id }) => (contacts.has(id) ? { hubspot: { object: 'contacts', id: contacts.get(id) } } : null)));
  }
  const marketer = (method: string, path: string, body?: unknown): Promise<Json> =>
    api(platform.ready.baseUrl, platform.ready.apps.marketer.accessToken, method, path, body);
  const activity = (object: string, typeId: number, to: string, properties: Record<string, string>): Promise<Json> =>
    marketer('POST', `/crm/v3/objects/${object}`, {
      properties,
      associations: [{ to: { id: to }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }] }],
    });
  const value = async (answer: Promise<unknown>): Promise<Json> => ((await answer) as Json)['value'] as Json;
  const timeline = (over: object = {}): Promise<Json> =>
    value(engagement.timeline(undefined, { object: 'Contact', id: 'ada' }, { kinds: [], days: null, after: null, limit: 50, ...over }));
  const person = (id = 'ada'): Promise<Json> => value(engagement.person(undefined, { object: 'Contact', id }));

  beforeAll(async () => {
    platform = await startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl);
    const made = async (email: string, firstname: string): Promise<string> =>
      String((await marketer('POST', '/crm/v3/objects/contacts', { properties: { email, firstname, lifecyclestage: 'lead' }, associations: [] }))['id']);
    [ada, bob] = [await made('ada@x.example', 'Ada'), await made('bob@x.example', 'Bob')];
    contacts.set('ada', ada).set('bob', bob).set('lost', '999');
    const event = (eventType: string, ageMs: number, properties: Record<string, string>) => ({ eventType, occurredAt: iso(ageMs), properties });
    await platform.control('POST', 'tracking', {
      contacts: [
        {
          id: ada,
          properties: { hubspotscore: '61', hs_analytics_source: 'PAID_SEARCH' },
          events: [
            event('e_visited_page', 50 * hour, { hs_url: 'https://x.example/pricing', hs_title: 'Pricing' }),
            event('e_mta_opened_email_v2', 3 * hour, { hs_campaign_name: 'News' }),
            event('e_mta_clicked_link_in_email_v2', 2 * hour, { hs_campaign_name: 'News' }),
            event('e_form_submission_v2', 30 * hour, { hs_form_name: 'Newsletter' }),
          ],
        },
        { id: bob, events: [event('e_mta_opened_email_v2', 20 * hour, { hs_campaign_name: 'News' })] },
      ],
    });
    await activity('meetings', 200, ada, {
      hs_timestamp: iso(-24 * hour),
      hs_meeting_start_time: iso(-24 * hour),
      hs_meeting_title: 'Demo',
      hs_meeting_outcome: 'SCHEDULED',
    });
    await activity('calls', 194, ada, { hs_timestamp: iso(5 * hour), hs_call_title: 'Intro' });
    await activity('notes', 202, ada, { hs_timestamp: iso(6 * hour), hs_note_body: '<p>Keen</p>' });
    const list = await marketer('POST', '/crm/v3/lists', { name: 'VIPs', objectTypeId: '0-1', processingType: 'MANUAL' });
    await marketer('PUT', `/crm/v3/lists/${String(list['list'].listId)}/memberships/add`, [ada]);
    await marketer('POST', '/communication-preferences/v3/subscribe', { emailAddress: 'ada@x.example', subscriptionId: '410002' });
  }, 60_000);
  afterAll(() => platform.stop());

  beforeEach(async () => {
    await platform.control('PUT', 'faults', []);
    await platform.control('PUT', 'settings', { enterpriseEvents: true });
    const { baseUrl, apps, portalId } = platform.ready;
    const gateway = createHubSpotGateway(
      {
        baseUrl,
        appId: String(apps.bridge.appId),
        auth: { kind: 'token', accessToken: apps.bridge.accessToken },
        burstPer10s: 190,
        share: 1,
        readTimeoutMs: 1_000,
        writeTimeoutMs: 1_000,
        settleMs: 100,
      },
      { clock: wallClock, journal: createNotes().journal },
    );
    const view = { id: 'local', store, clock: wallClock } as unknown as ConnectionView;
    engagement = createEngagement([{ view, calls: gateway.browsing, portalId: String(portalId), appId: String(apps.bridge.appId) }]);
  });

  test('the head says who the person is in HubSpot', async () => {
    const { state, person: found, gaps } = await person();
    expect([state, gaps]).toEqual(['ready', []]);
    expect(found).toMatchObject({
      name: 'Ada',
      score: 61,
      lifecycle: { value: 'lead', label: 'Lead' },
      source: { label: 'Paid Search' },
      lastTouch: { what: 'click' },
      lists: [{ name: 'VIPs' }],
      subscription: { state: 'partly' },
      totals: { opens: 1, clicks: 1, forms: 1 },
    });
    expect(found['url']).toContain(`/record/0-1/${ada}`);
  });

  test('the timeline is whole, newest first, and marks high intent', async () => {
    const { items, hot, events, isCut, gaps } = await timeline();
    expect(items.map(({ action }: Json) => action)).toEqual(['meeting', 'email-clicked', 'email-opened', 'call', 'note', 'form-submitted', 'page-visited']);
    expect(items.filter(({ intents }: Json) => intents.length > 0).map(({ intents }: Json) => intents)).toEqual([
      ['meeting-booked'],
      ['recent-click'],
      ['buying-page'],
    ]);
    expect({ hot, events, isCut, gaps }).toEqual({ hot: ['meeting-booked', 'recent-click', 'buying-page'], events: 'single', isCut: false, gaps: [] });
  });

  test('head, timeline and next page cost one read of the contact', async () => {
    const before = await contactReads();
    const first = await timeline({ limit: 3 });
    const next = await timeline({ limit: 3, after: first['next'] });
    await person();
    expect(next['items'].map(({ action }: Json) => action)).toEqual(['call', 'note', 'form-submitted']);
    expect((await contactReads()) - before).toBe(1);
  });
  async function contactReads(): Promise<number> {
    const { routes } = (await platform.control('GET', 'log?limit=1')) as { readonly routes: Json };
    return Number(Object.entries(routes).find(([route]) => route.endsWith('/crm/v3/objects/:objectType/:id'))?.[1] ?? 0);
  }

  test('a plan without events shows what the properties remember, and says so', async () => {
    await platform.control('PUT', 'settings', { enterpriseEvents: false });
    const { items, events } = await timeline({ kinds: ['email', 'form', 'page'] });
    expect(events).toBe('remembered');
    expect(items.map(({ action, title }: Json) => [action, title])).toEqual([
      ['email-clicked', 'News'],
      ['email-opened', 'News'],
      ['form-submitted', 'Newsletter'],
      ['page-visited', '/pricing'],
    ]);
  });

  test('what HubSpot will not show is a gap, not an empty answer', async () => {
    const calls = { method: 'POST', path: '/crm/v3/objects/calls/batch/read' };
    await platform.control('PUT', 'faults', [
      { id: 'scope', match: calls, action: { do: 'fail', status: 403, body: { category: 'MISSING_SCOPES', message: 'no' } } },
    ]);
    const { gaps, items } = await timeline();
    expect([gaps, items.length]).toEqual([['calls'], 6]);
  });

  test('a slow HubSpot is said to be slow, and asked again at once', async () => {
    await platform.control('PUT', 'faults', [
      { id: 'slow', match: { method: 'GET', path: '/crm/v3/objects/contacts/' }, action: { do: 'delay', ms: 3_000, when: 'before' } },
    ]);
    expect(await person()).toMatchObject({ state: 'busy', code: 'slow' });
    await platform.control('PUT', 'faults', []);
    expect(await person()).toMatchObject({ state: 'ready' });
  });

  test('people without a contact say why', async () => {
    expect(await person('outsider')).toMatchObject({ state: 'not-linked', reason: 'out-of-scope' });
    expect(await person('stranger')).toMatchObject({ state: 'never-met' });
    expect(await person('lost')).toMatchObject({ state: 'gone' });
  });

  test('the people of a company come most engaged first', async () => {
    const records = ['bob', 'stranger', 'ada'].map((id) => ({ object: 'Contact', id }));
    const { people, notLinked } = await value(engagement.people(undefined, records));
    expect(people.map(({ name, isHot }: Json) => [name, isHot])).toEqual([
      ['Ada', true],
      ['Bob', false],
    ]);
    expect(notLinked).toEqual([{ object: 'Contact', id: 'stranger' }]);
  });

  test('a connection that is not there is refused', async () => {
    expect(await engagement.person('other', { object: 'Contact', id: 'ada' })).toMatchObject({ ok: false, status: 404 });
  });
});
