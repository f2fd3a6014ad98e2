/** Block keys: two records are compared only when they share one. Many narrow keys, so that one wrong column does not hide a person. */
import { consonants, familyHeads, phonetic, phoneTail, spelling, surnameHead } from '../normalise/index.ts';
import type { Prepared } from './prepare.ts';

const letters = (local: string): string => local.replace(/[^a-z]/g, '');

function soundOfSurname(one: Prepared): string {
  return phonetic(spelling(surnameHead(one.coreSurname)));
}

/** One or more codes of the given name: each full form a short one may stand for. */
function givenHeads(one: Prepared): readonly string[] {
  const [first] = one.givenWords;
  if (first === undefined) return [];
  if (first.length === 1) return one.givenWords[1] === undefined ? [] : [one.givenWords[1]];
  return familyHeads(first);
}

function nameKeys(one: Prepared): string[] {
  const keys: string[] = [];
  const pair = (a: string, b: string): void => {
    const [x, y] = [consonants(a) || a, consonants(b) || b];
    keys.push(`n:${x < y ? `${x}|${y}` : `${y}|${x}`}`);
  };
  const surname = one.coreSurname;
  if (surname !== '' && one.givenWords.length > 0) {
    for (const head of givenHeads(one)) pair(surnameHead(surname).replace('~', 'zz'), head);
    const last = one.surnameWords.at(-1) ?? '';
    if (last.length > 2 && last !== surname) pair(last, one.givenWords[0] ?? '');
    const first = one.surnameWords[0] ?? '';
    if (one.surnameWords.length > 1 && first.length > 2 && first !== surname) pair(first, one.givenWords[0] ?? '');
    if (one.givenWords.length > 1) pair(surname, one.given.replaceAll(' ', ''));
    const joined = letters(one.given + one.surname);
    keys.push(`x:${joined}`);
    const back = letters(one.surname + one.given);
    if (back !== joined) keys.push(`x:${back}`);
  }
  if (one.otherGiven !== '' && (one.otherSurname !== '' || surname !== '')) {
    for (const head of familyHeads(one.otherGiven.split(' ')[0] ?? '')) pair(one.otherSurname === '' ? surname : one.otherSurname, head);
  }
  if (one.native !== '') keys.push(`v:${one.native}`);
  return keys;
}

/** Every key of a record, each once, as `kind:value`. Kinds: e mailbox, p phone, n name pair, x name or mailbox name as letters, v other script, d domain × name, c company × name, s surname × initial × place. */
export function keysOf(one: Prepared): string[] {
  const keys = nameKeys(one);
  const names: string[] = [];
  const sound = one.surname === '' ? '' : soundOfSurname(one);
  if (sound !== '') names.push(sound);
  for (const head of givenHeads(one).slice(0, 2)) names.push(`g${phonetic(head) || head}`);
  for (const box of one.boxes) keys.push(`e:${box}`);
  for (const local of one.locals) {
    const plain = letters(local);
    if (plain.length >= 6) keys.push(`x:${plain}`);
    for (const domain of one.domains) if (plain.length >= 2) keys.push(`d:${domain}|=${plain}`);
  }
  for (const number of [one.phone, one.mobile]) if (number.length >= 7) keys.push(`p:${phoneTail(number)}`);
  for (const domain of one.domains) for (const name of names) keys.push(`d:${domain}|${name}`);
  const [first] = one.givenWords;
  if (first !== undefined && one.surname !== '') {
    // Slips of the hand: the beginnings of both names, and the initials inside one company.
    const [g, s] = [one.spelledGiven, one.spelledSurname];
    if (g.length >= 3 && s.length >= 4) keys.push(`b:${g.slice(0, 3)}${s.slice(0, 4)}`, `b:${g.slice(0, 3)}-${s.slice(-4)}`);
    const [i, j] = [g.charAt(0), s.charAt(0)];
    const initials = i < j ? i + j : j + i;
    for (const domain of one.domains) keys.push(`i:${domain}|${initials}`);
    if (one.company !== '') keys.push(`i:${spelling(one.company.replaceAll(' ', '')).slice(0, 8)}|${initials}`);

    const local = letters(first.charAt(0) + one.surname);
    for (const domain of one.domains) keys.push(`d:${domain}|=${local}`, `d:${domain}|=${letters(first + one.surname)}`);
  }
  if (one.company !== '') {
    const head = spelling(one.company.split(' ')[0] ?? '').slice(0, 5);
    for (const name of names) keys.push(`c:${head}|${name}`);
  }
  if (sound !== '' && first !== undefined && one.city !== '') keys.push(`s:${sound}|${first.charAt(0)}|${one.city}`);
  return [...new Set(keys)];
}
