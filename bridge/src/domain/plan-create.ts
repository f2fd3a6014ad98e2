/** What a record that is new on one side starts with. */
import { convert } from './convert.ts';
import { fieldOn, reading } from './field-values.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { otherSide, withdrawalValue } from './merge.ts';
import { fieldSchemas, rulesFor } from './plan.ts';
import { pipelineProperty } from './kinds.ts';
import { createMoney } from './money.ts';
import { pipelineFirst } from './pipelines.ts';
import { standInOf } from './stand-ins.ts';
import { withoutWhatId } from './standard-rules.ts';
import type { FieldRule, FieldSchema, Instant, ObjectMapping, Schemas, Side } from './model.ts';
import type { AssociationIntent, FieldIntent, IssueDraft, RecordView, References } from './plan-types.ts';
import { isAssociation } from './references.ts';
import { toWire } from './values.ts';
import type { WireScalar } from './values.ts';

export type CreateInput = {
  readonly mapping: ObjectMapping;
  readonly schemas: Schemas;
  readonly source: RecordView;
  readonly from: Side;
  /** The object to create on the other side. */
  readonly object: string;
  readonly references: References;
  readonly fingerprint: Fingerprinter;
  /** When the record is made: what relative defaults are counted from. */
  readonly now: Instant;
  /** What the new record gets besides, by field: its kind, a price book entry. */
  readonly given?: Readonly<Record<string, WireScalar>>;
};
export type CreatePlan = {
  readonly fields: readonly FieldIntent[];
  readonly associations: readonly AssociationIntent[];
  readonly issues: readonly IssueDraft[];
  /** Values that go along without being agreed on. */
  readonly extras: Readonly<Record<string, WireScalar>>;
  /** True when a required field has no value, so the create would be refused. */
  readonly isBlocked: boolean;
  readonly waiting: readonly string[];
};

/**
 * Values and agreed pairs of a create. The new record has no values of its own that could be the truth, so it starts with all the other
 * side holds, whatever direction the rules have afterwards. Blank fields are left to the platform's defaults and are compared afterwards as on a first
 * link; refused values become issues and the rest is created without them.
 */
export function planCreate(input: CreateInput): CreatePlan {
  const draft: CreateDraft = { fields: [], associations: [], issues: [], waiting: [], extras: { ...input.given } };
  const [salesforceObject, hubspotObject] = input.from === 'salesforce' ? [input.source.object, input.object] : [input.object, input.source.object];
  const rules = rulesFor(input.mapping, salesforceObject);
  const { first, rest } = pipelineFirst(rules, hubspotObject);
  for (const rule of first) addField(input, rule, draft);
  const placed = { ...input, pipeline: pipelineOf(input, draft, hubspotObject) };
  for (const rule of rest) {
    if (rule.referenceMapping === null) addField(placed, rule, draft);
    else addReference(placed, rule, draft);
  }
  const money = createMoney({ ...input, rules, fields: draft.fields });
  const fields = withoutWhatId(input.object, money.fields, null);
  const extras = { ...money.extras, ...draft.extras };
  const missing = missingRequired(input, new Set([...fields.map((intent) => intent.field), ...Object.keys(extras)]));
  const to = otherSide(input.from);
  const issues = [...draft.issues, ...money.issues, ...missing.map((field) => ({ rule: null, code: 'required-missing', side: to, field }))];
  return { ...draft, fields, extras, issues, isBlocked: missing.length > 0 };
}

/** The pipeline a deal or ticket is made in: the one it is given, else the portal's first, where HubSpot puts what names none. */
function pipelineOf(input: CreateInput, draft: CreateDraft, hubspotObject: string): string | undefined {
  const property = pipelineProperty(hubspotObject);
  if (input.from === 'hubspot') {
    const held = input.source.values[property] ?? '';
    return held === '' ? undefined : String(held);
  }
  const given = draft.fields.find((intent) => intent.field === property)?.sent ?? draft.extras[property];
  return typeof given === 'string' ? given : input.schemas.get(`hubspot:${hubspotObject}`)?.fields.get(property)?.options?.[0];
}

type CreateDraft = {
  readonly fields: FieldIntent[];
  readonly associations: AssociationIntent[];
  readonly issues: IssueDraft[];
  readonly waiting: string[];
  readonly extras: Record<string, WireScalar>;
};
type Placed = CreateInput & { readonly pipeline?: string | undefined };

function addField(input: Placed, rule: FieldRule, draft: CreateDraft): void {
  const { from, object, source, fingerprint } = input;
  const to = otherSide(from);
  const schemas = fieldSchemas(
    input.schemas,
    rule,
    from === 'salesforce' ? { salesforce: source.object, hubspot: object } : { salesforce: object, hubspot: source.object },
  );
  const { [from]: mine, [to]: theirs } = schemas;
  if (mine === null || theirs === null) {
    const side = mine === null ? from : to;
    draft.issues.push({ rule, code: 'field-missing', side, field: fieldOn(rule, side) });
    return;
  }
  const { value, unreadable } = reading(source.values[fieldOn(rule, from)], mine);
  if (value === null) {
    addDefault(input, rule, { theirs, draft });
    addMoment(input, rule, draft);
    return;
  }
  const conversion = unreadable ?? convert(value, { rule, from, fromSchema: mine, toSchema: theirs, within: input.pipeline });
  if (!conversion.ok) {
    draft.issues.push({
      rule,
      code: conversion.code,
      side: to,
      field: fieldOn(rule, to),
      ...(conversion.option === undefined ? {} : { option: conversion.option }),
    });
    if (conversion.code === 'owner-unknown') draft.waiting.push(rule.key);
    // A value nobody mapped must not keep the whole record away: it starts with the default, which stands for blank until the value is known.
    const standIn = from === 'hubspot' && theirs.isRequired && theirs.isCreatable ? standInOf(rule, theirs, input.now) : null;
    if (standIn !== null) draft.extras[fieldOn(rule, to)] = toWire(standIn, theirs.kind, to);
    return;
  }
  if (!theirs.isCreatable) {
    // A withdrawal that cannot be written must not pass in silence (invariant 7).
    if (withdrawalValue(rule) === value) draft.issues.push({ rule, code: 'field-read-only', side: to, field: fieldOn(rule, to) });
    return;
  }
  const sent = fingerprint(rule.key, conversion.value);
  const own = fingerprint(rule.key, value);
  draft.fields.push({
    rule,
    field: fieldOn(rule, to),
    sent: conversion.value,
    wire: toWire(conversion.value, theirs.kind, to),
    before: null,
    agree: from === 'salesforce' ? { salesforce: own, hubspot: sent } : { salesforce: sent, hubspot: own },
    decision: null,
  });
}

/** A new Salesforce record gets the rule's default where HubSpot is blank. Agreed on as it is: it stands for the blank. */
function addDefault(
  { from, fingerprint, now }: CreateInput,
  rule: FieldRule,
  { theirs, draft }: { readonly theirs: FieldSchema; readonly draft: CreateDraft },
): void {
  const value = standInOf(rule, theirs, now);
  if (from !== 'hubspot' || value === null || !theirs.isCreatable) return;
  draft.fields.push({
    rule,
    field: rule.salesforceField,
    sent: value,
    wire: toWire(value, theirs.kind, 'salesforce'),
    before: null,
    agree: { salesforce: fingerprint(rule.key, value), hubspot: fingerprint(rule.key, null) },
    decision: null,
  });
}

/** HubSpot has no activity without a moment: one without a day is of when it is made. Agreed on as it is: it stands for the blank. */
function addMoment({ from, fingerprint, now }: CreateInput, rule: FieldRule, draft: CreateDraft): void {
  if (from !== 'salesforce' || rule.spelling !== 'day') return;
  const moment = new Date(now).toISOString();
  const agree = { salesforce: fingerprint(rule.key, null), hubspot: fingerprint(rule.key, moment) };
  draft.fields.push({ rule, field: rule.hubspotProperty, sent: moment, wire: moment, before: null, agree, decision: null });
}

function addReference(input: CreateInput, rule: FieldRule, draft: CreateDraft): void {
  const { from, references, fingerprint } = input;
  const to = otherSide(from);
  const held = references.held[rule.key]?.[from];
  const linkId = held?.kind === 'known' ? held.linkId : null;
  if (held === undefined || held.kind === 'elsewhere' || (held.kind === 'known' && linkId === null)) return;
  const id = linkId === null ? null : references.idOf(linkId, to);
  if (linkId === null || id === null) {
    draft.waiting.push(rule.key);
    draft.issues.push({ rule, code: 'reference-waiting', side: linkId === null ? from : to, field: fieldOn(rule, linkId === null ? from : to) });
    return;
  }
  const print = fingerprint(rule.key, linkId);
  const agree = { salesforce: print, hubspot: print };
  if (to === 'hubspot' && isAssociation(rule)) {
    draft.associations.push({ rule, linkId, before: null, agree, decision: null });
    return;
  }
  // Some lookups are filled by the platform itself: a line item's product follows from its price book entry.
  const field = fieldOn(rule, to);
  if (input.schemas.get(`${to}:${input.object}`)?.fields.get(field)?.isCreatable === false) return;
  draft.fields.push({ rule, field, sent: linkId, wire: id, before: null, agree, decision: null });
}

function missingRequired(input: CreateInput, given: ReadonlySet<string>): readonly string[] {
  const schema = input.schemas.get(`${otherSide(input.from)}:${input.object}`);
  return [...(schema?.fields.values() ?? [])].filter((field) => field.isRequired && field.isCreatable && !given.has(field.name)).map((field) => field.name);
}
