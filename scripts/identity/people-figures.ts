/**
 * Figures of the shipped people matcher on sets it was not trained on, with the plain rule beside it, as the tables of docs/identity.md:
 *   node scripts/identity/people-figures.ts [--families]     generated sets; with --families one set for each group of families
 *   node scripts/identity/people-figures.ts --data DIR…      left.csv, right.csv, truth.csv of each directory
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRecords } from '../../bridge/src/identity/batch/index.ts';
import { matchPeople } from '../../bridge/src/identity/index.ts';
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';
import { measure } from './evaluate/measures.ts';
import type { Judged, Measures, Truth } from './evaluate/measures.ts';
import { readCsv } from './generate/csv.ts';
import { groups } from './generate/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'boolean', default: false }, families: { type: 'boolean', default: false } },
});
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

function program(file: string, args: readonly string[]): void {
  const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', here(file), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error(`${file} failed`);
}

async function listed(file: string): Promise<readonly IdentityRecord[]> {
  const records: IdentityRecord[] = [];
  await readRecords(file, (record) => records.push(record));
  return records;
}

async function judged(file: string): Promise<readonly Judged[]> {
  const pairs: Judged[] = [];
  for await (const row of readCsv(file)) pairs.push({ leftId: row['left_id'] ?? '', rightId: row['right_id'] ?? '', confidence: Number(row['confidence']) });
  return pairs;
}

const percent = (share: number): string => (100 * share).toFixed(2);
function line(name: string, method: string, { best, link, reviewShare, duplicateShare, calibrationError, cost }: Measures): void {
  console.log(
    `| ${name} | ${method} | ${percent(best.f1)} | ${percent(link.precision)} / ${percent(link.recall)} | ${percent(reviewShare)} % | ${percent(duplicateShare)} % | ${calibrationError.toFixed(4)} | ${cost.toFixed(0)} |`,
  );
}

async function figures(folder: string, name: string): Promise<void> {
  const [left, right] = [await listed(join(folder, 'left.csv')), await listed(join(folder, 'right.csv'))];
  const truth: Truth[] = [];
  for await (const row of readCsv(join(folder, 'truth.csv'))) truth.push({ leftId: row['left_id'] ?? '', rightId: row['right_id'] ?? '', tags: [] });
  line(name, 'Fieldwise', measure({ pairs: matchPeople(left, right), truth, rights: right.length }));
  const out = mkdtempSync(join(tmpdir(), 'plain-rule-'));
  program('./plain-rule.ts', ['--data', folder, '--out', join(out, 'pairs.csv')]);
  line(name, 'plain rule', measure({ pairs: await judged(join(out, 'pairs.csv')), truth, rights: right.length }));
  rmSync(out, { recursive: true });
}

async function generated(name: string, options: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'identity-figures-'));
  program('./generate.ts', ['--out', folder, ...options]);
  await figures(folder, name);
  rmSync(folder, { recursive: true });
}

console.log('| set | method | best F1 | link P / R | review | duplicates created | calibration error | cost |\n|---|---|---|---|---|---|---|---|');
if (values.data) for (const folder of positionals) await figures(folder, basename(folder));
else if (values.families)
  for (const [at, family] of Object.keys(groups).entries())
    await generated(family, ['--seed', String(60 + at), '--left', '6000', '--right', '4000', '--family', family]);
else
  for (const [name, ...options] of [
    ['usual', '--seed', '1'],
    ['usual, again', '--seed', '2'],
    ['easy', '--seed', '3', '--profile', 'easy'],
    ['hard', '--seed', '4', '--profile', 'hard'],
    ['overlap 10 %', '--seed', '5', '--overlap', '0.1'],
    ['overlap 90 %', '--seed', '6', '--overlap', '0.9'],
    ['look-alikes × 3', '--seed', '7', '--collide', '3'],
    ['40,000 × 30,000', '--seed', '8', '--left', '40000', '--right', '30000'],
  ] as const)
    await generated(name, options);
