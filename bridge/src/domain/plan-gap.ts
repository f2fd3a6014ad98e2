/**
 * An edit our write covered is decided like any conflict. If it should have won it is put back, and then travels as if it had just
 * been typed: the restoring write agrees on the pair without it, so the next look finds the edit as one side's change. A crash
 * in between can therefore neither lose it nor apply it twice.
 */
import { conversions, fieldOn } from './field-values.ts';
import type { FieldSchemas, Reading } from './field-values.ts';
import { rememberWrite, settleGap } from './gap.ts';
import type { GapEdit } from './gap.ts';
import { merge, otherSide } from './merge.ts';
import type { FieldView, Sided, Verdict } from './merge.ts';
import { applyVerdict, decision, newWrite } from './plan-verdict.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { BaselinePair, FieldRule, Side, Value } from './model.ts';
import type { PairInput } from './plan-types.ts';
import { toWire } from './values.ts';

export type GapCase = {
  readonly input: PairInput; readonly rule: FieldRule; readonly schemas: FieldSchemas; readonly readings: Sided<Reading>; readonly prints: Sided<string>; readonly baseline: BaselinePair;
  /** The side whose edit was covered, and the value that was typed. */
  readonly side: Side; readonly edit: GapEdit; readonly value: Value;
};

/** A baseline no value has: both sides count as changed, which in a gap they are. */
const BOTH_CHANGED: BaselinePair = { salesforce: '', hubspot: '' };

/** Decides a covered edit and adds what follows to the plan. */
export function applyGap(gap: GapCase, draft: PlanDraft): void {
  const { rule, side, baseline, prints, edit } = gap;
  const view = conflictView(gap);
  const verdict = merge(view);
  const settled = settleGap(baseline.writes, edit);
  if (isRestored(verdict, gap)) {
    restore(gap, view, verdict, draft);
    return;
  }
  const there = otherSide(side);
  if (verdict.kind === 'write' && baseline[there] !== prints[there]) {
    // The other side changed once more and wins over both: an ordinary write to the edited side. The log names the covered value.
    const now = { ...view, values: valuesNow(gap), prints, baseline: { ...baseline, writes: settled } };
    applyVerdict({ input: gap.input, view: now, schemas: gap.schemas, logged: view }, verdict, draft);
    return;
  }
  draft.agreed[rule.key] = { ...baseline, writes: settled };
  if (verdict.kind === 'review') draft.reviews.push({ rule, isGap: true });
  const reason = verdict.kind === 'write' ? (verdict.reason ?? 'owner') : verdict.kind === 'leave' ? verdict.reason : verdict.kind === 'review' ? 'review' : 'owner';
  draft.decisions.push(decision(view, reason, verdict.kind === 'write' ? there : 'neither'));
}

/**
 * What the merge compares with. Where we had put back a value of the same side, the covered one merely follows it, so only that side
 * counts as changed.
 */
function conflictBaseline({ side, edit, baseline, prints }: GapCase): BaselinePair {
  const there = otherSide(side);
  if (edit.write.isRestore !== true || baseline[there] !== prints[there]) return BOTH_CHANGED;
  return side === 'salesforce' ? { salesforce: '', hubspot: prints.hubspot } : { salesforce: prints.salesforce, hubspot: '' };
}

/** The conflict as it would have been seen: the covered value against the other side's present one. */
function conflictView(gap: GapCase): FieldView {
  const { input, rule, schemas, readings, prints, baseline, side, edit, value } = gap;
  const there = otherSide(side);
  const theirTime = baseline[there] === prints[there] ? edit.write.valueAt : null;
  const covered: Sided<Reading> = side === 'salesforce' ? { salesforce: { value, unreadable: null }, hubspot: readings.hubspot } : { salesforce: readings.salesforce, hubspot: { value, unreadable: null } };
  const bound = input[there].modifiedAt;
  return {
    rule, baseline: conflictBaseline(gap),
    values: { salesforce: covered.salesforce.value, hubspot: covered.hubspot.value },
    prints: side === 'salesforce' ? { ...prints, salesforce: edit.print } : { ...prints, hubspot: edit.print },
    times: side === 'salesforce' ? { salesforce: edit.at, hubspot: theirTime } : { salesforce: theirTime, hubspot: edit.at },
    bounds: side === 'salesforce' ? { salesforce: edit.at, hubspot: bound } : { salesforce: bound, hubspot: edit.at },
    converted: conversions(rule, schemas, covered),
  };
}

/** Whether the edited side must get its value back: it won, it may stay as drift, or it must be refused in plain sight. */
function isRestored(verdict: Verdict, { side, value, schemas }: GapCase): boolean {
  if (!schemas[side].isWritable) return false;
  switch (verdict.kind) {
    case 'agree':
    case 'refuse':
      return true;
    case 'write':
      return verdict.to !== side;
    case 'leave':
      return verdict.reason === 'blank-ignored' ? value !== null : true;
    case 'review':
    case 'unchanged':
      return false;
  }
}

function restore(gap: GapCase, view: FieldView, verdict: Verdict, draft: PlanDraft): void {
  const { input, rule, schemas, side, baseline, prints, value, edit } = gap;
  const there = otherSide(side);
  // Left different by the rule, or equal by chance: the restored value itself is agreed on. Otherwise it is news once it is back.
  const isAgreed = verdict.kind === 'leave' || verdict.kind === 'agree';
  const mine = isAgreed ? edit.print : baseline[side];
  const writes = rememberWrite(settleGap(baseline.writes, edit), { ...newWrite(input, { side, valueAt: edit.at, before: prints[side], sent: edit.print }), isRestore: true as const }, input.readAt);
  const pair = side === 'salesforce' ? { salesforce: mine, hubspot: prints[there] } : { salesforce: prints[there], hubspot: mine };
  draft.writes[side].push({
    rule, field: fieldOn(rule, side), sent: value, wire: toWire(value, schemas[side].kind, side), before: gap.readings[side].value,
    agree: { ...pair, writes, ...(verdict.kind === 'leave' ? { drift: verdict.reason } : {}) },
    decision: decision(view, 'restored-after-gap', side),
  });
}

function valuesNow({ readings }: GapCase): Sided<Value> {
  return { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value };
}
