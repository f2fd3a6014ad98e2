/** The repair: what a check found out of step is looked at again by the ordinary passes, and counted afterwards. It writes nothing itself. */
import type { Link, RecordRef } from '../domain/index.ts';
import { linkSubjectOf, recordSubjectOf } from '../engine/index.ts';
import type { DocumentWrite, StoredDocument } from '../engine/index.ts';
import { groupOf, isWhole, lookFor, standingOf, waitFor, waitForBudget } from '../backfill/index.ts';
import type { Advance, PhasePorts } from '../backfill/index.ts';
import { compare } from './check.ts';
import { FAULT, faultSchema } from './model.ts';
import type { FoundFault, RepairTally, Run } from './model.ts';

/** As many as a pass takes. */
const pageSize = 200;
const servedLookMs = 1_000;
/** What is still in the queue after this long is counted as on its way. */
const serveMaxMs = 10 * 60_000;

type Row = { readonly stored: StoredDocument; readonly fault: FoundFault; readonly link: Link | null; readonly first: RecordRef };

/** One page of a repair: fed to the passes first, counted once they have been through it. */
export async function repair(ports: PhasePorts, run: Run): Promise<Advance<Run>> {
  const state = run.repair;
  if (state === null) return { kind: 'moved', change: (now) => ({ ...now, state: 'done', finishedAt: ports.clock.now() }) };
  const held = waitForBudget(ports, run);
  if (held !== null) return held;
  const { rows, next } = await rowsOf(ports, state);
  return state.stage === 'feed' ? feed(ports, { run, state, rows, next }) : count(ports, { state, rows, next });
}

async function rowsOf(
  { store, connection, rulebook }: PhasePorts,
  { of, mapping, page }: RepairTally,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | null }> {
  // The page's name is the mapping and the store's own page within it.
  const keys = mapping === null ? rulebook.rules.mappings.map(({ key }) => key) : [mapping];
  const [index = '0', ...rest] = (page ?? '0').split('|');
  const key = keys[Number(index)];
  if (key === undefined) return { rows: [], next: null };
  const after = rest.join('|');
  const found = await store.listDocuments(connection, FAULT, { group: groupOf({ id: of }, key), limit: pageSize, ...(after === '' ? {} : { after }) });
  const faults = found.items.map((stored) => ({ stored, fault: faultSchema.parse(JSON.parse(stored.body)) }));
  const firsts = faults.flatMap(({ stored, fault }) => (fault.refs[0] === undefined ? [] : [{ stored, fault, first: fault.refs[0] }]));
  const links = await store.linksOf(
    connection,
    firsts.map(({ first }) => first),
  );
  const next = found.next === null ? (Number(index) + 1 < keys.length ? String(Number(index) + 1) : null) : `${index}|${found.next}`;
  return { rows: firsts.map((row, at) => ({ ...row, link: links[at] ?? null })), next };
}

type Page = { readonly run: Run; readonly state: RepairTally; readonly rows: readonly Row[]; readonly next: string | null };

async function feed(ports: PhasePorts, { run, state, rows, next }: Page): Promise<Advance<Run>> {
  const now = ports.clock.now();
  const linked = rows.flatMap(({ link }) => (link === null ? [] : [linkSubjectOf(link)]));
  if (linked.length > 0) {
    await ports.store.wake(ports.connection, linked, 'backfill', now);
    ports.wake();
  }
  const alone = rows.filter(({ link }) => link === null);
  if (alone.length > 0) await ports.receive(alone.map(({ first }) => lookFor(run, first, now, 'repair:')));
  const fed: RepairTally = { ...state, page: next, asked: state.asked + rows.length, fedAt: now, stage: next === null ? 'count' : 'feed' };
  return { kind: 'moved', change: (stored) => ({ ...stored, repair: fed, trouble: null }) };
}

async function count(ports: PhasePorts, { state, rows, next }: Omit<Page, 'run'>): Promise<Advance<Run>> {
  const { store, connection, clock } = ports;
  const subjects = rows.map(({ link, first }) => (link === null ? recordSubjectOf(first) : linkSubjectOf(link)));
  const due = await store.dueAmong(connection, subjects);
  if (due.size > 0 && clock.now() - state.fedAt < serveMaxMs) return { kind: 'wait', waitMs: servedLookMs, trouble: null };
  const compared = await compare(
    ports,
    rows.flatMap(({ link }) => (isWhole(link) && link !== null ? [link] : [])),
  );
  if (!compared.ok) return waitFor(ports, compared.failure);
  const standings = new Map(compared.pairs.map(({ verdict, isDue }) => [verdict.link?.id ?? '', standingOf(verdict, isDue)]));
  let after: RepairTally = { ...state, page: next };
  const settled: DocumentWrite[] = [];
  for (const [index, { stored, fault, link, first }] of rows.entries()) {
    const subject = subjects[index];
    const standing =
      (link === null ? undefined : standings.get(link.id)) ?? (await standingAlone(ports, { link, first, isDue: subject !== undefined && due.has(subject) }));
    after = { ...after, [standing]: after[standing] + 1 };
    // Out of the list, in the same step that counts it.
    const { kind, key, rank, body } = stored;
    if (standing === 'agree' || standing === 'explained') settled.push({ kind, key, rank, body, group: groupOf({ id: state.of }, fault.mapping, 'settled') });
  }
  const end: Partial<Run> = next === null ? { state: 'done', finishedAt: clock.now() } : {};
  return { kind: 'moved', rows: settled, change: (now) => ({ ...now, repair: after, trouble: null, ...end }) };
}

type Standing = 'agree' | 'explained' | 'pending' | 'disagree';

async function standingAlone(
  { store, connection }: PhasePorts,
  { link, first, isDue }: { readonly link: Link | null; readonly first: RecordRef; readonly isDue: boolean },
): Promise<Standing> {
  if (isDue) return 'pending';
  // A pair that rests or was taken apart is no pair in step any more, and says why.
  if (link !== null) return isWhole(link) ? 'explained' : 'pending';
  return (await store.unlinkedOf(connection, first)) === null ? 'disagree' : 'explained';
}
