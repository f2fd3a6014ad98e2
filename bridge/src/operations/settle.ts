/**
 * A person's word on a field: takes a decision back, or chooses a side in a review. Nothing is written here: the word is stored as a
 * notice, and the next pass carries it out under the rules, or says in the log why not.
 */
import { settlementRefusal } from '../domain/index.ts';
import type { Sided } from '../domain/index.ts';
import type { Change, EventId, FieldRule, Instant, Link, LinkId, RecordRef, Review, Settlement, Side, Value } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import { reversalOf, ruleOf } from './decision-log.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

/** Stores notices and wakes the passes. */
export type Receive = (changes: readonly Change[]) => Promise<unknown>;
/** Where a word given at `since` can be followed. */
export type Asked = { readonly link: LinkId; readonly field: string; readonly since: Instant };
export type SettlementState = { readonly state: 'waiting' | 'done' | 'overtaken' | 'issue'; readonly words: string };

const refused = (status: 404 | 409, error: string): OperationsResult<never> => ({ ok: false, status, error });
const CHANGED = 'The field was changed since, so this would overwrite somebody’s newer value. Correct the value in either system instead.';

async function liveLink(view: ConnectionView, id: LinkId): Promise<OperationsResult<Link>> {
  const [link] = await view.store.links(view.id, [id]);
  if (link === undefined || link.state !== 'active' || link.salesforce === null || link.hubspot === null)
    return refused(409, 'The two records are no longer kept in step, so nothing can be written.');
  return { ok: true, value: link };
}

async function ask(view: ConnectionView, receive: Receive, input: { readonly link: Link; readonly settlement: Settlement }): Promise<OperationsResult<Asked>> {
  const { link, settlement } = input;
  const now = view.clock.now();
  const end = link.salesforce;
  if (end === null) return refused(409, 'The two records are no longer kept in step, so nothing can be written.');
  const change: Change = {
    // The id is made here, where notices of people are.
    eventId: `operator:settle:${link.id}:${settlement.rule}:${String(now)}` as EventId,
    ref: { side: 'salesforce', object: end.object, id: end.id },
    kind: 'look',
    fields: {},
    occurredAt: now,
    lane: 'handoff',
    origin: 'operator',
    settlement,
  };
  await receive([change]);
  return { ok: true, status: 202, value: { link: link.id, field: settlement.rule, since: now } };
}

/** How many newer decisions of one field are looked through. */
const newerMax = 20;

/** Takes a decision back. Errors: 404 unknown; 409 with the reason when rule, link or a later change forbid it. */
export async function reverseDecision(view: ConnectionView, receive: Receive, id: string): Promise<OperationsResult<Asked>> {
  const decision = await view.store.decision(view.id, id);
  if (decision === null) return refused(404, 'There is no such decision; decisions are kept for 400 days.');
  const rule = ruleOf(view, decision.mapping, decision.field);
  const reversal = reversalOf(decision, rule);
  if (reversal.refusal !== null || rule === null || decision.values === null)
    return refused(409, reversal.refusal ?? 'No rule in force concerns this field any more.');
  const link = await liveLink(view, decision.linkId);
  if (!link.ok) return link;
  const { side } = reversal;
  const winner: Side = side === 'salesforce' ? 'hubspot' : 'salesforce';
  const { items } = await view.store.decisions(view.id, { linkId: decision.linkId, field: decision.field, limit: newerMax });
  const newest = items.find((one) => one.winner !== 'neither');
  if (newest !== undefined && newest.id !== decision.id) return refused(409, 'A later decision about this field came after it. Reverse that one instead.');
  const pair = link.value.baseline[rule.key];
  if (pair?.[winner] !== view.fingerprint(rule.key, decision.values[winner])) return refused(409, CHANGED);
  const seen = { salesforce: pair.salesforce, hubspot: pair.hubspot };
  return ask(view, receive, { link: link.value, settlement: { rule: rule.key, side, value: decision.values[side], seen, reason: 'reversed' } });
}

/** What became of a word given before. */
export async function settlementState(view: ConnectionView, asked: Asked): Promise<SettlementState> {
  const { items } = await view.store.decisions(view.id, { linkId: asked.link, field: asked.field, limit: newerMax });
  const logged = items.find((one) => one.decidedAt >= asked.since && (one.reason === 'reversed' || one.reason === 'chosen'));
  if (logged?.winner === 'neither') return { state: 'overtaken', words: 'Nothing was changed: somebody edited the field in the meantime.' };
  if (logged !== undefined) return { state: 'done', words: 'Done: the value is on its way to both systems.' };
  // A link's subject is its id.
  const subject = asked.link as string as Review['subject'];
  const issues = await view.store.issues(view.id, { open: true, subject, limit: 100 });
  const issue = issues.items.find((one) => one.field === asked.field && one.occurredAt >= asked.since);
  return issue === undefined ? { state: 'waiting', words: 'Waiting for its turn.' } : { state: 'issue', words: `${issue.cause} ${issue.remedy}` };
}

// --- reviews -------------------------------------------------------------------------------------------------------------------------------

export type OpenReview = Omit<Review, 'refs'> & {
  readonly refs: readonly RecordRef[];
  readonly fieldNames: Sided<string | null>;
  /** What waits for a choice; null when it is not about one field, or the values are no longer kept. */
  readonly values: Sided<Value> | null;
  readonly times: Sided<Instant | null>;
  /** Why a side cannot be chosen; null when it can. */
  readonly refusals: Sided<string | null>;
};

const linkIdOf = (review: Review): LinkId => review.subject as string as LinkId;

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

/** Open reviews, oldest first, with the values a person chooses between. */
export async function openReviews(view: ConnectionView, options: { readonly limit: number; readonly after?: string }): Promise<Page<OpenReview>> {
  const page = await view.store.reviews(view.id, options);
  const items = await Promise.all(
    page.items.map(async (review): Promise<OpenReview> => {
      const rule = review.field === null ? null : ruleOf(view, review.mapping, review.field);
      const waiting = await waitingValues(view, review);
      const values = waiting?.values ?? null;
      return {
        ...review,
        values,
        times: waiting?.times ?? { salesforce: null, hubspot: null },
        fieldNames: { salesforce: rule?.salesforceField ?? null, hubspot: rule?.hubspotProperty ?? null },
        refusals: review.kind === 'conflict' ? refusalsOf(rule, values) : { salesforce: null, hubspot: null },
      };
    }),
  );
  return { items, next: page.next };
}

const reviewPagesMax = 100;

async function findReview(view: ConnectionView, key: string): Promise<Review | null> {
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
