/**
 * Stage 4b: linked leads that a HubSpot deal asks to convert. The package's Apex REST converts them, without an opportunity: the deal's own
 * sync makes that one, keyed like every create, so there are never two. Asking twice is safe: a converted lead answers with what it became.
 */
import { codeOfFault, describeIssue, isPersonMapping } from '../../domain/index.ts';
import type { Instant, Link, LinkMarks, RecordRef } from '../../domain/model.ts';
import type { ConversionOutcome, LeadConversion, PassOutcome, WireRecord, WriteFault } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { endOf, outcome } from './context.ts';
import type { Item, PassContext, Staged, StageResult } from './context.ts';
import { dealsThatConvert, readTargets } from './deals.ts';
import { refKey } from './read.ts';
import { issueOf } from './troubles.ts';

type Candidate = { readonly item: Item; readonly link: Link; readonly lead: WireRecord; readonly contactId: string };

/** Converts what is asked for; converted items leave the pass and come back as contacts. Refused ones go on with their issue. */
export async function convertLeads(context: PassContext, items: readonly Item[]): Promise<StageResult<Staged<Item>>> {
  const candidates = items.flatMap((item) => candidateOf(item) ?? []);
  const { convertLeads: convert } = context.gateways.salesforce;
  if (candidates.length === 0 || convert === undefined) return { ok: true, value: { items, outcomes: [] } };
  const wanted = await wantedBy(context, candidates);
  if (!wanted.ok) return wanted;
  const accounts = await accountsFor(context, wanted.value);
  if (!accounts.ok) return accounts;
  const asked = [...wanted.value.keys()];
  const answers = asked.length === 0 ? [] : await convert(asked.map((one): LeadConversion => requestFor(one, accounts.value.get(one) ?? null)));
  return { ok: true, value: sortOut(context, items, { candidates, asked, answers }) };
}

/**
 * A lead in step whose deals are worth asking HubSpot about: something woke it, its associations changed, a sweep came by, or it was
 * asked for before. An ordinary edit costs no call.
 */
function candidateOf(item: Item): Candidate | null {
  const { link, records, work, mapping } = item;
  const { salesforce: lead, hubspot: contact } = records;
  if (link === null || link.state !== 'active' || lead?.object !== 'Lead' || lead.convertedTo !== null || contact === null) return null;
  if (!isPersonMapping(mapping) || !mapping.policies.conversion.dealConverts) return null;
  const isAsked =
    work.woken === true || link.marks?.isConversionDue === true || work.changes.some((change) => change.kind === 'associate' || change.origin !== 'event');
  return isAsked ? { item, link, lead, contactId: contact.id } : null;
}

type Wanted = ReadonlyMap<Candidate, readonly RecordRef[]>;

/** The candidates with the deals that ask for their conversion. */
async function wantedBy(context: PassContext, candidates: readonly Candidate[]): Promise<StageResult<Wanted>> {
  const targets = await readTargets(
    context,
    'contacts',
    candidates.map((one) => one.contactId),
    'deals',
  );
  if (!targets.ok) return targets;
  const asking = await dealsThatConvert(context, [...targets.value.values()].flat());
  if (!asking.ok) return asking;
  const wanted = new Map<Candidate, readonly RecordRef[]>();
  for (const one of candidates) {
    const deals = (targets.value.get(one.contactId) ?? []).filter((deal) => asking.value.has(refKey(deal)));
    if (deals.length > 0) wanted.set(one, deals);
  }
  return { ok: true, value: wanted };
}

/** The account to convert into: that of a deal's company, else that of the contact's; none makes a new one. */
async function accountsFor(context: PassContext, wanted: Wanted): Promise<StageResult<ReadonlyMap<Candidate, string>>> {
  const accounts = new Map<Candidate, string>();
  if (wanted.size === 0) return { ok: true, value: accounts };
  const deals = [...wanted.values()].flat();
  const ofDeals = await readTargets(
    context,
    'deals',
    deals.map((deal) => deal.id),
    'companies',
  );
  if (!ofDeals.ok) return ofDeals;
  const ofContacts = await readTargets(
    context,
    'contacts',
    [...wanted.keys()].map((one) => one.contactId),
    'companies',
  );
  if (!ofContacts.ok) return ofContacts;
  const companies = [...ofDeals.value.values(), ...ofContacts.value.values()].flat();
  const links = companies.length === 0 ? [] : await context.store.linksOf(context.connection, companies);
  const accountOf = new Map(companies.map((ref, index) => [refKey(ref), links[index]?.state === 'deleted' ? null : (links[index]?.salesforce?.id ?? null)]));
  for (const [one, own] of wanted) {
    const near = [...own.flatMap((deal) => ofDeals.value.get(deal.id) ?? []), ...(ofContacts.value.get(one.contactId) ?? [])];
    const account = near.map((ref) => accountOf.get(refKey(ref)) ?? null).find((id) => id !== null);
    if (account !== undefined && account !== null) accounts.set(one, account);
  }
  return { ok: true, value: accounts };
}

/** A lead in a queue needs an owner for what it becomes: the fallback, where that is a user. */
function requestFor({ item, lead }: Candidate, accountId: string | null): LeadConversion {
  const { conversion, ownerFallback } = item.mapping.policies;
  const isQueued = String(lead.values['OwnerId'] ?? '').startsWith(QUEUE_PREFIX);
  return {
    leadId: lead.id,
    status: conversion.convertedStatus,
    accountId,
    ownerId: isQueued && ownerFallback?.startsWith(USER_PREFIX) === true ? ownerFallback : null,
  };
}

/** Key prefixes of Salesforce's Group and User. */
const QUEUE_PREFIX = '00G';
const USER_PREFIX = '005';

type Answered = { readonly candidates: readonly Candidate[]; readonly asked: readonly Candidate[]; readonly answers: readonly ConversionOutcome[] };

function sortOut(context: PassContext, items: readonly Item[], { candidates, asked, answers }: Answered): Staged<Item> {
  const outcomes: PassOutcome[] = [];
  const replaced = new Map<Item, Item | null>(candidates.map((one) => [one.item, settled(one)]));
  for (const [index, one] of asked.entries()) {
    const answer = answers[index];
    if (answer === undefined) throw new Error('A gateway answered fewer conversions than it was given requests.');
    context.journal.count('lead.conversion', 1, { outcome: answer.kind });
    const due: Item = { ...one.item, link: marked(one.link, { ...one.link.marks, isConversionDue: true }) };
    if (answer.kind === 'rejected') {
      replaced.set(one.item, { ...due, issues: [refusal(answer.fault)] });
      continue;
    }
    replaced.set(one.item, null);
    // Converted, or perhaps: what the lead is now is read like anybody's conversion.
    const next = answer.kind === 'ok' ? { at: context.clock.now(), isRetry: false } : { at: laterOf(context, one, answer.retryAt), isRetry: true };
    outcomes.push(
      outcome(due, {
        consumed: [],
        resolvedIssues: [],
        resolvedReviews: [],
        issues: answer.kind === 'ok' ? [] : waiting(context, due, answer.fault, next.at),
        next: { kind: 'again', ...next },
      }),
    );
  }
  return { items: items.flatMap((item) => (replaced.has(item) ? (replaced.get(item) ?? []) : [item])), outcomes };
}

/** Nothing asks for it any more, as far as this look goes. */
function settled({ item, link }: Candidate): Item {
  const { isConversionDue: _due, ...marks } = link.marks ?? {};
  return { ...item, link: marked(link, marks) };
}

function marked({ marks: _before, ...link }: Link, marks: LinkMarks): Link {
  return Object.keys(marks).length === 0 ? link : { ...link, marks };
}

function laterOf(context: PassContext, { item }: Candidate, notBefore: Instant): Instant {
  return retryAt({ now: context.clock.now(), tries: item.work.tries, notBefore, random: context.random, settings: context.settings });
}

/** A conversion that does not get through shows after a few tries, as a write would. */
function waiting(context: PassContext, item: Item, fault: WriteFault, at: Instant): PassOutcome['issues'] {
  const end = item.link === null ? null : endOf(item.link, 'salesforce');
  if (item.work.tries + 1 < context.settings.issueAfterTries || end === null) return [];
  const known = describeIssue(codeOfFault(fault.code), { side: 'salesforce', field: null });
  return [issueOf(context, item, { rule: null, code: known.kind === 'transient' ? known.code : 'platform-trouble', side: 'salesforce', field: null }, end, at)];
}

/** Words the customer's own administrators wrote. Other messages may quote a value, so only their code is named. */
const WRITTEN_BY_ADMINS: ReadonlySet<string> = new Set([
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'INVALID_STATUS',
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
]);
const WORDS_MAX = 200;

function refusal({ code, message, fields }: WriteFault): NonNullable<Item['issues']>[number] {
  const option = WRITTEN_BY_ADMINS.has(code) ? `${code}: ${message.slice(0, WORDS_MAX)}` : fields.length === 0 ? code : `${code} (${fields.join(', ')})`;
  return { rule: null, code: 'conversion-refused', side: 'salesforce', field: null, option };
}
