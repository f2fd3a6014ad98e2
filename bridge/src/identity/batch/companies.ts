/** Companies of two files, or of one. A set of companies is a tenth of its people, so it is matched in memory. */
import { matchCompanies, matchCompaniesWithin } from '../company/index.ts';
import { decisions as decisionsOf } from '../decisions.ts';
import type { IdentityRecord } from '../model.ts';
import { readRecords } from './csv.ts';
import type { Outcome, Run } from './run.ts';

async function read(file: string): Promise<readonly IdentityRecord[]> {
  const records: IdentityRecord[] = [];
  await readRecords(file, (record) => records.push(record));
  return records;
}

/** Like `run`, for companies: `company` is the name, `domain` the web address. */
export async function runCompanies({ left, right, thresholds, decisions, progress }: Run): Promise<Outcome> {
  const mine = await read(left);
  const theirs = right === null ? null : await read(right);
  progress(`${mine.length.toLocaleString('en')}${theirs === null ? '' : ` and ${theirs.length.toLocaleString('en')}`} companies read`);
  const context = { thresholds, decisions: decisionsOf(decisions) };
  const lines = theirs === null ? matchCompaniesWithin(mine, context) : matchCompanies(mine, theirs, context);
  return { lines, left: mine.length, right: (theirs ?? mine).length, looked: lines.length, overlap: 0 };
}
