import { describe, expect, test } from '@jest/globals';
import type { IdentityRecord } from '../model.ts';
import { Census, corpusOf, homeOf } from './corpus.ts';
import { prepare } from './prepare.ts';

const person = (id: number, firstname: string, lastname: string, country: string): IdentityRecord => ({ id: String(id), firstname, lastname, country });

/** Two thousand people of all sorts of names, and sixty of one country who share a handful of names. */
function census(): Census {
  const all = new Census();
  for (let at = 0; at < 2_000; at += 1)
    all.add(prepare(person(at, `Given${'abcdefghij'.charAt(at % 10)}x`, `Surname${String.fromCharCode(97 + (at % 26))}q`, 'US')));
  for (let at = 0; at < 60; at += 1)
    all.add(prepare(person(3_000 + at, ['Moshe', 'Yael', 'Noa', 'Eitan'][at % 4] ?? '', ['Mizrahi', 'Peretz', 'Biton'][at % 3] ?? '', 'Israel')));
  return all;
}

describe('how common names are', () => {
  test('two names that are rare in all may be common together where they come from', () => {
    const corpus = corpusOf(census());
    const { given, surname, here, givenHere, surnameHere } = prepare(person(1, 'Moshe', 'Mizrahi', 'Israel')).forms.commonness(corpus);
    expect(here * givenHere * surnameHere).toBeGreaterThan(50 * corpus.strangers * given * surname);
  });
  test('a record that tells no country has the one of its web name, or none', () => {
    expect(homeOf(prepare({ id: '1', domain: 'acme.co.il' }))).toBe('IL');
    expect(homeOf(prepare({ id: '1', domain: 'acme.com' }))).toBe('');
    expect(prepare({ id: '1', firstname: 'Moshe', lastname: 'Mizrahi' }).forms.commonness(corpusOf(census())).here).toBe(0);
  });
  test('what is taken away is not counted any more', () => {
    const all = census();
    const before = corpusOf(all).count('s:IL|mizrahi');
    all.add(prepare(person(3_000, 'Moshe', 'Mizrahi', 'Israel')), -1);
    expect(corpusOf(all).count('s:IL|mizrahi')).toBe(before - 1);
  });
});
