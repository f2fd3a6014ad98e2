/**
 * Stage 5: subjects that lack an end. Our own key first, then what people said, then exact match values, then records that look alike,
 * scored; what has no match is created if policy and scope say so. Match keys are claimed and block keys left before anybody is looked
 * for, so twins born on both sides meet instead of doubling.
 */
import { chooseMatch, leftBehind, otherSide, recognition, scopeWords, scoredRecognition, sideScope, SIDES } from '../../domain/index.ts';
import type { Identified, MatchAnswer } from '../../domain/index.ts';
import type { Instant, Link, LinkOrigin, ObjectMapping, RecordRef, Side, UnlinkedReason } from '../../domain/model.ts';
import { indexNeed, isIndexed } from '../indexing.ts';
import { likenessPrint, nearKeys } from '../likeness.ts';
import type { PassOutcome, WireRecord } from '../ports.ts';
import { outcome, refOf, withEnd } from './context.ts';
import type { Item, PairItem, PassContext, StageResult } from './context.ts';
import { doubled } from './double.ts';
import { lookAround } from './lookups.ts';
import type { Surroundings } from './lookups.ts';
import { lookNear, nearKeysOf } from './near.ts';
import type { ScoredAnswer } from './near.ts';
import { carriedKey, identified, matchKeys, sideOf } from './records.ts';
import { keyFor, linkIdFor } from './subjects.ts';
import { issueOf, reviewOf } from './troubles.ts';

/** An item that will be created on the side it lacks. */
export type NewItem = Item & {
  readonly link: Link;
  readonly from: Side;
  readonly source: WireRecord;
  readonly object: string;
  /** The known account a person becomes a contact of, and the lookup that names it. */
  readonly account?: { readonly field: string; readonly id: string };
};
export type IdentifiedItems = {
  readonly pairs: readonly PairItem[];
  readonly creates: readonly NewItem[];
  readonly outcomes: readonly PassOutcome[];
  readonly claimedKeys: readonly string[];
};

/** How soon a subject whose match key another pass holds is looked at again. */
const KEY_WAIT_MS = 300;

/** Finds or plans the missing end of each item. */
export async function identifyItems(context: PassContext, items: readonly Item[]): Promise<StageResult<IdentifiedItems>> {
  const pairs = await withKnownKeys(
    context,
    items.flatMap((item) => asPair(item) ?? []),
  );
  const lacking = items.filter((item) => asPair(item) === null);
  if (lacking.length === 0) return { ok: true, value: { pairs, creates: [], outcomes: [], claimedKeys: [] } };
  const keysOf = new Map(lacking.map((item) => [item, matchKeys(context, item)]));
  const claimed = await claim(context, lacking, keysOf);
  const looked = await decide(context, claimed.granted);
  if (!looked.ok) {
    if (claimed.keys.length > 0) await context.store.releaseKeys({ connection: context.connection, lease: context.lease, keys: claimed.keys });
    return looked;
  }
  const unindexed = await unindexedOf(context, looked.value.answers);
  const found = sortOut(context, { ...looked.value, unindexed, keysOf });
  const waiting = claimed.refused.map((item) => waitForKey(context, item));
  return {
    ok: true,
    value: { pairs: [...pairs, ...found.pairs], creates: found.creates, outcomes: [...found.outcomes, ...waiting], claimedKeys: claimed.keys },
  };
}

type Decided = { readonly answers: ReadonlyMap<Item, ScoredAnswer>; readonly around: Surroundings; readonly nearOf: ReadonlyMap<Item, readonly string[]> };

/** Whom each record is. Its own block keys are stored before others are looked for: of two that arrive at once, one sees the other. */
async function decide(context: PassContext, items: readonly Item[]): Promise<StageResult<Decided>> {
  const nearOf = new Map(items.map((item) => [item, nearKeysOf(context, item)]));
  const left = items.map((item) => ({ ref: identified(item).ref, keys: nearOf.get(item) ?? [] })).filter(({ keys }) => keys.length > 0);
  if (left.length > 0) await context.store.rememberKeys(context.connection, left);
  const around = await lookAround(context, items);
  if (!around.ok) return around;
  const exact = new Map(items.map((item) => [item, exactAnswer(item, around.value)]));
  const open = items.filter((item) => isOpen(exact.get(item)) && scoredRecognition(item.mapping) !== null);
  if (open.length === 0) return { ok: true, value: { answers: exact, around: around.value, nearOf } };
  const near = await lookNear(
    context,
    open.map((item) => ({ item, keys: nearOf.get(item) ?? [] })),
    around.value,
  );
  if (!near.ok) return near;
  const answers = new Map([...exact].map(([item, answer]) => [item, open.includes(item) ? near.value.answer(item, answer) : answer]));
  return { ok: true, value: { answers, around: near.value.around, nearOf } };
}

/** Nothing exact tells, or an address says one thing and the names another. */
function isOpen(answer: ScoredAnswer | undefined): boolean {
  return answer?.kind === 'none' || (answer?.kind === 'review' && answer.doubt !== undefined);
}

/** Mappings in which nothing may be created yet, because not everybody who is there is known. */
async function unindexedOf(context: PassContext, answers: ReadonlyMap<Item, ScoredAnswer>): Promise<ReadonlySet<ObjectMapping>> {
  const mappings = new Set([...answers].filter(([, answer]) => answer.kind === 'none').map(([item]) => item.mapping));
  const known = await Promise.all([...mappings].map(async (mapping) => ({ mapping, isKnown: await isIndexed(context.store, context.connection, mapping) })));
  return new Set(known.filter(({ isKnown }) => !isKnown).map(({ mapping }) => mapping));
}

/** Records in step leave their block keys when what tells who they are has changed. */
async function withKnownKeys(context: PassContext, pairs: readonly PairItem[]): Promise<readonly PairItem[]> {
  const moved: { readonly ref: RecordRef; readonly keys: readonly string[] }[] = [];
  const known = pairs.map((pair) => {
    const how = scoredRecognition(pair.mapping);
    if (how === null) return pair;
    const ends = SIDES.map((side) => ({ ref: refOf(pair.records[side], side), values: pair.records[side].values }));
    const prints = ends.map((end) => likenessPrint(context.fingerprint, pair.mapping, end, how));
    const changed = ends.filter((end, index) => pair.link.known?.[end.ref.side] !== prints[index]);
    if (changed.length === 0) return pair;
    moved.push(...changed.map((end) => ({ ref: end.ref, keys: nearKeys(context.fingerprint, pair.mapping, end, how) })));
    return { ...pair, link: { ...pair.link, known: Object.fromEntries(ends.map((end, index) => [end.ref.side, prints[index] ?? ''])) } };
  });
  if (moved.length > 0) await context.store.rememberKeys(context.connection, moved);
  return known;
}

function asPair(item: Item): PairItem | null {
  const { salesforce, hubspot } = item.records;
  return item.link === null || salesforce === null || hubspot === null ? null : { ...item, link: item.link, records: { salesforce, hubspot } };
}

/** Claims every key of each item; of two items in the batch with one key, the second waits for the first. */
async function claim(context: PassContext, items: readonly Item[], keysOf: ReadonlyMap<Item, readonly string[]>) {
  const taken = new Set<string>();
  const candidates: Item[] = [];
  const refused: Item[] = [];
  for (const item of items) {
    const keys = keysOf.get(item) ?? [];
    if (keys.some((key) => taken.has(key))) refused.push(item);
    else candidates.push(item);
    for (const key of keys) taken.add(key);
  }
  const wanted = candidates.flatMap((item) => keysOf.get(item) ?? []);
  if (wanted.length === 0) return { granted: candidates, refused, keys: [] };
  const { store, connection, lease, settings, clock } = context;
  const granted = await store.claimKeys({ connection, lease, keys: wanted, now: clock.now(), leaseMs: settings.leaseMs });
  const isFree = (item: Item) => (keysOf.get(item) ?? []).every((key) => granted.has(key));
  return { granted: candidates.filter(isFree), refused: [...refused, ...candidates.filter((item) => !isFree(item))], keys: [...granted] };
}

function waitForKey(context: PassContext, item: Item): PassOutcome {
  context.journal.count('identity.key-busy', 1);
  const at = context.clock.now() + Math.round(KEY_WAIT_MS * (0.5 + context.random()));
  return outcome(item, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } });
}

function waitForWrite(item: Item, at: Instant): PassOutcome {
  return outcome(item, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } });
}

type Sorting = Decided & { readonly keysOf: ReadonlyMap<Item, readonly string[]>; readonly unindexed: ReadonlySet<ObjectMapping> };

function sortOut(context: PassContext, { answers, around, nearOf, keysOf, unindexed }: Sorting) {
  const pairs: PairItem[] = [];
  const creates: NewItem[] = [];
  const outcomes: PassOutcome[] = [];
  // A record can be chosen once per batch; the next one who wants it looks again and finds it linked.
  const chosen = new Set<string>();
  for (const [item, answer] of answers) {
    const keys = [...(keysOf.get(item) ?? []), ...(nearOf.get(item) ?? [])];
    const step = stepFor(context, { item, answer, around, keys, chosen, isUnindexed: unindexed.has(item.mapping) });
    if ('subject' in step) outcomes.push(step);
    else if ('source' in step) creates.push(step);
    else pairs.push(step);
  }
  return { pairs, creates, outcomes };
}

const from = (by: LinkOrigin['by']): LinkOrigin => ({ by, confidence: null, evidence: null });

function exactAnswer(item: Item, around: Surroundings): ScoredAnswer {
  const record = identified(item);
  // A record of a closed link can be taken by that link only, so for an item that has a link of its own it is not free.
  const isLinked = (ref: RecordRef): boolean => around.isLinked(ref) || (item.link !== null && around.closedLink(ref) !== null);
  const byKey = around.byKey(record);
  if (byKey !== null) return isLinked(byKey) ? { kind: 'duplicate', refs: [byKey] } : { kind: 'link', ref: byKey, origin: from('key') };
  const said = saidAbout(record.ref, around, isLinked);
  if (said !== null) return { ...said, origin: from('verdict') };
  const how = recognition(item.mapping);
  if (how === null) return { kind: 'none' };
  const { isSettled } = around.spoken(record.ref);
  const unsettled = (others: readonly Identified[]): readonly Identified[] => others.filter((other) => !isSettled(other.ref));
  const chosen = chooseMatch({ record, how, candidates: unsettled(around.candidates(record, how)), twins: unsettled(around.twins(record, how)), isLinked });
  return { ...chosen, origin: from('exact') };
}

/** A person's word stands for as long as the record it names does. */
function saidAbout(ref: RecordRef, around: Surroundings, isLinked: (ref: RecordRef) => boolean): MatchAnswer | null {
  const { same, masters } = around.spoken(ref);
  const isThere = (other: RecordRef): boolean => around.record(other)?.convertedTo === null;
  const master = masters.find(isThere);
  if (master !== undefined) return { kind: 'duplicate', refs: [master] };
  const named = same.find(isThere);
  if (named === undefined) return null;
  return isLinked(named) ? { kind: 'duplicate', refs: [named] } : { kind: 'link', ref: named };
}

type Step = {
  readonly item: Item;
  readonly answer: ScoredAnswer;
  readonly isUnindexed: boolean;
  readonly around: Surroundings;
  readonly keys: readonly string[];
  readonly chosen: Set<string>;
};

function stepFor(context: PassContext, { item, answer, around, keys, chosen, isUnindexed }: Step): PassOutcome | NewItem | PairItem {
  const record = identified(item);
  switch (answer.kind) {
    case 'link': {
      const there = around.record(answer.ref);
      // Of two records that name each other, whatever keys they carry, only one may lead.
      const keysOfPair = [answer.ref, record.ref].map((ref) => `${ref.side}:${ref.id}`);
      if (there === null || keysOfPair.some((key) => chosen.has(key))) return waitForKey(context, item);
      for (const key of keysOfPair) chosen.add(key);
      return paired(context, item, { there, side: answer.ref.side, around, origin: answer.origin ?? from('exact') });
    }
    case 'duplicate':
      return (
        doubled(context, { item, refs: answer.refs, around, keys, likeness: answer.likeness ?? null }) ??
        unlinked(context, item, keys, {
          code: 'duplicate',
          explanation: 'Another record of the same person or company is in step already. Merge the two.',
        })
      );
    case 'review': {
      const review = reviewOf(context, item, {
        kind: answer.reviewKind,
        refs: [record.ref, ...answer.refs],
        field: null,
        explanation: answer.explanation,
        ...answer.likeness,
      });
      return { ...unlinked(context, item, keys, { code: 'review', explanation: answer.explanation }), reviews: [review] };
    }
    case 'none':
      return created(context, item, { keys, around, isUnindexed });
  }
}

function paired(
  context: PassContext,
  item: Item,
  { there, side, around, origin }: { readonly there: WireRecord; readonly side: Side; readonly around: Surroundings; readonly origin: LinkOrigin },
): PairItem | PassOutcome {
  const closed = item.link === null ? around.closedLink(refOf(there, side)) : null;
  // A write from before it closed may still land on the record: two of ours must not meet there.
  const landsBy = Math.max(0, ...(closed?.attempts ?? []).map((attempt) => attempt.settleAt));
  if (landsBy > context.clock.now()) return waitForWrite(item, landsBy);
  const link = closed === null ? withEnd(linkFor(context, item, around, refOf(there, side)), refOf(there, side)) : reopened(closed, identified(item).ref);
  const records =
    side === 'salesforce' ? { salesforce: there, hubspot: item.records.hubspot ?? there } : { salesforce: item.records.salesforce ?? there, hubspot: there };
  return { ...item, link: { ...link, origin }, records };
}

/** A record whose counterpart was deleted takes the new one; what was agreed with the old one counts no more. */
function reopened(closed: Link, ref: RecordRef): Link {
  return withEnd({ ...closed, state: 'active', baseline: leftBehind(closed.baseline, otherSide(ref.side)), attempts: [] }, ref);
}

/**
 * The item's link, or a new one that starts from its only record. Of two records that were both there the Salesforce one gives the key,
 * so that a key from HubSpot says the Salesforce record is of our making (domain/scope).
 */
function linkFor(context: PassContext, item: Item, around: Surroundings, there: RecordRef | null = null): Link {
  if (item.link !== null) return { ...item.link, state: 'active' };
  const { ref } = identified(item);
  const carried = carriedKey(identified(item));
  // A key whose link is still in the store belongs to that link (its record went away); this record starts anew.
  const key = carried === null || around.isKeyTaken(item.mapping, carried) ? keyFor(there?.side === 'salesforce' ? there : ref) : carried;
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
  return withEnd(blank, ref);
}

function created(context: PassContext, item: Item, { keys, around, isUnindexed }: Pick<Step, 'keys' | 'around' | 'isUnindexed'>): PassOutcome | NewItem {
  const from = sideOf(item);
  const source = item.records[from];
  if (source === null) return outcome(item);
  const refusal = whyNotCreated(item.mapping, from, source);
  if (refusal !== null) return unlinked(context, item, keys, { code: 'out-of-scope', explanation: refusal });
  if (isUnindexed) {
    const explanation = 'It is not known yet who else is there: both systems are being looked through once before anybody is created.';
    return unlinked(context, item, [...keys, indexNeed(item.mapping)], { code: 'waiting', explanation });
  }
  const object = otherSide(from) === 'hubspot' ? item.mapping.hubspotObject : item.mapping.salesforceCreateObject;
  return { ...item, link: linkFor(context, item, around), from, source, object };
}

/** Why a record without counterpart gets none, in words; null when it is to be created. */
function whyNotCreated(mapping: ObjectMapping, from: Side, source: WireRecord): string | null {
  const policy = from === 'salesforce' ? mapping.createInHubSpot : mapping.createInSalesforce;
  if (policy === 'never') return 'The mapping does not create records on the other side.';
  if (source.convertedTo !== null) return 'The lead was converted; its contact is kept in step instead.';
  const answer = sideScope(mapping, from, source.values);
  return answer.isIn ? null : scopeWords(answer.failed);
}

function unlinked(context: PassContext, item: Item, keys: readonly string[], reason: UnlinkedReason): PassOutcome {
  const { ref } = identified(item);
  const matchKeys = [{ ref, keys: [...keys, ...(item.needs ?? [])] }];
  if (item.link === null) return outcome(item, { unlinked: { ref, reason }, matchKeys });
  // A link that lost its way to a second end (its create never landed) says so in its own state.
  const link: Link = { ...item.link, state: reason.code === 'out-of-scope' ? 'out-of-scope' : item.link.state };
  const issues =
    reason.code === 'duplicate' ? [issueOf(context, item, { rule: null, code: 'identity-taken', side: otherSide(ref.side), field: null }, ref)] : [];
  return outcome({ ...item, link }, { issues, matchKeys });
}
