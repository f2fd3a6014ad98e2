/** `fieldwise reconcile …`: the check, its findings, their repair, why both sides count differently, the handoff ledger. */
import type { Command } from 'commander';
import type { Page } from '../engine/index.ts';
import type { EntryRow, Export, FaultRow, LedgerRow, Overview, RunPoint, RunView } from '../reconciliation/index.ts';
import { withQuery } from './client.ts';
import type { RelationsPorts } from './relations.ts';
import { table, when } from './tables.ts';

type Common = { readonly json?: boolean; readonly connection?: string; readonly url?: string };
type Paging = Common & { readonly limit: number; readonly after?: string };
type Named<T> = Page<T> & { readonly names: Readonly<Record<string, string>> };
type Ports = RelationsPorts & { readonly terminal: { readonly out: (text: string) => void } };

const number = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number | null): string => (share === null ? '' : `${(share * 100).toFixed(2)} %`);
const more = ({ next }: { readonly next: string | null }): string => (next === null ? '' : `\n… more: --after ${next}`);
const refText = ({ side, object, id }: EntryRow['ref'], names: Readonly<Record<string, string>>): string =>
  `${side}:${object}:${id}${names[id] === undefined ? '' : ` (${names[id]})`}`;

function printDrift({ mappings }: RunView): string {
  if (mappings.length === 0) return '';
  const drifted = mappings.flatMap(({ mapping, fields }) => fields.filter(({ disagree }) => disagree > 0).map((field) => ({ mapping, ...field })));
  const whole = table(mappings, [
    { title: 'MAPPING', of: (row) => row.mapping },
    { title: 'PAIRS', of: (row) => number(row.pairs.looked), isRight: true },
    { title: 'VALUES', of: (row) => number(row.values.compared), isRight: true },
    { title: 'EXPLAINED', of: (row) => number(row.values.explained), isRight: true },
    { title: 'DISAGREE', of: (row) => number(row.values.disagree), isRight: true },
    { title: 'DRIFT', of: (row) => percent(row.drift), isRight: true },
    { title: 'UNACCOUNTED', of: (row) => number(row.salesforce.unexplained + row.hubspot.unexplained), isRight: true },
  ]);
  if (drifted.length === 0) return `\n${whole}`;
  const fields = table(drifted, [
    { title: 'FIELD', of: (row) => row.rule },
    { title: 'COMPARED', of: (row) => number(row.compared), isRight: true },
    { title: 'DISAGREE', of: (row) => number(row.disagree), isRight: true },
    { title: 'DRIFT', of: (row) => percent(row.drift), isRight: true },
  ]);
  return `\n${whole}\n${fields}`;
}

function printReport({ report }: RunView): string {
  if (report === null) return 'No people are mapped, so nobody is counted.';
  const rows = table(report.buckets, [
    { title: 'COUNTED BY', of: ({ only }) => (only === 'hubspot' ? 'HubSpot only' : 'Salesforce only') },
    { title: 'RECORDS', of: ({ count }) => number(count), isRight: true },
    { title: 'WHY', of: ({ words }) => words },
    { title: 'BUCKET', of: ({ id }) => id },
  ]);
  const counts = `HubSpot counts ${number(report.hubspot)}, Salesforce ${number(report.salesforce)}; both count ${number(report.both)} pairs.`;
  return report.buckets.length === 0 ? counts : `${counts}\n${rows}`;
}

function printRun(run: RunView): string {
  const { repair, progress } = run;
  const head = `${run.kind === 'check' ? 'Check' : 'Repair'} ${run.id}, started ${when(run.startedAt)}: ${run.state}`;
  const done =
    run.state === 'working' && run.kind === 'check'
      ? `\nStep ${number(progress.step + 1)} of ${number(progress.steps)}, ${number(progress.met)} records so far`
      : '';
  const repaired =
    repair === null
      ? ''
      : `\nLooked again at ${number(repair.asked)}: ${number(repair.agree)} in step, ${number(repair.explained)} with a reason, ${number(repair.pending)} on their way, ${number(repair.disagree)} still disagree`;
  return head + done + (run.trouble === null ? '' : `\n${run.trouble}`) + repaired;
}

function printOverview({ run, last, nextAt }: Overview): string {
  const next = nextAt === null ? 'No check is scheduled.' : `Next check: ${when(nextAt)}`;
  if (run === null) return `Nothing was checked yet. Start with: fieldwise reconcile start\n${next}`;
  return [printRun(run), next, ...(last === null ? [] : [`Drift ${percent(last.drift)}${printDrift(last)}`, printReport(last)])].join('\n');
}

function printRecords({ items, next, names }: Named<EntryRow>): string {
  if (items.length === 0) return 'None.';
  const rows = table(items, [
    { title: 'RECORD', of: ({ ref }) => refText(ref, names) },
    { title: 'COUNTERPART', of: ({ other }) => (other === null ? '' : refText(other, names)) },
    { title: 'WHY', of: ({ words }) => words },
  ]);
  return rows + more({ next });
}

function printFaults({ items, next, names }: Named<FaultRow>): string {
  if (items.length === 0) return 'Nothing disagrees without a reason.';
  const rows = table(items, [
    { title: 'WHAT', of: ({ kind }) => kind },
    { title: 'RECORDS', of: ({ refs }) => refs.map((ref) => refText(ref, names)).join(' ↔ ') },
    { title: 'FIELDS', of: ({ fields }) => fields.map(({ side, field }) => `${side}.${field}`).join(', ') },
  ]);
  return rows + more({ next });
}

function printLedger({ items, next, names }: Named<LedgerRow>): string {
  if (items.length === 0) return 'Nobody was counted yet.';
  const rows = table(items, [
    { title: 'PERSON', of: ({ hubspot }) => refText(hubspot, names) },
    { title: 'STATE', of: ({ state }) => state },
    { title: 'COUNTED', of: ({ countedAt }) => when(countedAt) },
    { title: 'HANDED OVER', of: ({ handedAt }) => when(handedAt) },
    { title: 'RECEIVED', of: ({ receivedAt }) => when(receivedAt) },
    { title: 'DECIDED', of: ({ decidedAt, decidedBy }) => (decidedAt === null ? '' : `${decidedBy === 'by' ? 'by ' : ''}${when(decidedAt)}`) },
    { title: 'SALESFORCE', of: ({ salesforce }) => (salesforce === null ? '' : `${salesforce.object}:${salesforce.id}`) },
  ]);
  return rows + more({ next });
}

function printRuns(page: Page<RunPoint>): string {
  if (page.items.length === 0) return 'Nothing was checked yet.';
  const rows = table(page.items, [
    { title: 'CHECK', of: ({ id }) => id },
    { title: 'STARTED', of: ({ startedAt }) => when(startedAt) },
    { title: 'STATE', of: ({ state }) => state },
    { title: 'DRIFT', of: ({ drift }) => percent(drift), isRight: true },
    { title: 'DISAGREE', of: ({ values }) => number(values.disagree), isRight: true },
    { title: 'HUBSPOT', of: ({ hubspot }) => hubspot, isRight: true },
    { title: 'SALESFORCE', of: ({ salesforce }) => salesforce, isRight: true },
  ]);
  return rows + more(page);
}

/** Adds the commands to the program. */
export function addReconcile(program: Command, { askOf, show, withCommon, withPaging, terminal }: Ports): void {
  const reconcile = withCommon(
    program.command('reconcile').description('what both systems hold: drift per field, why they count differently, who was handed over'),
  ).action(async (options: Common) => {
    show<Overview>(options, await askOf(options).get(withQuery('reconciliation', { connection: options.connection })), printOverview);
  });
  const say = async (options: Common, word: string, body: object): Promise<void> => {
    show<RunView>(options, await askOf(options).post(withQuery(`reconciliation${word}`, { connection: options.connection }), body), printRun);
  };
  withCommon(reconcile.command('start').description('check now; nothing is written')).action((options: Common) => say(options, '', {}));
  withCommon(reconcile.command('cancel').description('end the check or repair under way')).action((options: Common) => say(options, '/cancel', {}));
  withCommon(reconcile.command('repair').description('look again at everything the last check found'))
    .option('--mapping <key>', 'only one mapping')
    .action(({ mapping, ...options }: Common & { readonly mapping?: string }) => say(options, '/repair', mapping === undefined ? {} : { mapping }));
  withPaging(reconcile.command('runs').description('drift and counts of past checks')).action(async ({ connection, limit, after, ...options }: Paging) => {
    show<Page<RunPoint>>(options, await askOf(options).get(withQuery('reconciliation/runs', { connection, limit, after })), printRuns);
  });
  withPaging(reconcile.command('records').argument('<bucket>', 'a bucket of the report, or both').description('counted records of one bucket')).action(
    async (bucket: string, { connection, limit, after, ...options }: Paging) => {
      const path = withQuery('reconciliation/records', { connection, bucket, limit, after, names: 'both' });
      show<Named<EntryRow>>(options, await askOf(options).get(path), printRecords);
    },
  );
  withPaging(reconcile.command('faults').argument('<mapping>').description('pairs that disagree without a reason, and records nobody accounts for')).action(
    async (mapping: string, { connection, limit, after, ...options }: Paging) => {
      const path = withQuery('reconciliation/faults', { connection, mapping, limit, after, names: 'both' });
      show<Named<FaultRow>>(options, await askOf(options).get(path), printFaults);
    },
  );
  withPaging(reconcile.command('ledger').description('everybody HubSpot counted: handed over, received, accepted, refused, with times'))
    .option('--state <state>', 'not-handed, received, accepted or refused')
    .action(async ({ connection, limit, after, state, ...options }: Paging & { readonly state?: string }) => {
      const path = withQuery('reconciliation/ledger', { connection, limit, after, state, names: 'both' });
      show<Named<LedgerRow>>(options, await askOf(options).get(path), printLedger);
    });
  withCommon(reconcile.command('export').argument('<what>', 'report, faults or ledger').description('a whole list as comma-separated text')).action(
    async (what: string, { connection, ...options }: Common) => {
      let after: string | undefined;
      do {
        const page = (await askOf(options).get(withQuery('reconciliation/export', { connection, what, after }))) as Export; // our own API's answer
        terminal.out(page.text);
        after = page.next ?? undefined;
      } while (after !== undefined);
    },
  );
}
