/**
 * Stage 4c: deals and opportunities around a lead. A deal of a linked lead wakes the lead, which converts; the opportunity of a converted
 * lead meets the deal the person already has, instead of getting a second one.
 */
import { chooseDeal, isDealMapping, isPersonMapping, KEY_FIELD, spokenOf } from '../../domain/index.ts';
import type { Identified } from '../../domain/index.ts';
import type { Link, RecordRef, Subject } from '../../domain/model.ts';
import type { GatewayResult, PassOutcome, WireRecord, WireValue } from '../ports.ts';
import { outcome, refOf, withEnd } from './context.ts';
import type { Item, PairItem, PassContext, StageResult } from './context.ts';
import { readAll, refKey } from './read.ts';
import { carriedKey, identified } from './records.ts';
import { needKey } from './references.ts';
import { keyFor, linkIdFor, linkSubjectOf, recordSubjectOf } from './subjects.ts';
import { reviewOf } from './troubles.ts';

/** HubSpot calculates both from the stage of the deal. */
const CLOSED = 'hs_is_closed';
const WON = 'hs_is_closed_won';
const BY_CONTACT = 'ConvertedContactId';
const BY_OPPORTUNITY = 'ConvertedOpportunityId';
/** How soon a record whose person another pass holds is looked at again. */
const HELD_WAIT_MS = 300;

export type DealsFound = {
  readonly items: readonly Item[];
  readonly pairs: readonly PairItem[];
  readonly outcomes: readonly PassOutcome[];
  readonly claimedKeys: readonly string[];
  /** Leads to look at because a deal asks for their conversion. */
  readonly wakes: ReadonlyMap<Subject, readonly Subject[]>;
};

/** Associated records by the id they were asked for. */
export async function readTargets(
  context: PassContext,
  from: string,
  ids: readonly string[],
  to: string,
): Promise<GatewayResult<ReadonlyMap<string, readonly RecordRef[]>>> {
  if (ids.length === 0) return { ok: true, value: new Map() };
  const read = await context.gateways.hubspot.associations(from, [...new Set(ids)], to);
  if (!read.ok) return read;
  return { ok: true, value: new Map(read.value.map((one) => [one.id, one.to.map((target): RecordRef => ({ side: 'hubspot', object: to, id: target.id }))])) };
}

/** Of these deals, those that ask for a conversion: made in HubSpot, and not lost. By record key. */
export async function dealsThatConvert(context: PassContext, deals: readonly RecordRef[]): Promise<GatewayResult<ReadonlySet<string>>> {
  if (deals.length === 0) return { ok: true, value: new Set() };
  const ids = [...new Set(deals.map((deal) => deal.id))];
  const read = await context.gateways.hubspot.read('deals', ids, [CLOSED, WON]);
  if (!read.ok) return read;
  const refs = ids.map((id): RecordRef => ({ side: 'hubspot', object: 'deals', id }));
  const links = await context.store.linksOf(context.connection, refs);
  const asking = refs.filter((_, index) => {
    const found = read.value[index];
    const link = links[index] ?? null;
    return found?.kind === 'found' && !isLost(found.record) && (link === null || !link.key.startsWith('sf-'));
  });
  return { ok: true, value: new Set(asking.map(refKey)) };
}

function isLost({ values }: WireRecord): boolean {
  return String(values[CLOSED]) === 'true' && String(values[WON]) !== 'true';
}

/** Looks after the deals and opportunities of a batch; all other items pass untouched. */
export async function meetDeals(context: PassContext, items: readonly Item[]): Promise<StageResult<DealsFound>> {
  const mine = items.filter((item) => isDealMapping(item.mapping));
  if (mine.length === 0) return { ok: true, value: { items, pairs: [], outcomes: [], claimedKeys: [], wakes: new Map() } };
  const asking = await askForConversions(context, mine);
  if (!asking.ok) return asking;
  const { held, wakes, needs } = asking.value;
  const free = mine.filter((item) => !held.has(item) && item.link === null && carriedKey(identified(item)) === null);
  const around = await familiesOf(context, free);
  if (!around.ok) return around;
  const { families, strangers } = around.value;
  const early = await tooEarly(context, strangers);
  const claimed = await claimPeople(context, families);
  const met = await meet(context, claimed.granted);
  if (!met.ok) {
    if (claimed.keys.length > 0) await context.store.releaseKeys({ connection: context.connection, lease: context.lease, keys: claimed.keys });
    return met;
  }
  const gone = new Set<Item>([...held.keys(), ...early.keys(), ...claimed.refused, ...met.value.pairs.keys(), ...met.value.reviews.keys()]);
  const rest = items.filter((item) => !gone.has(item)).map((item) => withNeeds(item, needs, met.value.made));
  return {
    ok: true,
    value: {
      items: rest,
      pairs: [...met.value.pairs].flatMap(([item, pair]) => (early.has(item) ? [] : [pair])),
      outcomes: [
        ...held.values(),
        ...early.values(),
        ...claimed.refused.filter((item) => !early.has(item)).map((item) => holdOn(context, item)),
        ...[...met.value.reviews].flatMap(([item, review]) => (early.has(item) ? [] : [review])),
      ],
      claimedKeys: claimed.keys,
      wakes,
    },
  };
}

function withNeeds(item: Item, needs: ReadonlyMap<Item, readonly string[]>, made: ReadonlyMap<Item, Readonly<Record<string, WireValue>>>): Item {
  const [own, extras] = [needs.get(item), made.get(item)];
  return { ...item, ...(own === undefined ? {} : { needs: own }), ...(extras === undefined ? {} : { extras }) };
}

// --- deals that convert ----------------------------------------------------------------------------------------------

type Asking = {
  readonly held: ReadonlyMap<Item, PassOutcome>;
  readonly wakes: ReadonlyMap<Subject, readonly Subject[]>;
  readonly needs: ReadonlyMap<Item, readonly string[]>;
};

/** Wakes the leads of deals; a deal without counterpart waits for its lead, so that its opportunity finds account and contact. */
async function askForConversions(context: PassContext, items: readonly Item[]): Promise<StageResult<Asking>> {
  const held = new Map<Item, PassOutcome>();
  const wakes = new Map<Subject, Subject[]>();
  const needs = new Map<Item, readonly string[]>();
  const people = context.rulebook.mappingOf('hubspot', 'contacts');
  const worth = items.filter((item) => item.records.hubspot !== null && (item.link === null || isTold(item)));
  if (worth.length === 0 || people === null || !isPersonMapping(people) || !people.policies.conversion.dealConverts)
    return { ok: true, value: { held, wakes, needs } };
  const idOf = (item: Item): string => item.records.hubspot?.id ?? '';
  const contacts = await readTargets(context, 'deals', worth.map(idOf), 'contacts');
  if (!contacts.ok) return contacts;
  const asking = await dealsThatConvert(
    context,
    worth.filter((item) => (contacts.value.get(idOf(item)) ?? []).length > 0).map((item) => identifiedDeal(item)),
  );
  if (!asking.ok) return asking;
  const refs = [...contacts.value.values()].flat();
  const links = refs.length === 0 ? [] : await context.store.linksOf(context.connection, refs);
  const linkOf = new Map(refs.map((ref, index) => [refKey(ref), links[index] ?? null]));
  for (const item of worth.filter((one) => asking.value.has(refKey(identifiedDeal(one))))) {
    const own = contacts.value.get(idOf(item)) ?? [];
    const leads = own.flatMap((ref) => {
      const link = linkOf.get(refKey(ref)) ?? null;
      return link?.state === 'active' && link.salesforce?.object === 'Lead' && link.mapping === people.key ? [linkSubjectOf(link)] : [];
    });
    needs.set(item, own.filter((ref) => (linkOf.get(refKey(ref)) ?? null) === null).map(needKey));
    if (leads.length === 0) continue;
    wakes.set(item.work.subject, leads);
    if (item.link === null) held.set(item, waitForLead(item, leads, needs.get(item) ?? []));
  }
  return { ok: true, value: { held, wakes, needs } };
}

function isTold({ work }: Item): boolean {
  return work.woken === true || work.changes.some((change) => change.kind === 'associate' || change.kind === 'create' || change.origin !== 'event');
}

function identifiedDeal(item: Item): RecordRef {
  return { side: 'hubspot', object: 'deals', id: item.records.hubspot?.id ?? '' };
}

function waitForLead(item: Item, wake: readonly Subject[], needs: readonly string[]): PassOutcome {
  const ref = identifiedDeal(item);
  const reason = { code: 'waiting' as const, explanation: 'The person of this deal is a lead, which is to be converted first.' };
  return outcome(item, { unlinked: { ref, reason }, matchKeys: [{ ref, keys: needs }], wake });
}

// --- the converted opportunity and the deal that is there --------------------------------------------------------------

/** One person whose lead was converted: their contact in HubSpot, the contact and opportunities in Salesforce, and the items about them. */
type Family = { readonly contact: RecordRef; readonly contactId: string | null; readonly opportunities: Set<string>; readonly items: Item[] };

/** `strangers`: people of an item who have no link. */
type Families = { readonly families: readonly Family[]; readonly strangers: ReadonlyMap<Item, readonly RecordRef[]> };

async function familiesOf(context: PassContext, items: readonly Item[]): Promise<StageResult<Families>> {
  const families = new Map<string, Family>();
  const strangers = new Map<Item, RecordRef[]>();
  const meetStranger = (item: Item, ref: RecordRef): void => void strangers.set(item, [...(strangers.get(item) ?? []), ref]);
  const join = (link: Link | null, contactId: string | null, opportunityId: string | null, item: Item): void => {
    if (link === null || link.hubspot === null) return;
    const contact: RecordRef = { side: 'hubspot', object: link.hubspot.object, id: link.hubspot.id };
    const family = families.get(contact.id) ?? { contact, contactId, opportunities: new Set<string>(), items: [] };
    families.set(contact.id, family);
    if (opportunityId !== null) family.opportunities.add(opportunityId);
    if (!family.items.includes(item)) family.items.push(item);
  };
  const opportunities = items.filter((item) => item.records.salesforce?.object === 'Opportunity');
  const byOpportunity = await leadsBy(
    context,
    BY_OPPORTUNITY,
    opportunities.map((item) => item.records.salesforce?.id ?? ''),
  );
  if (!byOpportunity.ok) return byOpportunity;
  const linkOfLead = await linksOfLeads(context, [...byOpportunity.value.values()].flat());
  for (const item of opportunities)
    for (const lead of byOpportunity.value.get(item.records.salesforce?.id ?? '') ?? []) {
      const link = linkOfLead.get(lead.id) ?? null;
      if (link === null && lead.convertedTo !== null) meetStranger(item, { side: 'salesforce', object: 'Contact', id: lead.convertedTo.contactId });
      join(link, lead.convertedTo?.contactId ?? null, item.records.salesforce?.id ?? null, item);
    }
  const deals = items.filter((item) => item.records.hubspot?.object === 'deals');
  const contacts = await readTargets(
    context,
    'deals',
    deals.map((item) => item.records.hubspot?.id ?? ''),
    'contacts',
  );
  if (!contacts.ok) return contacts;
  const people = [...contacts.value.values()].flat();
  const links = people.length === 0 ? [] : await context.store.linksOf(context.connection, people);
  const linkOf = new Map(people.map((ref, index) => [refKey(ref), links[index] ?? null]));
  const contactIds = [...linkOf.values()].flatMap((link) => (link?.salesforce?.object === 'Contact' ? [link.salesforce.id] : []));
  const byContact = await leadsBy(context, BY_CONTACT, contactIds);
  if (!byContact.ok) return byContact;
  // A lead may have been converted without anybody having heard of it yet.
  const stillLeads = [...linkOf.values()].flatMap((link): RecordRef[] =>
    link?.salesforce?.object === 'Lead' ? [{ side: 'salesforce', ...link.salesforce }] : [],
  );
  const readings = await readAll(context, stillLeads);
  if (!readings.ok) return readings;
  for (const item of deals)
    for (const ref of contacts.value.get(item.records.hubspot?.id ?? '') ?? []) {
      const link = linkOf.get(refKey(ref)) ?? null;
      if (link === null) meetStranger(item, ref);
      const end = link?.salesforce ?? null;
      const read = end?.object === 'Lead' ? readings.value.get(refKey({ side: 'salesforce', ...end })) : undefined;
      const leads =
        end?.object === 'Contact' ? (byContact.value.get(end.id) ?? []) : read?.kind === 'found' && read.record.convertedTo !== null ? [read.record] : [];
      join(link, end?.object === 'Contact' ? end.id : (leads[0]?.convertedTo?.contactId ?? null), null, item);
      for (const lead of leads) join(link, lead.convertedTo?.contactId ?? null, lead.convertedTo?.opportunityId ?? null, item);
    }
  return { ok: true, value: { families: [...families.values()], strangers } };
}

/** So many looks a deal waits for people nobody has looked at; then they are not coming. */
const EARLY_TRIES = 5;

/**
 * Items about people nobody has looked at yet, as in a first sync: who they are comes first, or a second deal would be made before anybody
 * knew that they have one.
 */
async function tooEarly(context: PassContext, strangers: Families['strangers']): Promise<ReadonlyMap<Item, PassOutcome>> {
  const early = new Map<Item, PassOutcome>();
  for (const [item, refs] of strangers) {
    if (item.work.tries >= EARLY_TRIES) continue;
    const mapped = refs.filter((ref) => context.rulebook.mappingOf(ref.side, ref.object) !== null);
    const reasons = await Promise.all(mapped.map((ref) => context.store.unlinkedOf(context.connection, ref)));
    const unseen = mapped.filter((_, index) => (reasons[index] ?? null) === null);
    if (unseen.length === 0) continue;
    const later = holdOn(context, item);
    early.set(item, { ...later, wake: unseen.map(recordSubjectOf), next: later.next.kind === 'again' ? { ...later.next, isRetry: true } : later.next });
  }
  return early;
}

async function leadsBy(context: PassContext, field: string, ids: readonly string[]): Promise<StageResult<ReadonlyMap<string, readonly WireRecord[]>>> {
  if (ids.length === 0) return { ok: true, value: new Map() };
  const found = await context.gateways.salesforce.find('Lead', field, [...new Set(ids)], [KEY_FIELD.salesforce]);
  return found.ok ? { ok: true, value: new Map(found.value.map(({ value, records }) => [value, records])) } : found;
}

/** The link of each converted lead: its own, its contact's, or the one whose write made it and does not know yet. */
async function linksOfLeads(context: PassContext, leads: readonly WireRecord[]): Promise<ReadonlyMap<string, Link>> {
  if (leads.length === 0) return new Map();
  const people = context.rulebook.mappingOf('salesforce', 'Lead')?.key ?? '';
  const refs = leads.flatMap((lead): RecordRef[] => [
    { side: 'salesforce', object: 'Lead', id: lead.id },
    { side: 'salesforce', object: 'Contact', id: lead.convertedTo?.contactId ?? '' },
  ]);
  const idOf = (lead: WireRecord): Link['id'] => linkIdFor(people, String(lead.values[KEY_FIELD.salesforce] ?? ''));
  const [links, keyed] = await Promise.all([context.store.linksOf(context.connection, refs), context.store.links(context.connection, leads.map(idOf))]);
  return new Map(
    leads.flatMap((lead, index) => {
      const link = links[2 * index] ?? links[2 * index + 1] ?? keyed.find((one) => one.id === idOf(lead)) ?? null;
      return link === null ? [] : [[lead.id, link] as const];
    }),
  );
}

/** One pass at a time looks after a person's deals, so that two sides born in one second do not double. */
async function claimPeople(context: PassContext, families: readonly Family[]) {
  const keyOf = (family: Family): string => context.fingerprint('deals-of', family.contact.id);
  if (families.length === 0) return { granted: families, refused: [] as readonly Item[], keys: [] as readonly string[] };
  const { store, connection, lease, settings, clock } = context;
  const held = await store.claimKeys({ connection, lease, keys: families.map(keyOf), now: clock.now(), leaseMs: settings.leaseMs });
  const granted = families.filter((family) => held.has(keyOf(family)));
  const refused = new Set(families.filter((family) => !held.has(keyOf(family))).flatMap((family) => family.items));
  // Of two items about one person the second waits for the first.
  for (const family of granted) for (const item of family.items.slice(1)) refused.add(item);
  return { granted: granted.filter((family) => family.items.some((item) => !refused.has(item))), refused: [...refused], keys: [...held] };
}

function holdOn(context: PassContext, item: Item): PassOutcome {
  const at = context.clock.now() + Math.round(HELD_WAIT_MS * (0.5 + context.random()));
  return outcome(item, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } });
}

type Met = {
  readonly pairs: Map<Item, PairItem>;
  readonly reviews: Map<Item, PassOutcome>;
  /** What an opportunity made for a deal gets besides its mapped fields. */
  readonly made: Map<Item, Readonly<Record<string, WireValue>>>;
};

async function meet(context: PassContext, families: readonly Family[]): Promise<StageResult<Met>> {
  const met: Met = { pairs: new Map(), reviews: new Map(), made: new Map() };
  if (families.length === 0) return { ok: true, value: met };
  const around = await readFamilies(context, families);
  if (!around.ok) return around;
  for (const family of families) {
    const [item] = family.items;
    if (item === undefined) continue;
    const answer = answerFor(item, family, around.value);
    if (answer.kind === 'pair') met.pairs.set(item, pairOf(context, item, answer.there));
    else if (answer.kind === 'review') met.reviews.set(item, reviewed(context, item, answer));
    else if (item.records.hubspot !== null) met.made.set(item, around.value.extrasFor(family));
  }
  return { ok: true, value: met };
}

type Around = {
  /** Records without a counterpart, as identity sees them. */
  readonly free: (family: Family) => { readonly opportunities: readonly Identified[]; readonly deals: readonly Identified[] };
  readonly record: (ref: RecordRef) => WireRecord | null;
  readonly isApart: (left: RecordRef, right: RecordRef) => boolean;
  readonly isSpoken: (ref: RecordRef) => boolean;
  readonly extrasFor: (family: Family) => Readonly<Record<string, WireValue>>;
};

async function readFamilies(context: PassContext, families: readonly Family[]): Promise<StageResult<Around>> {
  const deals = await readTargets(
    context,
    'contacts',
    families.map((family) => family.contact.id),
    'deals',
  );
  if (!deals.ok) return deals;
  const dealsOf = (family: Family): readonly RecordRef[] => deals.value.get(family.contact.id) ?? [];
  const opportunitiesOf = (family: Family): readonly RecordRef[] => [...family.opportunities].map((id) => ({ side: 'salesforce', object: 'Opportunity', id }));
  const contactOf = (family: Family): readonly RecordRef[] =>
    family.contactId === null ? [] : [{ side: 'salesforce', object: 'Contact', id: family.contactId }];
  const refs = families.flatMap((family) => [...dealsOf(family), ...opportunitiesOf(family)]);
  const readings = await readAll(context, [...refs, ...families.flatMap(contactOf)]);
  if (!readings.ok) return readings;
  const record = (ref: RecordRef): WireRecord | null => {
    const read = readings.value.get(refKey(ref));
    return read?.kind === 'found' ? read.record : null;
  };
  const [links, verdicts] = await Promise.all([context.store.linksOf(context.connection, refs), context.store.verdictsOf(context.connection, refs)]);
  const linked = new Set(refs.filter((_, index) => (links[index] ?? null) !== null).map(refKey));
  const freeOf = (own: readonly RecordRef[]): readonly Identified[] =>
    own.flatMap((ref) => {
      const found = linked.has(refKey(ref)) ? null : record(ref);
      return found === null || isLost(found) || carriedKey({ ref, values: found.values }) !== null ? [] : [{ ref, values: found.values }];
    });
  const fields = context.rulebook.schemas.get('salesforce:Opportunity')?.fields;
  return {
    ok: true,
    value: {
      record,
      free: (family) => ({ opportunities: freeOf(opportunitiesOf(family)), deals: freeOf(dealsOf(family)) }),
      isApart: (left, right) => spokenOf(left, verdicts).isApart(right),
      isSpoken: (ref) => spokenOf(ref, verdicts).same.length > 0,
      extrasFor: (family) => {
        const [contact] = contactOf(family);
        const account = contact === undefined ? null : (record(contact)?.values['AccountId'] ?? null);
        const wanted: Readonly<Record<string, WireValue>> = { AccountId: account, ContactId: family.contactId };
        return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== null && fields?.get(name)?.isCreatable === true));
      },
    },
  };
}

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'pair'; readonly there: WireRecord }
  | { readonly kind: 'review'; readonly refs: readonly RecordRef[]; readonly explanation: string };

function answerFor(item: Item, family: Family, around: Around): Answer {
  const { ref } = identified(item);
  if (around.isSpoken(ref)) return { kind: 'none' };
  const { opportunities, deals } = around.free(family);
  for (const opportunity of opportunities) {
    const isMine = opportunity.ref.id === ref.id;
    const chosen = chooseDeal(
      opportunity,
      deals.filter((deal) => !around.isApart(opportunity.ref, deal.ref)),
    );
    const concerns = (refs: readonly RecordRef[]): boolean => isMine || refs.some((one) => one.id === ref.id && one.side === ref.side);
    if (chosen.kind === 'review' && concerns(chosen.refs)) return { kind: 'review', refs: [opportunity.ref, ...chosen.refs], explanation: chosen.explanation };
    if (chosen.kind !== 'link' || !concerns([chosen.ref])) continue;
    const there = around.record(isMine ? chosen.ref : opportunity.ref);
    if (there !== null) return { kind: 'pair', there };
  }
  return { kind: 'none' };
}

function reviewed(context: PassContext, item: Item, { refs, explanation }: Answer & { kind: 'review' }): PassOutcome {
  const { ref } = identified(item);
  const review = reviewOf(context, item, { kind: 'match', refs: [ref, ...refs.filter((one) => refKey(one) !== refKey(ref))], field: null, explanation });
  return outcome(item, { unlinked: { ref, reason: { code: 'review', explanation } }, matchKeys: [{ ref, keys: [] }], reviews: [review] });
}

function pairOf(context: PassContext, item: Item, there: WireRecord): PairItem {
  const { ref } = identified(item);
  const side = ref.side === 'salesforce' ? 'hubspot' : 'salesforce';
  const key = keyFor(ref);
  const blank: Link = {
    id: linkIdFor(item.mapping.key, key),
    mapping: item.mapping.key,
    key,
    state: 'active',
    salesforce: null,
    hubspot: null,
    baseline: {},
    attempts: [],
    attemptNumbers: { salesforce: 0, hubspot: 0 },
    createdAt: context.clock.now(),
    syncedAt: null,
  };
  const link = withEnd(withEnd(blank, ref), refOf(there, side));
  const { salesforce, hubspot } = item.records;
  return { ...item, link, records: { salesforce: salesforce ?? there, hubspot: hubspot ?? there } };
}
