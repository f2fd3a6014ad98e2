import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ConnectionId } from '../../domain/model.ts';
import type { CrmGateway, GatewayResult } from '../../engine/ports.ts';
import { createMemoryStore } from '../../store/index.ts';
import { createFigures, MINUTE_MS } from '../health/index.ts';
import type { Figures } from '../health/index.ts';
import type { ConnectionView } from '../view.ts';
import { webhookBody, webhookRefusal } from './deliver.ts';
import { AT_REST, evaluate, watchesOf } from './evaluate.ts';
import type { Reading, WatchState } from './evaluate.ts';
import type { Alert, AlertBook, AlertSetting } from './types.ts';
import { createAlertWatcher } from './watcher.ts';
import type { AlertWatcher } from './watcher.ts';

const START = Date.UTC(2026, 10, 21, 12);
const setting = (over: Partial<AlertSetting> = {}): AlertSetting => ({
  id: 'a01',
  kind: 'lag',
  threshold: 10,
  channel: 'webhook',
  target: 'https://hooks.slack.com/services/T/B/x',
  ...over,
});
const reading = (over: Partial<Reading> = {}): Reading => ({
  now: START,
  since: START - 60 * MINUTE_MS,
  lastEventAt: { salesforce: START, hubspot: START },
  waitingMs: 0,
  lagP95Ms: 500,
  looks: 100,
  troubled: 0,
  budget: { salesforce: 0.9, hubspot: 0.9 },
  refused: { salesforce: false, hubspot: false },
  ...over,
});
/** Changes told over a row of minutes. */
function told(one: AlertSetting, side: 'salesforce' | 'hubspot' | null, minutes: readonly Partial<Reading>[]): readonly (string | null)[] {
  let state: WatchState = AT_REST;
  return minutes.map((over) => {
    const verdict = evaluate({ setting: one, side }, state, reading(over));
    ({ state } = verdict);
    return verdict.change;
  });
}
const bad = { waitingMs: 11_000 };
const better = { waitingMs: 9_000 };
const good = { waitingMs: 1_000 };

describe('when an alert begins and ends', () => {
  test('two minutes beyond begin it, three clearly within end it, and nothing repeats', () => {
    expect(told(setting(), null, [bad, bad, bad, bad, good, good, good, good])).toEqual([null, 'begins', null, null, null, null, 'ends', null]);
  });
  test('one bad minute is nothing', () => expect(told(setting(), null, [bad, good, bad, good])).toEqual([null, null, null, null]));
  test('a figure that hovers at the threshold tells once', () =>
    expect(told(setting(), null, [bad, bad, better, bad, better, better, better, better])).toEqual([null, 'begins', null, null, null, null, null, null]));
  test.each<readonly [string, AlertSetting, 'salesforce' | 'hubspot' | null, Partial<Reading>]>([
    [
      'silence, counted from the last event',
      setting({ kind: 'silence', threshold: 30 }),
      'hubspot',
      { lastEventAt: { salesforce: START, hubspot: START - 31 * MINUTE_MS } },
    ],
    [
      'silence, counted from the start when nothing ever came',
      setting({ kind: 'silence', threshold: 30 }),
      'hubspot',
      { lastEventAt: { salesforce: START, hubspot: null } },
    ],
    ['a slow tail', setting({ threshold: 10 }), null, { lagP95Ms: 20_000 }],
    ['a rate of failures', setting({ kind: 'error-rate', threshold: 5 }), null, { looks: 100, troubled: 6 }],
    ['a budget that runs out', setting({ kind: 'budget', threshold: 20 }), 'salesforce', { budget: { salesforce: 0.1, hubspot: 1 } }],
    ['credentials that are refused', setting({ kind: 'credentials', threshold: 0 }), 'hubspot', { refused: { salesforce: false, hubspot: true } }],
  ])('%s', (_what, one, side, over) => expect(told(one, side, [over, over])).toEqual([null, 'begins']));
  test.each<readonly [string, AlertSetting, 'salesforce' | 'hubspot' | null, Partial<Reading>]>([
    ['a rate of three records', setting({ kind: 'error-rate', threshold: 5 }), null, { looks: 3, troubled: 3 }],
    ['a budget nobody knows yet', setting({ kind: 'budget', threshold: 20 }), 'salesforce', { budget: { salesforce: null, hubspot: null } }],
    ['the silence of the other side', setting({ kind: 'silence', threshold: 30 }), 'salesforce', { lastEventAt: { salesforce: START, hubspot: null } }],
  ])('%s says nothing', (_what, one, side, over) => expect(told(one, side, [over, over, over])).toEqual([null, null, null]));
  test('silence, budget and credentials watch each side by itself', () => {
    expect((['silence', 'lag', 'error-rate', 'budget', 'credentials'] as const).map((kind) => watchesOf(setting({ kind })).length)).toEqual([2, 1, 1, 2, 2]);
  });
});

describe('where an alert may be posted', () => {
  const hosts = { hosts: ['hooks.slack.com', '.chat.example', '127.0.0.1'] };
  test.each(['https://hooks.slack.com/services/x', 'https://eu.chat.example/hook', 'http://127.0.0.1:9000/hook'])('%s', (url) =>
    expect(webhookRefusal(url, hosts)).toBeNull(),
  );
  test.each<readonly [string, RegExp]>([
    ['not a url', /not a URL/],
    ['http://hooks.slack.com/x', /https/],
    ['https://169.254.169.254/latest/meta-data', /does not allow/],
    ['https://evilchat.example/', /does not allow/],
    ['https://user:pw@hooks.slack.com/', /user name/],
    ['file:///etc/passwd', /https/],
    ['http://localhost:80/', /does not allow/],
  ])('not %s', (url, words) => expect(webhookRefusal(url, hosts)).toMatch(words));
  test('the text cannot carry links or mentions', () => {
    expect(JSON.parse(webhookBody({ message: '<!channel> & <http://x|y>', endedAt: null }))).toEqual({
      text: 'Fieldwise alert: &lt;!channel&gt; &amp; &lt;http://x|y&gt;',
    });
  });
});

describe('the watcher', () => {
  let now: number;
  let figures: Figures;
  let saved: (readonly [Alert, string])[];
  let posts: string[];
  let settings: AlertSetting[];
  let open: { readonly key: string; readonly settingId: string; readonly side: null; readonly openedAt: number }[];
  let isOrgDown: boolean;
  let status: number;
  let events: string[];
  const failure: GatewayResult<never> = { ok: false, failure: { kind: 'transient', code: 'NETWORK', message: '', retryAt: null } };
  const book: AlertBook = {
    settings: () => Promise.resolve(isOrgDown ? failure : { ok: true, value: settings }),
    open: () => Promise.resolve({ ok: true, value: open }),
    save: (alert, delivery) => {
      if (isOrgDown) return Promise.resolve(failure);
      saved.push([alert, delivery]);
      return Promise.resolve({ ok: true, value: null });
    },
  };

  beforeEach(() => {
    now = START;
    status = 200;
    [saved, posts, settings, open, isOrgDown, events] = [[], [], [setting({ kind: 'credentials', threshold: 0 })], [], false, []];
    figures = createFigures({ clock: { now: () => now } });
  });
  function watcher(): AlertWatcher {
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const gateway = { budget: () => ({ remaining: 0.5, nextAt: now }) } as unknown as CrmGateway;
    const view: ConnectionView = {
      id: 'main' as ConnectionId,
      store: createMemoryStore(),
      clock,
      fingerprint: (_name, value) => value ?? '',
      gateways: () => ({ salesforce: gateway, hubspot: gateway }),
      rulebook: () => null,
      progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: null, trouble: null }, trouble: null }),
      sweep: () => true,
    };
    return createAlertWatcher({
      view,
      figures,
      clock,
      book: () => book,
      webhooks: { hosts: ['hooks.slack.com'] },
      journal: { event: (name) => void events.push(name), count: () => undefined, observe: () => undefined },
      post: (url) => {
        posts.push(url);
        return Promise.resolve({ status });
      },
    });
  }
  const pass = async (one: AlertWatcher, minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await one.tick();
      now += MINUTE_MS;
    }
  };
  const refuse = (): void =>
    figures
      .listen({ event: () => undefined, count: () => undefined, observe: () => undefined })
      .event('api.failed', { side: 'hubspot', kind: 'auth', code: 'EXPIRED' });

  test('posts and saves once when it begins, once when it is over', async () => {
    const one = watcher();
    refuse();
    await pass(one, 5);
    expect([posts.length, saved.map(([alert, delivery]) => [alert.side, alert.endedAt === null, delivery])]).toEqual([1, [['hubspot', true, 'Sent.']]]);
    figures.listen({ event: () => undefined, count: () => undefined, observe: () => undefined }).event('token.renewed', { side: 'hubspot' });
    await pass(one, 5);
    expect([posts.length, saved.length, saved[0]?.[0].key === saved[1]?.[0].key, saved[1]?.[0].endedAt === null]).toEqual([2, 2, true, false]);
  });
  test('leaves e-mail to the org', async () => {
    settings = [setting({ kind: 'credentials', channel: 'email', target: 'ops@example.com' })];
    refuse();
    await pass(watcher(), 3);
    expect([posts, saved.map(([, delivery]) => delivery)]).toEqual([[], ['Handed to Salesforce.']]);
  });
  test('goes on with what was open before a restart', async () => {
    open = [{ key: 'k', settingId: 'a01', side: null, openedAt: START - MINUTE_MS }];
    settings = [setting({ kind: 'lag' })];
    await pass(watcher(), 4);
    expect(saved.map(([alert]) => [alert.key, alert.endedAt !== null])).toEqual([[`a01:both:${String(START - MINUTE_MS)}`, true]]);
  });
  test('posts at once and saves later while the org is away', async () => {
    const one = watcher();
    await pass(one, 1);
    isOrgDown = true;
    refuse();
    await pass(one, 3);
    expect([posts.length, saved.length]).toEqual([1, 0]);
    expect(events).toContain('alerts.failed');
    isOrgDown = false;
    await pass(one, 1);
    expect(saved).toHaveLength(1);
  });
  test('tries a post that failed again every minute, and says so in the record', async () => {
    status = 503;
    const one = watcher();
    refuse();
    await pass(one, 3);
    expect(saved.at(-1)?.[1]).toBe('Not sent: the address answered 503. Tried 3 times. It is tried again every minute.');
    status = 200;
    await pass(one, 2);
    expect(saved.at(-1)?.[1]).toBe('Sent.');
    const before = posts.length;
    await pass(one, 2);
    expect(posts.length).toBe(before);
  });
  test('does not repeat a post that was refused', async () => {
    status = 404;
    refuse();
    await pass(watcher(), 6);
    expect([posts.length, saved.map(([, delivery]) => delivery)]).toEqual([1, ['Not sent: the address answered 404.']]);
    expect(events).toContain('alert.undelivered');
  });
  test('hears of new settings within a minute of being told', async () => {
    const one = watcher();
    settings = [];
    await pass(one, 1);
    settings = [setting({ kind: 'credentials' })];
    refuse();
    await pass(one, 3);
    expect(posts).toHaveLength(0);
    one.reload();
    await pass(one, 2);
    expect(posts).toHaveLength(1);
  });
});
