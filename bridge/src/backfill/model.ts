/** A job as it is kept between one page and the next: everything needed to go on after the bridge was killed. Ids, counts and rule keys only. */
import { z } from 'zod';
import type { Side } from '../domain/index.ts';

const side = z.enum(['salesforce', 'hubspot']);
const amounts = z.record(z.string(), z.number());

/**
 * One stretch of a walk. `records`: every record of one object; `links`: pairs in step of one mapping; `stuck`: records of the named mappings
 * that have no counterpart yet although they want one.
 */
export const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('records'), mapping: z.string(), side, object: z.string() }),
  z.object({ kind: z.literal('links'), mapping: z.string() }),
  z.object({ kind: z.literal('stuck'), mappings: z.array(z.string()) }),
]);
export type Step = z.infer<typeof stepSchema>;

/** What would be refused, counted by cause. */
const refusalSchema = z.object({
  code: z.string(),
  side,
  field: z.string().nullable(),
  cause: z.string(),
  remedy: z.string(),
  count: z.number(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** What a dry run met on one side of a mapping. `fates` counts the judged records, `reasons` why records stay out. */
const sideTallySchema = z.object({ walked: z.number(), gone: z.number(), judged: z.number(), fates: amounts, reasons: amounts });
export type SideTally = z.infer<typeof sideTallySchema>;
const surveySchema = z.object({
  salesforce: sideTallySchema,
  hubspot: sideTallySchema,
  refusals: z.array(refusalSchema),
  /** Calls and written records of what was judged, by `side.kind`. */
  spent: amounts,
});
export type SurveyTally = z.infer<typeof surveySchema>;

/** What the verification met on one side of a mapping. */
const sideCheckSchema = z.object({
  records: z.number(),
  linked: z.number(),
  /** Lead converted, record merged: they lead to a link whose end is another record now. */
  former: z.number(),
  /** Not linked, and why, by code. */
  explained: amounts,
  /** Being looked at right now. */
  pending: z.number(),
  unexplained: z.number(),
});
export type SideCheck = z.infer<typeof sideCheckSchema>;
export const checkSchema = z.object({
  salesforce: sideCheckSchema,
  hubspot: sideCheckSchema,
  agreement: z.object({ looked: z.number(), agree: z.number(), explained: z.number(), pending: z.number(), disagree: z.number() }),
});
export type CheckTally = z.infer<typeof checkSchema>;

export const settingsSchema = z.object({
  canary: z.number().int().min(0).max(200).default(25).describe('Records per mapping that cross first; 0 = none'),
  sample: z
    .union([z.literal('all'), z.number().int().min(10).max(1_000_000)])
    .default(2_000)
    .describe('Records per object and side the dry run judges one by one; all of them are counted'),
  share: z.number().gt(0).max(1).default(0.8).describe("Part of the bridge's own daily calls the job may use; the rest is kept for what people do"),
  agreement: z
    .union([z.literal('all'), z.number().int().min(10).max(1_000_000)])
    .default(500)
    .describe('Linked pairs per mapping whose fields are compared at the end'),
});
export type BackfillSettings = z.infer<typeof settingsSchema>;

/** `survey` is the dry run; `canary` the first few; `run` everything; `verify` the counting afterwards; `over` the end. */
export const phases = ['survey', 'canary', 'run', 'verify', 'over'] as const;
export type Phase = (typeof phases)[number];
/** `waiting`: for a person to go on. */
export type JobState = 'working' | 'waiting' | 'paused' | 'done' | 'cancelled';

export const atSchema = z
  .object({
    until: z.number(),
    page: z.string().nullable(),
    isWalked: z.boolean(),
    /** Records of the last instant of the page before: HubSpot's next page may begin with them again. */
    seen: z.object({ at: z.number(), ids: z.array(z.string()) }).optional(),
  })
  .nullable();

export const jobSchema = z.object({
  id: z.string(),
  /** `golive`: a person's; `rules`: what a new version of the rules concerns. */
  kind: z.enum(['golive', 'rules']),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  startedBy: z.string().nullable(),
  seed: z.number(),
  settings: settingsSchema,
  phase: z.enum(phases),
  state: z.enum(['working', 'waiting', 'paused', 'done', 'cancelled']),
  rulesVersion: z.number().nullable(),
  /** What a new version of the rules changed, in words. */
  changes: z.array(z.string()),
  plan: z.array(stepSchema),
  /** Where the present phase's walk is: the step, and the page within it. */
  step: z.number(),
  at: atSchema,
  /** Records per step, as the platforms count them; null where they do not. */
  totals: z.array(z.number().nullable()),
  /** Records met per step of the present phase. */
  met: z.array(z.number()),
  phaseStartedAt: z.number(),
  /** Records a second lately, and when that was measured. */
  rate: z.number().nullable(),
  measuredAt: z.number().nullable(),
  /** Why it does not move at the moment. */
  trouble: z.string().nullable(),
  /** When everything was let in: from here on what people do crosses at once. */
  openedAt: z.number().nullable(),
  ranAt: z.number().nullable(),
  approvedBy: z.string().nullable(),
  surveys: z.record(z.string(), surveySchema),
  checks: z.record(z.string(), checkSchema),
});
export type Job = z.infer<typeof jobSchema>;

export type { Side };

/** One line for a step: the key its figures are shown under. */
export function stepName(step: Step): string {
  if (step.kind === 'records') return `${step.mapping}:${step.side}:${step.object}`;
  return step.kind === 'links' ? `${step.mapping}:links` : 'stuck';
}

const emptySide = (): SideTally => ({ walked: 0, gone: 0, judged: 0, fates: {}, reasons: {} });
export const emptySurvey = (): SurveyTally => ({ salesforce: emptySide(), hubspot: emptySide(), refusals: [], spent: {} });
const emptySideCheck = (): SideCheck => ({ records: 0, linked: 0, former: 0, explained: {}, pending: 0, unexplained: 0 });
export const emptyCheck = (): CheckTally => ({
  salesforce: emptySideCheck(),
  hubspot: emptySideCheck(),
  agreement: { looked: 0, agree: 0, explained: 0, pending: 0, disagree: 0 },
});
