/**
 * An edit our write covered is decided like any conflict. If it should have won it is put back, and then travels as if it had just
 * been typed: the restoring write agrees on the pair without it, so the next look finds the edit as one side's change. A crash
 * in between can therefore neither lose it nor apply it twice. Where edits of both sides were covered, they are decided against each
 * other first; only the winner is put back, and the loss of the other is logged with it.
 */
import { conversions, fieldOn, sightings, SIDES } from './field-values.ts';
import type { FieldSchemas, Reading } from './field-values.ts';
import { gapEdit, rememberWrite, settleGap } from './gap.ts';
import type { GapEdit } from './gap.ts';
import { decide, stagesBefore } from './lifecycle.ts';
import { canFlow, otherSide } from './merge.ts';
import type { FieldView, Sided, Verdict } from './merge.ts';
import { applyVerdict, clearingOf, decision, newWrite } from './plan-verdict.ts';
import type { PlanDraft } from './plan-verdict.ts';
import type { BaselinePair, DecisionReason, FieldRule, Side, Value } from './model.ts';
import type { DecisionDraft, PairInput } from './plan-types.ts';
import { toWire } from './values.ts';

type GapField = {
  readonly input: PairInput;
  readonly rule: FieldRule;
  readonly schemas: FieldSchemas;
  readonly readings: Sided<Reading>;
  readonly prints: Sided<string>;
  readonly baseline: BaselinePair;
};
export type GapCase = GapField & {
  /** The side whose edit was covered, and the value that was typed. */
  readonly side: Side;
  readonly edit: GapEdit;
  readonly value: Value;
};

/** A baseline no value has: both sides count as changed, which in a gap they are. */
const BOTH_CHANGED: BaselinePair = { salesforce: '', hubspot: '' };

/** The edits of one field that our writes covered and nobody has decided about: one per side at most, Salesforce first. */
export function coveredEdits(field: GapField): readonly GapCase[] {
  const { input, rule, schemas, baseline, prints } = field;
  return SIDES.flatMap((side) => {
    // Only while the side still holds what we left there: a person's later value supersedes whatever was covered.
    if (baseline.writes === undefined || !isOurs(baseline, side, prints[side])) return [];
    const told = sightings(input, rule, side, schemas[side]);
    const edit = gapEdit({ side, baseline, sightings: told, skewMs: input.skewMs });
    return edit === null ? [] : [{ ...field, side, edit, value: told.find((sighting) => sighting.print === edit.print)?.value ?? null }];
  });
}

function isOurs(baseline: BaselinePair, side: Side, print: string): boolean {
  const last = baseline.writes?.findLast((write) => write.side === side);
  return baseline[side] === print || last?.seen.slice(1).includes(print) === true;
}

/** Decides what `coveredEdits` found and adds what follows to the plan: one write at most. */
export function applyGaps([first, second]: readonly GapCase[], draft: PlanDraft): void {
  if (first === undefined) return;
  if (second === undefined) applyGap(first, draft);
  else applyBoth(first, second, draft);
}

/**
 * Puts covered edits back where they were typed and decides nothing: for a pair at rest, where what is typed waits until it returns. The
 * baseline stays, so each is news then. A stage typed over what both sides now call a customer is not put back: it would be refused.
 */
export function restoreGaps(gaps: readonly GapCase[], draft: PlanDraft): void {
  const [first] = gaps;
  if (first === undefined) return;
  const { input, rule, baseline } = first;
  if (holdsCustomer(first)) {
    const settled = gaps.reduce((known, gap) => settleGap(known, gap.edit), baseline.writes);
    draft.agreed[rule.key] = { ...baseline, ...(settled === undefined ? {} : { writes: settled }) };
    draft.decisions.push(...gaps.map((gap) => decision(conflictView(gap), 'stage-customer', otherSide(gap.side))));
    return;
  }
  const trace = ({ side, prints, edit }: GapCase) => ({
    ...newWrite(input, { side, valueAt: edit.at, before: prints[side], sent: edit.print }),
    isRestore: true as const,
  });
  const writes = gaps.reduce((known, gap) => rememberWrite(settleGap(known, gap.edit), trace(gap), input.readAt), baseline.writes);
  const agree = { ...baseline, ...(writes === undefined ? {} : { writes }) };
  for (const gap of gaps) {
    const { side, schemas, value, readings } = gap;
    if (!schemas[side].isWritable) {
      draft.agreed[rule.key] = agree;
      draft.decisions.push(decision(conflictView(gap), 'restored-after-gap', 'neither'));
      continue;
    }
    draft.writes[side].push({
      rule,
      field: fieldOn(rule, side),
      sent: value,
      wire: toWire(value, schemas[side].kind, side),
      before: readings[side].value,
      agree,
      decision: decision(conflictView(gap), 'restored-after-gap', side),
      isGap: true,
      ...clearingOf({ view: { rule, values: valuesNow(gap) }, to: side, schemas, value }),
    });
  }
}

/** Two covered edits are the conflict of the two. The winner then meets what the other side holds now, like any covered edit. */
function applyBoth(first: GapCase, second: GapCase, draft: PlanDraft): void {
  const { rule, baseline } = first;
  const view = bothView(first, second);
  const verdict = decide(view);
  const stands = standing(verdict, rule);
  const between = decision(view, reasonOf(verdict), verdict.kind === 'agree' ? 'both' : verdict.kind === 'leave' ? verdict.winner : (stands ?? 'neither'));
  if (stands === null) {
    draft.agreed[rule.key] = { ...baseline, writes: settleGap(settleGap(baseline.writes, first.edit), second.edit) };
    draft.reviews.push({ rule, isGap: true });
    draft.decisions.push(between);
    return;
  }
  const [winner, loser] = stands === first.side ? [first, second] : [second, first];
  applyGap({ ...winner, baseline: { ...baseline, writes: settleGap(baseline.writes, loser.edit) } }, draft, between);
}

function bothView(first: GapCase, second: GapCase): FieldView {
  const [salesforce, hubspot] = first.side === 'salesforce' ? [first, second] : [second, first];
  const times = { salesforce: salesforce.edit.at, hubspot: hubspot.edit.at };
  const covered = { salesforce: { value: salesforce.value, unreadable: null }, hubspot: { value: hubspot.value, unreadable: null } };
  return {
    rule: first.rule,
    baseline: BOTH_CHANGED,
    ...before(first),
    times,
    bounds: times,
    values: { salesforce: salesforce.value, hubspot: hubspot.value },
    prints: { salesforce: salesforce.edit.print, hubspot: hubspot.edit.print },
    converted: conversions(first.rule, first.schemas, covered, first.input.pipeline),
  };
}

function before({ input, rule, baseline }: GapField): Pick<FieldView, 'before'> {
  return rule.stages === undefined ? {} : { before: stagesBefore(rule, baseline, input.fingerprint) };
}

function reasonOf(verdict: Verdict): DecisionReason {
  switch (verdict.kind) {
    case 'write':
      return verdict.reason ?? 'owner';
    case 'leave':
      return verdict.reason;
    case 'review':
      return 'review';
    case 'agree':
      return 'equal';
    case 'refuse':
    case 'unchanged':
      return 'owner';
  }
}

/** Whose of two covered edits may be put back; null when a person chooses. */
function standing(verdict: Verdict, rule: FieldRule): Side | null {
  const source = canFlow(rule, 'salesforce') ? 'salesforce' : 'hubspot';
  switch (verdict.kind) {
    case 'write':
      return otherSide(verdict.to);
    case 'refuse':
      return verdict.from;
    case 'agree':
      // Typed alike: it travels from the side the rule takes values from.
      return source;
    case 'leave':
      // Left to neither is a withdrawal against the rule's direction: it stays where it was made.
      return verdict.winner === 'neither' ? otherSide(source) : verdict.winner;
    case 'review':
    case 'unchanged':
      return null;
  }
}

/** Decides a covered edit. `overruled` is logged along with it. */
function applyGap(gap: GapCase, draft: PlanDraft, overruled?: DecisionDraft): void {
  const { rule, side, baseline, prints, edit } = gap;
  const view = conflictView(gap);
  const verdict = decide(view);
  const settled = settleGap(baseline.writes, edit);
  if (isRestored(verdict, gap)) {
    restore(gap, { view, verdict, overruled }, draft);
    return;
  }
  const there = otherSide(side);
  const isOvertaken = verdict.kind === 'write' && baseline[there] !== prints[there] && !isBlankOurs(gap);
  if (isOvertaken && verdict.to === side && gap.schemas[side].isWritable) {
    // The other side changed once more and wins over both: an ordinary write to the edited side. The log names the covered value.
    const now = { ...view, values: valuesNow(gap), prints, baseline: { ...baseline, writes: settled } };
    applyVerdict({ input: gap.input, view: now, schemas: gap.schemas, logged: view, ...(overruled === undefined ? {} : { overruled }) }, verdict, draft);
    return;
  }
  draft.agreed[rule.key] = { ...baseline, writes: settled };
  if (isOvertaken) draft.issues.push({ rule, code: 'field-read-only', side, field: fieldOn(rule, side) });
  if (verdict.kind === 'review') draft.reviews.push({ rule, isGap: true });
  draft.decisions.push(decision(view, reasonOf(verdict), verdict.kind === 'write' ? there : 'neither'), ...(overruled === undefined ? [] : [overruled]));
}

/**
 * What the merge compares with. Where we had put back a value of the same side, the covered one merely follows it, so only that side
 * counts as changed. A blank our own clearing left in HubSpot is no edit of that side's.
 */
function conflictBaseline({ side, edit, baseline, prints }: GapCase): BaselinePair {
  const there = otherSide(side);
  if (isBlankOurs({ side, baseline })) return { salesforce: '', hubspot: prints.hubspot };
  if (baseline.isUncompared === true) return { ...BOTH_CHANGED, isUncompared: true };
  if (edit.write.isRestore !== true || baseline[there] !== prints[there]) return BOTH_CHANGED;
  return side === 'salesforce' ? { salesforce: '', hubspot: prints.hubspot } : { salesforce: prints.salesforce, hubspot: '' };
}

/** Whether HubSpot, the other side, shows the blank of a clearing of ours that was cut short: what it was to bring is still owed. */
function isBlankOurs({ side, baseline }: Pick<GapCase, 'side' | 'baseline'>): boolean {
  return side === 'salesforce' && baseline.clearing === true;
}

/** The conflict as it would have been seen: the covered value against the other side's present one. */
function conflictView(gap: GapCase): FieldView {
  const { input, rule, schemas, readings, prints, baseline, side, edit, value } = gap;
  const there = otherSide(side);
  const theirTime = baseline[there] === prints[there] ? edit.write.valueAt : null;
  const covered: Sided<Reading> =
    side === 'salesforce'
      ? { salesforce: { value, unreadable: null }, hubspot: readings.hubspot }
      : { salesforce: readings.salesforce, hubspot: { value, unreadable: null } };
  const bound = input[there].modifiedAt;
  return {
    rule,
    baseline: conflictBaseline(gap),
    ...before(gap),
    values: { salesforce: covered.salesforce.value, hubspot: covered.hubspot.value },
    prints: side === 'salesforce' ? { ...prints, salesforce: edit.print } : { ...prints, hubspot: edit.print },
    times: side === 'salesforce' ? { salesforce: edit.at, hubspot: theirTime } : { salesforce: theirTime, hubspot: edit.at },
    bounds: side === 'salesforce' ? { salesforce: edit.at, hubspot: bound } : { salesforce: bound, hubspot: edit.at },
    converted: conversions(rule, schemas, covered, gap.input.pipeline),
  };
}

/** Whether the edited side must get its value back: it won, it may stay as drift, or it must be refused in plain sight. */
function isRestored(verdict: Verdict, gap: GapCase): boolean {
  const { side, value, schemas } = gap;
  if (!schemas[side].isWritable) return false;
  switch (verdict.kind) {
    case 'agree':
      return true;
    case 'refuse':
      // Not even for a moment may a customer be a prospect: the next look would put the customer back.
      return !holdsCustomer(gap);
    case 'write':
      return verdict.to !== side;
    case 'leave':
      return verdict.reason === 'blank-ignored' ? value !== null : true;
    case 'review':
    case 'unchanged':
      return false;
  }
}

/** Both sides hold a customer now. */
function holdsCustomer({ rule, readings }: GapCase): boolean {
  const customers = rule.stages?.filter(({ kind }) => kind === 'customer') ?? [];
  return customers.some(({ stage, salesforceValue }) => readings.hubspot.value === stage && readings.salesforce.value === salesforceValue);
}

type Restoring = { readonly view: FieldView; readonly verdict: Verdict; readonly overruled: DecisionDraft | undefined };

function restore(gap: GapCase, { view, verdict, overruled }: Restoring, draft: PlanDraft): void {
  const { input, rule, schemas, side, baseline, prints, value, edit } = gap;
  const there = otherSide(side);
  // Left different by the rule, or equal by chance: the restored value itself is agreed on. Otherwise it is news once it is back.
  const isAgreed = verdict.kind === 'leave' || verdict.kind === 'agree';
  const mine = isAgreed ? edit.print : baseline[side];
  const writes = rememberWrite(
    settleGap(baseline.writes, edit),
    { ...newWrite(input, { side, valueAt: edit.at, before: prints[side], sent: edit.print }), isRestore: true as const },
    input.readAt,
  );
  const pair = side === 'salesforce' ? { salesforce: mine, hubspot: prints[there] } : { salesforce: prints[there], hubspot: mine };
  draft.writes[side].push({
    rule,
    field: fieldOn(rule, side),
    sent: value,
    wire: toWire(value, schemas[side].kind, side),
    before: gap.readings[side].value,
    agree: {
      ...pair,
      writes,
      ...(verdict.kind === 'leave' ? { drift: verdict.reason } : {}),
      ...(baseline.clearing === true ? { clearing: true as const } : {}),
    },
    decision: decision(view, 'restored-after-gap', side),
    isGap: true,
    ...clearingOf({ view: { rule, values: valuesNow(gap) }, to: side, schemas, value }),
    ...(overruled === undefined ? {} : { overruled }),
  });
}

function valuesNow({ readings }: GapCase): Sided<Value> {
  return { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value };
}
