/**
 * `npm test`: everything CI checks, quickest first, so that most mistakes show within a minute.
 *   npm test                 all stages
 *   npm test -- types unit   only the named stages
 * Each stage is a program of its own; its output is shown when it fails, and kept in node_modules/.cache/fieldwise-test/.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, createWriteStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const logs = join(root, 'node_modules', '.cache', 'fieldwise-test');
const node = process.execPath;
const jest = [node, '--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--silent=passed-only'];

/** `alongside`: may run at the same time as the stages before it that are alongside too; the others want the machine alone, because they measure or are timed. */
type Stage = { readonly name: string; readonly what: string; readonly command: readonly string[]; readonly limitMs: number; readonly alongside: boolean };
const minutes = (count: number): number => count * 60_000;

const stages: readonly Stage[] = [
  { name: 'types', what: 'TypeScript, strict', command: [node, 'node_modules/typescript/bin/tsc', '-p', '.'], limitMs: minutes(15), alongside: true },
  { name: 'architecture', what: 'import direction, cycles', command: [...jest, 'bridge/test/architecture.test.ts'], limitMs: minutes(15), alongside: true },
  { name: 'format', what: 'prettier', command: [node, 'scripts/format.ts', '--check'], limitMs: minutes(15), alongside: true },
  {
    name: 'lint',
    what: 'eslint',
    command: [node, 'node_modules/eslint/bin/eslint.js', '--max-warnings=0', 'bridge', 'sandbox', 'scripts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'salesforce',
    what: 'Apex semantics, PMD, metadata, formatting',
    command: [node, 'scripts/check-salesforce.ts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'apex',
    what: 'Apex tests in the local org, coverage ≥ 90 %',
    command: [node, 'sandbox/salesforce/apex/test-main.ts', '--package', 'force-app', '--coverage-min', '90'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'lwc',
    what: 'Lightning components, state by state',
    command: [node, 'node_modules/jest/bin/jest.js', '--config', 'jest-lwc.config.cjs', '--silent'],
    limitMs: minutes(15),
    alongside: false,
  },
  {
    name: 'unit',
    what: 'unit, contract and real-client tests',
    command: [...jest, '--testPathIgnorePatterns', 'bridge/test/(sim|live|architecture)', '--maxWorkers=2'],
    limitMs: minutes(15),
    alongside: false,
  },
  {
    name: 'simulation',
    what: '500 seeds of the production engine',
    command: [node, 'bridge/test/sim/simulate.ts', '--seeds', '500'],
    limitMs: minutes(15),
    alongside: true,
  },
  { name: 'mutants', what: 'the simulator catches every broken rule', command: [...jest, 'bridge/test/sim'], limitMs: minutes(15), alongside: true },
  {
    name: 'golive',
    what: 'a backfill over the wire: dry run, first few, pause, stop, kill -9, counts',
    command: [node, 'scripts/golive.ts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'sharing',
    what: 'tickets, products, custom objects, pipelines, roles, campaigns, Notion over the wire',
    command: [node, 'scripts/sharing.ts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'drift',
    what: 'schemas that change, imports, and breakers that ask, over the wire',
    command: [node, 'scripts/drift.ts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'reconciliation',
    what: 'counts, drift, repair and handoff ledger over the wire',
    command: [node, 'scripts/reconciliation.ts'],
    limitMs: minutes(15),
    alongside: true,
  },
  {
    name: 'live',
    what: 'npm start: the case, latency, conflicts, quiet, kill -9',
    command: [node, 'scripts/acceptance.ts'],
    limitMs: minutes(15),
    alongside: false,
  },
  {
    name: 'pages',
    what: 'a browser walks every page, with pictures and axe',
    command: [node, 'scripts/pages-walk.ts'],
    limitMs: minutes(15),
    alongside: false,
  },
];

type Result = { readonly stage: Stage; readonly ok: boolean; readonly elapsedMs: number; readonly log: string };

function run(stage: Stage): Promise<Result> {
  const log = join(logs, `${stage.name}.log`);
  const sink = createWriteStream(log);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const [program, ...args] = stage.command;
    const child = spawn(program ?? node, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, FORCE_COLOR: '0' } });
    child.stdout.pipe(sink, { end: false });
    child.stderr.pipe(sink, { end: false });
    const timer = setTimeout(() => {
      sink.write(`\nStopped: the stage took longer than ${stage.limitMs / 60_000} minutes.\n`);
      child.kill('SIGKILL');
    }, stage.limitMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      sink.end(() => resolve({ stage, ok: code === 0, elapsedMs: performance.now() - startedAt, log }));
    });
  });
}

/** Sums what each stage says of its own tests: jest's "Tests:" line, or our "N passed, N failed". */
function tally(text: string): { passed: number; failed: number } {
  const jestLine = /^Tests:\s+(?:(\d+) failed, )?(?:\d+ \w+, )*?(?:(\d+) passed, )?\d+ total$/m.exec(text);
  if (jestLine !== null) return { passed: Number(jestLine[2] ?? 0), failed: Number(jestLine[1] ?? 0) };
  const own = [...text.matchAll(/^(?:\w+: )?(\d+) passed, (\d+) failed/gm)].at(-1);
  return own === undefined ? { passed: 0, failed: 0 } : { passed: Number(own[1]), failed: Number(own[2]) };
}

function report(result: Result): void {
  const { passed, failed } = tally(readFileSync(result.log, 'utf8'));
  const tests = passed + failed > 0 ? `  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}` : '';
  console.log(
    `${result.ok ? 'ok    ' : 'FAILED'}  ${result.stage.name.padEnd(13)} ${(result.elapsedMs / 1000).toFixed(1).padStart(6)} s  ${result.stage.what}${tests}`,
  );
  if (result.ok) return;
  const lines = readFileSync(result.log, 'utf8').split('\n');
  // What failed comes first: whoever sees only the beginning should know.
  const failures = lines.flatMap((line, at) => (/^\s*(?:FAIL|●|✕)/.test(line) ? lines.slice(at, at + 4) : []));
  console.log([...failures.slice(0, 60), '…', ...lines.slice(-150)].join('\n'));
}

/** Groups neighbours that may share the machine; each group has its members run two at a time. */
async function runAll(chosen: readonly Stage[]): Promise<Result[]> {
  const results: Result[] = [];
  let index = 0;
  while (index < chosen.length) {
    const first = chosen[index];
    if (first === undefined) break;
    let end = index + 1;
    while (first.alongside && chosen[end]?.alongside === true) end += 1;
    const group = chosen.slice(index, end);
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let stage = group[next++]; stage !== undefined; stage = group[next++]) {
        const result = await run(stage);
        report(result);
        results.push(result);
      }
    };
    await Promise.all([worker(), worker()]);
    if (results.some((result) => !result.ok)) break;
    index = end;
  }
  return results;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. Stages: ${stages.map((stage) => stage.name).join(', ')}.`);
  process.exit(2);
}
mkdirSync(logs, { recursive: true });
const chosen = wanted.length === 0 ? stages : stages.filter((stage) => wanted.includes(stage.name));
const startedAt = performance.now();
const results = await runAll(chosen);
const failedStages = results.filter((result) => !result.ok).map((result) => result.stage.name);
const notRun = chosen.filter((stage) => !results.some((result) => result.stage.name === stage.name)).map((stage) => stage.name);
/** A stage without tests of its own counts as one. */
const tallies = results.map(({ log, ok }) => {
  const { passed, failed } = tally(readFileSync(log, 'utf8'));
  return ok ? { passed: Math.max(1, passed), failed: 0 } : { passed, failed: Math.max(1, failed) };
});
const sum = (of: 'passed' | 'failed'): number => tallies.reduce((total, one) => total + one[of], 0);
console.log(
  `\n${((performance.now() - startedAt) / 1000).toFixed(0)} s in all.${failedStages.length > 0 ? ` Failed: ${failedStages.join(', ')}.` : ''}${notRun.length > 0 ? ` Not run after that: ${notRun.join(', ')}.` : ''}`,
);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(failedStages.length === 0 ? 0 : 1);
