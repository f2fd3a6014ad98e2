/** Why a field holds what it holds, in words, for the command line and the panels. */
import { conversions, reading } from './field-values.ts';
import type { FieldSchemas } from './field-values.ts';
import { canFlow, isEquivalent } from './merge.ts';
import type { Fingerprinter } from './fingerprint.ts';
import type { BaselinePair, Decision, FieldRule, Instant, Issue } from './model.ts';
import type { WireScalar } from './values.ts';

export type FieldState = 'in-step' | 'left-different' | 'waiting' | 'issue' | 'off';
export type FieldExplanation = { readonly rule: string; readonly state: FieldState; readonly words: string };

const SYSTEM = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
const REASONS: Readonly<Record<Decision['reason'], string>> = {
  equal: 'both sides were changed to the same value',
  latest: 'both sides were changed and the newer edit won',
  'owner-in-window': 'both sides were changed at about the same time, so the owner won',
  owner: 'both sides were changed and the owner won',
  'fill-blank': 'the owner was blank, so the other side filled it',
  protected: 'a protected value that is filled is never overwritten',
  review: 'a person must choose between the two values',
  enforced: 'the change was on the side that does not own the field, so it was set back',
  tolerated: 'the rule lets the sides differ',
  'blank-ignored': 'the rule does not let a blank travel',
  'first-link-owner': 'the sides differed when first linked, so the owner won',
  'first-link-fill': 'one side was blank when first linked and was filled',
  'stage-owner': 'the lifecycle stage was set by the system that may not set it, so the other stands',
  'stage-move': 'the lifecycle stage may not move there, so the other stands',
  'stage-customer': 'both sides moved the lifecycle stage, and a customer stays a customer',
  'restored-after-gap': 'an edit was covered by a simultaneous write and was put back',
  reversed: 'a person took the decision back',
  chosen: 'a person chose the value',
  converted: 'the lead was converted, and the policy sets this value then',
  're-engaged': 'the person came back, so the closed lead was reopened as the policy says',
  'owner-fallback': 'the owner has no active counterpart on the other side, so the fallback stands in',
};

/** What a decision's reason means, as half a sentence. Example: `owner` → "both sides were changed and the owner won". */
export const reasonWords = (reason: Decision['reason']): string => REASONS[reason];

/**
 * One field of one linked pair: its state now and how it came to it. `lastDecision` and `issue` are what the store holds for this
 * field, null when nothing. No values in the words.
 */
export function explainField(input: {
  readonly rule: FieldRule;
  readonly schemas: FieldSchemas;
  readonly wires: { readonly salesforce: WireScalar; readonly hubspot: WireScalar };
  readonly baseline: BaselinePair | null;
  readonly fingerprint: Fingerprinter;
  readonly lastDecision: Decision | null;
  readonly issue: Issue | null;
  readonly syncedAt: Instant | null;
}): FieldExplanation {
  const { rule, baseline } = input;
  const told = (state: FieldState, words: string): FieldExplanation => ({ rule: rule.key, state, words });
  if (rule.direction === 'off') return told('off', 'The rule is switched off.');
  if (input.issue !== null) return told('issue', `${input.issue.cause} ${input.issue.remedy}`);
  const readings = { salesforce: reading(input.wires.salesforce, input.schemas.salesforce), hubspot: reading(input.wires.hubspot, input.schemas.hubspot) };
  const values = { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value };
  if (isEquivalent({ values, converted: conversions(rule, input.schemas, readings) }))
    return told('in-step', `Both sides agree. ${ownerWords(rule)}${because(input.lastDecision)}`);
  const isAgreed = SIDES_OF.every((side) => baseline?.[side] === input.fingerprint(rule.key, values[side]));
  if (isAgreed) return told('left-different', `The sides differ and are left so: ${driftWords(baseline)}.${because(input.lastDecision)}`);
  const changed = SIDES_OF.filter((side) => baseline?.[side] !== input.fingerprint(rule.key, values[side]));
  const where = changed.map((side) => SYSTEM[side]).join(' and ');
  return told(
    'waiting',
    `${baseline === null || baseline.isUncompared === true ? 'Not compared yet' : `Changed in ${where} since the sides last agreed`}; the next pass settles it. ${ownerWords(rule)}`,
  );
}

const SIDES_OF = ['salesforce', 'hubspot'] as const;

function ownerWords(rule: FieldRule): string {
  const flows = SIDES_OF.filter((side) => canFlow(rule, side)).length;
  return `${SYSTEM[rule.owner]} owns the field${flows === 2 ? '; edits travel both ways.' : '.'}`;
}

function because(last: Decision | null): string {
  return last === null ? '' : ` Last decision: ${REASONS[last.reason]}.`;
}

function driftWords(baseline: BaselinePair | null): string {
  switch (baseline?.drift) {
    case 'tolerated':
      return 'the rule tolerates edits on the side that does not own the field';
    case 'protected':
      return 'a protected value that is filled is never overwritten';
    case 'blank-ignored':
      return 'the rule does not let a blank travel';
    case 'ignored':
      return 'the platform kept its old value when ours was written';
    case 'rewritten':
    case undefined:
      return 'the platform writes the value in its own form';
  }
}
