/** A person's answer to a review of identity: kept as verdicts, carried out by the next pass, and not asked for again. */
import { choiceRefusal, isSameRecord, verdictsFor } from '../domain/index.ts';
import type { IdentityChoice } from '../domain/index.ts';
import type { IdentityVerdict, Instant, Link, RecordRef, Review, Subject } from '../domain/model.ts';
import type { Page } from '../engine/ports.ts';
import type { OperationsResult } from './operations.ts';
import { findReview } from './reviews.ts';
import { refused } from './settle.ts';
import type { SettlementState } from './settle.ts';
import type { ConnectionView } from './view.ts';

/** Where an answer given at `since` can be followed. */
export type Settled = { readonly review: string; readonly since: Instant };
export type SettleInput = { readonly key: string; readonly choice: IdentityChoice; readonly by: string | null };

/** Remembers the answer and has the records looked at. Errors: 404 settled already; 400 a choice that is none; 409 a review of another kind, or too late. */
export async function settleIdentity(view: ConnectionView, wake: () => void, { key, choice, by }: SettleInput): Promise<OperationsResult<Settled>> {
  const review = await findReview(view, key);
  if (review === null) return refused(404, 'This review is no longer open.');
  if (review.kind === 'conflict') return refused(409, 'This review is about the value of a field: choose one of the two values.');
  const refusal = choiceRefusal(choice, review.refs);
  if (refusal !== null) return refused(400, refusal);
  if (choice.action === 'apart' && (await areOne(view, review.refs))) return refused(409, 'These records are in step by now.');
  const now = view.clock.now();
  await view.store.saveVerdicts(view.id, verdictsFor(choice, review.refs, { mapping: review.mapping, by, at: now }));
  await lookAgain(view, wake, review.refs);
  return { ok: true, status: 202, value: { review: key, since: now } };
}

/** The same question may be open from the other record too: once the first answer is carried out, the second comes too late. */
async function areOne(view: ConnectionView, refs: readonly RecordRef[]): Promise<boolean> {
  const [first, ...others] = await view.store.linksOf(view.id, refs);
  return first !== null && first !== undefined && first.state !== 'deleted' && others.length > 0 && others.every((link) => link?.id === first.id);
}

async function lookAgain(view: ConnectionView, wake: () => void, refs: readonly RecordRef[]): Promise<void> {
  // A handoff waits for nothing but consent: somebody sits in front of the page.
  await view.store.wake(view.id, await subjectsOf(view, refs), 'handoff', view.clock.now());
  wake();
}

async function subjectsOf(view: ConnectionView, refs: readonly RecordRef[]): Promise<readonly Subject[]> {
  const links = await view.store.linksOf(view.id, refs);
  return [...new Set(refs.map((ref, index) => subjectOf(ref, links[index] ?? null)))];
}

/** The queue's key of a record, as the store makes it. */
function subjectOf(ref: RecordRef, link: Link | null): Subject {
  return (link === null ? `record:${ref.side}:${ref.object}:${ref.id}` : link.id) as Subject;
}

/** What became of an answer. */
export async function identityState(view: ConnectionView, { review: key, since }: Settled): Promise<SettlementState> {
  const review = await findReview(view, key);
  if (review !== null)
    return (await isAnswered(view, review)) ? waiting : { state: 'overtaken', words: 'The records changed meanwhile, and the question came up anew.' };
  const { items } = await view.store.listVerdicts(view.id, { limit: 200 });
  const given = items.filter((one) => one.at === since);
  const refs = given.flatMap((one) => one.refs);
  for (const subject of await subjectsOf(view, refs)) {
    const issues = await view.store.issues(view.id, { open: true, subject, limit: 10 });
    const issue = issues.items.find((one) => one.occurredAt >= since && one.field === null);
    if (issue !== undefined) return { state: 'issue', words: `${issue.cause} ${issue.remedy}` };
  }
  return { state: 'done', words: given.some((one) => one.verdict === 'link') ? 'Done: the records are kept in step.' : 'Done: the records are kept apart.' };
}

const waiting: SettlementState = { state: 'waiting', words: 'Waiting for its turn.' };

/** Whether every record the review asks about has been spoken of with its first one or among themselves: then it only waits to be carried out. */
async function isAnswered(view: ConnectionView, review: Review): Promise<boolean> {
  const [first, ...others] = review.refs;
  if (first === undefined) return false;
  const said = await view.store.verdictsOf(view.id, review.refs);
  return others.every((ref) => said.some(({ refs }) => refs.some((one) => isSameRecord(one, ref))));
}

/** What was answered before, newest first. */
export function verdicts(view: ConnectionView, options: { readonly limit: number; readonly after?: string }): Promise<Page<IdentityVerdict>> {
  return view.store.listVerdicts(view.id, options);
}

/** Takes an answer back: the records are looked at again, and asked about again if they still look alike. Records in step by now stay so. */
export async function forgetVerdict(
  view: ConnectionView,
  wake: () => void,
  refs: readonly [RecordRef, RecordRef],
): Promise<OperationsResult<{ readonly forgotten: true }>> {
  if (!(await view.store.forgetVerdict(view.id, refs))) return refused(404, 'Nothing is remembered about these two records.');
  await lookAgain(view, wake, refs);
  return { ok: true, value: { forgotten: true } };
}
