/**
 * Stage 3: where each end is now. Deleted ends close the link, merged ones lead to the survivor, a converted lead to its contact.
 */
import { MERGED_IDS, PUT_TRIES, recognition, SIDES } from '../../domain/index.ts';
import type { Change, EventId, Link, RecordRef, Subject } from '../../domain/model.ts';
import type { DueWork, PassOutcome, ReadOutcome, WireRecord } from '../ports.ts';
import { endOf, outcome, refOf, withEnd } from './context.ts';
import type { Item, PassContext, Staged, StageResult } from './context.ts';
import { forgetRevived, settleDepartures } from './depart.ts';
import type { Departure } from './depart.ts';
import { eraseLinkedSince, withoutErasedTraces } from './erase.ts';
import { wokenChildren } from './children.ts';
import { withLastWords } from './last-words.ts';
import { settleSuperseded } from './supersede.ts';
import type { Superseded } from './supersede.ts';
import { wokenByConversion } from './converted.ts';
import { readAll, refKey } from './read.ts';
import type { Readings } from './read.ts';
import { keysOfRecord } from './records.ts';
import { recordOf, recordSubjectOf } from './subjects.ts';

/** Reads the ends of all work and follows them. */
export async function readAndFollow(context: PassContext, works: readonly DueWork[]): Promise<StageResult<Staged<Item>>> {
  const readAt = context.clock.now();
  const first = await readAll(context, works.flatMap(endsOf));
  if (!first.ok) return first;
  const contacts = convertedContacts(works, first.value);
  const second: StageResult<Readings> = contacts.length === 0 ? { ok: true, value: new Map() } : await readAll(context, contacts);
  if (!second.ok) return second;
  const found = new Map([...second.value, ...first.value]);
  const owners = await ownersOf(context, works, found);
  const items: Item[] = [];
  const movedItems: Item[] = [];
  const outcomes: PassOutcome[] = [];
  const departures: Departure[] = [];
  const superseded: Superseded[] = [];
  for (const work of works) {
    const step = followOne({ context, work, found, owners, readAt });
    if ('kind' in step && step.kind === 'departure') departures.push(step);
    else if ('kind' in step) superseded.push(step);
    else if (!('work' in step)) outcomes.push(step);
    else if (step.formerRefs.length === 0) items.push(step);
    else movedItems.push(step);
  }
  await forgetRevived(context, items);
  const ceded = await settleSuperseded(context, superseded, found);
  if (!ceded.ok) return ceded;
  const { rest, outcomes: late } = await eraseLinkedSince(context, departures);
  outcomes.push(...late);
  const told = await withLastWords(context, [...rest, ...superseded], [...(await settleDepartures(context, rest)), ...ceded.value]);
  if (!told.ok) return told;
  outcomes.push(...told.value);
  const wakes = await wokenByConversion(context, movedItems, found);
  const children = await wokenChildren(context, movedItems);
  outcomes.push(...movedItems.map((item) => moved(context, item, [...(wakes.get(item) ?? []), ...(children.get(item) ?? [])])));
  const lasting = await withoutErasedTraces(context, outcomes);
  return { ok: true, value: { items, outcomes: await withWidows(context, works, { outcomes: lasting, found }) } };
}

/** A link that closes leaves a record free for others that share its match values and were turned away as duplicates. */
async function withWidows(
  context: PassContext,
  works: readonly DueWork[],
  input: { readonly outcomes: readonly PassOutcome[]; readonly found: Readings },
): Promise<readonly PassOutcome[]> {
  const open = new Set(works.filter((work) => work.link !== null && work.link.state !== 'deleted').map((work) => work.subject));
  const keysOf = new Map(
    input.outcomes.filter((one) => one.link?.state === 'deleted' && open.has(one.subject)).map((one) => [one, keysLeft(context, one, input.found)]),
  );
  const keys = [...keysOf.values()].flat();
  const known = keys.length === 0 ? [] : await context.store.findByKeys(context.connection, keys);
  if (known.length === 0) return input.outcomes;
  const links = await context.store.linksOf(
    context.connection,
    known.map((one) => one.ref),
  );
  const waiting = known.filter((_, index) => (links[index] ?? null) === null);
  return input.outcomes.map((one) => ({
    ...one,
    wake: [...one.wake, ...new Set(waiting.filter(({ key }) => keysOf.get(one)?.includes(key) === true).map(({ ref }) => recordSubjectOf(ref)))],
  }));
}

function keysLeft(context: PassContext, { link }: PassOutcome, found: Readings): readonly string[] {
  const mapping = link === null ? null : context.rulebook.mappingNamed(link.mapping);
  const how = mapping === null ? null : recognition(mapping);
  if (link === null || mapping === null || how === null) return [];
  return SIDES.flatMap((side) => {
    const ref = endOf(link, side);
    const read = ref === null ? undefined : found.get(refKey(ref));
    return ref === null || read?.kind !== 'found' ? [] : keysOfRecord(context, { ref, values: read.record.values }, how, mapping);
  });
}

/** An end that moved is recorded before anything is written, or a crash would forget where the old one leads. */
function moved(context: PassContext, item: Item, wake: readonly Subject[]): PassOutcome {
  return outcome(item, { consumed: [], resolvedIssues: [], resolvedReviews: [], wake, next: { kind: 'again', at: context.clock.now(), isRetry: false } });
}

/** The records a subject stands for. */
function endsOf(work: DueWork): readonly RecordRef[] {
  if (work.link === null) return [recordOf(work.subject)].filter((ref) => ref !== null);
  const { link } = work;
  return SIDES.flatMap((side) => endOf(link, side) ?? []);
}

function convertedContacts(works: readonly DueWork[], found: Readings): readonly RecordRef[] {
  return works.flatMap(endsOf).flatMap((ref) => {
    const read = found.get(refKey(ref));
    const converted = read?.kind === 'found' ? read.record.convertedTo : null;
    return converted === null || converted === undefined ? [] : [{ side: 'salesforce' as const, object: 'Contact', id: converted.contactId }];
  });
}

/** The links of survivors and contacts that ends now lead to: a record belongs to one link at most. */
async function ownersOf(context: PassContext, works: readonly DueWork[], found: Readings): Promise<ReadonlyMap<string, Link>> {
  const moves = works.flatMap(endsOf).flatMap((ref) => {
    const read = found.get(refKey(ref));
    const target = movedTo(ref, read);
    return target === null || read === undefined ? [] : [{ target, parts: read.kind === 'merged' ? mergedInto(read.record) : [] }];
  });
  if (moves.length === 0) return new Map();
  const links = await context.store.linksOf(
    context.connection,
    moves.map(({ target }) => target),
  );
  const owners = new Map<string, Link>();
  for (const [index, { target, parts }] of moves.entries()) {
    const owner = links[index] ?? (await eldestOf(context, parts));
    if (owner !== null) owners.set(refKey(target), owner);
  }
  return owners;
}

/** The records a HubSpot survivor names as merged into it. */
function mergedInto(record: WireRecord): readonly RecordRef[] {
  const ids = record.values[MERGED_IDS];
  if (typeof ids !== 'string') return [];
  return [...new Set(ids.split(';').filter((id) => id !== ''))].map((id) => ({ side: 'hubspot', object: record.object, id }));
}

/** Whether the owner is only about to take the record over: its own end was merged into it too. */
function isYetToMove(owner: Link, target: RecordRef, read: ReadOutcome): boolean {
  const end = owner[target.side];
  return read.kind === 'merged' && end !== null && end.id !== target.id && mergedInto(read.record).some((ref) => ref.id === end.id);
}

/**
 * A merge may end in a record that did not exist before (HubSpot's `newObjectId`), which then belongs to none of the links: the eldest of
 * the open ones takes it, whichever is looked at first.
 */
async function eldestOf(context: PassContext, parts: readonly RecordRef[]): Promise<Link | null> {
  if (parts.length < 2) return null;
  const links = await context.store.linksOf(context.connection, parts);
  const open = links.filter((link) => link !== null && link.state !== 'deleted' && parts.some((ref) => link.hubspot?.id === ref.id));
  const [eldest] = open.filter((link) => link !== null).toSorted((left, right) => left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1));
  return eldest ?? null;
}

function movedTo(ref: RecordRef, read: ReadOutcome | undefined): RecordRef | null {
  if (read?.kind === 'merged') return refOf(read.record, ref.side);
  const converted = read?.kind === 'found' ? read.record.convertedTo : null;
  return converted === null || converted === undefined ? null : { side: 'salesforce', object: 'Contact', id: converted.contactId };
}

type FollowInput = {
  readonly context: PassContext;
  readonly work: DueWork;
  readonly found: Readings;
  readonly owners: ReadonlyMap<string, Link>;
  readonly readAt: number;
};

function followOne({ context, work, found, owners, readAt }: FollowInput): Item | PassOutcome | Departure | Superseded {
  const mapping = work.link === null ? mappingOfRecord(context, work, found) : context.rulebook.mappingNamed(work.link.mapping);
  const base = { work, link: work.link, formerRefs: [] as readonly RecordRef[], decisions: [] };
  if (mapping === null) return unmapped(base);
  let link = work.link;
  const formerRefs: RecordRef[] = [];
  const records: { salesforce: WireRecord | null; hubspot: WireRecord | null } = { salesforce: null, hubspot: null };
  const lost: { readonly ref: RecordRef; readonly isSeen: boolean }[] = [];
  const ceded: Pick<Superseded, 'ref' | 'target' | 'owner' | 'isPending'>[] = [];
  for (const ref of endsOf(work)) {
    const read = found.get(refKey(ref));
    if (read === undefined || read.kind === 'deleted' || read.kind === 'missing') {
      lost.push({ ref, isSeen: read?.kind === 'deleted' });
      continue;
    }
    const target = movedTo(ref, read);
    if (target === null) {
      records[ref.side] = read.kind === 'found' ? read.record : null;
      continue;
    }
    const owner = owners.get(refKey(target));
    if (link === null) return absorbed(base, ref);
    if (owner !== undefined && owner.id !== link.id) {
      ceded.push({ ref, target, owner, isPending: isYetToMove(owner, target, read) });
      continue;
    }
    const there = read.kind === 'merged' ? read : found.get(refKey(target));
    if (there?.kind !== 'found' && there?.kind !== 'merged') {
      lost.push({ ref: target, isSeen: there?.kind === 'deleted' });
      continue;
    }
    records[ref.side] = there.record;
    link = withEnd(link, target);
    if (read.kind === 'found' && mapping.policies.conversion.stage !== null) link = { ...link, marks: { ...link.marks, stageTries: PUT_TRIES } };
    formerRefs.push(ref);
  }
  const [first] = ceded;
  // The other end has been followed by now, so that the tombstone keeps hold of what it became.
  if (first !== undefined && link !== null) return { ...base, ...first, kind: 'superseded', mapping, link, formerRefs };
  if (lost.length > 0) return gone({ ...base, mapping, link, formerRefs }, lost, records);
  const revived = link !== null && link.state === 'deleted' ? { ...link, state: 'active' as const } : link;
  return { ...base, work: revived === link ? work : withSweep(work, readAt), mapping, link: revived, records, formerRefs, readAt };
}

/** While the link was closed its notices were not kept: HubSpot's history is asked what a write of ours may have covered. */
function withSweep(work: DueWork, at: number): DueWork {
  const end = work.link?.hubspot ?? null;
  if (end === null) return work;
  const ref: RecordRef = { side: 'hubspot', object: end.object, id: end.id };
  // Built here and stored nowhere, so the brand is true.
  const look: Change = { eventId: `revived:${end.id}` as EventId, ref, kind: 'look', fields: {}, occurredAt: at, lane: 'normal', origin: 'sweep' };
  return { ...work, changes: [...work.changes, look] };
}

/** Where several mappings share the object, the record as it was read says which of them it is. */
function mappingOfRecord(context: PassContext, work: DueWork, found: Readings) {
  const ref = recordOf(work.subject);
  if (ref === null) return null;
  const read = found.get(refKey(ref));
  return context.rulebook.mappingOf(ref.side, ref.object, read?.kind === 'found' ? read.record.values : undefined);
}

type Base = Pick<Item, 'work' | 'link' | 'formerRefs' | 'decisions'>;

function unmapped(base: Base): PassOutcome {
  const ref = recordOf(base.work.subject);
  const reason = { code: 'out-of-scope' as const, explanation: 'No object mapping covers this record.' };
  return outcome(base, ref === null ? {} : { unlinked: { ref, reason } });
}

/** What is left of a link, or of a record without one, that lost a record. */
function gone(
  base: Base & Pick<Item, 'mapping'>,
  lost: Departure['gone'],
  records: { readonly salesforce: WireRecord | null; readonly hubspot: WireRecord | null },
): PassOutcome | Departure {
  const { link } = base;
  const [first] = lost;
  if (link === null) {
    if (first === undefined) return outcome(base);
    // Its match keys stay: should the person ask to be forgotten, nothing else tells the address any more.
    const reason = { code: 'deleted' as const, explanation: 'The record was deleted.' };
    return outcome(base, { unlinked: { ref: first.ref, reason } });
  }
  const left = records.salesforce === null ? records.hubspot : records.salesforce;
  const side = records.salesforce === null ? 'hubspot' : 'salesforce';
  return { ...base, kind: 'departure', link, gone: lost, left: left === null ? null : { ref: refOf(left, side), record: left } };
}

/** The record now leads to another and never had a link of its own. */
function absorbed(base: Base, ref: RecordRef): PassOutcome {
  const explanation = 'The record was converted or merged; the one it became is kept in step instead.';
  return outcome(base, { unlinked: { ref, reason: { code: 'duplicate', explanation } }, matchKeys: [{ ref, keys: [] }] });
}
