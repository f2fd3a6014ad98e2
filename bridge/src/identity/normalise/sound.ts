/** How a name sounds, in three strengths: spelling variants made equal, consonants only, and a phonetic code. All take folded text. */
import { doubleMetaphone } from 'double-metaphone';
import { memo } from './memo.ts';

/**
 * Spellings of one sound made equal, across the usual romanisations: Schmidt/Shmidt, Müller/Mueller, Yulia/Julia, Khalil/Halil, Satoh/Sato.
 * Example: "mueller" → "muler".
 */
export const spelling = memo((folded: string): string => {
  const sounds = folded
    .replace(/[^a-z]/g, '')
    .replace(/shch|sch|sz/g, 'sh')
    .replace(/tch|cz/g, 'ch')
    .replace(/ch/g, '1')
    .replace(/sh/g, '2')
    .replace(/ph/g, 'f')
    .replace(/ck/g, 'k')
    .replace(/kh/g, 'h')
    .replace(/gh/g, 'g')
    .replace(/th/g, 't')
    .replace(/dzh|dj/g, 'i')
    .replace(/t[sz]|c(?=[eiy])/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/w/g, 'v')
    .replace(/eo/g, 'o')
    .replace(/oo|ou|ue|eu|iu/g, 'u')
    .replace(/ie|ei|ey|ij|ee|[yj]/g, 'i')
    .replace(/ae|aa/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=.)h$/, '');
  return sounds === '' ? folded : sounds;
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

/** Double Metaphone's first code, of the spelling-folded text so that both fold alike. */
export const phonetic = memo((folded: string): string => doubleMetaphone(folded)[0]);
