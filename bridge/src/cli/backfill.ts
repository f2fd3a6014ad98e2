/** `fieldwise backfill …`: the dry run, the first few, the run, the counts. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import type { CanaryState, Fault, JobView, MappingCheck, Sample } from '../backfill/index.ts';
import type { Page } from '../engine/index.ts';
import { withQuery } from './client.ts';
import type { DeparturePorts } from './departures.ts';
import { span, table, when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };
type Status = { readonly job: JobView | null; readonly isHeld: boolean; readonly mode: 'at-once' | 'by-job' };

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const refText = ({ side, object, id }: { readonly side: string; readonly object: string; readonly id: string }): string => `${side}:${object}:${id}`;
const estimate = ({ count, margin }: { readonly count: number; readonly margin: number }): string =>
  margin === 0 ? number(count) : `${number(count)} ± ${number(margin)}`;
const more = (page: { readonly next: string | null }): string => (page.next === null ? '' : `\n… more: --after ${page.next}`);

function printForecast({ forecast, cost }: JobView): string {
  if (forecast.length === 0) return '';
  const rows = table(forecast, [
    { title: 'MAPPING', of: (row) => row.mapping },
    { title: 'IN SALESFORCE', of: (row) => number(row.salesforce.records), isRight: true },
    { title: 'IN HUBSPOT', of: (row) => number(row.hubspot.records), isRight: true },
    { title: 'NEW IN HUBSPOT', of: (row) => estimate(row.creates.hubspot), isRight: true },
    { title: 'NEW IN SALESFORCE', of: (row) => estimate(row.creates.salesforce), isRight: true },
    { title: 'MATCHED', of: (row) => estimate(row.matches), isRight: true },
    { title: 'UPDATED', of: (row) => estimate(row.updates), isRight: true },
    { title: 'REVIEWS', of: (row) => estimate(row.reviews), isRight: true },
    { title: 'OUT OF SCOPE', of: (row) => number(row.outOfScope.salesforce.count + row.outOfScope.hubspot.count), isRight: true },
  ]);
  const refused = forecast.flatMap(({ mapping, refused: causes }) =>
    causes
      .slice(0, 10)
      .map(
        ({ count, code, field, cause, remedy }) =>
          `  ${number(count)} × ${code} (${mapping}${field === null ? '' : `, ${field}`})\n      ${cause}\n      → ${remedy}`,
      ),
  );
  const price =
    cost === null
      ? ''
      : `\nCalls: about ${number(cost.calls.salesforce)} to Salesforce, ${number(cost.calls.hubspot)} to HubSpot; about ${cost.hours < 0.1 ? 'a few minutes' : `${cost.hours.toFixed(1)} h`} (bound by ${cost.boundBy}).`;
  return `\n${rows}${price}${refused.length === 0 ? '' : `\nWould be refused, of the records judged:\n${refused.join('\n')}`}`;
}

function printChecks(checks: readonly MappingCheck[]): string {
  if (checks.length === 0) return '';
  const explained = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
  return `\n${table(checks, [
    { title: 'MAPPING', of: (row) => row.mapping },
    { title: 'LINKED (SALESFORCE)', of: (row) => number(row.salesforce.linked), isRight: true },
    { title: 'LINKED (HUBSPOT)', of: (row) => number(row.hubspot.linked), isRight: true },
    { title: 'EXPLAINED', of: (row) => number(explained(row.salesforce.explained) + explained(row.hubspot.explained)), isRight: true },
    { title: 'UNEXPLAINED', of: (row) => number(row.salesforce.unexplained + row.hubspot.unexplained), isRight: true },
    {
      title: 'FIELDS AGREE',
      of: (row) => (row.agreeShare === null ? '' : `${(row.agreeShare * 100).toFixed(1)} % of ${number(row.agreement.looked)}`),
      isRight: true,
    },
    { title: '', of: (row) => (row.isMatch ? 'match' : 'do not match') },
  ])}`;
}

function next({ state, phase }: JobView): string {
  if (state === 'waiting' && phase === 'survey') return '\nNext: fieldwise backfill canary, or fieldwise backfill approve';
  if (state === 'waiting') return '\nNext: look at fieldwise backfill records, then fieldwise backfill approve';
  return state === 'paused' ? '\nNext: fieldwise backfill resume' : '';
}

function printJob(job: JobView): string {
  const { progress } = job;
  const walked = `${number(progress.met)}${progress.total === null ? '' : ` of ${number(progress.total)}`} records`;
  const rate = progress.perSecond === null || job.state !== 'working' ? '' : `, ${number(progress.perSecond)} a second`;
  const left = progress.leftMs === null ? '' : `, about ${span(progress.leftMs)} left`;
  const lines = [
    `Backfill ${job.id} (${job.kind}), started ${when(job.startedAt)}`,
    `${job.phase}: ${job.state}; ${walked}${rate}${left}`,
    ...job.changes,
    ...(job.trouble === null ? [] : [job.trouble]),
    ...(job.isStale ? ['The rules changed since it began.'] : []),
    ...(job.isMatch === null ? [] : [job.isMatch ? 'Counts match on both sides.' : 'Counts do not match: fieldwise backfill faults']),
  ];
  return lines.join('\n') + printForecast(job) + printChecks(job.checks) + next(job);
}

function printStatus({ job, isHeld, mode }: Status): string {
  const held = isHeld ? 'Nothing crosses yet: everything is held back until a backfill is approved.\n' : '';
  return held + (job === null ? `There was no backfill (${mode}). Start with: fieldwise backfill start` : printJob(job));
}

function printCanary({ items }: { readonly items: readonly CanaryState[] }): string {
  if (items.length === 0) return 'No records went first.';
  return table(items, [
    { title: 'RECORD', of: (row) => refText(row.ref) },
    { title: 'EXPECTED', of: (row) => row.expected },
    { title: 'NOW', of: (row) => row.state },
    { title: 'SALESFORCE', of: (row) => row.salesforce?.id ?? '' },
    { title: 'HUBSPOT', of: (row) => row.hubspot?.id ?? '' },
    { title: 'WHY', of: (row) => row.issues[0]?.cause ?? row.explanation },
  ]);
}

function printSamples(page: Page<Sample>): string {
  if (page.items.length === 0) return 'None.';
  const text = table(page.items, [
    { title: 'RECORD', of: (row) => refText(row.ref) },
    { title: 'WRITES', of: (row) => row.writes.map(({ side, kind, fields }) => `${kind} in ${side}: ${fields.join(', ')}`).join('; ') },
    { title: 'REFUSED', of: (row) => row.refusals.map(({ code, field }) => `${code}${field === null ? '' : ` ${field}`}`).join('; ') },
    { title: 'WHY', of: (row) => row.reason },
  ]);
  return text + more(page);
}

function printFaults(page: Page<Fault & { readonly mapping: string }>): string {
  if (page.items.length === 0) return 'Nothing is unaccounted for.';
  const text = table(page.items, [
    { title: 'MAPPING', of: (row) => row.mapping },
    { title: 'WHAT', of: (row) => row.kind },
    { title: 'RECORDS', of: (row) => row.refs.map(refText).join(' ↔ ') },
    { title: 'FIELDS', of: (row) => row.fields.map(({ side, field }) => `${side}.${field}`).join(', ') },
  ]);
  return text + more(page);
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('give a whole number');
  return value;
}
const wholeOrAll = (text: string): number | 'all' => (text === 'all' ? 'all' : whole(text));
function shareOf(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('give a share above 0 and up to 1');
  return value;
}

/** Adds the commands to the program. */
export function addBackfill(program: Command, { askOf, show, withCommon, withPaging }: DeparturePorts): void {
  const backfill = withCommon(
    program.command('backfill').description('lets everything both systems hold cross: dry run, the first few, the run, the counts'),
  ).action(async (options: Common) => {
    show<Status>(options, await askOf(options).get(withQuery('backfill', { connection: options.connection })), printStatus);
  });
  const say = async (options: Common, word: string, body: object): Promise<void> => {
    const path = word === '' ? 'backfill' : `backfill/${word}`;
    show<JobView>(options, await askOf(options).post(withQuery(path, { connection: options.connection }), body), printJob);
  };
  withCommon(backfill.command('start').description('begin with a dry run; nothing is written'))
    .option('--canary <n>', 'records per mapping that cross first', whole)
    .option('--sample <n|all>', 'records per object and side that are judged one by one', wholeOrAll)
    .option('--share <share>', "part of the bridge's daily calls it may use", shareOf)
    .option('--agreement <n|all>', 'pairs per mapping whose fields are compared at the end', wholeOrAll)
    .action(({ json, connection, url, ...settings }: Common & Record<string, unknown>) =>
      say(
        { ...(json === undefined ? {} : { json }), ...(connection === undefined ? {} : { connection }), ...(url === undefined ? {} : { url }) },
        '',
        settings,
      ),
    );
  withCommon(backfill.command('canary').description('let the first few cross'))
    .option('--count <n>', 'records per mapping', whole)
    .action((options: Common & { readonly count?: number }) => say(options, 'canary', options.count === undefined ? {} : { count: options.count }));
  withCommon(backfill.command('approve').description('let everything in'))
    .option('--anyway', 'also if the rules changed since the dry run')
    .action((options: Common & { readonly anyway?: boolean }) => say(options, 'approve', { anyway: options.anyway === true }));
  for (const [word, what] of [
    ['pause', 'add nothing more for now'],
    ['resume', 'go on'],
    ['cancel', 'end it; what crossed stays'],
  ] as const)
    withCommon(backfill.command(word).description(what)).action((options: Common) => say(options, word, {}));
  withCommon(backfill.command('records').description('what became of the records that crossed first')).action(async (options: Common) => {
    show<{ readonly items: readonly CanaryState[] }>(
      options,
      await askOf(options).get(withQuery('backfill/canary', { connection: options.connection })),
      printCanary,
    );
  });
  withPaging(
    backfill
      .command('samples')
      .argument('<mapping>')
      .argument('<fate>', 'create, match, update, review, duplicate, waits, blocked or out-of-scope')
      .description('records the dry run judged'),
  ).action(async (mapping: string, fate: string, { connection, limit, after, ...options }: Paging) => {
    show<Page<Sample>>(options, await askOf(options).get(withQuery('backfill/samples', { connection, mapping, fate, limit, after })), printSamples);
  });
  withPaging(backfill.command('faults').description('records unaccounted for, and pairs whose fields disagree')).action(
    async ({ connection, limit, after, ...options }: Paging) => {
      show<Page<Fault & { readonly mapping: string }>>(
        options,
        await askOf(options).get(withQuery('backfill/faults', { connection, limit, after })),
        printFaults,
      );
    },
  );
}
