/** What every phase of a job shares: its ports, and how one small piece of work ends. */
import type { Change, ConnectionId, EventId, Fingerprinter, Instant, RecordRef, Sided } from '../domain/index.ts';
import type { Clock, CrmGateway, DocumentWrite, GatewayFailure, Journal, Rulebook, Store } from '../engine/index.ts';
import type { Job, Step } from './model.ts';
import type { WalkPage } from './walk.ts';

export type PhasePorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly rulebook: Rulebook;
  /** Stores looks and wakes the passes; never held back. */
  readonly receive: (changes: readonly Change[]) => Promise<unknown>;
  readonly wake: () => void;
  /** Fires when the bridge stops, or the job is paused or cancelled: what takes long ends soon. */
  readonly signal: AbortSignal;
};

/** Where something that walks is: what backfills and reconciliations share. */
export type Walk = Pick<Job, 'plan' | 'step' | 'at' | 'totals' | 'met' | 'rate' | 'measuredAt' | 'trouble'>;

/** How a piece of work ended: the job moves, or it waits for a while (`trouble` says why, where a person should know). */
export type Advance<T = Job> =
  | { readonly kind: 'moved'; readonly change: (job: T) => T; readonly rows?: readonly DocumentWrite[] }
  | { readonly kind: 'wait'; readonly waitMs: number; readonly trouble: string | null };

const platformNames = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
const failedWaitMs = 5_000;
const budgetWaitMs = 30_000;
/** Older rates count for this much when a new one is measured. */
const rateKept = 0.7;

export type Waiting = Extract<Advance, { kind: 'wait' }>;

/** A platform that does not answer is waited for; the page is asked for again. */
export function waitFor({ clock }: Pick<PhasePorts, 'clock'>, failure: GatewayFailure, what = 'A platform'): Waiting {
  const waitMs = Math.max(failedWaitMs, (failure.retryAt ?? 0) - clock.now());
  return { kind: 'wait', waitMs, trouble: `${what} does not answer (${failure.code}); it is asked again by itself.` };
}

/** Waits while a platform's daily calls are down to what is kept for what people do; null when there is enough. */
export function waitForBudget({ gateways }: Pick<PhasePorts, 'gateways'>, { settings }: { readonly settings: Pick<Job['settings'], 'share'> }): Waiting | null {
  for (const side of ['salesforce', 'hubspot'] as const) {
    // Compared with room for rounding: a share of 1 keeps nothing back.
    if (gateways[side].budget().remaining >= 1 - settings.share - 1e-9) continue;
    return {
      kind: 'wait',
      waitMs: budgetWaitMs,
      trouble: `Its share of ${platformNames[side]}'s daily calls is used up; it goes on when calls are free again. What people do still crosses.`,
    };
  }
  return null;
}

/** The job with another page behind it. A page without a successor ends the step's walk. */
export function pageDone<T extends Walk>(job: T, page: Pick<Extract<WalkPage, { ok: true }>, 'refs' | 'gone' | 'next' | 'seen'>, now: Instant): T {
  const { at, step } = job;
  if (at === null) return job;
  const met = page.refs.length + page.gone;
  const elapsedMs = job.measuredAt === null ? 0 : now - job.measuredAt;
  const fresh = elapsedMs <= 0 ? null : (met * 1_000) / elapsedMs;
  const rate = fresh === null ? job.rate : job.rate === null ? fresh : job.rate * rateKept + fresh * (1 - rateKept);
  return {
    ...job,
    at: { until: at.until, page: page.next, isWalked: page.next === null, ...(page.seen === undefined ? {} : { seen: page.seen }) },
    met: withItem(job.met, step, (job.met[step] ?? 0) + met),
    rate,
    measuredAt: now,
    trouble: null,
  };
}

/** The job at the beginning of its next step. */
export function stepDone<T extends Walk>(job: T): T {
  return { ...job, step: job.step + 1, at: null, trouble: null };
}

/** The job at the beginning of a phase. */
export function phaseBegun(job: Job, { phase, plan, now }: { readonly phase: Job['phase']; readonly plan: readonly Step[]; readonly now: Instant }): Job {
  return {
    ...job,
    phase,
    state: 'working',
    plan: [...plan],
    step: 0,
    at: null,
    totals: plan.map(() => null),
    met: plan.map(() => 0),
    phaseStartedAt: now,
    rate: null,
    measuredAt: now,
    trouble: null,
  };
}

export function withItem<T>(items: readonly T[], index: number, item: T): T[] {
  return items.map((one, at) => (at === index ? item : one));
}

/** A look a job asks for: one per record and job, so that a page that is fed twice costs nothing. */
export function lookFor(job: Pick<Job, 'id'>, ref: RecordRef, now: Instant, tag = ''): Change {
  return {
    // Built here and nowhere else, so the brand is true.
    eventId: `backfill:${job.id}:${tag}${ref.side}:${ref.object}:${ref.id}` as EventId,
    ref,
    kind: 'look',
    fields: {},
    occurredAt: now,
    lane: 'backfill',
    origin: 'sweep',
  };
}
