/**
 * Stage 1a: people who asked to be forgotten. The records on both platforms are erased for good, then what the consent lane remembers of
 * them, then everything else stored about them, in one transaction with a proof that names nobody. Until the platforms have answered, nothing of it is consumed, so a pass that dies is
 * repeated. What is kept are keyed hashes of the records and addresses, made under a name of their own: they keep a late notice from
 * leaving traces again, and a stale list from bringing the person back.
 */
import {
  erasedKeyMark,
  erasedRecordMark,
  erasureSubject,
  keptRecordMark,
  KEY_FIELD,
  matchValues,
  recognition,
  refusedNoticeMark,
  SIDES,
} from '../../domain/index.ts';
import type { Identified, Recognition } from '../../domain/index.ts';
import type { Change, ErasureCause, EventId, Instant, ObjectMapping, RecordRef } from '../../domain/model.ts';
import type { DueWork, PassOutcome, ReadOutcome, RemovalRequest, WriteOutcome } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { endOf, outcome, refOf } from './context.ts';
import type { NewItem } from './identify.ts';
import type { PassContext, StageResult } from './context.ts';
import type { Departure } from './depart.ts';
import { PREFIXES } from './collide.ts';
import { askFirst } from './erase-ask.ts';
import { faultDraft } from './faulted.ts';
import { keysOfRecord, matchKeys, objectsOn } from './records.ts';
import { readAll, refKey } from './read.ts';
import type { Readings } from './read.ts';
import { recordOf, recordSubjectOf } from './subjects.ts';
import { issueOf } from './troubles.ts';

export type EraseResult = { readonly rest: readonly DueWork[]; readonly outcomes: readonly PassOutcome[] };

/** Carries out the erasures among the works; the others go on. */
export async function eraseAsked(context: PassContext, works: readonly DueWork[]): Promise<StageResult<EraseResult>> {
  const named = works.filter((work) => work.changes.some((change) => change.kind === 'erase'));
  if (named.length === 0) return { ok: true, value: { rest: works, outcomes: [] } };
  const { go, stay, outcomes: waiting } = await askFirst(context, named);
  const asked = [...go, ...stay];
  const readings = await readAll(context, asked.flatMap(refsOf));
  if (!readings.ok) return readings;
  const outcomes: PassOutcome[] = [...waiting];
  for (const work of asked) {
    const inFlight = work.link?.attempts.filter((attempt) => attempt.settleAt > context.clock.now()) ?? [];
    if (inFlight.length > 0) {
      outcomes.push(waitForWrites(work, Math.min(...inFlight.map((attempt) => attempt.settleAt))));
      continue;
    }
    const made = await madeByUs(context, work);
    if (!made.ok) return made;
    const ceded = [...(await cededEnds(context, work)), ...(await formerEnds(context, work)), ...made.value];
    const more = await readAll(context, ceded);
    if (!more.ok) return more;
    const origins = await leadsOf(context, work, readings.value);
    if (!origins.ok) return origins;
    const known = { readings: new Map([...more.value, ...readings.value]), origins: origins.value, ceded };
    if (stay.includes(work)) await letStay(context, work, known);
    else outcomes.push(...(await eraseOne(context, work, known)));
  }
  return { ok: true, value: { rest: works.filter((work) => !named.includes(work)), outcomes } };
}

/** The record the notice named and the ends of its link. */
function refsOf(work: DueWork): readonly RecordRef[] {
  const named = work.changes.filter((change) => change.kind === 'erase').map((change) => change.ref);
  const { link } = work;
  const ends = link === null ? [recordOf(work.subject)] : SIDES.map((side) => endOf(link, side));
  const refs = [...ends, ...named].filter((ref) => ref !== null);
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** A write that may still land would bring the person's data back behind the erasure. */
function waitForWrites(work: DueWork, at: number): PassOutcome {
  return outcome(
    { work, link: work.link, formerRefs: [], decisions: [] },
    { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } },
  );
}

/** Records a create of ours made whose answer never came: they carry the link's key. */
async function madeByUs(context: PassContext, { link }: DueWork): Promise<StageResult<readonly RecordRef[]>> {
  const mapping = link === null ? null : context.rulebook.mappingNamed(link.mapping);
  const refs: RecordRef[] = [];
  if (link === null || mapping === null) return { ok: true, value: refs };
  for (const side of SIDES.filter((one) => link[one] === null))
    for (const object of objectsOn(mapping, side)) {
      const found = await context.gateways[side].find(object, KEY_FIELD[side], [link.key], context.rulebook.fieldsOf(side, object));
      if (!found.ok) return found;
      refs.push(...found.value.flatMap(({ records }) => records.map((record): RecordRef => ({ side, object: record.object, id: record.id }))));
    }
  return { ok: true, value: refs };
}

/** Former ends that are records of their own still: one brought back by hand after another had taken its place. */
async function formerEnds(context: PassContext, { link }: DueWork): Promise<readonly RecordRef[]> {
  if (link === null) return [];
  const ends = await context.store.endsOf(context.connection, link.id);
  return ends.flatMap((ref) => {
    const object = ref.object === '' ? PREFIXES[ref.id.slice(0, 3)] : ref.object;
    return object === undefined ? [] : [{ ...ref, object }];
  });
}

/** How many merges deep a person's records are followed. */
const CEDED_DEPTH_MAX = 5;

/** The ends of links that closed in favour of this one: the customer merged those records, so they are the same person's. */
async function cededEnds(context: PassContext, work: DueWork): Promise<readonly RecordRef[]> {
  const refs: RecordRef[] = [];
  let ids = work.link === null ? [] : [work.link.id];
  for (let depth = 0; depth < CEDED_DEPTH_MAX && ids.length > 0; depth += 1) {
    const tombstones = (await Promise.all(ids.map((id) => context.store.cededTo(context.connection, id)))).flat();
    refs.push(...tombstones.flatMap((link) => SIDES.flatMap((side) => endOf(link, side) ?? [])));
    ids = tombstones.map((link) => link.id);
  }
  return refs;
}

/** A contact's converted lead still holds the person's data, and nothing but the contact leads to it. */
async function leadsOf(context: PassContext, work: DueWork, readings: Readings): Promise<StageResult<readonly RecordRef[]>> {
  const contacts = refsOf(work).filter((ref) => ref.side === 'salesforce' && ref.object === 'Contact' && readings.get(refKey(ref))?.kind === 'found');
  const fields = context.rulebook.fieldsOf('salesforce', 'Lead');
  if (contacts.length === 0 || fields.length === 0) return { ok: true, value: [] };
  const found = await context.gateways.salesforce.find(
    'Lead',
    'ConvertedContactId',
    contacts.map((ref) => ref.id),
    fields,
  );
  if (!found.ok) return found;
  return { ok: true, value: found.value.flatMap(({ records }) => records.map((record): RecordRef => ({ side: 'salesforce', object: 'Lead', id: record.id }))) };
}

type Known = { readonly readings: Readings; readonly origins: readonly RecordRef[]; readonly ceded: readonly RecordRef[] };

/** Every record of the person, and those of them that are there. */
function recordsOf(work: DueWork, known: Known): { readonly refs: readonly RecordRef[]; readonly there: readonly RecordRef[] } {
  const all = [...refsOf(work), ...known.origins, ...known.ceded];
  // A merged-away id is its survivor's.
  const survivors = all.flatMap((ref) => {
    const read = known.readings.get(refKey(ref));
    return read?.kind === 'merged' ? [refOf(read.record, ref.side)] : [];
  });
  const refs = [...new Map([...all, ...survivors].map((ref) => [refKey(ref), ref])).values()];
  const origins = new Set([...known.origins, ...survivors].map(refKey));
  return { refs, there: refs.filter((ref) => isThere(known.readings.get(refKey(ref))) || origins.has(refKey(ref))) };
}

/**
 * A person said no: what is there stays, without counterpart. What we stored of the pair goes all the same, as the erased record's id stands
 * in it; what is remembered of the kept record's consent stays with it.
 */
async function letStay(context: PassContext, work: DueWork, known: Known): Promise<void> {
  const { store, connection, clock, fingerprint, journal } = context;
  const { refs, there } = recordsOf(work, known);
  const gone = refs.filter((ref) => !there.includes(ref));
  const { keys } = await keysOfPerson(context, { refs, known, changes: work.changes });
  await context.consent?.erase({ addresses: [], refs: gone });
  const marks = [
    ...gone.map((ref) => erasedRecordMark(fingerprint, ref)),
    ...there.map((ref) => keptRecordMark(fingerprint, ref)),
    ...keys.map((key) => erasedKeyMark(fingerprint, key)),
    ...work.changes.filter((change) => change.kind === 'erase').map((change) => refusedNoticeMark(fingerprint, change.eventId)),
  ];
  const subject = erasureSubject(fingerprint, gone.length > 0 ? gone : refs);
  const proof = { cause: causeOf(work), subject, records: { salesforce: 0, hubspot: 0 }, marks };
  await store.erase({ connection, refs, matchKeys: keys, now: clock.now(), proof });
  await store.wake(connection, there.map(recordSubjectOf), 'normal', clock.now());
  journal.event('erasure.refused', { connection, kept: there.length });
}

async function eraseOne(context: PassContext, work: DueWork, known: Known): Promise<readonly PassOutcome[]> {
  const { refs, there: toErase } = recordsOf(work, known);
  const answers = await eraseRecords(context, toErase);
  const failed = toErase.flatMap((ref) => {
    const answer = answers.get(ref);
    return answer?.kind === 'ok' ? [] : [{ ref, answer }];
  });
  if (failed.length > 0) return [waitForPlatform(context, work, failed)];
  await eraseTraces(context, { refs, erased: toErase, known, changes: work.changes, cause: causeOf(work) });
  return [];
}

/** In the recycle bin counts: it is readable there. */
function isThere(read: ReadOutcome | undefined): boolean {
  return read?.kind === 'found' || read?.kind === 'deleted';
}

async function eraseRecords(context: PassContext, refs: readonly RecordRef[]): Promise<ReadonlyMap<RecordRef, WriteOutcome>> {
  const answers = new Map<RecordRef, WriteOutcome>();
  for (const side of SIDES) {
    const mine = refs.filter((ref) => ref.side === side);
    if (mine.length === 0) continue;
    const requests: readonly RemovalRequest[] = mine.map(({ object, id }) => ({ kind: 'erase', object, id }));
    const outcomes = await context.gateways[side].remove(requests);
    for (const [index, ref] of mine.entries()) {
      const answer = outcomes[index];
      if (answer !== undefined) answers.set(ref, answer);
    }
  }
  return answers;
}

function causeOf(work: DueWork): ErasureCause {
  const change = work.changes.find((one) => one.kind === 'erase');
  if (change?.origin === 'operator') return 'operator';
  return change?.ref.side === 'salesforce' ? 'salesforce' : 'hubspot-privacy';
}

/** An erasure is owed until it is done: a refusal is shown and tried again, however often. */
function waitForPlatform(
  context: PassContext,
  work: DueWork,
  failed: readonly { readonly ref: RecordRef; readonly answer: WriteOutcome | undefined }[],
): PassOutcome {
  const { clock, random, settings } = context;
  const notBefore = Math.max(0, ...failed.map(({ answer }) => (answer?.kind === 'deferred' ? answer.retryAt : 0)));
  const at = retryAt({ now: clock.now(), tries: work.tries, notBefore: notBefore === 0 ? null : notBefore, random, settings });
  const mapping = work.link === null ? null : context.rulebook.mappingNamed(work.link.mapping);
  const issues = failed.flatMap(({ ref, answer }) => {
    const of = mapping ?? context.rulebook.mappingOf(ref.side, ref.object);
    if (of === null || answer?.kind !== 'rejected') return [];
    const draft = { ...faultDraft(answer.fault, ref.side), code: 'erasure-blocked', option: answer.fault.code };
    return [issueOf(context, { work, link: work.link, mapping: of }, draft, ref, at)];
  });
  context.journal.event('erasure.waits', { connection: context.connection, records: failed.length, tries: work.tries });
  return outcome(
    { work, link: work.link, formerRefs: [], decisions: [] },
    { consumed: [], issues, resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: true } },
  );
}

type Traces = {
  readonly refs: readonly RecordRef[];
  readonly erased: readonly RecordRef[];
  readonly known: Known;
  readonly changes: readonly Change[];
  readonly cause: ErasureCause;
};

type Person = Pick<Traces, 'refs' | 'known' | 'changes'>;

/** Under which keys and addresses the person was known: stored, read just now, or told by the notices. */
async function keysOfPerson(
  context: PassContext,
  { refs, known, changes }: Person,
): Promise<{ readonly keys: readonly string[]; readonly addresses: readonly string[] }> {
  const keys = [...(await context.store.matchKeysOf(context.connection, refs))];
  const addresses: string[] = [];
  for (const ref of refs) {
    const read = known.readings.get(refKey(ref));
    const mapping = context.rulebook.mappingOf(ref.side, ref.object);
    const how = mapping === null ? null : recognition(mapping);
    if (read?.kind !== 'found' || mapping === null || how === null) continue;
    const record = { ref, values: read.record.values };
    keys.push(...keysOfRecord(context, record, how, mapping));
    if (how.by === 'email') addresses.push(...matchValues(record, how));
  }
  const told = toldRecords(context, changes);
  keys.push(...told.flatMap(({ record, how, mapping }) => keysOfRecord(context, record, how, mapping)));
  addresses.push(...told.flatMap(({ record, how }) => (how.by === 'email' ? matchValues(record, how) : [])));
  return { keys, addresses };
}

async function eraseTraces(context: PassContext, { refs, erased, known, changes, cause }: Traces): Promise<void> {
  const { store, connection, clock, fingerprint, journal } = context;
  const { keys, addresses } = await keysOfPerson(context, { refs, known, changes });
  await context.consent?.erase({ addresses, refs });
  // Told again of what was erased before, by our own call too: that has its proof.
  const marks = refs.map((ref) => erasedRecordMark(fingerprint, ref));
  const isProven = erased.length === 0 && (await store.erasedAmong(connection, marks)).size === new Set(marks).size;
  const alike = (await store.findByKeys(connection, keys)).map(({ ref }) => ref).filter((ref) => !refs.some((one) => refKey(one) === refKey(ref)));
  const count = (side: RecordRef['side']): number => erased.filter((ref) => ref.side === side).length;
  const proof = await store.erase({
    connection,
    refs,
    matchKeys: keys,
    now: clock.now(),
    proof: isProven
      ? null
      : {
          cause,
          subject: erasureSubject(fingerprint, refs),
          records: { salesforce: count('salesforce'), hubspot: count('hubspot') },
          marks: [...marks, ...keys.map((key) => erasedKeyMark(fingerprint, key))],
        },
  });
  // Others of the same address are shown to a person: they may be the same one, or a relative at a shared mailbox.
  await store.wake(connection, [...new Set(alike.map(recordSubjectOf))], 'normal', clock.now());
  if (!isProven) journal.event('person.erased', { connection, number: proof?.number ?? 0, cause, salesforce: count('salesforce'), hubspot: count('hubspot') });
}

/** An erased record cannot be read any more, but the notices that wait for it may still say what its address was. */
function toldRecords(
  context: PassContext,
  changes: readonly Change[],
): readonly { readonly record: Identified; readonly how: Recognition; readonly mapping: ObjectMapping }[] {
  return changes.flatMap((change) => {
    const mapping = context.rulebook.mappingOf(change.ref.side, change.ref.object);
    const how = mapping === null ? null : recognition(mapping);
    const told = how === null ? undefined : change.fields[how.match[change.ref.side]]?.value;
    if (mapping === null || how === null || told === undefined) return [];
    return [{ record: { ref: change.ref, values: { [how.match[change.ref.side]]: told } }, how, mapping }];
  });
}

/**
 * Links that lost an end to an erasure nobody had told them of: a pass that had read the record before it was erased linked it afterwards.
 * The erasure is owed for what was linked then, as it would have been a moment earlier; nothing else may be recorded of the link.
 */
export async function eraseLinkedSince(context: PassContext, departures: readonly Departure[]): Promise<Split> {
  const { store, connection, clock, fingerprint } = context;
  const marksOf = ({ gone }: Departure): readonly { readonly ref: RecordRef; readonly mark: string }[] =>
    gone.filter(({ isSeen }) => !isSeen).map(({ ref }) => ({ ref, mark: erasedRecordMark(fingerprint, ref) }));
  const wanted = departures.flatMap(marksOf);
  if (wanted.length === 0) return { rest: departures, outcomes: [] };
  const marks = await store.erasedAmong(
    connection,
    wanted.map(({ mark }) => mark),
  );
  const late = departures.filter((one) => marksOf(one).some(({ mark }) => marks.has(mark)));
  const now = clock.now();
  const changes = late.flatMap((one) => marksOf(one).flatMap(({ ref, mark }) => (marks.has(mark) ? [owed(storedEnd(one, ref), now)] : [])));
  if (changes.length > 0) await store.append({ connection, changes, now });
  const again = { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at: now, isRetry: false } } as const;
  const outcomes = late.map(({ work }) => outcome({ work, link: work.link, formerRefs: [], decisions: [] }, again));
  return { rest: departures.filter((one) => !late.includes(one)), outcomes };
}

/** What the store knows the link by: a lead that became a contact which was erased leads to it, the contact does not. */
function storedEnd({ work }: Departure, ref: RecordRef): RecordRef {
  return (work.link === null ? null : endOf(work.link, ref.side)) ?? ref;
}

type Split = { readonly rest: readonly Departure[]; readonly outcomes: readonly PassOutcome[] };

function owed(ref: RecordRef, now: Instant): Change {
  // Built here and nowhere else, so the brand is true.
  return { eventId: `erased:${ref.side}:${ref.id}:${now}` as EventId, ref, kind: 'erase', fields: {}, occurredAt: now, lane: 'normal', origin: 'event' };
}

/** Notices that come after an erasure leave no trace again. Answers the outcomes that may be recorded. */
export async function withoutErasedTraces(context: PassContext, outcomes: readonly PassOutcome[]): Promise<readonly PassOutcome[]> {
  const { store, connection, clock, fingerprint } = context;
  const lost = outcomes.flatMap((one) => (one.link === null && one.unlinked?.reason.code === 'deleted' ? [{ one, ref: one.unlinked.ref }] : []));
  if (lost.length === 0) return outcomes;
  const marks = await store.erasedAmong(
    connection,
    lost.map(({ ref }) => erasedRecordMark(fingerprint, ref)),
  );
  const traces = lost.filter(({ ref }) => marks.has(erasedRecordMark(fingerprint, ref)));
  for (const { ref } of traces) await store.erase({ connection, refs: [ref], matchKeys: [], now: clock.now(), proof: null });
  return outcomes.filter((one) => !traces.some((trace) => trace.one === one));
}

export type Allowed = { readonly creates: readonly NewItem[]; readonly outcomes: readonly PassOutcome[] };

/** Holds back creates for an address that was erased: it crosses again only after a person has allowed it. */
export async function withoutErased(context: PassContext, creates: readonly NewItem[]): Promise<Allowed> {
  const marksOf = new Map(creates.map((item) => [item, addressMarks(context, item)]));
  const marks = [...marksOf.values()].flat();
  const erased = marks.length === 0 ? new Map<string, number>() : await context.store.erasedAmong(context.connection, marks);
  if (erased.size === 0) return { creates, outcomes: [] };
  const held = creates.filter((item) => (marksOf.get(item) ?? []).some((mark) => erased.has(mark)));
  const explanation =
    'A person with this address was erased. If this is the same person, erase this record too (fieldwise erase); if they came back, allow the address (fieldwise erasures allow).';
  const outcomes = held.map((item) => {
    const ref: RecordRef = { side: item.from, object: item.source.object, id: item.source.id };
    // A link that was to be made whole by this create has no reason to stay open.
    const link = item.work.link === null ? null : { ...item.work.link, state: 'deleted' as const, attempts: [] };
    return outcome({ ...item, link }, { unlinked: { ref, reason: { code: 'review', explanation } } });
  });
  return { creates: creates.filter((item) => !held.includes(item)), outcomes };
}

function addressMarks(context: PassContext, item: NewItem): readonly string[] {
  // Only what is equal: a key with a colon stands for a likeness.
  const exact = matchKeys(context, item).filter((key) => !key.includes(':'));
  return exact.map((key) => erasedKeyMark(context.fingerprint, key));
}
