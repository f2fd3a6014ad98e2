/**
 * A record of which another one is in step: reported as one cluster with it, never fought over. It stays unlinked until the two are
 * merged, or until a person says that it is the one to keep: then it takes the other's place in the link.
 */
import { isSameRecord, leftBehind, otherSide, recognition } from '../../domain/index.ts';
import type { Link, RecordRef, UnlinkedReason } from '../../domain/model.ts';
import type { PassOutcome } from '../ports.ts';
import { endOf, outcome, withEnd } from './context.ts';
import type { Item, PassContext } from './context.ts';
import type { Surroundings } from './lookups.ts';
import { likenessWords, nounOf } from './near.ts';
import type { ScoredAnswer } from './near.ts';
import { identified } from './records.ts';
import { keyFor, linkIdFor, recordSubjectOf } from './subjects.ts';
import { reviewOf } from './troubles.ts';

/** How soon a record is looked at again that waits for a link's write to settle. */
const SETTLE_WAIT_MS = 1_000;

export type Double = {
  readonly item: Item;
  /** The records that stand in its way: of its own side, or of the other with whatever they are linked to. */
  readonly refs: readonly RecordRef[];
  readonly around: Surroundings;
  readonly keys: readonly string[];
  /** How much alike they are, when a comparison said so. */
  readonly likeness?: ScoredAnswer['likeness'] | null;
};

/** The outcome of a record without link that has a double in step. Null when the double cannot be named: the caller says so in its own words. */
export function doubled(context: PassContext, double: Double): PassOutcome | null {
  const { item, refs, around, keys, likeness = null } = double;
  const { ref } = identified(item);
  const found = refs.flatMap((one) => around.linkOf(one) ?? []).find((link) => link.state !== 'deleted');
  const kept = found === undefined ? null : endOf(found, ref.side);
  if (item.link !== null || found === undefined || kept === null || isSameRecord(kept, ref)) return null;
  const { isSettled, isApart, masters } = around.spoken(ref);
  if (isSettled(kept) && !isApart(kept)) return takeover(context, double, { link: found, kept });
  const how = recognition(item.mapping);
  const what = how === null ? 'thing' : nounOf(how);
  const isSure = how === null || likeness === null || likeness.confidence >= item.mapping.policies.match.link;
  const explanation = isSure
    ? `Another record of the same ${what} is in step. Merge the two, or choose the one to keep in step.`
    : `A record in step looks like this one. ${likenessWords(likeness, how)}`;
  const reason: UnlinkedReason = { code: isSure ? 'duplicate' : 'review', explanation };
  const isAnswered = isApart(kept) || masters.some((master) => isSameRecord(master, kept));
  const review = reviewOf(context, item, { kind: 'cluster', refs: [kept, ref], field: null, explanation, ...likeness });
  return outcome(item, { unlinked: { ref, reason }, matchKeys: [{ ref, keys }], reviews: isAnswered ? [] : [review] });
}

/**
 * A person chose this record. The link moves to it and takes a key of its own, because the record it leaves still carries the old one,
 * and keys are unique on each platform. What was agreed with the other record counts no more;
 * what our writes may have covered in the record that stays does.
 */
function takeover(context: PassContext, { item, keys }: Double, { link, kept }: { readonly link: Link; readonly kept: RecordRef }): PassOutcome {
  const { ref } = identified(item);
  const again = (at: number): Partial<PassOutcome> => ({ consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } });
  if (link.attempts.length > 0) return outcome(item, again(context.clock.now() + SETTLE_WAIT_MS));
  const key = keyFor(ref);
  const isOwn = linkIdFor(link.mapping, key) === link.id;
  const moved: Link = { ...withEnd(link, ref), key: isOwn ? link.key : key, baseline: leftBehind(link.baseline, otherSide(ref.side)) };
  context.journal.event('link.moved', { connection: context.connection, mapping: link.mapping, side: ref.side, other: otherSide(ref.side) });
  return outcome({ ...item, link: moved }, { ...again(context.clock.now()), matchKeys: [{ ref, keys }], wake: [recordSubjectOf(kept)] });
}
