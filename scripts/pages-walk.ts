/**
 * Walks a browser through every page, as an admin and as reps, on a whole local stack of its own.
 *   node scripts/pages-walk.ts                       starts a stack, walks, stops it
 *   node scripts/pages-walk.ts --run .fieldwise/run.json --only ownership    on a running one, only these files
 * Pictures land in node_modules/.cache/fieldwise-pages/<run>/. Ends with 1 when a step failed, a page logged an error, or axe found a fault.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { RunFile } from './local/crm.ts';
import { startStack } from './local/stack.ts';
import type { Steps } from './pages-walk/walk.ts';
import { WalkDriver, launchBrowser } from './pages-walk/walk.ts';

const here = dirname(fileURLToPath(import.meta.url));
const records = 120;
const caseSeed = 7;
const tools = new Set(['walk.ts', 'accessibility.ts', 'asking.ts']);

const { values } = parseArgs({ options: { run: { type: 'string' }, only: { type: 'string', multiple: true, default: [] } } });

type StepFile = { readonly name: string; readonly order: number; readonly steps: Steps };

/** Every file of steps, in the order they ask for. */
async function stepFiles(only: readonly string[]): Promise<readonly StepFile[]> {
  const folder = join(here, 'pages-walk');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !tools.has(name));
  const loaded = await Promise.all(
    names.map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { readonly order?: number; readonly steps?: Steps }; // checked right below
      const { order, steps } = module;
      return order === undefined || steps === undefined ? [] : [{ name: file.replace(/\.ts$/, ''), order, steps }];
    }),
  );
  const files = loaded.flat().sort((left, right) => left.order - right.order);
  const unknown = only.filter((name) => !files.some((file) => file.name === name));
  if (unknown.length > 0) throw new Error(`There are no steps named ${unknown.join(', ')}: ${files.map(({ name }) => name).join(', ')}.`);
  return files.filter(({ name }) => only.length === 0 || only.includes(name));
}

type Running = { readonly run: RunFile; stop(): Promise<void> };

async function stackFor(runFile: string | undefined): Promise<Running> {
  if (runFile !== undefined) return { run: JSON.parse(readFileSync(runFile, 'utf8')) as RunFile, stop: () => Promise.resolve() }; // written by our own stack
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldwise-walk-'));
  const silent = (): void => undefined;
  const ports = { salesforce: 0, pubsub: 0, hubspot: 0, bridge: 0, pages: 0 };
  const stack = await startStack({
    dataDir,
    fresh: true,
    records,
    caseSeed,
    ports,
    databaseUrl: null,
    pages: true,
    // Few people here make what counts as a storm.
    storms: { updates: 80, personMax: 10 },
    onLoad: silent,
    onSync: silent,
    onStage: silent,
    onBridgeLine: silent,
    onBridgeLost: (why) => console.error(`The bridge ended: ${why}`),
  });
  return {
    run: stack.run,
    stop: async () => {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Labels, components and icons the build misses are faults of the package. */
async function buildWarnings(run: RunFile): Promise<readonly string[]> {
  const response = await fetch(`${run.pages.url ?? ''}/local/build`);
  return ((await response.json()) as { readonly warnings: readonly string[] }).warnings; // sandbox/pages answers this
}

async function walkThrough(): Promise<boolean> {
  const files = await stepFiles(values.only);
  const browser = await launchBrowser(existsSync);
  const { run, stop } = await stackFor(values.run);
  const folder = join(here, '../node_modules/.cache/fieldwise-pages', new Date().toISOString().replace(/[:.]/g, '-'));
  const walk = new WalkDriver({ run, folder, browser });
  try {
    await walk
      .step('the pages build without a warning', async () => {
        const warnings = await buildWarnings(run);
        walk.check(warnings.length === 0, warnings.join('\n'));
      })
      .catch(() => undefined); // reported as a step of its own; the rest can still be walked
    for (const file of files) await file.steps(walk).catch(() => undefined); // a step that failed is among the results; the next file starts on its own
  } finally {
    await walk.close();
    await browser.close();
    await stop();
  }
  for (const { what, ok, elapsedMs, problems } of walk.results) {
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${(elapsedMs / 1000).toFixed(1).padStart(6)} s  ${what}`);
    for (const problem of problems) console.log(`         ${problem.split('\n').join('\n         ')}`);
  }
  const failed = walk.results.filter(({ ok }) => !ok).length;
  console.log(`\nPictures: ${folder}\n${walk.results.length - failed} passed, ${failed} failed`);
  return failed === 0;
}

try {
  process.exitCode = (await walkThrough()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
