/** The check: every pair's fields compared by the pass itself, every record accounted for, and people counted. Writes nothing to either platform. */
import { linkSubjectOf } from '../engine/index.ts';
import type { DocumentWrite } from '../engine/index.ts';
import type { Link, RecordRef, Side } from '../domain/index.ts';
import {
  batchSize,
  counted,
  disagreement,
  emptyCheck,
  groupOf,
  isWhole,
  pageDone,
  refText,
  rehearse,
  standingOf,
  standingsOf,
  stepDone,
  waitFor,
  waitForBudget,
  walkPage,
  withItem,
} from '../backfill/index.ts';
import type { Advance, FoundPage, PhasePorts, Step, Verdict } from '../backfill/index.ts';
import { countAlone, countPairs } from './count.ts';
import type { Counting, Counts } from './count.ts';
import { countFields } from './definition.ts';
import { fieldStandings, withPair } from './fields.ts';
import { FAULT } from './model.ts';
import type { FieldTallies, FoundFault, Run } from './model.ts';

/** Records and pairs named per mapping and run; all are counted. */
export const faultsMax = 2_000;
const platformNames = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
type RunAdvance = Advance<Run>;
type LinkStep = Extract<Step, { kind: 'links' }>;
type RecordStep = Extract<Step, { kind: 'records' }>;

/** One page of a check, or its end. */
export async function check(ports: PhasePorts, run: Run): Promise<RunAdvance> {
  const step = run.plan[run.step];
  if (step === undefined) return { kind: 'moved', change: (now) => ({ ...now, state: 'done', at: null, finishedAt: ports.clock.now() }) };
  if (step.kind === 'stuck') return { kind: 'moved', change: stepDone };
  const held = waitForBudget(ports, run);
  if (held !== null) return held;
  if (run.at === null) {
    const total = step.kind === 'links' ? ((await ports.store.counts(ports.connection)).linksByMapping[step.mapping] ?? 0) : null;
    const until = ports.clock.now();
    const at = { until, page: null, isWalked: false };
    return { kind: 'moved', change: (now) => ({ ...now, at, totals: withItem(now.totals, run.step, total), measuredAt: until }) };
  }
  if (run.at.isWalked) return { kind: 'moved', change: stepDone };
  const counting = countingOf(ports, run);
  const fields = step.kind === 'records' && counting?.mapping.key === step.mapping ? fieldsFor(ports, counting, step) : [];
  const page = await walkPage(ports, step, { ...run.at, fields });
  if (!page.ok) return waitFor(ports, page.failure, step.kind === 'records' ? platformNames[step.side] : 'A platform');
  return step.kind === 'links' ? pairs(ports, run, { step, page, counting }) : records(ports, run, { step, page, counting });
}

function countingOf({ rulebook }: PhasePorts, run: Run): Counting | null {
  const mapping = run.report === null ? null : rulebook.mappingNamed(run.report.mapping);
  return mapping === null || run.report === null ? null : { run, mapping, definition: run.report.definition };
}

function fieldsFor({ rulebook }: PhasePorts, { definition, mapping }: Counting, { side, object }: RecordStep): readonly string[] {
  const fields = countFields(definition, mapping, rulebook.schemas);
  // Segments are read record by record: no sweep tells them.
  return (side === 'salesforce' ? fields.salesforce(object) : fields.hubspot).filter((field) => field !== 'segments');
}

type Found<S> = { readonly step: S; readonly page: FoundPage; readonly counting: Counting | null };

// --- pairs -----------------------------------------------------------------------------------------------------------

async function pairs(ports: PhasePorts, run: Run, { step, page, counting }: Found<LinkStep>): Promise<RunAdvance> {
  const mapping = ports.rulebook.mappingNamed(step.mapping);
  if (mapping === null) return { kind: 'moved', change: stepDone };
  const before = run.checks[step.mapping] ?? emptyCheck();
  let agreement = before.agreement;
  let fields: FieldTallies = run.fields[step.mapping] ?? {};
  let counts: Counts = run.report?.counts ?? {};
  const rows: DocumentWrite[] = [];
  for (let from = 0; from < page.links.length; from += batchSize) {
    if (ports.signal.aborted) return { kind: 'wait', waitMs: 0, trouble: null };
    const links = page.links.slice(from, from + batchSize).filter(isWhole);
    const judged = await compare(ports, links);
    if (!judged.ok) return waitFor(ports, judged.failure);
    const verdicts = new Map<string, Verdict>();
    for (const { verdict, isDue } of judged.pairs) {
      const standing = standingOf(verdict, isDue);
      agreement = { ...agreement, looked: agreement.looked + 1, [standing]: agreement[standing] + 1 };
      fields = withPair(fields, fieldStandings(mapping, verdict, isDue));
      if (verdict.link !== null) verdicts.set(verdict.link.id, verdict);
      if (standing === 'disagree' && agreement.disagree <= faultsMax) rows.push(faultRow(run, { ...disagreement(verdict), mapping: step.mapping }));
    }
    if (counting?.mapping.key !== step.mapping) continue;
    const met = await countPairs(ports, counting, { links, verdicts, before: counts });
    if (!met.ok) return waitFor(ports, met.failure);
    counts = met.value.counts;
    rows.push(...met.value.rows);
  }
  return moved(ports, {
    page,
    rows,
    change: (now) => ({
      ...now,
      checks: { ...now.checks, [step.mapping]: { ...before, agreement } },
      fields: { ...now.fields, [step.mapping]: fields },
      report: now.report === null ? null : { ...now.report, counts },
    }),
  });
}

type Compared =
  | { readonly ok: true; readonly pairs: readonly { readonly verdict: Verdict; readonly isDue: boolean }[] }
  | Extract<Awaited<ReturnType<typeof rehearse>>, { ok: false }>;

/** What a look at each active pair would do, and whether one is on its way. */
export async function compare(ports: PhasePorts, links: readonly Link[]): Promise<Compared> {
  const active = links.filter(({ state }) => state === 'active');
  const refs = active.flatMap(({ salesforce }): RecordRef[] => (salesforce === null ? [] : [{ side: 'salesforce', ...salesforce }]));
  if (refs.length === 0) return { ok: true, pairs: [] };
  const judged = await rehearse(ports, refs);
  if (!judged.ok) return judged;
  const due = await ports.store.dueAmong(ports.connection, active.map(linkSubjectOf));
  return { ok: true, pairs: judged.verdicts.map((verdict) => ({ verdict, isDue: verdict.link !== null && due.has(linkSubjectOf(verdict.link)) })) };
}

// --- records ---------------------------------------------------------------------------------------------------------

async function records(ports: PhasePorts, run: Run, { step, page, counting }: Found<RecordStep>): Promise<RunAdvance> {
  const checks = new Map<string, Run['checks'][string]>();
  const rows: DocumentWrite[] = [];
  for (const [ref, standing] of await standingsOf(ports, page, { side: step.side })) {
    const before = checks.get(standing.mapping) ?? run.checks[standing.mapping] ?? emptyCheck();
    const mine = counted(before[step.side], standing);
    checks.set(standing.mapping, { ...before, [step.side]: mine });
    if ('as' in standing && standing.as === 'unexplained' && mine.unexplained <= faultsMax)
      rows.push(faultRow(run, { kind: 'unexplained', mapping: standing.mapping, refs: [ref], fields: [] }));
  }
  let counts: Counts = run.report?.counts ?? {};
  if (counting?.mapping.key === step.mapping) {
    const met = await countAlone(ports, counting, { page, side: step.side, before: counts });
    if (!met.ok) return waitFor(ports, met.failure, platformNames[step.side]);
    counts = met.value.counts;
    rows.push(...met.value.rows);
  }
  return moved(ports, {
    page,
    rows,
    change: (now) => ({
      ...now,
      checks: { ...now.checks, ...Object.fromEntries(checks) },
      report: now.report === null ? null : { ...now.report, counts },
    }),
  });
}

function moved(
  { clock }: PhasePorts,
  { page, rows, change }: { readonly page: FoundPage; readonly rows: readonly DocumentWrite[]; readonly change: (run: Run) => Run },
): RunAdvance {
  return { kind: 'moved', rows, change: (now) => pageDone(change(now), page, clock.now()) };
}

/** A finding, under the key of its first record. */
export function faultRow(
  run: Pick<Run, 'id'>,
  fault: Omit<FoundFault, 'refs' | 'fields'> & {
    readonly refs: readonly RecordRef[];
    readonly fields: readonly { readonly side: Side; readonly field: string }[];
  },
): DocumentWrite {
  const [first] = fault.refs;
  const key = `${run.id}:${fault.mapping}:${first === undefined ? '' : refText(first)}`;
  return { kind: FAULT, key, group: groupOf(run, fault.mapping), rank: 0, body: JSON.stringify(fault) };
}
