/** A score of companies in words: what speaks for one company, and what against. Read from the same features as the score. */
import { compareCompanies, companyFeatures } from './compare.ts';
import type { CompanyCorpus } from './corpus.ts';
import type { PreparedCompany } from './prepare.ts';

const row = new Float64Array(companyFeatures.length);
type Feature = (typeof companyFeatures)[number];
const places = Object.fromEntries(companyFeatures.map((name, index) => [name, index]));
const value = (name: Feature): number => row[places[name] ?? 0] ?? 0;
const shown = (one: PreparedCompany): string => one.words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

function nameWords(left: PreparedCompany, right: PreparedCompany): string {
  const both = `${shown(left)}/${shown(right)}`;
  if (value('namesGiven') < 2) return 'no name to compare';
  if (value('nameSame') === 1) return value('nameCommon') > 1 ? 'same name, which several companies have' : 'same name';
  if (value('isAcronym') > 1) return `one name is the initials of the other (${both})`;
  if (value('sortedSame') === 1) return `same words in another order (${both})`;
  if (value('armRight') > 0 && value('isSubset') === 1) return `one name adds a place or division (${both})`;
  if (value('nameEdits') >= 0.8 || value('spelledEdits') >= 0.85) return `names differ in spelling (${both})`;
  if (value('otherName') > 0.9) return 'a former or other name agrees';
  if (value('isSubset') === 1) return `one name holds the other (${both})`;
  return value('sharedShare') > 0.45 ? `names share words (${both})` : `names differ (${both})`;
}

function domainWords(left: PreparedCompany, right: PreparedCompany): string[] {
  const domain = value('domain');
  if (domain === 2) return [value('domainHolders') > 1.5 ? `same domain (${left.domain}), used by several names` : `same domain (${left.domain})`];
  if (domain === 1) return [`same web name under another ending (${left.domain || left.stem}/${right.domain || right.stem})`];
  if (value('stemRight') >= 0.85) return [domain === 0 ? 'domains differ, yet one fits the other name' : 'the domain fits the name'];
  return domain === 0 ? [`domains differ (${left.domain || left.stem}/${right.domain || right.stem})`] : [];
}

function placeWordsOf(): string[] {
  const said: string[] = [];
  if (value('phone') > 0) said.push(value('phoneHolders') > 1.2 ? 'same phone number, used by several names' : 'same phone number');
  if (value('city') > 0.5) said.push('same city');
  else if (value('city') === 0) said.push('other city');
  if (value('country') === 0) said.push('other country');
  else if (value('country') === 1 && value('city') <= 0.5) said.push('same country');
  if (value('remark') === 2) said.push('same remark');
  else if (value('remark') < 0) said.push('another place or division is named');
  if (value('digits') === 0) said.push('other numbers in the name');
  if (value('legal') === 0) said.push('other legal form');
  return said;
}

/** What speaks for and against, parted by `; `. Never empty. */
export function companyEvidence(left: PreparedCompany, right: PreparedCompany, corpus: CompanyCorpus): string {
  compareCompanies(left, right, corpus, row);
  return [...domainWords(left, right), nameWords(left, right), ...placeWordsOf()].join('; ');
}
