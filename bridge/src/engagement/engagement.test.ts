import { describe, expect, test } from '@jest/globals';
import { activityItem } from './activities.ts';
import { createCache } from './cache.ts';
import { eventItem, rememberedItems } from './events.ts';
import { hotNow, speaksOfBuying, withIntents } from './intent.ts';
import type { Item, RawItem } from './model.ts';
import { isHot, lastTouch, profileOf, warmthOf } from './profile.ts';
import { instantIn, plain, webAddress } from './text.ts';
import { pageOf } from './timeline.ts';

const now = Date.UTC(2026, 10, 21, 12);
const hour = 3_600_000;
const day = 24 * hour;
const visit = (id: string, at: number, url = 'https://x.example/blog'): RawItem => ({
  id,
  kind: 'page',
  action: 'page-visited',
  at,
  title: 'A page',
  detail: null,
  url,
});
const act = (over: Partial<RawItem>): RawItem => ({ ...visit('1', now - hour), ...over });
const intentsOf = (...items: readonly RawItem[]): readonly (readonly string[])[] => withIntents(items, now).map(({ intents }) => intents);

describe('high intent', () => {
  test.each(['/pricing', 'Book a demo', 'free-trial', 'https-plans', 'Contact sales', 'Request a quote'])('%s speaks of buying', (text) =>
    expect(speaksOfBuying(text)).toBe(true),
  );
  test.each(['/democracy', 'reprice', '/blog/trials-of-life-story'.replace('trials', 'tribulations'), 'Newsletter', 'demographics'])('%s does not', (text) =>
    expect(speaksOfBuying(text)).toBe(false),
  );

  test('a buying page is told by its path, not by its query', () => {
    expect(intentsOf(visit('1', now, 'https://x.example/pricing?ref=a'), visit('2', now, 'https://x.example/blog?utm_campaign=demo'))).toEqual([
      ['buying-page'],
      [],
    ]);
  });

  test('three visits within a day count once, at the last of them; two do not', () => {
    const three = [visit('a', now - 20 * hour), visit('b', now - 10 * hour), visit('c', now)];
    expect(intentsOf(...three)).toEqual([[], [], ['many-visits']]);
    expect(intentsOf(visit('a', now - 30 * hour), visit('b', now - 20 * hour), visit('c', now))).toEqual([[], [], []]);
  });

  test('a form counts by its name', () => {
    const form = { kind: 'form', action: 'form-submitted', url: null } as const;
    expect(intentsOf(act({ ...form, title: 'Request a demo' }), act({ ...form, title: 'Newsletter' }))).toEqual([['buying-form'], []]);
  });

  test('a meeting counts while it is to come or freshly booked, not when it is off', () => {
    const meeting = (at: number, bookedAt: number | null, isOff = false): RawItem =>
      act({ kind: 'meeting', action: 'meeting', at, url: null, meeting: { bookedAt, isOff } });
    expect(
      intentsOf(meeting(now + day, now - 30 * day), meeting(now - day, now - 2 * day), meeting(now - 20 * day, now - 30 * day), meeting(now + day, now, true)),
    ).toEqual([['meeting-booked'], ['meeting-booked'], [], []]);
  });

  test('a click counts for 24 hours', () => {
    const click = (at: number): RawItem => act({ kind: 'email', action: 'email-clicked', url: null, at });
    expect(intentsOf(click(now - 23 * hour), click(now - 25 * hour))).toEqual([['recent-click'], []]);
  });

  test('the person is hot by the intents of the last week, the latest first, each once', () => {
    const items = withIntents(
      [
        visit('old', now - 9 * day, 'https://x.example/demo'),
        visit('a', now - day * 2, 'https://x.example/pricing'),
        act({ id: 'c', kind: 'email', action: 'email-clicked', url: null, at: now - hour }),
      ],
      now,
    );
    expect(hotNow(items, now)).toEqual(['recent-click', 'buying-page']);
  });
});

describe('paging', () => {
  const items: readonly Item[] = Array.from({ length: 7 }, (_, index) => ({
    ...visit(`i${String(index)}`, now - Math.floor(index / 2) * hour),
    kind: index === 3 ? ('note' as const) : ('page' as const),
    intents: [],
  }));
  const page = (after: string | null, over: object = {}) => pageOf(items, { kinds: [], since: null, after, limit: 3, ...over });

  test('pages hold every item once, newest first, also those of one moment', () => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const one = page(after);
      ids.push(...one.items.map(({ id }) => id));
      after = one.next;
    } while (after !== null);
    expect(ids).toEqual(['i1', 'i0', 'i3', 'i2', 'i5', 'i4', 'i6']);
  });

  test('an item that arrives meanwhile moves nothing', () => {
    const first = page(null);
    const later = pageOf([{ ...visit('new', now + hour), intents: [] }, ...items], { kinds: [], since: null, after: first.next, limit: 3 });
    expect(later.items.map(({ id }) => id)).toEqual(['i2', 'i5', 'i4']);
  });

  test('filters by kind and period, and counts what they leave', () => {
    expect(page(null, { kinds: ['note'] })).toMatchObject({ total: 1, next: null });
    expect(page(null, { since: now - hour }).total).toBe(4);
  });
});

describe('items', () => {
  test('events are told by what their type says, whatever its version', () => {
    const event = (eventType: string, properties: Record<string, string>) => eventItem({ id: '9', eventType, occurredAt: new Date(now), properties });
    expect(event('e_visited_page', { hs_url: 'https://x.example/pricing' })).toMatchObject({ action: 'page-visited', title: '/pricing' });
    expect(event('e_mta_opened_email_v2', { hs_campaign_name: 'News' })).toMatchObject({ action: 'email-opened', title: 'News' });
    expect(event('e_mta_clicked_link_in_email_v2', { hs_click_raw_url: 'javascript:alert(1)' })).toMatchObject({ action: 'email-clicked', url: null });
    expect(event('e_form_submission_v2', { hs_form_name: 'Demo' })).toMatchObject({ action: 'form-submitted', title: 'Demo' });
    expect(event('e_mta_delivered_email_v2', {})).toBeNull();
    expect(event('pe123_custom', {})).toBeNull();
  });

  test('without events, the history of the contact’s properties tells them', () => {
    const at = now - day;
    const value = new Date(at).toISOString();
    const items = rememberedItems({
      hs_email_last_click_date: [
        { at, value, actor: null },
        { at: at - day, value: null, actor: null },
      ],
      hs_email_last_email_name: [{ at, value: 'News', actor: null }],
      recent_conversion_date: [{ at, value: String(at), actor: null }],
    });
    expect(items).toMatchObject([
      { action: 'email-clicked', title: 'News', at },
      { action: 'form-submitted', title: 'A form', at },
    ]);
  });

  test('of two pages written at one moment none is claimed', () => {
    const value = new Date(now).toISOString();
    const pages = (...urls: readonly string[]) => urls.map((url) => ({ at: now, value: url, actor: null }));
    const visitOf = (urls: readonly string[]) =>
      rememberedItems({ hs_analytics_last_timestamp: [{ at: now, value, actor: null }], hs_analytics_last_url: pages(...urls) })[0]?.title;
    expect(visitOf(['https://x.example/a', 'https://x.example/b'])).toBe('A visit to the website');
    expect(visitOf(['https://x.example/a'])).toBe('/a');
  });

  test('activities carry what a line shows; a meeting stands at its start', () => {
    const of = (object: 'calls' | 'meetings' | 'emails' | 'notes', properties: Record<string, string>) =>
      activityItem(object, { id: '5', properties: { hs_timestamp: new Date(now).toISOString(), ...properties } });
    expect(
      of('calls', { hs_call_direction: 'OUTBOUND', hs_call_disposition: 'f240bbac-87c9-4f6e-bf70-924b57d47db7', hs_call_duration: '360000' }),
    ).toMatchObject({ id: 'calls:5', title: 'Call', detail: 'Outgoing · Connected · 6 min' });
    expect(of('meetings', { hs_meeting_start_time: new Date(now + day).toISOString(), hs_meeting_outcome: 'NO_SHOW' })).toMatchObject({
      at: now + day,
      detail: 'No show',
      meeting: { isOff: true },
    });
    expect(of('emails', { hs_email_direction: 'INCOMING_EMAIL', hs_email_subject: 'Re: x' })).toMatchObject({ action: 'email-received', title: 'Re: x' });
    expect(of('notes', { hs_note_body: '<p>Wants <b>two-way</b> &amp; fast</p>' })).toMatchObject({ title: 'Wants two-way & fast' });
    expect(activityItem('notes', { id: '5', properties: {} })).toBeNull();
  });

  test('texts are plain and short, times of both forms are read, links are http only', () => {
    expect(plain(`<style>p{}</style>${'a'.repeat(400)}`)).toHaveLength(280);
    expect(plain('<br> ')).toBeNull();
    expect([instantIn('1763718000123'), instantIn('2026-11-21T12:00:00Z'), instantIn('soon'), instantIn(null)]).toEqual([1_763_718_000_123, now, null, null]);
    expect([webAddress('https://x.example/a'), webAddress('javascript:alert(1)'), webAddress('nonsense')]).toEqual(['https://x.example/a', null, null]);
  });
});

describe('people', () => {
  test('a profile shows the portal’s own labels and the last touch', () => {
    const labels = new Map([['lifecyclestage', new Map([['lead', 'Prospect']])]]);
    const values = {
      firstname: 'Ada',
      lastname: null,
      email: 'a@x.example',
      lifecyclestage: 'lead',
      hs_lifecyclestage_lead_date: new Date(now).toISOString(),
      hubspotscore: '42',
      hs_email_last_open_date: new Date(now - day).toISOString(),
      recent_conversion_date: new Date(now - hour).toISOString(),
    };
    expect(profileOf('7', 'u', values, labels)).toMatchObject({
      name: 'Ada',
      score: 42,
      lifecycle: { label: 'Prospect', since: now },
      lastTouch: { what: 'form', at: now - hour },
    });
    expect(lastTouch({})).toBeNull();
  });

  test('warmth halves in a week, and a form outweighs an open', () => {
    const at = (name: string, ageDays: number) => ({ [name]: new Date(now - ageDays * day).toISOString() });
    expect(warmthOf(at('recent_conversion_date', 0), now)).toBe(8);
    expect(warmthOf(at('recent_conversion_date', 7), now)).toBe(4);
    expect(warmthOf(at('hs_email_last_open_date', 0), now)).toBe(1);
    expect(isHot({ ...at('hs_analytics_last_timestamp', 1), hs_analytics_last_url: 'https://x.example/pricing' }, now)).toBe(true);
    expect(isHot(at('hs_email_last_open_date', 0), now)).toBe(false);
  });
});

describe('the cache', () => {
  let time = 0;
  const clock = { now: () => time, sleep: () => Promise.resolve() };
  const cacheOf = () => createCache<{ readonly ok: boolean; readonly n: number }>({ clock, keepMs: 10, entriesMax: 2, isWorthKeeping: ({ ok }) => ok });

  test('one read serves everybody until it is old, and failures are not kept', async () => {
    time = 0;
    const cache = cacheOf();
    let reads = 0;
    const fetch = (ok: boolean) => () => Promise.resolve({ ok, n: (reads += 1) });
    const [one, two] = await Promise.all([cache.take('a', fetch(true)), cache.take('a', fetch(true))]);
    expect([one.n, two.n]).toEqual([1, 1]);
    time = 10;
    expect((await cache.take('a', fetch(false))).n).toBe(2);
    expect((await cache.take('a', fetch(true))).n).toBe(3);
  });

  test('it never holds more than its bound, and a read that threw is asked again', async () => {
    time = 0;
    const cache = cacheOf();
    for (const key of ['a', 'b', 'c']) await cache.take(key, () => Promise.resolve({ ok: true, n: 1 }));
    expect((await cache.take('a', () => Promise.resolve({ ok: true, n: 2 }))).n).toBe(2);
    await expect(cache.take('z', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect((await cache.take('z', () => Promise.resolve({ ok: true, n: 9 }))).n).toBe(9);
  });
});
