/**
 * `npm start`: Fieldwise, whole. Without credentials it brings up a local Salesforce org and a local HubSpot portal with two messy
 * databases, links them, and stays live; with FIELDWISE_CONFIG set it runs the bridge on the real systems that file names.
 */
import { Command, InvalidArgumentError } from 'commander';
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineOf } from './local/live-line.ts';
import { progressBar } from './local/progress.ts';
import type { Progress } from './local/progress.ts';
import { startStack } from './local/stack.ts';
import type { Ports } from './local/stack.ts';
import { summarise } from './local/summary.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const caseRecords = 450;
const caseSeed = 7;
const recordsMax = 1_000_000;

type Options = { readonly fresh: boolean; readonly dataDir: string; readonly records: number; readonly seed: boolean };

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 10 || number > recordsMax) throw new InvalidArgumentError(`give a whole number from 10 to ${recordsMax}.`);
  return number;
}

function portFrom(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`${name} is "${text}", which is not a port. Give a number from 0 (any free port) to 65535.`);
    process.exit(2);
  }
  return port;
}

function options(): Options {
  return new Command('npm start --')
    .description('Runs Fieldwise with a local Salesforce org and HubSpot portal, or, with FIELDWISE_CONFIG set, the bridge on real ones.')
    .option('--fresh', 'throw the data directory away first', false)
    .option('--data-dir <folder>', 'where everything is kept', resolve(root, '.fieldwise'))
    .option('--records <count>', 'size of the case, in HubSpot contacts', wholeNumber, caseRecords)
    .option('--no-seed', 'start with two empty systems')
    .addHelpText(
      'after',
      '\nPorts: FIELDWISE_SALESFORCE_PORT (8610), FIELDWISE_PUBSUB_PORT (8611), FIELDWISE_HUBSPOT_PORT (8620), FIELDWISE_PORT (8585), FIELDWISE_PAGES_PORT (8630); 0 takes any free one.\nDATABASE_URL puts the state of the bridge into PostgreSQL.',
    )
    .parse()
    .opts<Options>();
}

/** With real credentials configured, the real thing: the bridge alone, in the foreground. */
function runBridgeAlone(): void {
  const bridge = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'bridge/src/main.ts')], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => bridge.kill(signal));
  bridge.on('close', (code) => process.exit(code ?? 1));
}

async function runLocally(chosen: Options): Promise<void> {
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(1);
  const ports: Ports = {
    salesforce: portFrom('FIELDWISE_SALESFORCE_PORT', 8610),
    pubsub: portFrom('FIELDWISE_PUBSUB_PORT', 8611),
    hubspot: portFrom('FIELDWISE_HUBSPOT_PORT', 8620),
    bridge: portFrom('FIELDWISE_PORT', 8585),
    pages: portFrom('FIELDWISE_PAGES_PORT', 8630),
  };
  let isLive = false;
  let bar: Progress | null = null;
  const show = (title: string) => (done: number, total: number, what: string) => (bar ??= progressBar(title)).update(done, total, what);
  const closeBar = (): void => {
    bar?.end();
    bar = null;
  };
  const stack = await startStack({
    dataDir: resolve(chosen.dataDir),
    fresh: chosen.fresh,
    records: chosen.seed ? chosen.records : null,
    caseSeed,
    ports,
    databaseUrl: process.env['DATABASE_URL'] ?? null,
    pages: true,
    sharing: true,
    onStage: (what) => {
      closeBar();
      console.log(`[${seconds().padStart(5)} s] ${what}`);
    },
    onLoad: show('  loading'),
    onSync: show('  syncing'),
    onBridgeLine: (line) => {
      const text = isLive ? lineOf(line) : null;
      if (text !== null) console.log(text);
    },
    onBridgeLost: (why) => console.log(`The bridge ended (${why}); starting it again. Nothing is lost: what it had not finished is in its store.`),
  });
  closeBar();
  const stop = (): void => {
    console.log('\nStopping…');
    void stack.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  // What was started must not outlive a start that failed.
  const { text } = await summarise(stack.run, stack.wasLoaded ? null : stack.truth).catch(async (error: unknown) => {
    await stack.stop();
    throw error;
  });
  console.log(`\n${text}\n`);
  console.log(
    `Ready after ${seconds()} s. Salesforce ${stack.run.salesforce.instanceUrl} · HubSpot ${stack.run.hubspot.baseUrl} · bridge ${stack.run.bridge.url}`,
  );
  console.log(`Open ${stack.run.pages.url ?? ''} to work in it: the Fieldwise setup for admins, records for reps. Change who you are at the top right.`);
  console.log(`Everything an outside program needs is in ${join(resolve(chosen.dataDir), 'run.json')}. Edits are carried as they happen; Ctrl-C stops.\n`);
  isLive = true;
}

const chosen = options();
if (process.env['FIELDWISE_CONFIG'] !== undefined) runBridgeAlone();
else
  await runLocally(chosen).catch((error: unknown) => {
    console.error(`\nCould not start. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  });
