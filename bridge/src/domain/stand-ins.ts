/** What a new Salesforce record gets where HubSpot has nothing for it. */
import type { FieldRule, FieldSchema, Instant, Value } from './model.ts';

const DAY_MS = 86_400_000;
const DAYS = /^\+(\d{1,4}) days?$/;

/** Whether a create default is counted from the day of the create. */
export function isRelativeDefault(text: string): boolean {
  return DAYS.test(text);
}

/** A rule's create default as a value; `+30 days` is a date that many days after `now` (UTC). */
export function standInOf({ createDefault }: Pick<FieldRule, 'createDefault'>, { kind }: Pick<FieldSchema, 'kind'>, now: Instant): Value {
  if (createDefault === undefined || createDefault === null) return null;
  const days = kind === 'date' || kind === 'datetime' ? DAYS.exec(createDefault)?.[1] : undefined;
  if (days === undefined) return createDefault;
  const day = new Date(now + Number(days) * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return kind === 'date' ? day : `${day}T00:00:00.000Z`;
}
