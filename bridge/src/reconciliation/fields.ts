/** The drift score: how the values of each field rule stand over all pairs that were compared. Pure. */
import { rulesFor } from '../domain/index.ts';
import type { FieldRule, ObjectMapping } from '../domain/index.ts';
import type { Verdict } from '../backfill/index.ts';
import type { FieldTallies, FieldTally } from './model.ts';

export const emptyTally: FieldTally = { compared: 0, agree: 0, explained: 0, pending: 0, disagree: 0 };
type Standing = Exclude<keyof FieldTally, 'compared'>;

/**
 * How each field of a rehearsed pair stands: a look would write it (disagree, or pending while the pair is due), it could not be written or the
 * rules leave it different (explained), or it agrees.
 */
export function fieldStandings(mapping: ObjectMapping, verdict: Verdict, isDue: boolean): readonly { readonly rule: FieldRule; readonly standing: Standing }[] {
  const { link } = verdict;
  if (link?.salesforce === null || link?.salesforce === undefined) return [];
  return rulesFor(mapping, link.salesforce.object).map((rule) => ({ rule, standing: standingOf(rule, verdict, isDue) }));
}

function standingOf(rule: FieldRule, { writes, refusals, left }: Verdict, isDue: boolean): Standing {
  const isWritten = writes.some(({ side, fields }) => fields.includes(side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty));
  if (isWritten) return isDue ? 'pending' : 'disagree';
  const isRefused = refusals.some(({ field }) => field === rule.key || field === rule.salesforceField || field === rule.hubspotProperty);
  return isRefused || left[rule.key] !== undefined ? 'explained' : 'agree';
}

/** The tallies with one more pair. */
export function withPair(tallies: FieldTallies, standings: ReturnType<typeof fieldStandings>): FieldTallies {
  const after: Record<string, FieldTally> = { ...tallies };
  for (const { rule, standing } of standings) {
    const before = after[rule.key] ?? emptyTally;
    after[rule.key] = { ...before, compared: before.compared + 1, [standing]: before[standing] + 1 };
  }
  return after;
}

export function sumOf(tallies: FieldTallies): FieldTally {
  return Object.values(tallies).reduce(
    (sum, one) => ({
      compared: sum.compared + one.compared,
      agree: sum.agree + one.agree,
      explained: sum.explained + one.explained,
      pending: sum.pending + one.pending,
      disagree: sum.disagree + one.disagree,
    }),
    emptyTally,
  );
}

/** Over all mappings of a run. */
export const sumOfAll = ({ fields }: { readonly fields: Readonly<Record<string, FieldTallies>> }): FieldTally =>
  sumOf(Object.fromEntries(Object.entries(fields).map(([key, tallies]) => [key, sumOf(tallies)])));

/** Share of field values that disagree without a reason, 0 to 1; null where nothing was compared. Example: 3 of 1,200 → 0.0025. */
export const driftOf = ({ compared, disagree }: FieldTally): number | null => (compared === 0 ? null : disagree / compared);
