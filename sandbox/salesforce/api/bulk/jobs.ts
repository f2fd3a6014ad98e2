/** Jobs of the Bulk API 2.0: their states, their allowances, and the clockwork that works them off one step at a time. */

import { refuse } from '../failure.ts';
import { to18 } from '../ids.ts';
import { RollingCount } from '../usage.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
export type JobKind = 'ingest' | 'query';
/** What became of one row of an upload: its id, or the error as the results file words it. */
export type RowOutcome = { readonly id: string; readonly created: boolean; readonly error: string | null };

export type Job = {
  readonly id: string;
  readonly kind: JobKind;
  readonly userId: string;
  readonly object: string;
  readonly operation: string;
  readonly version: string;
  readonly delimiter: string;
  readonly lineEnding: string;
  readonly externalIdFieldName: string | null;
  readonly createdAt: number;
  modifiedAt: number;
  state: JobState;
  errorMessage: string | null;
  /** Ingest: header and rows as uploaded, and what became of the rows worked off so far. */
  upload: readonly (readonly string[])[] | null;
  readonly outcomes: RowOutcome[];
  /** Query: header and result rows. */
  result: readonly (readonly string[])[] | null;
};

/** Allowances of 24 hours, and how long jobs are kept (Developer Limits and Allocations Quick Reference, "Bulk API and Bulk API 2.0 Limits"). */
const QUERY_JOBS_MAX = 10_000;
const BATCHES_MAX = 15_000;
export const BATCH_ROWS = 10_000;
const KEPT_MS = 7 * 24 * 3_600_000;

export class BulkJobs {
  /** How long a job that is ready waits before it is worked on; for tests of polling. Real time. */
  startAfterMs = 0;
  maxQueryJobs = QUERY_JOBS_MAX;
  maxBatches = BATCHES_MAX;
  readonly #jobs = new Map<string, Job>();
  readonly #queries = new RollingCount(24);
  readonly #batches = new RollingCount(24);
  #issued = 0;

  add(facts: Omit<Job, 'id' | 'modifiedAt' | 'errorMessage' | 'upload' | 'outcomes' | 'result'>): Job {
    if (facts.kind === 'query') this.#spend(this.#queries, 1, this.maxQueryJobs, facts.createdAt);
    this.#issued += 1;
    const id = to18(`750${this.#issued.toString(36).toUpperCase().padStart(12, '0')}`);
    const job: Job = { ...facts, id, modifiedAt: facts.createdAt, errorMessage: null, upload: null, outcomes: [], result: null };
    this.#jobs.set(id, job);
    return job;
  }

  /** Counts the batches an upload is split into. */
  spendBatches(rows: number, now: number): void {
    this.#spend(this.#batches, Math.ceil(rows / BATCH_ROWS), this.maxBatches, now);
  }

  find(kind: JobKind, id: string, now: number): Job | undefined {
    const job = this.#jobs.get(to18(id));
    if (job === undefined || job.kind !== kind) return undefined;
    if (now - job.createdAt <= KEPT_MS) return job;
    this.#jobs.delete(job.id);
    return undefined;
  }

  list(kind: JobKind): readonly Job[] {
    return [...this.#jobs.values()].filter((job) => job.kind === kind);
  }

  remove(job: Job): void {
    this.#jobs.delete(job.id);
  }

  /** Works a job off in the background, a step per turn of the event loop, so that its states can be watched and it can be aborted in between. */
  run(job: Job, now: () => number, step: () => boolean): void {
    const move = (state: JobState): void => {
      job.state = state;
      job.modifiedAt = now();
    };
    const turn = (): void => {
      if (job.state === 'Aborted' || !this.#jobs.has(job.id)) return;
      move('InProgress');
      try {
        if (step()) move('JobComplete');
        else setImmediate(turn);
      } catch (error) {
        job.errorMessage = error instanceof Error ? error.message : String(error);
        move('Failed');
      }
    };
    if (this.startAfterMs === 0) setImmediate(turn);
    else setTimeout(turn, this.startAfterMs).unref();
  }

  usage(now: number): { readonly queries: number; readonly batches: number } {
    return { queries: this.#queries.used(now), batches: this.#batches.used(now) };
  }

  reset(): void {
    this.#jobs.clear();
    this.#queries.clear();
    this.#batches.clear();
    Object.assign(this, { startAfterMs: 0, maxQueryJobs: QUERY_JOBS_MAX, maxBatches: BATCHES_MAX });
  }

  #spend(count: RollingCount, amount: number, max: number, now: number): void {
    if (count.used(now) + amount > max) throw refuse(400, 'EXCEEDEDQUOTA', 'The job or batch exceeds the number allowed in 24 hours.');
    count.add(now, amount);
  }
}
