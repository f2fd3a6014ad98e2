/**
 * Figures of the shipped company matcher on sets it was not trained on: node scripts/identity/company-figures.ts [--data DIR]
 * Without --data: generated worlds (seeds 1 to 99), whole and family by family. With it: left.csv, right.csv, truth.csv of the directory.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { matchCompanies } from '../../bridge/src/identity/company/index.ts';
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';
import { measure, printed } from './evaluate/measures.ts';
import type { Measures, Truth } from './evaluate/measures.ts';
import { readCsv } from './generate/csv.ts';
import { generate, groups } from './generate/index.ts';
import type { GenerateOptions } from './generate/index.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    tags: { type: 'boolean', default: false },
    families: { type: 'boolean', default: false },
    wrong: { type: 'string', default: '0' },
  },
});

function judge(left: readonly IdentityRecord[], right: readonly IdentityRecord[], truth: readonly Truth[]): Measures {
  const pairs = matchCompanies(left, right);
  showWrong(left, right, pairs, truth);
  return measure({ pairs, truth, rights: right.length });
}

/** The first wrong links and lost pairs, to learn from. */
function showWrong(left: readonly IdentityRecord[], right: readonly IdentityRecord[], pairs: ReturnType<typeof matchCompanies>, truth: readonly Truth[]): void {
  const most = Number(values.wrong);
  if (most === 0) return;
  const [mine, theirs] = [new Map(left.map((one) => [one.id, one])), new Map(right.map((one) => [one.id, one]))];
  const shown = (id: string, side: ReadonlyMap<string, IdentityRecord>): string =>
    Object.values(side.get(id) ?? {})
      .filter((text) => text !== '')
      .join(' | ');
  const told = new Set(truth.map(({ leftId, rightId }) => `${leftId} ${rightId}`));
  const linked = new Map(pairs.map((pair) => [`${pair.leftId} ${pair.rightId}`, pair]));
  const wrong = pairs.filter(({ confidence, leftId, rightId }) => confidence >= 0.9 && !told.has(`${leftId} ${rightId}`));
  for (const { leftId, rightId, confidence, evidence } of wrong.slice(0, most))
    console.log(`WRONG ${confidence}\n  ${shown(leftId, mine)}\n  ${shown(rightId, theirs)}\n  ${evidence}`);
  const lost = truth.filter(({ leftId, rightId }) => (linked.get(`${leftId} ${rightId}`)?.confidence ?? 0) < 0.7);
  for (const { leftId, rightId, tags } of lost.slice(0, most))
    console.log(`LOST ${linked.get(`${leftId} ${rightId}`)?.confidence ?? '-'} ${tags.join(' ')}\n  ${shown(leftId, mine)}\n  ${shown(rightId, theirs)}`);
}

function generated(options: Partial<GenerateOptions>): Measures {
  const made = generate({ kind: 'company', left: 5000, right: 4000, ...options });
  const listed = (rows: Iterable<{ readonly id: string; readonly values: Readonly<Record<string, string>> }>): IdentityRecord[] =>
    [...rows].map(({ id, values: row }) => ({ id, ...row }));
  return judge(listed(made.left()), listed(made.right()), [...made.truth()]);
}

async function load(path: string): Promise<IdentityRecord[]> {
  const rows: IdentityRecord[] = [];
  for await (const row of readCsv(path))
    rows.push({ ...row, id: row['id'] ?? '', company: row['company'] ?? row['name'] ?? '', domain: row['domain'] ?? row['website'] ?? '' });
  return rows;
}

const short = ({ best, link, reviewShare, duplicateShare, calibrationError, cost }: Measures): string =>
  `F1 ${(100 * best.f1).toFixed(2)}  link P ${(100 * link.precision).toFixed(2)} R ${(100 * link.recall).toFixed(2)}  review ${(100 * reviewShare).toFixed(2)} %  lost ${(100 * duplicateShare).toFixed(2)} %  ECE ${calibrationError.toFixed(4)}  cost ${cost.toFixed(0)}`;

if (values.data !== undefined) {
  const truth: Truth[] = [];
  for await (const row of readCsv(join(values.data, 'truth.csv')))
    truth.push({ leftId: row['left_id'] ?? '', rightId: row['right_id'] ?? '', tags: (row['tags'] ?? '').split(' ') });
  console.log(printed(judge(await load(join(values.data, 'left.csv')), await load(join(values.data, 'right.csv')), truth), values.tags));
} else {
  for (const [seed, options] of [
    [1, {}],
    [2, {}],
    [3, {}],
    [4, { overlap: 0.15 }],
    [5, { collide: 3 }],
    [6, { profile: 'easy' }],
    [7, { profile: 'hard' }],
  ] as const) {
    const measures = generated({ seed, ...options });
    console.log(`seed ${seed} ${JSON.stringify(options)}: ${short(measures)}`);
    if (values.tags) console.log(printed(measures, true));
  }
  if (values.families) for (const family of Object.keys(groups)) console.log(`${family.padEnd(12)} ${short(generated({ seed: 50, family }))}`);
}
