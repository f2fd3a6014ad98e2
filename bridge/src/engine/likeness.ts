/** Who a record is, as matching sees it: its columns whatever platform it is from, the block keys it can be looked for under, and scores. */
import type { Fingerprinter, Identified, Recognition } from '../domain/index.ts';
import type { ObjectMapping, Side } from '../domain/model.ts';
import { companyBlockKeys, companyCorpusFor, scoreCompanyCandidates } from '../identity/company/index.ts';
import { blockKeys, corpusFor, scoreCandidates } from '../identity/index.ts';
import type { Field, IdentityRecord, ScoredPair } from '../identity/index.ts';

/** How block keys begin in the store; `clusters` and erasures pass over them. */
const NEAR = 'near:';

type Columns = Readonly<Partial<Record<Field, readonly string[]>>>;

/** Per column the fields that may hold it, the first filled one counts. */
const PERSON: Readonly<Record<Side, Columns>> = {
  salesforce: {
    firstname: ['FirstName'],
    lastname: ['LastName'],
    email: ['Email'],
    phone: ['Phone'],
    mobile: ['MobilePhone'],
    company: ['Company'],
    title: ['Title'],
    city: ['City', 'MailingCity'],
    state: ['State', 'MailingState'],
    country: ['Country', 'MailingCountry'],
  },
  hubspot: {
    firstname: ['firstname'],
    lastname: ['lastname'],
    email: ['email'],
    other_emails: ['hs_additional_emails'],
    phone: ['phone'],
    mobile: ['mobilephone'],
    company: ['company'],
    title: ['jobtitle'],
    city: ['city'],
    state: ['state'],
    country: ['country'],
  },
};
const COMPANY: Readonly<Record<Side, Columns>> = {
  salesforce: { company: ['Name'], domain: ['Website'], phone: ['Phone'], city: ['BillingCity'], state: ['BillingState'], country: ['BillingCountry'] },
  hubspot: { company: ['name'], domain: ['domain', 'website'], phone: ['phone'], city: ['city'], state: ['state'], country: ['country'] },
};

/** A record as the matcher reads it. */
export function identityRecord({ ref, values }: Identified, how: Recognition): IdentityRecord {
  const columns = (how.by === 'email' ? PERSON : COMPANY)[ref.side];
  const text = (names: readonly string[]): string | undefined =>
    names.map((name) => values[name]).find((value): value is string => typeof value === 'string' && value.trim() !== '');
  const read = Object.entries(columns).map(([column, names]) => [column, text(names)] as const);
  return { id: `${ref.side}:${ref.id}`, ...Object.fromEntries(read.filter(([, value]) => value !== undefined)) };
}

/** Keyed fingerprints of a record's block keys. The kind of each stays readable, so that keys can be weighed; nothing of the value does. */
export function nearKeys(fingerprint: Fingerprinter, mapping: ObjectMapping, record: Identified, how: Recognition): readonly string[] {
  if (how.by === 'code') return [];
  const read = identityRecord(record, how);
  const keys = how.by === 'email' ? blockKeys(read) : companyBlockKeys(read);
  return keys.map((key) => `${NEAR}${key.charAt(0)}:${fingerprint(`${NEAR}${mapping.key}`, key)}`);
}

/** One fingerprint of everything block keys are made of: equal ones need no new keys. */
export function likenessPrint(fingerprint: Fingerprinter, mapping: ObjectMapping, { ref, values }: Identified, how: Recognition): string {
  return fingerprint(`known:${mapping.key}`, how.fields[ref.side].map((name) => String(values[name] ?? '')).join('\u001f'));
}

/** What sharing a key of each kind is worth; a kind that is not named says 1. See the kinds in identity/person/keys and identity/company/keys. */
const WORTH: Readonly<Record<Recognition['by'], Readonly<Record<string, number>>>> = {
  email: { e: 4, p: 3, x: 3, v: 3, n: 3, d: 2, c: 2 },
  domain: { d: 3, x: 3, s: 3, p: 3, w: 2, k: 2 },
  code: {},
};

export function worthOf(key: string, how: Recognition): number {
  return WORTH[how.by][key.charAt(NEAR.length)] ?? 1;
}

/** So many strangers anybody could be taken for, however small the two systems are. */
const STRANGERS_MIN = 20_000;
/** What two records stand on together, whatever the score: the same person by mailbox, number, or name and employer; a name; or not even that. */
export type Ground = 'more' | 'name' | 'none';

/**
 * The ground two records share, by the kinds of their block keys. Namesakes are many, so a name alone is never enough to link; colleagues
 * share first names and an employer, so names that differ need a mailbox or number. Companies are left to the score.
 */
export function commonGround(one: Identified, other: Identified, how: Recognition): Ground {
  if (how.by !== 'email') return 'more';
  const [left, right] = [identityRecord(one, how), identityRecord(other, how)];
  const kinds = sharedKinds(left, right);
  if (/[ep]/.test(kinds)) return 'more';
  // Where both are named, a mailbox called alike ("team.1", "team.2") does not stand for the name.
  // One shared beginning is chance; beginning and end together are a slip of the hand.
  const isNameAlike = /[nxv]|b.*b/.test(isNamed(left) && isNamed(right) ? sharedKinds(withoutMailbox(left), withoutMailbox(right)) : kinds);
  if (!isNameAlike) return 'none';
  return /[dci]/.test(kinds) ? 'more' : 'name';
}

/** The kinds of the keys both have, one letter each. */
function sharedKinds(one: IdentityRecord, other: IdentityRecord): string {
  const mine = new Set(blockKeys(one));
  return blockKeys(other)
    .filter((key) => mine.has(key))
    .map((key) => key.charAt(0))
    .join('');
}

const isNamed = ({ firstname, lastname }: IdentityRecord): boolean => firstname !== undefined && lastname !== undefined;
const withoutMailbox = (record: IdentityRecord): IdentityRecord => ({ ...record, email: undefined, other_emails: undefined });

export type Likeness = { readonly record: Identified; readonly confidence: number; readonly evidence: string };

/** One record against others, each weighed against the rest; strongest first. `known`: records of the larger side. */
export function likenesses(record: Identified, others: readonly Identified[], how: Recognition, known = 0): readonly Likeness[] {
  if (others.length === 0) return [];
  const one = identityRecord(record, how);
  const all = others.map((other) => identityRecord(other, how));
  const byId = new Map(all.map(({ id }, index) => [id, others[index]]));
  const strangers = Math.max(STRANGERS_MIN, known);
  // How common a name, number or mailbox is around here is told by the candidates themselves.
  const world = { total: strangers, strangers };
  const scored: readonly ScoredPair[] =
    how.by === 'email'
      ? scoreCandidates(one, all, { corpus: { ...corpusFor([one], all), ...world } })
      : scoreCompanyCandidates(one, all, { corpus: { ...companyCorpusFor([one], all), ...world } });
  return scored.flatMap(({ rightId, confidence, evidence }) => {
    const other = byId.get(rightId);
    return other === undefined ? [] : [{ record: other, confidence, evidence: withoutValues(evidence) }];
  });
}

/** Evidence names what it compared in brackets; what is kept and shown may not. */
export function withoutValues(evidence: string): string {
  return evidence.replace(/\s*\(([^()]*)\)/g, (_, inner: string) => {
    if (inner === 'last digits') return ' (last digits)';
    return inner.endsWith(', short form') ? ' (short form)' : '';
  });
}
