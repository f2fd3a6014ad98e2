/** Open reviews, and a person's choice in a conflict. */
import { settlementRefusal } from '../domain/index.ts';
import type { Sided } from '../domain/index.ts';
import type { FieldRule, Instant, LinkId, RecordRef, Review, Side, Value } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import { ruleOf } from './decision-log.ts';
import type { OperationsResult } from './operations.ts';
import { ask, liveLink, newerMax, refused } from './settle.ts';
import type { Asked, Receive } from './settle.ts';
import type { ConnectionView } from './view.ts';

export type OpenReview = Omit<Review, 'refs'> & {
  readonly refs: readonly RecordRef[];
  readonly fieldNames: Sided<string | null>;
  /** What waits for a choice; null when it is not about one field, or the values are no longer kept. */
  readonly values: Sided<Value> | null;
  readonly times: Sided<Instant | null>;
  /** Why a side cannot be chosen; null when it can. */
  readonly refusals: Sided<string | null>;
  /** What a person can answer here: choose a side of a conflict; name records as one; keep them apart. */
  readonly actions: readonly ReviewAction[];
};
export type ReviewAction = 'choose' | 'link' | 'apart';

export const linkIdOf = (review: Review): LinkId => review.subject as string as LinkId;

async function waitingValues(view: ConnectionView, review: Review) {
  if (review.kind !== 'conflict' || review.field === null) return null;
  const { items } = await view.store.decisions(view.id, { linkId: linkIdOf(review), field: review.field, limit: newerMax });
  return items.find((one) => one.reason === 'review') ?? null;
}

function refusalsOf(rule: FieldRule | null, values: Sided<Value> | null): Sided<string | null> {
  const one = (side: Side): string | null => {
    if (rule === null) return 'No rule in force concerns this field any more.';
    return values === null ? 'The values are no longer kept. Type the right one in either system.' : settlementRefusal(rule, side, values);
  };
  return { salesforce: one('salesforce'), hubspot: one('hubspot') };
}

/** A review with what a person needs to answer it. */
export async function openReviewOf(view: ConnectionView, review: Review): Promise<OpenReview> {
  const rule = review.field === null ? null : ruleOf(view, review.mapping, review.field);
  const waiting = await waitingValues(view, review);
  const values = waiting?.values ?? null;
  const refusals = review.kind === 'conflict' ? refusalsOf(rule, values) : { salesforce: null, hubspot: null };
  return {
    ...review,
    values,
    times: waiting?.times ?? { salesforce: null, hubspot: null },
    fieldNames: { salesforce: rule?.salesforceField ?? null, hubspot: rule?.hubspotProperty ?? null },
    refusals,
    actions: actionsOf(review, refusals),
  };
}

function actionsOf({ kind }: Review, refusals: Sided<string | null>): readonly ReviewAction[] {
  if (kind !== 'conflict') return ['link', 'apart'];
  return refusals.salesforce === null || refusals.hubspot === null ? ['choose'] : [];
}

/** One question of identity is met from each record it concerns; it is shown once, and one answer ends all. */
function distinct(reviews: readonly Review[]): readonly Review[] {
  const idOf = ({ key, kind, refs }: Review): string =>
    kind === 'conflict'
      ? key
      : refs
          .map((ref) => `${ref.side}:${ref.object}:${ref.id}`)
          .toSorted()
          .join('|');
  return [...new Map(reviews.toReversed().map((review) => [idOf(review), review])).values()].toReversed();
}

/** Open reviews, oldest first, with the values a person chooses between. */
export async function openReviews(view: ConnectionView, options: { readonly limit: number; readonly after?: string }): Promise<Page<OpenReview>> {
  const page = await view.store.reviews(view.id, options);
  return { items: await Promise.all(distinct(page.items).map((review) => openReviewOf(view, review))), next: page.next };
}

const reviewPagesMax = 100;

/** An open review by its key; null when it is settled. */
export async function findReview(view: ConnectionView, key: string): Promise<Review | null> {
  let after: string | null = null;
  for (let page = 0; page < reviewPagesMax; page += 1) {
    const reviews: Page<Review> = await view.store.reviews(view.id, { limit: 500, ...(after === null ? {} : { after }) });
    const found = reviews.items.find((review) => review.key === key);
    if (found !== undefined) return found;
    after = reviews.next;
    if (after === null) return null;
  }
  return null;
}

/** Lets one side's value stand in a conflict that waits for a person. Errors: 404 no longer open; 409 with the reason. */
export async function chooseInReview(
  view: ConnectionView,
  receive: Receive,
  { key, side }: { readonly key: string; readonly side: Side },
): Promise<OperationsResult<Asked>> {
  const review = await findReview(view, key);
  if (review === null) return refused(404, 'This review is no longer open.');
  if (review.kind !== 'conflict' || review.field === null) return refused(409, 'Only a conflict about one field is settled here.');
  const rule = ruleOf(view, review.mapping, review.field);
  const values = (await waitingValues(view, review))?.values ?? null;
  const refusal = refusalsOf(rule, values)[side];
  if (refusal !== null || rule === null || values === null) return refused(409, refusal ?? 'The values are no longer kept.');
  const link = await liveLink(view, linkIdOf(review));
  if (!link.ok) return link;
  const pair = link.value.baseline[rule.key];
  // An edit covered by a write of ours stands on neither side any more; then both still hold what they agreed on.
  const isCovered = key.endsWith('|gap') && pair !== undefined;
  const seen = isCovered
    ? { salesforce: pair.salesforce, hubspot: pair.hubspot }
    : { salesforce: view.fingerprint(rule.key, values.salesforce), hubspot: view.fingerprint(rule.key, values.hubspot) };
  return ask(view, receive, { link: link.value, settlement: { rule: rule.key, side, value: values[side], seen, reason: 'chosen' } });
}
