/** A half-open span of time [start, end) in epoch ms; the org's time zone is UTC. */
export type Span = { readonly start: number; readonly end: number };
type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
const DAY_MS = 86_400_000;

const WORDS: Readonly<Record<string, readonly [Unit, number]>> = { YESTERDAY: ['DAY', -1], TODAY: ['DAY', 0], TOMORROW: ['DAY', 1] };
const PATTERN =
  /^(?:(LAST|THIS|NEXT)_(?:FISCAL_)?(WEEK|MONTH|QUARTER|YEAR)|(LAST|NEXT)_N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S|(LAST|NEXT)_90_DAYS|N_(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/;

/** Whether a word is a date literal: TODAY, LAST_N_DAYS, THIS_MONTH… */
export const isDateLiteral = (word: string): boolean => word in WORDS || PATTERN.test(word);

/**
 * The span a date literal stands for. `LAST_N_DAYS:n` includes today, the other LAST_N_ units exclude the current one; the
 * fiscal year is the calendar year. Source: SOQL and SOSL Reference, "Date Formats and Date Literals".
 */
export function spanOf(name: string, n: number, now: number): Span {
  const word = WORDS[name];
  if (word !== undefined) return units(word[0], word[1], word[1] + 1, now);
  const m = PATTERN.exec(name);
  if (m === null) throw new Error(`not a date literal: ${name}`);
  const [, which, unit, many, manyUnit, ninety, agoUnit] = m;
  if (which !== undefined) {
    const shift = which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0;
    return units(unitOf(unit), shift, shift + 1, now);
  }
  if (many !== undefined) return manyUnits(many, unitOf(manyUnit), n, now);
  if (ninety !== undefined) return manyUnits(ninety, 'DAY', 90, now);
  return units(unitOf(agoUnit), -n, -n + 1, now);
}

function manyUnits(which: string, unit: Unit, n: number, now: number): Span {
  if (which === 'NEXT') return units(unit, 1, n + 1, now);
  return unit === 'DAY' ? units(unit, -n, 1, now) : units(unit, -n, 0, now);
}

const unitOf = (text: string | undefined): Unit => (text === 'WEEK' || text === 'MONTH' || text === 'QUARTER' || text === 'YEAR' ? text : 'DAY');

const units = (unit: Unit, from: number, to: number, now: number): Span => ({ start: startOf(unit, from, now), end: startOf(unit, to, now) });

/** Start of the unit that is `shift` units from the one holding `now`. Weeks start on Sunday (locale en_US). */
function startOf(unit: Unit, shift: number, now: number): number {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  if (unit === 'DAY') return day + shift * DAY_MS;
  if (unit === 'WEEK') return day - date.getUTCDay() * DAY_MS + shift * 7 * DAY_MS;
  if (unit === 'MONTH') return Date.UTC(year, month + shift, 1);
  if (unit === 'QUARTER') return Date.UTC(year, Math.floor(month / 3) * 3 + shift * 3, 1);
  return Date.UTC(year + shift, 0, 1);
}
