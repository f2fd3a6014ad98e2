/**
 * Numbers and times as this user reads them: the user's locale and time zone, not the browser's.
 * Tests: __tests__ beside this file.
 */
import locale from '@salesforce/i18n/locale';
import timeZone from '@salesforce/i18n/timeZone';
import never from '@salesforce/label/c.Fieldwise_Shell_Never';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
const dateOnly = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
const timeOnly = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });

/** Epoch milliseconds of a number, Date or ISO text; null when there is none. */
function millis(value) {
  if (value === null || value === undefined || value === '') return null;
  const ms = value instanceof Date ? value.getTime() : typeof value === 'number' ? value : Date.parse(value);
  return Number.isFinite(ms) ? ms : null;
}

function formatted(formatter, value) {
  const ms = millis(value);
  return ms === null ? never : formatter.format(ms);
}

/** @param {number|string|Date|null} value epoch ms, ISO text or Date @returns {string} `Nov 21, 2026, 11:06 AM` in the user's time zone; "Never" without a value */
export const formatDateTime = (value) => formatted(dateTime, value);
/** @param {number|string|Date|null} value @returns {string} the day alone */
export const formatDate = (value) => formatted(dateOnly, value);
/** @param {number|string|Date|null} value @returns {string} the time of day with seconds */
export const formatTime = (value) => formatted(timeOnly, value);

const steps = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', minuteMs],
];

/**
 * How long ago, or from now: "3 minutes ago", "yesterday".
 * @param {number|string|Date|null} value @param {number} [now] epoch ms @returns {string}
 */
export function formatRelative(value, now = Date.now()) {
  const ms = millis(value);
  if (ms === null) return never;
  const distance = ms - now;
  const [unit, size] = steps.find(([, unitMs]) => Math.abs(distance) >= unitMs) ?? ['second', secondMs];
  return relative.format(Math.trunc(distance / size), unit);
}

const inUnit = (amount, unit, digits = 0) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(amount);

/**
 * A duration in at most two units: "420 ms", "1.3 sec", "4 min 10 sec", "2 days 3 hr".
 * @param {number|null} durationMs @returns {string} an en dash without a value
 */
export function formatDuration(durationMs) {
  if (durationMs === null || durationMs === undefined || !Number.isFinite(durationMs)) return '–';
  if (durationMs < secondMs) return inUnit(Math.round(durationMs), 'millisecond');
  if (durationMs < minuteMs) return inUnit(durationMs / secondMs, 'second', 1);
  const units = [
    ['day', dayMs],
    ['hour', hourMs],
    ['minute', minuteMs],
    ['second', secondMs],
  ];
  const first = units.findIndex(([, size]) => durationMs >= size);
  const parts = [];
  let rest = durationMs;
  for (const [unit, size] of units.slice(first, first + 2)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(inUnit(amount, unit));
  }
  return parts.join(' ');
}

/** @param {number|null} count @returns {string} "12,408"; an en dash without a value */
export const formatCount = (count) => (Number.isFinite(count) ? whole.format(count) : '–');
/** @param {number|null} count @returns {string} "12.4K", for tight places */
export const formatCompact = (count) => (Number.isFinite(count) ? compact.format(count) : '–');

/**
 * @param {number|null} share 0 to 1 @param {number} [digits] digits behind the point
 * @returns {string} "42%"; an en dash without a value
 */
export function formatPercent(share, digits = 0) {
  if (!Number.isFinite(share)) return '–';
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

/**
 * Fills the numbered gaps of a label: `fillLabel('{0} of {1}', 3, 9)` is "3 of 9".
 * @param {string} label @param {...*} values @returns {string}
 */
export const fillLabel = (label, ...values) => label.replace(/\{(\d+)\}/g, (gap, index) => (values[index] === undefined ? gap : String(values[index])));
