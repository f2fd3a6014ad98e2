/**
 * `npm run bench`: what the bridge costs and carries, over the wire, on SQLite and on PostgreSQL. Everything runs on this machine, so the
 * local org and portal take their share of its cores; the bridge's own cost is its CPU time per change.
 * Three runs: each store with HubSpot's call limits lifted, which shows what the bridge can do, and SQLite within them, which shows
 * what a real portal lets it do.
 * A fourth asks how long a withdrawal of consent takes while a backfill has everything else.
 *   npm run bench -- [--run sqlite|postgres|limits|consent] [--pairs N] [--rounds N]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from './acceptance/checks.ts';
import { settled } from './acceptance/latency.ts';
import { makePairs } from './acceptance/pairs.ts';
import type { Pair } from './acceptance/pairs.ts';
import { control } from './acceptance/sandbox.ts';
import { benchConsent } from './bench/consent.ts';
import { peakBytes, readFigures } from './bench/metrics.ts';
import { landed } from './local/live-line.ts';
import { bridgeApi, isIdle } from './local/bridge-api.ts';
import { hubspotAs, pause, salesforceAs, until } from './local/crm.ts';
import { startPostgres } from '../bridge/test/contract/store/postgres.ts';
import { startStack } from './local/stack.ts';
import type { Stack } from './local/stack.ts';

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

const pairsWanted = Number(option('pairs', '2000'));
const rounds = Number(option('rounds', '10'));
const idleEdits = 40;
const salesforceBatch = 200;
const hubspotBatch = 100;

type Lags = { readonly take: () => number[]; readonly hear: (line: string) => void };

/** Lags as the bridge logs them: from the moment of the edit, as the platform names it, to the write that carried it. */
function lagBook(): Lags {
  let lags: number[] = [];
  return {
    hear: (line) => {
      const write = landed(line);
      if (write?.lagMs !== undefined && write.lagMs !== null) lags.push(write.lagMs);
    },
    take: () => {
      const taken = lags;
      lags = [];
      return taken;
    },
  };
}

const row = (name: string, value: string): void => console.log(`  ${name.padEnd(46)} ${value}`);
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const latencies = (lags: readonly number[]): string =>
  lags.length === 0
    ? 'none logged'
    : `p50 ${ms(quantile(lags, 0.5))}, p95 ${ms(quantile(lags, 0.95))}, p99 ${ms(quantile(lags, 0.99))} (${lags.length} writes)`;

async function idle(stack: Stack, pairs: readonly Pair[], lags: Lags): Promise<void> {
  const rep = salesforceAs(stack.run, 'rep1');
  const marketer = hubspotAs(stack.run, 'marketer');
  await settled(stack.run);
  lags.take();
  const before = await readFigures(stack.run.bridge.metricsUrl);
  for (let index = 0; index < idleEdits; index += 1) {
    const pair = pairs[index % pairs.length];
    if (pair === undefined) continue;
    if (index % 2 === 0) await rep.update('Lead', pair.leadId, { Phone: `+1 500 555 ${String(index).padStart(4, '0')}` });
    else await marketer.update('contacts', pair.contactId, { jobtitle: `Idle ${index}` });
    await pause(250);
  }
  await settled(stack.run);
  const after = await readFigures(stack.run.bridge.metricsUrl);
  const calls = after.salesforceCalls + after.hubspotCalls - before.salesforceCalls - before.hubspotCalls;
  row('idle, one edit every 250 ms: latency', latencies(lags.take()));
  row('idle: API calls per change', (calls / idleEdits).toFixed(2));
  row('idle: bridge CPU per change', ms((after.cpuMs - before.cpuMs) / idleEdits));
}

async function load(stack: Stack, pairs: readonly Pair[], lags: Lags, directions: readonly ('salesforce' | 'hubspot')[]): Promise<void> {
  const rep = salesforceAs(stack.run, 'rep1');
  const marketer = hubspotAs(stack.run, 'marketer');
  await settled(stack.run);
  lags.take();
  const before = await readFigures(stack.run.bridge.metricsUrl);
  const last = pairs.at(-1);
  if (last === undefined) throw new Error('no pairs to edit');
  const way = directions.join(' ');
  const phoneOf = (round: number, index: number): string => `+1 ${600 + round} ${String(index).padStart(6, '0')}${way === 'salesforce' ? '' : '0'}`;
  const titleOf = (round: number, index: number): string => `Load ${way} ${round} ${index}`;
  let changes = 0;
  const fromSalesforce = async (round: number): Promise<void> => {
    for (let at = 0; at < pairs.length; at += salesforceBatch) {
      const batch = pairs.slice(at, at + salesforceBatch);
      await rep.updateMany(
        'Lead',
        batch.map((pair, index) => ({ id: pair.leadId, Phone: phoneOf(round, at + index) })),
      );
      changes += batch.length;
    }
  };
  const fromHubSpot = async (round: number): Promise<void> => {
    for (let at = 0; at < pairs.length; at += hubspotBatch) {
      const batch = pairs.slice(at, at + hubspotBatch);
      await marketer.updateMany(
        'contacts',
        batch.map((pair, index) => ({ id: pair.contactId, properties: { jobtitle: titleOf(round, at + index) } })),
      );
      changes += batch.length;
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([directions.includes('salesforce') ? fromSalesforce(round) : undefined, directions.includes('hubspot') ? fromHubSpot(round) : undefined]);
    // A round must be carried before the next edits the same fields, or coalescing would flatter the figure.
    await until(`round ${round} is carried`, 600_000, 20, () =>
      carried(stack, last, {
        phone: directions.includes('salesforce') ? phoneOf(round, pairs.length - 1) : null,
        title: directions.includes('hubspot') ? titleOf(round, pairs.length - 1) : null,
      }),
    );
  }
  const after = await readFigures(stack.run.bridge.metricsUrl);
  const seconds = (after.at - before.at) / 1_000;
  const salesforceCalls = after.salesforceCalls - before.salesforceCalls;
  const hubspotCalls = after.hubspotCalls - before.hubspotCalls;
  const name = directions.length === 2 ? 'both ways' : directions[0] === 'salesforce' ? 'Salesforce → HubSpot' : 'HubSpot → Salesforce';
  row(`load, ${name}: sustained`, `${(changes / seconds).toFixed(0)} changes/s (${changes} in ${seconds.toFixed(1)} s, ${rounds} rounds)`);
  row(`load, ${name}: latency`, latencies(lags.take()));
  row(`load, ${name}: bridge CPU per change`, `${((after.cpuMs - before.cpuMs) / changes).toFixed(2)} ms`);
  row(
    `load, ${name}: API calls per change`,
    `${((salesforceCalls + hubspotCalls) / changes).toFixed(3)} (Salesforce ${salesforceCalls}, HubSpot ${hubspotCalls})`,
  );
}

/** A round is carried when its last records show its values on the other side and nothing is left to do: idleness alone could be the moment before the notices arrive. */
async function carried(stack: Stack, last: Pair, wanted: { readonly phone: string | null; readonly title: string | null }): Promise<boolean> {
  const hubspot =
    wanted.phone === null || (await hubspotAs(stack.run, 'marketer').get('contacts', last.contactId, ['phone'])).properties['phone'] === wanted.phone;
  const salesforce = wanted.title === null || (await salesforceAs(stack.run, 'admin').get('Lead', last.leadId, ['Title']))['Title'] === wanted.title;
  return hubspot && salesforce && isIdle(await bridgeApi(stack.run).status());
}

const runs = {
  sqlite: { title: 'SQLite (node:sqlite, WAL, synchronous=FULL)', onPostgres: false, isLifted: true },
  postgres: { title: 'PostgreSQL, fsync on', onPostgres: true, isLifted: true },
  limits: { title: "SQLite within HubSpot's limit of 190 calls per 10 s", onPostgres: false, isLifted: false },
} as const;

async function bench(name: keyof typeof runs): Promise<void> {
  const { title, onPostgres, isLifted } = runs[name];
  const dataDir = mkdtempSync(join(tmpdir(), `fieldwise-bench-${name}-`));
  const lags = lagBook();
  const postgres = onPostgres ? await startPostgres({ isDurable: true }) : null;
  let stack: Stack | null = null;
  try {
    stack = await startStack({
      dataDir,
      fresh: false,
      records: null,
      caseSeed: 7,
      ports: { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 },
      databaseUrl: (await postgres?.createDatabase()) ?? null,
      ...(isLifted ? { hubspotBurst: 1_000_000 } : {}),
      onLoad: () => undefined,
      onSync: () => undefined,
      onStage: () => undefined,
      onBridgeLine: lags.hear,
      onBridgeLost: (why) => console.log(`  The bridge ended: ${why}`),
    });
    const { run } = stack;
    // The checks' own edits and looks must not be what is measured; the bridge keeps to its budget by itself.
    await control(run, 'hubspot', 'POST', 'limits/lift');
    console.log(`\n${title}, ${pairsWanted} linked pairs, ${cpus().length} cores shared with the local org and portal`);
    const startedAt = performance.now();
    const pairs = await makePairs(run, pairsWanted, 'bench');
    row('new leads linked and created in HubSpot', `${(pairsWanted / ((performance.now() - startedAt) / 1_000)).toFixed(0)} records/s`);
    await idle(stack, pairs, lags);
    await load(stack, pairs, lags, ['salesforce']);
    await load(stack, pairs, lags, ['hubspot']);
    await load(stack, pairs, lags, ['salesforce', 'hubspot']);
    const peak = peakBytes(stack.bridgePid());
    row('peak memory of the bridge', peak === null ? 'not told by this system' : `${(peak / 1_048_576).toFixed(0)} MiB`);
  } finally {
    await stack?.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const chosen = option('run', 'all');
for (const name of ['sqlite', 'postgres', 'limits'] as const) if (chosen === 'all' || chosen === name) await bench(name);
if (chosen === 'all' || chosen === 'consent') {
  const p99 = await benchConsent(row);
  if (p99 > 1_000) process.exitCode = 1;
}
