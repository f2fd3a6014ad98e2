/** `fieldwise match`: whole files of records in, scored pairs out. Needs no bridge and no configuration. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { createReadStream, existsSync, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { cell, CsvProblem, run, runCompanies } from '../identity/batch/index.ts';
import type { Outcome } from '../identity/batch/index.ts';
import { defaultThresholds } from '../identity/index.ts';
import { CliError } from './errors.ts';
import type { Terminal } from './program.ts';

type Options = {
  readonly left?: string;
  readonly right?: string;
  readonly within?: string;
  readonly out: string;
  readonly kind: string;
  readonly decisions?: string;
  readonly link: number;
  readonly review: number;
};

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value) || value < 0.5 || value > 1) throw new InvalidArgumentError('give a number from 0.5 to 1');
  return value;
}

function kindOf(text: string): string {
  if (text !== 'person' && text !== 'company') throw new InvalidArgumentError('it is person or company');
  return text;
}

type Decided = { readonly leftId: string; readonly rightId: string; readonly verdict: 'same' | 'different' };

/** Decisions as CSV: left_id, right_id, decision (same or different). */
async function readDecisions(file: string): Promise<readonly Decided[]> {
  if (!existsSync(file)) throw new CliError(`${file}: there is no such file.`);
  const found: Decided[] = [];
  const rows = createReadStream(file).pipe(
    parse({ bom: true, columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()), skipEmptyLines: true, trim: true }),
  );
  try {
    for await (const row of rows as AsyncIterable<Readonly<Record<string, string | undefined>>>) {
      const { left_id: leftId = '', right_id: rightId = '', decision = '' } = row;
      if (leftId === '' || rightId === '' || (decision !== 'same' && decision !== 'different')) {
        throw new CliError(`${file}: every line needs left_id, right_id and a decision that is "same" or "different".`);
      }
      found.push({ leftId, rightId, verdict: decision });
    }
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return found;
}

/** Writes beside the file first, so that a broken run leaves no half file. */
async function writePairs(file: string, { lines }: Outcome): Promise<void> {
  const beside = `${file}.part`;
  const handle = await open(beside, 'w').catch((error: unknown) => {
    throw new CliError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    let text = 'left_id,right_id,confidence,band,evidence\n';
    for (const { leftId, rightId, confidence, band, evidence } of lines) {
      text += `${cell(leftId)},${cell(rightId)},${confidence.toFixed(4)},${band},${cell(evidence)}\n`;
      if (text.length < 1 << 20) continue;
      await handle.write(text);
      text = '';
    }
    await handle.write(text);
  } finally {
    await handle.close();
  }
  renameSync(beside, file);
}

function filesOf({ left, right, within }: Options): { readonly left: string; readonly right: string | null } {
  if (within !== undefined) {
    if (left !== undefined || right !== undefined) throw new CliError('Give either --within, or --left and --right.');
    return { left: within, right: null };
  }
  if (left === undefined || right === undefined) throw new CliError('Give both --left and --right, or --within for the duplicates of one file.');
  return { left, right };
}

async function match(options: Options, terminal: Terminal): Promise<void> {
  const files = filesOf(options);
  if (options.review > options.link) throw new CliError('--review cannot be above --link.');
  const startedAt = performance.now();
  const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const decisions = options.decisions === undefined ? [] : await readDecisions(options.decisions);
  const input = {
    ...files,
    thresholds: { link: options.link, review: options.review },
    decisions,
    progress: (text: string) => terminal.err(`${seconds()}  ${text}\n`),
  };
  try {
    const outcome = await (options.kind === 'company' ? runCompanies : run)(input);
    await writePairs(options.out, outcome);
    const count = (band: string): string => outcome.lines.reduce((sum, line) => sum + (line.band === band ? 1 : 0), 0).toLocaleString('en');
    terminal.err(`${seconds()}  ${count('link')} links, ${count('review')} to review, ${count('weak')} weak, in ${options.out}\n`);
  } catch (error) {
    if (error instanceof CsvProblem) throw new CliError(error.message);
    throw error;
  }
}

export function addMatch(program: Command, terminal: Terminal): void {
  program
    .command('match')
    .description(
      'who is who in two CSV files, or twice in one; columns: id, firstname, lastname, email, other_emails, phone, mobile, company, domain, title, city, state, country',
    )
    .option('--left <file>', 'records of one system')
    .option('--right <file>', 'records of the other')
    .option('--within <file>', 'instead of both: find duplicates inside one file')
    .requiredOption('--out <file>', 'where the pairs go: left_id, right_id, confidence, band, evidence')
    .option('--kind <kind>', 'person, or company: `company` is its name, `domain` its web address', kindOf, 'person')
    .option('--decisions <file>', 'what people decided before: left_id, right_id, decision (same or different)')
    .option('--link <share>', 'confidence from which a pair is a link', share, defaultThresholds.link)
    .option('--review <share>', 'confidence from which a person should look', share, defaultThresholds.review)
    .action((options: Options) => match(options, terminal));
}
