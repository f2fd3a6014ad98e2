/**
 * What a backfill costs and how it grows: records a second, calls per record, peak memory.
 *   node scripts/bench/backfill.ts [--records 10000] [--over wire|standin] [--store sqlite|memory]
 * `wire`: the whole bridge over sockets against the local org and portal, their call limits lifted; they hold records in memory, so 100,000 is
 * their end. `standin`: the bridge's engine, store and backfill in this process against two platforms made of arithmetic (standins.ts), which
 * hold a byte a record; for a million. Every other person is on both sides, the rest in Salesforce alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackfill, createBackfillDesk, settingsSchema } from '../../bridge/src/backfill/index.ts';
import type { JobView } from '../../bridge/src/backfill/index.ts';
import { fingerprinter } from '../../bridge/src/domain/index.ts';
import type { ConnectionId } from '../../bridge/src/domain/index.ts';
import { createIntake, createRulebook, createRunner } from '../../bridge/src/engine/index.ts';
import { wallClock } from '../../bridge/src/operations/index.ts';
import { createMemoryStore, openStore } from '../../bridge/src/store/index.ts';
import { control } from '../acceptance/sandbox.ts';
import { call, pause, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import { startStack } from '../local/stack.ts';
import type { Stack } from '../local/stack.ts';
import { callKinds, peakBytes, readFigures } from './metrics.ts';
import { standIns, standInRules, standInSchemas } from './standins.ts';

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}
const records = Number(option('records', '10000'));
const over = option('over', 'wire');
const storeKind = option('store', 'sqlite');
/** The sandboxes hold every record in memory. */
const wireMax = 100_000;
const hour = 3_600_000;

const row = (name: string, value: string): void => console.log(`  ${name.padEnd(46)} ${value}`);
const mebibytes = (bytes: number | null): string => (bytes === null ? 'not told by this system' : `${(bytes / 1_048_576).toFixed(0)} MiB`);

type Calls = {
  readonly salesforce: number;
  readonly hubspot: number;
  /** By side and kind of call, where they are told apart. */
  readonly kinds?: Readonly<Record<string, number>>;
};
type Spent = Pick<Calls, 'salesforce' | 'hubspot'> & { readonly seconds: number };
/** The kinds of calls that make up most of a phase. */
function toldKinds(phase: string, { kinds: before = {} }: Calls, { kinds: after = {} }: Calls): void {
  const spent = Object.entries(after).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const);
  const most = spent.filter(([, count]) => count > 0).toSorted(([, left], [, right]) => right - left);
  if (most.length > 0)
    row(
      `${phase}: most calls`,
      most
        .slice(0, 6)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', '),
    );
}
/** What was measured of one phase. */
function told(phase: string, met: number, { seconds, salesforce, hubspot }: Spent): void {
  row(`${phase}: records a second`, `${(met / seconds).toFixed(0)} (${met} in ${seconds.toFixed(1)} s)`);
  row(`${phase}: calls per record`, `${((salesforce + hubspot) / Math.max(1, met)).toFixed(4)} (Salesforce ${salesforce}, HubSpot ${hubspot})`);
}

type Ask = {
  readonly get: () => Promise<JobView>;
  readonly say: (word: string, body?: object) => Promise<void>;
  readonly calls: () => Promise<Calls>;
};

/** Dry run, run and verification, each measured. */
async function measured({ get, say, calls }: Ask): Promise<JobView> {
  const phase = async (name: string, word: string, isOver: (job: JobView) => boolean): Promise<JobView> => {
    const before = await calls();
    const startedAt = performance.now();
    await say(word);
    let last = await get();
    await until(`${name} is through`, 12 * hour, 200, async () => {
      last = await get();
      return isOver(last);
    });
    const after = await calls();
    const met = last.progress.steps.reduce((sum, step) => sum + step.met, 0);
    const seconds = (performance.now() - startedAt) / 1_000;
    told(name, met, { seconds, salesforce: after.salesforce - before.salesforce, hubspot: after.hubspot - before.hubspot });
    toldKinds(name, before, after);
    return last;
  };
  const survey = await phase('dry run', 'start', ({ state }) => state === 'waiting');
  for (const { mapping, creates, matches, updates } of survey.forecast)
    row(`dry run: ${mapping}`, `${creates.hubspot.count + creates.salesforce.count} created, ${matches.count} matched, ${updates.count} updated (forecast)`);
  const done = await phase('run and verification', 'approve', ({ state }) => state === 'done');
  row('counts match', done.isMatch === true ? 'yes' : 'NO');
  return done;
}

/** The desk of this process, over a bridge without sockets. */
async function standin(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwise-bench-backfill-'));
  const store =
    storeKind === 'memory'
      ? createMemoryStore()
      : await openStore({ file: join(folder, 'bench.db'), decisionKeys: [{ id: 'bench', key: new Uint8Array(32).fill(9) }] });
  const stop = new AbortController();
  const connection = 'bench' as ConnectionId;
  const journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
  const { gateways, calls, created } = standIns(records, wallClock.now);
  const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
  const rulebook = createRulebook(standInRules, standInSchemas);
  const shared = { connection, store, clock: wallClock, random: Math.random, journal, fingerprint, rulebook: () => rulebook };
  const backfill = createBackfill({ ...shared, worker: 'bench', newId: () => 'bench', isByJob: true, wasLetIn: () => Promise.resolve(false) });
  const runner = createRunner({ ...shared, worker: 'runner', gateways, rulebook: () => rulebook, isCrowded: backfill.isFeeding });
  const intake = createIntake({ connection, store, clock: wallClock, journal, wake: runner.wake });
  const desk = createBackfillDesk([{ id: connection, store, backfill, rulebook: () => rulebook, gateways: () => gateways }]);
  const work = {
    gateways,
    receive: intake.receive,
    wake: runner.wake,
    isReady: () => true,
    sweptVersion: () => Promise.resolve(null),
    onConsentMoved: () => undefined,
  };
  const running = Promise.all([runner.run(stop.signal), backfill.run(work, stop.signal)]);
  console.log(`\nBackfill of ${records} leads, every other one a contact already, stand-ins instead of platforms, ${storeKind}, ${cpus().length} cores`);
  try {
    await measured({
      get: async () => {
        const status = await desk.status(undefined);
        if (!status.ok || status.value.job === null) throw new Error('There is no job.');
        return status.value.job;
      },
      say: async (word) => {
        const settings = settingsSchema.parse({ canary: 0 });
        const answer = word === 'start' ? await desk.start(undefined, { settings, by: null }) : await desk.approve(undefined, { by: null, isAnyway: false });
        if (!answer.ok) throw new Error(answer.error);
      },
      calls: () => Promise.resolve({ ...calls }),
    });
    row('contacts created', String(created()));
    row('peak memory, stand-ins and store thread included', mebibytes(peakBytes(process.pid)));
  } finally {
    stop.abort();
    await running;
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wire(): Promise<void> {
  if (records > wireMax) throw new Error(`The local org and portal hold their records in memory: more than ${wireMax} need --over standin.`);
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-bench-backfill-'));
  let stack: Stack | null = null;
  try {
    const startedAt = performance.now();
    stack = await startStack({
      dataDir,
      fresh: false,
      // Contacts; about as many records again are in Salesforce.
      records: Math.round(records / 2),
      caseSeed: 7,
      ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
      databaseUrl: null,
      hubspotBurst: 1_000_000,
      golive: 'by-job',
      onLoad: () => undefined,
      onSync: () => undefined,
      onStage: () => undefined,
      onBridgeLine: () => undefined,
      onBridgeLost: (why) => console.log(`  The bridge ended: ${why}`),
    });
    const { run } = stack;
    await control(run, 'hubspot', 'POST', 'limits/lift');
    console.log(
      `\nBackfill of two messy databases, about ${records} records, over the wire, limits lifted, ${cpus().length} cores shared with the local org and portal`,
    );
    row('loaded in', `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    await measured({
      get: async () => ((await asked(run, 'GET', 'backfill')) as { readonly job: JobView }).job,
      say: async (word) => {
        await asked(run, 'POST', word === 'start' ? 'backfill' : `backfill/${word}`, word === 'start' ? { canary: 0 } : {});
        await pause(100);
      },
      calls: async () => {
        const { salesforceCalls, hubspotCalls, text } = await readFigures(run.bridge.metricsUrl);
        return { salesforce: salesforceCalls, hubspot: hubspotCalls, kinds: callKinds(text) };
      },
    });
    row('peak memory of the bridge', mebibytes(peakBytes(stack.bridgePid())));
  } finally {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function asked(run: RunFile, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const answer = await call(`${run.bridge.url}/api/v1/${path}`, { method, token: run.bridge.apiToken, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`The bridge answered ${answer.status} to ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

await (over === 'standin' ? standin() : wire());
row(
  'load of the machine at the end',
  loadavg()
    .map((load) => load.toFixed(1))
    .join(' '),
);
