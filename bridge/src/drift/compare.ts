/**
 * Two looks at one object's schema, and what of the difference matters to the rules. Pure: schemas and rules in, findings out.
 * Example: `Lead.Status` loses "Working", to which a rule leads HubSpot's "OPEN" → one finding `value-retired`, with the rule and the fix.
 */
import { canFlow, convert, fieldOn, otherSide } from '../domain/index.ts';
import type { FieldRule, FieldSchema, ObjectMapping, ObjectSchema, RuleSet, Schemas, Side } from '../domain/model.ts';
import type { FieldSnapshot, Finding, Snapshot } from './model.ts';
import { asBefore } from './snapshot.ts';
import type { ObjectUses, Use } from './uses.ts';
import { findingOf, shapeWords, typeChange } from './words.ts';

export type Comparison = {
  readonly side: Side;
  readonly object: string;
  readonly rules: RuleSet;
  readonly uses: ObjectUses;
  /** Today's schemas of both sides. */
  readonly schemas: Schemas;
  /** What was right last; null on the first look. */
  readonly known: Snapshot | null;
  readonly seen: Snapshot;
};

/** Findings in the order of fields; none when nothing that matters changed. */
export function compareObject(look: Comparison): readonly Finding[] {
  const schema = look.schemas.get(`${look.side}:${look.object}`);
  if (schema === undefined) return [];
  const used = [...look.uses.fields].flatMap(([field, uses]) => fieldFindings(look, { field, uses, now: schema.fields.get(field) ?? null }));
  return [...used, ...requiredFindings(look, schema), ...saveRuleFindings(look)];
}

type OneField = { readonly field: string; readonly uses: readonly Use[]; readonly now: FieldSchema | null };

function fieldFindings(look: Comparison, { field, uses, now }: OneField): readonly Finding[] {
  const { known } = look;
  const before = known?.fields[field] ?? null;
  if (now === null)
    return [
      findingOf(look, { kind: 'field-removed', field, label: before?.label ?? null, uses, before: before === null ? null : shapeWords(before), after: 'gone' }),
    ];
  const writers = uses.filter(({ isWritten }) => isWritten);
  const label = now.label ?? field;
  const lost =
    writers.length > 0 && !now.isWritable && (before === null ? !now.isCreatable : before.isWritable)
      ? [findingOf(look, { kind: 'permission-lost', field, label, uses: writers, before: before === null ? null : 'could be written', after: 'read only' })]
      : [];
  if (before === null) return lost;
  return [...lost, ...typeFindings(look, { field, uses, now, before }), ...valueFindings(look, { field, uses, now, before })];
}

type Changed = { readonly field: string; readonly uses: readonly Use[]; readonly now: FieldSchema; readonly before: FieldSnapshot };

function typeFindings(look: Comparison, { field, uses, now, before }: Changed): readonly Finding[] {
  const change = typeChange(
    before,
    now,
    uses.some(({ isWritten }) => isWritten),
  );
  if (change === null) return [];
  const isBroken = uses.some(({ rule }) => rule !== null && routes(look, rule).some((route) => isBarred(route)));
  return [
    findingOf(look, {
      kind: 'type-changed',
      field,
      label: now.label ?? field,
      uses,
      ...change,
      isNotice: !isBroken,
      option: `${change.before} → ${change.after}`,
    }),
  ];
}

// --- values --------------------------------------------------------------------------------------------------------

function valueFindings(look: Comparison, { field, uses, now, before }: Changed): readonly Finding[] {
  if (now.options === null || before.options === null) return [];
  const label = now.label ?? field;
  const known = new Set(before.options);
  const fresh = now.options.filter((value) => !known.has(value));
  const unmapped = uses.map((use) => ({ use, values: fresh.filter((value) => !carries(look, use, value)) })).filter(({ values }) => values.length > 0);
  const retired = uses.map((use) => ({ use, values: retiredFor(look, use, { field, now, before }) })).filter(({ values }) => values.length > 0);
  const found: Finding[] = [];
  const add = (
    kind: 'value-new' | 'value-retired',
    all: readonly { readonly use: Use; readonly values: readonly string[] }[],
    beforeWords: string,
    after: string,
  ): void => {
    if (all.length === 0) return;
    const values = [...new Set(all.flatMap((one) => one.values))].map((value) => nameOf(now, before, value));
    found.push(findingOf(look, { kind, field, label, uses: all.map(({ use }) => use), before: beforeWords, after, values, isNotice: true }));
  };
  add('value-retired', retired, 'could be chosen', 'cannot be chosen');
  add('value-new', unmapped, 'not there', 'can be chosen');
  return found;
}

/** As people call it: its label, where the platform stores another word. */
function nameOf({ options, optionLabels }: FieldSchema, before: FieldSnapshot, value: string): string {
  const label = optionLabels?.[options?.indexOf(value) ?? -1] ?? before.names[value];
  return label === undefined || label === value ? value : `${label} (${value})`;
}

/** Whether a value of this side reaches the other under the rule, or the rule does not take it there. */
function carries(look: Comparison, { rule }: Use, value: string): boolean {
  if (rule === null || rule.owners !== undefined || rule.referenceMapping !== null || !canFlow(rule, look.side)) return true;
  return routes(look, rule).every((route) => route.from !== look.side || isBarred(route) || convert(value, route).ok);
}

/** Values of this side that something of the other side led to and that can be chosen no more. */
function retiredFor(look: Comparison, { rule }: Use, { now, before }: Pick<Changed, 'field' | 'now' | 'before'>): readonly string[] {
  const active = new Set(now.options);
  const gone = (before.options ?? []).filter((value) => !active.has(value));
  if (gone.length === 0 || rule === null || rule.owners !== undefined || rule.referenceMapping !== null) return [];
  return gone.filter((value) =>
    routes(look, rule).some((route) => {
      if (route.from === look.side || isBarred(route)) return false;
      const sources = route.fromSchema.options;
      // From free text anything may come.
      if (sources === null) return rule.valueMap.length === 0 || rule.valueMap.some((pair) => pair[look.side] === value);
      const then = { ...route, toSchema: asBefore(now, before) };
      return sources.some((source) => leadsTo(source, then) === value && !convert(source, route).ok);
    }),
  );
}

function leadsTo(value: string, route: Route): string | null {
  const answer = convert(value, route);
  return answer.ok ? answer.value : null;
}

type Route = { readonly rule: FieldRule; readonly from: Side; readonly fromSchema: FieldSchema; readonly toSchema: FieldSchema };
/** Whether the two types have nothing in common: a finding of its own. */
const isBarred = (route: Route): boolean => {
  const answer = convert('0', route);
  return !answer.ok && answer.code === 'field-unmappable';
};

/** The ways a rule may carry values between this object and those of its mapping on the other side. */
function routes({ rules, schemas, side, object }: Comparison, rule: FieldRule): readonly Route[] {
  const mapping = rules.mappings.find((one) => one.fields.includes(rule));
  if (mapping === undefined) return [];
  const here = fieldIn(schemas.get(`${side}:${object}`), rule, side);
  return othersOf(mapping, rule, side).flatMap((name) => {
    const there = fieldIn(schemas.get(`${otherSide(side)}:${name}`), rule, otherSide(side));
    if (here === null || there === null) return [];
    const out: Route[] = canFlow(rule, side) ? [{ rule, from: side, fromSchema: here, toSchema: there }] : [];
    const back: Route[] = canFlow(rule, otherSide(side)) ? [{ rule, from: otherSide(side), fromSchema: there, toSchema: here }] : [];
    return [...out, ...back];
  });
}

const othersOf = (mapping: ObjectMapping, rule: FieldRule, side: Side): readonly string[] =>
  side === 'salesforce' ? [mapping.hubspotObject] : mapping.salesforceObjects.filter((name) => rule.salesforceObjects.includes(name));
const fieldIn = (schema: ObjectSchema | undefined, rule: FieldRule, side: Side): FieldSchema | null => schema?.fields.get(fieldOn(rule, side)) ?? null;

// --- what new records need, and what guards them -----------------------------------------------------------------------

function requiredFindings(look: Comparison, schema: ObjectSchema): readonly Finding[] {
  const { known, uses } = look;
  if (known === null || !uses.isMade) return [];
  const needed = [...schema.fields.values()].filter(({ name, isRequired }) => isRequired && known.fields[name]?.isRequired !== true && !uses.given.has(name));
  return needed.map(({ name, label }) =>
    findingOf(look, { kind: 'field-required', field: name, label: label ?? name, uses: [], before: 'optional', after: 'required' }),
  );
}

function saveRuleFindings(look: Comparison): readonly Finding[] {
  const before = look.known?.saveRules ?? null;
  const now = look.seen.saveRules;
  if (before === null || now === null || !look.uses.isWritten) return [];
  return Object.entries(now).flatMap(([name, rule]) => {
    const old = before[name];
    if (old?.modifiedAt === rule.modifiedAt) return [];
    const uses = rule.field === null ? [] : (look.uses.fields.get(rule.field) ?? []);
    const words = { before: old === undefined ? 'not in force' : `in force as of ${day(old.modifiedAt)}`, after: `in force: “${rule.message}”` };
    return [
      findingOf(look, { kind: 'save-rule', field: rule.field, label: null, uses, ...words, isNotice: true, name, option: `${name} (“${rule.message}”)` }),
    ];
  });
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
