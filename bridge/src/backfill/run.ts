/** The run: makes every record due in lane `backfill`, page by page and mapping by mapping, no faster than passes can follow. They do the work. */
import type { RecordRef } from '../domain/index.ts';
import { linkSubjectOf, noteSwept } from '../engine/index.ts';
import type { Job, Step } from './model.ts';
import { lookFor, pageDone, stepDone, waitFor, waitForBudget, withItem } from './phase.ts';
import type { Advance, PhasePorts } from './phase.ts';
import { beginRecords } from './survey.ts';
import { walkPage } from './walk.ts';

/** Changes that may wait before more are added: what people do comes first in the queue, but not in calls that are on their way. */
const inboxMax = 2_000;
const paceMs = 200;
/** A pass that was begun before the queue ran dry is over by then, or its claim has lapsed. */
const lastPassesMs = 30_000;

/** One page of the run, or one look at whether what was fed has been served. */
export async function run(ports: PhasePorts, job: Job): Promise<Advance> {
  const step = job.plan[job.step];
  if (step === undefined) return { kind: 'moved', change: (now) => ({ ...now, ranAt: now.ranAt ?? ports.clock.now() }) };
  const held = waitForBudget(ports, job);
  if (held !== null) return held;
  if (job.at === null) return begin(ports, job, step);
  if (job.at.isWalked) return isLastOf(job, step) ? await drained(ports, job) : { kind: 'moved', change: stepDone };
  const { inbox } = await ports.store.counts(ports.connection);
  if (inbox > inboxMax) return { kind: 'wait', waitMs: paceMs, trouble: null };
  return feed(ports, job, step);
}

async function begin(ports: PhasePorts, job: Job, step: Step): Promise<Advance> {
  const started =
    step.kind === 'records'
      ? await beginRecords(ports, step)
      : { until: ports.clock.now(), total: step.kind === 'links' ? ((await ports.store.counts(ports.connection)).linksByMapping[step.mapping] ?? 0) : null };
  if ('kind' in started) return started;
  const { until, total } = started;
  return {
    kind: 'moved',
    change: (now) => ({ ...now, at: { until, page: null, isWalked: false }, totals: withItem(now.totals, job.step, total), measuredAt: ports.clock.now() }),
  };
}

/** Parents are in step before anybody who names them is looked at. */
function isLastOf({ plan, step: at }: Job, step: Step): boolean {
  const next = plan[at + 1];
  if (next === undefined || step.kind !== 'records' || next.kind !== 'records') return true;
  return next.mapping !== step.mapping;
}

async function feed(ports: PhasePorts, job: Job, step: Step): Promise<Advance> {
  if (job.at === null) return { kind: 'wait', waitMs: 0, trouble: null };
  const page = await walkPage(ports, step, job.at);
  if (!page.ok) return waitFor(ports, page.failure, step.kind === 'records' && step.side === 'salesforce' ? 'Salesforce' : 'HubSpot');
  const now = ports.clock.now();
  if (step.kind === 'links') {
    await ports.store.wake(
      ports.connection,
      page.links.map((link) => linkSubjectOf(link)),
      'backfill',
      now,
    );
    ports.wake();
  } else {
    const isMeant = (ref: RecordRef): boolean => (step.kind === 'stuck' ? isStuckFor(ports, step.mappings, ref) : page.mappingOf(ref) !== null);
    await ports.receive(page.refs.filter(isMeant).map((ref) => lookFor(job, ref, now)));
  }
  ports.journal.count('backfill.fed', page.refs.length);
  // An ordinary sweep of this object goes on from where this walk began.
  if (step.kind === 'records' && page.next === null) await noteSwept(ports, { side: step.side, object: step.object, until: job.at.until });
  return { kind: 'moved', change: (stored) => pageDone(stored, page, ports.clock.now()) };
}

/** Whether the record's object is one of the mappings'; which of several that share it means the record, its next look tells. */
function isStuckFor({ rulebook }: PhasePorts, mappings: readonly string[], { side, object }: RecordRef): boolean {
  return mappings.some((key) => {
    const mapping = rulebook.mappingNamed(key);
    return side === 'salesforce' ? mapping?.salesforceObjects.includes(object) === true : mapping?.hubspotObject === object;
  });
}

/** Everything fed was due before the walk ended; once the oldest that waits is younger, it was served. What waits for a retry is an issue by now. */
async function drained(ports: PhasePorts, job: Job): Promise<Advance> {
  const fedAt = job.measuredAt ?? ports.clock.now();
  const { oldestDueAt, leased } = await ports.store.counts(ports.connection);
  const isServed = oldestDueAt === null || oldestDueAt > fedAt;
  const isOver = isServed && (leased === 0 || ports.clock.now() - fedAt > lastPassesMs);
  return isOver ? { kind: 'moved', change: stepDone } : { kind: 'wait', waitMs: paceMs, trouble: null };
}
