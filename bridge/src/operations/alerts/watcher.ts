/** Looks at the figures once a minute and tells of what begins and ends. */
import type { Clock, GatewayResult, Journal } from '../../engine/ports.ts';
import { lagOf, MINUTE_MS } from '../health/index.ts';
import type { Figures } from '../health/index.ts';
import { statusOf } from '../status.ts';
import type { ConnectionView } from '../view.ts';
import { postAlert, postTest } from './deliver.ts';
import type { Courier, Delivery, Post, WebhookPolicy } from './deliver.ts';
import { AT_REST, evaluate, watchesOf } from './evaluate.ts';
import type { Reading, Watch, WatchState } from './evaluate.ts';
import type { Alert, AlertBook, AlertSetting } from './types.ts';

export type AlertWatcher = {
  /** One minute's work; call it once a minute. */
  tick(): Promise<void>;
  /** Settings changed: they are read at the next tick. */
  reload(): void;
  /** Posts a test message to a chat address; what became of it. */
  test(target: string): Promise<Delivery>;
};
export type WatcherPorts = {
  readonly view: ConnectionView;
  readonly figures: Figures;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly webhooks: WebhookPolicy;
  readonly post: Post;
  /** Null until the org was reached. */
  readonly book: () => AlertBook | null;
};

/** Settings nobody told us of are found out after this. */
const RELOAD_MS = 10 * MINUTE_MS;
const LAG_MINUTES = 5;
const RATE_MINUTES = 15;
/** Alerts that wait to be written to an org that does not answer; the newest are kept. */
const UNSAVED_MAX = 200;
/** Minutes in which a post that failed is tried again. */
const LATE_POSTS_MAX = 30;

const watchKey = ({ setting, side }: Watch): string => `${setting.id}:${side ?? 'both'}`;

async function readingOf({ view, figures, clock }: Pick<WatcherPorts, 'view' | 'figures' | 'clock'>): Promise<Reading> {
  const now = clock.now();
  const { lagMs, budgets } = await statusOf(view);
  const recent = figures.minutes(now - RATE_MINUTES * MINUTE_MS);
  const credentials = figures.credentials();
  for (const side of ['salesforce', 'hubspot'] as const) {
    const budget = budgets[side];
    if (budget !== null) figures.noteBudget(side, budget.remaining);
  }
  return {
    now,
    since: figures.startedAt,
    lastEventAt: figures.lastEventAt(),
    waitingMs: lagMs,
    lagP95Ms: lagOf(figures.minutes(now - LAG_MINUTES * MINUTE_MS)).p95,
    looks: recent.reduce((sum, minute) => sum + minute.looks, 0),
    troubled: recent.reduce((sum, minute) => sum + minute.troubled, 0),
    budget: { salesforce: budgets.salesforce?.remaining ?? null, hubspot: budgets.hubspot?.remaining ?? null },
    refused: { salesforce: credentials.salesforce.isRefused, hubspot: credentials.hubspot.isRefused },
  };
}

export function createAlertWatcher(ports: WatcherPorts): AlertWatcher {
  const { view, clock, journal, webhooks, post } = ports;
  const states = new Map<string, WatchState>();
  /** Alerts not written to the org yet, by key: only the newest word of each. */
  const unsaved = new Map<string, { readonly alert: Alert; readonly delivery: string }>();
  /** Posts that failed and may yet succeed: the newest word of each alert. */
  const undelivered = new Map<string, { readonly alert: Alert; readonly tries: number }>();
  const courier: Courier = { policy: webhooks, post, sleep: (ms) => clock.sleep(ms) };
  let settings: readonly AlertSetting[] = [];
  let readAt = -Infinity;
  let isResumed = false;

  const failed = (what: string, answer: GatewayResult<unknown>): void => {
    if (!answer.ok) journal.event('alerts.failed', { connection: view.id, what, code: answer.failure.code });
  };

  async function readSettings(book: AlertBook): Promise<void> {
    if (clock.now() - readAt < RELOAD_MS) return;
    const answer = await book.settings();
    failed('settings', answer);
    if (!answer.ok) return;
    settings = answer.value;
    readAt = clock.now();
    if (!isResumed) await resume(book);
  }

  async function resume(book: AlertBook): Promise<void> {
    const open = await book.open();
    failed('open alerts', open);
    if (!open.ok) return;
    isResumed = true;
    for (const { settingId, side, openedAt } of open.value) states.set(`${settingId}:${side ?? 'both'}`, { ...AT_REST, openedAt });
  }

  async function tell(watch: Watch, input: { readonly openedAt: number; readonly endedAt: number | null; readonly message: string }): Promise<void> {
    const alert: Alert = { key: `${watchKey(watch)}:${String(input.openedAt)}`, ...watch, ...input };
    const delivery = watch.setting.channel === 'webhook' ? await postedNow(alert, 0) : 'Handed to Salesforce.';
    journal.event(input.endedAt === null ? 'alert.began' : 'alert.ended', { connection: view.id, kind: watch.setting.kind, side: watch.side });
    note(alert, delivery);
  }

  function note(alert: Alert, delivery: string): void {
    unsaved.set(alert.key, { alert, delivery });
    for (const key of [...unsaved.keys()].slice(0, Math.max(0, unsaved.size - UNSAVED_MAX))) unsaved.delete(key);
  }

  /** Posts an alert; what may yet succeed is remembered for the next minute. */
  async function postedNow(alert: Alert, tries: number): Promise<string> {
    const { words, isSent, isWorthRetry } = await postAlert(alert, courier);
    undelivered.delete(alert.key);
    if (isSent) return words;
    const isLate = isWorthRetry && tries < LATE_POSTS_MAX;
    if (isLate) undelivered.set(alert.key, { alert, tries: tries + 1 });
    journal.event('alert.undelivered', { connection: view.id, kind: alert.setting.kind, tries: tries + 1, isTriedAgain: isLate });
    journal.count('alert.undelivered', 1);
    return isLate ? `${words} It is tried again every minute.` : words;
  }

  async function postLate(): Promise<void> {
    await Promise.all(
      [...undelivered.values()].map(async ({ alert, tries }) => {
        note(alert, await postedNow(alert, tries));
      }),
    );
  }

  async function saveAll(book: AlertBook): Promise<void> {
    for (const [key, { alert, delivery }] of unsaved) {
      const answer = await book.save(alert, delivery);
      failed('save', answer);
      if (!answer.ok && answer.failure.kind !== 'permanent') return;
      unsaved.delete(key);
    }
  }

  return {
    async tick() {
      const reading = await readingOf(ports);
      const book = ports.book();
      if (book !== null) await readSettings(book);
      const watches = settings.flatMap(watchesOf);
      await postLate();
      const told: Promise<void>[] = [];
      for (const watch of watches) {
        const key = watchKey(watch);
        const before = states.get(key) ?? AT_REST;
        const { state, change, message } = evaluate(watch, before, reading);
        states.set(key, state);
        if (change === 'begins') told.push(tell(watch, { openedAt: reading.now, endedAt: null, message }));
        if (change === 'ends') told.push(tell(watch, { openedAt: before.openedAt ?? reading.now, endedAt: reading.now, message }));
      }
      await Promise.all(told);
      const known = new Set(watches.map(watchKey));
      for (const key of states.keys()) if (!known.has(key)) states.delete(key);
      if (book !== null) await saveAll(book);
    },
    reload() {
      readAt = -Infinity;
    },
    test: (target) => postTest(target, courier),
  };
}
