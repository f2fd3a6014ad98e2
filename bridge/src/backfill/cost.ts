/** What a run would cost: calls per platform, and hours at the bridge's budget. Pure. */
import { SIDES } from '../domain/index.ts';
import type { Side } from '../domain/index.ts';
import type { SurveyTally } from './model.ts';
import { callSizes } from './rehearse.ts';

/** What a platform lets the bridge do; null where it has not said yet. */
export type Allowance = { readonly perSecond: number | null; readonly perDay: number | null };
export type Cost = {
  readonly calls: Readonly<Record<Side, number>>;
  /** At the share the job may use; null while neither platform has told its limits. */
  readonly hours: number;
  readonly boundBy: 'salesforce-day' | 'hubspot-day' | 'hubspot-seconds' | 'bridge';
};

/** Records a bridge with the embedded store links and creates a second (docs/figures.md); the platforms are slower. */
export const bridgePerSecond = 200;
const hourMs = 3_600_000;
const dayHours = 24;

const what = /^(salesforce|hubspot)\.(read|find|history|associations|associate|sweep)$/;

/** Calls of one mapping on each side: the walk, and what judging a sample cost, carried over to everybody. */
function callsOf(tally: SurveyTally): Record<Side, number> {
  const records = { salesforce: tally.salesforce.walked, hubspot: tally.hubspot.walked };
  const judged = tally.salesforce.judged + tally.hubspot.judged;
  const scale = judged === 0 ? 0 : Math.max(1, (records.salesforce + records.hubspot) / judged);
  const calls = { salesforce: 0, hubspot: 0 };
  for (const side of SIDES) {
    calls[side] += Math.ceil(records[side] / callSizes[side].sweep);
    const written = (tally.spent[`${side}.create`] ?? 0) + (tally.spent[`${side}.update`] ?? 0);
    calls[side] += Math.ceil((written * scale) / callSizes[side].write);
  }
  for (const [name, count] of Object.entries(tally.spent)) {
    const side = what.exec(name)?.[1];
    if (side === 'salesforce' || side === 'hubspot') calls[side] += Math.ceil(count * scale);
  }
  return calls;
}

/** The cost of a run over everything that was surveyed. `share`: the part of the daily calls it may use. */
export function costOf(
  tallies: readonly SurveyTally[],
  { allowances, share }: { readonly allowances: Readonly<Record<Side, Allowance>>; readonly share: number },
): Cost {
  const each = tallies.map(callsOf);
  const calls = {
    salesforce: each.reduce((sum, one) => sum + one.salesforce, 0),
    hubspot: each.reduce((sum, one) => sum + one.hubspot, 0),
  };
  const records = tallies.reduce((sum, one) => sum + one.salesforce.walked + one.hubspot.walked, 0);
  const daily = (side: Side): number => {
    const { perDay } = allowances[side];
    return perDay === null || perDay <= 0 ? 0 : (calls[side] / (perDay * share)) * dayHours;
  };
  const { perSecond } = allowances.hubspot;
  const bounds = [
    { boundBy: 'bridge' as const, hours: (records / bridgePerSecond) * (1_000 / hourMs) },
    { boundBy: 'hubspot-seconds' as const, hours: perSecond === null ? 0 : (calls.hubspot / perSecond) * (1_000 / hourMs) },
    // Less than a day's share is there at once.
    { boundBy: 'salesforce-day' as const, hours: beyondToday(daily('salesforce')) },
    { boundBy: 'hubspot-day' as const, hours: beyondToday(daily('hubspot')) },
  ];
  const slowest = bounds.reduce((worst, one) => (one.hours > worst.hours ? one : worst));
  return { calls, ...slowest };
}

const beyondToday = (hours: number): number => (hours <= dayHours ? 0 : hours - dayHours);
