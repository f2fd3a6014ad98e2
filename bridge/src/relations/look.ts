/** What both platforms hold of a batch of sets, as links: each relation with its rows on one side and its association on the other. */
import type { Sided } from '../domain/index.ts';
import type { Link, LinkId, RecordRef, Side } from '../domain/model.ts';
import type { AssociationKind, GatewayFailure, RelationRow } from '../engine/ports.ts';
import { isKind } from './place.ts';
import type { Place } from './place.ts';
import type { RelationPorts } from './ports.ts';
import { readPairs } from './units.ts';
import type { Pair, Unit } from './units.ts';

/** A relation of a set. `kinds` null = not associated. */
export type Member = { readonly link: Link; readonly rows: readonly RelationRow[]; readonly kinds: readonly AssociationKind[] | null };
export type SetLook = {
  readonly unit: Unit;
  readonly link: Link;
  readonly pairs: readonly Pair[];
  readonly members: readonly Member[];
  /** Everything the HubSpot record is associated with, by id, whatever the rule means: labels of others are to stay. */
  readonly associations: ReadonlyMap<string, readonly AssociationKind[]>;
  /** Far records that cannot take part yet: not linked, or still a lead. */
  readonly waiting: readonly RecordRef[];
  /** Links that take no part at the moment (out of scope, closed): nothing of them is changed. */
  readonly frozen: ReadonlySet<LinkId>;
};
export type Looked =
  { readonly ok: true; readonly sets: readonly SetLook[]; readonly resting: readonly Unit[] } | { readonly ok: false; readonly failure: GatewayFailure };

/** A lead has no relations of a contact; they wait for its conversion. */
const LEAD = 'Lead';
const isWhole = (link: Link): boolean => link.salesforce !== null && link.hubspot !== null && link.salesforce.object !== LEAD;
export const refText = ({ side, object, id }: RecordRef): string => (side === 'salesforce' ? `salesforce:${id}` : `hubspot:${object}:${id}`);

/** Reads the sets of claimed units of one rule: two reads of the platforms, whatever their number. */
export async function lookAt(ports: RelationPorts, place: Place, units: readonly Unit[]): Promise<Looked> {
  const links = new Map((await ports.store.links(ports.connection, [...new Set(units.map(({ link }) => link))])).map((link) => [link.id, link]));
  const isServed = ({ link }: Unit): boolean => {
    const found = links.get(link);
    return found !== undefined && found.state === 'active' && found.mapping === place.rule.from && isWhole(found);
  };
  const served = units.filter(isServed);
  const resting = units.filter((unit) => !isServed(unit));
  if (served.length === 0) return { ok: true, sets: [], resting };
  const ends = served.flatMap(({ link }) => links.get(link) ?? []);
  const [rows, sets] = await Promise.all([
    ports.salesforce.rows(
      place.table,
      ends.flatMap(({ salesforce }) => salesforce?.id ?? []),
    ),
    ports.hubspot.read(
      place.from.hubspotObject,
      ends.flatMap(({ hubspot }) => hubspot?.id ?? []),
      place.to.hubspotObject,
    ),
  ]);
  if (!rows.ok) return rows;
  if (!sets.ok) return sets;
  const rowsOf = Map.groupBy(rows.value, ({ from }) => from);
  const { pointing } = place;
  const associated = (kinds: readonly AssociationKind[]): boolean => pointing === null || kinds.some((kind) => isKind(kind, pointing));
  const setsOf = new Map(sets.value.map(({ id, to }) => [id, to.filter(({ kinds }) => associated(kinds))]));
  const wholeOf = new Map(sets.value.map(({ id, to }) => [id, new Map(to.map((one) => [one.id, one.kinds]))]));
  const farRefs = (link: Link): readonly RecordRef[] => [
    ...(rowsOf.get(link.salesforce?.id ?? '') ?? []).map(({ to }): RecordRef => ({ side: 'salesforce', object: place.to.salesforceObjects[0] ?? '', id: to })),
    ...(setsOf.get(link.hubspot?.id ?? '') ?? []).map(({ id }): RecordRef => ({ side: 'hubspot', object: place.to.hubspotObject, id })),
  ];
  const wanted = [...new Map(ends.flatMap(farRefs).map((ref) => [refText(ref), ref])).values()];
  const found = wanted.length === 0 ? [] : await ports.store.linksOf(ports.connection, wanted);
  const farLinks = new Map(wanted.map((ref, at) => [refText(ref), found[at] ?? null]));
  const looks: SetLook[] = [];
  for (const unit of served) {
    const link = links.get(unit.link);
    if (link === undefined) continue;
    const pairs = await readPairs(ports, unit.key);
    const [near, far] = [link.salesforce?.id ?? '', link.hubspot?.id ?? ''];
    const set = setOf({ unit, link, pairs, place, rows: rowsOf.get(near) ?? [], targets: setsOf.get(far) ?? [], farLinks });
    looks.push({ ...set, associations: wholeOf.get(far) ?? new Map() });
  }
  return { ok: true, sets: looks, resting };
}

type Meeting = { readonly link: Link; readonly rows: RelationRow[]; kinds: readonly AssociationKind[] | null };
type Found = {
  readonly unit: Unit;
  readonly link: Link;
  readonly pairs: readonly Pair[];
  readonly place: Place;
  readonly rows: readonly RelationRow[];
  readonly targets: readonly { readonly id: string; readonly kinds: readonly AssociationKind[] }[];
  readonly farLinks: ReadonlyMap<string, Link | null>;
};

function setOf({ unit, link, pairs, place, rows, targets, farLinks }: Found): Omit<SetLook, 'associations'> {
  const members = new Map<LinkId, Meeting>();
  const waiting = new Map<string, RecordRef>();
  const frozen = new Set<LinkId>();
  const meet = (ref: RecordRef): Meeting | null => {
    const far = farLinks.get(refText(ref)) ?? null;
    if (far !== null && far.mapping === place.rule.to && far.state !== 'active') frozen.add(far.id);
    else if (far === null || (far.mapping === place.rule.to && !isWhole(far))) waiting.set(refText(ref), ref);
    else if (far.mapping === place.rule.to && far.id !== link.id) {
      const member: Meeting = members.get(far.id) ?? { link: far, rows: [], kinds: null };
      members.set(far.id, member);
      // A former id (converted, merged) leads to the link, but what is related is not its present end.
      if (far[ref.side]?.id === ref.id) return member;
      frozen.add(far.id);
    }
    return null;
  };
  for (const row of rows) meet({ side: 'salesforce', object: place.to.salesforceObjects[0] ?? '', id: row.to })?.rows.push(row);
  for (const { id, kinds } of targets) {
    const member = meet({ side: 'hubspot', object: place.to.hubspotObject, id });
    if (member !== null) member.kinds = kinds;
  }
  return { unit, link, pairs, members: [...members.values()].filter((one) => !frozen.has(one.link.id)), waiting: [...waiting.values()], frozen };
}

/** Which of the records are there, by side: `side:object:id`. */
export async function aliveAmong(ports: RelationPorts, refs: readonly RecordRef[]): Promise<ReadonlySet<string> | GatewayFailure> {
  const alive = new Set<string>();
  for (const [, group] of Map.groupBy(refs, ({ side, object }) => `${side} ${object}`)) {
    const [first] = group;
    if (first === undefined) continue;
    const ids = [...new Set(group.map(({ id }) => id))];
    const read = await ports.gateways[first.side].read(first.object, ids, []);
    if (!read.ok) return read.failure;
    for (const [at, one] of read.value.entries()) if (one.kind === 'found') alive.add(refText({ ...first, id: ids[at] ?? '' }));
  }
  return alive;
}

export const endOf = (link: Link, side: Side): RecordRef | null => {
  const end: Sided<{ readonly object: string; readonly id: string } | null>[Side] = link[side];
  return end === null ? null : { side, object: end.object, id: end.id };
};
