/** Telephone numbers, and the many ways people write one. */
import { countryOf } from './lists.ts';
import type { Random } from './random.ts';

/** `national` has neither the country's dial code nor the trunk prefix. */
export type Phone = { readonly iso: string; readonly national: string };

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => String(random.below(10))).join('');
}

/** A number of the country, in the city's area when one is given. */
export function newPhone(random: Random, iso: string, area = ''): Phone {
  const { length } = countryOf(iso);
  const start = area === '' ? String(1 + random.below(9)) : area;
  const rest = Math.max(4, length - start.length);
  return { iso, national: start + String(2 + random.below(8)) + digits(random, rest - 1) };
}

export function newMobile(random: Random, iso: string): Phone {
  return {
    iso,
    national: newPhone(random, iso, iso === 'US' || iso === 'CA' ? String(201 + random.below(780)) : random.pick(['6', '7', '15', '17', '9', '4'])).national,
  };
}

function grouped(text: string, separator: string, first: number): string {
  const rest = text.slice(first);
  return [text.slice(0, first), ...(rest.match(/.{1,3}(?=.{2,}|$)|.{1,4}$/g) ?? [rest])].join(separator);
}

type Writing = (national: string, dial: string, trunk: string) => string;
const american: readonly (readonly [Writing, number])[] = [
  [(n) => `(${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`, 5],
  [(n) => `${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6)}`, 5],
  [(n) => `${n.slice(0, 3)}.${n.slice(3, 6)}.${n.slice(6)}`, 2],
  [(n) => n, 3],
  [(n) => `+1${n}`, 4],
  [(n) => `1-${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6)}`, 1],
  [(n) => `+1 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`, 2],
  [(n) => `1${n}`, 1],
  [(n) => `${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`, 1],
];
const elsewhere: readonly (readonly [Writing, number])[] = [
  [(n, dial) => `+${dial}${n}`, 5],
  [(n, dial) => `+${dial} ${grouped(n, ' ', 2)}`, 5],
  [(n, _dial, trunk) => `${trunk}${grouped(n, ' ', 3)}`, 4],
  [(n, _dial, trunk) => `${trunk}${n}`, 3],
  [(n, dial, trunk) => `+${dial} (${trunk === '' ? '0' : trunk}) ${grouped(n, ' ', 2)}`, 2],
  [(n, dial) => `00${dial}${n}`, 1],
  [(n, dial) => `00${dial} ${grouped(n, '-', 3)}`, 1],
  [(n, _dial, trunk) => `${trunk}${n.slice(0, 2)}/${n.slice(2)}`, 1],
  [(n, _dial, trunk) => `(${trunk}${n.slice(0, 2)}) ${grouped(n.slice(2), '-', 3)}`, 1],
  [(n, dial) => `${dial}${n}`, 1],
];

/** The number as somebody wrote it. */
export function written(random: Random, phone: Phone): string {
  const { dial, trunk } = countryOf(phone.iso);
  const form = random.weighted(dial === '1' ? american : elsewhere);
  return form(phone.national, dial, trunk);
}

/** Written wrongly or with more than the number: an extension, another country's code, a slipped digit, a digit lost, a word. */
export function writtenOddly(random: Random, phone: Phone): string {
  const usual = written(random, phone);
  const extension = String(100 + random.below(9000));
  const at = random.below(Math.max(1, phone.national.length - 1));
  const odd: readonly (() => string)[] = [
    () => `${usual} ${random.pick(['ext.', 'x', 'Ext', 'ext', '#', 'Durchwahl', 'poste', 'int.'])} ${extension}`,
    () => `${usual}x${extension}`,
    () => `+${random.pick(['1', '44', '49', '33', '61'])}${phone.national}`,
    () => written(random, { ...phone, national: `${phone.national.slice(0, at)}${random.below(10)}${phone.national.slice(at + 1)}` }),
    () => usual.slice(0, -1),
    () => `${usual} (${random.pick(['mobile', 'direct', 'work', 'home', 'cell'])})`,
    () => `${usual} / ${written(random, newPhone(random, phone.iso))}`,
    () => `${Number(phone.national.slice(0, 3))}E+${phone.national.length}`,
  ];
  return random.pick(odd)();
}
