/** One look at a batch: who the people are, under which addresses, and what every place says about them now. */
import { consentRulesOn } from '../domain/index.ts';
import type { ConsentRule, Fingerprint, RecordRef, RuleSet } from '../domain/model.ts';
import type { AddressMemory, ConsentAsk, ConsentPlace, ConsentRecord, ConsentWork, GatewayFailure, GatewayResult, HubSpotStatus } from '../engine/ports.ts';
import type { LanePorts } from './ports.ts';

/** What was read for a batch. */
export type Look = {
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
  readonly named: readonly ConsentRecord[];
  readonly former: ReadonlyMap<string, readonly string[]>;
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
  const rules = ports.rules().consent;
  const refs = works.flatMap(({ ref, survivorId }) => (survivorId === null ? [ref] : [ref, { ...ref, id: survivorId }]));
  const asks = asksFor(ports, rules, refs);
  const contacts = [...new Set(refs.filter(({ side }) => side === 'hubspot').map(({ id }) => id))];
  const [inSalesforce, inHubSpot, former, known] = await Promise.all([
    asks.length === 0 ? okNone : salesforce.byId(asks),
    contacts.length === 0 ? okNone : hubspot.byId(contacts),
    contacts.length === 0 ? okEmpty : hubspot.formerEmails(contacts),
    store.consentPlaces(connection, refs),
  ]);
  if (!inSalesforce.ok) return inSalesforce;
  if (!inHubSpot.ok) return inHubSpot;
  if (!former.ok) return former;
  const named = [...inSalesforce.value, ...inHubSpot.value];
  const gone = named.filter(({ ref, mergedInto }) => mergedInto !== null && !refs.some((one) => one.id === mergedInto && one.side === ref.side));
  const survivors = gone.length === 0 ? okNone : await salesforce.byId(asksFor(ports, rules, gone.flatMap(survivorsOf)));
  if (!survivors.ok) return survivors;
  const all = [...named, ...survivors.value];
  const addresses = [...new Set([...all.flatMap(({ emails }) => emails), ...[...former.value.values()].flat()])];
  return { ok: true, value: { named: all, former: former.value, places: new Map(known.map((place) => [keyOf(place.ref), place])), addresses } };
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
  const first = await around(ports, identity.addresses);
  if (!first.ok) return first;
  const more = [...new Set(first.value.records.flatMap(({ emails }) => emails))].filter((email) => !identity.addresses.includes(email));
  const second = more.length === 0 ? { ok: true as const, value: { records: [], statuses: [] } } : await around(ports, more);
  if (!second.ok) return second;
  const found = [...first.value.records, ...second.value.records];
  const gone = identity.named.filter((record) => record.isDeleted);
  const records = [...new Map([...gone, ...found].map((record) => [keyOf(record.ref), record])).values()];
  const addresses = [...identity.addresses, ...more];
  const kin = kinOf(ports, identity, records);
  const prints = [...new Set([...addresses.map(ports.print), ...kin.map(({ from }) => from)])];
  const [memories, places] = await Promise.all([
    ports.store.consentMemory(ports.connection, prints),
    ports.store.consentPlaces(
      ports.connection,
      records.map(({ ref }) => ref),
    ),
  ]);
  return {
    ok: true,
    value: {
      records,
      addresses,
      kin,
      statuses: new Map([...first.value.statuses, ...second.value.statuses].map((status) => [status.email, status])),
      memories: new Map(memories.map((memory) => [memory.address, memory])),
      places: new Map([...identity.places, ...places.map((place) => [keyOf(place.ref), place] as const)]),
    },
  };
}

type Around = { readonly records: readonly ConsentRecord[]; readonly statuses: readonly HubSpotStatus[] };

async function around(ports: LanePorts, emails: readonly string[]): Promise<GatewayResult<Around>> {
  if (emails.length === 0) return { ok: true, value: { records: [], statuses: [] } };
  const rules = ports.rules();
  const asks = objectsIn(rules).map((object) => ({ object, keys: emails, fields: fieldsOn(rules.consent, object, ports.evidenceFields) }));
  const [inSalesforce, inHubSpot, statuses] = await Promise.all([ports.salesforce.byEmail(asks), ports.hubspot.byEmail(emails), ports.hubspot.statuses(emails)]);
  if (!inSalesforce.ok) return inSalesforce;
  if (!inHubSpot.ok) return inHubSpot;
  if (!statuses.ok) return statuses;
  return { ok: true, value: { records: [...inSalesforce.value, ...inHubSpot.value], statuses: statuses.value } };
}

/**
 * Whose withdrawal counts for whom: all addresses of one contact are one person; where a record moved, its former address counts for the
 * new one, provided nobody else has that address by now; a merged or converted record counts for its survivor.
 */
function kinOf(ports: LanePorts, { named, former, places }: Identity, records: readonly ConsentRecord[]): Look['kin'] {
  const kin: { from: Fingerprint; to: string }[] = [];
  const link = (from: Fingerprint, to: string): void => {
    if (from !== ports.print(to)) kin.push({ from, to });
  };
  const contacts = records.filter(({ ref }) => ref.object === CONTACTS && ref.side === 'hubspot');
  for (const { emails } of contacts) for (const from of emails) for (const to of emails) link(ports.print(from), to);
  const holderOf = new Map(contacts.flatMap(({ ref, emails }) => emails.map((email) => [email, ref.id] as const)));
  for (const record of named) {
    const { ref, emails, mergedInto } = record;
    const moved = ref.side === 'hubspot' ? (former.get(ref.id) ?? []) : [];
    const left = moved.filter((email) => !holderOf.has(email) || holderOf.get(email) === ref.id);
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
const okEmpty: GatewayResult<ReadonlyMap<string, readonly string[]>> = { ok: true, value: new Map() };
export type { GatewayFailure };
