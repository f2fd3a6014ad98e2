/** How one record stands: in step, waiting, or why not. Told from the store alone, in milliseconds. */
import type { Instant, Link, RecordRef, Review } from '../domain/model.ts';
import { restingReason } from '../engine/index.ts';
import type { IssueRow } from '../engine/index.ts';
import type { ConnectionView } from '../operations/index.ts';
import { hubspotUrl } from './place.ts';

export type StandingState = 'in-sync' | 'pending' | 'issue' | 'review' | 'out-of-scope' | 'deleted' | 'not-linked' | 'never-met';
export type Standing = {
  readonly state: StandingState;
  /** The reason code of a record without a link: out-of-scope, duplicate, waiting, issue, review, deleted. */
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly lastSyncedAt: Instant | null;
  readonly hubspot: { readonly object: string; readonly id: string; readonly url: string } | null;
  readonly issues: readonly {
    readonly key: string;
    readonly field: string | null;
    readonly cause: string;
    readonly remedy: string;
    readonly openedAt: Instant;
    readonly retryAt: Instant | null;
  }[];
  readonly reviews: readonly {
    readonly key: string;
    readonly kind: string;
    readonly field: string | null;
    readonly explanation: string;
    readonly openedAt: Instant;
  }[];
  /** What keeps the whole connection from working, in the bridge's words; null when all is well. */
  readonly trouble: string | null;
};

const issuesMax = 20;
const reviewPage = 200;
const reviewPagesMax = 5;

/** Reviews are listed by time, not by record; the bound keeps a panel from reading a portal's worth of them. */
async function reviewsOf(view: ConnectionView, concerns: (review: Review) => boolean): Promise<readonly Review[]> {
  const found: Review[] = [];
  let after: string | null = null;
  for (let page = 0; page < reviewPagesMax; page += 1) {
    const answer: { readonly items: readonly Review[]; readonly next: string | null } = await view.store.reviews(view.id, {
      limit: reviewPage,
      ...(after === null ? {} : { after }),
    });
    found.push(...answer.items.filter(concerns));
    after = answer.next;
    if (after === null) break;
  }
  return found;
}

const sameRecord = (left: RecordRef, right: RecordRef): boolean => left.side === right.side && left.object === right.object && left.id === right.id;

/** What keeps the record from being in step, the gravest first. A change that waits for its turn is pending, whatever was agreed before. */
function stateOf(link: Link, found: { readonly issues: readonly IssueRow[]; readonly reviews: readonly Review[]; readonly isDue: boolean }): StandingState {
  const { issues, reviews, isDue } = found;
  if (link.state !== 'active') return link.state;
  if (issues.length > 0) return 'issue';
  if (reviews.length > 0) return 'review';
  return isDue || link.attempts.length > 0 || link.syncedAt === null || link.hubspot === null || link.salesforce === null ? 'pending' : 'in-sync';
}

/** Issues are filed under a rule's key or a field's name; a person knows the Salesforce field. */
function fieldOf(view: ConnectionView, field: string | null): string | null {
  const rules = view.rulebook()?.rules.mappings.flatMap(({ fields }) => fields) ?? [];
  return rules.find(({ key }) => key === field)?.salesforceField ?? field;
}

/** One trouble met from several records is told once: since when it was first seen. */
function distinct(reviews: readonly Review[]): readonly Review[] {
  const oldestFirst = reviews.toSorted((left, right) => left.openedAt - right.openedAt);
  return [...Map.groupBy(oldestFirst, ({ kind, field, explanation }) => `${kind}|${field ?? ''}|${explanation}`).values()].flatMap(([first]) => first ?? []);
}

const shownIssue =
  (view: ConnectionView) =>
  ({ key, field, cause, remedy, openedAt, retryAt }: IssueRow): Standing['issues'][number] => ({
    key,
    field: fieldOf(view, field),
    cause,
    remedy,
    openedAt,
    retryAt,
  });
const shownReview =
  (view: ConnectionView) =>
  ({ key, kind, field, explanation, openedAt }: Review): Standing['reviews'][number] => ({ key, kind, field: fieldOf(view, field), explanation, openedAt });

export async function standingOf(view: ConnectionView, portalId: string, ref: RecordRef): Promise<Standing> {
  const { trouble } = view.progress();
  const [link = null] = await view.store.linksOf(view.id, [ref]);
  const subject = (link === null ? `record:${ref.side}:${ref.object}:${ref.id}` : link.id) as unknown as IssueRow['subject']; // the store's own form of a subject
  const concerns = (review: Review): boolean => review.subject === subject || review.refs.some((other) => sameRecord(other, ref));
  const [issues, reviews, due] = await Promise.all([
    view.store.issues(view.id, { open: true, subject, limit: issuesMax }),
    reviewsOf(view, concerns),
    view.store.dueAmong(view.id, [subject]),
  ]);
  const isDue = due.has(subject);
  const shared = { trouble, issues: issues.items.map(shownIssue(view)), reviews: distinct(reviews).map(shownReview(view)) };
  if (link !== null) {
    const end = link.hubspot;
    const why = await restingReason(view.store, view.id, link);
    const hubspot = end === null ? null : { object: end.object, id: end.id, url: hubspotUrl(portalId, end.object, end.id) };
    // A question of another record that may be the same person holds that record back, not this one.
    const own = reviews.filter((review) => review.subject === subject);
    return {
      ...shared,
      hubspot,
      state: stateOf(link, { issues: issues.items, reviews: own, isDue }),
      reason: why?.code ?? null,
      explanation: why?.explanation ?? null,
      lastSyncedAt: link.syncedAt,
    };
  }
  const why = await view.store.unlinkedOf(view.id, ref);
  const none = { ...shared, hubspot: null, lastSyncedAt: null };
  if (why === null) return { ...none, state: issues.items.length > 0 ? 'issue' : isDue ? 'pending' : 'never-met', reason: null, explanation: null };
  const state = why.code === 'issue' || why.code === 'review' || why.code === 'out-of-scope' ? why.code : why.code === 'waiting' ? 'pending' : 'not-linked';
  return { ...none, state, reason: why.code, explanation: why.explanation };
}
