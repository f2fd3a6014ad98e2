/** The counting afterwards: every record is in step or has a reason, both sides count the same pairs, and fields agree. Writes nothing to either platform. */
import type { Link, RecordRef, Side } from '../domain/index.ts';
import { linkSubjectOf, recordSubjectOf } from '../engine/index.ts';
import type { DocumentWrite } from '../engine/index.ts';
import { groupOf, refText } from './documents.ts';
import { drawOf, shareFor } from './draw.ts';
import { emptyCheck } from './model.ts';
import type { CheckTally, Job, SideCheck } from './model.ts';
import { pageDone, stepDone, waitFor, waitForBudget, withItem } from './phase.ts';
import type { Advance, PhasePorts } from './phase.ts';
import { rehearse } from './rehearse.ts';
import type { Verdict } from './rehearse.ts';
import { plus } from './tally.ts';
import { walkPage } from './walk.ts';
import type { WalkPage } from './walk.ts';

/** As many as a pass takes. */
export const batchSize = 200;
/** Records and pairs named per mapping. */
const faultsMax = 500;

/** A record without link or reason, or a pair whose fields disagree without one. */
export type Fault = {
  readonly kind: 'unexplained' | 'disagree';
  readonly refs: readonly RecordRef[];
  /** Fields that would be written, by side; for a pair. */
  readonly fields: readonly { readonly side: Side; readonly field: string }[];
};
export type FoundPage = Extract<WalkPage, { ok: true }>;

/** One page of the verification. */
export async function verify(ports: PhasePorts, job: Job): Promise<Advance> {
  const step = job.plan[job.step];
  if (step === undefined)
    return {
      kind: 'moved',
      change: (now) => (now.state === 'working' ? { ...now, phase: 'over', state: 'done', at: null, finishedAt: ports.clock.now() } : now),
    };
  if (step.kind === 'stuck') return { kind: 'moved', change: stepDone };
  const held = waitForBudget(ports, job);
  if (held !== null) return held;
  if (job.at === null) {
    const total = step.kind === 'links' ? ((await ports.store.counts(ports.connection)).linksByMapping[step.mapping] ?? 0) : null;
    const until = ports.clock.now();
    return { kind: 'moved', change: (now) => ({ ...now, at: { until, page: null, isWalked: false }, totals: withItem(now.totals, job.step, total) }) };
  }
  if (job.at.isWalked) return { kind: 'moved', change: stepDone };
  const page = await walkPage(ports, step, job.at);
  if (!page.ok) return waitFor(ports, page.failure, step.kind === 'records' && step.side === 'salesforce' ? 'Salesforce' : 'HubSpot');
  const checked = step.kind === 'records' ? await account(ports, job, { page, side: step.side }) : await agree(ports, job, { page, mapping: step.mapping });
  if ('kind' in checked) return checked;
  return {
    kind: 'moved',
    change: (now) => ({ ...pageDone(now, page, ports.clock.now()), checks: { ...now.checks, ...checked.checks } }),
    rows: checked.rows,
  };
}

type Checked = { readonly checks: Readonly<Record<string, CheckTally>>; readonly rows: readonly DocumentWrite[] };
type Accounting = { readonly page: FoundPage; readonly side: Side };
/** Where a record stands: linked, leading to a pair others stand for, on its way, unaccounted for, or kept out under a code. */
export type Standing =
  { readonly mapping: string; readonly as: 'linked' | 'former' | 'pending' | 'unexplained' } | { readonly mapping: string; readonly code: string };

/** Each record of a page: in step, leading to a pair that others stand for, out for a reason, on its way, or unaccounted for. */
async function account(ports: PhasePorts, job: Job, { page, side }: Accounting): Promise<Checked> {
  const checks = new Map<string, CheckTally>();
  const rows: DocumentWrite[] = [];
  const standings = await standingsOf(ports, page, { side });
  for (const [ref, standing] of standings) {
    const before = checks.get(standing.mapping) ?? job.checks[standing.mapping] ?? emptyCheck();
    const mine = counted(before[side], standing);
    checks.set(standing.mapping, { ...before, [side]: mine });
    if ('as' in standing && standing.as === 'unexplained' && mine.unexplained <= faultsMax)
      rows.push(faultRow(job, standing.mapping, { kind: 'unexplained', refs: [ref], fields: [] }));
  }
  return { checks: Object.fromEntries(checks), rows };
}

export function counted(check: SideCheck, standing: Standing): SideCheck {
  const met = { ...check, records: check.records + 1 };
  return 'code' in standing ? { ...met, explained: plus(met.explained, standing.code) } : { ...met, [standing.as]: met[standing.as] + 1 };
}

/** Each record of a page that is somebody's, with where it stands. */
export async function standingsOf(
  { store, connection }: Pick<PhasePorts, 'store' | 'connection'>,
  page: FoundPage,
  { side }: Pick<Accounting, 'side'>,
): Promise<readonly (readonly [RecordRef, Standing])[]> {
  const links = await store.linksOf(connection, page.refs);
  const loose = page.refs.filter((_, index) => !isWhole(links[index] ?? null));
  const due = await store.dueAmong(connection, loose.map(recordSubjectOf));
  const standings: (readonly [RecordRef, Standing])[] = [];
  for (const [index, ref] of page.refs.entries()) {
    const link = links[index] ?? null;
    const own = link?.mapping ?? page.mappingOf(ref);
    // No mapping means it: it is nobody's to account for.
    if (own === null) continue;
    const why = link === null ? await store.unlinkedOf(connection, ref) : null;
    if (link !== null && isWhole(link)) standings.push([ref, { mapping: own, as: link[side]?.id === ref.id ? 'linked' : 'former' }]);
    else if (why !== null) standings.push([ref, { mapping: own, code: why.code }]);
    else if (link?.state === 'deleted') standings.push([ref, { mapping: own, code: 'deleted' }]);
    else if (link !== null || due.has(recordSubjectOf(ref))) standings.push([ref, { mapping: own, as: 'pending' }]);
    else standings.push([ref, { mapping: own, as: 'unexplained' }]);
  }
  return standings;
}

/** Whether a link joins two records. */
export const isWhole = (link: Link | null): boolean => link !== null && link.state !== 'deleted' && link.salesforce !== null && link.hubspot !== null;

/** Fields of a sample of the page's pairs, compared by the pass itself: what it would write disagrees. */
async function agree(ports: PhasePorts, job: Job, { page, mapping }: { readonly page: FoundPage; readonly mapping: string }): Promise<Checked | Advance> {
  const before = job.checks[mapping] ?? emptyCheck();
  const share = shareFor(job.settings.agreement, job.totals[job.step] ?? null);
  const meant = page.links.filter((link) => isWhole(link) && link.state === 'active' && (share >= 1 || drawOf(job.seed, link.id) < share));
  const refs = meant.flatMap(({ salesforce }): RecordRef[] => (salesforce === null ? [] : [{ side: 'salesforce', ...salesforce }]));
  let agreement = before.agreement;
  const rows: DocumentWrite[] = [];
  for (let from = 0; from < refs.length; from += batchSize) {
    if (ports.signal.aborted) return { kind: 'wait', waitMs: 0, trouble: null };
    const judged = await rehearse(ports, refs.slice(from, from + batchSize));
    if (!judged.ok) return waitFor(ports, judged.failure);
    const due = await ports.store.dueAmong(ports.connection, meant.slice(from, from + batchSize).map(linkSubjectOf));
    for (const verdict of judged.verdicts) {
      const standing = standingOf(verdict, verdict.link !== null && due.has(linkSubjectOf(verdict.link)));
      agreement = { ...agreement, looked: agreement.looked + 1, [standing]: agreement[standing] + 1 };
      if (standing === 'disagree' && agreement.disagree <= faultsMax) rows.push(faultRow(job, mapping, disagreement(verdict)));
    }
  }
  return { checks: { [mapping]: { ...before, agreement } }, rows };
}

/** What a rehearsed look at a pair says of it: what it would write disagrees. */
export function standingOf({ writes, refusals, isAsked, fate }: Verdict, isDue: boolean): 'agree' | 'explained' | 'pending' | 'disagree' {
  if (writes.length > 0 || fate === 'waits') return isDue ? 'pending' : 'disagree';
  return refusals.length > 0 || isAsked ? 'explained' : 'agree';
}

/** A pair that disagrees, with the fields a look would write. */
export function disagreement({ link, ref, writes }: Verdict): Fault {
  const other: readonly RecordRef[] = link?.hubspot === undefined || link.hubspot === null ? [] : [{ side: 'hubspot', ...link.hubspot }];
  return { kind: 'disagree', refs: [ref, ...other], fields: writes.flatMap(({ side, fields }) => fields.map((field) => ({ side, field }))) };
}

function faultRow(job: Job, mapping: string, fault: Fault): DocumentWrite {
  const [first] = fault.refs;
  const key = `${job.id}:${mapping}:${fault.kind}:${first === undefined ? '' : refText(first)}`;
  return { kind: 'backfill.fault', key, group: groupOf(job), rank: 0, body: JSON.stringify({ mapping, ...fault }) };
}
