/** Given names and surnames: a popular head from the lists, and a long tail built from syllables, as in life. */
import type { Culture, Spelling, Syllables } from './lists.ts';
import type { Random } from './random.ts';
import { capitalised, romanised } from './spelling.ts';

/** One name: how it is usually romanised (`latin`), in its own script if that is another one, and other romanisations. */
export type Name = { readonly latin: string; readonly native: string | null; readonly variants: readonly string[] };
export type Sex = 'male' | 'female';

function plain(text: string): Name {
  return { latin: text, native: null, variants: [] };
}

function fromSpelling({ native, latin }: Spelling): Name {
  const [usual = native, ...variants] = latin;
  return { latin: usual, native, variants };
}

function fromNative(text: string): Name {
  const [usual = text, ...variants] = romanised(text);
  return { latin: usual, native: text, variants };
}

function fromSyllables(random: Random, columns: Syllables): string {
  return columns.map((column) => random.pick(column)).join('');
}

const cyrillicFemale: readonly (readonly [RegExp, string])[] = [
  [/(ов|ев|ёв|ин|ын)$/, '$1а'],
  [/ский$/, 'ская'],
  [/ський$/, 'ська'],
];
/** Slavic surnames change with the sex of their bearer. */
export function feminine(surname: string): string {
  const rule = cyrillicFemale.find(([ending]) => ending.test(surname));
  if (rule !== undefined) return surname.replace(rule[0], rule[1]);
  return surname.replace(/(s|c|dz)ki$/, '$1ka');
}

/** Two syllables of a Chinese or Korean given name: "Jianguo", also written "Jian Guo" and "Jian-guo". */
function joined(first: Spelling, second: Spelling | null): Name {
  const [one = '', oneToo = one] = first.latin;
  if (second === null) return { latin: capitalised(one), native: first.native, variants: one === oneToo ? [] : [capitalised(oneToo)] };
  const [two = '', twoToo = two] = second.latin;
  const variants = [`${capitalised(one)} ${capitalised(two)}`, `${capitalised(one)}-${two}`, capitalised(oneToo + twoToo)];
  return { latin: capitalised(one + two), native: first.native + second.native, variants: [...new Set(variants)] };
}

export function givenName(random: Random, culture: Culture, sex: Sex): Name {
  const { spelled } = culture;
  if (spelled.given.length > 0) {
    const first = random.ranked(spelled.given, 1.3);
    return joined(first, culture.script === 'han' && random.chance(0.25) ? null : random.ranked(spelled.given, 1.3));
  }
  const own = spelled[sex];
  if (own.length > 0) return fromSpelling(random.ranked(own, 1.5));
  const name = random.ranked(culture[sex], 1.9);
  return culture.script === 'latin' ? plain(name) : fromNative(name);
}

const tailShare: Readonly<Record<string, number>> = { en: 0.45, in: 0.35, vi: 0, zh: 0, ko: 0, ar: 0, he: 0, ja: 0.5 };

function tailSurname(random: Random, culture: Culture): Name | null {
  if (!random.chance(tailShare[culture.id] ?? 0.35)) return null;
  const [first, second] = culture.spelledTail;
  if (first !== undefined && second !== undefined) {
    const [start, end] = [random.pick(first), random.pick(second)];
    return fromSpelling({ native: start.native + end.native, latin: [`${start.latin[0] ?? ''}${end.latin[0] ?? ''}`] });
  }
  if (culture.tail.length === 0) return null;
  const built = fromSyllables(random, culture.tail);
  return culture.script === 'latin' ? plain(built) : fromNative(built);
}

/** `male:female` forms are one entry of the list ("Kowalski:Kowalska"). */
function listed(entry: string, sex: Sex): string {
  const [male = entry, female = male] = entry.split(':');
  return sex === 'female' ? female : male;
}

export function surname(random: Random, culture: Culture, sex: Sex): Name {
  const tail = tailSurname(random, culture);
  if (tail !== null) return sex === 'female' ? inFeminine(tail, culture) : tail;
  if (culture.spelled.last.length > 0) return fromSpelling(random.ranked(culture.spelled.last, 1.6));
  const entry = listed(random.ranked(culture.last, 1.6), sex);
  if (culture.script === 'latin') return plain(entry);
  return fromNative(sex === 'female' ? feminine(entry) : entry);
}

function inFeminine(name: Name, culture: Culture): Name {
  if (culture.id === 'pl') return plain(feminine(name.latin));
  if (culture.id === 'cz') return plain(/[aeiouý]$/.test(name.latin) ? name.latin : `${name.latin}ová`);
  if (culture.script === 'cyrillic' && name.native !== null) return fromNative(feminine(name.native));
  return name;
}
