/**
 * Trains the matcher of companies on generated data and writes bridge/src/identity/data/companies.model.json.
 *   node scripts/identity/train-company.ts [--worlds 16] [--size 3000] [--dry]
 * Three sets of worlds, none shared: the first look learns pairs, the second learns them among their rivals, the third calibrates.
 * Seeds 1000 and up are for training; figures are taken on others (scripts/identity/company-figures.ts).
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompanyCensus, companyCorpus } from '../../bridge/src/identity/company/corpus.ts';
import { compareCompanies, companyFeatures } from '../../bridge/src/identity/company/compare.ts';
import { companyRivals, companySecondFeatures, companySecondRow, eachCandidate, firstCompanyPairs } from '../../bridge/src/identity/company/matcher.ts';
import type { CompanyModel, CompanyRun } from '../../bridge/src/identity/company/matcher.ts';
import { prepareCompany } from '../../bridge/src/identity/company/prepare.ts';
import type { PreparedCompany } from '../../bridge/src/identity/company/prepare.ts';
import { forest } from '../../bridge/src/identity/score/index.ts';
import { boost, isotonic, Rows, usual } from './boost.ts';
import { generate } from './generate/index.ts';
import type { GenerateOptions } from './generate/index.ts';
import { randomOf } from './generate/random.ts';

const { values } = parseArgs({
  options: { worlds: { type: 'string', default: '16' }, size: { type: 'string', default: '3000' }, dry: { type: 'boolean', default: false } },
});
const worlds = Number(values.worlds);
const said = (text: string): void => console.log(`${(performance.now() / 1000).toFixed(0)} s ${text}`);

type World = { readonly run: CompanyRun; readonly isTrue: (left: number, right: number) => boolean };

/** Houses of every size, overlap and dirt; a third are one file looked through for duplicates. */
function optionsOf(seed: number): Partial<GenerateOptions> & { readonly isOneSide: boolean } {
  const random = randomOf(seed, 'world');
  const size = Math.round(Number(values.size) * 4 ** (2 * random.next() - 1));
  return {
    seed,
    kind: 'company',
    left: size,
    right: Math.round(size * (0.4 + random.next())),
    overlap: random.pick([0.1, 0.3, 0.5, 0.6, 0.7, 0.9]),
    profile: random.pick(['easy', 'default', 'default', 'default', 'hard']),
    collide: random.pick([0.5, 1, 1, 2, 3]),
    isOneSide: random.chance(0.25),
  };
}

function worldOf(seed: number): World {
  const { isOneSide, ...options } = optionsOf(seed);
  const made = generate(options);
  const entities = new Map<string, number>();
  const listed = (rows: Iterable<{ readonly id: string; readonly values: Readonly<Record<string, string>>; readonly entity: number }>): PreparedCompany[] =>
    [...rows].map(({ id, values: row, entity }) => {
      entities.set(id, entity);
      return prepareCompany({ id, ...row });
    });
  const [left, right] = [listed(made.left()), listed(made.right())];
  const [mine, theirs] = [new CompanyCensus(), new CompanyCensus()];
  // As one file, the two sides are a house that was merged without looking.
  const all = isOneSide ? [...left, ...right] : left;
  for (const one of all) mine.add(one);
  if (!isOneSide) for (const one of right) theirs.add(one);
  const run: CompanyRun = { lefts: all, rights: isOneSide ? all : right, corpus: companyCorpus(mine, theirs), isOneSide };
  return { run, isTrue: (one, other) => entities.get(run.lefts[one]?.id ?? '') === entities.get(run.rights[other]?.id ?? '-') };
}

/** Share of the unlike candidates kept for the first look; the prior is put right afterwards. */
const unlikeShare = 0.12;

function trainFirst(seeds: readonly number[]): ReturnType<typeof boost> {
  const rows = new Rows(companyFeatures.length);
  const row = new Float64Array(companyFeatures.length);
  for (const seed of seeds) {
    const { run, isTrue } = worldOf(seed);
    const random = randomOf(seed, 'unlike');
    eachCandidate(run, (left, right) => {
      const truth = isTrue(left, right);
      if (!truth && !random.chance(unlikeShare)) return;
      const [one, other] = [run.lefts[left], run.rights[right]];
      if (one === undefined || other === undefined) return;
      compareCompanies(one, other, run.corpus, row);
      rows.push(row, truth);
    });
  }
  said(`first look: ${rows.length} pairs`);
  const file = boost(rows, companyFeatures, { ...usual, trees: 160, leavesMax: 24, rate: 0.12 });
  return { ...file, bias: Number((file.bias + Math.log(unlikeShare)).toFixed(4)) };
}

function* secondRows(first: CompanyModel, seeds: readonly number[]): Generator<{ readonly row: Float64Array; readonly truth: boolean }> {
  const row = new Float64Array(companySecondFeatures.length);
  for (const seed of seeds) {
    const { run, isTrue } = worldOf(seed);
    const pairs = firstCompanyPairs(first, run);
    const rivals = companyRivals(pairs, run);
    for (const pair of pairs) {
      companySecondRow(row, pair, { run, rivals, model: first });
      yield { row, truth: isTrue(pair.left, pair.right) };
    }
  }
}

const seedsFrom = (start: number, count: number): readonly number[] => Array.from({ length: count }, (_unused, at) => start + at);
const firstFile = trainFirst(seedsFrom(1000, worlds));
const firstForest = forest(firstFile);
const first: CompanyModel = { first: firstForest, second: firstForest, calibration: { at: [0, 1], to: [0, 1] } };

const rows = new Rows(companySecondFeatures.length);
for (const { row, truth } of secondRows(first, seedsFrom(2000, worlds))) rows.push(row, truth);
said(`second look: ${rows.length} pairs`);
const secondFile = boost(rows, companySecondFeatures, { ...usual, trees: 200, leavesMax: 20, rate: 0.1 });

const second = forest(secondFile);
const measured: { readonly score: number; readonly truth: boolean }[] = [];
for (const { row, truth } of secondRows(first, seedsFrom(3000, worlds))) measured.push({ score: second.score(row), truth });
const calibration = isotonic(measured, 150);
said(`calibration: ${measured.length} pairs, ${calibration.at.length} points`);

const version = `companies ${worlds} worlds of ${values.size}`;
if (!values.dry)
  writeFileSync(
    new URL('../../bridge/src/identity/data/companies.model.json', import.meta.url),
    `${JSON.stringify({ version, first: firstFile, second: secondFile, calibration })}\n`,
  );
said('done');
