/** The first few: a handful of records per mapping cross and are shown, before anybody lets everything in. */
import type { Link, RecordRef, Subject } from '../domain/index.ts';
import { linkSubjectOf, recordSubjectOf } from '../engine/index.ts';
import type { DocumentWrite, Store } from '../engine/index.ts';
import { groupOf, refText } from './documents.ts';
import type { Job } from './model.ts';
import { lookFor, stepDone } from './phase.ts';
import type { Advance, PhasePorts } from './phase.ts';
import { inOrder } from './plan.ts';
import type { Sample } from './survey.ts';

/** Fates worth seeing: records that would be made, linked or changed. */
const shownFates = ['create', 'match', 'update'] as const;
const pollMs = 250;
/** A record whose write is put off is not waited for longer. */
const patienceMs = 120_000;

export type CanaryRow = { readonly ref: RecordRef; readonly mapping: string; readonly expected: Sample['fate'] };

/** One step of the canary: a mapping's records are let in, then looked after until they have settled. */
export async function canary(ports: PhasePorts, job: Job): Promise<Advance> {
  const mapping = inOrder(ports.rulebook.rules.mappings)[job.step];
  if (mapping === undefined) return { kind: 'moved', change: (now) => ({ ...now, state: now.state === 'working' ? 'waiting' : now.state, at: null }) };
  if (job.at === null) {
    const rows = await chosenFor(ports, job, mapping.key);
    if (rows.length === 0) return { kind: 'moved', change: stepDone };
    const until = ports.clock.now();
    return {
      kind: 'moved',
      change: (now) => ({ ...now, at: { until, page: null, isWalked: false } }),
      rows: rows.map((row, rank) => canaryDocument(job, row, rank)),
    };
  }
  const refs = (await rowsOf(ports, job, mapping.key)).map(({ ref }) => ref);
  if (!job.at.isWalked) {
    // The rows are stored by now: a look that is asked for twice is known by its id.
    await ports.receive(refs.map((ref) => lookFor(job, ref, ports.clock.now(), 'canary:')));
    return { kind: 'moved', change: (now) => (now.at === null ? now : { ...now, at: { ...now.at, isWalked: true } }) };
  }
  const isSettled = (await isAllSettled(ports, refs)) || ports.clock.now() - job.at.until > patienceMs;
  return isSettled ? { kind: 'moved', change: stepDone } : { kind: 'wait', waitMs: pollMs, trouble: null };
}

const canaryDocument = (job: Job, row: CanaryRow, rank: number): DocumentWrite => ({
  kind: 'backfill.canary',
  key: `${job.id}:${refText(row.ref)}`,
  group: groupOf(job, row.mapping),
  rank,
  body: JSON.stringify(row),
});

/** Some of each fate in turn, as far as the dry run met any. */
async function chosenFor({ connection, store }: PhasePorts, job: Job, mapping: string): Promise<readonly CanaryRow[]> {
  const limit = job.settings.canary;
  if (limit === 0) return [];
  const byFate = await Promise.all(
    shownFates.map(async (fate) => {
      const { items } = await store.listDocuments(connection, 'backfill.sample', { group: groupOf(job, mapping, fate), limit });
      return items.map(({ body }): CanaryRow => {
        // Written by the survey and nobody else.
        const { ref } = JSON.parse(body) as Sample;
        return { ref, mapping, expected: fate };
      });
    }),
  );
  const turns = Array.from({ length: limit }, (_, index) => byFate.flatMap((rows) => rows[index] ?? []));
  return turns.flat().slice(0, limit);
}

async function rowsOf({ connection, store }: Pick<PhasePorts, 'connection' | 'store'>, job: Pick<Job, 'id'>, mapping: string): Promise<readonly CanaryRow[]> {
  const { items } = await store.listDocuments(connection, 'backfill.canary', { group: groupOf(job, mapping), limit: 1_000 });
  return items.map(({ body }) => JSON.parse(body) as CanaryRow);
}

async function dueOf({ connection, store }: Pick<PhasePorts, 'connection' | 'store'>, refs: readonly RecordRef[]): Promise<ReadonlySet<Subject>> {
  const links = await store.linksOf(connection, refs);
  return store.dueAmong(connection, [...new Set(refs.map((ref, index) => subjectOf(ref, links[index] ?? null)))]);
}

/** Whether nobody is on the way any more. What waits with an open issue is shown with it: a deal whose company is not among the first few stays due. */
async function isAllSettled(ports: PhasePorts, refs: readonly RecordRef[]): Promise<boolean> {
  const { connection, store } = ports;
  const open = await Promise.all(
    [...(await dueOf(ports, refs))].map(async (subject) => (await store.issues(connection, { open: true, subject, limit: 1 })).items.length),
  );
  return open.every((count) => count > 0);
}

const subjectOf = (ref: RecordRef, link: Link | null): Subject => (link === null ? recordSubjectOf(ref) : linkSubjectOf(link));

/** What happened to one record that went first. */
export type CanaryState = CanaryRow & {
  readonly state: 'linked' | 'waiting' | 'issue' | 'review' | 'out-of-scope' | 'duplicate' | 'deleted';
  readonly explanation: string | null;
  readonly salesforce: Link['salesforce'];
  readonly hubspot: Link['hubspot'];
  readonly issues: readonly { readonly code: string; readonly cause: string; readonly remedy: string; readonly field: string | null }[];
};

type Asking = { readonly store: Store } & Pick<PhasePorts, 'connection'>;

/** The records of a canary as they stand now. */
export async function canaryStates(asking: Asking, job: Job, mapping: string): Promise<readonly CanaryState[]> {
  const rows = await rowsOf(asking, job, mapping);
  const { store, connection } = asking;
  const refs = rows.map(({ ref }) => ref);
  const links = await store.linksOf(connection, refs);
  const due = await dueOf(asking, refs);
  return Promise.all(
    rows.map(async (row, index): Promise<CanaryState> => {
      const link = links[index] ?? null;
      const subject = subjectOf(row.ref, link);
      const { items } = await store.issues(connection, { open: true, subject, limit: 5 });
      const issues = items.map(({ code, cause, remedy, field }) => ({ code, cause, remedy, field }));
      const why = link === null ? await store.unlinkedOf(connection, row.ref) : null;
      const ends = { salesforce: link?.salesforce ?? null, hubspot: link?.hubspot ?? null };
      return { ...row, ...ends, issues, explanation: why?.explanation ?? null, state: stateOf(link, why?.code ?? null, { isDue: due.has(subject), issues }) };
    }),
  );
}

function stateOf(
  link: Link | null,
  code: CanaryState['state'] | null,
  { isDue, issues }: { readonly isDue: boolean; readonly issues: readonly unknown[] },
): CanaryState['state'] {
  if (link?.state === 'out-of-scope') return 'out-of-scope';
  if (link?.state === 'deleted') return 'deleted';
  if (link !== null && link.salesforce !== null && link.hubspot !== null) return issues.length > 0 ? 'issue' : 'linked';
  if (issues.length > 0) return 'issue';
  return isDue ? 'waiting' : (code ?? 'waiting');
}
