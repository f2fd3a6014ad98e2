/** People as they truly are, with the jobs they had, the addresses they own, and the other people one may take them for. */
import type { Companies, Company } from './company.ts';
import { countryOf, miscellany } from './lists.ts';
import type { City, Culture } from './lists.ts';
import type { Habits } from './habits.ts';
import type { Rates } from './families.ts';
import { givenName, surname } from './names.ts';
import type { Name, Sex } from './names.ts';
import { newMobile, newPhone } from './phone.ts';
import type { Phone } from './phone.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';
import { digraphed, slug } from './spelling.ts';

export type Job = { readonly company: Company; readonly mail: string; readonly title: string; readonly direct: Phone | null };
export type Person = {
  readonly culture: Culture;
  readonly given: Name;
  readonly last: Name;
  readonly middle: Name | null;
  /** The second surname of a compound, if the person has one. */
  readonly second: Name | null;
  readonly maiden: Name | null;
  readonly generation: string;
  readonly job: Job;
  readonly formerJob: Job | null;
  /** Private address; `sharedHome` is the mailbox of the whole family. */
  readonly home: string | null;
  readonly sharedHome: string | null;
  readonly mobile: Phone | null;
  readonly homePhone: Phone | null;
  readonly city: City;
  readonly iso: string;
  readonly isConsumer: boolean;
};

/** What a look-alike takes over from its anchor. */
type Given = {
  readonly given?: Name;
  readonly last?: Name;
  readonly sex?: Sex;
  readonly culture?: Culture;
  readonly company?: number;
  readonly household?: { readonly phone: Phone | null; readonly mail: string; readonly city: City; readonly iso: string };
  readonly mail?: string;
  readonly title?: string;
  readonly generation?: string;
  readonly numbered?: boolean;
};

export type People = {
  readonly at: (index: number) => Person;
  /** Somebody else of the firm: the neighbour who works there, or one made up. */
  readonly colleagueOf: (index: number, company: Company) => Person;
};
export type PeopleOptions = { readonly seed: number; readonly habits: Habits; readonly rates: Rates; readonly companies: Companies };

export function peopleOf(options: PeopleOptions): People {
  const at = (index: number): Person => personAt(options, index);
  const colleagueOf = (index: number, company: Company): Person => {
    const neighbour = at(index % 4 === 0 ? index + 1 : index - (index % 4));
    return neighbour.job.company.index === company.index ? neighbour : made(options, randomOf(options.seed, 'colleague', index), { company: company.index });
  };
  return { at, colleagueOf };
}

function personAt(options: PeopleOptions, index: number): Person {
  const anchorAt = index - (index % 4);
  const random = randomOf(options.seed, 'person', index);
  if (index === anchorAt) return made(options, random, {});
  return made(
    options,
    random,
    resemblance(options, random, () => made(options, randomOf(options.seed, 'person', anchorAt), {}), anchorAt),
  );
}

function resemblance({ rates, seed }: PeopleOptions, random: Random, anchor: () => Person, anchorAt: number): Given {
  const kinds: readonly (readonly [(one: Person) => Given, number])[] = [
    [(one) => relative(random, one, seed, anchorAt), rates.relatives],
    [(one) => ({ ...relative(random, one, seed, anchorAt), given: one.given, generation: random.pick(miscellany.generation), numbered: true }), rates.juniors],
    [(one) => ({ given: one.given, last: one.last, culture: one.culture }), rates.homonyms],
    [(one) => colleague(random, one), rates.colleagues],
    [(one) => ({ company: one.job.company.index, mail: one.job.mail, title: one.job.title }), rates.successors],
  ];
  let odds = random.next();
  for (const [kind, rate] of kinds) if ((odds -= rate) < 0) return kind(anchor());
  return {};
}

function relative(random: Random, one: Person, seed: number, anchorAt: number): Given {
  const mail = `${random.chance(0.6) ? `${slug(one.last.latin)}family` : `the${slug(one.last.latin)}s`}${randomOf(seed, 'family', anchorAt).below(90)}@gmail.com`;
  const base = { last: one.last, culture: one.culture, household: { phone: one.homePhone, mail, city: one.city, iso: one.iso } };
  return random.chance(0.35) ? { ...base, company: one.job.company.index } : base;
}

/** Same firm, and the same surname, the same given name, or (rarely) both. */
function colleague(random: Random, one: Person): Given {
  const base = { company: one.job.company.index, culture: one.culture, numbered: true };
  const kind = random.next();
  if (kind < 0.45) return { ...base, last: one.last };
  return kind < 0.8 ? { ...base, given: one.given } : { ...base, given: one.given, last: one.last };
}

const slugOf = (name: Name, random: Random): string => slug(random.chance(0.4) ? digraphed(name.latin) : name.latin) || 'x';

function localPart(pattern: string, given: string, last: string): string {
  const [f, l] = [given.slice(0, 1), last.slice(0, 1)];
  const parts: Readonly<Record<string, string>> = {
    'f.l': `${given}.${last}`,
    fl: f + last,
    f: given,
    f_l: `${given}_${last}`,
    lf: last + f,
    l: last,
    'f.l1': `${given}.${l}`,
    fl1: given + l,
    'f-l': `${given}-${last}`,
    'l.f': `${last}.${given}`,
    firstlast: given + last,
    initials: f + l,
  };
  return parts[pattern] ?? `${given}.${last}`;
}

function workMail(random: Random, company: Company, given: Name, last: Name, numbered: boolean): string {
  // A big firm cannot give everybody their first name: only far down the list of sizes are such addresses kept.
  const short = ['f', 'l', 'initials', 'fl1', 'f.l1'].includes(company.mailPattern);
  const pattern = random.chance(0.05) || (short && company.index < 200) ? 'f.l' : company.mailPattern;
  const [a, b] = [slugOf(given, random), slugOf(last, random)];
  // The second of two with one name gets a middle initial, another form, or a number.
  const way = numbered ? random.next() : 1;
  if (way < 0.25) return `${a}.${random.pick([...'abcdefghjklmprst'])}.${b}@${company.domain}`;
  if (way < 0.5) return `${localPart(random.pick(['f.l', 'fl', 'f_l', 'lf', 'f', 'f-l']), a, b)}@${company.domain}`;
  const local = localPart(pattern, a, b);
  // Hardly ever are two of them filed under one address.
  const number = way < 0.98 ? String(2 + random.below(8)) : pattern === 'initials' ? String(random.below(900)) : '';
  return `${local}${number}@${company.domain}`;
}

function homeMail(random: Random, given: Name, last: Name): string {
  const [a, b] = [slugOf(given, random), slugOf(last, random)];
  const number = String(random.below(100));
  const local = random.weighted([
    [`${a}.${b}`, 4],
    [a + b, 4],
    [a + b + number, 6],
    [`${a}.${b}${number}`, 3],
    [a.slice(0, 1) + b + number, 4],
    [`${b}.${a}`, 1],
    [`${b}${a.slice(0, 1)}${number}`, 1],
    [`${a}${60 + random.below(45)}`, 2],
    [`${a}_${b}`, 1],
    [`${random.pick(miscellany.cute)}${random.below(1000)}`, 1.5],
    [`${random.pick(miscellany.cute)}.${random.pick(miscellany.cute)}${number}`, 0.7],
  ] as const);
  return `${local}@${random.weighted(miscellany.freemail)}`;
}

function jobAt(random: Random, company: Company, names: { readonly given: Name; readonly last: Name }, given: Given): Job {
  return {
    company,
    mail: given.mail ?? workMail(random, company, names.given, names.last, given.numbered === true),
    title: given.title ?? random.ranked(miscellany.titles, 1.2),
    direct: random.chance(0.35) ? newPhone(random, company.iso, company.city.area) : null,
  };
}

function made({ habits, companies, rates }: PeopleOptions, random: Random, given: Given): Person {
  const anyCompany = (): Company => companies.at(Math.floor(companies.size * random.next() ** habits.companyExponent));
  const company = given.company === undefined ? anyCompany() : companies.at(given.company);
  const culture = given.culture ?? (random.chance(0.6) ? company.culture : random.weighted(habits.cultures));
  const sex = given.sex ?? (random.chance(0.5) ? 'male' : 'female');
  const names = { given: given.given ?? givenName(random, culture, sex), last: given.last ?? surname(random, culture, sex) };
  const isLatin = culture.script === 'latin';
  const middle = random.chance(0.3) && culture.script !== 'han' ? givenName(random, culture, sex) : null;
  const second = random.chance(['es', 'pt'].includes(culture.id) ? 0.6 : isLatin ? 0.05 : 0) ? surname(random, culture, sex) : null;
  const maiden = sex === 'female' && random.chance(rates.maiden * 2) ? surname(random, culture, sex) : null;
  const other = random.chance(rates.jobchange * 1.15) ? anyCompany() : null;
  const livesAtWork = random.chance(0.75);
  const place = given.household ?? {
    city: livesAtWork ? company.city : random.ranked(countryOf(company.iso).cities),
    iso: company.iso,
    phone: null,
    mail: null,
  };
  return {
    culture,
    ...names,
    middle,
    second,
    maiden,
    generation: given.generation ?? '',
    job: jobAt(random, company, names, given),
    formerJob: other === null || other === company ? null : jobAt(random, other, { given: names.given, last: maiden ?? names.last }, {}),
    home: random.chance(0.6) ? homeMail(random, names.given, names.last) : null,
    sharedHome: given.household?.mail ?? (random.chance(0.03) ? `${slugOf(names.last, random)}family${random.below(90)}@gmail.com` : null),
    mobile: random.chance(0.75) ? newMobile(random, place.iso) : null,
    homePhone: place.phone ?? (random.chance(0.3) ? newPhone(random, place.iso, place.city.area) : null),
    city: place.city,
    iso: place.iso,
    isConsumer: random.chance(habits.consumers),
  };
}
