/**
 * One field's canonical value, from one platform to the other, under a rule. What would not survive the trip is refused with a
 * code, never cut or bent in silence.
 */
import { refusalBetween } from './conversions.ts';
import { isMidnight, plainDay, plainInstant, wholeSeconds } from './dates.ts';
import { plainDecimal, scaleOf } from './numbers.ts';
import { domainOf } from './domains.ts';
import { respell } from './spelling.ts';
import { setParts } from './values.ts';
import { NO_OWNER, translateOwner } from './owners.ts';
import type { FieldKind, FieldRule, FieldSchema, OwnerMap, Side, Value, ValuePair } from './model.ts';

/** Codes of `issues.ts`. `option` names a picklist value, the only customer value an issue may carry; free text is never named. */
export type Refusal = {
  readonly ok: false;
  readonly code:
    | 'not-a-number'
    | 'not-a-boolean'
    | 'not-a-date'
    | 'not-an-instant'
    | 'date-has-time'
    | 'number-too-precise'
    | 'text-too-long'
    | 'option-unknown'
    | 'option-inactive'
    | 'option-unmapped'
    | 'several-options'
    | 'field-unmappable'
    | 'email-invalid'
    | 'domain-invalid'
    | 'required-blank'
    | 'owner-unmapped'
    | 'owner-unknown'
    | 'stage-owner'
    | 'stage-move'
    | 'stage-contested'
    | 'stage-unlisted';
  readonly option?: string;
};
export type Conversion = { readonly ok: true; readonly value: Value } | Refusal;
export type Route = {
  readonly rule: FieldRule;
  readonly from: Side;
  readonly fromSchema: FieldSchema;
  readonly toSchema: FieldSchema;
  /** The HubSpot record's pipeline, where known: pairs of other pipelines do not count. */
  readonly within?: string | undefined;
};

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * The value the other side would hold. Value map first, then kind, then the target's own limits. Blank stays blank, except that a
 * Salesforce checkbox is never blank: there it is "false".
 */
export function convert(value: Value, route: Route): Conversion {
  const { rule } = route;
  if (rule.owners !== undefined) return convertOwner(value, rule.owners, route);
  if (value === null) return convertBlank(route);
  if (isBarred(route)) return { ok: false, code: 'field-unmappable' };
  if (rule.spelling !== undefined) return convertSpelling(respell(value, rule.spelling, route.from), route);
  const mapped = mapValue(value, route);
  if (!mapped.ok) return mapped;
  // A value map speaks the target's own words, so only unmapped values change kind.
  const shaped = rule.valueMap.length > 0 ? mapped : changeKind(mapped.value, route);
  if (!shaped.ok) return shaped;
  // Text of nothing but separators, or a value map that stands a word for blank: blank has one form, or it would differ from what is read back.
  return shaped.value === '' ? convertBlank(route) : withinLimits(shaped.value, route);
}

/** Whether the conversion registry refuses the pair: its types have nothing in common that a rule like this could carry. */
function isBarred({ rule, from, fromSchema, toSchema }: Route): boolean {
  const help = { hasValueMap: rule.valueMap.length > 0, hasReference: rule.referenceMapping !== null };
  return refusalBetween(fromSchema, toSchema, from === 'salesforce' ? 'hubspot' : 'salesforce', help) !== null;
}

/** Owners are named by their ids, which are no personal data; a record in Salesforce always has one. */
function convertOwner(value: Value, owners: OwnerMap, route: Route): Conversion {
  if (value === null && route.from === 'salesforce') return { ok: true, value: null };
  const answer = translateOwner(owners, route.from, value ?? NO_OWNER);
  if (value === null && answer.kind !== 'known') return { ok: false, code: 'required-blank' };
  if (answer.kind !== 'known')
    return { ok: false, code: answer.kind === 'unknown' ? 'owner-unknown' : 'owner-unmapped', ...(value === null ? {} : { option: value }) };
  return { ok: true, value: answer.to.id };
}

/** Blank text of nothing but markup is blank. */
function convertSpelling(value: string | null, route: Route): Conversion {
  if (value === null) return { ok: false, code: route.rule.spelling === 'day' ? 'not-a-date' : 'not-a-number' };
  return value === '' ? convertBlank(route) : withinLimits(value, route);
}

function convertBlank({ from, toSchema }: Route): Conversion {
  if (from === 'hubspot' && toSchema.kind === 'boolean') return { ok: true, value: 'false' };
  return toSchema.isRequired ? { ok: false, code: 'required-blank' } : { ok: true, value: null };
}

type Mapped = { readonly ok: true; readonly value: string } | Refusal;

function mapValue(value: string, route: Route): Mapped {
  const { rule, from, fromSchema } = route;
  const { kind } = fromSchema;
  if (rule.valueMap.length === 0) return { ok: true, value };
  const mapped: string[] = [];
  for (const part of kind === 'multi-picklist' ? setParts(value) : [value]) {
    const pair = pairFor(part, route);
    if (pair === undefined) return { ok: false, code: rule.stages === undefined ? 'option-unmapped' : 'stage-unlisted', ...named(part, fromSchema) };
    mapped.push(from === 'salesforce' ? pair.hubspot : pair.salesforce);
  }
  return { ok: true, value: setOrOne(mapped, kind) };
}

/** Of several that fit, the one meant for the record's pipeline, then one whose value can be chosen, then the first. */
function pairFor(part: string, { rule, from, toSchema, within }: Route): ValuePair | undefined {
  const to = from === 'salesforce' ? 'hubspot' : 'salesforce';
  const fitting = rule.valueMap.filter((pair) => pair[from] === part && (pair.within === undefined || within === undefined || pair.within === within));
  const usable = fitting.filter((pair) => pair[to] === '' || toSchema.options === null || toSchema.options.includes(pair[to]));
  return usable.find((pair) => pair.within !== undefined && pair.within === within) ?? usable[0] ?? fitting[0];
}

function setOrOne(parts: readonly string[], kind: FieldKind): string {
  return kind === 'multi-picklist' ? [...new Set(parts.filter((part) => part !== ''))].sort().join(';') : (parts[0] ?? '');
}

/** The option, where the value comes from a list of options. What comes from free text could be anything a customer said. */
function named(option: string, from: FieldSchema): { readonly option?: string } {
  if (from.kind === 'picklist' || from.kind === 'multi-picklist' || from.kind === 'boolean') return { option };
  // Record types: their names say more than their ids.
  const label = from.optionNames === undefined ? undefined : (from.optionLabels?.[from.options?.indexOf(option) ?? -1] ?? option);
  return label === undefined ? {} : { option: label };
}

function changeKind(value: string, route: Route): Mapped {
  const target = route.toSchema.kind;
  if (isDomainRule(route.rule, route)) return toDomain(value, route.from);
  switch (target) {
    case 'number':
      return kindOf(plainDecimal(value), 'not-a-number');
    case 'boolean':
      return value === 'true' || value === 'false' ? { ok: true, value } : { ok: false, code: 'not-a-boolean' };
    case 'date':
      return toDay(value, route.fromSchema.kind);
    case 'datetime':
      return toInstant(value, route.from);
    case 'picklist':
      return toOne(value, route.fromSchema.kind);
    case 'multi-picklist':
      return { ok: true, value: setParts(value).join(';') };
    case 'email':
      return EMAIL.test(value) ? { ok: true, value: value.toLowerCase() } : { ok: false, code: 'email-invalid' };
    case 'text':
    case 'long-text':
    case 'phone':
    case 'url':
    case 'reference':
      return { ok: true, value };
  }
}

function kindOf(value: string | null, code: 'not-a-number'): Mapped {
  return value === null ? { ok: false, code } : { ok: true, value };
}

function toDay(value: string, from: FieldKind): Mapped {
  if (from === 'datetime' && !isMidnight(value)) return { ok: false, code: 'date-has-time' };
  const day = plainDay(value);
  return day === null ? { ok: false, code: 'not-a-date' } : { ok: true, value: day };
}

function toInstant(value: string, from: Side): Mapped {
  const at = plainInstant(value);
  if (at === null) return { ok: false, code: 'not-an-instant' };
  return { ok: true, value: from === 'hubspot' ? wholeSeconds(at) : at };
}

function toOne(value: string, from: FieldKind): Mapped {
  if (from !== 'multi-picklist') return { ok: true, value };
  return value.includes(';') ? { ok: false, code: 'several-options' } : { ok: true, value };
}

/** HubSpot's company domain is a bare name; Salesforce's Website is whatever was typed. */
function isDomainRule(rule: FieldRule, { from, fromSchema, toSchema }: Route): boolean {
  const salesforceKind = from === 'salesforce' ? fromSchema.kind : toSchema.kind;
  return salesforceKind === 'url' && rule.hubspotProperty === 'domain';
}

function toDomain(value: string, from: Side): Mapped {
  if (from === 'hubspot') return { ok: true, value };
  const domain = domainOf(value);
  return domain === null ? { ok: false, code: 'domain-invalid' } : { ok: true, value: domain };
}

function withinLimits(value: string, { rule, fromSchema, toSchema: target }: Route): Conversion {
  if (target.kind === 'number' && target.scale !== null && scaleOf(value) > target.scale) return { ok: false, code: 'number-too-precise' };
  if (target.lengthMax !== null && isText(target.kind) && value.length > target.lengthMax) return { ok: false, code: 'text-too-long' };
  const options = target.options;
  if (options === null) return { ok: true, value };
  const parts = target.kind === 'multi-picklist' ? setParts(value) : [value];
  const unknown = parts.find((part) => !options.includes(part));
  if (unknown === undefined) return { ok: true, value };
  // A value from the map is an administrator's own word and may be named.
  const option = named(unknown, target.optionNames === undefined ? { ...fromSchema, kind: rule.valueMap.length > 0 ? 'picklist' : fromSchema.kind } : target);
  return { ok: false, code: target.inactive?.includes(unknown) === true ? 'option-inactive' : 'option-unknown', ...option };
}

function isText(kind: FieldKind): boolean {
  return kind === 'text' || kind === 'long-text' || kind === 'email' || kind === 'phone' || kind === 'url' || kind === 'picklist' || kind === 'multi-picklist';
}
