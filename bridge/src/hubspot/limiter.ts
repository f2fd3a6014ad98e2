import type { Instant } from '../domain/model.ts';

/**
 * A rolling-window limiter: no window of `windowMs` ever holds more than `max` calls, exactly, because the instants of the
 * last `max` calls are kept. A token bucket of the same size would let twice as many through around a refill.
 */
export type Limiter = {
  /**
   * Takes the next free place and returns its instant, or null when that is later than `latest` (nothing is taken then). An urgent call
   * may take the places kept for its kind, where the limiter keeps any.
   */
  reserve(now: Instant, latest: Instant, isUrgent?: boolean): Instant | null;
  /** When a place is free, without taking it. */
  nextAt(now: Instant, isUrgent?: boolean): Instant;
  /** The platform said stop: no place before `until`. */
  pauseUntil(until: Instant): void;
};

export function createLimiter({ max, windowMs }: { readonly max: number; readonly windowMs: number }): Limiter {
  if (max < 1) throw new RangeError('a limiter needs room for at least one call per window');
  const taken: Instant[] = [];
  let oldest = 0;
  let pausedUntil = 0;

  const nextAt = (now: Instant): Instant => {
    const full = taken.length >= max;
    const freed = full ? (taken[oldest] ?? 0) + windowMs : 0;
    return Math.max(now, freed, pausedUntil);
  };

  return {
    nextAt,
    pauseUntil(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
    reserve(now, latest) {
      const at = nextAt(now);
      if (at > latest) return null;
      if (taken.length < max) taken.push(at);
      else {
        taken[oldest] = at;
        oldest = (oldest + 1) % max;
      }
      return at;
    },
  };
}

/**
 * A limiter with even spacing: up to `burst` calls at once, then one every `windowMs / (max - burst)`. No window of `windowMs` holds more
 * than `max` calls, and, unlike in a rolling window, a burst is never paid for by seconds of silence: an edit made right after one
 * still travels within the second. The price is that the sustained rate is `(max - burst) / max` of what the platform allows.
 * Of the burst, `kept` places are taken by urgent calls alone: while others wait for theirs, an urgent one goes at once. The sustained rate is
 * the same for both, and urgent calls come first in it.
 */
export function createPacer({
  max,
  windowMs,
  burst,
  kept = 0,
}: {
  readonly max: number;
  readonly windowMs: number;
  readonly burst: number;
  readonly kept?: number;
}): Limiter {
  if (burst < 1 || max <= burst || kept >= burst) throw new RangeError('a pacer needs room for calls beyond its burst, and a burst beyond what it keeps');
  const spacingMs = windowMs / (max - burst);
  /** When the calls taken so far will have been paid for, at one per spacing. */
  let paidAt = 0;
  let pausedUntil = 0;

  const nextAt = (now: Instant, isUrgent = false): Instant => Math.max(now, Math.ceil(paidAt - (burst - 1 - (isUrgent ? 0 : kept)) * spacingMs), pausedUntil);

  return {
    nextAt,
    pauseUntil(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
    reserve(now, latest, isUrgent = false) {
      const at = nextAt(now, isUrgent);
      if (at > latest) return null;
      paidAt = Math.max(paidAt, at) + spacingMs;
      return at;
    },
  };
}
