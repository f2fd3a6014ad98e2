/** What a person may ask of backfills, and say: begin, go on, pause, resume, cancel. */
import type { ConnectionId, Side, Sided } from '../domain/index.ts';
import type { CrmGateway, DocumentWrite, Page, Rulebook, Store } from '../engine/index.ts';
import { canaryStates } from './canary.ts';
import type { CanaryState } from './canary.ts';
import type { Allowance } from './cost.ts';
import { groupOf, markRow } from './documents.ts';
import type { BackfillSettings, Job } from './model.ts';
import { phaseBegun } from './phase.ts';
import { recordSteps } from './plan.ts';
import type { Sample } from './survey.ts';
import type { Fault } from './verify.ts';
import { viewOf } from './view.ts';
import type { JobView } from './view.ts';
import { newJob } from './worker.ts';
import type { Backfill } from './worker.ts';

type Result<T> =
  { readonly ok: true; readonly value: T; readonly status?: 202 } | { readonly ok: false; readonly status: 400 | 404 | 409; readonly error: string };
type Answer<T> = Promise<Result<T>>;
type Paging = { readonly after?: string | undefined; readonly limit: number };

export type BackfillPlace = {
  readonly id: ConnectionId;
  readonly store: Store;
  readonly backfill: Backfill;
  readonly rulebook: () => Rulebook | null;
  readonly gateways: () => Sided<CrmGateway> | null;
};
export type BackfillDesk = {
  /** The open job, or the last one. */
  status(connection: string | undefined): Answer<{ readonly job: JobView | null; readonly isHeld: boolean; readonly mode: 'at-once' | 'by-job' }>;
  jobs(connection: string | undefined, options: Paging): Answer<Page<JobView>>;
  job(connection: string | undefined, id: string): Answer<JobView>;
  start(connection: string | undefined, options: { readonly settings: BackfillSettings; readonly by: string | null }): Answer<JobView>;
  canary(connection: string | undefined, options: { readonly count?: number | undefined }): Answer<JobView>;
  approve(connection: string | undefined, options: { readonly by: string | null; readonly isAnyway: boolean }): Answer<JobView>;
  pause(connection: string | undefined): Answer<JobView>;
  resume(connection: string | undefined): Answer<JobView>;
  cancel(connection: string | undefined): Answer<JobView>;
  canaryRecords(connection: string | undefined, options: { readonly job?: string | undefined }): Answer<{ readonly items: readonly CanaryState[] }>;
  samples(
    connection: string | undefined,
    options: Paging & { readonly job?: string | undefined; readonly mapping: string; readonly fate: string },
  ): Answer<Page<Sample>>;
  faults(connection: string | undefined, options: Paging & { readonly job?: string | undefined }): Answer<Page<Fault & { readonly mapping: string }>>;
};

const refused = (status: 400 | 404 | 409, error: string): Result<never> => ({ ok: false, status, error });
const noJob = 'there is no backfill; start a dry run first';
const notUp = 'the platforms are not connected yet; see status';

export function createBackfillDesk(places: readonly BackfillPlace[]): BackfillDesk {
  async function on<T>(name: string | undefined, work: (place: BackfillPlace) => Answer<T>): Answer<T> {
    const place = name === undefined ? places[0] : places.find(({ id }) => id === name);
    if (place === undefined) return refused(404, `there is no connection ${name ?? ''}`);
    if (name === undefined && places.length > 1) return refused(400, 'name the connection: ?connection=');
    return work(place);
  }
  const shown = (place: BackfillPlace, job: Job): JobView =>
    viewOf(job, { rulesVersion: place.rulebook()?.rules.version ?? null, allowances: allowancesOf(place.gateways()) });
  async function chosen({ backfill }: BackfillPlace, id: string | undefined): Promise<Job | null> {
    return id === undefined ? backfill.book.current() : backfill.book.find(id);
  }

  /** Moves the open job, if it may move that way; `change` answers the sentence that says why not. */
  async function move(place: BackfillPlace, change: (job: Job) => Job | string, rows: readonly DocumentWrite[] = []): Answer<JobView> {
    const { backfill } = place;
    const job = await backfill.book.current();
    if (job === null) return refused(404, noJob);
    let why: string | null = null;
    const stored = await backfill.book.update(
      job.id,
      (now) => {
        const next = change(now);
        why = typeof next === 'string' ? next : null;
        return typeof next === 'string' ? null : next;
      },
      rows,
    );
    backfill.wake();
    if (why !== null) return refused(409, why);
    return stored === null ? refused(404, noJob) : { ok: true, value: shown(place, stored) };
  }

  return {
    status: (name) =>
      on(name, async (place) => {
        const job = await place.backfill.book.current();
        const mode = place.backfill.options.isByJob ? 'by-job' : 'at-once';
        return { ok: true, value: { job: job === null ? null : shown(place, job), isHeld: await place.backfill.isHeld(), mode } };
      }),
    jobs: (name, options) =>
      on(name, async (place) => {
        const { items, next } = await place.backfill.book.list(options);
        return { ok: true, value: { items: items.map((job) => shown(place, job)), next } };
      }),
    job: (name, id) =>
      on<JobView>(name, async (place) => {
        const job = await place.backfill.book.find(id);
        return job === null ? refused(404, 'there is no such backfill; the last twenty are kept') : { ok: true, value: shown(place, job) };
      }),
    start: (name, { settings, by }) =>
      on<JobView>(name, async (place) => {
        const rulebook = place.rulebook();
        if (rulebook === null) return refused(409, notUp);
        const { rules } = rulebook;
        const job = newJob(place.backfill.options, { kind: 'golive', rules, plan: recordSteps(rules.mappings), settings, by });
        if (!(await place.backfill.book.begin(job))) return refused(409, 'a backfill is open already; finish or cancel it first');
        place.backfill.wake();
        return { ok: true, status: 202, value: shown(place, job) };
      }),
    canary: (name, { count }) =>
      on(name, (place) =>
        move(place, (job) => {
          if (job.state !== 'waiting' || job.phase !== 'survey') return standing(job, 'The first few go once the dry run is done.');
          const settings = count === undefined ? job.settings : { ...job.settings, canary: count };
          return phaseBegun({ ...job, settings }, { phase: 'canary', plan: [], now: place.backfill.options.clock.now() });
        }),
      ),
    approve: (name, { by, isAnyway }) =>
      on<JobView>(name, async (place) => {
        const rulebook = place.rulebook();
        if (rulebook === null) return refused(409, notUp);
        const { rules } = rulebook;
        const now = place.backfill.options.clock.now();
        return move(
          place,
          (job) => {
            if (job.state !== 'waiting') return standing(job, 'Everything is let in once the dry run, or the first few, are done.');
            if (job.rulesVersion !== rules.version && !isAnyway)
              return 'The rules changed since the dry run, so what it said may not hold: begin again, or go on anyway.';
            const begun = phaseBegun(job, { phase: 'run', plan: recordSteps(rules.mappings), now });
            return { ...begun, rulesVersion: rules.version, openedAt: now, approvedBy: by };
          },
          // Before any walk begins, so that nothing can fall between the walk and the notices.
          [markRow('open', now)],
        );
      }),
    pause: (name) =>
      on(name, (place) => move(place, (job) => (job.state === 'working' ? { ...job, state: 'paused' } : standing(job, 'Only what works can be paused.')))),
    resume: (name) =>
      on(name, (place) =>
        move(place, (job) => {
          if (job.state !== 'paused') return standing(job, 'Only what was paused can be resumed.');
          return { ...job, state: 'working', measuredAt: place.backfill.options.clock.now() };
        }),
      ),
    cancel: (name) =>
      on(name, (place) =>
        move(place, (job) => {
          if (job.state === 'done' || job.state === 'cancelled') return standing(job, 'It is over already.');
          return { ...job, state: 'cancelled', finishedAt: place.backfill.options.clock.now(), trouble: null };
        }),
      ),
    canaryRecords: (name, { job: id }) =>
      on<{ readonly items: readonly CanaryState[] }>(name, async (place) => {
        const job = await chosen(place, id);
        if (job === null) return refused(404, noJob);
        const mappings = Object.keys(job.surveys);
        const states = await Promise.all(mappings.map((mapping) => canaryStates({ store: place.store, connection: place.id }, job, mapping)));
        return { ok: true, value: { items: states.flat() } };
      }),
    samples: (name, { job: id, mapping, fate, after, limit }) =>
      on<Page<Sample>>(name, async (place) => {
        const job = await chosen(place, id);
        if (job === null) return refused(404, noJob);
        return { ok: true, value: await pageOf<Sample>(place, 'backfill.sample', { group: groupOf(job, mapping, fate), after, limit }) };
      }),
    faults: (name, { job: id, after, limit }) =>
      on<Page<Fault & { readonly mapping: string }>>(name, async (place) => {
        const job = await chosen(place, id);
        if (job === null) return refused(404, noJob);
        return { ok: true, value: await pageOf<Fault & { readonly mapping: string }>(place, 'backfill.fault', { group: groupOf(job), after, limit }) };
      }),
  };
}

const standing = ({ phase, state }: Job, why: string): string => `${why} It is ${state} in the phase ${phase}.`;

async function pageOf<T>(
  { store, id }: BackfillPlace,
  kind: string,
  { group, after, limit }: { readonly group: string; readonly after: string | undefined; readonly limit: number },
): Promise<Page<T>> {
  const { items, next } = await store.listDocuments(id, kind, { group, limit, ...(after === undefined ? {} : { after }) });
  // Written by this module alone.
  return { items: items.map(({ body }) => JSON.parse(body) as T), next };
}

function allowancesOf(gateways: Sided<CrmGateway> | null): Readonly<Record<Side, Allowance>> {
  const of = (side: Side): Allowance => {
    const { perSecond = null, perDay = null } = gateways?.[side].budget() ?? {};
    return { perSecond, perDay };
  };
  return { salesforce: of('salesforce'), hubspot: of('hubspot') };
}
