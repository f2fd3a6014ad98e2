/** What rules would cost before they are switched on: how many activities HubSpot has, how fast they come, and when the org would be full. Pure. */
import type { ActivityRule } from '../domain/model.ts';

/** Salesforce counts 2 KB for a Task or Event whatever it holds (Salesforce Help, "Monitor Data and File Storage"). */
const RECORD_KB = 2;
const KB_PER_MB = 1_024;
const monthsMax = 1_200;
const sizeMb = (records: number): number => (records * RECORD_KB) / KB_PER_MB;
const rounded = (size: number): number => Math.round(size * 100) / 100;

/** How many activities HubSpot has, of all time, the last 365 and the last 30 days. `isExact` false: more than what the rule selects was counted. */
export type Totals = { readonly all: number; readonly year: number; readonly month: number; readonly isExact: boolean };
/** Space for records. */
export type Space = { readonly maxMb: number; readonly leftMb: number };
/** `isOn` false: what it would cost is told, and is not part of the sums. Absent = true. */
export type Estimated = Pick<ActivityRule, 'key' | 'activity' | 'direction' | 'monthlyMax'> & { readonly isOn?: boolean | undefined };

export type EstimateRow = {
  readonly key: string;
  readonly activity: ActivityRule['activity'];
  /** False where nothing of it is made in Salesforce, and where it is off. */
  readonly fillsSalesforce: boolean;
  /** Null = HubSpot tells no total of this kind. */
  readonly totals: Totals | null;
  /** What there is already, as records in Salesforce. */
  readonly allMb: number | null;
  /** What a usual month adds, the cap taken into account. */
  readonly monthlyMb: number | null;
};
export type Estimate = {
  readonly items: readonly EstimateRow[];
  /** Null = the org does not say. */
  readonly space: Space | null;
  /** Of all rules that are on together. */
  readonly allMb: number;
  readonly monthlyMb: number;
  /** In which month the org would be full, with nothing else growing; 1 = the first. Null = not in a hundred years, or unknown. */
  readonly fullInMonth: number | null;
};

/** The estimate for rules whose totals were asked for, in the same order. Everybody an activity is about is taken to be linked, so it is an upper bound. */
export function estimateOf(rules: readonly Estimated[], totals: readonly (Totals | null)[], space: Space | null): Estimate {
  const items = rules.map((rule, index) => rowOf(rule, totals[index] ?? null));
  const sum = (pick: (row: EstimateRow) => number | null): number =>
    rounded(items.filter(({ fillsSalesforce }) => fillsSalesforce).reduce((all, row) => all + (pick(row) ?? 0), 0));
  const filling = rules.flatMap((rule, index) => (!fills(rule) ? [] : flowOf(rule, totals[index] ?? null)));
  return {
    items,
    space,
    allMb: sum((row) => row.allMb),
    monthlyMb: sum((row) => row.monthlyMb),
    fullInMonth: space === null ? null : fullInMonth(filling, space),
  };
}

const fills = ({ direction, isOn = true }: Estimated): boolean => isOn && direction !== 'to-hubspot';

function rowOf(rule: Estimated, totals: Totals | null): EstimateRow {
  const { key, activity, monthlyMax } = rule;
  return {
    ...{ key, activity, fillsSalesforce: fills(rule), totals },
    allMb: totals === null ? null : rounded(sizeMb(totals.all)),
    monthlyMb: totals === null ? null : rounded(sizeMb(Math.min(totals.month, monthlyMax ?? Infinity))),
  };
}

/** Records that wait to cross, records that come in a month, records that may be made in one. */
type Flow = { readonly waiting: number; readonly coming: number; readonly max: number };

function flowOf({ monthlyMax }: Estimated, totals: Totals | null): readonly Flow[] {
  return totals === null ? [] : [{ waiting: totals.all, coming: totals.month, max: monthlyMax ?? Infinity }];
}

function fullInMonth(start: readonly Flow[], { leftMb }: Space): number | null {
  let flows = start;
  let left = leftMb;
  for (let month = 1; month <= monthsMax; month += 1) {
    const made = flows.map(({ waiting, coming, max }) => Math.min(waiting + coming, max));
    left -= sizeMb(made.reduce((all, count) => all + count, 0));
    if (left < 0) return month;
    flows = flows.map((flow, index) => ({ ...flow, waiting: flow.waiting + flow.coming - (made[index] ?? 0) }));
  }
  return null;
}
