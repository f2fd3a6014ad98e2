/**
 * When an alert begins and ends. Pure: what the figures say, what is open, and the clock's minute go in; what to tell comes out. An alert
 * begins after two minutes beyond its threshold and ends after three minutes clearly within it, so a figure that hovers tells once.
 */
import { SIDES } from '../../domain/index.ts';
import type { Sided } from '../../domain/index.ts';
import type { Instant, Side } from '../../domain/model.ts';
import type { AlertSetting } from './types.ts';

/** What the bridge knows in one minute. */
export type Reading = {
  readonly now: Instant;
  /** Figures begin here; silence is counted from it. */
  readonly since: Instant;
  readonly lastEventAt: Sided<Instant | null>;
  /** Age of the oldest change that waits, and p95 of what landed in the last minutes. */
  readonly waitingMs: number;
  readonly lagP95Ms: number | null;
  /** Looks of the last quarter of an hour, and those that left an issue. */
  readonly looks: number;
  readonly troubled: number;
  readonly budget: Sided<number | null>;
  readonly refused: Sided<boolean>;
};
/** One thing a setting watches: for some kinds each side by itself. */
export type Watch = { readonly setting: AlertSetting; readonly side: Side | null };
/** How far a watch is on its way in or out; `openedAt` is set while it is open. */
export type WatchState = { readonly openedAt: Instant | null; readonly minutesBeyond: number; readonly minutesWithin: number };
export type Verdict = { readonly state: WatchState; readonly change: 'begins' | 'ends' | null; readonly message: string };

const MINUTES_TO_BEGIN = 2;
const MINUTES_TO_END = 3;
/** An open alert ends only when its figure is this much better than the threshold. */
const EASE = 0.8;
const BUDGET_EASE_POINTS = 5;
/** Fewer looks than this say nothing about a rate. */
const LOOKS_MIN = 20;
export const AT_REST: WatchState = { openedAt: null, minutesBeyond: 0, minutesWithin: 0 };

const SYSTEM: Readonly<Record<Side, string>> = { salesforce: 'Salesforce', hubspot: 'HubSpot' };

/** What each setting watches. Lag and error rate are about both systems at once. */
export function watchesOf(setting: AlertSetting): readonly Watch[] {
  return setting.kind === 'lag' || setting.kind === 'error-rate' ? [{ setting, side: null }] : SIDES.map((side) => ({ setting, side }));
}

type Measure = { readonly isBeyond: boolean; readonly isWithin: boolean; readonly message: string };

const high = (value: number, threshold: number, message: string): Measure => ({ isBeyond: value > threshold, isWithin: value <= threshold * EASE, message });
const minutes = (ms: number): number => Math.floor(ms / 60_000);

function measure({ setting, side }: Watch, reading: Reading): Measure {
  const { threshold } = setting;
  const system = side === null ? '' : SYSTEM[side];
  switch (setting.kind) {
    case 'silence': {
      const quietMs = reading.now - Math.max(reading.since, (side === null ? null : reading.lastEventAt[side]) ?? 0);
      return high(
        minutes(quietMs),
        threshold,
        `No change has arrived from ${system} for ${String(minutes(quietMs))} minutes (the limit is ${String(threshold)}). If people worked there, check the connection.`,
      );
    }
    case 'lag': {
      const seconds = Math.round(Math.max(reading.waitingMs, reading.lagP95Ms ?? 0) / 1_000);
      return high(seconds, threshold, `Changes take up to ${String(seconds)} seconds to reach the other system (the limit is ${String(threshold)}).`);
    }
    case 'error-rate': {
      const rate = reading.looks < LOOKS_MIN ? 0 : Math.round((100 * reading.troubled) / reading.looks);
      return high(
        rate,
        threshold,
        `${String(rate)} % of the records looked at in the last 15 minutes could not be synced (the limit is ${String(threshold)} %). See Issues for the causes.`,
      );
    }
    case 'budget': {
      const left = side === null ? null : reading.budget[side];
      const percent = left === null ? 100 : Math.round(left * 100);
      return {
        isBeyond: percent < threshold,
        isWithin: percent >= threshold + BUDGET_EASE_POINTS,
        message: `${String(percent)} % of the ${system} API budget is left (the limit is ${String(threshold)} %). The sync slows down before it is used up.`,
      };
    }
    case 'credentials': {
      const isRefused = side !== null && reading.refused[side];
      return {
        isBeyond: isRefused,
        isWithin: !isRefused,
        message: `${system} no longer accepts the sync's credentials. Nothing is synced until they are renewed; see Connect.`,
      };
    }
  }
}

/** One minute of one watch. */
export function evaluate(watch: Watch, state: WatchState, reading: Reading): Verdict {
  const { isBeyond, isWithin, message } = measure(watch, reading);
  if (state.openedAt === null) {
    const minutesBeyond = isBeyond ? state.minutesBeyond + 1 : 0;
    if (minutesBeyond < MINUTES_TO_BEGIN) return { state: { ...AT_REST, minutesBeyond }, change: null, message };
    return { state: { openedAt: reading.now, minutesBeyond: 0, minutesWithin: 0 }, change: 'begins', message };
  }
  const minutesWithin = isWithin ? state.minutesWithin + 1 : 0;
  if (minutesWithin < MINUTES_TO_END) return { state: { ...state, minutesWithin }, change: null, message };
  return { state: AT_REST, change: 'ends', message };
}
