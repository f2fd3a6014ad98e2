/** Date, Datetime and Time, and their Java-style patterns. */
import { DateTime, IANAZone } from 'luxon';
import { raise } from './throwable.ts';

export const DAY_MS = 86_400_000;

/** A calendar day, as days since 1970-01-01. */
export class ADate {
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
}
/** An instant, epoch ms. */
export class ADatetime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}
/** A time of day, ms since midnight. */
export class ATime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

export const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

export type DateParts = { readonly year: number; readonly month: number; readonly day: number };

export function dateParts(date: ADate): DateParts {
  const d = new Date(date.days * DAY_MS);
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate() };
}

/** Out-of-range months and days roll over, as Date.newInstance does. */
export const dateOf = (year: number, month: number, day: number): ADate => new ADate(Math.round(Date.UTC(year, month - 1, day) / DAY_MS));

export function dateText(date: ADate): string {
  const { year, month, day } = dateParts(date);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** Whole days in the month. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Months added; a day past the end of the month becomes its last day. */
export function addMonths(date: ADate, months: number): ADate {
  const { year, month, day } = dateParts(date);
  const total = year * 12 + (month - 1) + months;
  const newYear = Math.floor(total / 12);
  const newMonth = total - newYear * 12 + 1;
  return dateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

export function offsetMs(ms: number, zone: string): number {
  return zone === 'GMT' || zone === 'UTC' ? 0 : IANAZone.create(zone).offset(ms) * 60_000;
}

/** The instant that a wall clock reading names in a zone. */
export function instantIn(zone: string, year: number, month: number, day: number, hour: number, minute: number, second: number, ms = 0): ADatetime {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const guess = wall - offsetMs(wall, zone);
  return new ADatetime(wall - offsetMs(guess, zone));
}

/** Wall-clock reading of an instant: a Date whose UTC getters read the local time. */
export const wallClock = (ms: number, zone: string): Date => new Date(ms + offsetMs(ms, zone));

export function datetimeText(ms: number, zone: string): string {
  const w = wallClock(ms, zone);
  return `${dateText(new ADate(Math.floor(w.getTime() / DAY_MS)))} ${pad(w.getUTCHours())}:${pad(w.getUTCMinutes())}:${pad(w.getUTCSeconds())}`;
}

export function timeText(time: ATime): string {
  const s = Math.floor(time.ms / 1000);
  return `${pad(Math.floor(s / 3600))}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}.${pad(time.ms % 1000, 3)}Z`;
}

/** Reads YYYY-MM-DD. */
export function parseDate(text: string): ADate | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? dateOf(year, month, day) : undefined;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Formats by a SimpleDateFormat pattern; an unknown letter is refused, as the platform does. */
export function formatPattern(ms: number, pattern: string, zone: string): string {
  const w = wallClock(ms, zone);
  return pattern.replace(/'((?:[^']|'')*)'|([a-zA-Z])\2*/g, (token: string, quoted: string | undefined, letter: string | undefined) => {
    if (letter === undefined) return quoted === '' ? "'" : (quoted ?? '').replaceAll("''", "'");
    return formatToken(letter, token.length, w, ms, zone);
  });
}

function formatToken(letter: string, width: number, w: Date, ms: number, zone: string): string {
  const month = MONTHS[w.getUTCMonth()] ?? '';
  const day = DAYS[w.getUTCDay()] ?? '';
  const offset = Math.round(offsetMs(ms, zone) / 60_000);
  const hhmm = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}`;
  switch (letter) {
    case 'y':
    case 'Y':
      return width === 2 ? pad(w.getUTCFullYear() % 100) : pad(w.getUTCFullYear(), width);
    case 'M':
      return width > 3 ? month : width === 3 ? month.slice(0, 3) : pad(w.getUTCMonth() + 1, width);
    case 'd':
      return pad(w.getUTCDate(), width);
    case 'H':
      return pad(w.getUTCHours(), width);
    case 'k':
      return pad(w.getUTCHours() || 24, width);
    case 'h':
      return pad(w.getUTCHours() % 12 || 12, width);
    case 'K':
      return pad(w.getUTCHours() % 12, width);
    case 'm':
      return pad(w.getUTCMinutes(), width);
    case 's':
      return pad(w.getUTCSeconds(), width);
    case 'S':
      return pad(w.getUTCMilliseconds(), width);
    case 'a':
      return w.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E':
      return width > 3 ? day : day.slice(0, 3);
    case 'u':
      return String(w.getUTCDay() || 7);
    case 'D':
      return pad(Math.floor((w.getTime() - Date.UTC(w.getUTCFullYear(), 0, 1)) / DAY_MS) + 1, width);
    case 'Z':
      return `${hhmm}${pad(Math.abs(offset) % 60)}`;
    case 'X':
      return offset === 0 ? 'Z' : `${hhmm}${width > 2 ? ':' : ''}${width > 1 ? pad(Math.abs(offset) % 60) : ''}`;
    case 'z':
      return zone === 'GMT' || zone === 'UTC' ? 'GMT' : (DateTime.fromMillis(ms, { zone }).offsetNameShort ?? zone);
    default:
      return raise('IllegalArgumentException', `Illegal pattern character '${letter}'`);
  }
}
