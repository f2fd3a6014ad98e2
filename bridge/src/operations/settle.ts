/**
 * A person's word on a field: takes a decision back, or chooses a side of a conflict. Nothing is written here: the word is stored as a
 * notice, and the next pass carries it out under the rules, or says in the log why not.
 */
import type { Change, EventId, Instant, Link, LinkId, Review, Settlement, Side } from '../domain/model.ts';
import type { IssueRow } from '../engine/ports.ts';
import { reversalOf, ruleOf } from './decision-log.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

/** Stores notices and wakes the passes. */
export type Receive = (changes: readonly Change[]) => Promise<unknown>;
/** Where a word given at `since` can be followed. */
export type Asked = { readonly link: LinkId; readonly field: string; readonly since: Instant };
export type SettlementState = { readonly state: 'waiting' | 'done' | 'overtaken' | 'issue'; readonly words: string };

export const refused = (status: 400 | 404 | 409, error: string): OperationsResult<never> => ({ ok: false, status, error });
const CHANGED = 'The field was changed since, so this would overwrite somebody’s newer value. Correct the value in either system instead.';

/** The link, if its two ends are kept in step. */
export async function liveLink(view: ConnectionView, id: LinkId): Promise<OperationsResult<Link>> {
  const [link] = await view.store.links(view.id, [id]);
  if (link === undefined || link.state !== 'active' || link.salesforce === null || link.hubspot === null)
    return refused(409, 'The two records are no longer kept in step, so nothing can be written.');
  return { ok: true, value: link };
}

/** Stores the word as a notice for the next pass. */
export async function ask(
  view: ConnectionView,
  receive: Receive,
  input: { readonly link: Link; readonly settlement: Settlement },
): Promise<OperationsResult<Asked>> {
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
export const newerMax = 20;

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
  const issue = await issueAbout(view, asked);
  if (issue !== null) return { state: 'issue', words: `${issue.cause} ${issue.remedy}` };
  return (await isConcerned(view, asked))
    ? { state: 'waiting', words: 'Waiting for its turn.' }
    : { state: 'overtaken', words: 'Nothing was changed: the records were deleted or converted meanwhile, and the field is not kept in step any more.' };
}

/** An issue the word led to, or one that holds back the whole record. A closed one counts too: a value that was refused is asked about anew by the next look. */
async function issueAbout(view: ConnectionView, asked: Asked): Promise<IssueRow | null> {
  // A link's subject is its id.
  const subject = asked.link as string as Review['subject'];
  for (const open of [true, false]) {
    const { items } = await view.store.issues(view.id, { open, subject, limit: 100 });
    const found = items.find((one) => (one.field === asked.field || one.field === null) && one.occurredAt >= asked.since);
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether the rule still applies to the pair: a converted lead goes on as its contact, which other rules concern. */
async function isConcerned(view: ConnectionView, asked: Asked): Promise<boolean> {
  const [link] = await view.store.links(view.id, [asked.link]);
  if (link === undefined || link.state !== 'active' || link.salesforce === null) return false;
  return ruleOf(view, link.mapping, asked.field)?.salesforceObjects.includes(link.salesforce.object) ?? false;
}
