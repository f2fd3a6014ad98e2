/** `fieldwise consent status | export | verify`. */
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { fileHead, fileRows, verifyFile } from '../consent/index.ts';
import type { ConsentStatus, LogFormat, VerifyResult } from '../consent/index.ts';
import type { ChainFault, ConsentRow } from '../domain/index.ts';
import type { Page } from '../engine/index.ts';
import { withQuery } from './client.ts';
import type { Ask } from './client.ts';
import { CliError } from './errors.ts';
import { when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Ports = {
  readonly askOf: (options: Common) => Ask;
  readonly show: <T>(options: Common, answer: unknown, print: (value: T) => string) => void;
  readonly withCommon: (command: Command) => Command;
  readonly fail: () => void;
};
const pageRows = 1_000;

const faultWords: Readonly<Record<ChainFault['what'], string>> = {
  'out-of-order': 'a row is missing or stands in the wrong place',
  'chain-broken': 'the row does not follow the one before it',
  'row-changed': 'the row was changed after it was written',
  'person-changed': 'the personal part of the row was changed after it was written',
  'end-missing': 'rows are missing at the end',
};

function printVerdict({ rows, erased, hash, fault }: Pick<VerifyResult, 'rows' | 'erased' | 'hash' | 'fault'>): string {
  if (fault !== null) return `BROKEN at row ${String(fault.seq)}: ${faultWords[fault.what]}. The ${String(rows)} rows before it are whole.`;
  return `Whole: ${String(rows)} rows, ${String(erased)} of them without a person. Ends in ${hash.slice(0, 16)}…`;
}

function printStatus({ waiting, stuck, oldestAt, head, rules }: ConsentStatus): string {
  const lines = [
    `${String(waiting)} records wait${oldestAt === null ? '' : `, the oldest since ${when(oldestAt)}`}.`,
    `${String(head.seq)} rows in the log, ending in ${head.hash.slice(0, 16)}…`,
    ...rules.map(
      (rule) => `Rule ${rule.key}: ${rule.salesforceObjects.join(', ')} ${rule.salesforceField}, ${rule.subscription ?? 'all e-mail'}, ${rule.direction}`,
    ),
    ...stuck.map((one) => `Failing: ${one.record}, ${String(one.tries)} tries, ${one.trouble ?? 'unknown'}; again at ${when(one.retryAt)}`),
  ];
  return lines.join('\n');
}

export function addConsent(program: Command, { askOf, show, withCommon, fail }: Ports): void {
  const consent = program.command('consent').description('the consent lane and its log');

  withCommon(consent.command('status').description('what waits, what fails, and the end of the log')).action(async (options: Common) => {
    const answer = await askOf(options).get(withQuery('consent/status', { connection: options.connection }));
    show<ConsentStatus>(options, answer, printStatus);
  });

  withCommon(consent.command('export').description('write the whole log to a file, oldest first'))
    .requiredOption('--out <file>', 'where to; .csv makes a table, anything else JSON lines')
    .action(async (options: Common & { readonly out: string }) => {
      const format: LogFormat = options.out.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl';
      const file = createWriteStream(options.out, { mode: 0o600 });
      file.write(fileHead(format));
      let after: string | undefined;
      let rows = 0;
      do {
        const query = withQuery('consent/log', { connection: options.connection, forward: 'true', limit: pageRows, after });
        // The API and this command line are one program: its shapes are trusted here.
        const page = (await askOf(options).get(query)) as Page<ConsentRow>;
        file.write(fileRows(page.items, format));
        rows += page.items.length;
        after = page.next ?? undefined;
      } while (after !== undefined);
      file.end();
      await finished(file);
      show(options, { rows, file: options.out }, () => `${String(rows)} rows written to ${options.out}.`);
    });

  withCommon(
    consent
      .command('verify')
      .argument('[file]', 'an exported file; without it, the stored log')
      .description('check that no row was changed, removed or slipped in'),
  ).action(async (file: string | undefined, options: Common) => {
    const verdict =
      file === undefined ? ((await askOf(options).get(withQuery('consent/verify', { connection: options.connection }))) as VerifyResult) : ofFile(file);
    show<VerifyResult>(options, verdict, printVerdict);
    if (verdict.fault !== null) fail();
  });
}

function ofFile(file: string): Pick<VerifyResult, 'isWhole' | 'rows' | 'erased' | 'hash' | 'fault'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CliError(`${file} cannot be read`);
  }
  try {
    const { head, erased, fault } = verifyFile(text);
    return { isWhole: fault === null, rows: head.seq, erased, hash: head.hash, fault };
  } catch (error) {
    throw new CliError(`${file}: ${error instanceof Error ? error.message : 'not a consent log'}`);
  }
}
