/** Date, Datetime, Time and TimeZone. */
import { running } from '../runtime/current.ts';
import {
  addMonths,
  ADate,
  ADatetime,
  ATime,
  dateOf,
  dateParts,
  dateText,
  datetimeText,
  DAY_MS,
  daysInMonth,
  formatPattern,
  instantIn,
  offsetMs,
  parseDate,
  timeText,
  wallClock,
} from '../runtime/temporal.ts';
import { raise } from '../runtime/throwable.ts';
import { Bag, define, type Definition, type Library } from './define.ts';

const zone = (): string => running().userZone();
const now = (): ADatetime => new ADatetime(running().context.transaction.now());
export const today = (): ADate => localDay(now().ms, zone());
const localDay = (ms: number, at: string): ADate => new ADate(Math.floor(wallClock(ms, at).getTime() / DAY_MS));
const invalid = (kind: string, text: string): never => raise('TypeException', `Invalid ${kind}: ${text}`);

/** Reads 'YYYY-MM-DD HH:mm:ss' (also with T, fraction and Z) as a wall clock in a zone. */
function parseDatetime(text: string, at: string): ADatetime {
  const m = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?/.exec(text.trim());
  if (!m) return invalid('date/time', text);
  const n = (i: number): number => Number(m[i] ?? 0);
  return instantIn(at, n(1), n(2), n(3), n(4), n(5), n(6));
}

function addMonthsTo(d: ADatetime, months: number, at: string): ADatetime {
  const w = wallClock(d.ms, at);
  const day = addMonths(new ADate(Math.floor(w.getTime() / DAY_MS)), months);
  const { year, month, day: date } = dateParts(day);
  return instantIn(at, year, month, date, w.getUTCHours(), w.getUTCMinutes(), w.getUTCSeconds(), w.getUTCMilliseconds());
}

const dayOfWeek = (d: ADate): number => new Date(d.days * DAY_MS).getUTCDay();

function defineDate(library: Library): void {
  define(library, 'Date', {
    'static Date newInstance(Integer,Integer,Integer)': dateOf,
    'static Date today()': today,
    'static Date valueOf(String)': (text: string) => parseDate(text) ?? invalid('date', text),
    'static Date valueOf(Object)': (v: unknown) =>
      v === null ? null : v instanceof ADate ? v : v instanceof ADatetime ? localDay(v.ms, zone()) : (parseDate(String(v)) ?? invalid('date', String(v))),
    'static Date parse(String)': (text: string) => {
      const m = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
      return m ? dateOf(Number(m[3]), Number(m[1]), Number(m[2])) : invalid('date', text);
    },
    'static Integer daysInMonth(Integer,Integer)': daysInMonth,
    'static Boolean isLeapYear(Integer)': (year: number) => daysInMonth(year, 2) === 29,
    'Date addDays(Integer)': (d: ADate, n: number) => new ADate(d.days + n),
    'Date addMonths(Integer)': addMonths,
    'Date addYears(Integer)': (d: ADate, n: number) => addMonths(d, n * 12),
    'Integer day()': (d: ADate) => dateParts(d).day,
    'Integer month()': (d: ADate) => dateParts(d).month,
    'Integer year()': (d: ADate) => dateParts(d).year,
    'Integer dayOfYear()': (d: ADate) => d.days - dateOf(dateParts(d).year, 1, 1).days + 1,
    'Integer daysBetween(Date)': (a: ADate, b: ADate) => b.days - a.days,
    'Integer monthsBetween(Date)': (a: ADate, b: ADate) => (dateParts(b).year - dateParts(a).year) * 12 + dateParts(b).month - dateParts(a).month,
    'Boolean isSameDay(Date)': (a: ADate, b: ADate) => a.days === b.days,
    'Date toStartOfMonth()': (d: ADate) => dateOf(dateParts(d).year, dateParts(d).month, 1),
    'Date toStartOfWeek()': (d: ADate) => new ADate(d.days - dayOfWeek(d)),
    'String format()': (d: ADate) => `${dateParts(d).month}/${dateParts(d).day}/${dateParts(d).year}`,
    'String toString()': dateText,
  });
}

function defineDatetime(library: Library): void {
  const members: Record<string, Definition[string]> = {
    'static Datetime now()': now,
    'static Datetime newInstance(Long)': (ms: bigint) => new ADatetime(Number(ms)),
    'static Datetime valueOf(String)': (text: string) => parseDatetime(text, zone()),
    'static Datetime valueOf(Object)': (v: unknown) =>
      v === null ? null : v instanceof ADatetime ? v : v instanceof ADate ? new ADatetime(v.days * DAY_MS) : parseDatetime(String(v), zone()),
    'static Datetime valueOfGmt(String)': (text: string) => parseDatetime(text, 'GMT'),
    'Long getTime()': (d: ADatetime) => BigInt(Math.trunc(d.ms)),
    'Integer millisecond()': (d: ADatetime) => wallClock(d.ms, zone()).getUTCMilliseconds(),
    'Integer millisecondGmt()': (d: ADatetime) => new Date(d.ms).getUTCMilliseconds(),
    'Datetime addDays(Integer)': (d: ADatetime, n: number) => {
      const w = wallClock(d.ms, zone());
      return instantIn(
        zone(),
        w.getUTCFullYear(),
        w.getUTCMonth() + 1,
        w.getUTCDate() + n,
        w.getUTCHours(),
        w.getUTCMinutes(),
        w.getUTCSeconds(),
        w.getUTCMilliseconds(),
      );
    },
    'Datetime addHours(Integer)': (d: ADatetime, n: number) => new ADatetime(d.ms + n * 3_600_000),
    'Datetime addMinutes(Integer)': (d: ADatetime, n: number) => new ADatetime(d.ms + n * 60_000),
    'Datetime addSeconds(Integer)': (d: ADatetime, n: number) => new ADatetime(d.ms + n * 1000),
    'Datetime addMonths(Integer)': (d: ADatetime, n: number) => addMonthsTo(d, n, zone()),
    'Datetime addYears(Integer)': (d: ADatetime, n: number) => addMonthsTo(d, n * 12, zone()),
    'Boolean isSameDay(Datetime)': (a: ADatetime, b: ADatetime) => localDay(a.ms, zone()).days === localDay(b.ms, zone()).days,
    'String format()': (d: ADatetime) => formatPattern(d.ms, 'M/d/yyyy, h:mm a', zone()),
    'String format(String)': (d: ADatetime, pattern: string) => formatPattern(d.ms, pattern, zone()),
    'String format(String,String)': (d: ADatetime, pattern: string, at: string) => formatPattern(d.ms, pattern, at),
    'String formatGmt(String)': (d: ADatetime, pattern: string) => formatPattern(d.ms, pattern, 'GMT'),
    'String formatLong()': (d: ADatetime) => formatPattern(d.ms, 'M/d/yyyy, h:mm:ss a z', zone()),
    'String toString()': (d: ADatetime) => datetimeText(d.ms, zone()),
  };
  for (const [suffix, at] of [
    ['', zone],
    ['Gmt', () => 'GMT'],
  ] as const) {
    members[`static Datetime newInstance${suffix}(Integer,Integer,Integer)`] = (y: number, m: number, d: number) => instantIn(at(), y, m, d, 0, 0, 0);
    members[`static Datetime newInstance${suffix}(Integer,Integer,Integer,Integer,Integer,Integer)`] = (
      y: number,
      mo: number,
      d: number,
      h: number,
      m: number,
      s: number,
    ) => instantIn(at(), y, mo, d, h, m, s);
    members[`static Datetime newInstance${suffix}(Date,Time)`] = (d: ADate, t: ATime) => {
      const { year, month, day } = dateParts(d);
      return new ADatetime(instantIn(at(), year, month, day, 0, 0, 0).ms + t.ms);
    };
    members[`Date date${suffix}()`] = (d: ADatetime) => localDay(d.ms, at());
    members[`Time time${suffix}()`] = (d: ADatetime) => new ATime(((wallClock(d.ms, at()).getTime() % DAY_MS) + DAY_MS) % DAY_MS);
    members[`Integer year${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCFullYear();
    members[`Integer month${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCMonth() + 1;
    members[`Integer day${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCDate();
    members[`Integer hour${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCHours();
    members[`Integer minute${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCMinutes();
    members[`Integer second${suffix}()`] = (d: ADatetime) => wallClock(d.ms, at()).getUTCSeconds();
  }
  define(library, 'Datetime', members);
}

export function defineTemporal(library: Library): void {
  defineDate(library);
  defineDatetime(library);
  define(library, 'Time', {
    'static Time newInstance(Integer,Integer,Integer,Integer)': (h: number, m: number, s: number, ms: number) => new ATime(((h * 60 + m) * 60 + s) * 1000 + ms),
    'Integer hour()': (t: ATime) => Math.floor(t.ms / 3_600_000),
    'Integer minute()': (t: ATime) => Math.floor(t.ms / 60_000) % 60,
    'Integer second()': (t: ATime) => Math.floor(t.ms / 1000) % 60,
    'Integer millisecond()': (t: ATime) => t.ms % 1000,
    'Time addHours(Integer)': (t: ATime, n: number) => new ATime((t.ms + n * 3_600_000 + DAY_MS) % DAY_MS),
    'Time addMinutes(Integer)': (t: ATime, n: number) => new ATime((t.ms + n * 60_000 + DAY_MS) % DAY_MS),
    'String toString()': timeText,
  });
  define(library, 'TimeZone', {
    'static TimeZone getTimeZone(String)': (id: string) => new Bag('TimeZone', { $text: id, id }),
    'String getID()': (z: Bag) => z.values['id'],
    'String getDisplayName()': (z: Bag) => z.values['id'],
    'Integer getOffset(Datetime)': (z: Bag, d: ADatetime) => offsetMs(d.ms, String(z.values['id'])),
  });
}
