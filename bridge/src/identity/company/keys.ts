/** Block keys of companies: two records are compared only when they share one. The first letter of a key is its kind. */
import { consonants, phoneTail, spelling } from '../normalise/index.ts';
import type { PreparedCompany } from './prepare.ts';

/** Longest chain a kind of key may have before it says too little: whole chains are left out, so the order of records does not matter. */
const chainMax: Readonly<Record<string, number>> = { d: 400, x: 250, s: 250, p: 100, t: 60, k: 120, h: 60, a: 60, c: 80, w: 120 };
export const companyChainLimit = (key: string): number => chainMax[key.charAt(0)] ?? 60;

/** Kinds: d domain, x name or web name as letters, s words in any order, p phone, t one word, w two first words, k consonants, h beginning or end, a initials, c city × beginning. */
export function keysOfCompany(one: PreparedCompany): string[] {
  const keys = new Set<string>();
  const add = (kind: string, value: string, lengthMin: number): void => {
    if (value.length >= lengthMin) keys.add(`${kind}:${value}`);
  };
  if (one.domain !== '') add('d', one.domain, 1);
  add('x', one.stem, 3);
  add('x', one.compact, 2);
  for (const other of one.others) add('x', other, 3);
  if (one.words.length > 1) add('s', one.sorted, 3);
  if (one.phone.length >= 7) add('p', phoneTail(one.phone), 6);
  for (const word of one.words) add('t', spelling(word), 3);
  add('w', one.words.slice(0, 2).map(spelling).join(' '), 6);
  add('k', consonants(one.compact), 4);
  for (const text of [one.compact, one.stem]) {
    add('h', text.slice(0, 6), 5);
    if (text.length > 7) add('h', `-${text.slice(-6)}`, 6);
  }
  add('a', one.acronym, 2);
  add('a', one.fullAcronym, 2);
  if (one.compact.length <= 5) add('a', one.compact, 2);
  if (one.stem.length <= 5) add('a', one.stem, 2);
  if (one.city !== '' && one.compact !== '') add('c', `${one.city}|${one.compact.slice(0, 3)}`, 4);
  return [...keys];
}
