/**
 * Stage 3a: links that lost an end. What follows is the mapping's policy: nothing, or the other record goes to the recycle bin too, at
 * once or when a person has said yes. A record we deleted comes back when its counterpart does. A delete carries no stamp: whether it
 * landed is whether the record is there, so an attempt without answer holds its link until it can land no more.
 * The match keys of a deleted record stay: should the person ask to be forgotten later, nothing else tells the address any more.
 */
import { approvalFor, approvalKey, approvalWords, deletionStep, DELETIONS_WINDOW_MS, leftBehind, otherSide, SIDES, takesOthers } from '../../domain/index.ts';
import type { Approval, Attempt, Link, RecordRef, UnlinkedReason } from '../../domain/model.ts';
import type { PassOutcome, WireRecord, WriteIntent, WriteOutcome, WriteVerdict } from '../ports.ts';
import { retryAt } from '../retry.ts';
import { endOf, outcome } from './context.ts';
import type { Item, PassContext } from './context.ts';
import { issueOf } from './troubles.ts';
import { faultDraft } from './faulted.ts';

/** A link with an end that is gone; `left` is the other end, null when that is gone too or never was. */
export type Departure = Pick<Item, 'work' | 'mapping' | 'formerRefs' | 'decisions'> & {
  readonly kind: 'departure';
  readonly link: Link;
  /** `isSeen`: the platform says it was deleted. */
  readonly gone: readonly { readonly ref: RecordRef; readonly isSeen: boolean }[];
  readonly left: { readonly ref: RecordRef; readonly record: WireRecord } | null;
};
type Half = Departure & { readonly left: NonNullable<Departure['left']> };

const hasLeft = (departure: Departure): departure is Half => departure.left !== null;

/** One outcome per departure. */
export async function settleDepartures(context: PassContext, departures: readonly Departure[]): Promise<readonly PassOutcome[]> {
  if (departures.length === 0) return [];
  const keys = departures.flatMap(({ link }) => endKeys(link));
  const known = new Map((await context.store.approvals(context.connection, keys)).map((one) => [one.key, one]));
  const both = departures.filter((one) => !hasLeft(one));
  const halves = departures.filter(hasLeft);
  const held = halves.filter((one) => isInFlight(context, one.link));
  const rest = halves.filter((one) => !held.includes(one));
  const returned = rest.filter((one) => wasOurs(one, known));
  const fresh = rest.filter((one) => !returned.includes(one));
  const bothClosed = await Promise.all(both.map((one) => closeBoth(context, one, known)));
  const outcomes = [...bothClosed, ...held.map((one) => hold(one)), ...(await bringBack(context, returned)), ...(await followPolicy(context, fresh, known))];
  return withFlying(context, departures, outcomes);
}

/**
 * A write in flight outlives the link's closing: should the record come back before the write can land no more, the two must not meet.
 * So a closed link keeps it until then.
 */
export function withFlying(
  context: PassContext,
  before: readonly Pick<Departure, 'work' | 'link'>[],
  outcomes: readonly PassOutcome[],
): readonly PassOutcome[] {
  const now = context.clock.now();
  const flying = new Map(
    before.map(({ work, link }) => [work.subject, link.attempts.filter((attempt) => attempt.kind !== 'delete' && attempt.settleAt > now)]),
  );
  return outcomes.map((one) => {
    const attempts = flying.get(one.subject) ?? [];
    if (one.link?.state !== 'deleted' || attempts.length === 0 || one.link.attempts.length > 0) return one;
    const at = Math.min(...attempts.map((attempt) => attempt.settleAt));
    return { ...one, link: { ...one.link, attempts }, next: one.next.kind === 'done' ? { kind: 'again', at, isRetry: false } : one.next };
  });
}

function endKeys(link: Link): readonly string[] {
  return SIDES.flatMap((side) => {
    const ref = endOf(link, side);
    return ref === null ? [] : [approvalKey(link, ref)];
  });
}

const deletionOf = (link: Link): Attempt | undefined => link.attempts.find((attempt) => attempt.kind === 'delete');

function isInFlight({ clock }: PassContext, link: Link): boolean {
  const attempt = deletionOf(link);
  return attempt !== undefined && clock.now() < attempt.settleAt;
}

/** Whether one of the ends went because we deleted it: then whoever came back is followed, instead of being deleted for it. */
function wasOurs({ link, gone }: Half, known: ReadonlyMap<string, Approval>): boolean {
  const isDone = endKeys(link).some((key) => known.get(key)?.state === 'done');
  const hasLanded = gone.some(({ ref }) => known.get(approvalKey(link, ref))?.state === 'approved');
  return isDone || hasLanded;
}

/** Both ends are gone: nothing is left to keep in step, and nothing to show. */
async function closeBoth(context: PassContext, one: Departure, known: ReadonlyMap<string, Approval>): Promise<PassOutcome> {
  const { store, connection, clock } = context;
  for (const key of endKeys(one.link)) {
    const state = known.get(key)?.state;
    // A deletion whose answer was lost has landed; one nobody decided has happened without us.
    if (state === 'approved') await store.moveApproval(connection, key, { from: ['approved'], to: 'done', by: null, at: clock.now() });
    if (state === 'waiting' || state === 'refused') await store.dropApprovals(connection, [key]);
  }
  return outcome({ ...one, link: closed(one.link) });
}

function closed(link: Link, attempts: readonly Attempt[] = []): Link {
  // Block keys go with the record that went; should it come back, they are left anew.
  return { ...link, state: 'deleted', attempts, known: {} };
}

function hold(one: Half): PassOutcome {
  const at = deletionOf(one.link)?.settleAt ?? 0;
  return outcome(one, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: false } });
}

// --- what the policy says --------------------------------------------------------------------------------------------

async function followPolicy(context: PassContext, departures: readonly Half[], known: ReadonlyMap<string, Approval>): Promise<readonly PassOutcome[]> {
  const outcomes: PassOutcome[] = [];
  const stormy: Half[] = [];
  const asked: { readonly one: Half; readonly approval: Approval }[] = [];
  const recent = await recentDeletions(context, departures);
  for (const one of departures) {
    const { mapping, left, gone, link } = one;
    const [cause] = gone;
    if (cause === undefined) continue;
    const group = `${mapping.key}|${left.ref.side}`;
    const step = deletionStep({
      policy: mapping.policies.whenDeletedIn[cause.ref.side],
      isSeen: cause.isSeen,
      takesOthers: takesOthers(mapping, left.ref),
      recent: recent.get(group) ?? 0,
    });
    // What was asked once is a person's or was let go already.
    const verdict = step.kind === 'keep' || known.has(approvalKey(link, left.ref)) ? 'go' : admitted(context, one);
    if (step.kind === 'keep') outcomes.push(kept(context, one, step.shown));
    else if (verdict === 'hold') stormy.push(one);
    else if (verdict === 'drop') outcomes.push(refused(one));
    else asked.push({ one, approval: approvalFor({ link, ref: left.ref, cause: cause.ref, step, now: context.clock.now() }) });
    if (step.kind === 'remove' && step.isApproved) recent.set(group, (recent.get(group) ?? 0) + 1);
  }
  const rows = await context.store.askApprovals(
    context.connection,
    asked.map(({ approval }) => approval),
  );
  const toDelete: { readonly one: Half; readonly approval: Approval }[] = [];
  for (const [index, { one }] of asked.entries()) {
    const row = rows[index];
    if (row === undefined || row.state === 'done') outcomes.push(outcome({ ...one, link: closed(one.link) }));
    else if (row.state === 'approved') toDelete.push({ one, approval: row });
    else outcomes.push(row.state === 'waiting' ? waiting(context, one, row) : refused(one));
  }
  return [...outcomes, ...(await heldBack(context, stormy)), ...(await deleteAll(context, toDelete))];
}

const intentOf = ({ work, left, gone }: Half): WriteIntent => ({
  ...{ subject: work.subject, lane: work.lane, changes: work.changes, ref: gone[0]?.ref ?? left.ref },
  writes: [{ side: left.ref.side, kind: 'delete', object: left.ref.object }],
});

/** The breaker's word: a storm of deletions is one question, asked before there is one for each record. */
const admitted = ({ writes }: PassContext, one: Half): WriteVerdict => writes?.judge(intentOf(one)) ?? 'go';

async function heldBack({ writes }: PassContext, stormy: readonly Half[]): Promise<readonly PassOutcome[]> {
  if (writes === undefined || stormy.length === 0) return [];
  await writes.keep(stormy.map(intentOf));
  const next = { kind: 'again' as const, at: writes.holdUntil(), isRetry: false };
  return stormy.map((one) => outcome(one, { consumed: [], resolvedIssues: [], resolvedReviews: [], next }));
}

async function recentDeletions(context: PassContext, departures: readonly Half[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const since = context.clock.now() - DELETIONS_WINDOW_MS;
  for (const { mapping, left } of departures) {
    const key = `${mapping.key}|${left.ref.side}`;
    if (!counts.has(key)) counts.set(key, await context.store.countDeletions(context.connection, { mapping: mapping.key, side: left.ref.side, since }));
  }
  return counts;
}

function kept(context: PassContext, one: Half, shown: 'issue' | 'fact'): PassOutcome {
  if (shown === 'fact') return leftAlone(one, 'Its counterpart was deleted; by the rules of this object nothing follows from it.');
  const link = closed(one.link);
  const side = otherSide(one.left.ref.side);
  const issue = issueOf(context, { ...one, link }, { rule: null, code: 'record-deleted', side, field: null }, one.left.ref);
  return outcome({ ...one, link }, { issues: [issue] });
}

function refused(one: Half): PassOutcome {
  return leftAlone(one, 'Its counterpart was deleted; a person decided that this record stays.');
}

function leftAlone(one: Half, explanation: string): PassOutcome {
  const reason: UnlinkedReason = { code: 'deleted', explanation };
  return outcome({ ...one, link: closed(one.link) }, { unlinked: { ref: one.left.ref, reason } });
}

function waiting(context: PassContext, one: Half, approval: Approval): PassOutcome {
  const link = closed(one.link);
  const issue = issueOf(context, { ...one, link }, { rule: null, code: 'deletion-waiting', side: approval.ref.side, field: null }, approval.ref);
  return outcome({ ...one, link }, { issues: [{ ...issue, cause: approvalWords(approval) }] });
}

// --- deleting --------------------------------------------------------------------------------------------------------

type Deletion = { readonly one: Half; readonly approval: Approval };

async function deleteAll(context: PassContext, deletions: readonly Deletion[]): Promise<readonly PassOutcome[]> {
  const { store, connection, lease, clock, settings } = context;
  if (deletions.length === 0) return [];
  const sentAt = clock.now();
  const links = new Map(deletions.map(({ one }) => [one, attempted(one, sentAt, sentAt + settings.callLifeMs)]));
  const allowed = await store.saveAttempts({
    connection,
    lease,
    links: deletions.map(({ one }) => ({ subject: one.work.subject, link: links.get(one) ?? one.link })),
    now: sentAt,
  });
  const outcomes: PassOutcome[] = [];
  for (const side of SIDES) {
    const mine = deletions.filter(({ one }) => one.left.ref.side === side);
    const open = clock.now() - sentAt > settings.sendWithinMs ? [] : mine.filter(({ one }) => allowed.has(one.work.subject));
    for (const { one } of mine.filter((deletion) => !open.includes(deletion))) outcomes.push(again(context, one, one.link));
    if (open.length === 0) continue;
    const requests = open.map(({ one }) => ({ kind: 'delete' as const, object: one.left.ref.object, id: one.left.ref.id }));
    const answers = await context.gateways[side].remove(requests, { sendBy: sentAt + settings.sendWithinMs });
    for (const [index, deletion] of open.entries())
      outcomes.push(await deleted(context, deletion, links.get(deletion.one) ?? deletion.one.link, answers[index]));
  }
  return outcomes;
}

function attempted({ link, left }: Half, sentAt: number, settleAt: number): Link {
  const { side, object, id } = left.ref;
  const number = link.attemptNumbers[side] + 1;
  const attempt: Attempt = { side, number, kind: 'delete', object, recordId: id, agree: {}, sentAt, settleAt };
  return { ...closed(link, [attempt]), attemptNumbers: { ...link.attemptNumbers, [side]: number } };
}

function again(context: PassContext, one: Half, link: Link, notBefore: number | null = null): PassOutcome {
  const { clock, random, settings } = context;
  const at = retryAt({ now: clock.now(), tries: one.work.tries, notBefore, random, settings });
  return outcome({ ...one, link }, { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at, isRetry: true } });
}

async function deleted(context: PassContext, { one, approval }: Deletion, link: Link, answer: WriteOutcome | undefined): Promise<PassOutcome> {
  const { store, connection, clock, journal } = context;
  const { side, object, id } = one.left.ref;
  switch (answer?.kind) {
    case 'ok':
      await store.moveApproval(connection, approval.key, { from: ['approved'], to: 'done', by: approval.decidedBy, at: clock.now() });
      journal.event('record.deleted', { connection, side, object, id, why: approval.why });
      return outcome({ ...one, link: closed(link) });
    case 'deferred':
      return again(context, one, closed(link), answer.retryAt);
    case 'rejected': {
      const draft = { ...faultDraft(answer.fault, side), code: 'deletion-blocked', option: answer.fault.code };
      return outcome({ ...one, link: closed(link) }, { issues: [issueOf(context, { ...one, link }, draft, one.left.ref)] });
    }
    case 'unknown':
    case undefined: {
      const at = answer?.settleAt ?? clock.now();
      const attempts = link.attempts.map((attempt) => ({ ...attempt, settleAt: Math.max(at, clock.now()) }));
      return outcome(
        { ...one, link: { ...link, attempts } },
        { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at: Math.max(at, clock.now()), isRetry: false } },
      );
    }
  }
}

// --- bringing back ---------------------------------------------------------------------------------------------------

/** A record we deleted follows its counterpart back: restored where the platform lets a program do it, made anew where it does not. */
async function bringBack(context: PassContext, departures: readonly Half[]): Promise<readonly PassOutcome[]> {
  const outcomes: PassOutcome[] = [];
  for (const side of SIDES) {
    const mine = departures.filter(({ gone }) => gone[0]?.ref.side === side);
    if (mine.length === 0) continue;
    const requests = mine.flatMap(({ gone }) => gone.map(({ ref }) => ({ kind: 'restore' as const, object: ref.object, id: ref.id })));
    const answers = await context.gateways[side].remove(requests);
    for (const [index, one] of mine.entries()) outcomes.push(await broughtBack(context, one, answers[index]));
  }
  return outcomes;
}

async function broughtBack(context: PassContext, one: Half, answer: WriteOutcome | undefined): Promise<PassOutcome> {
  const { store, connection, clock, journal } = context;
  const [lost] = one.gone;
  if (answer === undefined || lost === undefined || answer.kind === 'deferred' || answer.kind === 'unknown') return again(context, one, closed(one.link));
  journal.event('record.brought-back', { connection, side: lost.ref.side, object: lost.ref.object, kind: answer.kind === 'ok' ? 'restored' : 'anew' });
  // Counted as a try, so that a platform which says yes and does nothing is asked ever more seldom.
  if (answer.kind === 'ok') return again(context, one, closed(one.link));
  // Its partner is made anew only once no write of before can land on the record that stays.
  const landsBy = Math.max(0, ...one.link.attempts.filter(({ kind }) => kind !== 'delete').map(({ settleAt }) => settleAt));
  if (landsBy > clock.now()) return again(context, one, one.link, landsBy);
  await store.dropApprovals(connection, endKeys(one.link));
  // What was agreed with the lost record counts no more; its id still leads here.
  const link: Link = { ...one.link, state: 'active', [lost.ref.side]: null, baseline: leftBehind(one.link.baseline, one.left.ref.side), attempts: [] };
  return outcome(
    { ...one, link, formerRefs: [...one.formerRefs, lost.ref] },
    { consumed: [], resolvedIssues: [], resolvedReviews: [], next: { kind: 'again', at: clock.now(), isRetry: false } },
  );
}

/** Links whose ends are both there again: what was asked about them is asked no more. */
export async function forgetRevived(context: PassContext, items: readonly Item[]): Promise<void> {
  const revived = items.flatMap(({ work }) => (work.link?.state === 'deleted' && deletionOf(work.link) === undefined ? endKeys(work.link) : []));
  if (revived.length > 0) await context.store.dropApprovals(context.connection, revived);
}
