/** One rule's values on both sides, read from wire records: canonical text, fingerprints, conversions, change times. */
import { convert } from './convert.ts';
import type { Conversion } from './convert.ts';
import type { Sighting } from './gap.ts';
import type { Sided } from './merge.ts';
import type { FieldRule, FieldSchema, Instant, Side, Value } from './model.ts';
import type { PairInput } from './plan-types.ts';
import { canonical } from './values.ts';
import type { WireScalar } from './values.ts';

export type FieldSchemas = Sided<FieldSchema>;
/** `unreadable` is the code when the wire value is not one of its kind; the raw text then stands for it. */
export type Reading = { readonly value: Value; readonly unreadable: Conversion | null };

export const SIDES = ['salesforce', 'hubspot'] as const satisfies readonly Side[];

/** The rule's field or property name on one side. */
export function fieldOn(rule: FieldRule, side: Side): string {
  return side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty;
}

/** The canonical value of a wire value, or its raw text when it cannot be read. */
export function reading(wire: WireScalar | undefined, schema: FieldSchema): Reading {
  const read = canonical(wire, schema.kind);
  return read.ok ? { value: read.value, unreadable: null } : { value: String(wire), unreadable: { ok: false, code: read.code } };
}

/** What each side's value would be on the other; `within`: the HubSpot record's pipeline. */
export function conversions(rule: FieldRule, schemas: FieldSchemas, readings: Sided<Reading>, within?: string): Sided<Conversion> {
  const one = (from: Side, to: Side): Conversion =>
    readings[from].unreadable ?? convert(readings[from].value, { rule, from, fromSchema: schemas[from], toSchema: schemas[to], within });
  return { salesforce: one('salesforce', 'hubspot'), hubspot: one('hubspot', 'salesforce') };
}

/** What notices and history say about one field of one side, our own writes left out. Values come along to restore one if needed. */
export function sightings(
  input: Pick<PairInput, 'changes' | 'actors' | 'history' | 'fingerprint'>,
  rule: FieldRule,
  side: Side,
  schema: FieldSchema,
): readonly (Sighting & { readonly value: Value })[] {
  const field = fieldOn(rule, side);
  const seen: { at: Instant; wire: WireScalar }[] = [];
  for (const change of input.changes) {
    const told = change.ref.side === side && change.actor !== input.actors[side] ? change.fields[field] : undefined;
    if (told?.value !== undefined) seen.push({ at: told.at, wire: told.value });
  }
  if (side === 'hubspot') {
    for (const entry of input.history?.[field] ?? []) if (entry.actor !== input.actors.hubspot) seen.push({ at: entry.at, wire: entry.value });
  }
  return seen.map(({ at, wire }) => {
    const { value } = reading(wire, schema);
    return { at, value, print: input.fingerprint(rule.key, value) };
  });
}

/**
 * When the present value was typed: the newest notice that carries it (or carries no value), else HubSpot's history. A notice
 * of another value says nothing about this one.
 */
export function typedAt(input: PairInput, rule: FieldRule, side: Side, schema: FieldSchema, print: string): Instant | null {
  const field = fieldOn(rule, side);
  let newest: Instant | null = null;
  for (const change of input.changes) {
    if (change.ref.side !== side || change.actor === input.actors[side]) continue;
    const told = change.fields[field];
    if (told === undefined || (told.value !== undefined && input.fingerprint(rule.key, reading(told.value, schema).value) !== print)) continue;
    if (newest === null || told.at > newest) newest = told.at;
  }
  const [last] = side === 'hubspot' ? (input.history?.[field] ?? []) : [];
  if (newest !== null || last === undefined) return newest;
  return input.fingerprint(rule.key, reading(last.value, schema).value) === print ? last.at : null;
}
