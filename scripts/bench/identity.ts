/**
 * Speed and memory of matching, on generated people:
 *   node scripts/bench/identity.ts                     12,000 x 8,000, and look-ups against 100,000
 *   node scripts/bench/identity.ts --million           1,000,000 x 1,000,000 and look-ups against 1,000,000 too (minutes, and 2 GB of files)
 *   node scripts/bench/identity.ts --data DIR          left.csv and right.csv that are there already
 * Each measurement is a process of its own, so that memory is its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRecords } from '../../bridge/src/identity/batch/index.ts';
import { MatchIndex } from '../../bridge/src/identity/index.ts';
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';

const { values } = parseArgs({ options: { million: { type: 'boolean', default: false }, data: { type: 'string' }, lookups: { type: 'string' } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'bridge/src/cli/index.ts');
const self = fileURLToPath(import.meta.url);

/** Runs a program of ours, with its peak memory as the system counted it (`/usr/bin/time`), where there is one. */
function timed(args: readonly string[]): { readonly seconds: number; readonly peakMb: string; readonly said: string } {
  const startedAt = performance.now();
  const run = spawnSync('/usr/bin/time', ['-f', 'peak %M', process.execPath, '--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(`${args.join(' ')} failed: ${run.stderr}`);
  const peak = /peak (\d+)/.exec(run.stderr)?.[1];
  return {
    seconds: (performance.now() - startedAt) / 1000,
    peakMb: peak === undefined ? '?' : (Number(peak) / 1024).toFixed(0),
    said: run.stdout + run.stderr,
  };
}

function measureRun(folder: string, name: string): void {
  const { seconds, peakMb, said } = timed([
    program,
    'match',
    '--left',
    join(folder, 'left.csv'),
    '--right',
    join(folder, 'right.csv'),
    '--out',
    join(folder, 'pairs.csv'),
  ]);
  console.log(`${name}: ${seconds.toFixed(1)} s, ${peakMb} MB at most, ${String(availableParallelism())} processors`);
  for (const line of said.split('\n')) if (/^\s*\d+\.\d s/.test(line)) console.log(`    ${line}`);
}

function generated(left: number, right: number, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'identity-bench-'));
  try {
    timed(['scripts/identity/generate.ts', '--seed', '77', '--left', String(left), '--right', String(right), '--overlap', '0.5', '--out', folder]);
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills an index with the left side and asks it for records of the right. */
async function lookups(folder: string): Promise<void> {
  const index = new MatchIndex();
  const startedAt = performance.now();
  await readRecords(join(folder, 'left.csv'), (record) => index.add(record));
  const builtMs = performance.now() - startedAt;
  const asked: IdentityRecord[] = [];
  await readRecords(join(folder, 'right.csv'), (record) => void (asked.length < 22_000 && asked.push(record)));
  const times: number[] = [];
  let hits = 0;
  asked.forEach((record, at) => {
    const from = performance.now();
    if (index.find(record).length > 0) hits += 1;
    // The first two thousand warm the compiler up.
    if (at >= 2_000 || asked.length < 4_000) times.push(performance.now() - from);
  });
  times.sort((a, b) => a - b);
  const part = (share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(2);
  const mean = times.reduce((sum, one) => sum + one, 0) / times.length;
  console.log(
    `look-ups against ${index.size.toLocaleString('en')} records: mean ${mean.toFixed(2)} ms, median ${part(0.5)}, p95 ${part(0.95)}, p99 ${part(0.99)}, worst ${part(1)}; ${String(hits)} of ${String(asked.length)} found somebody; index built in ${(builtMs / 1000).toFixed(0)} s`,
  );
}

if (values.lookups !== undefined) await lookups(values.lookups);
else {
  const bench = (folder: string, name: string): void => {
    measureRun(folder, name);
    const { said, peakMb } = timed(['--max-old-space-size=6144', self, '--lookups', folder]);
    console.log(`${said.split('\n').find((line) => line.startsWith('look-ups')) ?? said} (${peakMb} MB)`);
  };
  if (values.data !== undefined) bench(values.data, values.data);
  else {
    generated(12_000, 8_000, (folder) => bench(folder, '12,000 x 8,000'));
    if (values.million) generated(1_000_000, 1_000_000, (folder) => bench(folder, '1,000,000 x 1,000,000'));
  }
}
