import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { Decision, Review } from '../domain/model.ts';
import type { IssueGroup, IssueRow, Page } from '../engine/index.ts';
import type { Explanation, Status } from '../operations/index.ts';
import { CliError, createAsk, withQuery } from './client.ts';
import { addBackfill } from './backfill.ts';
import { addBreakers } from './breakers.ts';
import { addConsent } from './consent.ts';
import { addDepartures } from './departures.ts';
import type { Ask } from './client.ts';
import { addDrift } from './drift.ts';
import { addMatch } from './match.ts';
import { addActivities } from './activities.ts';
import { addCampaigns } from './campaigns.ts';
import { addReconcile } from './reconcile.ts';
import { addPreflight } from './preflight.ts';
import { addRelations } from './relations.ts';
import { printDecisions, printExplanation, printIssueGroups, printIssues, printReviews, printStatus } from './print.ts';

export type Terminal = { readonly out: (text: string) => void; readonly err: (text: string) => void };
type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000) throw new InvalidArgumentError('give a number from 1 to 1000');
  return value;
}

function withCommon(command: Command): Command {
  return command
    .option('--json', 'print the answer as JSON')
    .option('--connection <id>', 'which connection, when there are several')
    .option('--url <url>', 'where the bridge is (default: from the configuration)');
}
function withPaging(command: Command): Command {
  return withCommon(command).option('--limit <n>', 'rows at most', count, 50).option('--after <token>', 'go on where the last page ended');
}

/** The `fieldwise` command line. Resolves to the exit code: 0 fine, 1 failed, 2 not configured or not understood. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('fieldwise')
    .description('Keeps Salesforce and HubSpot in agreement, field by field.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  let code = 0;

  const askOf = ({ url }: Common): Ask => createAsk({ url, onOffline: () => terminal.err('(no bridge is running; this is what its store holds)\n') });
  /** Prints an answer as JSON or in words. The API and this command line are one program, so its shapes are trusted here. */
  const show = <T>({ json }: Common, answer: unknown, print: (value: T) => string): void =>
    terminal.out(`${json === true ? JSON.stringify(answer, null, 2) : print(answer as T)}\n`);

  program
    .command('start')
    .description('run the bridge until it is told to stop')
    .action(async () => {
      // Loaded only here: the other commands start in half the time without the bridge.
      const { runBridge } = await import('../main.ts');
      code = await runBridge();
    });

  withCommon(program.command('status').description('how things stand')).action(async (options: Common) => {
    const answer = await askOf(options).get(withQuery('status', { connection: options.connection }), (operations) => operations.status(options.connection));
    show<Status>(options, answer, printStatus);
  });

  withPaging(program.command('issues').description('what could not be synced, and why'))
    .option('--code <code>', 'only issues of one code')
    .option('--group', 'count them by cause')
    .action(async (options: Paging & { readonly code?: string; readonly group?: boolean }) => {
      const { connection, limit, after, code: only } = options;
      if (options.group === true) {
        const groups = await askOf(options).get(withQuery('issues/groups', { connection }), (operations) => operations.issueGroups(connection));
        return show<readonly IssueGroup[]>(options, groups, printIssueGroups);
      }
      const answer = await askOf(options).get(withQuery('issues', { connection, limit, after, code: only }), (operations) =>
        operations.issues(connection, { open: true, limit, after, code: only }),
      );
      return show<Page<IssueRow>>(options, answer, printIssues);
    });

  withPaging(program.command('reviews').description('matches and conflicts a person must settle')).action(async (options: Paging) => {
    const { connection, limit, after } = options;
    const answer = await askOf(options).get(withQuery('reviews', { connection, limit, after }), (operations) =>
      operations.reviews(connection, { limit, after }),
    );
    show<Page<Review>>(options, answer, printReviews);
  });

  withPaging(
    program
      .command('decisions')
      .argument('[record]', 'salesforce:Contact:<id>, hubspot:contacts:<id>, or a bare id')
      .description('which value won, and by which rule'),
  )
    .option('--field <field>', 'only one rule, by its key')
    .action(async (record: string | undefined, options: Paging & { readonly field?: string }) => {
      const { connection, limit, after, field } = options;
      const answer = await askOf(options).get(withQuery('decisions', { connection, limit, after, record, field }), (operations) =>
        operations.decisions(connection, { limit, after, record, field }),
      );
      show<Page<Decision>>(options, answer, printDecisions);
    });

  withCommon(
    program.command('explain').argument('<record>').argument('[field]').description('why a record or a field holds what it holds, or why it is not synced'),
  ).action(async (record: string, field: string | undefined, options: Common) => {
    const { connection } = options;
    const answer = await askOf(options).get(withQuery('explain', { connection, record, field }), (operations) => operations.explain(connection, record, field));
    show<Explanation>(options, answer, printExplanation);
  });

  withCommon(program.command('sweep').description('look at everything modified since the last sweep'))
    .option('--full', 'look at every record')
    .action(async (options: Common & { readonly full?: boolean }) => {
      const answer = await askOf(options).post(withQuery('sweep', { connection: options.connection }), { full: options.full === true });
      show(options, answer, () => 'A sweep has started; `fieldwise status` shows what waits.');
    });

  withCommon(program.command('replay').argument('<records...>').description('look at records again as if they had just changed')).action(
    async (records: string[], options: Common) => {
      const { connection } = options;
      const answer = await askOf(options).post(withQuery('replay', { connection }), { records }, (operations) => operations.replay(connection, records));
      show<{ readonly looking: number; readonly unknown: readonly string[] }>(
        options,
        answer,
        ({ looking, unknown }) => `${String(looking)} looks stored.${unknown.length > 0 ? ` Not understood: ${unknown.join(', ')}.` : ''}`,
      );
    },
  );

  withCommon(program.command('retry').argument('[keys...]', 'issue keys; all open issues when none is given').description('try what could not be synced again'))
    .option('--code <code>', 'only issues of one code')
    .action(async (keys: string[], options: Common & { readonly code?: string }) => {
      const { connection, code: only } = options;
      const body = { ...(keys.length > 0 ? { keys } : {}), ...(only === undefined ? {} : { code: only }) };
      const answer = await askOf(options).post(withQuery('retry', { connection }), body, (operations) => operations.retry(connection, body));
      show<{ readonly retried: number }>(options, answer, ({ retried }) => `${String(retried)} records are tried again.`);
    });

  addMatch(program, terminal);

  addCampaigns(program, { askOf, show, withCommon, withPaging });
  addActivities(program, { askOf, show, withCommon });

  addRelations(program, { askOf, show, withCommon, withPaging });

  addConsent(program, { askOf, show, withCommon, fail: () => (code = 1) });

  addDepartures(program, { askOf, show, withCommon, withPaging });

  addDrift(program, { askOf, show, withCommon });

  addBreakers(program, { askOf, show, withCommon });

  addBackfill(program, { askOf, show, withCommon, withPaging });

  addPreflight(program, { askOf, show, withCommon, fail: () => (code = 1), sleep });

  addReconcile(program, { askOf, show, withCommon, withPaging, terminal });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CliError) {
      terminal.err(`${error.message}\n`);
      return error.message.startsWith('The configuration') ? 2 : 1;
    }
    // commander throws for --help and --version too, with code 0.
    if (typeof error === 'object' && error !== null && 'exitCode' in error) return Number(error.exitCode) === 0 ? 0 : 2;
    throw error;
  }
}
