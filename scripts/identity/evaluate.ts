/**
 * Judges pairs against the truth: node scripts/identity/evaluate.ts --pairs pairs.csv --data DIR [--tags] [--json]
 * DIR holds left.csv, right.csv and truth.csv. What the figures mean is said in evaluate/measures.ts.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCsv } from './generate/csv.ts';
import { measure, printed } from './evaluate/measures.ts';
import type { Judged, Measures, Truth } from './evaluate/measures.ts';

const { values } = parseArgs({
  options: { pairs: { type: 'string' }, data: { type: 'string' }, tags: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
if (values.pairs === undefined || values.data === undefined) {
  console.error('--pairs FILE and --data DIR are needed');
  process.exit(2);
}

async function count(path: string): Promise<number> {
  let rows = 0;
  for await (const _row of readCsv(path)) rows += 1;
  return rows;
}

async function judged(path: string): Promise<readonly Judged[]> {
  const pairs: Judged[] = [];
  for await (const row of readCsv(path))
    pairs.push({ leftId: row['left_id'] ?? '', rightId: row['right_id'] ?? '', confidence: Number(row['confidence'] ?? row['score'] ?? row['probability']) });
  return pairs;
}

async function truth(path: string): Promise<readonly Truth[]> {
  const pairs: Truth[] = [];
  for await (const row of readCsv(path))
    pairs.push({ leftId: row['left_id'] ?? '', rightId: row['right_id'] ?? '', tags: (row['tags'] ?? '').split(' ').filter((tag) => tag !== '') });
  return pairs;
}

const measures: Measures = measure({
  pairs: await judged(values.pairs),
  truth: await truth(join(values.data, 'truth.csv')),
  rights: await count(join(values.data, 'right.csv')),
});
console.log(values.json ? JSON.stringify(measures) : printed(measures, values.tags));
