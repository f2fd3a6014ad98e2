/**
 * What is left to say about a pair that is kept in step no more: what a person asked of it too late, and edits that writes of ours covered, of which a notice, or HubSpot's history, tells only now.
 * Nothing is put back, because nothing is written to a pair that ended; the log names what was typed.
 */
import { reading, sightings, SIDES } from './field-values.ts';
import { gapEdit } from './gap.ts';
import type { GapEdit } from './gap.ts';
import type { Sided } from './merge.ts';
import { fieldSchemas, rulesFor } from './plan.ts';
import { settlementOf } from './plan-settlement.ts';
import type { DecisionDraft, PairInput, RecordView } from './plan-types.ts';
import { decision } from './plan-verdict.ts';
import type { FieldRule, FieldSchema, Side, Value } from './model.ts';

/** `objects`: what the two ends are, or were; a record that is gone is null. */
export type ClosingInput = Pick<PairInput, 'mapping' | 'schemas' | 'baseline' | 'changes' | 'actors' | 'fingerprint' | 'skewMs' | 'history'> & {
  readonly objects: Sided<string>;
  readonly records: Sided<RecordView | null>;
};

/** A decision nobody won for each covered edit the notices and the history tell of, and for each word of a person that came too late. */
export function planClosing(input: ClosingInput): readonly DecisionDraft[] {
  return rulesFor(input.mapping, input.objects.salesforce)
    .filter((rule) => rule.referenceMapping === null)
    .flatMap((rule) => [...SIDES.flatMap((side) => coveredOn(input, rule, side) ?? []), ...overtaken(input, rule)]);
}

/** A person settled the field and the pair ended before it was carried out: they are told that nothing came of it. */
function overtaken(input: ClosingInput, rule: FieldRule): readonly DecisionDraft[] {
  const settlement = settlementOf(input, rule);
  if (settlement === null) return [];
  const schemas = fieldSchemas(input.schemas, rule, input.objects);
  const values = { salesforce: valueOf(input, rule, 'salesforce', schemas.salesforce), hubspot: valueOf(input, rule, 'hubspot', schemas.hubspot) };
  return [decision({ rule, values, times: { salesforce: null, hubspot: null } }, settlement.reason, 'neither')];
}

function coveredOn(input: ClosingInput, rule: FieldRule, side: Side): DecisionDraft | null {
  const baseline = input.baseline[rule.key];
  const schemas = fieldSchemas(input.schemas, rule, input.objects);
  const schema = schemas[side];
  if (baseline?.writes === undefined || schema === null) return null;
  const told = sightings(input, rule, side, schema);
  const edit: GapEdit | null = gapEdit({ side, baseline, sightings: told, skewMs: input.skewMs });
  if (edit === null) return null;
  const now = { salesforce: valueOf(input, rule, 'salesforce', schemas.salesforce), hubspot: valueOf(input, rule, 'hubspot', schemas.hubspot) };
  // A later value of the person's own supersedes it.
  const last = baseline.writes.findLast((write) => write.side === side);
  const isTheirs = input.records[side] !== null && ![baseline[side], ...(last?.seen.slice(1) ?? [])].includes(input.fingerprint(rule.key, now[side]));
  if (isTheirs) return null;
  const value = told.find((sighting) => sighting.print === edit.print)?.value ?? null;
  const [values, times] =
    side === 'salesforce'
      ? [
          { ...now, salesforce: value },
          { salesforce: edit.at, hubspot: null },
        ]
      : [
          { ...now, hubspot: value },
          { salesforce: null, hubspot: edit.at },
        ];
  return decision({ rule, values, times }, 'restored-after-gap', 'neither');
}

function valueOf({ records }: ClosingInput, rule: FieldRule, side: Side, schema: FieldSchema | null): Value {
  const record = records[side];
  const field = side === 'salesforce' ? rule.salesforceField : rule.hubspotProperty;
  return record === null || schema === null ? null : reading(record.values[field], schema).value;
}
