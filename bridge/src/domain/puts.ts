/**
 * A value the sync itself sets on one side because a policy says so: the stage of a converted lead, the status of a reopened one. It is
 * written where a person would type it and travels from there under the rule of its field, so no rule needs an exception for it.
 */
import { fieldOn } from './field-values.ts';
import type { FieldSchemas } from './field-values.ts';
import { rememberWrite } from './gap.ts';
import type { FieldView } from './merge.ts';
import type { FieldRule } from './model.ts';
import { decision, newWrite } from './plan-verdict.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { PairInput, Put } from './plan-types.ts';
import { toWire } from './values.ts';

/**
 * Adds one put to the plan; nothing when the side holds the value already. The pair agreed on is the one without it, as for any value
 * put back: the next look finds it as that side's edit.
 */
export function applyPut(
  input: PairInput,
  { put, view, schemas }: { readonly put: Put; readonly view: FieldView; readonly schemas: FieldSchemas },
  draft: PlanDraft,
): void {
  const { rule } = view;
  const { side, value, reason } = put;
  const sent = input.fingerprint(rule.key, value);
  if (view.prints[side] === sent) return;
  if (!schemas[side].isWritable) {
    draft.issues.push({ rule, code: 'field-read-only', side, field: fieldOn(rule, side) });
    return;
  }
  const write = { ...newWrite(input, { side, valueAt: input.readAt, before: view.prints[side], sent }), isRestore: true as const };
  draft.writes[side].push({
    rule,
    field: fieldOn(rule, side),
    sent: value,
    wire: toWire(value, schemas[side].kind, side),
    before: view.values[side],
    agree: { ...view.prints, writes: rememberWrite(view.baseline?.writes, write, input.readAt) },
    decision: decision(view, reason, side),
  });
}

/** A field no rule of the mapping cares for, so that it can be put: it never travels. */
export function looseRule(mapping: string, salesforceField: string): FieldRule {
  return {
    key: `${mapping}.${salesforceField}`,
    salesforceObjects: [],
    salesforceField,
    hubspotProperty: '',
    owner: 'salesforce',
    direction: 'off',
    policy: 'owner',
    windowMs: 0,
    isProtected: false,
    blank: 'ignore',
    nonOwnerEdit: 'tolerate',
    valueMap: [],
    referenceMapping: null,
  };
}
