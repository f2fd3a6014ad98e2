import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Change, ConnectionId } from '../../domain/model.ts';
import type { Journal } from '../../engine/ports.ts';
import { createMemoryStore } from '../../store/index.ts';
import { createFigures, MINUTE_MS } from './figures.ts';
import type { Figures } from './figures.ts';
import { countInto, percentile } from './histogram.ts';
import { forecast, healthSeries } from './series.ts';

const START = Date.UTC(2026, 10, 21, 12);
let now: number;
let figures: Figures;
let journal: Journal;
let passed: string[];

beforeEach(() => {
  now = START;
  passed = [];
  figures = createFigures({ clock: { now: () => now } });
  journal = figures.listen({ event: (name) => void passed.push(name), count: (name) => void passed.push(name), observe: (name) => void passed.push(name) });
});
const landed = (side: string, lagMs: number | null): void => journal.event('write.landed', { side, lagMs });

describe('percentiles', () => {
  test('are within 6 % of the exact ones', () => {
    const histogram = new Map<number, number>();
    for (let value = 1; value <= 10_000; value += 1) countInto(histogram, value);
    for (const [share, exact] of [
      [0.5, 5_000],
      [0.95, 9_500],
      [0.99, 9_900],
    ] as const)
      expect(Math.abs((percentile(histogram, share) ?? 0) / exact - 1)).toBeLessThan(0.065);
  });
  test('of nothing are nothing', () => expect(percentile(new Map(), 0.5)).toBeNull());
});

describe('health series', () => {
  test('an hour has sixty even steps, with what landed in each', () => {
    landed('hubspot', 400);
    now += 2 * MINUTE_MS;
    landed('salesforce', null);
    const { points, totals, lag } = healthSeries(figures, 'hour', now);
    expect(points).toHaveLength(60);
    expect(points.slice(-3).map((point) => point.written)).toEqual([1, 0, 1]);
    expect(points.at(-3)?.lag.p95).toBeGreaterThan(370);
    expect(points.at(-1)?.lag.p95).toBeNull();
    expect({ written: totals.written, p50: (lag.p50 ?? 0) > 370 }).toEqual({ written: 2, p50: true });
  });
  test('a day has quarters of an hour, and minutes older than a day are gone', () => {
    landed('hubspot', 1);
    now += 25 * 60 * MINUTE_MS;
    landed('hubspot', 1);
    const series = healthSeries(figures, 'day', now);
    expect([series.points.length, series.totals.written, figures.minutes(0).length]).toEqual([96, 1, 1]);
  });
  test('the journal still hears everything', () => {
    landed('hubspot', 1);
    journal.count('api.called', 1, { side: 'hubspot', outcome: 'ok' });
    journal.observe('pass.ms', 1);
    expect(passed).toEqual(['write.landed', 'api.called', 'pass.ms']);
  });
  test('events count when they arrive, by side; sweeps and people do not', async () => {
    const store = figures.watch(createMemoryStore());
    const change = (id: string, side: 'salesforce' | 'hubspot', origin: Change['origin']): Change => ({
      eventId: id as Change['eventId'],
      ref: { side, object: side === 'hubspot' ? 'contacts' : 'Contact', id },
      kind: 'update',
      fields: {},
      occurredAt: now - 1_000,
      lane: 'normal',
      origin,
    });
    await store.append({ connection: 'main' as ConnectionId, changes: [change('1', 'hubspot', 'event'), change('2', 'salesforce', 'sweep')], now });
    const series = healthSeries(figures, 'hour', now);
    expect([series.totals.received, series.lastEventAt]).toEqual([1, { salesforce: null, hubspot: now - 1_000 }]);
  });
});

describe('credentials', () => {
  test('are refused from the first refusal until a call is let in again', () => {
    journal.event('api.failed', { side: 'hubspot', kind: 'auth', code: 'EXPIRED_AUTHENTICATION' });
    now += 1_000;
    journal.event('api.failed', { side: 'hubspot', kind: 'auth', code: 'EXPIRED_AUTHENTICATION' });
    expect(figures.credentials()).toEqual({
      salesforce: { isRefused: false, since: null, code: null },
      hubspot: { isRefused: true, since: START, code: 'EXPIRED_AUTHENTICATION' },
    });
    journal.count('api.called', 1, { side: 'hubspot', outcome: 'ok' });
    expect(figures.credentials().hubspot.isRefused).toBe(false);
  });
  test('a login that fails counts for Salesforce', () => {
    journal.event('connection.failed', { what: 'Salesforce login', code: 'invalid_grant' });
    expect(figures.credentials().salesforce.code).toBe('invalid_grant');
    journal.event('token.renewed', { side: 'salesforce', code: null });
    expect(figures.credentials().salesforce.isRefused).toBe(false);
  });
});

describe('budget forecast', () => {
  test('a budget that halves in an hour lasts another', () => {
    figures.noteBudget('salesforce', 1);
    now += 60 * MINUTE_MS;
    figures.noteBudget('salesforce', 0.5);
    expect(forecast(figures.minutes(0), 'salesforce')).toEqual({ remaining: 0.5, emptyAt: now + 60 * MINUTE_MS });
    expect(forecast(figures.minutes(0), 'hubspot')).toEqual({ remaining: null, emptyAt: null });
  });
  test('a few minutes tell nothing', () => {
    figures.noteBudget('salesforce', 1);
    now += MINUTE_MS;
    figures.noteBudget('salesforce', 0.5);
    expect(forecast(figures.minutes(0), 'salesforce').emptyAt).toBeNull();
  });
});
