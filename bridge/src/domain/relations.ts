/**
 * Who belongs to whom, compared like a field: what each side held when the two last agreed, what each holds now, and the rule. One step per
 * pair of records (`mergePair`), and one per value of which a record has only one (`mergeSingle`): a parent, the primary contact.
 */
import type { Fingerprint, RelationRule, Side } from './model.ts';
import type { Sided } from './merge.ts';
import { otherSide } from './merge.ts';

/** How a side shows one relation: the fingerprint of its roles, null where it is not there. */
export type Presence = Fingerprint | null;
export type PairState = Sided<Presence>;
/** `sent`: a write of ours to `side` whose answer was not recorded; `agree` is what the two agree on if it landed. */
export type PairMemory = PairState & { readonly sent?: { readonly side: Side; readonly agree: PairState } };

export type RelationPolicy = Pick<RelationRule, 'owner' | 'direction' | 'carriesRemovals'>;
/** Why a step is a decision: both sides had changed it (`owner`), both had it when first met, or the side may not change it. */
export type StepReason = 'owner' | 'first-link-owner' | 'enforced';
export type PairStep =
  /** Nothing to write; the memory becomes `state`. */
  | { readonly kind: 'keep'; readonly state: PairState }
  /** `side` gets what the other side shows. */
  | { readonly kind: 'put'; readonly side: Side; readonly reason?: StepReason }
  | { readonly kind: 'remove'; readonly side: Side; readonly reason?: StepReason };

export const NEVER_MET: PairState = { salesforce: null, hubspot: null };

/** Whether what people do on a side reaches the other. */
export function tells(direction: RelationPolicy['direction'], side: Side): boolean {
  return direction === 'two-way' || direction === (side === 'salesforce' ? 'to-hubspot' : 'to-salesforce');
}

/**
 * What was agreed, once it is known whether a write of ours landed: it did where the side shows what was sent, and where it shows anything
 * at all of what was not there before.
 */
export function settlePair({ salesforce, hubspot, sent }: PairMemory, now: PairState): PairState {
  const before = { salesforce, hubspot };
  if (sent === undefined) return before;
  const shown = now[sent.side];
  const hasLanded = shown === sent.agree[sent.side] || (before[sent.side] === null && shown !== null);
  return hasLanded ? sent.agree : before;
}

/**
 * The step for one pair. `isAlike`: both have it, under roles that mean the same. What was never agreed is never removed, and what was taken
 * away where that does not travel is remembered as parted: `{salesforce: null, hubspot: …}`.
 */
export function mergePair(
  policy: RelationPolicy,
  { base, now, isAlike }: { readonly base: PairState; readonly now: PairState; readonly isAlike: boolean },
): PairStep {
  if (now.salesforce !== null && now.hubspot !== null) return mergeRoles(policy, { base, now, isAlike });
  if (now.salesforce === null && now.hubspot === null) return { kind: 'keep', state: NEVER_MET };
  const there: Side = now.salesforce === null ? 'hubspot' : 'salesforce';
  const gone = otherSide(there);
  const parted = { salesforce: null, hubspot: null, [there]: now[there] };
  const isNew = base[there] === null;
  if (isNew) return tells(policy.direction, there) ? { kind: 'put', side: gone } : { kind: 'keep', state: NEVER_MET };
  if (base[gone] === null) return { kind: 'keep', state: parted };
  if (!tells(policy.direction, gone)) return { kind: 'put', side: gone, reason: 'enforced' };
  const isTouched = now[there] !== base[there];
  if (isTouched && policy.owner === there && tells(policy.direction, there)) return { kind: 'put', side: gone, reason: 'owner' };
  if (!policy.carriesRemovals) return { kind: 'keep', state: parted };
  return { kind: 'remove', side: there, ...(isTouched ? { reason: 'owner' as const } : {}) };
}

function mergeRoles(
  policy: RelationPolicy,
  { base, now, isAlike }: { readonly base: PairState; readonly now: PairState; readonly isAlike: boolean },
): PairStep {
  if (isAlike) return { kind: 'keep', state: now };
  const [inSalesforce, inHubSpot] = [now.salesforce !== base.salesforce, now.hubspot !== base.hubspot];
  if (!inSalesforce && !inHubSpot) return { kind: 'keep', state: base };
  if (inSalesforce && inHubSpot) {
    const winner = tells(policy.direction, policy.owner) ? policy.owner : otherSide(policy.owner);
    const isFirst = base.salesforce === null && base.hubspot === null;
    return { kind: 'put', side: otherSide(winner), reason: isFirst ? 'first-link-owner' : 'owner' };
  }
  const changed: Side = inSalesforce ? 'salesforce' : 'hubspot';
  return tells(policy.direction, changed) ? { kind: 'put', side: otherSide(changed) } : { kind: 'put', side: changed, reason: 'enforced' };
}

/**
 * The step for a value of which there is one: `put` on `side` sets it to what the other side shows, `remove` clears it. `now` and `base` are
 * fingerprints of links; null = none.
 */
export function mergeSingle(policy: RelationPolicy, { base, now }: { readonly base: PairState; readonly now: PairState }): PairStep {
  if (now.salesforce === now.hubspot) return { kind: 'keep', state: now };
  const [inSalesforce, inHubSpot] = [now.salesforce !== base.salesforce, now.hubspot !== base.hubspot];
  if (!inSalesforce && !inHubSpot) return { kind: 'keep', state: base };
  const isFirst = base.salesforce === null && base.hubspot === null;
  const changed: Side | null = inSalesforce && inHubSpot ? null : inSalesforce ? 'salesforce' : 'hubspot';
  const teller = changed ?? (tells(policy.direction, policy.owner) ? policy.owner : otherSide(policy.owner));
  const isHeard = tells(policy.direction, teller);
  const winner = isHeard ? teller : otherSide(teller);
  const reason: StepReason | undefined = !isHeard ? 'enforced' : changed === null ? (isFirst ? 'first-link-owner' : 'owner') : undefined;
  const why = reason === undefined ? {} : { reason };
  if (now[winner] !== null) return { kind: 'put', side: otherSide(winner), ...why };
  // What was never agreed is left; so is what was cleared where that does not travel.
  if (!policy.carriesRemovals || base[otherSide(winner)] === null) return { kind: 'keep', state: now };
  return { kind: 'remove', side: otherSide(winner), ...why };
}
