/**
 * Stage 3b: links whose record became one that belongs to another link, by a merge or a conversion. Of the two links one stays, the same
 * whichever is looked at first; the other closes as a tombstone that names it. The tombstone keeps its other end, so that the record
 * there is neither linked nor created anew against the customer's merge, and the two records on that side are shown as one cluster until
 * a person merges them. When they do, and the tombstone's record is the survivor, the tombstone gives it up.
 */
import { otherSide } from '../../domain/index.ts';
import type { Link, RecordRef } from '../../domain/model.ts';
import type { PassOutcome, ReadOutcome } from '../ports.ts';
import { wokenChildren } from './children.ts';
import { endOf, outcome } from './context.ts';
import { withFlying } from './depart.ts';
import type { Item, PassContext, StageResult } from './context.ts';
import { withoutAnswered } from './converted.ts';
import { readAll, refKey } from './read.ts';
import type { Readings } from './read.ts';
import { linkSubjectOf } from './subjects.ts';
import { issueOf, reviewOf } from './troubles.ts';

/** `ref`, an end of `link`, now leads to `target`, which is or will be an end of `owner`. */
export type Superseded = Pick<Item, 'work' | 'mapping' | 'formerRefs' | 'decisions'> & {
  readonly kind: 'superseded';
  readonly link: Link;
  readonly ref: RecordRef;
  readonly target: RecordRef;
  readonly owner: Link;
  /** The owner has yet to learn that it owns the record. */
  readonly isPending: boolean;
};

/** How soon a link is looked at again that waits for another to take its record, or to give one up. */
const HANDOVER_MS = 500;
const CRM = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;

/** One outcome for each. */
export async function settleSuperseded(context: PassContext, all: readonly Superseded[], found: Readings): Promise<StageResult<readonly PassOutcome[]>> {
  if (all.length === 0) return { ok: true, value: [] };
  // The other end of the link that stays, unless this batch has read it already.
  const wanted = all.flatMap(({ owner, ref }) => endOf(owner, otherSide(ref.side)) ?? []).filter((end) => !found.has(refKey(end)));
  const read = await readAll(context, wanted);
  if (!read.ok) return read;
  const readings = new Map([...read.value, ...found]);
  const children = await wokenChildren(context, all);
  const outcomes = all.map((one) => {
    const settled = settleOne(context, one, readings);
    return { ...settled, wake: [...settled.wake, ...(children.get(one) ?? [])] };
  });
  return { ok: true, value: withFlying(context, all, await withoutAnswered(context, outcomes)) };
}

function settleOne(context: PassContext, one: Superseded, readings: Readings): PassOutcome {
  const { link, owner, ref } = one;
  const side = otherSide(ref.side);
  // The link that stays has closed before it knew: it has to give the record up first. Where this one closed for a third, neither stays.
  if (owner.state === 'deleted' && owner.successor === link.id)
    return isClosedFor(link, owner) ? outcome({ ...one, link }, { matchKeys: [{ ref, keys: [] }] }) : later(context, one, link, [owner]);
  const tombstone: Link = { ...link, state: 'deleted', attempts: [], successor: owner.id };
  const mine = endOf(link, side);
  const theirs = endOf(owner, side);
  // It has not taken the survivor over yet: until then nobody may think the survivor free. A tombstone that stands in its way goes first.
  const isInTheWay = link.successor === owner.id && mine !== null && theirs !== null && leadsTo(readings.get(refKey(theirs)), mine);
  if (one.isPending && !isInTheWay) return later(context, one, link, [owner]);
  const matchKeys = [{ ref, keys: [] }];
  if (mine === null || theirs === null) return outcome({ ...one, link: tombstone }, { matchKeys });
  const [mineRead, theirsRead] = [readings.get(refKey(mine)), readings.get(refKey(theirs))];
  if (leadsTo(theirsRead, mine)) {
    const released: Link = { ...tombstone, [side]: null };
    return outcome({ ...one, link: released }, { matchKeys, wake: [linkSubjectOf(owner)] });
  }
  // Merged the other way, or deleted: nothing is left to say.
  if (mineRead?.kind !== 'found') return outcome({ ...one, link: tombstone }, { matchKeys });
  if (owner.state === 'deleted') {
    const issue = issueOf(context, { ...one, link: tombstone }, { rule: null, code: 'identity-taken', side: ref.side, field: null }, mine);
    return outcome({ ...one, link: tombstone }, { matchKeys, issues: [issue] });
  }
  const explanation = `Two records became one in ${CRM[ref.side]}, so these two in ${CRM[side]} stand for the same one. Merge them; the first one named stays in step.`;
  const reason = { code: 'duplicate' as const, explanation };
  const review = reviewOf(context, { ...one, link: tombstone }, { kind: 'cluster', refs: [theirs, mine], field: null, explanation });
  return outcome({ ...one, link: tombstone }, { matchKeys, reviews: [review], unlinked: { ref: mine, reason } });
}

/** Whether a link closed in favour of another than this one. */
function isClosedFor({ state, successor }: Link, other: Link): boolean {
  return state === 'deleted' && successor !== undefined && successor !== other.id;
}

/** Whether a record was merged or converted into this one. */
function leadsTo(read: ReadOutcome | undefined, ref: RecordRef): boolean {
  if (read?.kind === 'merged') return read.record.id === ref.id;
  return read?.kind === 'found' && ref.object === 'Contact' && read.record.convertedTo?.contactId === ref.id;
}

function later(context: PassContext, one: Superseded, link: Link, wake: readonly Link[]): PassOutcome {
  const at = context.clock.now() + Math.round(HANDOVER_MS * (0.5 + context.random()));
  const { work, decisions } = one;
  return outcome(
    { work, decisions, link: work.link ?? link, formerRefs: [] },
    { consumed: [], resolvedIssues: [], resolvedReviews: [], wake: wake.map(linkSubjectOf), next: { kind: 'again', at, isRetry: true } },
  );
}
