/** How a name sounds, in three strengths: spelling variants made equal, consonants only, and a phonetic code. All take folded text. */
import { doubleMetaphone } from 'double-metaphone';
import { memo } from './memo.ts';

/** Replaces all, without starting a regular expression where there is nothing to replace: these run for every name of every record. */
const all = (text: string, from: string, to: string): string => (text.includes(from) ? text.replaceAll(from, to) : text);

function isLetters(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 97 || code > 122) return false;
  }
  return true;
}

function undoubled(text: string): string {
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) === text.charCodeAt(at - 1)) return text.replace(/(.)\1+/g, '$1');
  return text;
}

function consonantsAlike(letters: string): string {
  let text = all(all(all(letters, 'shch', 'sh'), 'sch', 'sh'), 'sz', 'sh');
  text = all(all(all(all(text, 'tch', 'ch'), 'cz', 'ch'), 'ch', '1'), 'sh', '2');
  if (text.includes('h')) text = all(all(all(all(text, 'ph', 'f'), 'kh', 'h'), 'gh', 'g'), 'th', 't');
  text = all(all(all(text, 'ck', 'k'), 'dzh', 'i'), 'dj', 'i');
  if (text.includes('c') || text.includes('ts') || text.includes('tz')) text = text.replace(/t[sz]|c(?=[eiy])/g, 's');
  return all(all(all(all(all(text, 'c', 'k'), 'q', 'k'), 'x', 'ks'), 'z', 's'), 'w', 'v');
}

function vowelsAlike(letters: string): string {
  let text = all(letters, 'eo', 'o');
  if (text.includes('u') || text.includes('oo')) text = text.replace(/oo|ou|ue|eu|iu/g, 'u');
  if (text.includes('i') || text.includes('e') || text.includes('y') || text.includes('j')) text = text.replace(/ie|ei|ey|ij|ee|[yj]/g, 'i');
  return all(all(all(text, 'ae', 'a'), 'aa', 'a'), 'oe', 'o');
}

/**
 * Spellings of one sound made equal, across the usual romanisations: Schmidt/Shmidt, Müller/Mueller, Yulia/Julia, Khalil/Halil, Satoh/Sato.
 * Example: "mueller" → "muler".
 */
export const spelling = memo((folded: string): string => {
  const sounds = undoubled(vowelsAlike(consonantsAlike(isLetters(folded) ? folded : folded.replace(/[^a-z]/g, ''))));
  if (sounds === '') return folded;
  return sounds.length > 1 && sounds.endsWith('h') ? sounds.slice(0, -1) : sounds;
});

/** Consonants only, for scripts that do not write vowels. Example: "mohammed" and "mhmd" → "mhmd". */
export const consonants = memo((folded: string): string =>
  folded
    .replace(/[^a-z]/g, '')
    .replace(/kh/g, 'h')
    .replace(/ph/g, 'f')
    .replace(/[cq]/g, 'k')
    .replace(/p/g, 'f')
    .replace(/b/g, 'v')
    .replace(/z/g, 's')
    .replace(/(?!^)[aeiouyw]/g, '')
    .replace(/^[aeiouyw]+/, '')
    .replace(/(.)\1+/g, '$1'),
);

/**
 * What is left of a name where one side writes no vowels and letters have several readings: Hebrew vav is v, o or u, kaf is k or kh, he is silent at the end.
 * Coarser than `consonants`, so only for names in two scripts. Example: "khhn" and "cohen" → "kn"; "yvsf" and "joseph" → "ysf".
 */
export const bones = memo((folded: string): string =>
  folded
    .replace(/[^a-z]/g, '')
    .replace(/^j/, 'y')
    .replace(/ph/g, 'f')
    .replace(/th/g, 't')
    .replace(/s[ch]h?|t[sz]|z/g, 's')
    .replace(/h$/, '')
    .replace(/kh|ch|[hcq]/g, 'k')
    .replace(/p/g, 'f')
    .replace(/(?!^)y/g, '')
    .replace(/[aeiouvwb]/g, '')
    .replace(/(.)\1+/g, '$1'),
);

/** Double Metaphone's first code, of the spelling-folded text so that both fold alike. */
export const phonetic = memo((folded: string): string => doubleMetaphone(folded)[0]);
