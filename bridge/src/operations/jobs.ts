/** Answers that take longer than a caller may wait: started now, fetched later, forgotten after a while. In memory only, because results may show customers' values. */
import type { Instant } from '../domain/model.ts';
import type { Clock } from '../engine/ports.ts';

export type JobState = 'running' | 'done' | 'failed';
/** `result` is there once `state` is done, `error` (a sentence) once it is failed. */
export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly result: unknown;
  readonly error: string | null;
};

/** A failure whose message may be shown to the person who asked. */
export class JobFailure extends Error {}

export type Jobs = {
  /** Starts work for one connection; null when too many of its jobs run already. */
  start(connection: string, kind: string, work: () => Promise<unknown>): Job | null;
  /** Null when there is none, it expired, or it belongs to another connection. */
  find(connection: string, id: string): Job | null;
};

/** Results are fetched within seconds; ten minutes leave room for a page that was put aside. */
const keepMs = 10 * 60_000;
const runningMax = 4;
const keptMax = 200;

export function createJobs({ clock, newId }: { readonly clock: Clock; readonly newId: () => string }): Jobs {
  const kept = new Map<string, { readonly connection: string; job: Job }>();

  function forgetOld(): void {
    const oldest = clock.now() - keepMs;
    for (const [id, { job }] of kept) if (job.finishedAt !== null && job.finishedAt < oldest) kept.delete(id);
    for (const [id, { job }] of kept) {
      if (kept.size < keptMax) return;
      if (job.state !== 'running') kept.delete(id);
    }
  }

  return {
    start(connection, kind, work) {
      forgetOld();
      const running = [...kept.values()].filter((entry) => entry.connection === connection && entry.job.state === 'running');
      if (running.length >= runningMax) return null;
      const job: Job = { id: newId(), kind, state: 'running', startedAt: clock.now(), finishedAt: null, result: null, error: null };
      const entry = { connection, job };
      kept.set(job.id, entry);
      const finish = (change: Pick<Job, 'state' | 'result' | 'error'>): void => {
        entry.job = { ...job, ...change, finishedAt: clock.now() };
      };
      void work().then(
        (result) => finish({ state: 'done', result, error: null }),
        (error: unknown) =>
          finish({
            state: 'failed',
            result: null,
            error: error instanceof JobFailure ? error.message : 'The bridge met an unexpected error; its log says more.',
          }),
      );
      return job;
    },
    find(connection, id) {
      forgetOld();
      const entry = kept.get(id);
      return entry?.connection === connection ? entry.job : null;
    },
  };
}
