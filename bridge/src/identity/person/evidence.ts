/** A score in words: what speaks for one person, and what against. Read from the same features as the score. */
import { isRole, localOf } from '../normalise/index.ts';
import { at, compare, features } from './compare.ts';
import type { Feature } from './compare.ts';
import type { Corpus } from './corpus.ts';
import type { Prepared } from './prepare.ts';

const row = new Float64Array(features.length);
const value = (name: Feature): number => row[at[name]] ?? 0;
const shown = (words: readonly string[]): string => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
const fullName = (one: Prepared): string => shown([...one.givenWords, ...one.surnameWords]);
const people = (log: number): string => String(Math.max(2, Math.round(2 ** log)));

function nameWords(left: Prepared, right: Prepared): string {
  const [given, surname] = [value('given'), value('surname')];
  if (value('native') === 1) return 'same name in its own script';
  if (value('swapped') >= 0.9) return 'same name with first and last changed over';
  const both = `${fullName(left)}/${fullName(right)}`;
  if (given >= 0.97 && surname >= 0.97) return left.given === right.given && left.surname === right.surname ? 'same name' : `same name (${both})`;
  if (given < 0 && surname < 0) return 'no name to compare';
  if (given < 0) return surname >= 0.75 ? 'same last name, first name missing' : 'last names differ, first name missing';
  if (surname < 0)
    return given >= 0.7
      ? `first name agrees (${shown(left.givenWords)}/${shown(right.givenWords)}), last name missing`
      : 'first names differ, last name missing';
  if (surname >= 0.75) {
    if (given >= 0.9 && given < 0.96) return `name agrees (${both}, short form)`;
    if (given === 0.7) return `last name agrees, first name as an initial (${both})`;
    return given >= 0.75 ? `name agrees (${both})` : `same last name, other first name (${both})`;
  }
  return given >= 0.75 ? `same first name, other last name (${both})` : `names differ (${both})`;
}

function mailWords(left: Prepared, right: Prepared): string[] {
  const level = value('mail');
  if (level >= 2) {
    const box = left.boxes.find((one) => right.boxes.includes(one)) ?? '';
    const kind = isRole(localOf(box)) ? 'same role mailbox' : level === 3 ? 'same e-mail' : 'same secondary e-mail';
    return value('mailNames') >= 1 ? [`${kind}, shared by about ${people(value('mailNames') + 0.01)} names`] : [kind];
  }
  const said: string[] = [];
  if (value('mailNear') === 2) said.push('e-mails one letter apart');
  else if (value('local') >= 0.6) said.push('same name part in another mailbox');
  if (value('fitCrossLeast') >= 3.5 && level < 2) said.push('each e-mail fits the other name');
  else if (value('fitCrossBest') >= 3.5 && value('given') * value('surname') < 0.6) said.push('e-mail fits the other name');
  return said;
}

function phoneWords(): string[] {
  const matched = Math.max(value('mobile'), value('phone'));
  if (matched > 0) {
    const kind = value('mobile') > 0 ? 'same mobile number' : 'same phone number';
    const several = value('phoneNames') >= 1 ? `, used by about ${people(value('phoneNames') + 0.01)} names` : '';
    return [`${kind}${matched === 1 ? ' (last digits)' : ''}${several}`];
  }
  return value('phoneConflict') === 2 ? ['mobile numbers differ'] : [];
}

function companyWords(): string[] {
  const company = value('company');
  if (value('domain') === 1) return [company >= 0.85 ? 'same company and domain' : 'same company domain'];
  if (company >= 0.95) return ['same company'];
  if (company >= 0.8) return ['company names agree'];
  return value('domain') === -1 && company >= 0 && company < 0.6 ? ['other company'] : value('domain') === -1 ? ['other company domain'] : [];
}

/** What speaks for and against, strongest first, parted by `; `. Never empty. */
export function evidenceOf(left: Prepared, right: Prepared, corpus: Corpus): string {
  compare(left, right, corpus, row);
  const said = [...mailWords(left, right), nameWords(left, right), ...phoneWords(), ...companyWords()];
  if (value('generation') === -1) said.push('junior and senior');
  if (value('middle') === -1) said.push('other middle name');
  if (value('title') >= 0.6) said.push('same title');
  if (value('city') === 1) said.push('same city');
  if (value('country') === -1) said.push('other country');
  if (value('given') >= 0.7 && value('surname') >= 0.75 && value('strangers') > 0.5) said.push('a common name here');
  return said.join('; ');
}
