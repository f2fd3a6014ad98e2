import type { Clock } from '../engine/ports.ts';

/** The wall clock. `sleep` ends early, without an error, when its signal fires. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (waitMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, waitMs));
      signal?.addEventListener('abort', done, { once: true });
    }),
};
