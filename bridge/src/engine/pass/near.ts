/**
 * Who else a record could be, where no key, no word and no address tells: records that share block keys are read and compared. What
 * comes back is a match above the mapping's threshold, a question for a person, or nothing.
 */
import { isSameRecord, otherSide, recognition, spokenOf, whyNoPart } from '../../domain/index.ts';
import type { Identified, MatchAnswer, Recognition } from '../../domain/index.ts';
import type { IdentityVerdict, Link, LinkOrigin, ObjectMapping, RecordRef } from '../../domain/model.ts';
import { knownOf } from '../indexing.ts';
import { commonGround, likenesses, nearKeys, worthOf } from '../likeness.ts';
import type { Likeness } from '../likeness.ts';
import type { WireRecord } from '../ports.ts';
import { endOf } from './context.ts';
import type { Item, PassContext, StageResult } from './context.ts';
import type { Surroundings } from './lookups.ts';
import { identified, objectsOn } from './records.ts';
import { readAll, refKey } from './read.ts';

/** What was found, with what a person is told and the link remembers. */
export type ScoredAnswer = MatchAnswer & { readonly origin?: LinkOrigin; readonly likeness?: Pick<Likeness, 'confidence' | 'evidence'> };

/** A key that more records of one side share says too little about anybody. */
const CHAIN_MAX = 100;
/** So many candidates are read per record: those that share most. */
const OTHERS_MAX = 8;
const TWINS_MAX = 4;
/** One narrow key or two weak ones. */
const WORTH_MIN = 2;

/** Block keys of an item's record; none where only our own key can tell. */
export function nearKeysOf(context: Pick<PassContext, 'fingerprint'>, item: Item): readonly string[] {
  const how = recognition(item.mapping);
  return how === null ? [] : nearKeys(context.fingerprint, item.mapping, identified(item), how);
}

type Found = {
  readonly records: ReadonlyMap<string, WireRecord>;
  readonly links: ReadonlyMap<string, Link>;
  readonly verdicts: readonly IdentityVerdict[];
  readonly candidates: ReadonlyMap<Item, readonly RecordRef[]>;
  /** By mapping: records of its larger side. */
  readonly sizes: ReadonlyMap<ObjectMapping, number>;
};

/** The records near each item, read; and surroundings that know them too. */
export async function lookNear(
  context: PassContext,
  asked: readonly { readonly item: Item; readonly keys: readonly string[] }[],
  around: Surroundings,
): Promise<StageResult<{ readonly around: Surroundings; readonly answer: (item: Item, exact: MatchAnswer) => ScoredAnswer }>> {
  const { store, connection } = context;
  const hits = await store.findNear(connection, { keys: asked.flatMap(({ keys }) => keys), chainMax: CHAIN_MAX });
  const byKey = Map.groupBy(hits, ({ key }) => key);
  const near = new Map(
    asked.map(({ item, keys }) => [
      item,
      strongest(
        item,
        keys.flatMap((key) => byKey.get(key) ?? []),
        around,
      ),
    ]),
  );
  const refs = [...new Map([...near.values()].flat().map((ref) => [refKey(ref), ref])).values()];
  if (refs.length === 0)
    return { ok: true, value: answering({ records: new Map(), links: new Map(), verdicts: [], candidates: near, sizes: new Map() }, around) };
  const owners = await store.linksOf(connection, refs);
  const links = new Map(refs.flatMap((ref, index) => [[refKey(ref), owners[index] ?? null] as const]).filter((one): one is [string, Link] => one[1] !== null));
  const candidates = new Map([...near].map(([item, all]) => [item, all.filter((ref) => mayBe(item, ref, links.get(refKey(ref)) ?? null, around))]));
  const wanted = [...new Map([...candidates.values()].flat().map((ref) => [refKey(ref), ref])).values()];
  const [readings, verdicts] = await Promise.all([readAll(context, wanted), store.verdictsOf(connection, wanted)]);
  if (!readings.ok) return readings;
  const records = new Map(
    wanted.flatMap((ref) => {
      const read = readings.value.get(refKey(ref));
      return read?.kind === 'found' && isAlive(context, ref, read.record) ? [[refKey(ref), read.record] as const] : [];
    }),
  );
  const mappings = [...new Set(asked.map(({ item }) => item.mapping))];
  const sizes = new Map(await Promise.all(mappings.map(async (mapping) => [mapping, await knownOf(store, connection, mapping)] as const)));
  context.journal.count('identity.compared', records.size);
  return { ok: true, value: answering({ records, links, verdicts, candidates, sizes }, around) };
}

function isAlive(context: PassContext, ref: RecordRef, record: WireRecord): boolean {
  const mapping: ObjectMapping | null = context.rulebook.mappingOf(ref.side, record.object, record.values);
  return record.convertedTo === null && mapping !== null && (ref.side === 'hubspot' || whyNoPart(record, mapping) === null);
}

/** The records that share most with an item, of both sides; those a person has spoken of are left out. */
function strongest(item: Item, hits: readonly { readonly key: string; readonly ref: RecordRef }[], around: Surroundings): readonly RecordRef[] {
  const { ref: own } = identified(item);
  const how = recognition(item.mapping);
  const tally = new Map<string, { readonly ref: RecordRef; worth: number }>();
  for (const { key, ref } of hits) {
    if (how === null || isSameRecord(ref, own) || !objectsOn(item.mapping, ref.side).includes(ref.object)) continue;
    const entry = tally.get(refKey(ref)) ?? { ref, worth: 0 };
    entry.worth += worthOf(key, how);
    tally.set(refKey(ref), entry);
  }
  const { isSettled } = around.spoken(own);
  const ranked = [...tally.values()]
    .filter(({ ref, worth }) => worth >= WORTH_MIN && !isSettled(ref))
    .sort((one, two) => two.worth - one.worth || (refKey(one.ref) < refKey(two.ref) ? -1 : 1))
    .map(({ ref }) => ref);
  const of = (side: RecordRef['side'], max: number): readonly RecordRef[] => ranked.filter((ref) => ref.side === side).slice(0, max);
  return [...of(otherSide(own.side), OTHERS_MAX), ...of(own.side, TWINS_MAX)];
}

/** Of its own side only records without a partner matter; of the other, linked ones too: a double of somebody in step is not made again. */
function mayBe(item: Item, ref: RecordRef, link: Link | null, around: Surroundings): boolean {
  const own = identified(item).ref;
  if (link === null) return true;
  if (link.id === item.link?.id || ref.side === own.side) return false;
  if (link.state === 'deleted') return item.link === null && link[ref.side]?.id === ref.id;
  const partner = endOf(link, own.side);
  return partner === null || !around.spoken(own).isSettled(partner);
}

function answering(found: Found, around: Surroundings) {
  const linkOf = (ref: RecordRef): Link | null => around.linkOf(ref) ?? found.links.get(refKey(ref)) ?? null;
  const wider: Surroundings = {
    ...around,
    linkOf,
    isLinked: (ref) => (linkOf(ref)?.state ?? 'deleted') !== 'deleted',
    closedLink: (ref) => {
      const link = linkOf(ref);
      return link?.state === 'deleted' && link[ref.side]?.id === ref.id ? link : null;
    },
    record: (ref) => around.record(ref) ?? found.records.get(refKey(ref)) ?? null,
  };
  return { around: wider, answer: (item: Item, exact: MatchAnswer) => answerOf(item, exact, found, wider) };
}

function answerOf(item: Item, exact: MatchAnswer, found: Found, around: Surroundings): ScoredAnswer {
  const how = recognition(item.mapping);
  if (how === null) return exact;
  const record = identified(item);
  const asked = exact.kind === 'review' ? exact.refs : [];
  const all = uniqueRefs([...asked, ...(found.candidates.get(item) ?? [])]).flatMap((ref): readonly Identified[] => {
    const read = around.record(ref);
    return read === null || read.convertedTo !== null ? [] : [{ ref, values: read.values }];
  });
  const others = likenesses(
    record,
    all.filter(({ ref }) => ref.side !== record.ref.side),
    how,
    found.sizes.get(item.mapping),
  ).filter((one) => exact.kind === 'review' || isWorthAsking(record, one.record, { how, around }));
  const [best] = others;
  const { link, review } = item.mapping.policies.match;
  if (exact.kind === 'review') return ofDoubt(exact, others, link);
  if (best === undefined || best.confidence < review) return { kind: 'none' };
  const likeness = { confidence: best.confidence, evidence: best.evidence };
  const isNameOnly = commonGround(record, best.record, how) === 'name';
  if (around.isLinked(best.record.ref)) return { kind: 'duplicate', refs: [best.record.ref], likeness };
  if (best.confidence < link || isNameOnly) {
    const explanation = `${likenessWords(likeness, how)}${isNameOnly ? ' They share nothing but the name.' : ''}`;
    return { kind: 'review', reviewKind: 'match', refs: [best.record.ref], explanation, likeness };
  }
  const twins = all.filter(({ ref }) => ref.side === record.ref.side);
  const rivals = [...rivalsOf(others.slice(1), around, link), ...rivalTwins({ record, best: best.record, twins, how, link }, found)];
  if (rivals.length > 0) {
    const explanation = `Several records may be the same ${nounOf(how)}. Merge them, or choose the one to keep in step.`;
    return { kind: 'review', reviewKind: 'cluster', refs: [best.record.ref, ...rivals], explanation, likeness };
  }
  return { kind: 'link', ref: best.record.ref, origin: { by: 'score', ...likeness } };
}

/** Somebody in step has a counterpart with an address of its own, so a namesake of theirs is somebody else. */
function isWorthAsking(record: Identified, other: Identified, { how, around }: { readonly how: Recognition; readonly around: Surroundings }): boolean {
  const ground = commonGround(record, other, how);
  return ground === 'more' || (ground === 'name' && !around.isLinked(other.ref));
}

/** An address in common and other names: a score may settle it, but never at a mailbox many people use. */
function ofDoubt(exact: MatchAnswer & { kind: 'review' }, others: readonly Likeness[], link: number): ScoredAnswer {
  const [asked] = exact.refs;
  const one = asked === undefined ? undefined : others.find(({ record }) => isSameRecord(record.ref, asked));
  if (one === undefined) return exact;
  const likeness = { confidence: one.confidence, evidence: one.evidence };
  const isBest = others[0] === one && (others[1]?.confidence ?? 0) < link;
  if (exact.doubt === 'names' && isBest && one.confidence >= link) return { kind: 'link', ref: one.record.ref, origin: { by: 'score', ...likeness } };
  return { ...exact, likeness };
}

/** Others that are as sure and free. */
function rivalsOf(others: readonly Likeness[], around: Surroundings, link: number): readonly RecordRef[] {
  return others.filter(({ record, confidence }) => confidence >= link && !around.isLinked(record.ref)).map(({ record }) => record.ref);
}

type Rivalry = {
  readonly record: Identified;
  readonly best: Identified;
  readonly twins: readonly Identified[];
  readonly how: Recognition;
  readonly link: number;
};

/** Records of the item's own side that would be linked with the same one. */
function rivalTwins({ record, best, twins, how, link }: Rivalry, { verdicts }: Found): readonly RecordRef[] {
  if (twins.length === 0) return [];
  const { isSettled } = spokenOf(best.ref, verdicts);
  const free = twins.filter(({ ref }) => !isSettled(ref));
  return likenesses(best, [record, ...free], how)
    .filter((one) => one.record !== record && one.confidence >= link)
    .map((one) => one.record.ref);
}

/** What records of this recognition stand for. */
export const nounOf = (how: Recognition): string => ({ email: 'person', domain: 'company', code: 'product' })[how.by];

/** For the review queue: how sure, and why, without a value. */
export function likenessWords({ confidence, evidence }: Pick<Likeness, 'confidence' | 'evidence'>, how: Recognition): string {
  return `These may be one ${nounOf(how)}, with ${String(Math.round(confidence * 100))} % certainty: ${evidence}.`;
}

function uniqueRefs(refs: readonly RecordRef[]): readonly RecordRef[] {
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}
