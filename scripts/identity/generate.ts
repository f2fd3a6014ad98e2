/**
 * Makes left.csv, right.csv and truth.csv for matching.
 *   node scripts/identity/generate.ts --seed 1 --left 12000 --right 8000 --overlap 0.6 --family mixed --without maiden,ocr
 *     --profile easy|default|hard --collide 1 --kind person|company --out DIR
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaults, generate, profiles } from './generate/index.ts';
import type { Generated, GeneratedRow, Profile } from './generate/index.ts';
import { writeCsv } from './generate/csv.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(defaults.seed) },
    left: { type: 'string', default: String(defaults.left) },
    right: { type: 'string', default: String(defaults.right) },
    overlap: { type: 'string', default: String(defaults.overlap) },
    family: { type: 'string', default: defaults.family },
    without: { type: 'string', default: '' },
    profile: { type: 'string', default: defaults.profile },
    collide: { type: 'string', default: String(defaults.collide) },
    kind: { type: 'string', default: defaults.kind },
    out: { type: 'string' },
  },
});

function isProfile(name: string): name is Profile {
  return Object.hasOwn(profiles, name);
}

function* lines(columns: Generated['columns'], rows: Iterable<GeneratedRow>): Generator<readonly string[]> {
  for (const { id, values: row } of rows) yield [id, ...columns.map((column) => row[column])];
}

if (values.out === undefined || !isProfile(values.profile)) {
  console.error('--out DIR is needed; --profile is easy, default or hard');
  process.exit(2);
}
const made = generate({
  seed: Number(values.seed),
  left: Number(values.left),
  right: Number(values.right),
  overlap: Number(values.overlap),
  family: values.family,
  without: values.without.split(',').filter((name) => name !== ''),
  profile: values.profile,
  collide: Number(values.collide),
  kind: values.kind === 'company' ? 'company' : 'person',
});
mkdirSync(values.out, { recursive: true });
const header = ['id', ...made.columns];
const left = await writeCsv(join(values.out, 'left.csv'), header, lines(made.columns, made.left()));
const right = await writeCsv(join(values.out, 'right.csv'), header, lines(made.columns, made.right()));
const pairs = await writeCsv(
  join(values.out, 'truth.csv'),
  ['left_id', 'right_id', 'tags'],
  (function* () {
    for (const { leftId, rightId, tags } of made.truth()) yield [leftId, rightId, tags.join(' ')];
  })(),
);
console.log(JSON.stringify({ left, right, pairs }));
