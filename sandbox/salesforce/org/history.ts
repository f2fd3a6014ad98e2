import { OrgError } from './errors.ts';
import type { Database } from './store/database.ts';

type Window = { readonly start: number; readonly end: number; readonly now: number };
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Windows: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_getdeleted.htm */
const UPDATED_DAYS = 30;
const DELETED_DAYS = 15;

/** Seconds are ignored; the window may not reach back too far nor be empty. */
function clip(window: Window, days: number): Window {
  const minute = (t: number): number => Math.floor(t / MINUTE_MS) * MINUTE_MS;
  const [start, end] = [minute(window.start), minute(window.end)];
  if (end <= start) throw new OrgError('INVALID_REPLICATION_DATE', 'endDate must be at least one minute greater than startDate');
  if (start < window.now - days * DAY_MS)
    throw new OrgError('INVALID_REPLICATION_DATE', `startDate before org replication enabled date or more than ${days} days ago`);
  return { start, end: Math.min(end, window.now), now: window.now };
}

/** Ids of live rows changed in [start, end), as getUpdated answers. Times in epoch ms. */
export function changedIds(database: Database, object: string, window: Window): { ids: readonly string[]; latestDateCovered: number } {
  const { start, end } = clip(window, UPDATED_DAYS);
  const table = database.table(object);
  const ids = (table.idsModifiedSince(start) ?? [...table.rows.keys()]).filter((id) => {
    const row = table.get(id);
    const at = row?.['SystemModstamp'];
    return row !== undefined && row['IsDeleted'] !== true && typeof at === 'number' && at >= start && at < end;
  });
  return { ids, latestDateCovered: Math.floor(end / 1000) * 1000 };
}

/** Rows deleted in [start, end), as getDeleted answers; they leave the recycle bin after 15 days. */
export function deletedRecords(
  database: Database,
  object: string,
  window: Window,
): { records: readonly { id: string; deletedDate: number }[]; earliestDateAvailable: number; latestDateCovered: number } {
  const { start, end } = clip(window, DELETED_DAYS);
  const table = database.table(object);
  const records = (table.idsModifiedSince(start) ?? [...table.rows.keys()]).flatMap((id) => {
    const row = table.get(id);
    const at = row?.['SystemModstamp'];
    return row?.['IsDeleted'] === true && typeof at === 'number' && at >= start && at < end ? [{ id, deletedDate: at }] : [];
  });
  return { records, earliestDateAvailable: window.now - DELETED_DAYS * DAY_MS, latestDateCovered: Math.floor(end / 1000) * 1000 };
}
