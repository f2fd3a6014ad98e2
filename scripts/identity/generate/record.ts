/** One row as a system holds it: what was typed of a person or a company, with everything that went wrong on the way. */
import { companyDomain, companyName, placeOf } from './dirt/company-name.ts';
import { mailOf, phonesOf } from './dirt/contact.ts';
import { garbled } from './dirt/letters.ts';
import { writtenName } from './dirt/person-name.ts';
import { strikeOf } from './dirt/strike.ts';
import type { Strike } from './dirt/strike.ts';
import type { Company } from './company.ts';
import type { Family } from './families.ts';
import { filledFields } from './habits.ts';
import type { SideHabits } from './habits.ts';
import { miscellany } from './lists.ts';
import type { Job, Person } from './person.ts';
import { written, writtenOddly } from './phone.ts';
import type { Random } from './random.ts';

export const personColumns = [
  'firstname',
  'lastname',
  'email',
  'other_emails',
  'phone',
  'mobile',
  'company',
  'domain',
  'title',
  'city',
  'state',
  'country',
] as const;
export const companyColumns = ['company', 'domain', 'phone', 'city', 'state', 'country'] as const;
export type Column = (typeof personColumns)[number];
export type Row = { [column in Column]: string };
export type Made = { readonly row: Row; readonly tags: ReadonlySet<Family> };

const emptyRow = (): Row => ({
  firstname: '',
  lastname: '',
  email: '',
  other_emails: '',
  phone: '',
  mobile: '',
  company: '',
  domain: '',
  title: '',
  city: '',
  state: '',
  country: '',
});

function emptied(random: Random, row: Row, habits: SideHabits, strike: Strike): void {
  for (const field of filledFields) if (random.chance(habits.empty[field])) row[field] = '';
  if (!strike.hits('missingblock')) return;
  const blocks: readonly (readonly Column[])[] = [
    ['city', 'state', 'country'],
    ['company', 'domain', 'title'],
    ['phone', 'mobile'],
    ['email', 'other_emails'],
    ['phone', 'mobile', 'city', 'state', 'country', 'title'],
    ['email', 'phone', 'mobile'],
  ];
  for (const field of random.pick(blocks)) row[field] = '';
}

function junked(random: Random, row: Row, strike: Strike): void {
  if (!strike.hits('junk')) return;
  const domain = row.domain === '' ? 'company.com' : row.domain;
  const kinds: readonly (() => void)[] = [
    () => void (row.firstname = random.pick(miscellany.junkName)),
    () => void (row.lastname = random.pick(miscellany.junkName)),
    () => void (row.email = random.pick(miscellany.junkEmail).replace('%s', domain)),
    () => void (row.phone = random.pick(miscellany.junkPhone)),
    () => void (row.company = random.pick(miscellany.junkCompany)),
    () => void (row.title = random.pick(miscellany.junkName)),
  ];
  random.pick(row.email === '' && row.firstname === '' ? kinds.slice(3) : kinds)();
}

function shifted(random: Random, row: Row, strike: Strike): void {
  if (!strike.hits('fieldshift')) return;
  const moves: readonly (() => void)[] = [
    () => void (row.lastname = row.company === '' ? row.lastname : row.company),
    () => void ([row.company, row.lastname] = [`${row.firstname} ${row.lastname}`.trim(), row.company === '' ? row.lastname : row.company]),
    () => void (row.firstname = row.title === '' ? row.firstname : `${row.title} ${row.firstname}`),
    () => void (row.lastname = row.title === '' ? row.lastname : `${row.lastname} - ${row.title}`),
    () => void ([row.company, row.title] = [row.title, row.company]),
    () => void (row.lastname = row.company === '' ? row.lastname : `${row.lastname} (${row.company})`),
    () => void ([row.city, row.country] = [row.country, row.city]),
    () => void ([row.phone, row.mobile] = [row.mobile, row.phone]),
    () => void (row.firstname = row.email === '' ? row.firstname : row.email),
  ];
  random.pick(moves)();
}

function truncated(random: Random, row: Row, strike: Strike): void {
  if (!strike.hits('truncation')) return;
  const width = 6 + random.below(14);
  for (const field of ['firstname', 'lastname', 'company', 'title', 'email'] as const) row[field] = row[field].slice(0, field === 'email' ? width + 12 : width);
}

/** A web form that asked for an address only: the name is what stands before the @. */
function namedByMail(random: Random, row: Row, strike: Strike): void {
  if (row.email === '' || !strike.hits('localname')) return;
  const local = row.email.split('@')[0] ?? '';
  const parts = local.split(/[._-]/);
  const forms: readonly (() => void)[] = [
    () => void ([row.firstname, row.lastname] = ['', local]),
    () => void ([row.firstname, row.lastname] = [local, '']),
    () => void ([row.firstname, row.lastname] = [parts[0] ?? local, parts.slice(1).join(' ')]),
    () => void ([row.firstname, row.lastname] = ['', row.email]),
  ];
  random.pick(forms)();
}

/** Leaves enough to be somebody: a name or an address. A row without either tells nobody apart. */
function kept(row: Row, before: Row): void {
  if (row.email === '' && row.phone === '' && row.mobile === '' && row.company === '' && row.domain === '') row.company = before.company;
  if (row.firstname.trim() === '' && row.lastname.trim() === '' && row.email === '') [row.lastname, row.email] = [before.lastname, before.email];
}

export type PersonView = { readonly random: Random; readonly person: Person; readonly habits: SideHabits; readonly colleague: (company: Company) => Person };

export function personRow({ random, person, habits, colleague }: PersonView): Made {
  const strike = strikeOf(random, habits.rates);
  const former = person.formerJob !== null && random.chance(0.45) ? person.formerJob : null;
  if (former !== null) strike.mark('jobchange');
  const job: Job = former ?? person.job;
  const name = writtenName(random, person, strike, former !== null);
  const mail = mailOf(random, person, job, strike, () => colleague(job.company));
  const isPrivate = person.isConsumer && random.chance(0.6);
  const row: Row = {
    ...emptyRow(),
    firstname: name.first,
    lastname: name.last,
    email: mail.email,
    other_emails: mail.others.join(random.pick([';', ';', '; '])),
    ...phonesOf(random, person, job, strike),
    company: isPrivate ? '' : companyName(random, job.company, strike),
    domain: isPrivate ? '' : companyDomain(random, job.company, strike),
    title: random.chance(0.2) ? random.pick(miscellany.titles) : job.title,
    ...placeOf(random, random.chance(0.96) ? person : { city: job.company.city, iso: job.company.iso }, strike, habits.isoCountry),
  };
  const before = { ...row };
  emptied(random, row, habits, strike);
  namedByMail(random, row, strike);
  shifted(random, row, strike);
  junked(random, row, strike);
  truncated(random, row, strike);
  kept(row, before);
  return { row, tags: strike.tags };
}

export type CompanyView = { readonly random: Random; readonly company: Company; readonly habits: SideHabits };

export function companyRow({ random, company, habits }: CompanyView): Made {
  const strike = strikeOf(random, habits.rates);
  const name = companyName(random, company, strike);
  const row: Row = {
    ...emptyRow(),
    company: strike.hits('mojibake') ? garbled(random, name) : name,
    domain: companyDomain(random, company, strike),
    phone: (strike.hits('phoneodd') ? writtenOddly : written)(random, company.phone),
    ...placeOf(random, company, strike, habits.isoCountry),
  };
  const before = { ...row };
  emptied(random, row, habits, strike);
  if (strike.hits('junk', 0.4)) row.company = random.pick(miscellany.junkCompany);
  if (strike.hits('truncation')) row.company = row.company.slice(0, 8 + random.below(12));
  if (row.company === '' && row.domain === '') row.company = before.company;
  return { row, tags: strike.tags };
}
