/** What is usual: the busiest window of late. An hour counts once it is over, so that a storm does not make itself usual; weeks fade. */
import type { Instant } from '../../domain/model.ts';

export type Usual = {
  /** Writes of the busiest window, at `at`. */
  readonly peak: number;
  readonly at: Instant;
  /** The hour being watched, and its busiest window so far; null once something in it was not usual. */
  readonly hour: number;
  readonly best: number | null;
};

const hourMs = 3_600_000;
const halfLifeMs = 7 * 24 * hourMs;

export const NOTHING_USUAL: Usual = { peak: 0, at: 0, hour: 0, best: 0 };

/** The busiest window as it counts now. */
export function peakOf({ peak, at }: Usual, now: Instant): number {
  return peak === 0 ? 0 : peak * 0.5 ** (Math.max(0, now - at) / halfLifeMs);
}

/** After a look at the window. `isUsual`: false while the kind is paused or was let through by a person. */
export function learn(usual: Usual, { now, total, isUsual }: { readonly now: Instant; readonly total: number; readonly isUsual: boolean }): Usual {
  const hour = Math.floor(now / hourMs);
  if (hour === usual.hour) {
    const best = usual.best === null || !isUsual ? null : Math.max(usual.best, total);
    return best === usual.best ? usual : { ...usual, best };
  }
  const peak = peakOf(usual, now);
  return { peak: Math.max(peak, usual.best ?? 0), at: now, hour, best: isUsual ? total : null };
}
