/** How a person's name is written: which of their names, in which script, with what around it, in which field. */
import { miscellany, nicknames } from '../lists.ts';
import type { Name } from '../names.ts';
import type { Person } from '../person.ts';
import type { Random } from '../random.ts';
import { capitalised, digraphed, unaccented } from '../spelling.ts';
import { cased, garbled, mistyped, scanned, slipped, spaced } from './letters.ts';
import type { Strike } from './strike.ts';

export type WrittenName = { readonly first: string; readonly last: string };
type Parts = { first: string; last: string; isNative: boolean };

function chosen(random: Random, person: Person, strike: Strike, isOldRecord: boolean): Parts {
  const surname = person.maiden !== null && random.chance(isOldRecord ? 0.85 : 0.35) ? person.maiden : person.last;
  if (surname === person.maiden) strike.mark('maiden');
  const scripted = scriptOf(random, person.given, surname, strike);
  if (scripted.isNative) return scripted;
  return withSecondSurname(random, person, { ...scripted, first: shortened(random, person, scripted.first, strike) }, strike);
}

/** In its own script, in another romanisation, or in the usual one. */
function scriptOf(random: Random, given: Name, last: Name, strike: Strike): Parts {
  const usual = { first: given.latin, last: last.latin, isNative: false };
  const hasOther = given.native !== null || given.variants.length + last.variants.length > 0;
  if (!hasOther || !strike.hits('translit')) return usual;
  if (given.native !== null && random.chance(0.45)) return { first: given.native, last: last.native ?? last.latin, isNative: true };
  return { first: variant(random, given), last: variant(random, last), isNative: false };
}

const variant = (random: Random, name: Name): string => (name.variants.length > 0 ? random.pick(name.variants) : name.latin);

function shortened(random: Random, person: Person, first: string, strike: Strike): string {
  const short = nicknames.get(first.toLowerCase()) ?? [];
  let name = first;
  if (short.length > 0 && strike.hits('nickname')) name = random.chance(0.15) ? byRule(random, first) : capitalised(random.ranked(short, 1.5));
  else if (short.length === 0 && first.length > 5 && /^[A-Za-z]+$/.test(first) && random.chance(0.15) && strike.hits('nickname')) name = byRule(random, first);
  const { middle } = person;
  if (middle !== null && strike.hits('middle')) {
    const kind = random.next();
    if (kind < 0.15) return middle.latin;
    const written = kind < 0.6 ? `${middle.latin.slice(0, 1)}${random.chance(0.5) ? '.' : ''}` : middle.latin;
    return kind < 0.22 ? `${name.slice(0, 1)}. ${middle.latin}` : `${name} ${written}`;
  }
  if (strike.hits('initial')) return `${name.slice(0, 1)}${random.pick(['', '.', middle === null ? '.' : `.${middle.latin.slice(0, 1)}.`])}`;
  return name;
}

/** Short forms that no list holds: the end of a name, or its beginning with a pet's ending. */
function byRule(random: Random, first: string): string {
  if (first.length > 5 && random.chance(0.4)) return capitalised(first.slice(-random.pick([3, 4, 4, 5])));
  const stem = first.slice(0, random.pick([2, 3, 3, 4]));
  return stem + (stem.length === 3 && random.chance(0.3) ? stem.slice(-1) : '') + random.pick(['ie', 'y', 'i', 'ey']);
}

/** Hyphenated and compound names lose a part, change the order, or change the mark between. */
function withSecondSurname(random: Random, { second }: Person, parts: Parts, strike: Strike): Parts {
  const full = second === null ? parts.last : `${parts.last}${random.chance(0.35) ? '-' : ' '}${second.latin}`;
  if (!/[ -]/.test(full) && !/[ -]/.test(parts.first)) return parts;
  if (!strike.hits('compound')) return { ...parts, last: second !== null && random.chance(0.5) ? parts.last : full };
  const forms: readonly (() => Parts)[] = [
    () => ({ ...parts, last: full.replace(/-/g, ' ') }),
    () => ({ ...parts, last: full.replace(/ /g, '-') }),
    () => ({ ...parts, last: full.replace(/[ -]/g, '') }),
    () => ({ ...parts, last: second?.latin ?? full.split(/[ -]/).at(-1) ?? full }),
    () => ({ ...parts, last: second === null ? full : `${second.latin} ${parts.last}` }),
    () => ({ ...parts, last: full, first: parts.first.split(/[ -]/)[0] ?? parts.first }),
    () => ({ ...parts, last: full, first: parts.first.replace(/[ -]/g, random.pick([' ', '-', ''])) }),
    () => ({
      ...parts,
      last: full.replace(/^(van der|van den|van de|van|von der|von|de la|de|da|dos|del|al|el|ben|bin|le|la)[ -]/i, random.pick(['', 'Van ', 'De '])),
    }),
  ];
  return random.pick(forms)();
}

function spelled(random: Random, text: string, strike: Strike): string {
  let name = text;
  if (strike.hits('diacritics')) name = random.chance(0.4) ? digraphed(name) : unaccented(name);
  if (strike.hits('typo')) name = mistyped(random, name);
  if (strike.hits('keyboard', 0.6)) name = slipped(random, name);
  if (strike.hits('ocr', 0.6)) name = scanned(random, name);
  return name;
}

function dressed(random: Random, name: WrittenName, person: Person, strike: Strike): WrittenName {
  let { first, last } = name;
  if (person.generation !== '' && random.chance(0.5)) last = `${last} ${person.generation}`;
  if (strike.hits('honorific')) first = `${random.pick(miscellany.honorific)} ${first}`;
  if (strike.hits('suffix')) last += random.pick(miscellany.suffix);
  if (strike.hits('case')) {
    [first, last] = random.chance(0.5) ? [first.toUpperCase(), last.toUpperCase()] : [cased(random, first), last.toLowerCase()];
  }
  return { first, last };
}

/** Fields exchanged, run together, or left empty. */
function displaced(random: Random, { first, last }: WrittenName, person: Person, strike: Strike): WrittenName {
  if (strike.hits('swapped') || (person.culture.countries.some(([iso]) => iso === 'HU' || iso === 'CN') && random.chance(0.05))) {
    strike.mark('swapped');
    return { first: last, last: first };
  }
  if (strike.hits('onefield')) {
    const whole = random.chance(0.65) ? `${first} ${last}` : `${last}, ${first}`;
    return random.chance(0.5) ? { first: '', last: whole } : { first: whole, last: random.chance(0.2) ? last : '' };
  }
  if (strike.hits('nolast')) return { first, last: random.pick(['', '', '', '.', '-', 'Unknown', '[not provided]', `${last.slice(0, 1)}.`]) };
  return strike.hits('nofirst') ? { first: random.pick(['', '', '', '-', 'n/a', 'Mr']), last } : { first, last };
}

export function writtenName(random: Random, person: Person, strike: Strike, isOldRecord: boolean): WrittenName {
  const parts = chosen(random, person, strike, isOldRecord);
  const typed = parts.isNative ? parts : { first: spelled(random, parts.first, strike), last: spelled(random, parts.last, strike) };
  const placed = displaced(random, parts.isNative ? typed : dressed(random, typed, person, strike), person, strike);
  const last = strike.hits('mojibake') ? garbled(random, placed.last) : placed.last;
  const first = strike.tags.has('mojibake') ? garbled(random, placed.first) : placed.first;
  return strike.hits('spacing') ? { first: spaced(random, first), last: random.chance(0.5) ? spaced(random, last) : last } : { first, last };
}
