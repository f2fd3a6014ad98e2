import type { Clock } from '../engine/index.ts';
import type { Instant } from '../domain/model.ts';

/** Answers kept in memory for seconds: a panel's head, its timeline and its next page are made of one read. */
export type Cache<T> = {
  /** The kept answer, the one being fetched, or a new one. Only answers `isWorthKeeping` says so of are kept. */
  take(key: string, fetch: () => Promise<T>): Promise<T>;
  forget(key: string): void;
};

export function createCache<T>(options: {
  readonly clock: Clock;
  readonly keepMs: number;
  readonly entriesMax: number;
  readonly isWorthKeeping: (value: T) => boolean;
}): Cache<T> {
  const { clock, keepMs, entriesMax, isWorthKeeping } = options;
  const kept = new Map<string, { readonly value: Promise<T>; until: Instant }>();

  /** Oldest first, because a Map keeps insertion order. */
  function makeRoom(): void {
    for (const [key, { until }] of kept) if (until <= clock.now()) kept.delete(key);
    for (const key of kept.keys()) {
      if (kept.size < entriesMax) return;
      kept.delete(key);
    }
  }

  return {
    take(key, fetch) {
      const found = kept.get(key);
      if (found !== undefined && found.until > clock.now()) return found.value;
      kept.delete(key);
      makeRoom();
      // While it is being fetched it never ages, so that everybody who asks meanwhile shares the one read.
      const entry = { value: fetch(), until: Infinity };
      kept.set(key, entry);
      const drop = (): void => {
        if (kept.get(key) === entry) kept.delete(key);
      };
      entry.value.then((value) => (isWorthKeeping(value) ? (entry.until = clock.now() + keepMs) : drop()), drop);
      return entry.value;
    },
    forget: (key) => void kept.delete(key),
  };
}
