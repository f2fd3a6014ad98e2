/** A reconciliation as it is kept between one page and the next, and the rows that belong to it. Ids, counts and rule keys only. */
import { z } from 'zod';
import { atSchema, checkSchema, stepSchema } from '../backfill/index.ts';
import type { RecordRef, ScopeFilter } from '../domain/index.ts';

const side = z.enum(['salesforce', 'hubspot']);
const ref = z.object({ side, object: z.string().min(1), id: z.string().min(1) });

const condition = z.strictObject({
  field: z.string().min(1).max(100),
  op: z.enum(['in', 'not_in', 'filled', 'blank', 'at_least', 'at_most', 'member', 'not_member']),
  values: z.array(z.string().min(1).max(255)).max(200).optional(),
});
const filter = z
  .union([z.strictObject({ all: z.array(condition).max(20) }), z.strictObject({ any: z.array(condition).max(20) })])
  .nullable()
  // A condition without values has none, rather than an undefined one.
  .transform((given): ScopeFilter | null => given as ScopeFilter | null);

/** Whom each side counts. An object that is not named is not counted; null counts every record of it. */
export const definitionSchema = z.strictObject({
  hubspot: filter.describe('Contacts HubSpot counts'),
  salesforce: z.record(z.string().min(1), filter).describe('Records Salesforce counts, by object; converted leads never count'),
  accepted: filter.default(null).describe('Leads that count as accepted besides converted ones; null = converted ones only'),
  refused: filter.default(null).describe('Leads that count as refused; null = those in a closed status of the handoff rules'),
});
export type Definition = z.infer<typeof definitionSchema>;

/** How the values of one field rule stand, of the pairs that were compared. */
const fieldTallySchema = z.object({ compared: z.number(), agree: z.number(), explained: z.number(), pending: z.number(), disagree: z.number() });
export type FieldTally = z.infer<typeof fieldTallySchema>;
export type FieldTallies = Readonly<Record<string, FieldTally>>;

/** Counted records by bucket; see `buckets`. */
const reportSchema = z.object({
  mapping: z.string(),
  definition: definitionSchema,
  counts: z.record(z.string(), z.number()),
  /** What the platforms themselves counted when the run began; null where they cannot. */
  platform: z.object({ salesforce: z.number().nullable(), hubspot: z.number().nullable() }),
});
export type ReportTally = z.infer<typeof reportSchema>;

const repairSchema = z.object({
  /** The check whose findings are repaired, and the mapping; null = all. */
  of: z.string(),
  mapping: z.string().nullable(),
  stage: z.enum(['feed', 'count']),
  page: z.string().nullable(),
  fedAt: z.number(),
  /** Records and pairs made due, and how they stand afterwards. */
  asked: z.number(),
  agree: z.number(),
  explained: z.number(),
  pending: z.number(),
  disagree: z.number(),
});
export type RepairTally = z.infer<typeof repairSchema>;

export const runSchema = z.object({
  id: z.string(),
  kind: z.enum(['check', 'repair']),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** The id of the user who asked for it; null = the schedule. */
  startedBy: z.string().nullable(),
  state: z.enum(['working', 'done', 'cancelled']),
  settings: z.object({ share: z.number() }),
  rulesVersion: z.number(),
  plan: z.array(stepSchema),
  step: z.number(),
  at: atSchema,
  totals: z.array(z.number().nullable()),
  met: z.array(z.number()),
  rate: z.number().nullable(),
  measuredAt: z.number().nullable(),
  /** Why it does not move at the moment. */
  trouble: z.string().nullable(),
  checks: z.record(z.string(), checkSchema),
  fields: z.record(z.string(), z.record(z.string(), fieldTallySchema)),
  report: reportSchema.nullable(),
  repair: repairSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** Kinds of rows. Those of a run carry its id in their group; the ledger outlives runs. */
export const ENTRY = 'reconcile.entry';
export const FAULT = 'reconcile.fault';
export const LEDGER = 'reconcile.ledger';

/** One counted record, in exactly one bucket; `other` is the end it is paired with. */
export const entrySchema = z.object({ bucket: z.string(), ref, other: ref.nullable() });
export type Entry = { readonly bucket: string; readonly ref: RecordRef; readonly other: RecordRef | null };

/** A pair that disagrees without a reason, with the fields a look would write; or a record that is unaccounted for. */
export const faultSchema = z.object({
  kind: z.enum(['unexplained', 'disagree']),
  mapping: z.string(),
  refs: z.array(ref),
  fields: z.array(z.object({ side, field: z.string() })),
});
export type FoundFault = z.infer<typeof faultSchema>;

/** `not-handed`: no record in Salesforce yet; `received`: sales has it and said nothing. */
export const handoffStates = ['not-handed', 'received', 'accepted', 'refused'] as const;
export type HandoffState = (typeof handoffStates)[number];

/**
 * One person HubSpot counted. A time is exact where a platform or the link keeps it, else the latest it can be: `counted` by `stage` (HubSpot's
 * date of the stage) or `seen` (the first check that met it), `decided` `exact` or `by` (the last change of the lead when it was met so).
 */
export const ledgerSchema = z.object({
  hubspot: ref,
  salesforce: ref.nullable(),
  state: z.enum(handoffStates),
  /** Why it is not handed over: a bucket's code. */
  reason: z.string().nullable(),
  isCounted: z.boolean(),
  countedAt: z.number(),
  countedBy: z.enum(['stage', 'seen']),
  handedAt: z.number().nullable(),
  /** `made`: the record was made for this person; `found`: it was there and was linked. */
  handedBy: z.enum(['made', 'found']).nullable(),
  receivedAt: z.number().nullable(),
  decidedAt: z.number().nullable(),
  decidedBy: z.enum(['exact', 'by']).nullable(),
  seenAt: z.number(),
});
export type LedgerRow = z.infer<typeof ledgerSchema>;
