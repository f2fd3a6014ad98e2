/** One connection at work: reaches both platforms, loads the rules, and keeps the stream, the sweeps and the passes going. */
import type { EngagementPart } from '../engagement/index.ts';
import { fingerprinter, scopeSegments } from '../domain/index.ts';
import type { Fingerprinter } from '../domain/index.ts';
import type { Change, ConnectionId } from '../domain/model.ts';
import type { ConnectionConfig } from '../config.ts';
import { createIntake, createRunner, DEFAULT_SETTINGS, laneUnder, lookForForgotten, sweepAll, watchSegments } from '../engine/index.ts';
import type { Clock, EngineSettings, Intake, Journal, Random, Rulebook, Store } from '../engine/index.ts';
import { createHubSpotGateway } from '../hubspot/index.ts';
import type { HubSpotGateway } from '../hubspot/index.ts';
import type { AlertBook, ConnectionView, Progress } from '../operations/index.ts';
import { openSalesforce } from '../salesforce/index.ts';
import type { ChangeStream, SalesforceOrg } from '../salesforce/index.ts';
import { createHearing } from './hearing.ts';
import type { Hearing } from './hearing.ts';
import { haveOwnersMoved, wakeOwnerless, watchOwners } from './owners.ts';
import { createActivitiesPart } from './activities.ts';
import type { ActivitiesPart } from './activities.ts';
import { createBackfillPart } from './backfill.ts';
import { createBreakersPart } from './breakers.ts';
import type { BreakersPart } from './breakers.ts';
import type { BackfillPart } from './backfill.ts';
import { createConsentPart } from './consent.ts';
import { createJournalPart } from './hubspot-journal.ts';
import { createDriftPart } from './drift.ts';
import type { DriftPart } from './drift.ts';
import { createDestinationsPart } from './destinations.ts';
import type { ConsentPart } from './consent.ts';
import { createCampaignsPart } from './campaigns.ts';
import type { CampaignsPart } from './campaigns.ts';
import { createReconciliationPart } from './reconciliation.ts';
import type { ReconciliationPart } from './reconciliation.ts';
import type { PreflightPlace } from '../preflight/index.ts';
import { createRelationsPart } from './relations.ts';
import type { RelationsPart } from './relations.ts';
import { untilAnswered } from './patience.ts';
import { loadRulebook } from './rules.ts';

export type ConnectionOptions = {
  readonly config: ConnectionConfig;
  readonly engine: { readonly concurrency: number; readonly batchMax: number; readonly sweepEveryMs: number };
  readonly fingerprintKey: Uint8Array;
  readonly worker: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
};
export type Connection = {
  readonly view: ConnectionView;
  readonly intake: Intake;
  /** What the rep's panels need of it. */
  readonly engagement: EngagementPart;
  readonly consent: ConsentPart;
  readonly relations: RelationsPart;
  readonly campaigns: CampaignsPart;
  readonly backfill: BackfillPart;
  readonly preflight: PreflightPlace;
  readonly reconciliation: ReconciliationPart;
  readonly breakers: BreakersPart;
  readonly drift: DriftPart;
  readonly activities: ActivitiesPart;
  /** Where alerts are kept; null until the org was reached. */
  alertBook(): AlertBook | null;
  /** Work may have arrived by another way than the intake. */
  wake(): void;
  /** Both platforms reached, rules loaded. */
  isUp(): boolean;
  /** Works until the signal fires, then lets passes under way finish. */
  run(signal: AbortSignal): Promise<void>;
};

const rulesEveryMs = 10 * 60_000;
/** A sweep waits while more than this many changes do, so that it does not bury what people do meanwhile. */
const sweepInboxMax = 5_000;
const paceMs = 500;
/** The initial sync is remembered under this cursor once everything it saw was served. */
const initialSource = 'initial-sync';
/** The version of the rules under which everything was looked at last. */
const rulesSource = 'rules-swept';
const restartMs = 1_000;

/** How long a call may live: it leaves by `sendWithinMs`, then has its timeout, then may still land for `settleMs`. */
function callLifeMs({ salesforce, hubspot }: ConnectionConfig): number {
  const longest = Math.max(salesforce.writeTimeoutMs + salesforce.settleMs, hubspot.writeTimeoutMs + hubspot.settleMs);
  return DEFAULT_SETTINGS.sendWithinMs + longest;
}

type Parts = { readonly org: SalesforceOrg; readonly hubspot: HubSpotGateway };

export function createConnection(options: ConnectionOptions): Connection {
  const { config, clock, random, journal } = options;
  // The configuration checked the shape of the id; this is where it becomes one.
  const id = config.id as ConnectionId;
  const fingerprint: Fingerprinter = fingerprinter(options.fingerprintKey);
  const relations = createRelationsPart({
    ...{ connection: id, worker: options.worker, store: options.store, clock, random, journal, fingerprint },
    callLifeMs: callLifeMs(config),
    rulebook: () => rulebook,
  });
  const campaigns = createCampaignsPart({
    ...{ connection: id, worker: options.worker, store: relations.store, clock, random, journal, fingerprint },
    callLifeMs: callLifeMs(config),
    rulebook: () => rulebook,
  });
  const breakers = createBreakersPart({
    ...{ connection: id, config: config.storms, store: campaigns.store, clock, journal },
    isLearning: () => !isInitialDone,
    isJobRunning: () => backfill.backfill.isFeeding(),
    wake: () => wake(),
  });
  const { store } = breakers;
  const settings: Partial<EngineSettings> = { concurrency: options.engine.concurrency, batchMax: options.engine.batchMax, callLifeMs: callLifeMs(config) };
  const hubspot = createHubSpotGateway(config.hubspot, { clock, journal });
  let org: SalesforceOrg | null = null;
  let rulebook: Rulebook | null = null;
  let hearing: Hearing | null = null;
  let trouble: string | null = 'starting';
  let isInitialDone = false;
  let wake = (): void => undefined;
  let sweepAsked: 'none' | 'salesforce' | 'recent' | 'full' = 'none';
  let sweepBell = Promise.withResolvers<void>();
  let rulesBell = Promise.withResolvers<void>();
  const consent = createConsentPart({
    connection: id,
    worker: options.worker,
    store,
    hubspot: hubspot.consent,
    clock,
    random,
    journal,
    fingerprint,
    rulebook: () => rulebook,
    sweepEveryMs: options.engine.sweepEveryMs,
  });
  const backfill = createBackfillPart({
    connection: id,
    worker: options.worker,
    // Pages wait for what is being served, not for what waits for an answer.
    store: { ...store, counts: async (of) => ((counts) => ({ ...counts, inbox: breakers.moving(counts.inbox) }))(await store.counts(of)) },
    clock,
    random,
    journal,
    fingerprint,
    isByJob: config.golive === 'by-job',
    wasLetIn: async () => (await store.cursor(id, initialSource)) !== null,
    rulebook: () => rulebook,
    gateways: () => (org === null ? null : { salesforce: org.gateway, hubspot }),
  });
  const reconciliation = createReconciliationPart({
    ...{ connection: id, worker: options.worker, store, clock, journal, fingerprint, config: config.reconciliation },
    rulebook: () => rulebook,
    gateways: () => (org === null ? null : { salesforce: org.gateway, hubspot }),
  });
  const drift = createDriftPart({
    ...{ connection: id, everyMs: config.drift.everyMs, store, clock, journal: options.journal },
    rulebook: () => rulebook,
    gateways: () => (org === null ? null : { salesforce: org.gateway, hubspot }),
    onChanged: () => rulesBell.resolve(),
    wake: () => wake(),
  });
  const activities = createActivitiesPart({
    ...{ connection: id, store, clock, journal, rulebook: () => rulebook, wake: () => wake() },
    hubspot: () => (org === null ? null : hubspot),
    space: () => org?.dataStorage() ?? Promise.resolve({ ok: true, value: null }),
  });
  const heard = drift.listen(journal);
  const destinations = createDestinationsPart({ connection: id, config: config.notion, store, clock, journal, rulebook: () => rulebook });
  const ordinary = createIntake({
    connection: id,
    store,
    clock,
    journal,
    wake: () => wake(),
    laneOf: (change) => breakers.laneOf(change, rulebook === null ? change.lane : laneUnder(rulebook, change)),
  });

  /** Under the names the mappings use: a customer's own object is told of by its type id. */
  const named = (change: Change): Change => {
    if (change.ref.side !== 'hubspot' || rulebook === null) return change;
    const mapped = rulebook.rules.mappings.map(({ hubspotObject }) => hubspotObject);
    return { ...change, ref: { ...change.ref, object: hubspot.objectNamed(change.ref.object, mapped) } };
  };
  const intake: Intake = {
    async receive(told, cursor) {
      const changes = told.map(named);
      destinations.hear(changes);
      if (cursor === undefined) hubspotJournal.heard();
      // A cursor covers the lane's share too, so that comes first.
      if (cursor !== undefined) return ordinary.receive(await backfill.admit(campaigns.rest(await relations.sort(await consent.sort(changes)))), cursor);
      // Who sends again what was not acknowledged is answered once both are stored; neither waits for the other.
      const [counted] = await Promise.all([
        backfill.admit(campaigns.rest(relations.rest(consent.rest(changes)))).then((admitted) => ordinary.receive(admitted)),
        consent.sort(changes),
        relations.sort(changes),
      ]);
      return counted;
    },
  };

  const hubspotJournal = createJournalPart({
    ...{ connection: id, config: config.hubspot, store, clock, journal },
    rulebook: () => rulebook,
    receive: (changes, cursor) => intake.receive(changes, cursor),
    onGap: (reason) => {
      journal.event('hubspot.journal.gap', { connection: id, reason });
      askSweep(false);
    },
  });

  /** Where Salesforce does not tell of changes, it is asked. */
  const poll = (): void => {
    if (sweepAsked === 'none') sweepAsked = 'salesforce';
    sweepBell.resolve();
    rulesBell.resolve();
    consent.sweep();
  };
  const askSweep = (isFull: boolean): void => {
    sweepAsked = isFull || sweepAsked === 'full' ? 'full' : 'recent';
    sweepBell.resolve();
    if (isFull) consent.sweepAll();
  };
  const fail =
    (what: string) =>
    (code: string, message: string): void => {
      trouble = `${what}: ${message} (${code})`;
      journal.event('connection.failed', { connection: id, what, code });
    };
  const patiently = { clock, random };
  /** The next notice that the rules changed; one that came already counts once. */
  const rulesNotice = (): Promise<void> =>
    rulesBell.promise.then(() => {
      rulesBell = Promise.withResolvers<void>();
    });

  async function reach(signal: AbortSignal): Promise<Parts | null> {
    const { loginUrl, apiVersion, auth, namespace, share, readTimeoutMs, writeTimeoutMs, settleMs } = config.salesforce;
    const sessionOptions = { loginUrl, apiVersion, auth, namespace, share, readTimeoutMs, writeTimeoutMs, settleMs };
    const reached = await untilAnswered(() => openSalesforce(sessionOptions, { clock, journal }), {
      ...patiently,
      signal,
      onFailure: fail('Salesforce login'),
    });
    return reached === null ? null : { org: reached, hubspot };
  }

  async function loadRules(parts: Parts, signal: AbortSignal): Promise<void> {
    const gateways = { salesforce: parts.org.gateway, hubspot: parts.hubspot, source: parts.org.rules };
    const loaded = await untilAnswered(() => loadRulebook(gateways), { ...patiently, signal, onFailure: fail('rules'), sooner: rulesNotice });
    if (loaded === null) return;
    rulebook = loaded;
    trouble = null;
    journal.event('rules.loaded', { connection: id, version: loaded.rules.version, mappings: loaded.rules.mappings.length });
  }

  /** New rules count from the next pass; bad ones leave the old in force and show as trouble. */
  async function keepRules(parts: Parts, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const stop = new AbortController();
      await Promise.race([rulesBell.promise, clock.sleep(rulesEveryMs, AbortSignal.any([signal, stop.signal]))]);
      stop.abort();
      if (signal.aborted) return;
      rulesBell = Promise.withResolvers<void>();
      const known = rulebook;
      const before = known?.rules.version;
      await loadRules(parts, signal);
      if (haveOwnersMoved(known, rulebook)) {
        await wakeOwnerless({ connection: id, store, clock });
        wake();
      }
      // Other rules may mean other values for records nobody touched: a job looks at those they concern.
      if (rulebook !== null && rulebook.rules.version !== before) backfill.backfill.wake();
    }
  }

  async function pace(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && breakers.moving((await store.counts(id)).inbox) > sweepInboxMax) await clock.sleep(paceMs, signal);
  }

  async function sweepOnce(parts: Parts, extent: 'salesforce' | 'recent' | 'full', signal: AbortSignal): Promise<boolean> {
    const mappings = rulebook?.rules.mappings ?? [];
    const gateways = { salesforce: parts.org.gateway, hubspot: parts.hubspot };
    const startedAt = clock.now();
    const index = rulebook === null ? {} : { index: { fingerprint, rulebook, wake: () => wake() } };
    const ports = { connection: id, store, gateways, clock, journal, intake, pace: () => pace(signal), ...index };
    const { looked, failures } = await sweepAll(ports, mappings, {
      isInitial: extent === 'full',
      signal,
      // What people did minutes ago is not kept waiting behind what heals.
      ...(extent === 'salesforce' ? { sides: ['salesforce'], lane: 'normal' } : {}),
    });
    const people = mappings.filter(({ hubspotObject }) => hubspotObject === 'contacts').flatMap(({ salesforceObjects }) => salesforceObjects);
    const forgets = { connection: id, store, source: parts.org.forgets, clock, journal, fingerprint, intake, objects: people };
    const unasked = await lookForForgotten(forgets);
    if (unasked !== null) heard.event('forgets.failed', { connection: id, code: unasked.code });
    for (const { side, object, failure } of failures) heard.event('sweep.failed', { connection: id, side, object, code: failure.code });
    journal.event('sweep.finished', { connection: id, looked, failures: failures.length, durationMs: clock.now() - startedAt });
    return failures.length === 0 && !signal.aborted;
  }

  /** Who enters or leaves a segment the rules ask for is not told by anybody. */
  function keepSegments(parts: Parts, signal: AbortSignal): Promise<void> {
    const wanted = () =>
      (rulebook?.rules.mappings ?? []).flatMap(({ hubspotObject, hubspotScope }) => scopeSegments(hubspotScope).map((id) => ({ id, object: hubspotObject })));
    return watchSegments({ connection: id, store, source: parts.hubspot.segments, clock, journal, intake, wanted }, signal);
  }

  /** Waits until nothing is due any more. */
  async function drained(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const { inbox, due, leased, oldestDueAt } = await store.counts(id);
      // What waits for a later retry is an issue by now, not part of the first sync.
      const isDueNow = oldestDueAt !== null && oldestDueAt <= clock.now();
      if (leased === 0 && (inbox === 0 || due === 0 || !isDueNow)) return true;
      await clock.sleep(paceMs, signal);
    }
    return false;
  }

  async function initialSync(parts: Parts, signal: AbortSignal): Promise<void> {
    isInitialDone = (await store.cursor(id, initialSource)) !== null;
    while (!isInitialDone && !signal.aborted) {
      const version = rulebook?.rules.version ?? null;
      if ((await lookedAtAll(parts, signal)) && !signal.aborted) {
        if (config.golive === 'at-once') await noteRulesSwept(version);
        await store.setCursor(id, { source: initialSource, position: new TextEncoder().encode(String(clock.now())) });
        isInitialDone = true;
        journal.event('initial.synced', { connection: id });
        backfill.backfill.wake();
      } else await clock.sleep(paceMs * 10, signal);
    }
  }

  /** The first look at everything: by a sweep, or by the job people let it in with. */
  async function lookedAtAll(parts: Parts, signal: AbortSignal): Promise<boolean> {
    if (config.golive === 'by-job') return backfill.backfill.isLive();
    return (await sweepOnce(parts, 'full', signal)) && (await drained(signal));
  }

  /** The version of the rules everything was looked at under by a sweep. What changed since is a job's (backfill). */
  async function sweptVersion(): Promise<number | null> {
    const seen = await store.cursor(id, rulesSource);
    return seen === null ? null : Number(new TextDecoder().decode(seen));
  }
  const noteRulesSwept = (version = rulebook?.rules.version ?? null): Promise<void> =>
    store.setCursor(id, { source: rulesSource, position: new TextEncoder().encode(String(version)) });

  async function keepSweeping(parts: Parts, signal: AbortSignal): Promise<void> {
    await initialSync(parts, signal);
    // What happened while the bridge was down and no notice told of.
    askSweep(false);
    while (!signal.aborted) {
      const stop = new AbortController();
      await Promise.race([sweepBell.promise, clock.sleep(options.engine.sweepEveryMs, AbortSignal.any([signal, stop.signal]))]);
      stop.abort();
      if (signal.aborted) return;
      const extent = sweepAsked === 'none' ? 'recent' : sweepAsked;
      sweepAsked = 'none';
      sweepBell = Promise.withResolvers<void>();
      if ((await sweepOnce(parts, extent, signal)) && extent === 'full') await noteRulesSwept();
    }
  }

  /** Work that must go on whatever happens: a store or platform that fails for a moment costs a pause, not the bridge. */
  async function lasting(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await work();
        return;
      } catch (error) {
        journal.event(`${name}.failed`, { connection: id, reason: error instanceof Error ? error.message : 'unknown' });
        await clock.sleep(restartMs, signal);
      }
    }
  }

  function openStream(parts: Parts): ChangeStream {
    return parts.org.changes({
      connection: id,
      clock,
      random,
      journal,
      pubsub: config.salesforce.pubsub,
      position: (source) => store.cursor(id, source),
      receive: (changes, cursor) => intake.receive(changes, cursor),
      hear: consent.sort,
      onRulesChanged: () => rulesBell.resolve(),
      onGap: (reason) => {
        journal.event('stream.gap.found', { connection: id, reason });
        askSweep(false);
      },
    });
  }

  async function work(parts: Parts, signal: AbortSignal): Promise<void> {
    const gateways = { salesforce: parts.org.gateway, hubspot: parts.hubspot };
    const inForce = (): Rulebook => {
      if (rulebook === null) throw new Error('passes start only after the rules are loaded');
      return rulebook;
    };
    const runner = createRunner({
      connection: id,
      worker: options.worker,
      store,
      gateways,
      clock,
      random,
      journal: heard,
      fingerprint,
      rulebook: inForce,
      settings,
      consent: consent.gate,
      writes: breakers.keeper.gate,
      caps: activities.caps,
      isCrowded: () => backfill.backfill.isFeeding() || breakers.isCrowded(),
    });
    wake = runner.wake;
    const listening = createHearing({
      ...{ connection: id, changes: config.salesforce.changes, pollEveryMs: config.salesforce.pollEveryMs, clock, journal, poll },
      open: () => openStream(parts),
      allowance: () => parts.org.eventsLeft(),
      onHeard: () => askSweep(false),
    });
    hearing = listening;
    await Promise.all([
      runner.run(signal),
      lasting('breakers', signal, () => breakers.keeper.run(signal)),
      lasting('drift', signal, () => drift.watch.run(signal)),
      lasting('activities', signal, () => activities.caps.run(signal)),
      lasting('forms', signal, () => activities.forms.run({ salesforce: parts.org.gateway, hubspot: parts.hubspot, forms: parts.hubspot.campaigns }, signal)),
      lasting('consent', signal, () => consent.run(parts.org.consent, signal)),
      lasting('campaigns', signal, () => campaigns.run({ gateways, salesforce: parts.org.campaigns, hubspot: parts.hubspot.campaigns }, signal)),
      lasting('relations', signal, () => relations.run({ gateways, salesforce: parts.org.relations, hubspot: parts.hubspot.relations }, signal)),
      lasting('destinations', signal, () => destinations.run(parts.org.destinations, signal)),
      lasting('hearing', signal, () => listening.run(signal)),
      lasting('rules', signal, () => keepRules(parts, signal)),
      lasting('sweeping', signal, () => keepSweeping(parts, signal)),
      lasting('owners', signal, () => watchOwners({ connection: id, store, clock, reload: () => rulesBell.resolve() }, signal)),
      lasting('segments', signal, () => keepSegments(parts, signal)),
      lasting('hubspot-journal', signal, () => hubspotJournal.run(signal)),
      lasting('reconciliation', signal, () =>
        reconciliation.run(
          {
            gateways,
            receive: (changes) => ordinary.receive(changes),
            wake: () => wake(),
            isCalm: async () => isInitialDone && !backfill.backfill.isFeeding() && !(await backfill.backfill.isHeld()),
          },
          signal,
        ),
      ),
      lasting('backfill', signal, () =>
        backfill.run(
          {
            gateways,
            receive: (changes) => ordinary.receive(changes),
            wake: () => wake(),
            isReady: () => isInitialDone,
            sweptVersion,
            onConsentMoved: consent.sweepAll,
          },
          signal,
        ),
      ),
    ]);
  }

  const progress = (): Progress => {
    const state = hearing?.stream();
    const reason = hearing?.state().reason ?? null;
    return {
      initialSync: { done: isInitialDone },
      stream: {
        isConnected: state?.isConnected ?? false,
        lastHeardAt: state?.lastHeardAt ?? null,
        trouble: state?.lastEnd?.code ?? null,
        ...(reason === null ? {} : { polling: reason }),
      },
      trouble,
    };
  };

  const view: ConnectionView = {
    id,
    store,
    clock,
    fingerprint,
    progress,
    gateways: () => (org === null ? null : { salesforce: org.gateway, hubspot }),
    rulebook: () => rulebook,
    sweep(isFull) {
      if (rulebook === null) return false;
      askSweep(isFull);
      return true;
    },
  };
  const { portalId, appId } = config.hubspot;

  return {
    intake,
    alertBook: () => org?.alerts ?? null,
    wake: () => wake(),
    isUp: () => rulebook !== null && trouble === null,
    view,
    consent,
    relations,
    campaigns,
    backfill,
    preflight: { id, store, clock, rulebook: () => rulebook, gateways: view.gateways, readiness: () => org?.readiness ?? null, trouble: () => trouble },
    reconciliation,
    breakers,
    drift,
    activities,
    engagement: { view, calls: hubspot.browsing, portalId, appId },
    async run(signal) {
      const parts = await reach(signal);
      if (parts === null) return;
      org = parts.org;
      trouble = 'loading rules';
      await loadRules(parts, signal);
      if (rulebook !== null) await work(parts, signal);
    },
  };
}
