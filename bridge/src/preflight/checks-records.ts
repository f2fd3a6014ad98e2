/** Checks told from records: what guards them, doubles among them, and how many of their values can cross. Pure. */
import { describeIssue, SIDES } from '../domain/index.ts';
import type { RecordRef, Side } from '../domain/index.ts';
import type { CanaryState, JobView } from '../backfill/index.ts';
import type { GuardingRule } from '../engine/index.ts';
import { counted, finding, findingsMax } from './model.ts';
import type { Check, CheckState, Finding } from './model.ts';

export type Refused = { readonly cause: string; readonly count: number; readonly records: readonly RecordRef[] };
type Forecast = JobView['forecast'][number];

const recordsShown = 5;

/** `guards` null: they could not be read, `why` says so. `refused`: what rules and automations have refused so far. */
export function guardCheck({
  guards,
  why,
  refused,
}: {
  readonly guards: readonly GuardingRule[] | null;
  readonly why: string | null;
  readonly refused: readonly Refused[];
}): Check {
  const binding = (guards ?? []).filter(({ hasBypass }) => hasBypass !== true);
  const met = refused.reduce((sum, { count }) => sum + count, 0);
  const findings: Finding[] = [
    ...refused.map(({ cause, count, records }) =>
      finding(cause, {
        count,
        records: records.slice(0, recordsShown),
        remedy: 'Make the records satisfy the rule, or let the integration user bypass it; then retry them under Operations.',
      }),
    ),
    ...binding.map(({ object, name, message }) =>
      finding(`${object}: ${name}${message === '' ? '' : ` (“${message}”)`}`, {
        remedy: 'Let the integration user pass, for example with a custom permission the formula asks for, or make sure that what crosses satisfies it.',
      }),
    ),
  ];
  const state: CheckState = met > 0 ? 'fail' : binding.length > 0 || guards === null ? 'warn' : 'pass';
  const rules =
    guards === null
      ? `Validation rules could not be read${why === null ? '' : `: ${why}`}.`
      : binding.length === 0
        ? guards.length === 0
          ? 'No active validation rule guards the mapped objects.'
          : `All of ${counted(guards.length, 'active validation rule')} let some users pass.`
        : `${counted(binding.length, 'active validation rule')} may refuse what the bridge writes.`;
  return {
    key: 'guards',
    name: 'Validation rules',
    state,
    summary: met > 0 ? `${counted(met, 'record was', 'records were')} refused by a rule or an automation. ${rules}` : rules,
    remedy:
      state === 'pass'
        ? null
        : guards === null
          ? 'Give the integration user “View Setup and Configuration” to have them checked here; or let a few records cross and see.'
          : 'Let the integration user bypass them, or let a few records cross first and see.',
    findings: findings.slice(0, findingsMax),
  };
}

const told = ({ fates }: Forecast[Side], fate: string): number => fates[fate]?.count ?? 0;

/** Records of one system that share an address or a domain, and those Salesforce's duplicate rules refused. */
export function duplicateCheck({
  clusters,
  records,
  examples,
  refused,
  job,
}: {
  readonly clusters: number;
  readonly records: number;
  /** One group each. */
  readonly examples: readonly (readonly RecordRef[])[];
  readonly refused: readonly Refused[];
  readonly job: JobView | null;
}): Check {
  const doubles = (job?.forecast ?? []).reduce((sum, forecast) => sum + SIDES.reduce((all, side) => all + told(forecast[side], 'duplicate'), 0), 0);
  const reviews = (job?.forecast ?? []).reduce((sum, forecast) => sum + forecast.reviews.count, 0);
  const met = refused.reduce((sum, { count }) => sum + count, 0);
  const remedy = 'Merge them in their own system; the groups are under Operations, with the record to keep.';
  const findings = [
    ...refused.map(({ cause, count, records: refs }) => finding(cause, { count, records: refs.slice(0, recordsShown), remedy })),
    ...examples.map((refs) =>
      finding(`${counted(refs.length, 'record')} of one system share an address or a domain.`, {
        count: refs.length,
        records: refs.slice(0, recordsShown),
        remedy,
      }),
    ),
    ...(reviews === 0
      ? []
      : [
          finding('Pairs that may be one person or company wait for a person.', {
            count: reviews,
            remedy: 'Answer them under Operations, Reviews, once the run has asked.',
          }),
        ]),
  ];
  const parts = [
    ...(clusters === 0 ? [] : [`${counted(records, 'record')} in ${counted(clusters, 'group')} look alike within one system`]),
    ...(doubles === 0 ? [] : [`${counted(doubles, 'record')} would stay out as a double`]),
    ...(reviews === 0 ? [] : [`a person would be asked about ${counted(reviews, 'pair')}`]),
    ...(met === 0 ? [] : [`${counted(met, 'record was', 'records were')} refused by a duplicate rule`]),
  ];
  const isClean = clusters + doubles + reviews + met === 0;
  return {
    key: 'duplicates',
    name: 'Duplicates',
    state: isClean ? 'pass' : 'warn',
    summary: isClean
      ? job === null
        ? 'No duplicates are known yet; the dry run looks for them.'
        : 'No record shares an address or a domain with another of its system.'
      : `${parts.join('; ')}.`,
    remedy: isClean ? null : 'Merge what is double before going live: only one of a group crosses.',
    findings: findings.slice(0, findingsMax),
  };
}

const qualityMin = 0.8;
/** Issues about a value; others are about the record, its parents or the rules. */
const valueCategories: ReadonlySet<string> = new Set(['value', 'picklist', 'required']);

type FieldQuality = {
  readonly mapping: string;
  readonly side: Side;
  readonly field: string;
  readonly share: number;
  readonly refused: number;
  readonly of: number;
  readonly remedy: string;
};

/** Records of the sample that would be in step after the run: those whose values cross. */
function taking({ salesforce, hubspot }: Forecast): number {
  const judged = (side: Forecast[Side], fates: readonly string[]): number => {
    const share = side.records === 0 ? 1 : Math.min(1, side.judged / side.records);
    return fates.reduce((sum, fate) => sum + told(side, fate), 0) * share;
  };
  return (
    judged(salesforce, ['create', 'match', 'update', 'in-step', 'blocked', 'waits']) + judged(hubspot, ['create', 'update', 'in-step', 'blocked', 'waits'])
  );
}

/** Of each field that refused a value: the share of the sample's records whose value can cross. Example: 12 refused of 100 → 0.88. */
export function qualityOf(forecast: readonly Forecast[]): readonly FieldQuality[] {
  return forecast
    .flatMap((one) => {
      const of = Math.max(1, Math.round(taking(one)));
      const values = one.refused.filter(({ code, side, field }) => field !== null && valueCategories.has(describeIssue(code, { side, field }).category));
      return [...Map.groupBy(values, ({ side, field }) => `${side}:${field ?? ''}`).values()].flatMap((causes): FieldQuality[] => {
        const [first] = causes;
        if (first === undefined) return [];
        const refused = causes.reduce((sum, { count }) => sum + count, 0);
        const { side, field, remedy } = first;
        return [{ mapping: one.mapping, side, field: field ?? '', share: Math.max(0, 1 - refused / of), refused, of, remedy }];
      });
    })
    .toSorted((left, right) => left.share - right.share);
}

/** At least 80 % of each mapped field's values must cross. */
export function qualityCheck(job: JobView | null): Check {
  const isJudged = job !== null && job.forecast.length > 0;
  const fields = isJudged ? qualityOf(job.forecast) : [];
  const poor = fields.filter(({ share }) => share < qualityMin);
  const percent = (share: number): string => `${String(Math.floor(share * 100))} %`;
  const state: CheckState = !isJudged ? 'warn' : poor.length > 0 ? 'fail' : 'pass';
  const [lowest] = fields;
  return {
    key: 'quality',
    name: 'Field quality',
    state,
    summary: !isJudged
      ? 'Nothing is known of the values yet: the dry run judges a sample.'
      : poor.length > 0
        ? `In ${counted(poor.length, 'field')} fewer than 80 % of the values can cross.`
        : lowest === undefined
          ? 'Every value of the sample can cross.'
          : `At least ${percent(lowest.share)} of the values of every field can cross.`,
    remedy: !isJudged
      ? 'Start a dry run.'
      : poor.length > 0
        ? 'Correct the values at their source, complete the value map, or switch the rule off for now.'
        : null,
    findings: fields.slice(0, findingsMax).map(({ mapping, field, share, refused, of, remedy }) =>
      finding(`${mapping}: ${percent(share)} of the values for ${field} can cross (${counted(refused, 'value')} refused in ${counted(of, 'record')}).`, {
        count: refused,
        remedy,
      }),
    ),
  };
}

/** Whether there is a dry run that still holds. */
export function dryRunCheck(job: JobView | null): Check {
  const isDone = job !== null && job.kind === 'golive' && (job.phase !== 'survey' || job.state === 'waiting') && job.forecast.length > 0;
  const holds = isDone && !job.isStale && job.state !== 'cancelled';
  const creates = isDone ? job.forecast.reduce((sum, one) => sum + one.creates.salesforce.count + one.creates.hubspot.count, 0) : 0;
  const matches = isDone ? job.forecast.reduce((sum, one) => sum + one.matches.count, 0) : 0;
  return {
    key: 'dry-run',
    name: 'Dry run',
    state: holds ? 'pass' : 'warn',
    summary: !isDone
      ? 'No dry run was made yet.'
      : holds
        ? `${counted(creates, 'record')} would be made and ${counted(matches, 'pair')} matched.`
        : job.isStale
          ? 'The rules changed since the dry run.'
          : 'The last dry run was cancelled.',
    remedy: holds ? null : 'Start a dry run: it counts everything and writes nothing.',
    findings: [],
  };
}

/** What became of the first few. */
export function canaryCheck(states: readonly CanaryState[]): Check {
  const bad = states.filter(({ state, issues }) => state === 'issue' && issues.some(({ code }) => code !== 'reference-waiting'));
  const linked = states.filter(
    ({ state, issues }) => state === 'linked' || (state === 'issue' && issues.every(({ code }) => code === 'reference-waiting')),
  ).length;
  const state: CheckState = states.length === 0 ? 'warn' : bad.length > 0 ? (linked === 0 ? 'fail' : 'warn') : 'pass';
  return {
    key: 'canary',
    name: 'The first few',
    state,
    summary:
      states.length === 0
        ? 'No record crossed yet to show how it goes.'
        : bad.length > 0
          ? `${counted(bad.length, 'record')} of the first ${String(states.length)} met trouble.`
          : `${counted(linked, 'record')} of the first ${String(states.length)} crossed without trouble.`,
    remedy:
      states.length === 0
        ? 'After the dry run, let a few records cross and look at them.'
        : bad.length > 0
          ? 'Look at them one by one below, and mend the cause before everything follows.'
          : null,
    findings: bad
      .slice(0, findingsMax)
      .map(({ ref, mapping, issues }) =>
        finding(`${mapping}: ${issues[0]?.cause ?? 'an issue is open'}`, { records: [ref], remedy: issues[0]?.remedy ?? null }),
      ),
  };
}
