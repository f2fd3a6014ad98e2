/** The whole bridge: store, connections, HTTP, put together once and taken apart in the right order. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createBackfillDesk } from '../backfill/index.ts';
import type { Config } from '../config.ts';
import { createConsentDesk } from '../consent/index.ts';
import { createBreakerDesk } from '../engine/index.ts';
import type { Clock, Store } from '../engine/index.ts';
import { createDriftDesk } from '../drift/index.ts';
import { createEngagement } from '../engagement/index.ts';
import { createApp, startServer } from '../http/index.ts';
import type { Check, HealthSource, RunningServer } from '../http/index.ts';
import { createWebhookIntake } from '../hubspot/index.ts';
import {
  createFigures,
  createGauges,
  createJournal,
  createOperations,
  createOperationsDesk,
  createRuleDesk,
  MINUTE_MS,
  wallClock,
} from '../operations/index.ts';
import type { BridgeJournal, Progress } from '../operations/index.ts';
import { assembleRules, createNames } from '../salesforce/index.ts';
import { createActivitiesDesk } from '../activities/index.ts';
import { createCampaignsDesk } from '../campaigns/index.ts';
import { createReconciliationDesk } from '../reconciliation/index.ts';
import { createPreflightDesk } from '../preflight/index.ts';
import { createRelationsDesk } from '../relations/index.ts';
import { openStore } from '../store/index.ts';
import { createConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { loadKeys } from './keys.ts';
import { overlook } from './overlook.ts';
import { storePlace } from './place.ts';

export type RunningBridge = {
  readonly url: string;
  readonly journal: BridgeJournal;
  /** Rejects when a part fails that the bridge cannot work without. */
  readonly failed: Promise<never>;
  /** Takes no more, finishes what is under way, and closes the store. */
  stop(): Promise<void>;
};

const depthEveryMs = 2_000;
const pruneEveryMs = 60 * 60_000;
const requestGraceMs = 5_000;

/** Repeats work until the signal fires; one failure is logged and does not end the series. */
async function every(
  waitMs: number,
  { clock, signal, journal, name }: { readonly clock: Clock; readonly signal: AbortSignal; readonly journal: BridgeJournal; readonly name: string },
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      journal.event(`${name}.failed`, { reason: error instanceof Error ? error.name : 'unknown' });
    }
    await clock.sleep(waitMs, signal);
  }
}

function healthOf(connections: readonly Connection[], store: Store, journal: BridgeJournal): HealthSource {
  const refresh = createGauges(
    journal.registry,
    connections.map((connection) => connection.view),
  );
  const storeCheck = async (): Promise<Check> => {
    const [first] = connections;
    try {
      if (first !== undefined) await store.nextDueAt(first.view.id, wallClock.now());
      return { name: 'store', isOk: true, detail: 'answers' };
    } catch {
      return { name: 'store', isOk: false, detail: 'does not answer' };
    }
  };
  /** A connection that asks every few minutes hears of everything, only later. */
  const hearingOf = ({ isConnected, trouble, polling }: Progress['stream']): Pick<Check, 'isOk' | 'detail'> =>
    polling !== undefined
      ? { isOk: true, detail: `Salesforce is asked every few minutes (${polling})` }
      : { isOk: isConnected, detail: isConnected ? 'connected' : (trouble ?? 'not connected yet') };
  const connectionChecks = ({ view, isUp }: Connection): readonly Check[] => {
    const { trouble, stream } = view.progress();
    return [
      { name: `${view.id}: platforms and rules`, isOk: isUp(), detail: trouble ?? 'reached and loaded' },
      { name: `${view.id}: change stream`, ...hearingOf(stream) },
    ];
  };
  return {
    readiness: async () => [await storeCheck(), ...connections.flatMap(connectionChecks)],
    metrics: async () => {
      await refresh();
      return { contentType: journal.registry.contentType, text: await journal.registry.metrics() };
    },
  };
}

/** Starts everything; resolves once webhooks can be taken. Platforms that are down are waited for, not fatal. */
export async function startBridge(config: Config): Promise<RunningBridge> {
  const journal = createJournal({ level: config.logLevel });
  const clock = wallClock;
  mkdirSync(config.dataDir, { recursive: true });
  const keys = loadKeys(config);
  const store = await openStore({ ...storePlace(config), decisionKeys: [keys.decisions] });
  const stopping = new AbortController();
  const { signal } = stopping;
  const worker = `bridge-${randomUUID()}`;
  const connections = config.connections.map((connection) => {
    const figures = createFigures({ clock });
    const made = createConnection({
      config: connection,
      engine: config.engine,
      fingerprintKey: keys.fingerprint(connection.id),
      worker: `${worker}:${connection.id}`,
      store: figures.watch(store),
      clock,
      random: Math.random,
      journal: figures.listen(journal),
    });
    return { ...made, figures };
  });
  const places = connections.map((connection) => overlook(connection, { config, clock, journal }));
  let waiting = 0;
  const series = { clock, signal, journal };
  const background = [
    every(depthEveryMs, { ...series, name: 'depth' }, async () => {
      const counts = await Promise.all(connections.map(({ view }) => store.counts(view.id)));
      waiting = counts.reduce((sum, { inbox }) => sum + inbox, 0);
    }),
    ...places.map(({ alerts }) => every(MINUTE_MS, { ...series, name: 'alerts' }, () => alerts.tick())),
    every(pruneEveryMs, { ...series, name: 'prune' }, async () => journal.count('store.pruned', await store.prune(clock.now()))),
  ];
  const webhooks = createWebhookIntake({
    publicUrl: config.http.publicUrl,
    clock,
    journal,
    isOverloaded: () => waiting > config.engine.inboxMax,
    portals: connections.map(({ intake, consent: part }, index) => {
      const hubspot = config.connections[index]?.hubspot;
      return { portalId: hubspot?.portalId ?? '', secrets: hubspot?.webhookSecrets ?? [], receive: (changes) => intake.receive(changes), hear: part.sort };
    }),
  });
  const views = connections.map(({ view }) => view);
  const operations = createOperations(views);
  const facts = config.connections.map(({ id, salesforce, hubspot }) => ({
    id,
    loginUrl: salesforce.loginUrl,
    share: salesforce.share,
    portalId: hubspot.portalId,
  }));
  // The pages send rules with plain field names, whatever the namespace.
  const ruleDesk = createRuleDesk({ views, facts, parseRules: (raw) => assembleRules(raw, createNames(null)), newId: randomUUID });
  const tokens = [
    { token: config.http.apiToken, connection: null },
    ...config.connections.flatMap(({ id, apiToken }) => (apiToken === undefined ? [] : [{ token: apiToken, connection: id }])),
  ];
  const engagement = createEngagement(connections.map(({ engagement: part }) => part));
  const consent = createConsentDesk(
    connections.map(({ view, consent: part }) => ({
      id: view.id,
      store,
      clock,
      print: part.print,
      rules: () => view.rulebook()?.rules.consent ?? null,
      hubspot: part.hubspot,
    })),
  );
  const backfill = createBackfillDesk(connections.map(({ backfill: part }) => part.place));
  const preflight = createPreflightDesk(
    connections.map(({ preflight: place }) => place),
    backfill,
  );
  const reconciliation = createReconciliationDesk(connections.map(({ reconciliation: part }) => part.place));
  const relations = createRelationsDesk(connections.map(({ relations: part }) => part.place));
  const drift = createDriftDesk(connections.map(({ drift: part }) => part.place));
  const breakers = createBreakerDesk(connections.map(({ breakers: part }) => part.place));
  const campaigns = createCampaignsDesk(connections.map(({ campaigns: part }) => part.place));
  const activities = createActivitiesDesk(connections.map(({ activities: part }) => part.place));
  const api = {
    operations,
    relations,
    campaigns,
    activities,
    backfill,
    preflight,
    reconciliation,
    breakers,
    drift,
    consent,
    engagement,
    ruleDesk,
    desk: createOperationsDesk(places),
    tokens,
    clock,
    callsPerMinute: config.http.callsPerMinute,
  };
  const app = createApp({ webhooks, health: healthOf(connections, store, journal), api, journal });
  let server: RunningServer;
  try {
    server = await startServer(app, config.http);
  } catch (error) {
    stopping.abort();
    await Promise.all(background);
    await store.close();
    throw error;
  }
  const running = connections.map((connection) => connection.run(signal));
  const failed = Promise.all(running).then(() => new Promise<never>(() => undefined));
  journal.event('bridge.started', { connections: connections.length, store: config.databaseUrl === null ? 'sqlite' : 'postgres' });
  return {
    url: server.url,
    journal,
    failed,
    async stop() {
      journal.event('bridge.stopping', {});
      await server.close(requestGraceMs);
      stopping.abort();
      await Promise.allSettled([...running, ...background]);
      await store.close();
      journal.event('bridge.stopped', {});
    },
  };
}
