/** How well two names, or a name and a mailbox, go together: numbers with fixed meanings, so that models and words can read them. */
import { bones, consonants, edits, isSameGivenName, isSameSurname, jaroWinkler, spelling } from '../normalise/index.ts';
import type { LocalForm } from './forms.ts';
import type { Prepared } from './prepare.ts';

/** −1 when one side has none; 1 equal … 0 nothing in common. See the steps in the functions. */
export type Likeness = number;

const isVowelless = (script: string): boolean => script === 'arabic' || script === 'hebrew';
const crossed = (left: Prepared, right: Prepared): boolean => left.script !== right.script && (isVowelless(left.script) || isVowelless(right.script));

function inexact(one: string, other: string): Likeness {
  // Jaro-Winkler may depend on which comes first.
  const [left, right] = one < other ? [one, other] : [other, one];
  const wrong = edits(left, right);
  const length = Math.max(left.length, right.length);
  if (wrong === 1 && length >= 4) return 0.88;
  const like = jaroWinkler(left, right);
  if (wrong === 2 && length >= 7) return 0.8;
  return like >= 0.93 ? 0.78 : 0.7 * like;
}

/** 1 equal · 0.98 first word equal · 0.97 same sound · 0.92 nickname · 0.9 consonants across scripts · 0.88 one typo · 0.86 short for · 0.82 another word equal · 0.8, 0.76 its end · 0.74 pet name · 0.7 initial · 0.05 other initial. */
export function likeGiven(left: Prepared, right: Prepared): Likeness {
  const [a, b] = [left.givenWords[0], right.givenWords[0]];
  if (a === undefined || b === undefined) return -1;
  if (left.given === right.given) return 1;
  if (a === b && a.length > 1) return 0.98;
  if (left.spelledGiven === right.spelledGiven) return 0.97;
  if (a.length === 1 || b.length === 1) {
    const initial = a.length === 1 ? a : b;
    const other = a.length === 1 ? right.givenWords : left.givenWords;
    if (other[0]?.startsWith(initial) === true) return 0.7;
    const mine = a.length === 1 ? left.givenWords : right.givenWords;
    return mine.some((word) => word.length > 1 && other.includes(word)) ? 0.82 : other.some((word) => word.startsWith(initial)) ? 0.4 : 0.05;
  }
  let best = 0;
  for (const mine of left.givenWords)
    for (const theirs of right.givenWords) if (mine.length > 1 && theirs.length > 1) best = Math.max(best, likeWords(mine, theirs, mine === a && theirs === b));
  // Only given names here: a shared surname in the other reading would make every relative one person.
  const [mine, theirs] = [left.otherGiven, right.otherGiven];
  if (mine !== '' && (mine === theirs || right.givenWords.includes(mine))) best = Math.max(best, 0.95);
  if (theirs !== '' && left.givenWords.includes(theirs)) best = Math.max(best, 0.95);
  if (best >= 0.86) return best;
  if (left.script !== right.script) {
    if (mine !== '') for (const other of right.givenWords) best = Math.max(best, asRead(mine, other));
    if (theirs !== '') for (const other of left.givenWords) best = Math.max(best, asRead(theirs, other));
    if (crossed(left, right)) best = Math.max(best, withoutVowels(left.given, right.given));
  }
  return best >= 0.86 ? best : Math.max(best, inexact(left.spelledGiven, right.spelledGiven));
}

/** A reading against a romanisation of it: long vowels are written or not. */
function asRead(reading: string, other: string): Likeness {
  const [one, two] = [spelling(reading), spelling(other)];
  return one === two ? 0.95 : Math.min(one.length, two.length) >= 3 && edits(one, two) === 1 ? 0.88 : 0;
}

/** 0.9 same consonants · 0.86 the same but for letters of several readings · 0.8 a single such letter · 0 else. */
function withoutVowels(left: string, right: string): Likeness {
  const [one, two] = [consonants(left), consonants(right)];
  if (one !== '' && one === two) return one.length > 1 ? 0.9 : 0.8;
  const [mine, theirs] = [bones(left), bones(right)];
  return mine === '' || mine !== theirs ? 0 : mine.length > 1 ? 0.86 : 0.8;
}

function likeWords(mine: string, theirs: string, areFirst: boolean): Likeness {
  if (mine === theirs) return areFirst ? 0.98 : 0.82;
  if (isSameGivenName(mine, theirs)) return areFirst ? 0.92 : 0.8;
  const [short, long] = mine.length < theirs.length ? [mine, theirs] : [theirs, mine];
  if (!areFirst || short.length < 3) return 0;
  if (long.startsWith(short)) return 0.86;
  if (long.endsWith(short)) return short.length > 3 ? 0.8 : 0.76;
  return isPetName(short, long) ? 0.74 : 0;
}

/** The beginning of a name with ie, y, i or ey: Abbie for Abigail, Maggy for Magdalena. */
function isPetName(short: string, long: string): boolean {
  const end = /(?:ie|ey|y|i)$/.exec(short);
  if (end === null) return false;
  const stem = short.slice(0, end.index);
  return stem.length >= 2 && (long.startsWith(stem) || (stem.at(-1) === stem.at(-2) && stem.length > 2 && long.startsWith(stem.slice(0, -1))));
}

/** Endings that differ between men and women of one family: Ivanov/Ivanova, Kowalski/Kowalska, Novák/Nováková. */
const withoutGender = (surname: string): string =>
  surname
    .replace(/(?<=..)(?:ova|eva|ina|aya)$/, (end) => (end === 'ova' ? 'ov' : end === 'eva' ? 'ev' : end === 'ina' ? 'in' : ''))
    .replace(/(?<=s[ck])[aiy]$|(?<=ov)a$/, '')
    .replace(/(?<=..)ov$/, '');

/** 1 equal · 0.98 but for particles · 0.97 same sound · 0.95 romanisation · 0.94 gender form · 0.9 one of two surnames · 0.9 consonants across scripts · 0.88 one typo · 0.6 initial. */
export function likeSurname(left: Prepared, right: Prepared): Likeness {
  if (left.surname === '' || right.surname === '') return -1;
  if (left.surname === right.surname) return 1;
  const [a, b] = [left.coreSurname, right.coreSurname];
  if (a === b) return 0.98;
  if (left.spelledSurname === right.spelledSurname || left.forms.spelledCore === right.forms.spelledCore) return 0.97;
  if (isSameSurname(a, b)) return 0.95;
  if (left.otherWords.length > 0 && (left.otherWords.includes(b) || left.otherWords.some((word) => spelling(word) === spelling(b)))) return 0.95;
  if (right.otherWords.length > 0 && (right.otherWords.includes(a) || right.otherWords.some((word) => spelling(word) === spelling(a)))) return 0.95;
  if (a.length > 4 && b.length > 4 && withoutGender(a) === withoutGender(b)) return 0.94;
  if (left.surnameWords.length > 1 || right.surnameWords.length > 1) {
    for (const word of left.surnameWords)
      if (word.length > 2 && (right.surnameWords.includes(word) || (right.surnameWords.length === 1 && spelling(word) === right.spelledSurname))) return 0.9;
    for (const word of right.surnameWords) if (word.length > 2 && left.surnameWords.length === 1 && spelling(word) === left.spelledSurname) return 0.9;
  }
  if (crossed(left, right)) {
    const [x, y] = [consonants(left.surname), consonants(right.surname)];
    if (x !== '' && (x === y || x === `l${y}` || y === `l${x}`)) return 0.9;
    const like = withoutVowels(left.surname, right.surname);
    if (like > 0) return like;
  }
  if (a.length === 1 || b.length === 1) return a.charAt(0) === b.charAt(0) ? 0.6 : 0.05;
  if (Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a))) return 0.85;
  return inexact(left.spelledSurname, right.spelledSurname);
}

/** The names with given name and surname changed over, 0 to 1: how well each first name fits the other's last, in any reading. */
export function likeSwapped(left: Prepared, right: Prepared): Likeness {
  if (left.given === '' || right.given === '' || left.surname === '' || right.surname === '') return 0;
  const one = asSurname(left, right);
  return one < 0.8 ? 0 : Math.min(one, asSurname(right, left));
}

/** How well the first name of one fits the last name of the other. */
function asSurname(one: Prepared, other: Prepared): Likeness {
  let best = cheaply(one.spelledGiven, other.spelledSurname);
  if (best >= 0.9) return best;
  if (one.givenWords.length > 1 || other.surnameWords.length > 1)
    for (const mine of one.givenWords) if (mine.length > 2 && other.surnameWords.includes(mine)) best = Math.max(best, 0.95);
  if (other.otherSurname !== '') best = Math.max(best, cheaply(one.spelledGiven, spelling(other.otherSurname)));
  if (one.otherGiven !== '') best = Math.max(best, cheaply(spelling(one.otherGiven), other.spelledSurname));
  return best;
}
function cheaply(left: string, right: string): number {
  if (left === right) return 1;
  if (left.length === 1 || right.length === 1) return left.charAt(0) === right.charAt(0) ? 0.8 : 0;
  return isSameGivenName(left, right) ? 0.92 : jaroWinkler(left, right);
}

/** −1 no personal mailbox or no name · 5 both names · 4 initial and surname · 3.5 name and initial · 3 surname · 2.5 given name · 2 part of it · 1 initials · 0 nothing. */
export function likeMailbox(name: Prepared, locals: readonly LocalForm[]): Likeness {
  if (locals.length === 0 || (name.given === '' && name.surname === '')) return -1;
  let best = 0;
  for (const local of locals) {
    best = Math.max(best, explain(name, local));
    if (best === 5) return 5;
  }
  return best;
}

const meet = (left: readonly number[] | undefined, right: readonly number[] | undefined): boolean =>
  left !== undefined && right !== undefined && left.some((family) => right.includes(family));

function explain(name: Prepared, { plain, sound, head, headFamilies }: LocalForm): Likeness {
  if (plain === '') return 0;
  const surname = name.coreSurname;
  const { spelledCore, givens } = name.forms;
  const hasSurname = surname.length >= 3 && (plain.includes(surname) || (spelledCore.length >= 3 && sound.includes(spelledCore)));
  let best = 0;
  for (const { given, spelled, initial, initialSurname, surnameInitial, initialSound, givenShort, shortGiven, families } of givens) {
    const hasGiven = plain.includes(given) || (spelled.length >= 3 && sound.includes(spelled));
    if (hasGiven && hasSurname && plain.length >= Math.max(given.length, surname.length) + 2) return 5;
    if (surname !== '') {
      if (plain === initialSurname || plain === surnameInitial || sound === initialSound) best = Math.max(best, 4);
      else if (hasSurname && plain.startsWith(initial) && plain.length <= surname.length + 3) best = Math.max(best, 3.8);
      if (plain === givenShort || plain === shortGiven) best = Math.max(best, 3.5);
    }
    if (hasGiven && given.length >= 3) best = Math.max(best, plain === given || sound === spelled ? 2.5 : 2);
    if (best < 2.2 && head.length >= 2 && meet(headFamilies, families)) best = Math.max(best, hasSurname ? 5 : 2.2);
    if (best < 1 && plain.length <= 3 && plain.startsWith(initial) && surname !== '' && plain.endsWith(surname.charAt(0))) best = 1;
  }
  if (hasSurname) best = Math.max(best, plain === surname || sound === spelledCore ? 3 : 2.9);
  return best;
}
