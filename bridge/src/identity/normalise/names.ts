/** Person names as comparable parts: titles, credentials and placeholders gone, swapped and joined columns told apart, other scripts romanised. */
import { reading, splitHan } from './readings.ts';
import { clean, fold, scriptOf, words } from './text.ts';
import type { Script } from './text.ts';

/** Parts are folded words joined by blanks. `other*` are second ways to say it (a nickname in quotes, a Japanese reading, what was in brackets). */
export type Name = {
  readonly given: string;
  readonly surname: string;
  readonly otherGiven: string;
  readonly otherSurname: string;
  /** 'jr', 'sr', 'ii', …; empty when not told. */
  readonly generation: string;
  /** Letters of a name in another script, without blanks; empty for Latin. */
  readonly native: string;
  readonly script: Script;
};

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const titles = set(
  'dr mr mrs ms miss mx prof professor sir dame madam lord lady rev herr hr frau fr mme mlle monsieur madame sr sra srta senor senora don dona sig signor signora dott dottssa ing dipl doc mag mgr pan pani dhr mevr mw shri smt san sensei hon capt col gen lt sgt ir drs bay bayan',
);
const credentials = set(
  'phd mba cpa md esq pmp msc bsc ba ma cfa cissp rn jd dds dvm pe llm llb bs ms cpsm shrm scp phr sphr frcs facs cfp csm itil mph dphil ced acca fcca ca cma mcse cscp ceo cto cfo coo vp he him his she her hers they them theirs',
);
const generations: Readonly<Record<string, string>> = {
  jr: 'jr',
  jnr: 'jr',
  junior: 'jr',
  sr: 'sr',
  snr: 'sr',
  senior: 'sr',
  ii: 'ii',
  '2nd': 'ii',
  iii: 'iii',
  '3rd': 'iii',
  iv: 'iv',
  '4th': 'iv',
  v: 'v',
};
const placeholder =
  /^(?:[\s.\-_?*#/\\xX0]*|n\.?\/?a\.?|none|null|nil|unknown|unbekannt|inconnu|desconocido|not (?:provided|available|given|known|set|specified)|no(?:t)?[ _-]?(?:last|first|sur)?[ _-]?name|(?:last|first|sur|given|family|full)[ _-]?name|test(?:er|ing)?|tbd|tba|undefined|blank|missing|contact|lead|customer|anonymous|nobody|noname|nn|n\.n\.|user|guest|default|info|admin|sales|office|support)$/i;
const particles = set('van der den de la le du del della dei di da dos das do von zu zum zur ten ter te el al bin ibn bint abu af av st saint mac y e i ben');
export const isParticle = (word: string): boolean => particles.has(word);

function withoutPlaceholder(text: string): string {
  const bare = text.replace(/^[[(<{"']+|[\])>}"']+$/g, '').trim();
  return placeholder.test(bare) ? '' : text;
}

type Draft = { given: string[]; surname: string[]; otherGiven: string[]; otherSurname: string[]; generation: string };

/** Takes asides out: nicknames in quotes or brackets are kept, pronouns and remarks are not; what follows a comma as a credential goes. */
function asides(text: string, kept: string[]): string {
  return text
    .replace(/[("“”„«[{]+([^)"“”»\]}]*)[)"“”»\]}]+/g, (_whole, inside: string) => {
      const folded = words(fold(inside));
      if (folded.length === 1 && /^[a-z]{2,}$/.test(folded[0] ?? '') && !credentials.has(folded[0] ?? '')) kept.push(...folded);
      return ' ';
    })
    .replace(/\s(?:-{1,2}|\/|\|)\s.*$/, ' ');
}

function withoutTitles(parts: readonly string[], draft: Draft, isEnd: boolean): string[] {
  const kept = [...parts];
  while (kept.length > 1 && titles.has(kept[0] ?? '')) kept.shift();
  if (
    kept.length === 1 &&
    titles.has(kept[0] ?? '') &&
    !isEnd &&
    (kept[0] ?? '').length <= 4 &&
    !['san', 'don', 'gen', 'bay', 'pan', 'doc'].includes(kept[0] ?? '')
  )
    return [];
  while (isEnd && kept.length > 1) {
    const last = kept.at(-1) ?? '';
    const generation = generations[last];
    if (generation !== undefined) draft.generation = generation;
    else if (!credentials.has(last)) break;
    kept.pop();
  }
  return kept;
}

function romanised(text: string): string[] {
  return words(fold(text));
}

function draftOf(first: string, last: string): Draft {
  const draft: Draft = { given: [], surname: [], otherGiven: [], otherSurname: [], generation: '' };
  let [f, l] = [asides(first, draft.otherGiven), asides(last, draft.otherSurname)];
  // "Smith, John" in one column; "Smith, PhD" and "Smith, Jr." are not that.
  for (const [text, other] of [
    [l, f],
    [f, l],
  ] as const) {
    const comma = text.indexOf(',');
    if (comma <= 0) continue;
    const after = romanised(text.slice(comma + 1));
    const isTail = after.every((word) => credentials.has(word) || generations[word] !== undefined);
    if (isTail) {
      for (const word of after) draft.generation = generations[word] ?? draft.generation;
      if (text === l) l = text.slice(0, comma);
      else f = text.slice(0, comma);
    } else if (withoutPlaceholder(other).trim() === '' || romanised(other).join(' ') === after.join(' ')) {
      l = text.slice(0, comma);
      f = text.slice(comma + 1);
      break;
    }
  }
  // Only Latin words are titles: عمر is romanised as "mr".
  const firstWords = romanised(withoutPlaceholder(f.trim()));
  let given = scriptOf(f) === 'latin' ? withoutTitles(firstWords, draft, false) : firstWords;
  let surname = withoutTitles(romanised(withoutPlaceholder(l.trim())), draft, true);
  if (surname.length > 1 && given.length > 0 && given.length < surname.length && given.every((word, at) => word === surname[at]))
    surname = surname.slice(given.length);
  else if (given.length > 1 && surname.length > 0 && given.slice(-surname.length).join(' ') === surname.join(' ')) given = given.slice(0, -surname.length);
  else if (given.length > 0 && given.join(' ') === surname.join(' ')) surname = [];
  if (surname.length === 0 && given.length > 1) {
    const rest = withoutTitles(given, draft, true);
    const at = Math.max(
      1,
      rest.findIndex((word, index) => index > 0 && particles.has(word) && index < rest.length - 1),
    );
    const cut = rest.findIndex((word, index) => index > 0 && particles.has(word) && index < rest.length - 1) > 0 ? at : rest.length - 1;
    given = rest.slice(0, cut);
    surname = rest.slice(cut);
  } else if (given.length === 0 && surname.length > 1 && !particles.has(surname[0] ?? '')) {
    const at = surname.findIndex((word, index) => index > 0 && particles.has(word) && index < surname.length - 1);
    const cut = at > 0 ? at : surname.length - 1;
    given = surname.slice(0, cut);
    surname = surname.slice(cut);
  }
  draft.given = given;
  draft.surname = surname;
  return draft;
}

/** Han characters in one column, or in both: split where needed, read both in Mandarin and, where the tables know it, in Japanese. */
function eastAsian(first: string, last: string): { readonly first: string; readonly last: string; readonly readGiven: string; readonly readSurname: string } {
  const bare = (text: string): string => text.replace(/[\s,;.()・·]/g, '');
  let [given, surname] = [bare(first), bare(last)];
  // A column alone may hold one name that the tables know.
  const isOne = (surname === '' && reading('given', given) !== '') || (given === '' && reading('surname', surname) !== '');
  if (!isOne && (given === '' || surname === '') && given.length + surname.length > 1) ({ surname, given } = splitHan(given + surname));
  return { first: given, last: surname, readGiven: reading('given', given), readSurname: reading('surname', surname) };
}

/** Reads the two name columns. Example: "Dr. Robert (Bob)", "O'Neil-Smith, Jr." → given "robert", other given "bob", surname "oneil smith", generation "jr". */
export function parseName(firstname: string | undefined, lastname: string | undefined): Name {
  let first = clean(firstname);
  let last = clean(lastname);
  const script = scriptOf(first + last);
  let readings = { readGiven: '', readSurname: '' };
  if (script === 'han' || script === 'hangul' || script === 'kana') {
    const both = withoutPlaceholder(last) === '' ? eastAsian(first, '') : withoutPlaceholder(first) === '' ? eastAsian('', last) : eastAsian(first, last);
    ({ first, last } = both);
    readings = both;
  }
  const draft = draftOf(first, last);
  return {
    given: draft.given.join(' '),
    surname: draft.surname.join(' '),
    otherGiven: readings.readGiven === '' ? draft.otherGiven.join(' ') : readings.readGiven,
    otherSurname: readings.readSurname === '' ? draft.otherSurname.join(' ') : readings.readSurname,
    generation: draft.generation,
    native: script === 'latin' ? '' : (first + last).replace(/[\s\p{P}\p{Script=Latin}]/gu, '').toLowerCase(),
    script,
  };
}
