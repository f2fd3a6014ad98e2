/**
 * The local stack: a Salesforce org, a HubSpot portal and the bridge, each a process of its own that meets the others only on
 * the wire. `npm start`, the acceptance run and the bench all start it here.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateCase, loadCase } from '../../sandbox/case/index.ts';
import type { CaseTruth } from '../../sandbox/case/index.ts';
import { startChild } from './child.ts';
import type { Child, ReadyLine } from './child.ts';
import { bridgeApi, isIdle } from './bridge-api.ts';
import { call, until } from './crm.ts';
import { freePort, takeFolder } from './guard.ts';
import { activateRules, liveRules } from './rules.ts';
import { loadShared, makeProduct, setUpSharing, withSharing } from './sharing.ts';
import type { Notion } from './sharing.ts';
import { shareWebhooks, subscribeWebhooks } from './webhooks.ts';
import type { RunFile } from './crm.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const apiVersion = '68.0';
/** Within seconds; on a machine with much else to do, minutes. */
const readyWithinMs = 240_000;
/** On this machine a call that has not landed soon after its client gave up never will, so a killed bridge need not wait minutes to be sure. */
const localTimes = { writeTimeoutMs: 15_000, settleMs: 10_000 };

export type Ports = { readonly salesforce: number; readonly pubsub: number; readonly hubspot: number; readonly bridge: number; readonly pages: number };
export type StackOptions = {
  readonly dataDir: string;
  readonly fresh: boolean;
  /** HubSpot contacts in the case; null loads nothing. */
  readonly records: number | null;
  readonly caseSeed: number;
  /** 0 = any free port. */
  readonly ports: Ports;
  readonly databaseUrl: string | null;
  /** Build and serve the Lightning pages too. */
  readonly pages?: boolean;
  /** HubSpot calls per ten seconds the bridge may make, where that is not HubSpot's own limit; for benches. */
  readonly hubspotBurst?: number;
  /** `by-job`: nothing crosses before a backfill is approved, so the start does not wait for a first sync. */
  readonly golive?: 'at-once' | 'by-job';
  /** Everything else both systems share, too: tickets, products, custom objects, relations, campaigns, pages in a local Notion workspace. */
  readonly sharing?: boolean;
  /** Breakers that trip earlier or later than usual. */
  readonly storms?: Readonly<Record<string, number>>;
  readonly onLoad: (done: number, total: number, what: string) => void;
  readonly onSync: (done: number, total: number, what: string) => void;
  readonly onStage: (what: string) => void;
  readonly onBridgeLine: (line: string) => void;
  /** The bridge ended by itself and is being started again. */
  readonly onBridgeLost: (why: string) => void;
};
export type Stack = { readonly run: RunFile; readonly truth: CaseTruth | null; readonly wasLoaded: boolean; bridgePid(): number; stop(): Promise<void> };

type SalesforceReady = RunFile['salesforce'] & {
  readonly oauth: { readonly jwt: { readonly clientId: string; readonly privateKeyFile: string; readonly username: string } };
};
type HubSpotReady = RunFile['hubspot'] & {
  readonly apps: {
    readonly bridge: { readonly accessToken: string; readonly appId: number | string; readonly clientId: string; readonly clientSecret: string };
  };
};

/** The environment without our own settings: each child gets its own by argument or file. */
function plainEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FIELDWISE_') && name !== 'DATABASE_URL'));
}

async function withinTime<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} was not ready within ${readyWithinMs / 1000} s.`)), readyWithinMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What an admin enters in Salesforce's Setup: where the bridge is, and this org's token for it. */
async function setNamedCredential(instanceUrl: string, url: string, token: string): Promise<void> {
  const answer = await call(`${instanceUrl}/__sandbox/named-credentials/Fieldwise_Bridge`, {
    method: 'PUT',
    body: { url, headers: { Authorization: `Bearer ${token}` } },
  });
  if (answer.status >= 300) throw new Error(`The org refused the named credential with ${answer.status}: ${JSON.stringify(answer.body)}`);
}

function secretIn(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Writes the bridge's configuration for the local pair; secrets go to files of their own beside it. */
function writeBridgeConfig(
  options: StackOptions,
  { salesforce, hubspot, notion }: { readonly salesforce: SalesforceReady; readonly hubspot: HubSpotReady; readonly notion: Notion | null },
  port: number,
): { readonly file: string; readonly apiToken: string; readonly orgToken: string } {
  const folder = join(options.dataDir, 'bridge');
  mkdirSync(folder, { recursive: true });
  const secret = (name: string, text: string): { readonly file: string } => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return { file: name };
  };
  const apiToken = secretIn(join(folder, 'api-token'));
  const orgToken = secretIn(join(folder, 'org-token'));
  const config = {
    // A receiver on this machine may stand in for a chat.
    alerts: { webhookHosts: ['hooks.slack.com', '127.0.0.1'] },
    dataDir: '.',
    http: { port, publicUrl: `http://127.0.0.1:${port}`, apiToken: { file: 'api-token' }, callsPerMinute: 60_000 },
    connections: [
      {
        id: 'local',
        ...(notion === null ? {} : { notion: { baseUrl: notion.baseUrl, token: secret('notion-token', notion.token) } }),
        ...(options.golive === undefined ? {} : { golive: options.golive }),
        ...(options.storms === undefined ? {} : { storms: options.storms }),
        apiToken: { file: 'org-token' },
        salesforce: {
          loginUrl: salesforce.instanceUrl,
          apiVersion,
          auth: {
            kind: 'jwt',
            clientId: salesforce.oauth.jwt.clientId,
            username: salesforce.oauth.jwt.username,
            privateKey: { file: salesforce.oauth.jwt.privateKeyFile },
            audience: salesforce.instanceUrl,
          },
          pubsub: { endpoint: salesforce.pubsub.endpoint, caFile: salesforce.pubsub.caFile },
          pollEveryMs: 3_000,
          ...localTimes,
        },
        hubspot: {
          baseUrl: hubspot.baseUrl,
          portalId: String(hubspot.portalId),
          appId: String(hubspot.apps.bridge.appId),
          auth: { kind: 'token', accessToken: secret('hubspot-token', hubspot.apps.bridge.accessToken) },
          ...localTimes,
          ...(options.hubspotBurst === undefined ? {} : { burstPer10s: options.hubspotBurst }),
          webhookSecrets: [secret('hubspot-client-secret', hubspot.apps.bridge.clientSecret)],
        },
      },
    ],
  };
  const file = join(folder, 'fieldwise.json');
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  return { file, apiToken, orgToken };
}

/** Starts the bridge, and starts it again whenever it ends without having been told to. */
function keepBridgeRunning(options: StackOptions, configFile: string): { pid(): number; ready(url: string): Promise<void>; stop(): Promise<void> } {
  let stopping = false;
  let child: Child;
  const env = { ...plainEnvironment(), FIELDWISE_CONFIG: configFile, ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }) };
  const launch = (): Child => {
    const started = startChild({
      name: 'bridge',
      args: [join(root, 'bridge/src/main.ts')],
      env,
      logFile: join(options.dataDir, 'logs', 'bridge.log'),
      onLine: options.onBridgeLine,
    });
    void started.ended.then(({ code, signal }) => {
      if (stopping) return;
      options.onBridgeLost(`${signal ?? `exit ${String(code)}`}${signal === null ? `: ${started.lastWords()}` : ''}`);
      setTimeout(
        () => {
          if (!stopping) child = launch();
        },
        signal === 'SIGKILL' ? 0 : 1_000,
      );
    });
    return started;
  };
  child = launch();
  return {
    pid: () => child.pid,
    ready: async (url) => {
      const ended = child.ended.then(({ code, signal }) => {
        throw new Error(
          `The bridge ended before it was ready (${signal ?? `exit ${String(code)}`}). Its last words:\n${child.lastWords()}\nIts log: ${join(options.dataDir, 'logs', 'bridge.log')}`,
        );
      });
      const answered = until('the bridge is ready', readyWithinMs, 50, async () => {
        try {
          return (await call(`${url}/ready`)).status === 200;
        } catch {
          return false;
        }
      });
      await Promise.race([answered, ended]);
    },
    stop: async () => {
      stopping = true;
      await child.stop();
    },
  };
}

/** Waits until the first sync is through: every record of both sides looked at, and nothing due. */
async function waitForFirstSync(run: RunFile, options: StackOptions): Promise<void> {
  const api = bridgeApi(run);
  let highest = 0;
  await until('the first sync is through', 30 * 60_000, 100, async () => {
    const status = await api.status();
    const { due, links } = status.counts;
    highest = Math.max(highest, due);
    if (highest > 0) options.onSync(highest - due, highest, `${links} linked`);
    return isIdle(status);
  });
}

/** Rules, webhooks and what they need on both sides, once per data folder. */
async function share(run: RunFile, options: StackOptions, notion: Notion | null): Promise<void> {
  const marker = join(options.dataDir, 'sharing.json');
  if (existsSync(marker)) return;
  options.onStage('Sharing tickets, products, subscriptions, roles and campaigns, too');
  const shared = await setUpSharing(run);
  await activateRules(run, withSharing(await liveRules(run), shared, notion), 'Everything else both systems share');
  await shareWebhooks(run.hubspot.baseUrl, `${run.bridge.url}/webhooks/hubspot`, run.hubspot.apps.marketer.accessToken);
  await waitForFirstSync(run, options);
  const product = await makeProduct(run);
  writeFileSync(marker, JSON.stringify({ ...shared, product }));
  if (options.records === null) return;
  await loadShared(run, { ...shared, product });
  // New rules concern records nobody touched: a job of the bridge's own looks at them.
  await until('what the new rules concern was looked at', 180_000, 200, async () => {
    const { body } = await call(`${run.bridge.url}/api/v1/backfill`, { token: run.bridge.apiToken });
    const { job } = body as { readonly job: { readonly kind: string; readonly phase: string } | null };
    return job?.kind === 'rules' && job.phase === 'over';
  });
  await waitForFirstSync(run, options);
}

function startPlatform(
  name: 'salesforce' | 'hubspot',
  args: readonly string[],
  options: StackOptions,
): { readonly child: Child; readonly ready: Promise<ReadyLine> } {
  const folder = join(options.dataDir, name);
  mkdirSync(folder, { recursive: true });
  const child = startChild({
    name: `the local ${name}`,
    args: [join(root, 'sandbox', name, 'main.ts'), '--data-dir', folder, ...args],
    env: plainEnvironment(),
    logFile: join(options.dataDir, 'logs', `${name}.log`),
  });
  return { child, ready: withinTime(child.ready, child.name) };
}

/** A Notion workspace, for the pages of deals that are won. */
function startNotion(options: StackOptions): { readonly child: Child; readonly ready: Promise<ReadyLine> } {
  const child = startChild({
    name: 'the local Notion workspace',
    args: [join(root, 'sandbox/notion/main.ts')],
    env: plainEnvironment(),
    logFile: join(options.dataDir, 'logs', 'notion.log'),
  });
  return { child, ready: withinTime(child.ready, child.name) };
}

/** The browser host builds its pages while the rest starts. */
function startPages(options: StackOptions, port: number): { readonly url: Promise<string>; stop(): Promise<void> } {
  const args = ['--salesforce-ready', join(options.dataDir, 'salesforce', 'salesforce.json'), '--port', String(port)];
  const child = startChild({
    name: 'the pages',
    args: [join(root, 'sandbox/pages/main.ts'), ...args],
    env: plainEnvironment(),
    logFile: join(options.dataDir, 'logs', 'pages.log'),
  });
  const url = withinTime(child.ready, child.name).then((line) => String(line['url']));
  url.catch(() => undefined); // Awaited at the end of the start; a failure before that must not end the program.
  return { url, stop: () => child.stop() };
}

/** Starts everything and resolves when both systems agree; stops what it started when it fails. Writes `run.json` last. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const giveBack = takeFolder(options.dataDir);
  if (options.fresh) {
    for (const entry of readdirSync(options.dataDir)) if (entry !== 'pid') rmSync(join(options.dataDir, entry), { recursive: true, force: true });
  }
  mkdirSync(join(options.dataDir, 'logs'), { recursive: true });
  const runFile = join(options.dataDir, 'run.json');
  rmSync(runFile, { force: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    rmSync(runFile, { force: true });
    for (const one of stops.reverse()) await one();
    giveBack();
  };
  try {
    const ports = {
      salesforce: await freePort(options.ports.salesforce, 'FIELDWISE_SALESFORCE_PORT'),
      pubsub: await freePort(options.ports.pubsub, 'FIELDWISE_PUBSUB_PORT'),
      hubspot: await freePort(options.ports.hubspot, 'FIELDWISE_HUBSPOT_PORT'),
      bridge: await freePort(options.ports.bridge, 'FIELDWISE_PORT'),
      pages: await freePort(options.ports.pages, 'FIELDWISE_PAGES_PORT'),
    };
    options.onStage('Starting the local Salesforce org and HubSpot portal');
    const customer = options.sharing === true ? ['--customer', join(root, 'sandbox/salesforce/customer')] : [];
    const salesforceChild = startPlatform(
      'salesforce',
      ['--port', String(ports.salesforce), '--pubsub-port', String(ports.pubsub), '--package', join(root, 'force-app'), ...customer],
      options,
    );
    const hubspotChild = startPlatform('hubspot', ['--port', String(ports.hubspot)], options);
    // Before either is ready: when one fails, the other must not be left behind.
    stops.push(
      () => salesforceChild.child.stop(),
      () => hubspotChild.child.stop(),
    );
    const [salesforceReady, hubspotReady] = await Promise.all([salesforceChild.ready, hubspotChild.ready]);
    // The programs' ready lines are part of their documented contract (docs/sandbox-*.md).
    const salesforce = salesforceReady as unknown as SalesforceReady;
    const hubspot = hubspotReady as unknown as HubSpotReady;

    const pages = options.pages === true ? startPages(options, ports.pages) : null;
    if (pages !== null) stops.push(() => pages.stop());

    const notion = options.sharing === true ? startNotion(options) : null;
    if (notion !== null) stops.push(() => notion.child.stop());

    const loadedMarker = join(options.dataDir, 'case.json');
    let truth: CaseTruth | null = existsSync(loadedMarker) ? (JSON.parse(readFileSync(loadedMarker, 'utf8')) as CaseTruth) : null;
    const wasLoaded = truth !== null;
    if (options.records !== null && truth === null) {
      options.onStage('Loading two messy databases');
      const data = generateCase({ seed: options.caseSeed, size: options.records });
      await loadCase({
        data,
        salesforce: { instanceUrl: salesforce.instanceUrl, apiVersion, accessToken: salesforce.personas.admin.accessToken },
        hubspot: { baseUrl: hubspot.baseUrl, accessToken: hubspot.apps.marketer.accessToken },
        progress: options.onLoad,
      });
      truth = data.truth;
      writeFileSync(loadedMarker, JSON.stringify(truth));
    }

    options.onStage('Starting the bridge');
    const bridgeUrl = `http://127.0.0.1:${ports.bridge}`;
    const workspace = notion === null ? null : ((await notion.ready) as unknown as Notion);
    const { file, apiToken, orgToken } = writeBridgeConfig(options, { salesforce, hubspot, notion: workspace }, ports.bridge);
    const bridge = keepBridgeRunning(options, file);
    stops.push(() => bridge.stop());
    await bridge.ready(bridgeUrl);
    // Only now do the properties exist that the bridge adds to the portal; the sweep covers what was edited before.
    await setNamedCredential(salesforce.instanceUrl, bridgeUrl, orgToken);
    await subscribeWebhooks(hubspot.baseUrl, `${bridgeUrl}/webhooks/hubspot`);

    const { ready, instanceUrl, orgId, pubsub, personas } = { ...salesforce, ready: true as const };
    const run: RunFile = {
      ready,
      salesforce: { instanceUrl, apiVersion, orgId, pubsub, personas },
      hubspot: {
        baseUrl: hubspot.baseUrl,
        portalId: hubspot.portalId,
        apps: { bridge: { accessToken: hubspot.apps.bridge.accessToken }, marketer: { accessToken: hubspot.apps.marketer.accessToken } },
      },
      bridge: { url: bridgeUrl, metricsUrl: `${bridgeUrl}/metrics`, apiToken, pid: bridge.pid() },
      pages: { url: pages === null ? null : await pages.url },
    };
    if (options.golive !== 'by-job') {
      options.onStage('Linking and agreeing');
      await waitForFirstSync(run, options);
    }
    if (options.sharing === true) await share(run, options, workspace);
    writeFileSync(runFile, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
    return { run, truth, wasLoaded, bridgePid: bridge.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
