/** Checks of the connection itself: reached, and calls enough for what is to come. Pure. */
import { SIDES } from '../domain/index.ts';
import type { Side, Sided } from '../domain/index.ts';
import type { JobView } from '../backfill/index.ts';
import type { CrmGateway } from '../engine/index.ts';
import { counted, finding, systemNames } from './model.ts';
import type { Check, CheckState, Finding } from './model.ts';

/** `trouble` null: both systems answer and rules are in force. */
export function reachedCheck(trouble: string | null, fields: number): Check {
  return {
    key: 'reached',
    name: 'Connection',
    state: trouble === null ? 'pass' : 'fail',
    summary: trouble === null ? `Both systems answer, and ${counted(fields, 'field rule')} are in force.` : trouble,
    remedy: trouble === null ? null : 'See the page Connect.',
    findings: [],
  };
}

export type Budget = ReturnType<CrmGateway['budget']>;

/** Below this part of the day's share, what is left is told. */
const lowShare = 0.2;
/** A first crossing that takes longer than this is worth planning. */
const longHours = 24;

const limits: Readonly<Record<string, string>> = {
  'salesforce-day': "Salesforce's daily calls",
  'hubspot-day': "HubSpot's daily calls",
  'hubspot-seconds': "HubSpot's calls per second",
  bridge: 'the bridge itself',
};

function budgetFinding(side: Side, { remaining, perDay, perSecond }: Budget): Finding {
  const share = `${String(Math.floor(remaining * 100))} % of the bridge's share of today's calls is free in ${systemNames[side]}`;
  const day = perDay === undefined || perDay === null ? '' : `, of ${counted(perDay, 'call')} a day`;
  const second = perSecond === undefined || perSecond === null ? '' : `, ${counted(Math.floor(perSecond), 'call')} a second`;
  return finding(
    `${share}${day}${second}.`,
    remaining < lowShare ? { remedy: 'Wait until calls are free again, or raise the share in the bridge’s configuration.' } : {},
  );
}

/** What is left of both platforms' calls, and what the dry run says a run needs. */
export function headroomCheck(budgets: Sided<Budget>, job: JobView | null): Check {
  const cost = job?.cost ?? null;
  const isOut = SIDES.some((side) => budgets[side].remaining <= 0);
  const isLow = SIDES.some((side) => budgets[side].remaining < lowShare);
  const isLong = cost !== null && cost.hours > longHours;
  const state: CheckState = isOut ? 'fail' : isLow || isLong || cost === null ? 'warn' : 'pass';
  const hours =
    cost === null ? '' : cost.hours < 0.1 ? 'a few minutes' : `about ${cost.hours < 10 ? cost.hours.toFixed(1) : String(Math.round(cost.hours))} hours`;
  return {
    key: 'headroom',
    name: 'API calls',
    state,
    summary: isOut
      ? "A platform's share of today's calls is used up."
      : cost === null
        ? 'How many calls the run needs is told by the dry run.'
        : `The run needs ${counted(cost.calls.salesforce, 'call')} to Salesforce and ${counted(cost.calls.hubspot, 'call')} to HubSpot: ${hours}, bound by ${limits[cost.boundBy] ?? cost.boundBy}.`,
    remedy:
      isOut || isLow
        ? 'Wait until calls are free again, or raise the share.'
        : cost === null
          ? 'Start a dry run.'
          : isLong
            ? 'Plan for it: it pauses by itself when calls run short, and goes on when they are free.'
            : null,
    findings: SIDES.map((side) => budgetFinding(side, budgets[side])),
  };
}
