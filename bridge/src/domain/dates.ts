/**
 * Dates and instants in text. Salesforce speaks `2026-11-21` and `2026-11-21T10:00:00.000+0000`; HubSpot speaks ISO text or epoch
 * milliseconds, and a HubSpot date given as milliseconds must be midnight UTC.
 */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
/** Milliseconds have five digits or more, so that a bare year is none; 0 is the first of January 1970. */
const EPOCH = /^(-?\d{5,16}|0)$/;
const DAY_MS = 86_400_000;
/** Years 0001 to 9999, so text keeps four digits. */
const INSTANT_MIN = -62_135_596_800_000;
const INSTANT_MAX = 253_402_300_799_999;

/** Canonical `YYYY-MM-DD` of a calendar day, of midnight UTC in milliseconds, or of an instant at midnight UTC; null when it is none of these. */
export function plainDay(text: string): string | null {
  if (DAY.test(text)) return isRealDay(text) ? text : null;
  const at = instantMs(text);
  if (at === null || at % DAY_MS !== 0) return null;
  return instantText(at).slice(0, 10);
}

/** Canonical ISO-8601 UTC text with milliseconds, or null when the text is not an instant. A bare day is midnight UTC. */
export function plainInstant(text: string): string | null {
  const at = DAY.test(text) ? dayMs(text) : instantMs(text);
  return at === null ? null : instantText(at);
}

/** Salesforce's date/time literal for a canonical instant: `+0000`, not `Z`. */
export function salesforceInstant(canonical: string): string {
  return canonical.replace(/Z$/, '+0000');
}

/** The canonical instant without its milliseconds: Salesforce keeps whole seconds. */
export function wholeSeconds(canonical: string): string {
  return canonical.replace(/\.\d{3}Z$/, '.000Z');
}

/** Whether a canonical instant is midnight UTC, the only instants that are also dates. */
export function isMidnight(canonical: string): boolean {
  return canonical.endsWith('T00:00:00.000Z');
}

function isRealDay(text: string): boolean {
  const at = dayMs(text);
  return at !== null && instantText(at).slice(0, 10) === text;
}

function dayMs(text: string): number | null {
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return inRange(at) && instantText(at).slice(0, 10) === text ? at : null;
}

function instantMs(text: string): number | null {
  if (EPOCH.test(text)) return inRange(Number(text)) ? Number(text) : null;
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, day = '', hour = '', minute = '', second = '00', fraction = '', zone = 'Z'] = match;
  if (!isRealDay(day)) return null;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return inRange(at) ? at : null;
}

function inRange(at: number): boolean {
  return Number.isFinite(at) && at >= INSTANT_MIN && at <= INSTANT_MAX;
}

function instantText(at: number): string {
  return new Date(at).toISOString();
}
