/** What identity asks the platforms and the store about a batch of records that lack a counterpart. */
import { KEY_FIELD, matchValues, otherSide, recognition, SIDES, spokenOf, whyNoPart } from '../../domain/index.ts';
import type { Identified, Recognition, Spoken } from '../../domain/index.ts';
import type { IdentityVerdict, Link, ObjectMapping, RecordRef, Side } from '../../domain/model.ts';
import type { WireRecord } from '../ports.ts';
import type { Item, PassContext, StageResult } from './context.ts';
import { carriedKey, identified, keysOfRecord, objectsOn, sideOf } from './records.ts';
import { readAll, refKey } from './read.ts';
import { keyFor, linkIdFor } from './subjects.ts';

/** Answers about the records around a batch. */
export type Surroundings = {
  /** The other side's record that carries this record's key. */
  readonly byKey: (record: Identified) => RecordRef | null;
  /** Whether a link of this key is in the store already. */
  readonly isKeyTaken: (mapping: ObjectMapping, key: string) => boolean;
  readonly candidates: (record: Identified, how: Recognition) => readonly Identified[];
  /** Other records of the same side with an equal match value. */
  readonly twins: (record: Identified, how: Recognition) => readonly Identified[];
  /** Whether a record is in step with another; one whose counterpart was deleted is free again. */
  readonly isLinked: (ref: RecordRef) => boolean;
  /** The link a record belongs to, open or closed. */
  readonly linkOf: (ref: RecordRef) => Link | null;
  /** The link a record kept when its counterpart was deleted. */
  readonly closedLink: (ref: RecordRef) => Link | null;
  readonly record: (ref: RecordRef) => WireRecord | null;
  /** What people said about a record of the batch. */
  readonly spoken: (ref: RecordRef) => Spoken;
};

type Found = Map<string, { readonly side: Side; readonly record: WireRecord }>;

/** Looks up keys and match values for all items, one call per object, on both sides. */
export async function lookAround(context: PassContext, items: readonly Item[]): Promise<StageResult<Surroundings>> {
  const found: Found = new Map();
  const byKey = new Map<string, RecordRef>();
  for (const mapping of new Set(items.map((item) => item.mapping))) {
    const mine = items.filter((item) => item.mapping === mapping);
    const keyed = await findByOurKey(context, mapping, mine, { found, byKey });
    if (!keyed.ok) return keyed;
    const how = recognition(mapping);
    const matched = how === null ? keyed : await findByMatch(context, mapping, { items: mine, how, found });
    if (!matched.ok) return matched;
  }
  const verdicts = await context.store.verdictsOf(
    context.connection,
    items.map((item) => identified(item).ref),
  );
  const named = await findNamed(context, verdicts, found);
  return named.ok ? { ok: true, value: await surroundings(context, items, { found, byKey, verdicts }) } : named;
}

/** Records people named as the same need not look alike, so no search finds them. */
async function findNamed(context: PassContext, verdicts: readonly IdentityVerdict[], found: Found): Promise<StageResult<null>> {
  const refs = verdicts.filter(({ verdict }) => verdict === 'link').flatMap((verdict) => verdict.refs);
  const unknown = refs.filter((ref) => !found.has(`${ref.side}:${ref.id}`));
  const readings = await readAll(context, unknown);
  if (!readings.ok) return readings;
  for (const ref of unknown) {
    const read = readings.value.get(refKey(ref));
    if (read?.kind === 'found') found.set(`${ref.side}:${ref.id}`, { side: ref.side, record: read.record });
  }
  return { ok: true, value: null };
}

async function findByOurKey(
  context: PassContext,
  mapping: ObjectMapping,
  items: readonly Item[],
  into: { found: Found; byKey: Map<string, RecordRef> },
): Promise<StageResult<null>> {
  for (const side of SIDES) {
    const keys = items.filter((item) => sideOf(item) === otherSide(side)).map(keyToAskFor);
    if (keys.length === 0) continue;
    for (const object of objectsOn(mapping, side)) {
      const result = await context.gateways[side].find(object, KEY_FIELD[side], keys, context.rulebook.fieldsOf(side, object));
      if (!result.ok) return result;
      for (const { value, records } of result.value) {
        for (const record of records) {
          into.found.set(`${side}:${record.id}`, { side, record });
          if (record.convertedTo === null) into.byKey.set(`${side}:${value.toLowerCase()}`, { side, object: record.object, id: record.id });
        }
      }
    }
  }
  return { ok: true, value: null };
}

/** The key the counterpart would carry: the record's own, its link's, or the one that would be derived from it. */
function keyToAskFor(item: Item): string {
  const record = identified(item);
  return carriedKey(record) ?? item.link?.key ?? keyFor(record.ref);
}

async function findByMatch(
  context: PassContext,
  mapping: ObjectMapping,
  input: { readonly items: readonly Item[]; readonly how: Recognition; readonly found: Found },
): Promise<StageResult<null>> {
  const { items, how, found } = input;
  const values = [...new Set(items.flatMap((item) => [...matchValues(identified(item), how), ...hostsOf(identified(item), how)]))];
  if (values.length === 0) return { ok: true, value: null };
  const remembered = await rememberedRecords(context, mapping, { items, how });
  if (!remembered.ok) return remembered;
  for (const [key, one] of remembered.value) found.set(key, one);
  for (const side of SIDES) {
    const spelled = how.by === 'domain' && side === 'salesforce' ? values.flatMap(websitesOf) : values;
    for (const object of objectsOn(mapping, side)) {
      const result = await context.gateways[side].find(object, how.match[side], spelled, context.rulebook.fieldsOf(side, object));
      if (!result.ok) return result;
      for (const record of result.value.flatMap((match) => match.records)) found.set(`${side}:${record.id}`, { side, record });
    }
  }
  return { ok: true, value: null };
}

/** A company's site as it is written, below its registrable domain: what is the same company may be stored under either. */
function hostsOf(record: Identified, how: Recognition): readonly string[] {
  const raw = record.values[how.match[record.ref.side]];
  if (how.by !== 'domain' || typeof raw !== 'string' || matchValues(record, how).length === 0) return [];
  const host = /^(?:[a-z]+:\/\/)?(?:www\.)?([^/:?#\s]+)/i.exec(raw.trim())?.[1]?.toLowerCase();
  return host === undefined ? [] : [host];
}

/** The ways people write a company's site in Salesforce's free-text Website; what else they write is found once the bridge has seen the record. */
function websitesOf(domain: string): readonly string[] {
  return ['', 'http://', 'https://'].flatMap((scheme) => ['', 'www.'].flatMap((host) => ['', '/'].map((end) => `${scheme}${host}${domain}${end}`)));
}

/** Records the bridge has seen under the same keys: HubSpot's search lags behind what it was told moments ago. */
async function rememberedRecords(
  context: PassContext,
  mapping: ObjectMapping,
  input: { readonly items: readonly Item[]; readonly how: Recognition },
): Promise<StageResult<Found>> {
  const keys = input.items.flatMap((item) => keysOfRecord(context, identified(item), input.how, mapping));
  const known = await context.store.findByKeys(context.connection, keys);
  const own = new Set(input.items.map((item) => refKey(identified(item).ref)));
  const refs = known.map((one) => one.ref).filter((ref) => !own.has(refKey(ref)) && objectsOn(mapping, ref.side).includes(ref.object));
  const found: Found = new Map();
  if (refs.length === 0) return { ok: true, value: found };
  const readings = await readAll(context, refs);
  if (!readings.ok) return readings;
  for (const ref of refs) {
    const read = readings.value.get(refKey(ref));
    if (read?.kind === 'found') found.set(`${ref.side}:${ref.id}`, { side: ref.side, record: read.record });
  }
  return { ok: true, value: found };
}

type Gathered = { readonly found: Found; readonly byKey: ReadonlyMap<string, RecordRef>; readonly verdicts: readonly IdentityVerdict[] };

/** A person account is no match where person accounts take no part; nor is a record of a kind that no mapping means. */
function takesPart(context: PassContext, side: Side, record: WireRecord): boolean {
  const mapping = context.rulebook.mappingOf(side, record.object, record.values);
  return mapping !== null && (side === 'hubspot' || whyNoPart(record, mapping) === null);
}

async function surroundings(context: PassContext, items: readonly Item[], { found, byKey, verdicts }: Gathered): Promise<Surroundings> {
  for (const item of items)
    for (const side of SIDES) {
      const record = item.records[side];
      if (record !== null) found.set(`${side}:${record.id}`, { side, record });
    }
  const all = [...found.values()]
    .filter(({ side, record }) => record.convertedTo === null && takesPart(context, side, record))
    .map(({ side, record }) => ({ ref: { side, object: record.object, id: record.id }, values: record.values }));
  const links = await context.store.linksOf(
    context.connection,
    all.map((one) => one.ref),
  );
  const linkOf = new Map(
    all.flatMap((one, index) => {
      const link = links[index] ?? null;
      return link === null ? [] : [[refKey(one.ref), link] as const];
    }),
  );
  const mappingOf = ({ ref, values }: Identified): string | undefined => context.rulebook.mappingOf(ref.side, ref.object, values)?.key;
  const sharing = (record: Identified, how: Recognition, side: Side): readonly Identified[] => {
    const values = new Set(matchValues(record, how));
    const mapping = mappingOf(record);
    return all.filter(
      (one) =>
        one.ref.side === side &&
        one.ref.id !== record.ref.id &&
        matchValues(one, how).some((value) => values.has(value)) &&
        // Records of one object may belong to several mappings.
        mappingOf(one) === mapping,
    );
  };
  const ownKeys = new Map(items.map((item) => [refKey(identified(item).ref), keyToAskFor(item)]));
  const carrying = items.filter((item) => item.link === null && carriedKey(identified(item)) !== null);
  const known =
    carrying.length === 0
      ? []
      : await context.store.links(
          context.connection,
          carrying.map((item) => linkIdFor(item.mapping.key, keyToAskFor(item))),
        );
  const takenIds = new Set(known.map((link) => link.id));
  return {
    byKey: (record) => byKey.get(`${otherSide(record.ref.side)}:${(ownKeys.get(refKey(record.ref)) ?? '').toLowerCase()}`) ?? null,
    isKeyTaken: (mapping, key) => takenIds.has(linkIdFor(mapping.key, key)),
    candidates: (record, how) => sharing(record, how, otherSide(record.ref.side)),
    twins: (record, how) => sharing(record, how, record.ref.side),
    isLinked: (ref) => (linkOf.get(refKey(ref))?.state ?? 'deleted') !== 'deleted',
    linkOf: (ref) => linkOf.get(refKey(ref)) ?? null,
    closedLink: (ref) => {
      const link = linkOf.get(refKey(ref));
      return link?.state === 'deleted' && link[ref.side]?.id === ref.id ? link : null;
    },
    record: (ref) => found.get(`${ref.side}:${ref.id}`)?.record ?? null,
    spoken: (ref) => spokenOf(ref, verdicts),
  };
}
