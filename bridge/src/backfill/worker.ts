/**
 * Works on the connection's open job, one page at a time, and begins the jobs new rules ask for. What is done is stored with every page, so a
 * bridge that was killed goes on where it stood; of several bridges that share a store, one works at a time.
 */
import type { ConnectionId, Fingerprinter, RuleSet } from '../domain/index.ts';
import type { Clock, Journal, Random, Rulebook, Store } from '../engine/index.ts';
import { canary } from './canary.ts';
import { concernOf, printsOf } from './concern.ts';
import type { RulePrints } from './concern.ts';
import { createJobBook, isMarked, markRow } from './documents.ts';
import type { JobBook } from './documents.ts';
import { createHold } from './hold.ts';
import { settingsSchema } from './model.ts';
import type { Job, Step } from './model.ts';
import { phaseBegun } from './phase.ts';
import type { Advance, PhasePorts } from './phase.ts';
import { checkSteps } from './plan.ts';
import { run as runPage } from './run.ts';
import { survey } from './survey.ts';
import { verify } from './verify.ts';

export type BackfillOptions = {
  readonly connection: ConnectionId;
  /** Unique per process. */
  readonly worker: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly newId: () => string;
  /** Nothing crosses before a job let everything in. */
  readonly isByJob: boolean;
  /** Whether everything was let in before jobs were asked for. */
  readonly wasLetIn: () => Promise<boolean>;
  readonly rulebook: () => Rulebook | null;
};
export type BackfillWork = Pick<PhasePorts, 'gateways' | 'receive' | 'wake'> & {
  /** Whether the first look at everything is behind this connection. */
  readonly isReady: () => boolean;
  /** The version of the rules under which the initial sync looked at everything; null when that was left to a job. */
  readonly sweptVersion: () => Promise<number | null>;
  /** The rules of consent, or the objects they are about, changed. */
  readonly onConsentMoved: () => void;
};
export type Backfill = {
  readonly book: JobBook;
  readonly options: BackfillOptions;
  /** A job was begun or moved by a person, or the rules changed. */
  wake(): void;
  /** Whether a job is feeding the queue in this process: then a slot is kept free for what people do. */
  isFeeding(): boolean;
  /** Whether ordinary notices are let go because a job has yet to let everything in. */
  isHeld(): Promise<boolean>;
  /** Whether a job looked at everything after it let everything in. */
  isLive(): Promise<boolean>;
  /** Works until the signal fires. */
  run(work: BackfillWork, signal: AbortSignal): Promise<void>;
};

const HOLDER = 'backfill.holder';
const RULES = 'backfill.rules';
const onlyKey = 'one';
const idleMs = 15_000;
const idleHeldMs = 5_000;
/** A person's word given to another bridge on the same store is met after this at the latest. */
const orderLookMs = 2_000;

const phaseWork: Readonly<Record<Exclude<Job['phase'], 'over'>, (ports: PhasePorts, job: Job) => Promise<Advance>>> = { survey, canary, run: runPage, verify };

export function createBackfill(options: BackfillOptions): Backfill {
  const { connection, store, clock, journal, fingerprint } = options;
  const hold = createHold(options, HOLDER);
  const book = createJobBook(store, connection);
  let bell = Promise.withResolvers<void>();
  let isFeeding = false;
  let isOpened = !options.isByJob;
  /** Ends what takes long when a person has something to say. */
  let interrupt = new AbortController();

  const wake = (): void => {
    bell.resolve();
    interrupt.abort();
  };
  async function rest(waitMs: number, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    await Promise.race([bell.promise, clock.sleep(waitMs, AbortSignal.any([signal, stop.signal]))]);
    stop.abort();
  }
  function hearAgain(): void {
    bell = Promise.withResolvers<void>();
    interrupt = new AbortController();
  }

  async function isHeld(): Promise<boolean> {
    if (!isOpened) isOpened = (await isMarked(store, connection, 'open')) || (await options.wasLetIn());
    return !isOpened;
  }

  async function rulePrints(): Promise<RulePrints | null> {
    const [found] = await store.documents(connection, RULES, [onlyKey]);
    // Written below and nowhere else.
    return found === undefined ? null : (JSON.parse(found.body) as RulePrints);
  }
  async function keepPrints(prints: RulePrints): Promise<void> {
    await store.saveDocuments(connection, [{ kind: RULES, key: onlyKey, group: '', rank: prints.version, body: JSON.stringify(prints) }]);
  }

  /**
   * Begins the job that a new version of the rules asks for; true when there is one now. Who cancelled the last job while it ran said no to
   * looking at everything under its rules: only what changes after them is looked at again.
   */
  async function followRules(rules: RuleSet, last: Job | null, work: BackfillWork): Promise<boolean> {
    const before = await rulePrints();
    if (before?.version === rules.version) return false;
    if (before === null && (await work.sweptVersion()) === rules.version) {
      await keepPrints(printsOf(rules, fingerprint));
      return false;
    }
    const { steps, changes, isConsentMoved } = concernOf(before, rules, fingerprint);
    if (before === null || isConsentMoved) work.onConsentMoved();
    const isDeclined = last?.state === 'cancelled' && last.openedAt !== null && last.rulesVersion === rules.version;
    if (steps.length === 0 || isDeclined) {
      await keepPrints(printsOf(rules, fingerprint));
      return false;
    }
    const job = newJob(options, { kind: 'rules', rules, changes, plan: steps });
    const begun = phaseBegun(job, { phase: 'run', plan: steps, now: clock.now() });
    if (!(await book.begin({ ...begun, openedAt: clock.now() }))) return false;
    journal.event('backfill.started', { connection, job: job.id, kind: 'rules', steps: steps.length });
    return true;
  }

  async function advance(job: Job, work: BackfillWork, signal: AbortSignal): Promise<void> {
    const rulebook = options.rulebook();
    if (job.phase === 'over' || rulebook === null) return rest(idleHeldMs, signal);
    const ports: PhasePorts = {
      ...{ connection, store, clock, journal, fingerprint, rulebook },
      ...{ gateways: work.gateways, receive: work.receive, wake: work.wake },
      signal: AbortSignal.any([signal, interrupt.signal]),
    };
    isFeeding = job.phase === 'run';
    const step = await phaseWork[job.phase](ports, job);
    if (step.kind === 'wait') {
      if (step.trouble !== job.trouble && step.trouble !== null) {
        journal.event('backfill.waiting', { connection, job: job.id, phase: job.phase });
        await book.update(job.id, (now) => ({ ...now, trouble: step.trouble }));
      }
      if (step.waitMs > 0) await rest(Math.min(step.waitMs, orderLookMs), signal);
      return;
    }
    // A person may have paused or cancelled meanwhile: the page still counts, the state stays theirs.
    const stored = await book.update(job.id, (now) => (isWhereItWas(now, job) && now.state !== 'cancelled' ? step.change(now) : null), step.rows ?? []);
    if (stored !== null) await phaseEnded(stored, rulebook.rules);
  }

  /** What follows a phase by itself: the run is counted afterwards; a rules job is over with its run. */
  async function phaseEnded(job: Job, rules: RuleSet): Promise<void> {
    if (job.phase === 'run' && job.ranAt !== null) {
      // What a job looked at under one version of the rules says nothing about the next.
      if (job.rulesVersion === rules.version) await keepPrints(printsOf(rules, fingerprint));
      const plan = checkSteps(rules.mappings);
      const live = job.kind === 'golive' ? [markRow('live', clock.now())] : [];
      const verifying = (now: Job): Job | null => {
        if (now.phase !== 'run' || now.state === 'cancelled') return null;
        if (now.kind === 'rules') return { ...now, phase: 'over', state: 'done', finishedAt: clock.now() };
        return { ...phaseBegun(now, { phase: 'verify', plan, now: clock.now() }), state: now.state, checks: {} };
      };
      await book.update(job.id, verifying, live);
      journal.event('backfill.ran', { connection, job: job.id, kind: job.kind, durationMs: clock.now() - job.phaseStartedAt });
    } else if (job.state === 'waiting' || job.state === 'done')
      journal.event('backfill.ended', { connection, job: job.id, phase: job.phase, state: job.state });
  }

  async function turn(work: BackfillWork, signal: AbortSignal): Promise<void> {
    hearAgain();
    isFeeding = false;
    const rulebook = options.rulebook();
    if (rulebook === null || !(await hold.take())) return rest(idleHeldMs, signal);
    const job = await book.current();
    if (job?.state === 'working') return advance(job, work, signal);
    const isFree = job === null || job.state === 'done' || job.state === 'cancelled';
    if (isFree && work.isReady() && !(await isHeld()) && (await followRules(rulebook.rules, job, work))) return;
    await rest(idleMs, signal);
  }

  return {
    book,
    options,
    wake,
    isFeeding: () => isFeeding,
    isHeld,
    isLive: () => isMarked(store, connection, 'live'),
    async run(work, signal) {
      while (!signal.aborted) await turn(work, signal);
      await hold.giveUp();
    },
  };
}

/** Whether nobody else has moved the walk on meanwhile: a bridge whose hold lapsed during a long page. */
function isWhereItWas(now: Job, then: Job): boolean {
  return now.phase === then.phase && now.step === then.step && now.at?.page === then.at?.page && now.at?.isWalked === then.at?.isWalked;
}

type Beginning = {
  readonly kind: Job['kind'];
  readonly rules: RuleSet;
  readonly plan: readonly Step[];
  readonly changes?: readonly string[];
  readonly settings?: Job['settings'];
  readonly by?: string | null;
};

/** A job at its beginning. */
export function newJob({ clock, random, newId }: Pick<BackfillOptions, 'clock' | 'random' | 'newId'>, beginning: Beginning): Job {
  const { kind, rules, plan, changes = [], settings = settingsSchema.parse({}), by = null } = beginning;
  const now = clock.now();
  const blank: Job = {
    ...{ id: newId(), kind, startedAt: now, finishedAt: null, startedBy: by, seed: Math.floor(random() * 2 ** 31), settings },
    ...{ phase: 'survey', state: 'working', rulesVersion: rules.version, changes: [...changes], plan: [], step: 0, at: null, totals: [], met: [] },
    ...{ phaseStartedAt: now, rate: null, measuredAt: null, trouble: null, openedAt: null, ranAt: null, approvedBy: null, surveys: {}, checks: {} },
  };
  return phaseBegun(blank, { phase: 'survey', plan, now });
}
