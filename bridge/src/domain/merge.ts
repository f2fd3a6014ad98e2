/**
 * The three-way merge of one field: both sides as they are now, the pair they last agreed on, the rule, and when each was
 * changed. Pure; docs/architecture.md invariants 1, 2 and 7.
 */
import type { BaselinePair, DecisionReason, DriftReason, FieldRule, Instant, Side, Value } from './model.ts';
import type { Conversion, Refusal } from './convert.ts';

export type Sided<T> = { readonly salesforce: T; readonly hubspot: T };

export type FieldView = {
  readonly rule: FieldRule;
  readonly values: Sided<Value>;
  /** Fingerprints of `values`. */
  readonly prints: Sided<string>;
  /** Null before the field was first compared: then this is a first link. */
  readonly baseline: BaselinePair | null;
  /** When each side's present value was typed; null when no notice or history tells. */
  readonly times: Sided<Instant | null>;
  /** No edit of that record is later than this. */
  readonly bounds: Sided<Instant | null>;
  /** What each side's value would be on the other. */
  readonly converted: Sided<Conversion>;
  /** For lifecycle stages: the stage each side held when they last agreed, in HubSpot's words; null when none or not known. */
  readonly before?: Sided<Value>;
  /** True when Salesforce holds the rule's create default: `values` shows it as the blank it stands for. */
  readonly isStandIn?: boolean;
};

export type Verdict =
  /** Nothing changed since the sides last agreed. */
  | { readonly kind: 'unchanged' }
  /** The sides agree; the pair as it is now becomes the baseline. */
  | { readonly kind: 'agree'; readonly reason: DecisionReason | null }
  /** `to` takes the other side's value. */
  | { readonly kind: 'write'; readonly to: Side; readonly value: Value; readonly reason: DecisionReason | null }
  /** The rule leaves the sides different; the pair as it is now becomes the baseline. */
  | { readonly kind: 'leave'; readonly reason: DriftReason & DecisionReason; readonly winner: Side | 'neither' }
  | { readonly kind: 'review' }
  /** The value of `from` cannot be held by the other side. */
  | { readonly kind: 'refuse'; readonly from: Side; readonly refusal: Refusal };

export const otherSide = (side: Side): Side => (side === 'salesforce' ? 'hubspot' : 'salesforce');

/** Whether a rule's direction lets values of `from` reach the other side. */
export function canFlow(rule: FieldRule, from: Side): boolean {
  if (rule.direction === 'two-way') return true;
  return rule.direction === (from === 'salesforce' ? 'to-hubspot' : 'to-salesforce');
}

/** Whether the field was never compared with the record that is at the other end now. */
export function isFirstLook({ baseline }: Pick<FieldView, 'baseline'>): boolean {
  return baseline === null || baseline.isUncompared === true;
}

/** Which sides differ from the baseline. Without one, both count as changed. */
export function changedSides({ baseline, prints }: Pick<FieldView, 'baseline' | 'prints'>): Sided<boolean> {
  return { salesforce: baseline?.salesforce !== prints.salesforce, hubspot: baseline?.hubspot !== prints.hubspot };
}

/** Whether the two values are the same value: one, carried over, is the other. */
export function isEquivalent({ values, converted }: Pick<FieldView, 'values' | 'converted'>): boolean {
  if (values.salesforce === null && values.hubspot === null) return true;
  const { salesforce, hubspot } = converted;
  return (salesforce.ok && salesforce.value === values.hubspot) || (hubspot.ok && hubspot.value === values.salesforce);
}

/** Whether a better known change time could alter the verdict: worth a look into the history. */
export function needsTimes(view: FieldView): boolean {
  const { rule, times } = view;
  if (rule.policy !== 'latest' || rule.direction !== 'two-way' || (times.salesforce !== null && times.hubspot !== null)) return false;
  const changed = changedSides(view);
  if (!changed.salesforce || !changed.hubspot || isEquivalent(view)) return false;
  return !isFirstLook(view) || (view.values.salesforce !== null && view.values.hubspot !== null);
}

/**
 * What to do with one field. Example: only Salesforce changed, two-way → `{ kind: 'write', to: 'hubspot', value, reason: null }`. A reason
 * means the outcome must be logged as a decision: something typed was overruled, or two edits met.
 */
export function merge(view: FieldView): Verdict {
  if (view.rule.direction === 'off') return { kind: 'unchanged' };
  const changed = changedSides(view);
  if (!changed.salesforce && !changed.hubspot) return { kind: 'unchanged' };
  const areBothChanged = changed.salesforce && changed.hubspot;
  if (isEquivalent(view)) return { kind: 'agree', reason: !isFirstLook(view) && areBothChanged ? 'equal' : null };
  // The stand-in only waits for the value it stands for.
  if (view.isStandIn === true) return write(view, 'salesforce', 'fill-blank');
  const withdrawn = withdrawnSide(view);
  if (withdrawn !== null) return withdraw(view, withdrawn, changed);
  if (isFirstLook(view)) return firstLink(view);
  if (areBothChanged) return conflict(view);
  return oneSided(view, changed.salesforce ? 'salesforce' : 'hubspot');
}

function oneSided(view: FieldView, from: Side): Verdict {
  const { rule } = view;
  if (canFlow(rule, from)) return write(view, otherSide(from), null);
  const isRestorable = rule.nonOwnerEdit === 'enforce' && from !== rule.owner && canFlow(rule, otherSide(from));
  return isRestorable ? write(view, from, 'enforced') : { kind: 'leave', reason: 'tolerated', winner: 'neither' };
}

/** Both sides changed to different values: who wins under the rule. */
export function conflict(view: FieldView): Verdict {
  const { rule, values } = view;
  const only = onlySource(rule);
  if (only !== null) return write(view, otherSide(only), rule.nonOwnerEdit === 'enforce' ? 'enforced' : 'owner');
  if (rule.policy === 'review') return { kind: 'review' };
  const choice = choose(view, 'owner-in-window');
  const loser = otherSide(choice.winner);
  // A blank that rules keep from travelling cannot win over a value: the value fills it.
  if (values[choice.winner] === null && rule.blank === 'ignore') return write(view, choice.winner, 'blank-ignored');
  return write(view, loser, choice.reason);
}

/** Never compared before: who wins under the rule. */
export function firstLink(view: FieldView): Verdict {
  const { rule, values } = view;
  if (values.salesforce === null || values.hubspot === null) {
    const filled: Side = values.salesforce === null ? 'hubspot' : 'salesforce';
    return canFlow(rule, filled) ? write(view, otherSide(filled), 'first-link-fill') : { kind: 'leave', reason: 'tolerated', winner: 'neither' };
  }
  const only = onlySource(rule);
  if (only !== null)
    return rule.nonOwnerEdit === 'enforce' ? write(view, otherSide(only), 'first-link-owner') : { kind: 'leave', reason: 'tolerated', winner: 'neither' };
  if (rule.policy === 'review') return { kind: 'review' };
  const choice = choose(view, 'first-link-owner');
  return write(view, otherSide(choice.winner), choice.reason === 'latest' ? 'latest' : 'first-link-owner');
}

/** The one side a one-way rule takes values from. */
function onlySource(rule: FieldRule): Side | null {
  if (rule.direction === 'two-way') return null;
  return rule.direction === 'to-hubspot' ? 'salesforce' : 'hubspot';
}

type Choice = { readonly winner: Side; readonly reason: DecisionReason };

function choose(view: FieldView, undecided: DecisionReason): Choice {
  const { rule, values } = view;
  const owner = rule.owner;
  if (rule.policy === 'fill-blank' && values[owner] === null) return { winner: otherSide(owner), reason: 'fill-blank' };
  if (rule.policy !== 'latest') return { winner: owner, reason: 'owner' };
  const newer = newerSide(view);
  return newer === null ? { winner: owner, reason: undecided } : { winner: newer, reason: 'latest' };
}

/** The side that is newer by more than the window for certain; an unknown time is only known to be at most the record's bound. */
function newerSide({ times, bounds, rule }: FieldView): Side | null {
  for (const side of ['salesforce', 'hubspot'] as const) {
    const mine = times[side];
    const theirs = times[otherSide(side)] ?? bounds[otherSide(side)];
    if (mine !== null && theirs !== null && mine - theirs > rule.windowMs) return side;
  }
  return null;
}

/** Every write ends here: what no rule may do is stopped in one place. */
export function write(view: FieldView, to: Side, reason: DecisionReason | null): Verdict {
  const from = otherSide(to);
  const { rule, values } = view;
  if (rule.isProtected && values[to] !== null) return { kind: 'leave', reason: 'protected', winner: to };
  if (values[from] === null && rule.blank === 'ignore') return { kind: 'leave', reason: 'blank-ignored', winner: to };
  const conversion = view.converted[from];
  if (!conversion.ok) return { kind: 'refuse', from, refusal: conversion };
  return { kind: 'write', to, value: conversion.value, reason };
}

// --- consent (invariant 7) -----------------------------------------------------------------------------------------------

const OPT_OUT_FIELDS = /^(HasOptedOutOfEmail|HasOptedOutOfFax|DoNotCall)$/;
const OPT_OUT_PROPERTIES = /^hs_email_optout(_\d+)?$/;

/** The canonical value that means "do not contact" in this field, or null when the field is not about consent. */
export function withdrawalValue(rule: FieldRule): string | null {
  if (rule.consent !== undefined) return rule.consent === 'opt-out' ? 'true' : 'false';
  return OPT_OUT_FIELDS.test(rule.salesforceField) || OPT_OUT_PROPERTIES.test(rule.hubspotProperty) ? 'true' : null;
}

/** The side that says "do not contact" where the other does not say so. */
function withdrawnSide({ rule, values }: FieldView): Side | null {
  const withdrawal = withdrawalValue(rule);
  if (withdrawal === null || (values.salesforce === withdrawal) === (values.hubspot === withdrawal)) return null;
  return values.salesforce === withdrawal ? 'salesforce' : 'hubspot';
}

/**
 * A withdrawal travels whatever the policy says, if the direction lets it; nothing ever travels over one. Giving consent again is
 * left to a person on the side that withdrew.
 */
function withdraw(view: FieldView, from: Side, changed: Sided<boolean>): Verdict {
  const to = otherSide(from);
  if (!changed[from]) return { kind: 'leave', reason: 'protected', winner: from };
  if (!canFlow(view.rule, from)) return { kind: 'leave', reason: 'tolerated', winner: 'neither' };
  const conversion = view.converted[from];
  if (!conversion.ok) return { kind: 'refuse', from, refusal: conversion };
  return { kind: 'write', to, value: conversion.value, reason: isFirstLook(view) ? 'first-link-fill' : changed[to] ? 'owner' : null };
}
