/**
 * Stage 3b: links whose record became one that belongs to another link, by a merge or a conversion. Of the two links one stays, the same
 * whichever is looked at first; the other closes as a tombstone that names it. The tombstone keeps its other end, so that the record
 * there is neither linked nor created anew against the customer's merge, and the two records on that side are shown as one cluster until
 * a person merges them. When they do, and the tombstone's record is the survivor, the tombstone gives it up.
 */
import { isSameRecord, otherSide, spokenOf } from '../../domain/index.ts';
import type { IdentityVerdict, Link, RecordRef } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { wokenChildren } from './children.ts';
import { endOf, outcome } from './context.ts';
import type { Item, PassContext, StageResult } from './context.ts';
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
  const verdicts = await context.store.verdictsOf(
    context.connection,
    all.flatMap(({ link, ref }) => endOf(link, otherSide(ref.side)) ?? []),
  );
  const outcomes = all.map((one) => {
    const settled = settleOne(context, one, { readings, verdicts });
    return { ...settled, wake: [...settled.wake, ...(children.get(one) ?? [])] };
  });
  return { ok: true, value: outcomes };
}

type Around = { readonly readings: Readings; readonly verdicts: readonly IdentityVerdict[] };

function settleOne(context: PassContext, one: Superseded, { readings, verdicts }: Around): PassOutcome {
  const { link, owner, ref } = one;
  const side = otherSide(ref.side);
  // The link that stays has closed before it knew: it has to give the record up first.
  if (owner.state === 'deleted' && owner.successor === link.id) return later(context, one, link, [owner]);
  // It has not taken the survivor over yet: until then nobody may think the survivor free.
  if (one.isPending) return later(context, one, link, [owner]);
  const tombstone: Link = { ...link, state: 'deleted', attempts: [], successor: owner.id };
  const mine = endOf(link, side);
  const theirs = endOf(owner, side);
  const matchKeys = [{ ref, keys: [] }];
  if (mine === null || theirs === null) return outcome({ ...one, link: tombstone }, { matchKeys });
  const [mineRead, theirsRead] = [readings.get(refKey(mine)), readings.get(refKey(theirs))];
  if (theirsRead?.kind === 'merged' && theirsRead.record.id === mine.id) {
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
  const spoken = spokenOf(mine, verdicts);
  const isAnswered = spoken.isSettled(theirs) || spoken.masters.some((master) => isSameRecord(master, theirs));
  if (isAnswered) return outcome({ ...one, link: tombstone }, { matchKeys, unlinked: { ref: mine, reason } });
  const review = reviewOf(context, { ...one, link: tombstone }, { kind: 'cluster', refs: [theirs, mine], field: null, explanation });
  return outcome({ ...one, link: tombstone }, { matchKeys, reviews: [review], unlinked: { ref: mine, reason } });
}

function later(context: PassContext, one: Superseded, link: Link, wake: readonly Link[]): PassOutcome {
  const at = context.clock.now() + Math.round(HANDOVER_MS * (0.5 + context.random()));
  const { work, decisions } = one;
  return outcome(
    { work, decisions, link: work.link ?? link, formerRefs: [] },
    { consumed: [], resolvedIssues: [], resolvedReviews: [], wake: wake.map(linkSubjectOf), next: { kind: 'again', at, isRetry: true } },
  );
}
