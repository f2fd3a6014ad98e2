/** What a look finds, as it is told and kept. Names of fields, picklist values and rules; ids; no values of records. */
import { z } from 'zod';

const ref = z.object({ side: z.enum(['salesforce', 'hubspot']), object: z.string(), id: z.string() });
const findingSchema = z.object({
  /** One sentence: what, where. */
  what: z.string(),
  /** Records, fields or values it is about; null where there is nothing to count. */
  count: z.number().nullable(),
  remedy: z.string().nullable(),
  /** Some of the records, to open. */
  records: z.array(ref),
});
export type Finding = z.infer<typeof findingSchema>;

const stateSchema = z.enum(['pass', 'warn', 'fail']);
export type CheckState = z.infer<typeof stateSchema>;
const keys = ['reached', 'permissions', 'headroom', 'picklists', 'required', 'guards', 'duplicates', 'quality', 'dry-run', 'canary'] as const;
export type CheckKey = (typeof keys)[number];

const checkSchema = z.object({
  key: z.enum(keys),
  name: z.string(),
  state: stateSchema,
  /** What was found, in one sentence with its figures. */
  summary: z.string(),
  /** What to do now; null where nothing is to be done. */
  remedy: z.string().nullable(),
  findings: z.array(findingSchema),
});
export type Check = z.infer<typeof checkSchema>;

export const preflightSchema = z.object({
  /** 0 to 100: a passed check counts in full, one with warnings by half, weighted. */
  score: z.number().int().min(0).max(100),
  /** No check failed. */
  isReady: z.boolean(),
  checkedAt: z.number(),
  rulesVersion: z.number().nullable(),
  checks: z.array(checkSchema),
});
export type Preflight = z.infer<typeof preflightSchema>;

/** What stops records or values altogether weighs more than what only costs care. */
const weights: Readonly<Record<CheckKey, number>> = {
  ...{ reached: 3, permissions: 3, required: 2, picklists: 2, guards: 2, quality: 2 },
  ...{ headroom: 1, duplicates: 1, 'dry-run': 1, canary: 1 },
};
const worth: Readonly<Record<CheckState, number>> = { pass: 1, warn: 0.5, fail: 0 };

/** Example: of two checks of equal weight, one passed and one with warnings → 75. A failed check never rounds up to 100. */
export function scoreOf(checks: readonly Pick<Check, 'key' | 'state'>[]): number {
  const all = checks.reduce((sum, { key }) => sum + weights[key], 0);
  const held = checks.reduce((sum, { key, state }) => sum + weights[key] * worth[state], 0);
  return all === 0 ? 0 : Math.floor((held / all) * 100);
}

/** A finding; the rest of it left out means none. */
export function finding(what: string, rest: Partial<Omit<Finding, 'what'>> = {}): Finding {
  return { what, count: null, remedy: null, records: [], ...rest };
}

/** So many findings of a check are told; its summary has the full count. */
export const findingsMax = 25;

/** `3 fields`, `1 field`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

export const systemNames = { salesforce: 'Salesforce', hubspot: 'HubSpot' } as const;
