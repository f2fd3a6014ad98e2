/**
 * A person settled a field: reversed a decision, or chose between two values that wait for a review. It is carried out like an edit of the
 * side that shall win, and only while both sides still hold what the person saw. docs/architecture.md invariants 2, 3 and 7.
 */
import { fieldOn } from './field-values.ts';
import type { FieldSchemas } from './field-values.ts';
import { rememberWrite } from './gap.ts';
import { canFlow, isEquivalent, otherSide, withdrawalValue } from './merge.ts';
import type { FieldView } from './merge.ts';
import type { FieldRule, Settlement, Side, Value } from './model.ts';
import { applyVerdict, clearingOf, decision, newWrite } from './plan-verdict.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { PairInput } from './plan-types.ts';
import { toWire } from './values.ts';

type Values = Readonly<Record<Side, Value>>;

/**
 * Why a person may not let `side`'s value win under this rule; null when they may. `overruled` is the value that would go.
 * Example: a one-way rule to HubSpot and side `hubspot` → "The rule takes this field from Salesforce only…".
 */
export function settlementRefusal(rule: FieldRule, side: Side, values: Values): string | null {
  const systems: Readonly<Record<Side, string>> = { salesforce: 'Salesforce', hubspot: 'HubSpot' };
  const overruled = values[otherSide(side)];
  if (rule.referenceMapping !== null) return 'The field is a lookup. Set the record it points to in either system; the change travels from there.';
  if (!canFlow(rule, side)) {
    return `The rule does not let values of this field travel from ${systems[side]}. Type the value in ${systems[otherSide(side)]}, or change the rule's direction first.`;
  }
  const withdrawal = withdrawalValue(rule);
  if (withdrawal !== null && overruled === withdrawal)
    return 'A withdrawal of consent is never undone by the sync. Consent is given again in the system where it was withdrawn.';
  if (rule.isProtected && overruled !== null) return 'The rule protects this field: a value that is filled is never overwritten.';
  if (values[side] === null && rule.blank === 'ignore') return 'The value that lost is blank, and the rule does not let a blank travel.';
  return null;
}

/** The newest settlement of this rule among the notices that wait; null when there is none. */
export function settlementOf(input: Pick<PairInput, 'changes'>, rule: FieldRule): Settlement | null {
  return input.changes.findLast((change) => change.settlement?.rule === rule.key)?.settlement ?? null;
}

type SettlementCase = {
  readonly input: PairInput;
  readonly schemas: FieldSchemas;
  readonly settlement: Settlement;
  readonly view: FieldView;
  readonly isOvertaken: boolean;
};

/**
 * Adds what a settlement asks for. True when it settles the field in this plan; false when the field is planned as if nobody had asked:
 * it is carried out already, or somebody changed the field meanwhile (then the log says so, by a decision nobody won).
 */
export function planSettlement(context: SettlementCase, draft: PlanDraft): boolean {
  const { input, schemas, settlement, view, isOvertaken } = context;
  const { rule } = view;
  const { side, value, seen, reason } = settlement;
  const wanted = input.fingerprint(rule.key, value);
  const isUnchanged = view.prints.salesforce === seen.salesforce && view.prints.hubspot === seen.hubspot;
  const settled = {
    ...view,
    values: side === 'salesforce' ? { salesforce: value, hubspot: view.values.hubspot } : { salesforce: view.values.salesforce, hubspot: value },
  };
  if (isOvertaken || !isUnchanged || settlementRefusal(rule, side, settled.values) !== null) {
    const isCarriedOut = view.prints[side] === wanted && (seen[side] === wanted ? isEquivalent(view) : wasPutBack(input, { rule, side, wanted }));
    if (isOvertaken || !isCarriedOut) draft.decisions.push(decision(settled, reason, 'neither'));
    return false;
  }
  if (view.prints[side] === wanted) {
    const conversion = view.converted[side];
    const verdict = conversion.ok
      ? ({ kind: 'write', to: otherSide(side), value: conversion.value, reason } as const)
      : ({ kind: 'refuse', from: side, refusal: conversion } as const);
    applyVerdict({ input, view, schemas }, verdict, draft);
    return true;
  }
  putBack(context, settled, wanted, draft);
  return true;
}

/** An earlier look put the value there and the answer was lost; whoever else has typed it overtook the settlement. */
function wasPutBack({ baseline }: PairInput, { rule, side, wanted }: { readonly rule: FieldRule; readonly side: Side; readonly wanted: string }): boolean {
  return baseline[rule.key]?.writes?.some((write) => write.side === side && write.isRestore === true && write.seen[1] === wanted) === true;
}

/** Writes the value back where it was typed, agreeing on the pair without it: the next look finds it as that side's edit and carries it over. */
function putBack({ input, schemas, settlement, view }: SettlementCase, settled: FieldView, wanted: string, draft: PlanDraft): void {
  const { rule } = view;
  const { side, value } = settlement;
  if (!schemas[side].isWritable) {
    draft.issues.push({ rule, code: 'field-read-only', side, field: fieldOn(rule, side) });
    return;
  }
  const write = { ...newWrite(input, { side, valueAt: input.readAt, before: view.prints[side], sent: wanted }), isRestore: true as const };
  draft.writes[side].push({
    rule,
    field: fieldOn(rule, side),
    sent: value,
    wire: toWire(value, schemas[side].kind, side),
    before: view.values[side],
    agree: { ...view.prints, writes: rememberWrite(view.baseline?.writes, write, input.readAt) },
    decision: decision(settled, settlement.reason, side),
    ...clearingOf({ view, to: side, schemas, value }),
  });
}
