/** A reconciliation as people read it. Pure. */
import type { FieldRule, RuleSet } from '../domain/index.ts';
import { isPairMatch, stepName } from '../backfill/index.ts';
import type { CheckTally } from '../backfill/index.ts';
import { reportOf } from './buckets.ts';
import type { Report } from './buckets.ts';
import { driftOf, sumOf, sumOfAll } from './fields.ts';
import type { Definition, FieldTally, RepairTally, Run } from './model.ts';

export type FieldView = FieldTally & {
  readonly rule: string;
  readonly salesforceField: string | null;
  readonly hubspotProperty: string | null;
  readonly drift: number | null;
};
export type MappingView = {
  readonly mapping: string;
  /** Of all its field values. */
  readonly values: FieldTally;
  readonly drift: number | null;
  /** Worst first. */
  readonly fields: readonly FieldView[];
  readonly pairs: CheckTally['agreement'];
  readonly salesforce: CheckTally['salesforce'];
  readonly hubspot: CheckTally['hubspot'];
  /** Both sides count the same pairs, and nobody is unaccounted for. */
  readonly isMatch: boolean;
};
export type RunView = Pick<Run, 'id' | 'kind' | 'state' | 'startedAt' | 'finishedAt' | 'startedBy' | 'trouble' | 'rulesVersion'> & {
  readonly progress: { readonly met: number; readonly perSecond: number | null; readonly steps: number; readonly step: number; readonly doing: string | null };
  readonly values: FieldTally;
  readonly drift: number | null;
  readonly mappings: readonly MappingView[];
  readonly report:
    | (Report & {
        readonly mapping: string;
        readonly definition: Definition;
        readonly platform: { readonly salesforce: number | null; readonly hubspot: number | null };
      })
    | null;
  readonly repair: RepairTally | null;
};
/** One point of the history. */
export type RunPoint = Pick<RunView, 'id' | 'startedAt' | 'finishedAt' | 'state' | 'drift' | 'values'> & {
  readonly hubspot: number | null;
  readonly salesforce: number | null;
};

export function viewOf(run: Run, rules: RuleSet | null): RunView {
  const { id, kind, state, startedAt, finishedAt, startedBy, trouble, rulesVersion, plan, step, met, rate, repair } = run;
  const values = sumOfAll(run);
  const keys = [...new Set([...Object.keys(run.fields), ...Object.keys(run.checks)])];
  const doing = plan[step];
  return {
    ...{ id, kind, state, startedAt, finishedAt, startedBy, trouble, rulesVersion, repair, values },
    progress: { met: met.reduce((sum, one) => sum + one, 0), perSecond: rate, steps: plan.length, step, doing: doing === undefined ? null : stepName(doing) },
    drift: driftOf(values),
    mappings: keys.flatMap((key) => mappingView(run, key, rules) ?? []),
    report:
      run.report === null
        ? null
        : { ...reportOf(run.report.counts), mapping: run.report.mapping, definition: run.report.definition, platform: run.report.platform },
  };
}

export function pointOf(run: Run): RunPoint {
  const values = sumOfAll(run);
  const report = run.report === null ? null : reportOf(run.report.counts);
  const { id, startedAt, finishedAt, state } = run;
  return { id, startedAt, finishedAt, state, values, drift: driftOf(values), hubspot: report?.hubspot ?? null, salesforce: report?.salesforce ?? null };
}

function mappingView(run: Run, mapping: string, rules: RuleSet | null): MappingView | null {
  const check = run.checks[mapping];
  if (check === undefined) return null;
  const tallies = run.fields[mapping] ?? {};
  const named = new Map<string, FieldRule>(rules?.mappings.find(({ key }) => key === mapping)?.fields.map((rule) => [rule.key, rule]) ?? []);
  const fields = Object.entries(tallies).map(([rule, tally]): FieldView => {
    const { salesforceField = null, hubspotProperty = null } = named.get(rule) ?? {};
    return { rule, salesforceField, hubspotProperty, ...tally, drift: driftOf(tally) };
  });
  const values = sumOf(tallies);
  return {
    ...{ mapping, values, drift: driftOf(values), salesforce: check.salesforce, hubspot: check.hubspot, pairs: check.agreement },
    fields: fields.toSorted((one, other) => (other.drift ?? 0) - (one.drift ?? 0) || other.disagree - one.disagree || (one.rule < other.rule ? -1 : 1)),
    isMatch: isPairMatch(check),
  };
}
