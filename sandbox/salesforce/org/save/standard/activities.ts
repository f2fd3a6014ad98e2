import type { FieldValue, Row } from '../../../contract.ts';
import { rowError } from '../../errors.ts';
import type { Item, SaveContext } from '../context.ts';
import { changes } from './rule.ts';
import type { StandardRule } from './rule.ts';

const MINUTE_MS = 60_000;
/** "Event duration": at most 14 days (Object Reference, "Event"). */
const MINUTES_MAX = 14 * 24 * 60;
const DAY_MINUTES = 24 * 60;

/** Whether a status of Task or Case counts as closed, by its row in TaskStatus or CaseStatus. */
export const isClosed = (context: SaveContext, statuses: 'TaskStatus' | 'CaseStatus', status: FieldValue | undefined): boolean => {
  const wanted = String(status ?? '').toLowerCase();
  return [...context.database.table(statuses).rows.values()].some((row) => row['IsClosed'] === true && String(row['ApiName']).toLowerCase() === wanted);
};

/** A lead stands alone: an activity of a lead is related to nothing else. */
function leadAlone(item: Item): void {
  if (String(item.next['WhoId']).startsWith('00Q') && (item.next['WhatId'] ?? null) !== null)
    item.errors.push(
      rowError('FIELD_INTEGRITY_EXCEPTION', 'Related To ID: You can only relate a lead to a task or event without a related record', ['WhatId']),
    );
}

export const task: StandardRule = {
  check: (context, item) => {
    const { next, before } = item;
    leadAlone(item);
    next['IsClosed'] = isClosed(context, 'TaskStatus', next['Status']);
    if (next['IsClosed'] !== true) next['CompletedDateTime'] = null;
    else if (before?.['IsClosed'] !== true) next['CompletedDateTime'] = Math.floor(context.transaction.now() / 1000) * 1000;
  },
};

export const event: StandardRule = {
  check: (_, item) => {
    leadAlone(item);
    if (item.next['IsAllDayEvent'] === true) allDay(item);
    else timed(item);
  },
};

/** A day by itself is enough; without duration or end it lasts the day. */
function allDay({ next, errors }: Item): void {
  const start = next['StartDateTime'] ?? next['ActivityDateTime'];
  if (typeof start === 'number') next['ActivityDate'] = new Date(start).toISOString().slice(0, 10);
  const day = next['ActivityDate'];
  if (typeof day !== 'string') return void errors.push(rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [ActivityDate]', ['ActivityDate']));
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const end = next['EndDateTime'];
  const minutes = typeof end === 'number' ? (end - midnight) / MINUTE_MS + DAY_MINUTES : Number(next['DurationInMinutes'] ?? DAY_MINUTES);
  Object.assign(next, { StartDateTime: midnight, ActivityDateTime: midnight, DurationInMinutes: String(Math.max(minutes, DAY_MINUTES)) });
  if (minutes > MINUTES_MAX) errors.push(tooLong);
}

const tooLong = rowError('FIELD_INTEGRITY_EXCEPTION', 'Event duration may not be longer than 14 days', ['DurationInMinutes']);

/** Start, and either a duration or an end; both must tell the same. What is changed alone moves the other; a moved start keeps the duration. */
function timed(item: Item): void {
  const { next, before, errors } = item;
  const [start, missing] = [startOf(item), [] as string[]];
  if (typeof next['DurationInMinutes'] !== 'string' && typeof next['EndDateTime'] !== 'number') missing.push('DurationInMinutes');
  if (typeof start !== 'number') missing.push('ActivityDateTime');
  if (missing.length > 0 || typeof start !== 'number')
    return void errors.push(rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing));
  const end = next['EndDateTime'];
  const told = next['DurationInMinutes'];
  const movesEnd = typeof end === 'number' && (before === null || changes(item, 'EndDateTime'));
  const movesDuration = typeof told === 'string' && (before === null || changes(item, 'DurationInMinutes'));
  const minutes = movesEnd ? Math.round((Number(end) - start) / MINUTE_MS) : Number(told);
  if (movesEnd && movesDuration && minutes !== Number(told))
    errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'Duration must be equal to the end date minus the start date', ['DurationInMinutes', 'EndDateTime']));
  if (minutes < 0) errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'Event duration cannot be negative', ['DurationInMinutes']));
  if (minutes > MINUTES_MAX) errors.push(tooLong);
  Object.assign(next, times(start, minutes));
}

const times = (start: number, minutes: number): Row => ({
  StartDateTime: start,
  ActivityDateTime: start,
  ActivityDate: new Date(start).toISOString().slice(0, 10),
  DurationInMinutes: String(minutes),
  EndDateTime: start + minutes * MINUTE_MS,
});

/** The two names of the start: whichever the save changes. */
const startOf = (item: Item): FieldValue =>
  (changes(item, 'ActivityDateTime') && !changes(item, 'StartDateTime') ? item.next['ActivityDateTime'] : item.next['StartDateTime']) ??
  item.next['ActivityDateTime'] ??
  null;
