/** The dry run: every record is counted, a sample is judged by the engine's own pass, nothing is written to either platform. */
import type { RecordRef, Side } from '../domain/index.ts';
import { indexMapping } from '../engine/index.ts';
import type { DocumentWrite } from '../engine/index.ts';
import { groupOf, refText } from './documents.ts';
import { drawOf, shareFor } from './draw.ts';
import { emptySurvey } from './model.ts';
import type { Job, Step, SurveyTally } from './model.ts';
import { pageDone, stepDone, waitFor, waitForBudget, withItem } from './phase.ts';
import type { Advance, PhasePorts } from './phase.ts';
import { rehearse } from './rehearse.ts';
import type { Verdict } from './rehearse.ts';
import { withSpent, withVerdict, withWalked } from './tally.ts';
import { walkPage } from './walk.ts';

/** As many as a pass takes, so that calls are shared as they will be. */
const batchSize = 200;
/** Records named per mapping, side and fate. */
export const samplesMax = 200;

type RecordStep = Extract<Step, { kind: 'records' }>;

/** One page of the dry run. */
export async function survey(ports: PhasePorts, job: Job): Promise<Advance> {
  const step = job.plan[job.step];
  if (step === undefined) return { kind: 'moved', change: (now) => ({ ...now, state: now.state === 'working' ? 'waiting' : now.state, at: null }) };
  if (step.kind !== 'records') return { kind: 'moved', change: stepDone };
  const held = waitForBudget(ports, job);
  if (held !== null) return held;
  if (job.at === null) return begin(ports, job, step);
  if (job.at.isWalked) return { kind: 'moved', change: stepDone };
  return surveyPage(ports, job, { step, at: job.at });
}

/** Who else is there must be known before anybody is said to be new. The walk for it is kept, so the run need not repeat it. */
async function begin(ports: PhasePorts, job: Job, step: RecordStep): Promise<Advance> {
  const started = await beginRecords(ports, step);
  if ('kind' in started) return started;
  const { total, until } = started;
  return {
    kind: 'moved',
    change: (now) => ({ ...now, at: { until, page: null, isWalked: false }, totals: withItem(now.totals, job.step, total), measuredAt: ports.clock.now() }),
  };
}

/** Makes a records step ready: both sides of its mapping known, its records counted where the platform can. */
export async function beginRecords(ports: PhasePorts, step: RecordStep): Promise<Advance | { readonly total: number | null; readonly until: number }> {
  const mapping = ports.rulebook.mappingNamed(step.mapping);
  if (mapping === null) return { kind: 'moved', change: stepDone };
  const unindexed = await indexMapping(ports, mapping, ports.signal);
  if (unindexed !== null) return waitFor(ports, unindexed.failure, unindexed.side === 'salesforce' ? 'Salesforce' : 'HubSpot');
  if (ports.signal.aborted) return { kind: 'wait', waitMs: 0, trouble: null };
  return { total: await totalOf(ports, step), until: ports.clock.now() };
}

async function totalOf({ gateways, rulebook }: PhasePorts, { side, object }: RecordStep): Promise<number | null> {
  const schema = rulebook.schemas.get(`${side}:${object}`);
  const ask = gateways[side].survey;
  if (schema === undefined || ask === undefined) return null;
  const answer = await ask({ object, filter: null, text: null, fields: [], limit: 1, schema });
  // A count is a comfort: without it there is no time left to tell, and everybody is judged.
  return answer.ok ? answer.value.total : null;
}

type At = { readonly step: RecordStep; readonly at: NonNullable<Job['at']> };

async function surveyPage(ports: PhasePorts, job: Job, { step, at }: At): Promise<Advance> {
  const page = await walkPage(ports, step, at);
  const name = step.side === 'salesforce' ? 'Salesforce' : 'HubSpot';
  if (!page.ok) return waitFor(ports, page.failure, name);
  const share = shareFor(job.settings.sample, job.totals[job.step] ?? null);
  const tallies = new Map<string, SurveyTally>();
  const tallyOf = (mapping: string): SurveyTally => tallies.get(mapping) ?? job.surveys[mapping] ?? emptySurvey();
  tallies.set(step.mapping, withWalked(tallyOf(step.mapping), step.side, { walked: page.gone, gone: page.gone }));
  for (const [mapping, mine] of Map.groupBy(page.refs, page.mappingOf))
    if (mapping !== null) tallies.set(mapping, withWalked(tallyOf(mapping), step.side, { walked: mine.length, gone: 0 }));
  const chosen = page.refs.filter((ref) => page.mappingOf(ref) !== null && (share >= 1 || drawOf(job.seed, ref.id) < share));
  const rows: DocumentWrite[] = [];
  for (let from = 0; from < chosen.length; from += batchSize) {
    if (ports.signal.aborted) return { kind: 'wait', waitMs: 0, trouble: null };
    const judged = await rehearse(ports, chosen.slice(from, from + batchSize));
    if (!judged.ok) return waitFor(ports, judged.failure);
    tallies.set(step.mapping, withSpent(tallyOf(step.mapping), judged.spent));
    for (const verdict of judged.verdicts) {
      const mapping = page.mappingOf(verdict.ref) ?? step.mapping;
      const row = sampleRow(job, { side: step.side, mapping, verdict, tally: tallyOf(mapping) });
      if (row !== null) rows.push(row);
      tallies.set(mapping, withVerdict(tallyOf(mapping), step.side, verdict));
    }
  }
  return {
    kind: 'moved',
    change: (now) => ({ ...pageDone(now, page, ports.clock.now()), surveys: { ...now.surveys, ...Object.fromEntries(tallies) } }),
    rows,
  };
}

/** What is kept of a sampled record. */
export type Sample = {
  readonly ref: RecordRef;
  readonly fate: Verdict['fate'];
  readonly reason: string | null;
  readonly writes: Verdict['writes'];
  readonly refusals: readonly { readonly code: string; readonly side: Side; readonly field: string | null }[];
};
type Sampling = { readonly side: Side; readonly mapping: string; readonly verdict: Verdict; readonly tally: SurveyTally };

/** The first of each fate; ids, field names and causes, no values. */
function sampleRow(job: Job, { side, mapping, verdict, tally }: Sampling): DocumentWrite | null {
  const { ref, fate, reason, writes, refusals, link } = verdict;
  if (fate === 'in-step' || fate === 'gone') return null;
  // Met from its Salesforce record.
  if (side === 'hubspot' && (fate === 'match' || (link !== null && link.salesforce !== null))) return null;
  const known = tally[side].fates[fate] ?? 0;
  if (known >= samplesMax) return null;
  const sample: Sample = { ref, fate, reason, writes, refusals: refusals.map(({ code, side: at, field }) => ({ code, side: at, field })) };
  return {
    kind: 'backfill.sample',
    key: `${job.id}:${mapping}:${refText(ref)}`,
    group: groupOf(job, mapping, fate),
    // Both sides take turns.
    rank: known * 2 + (side === 'salesforce' ? 0 : 1),
    body: JSON.stringify(sample),
  };
}
