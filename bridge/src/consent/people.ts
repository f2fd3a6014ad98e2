/** One look at a batch: who the people are, under which addresses, and what every place says about them now. */
import { ALL_EMAIL, consentRulesOn } from '../domain/index.ts';
import type { ConsentRule, Fingerprint, Instant, RecordRef, RuleSet } from '../domain/model.ts';
import type { AddressMemory, ConsentAsk, ConsentPlace, ConsentRecord, ConsentWork, GatewayFailure, GatewayResult, HubSpotStatus } from '../engine/ports.ts';
import type { LanePorts } from './ports.ts';

/** What was read for a batch. */
export type Look = {
  /** Before the first read: a yes is carried only while what was read is fresh. */
  readonly readAt: Instant;
  /** Current records, live ones as read last; gone ones as they were. */
  readonly records: readonly ConsentRecord[];
  readonly statuses: ReadonlyMap<string, HubSpotStatus>;
  readonly memories: ReadonlyMap<Fingerprint, AddressMemory>;
  readonly places: ReadonlyMap<string, ConsentPlace>;
  /** Addresses whose withdrawal counts for another: same contact, or the record moved from one to the other. */
  readonly kin: readonly { readonly from: Fingerprint; readonly to: string }[];
  readonly addresses: readonly string[];
};
export type Identity = {
  readonly readAt: Instant;
  readonly named: readonly ConsentRecord[];
  readonly places: ReadonlyMap<string, ConsentPlace>;
  readonly addresses: readonly string[];
};

export const keyOf = ({ side, object, id }: RecordRef): string => `${side}:${object}:${id}`;
const CONTACTS = 'contacts';

/** What of a Salesforce record the lane reads besides the address: the consent fields, and what may be on record for a yes. */
export function fieldsOn(rules: readonly ConsentRule[], object: string, evidence: LanePorts['evidenceFields']): readonly string[] {
  const fields = consentRulesOn(rules, object).map((rule) => rule.salesforceField);
  return fields.length === 0 ? [] : [...new Set([...fields, ...evidence(object)])];
}

export function objectsIn(rules: RuleSet): readonly string[] {
  return [...new Set(rules.consent.flatMap((rule) => rule.salesforceObjects))];
}

/** The records the work names, with their addresses now and before. */
export async function identify(ports: LanePorts, works: readonly ConsentWork[]): Promise<GatewayResult<Identity>> {
  const { salesforce, hubspot, store, connection } = ports;
  const readAt = ports.clock.now();
  const rules = ports.rules().consent;
  const refs = works.flatMap(({ ref, survivorId }) => (survivorId === null ? [ref] : [ref, { ...ref, id: survivorId }]));
  const asks = asksFor(ports, rules, refs);
  const contacts = [...new Set(refs.filter(({ side }) => side === 'hubspot').map(({ id }) => id))];
  const [inSalesforce, inHubSpot, known] = await Promise.all([
    asks.length === 0 ? okNone : salesforce.byId(asks),
    contacts.length === 0 ? okNone : hubspot.byId(contacts),
    store.consentPlaces(connection, refs),
  ]);
  if (!inSalesforce.ok) return inSalesforce;
  if (!inHubSpot.ok) return inHubSpot;
  const named = [...inSalesforce.value, ...inHubSpot.value];
  const gone = named.filter(({ ref, mergedInto }) => mergedInto !== null && !refs.some((one) => one.id === mergedInto && one.side === ref.side));
  const survivors = gone.length === 0 ? okNone : await salesforce.byId(asksFor(ports, rules, gone.flatMap(survivorsOf)));
  if (!survivors.ok) return survivors;
  const all = [...named, ...survivors.value];
  const addresses = [...new Set(all.flatMap(({ emails, former }) => [...emails, ...former]))];
  return { ok: true, value: { readAt, named: all, places: new Map(known.map((place) => [keyOf(place.ref), place])), addresses } };
}

/** A converted lead goes on as a contact, a merged record as one of its own kind. */
function survivorsOf({ ref, mergedInto, values }: ConsentRecord): readonly RecordRef[] {
  if (mergedInto === null || ref.side === 'hubspot') return [];
  return [{ ...ref, object: values['ConvertedContactId'] === mergedInto ? 'Contact' : ref.object, id: mergedInto }];
}

function asksFor(ports: LanePorts, rules: readonly ConsentRule[], refs: readonly RecordRef[]): readonly ConsentAsk[] {
  const byObject = Map.groupBy(
    refs.filter(({ side }) => side === 'salesforce'),
    ({ object }) => object,
  );
  return [...byObject].flatMap(([object, of]) => {
    const fields = fieldsOn(rules, object, ports.evidenceFields);
    return fields.length === 0 ? [] : [{ object, keys: [...new Set(of.map(({ id }) => id))], fields }];
  });
}

/** Everything every place says about the people of these addresses. A contact's further addresses are followed once. */
export async function lookAround(ports: LanePorts, identity: Identity): Promise<GatewayResult<Look>> {
  const met = identity.named.filter(({ ref, isDeleted }) => ref.side === 'hubspot' && !isDeleted);
  const first = await around(ports, identity.addresses, met);
  if (!first.ok) return first;
  const more = [...new Set(first.value.flatMap(({ emails }) => emails))].filter((email) => !identity.addresses.includes(email));
  const second = more.length === 0 ? okNone : await around(ports, more, first.value);
  if (!second.ok) return second;
  const gone = identity.named.filter((record) => record.isDeleted);
  const records = [...new Map([...gone, ...first.value, ...second.value].map((record) => [keyOf(record.ref), record])).values()];
  const addresses = [...identity.addresses, ...more];
  const kin = kinOf(ports, identity, records);
  const prints = [...new Set([...addresses.map(ports.print), ...kin.map(({ from }) => from)])];
  const [known, places] = await Promise.all([
    ports.store.consentMemory(ports.connection, prints),
    ports.store.consentPlaces(
      ports.connection,
      records.map(({ ref }) => ref),
    ),
  ]);
  const memories = new Map(known.map((memory) => [memory.address, memory]));
  const statuses = await statusesOf(ports, { addresses, records, memories });
  if (!statuses.ok) return statuses;
  const told = await withHistory(ports, identity, { records, memories, statuses: statuses.value });
  if (!told.ok) return told;
  const all = new Map([...identity.places, ...places.map((place) => [keyOf(place.ref), place] as const)]);
  return {
    ok: true,
    value: {
      readAt: identity.readAt,
      records: told.value,
      addresses,
      kin,
      memories,
      places: all,
      statuses: new Map(statuses.value.map((status) => [status.email, status])),
    },
  };
}

type Seen = Pick<Asked, 'records' | 'memories'> & { readonly statuses: readonly HubSpotStatus[] };

/** Where we told HubSpot and do not know whether it heard, an opt-out it shows may be ours or a person's: the contact's history tells. */
async function withHistory(ports: LanePorts, { named }: Identity, { records, memories, statuses }: Seen): Promise<GatewayResult<readonly ConsentRecord[]>> {
  const doubted = new Set(
    statuses
      .filter(({ email, isOutOfAll }) => isOutOfAll && memories.get(ports.print(email))?.topics[ALL_EMAIL]?.holders['hubspot'] === 'sent')
      .map(({ email }) => email),
  );
  const read = new Map(named.filter(({ ref }) => ref.side === 'hubspot').map((record) => [record.ref.id, record]));
  const contacts = records.filter(({ ref, emails }) => ref.side === 'hubspot' && doubted.has(emails[0] ?? ''));
  const missing = contacts.filter(({ ref }) => !read.has(ref.id));
  const more = missing.length === 0 ? okNone : await ports.hubspot.byId(missing.map(({ ref }) => ref.id));
  if (!more.ok) return more;
  for (const record of more.value) read.set(record.ref.id, record);
  const historyOf = (record: ConsentRecord): Pick<ConsentRecord, 'optedOut'> => {
    const optedOut = read.get(record.ref.id)?.optedOut;
    return optedOut === undefined ? {} : { optedOut };
  };
  return { ok: true, value: records.map((record) => (contacts.includes(record) ? { ...record, ...historyOf(record) } : record)) };
}

/** Records of both sides with these addresses. Contacts met already are not asked for again: an address belongs to one contact. */
async function around(ports: LanePorts, emails: readonly string[], met: readonly ConsentRecord[]): Promise<GatewayResult<readonly ConsentRecord[]>> {
  if (emails.length === 0) return okNone;
  const rules = ports.rules();
  const asks = objectsIn(rules).map((object) => ({ object, keys: emails, fields: fieldsOn(rules.consent, object, ports.evidenceFields) }));
  const held = new Set(met.filter(({ ref }) => ref.side === 'hubspot').flatMap((record) => record.emails));
  const strange = emails.filter((email) => !held.has(email));
  const [inSalesforce, inHubSpot] = await Promise.all([ports.salesforce.byEmail(asks), strange.length === 0 ? okNone : ports.hubspot.byEmail(strange)]);
  if (!inSalesforce.ok) return inSalesforce;
  if (!inHubSpot.ok) return inHubSpot;
  const known = met.filter(({ ref, emails: own }) => ref.side === 'hubspot' && own.some((email) => emails.includes(email)));
  return { ok: true, value: [...inSalesforce.value, ...known, ...inHubSpot.value] };
}

type Asked = { readonly addresses: readonly string[]; readonly records: readonly ConsentRecord[]; readonly memories: ReadonlyMap<Fingerprint, AddressMemory> };

/**
 * What HubSpot says of each address, with as few calls as the answer allows. Where only the opt-out of all e-mail counts, a contact shows it
 * for its primary address, and an address about to be taken off need not be asked first. What a contact shows may lag behind what we wrote:
 * where it says less than is remembered, HubSpot is asked.
 */
async function statusesOf(ports: LanePorts, { addresses, records, memories }: Asked): Promise<GatewayResult<readonly HubSpotStatus[]>> {
  const rules = ports.rules().consent;
  // Only subscriptions and what is on record for a yes need the statuses themselves.
  if (rules.some((rule) => rule.subscription !== null || rule.carriesOptIn)) return ports.hubspot.statuses(addresses, true);
  const primary = new Map(records.filter(({ ref }) => ref.side === 'hubspot').map((record) => [record.emails[0], record]));
  const status = (email: string, isOutOfAll: boolean): HubSpotStatus => ({ email, isOutOfAll, subscriptions: new Map() });
  const shown: HubSpotStatus[] = [];
  const asked: string[] = [];
  for (const email of addresses) {
    const memory = memories.get(ports.print(email))?.topics[ALL_EMAIL];
    const wasTold = memory?.holders['hubspot'] !== undefined;
    const contact = primary.get(email);
    const isOut = String(contact?.values[OPT_OUT] ?? '') === 'true';
    const isWithdrawn = memory?.isWithdrawn === true || records.some((record) => record.emails.includes(email) && showsNo(rules, record));
    if (contact !== undefined && (isOut || !wasTold)) shown.push(status(email, isOut));
    else if (contact === undefined && !wasTold && isWithdrawn) shown.push(status(email, false));
    else asked.push(email);
  }
  const told = asked.length === 0 ? { ok: true as const, value: [] } : await ports.hubspot.statuses(asked, false);
  return told.ok ? { ok: true, value: [...shown, ...told.value] } : told;
}

const OPT_OUT = 'hs_email_optout';
function showsNo(rules: readonly ConsentRule[], { ref, values }: ConsentRecord): boolean {
  return (
    ref.side === 'salesforce' &&
    consentRulesOn(rules, ref.object).some((rule) => rule.direction !== 'to-salesforce' && rule.meaning === 'opt-out' && values[rule.salesforceField] === true)
  );
}

/**
 * Whose withdrawal counts for whom: all addresses of one contact are one person; where a record moved, its former address counts for the
 * new one, provided nobody else has that address by now; a merged or converted record counts for its survivor.
 */
function kinOf(ports: LanePorts, { named, places }: Identity, records: readonly ConsentRecord[]): Look['kin'] {
  const kin: { from: Fingerprint; to: string }[] = [];
  const link = (from: Fingerprint, to: string): void => {
    if (from !== ports.print(to)) kin.push({ from, to });
  };
  const contacts = records.filter(({ ref }) => ref.object === CONTACTS && ref.side === 'hubspot');
  for (const { emails } of contacts) for (const from of emails) for (const to of emails) link(ports.print(from), to);
  const holderOf = new Map(contacts.flatMap(({ ref, emails }) => emails.map((email) => [email, ref.id] as const)));
  for (const record of named) {
    const { ref, emails, former, mergedInto } = record;
    const left = former.filter((email) => !holderOf.has(email) || holderOf.get(email) === ref.id);
    for (const from of left) for (const to of emails) link(ports.print(from), to);
    for (const from of places.get(keyOf(ref))?.addresses ?? []) for (const to of emails) link(from, to);
    if (mergedInto === null) continue;
    const survivor = named.find((one) => one.ref.side === ref.side && one.ref.id === mergedInto);
    const before = [...emails.map(ports.print), ...(places.get(keyOf(ref))?.addresses ?? [])];
    for (const from of before) for (const to of survivor?.emails ?? []) link(from, to);
  }
  return kin;
}

const okNone: GatewayResult<readonly ConsentRecord[]> = { ok: true, value: [] };
export type { GatewayFailure };
