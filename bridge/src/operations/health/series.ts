/** The figures of the last hour or day as a page draws them. */
import type { Sided } from '../../domain/index.ts';
import type { Instant, Side } from '../../domain/model.ts';
import { MINUTE_MS } from './figures.ts';
import type { Credentials, Figures, Minute } from './figures.ts';
import { merged, percentile } from './histogram.ts';

export type Span = 'hour' | 'day';
/** An hour by the minute, a day by the quarter of an hour. */
const shapes: Readonly<Record<Span, { readonly stepMs: number; readonly steps: number }>> = {
  hour: { stepMs: MINUTE_MS, steps: 60 },
  day: { stepMs: 15 * MINUTE_MS, steps: 96 },
};

export type Lag = { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null };
export type SeriesPoint = {
  readonly at: Instant;
  /** Milliseconds from edit to landing; null when nothing landed. */
  readonly lag: Lag;
  readonly received: number;
  readonly written: number;
  readonly troubled: number;
  readonly budget: Sided<number | null>;
};
export type BudgetForecast = {
  /** Share left, 0 to 1; null before the platform was reached. */
  readonly remaining: number | null;
  /** When it is used up if the pace of the last hour goes on; null when it lasts. */
  readonly emptyAt: Instant | null;
};
export type HealthSeries = {
  readonly span: Span;
  readonly stepMs: number;
  readonly now: Instant;
  /** Figures begin here; the bridge keeps them in memory. */
  readonly since: Instant;
  readonly points: readonly SeriesPoint[];
  /** Over the whole span. */
  readonly lag: Lag;
  readonly totals: { readonly received: number; readonly written: number; readonly looks: number; readonly troubled: number };
  readonly lastEventAt: Sided<Instant | null>;
  readonly credentials: Sided<Credentials>;
  readonly budget: Sided<BudgetForecast>;
};

const both = (counts: Readonly<Record<Side, number>>): number => counts.salesforce + counts.hubspot;
const sum = (minutes: readonly Minute[], of: (minute: Minute) => number): number => minutes.reduce((total, minute) => total + of(minute), 0);

/** p50, p95 and p99 over these minutes. */
export function lagOf(minutes: readonly Minute[]): Lag {
  const all = merged(minutes.map((minute) => minute.lag));
  return { p50: percentile(all, 0.5), p95: percentile(all, 0.95), p99: percentile(all, 0.99) };
}

function pointOf(at: Instant, minutes: readonly Minute[]): SeriesPoint {
  const left = (side: Side): number | null => minutes.findLast((minute) => minute.budget[side] !== null)?.budget[side] ?? null;
  return {
    at,
    lag: lagOf(minutes),
    received: sum(minutes, (one) => both(one.received)),
    written: sum(minutes, (one) => both(one.written)),
    troubled: sum(minutes, (one) => one.troubled),
    budget: { salesforce: left('salesforce'), hubspot: left('hubspot') },
  };
}

/** Where the budget goes at the pace of these minutes. Less than five minutes of figures tell nothing. */
export function forecast(minutes: readonly Minute[], side: Side): BudgetForecast {
  const known = minutes.filter((minute) => minute.budget[side] !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return { remaining: null, emptyAt: null };
  const remaining = last.budget[side] ?? 0;
  const spent = (first.budget[side] ?? 0) - remaining;
  const elapsedMs = last.at - first.at;
  if (elapsedMs < 5 * MINUTE_MS || spent <= 0) return { remaining, emptyAt: remaining <= 0 ? last.at : null };
  return { remaining, emptyAt: Math.round(last.at + (remaining / spent) * elapsedMs) };
}

/** The figures of the last hour or day, in even steps up to now. */
export function healthSeries(figures: Figures, span: Span, now: Instant): HealthSeries {
  const { stepMs, steps } = shapes[span];
  const end = Math.floor(now / stepMs) * stepMs + stepMs;
  const start = end - steps * stepMs;
  const minutes = figures.minutes(start);
  const points = Array.from({ length: steps }, (_, index) => {
    const at = start + index * stepMs;
    return pointOf(
      at,
      minutes.filter((minute) => minute.at >= at && minute.at < at + stepMs),
    );
  });
  const lastHour = figures.minutes(now - 60 * MINUTE_MS);
  return {
    span,
    stepMs,
    now,
    since: figures.startedAt,
    points,
    lag: lagOf(minutes),
    totals: {
      received: sum(minutes, (one) => both(one.received)),
      written: sum(minutes, (one) => both(one.written)),
      looks: sum(minutes, (one) => one.looks),
      troubled: sum(minutes, (one) => one.troubled),
    },
    lastEventAt: figures.lastEventAt(),
    credentials: figures.credentials(),
    budget: { salesforce: forecast(lastHour, 'salesforce'), hubspot: forecast(lastHour, 'hubspot') },
  };
}
