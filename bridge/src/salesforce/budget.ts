import type { Instant } from '../domain/model.ts';

/** Salesforce counts API calls over a rolling day, for the whole org. */
export type CallBudget = {
  spend(now: Instant): void;
  /** What `Sforce-Limit-Info` said: calls of the whole org so far, and its allowance. */
  observe(used: number, limit: number): void;
  /** The platform refused a call for its limit. */
  pauseUntil(until: Instant, now: Instant): void;
  /** `isUrgent`: what is kept for the consent lane, and the org's reserve, count as free. */
  state(now: Instant, isUrgent?: boolean): { readonly remaining: number; readonly nextAt: Instant };
  /** Calls our share allows in a day; null until the org has told its allowance. */
  perDay(): number | null;
};

const hourMs = 3_600_000;
const hoursPerDay = 24;
/** Left untouched for people and other programs, even when our share is not used up. */
const orgReserve = 0.02;
/** Part of our own share that only urgent calls may spend: nothing can use up a day of consent. */
const urgentReserve = 0.05;
/** A refusal holds an urgent call back no longer than this: a limit of the moment may have passed. */
const urgentPauseMs = 1_000;

/** Our own calls of the last 24 h, by hour, against `share` of the org's allowance. Without a known allowance nothing is held back. */
export function createBudget(share: number): CallBudget {
  const hours = new Map<number, number>();
  let org: { readonly used: number; readonly limit: number } | null = null;
  let pausedUntil = 0;
  let refusedAt = 0;

  const ownCalls = (now: Instant): number => {
    const oldest = Math.floor(now / hourMs) - hoursPerDay + 1;
    for (const hour of hours.keys()) if (hour < oldest) hours.delete(hour);
    return [...hours.values()].reduce((sum, calls) => sum + calls, 0);
  };
  const shareLeft = (now: Instant, isUrgent: boolean): number => {
    if (org === null || org.limit <= 0) return 1;
    if (org.used >= org.limit * (isUrgent ? 1 : 1 - orgReserve)) return 0;
    return Math.max(0, 1 - ownCalls(now) / (org.limit * share * (isUrgent ? 1 : 1 - urgentReserve)));
  };

  return {
    perDay: () => (org === null ? null : Math.floor(org.limit * share * (1 - urgentReserve))),
    spend(now) {
      const hour = Math.floor(now / hourMs);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    observe(used, limit) {
      org = { used, limit };
    },
    pauseUntil(until, now) {
      pausedUntil = Math.max(pausedUntil, until);
      refusedAt = now;
    },
    state(now, isUrgent = false) {
      const remaining = shareLeft(now, isUrgent);
      // The oldest hour falls out of the window at the next full hour; a spent share cannot recover before.
      const recovered = remaining > 0 ? now : (Math.floor(now / hourMs) + 1) * hourMs;
      return { remaining, nextAt: Math.max(now, recovered, isUrgent ? Math.min(pausedUntil, refusedAt + urgentPauseMs) : pausedUntil) };
    },
  };
}
