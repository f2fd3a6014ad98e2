/** What two company records say of each other, as numbers for the model. −1 means "not told" where 0 means "differs". */
import { jaroWinkler, levenshtein, phoneTail, samePhone, spelling } from '../normalise/index.ts';
import { bitsOf } from './corpus.ts';
import type { CompanyCorpus } from './corpus.ts';
import { placeWords } from './prepare.ts';
import type { PreparedCompany } from './prepare.ts';

export const companyFeatures = [
  'nameSame',
  'nameWinkler',
  'nameEdits',
  'spelledEdits',
  'sortedSame',
  'sharedBits',
  'sharedShare',
  'onlyLeft',
  'onlyRight',
  'armLeft',
  'armRight',
  'firstWord',
  'isAcronym',
  'isPrefix',
  'isSubset',
  'shortest',
  'nameCommon',
  'otherName',
  'legal',
  'remark',
  'scripts',
  'digits',
  'domain',
  'stemEdits',
  'stemPrefix',
  'domainHolders',
  'stemLeft',
  'stemRight',
  'phone',
  'phoneHolders',
  'phonePrefix',
  'city',
  'state',
  'country',
  'likelyCountry',
  'namesGiven',
  'strangers',
] as const;

/** Words that make a part of a firm out of its name. Places are recognised by the record itself. */
const arms: ReadonlySet<string> = new Set(
  (
    'europe asia america americas emea apac africa foundation venture ventures laboratory labs financial service north usa us uk deutschland germany france iberia nordic nordics middle east leasing academy real estate digital capital ' +
    'latin latam benelux dach canada india china japan australia branch office subsidiary division unit store shop franchise regional pacific atlantic israel italia italy espana spain brasil brazil mexico polska poland austria schweiz ' +
    'switzerland nederland netherlands sweden sverige norge danmark suomi turkiye korea singapore trust fund bank insurance holding holdings retail research'
  ).split(' '),
);

type Overlap = {
  readonly shared: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly armLeft: number;
  readonly armRight: number;
  readonly isSubset: boolean;
};

/** Bits of the words both have (nearly alike ones count in part), and of those only one has. */
function overlapOf(left: PreparedCompany, right: PreparedCompany, corpus: CompanyCorpus): Overlap {
  const free = new Set(right.words);
  let [shared, onlyLeft, armLeft, unmatched] = [0, 0, 0, 0];
  for (const word of new Set(left.words)) {
    const [match, likeness] = bestMatch(word, free);
    if (match !== null) {
      free.delete(match);
      const bits = Math.min(bitsOf(corpus, word), bitsOf(corpus, match)) * likeness;
      shared += bits;
      continue;
    }
    unmatched += 1;
    onlyLeft += bitsOf(corpus, word);
    if (isArm(word, left, right)) armLeft += 1;
  }
  let [onlyRight, armRight] = [0, 0];
  for (const word of free) {
    onlyRight += bitsOf(corpus, word);
    if (isArm(word, right, left)) armRight += 1;
  }
  return { shared, onlyLeft, onlyRight, armLeft, armRight, isSubset: shared > 0 && (unmatched === 0 || free.size === 0) };
}

function bestMatch(word: string, free: ReadonlySet<string>): readonly [string | null, number] {
  if (free.has(word)) return [word, 1];
  let best: readonly [string | null, number] = [null, 0];
  for (const other of free) {
    const likeness = wordLikeness(word, other);
    if (likeness > best[1]) best = [other, likeness];
  }
  return best;
}

/** A typo, another spelling of the sound, or a word cut short. */
function wordLikeness(word: string, other: string): number {
  const shorter = Math.min(word.length, other.length);
  if (shorter < 3) return 0;
  if (spelling(word) === spelling(other)) return 0.95;
  if (word.startsWith(other) || other.startsWith(word)) return shorter >= 3 ? 0.6 + (0.4 * shorter) / Math.max(word.length, other.length) : 0;
  const alike = levenshtein(word, other);
  return alike >= (shorter > 6 ? 0.7 : 0.75) ? alike : 0;
}

function isArm(word: string, own: PreparedCompany, other: PreparedCompany): boolean {
  return arms.has(word) || own.city.split(' ').includes(word) || other.city.split(' ').includes(word);
}

/** 2: same, 1: told by one only in words of the other's place, 0: nobody has a remark, −1: they differ, −2: one remark, and it is not the other's place. */
function remarks(left: PreparedCompany, right: PreparedCompany): number {
  if (left.remark === right.remark) return left.remark === '' ? 0 : 2;
  if (left.remark !== '' && right.remark !== '') return -1;
  const [remark, bare] = left.remark === '' ? [right.remark, left] : [left.remark, right];
  const place = new Set([...placeWords(bare.city), bare.country.toLowerCase(), bare.state]);
  return placeWords(remark).some((word) => place.has(word)) ? 1 : -2;
}

/** "Ltd" and "Co. Ltd" do not contradict each other. */
function legalForms(left: string, right: string): number {
  if (left === '' || right === '') return -1;
  const forms = left.split(' ');
  return right.split(' ').some((form) => forms.includes(form)) ? 1 : 0;
}

const told = (left: string, right: string): number => (left === '' || right === '' ? -1 : left === right ? 1 : 0);
const alike = (left: string, right: string): number => (left === '' || right === '' ? -1 : jaroWinkler(left, right));

/** How well a web address fits a name: whole, its beginning, or its initials. */
function fits(stem: string, one: PreparedCompany): number {
  if (stem === '' || one.compact === '') return -1;
  if (stem === one.compact) return 1;
  if (stem.length > 2 && (stem === one.acronym || stem === one.fullAcronym)) return 0.9;
  const shorter = Math.min(stem.length, one.compact.length);
  if (shorter >= 4 && (stem.startsWith(one.compact) || one.compact.startsWith(stem))) return 0.85 + (0.1 * shorter) / Math.max(stem.length, one.compact.length);
  return Math.max(
    levenshtein(stem, one.compact),
    one.others.reduce((best, other) => Math.max(best, levenshtein(stem, other)), 0),
  );
}

function domains(left: PreparedCompany, right: PreparedCompany): number {
  if (left.domain !== '' && left.domain === right.domain) return 2;
  if (left.stem === '' || right.stem === '') return -1;
  return left.stem === right.stem ? 1 : 0;
}

function acronyms(left: PreparedCompany, right: PreparedCompany): number {
  const initials = (one: PreparedCompany, other: PreparedCompany): number => {
    if (other.compact.length < 2) return 0;
    return one.acronym === other.compact || one.fullAcronym === other.compact ? other.compact.length : 0;
  };
  return Math.max(initials(left, right), initials(right, left));
}

function otherNames(left: PreparedCompany, right: PreparedCompany): number {
  const best = (others: readonly string[], name: string): number => others.reduce((most, other) => Math.max(most, alike(other, name)), -1);
  return Math.max(best(left.others, right.compact), best(right.others, left.compact));
}

function prefix(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  return shorter >= 3 && (left.startsWith(right) || right.startsWith(left)) ? shorter : 0;
}

/** Extensions of one switchboard differ in their last digits only. */
function sharedStart(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at / Math.max(left.length, right.length);
}

function bothSame(left: string, right: string): number {
  return left === '' && right === '' ? -1 : left === right ? 1 : left === '' || right === '' ? 0.5 : 0;
}

/** Fills `row` in the order of `companyFeatures`. Symmetric but for the left and right parts themselves. */
export function compareCompanies(left: PreparedCompany, right: PreparedCompany, corpus: CompanyCorpus, row: Float64Array): void {
  const words = overlapOf(left, right, corpus);
  const all = words.shared * 2 + words.onlyLeft + words.onlyRight;
  let at = 0;
  const put = (value: number): void => {
    row[at] = value;
    at += 1;
  };
  put(told(left.compact, right.compact));
  put(alike(left.compact, right.compact));
  put(left.compact === '' || right.compact === '' ? -1 : levenshtein(left.compact, right.compact));
  put(left.spelled === '' || right.spelled === '' ? -1 : levenshtein(left.spelled, right.spelled));
  put(told(left.sorted, right.sorted));
  put(words.shared);
  put(all === 0 ? -1 : (2 * words.shared) / all);
  put(Math.min(words.onlyLeft, words.onlyRight));
  put(Math.max(words.onlyLeft, words.onlyRight));
  put(Math.min(words.armLeft, words.armRight));
  put(Math.max(words.armLeft, words.armRight));
  put(alike(left.words[0] ?? '', right.words[0] ?? ''));
  put(acronyms(left, right));
  put(prefix(left.compact, right.compact));
  put(words.isSubset ? 1 : 0);
  put(Math.min(left.compact.length, right.compact.length));
  put(Math.log1p(Math.max(0, Math.max(corpus.count(`c:${left.compact}`), corpus.count(`c:${right.compact}`)) - 2)));
  put(otherNames(left, right));
  put(legalForms(left.legal, right.legal));
  put(remarks(left, right));
  put(left.script === right.script ? (left.script === 'latin' ? 0 : 1) : -1);
  put(bothSame(left.digits, right.digits));
  put(domains(left, right));
  put(left.stem === '' || right.stem === '' ? -1 : levenshtein(left.stem, right.stem));
  put(left.stem === '' || right.stem === '' ? -1 : prefix(left.stem, right.stem) / Math.max(left.stem.length, right.stem.length));
  put(left.domain === '' || right.domain === '' ? -1 : Math.log1p(Math.max(corpus.most(`n:${left.domain}`), corpus.most(`n:${right.domain}`))));
  const [stemLeft, stemRight] = [fits(left.stem, right), fits(right.stem, left)];
  put(Math.min(stemLeft, stemRight));
  put(Math.max(stemLeft, stemRight));
  put(left.phone === '' || right.phone === '' ? -1 : samePhone(left.phone, right.phone));
  put(left.phone === '' || right.phone === '' ? -1 : Math.log1p(corpus.most(`p:${phoneTail(left.phone)}`)));
  put(left.phone === '' || right.phone === '' ? -1 : sharedStart(left.phone, right.phone));
  put(left.city === '' || right.city === '' ? -1 : left.city === right.city ? 1 : 0.8 * Number(jaroWinkler(left.city, right.city) > 0.9));
  put(told(left.state, right.state));
  put(told(left.country, right.country));
  put(told(left.likelyCountry, right.likelyCountry));
  put(Number(left.compact !== '') + Number(right.compact !== ''));
  put(Math.log10(corpus.strangers + 10));
}
