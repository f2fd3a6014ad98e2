import type { Instant } from '../domain/model.ts';

/** Salesforce counts API calls over a rolling day, for the whole org. */
export type CallBudget = {
  spend(now: Instant): void;
  /** What `Sforce-Limit-Info` said: calls of the whole org so far, and its allowance. */
  observe(used: number, limit: number): void;
  /** The platform refused a call for its limit. */
  pauseUntil(until: Instant): void;
  state(now: Instant): { readonly remaining: number; readonly nextAt: Instant };
};

const hourMs = 3_600_000;
const hoursPerDay = 24;
/** Left untouched for people and other programs, even when our share is not used up. */
const orgReserve = 0.02;

/** Our own calls of the last 24 h, by hour, against `share` of the org's allowance. Without a known allowance nothing is held back. */
export function createBudget(share: number): CallBudget {
  const hours = new Map<number, number>();
  let org: { readonly used: number; readonly limit: number } | null = null;
  let pausedUntil = 0;

  const ownCalls = (now: Instant): number => {
    const oldest = Math.floor(now / hourMs) - hoursPerDay + 1;
    for (const hour of hours.keys()) if (hour < oldest) hours.delete(hour);
    return [...hours.values()].reduce((sum, calls) => sum + calls, 0);
  };
  const shareLeft = (now: Instant): number => {
    if (org === null || org.limit <= 0) return 1;
    if (org.used >= org.limit * (1 - orgReserve)) return 0;
    return Math.max(0, 1 - ownCalls(now) / (org.limit * share));
  };

  return {
    spend(now) {
      const hour = Math.floor(now / hourMs);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    },
    observe(used, limit) {
      org = { used, limit };
    },
    pauseUntil(until) {
      pausedUntil = Math.max(pausedUntil, until);
    },
    state(now) {
      const remaining = shareLeft(now);
      // The oldest hour falls out of the window at the next full hour; a spent share cannot recover before.
      const recovered = remaining > 0 ? now : (Math.floor(now / hourMs) + 1) * hourMs;
      return { remaining, nextAt: Math.max(now, recovered, pausedUntil) };
    },
  };
}
