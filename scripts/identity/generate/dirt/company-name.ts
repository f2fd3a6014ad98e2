/** How a company is written by the people who file it: name, web domain and address forms. */
import type { Company } from '../company.ts';
import { companyWords, countryOf, miscellany } from '../lists.ts';
import type { City } from '../lists.ts';
import type { Random } from '../random.ts';
import { digraphed, slug, unaccented } from '../spelling.ts';
import { cased, mistyped, scanned, slipped } from './letters.ts';
import type { Strike } from './strike.ts';

function legalForm(random: Random, company: Company): string {
  return random.chance(0.88) ? company.legal : random.pick(countryOf(company.iso).legal);
}

function withLegalForm(random: Random, core: string, company: Company): string {
  const form = legalForm(random, company);
  if (['PT', 'CV', 'ООО', '株式会社', '주식회사'].includes(form) || (form === 'K.K.' && random.chance(0.3)))
    return random.chance(0.5) ? `${form} ${core}` : `${core} ${form}`;
  return `${core}${random.chance(0.2) ? ', ' : ' '}${form}`;
}

/** Two letters are too few to go by, and seldom used. */
function acronym(random: Random, core: string): string | null {
  const parts = core.split(/[\s,&-]+/).filter((part) => part.length > 1);
  return parts.length < 2 || (parts.length === 2 && !random.chance(0.2)) ? null : parts.map((part) => part.slice(0, 1).toUpperCase()).join('');
}

function abbreviated(random: Random, core: string): string {
  const fitting = companyWords.abbreviate.filter(([from]) => new RegExp(`(^|\\s)${from.replace(/[&+]/g, '\\$&')}(\\s|$)`, 'i').test(core));
  if (fitting.length === 0) return core;
  const [from, to] = random.pick(fitting);
  return core.replace(from, random.chance(0.3) && to.length > 1 ? `${to}.` : to);
}

function reordered(random: Random, core: string): string {
  const parts = core.split(' ');
  if (parts.length < 2) return core;
  if (random.chance(0.3)) return random.chance(0.5) ? `The ${core}` : `${core}, The`;
  const [first = '', ...rest] = parts;
  return random.chance(0.5) ? `${rest.join(' ')}, ${first}` : `${rest.join(' ')} ${first}`;
}

function respelled(random: Random, core: string): string {
  const tight = random.chance(0.3) ? core.replace(/\s+/g, '') : core.replace(' ', random.pick(['-', '', ' ', ' ']));
  return random.pick([
    tight,
    core.replace(/ & /, ' and '),
    core.replace(/ and /, ' & '),
    core.replace(/[.,'&]/g, ''),
    core.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'),
  ]);
}

/** The name as filed. Marks in `strike` what was done to it. */
export function companyName(random: Random, company: Company, strike: Strike): string {
  let core = company.core;
  if (company.formerCore !== null && random.chance(0.45)) {
    strike.mark('rebrand');
    core = random.chance(0.2) ? `${core} ${random.pick(companyWords.was).replace('%s', company.formerCore)}` : company.formerCore;
  } else if (company.native !== null && strike.hits('translit', 0.8)) core = company.native;
  const hasNative = core === company.native;
  const short = acronym(random, core);
  if (!hasNative && short !== null && strike.hits('acronym')) {
    core = random.chance(0.3) ? [...short].join('.') : short;
    return random.chance(0.3) ? withLegalForm(random, core, company) : core;
  }
  if (!hasNative && strike.hits('shortname'))
    core = core
      .split(/[ ,]+/)
      .slice(0, core.split(' ').length > 2 && random.chance(0.5) ? 2 : 1)
      .join(' ');
  if (!hasNative && strike.hits('abbreviation')) core = abbreviated(random, core);
  if (!hasNative && strike.hits('wordorder')) core = reordered(random, core);
  if (random.chance(0.06)) core = respelled(random, core);
  if (strike.hits('diacritics', 0.6)) core = random.chance(0.5) ? unaccented(core) : digraphed(core);
  if (!hasNative && strike.hits('companytypo')) core = random.pick([mistyped, mistyped, slipped, scanned])(random, core);
  if (strike.hits('branchname'))
    core += random.pick(companyWords.branch).replace('%s', random.pick([company.city.name, countryOf(company.iso).names[0] ?? '', company.iso]));
  else if (strike.hits('legalform')) core = withLegalForm(random, core, company);
  if (strike.hits('companynoise')) core += random.pick(companyWords.note);
  if (strike.hits('case')) core = cased(random, core);
  return core;
}

/** The domain field: bare, as a web address, another domain of the firm, or one that is not the firm's at all. */
export function companyDomain(random: Random, company: Company, strike: Strike): string {
  if (strike.hits('wrongdomain')) {
    const name = slug(company.core).slice(0, 20);
    const wrong: readonly (() => string)[] = [
      () => random.pick(miscellany.hosts) + name,
      () => `${name}.${random.pick(miscellany.sharedHost)}`,
      () => random.pick(miscellany.parked),
      () => random.weighted(miscellany.freemail),
      () => `${name}.${random.pick(['local', 'invalid', 'lan'])}`,
    ];
    return random.pick(wrong)();
  }
  let domain = company.domain;
  if (company.otherDomain !== null && random.chance(0.4)) {
    strike.mark(company.formerCore === null ? 'domainvariant' : 'rebrand');
    domain = company.otherDomain;
  }
  if (!strike.hits('domainform')) return domain;
  const path = random.pick(['', '/', '/', '/contact', '/en/home?utm_source=x', '/de/index.html', '#top', ':443/']);
  const host = random.pick(['', '', 'www.', 'www.', 'shop.', 'en.', 'www2.', 'mail.']) + domain;
  return random.chance(0.1) ? host.toUpperCase() : random.pick(['', 'https://', 'http://', 'HTTP://', '//']) + host + path;
}

export type Place = { readonly city: string; readonly state: string; readonly country: string };

/** City, state and country as written: exonyms, without accents, codes or names. */
export function placeOf(random: Random, { city, iso }: { readonly city: City; readonly iso: string }, strike: Strike, isoShare: number): Place {
  const name = city.aliases.length > 0 && random.chance(0.25) ? random.pick(city.aliases) : strike.hits('diacritics', 0.5) ? unaccented(city.name) : city.name;
  const { names } = countryOf(iso);
  const country = random.chance(isoShare) ? iso : random.ranked(names, 3);
  return { city: random.chance(0.04) ? name.toUpperCase() : random.chance(0.01) ? mistyped(random, name) : name, state: city.state, country };
}
