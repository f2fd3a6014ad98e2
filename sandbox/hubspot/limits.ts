import type { LimitPolicy } from './errors.ts';
import type { Settings } from './model.ts';
import type { Bucket } from './routing.ts';

const TEN_SECONDS_MS = 10_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** Calls within a rolling window, as instants. */
interface Window {
  readonly at: number[];
}

export interface Allowance {
  /** Null when admitted. */
  readonly refused: LimitPolicy | null;
  /** Rate headers; search answers carry none. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Limiter {
  /** Counts one call of an app and says whether it is admitted. A refused call costs nothing of the day. */
  readonly admit: (app: string, bucket: Bucket) => Allowance;
  readonly reset: () => void;
}

/** A rolling window of `max` calls in `spanMs`: drops what is old, then counts. */
function take(window: Window, now: number, spanMs: number, max: number): boolean {
  while (window.at.length > 0 && (window.at[0] ?? now) <= now - spanMs) window.at.shift();
  // A clock set back would leave instants of the future that never age.
  while ((window.at.at(-1) ?? now) > now) window.at.pop();
  if (window.at.length >= max) return false;
  window.at.push(now);
  return true;
}

/**
 * The published ceilings: a burst per 10 rolling seconds and app, a day's quota, 5 searches a second for the whole
 * account, and the association API's own burst. Times follow the sandbox clock.
 */
export function createLimiter(now: () => number, settings: () => Settings): Limiter {
  const windows = new Map<string, Window>();
  const days = new Map<string, { day: number; used: number }>();
  const windowOf = (key: string): Window => {
    const found = windows.get(key) ?? { at: [] };
    windows.set(key, found);
    return found;
  };
  const dayOf = (app: string, at: number): { day: number; used: number } => {
    const day = Math.floor(at / DAY_MS);
    const found = days.get(app);
    if (found?.day === day) return found;
    const fresh = { day, used: 0 };
    days.set(app, fresh);
    return fresh;
  };
  const headersFor = (burst: number, used: number, daily: number, spent: number): Record<string, string> => ({
    'X-HubSpot-RateLimit-Daily': String(daily),
    'X-HubSpot-RateLimit-Daily-Remaining': String(Math.max(0, daily - spent)),
    'X-HubSpot-RateLimit-Interval-Milliseconds': String(TEN_SECONDS_MS),
    'X-HubSpot-RateLimit-Max': String(burst),
    'X-HubSpot-RateLimit-Remaining': String(Math.max(0, burst - used)),
    'X-HubSpot-RateLimit-Secondly': String(Math.ceil(burst / 10)),
    'X-HubSpot-RateLimit-Secondly-Remaining': String(Math.max(0, Math.ceil((burst - used) / 10))),
  });
  return {
    admit: (app, bucket) => {
      const at = now();
      const { burstPerTenSeconds, associationsPerTenSeconds, searchPerSecond, dailyCalls } = settings();
      if (bucket === 'none' || bucket === 'journal') return { refused: null, headers: {} };
      if (bucket === 'search') return { refused: take(windowOf('search'), at, SECOND_MS, searchPerSecond) ? null : 'SECONDLY', headers: {} };
      const burst = bucket === 'associations' ? associationsPerTenSeconds : burstPerTenSeconds;
      const window = windowOf(`${bucket}:${app}`);
      const day = dayOf(app, at);
      const refused: LimitPolicy | null = day.used >= dailyCalls ? 'DAILY' : take(window, at, TEN_SECONDS_MS, burst) ? null : 'TEN_SECONDLY_ROLLING';
      if (refused === null) day.used += 1;
      return { refused, headers: headersFor(burst, window.at.length, dailyCalls, day.used) };
    },
    reset: () => {
      windows.clear();
      days.clear();
    },
  };
}
