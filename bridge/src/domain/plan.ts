/**
 * What to do about one linked pair: compare every mapped field with the baseline under its rule. Pure; the engine carries it out.
 */
import { conversions, fieldOn, reading, SIDES, typedAt } from './field-values.ts';
import type { FieldSchemas, Reading } from './field-values.ts';
import { decide, stagesBefore } from './lifecycle.ts';
import { needsTimes, write } from './merge.ts';
import type { FieldView, Sided } from './merge.ts';
import { applyGaps, coveredEdits, restoreGaps } from './plan-gap.ts';
import { applyVerdict, decision, startDraft } from './plan-verdict.ts';
import type { PlanDraft } from './plan-verdict.ts';
import { planReference } from './plan-reference.ts';
import { planSettlement, settlementOf } from './plan-settlement.ts';
import { joinMoney, linePrice, withCalculated } from './money.ts';
import { moveWithStage, pipelineFirst, standingPipeline } from './pipelines.ts';
import { withoutWhatId } from './standard-rules.ts';
import type { BaselinePair, DecisionReason, FieldRule, ObjectMapping, Schemas, Side, Value } from './model.ts';
import type { PairInput, PairPlan, Put } from './plan-types.ts';
import { applyPut } from './puts.ts';

/** Rules of a mapping that concern a Salesforce object and are switched on. */
export function rulesFor(mapping: ObjectMapping, salesforceObject: string): readonly FieldRule[] {
  return mapping.fields.filter((rule) => rule.direction !== 'off' && rule.salesforceObjects.includes(salesforceObject));
}

/** The plan for one pair; each rule is planned alone, so one bad field never holds back the others. */
export function planPair(input: PairInput): PairPlan {
  const draft = startDraft();
  const rules = rulesFor(input.mapping, input.salesforce.object)
    .map((rule) => withCalculated(rule, input.mapping, input))
    .filter((rule) => rule.direction !== 'off');
  const { first, rest } = pipelineFirst(rules, input.hubspot.object);
  for (const rule of first) planField(input, rule, draft);
  const placed: PairInput = { ...input, pipeline: standingPipeline(input, draft) };
  for (const rule of rest) planField(placed, rule, draft);
  moveWithStage(placed, rules, draft, (rule) => take(placed, { rule, to: 'hubspot', reason: null }, draft));
  joinMoney(placed, rules, draft, (rule, to) => take(placed, { rule, to, reason: 'owner' }, draft));
  draft.writes.salesforce = [...withoutWhatId(input.salesforce.object, draft.writes.salesforce, input.salesforce.values['WhoId'])];
  draft.extras.salesforce = linePrice(input, draft);
  for (const put of input.puts ?? []) if (put.rule.direction === 'off') planLoosePut(input, put, draft);
  return draft;
}

type Taking = { readonly rule: FieldRule; readonly to: Side; readonly reason: DecisionReason | null };

/** Carries a field over because another one does not go without it; false when it cannot. */
function take(input: PairInput, { rule, to, reason }: Taking, draft: PlanDraft): boolean {
  const { salesforce, hubspot } = fieldSchemas(input.schemas, rule, { salesforce: input.salesforce.object, hubspot: input.hubspot.object });
  if (salesforce === null || hubspot === null) return false;
  const schemas = { salesforce, hubspot };
  const view = fieldView({ input, rule, schemas, ...readingsOf(input, rule, schemas), baseline: input.baseline[rule.key] ?? null });
  const verdict = write(view, to, reason);
  const before = draft.writes[to].length;
  applyVerdict({ input, view, schemas }, verdict, draft);
  return draft.writes[to].length > before;
}

/** A value for a field without a rule. */
function planLoosePut(input: PairInput, put: Put, draft: PlanDraft): void {
  const { rule, side } = put;
  const schema = input.schemas.get(`${side}:${input[side].object}`)?.fields.get(fieldOn(rule, side));
  if (schema === undefined) {
    draft.issues.push({ rule, code: 'field-missing', side, field: fieldOn(rule, side) });
    return;
  }
  const held = reading(input[side].values[fieldOn(rule, side)], schema);
  const none: Reading = { value: null, unreadable: null };
  const readings = side === 'salesforce' ? { salesforce: held, hubspot: none } : { salesforce: none, hubspot: held };
  const prints = { salesforce: input.fingerprint(rule.key, readings.salesforce.value), hubspot: input.fingerprint(rule.key, readings.hubspot.value) };
  const schemas = { salesforce: schema, hubspot: schema };
  applyPut(input, { put, view: fieldView({ input, rule, schemas, readings, prints, baseline: null }), schemas }, draft);
}

/**
 * What a pair at rest still gets: edits that writes of ours covered are put back where they were typed, and a person who settled one of
 * its fields is told that nothing came of it.
 */
export function planResting(input: PairInput): PairPlan {
  const draft = startDraft();
  const objects = { salesforce: input.salesforce.object, hubspot: input.hubspot.object };
  for (const rule of rulesFor(input.mapping, objects.salesforce)) {
    const baseline = input.baseline[rule.key];
    const { salesforce, hubspot } = fieldSchemas(input.schemas, rule, objects);
    if (rule.referenceMapping !== null || salesforce === null || hubspot === null) continue;
    const schemas = { salesforce, hubspot };
    const { readings, prints } = readingsOf(input, rule, schemas);
    const settlement = settlementOf(input, rule);
    if (settlement !== null) {
      const values = { salesforce: readings.salesforce.value, hubspot: readings.hubspot.value };
      draft.decisions.push(decision({ rule, values, times: { salesforce: null, hubspot: null } }, settlement.reason, 'neither'));
    }
    if (baseline?.writes === undefined) continue;
    restoreGaps(coveredEdits({ input, rule, schemas, readings, prints, baseline }), draft);
  }
  return draft;
}

function readingsOf(input: PairInput, rule: FieldRule, schemas: FieldSchemas): { readonly readings: Sided<Reading>; readonly prints: Sided<string> } {
  const readings = {
    salesforce: reading(input.salesforce.values[rule.salesforceField], schemas.salesforce),
    hubspot: reading(input.hubspot.values[rule.hubspotProperty], schemas.hubspot),
  };
  const prints = { salesforce: input.fingerprint(rule.key, readings.salesforce.value), hubspot: input.fingerprint(rule.key, readings.hubspot.value) };
  return { readings, prints };
}

function planField(input: PairInput, rule: FieldRule, draft: PlanDraft): void {
  if (rule.referenceMapping !== null) {
    planReference(input, rule, draft);
    return;
  }
  const schemas = fieldSchemas(input.schemas, rule, { salesforce: input.salesforce.object, hubspot: input.hubspot.object });
  const missing = SIDES.find((side) => schemas[side] === null);
  if (missing !== undefined || schemas.salesforce === null || schemas.hubspot === null) {
    const side = missing ?? 'salesforce';
    draft.issues.push({ rule, code: 'field-missing', side, field: fieldOn(rule, side) });
    return;
  }
  planReadable(input, rule, { salesforce: schemas.salesforce, hubspot: schemas.hubspot }, draft);
}

function planReadable(input: PairInput, rule: FieldRule, schemas: FieldSchemas, draft: PlanDraft): void {
  const { readings, prints } = readingsOf(input, rule, schemas);
  const baseline = input.baseline[rule.key] ?? null;
  wantHistoryOfWrites(input, rule, baseline, draft);
  const settlement = settlementOf(input, rule);
  const gaps = baseline === null ? [] : coveredEdits({ input, rule, schemas, readings, prints, baseline });
  if (gaps.length > 0) {
    // An edit nobody had seen yet is news to the person who settled the field, too: it is decided first.
    if (settlement !== null)
      planSettlement({ input, schemas, settlement, view: fieldView({ input, rule, schemas, readings, prints, baseline }), isOvertaken: true }, draft);
    applyGaps(gaps, draft);
    waitForRest({ input, rule, prints, baseline }, draft);
    return;
  }
  const checked = forgetClearing(forgetChecked(input, rule, baseline), readings.hubspot.value);
  if (
    settlement !== null &&
    planSettlement({ input, schemas, settlement, view: fieldView({ input, rule, schemas, readings, prints, baseline: checked }), isOvertaken: false }, draft)
  )
    return;
  const put = input.puts?.find((one) => one.rule.key === rule.key);
  if (baseline?.salesforce === prints.salesforce && baseline.hubspot === prints.hubspot) {
    if (put !== undefined) {
      applyPut(input, { put, view: fieldView({ input, rule, schemas, readings, prints, baseline: checked }), schemas }, draft);
      return;
    }
    if (checked !== baseline) draft.agreed[rule.key] = checked ?? baseline;
    if (baseline.drift === 'ignored') draft.issues.push({ rule, code: 'write-ignored', ...refusingSide(rule) });
    return;
  }
  // What people did to the field comes first.
  if (put !== undefined) draft.waiting.push(rule.key);
  const view = fieldView({ input, rule, schemas, readings, prints, baseline: checked });
  if (needsTimes(view) && input.history === null) draft.historyWanted.push(rule.hubspotProperty);
  applyVerdict({ input, view, schemas }, decide(view), draft);
}

/** A covered edit that is settled by a word in the log leaves what else is new about the field to the next look; nothing else would ask for it. */
function waitForRest({ input, rule, prints, baseline }: Pick<ViewInput, 'input' | 'rule' | 'prints' | 'baseline'>, draft: PlanDraft): void {
  const isWritten = SIDES.some((side) => draft.writes[side].some((intent) => intent.rule.key === rule.key));
  const isNews = SIDES.some((side) => baseline?.[side] !== prints[side]) || input.puts?.some((put) => put.rule.key === rule.key) === true;
  if (isNews && !isWritten) draft.waiting.push(rule.key);
}

/** A forward-only field ignores what its non-owner is sent; the issue names that side. */
function refusingSide(rule: FieldRule): { side: 'salesforce' | 'hubspot'; field: string } {
  const side = rule.direction === 'to-salesforce' || (rule.direction === 'two-way' && rule.owner === 'hubspot') ? 'salesforce' : 'hubspot';
  return { side, field: fieldOn(rule, side) };
}

/** A sweep heals lost notices; only HubSpot's history can tell an edit our write covered when its notice was lost. */
function wantHistoryOfWrites(input: PairInput, rule: FieldRule, baseline: BaselinePair | null, draft: PlanDraft): void {
  const isDoubtful = input.asksHistory === true || baseline?.isUncompared === true || input.changes.some((change) => change.origin !== 'event');
  if (input.history !== null || !isDoubtful) return;
  if (baseline?.writes?.some((write) => write.side === 'hubspot') === true) draft.historyWanted.push(rule.hubspotProperty);
}

/** Once the history was read, writes before it hold no secrets any more. */
function forgetChecked(input: PairInput, rule: FieldRule, baseline: BaselinePair | null): BaselinePair | null {
  if (baseline?.writes === undefined || input.history?.[rule.hubspotProperty] === undefined) return baseline;
  const kept = baseline.writes.filter((write) => write.side !== 'hubspot' || write.landedAt + input.skewMs >= input.readAt);
  return kept.length === baseline.writes.length ? baseline : { ...baseline, writes: kept };
}

/** A property that is filled was not left cleared: from here on, a blank is a person's again. */
function forgetClearing(baseline: BaselinePair | null, hubspot: Value): BaselinePair | null {
  if (baseline?.clearing !== true || hubspot === null) return baseline;
  const { clearing: _done, ...rest } = baseline;
  return rest;
}

type ViewInput = {
  readonly input: PairInput;
  readonly rule: FieldRule;
  readonly schemas: FieldSchemas;
  readonly readings: Sided<Reading>;
  readonly prints: Sided<string>;
  readonly baseline: BaselinePair | null;
};

function fieldView({ input, rule, schemas, readings, prints, baseline }: ViewInput): FieldView {
  const timeOf = (side: 'salesforce' | 'hubspot') => typedAt(input, rule, side, schemas[side], prints[side]);
  const isStandIn = isDefaultStandIn({ input, rule, schemas, readings, prints, baseline });
  const shown = isStandIn ? { ...readings, salesforce: { value: null, unreadable: null } } : readings;
  return {
    rule,
    prints,
    baseline,
    values: { salesforce: shown.salesforce.value, hubspot: shown.hubspot.value },
    ...(rule.stages === undefined ? {} : { before: stagesBefore(rule, baseline, input.fingerprint) }),
    ...(isStandIn ? { isStandIn } : {}),
    times: { salesforce: timeOf('salesforce'), hubspot: timeOf('hubspot') },
    bounds: { salesforce: input.salesforce.modifiedAt, hubspot: input.hubspot.modifiedAt },
    converted: conversions(rule, schemas, shown, input.pipeline),
  };
}

/**
 * Whether Salesforce's value is the create default and stands for blank. One that the value map knows is a value like any other, but for a
 * record that was made with it because HubSpot's own value was mapped to nothing.
 */
function isDefaultStandIn({ input, rule, schemas, readings, baseline }: ViewInput): boolean {
  const { createDefault = null } = rule;
  if (createDefault === null || readings.salesforce.value !== createDefault) return false;
  if (!rule.valueMap.some((pair) => pair.salesforce === createDefault)) return true;
  return baseline === null && !conversions(rule, schemas, readings, input.pipeline).hubspot.ok;
}

/** The rule's field on both sides, as far as the schemas know it. */
export function fieldSchemas(schemas: Schemas, rule: FieldRule, objects: Sided<string>): Sided<FieldSchemas['salesforce'] | null> {
  const one = (side: 'salesforce' | 'hubspot') => schemas.get(`${side}:${objects[side]}`)?.fields.get(fieldOn(rule, side)) ?? null;
  return { salesforce: one('salesforce'), hubspot: one('hubspot') };
}
