/**
 * Which record on the other side is the same person or company. Exact keys only; whatever is not unique or not plausible is left to
 * a person.
 */
import { domainOf, isFreeMail } from './domains.ts';
import { namesAgree } from './names.ts';
import { canonical } from './values.ts';
import type { WireScalar } from './values.ts';
import type { ObjectMapping, RecordRef, Side } from './model.ts';

/** Our key on both platforms; gateways add the package's namespace. */
export const KEY_FIELD: Readonly<Record<Side, string>> = { salesforce: 'Sync_Key__c', hubspot: 'fieldwise_key' };
export const STAMP_FIELD: Readonly<Record<Side, string>> = { salesforce: 'Sync_Stamp__c', hubspot: 'fieldwise_stamp' };

/** HubSpot's list of the records a survivor has absorbed, ";"-separated. */
export const MERGED_IDS = 'hs_merged_object_ids';

/** How records of one mapping are recognised. `match` is the field per side that is asked for on the other platform. */
export type Recognition = {
  /** `code`: an exact code, such as a product's SKU; nothing else is compared. */
  readonly by: 'email' | 'domain' | 'code';
  readonly match: Readonly<Record<Side, string>>;
  /** Fields that must be read to judge who a record is; those an object does not have are left out. */
  readonly fields: Readonly<Record<Side, readonly string[]>>;
};

const PERSON: Recognition = {
  by: 'email',
  match: { salesforce: 'Email', hubspot: 'email' },
  fields: {
    salesforce: [
      ...['Email', 'FirstName', 'LastName', 'Phone', 'MobilePhone', 'Title'],
      ...['Company', 'City', 'State', 'Country', 'MailingCity', 'MailingState', 'MailingCountry'],
    ],
    hubspot: [...['email', 'firstname', 'lastname', 'hs_additional_emails', 'phone', 'mobilephone', 'jobtitle'], ...['company', 'city', 'state', 'country']],
  },
};
const COMPANY: Recognition = {
  by: 'domain',
  match: { salesforce: 'Website', hubspot: 'domain' },
  fields: {
    salesforce: ['Website', 'Name', 'Phone', 'BillingCity', 'BillingState', 'BillingCountry'],
    hubspot: ['domain', 'name', 'phone', 'city', 'state', 'country', 'website'],
  },
};

/** Shared mailboxes: one address, many people. */
const ROLE_MAILBOX =
  /^(info|sales|support|contact|admin|office|hello|hi|help|billing|accounts?|accounting|team|mail|marketing|press|jobs|hr|careers|service|enquiries|inquiries|reception|orders?|no-?reply|webmaster|postmaster|kontakt|buchhaltung)$/;

/** HubSpot's article number of a product. */
const SKU = 'hs_sku';

/** How records of a mapping are recognised on the other side; null when only our own key can tell (deals, tickets, custom objects). */
export function recognition(mapping: Pick<ObjectMapping, 'hubspotObject' | 'salesforceObjects' | 'fields'>): Recognition | null {
  const { hubspotObject, salesforceObjects } = mapping;
  if (hubspotObject === 'contacts' && (salesforceObjects.includes('Lead') || salesforceObjects.includes('Contact'))) return PERSON;
  if (hubspotObject === 'companies' && salesforceObjects.includes('Account')) return COMPANY;
  return hubspotObject === 'products' ? byCode(mapping) : null;
}

/** Products are told by the field their SKU is mapped to: the product code, or another. */
function byCode({ fields, salesforceObjects }: Pick<ObjectMapping, 'salesforceObjects' | 'fields'>): Recognition | null {
  const rule = fields.find((one) => one.hubspotProperty === SKU && salesforceObjects.every((object) => one.salesforceObjects.includes(object)));
  if (rule === undefined) return null;
  const match = { salesforce: rule.salesforceField, hubspot: SKU };
  return { by: 'code', match, fields: { salesforce: [match.salesforce], hubspot: [match.hubspot] } };
}

/** Recognition that can score records that are only alike; null where nothing but exact values tells. */
export function scoredRecognition(mapping: Parameters<typeof recognition>[0]): Recognition | null {
  const how = recognition(mapping);
  return how?.by === 'code' ? null : how;
}

export type Identified = { readonly ref: RecordRef; readonly values: Readonly<Record<string, WireScalar>> };

/**
 * The match values a record carries, strongest first: its normalised e-mail addresses (HubSpot's secondary ones too), or its company
 * domain. Plus tags and dots stay: only the mailbox's owner knows whether they mean anything.
 */
export function matchValues(record: Identified, how: Recognition): readonly string[] {
  const raw = text(record.values[how.match[record.ref.side]]);
  if (how.by === 'domain') return raw === null ? [] : companyDomain(raw);
  if (how.by === 'code') return raw === null ? [] : [raw.trim().toLowerCase()];
  const more = record.ref.side === 'hubspot' ? (text(record.values['hs_additional_emails']) ?? '').split(';') : [];
  return [...new Set([raw ?? '', ...more].map((address) => address.trim().toLowerCase()).filter((address) => address.includes('@')))];
}

function companyDomain(raw: string): readonly string[] {
  const domain = domainOf(raw);
  return domain === null || isFreeMail(domain) ? [] : [domain];
}

/** Whether an address is a shared mailbox rather than a person's. */
export function isRoleMailbox(address: string): boolean {
  return ROLE_MAILBOX.test((address.split('@')[0] ?? '').split('+')[0] ?? '');
}

export type MatchAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'link'; readonly ref: RecordRef }
  /** The other record belongs to somebody else already. */
  | { readonly kind: 'duplicate'; readonly refs: readonly RecordRef[] }
  | {
      readonly kind: 'review';
      readonly reviewKind: 'match' | 'cluster';
      readonly refs: readonly RecordRef[];
      readonly explanation: string;
      readonly doubt?: 'mailbox' | 'names';
    };

/**
 * Decides whom a record without counterpart is. `candidates` are the other side's records with an equal match value, `twins` the same
 * side's; `linked` tells which of them belong to a link. Our own key has been tried before.
 */
export function chooseMatch(input: {
  readonly record: Identified;
  readonly how: Recognition;
  readonly candidates: readonly Identified[];
  readonly twins: readonly Identified[];
  readonly isLinked: (ref: RecordRef) => boolean;
}): MatchAnswer {
  const { record, how, candidates, twins, isLinked } = input;
  const what = { email: 'e-mail address', domain: 'web domain', code: 'product code' }[how.by];
  const free = candidates.filter((candidate) => !isLinked(candidate.ref));
  const refs = candidates.map((candidate) => candidate.ref);
  if (candidates.length > 0 && free.length === 0) return { kind: 'duplicate', refs };
  const freeTwins = twins.filter((twin) => !isLinked(twin.ref));
  if (free.length > 1 || freeTwins.length > 0) {
    const all = [...free, ...freeTwins].map((one) => one.ref);
    return {
      kind: 'review',
      reviewKind: 'cluster',
      refs: all,
      explanation: `Several records share one ${what}. Merge them, or choose the one to keep in step.`,
    };
  }
  const [only] = free;
  if (only === undefined) return twins.length > 0 ? { kind: 'duplicate', refs: twins.map((twin) => twin.ref) } : { kind: 'none' };
  if (candidates.length > 1) return { kind: 'duplicate', refs };
  const doubt = how.by === 'email' ? doubtAbout(record, only, how) : null;
  return doubt === null ? { kind: 'link', ref: only.ref } : { kind: 'review', reviewKind: 'match', refs: [only.ref], explanation: DOUBTS[doubt], doubt };
}

const DOUBTS = {
  mailbox: 'The only thing in common is a shared mailbox, which many people may use.',
  names: 'The e-mail address is the same, but the names are not.',
} as const;

function doubtAbout(record: Identified, candidate: Identified, how: Recognition): keyof typeof DOUBTS | null {
  const theirs = new Set(matchValues(candidate, how));
  const shared = matchValues(record, how).filter((address) => theirs.has(address));
  if (shared.length > 0 && shared.every(isRoleMailbox)) return 'mailbox';
  return namesAgree(nameOf(record), nameOf(candidate)) ? null : 'names';
}

function nameOf({ ref, values }: Identified): { first: string | null; last: string | null } {
  return ref.side === 'salesforce'
    ? { first: text(values['FirstName']), last: text(values['LastName']) }
    : { first: text(values['firstname']), last: text(values['lastname']) };
}

function text(wire: WireScalar | undefined): string | null {
  const read = canonical(wire, 'text');
  return read.ok ? read.value : null;
}
