/** Slips of the hand, the scanner and the software, on any text. */
import type { Random } from '../random.ts';
import { misread, unaccented } from '../spelling.ts';

const neighbours: Readonly<Record<string, string>> = {
  q: 'wa', w: 'qes', e: 'wrd', r: 'etf', t: 'ryg', y: 'tuh', u: 'yij', i: 'uok', o: 'ipl', p: 'ol', a: 'qsz', s: 'adwx', d: 'sfec', f: 'dgrv', g: 'fhtb', h: 'gjyn', j: 'hkum', k: 'jli', l: 'ko',
  z: 'xa', x: 'zcs', c: 'xvd', v: 'cbf', b: 'vng', n: 'bmh', m: 'nj',
}; // prettier-ignore
const looks: readonly (readonly [string, string])[] = [['rn', 'm'], ['m', 'rn'], ['l', '1'], ['O', '0'], ['o', '0'], ['cl', 'd'], ['vv', 'w'], ['w', 'vv'], ['I', 'l'], ['e', 'c'], ['S', '5'], ['B', '8'], ['i', 'l'], ['h', 'b'], ['u', 'v'], ['nn', 'm'], ['g', 'q'], ['é', 'e´'], ['ü', 'ii']]; // prettier-ignore
const sounds: readonly (readonly [string, string])[] = [['ph', 'f'], ['ck', 'k'], ['ie', 'y'], ['ei', 'ie'], ['c', 'k'], ['z', 's'], ['mm', 'm'], ['nn', 'n'], ['tt', 't'], ['ll', 'l'], ['sch', 'sh'], ['th', 't'], ['ee', 'ea'], ['i', 'y'], ['s', 'z'], ['ss', 's'], ['ai', 'ay'], ['ou', 'u'], ['dt', 't'], ['w', 'v'], ['j', 'y'], ['x', 'ks'], ['gh', 'g'], ['oe', 'o'], ['n', 'nn'], ['l', 'll'], ['son', 'sen'], ['man', 'mann']]; // prettier-ignore

/** A letter lost, doubled, swapped with the next, replaced, or the word written by its sound. Words under three letters stay. */
export function mistyped(random: Random, text: string): string {
  if (text.length < 3) return text;
  const at = 1 + random.below(text.length - 1);
  const [before, here, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
  const kind = random.below(6);
  if (kind === 0) return before + after;
  if (kind === 1) return before + here + here + after;
  if (kind === 2 && after !== '') return before + after.slice(0, 1) + here + after.slice(1);
  if (kind === 3) return before + random.pick([...'aeioulnrst']) + after;
  if (kind === 4) return before + random.pick([...'aeiounrst']) + here + after;
  return replacedOnce(random, text, sounds) ?? before + after;
}

/** A neighbouring key, sometimes beside the right one. */
export function slipped(random: Random, text: string): string {
  if (text.length < 3) return text;
  const at = random.below(text.length);
  const letter = text.slice(at, at + 1);
  const near = neighbours[unaccented(letter).toLowerCase()];
  if (near === undefined) return text;
  const wrong = random.pick([...near]);
  const typed = letter === letter.toUpperCase() ? wrong.toUpperCase() : wrong;
  return text.slice(0, at) + (random.chance(0.2) ? letter + typed : typed) + text.slice(at + 1);
}

/** As a scanner reads it: "m" for "rn", "1" for "l". */
export function scanned(random: Random, text: string): string {
  return text.length < 3 ? text : (replacedOnce(random, text, looks) ?? text);
}

function replacedOnce(random: Random, text: string, rules: readonly (readonly [string, string])[]): string | null {
  const fitting = rules.filter(([from]) => text.slice(1).includes(from));
  if (fitting.length === 0) return null;
  const [from, to] = random.pick(fitting);
  return text.slice(0, 1) + text.slice(1).replace(from, to);
}

/** A wrong encoding somewhere on the way: mojibake, question marks, entities, lost letters. Plain ASCII stays. */
export function garbled(random: Random, text: string): string {
  const accented = /[^\u0020-\u007e]/g;
  if (!/[^\u0020-\u007e]/.test(text)) return text;
  const kinds: readonly (() => string)[] = [
    () => misread(text),
    () => text.replace(accented, '?'),
    () => text.replace(accented, '\ufffd'),
    () => text.replace(accented, (letter) => `&#${letter.codePointAt(0) ?? 63};`),
    () => text.replace(accented, ''),
  ];
  return random.pick(kinds)();
}

/** All capitals, all small, or capitals in odd places. */
export function cased(random: Random, text: string): string {
  const kind = random.below(5);
  if (kind < 2) return text.toUpperCase();
  return kind < 4 ? text.toLowerCase() : text.slice(0, 1).toLowerCase() + text.slice(1).toUpperCase();
}

/** Blanks that do not show: around, doubled, or of another kind. */
export function spaced(random: Random, text: string): string {
  if (text === '') return text;
  return random.pick([` ${text}`, `${text} `, text.replace(' ', '  '), text.replace(' ', '\u00a0'), `${text}\u200b`, `"${text}"`, `${text},`]);
}
