/** A company's record made comparable once: its name in words, other names told beside it, its web address, place and number. */
import type { IdentityRecord } from '../model.ts';
import { acronym, clean, companyName, country, countryOfDomain, fold, phone, scriptOf, spelling, state, words } from '../normalise/index.ts';
import { cityName } from './cities.ts';
import { numberWord, withoutForms } from './forms.ts';
import { web } from './web.ts';

export type PreparedCompany = {
  readonly id: string;
  /** Words that name the company, without legal forms. */
  readonly words: readonly string[];
  /** The same without blanks. */
  readonly compact: string;
  readonly sorted: string;
  readonly spelled: string;
  readonly acronym: string;
  /** Initials with the small words too ("BCUP" of Beneš, Čermák und Procházka); empty when the same. */
  readonly fullAcronym: string;
  readonly legal: string;
  /** A place or division told in brackets or after a dash. */
  readonly remark: string;
  /** Names told beside the name: "formerly Acme", "dba Acme". Without blanks. */
  readonly others: readonly string[];
  readonly script: string;
  readonly digits: string;
  readonly domain: string;
  readonly stem: string;
  readonly phone: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  /** The country column, else what domain tells. */
  readonly likelyCountry: string;
};

const otherName =
  /[\s([,-]+(?:formerly(?: known as)?|f\/?k\/?a|fka|ehemals|vormals|ex|previously|anciennement|ahora|now|a\/?k\/?a|aka|d\/?b\/?a|dba|t\/?a|trading as)\.?:?\s+([^()\]]+)[)\]]?/iu;
const noise =
  /\s*(?:[-–*([]\s*(?:do not use|old|new|duplicate|test|inactive|prospect|main account|headquarters|hq|closed|customer|archived)\s*[\])*]?|#\s?\d+|,\s*c\/o)\s*$/i;
/** Articles that only move about: "The Acme Group" and "Acme Group, The". */
const article = /^the\s+|,\s*the$/i;

function named(text: string): { readonly core: readonly string[]; readonly legal: string; readonly remark: string } {
  const { core, legal, remark } = companyName(withoutForms(text).replace(article, ''));
  return { core: core === '' ? [] : core.split(' ').map(numberWord), legal, remark };
}

/** Salesforce keeps 255 letters of an account's name; what is longer is a note, and comparing it costs. */
const nameMax = 255;

export function prepareCompany(record: IdentityRecord): PreparedCompany {
  let raw = clean(record.company)
    .slice(0, nameMax)
    .replace(/^["'“”]+|["'“”,;]+$/g, '');
  const others: string[] = [];
  const told = otherName.exec(raw);
  if (told?.[1] !== undefined && told.index > 1) {
    others.push(named(told[1]).core.join(''));
    raw = raw.slice(0, told.index);
  }
  raw = raw.replace(noise, '').replace(noise, '');
  // "acme.io" as a name is the firm's domain.
  const dotted = /^([\p{L}\p{N}-]{3,})\.(?:com|io|ai|net|org|co|app|de|fr|co\.uk)$/iu.exec(raw)?.[1];
  const { core, legal, remark } = named(dotted ?? raw);
  const { domain, stem, suffix } = web(record.domain ?? '');
  const place = country(record.country ?? '');
  const compact = core.join('');
  const initials = acronym(core.join(' '));
  const allInitials = acronym(words(fold(dotted ?? raw)).join(' '));
  return {
    id: record.id,
    words: core,
    compact,
    sorted: [...core].sort().join(' '),
    spelled: compact === '' ? '' : spelling(compact),
    acronym: initials,
    fullAcronym: allInitials === initials ? '' : allInitials,
    legal,
    remark,
    others: others.filter((other) => other !== ''),
    script: scriptOf(raw),
    digits: raw.replace(/\D+/g, ' ').trim(),
    domain,
    stem,
    phone: phone(record.phone, place),
    city: cityName(record.city ?? ''),
    state: state(record.state ?? ''),
    country: place,
    likelyCountry: place === '' ? countryOfDomain(suffix) : place,
  };
}

/** Words of a remark or place as the names have them. */
export const placeWords = (text: string): readonly string[] => words(fold(text));
