/** Wires a local Salesforce org: records and Apex behind, HTTP and gRPC in front, one data directory for everything. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createClock, createControlPlane, createFaultPlan, createRandom, createRequestLog } from '../control/index.ts';
import {
  BulkJobs,
  Cursors,
  EventUsage,
  NamedCredentials,
  RequestUsage,
  TokenStore,
  callOut,
  createApiServer,
  ensureApps,
  registerControls,
} from './api/index.ts';
import type { ClientApp, RegisteredApps } from './api/index.ts';
import { compileApex } from './apex/index.ts';
import type { ApexProgram, CalloutRequest, ObjectSchema, Org, Row } from './contract.ts';
import { createOrg } from './org/index.ts';
import type { Features, LocalOrg as SalesforceOrg } from './org/index.ts';
import { defaultSettings, ensureCertificates, schemaArchive, startPubSub } from './pubsub/index.ts';
import type { PubSubSettings } from './pubsub/index.ts';

export type LocalOrgOptions = Features & {
  readonly dataDir: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly pubsubPort: number;
  /** An sfdx source directory with metadata and Apex; null = an org without any package. */
  readonly packageDir: string | null;
  /** False: the package's metadata without its Apex, for tests of the wire alone, which need its fields and events and start in a tenth of the time. */
  readonly apex?: boolean;
  /** Sfdx source directories with what the customer has deployed beside the package: objects, fields, record types, value sets, Apex. */
  readonly customerDirs?: readonly string[];
  /** Where compiled Apex is kept for the next start; by default in the data directory. */
  readonly programsDir?: string;
};

type PersonaName = 'admin' | 'rep1' | 'rep2' | 'integration';

/** What an outside program needs to join in; also the content of `salesforce.json`. */
export type ReadyFile = {
  readonly ready: true;
  readonly instanceUrl: string;
  readonly apiVersion: '68.0';
  readonly orgId: string;
  readonly pubsub: { readonly endpoint: string; readonly caFile: string };
  readonly personas: Readonly<Record<PersonaName, { readonly userId: string; readonly username: string; readonly accessToken: string }>>;
  readonly oauth: {
    readonly tokenUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly jwt: { readonly clientId: string; readonly privateKeyFile: string; readonly username: string };
  };
};

export type LocalOrg = { readonly ready: ReadyFile; readonly org: Org; readonly close: () => Promise<void> };

const INSTALL_HANDLER = 'SyncInstallHandler';
const FAULT_SEED = 1;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the server has no port'));
    });
  });
}

/** Users are found by name in the org's own rows, so a user made through the API may log in as well. */
function userByName(org: Org, adminId: string, username: string): Row | undefined {
  const quoted = username.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const soql = `SELECT Id FROM User WHERE Username = '${quoted}'`;
  const found = org.transaction(
    { userId: adminId, quiddity: 'REST' },
    (transaction) => transaction.query(soql, {}, { access: 'system', sharing: false, includeDeleted: false }).records[0],
  );
  const id = found?.values['Id'];
  return typeof id === 'string' ? org.user(id) : undefined;
}

/** Runs the package's install handler, as installing it would. */
function install(org: Org, apex: ApexProgram | null, adminId: string): void {
  if (apex === null) return;
  org.transaction({ userId: adminId, quiddity: 'SYNCHRONOUS' }, (transaction) => {
    const { totalSize } = transaction.query(
      `SELECT Id FROM ApexClass WHERE Name = '${INSTALL_HANDLER}'`,
      {},
      { access: 'system', sharing: false, includeDeleted: false },
    );
    if (totalSize > 0) apex.runInstallHandler(transaction, INSTALL_HANDLER);
  });
}

/** Compiles the Apex of package and customer and gives it to the org; an org without a package has none. */
function compile(org: SalesforceOrg, packageDirs: readonly string[], programsDir: string): ApexProgram | null {
  if (packageDirs.length === 0) return null;
  const program = compileApex({ packageDirs, org, keepIn: programsDir });
  org.attach(program);
  return program;
}

/** The stream's settings; its epoch outlives a restart, or replay ids of before a reset would be good again. */
function streamSettings(file: string): { readonly settings: PubSubSettings; readonly nextEpoch: () => void } {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly epoch: number }) : {}; // written below
  const settings = { ...defaultSettings(), ...kept };
  const nextEpoch = (): void => {
    settings.epoch += 1;
    writeFileSync(file, JSON.stringify({ epoch: settings.epoch }));
  };
  return { settings, nextEpoch };
}

/** The org as clients of the API see it: an edition without platform events knows no such objects. */
function withoutEvents(org: Org, hasEvents: () => boolean): Org {
  const isThere = (object: ObjectSchema): boolean => object.kind !== 'event' || hasEvents();
  return {
    ...org,
    objects: () => org.objects().filter(isThere),
    object: (name) => {
      const found = org.object(name);
      return found !== undefined && isThere(found) ? found : undefined;
    },
  };
}

type ReadyParts = {
  readonly org: SalesforceOrg;
  readonly tokens: TokenStore;
  readonly apps: RegisteredApps;
  readonly instanceUrl: string;
  readonly pubsub: ReadyFile['pubsub'];
};

function readyFile({ org, tokens, apps, instanceUrl, pubsub }: ReadyParts): ReadyFile {
  const { personas } = org;
  const persona = (name: PersonaName): ReadyFile['personas'][PersonaName] => {
    const { userId, username } = personas[name];
    return { userId, username, accessToken: tokens.longLived(userId, 'persona').token };
  };
  return {
    ready: true,
    instanceUrl,
    apiVersion: '68.0',
    orgId: org.orgId,
    pubsub,
    personas: { admin: persona('admin'), rep1: persona('rep1'), rep2: persona('rep2'), integration: persona('integration') },
    oauth: {
      tokenUrl: `${instanceUrl}/services/oauth2/token`,
      clientId: apps.credentials.clientId,
      clientSecret: apps.credentials.clientSecret,
      jwt: { clientId: apps.jwt.clientId, privateKeyFile: apps.privateKeyFile, username: personas.integration.username },
    },
  };
}

/** Brings the whole org up. A second start on the same directory goes on where the first ended. */
export async function startLocalOrg(options: LocalOrgOptions): Promise<LocalOrg> {
  const { dataDir, packageDir, apex: hasApex = true } = options;
  mkdirSync(dataDir, { recursive: true });
  const file = (name: string): string => join(dataDir, name);
  const clock = createClock();
  const faults = createFaultPlan(createRandom(FAULT_SEED), clock.now);
  const log = createRequestLog();
  const { personAccounts = false, multiCurrency = false, contactsToMultipleAccounts = false, customerDirs = [] } = options;
  const sources = packageDir === null ? customerDirs : [packageDir, ...customerDirs];
  const org = createOrg({ packageDirs: sources, dataDir: file('org'), clock, personAccounts, multiCurrency, contactsToMultipleAccounts });
  const { admin, integration } = org.personas;
  const apex = hasApex ? compile(org, sources, options.programsDir ?? file('programs')) : null;
  if (apex !== null && !existsSync(file('installed.json'))) {
    install(org, apex, admin.userId);
    writeFileSync(file('installed.json'), JSON.stringify({ handler: INSTALL_HANDLER }));
  }

  const tokens = new TokenStore({ orgId: org.orgId, file: file('tokens.json'), now: clock.now });
  const registered = ensureApps(dataDir, { runAsUserId: integration.userId, approvedUserIds: [integration.userId, admin.userId] });
  const apps: { list: readonly ClientApp[] } = { list: [registered.jwt, registered.credentials] };
  let base = '';
  const instanceUrl = (): string => base;
  const cursors = new Cursors();
  const bulk = new BulkJobs();
  const requests = new RequestUsage();
  const events = new EventUsage();
  const published = (): { used: number; max: number } => ({ used: org.limits().publishedLastHour, max: org.limits().hourlyPublished });

  const storage = (): { usedMb: number; maxMb: number } => ({ usedMb: org.limits().usedStorageMb, maxMb: org.limits().dataStorageMb });
  const hasEvents = (): boolean => org.limits().platformEvents;
  const { settings, nextEpoch } = streamSettings(file('stream.json'));
  const certificates = await ensureCertificates(dataDir, Date.now());
  const pubsub = await startPubSub(
    {
      org,
      faults,
      hasEvents,
      usage: events,
      settings,
      instanceUrl,
      tls: certificates,
      archive: schemaArchive(file('event-schemas.json')),
      schemaVersion: org.schemaVersion,
      authenticate: (token) => tokens.use(token)?.userId,
      onRpc: (rpc, userId, code) =>
        log.record({ at: clock.now(), method: 'GRPC', path: `/eventbus.v1.PubSub/${rpc}`, route: rpc, status: code, durationMs: 0, actor: userId }),
    },
    options.pubsubPort,
  );

  const credentials = new NamedCredentials(file('named-credentials.json'));
  const calling = (userId: string, request: CalloutRequest) => callOut(org, credentials, userId, request);
  const control = createControlPlane({
    clock,
    faults,
    log,
    reset: () => {
      nextEpoch();
      pubsub.killStreams();
      org.reset();
      pubsub.clear();
      for (const part of [cursors, events, requests, bulk]) part.reset();
      forgetRules();
      install(org, apex, admin.userId);
    },
  });
  const personIds = new Map(Object.entries(org.personas).map(([name, { userId }]) => [name, userId]));
  const forgetRules = registerControls(control, {
    org,
    apex,
    requests,
    events,
    published,
    tokens,
    apps,
    credentials,
    callOut: calling,
    now: clock.now,
    configure: org.configure,
    changePicklist: org.changePicklist,
    changeField: org.changeField,
    problems: org.problems,
    outbox: org.outbox,
    bulk,
    storage,
    hasEvents,
    setLimits: (limits) => org.configure({ limits }),
    userIdOf: (as) => personIds.get(as) ?? (org.user(as) === undefined ? undefined : as),
    stream: { settings, nextEpoch, streams: pubsub.streams, killStreams: () => pubsub.killStreams() },
  });

  const noteWrites = (operation: string, object: string, rows: number): void => log.count(`write.${operation}.${object}`, rows);
  const services = {
    org: withoutEvents(org, hasEvents),
    apex,
    cursors,
    bulk,
    requests,
    events,
    published,
    storage,
    hasEvents,
    instanceUrl,
    noteWrites,
    callOut: calling,
  };
  const oauth = { org, tokens, instanceUrl, clients: () => apps.list, userByName: (username: string) => userByName(org, admin.userId, username) };
  const server = createApiServer({ services, oauth, tokens, control, faults, log });
  base = `http://127.0.0.1:${await listen(server, options.port)}`;

  const ready = readyFile({ org, tokens, apps: registered, instanceUrl: base, pubsub: { endpoint: `127.0.0.1:${pubsub.port}`, caFile: certificates.caFile } });
  writeFileSync(file('salesforce.json'), `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
  const close = async (): Promise<void> => {
    await pubsub.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    org.close();
  };
  return { ready, org, close };
}
