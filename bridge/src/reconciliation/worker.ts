/**
 * Works on the connection's open run, one page at a time, and begins the scheduled ones. What is done is stored with every page, so a bridge
 * that was killed goes on where it stood; of several bridges that share a store, one works at a time.
 */
import { z } from 'zod';
import type { ConnectionId, Fingerprinter, Sided } from '../domain/index.ts';
import type { Clock, CrmGateway, Journal, Rulebook, Store } from '../engine/index.ts';
import { checkSteps, createBook, createHold } from '../backfill/index.ts';
import type { Book, PhasePorts, Step } from '../backfill/index.ts';
import { check } from './check.ts';
import { defaultDefinition, peopleMapping } from './definition.ts';
import { driftOf, sumOfAll } from './fields.ts';
import { definitionSchema, ENTRY, FAULT, runSchema } from './model.ts';
import type { Definition, ReportTally, RepairTally, Run } from './model.ts';
import { repair } from './repair.ts';

export type ReconciliationOptions = {
  readonly connection: ConnectionId;
  /** Unique per process. */
  readonly worker: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly newId: () => string;
  /** How often everything is checked by itself; null = only when a person asks. */
  readonly everyMs: number | null;
  /** Part of the bridge's own daily calls a run may use. */
  readonly share: number;
  readonly rulebook: () => Rulebook | null;
};
export type ReconciliationWork = Pick<PhasePorts, 'gateways' | 'receive' | 'wake'> & {
  /** Everything was let in and nothing crosses for the first time at the moment: else the check would only tell of what is on its way. */
  readonly isCalm: () => Promise<boolean>;
};
export type Reconciliation = {
  readonly book: Book<Run>;
  readonly options: ReconciliationOptions;
  wake(): void;
  /** When the next scheduled check begins; null when there is none. */
  nextAt(): Promise<number | null>;
  /** Whom each side counts: as a person said, else as the handoff rules say; null where no people are mapped. */
  definition(): Promise<{ readonly definition: Definition; readonly isOwn: boolean } | null>;
  define(definition: Definition | null): Promise<void>;
  /** Works until the signal fires. */
  run(work: ReconciliationWork, signal: AbortSignal): Promise<void>;
};

const DEFINITION = 'reconcile.definition';
const SCHEDULE = 'reconcile.schedule';
const onlyKey = 'one';
const scheduleSchema = z.object({ since: z.number() });
const idleMs = 15_000;
/** A person's word given to another bridge on the same store is met after this at the latest. */
const orderLookMs = 2_000;
/** Runs kept with their figures: a month of daily ones. Only the newest two keep their records. */
const runsKept = 40;
const listsKept = 2;

/** The book of one connection's runs. */
export const runBook = (store: Store, connection: ConnectionId): Book<Run> =>
  createBook(store, connection, { feature: 'reconcile', schema: runSchema, parts: [ENTRY, FAULT], kept: runsKept });

export function createReconciliation(options: ReconciliationOptions): Reconciliation {
  const { connection, store, clock, journal, fingerprint } = options;
  const book = runBook(store, connection);
  const hold = createHold(options, 'reconcile.holder');
  let bell = Promise.withResolvers<void>();
  let interrupt = new AbortController();

  async function rest(waitMs: number, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    await Promise.race([bell.promise, clock.sleep(waitMs, AbortSignal.any([signal, stop.signal]))]);
    stop.abort();
  }

  async function definition(): ReturnType<Reconciliation['definition']> {
    const rulebook = options.rulebook();
    const mapping = rulebook === null ? null : peopleMapping(rulebook.rules);
    if (rulebook === null || mapping === null) return null;
    const [found] = await store.documents(connection, DEFINITION, [onlyKey]);
    if (found !== undefined) return { definition: definitionSchema.parse(JSON.parse(found.body)), isOwn: true };
    return { definition: defaultDefinition(mapping, rulebook.schemas), isOwn: false };
  }

  /** The first check comes a whole interval after the bridge first had a schedule: a restart does not put it off. */
  async function nextAt(): Promise<number | null> {
    const { everyMs } = options;
    if (everyMs === null) return null;
    const last = (await book.list({ limit: runsKept })).items.find(({ kind }) => kind === 'check');
    if (last !== undefined) return last.startedAt + everyMs;
    const [found] = await store.documents(connection, SCHEDULE, [onlyKey]);
    if (found !== undefined) return scheduleSchema.parse(JSON.parse(found.body)).since + everyMs;
    const since = clock.now();
    await store.saveDocuments(connection, [{ kind: SCHEDULE, key: onlyKey, group: '', rank: since, body: JSON.stringify({ since }), ifVersion: 0 }]);
    return since + everyMs;
  }

  async function advance(run: Run, work: ReconciliationWork, signal: AbortSignal): Promise<void> {
    const rulebook = options.rulebook();
    if (rulebook === null) return rest(idleMs, signal);
    const ports: PhasePorts = {
      ...{ connection, store, clock, journal, fingerprint, rulebook },
      ...{ gateways: work.gateways, receive: work.receive, wake: work.wake },
      signal: AbortSignal.any([signal, interrupt.signal]),
    };
    const step = run.kind === 'check' ? await check(ports, await withPlatformCounts(ports, run)) : await repair(ports, run);
    if (step.kind === 'wait') {
      if (step.trouble !== run.trouble && step.trouble !== null) await book.update(run.id, (now) => ({ ...now, trouble: step.trouble }));
      if (step.waitMs > 0) await rest(Math.min(step.waitMs, orderLookMs), signal);
      return;
    }
    const stored = await book.update(run.id, (now) => (isWhereItWas(now, run) && now.state === 'working' ? step.change(now) : null), step.rows ?? []);
    if (stored?.state === 'done') await ended(stored);
  }

  /** Figures the platforms tell in one call each, asked once at the beginning. */
  async function withPlatformCounts(ports: PhasePorts, run: Run): Promise<Run> {
    const { report } = run;
    if (report === null || run.step > 0 || run.at !== null) return run;
    const platform = await platformCounts(ports, report);
    const stored = await book.update(run.id, (now) => (now.report === null ? now : { ...now, report: { ...now.report, platform } }));
    return stored ?? run;
  }

  async function ended(run: Run): Promise<void> {
    const values = sumOfAll(run);
    const drift = driftOf(values);
    journal.count('reconcile.compared', values.compared, { connection });
    journal.count('reconcile.disagreed', values.disagree, { connection });
    journal.event('reconcile.ended', { connection, run: run.id, kind: run.kind, durationMs: (run.finishedAt ?? run.startedAt) - run.startedAt, drift });
    if (run.kind === 'check') await forgetLists();
  }

  /** Records of all but the newest checks go; their figures stay. */
  async function forgetLists(): Promise<void> {
    const checks = (await book.list({ limit: runsKept })).items.filter(({ kind }) => kind === 'check');
    const old = new Set(checks.slice(listsKept).map(({ id }) => id));
    for (const kind of [ENTRY, FAULT])
      for (const group of Object.keys(await store.countDocuments(connection, kind)))
        if (old.has(group.split(':')[0] ?? '')) await store.pruneDocuments(connection, kind, { group, rank: Number.MAX_SAFE_INTEGER });
  }

  async function turn(work: ReconciliationWork, signal: AbortSignal): Promise<void> {
    bell = Promise.withResolvers<void>();
    interrupt = new AbortController();
    if (options.rulebook() === null || !(await hold.take())) return rest(idleMs, signal);
    const run = await book.current();
    if (run?.state === 'working') return advance(run, work, signal);
    const next = await nextAt();
    if (next !== null && next <= clock.now() && (await work.isCalm())) {
      const made = await newCheck(options, { definition: await definition(), by: null });
      if (made !== null && (await book.begin(made))) return;
    }
    await rest(idleMs, signal);
  }

  return {
    book,
    options,
    wake() {
      bell.resolve();
      interrupt.abort();
    },
    nextAt,
    definition,
    async define(given) {
      if (given === null) await store.dropDocuments(connection, DEFINITION, [onlyKey]);
      else await store.saveDocuments(connection, [{ kind: DEFINITION, key: onlyKey, group: '', rank: clock.now(), body: JSON.stringify(given) }]);
    },
    async run(work, signal) {
      while (!signal.aborted) await turn(work, signal);
      await hold.giveUp();
    },
  };
}

/** Whether nobody else has moved it on meanwhile: a bridge whose hold lapsed during a long page. */
function isWhereItWas(now: Run, then: Run): boolean {
  const isSamePage = now.step === then.step && now.at?.page === then.at?.page && now.at?.isWalked === then.at?.isWalked;
  return isSamePage && now.repair?.page === then.repair?.page && now.repair?.stage === then.repair?.stage;
}

async function platformCounts(
  { gateways, rulebook }: { readonly gateways: Sided<CrmGateway>; readonly rulebook: Rulebook },
  { definition, mapping }: ReportTally,
): Promise<ReportTally['platform']> {
  const count = async (side: 'salesforce' | 'hubspot', object: string, filter: Definition['hubspot']): Promise<number | null> => {
    const schema = rulebook.schemas.get(`${side}:${object}`);
    const ask = gateways[side].survey;
    if (schema === undefined || ask === undefined) return null;
    const answer = await ask({ object, filter, text: null, fields: [], limit: 1, schema });
    return answer.ok && answer.value.isExact ? answer.value.total : null;
  };
  const hubspotObject = rulebook.mappingNamed(mapping)?.hubspotObject;
  const parts = await Promise.all(
    Object.entries(definition.salesforce).map(([object, filter]) => {
      const asked = unconverted(rulebook, object, filter);
      return asked === 'unasked' ? null : count('salesforce', object, asked);
    }),
  );
  const salesforce = parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return { salesforce, hubspot: hubspotObject === undefined ? null : await count('hubspot', hubspotObject, definition.hubspot) };
}

/** Salesforce counts converted leads unless it is told not to. */
function unconverted(rulebook: Rulebook, object: string, filter: Definition['hubspot']): Definition['hubspot'] | 'unasked' {
  if (object !== 'Lead' || rulebook.schemas.get('salesforce:Lead')?.fields.has('IsConverted') !== true) return filter;
  const condition = { field: 'IsConverted', op: 'in' as const, values: ['false'] };
  if (filter === null) return { all: [condition] };
  // An `any` filter cannot take a condition that always holds.
  return 'all' in filter ? { all: [...filter.all, condition] } : 'unasked';
}

type Beginning = { readonly definition: Awaited<ReturnType<Reconciliation['definition']>>; readonly by: string | null };
type Made = Pick<ReconciliationOptions, 'clock' | 'newId' | 'share' | 'rulebook'>;

/** A check at its beginning; null before the rules are loaded. Pairs come first, so that records met alone are alone. */
export async function newCheck(options: Made, { definition, by }: Beginning): Promise<Run | null> {
  const rulebook = options.rulebook();
  if (rulebook === null) return null;
  const { rules } = rulebook;
  const steps = checkSteps(rules.mappings);
  const plan = [...steps.filter(({ kind }) => kind === 'links'), ...steps.filter(({ kind }) => kind !== 'links')];
  const people = peopleMapping(rules);
  const report: ReportTally | null =
    people === null || definition === null
      ? null
      : { mapping: people.key, definition: definition.definition, counts: {}, platform: { salesforce: null, hubspot: null } };
  return { ...blank(options, { kind: 'check', by, rulesVersion: rules.version, plan }), report };
}

/** A repair of what a check found. */
export function newRepair(
  options: Made,
  { of, mapping, by, rulesVersion }: Pick<RepairTally, 'of' | 'mapping'> & { readonly by: string | null; readonly rulesVersion: number },
): Run {
  const tally: RepairTally = { of, mapping, stage: 'feed', page: null, fedAt: options.clock.now(), asked: 0, agree: 0, explained: 0, pending: 0, disagree: 0 };
  return { ...blank(options, { kind: 'repair', by, rulesVersion, plan: [] }), repair: tally };
}

function blank(
  { clock, newId, share }: Made,
  { kind, by, rulesVersion, plan }: { readonly kind: Run['kind']; readonly by: string | null; readonly rulesVersion: number; readonly plan: readonly Step[] },
): Run {
  const now = clock.now();
  return {
    ...{
      id: newId(),
      kind,
      startedAt: now,
      finishedAt: null,
      startedBy: by,
      state: 'working',
      settings: { share },
      rulesVersion,
      plan: [...plan],
      step: 0,
      at: null,
    },
    ...{ totals: plan.map(() => null), met: plan.map(() => 0), rate: null, measuredAt: now, trouble: null, checks: {}, fields: {}, report: null, repair: null },
  };
}
