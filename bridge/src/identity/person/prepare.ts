/** A person's record made comparable once: normal forms of every column, and a compact text of it for large sets. */
import type { IdentityRecord } from '../model.ts';
import {
  city,
  companyDomain,
  companyName,
  country,
  countryOfDomain,
  hostOf,
  isParticle,
  isRole,
  localOf,
  mailboxes,
  parseName,
  phone,
  scriptOf,
  spelling,
  state,
  title,
} from '../normalise/index.ts';
import { Forms } from './forms.ts';

export type Prepared = {
  readonly id: string;
  readonly given: string;
  readonly surname: string;
  readonly otherGiven: string;
  readonly otherSurname: string;
  readonly generation: string;
  readonly native: string;
  readonly script: string;
  /** Normal mailboxes, the primary first. */
  readonly boxes: readonly string[];
  readonly phone: string;
  readonly mobile: string;
  /** The company's name without legal form; and its remark. */
  readonly company: string;
  readonly remark: string;
  /** Web domains that stand for the company: the column's, then the mailboxes'. Free mail is none. */
  readonly domains: readonly string[];
  readonly title: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  // What follows is derived from the above.
  readonly givenWords: readonly string[];
  readonly surnameWords: readonly string[];
  readonly otherWords: readonly string[];
  readonly spelledGiven: string;
  readonly spelledSurname: string;
  /** Surname without particles. */
  readonly coreSurname: string;
  /** Personal local parts (letters only, spelled), the part before the @ of each mailbox that is no role. */
  readonly locals: readonly string[];
  readonly forms: Forms;
};

type Stored = Omit<Prepared, 'givenWords' | 'surnameWords' | 'otherWords' | 'spelledGiven' | 'spelledSurname' | 'coreSurname' | 'locals' | 'forms'>;

const wordsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));
const noWords: readonly string[] = [];

function derive(stored: Stored): Prepared {
  const surnameWords = wordsOf(stored.surname);
  const core = surnameWords.length > 1 ? surnameWords.filter((word) => !isParticle(word)).join('') : stored.surname;
  const locals: string[] = [];
  for (const box of stored.boxes) {
    const local = localOf(box);
    if (!isRole(local)) locals.push(local);
  }
  const one = {
    ...stored,
    givenWords: wordsOf(stored.given),
    surnameWords,
    otherWords: stored.otherGiven === '' && stored.otherSurname === '' ? noWords : wordsOf(`${stored.otherGiven} ${stored.otherSurname}`.trim()),
    spelledGiven: stored.given === '' ? '' : spelling(stored.given),
    spelledSurname: stored.surname === '' ? '' : spelling(stored.surname),
    coreSurname: core === '' ? stored.surname.replaceAll(' ', '') : core,
    locals,
  };
  return Object.assign(one, { forms: new Forms(one) });
}

/** Reads all columns of one record. */
export function prepare(record: IdentityRecord): Prepared {
  const name = parseName(record.firstname, record.lastname);
  const boxes = mailboxes(record.email, record.other_emails);
  const { core, remark } = companyName(record.company);
  const domains = [
    ...new Set([record.domain ?? '', ...boxes.map(hostOf)].map((text) => (text === '' ? '' : companyDomain(text))).filter((text) => text !== '')),
  ];
  const where = country(record.country ?? '');
  const guess = where.length === 2 ? where : countryOfDomain(domains[0] ?? '');
  return derive({
    id: record.id,
    given: name.given,
    surname: name.surname,
    otherGiven: name.otherGiven,
    otherSurname: name.otherSurname,
    generation: name.generation,
    native: name.native,
    script: name.script,
    boxes,
    phone: phone(record.phone, guess),
    mobile: phone(record.mobile, guess),
    company: core,
    remark,
    domains,
    title: title(record.title ?? ''),
    city: city(record.city ?? ''),
    state: state(record.state ?? ''),
    country: where,
  });
}

const unit = '\u001f';
const item = '\u001e';

/** One line of text that `unpack` reads back; a tenth of the memory of the object. */
export function pack(one: Prepared): string {
  const { id, given, surname, otherGiven, otherSurname, generation, native, boxes, phone, mobile, company, remark, domains, title, city, state, country } = one;
  return [
    id,
    given,
    surname,
    otherGiven,
    otherSurname,
    generation,
    native,
    boxes.join(item),
    phone,
    mobile,
    company,
    remark,
    domains.join(item),
    title,
    city,
    state,
    country,
  ].join(unit);
}

const list = (text: string): readonly string[] => (text === '' ? noWords : text.split(item));

export function unpack(text: string): Prepared {
  const [
    id = '',
    given = '',
    surname = '',
    otherGiven = '',
    otherSurname = '',
    generation = '',
    native = '',
    boxes = '',
    phone = '',
    mobile = '',
    company = '',
    remark = '',
    domains = '',
    title = '',
    city = '',
    state = '',
    country = '',
  ] = text.split(unit);
  return derive({
    id,
    given,
    surname,
    otherGiven,
    otherSurname,
    generation,
    native,
    script: native === '' ? 'latin' : scriptOf(native),
    boxes: list(boxes),
    phone,
    mobile,
    company,
    remark,
    domains: list(domains),
    title,
    city,
    state,
    country,
  });
}
