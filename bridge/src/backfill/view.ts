/** A job as a person reads it: how far it is, how long it takes, what the dry run says, whether the counts match. Pure. */
import type { Side } from '../domain/index.ts';
import { costOf } from './cost.ts';
import type { Allowance, Cost } from './cost.ts';
import { stepName } from './model.ts';
import type { BackfillSettings, CheckTally, Job, Phase } from './model.ts';
import { forecastOf, sumOf } from './tally.ts';
import type { Forecast } from './tally.ts';

export type Progress = {
  readonly steps: readonly { readonly name: string; readonly met: number; readonly total: number | null; readonly isDone: boolean }[];
  readonly met: number;
  /** Null where a platform does not count. */
  readonly total: number | null;
  readonly perSecond: number | null;
  /** Time left of this phase, by the rate lately. */
  readonly leftMs: number | null;
};
export type MappingCheck = CheckTally & {
  readonly mapping: string;
  /** Both sides count the same pairs, and nobody is unaccounted for. */
  readonly isMatch: boolean;
  /** Pairs whose fields agree, or disagree for a reason that is shown, of those looked at; null where none was. */
  readonly agreeShare: number | null;
};
export type JobView = {
  readonly id: string;
  readonly kind: Job['kind'];
  readonly phase: Phase;
  readonly state: Job['state'];
  readonly startedAt: number;
  readonly startedBy: string | null;
  readonly finishedAt: number | null;
  readonly approvedBy: string | null;
  readonly settings: BackfillSettings;
  readonly rulesVersion: number | null;
  /** The rules in force are newer than those it was begun under: what it says may not hold. */
  readonly isStale: boolean;
  readonly changes: readonly string[];
  readonly trouble: string | null;
  readonly progress: Progress;
  readonly forecast: readonly Forecast[];
  readonly cost: Cost | null;
  readonly checks: readonly MappingCheck[];
  /** Every mapping matches; null before it was counted. */
  readonly isMatch: boolean | null;
};

/** Steps the forecast of a later run is compared with: records the dry run met under the same name. */
export function progressOf({ plan, met, totals, rate, step, state, phase, surveys }: Job): Progress {
  const steps = plan.map((one, index) => {
    const surveyed = one.kind === 'records' && phase !== 'survey' ? (surveys[one.mapping]?.[one.side].walked ?? null) : null;
    const isShared =
      one.kind === 'records' && plan.filter((other) => other.kind === 'records' && other.mapping === one.mapping && other.side === one.side).length > 1;
    const total = totals[index] ?? (isShared ? null : surveyed);
    const isDone = phase === 'over' || index < step;
    return { name: stepName(one), met: met[index] ?? 0, total: isDone ? (met[index] ?? 0) : total, isDone };
  });
  const all = steps.reduce((sum, one) => sum + one.met, 0);
  // A step that has not begun yet has no total; those of before stand for it.
  const total = steps.every((one) => one.total !== null) ? steps.reduce((sum, one) => sum + Math.max(one.total ?? 0, one.met), 0) : null;
  const isMoving = state === 'working' && rate !== null && rate > 0;
  return { steps, met: all, total, perSecond: rate, leftMs: isMoving && total !== null ? Math.round(((total - all) / rate) * 1_000) : null };
}

/** Whether both sides count the same pairs, and nobody is unaccounted for. */
export function isPairMatch({ salesforce, hubspot }: Pick<CheckTally, 'salesforce' | 'hubspot'>): boolean {
  return salesforce.linked === hubspot.linked && salesforce.unexplained + hubspot.unexplained === 0;
}

export function checkOf(mapping: string, check: CheckTally): MappingCheck {
  const { looked, agree, explained, pending } = check.agreement;
  return { mapping, ...check, isMatch: isPairMatch(check), agreeShare: looked === 0 ? null : (agree + explained + pending) / looked };
}

/** The job in full. `rulesVersion`: of the rules in force. */
export function viewOf(
  job: Job,
  { rulesVersion, allowances }: { readonly rulesVersion: number | null; readonly allowances: Readonly<Record<Side, Allowance>> },
): JobView {
  const { id, kind, phase, state, startedAt, startedBy, finishedAt, approvedBy, settings, changes, trouble, surveys, checks } = job;
  const found = Object.entries(checks).map(([mapping, check]) => checkOf(mapping, check));
  const isOver = phase === 'over';
  return {
    ...{ id, kind, phase, state, startedAt, startedBy, finishedAt, approvedBy, settings, changes, trouble },
    rulesVersion: job.rulesVersion,
    isStale: rulesVersion !== null && job.rulesVersion !== rulesVersion && !isOver,
    progress: progressOf(job),
    forecast: Object.entries(surveys).map(([mapping, tally]) => forecastOf(mapping, tally)),
    cost: Object.keys(surveys).length === 0 ? null : costOf(Object.values(surveys), { allowances, share: settings.share }),
    checks: found,
    isMatch: found.length === 0 || !isOver ? null : found.every(({ isMatch }) => isMatch),
  };
}

/** Records in or out by reason, for a line of text. */
export const explainedOf = (check: CheckTally['salesforce']): number => sumOf(check.explained);
