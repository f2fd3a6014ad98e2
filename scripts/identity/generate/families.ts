/**
 * The kinds of dirt and of look-alikes the generator knows, and how often each strikes. Every one can be asked for alone or left out, so
 * that a model can be judged on dirt it was not trained on.
 */

/** Probability that the family strikes a record (or, for look-alikes, that an entity has such a double), at the default profile. */
export const baseRates = {
  // How a name is typed
  typo: 0.04,
  keyboard: 0.02,
  ocr: 0.012,
  case: 0.07,
  spacing: 0.03,
  truncation: 0.01,
  mojibake: 0.01,
  diacritics: 0.25,
  // Which name is given
  nickname: 0.16,
  initial: 0.025,
  middle: 0.12,
  compound: 0.2,
  maiden: 0.05,
  translit: 0.45,
  honorific: 0.03,
  suffix: 0.025,
  // Where the name stands
  swapped: 0.014,
  onefield: 0.016,
  nolast: 0.02,
  nofirst: 0.012,
  localname: 0.008,
  fieldshift: 0.006,
  // Mail
  freemail: 0.2,
  secondary: 0.04,
  emailform: 0.06,
  emailtypo: 0.015,
  rolemail: 0.03,
  familymail: 0.2,
  colleaguemail: 0.007,
  // Phone
  switchboard: 0.22,
  phoneodd: 0.04,
  // Company
  jobchange: 0.12,
  legalform: 0.4,
  abbreviation: 0.06,
  shortname: 0.06,
  acronym: 0.03,
  companytypo: 0.04,
  companynoise: 0.025,
  wordorder: 0.02,
  rebrand: 0.05,
  branchname: 0.02,
  domainvariant: 0.12,
  domainform: 0.15,
  wrongdomain: 0.015,
  // What is not there, or is not true
  missing: 1,
  missingblock: 0.05,
  junk: 0.02,
  duplicate: 0.07,
  // Look-alikes: other people and other companies
  relatives: 0.03,
  juniors: 0.012,
  homonyms: 0.04,
  colleagues: 0.025,
  successors: 0.015,
  subsidiaries: 0.05,
  branches: 0.015,
  namesakes: 0.03,
} as const;
export type Family = keyof typeof baseRates;

export const lookAlikes: readonly Family[] = ['relatives', 'juniors', 'homonyms', 'colleagues', 'successors', 'subsidiaries', 'branches', 'namesakes'];

/** Families that are held out, or asked for, together. */
/** Mix-ups of mailboxes; where look-alikes abound they do, too. */
const mixUps: readonly Family[] = ['rolemail', 'colleaguemail'];

export const groups: Readonly<Record<string, readonly Family[]>> = {
  typing: ['typo', 'keyboard', 'ocr', 'companytypo', 'emailtypo'],
  scripts: ['translit', 'diacritics', 'mojibake'],
  names: ['nickname', 'initial', 'middle', 'compound', 'maiden', 'honorific', 'suffix'],
  places: ['swapped', 'onefield', 'nolast', 'nofirst', 'localname', 'fieldshift'],
  mail: ['freemail', 'secondary', 'emailform', 'rolemail', 'familymail', 'colleaguemail'],
  phones: ['switchboard', 'phoneodd'],
  companies: ['legalform', 'abbreviation', 'shortname', 'acronym', 'companynoise', 'wordorder', 'rebrand', 'branchname'],
  domains: ['domainvariant', 'domainform', 'wrongdomain'],
  gaps: ['missingblock', 'junk', 'truncation'],
  doubles: lookAlikes,
};

export const profiles = { easy: 0.5, default: 1, hard: 1.7 } as const;
export type Profile = keyof typeof profiles;

export type Rates = Readonly<Record<Family, number>>;

const isFamily = (name: string): name is Family => Object.hasOwn(baseRates, name);
const allFamilies: readonly Family[] = Object.keys(baseRates).filter(isFamily);

/** The families a name stands for: one, or a group of them. An unknown name is an error. */
export function familiesOf(name: string): readonly Family[] {
  const named = isFamily(name) ? [name] : groups[name];
  if (named === undefined) throw new Error(`there is no family "${name}"; known: ${[...allFamilies, ...Object.keys(groups)].join(', ')}`);
  return named;
}

export type RateOptions = { readonly family: string; readonly without: readonly string[]; readonly profile: Profile; readonly collide: number };

/** Rates of this run. Alone, a family strikes about every third record and the others recede, so that what a matcher makes of it shows. */
export function ratesOf({ family, without, profile, collide }: RateOptions): Rates {
  const alone = family === 'mixed' ? null : new Set(familiesOf(family));
  const left = new Set(without.flatMap(familiesOf));
  const rate = (name: Family): number => {
    if (left.has(name)) return 0;
    const base = baseRates[name] * (lookAlikes.includes(name) ? collide : profiles[profile] * (mixUps.includes(name) ? Math.max(1, collide) : 1));
    if (alone === null) return Math.min(0.95, base);
    return alone.has(name) ? Math.min(0.95, Math.max(0.35, base * 4)) : base * 0.15;
  };
  return Object.fromEntries(allFamilies.map((name) => [name, rate(name)])) as Record<Family, number>; // every family is listed just above
}
