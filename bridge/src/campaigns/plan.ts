/** From what was seen of one person to what is to be done: pure. */
import { mergePair, NEVER_MET, settlePair } from '../domain/index.ts';
import type { PairState, RelationPolicy, StepReason } from '../domain/index.ts';
import type { CampaignRule, Side } from '../domain/model.ts';
import type { CampaignMemberRow } from '../engine/ports.ts';
import type { CampaignParts, MemberBody } from './ports.ts';

export type MemberNow = { readonly row: CampaignMemberRow | null; readonly isInHubSpot: boolean };
export type MemberPlan = {
  readonly base: PairState;
  readonly agree: PairState;
  /** What is written: `join` and `leave` a side, or the row's status alone. */
  readonly step:
    { readonly kind: 'join' | 'leave'; readonly side: Side; readonly reason?: StepReason } | { readonly kind: 'status'; readonly status: string } | null;
  /** The status a row gets with a step in Salesforce; null = the campaign's default. */
  readonly status: string | null;
};

/** Presence needs no roles: a member is one or not. */
const IN = 'in';

/**
 * Who may tell whom, and what becomes of removals. Who filled in a form or was reached by a HubSpot campaign stays so: a member somebody
 * removes there is remembered as removed, and not made again.
 */
export function policyOf({ source, direction, removal }: CampaignRule, canWrite: boolean): RelationPolicy {
  const carriesRemovals = removal.kind !== 'keep';
  if (source.kind === 'form' || source.kind === 'campaign')
    return { owner: 'hubspot', direction: 'two-way', carriesRemovals: source.kind === 'campaign' && carriesRemovals };
  return { owner: direction === 'to-hubspot' ? 'salesforce' : 'hubspot', direction: canWrite ? direction : 'to-salesforce', carriesRemovals };
}

/** A member whose status says that they left is none. */
export const isMember = ({ removal }: CampaignRule, row: CampaignMemberRow | null): boolean =>
  row !== null && !(removal.kind === 'status' && row.status?.toLowerCase() === removal.status.toLowerCase());

export function planMember(
  rule: CampaignRule,
  body: MemberBody,
  { now, canWrite, parts }: { readonly now: MemberNow; readonly canWrite: boolean; readonly parts?: Partial<CampaignParts> | undefined },
): MemberPlan {
  const isIn = isMember(rule, now.row);
  const state: PairState = { salesforce: isIn ? IN : null, hubspot: now.isInHubSpot ? IN : null };
  const isAnswer = body.submittedAt !== null && body.submittedAt > (body.countedAt ?? 0);
  // Who answers anew after somebody removed them joins anew.
  const base = rule.source.kind === 'form' && isAnswer && !isIn ? NEVER_MET : settlePair(body.memory, state);
  const status = (isAnswer ? rule.respondedStatus : null) ?? rule.memberStatus;
  const isOneWay = rule.source.kind !== 'segment';
  const step = (parts?.mergePair ?? mergePair)(policyOf(rule, canWrite), { base, now: state, isAlike: true });
  // HubSpot's own record of who did what cannot be written.
  const cannot = step.kind !== 'keep' && step.side === 'hubspot' && (isOneWay || !canWrite);
  if (step.kind === 'keep' || cannot) {
    const agree = step.kind === 'keep' ? step.state : base;
    const answered = isAnswer && isIn && rule.respondedStatus !== null && now.row?.status !== rule.respondedStatus ? rule.respondedStatus : null;
    return { base, agree, step: answered === null ? null : { kind: 'status', status: answered }, status: answered };
  }
  const why = step.reason === undefined ? {} : { reason: step.reason };
  if (step.kind === 'put') return { base, agree: { salesforce: IN, hubspot: IN }, step: { kind: 'join', side: step.side, ...why }, status };
  return { base, agree: NEVER_MET, step: { kind: 'leave', side: step.side, ...why }, status: rule.removal.kind === 'status' ? rule.removal.status : null };
}
