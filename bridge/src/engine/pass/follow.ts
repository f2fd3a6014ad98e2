/**
 * Stage 3: where each end is now. Deleted ends close the link, merged ones lead to the survivor, a converted lead to its contact.
 */
import { otherSide, PUT_TRIES, recognition, SIDES } from '../../domain/index.ts';
import type { Link, RecordRef, Subject } from '../../domain/model.ts';
import type { DueWork, PassOutcome, ReadOutcome, WireRecord } from '../ports.ts';
import { endOf, outcome, refOf, withEnd } from './context.ts';
import type { Item, PassContext, Staged, StageResult } from './context.ts';
import { issueOf, reviewOf } from './troubles.ts';
import { withoutAnswered, wokenByConversion } from './converted.ts';
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
  for (const work of works) {
    const step = followOne({ context, work, found, owners, readAt });
    if (!('work' in step)) outcomes.push(step);
    else if (step.formerRefs.length === 0) items.push(step);
    else movedItems.push(step);
  }
  const wakes = await wokenByConversion(context, movedItems, found);
  outcomes.push(...movedItems.map((item) => moved(context, item, wakes.get(item) ?? [])));
  const unasked = await withoutAnswered(context, outcomes);
  return { ok: true, value: { items, outcomes: await withWidows(context, works, { outcomes: unasked, found }) } };
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
  const moved = works.flatMap(endsOf).flatMap((ref) => movedTo(ref, found.get(refKey(ref))) ?? []);
  if (moved.length === 0) return new Map();
  const links = await context.store.linksOf(context.connection, moved);
  return new Map(
    moved.flatMap((ref, index) => {
      const link = links[index] ?? null;
      return link === null ? [] : [[refKey(ref), link] as const];
    }),
  );
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

function followOne({ context, work, found, owners, readAt }: FollowInput): Item | PassOutcome {
  const mapping = work.link === null ? mappingOfRecord(context, work) : context.rulebook.mappingNamed(work.link.mapping);
  const base = { work, link: work.link, formerRefs: [] as readonly RecordRef[], decisions: [] };
  if (mapping === null) return unmapped(base);
  let link = work.link;
  const formerRefs: RecordRef[] = [];
  const records: { salesforce: WireRecord | null; hubspot: WireRecord | null } = { salesforce: null, hubspot: null };
  for (const ref of endsOf(work)) {
    const read = found.get(refKey(ref));
    if (read === undefined || read.kind === 'deleted' || read.kind === 'missing') return gone(context, { ...base, mapping }, ref);
    const target = movedTo(ref, read);
    if (target === null) {
      records[ref.side] = read.kind === 'found' ? read.record : null;
      continue;
    }
    const owner = owners.get(refKey(target));
    if (link === null || (owner !== undefined && owner.id !== link.id)) {
      const step = superseded(context, { ...base, mapping }, ref);
      return link === null || owner === undefined || read.kind !== 'found'
        ? step
        : withCluster(context, { base: { ...base, mapping }, step, link, owner, found });
    }
    const there = read.kind === 'merged' ? read : found.get(refKey(target));
    if (there?.kind !== 'found' && there?.kind !== 'merged') return gone(context, { ...base, mapping }, target);
    records[ref.side] = there.record;
    link = withEnd(link, target);
    if (read.kind === 'found' && mapping.policies.conversion.stage !== null) link = { ...link, marks: { ...link.marks, stageTries: PUT_TRIES } };
    formerRefs.push(ref);
  }
  const revived = link !== null && link.state === 'deleted' ? { ...link, state: 'active' as const } : link;
  return { ...base, mapping, link: revived, records, formerRefs, readAt };
}

function mappingOfRecord(context: PassContext, work: DueWork) {
  const ref = recordOf(work.subject);
  return ref === null ? null : context.rulebook.mappingOf(ref.side, ref.object);
}

type Base = Pick<Item, 'work' | 'link' | 'formerRefs' | 'decisions'>;

function unmapped(base: Base): PassOutcome {
  const ref = recordOf(base.work.subject);
  const reason = { code: 'out-of-scope' as const, explanation: 'No object mapping covers this record.' };
  return outcome(base, ref === null ? {} : { unlinked: { ref, reason } });
}

/** A deleted end closes the link; the other end is left alone and the trouble shown. */
function gone(context: PassContext, base: Base & Pick<Item, 'mapping'>, ref: RecordRef): PassOutcome {
  if (base.link === null) {
    return outcome(base, { unlinked: { ref, reason: { code: 'deleted', explanation: 'The record was deleted.' } }, matchKeys: [{ ref, keys: [] }] });
  }
  const link: Link = { ...base.link, state: 'deleted', attempts: [] };
  const other = endOf(base.link, otherSide(ref.side)) ?? ref;
  const issue = issueOf(context, { ...base, link }, { rule: null, code: 'record-deleted', side: ref.side, field: null }, other);
  return outcome({ ...base, link }, { issues: [issue], matchKeys: [{ ref, keys: [] }] });
}

/** The record now leads to one that belongs to another link, or never had a link of its own. */
function superseded(context: PassContext, base: Base & Pick<Item, 'mapping'>, ref: RecordRef): PassOutcome {
  if (base.link === null) {
    return outcome(base, {
      unlinked: { ref, reason: { code: 'duplicate', explanation: 'The record was converted or merged; the one it became is kept in step instead.' } },
      matchKeys: [{ ref, keys: [] }],
    });
  }
  const link: Link = { ...base.link, state: 'deleted', attempts: [] };
  const other = endOf(base.link, otherSide(ref.side)) ?? ref;
  const issue = issueOf(context, { ...base, link }, { rule: null, code: 'identity-taken', side: ref.side, field: null }, other);
  return outcome({ ...base, link }, { issues: [issue] });
}

/**
 * A lead was converted into a contact that has a counterpart of its own: two HubSpot contacts stand for one person now. The contact's
 * link stays, whichever is newer; the lead's is closed, and the two are shown as one cluster until they are merged.
 */
function withCluster(
  context: PassContext,
  input: { readonly base: Base & Pick<Item, 'mapping'>; readonly step: PassOutcome; readonly link: Link; readonly owner: Link; readonly found: Readings },
): PassOutcome {
  const { base, step, link, owner, found } = input;
  const theirs = endOf(link, 'hubspot');
  const mine = theirs === null ? undefined : found.get(refKey(theirs));
  // Merged meanwhile: they are one contact, and nothing is left to say.
  if (mine?.kind === 'merged' && mine.record.id === owner.hubspot?.id) return { ...step, issues: [] };
  const refs = [endOf(owner, 'hubspot'), endOf(link, 'hubspot')].filter((ref) => ref !== null);
  if (refs.length < 2 || step.link === null) return step;
  const explanation = 'A lead became a contact that is in step with another HubSpot contact. Merge the two in HubSpot; the first one named stays in step.';
  return { ...step, reviews: [reviewOf(context, { ...base, link: step.link }, { kind: 'cluster', refs, field: null, explanation })] };
}
