/**
 * The lifecycle machine: who may set a stage, where it may go next, and what happens to a move that is not allowed. It stands in for
 * the ordinary merge on the one rule that carries HubSpot's lifecycle stage. docs/semantics.md, "Lifecycle stages".
 */
import type { Fingerprinter } from './fingerprint.ts';
import { changedSides, conflict, firstLink, isEquivalent, isFirstLook, merge, otherSide, write } from './merge.ts';
import type { FieldView, Sided, Verdict } from './merge.ts';
import type { BaselinePair, DecisionReason, FieldRule, FieldSchema, LifecycleStage, RuleSet, Side, Value } from './model.ts';

/** HubSpot's own property, on contacts and companies alike. */
export const LIFECYCLE_PROPERTY = 'lifecyclestage';
/** So often a move is put back while its write is remembered (gap.ts); one that comes yet again is somebody's automation. */
const PUT_BACK_MAX = 3;

export type StageMove = { readonly from: Value; readonly to: Value; readonly by: Side };
export type MoveAnswer = { readonly isAllowed: true } | { readonly isAllowed: false; readonly why: 'stage-owner' | 'stage-move' };
const ALLOWED: MoveAnswer = { isAllowed: true };

/**
 * Whether a side may move a record from one stage to another (HubSpot's words, null = no stage). Only a stage's owner may set it, and
 * only its owner may clear it; from no stage, or from one nobody lists any more, every stage can be reached.
 */
export function mayMove(stages: readonly LifecycleStage[], { from, to, by }: StageMove): MoveAnswer {
  if (from === to) return ALLOWED;
  const origin = stages.find(({ stage }) => stage === from);
  const target = stages.find(({ stage }) => stage === to);
  if ((to === null ? (origin?.owner ?? by) : target?.owner) !== by) return { isAllowed: false, why: 'stage-owner' };
  if (origin === undefined || target === undefined) return ALLOWED;
  const isOpen = origin.movesTo === null ? target.order > origin.order : origin.movesTo.includes(target.stage);
  return isOpen ? ALLOWED : { isAllowed: false, why: 'stage-move' };
}

/**
 * Rules with the stages on the rule that carries them. There the stages say what travels: each in the direction its owner decides, and
 * only those that are listed.
 */
export function withStages(rules: RuleSet): RuleSet {
  const { lifecycle } = rules;
  if (lifecycle.length === 0) return rules;
  const valueMap = lifecycle.map(({ stage, salesforceValue }) => ({ salesforce: salesforceValue, hubspot: stage }));
  const carry = (rule: FieldRule): FieldRule =>
    rule.hubspotProperty === LIFECYCLE_PROPERTY && rule.direction !== 'off' ? { ...rule, direction: 'two-way', valueMap, stages: lifecycle } : rule;
  return { ...rules, mappings: rules.mappings.map((mapping) => ({ ...mapping, fields: mapping.fields.map(carry) })) };
}

/** The stage each side held when they last agreed, told by fingerprint; null where there was none or it is not listed any more. */
export function stagesBefore(rule: FieldRule, baseline: BaselinePair | null, fingerprint: Fingerprinter): Sided<Value> {
  const held = (side: Side): Value =>
    rule.stages?.find(({ stage, salesforceValue }) => baseline?.[side] === fingerprint(rule.key, side === 'hubspot' ? stage : salesforceValue))?.stage ?? null;
  return { salesforce: held('salesforce'), hubspot: held('hubspot') };
}

/**
 * Whether HubSpot takes a new stage only after the old one was cleared: it moves forward by itself in the order of its own options, and
 * leaves a step back out without a word. A stage its options do not know is cleared for, too: clearing costs a call, silence the stage.
 */
export function needsClearing(rule: FieldRule, schema: FieldSchema, { from, to }: { readonly from: Value; readonly to: Value }): boolean {
  if (rule.stages === undefined || from === null || to === null || from === to) return false;
  const [held, wanted] = [from, to].map((stage) => schema.options?.indexOf(stage) ?? -1);
  return held === undefined || wanted === undefined || held < 0 || wanted < held;
}

/** The change is one that concerns a customer: it goes before what is merely new. `value` is undefined where the notice did not tell. */
export function isUrgentStage(rule: FieldRule, side: Side, value: Value | undefined): boolean {
  if (rule.stages === undefined || value === null) return false;
  const named = rule.stages.find((one) => (side === 'hubspot' ? one.stage : one.salesforceValue) === value);
  return value === undefined || named?.kind === 'customer' || named?.kind === 'disqualified';
}

/** The verdict about any field: the machine's where stages are set up, the merge's elsewhere. */
export function decide(view: FieldView): Verdict {
  return view.rule.stages === undefined || view.rule.direction === 'off' ? merge(view) : judge(view, view.rule.stages);
}

function judge(view: FieldView, stages: readonly LifecycleStage[]): Verdict {
  const changed = changedSides(view);
  if (!changed.salesforce && !changed.hubspot) return { kind: 'unchanged' };
  const areBothChanged = changed.salesforce && changed.hubspot;
  if (isEquivalent(view)) return { kind: 'agree', reason: !isFirstLook(view) && areBothChanged ? 'equal' : null };
  // Our own write cleared it and was cut short: what it was to bring is still owed, whoever may set it.
  if (view.baseline?.clearing === true && view.values.hubspot === null) return write(view, 'hubspot', null);
  const unlisted = (['salesforce', 'hubspot'] as const).find((side) => changed[side] && !view.converted[side].ok);
  if (unlisted !== undefined && !view.converted[unlisted].ok) return { kind: 'refuse', from: unlisted, refusal: view.converted[unlisted] };
  if (isFirstLook(view)) return start(view, stages);
  if (areBothChanged) return bothMoved(view, stages);
  return oneMoved(view, stages, changed.salesforce ? 'salesforce' : 'hubspot');
}

/** The stage a side holds now, in HubSpot's words. */
function held(view: FieldView, side: Side): Value {
  if (side === 'hubspot') return view.values.hubspot;
  return view.converted.salesforce.ok ? view.converted.salesforce.value : null;
}

function answerOf(view: FieldView, stages: readonly LifecycleStage[], by: Side): MoveAnswer {
  return mayMove(stages, { from: view.before?.[by] ?? view.before?.[otherSide(by)] ?? null, to: held(view, by), by });
}

function isCustomer(stages: readonly LifecycleStage[], stage: Value): boolean {
  return stages.find((one) => one.stage === stage)?.kind === 'customer';
}

/** Never compared before: what a record starts with is taken as it is; of two stages, the one whose own side says it. */
function start(view: FieldView, stages: readonly LifecycleStage[]): Verdict {
  if (view.values.salesforce === null || view.values.hubspot === null) return firstLink(view);
  const rightful = rightfulSide(view, stages, (side) => mayMove(stages, { from: null, to: held(view, side), by: side }).isAllowed);
  return rightful === null ? firstLink(view) : write(view, otherSide(rightful.side), rightful.isCustomer ? 'stage-customer' : 'stage-owner');
}

function rightfulSide(view: FieldView, stages: readonly LifecycleStage[], isAllowed: (side: Side) => boolean) {
  const allowed = { salesforce: isAllowed('salesforce'), hubspot: isAllowed('hubspot') };
  if (allowed.salesforce !== allowed.hubspot) return { side: allowed.salesforce ? 'salesforce' : 'hubspot', isCustomer: false } as const;
  const customers = { salesforce: isCustomer(stages, held(view, 'salesforce')), hubspot: isCustomer(stages, held(view, 'hubspot')) };
  if (!allowed.salesforce || customers.salesforce === customers.hubspot) return null;
  return { side: customers.salesforce ? 'salesforce' : 'hubspot', isCustomer: true } as const;
}

function oneMoved(view: FieldView, stages: readonly LifecycleStage[], by: Side): Verdict {
  const answer = answerOf(view, stages, by);
  return answer.isAllowed ? write(view, otherSide(by), null) : putBack(view, stages, { by, why: answer.why });
}

function bothMoved(view: FieldView, stages: readonly LifecycleStage[]): Verdict {
  const answers = { salesforce: answerOf(view, stages, 'salesforce'), hubspot: answerOf(view, stages, 'hubspot') };
  const rightful = rightfulSide(view, stages, (side) => answers[side].isAllowed);
  if (rightful === null) return answers.salesforce.isAllowed ? conflict(view) : refuse(view, 'salesforce', 'stage-contested');
  const lost = answers[otherSide(rightful.side)];
  return write(view, otherSide(rightful.side), lost.isAllowed ? 'stage-customer' : lost.why);
}

/**
 * A move that is not allowed is put back where the rule enforces, and always where the other side holds a customer: a stale stage must
 * not let marketing write to a customer as to a prospect.
 */
function putBack(view: FieldView, stages: readonly LifecycleStage[], { by, why }: { readonly by: Side; readonly why: 'stage-owner' | 'stage-move' }): Verdict {
  const mustHold = isCustomer(stages, held(view, otherSide(by)));
  if (view.rule.nonOwnerEdit === 'tolerate' && !mustHold)
    return why === 'stage-owner' ? { kind: 'leave', reason: 'tolerated', winner: 'neither' } : refuse(view, by, why);
  return timesPutBack(view, by) >= PUT_BACK_MAX ? refuse(view, by, 'stage-contested') : write(view, by, why satisfies DecisionReason);
}

/** How often this very value was replaced on this side by the one agreed on: a loop shows as the same move again and again. */
function timesPutBack({ baseline, prints }: FieldView, by: Side): number {
  return (baseline?.writes ?? []).filter(({ side, seen }) => side === by && seen[0] === prints[by] && seen[1] === baseline?.[by]).length;
}

function refuse(view: FieldView, by: Side, code: 'stage-owner' | 'stage-move' | 'stage-contested'): Verdict {
  const from = view.before?.[by] ?? held(view, otherSide(by)) ?? '–';
  return { kind: 'refuse', from: by, refusal: { ok: false, code, option: `${from} → ${held(view, by) ?? '–'}` } };
}
