/** The part of a schema that is worth remembering. */
import type { FieldSchema, ObjectSchema } from '../domain/model.ts';
import type { SaveRule } from '../engine/ports.ts';
import type { FieldSnapshot, Snapshot } from './model.ts';

/** `fields`: those the rules lean on; fields that new records need are remembered besides. */
export function snapshotOf(schema: ObjectSchema, fields: ReadonlySet<string>, saveRules: readonly SaveRule[] | null): Snapshot {
  const kept = [...schema.fields.values()].filter((field) => fields.has(field.name) || field.isRequired);
  return {
    fields: Object.fromEntries(kept.map((field) => [field.name, fieldSnapshot(field)])),
    saveRules: saveRules === null ? null : Object.fromEntries(saveRules.map(({ name, modifiedAt, message, field }) => [name, { modifiedAt, message, field }])),
  };
}

function fieldSnapshot({ name, label, kind, shape, lengthMax, scale, isWritable, isRequired, options, inactive, optionLabels }: FieldSchema): FieldSnapshot {
  const names = (options ?? []).flatMap((value, index) => {
    const title = optionLabels?.[index];
    return title === undefined || title === value ? [] : [[value, title] as const];
  });
  return {
    ...{ label: label ?? name, kind, shape: shape ?? null, lengthMax, scale, isWritable, isRequired },
    options: options === null ? null : [...options],
    inactive: [...(inactive ?? [])],
    names: Object.fromEntries(names),
  };
}

/** A field as it was: today's schema with the values it had then. */
export function asBefore(field: FieldSchema, before: FieldSnapshot): FieldSchema {
  return { ...field, options: before.options, inactive: before.inactive };
}
