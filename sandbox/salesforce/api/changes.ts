/** `/sobjects/X/updated` and `/sobjects/X/deleted`. */

import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { methodNotAllowed, refuse } from './failure.ts';
import { objectOf } from './read.ts';
import { formatInstant } from './values.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How far back each may look (REST API Developer Guide, "sObject Get Updated", "sObject Get Deleted"). */
const WINDOW_MS = { updated: 30 * DAY_MS, deleted: 15 * DAY_MS } as const;

/** Seconds are ignored by the platform. */
function instantOf(call: ApiCall, name: 'start' | 'end'): number {
  const text = call.query.get(name);
  if (text === null) throw refuse(400, 'MISSING_ARGUMENT', `${name} parameter is required`);
  const at = Date.parse(text.replace(' ', '+'));
  if (Number.isNaN(at)) throw refuse(400, 'INVALID_REPLICATION_DATE', `${name} is not a valid date: ${text}`);
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

function windowOf(services: ApiServices, call: ApiCall, kind: 'updated' | 'deleted'): { start: number; end: number } {
  const start = instantOf(call, 'start');
  const end = instantOf(call, 'end');
  if (end - start < MINUTE_MS) throw refuse(400, 'INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than startDate');
  if (start < services.org.now() - WINDOW_MS[kind]) {
    throw refuse(400, 'INVALID_REPLICATION_DATE', `startDate before org's replication data available or more than ${WINDOW_MS[kind] / DAY_MS} days ago`);
  }
  return { start, end };
}

/** Answers getUpdated and getDeleted for one object. */
export function answerChanges(services: ApiServices, call: ApiCall): ApiAnswer {
  if (call.method !== 'GET') throw methodNotAllowed(call.method, ['HEAD', 'GET']);
  const schema = objectOf(services.org, call.session.userId, call.path[1]);
  if (call.path[2] === 'updated') {
    const { start, end } = windowOf(services, call, 'updated');
    const { ids, latestDateCovered } = services.org.getUpdated(schema.name, start, end);
    return { status: 200, body: { ids, latestDateCovered: formatInstant(latestDateCovered) } };
  }
  const { start, end } = windowOf(services, call, 'deleted');
  const { records, earliestDateAvailable, latestDateCovered } = services.org.getDeleted(schema.name, start, end);
  const deletedRecords = records.map(({ id, deletedDate }) => ({ id, deletedDate: formatInstant(deletedDate) }));
  return {
    status: 200,
    body: { deletedRecords, earliestDateAvailable: formatInstant(earliestDateAvailable), latestDateCovered: formatInstant(latestDateCovered) },
  };
}
