/**
 * Records of one system that share an address or a web domain, read live: who they are, which one should be kept and why, which one is in
 * step. Nothing of it is stored but the keyed fingerprints that brought them together, so what was merged or changed is gone at once.
 */
import { isSameRecord, matchValues, MERGED_IDS, recognition, spokenOf, suggestMaster } from '../domain/index.ts';
import type { ClusterMember, Identified, Recognition, Suggestion } from '../domain/index.ts';
import type { IdentityVerdict, Link, ObjectMapping, RecordRef, Schemas } from '../domain/model.ts';
import type { Cluster, CrmGateway, WireRecord } from '../engine/ports.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

export type DuplicateMember = {
  readonly ref: RecordRef;
  readonly name: string;
  readonly isLinked: boolean;
  /** The link it is in step by; null when it is not. */
  readonly link: string | null;
  readonly filled: number;
  readonly openDeals: number | null;
  readonly createdAt: number | null;
  readonly lastActivityAt: number | null;
};
export type DuplicateGroup = {
  /** Stable while the records share the value; tells nothing of it. */
  readonly key: string;
  readonly mapping: string;
  readonly side: RecordRef['side'];
  readonly sharedBy: Recognition['by'];
  readonly members: readonly DuplicateMember[];
  readonly suggestion: Suggestion | null;
};
export type DuplicatePage = {
  readonly items: readonly DuplicateGroup[];
  readonly next: string | null;
  /** Groups and records by what is remembered, before a look at the platforms. */
  readonly counts: { readonly clusters: number; readonly records: number };
};

/** Fields that tell the age and the last activity, per side; the platform's own, so always readable. */
const AGE = {
  salesforce: { created: 'CreatedDate', activity: 'LastActivityDate' },
  hubspot: { created: 'createdate', activity: 'notes_last_updated' },
} as const;

/** One page of groups. 409 while the platforms are not reached: nothing of the records is kept to show instead. */
export async function duplicatesOf(
  view: ConnectionView,
  options: { readonly limit: number; readonly after?: string },
): Promise<OperationsResult<DuplicatePage>> {
  const gateways = view.gateways();
  const book = view.rulebook();
  if (gateways === null || book === null)
    return { ok: false, status: 409, error: 'Salesforce and HubSpot are not reached yet; the records are read from them.' };
  const [page, counts] = await Promise.all([view.store.clusters(view.id, options), view.store.clusterCounts(view.id)]);
  const refs = page.items.flatMap((one) => one.refs);
  const [links, verdicts] = await Promise.all([view.store.linksOf(view.id, refs), view.store.verdictsOf(view.id, refs)]);
  const linkOf = new Map(refs.map((ref, index) => [keyOf(ref), links[index] ?? null]));
  const groups: DuplicateGroup[] = [];
  for (const cluster of page.items) {
    const mapping = book.rules.mappings.find((one) =>
      cluster.side === 'salesforce' ? one.salesforceObjects.includes(cluster.refs[0]?.object ?? '') : one.hubspotObject === cluster.refs[0]?.object,
    );
    const how = mapping === undefined ? null : recognition(mapping);
    if (mapping === undefined || how === null) continue;
    const records = await readMembers(gateways[cluster.side], cluster, { mapping, how, schemas: book.schemas });
    if (!records.ok) return { ok: false, status: 409, error: `The records could not be read: ${records.code}.` };
    const alike = stillAlike(records.value, how, verdicts);
    if (alike.length < 2) continue;
    const members = await describe(gateways[cluster.side], alike, { linkOf, how });
    const { key, side } = cluster;
    groups.push({ key, mapping: mapping.key, side, sharedBy: how.by, members, suggestion: suggestMaster(members satisfies readonly ClusterMember[]) });
  }
  return { ok: true, value: { items: groups, next: page.next, counts } };
}

const keyOf = ({ side, object, id }: RecordRef): string => `${side}:${object}:${id}`;

type Found = { readonly ref: RecordRef; readonly record: WireRecord };

async function readMembers(
  gateway: CrmGateway,
  { side, refs }: Cluster,
  { mapping, how, schemas }: { readonly mapping: ObjectMapping; readonly how: Recognition; readonly schemas: Schemas },
): Promise<{ readonly ok: true; readonly value: readonly Found[] } | { readonly ok: false; readonly code: string }> {
  const found: Found[] = [];
  for (const [object, mine] of Map.groupBy(refs, (ref) => ref.object)) {
    const schema = schemas.get(`${side}:${object}`);
    const mapped = mapping.fields
      .filter((rule) => rule.referenceMapping === null)
      .map((rule) => (side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty));
    // A rule may name a field this object or org does not have.
    const isKnown = (name: string): boolean => schema === undefined || schema.fields.has(name);
    // HubSpot's own e-mail list is no mapped property; a Salesforce object must have every field it is asked for.
    const known = [...how.fields[side].filter((name) => side === 'hubspot' || isKnown(name)), ...mapped.filter(isKnown)];
    const ids = mine.map((ref) => ref.id);
    const age = [AGE[side].created, AGE[side].activity, ...(side === 'hubspot' ? [MERGED_IDS] : [])];
    const full = await gateway.read(object, ids, [...new Set([...known, ...age])]);
    // Age and activity only help to choose; an org that hides them still has its duplicates listed.
    const read = full.ok || full.failure.kind !== 'permanent' ? full : await gateway.read(object, ids, [...new Set(known)]);
    if (!read.ok) return { ok: false, code: read.failure.code };
    for (const [index, one] of read.value.entries()) {
      const ref = mine[index];
      if (ref !== undefined && one.kind === 'found' && one.record.convertedTo === null) found.push({ ref, record: one.record });
    }
  }
  return { ok: true, value: found };
}

/** Those that still share a value with another, unless people said that they are not the same. */
function stillAlike(found: readonly Found[], how: Recognition, verdicts: readonly IdentityVerdict[]): readonly Found[] {
  const valuesOf = new Map(found.map((one) => [one, new Set(matchValues(identity(one), how))]));
  const share = (one: Found, other: Found): boolean => [...(valuesOf.get(one) ?? [])].some((value) => valuesOf.get(other)?.has(value) === true);
  return found.filter((one) => {
    const { isApart } = spokenOf(one.ref, verdicts);
    return found.some((other) => !isSameRecord(one.ref, other.ref) && share(one, other) && !isApart(other.ref));
  });
}

const identity = ({ ref, record }: Found): Identified => ({ ref, values: record.values });

type About = { readonly linkOf: ReadonlyMap<string, Link | null>; readonly how: Recognition };

async function describe(gateway: CrmGateway, found: readonly Found[], { linkOf, how }: About): Promise<readonly DuplicateMember[]> {
  const deals = await openDealsOf(gateway, found);
  return found.map(({ ref, record }): DuplicateMember => {
    const link = linkOf.get(keyOf(ref)) ?? null;
    const isLinked = link !== null && link.state !== 'deleted' && link[ref.side]?.id === ref.id;
    const { created, activity } = AGE[ref.side];
    const filled = Object.entries(record.values).filter(
      ([name, value]) => value !== null && value !== '' && value !== false && name !== created && name !== activity,
    );
    return {
      ref,
      name: nameOf(ref, record, how),
      isLinked,
      link: isLinked ? link.id : null,
      filled: filled.length,
      openDeals: deals.get(ref.id) ?? null,
      createdAt: instantOf(record.values[created]),
      lastActivityAt: instantOf(record.values[activity]),
    };
  });
}

function nameOf(ref: RecordRef, { values }: WireRecord, how: Recognition): string {
  const names = how.by !== 'email' ? ['Name', 'name'] : ref.side === 'salesforce' ? ['FirstName', 'LastName'] : ['firstname', 'lastname'];
  const parts = names.map((name) => values[name]).filter((value) => typeof value === 'string' && value !== '');
  return parts.length === 0 ? ref.id : parts.join(' ');
}

function instantOf(value: unknown): number | null {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? (/^\d+$/.test(value) ? Number(value) : Date.parse(value)) : NaN;
  return Number.isFinite(at) ? at : null;
}

/** Open opportunities of accounts and of the contacts on them; a platform that does not say leaves it unknown. */
async function openDealsOf(gateway: CrmGateway, found: readonly Found[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (gateway.side !== 'salesforce') return counts;
  const accounts = found.filter(({ ref }) => ref.object === 'Account').map(({ ref }) => ref.id);
  const contacts = found.filter(({ ref }) => ref.object === 'Contact').map(({ ref }) => ref.id);
  const count = (id: string, amount: number): void => void counts.set(id, (counts.get(id) ?? 0) + amount);
  if (accounts.length > 0) {
    const read = await gateway.find('Opportunity', 'AccountId', accounts, ['IsClosed']);
    if (read.ok) for (const { value, records } of read.value) count(value, records.filter((record) => record.values['IsClosed'] === false).length);
  }
  if (contacts.length > 0) {
    const roles = await gateway.find('OpportunityContactRole', 'ContactId', contacts, ['OpportunityId']);
    if (!roles.ok) return counts;
    const ids = roles.value.flatMap(({ records }) => records.map((record) => String(record.values['OpportunityId'] ?? '')));
    const read = await gateway.read('Opportunity', [...new Set(ids)], ['IsClosed']);
    if (!read.ok) return counts;
    const open = new Set(read.value.flatMap((one) => (one.kind === 'found' && one.record.values['IsClosed'] === false ? [one.record.id] : [])));
    for (const { value, records } of roles.value) count(value, records.filter((record) => open.has(String(record.values['OpportunityId'] ?? ''))).length);
  }
  return counts;
}
