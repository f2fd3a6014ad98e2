/** What is remembered of a schema, and what is found when it changed. Stored shapes are schemas, read back as such. */
import { z } from 'zod';

const fieldSchema = z.object({
  label: z.string(),
  kind: z.string(),
  shape: z.string().nullable(),
  lengthMax: z.number().nullable(),
  scale: z.number().nullable(),
  isWritable: z.boolean(),
  isRequired: z.boolean(),
  options: z.array(z.string()).nullable().describe('Active values; null when any is accepted'),
  inactive: z.array(z.string()),
  names: z.record(z.string(), z.string()).describe('Values by which people call them, where that differs'),
});
export const snapshotSchema = z.object({
  fields: z.record(z.string(), fieldSchema),
  saveRules: z
    .record(z.string(), z.object({ modifiedAt: z.number(), message: z.string(), field: z.string().nullable() }))
    .nullable()
    .describe('Active validation rules; null where they are not told'),
});
/** The part of an object's schema that rules lean on, and what is required of new records. */
export type Snapshot = z.infer<typeof snapshotSchema>;
export type FieldSnapshot = Snapshot['fields'][string];

export const FINDING_KINDS = [
  'object-lost',
  'field-removed',
  'permission-lost',
  'type-changed',
  'value-retired',
  'value-new',
  'field-required',
  'save-rule',
] as const;
export const findingSchema = z.object({
  id: z.string().describe('Unique within the object'),
  kind: z.enum(FINDING_KINDS),
  field: z.string().nullable(),
  label: z.string().nullable().describe("The field's name for people"),
  before: z.string().nullable().describe('What it was, in words; null when that is not known'),
  after: z.string(),
  values: z.array(z.string()).describe('Picklist values it is about'),
  rules: z.array(z.object({ key: z.string(), mapping: z.string() })),
  isNotice: z.boolean().describe('Nothing has to break: a person may say that they have seen it'),
  cause: z.string(),
  remedy: z.string(),
});
export const stateSchema = z.object({
  /** What was right last, field by field; what is found differs from it. */
  known: snapshotSchema,
  seen: snapshotSchema,
  findings: z.array(findingSchema.extend({ since: z.number() })),
  checkedAt: z.number(),
  trouble: z.string().nullable(),
});
export type FindingKind = (typeof FINDING_KINDS)[number];
export type Finding = z.infer<typeof findingSchema>;
export type OpenFinding = Finding & { readonly since: number };
export type ObjectState = z.infer<typeof stateSchema>;
