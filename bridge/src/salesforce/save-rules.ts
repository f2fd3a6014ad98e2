/**
 * Active validation rules, by the Tooling API (Tooling API Developer Guide, "ValidationRule"; needs View Setup and Configuration). Formulas are
 * told one rule at a time only, so what a rule asks for is not known, only that it is there and when it last changed.
 */
import { z } from 'zod';
import type { SaveRule } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { plainFailure } from './faults.ts';
import type { ReadContext } from './read.ts';
import { inList } from './soql.ts';

const rowSchema = z.object({
  ValidationName: z.string(),
  ErrorMessage: z.string().nullable(),
  ErrorDisplayField: z.string().nullable(),
  LastModifiedDate: z.string(),
  EntityDefinition: z.object({ QualifiedApiName: z.string() }),
});
const answerSchema = z.object({ done: z.boolean(), records: z.array(rowSchema) });
const columns = 'ValidationName, ErrorMessage, ErrorDisplayField, LastModifiedDate, EntityDefinition.QualifiedApiName';

/** At most 500 active rules per object exist (Salesforce Features and Edition Limits); a page holds 2,000 rows, so objects are asked for one by one. */
export async function readSaveRules({ session, readTimeoutMs }: ReadContext, objects: readonly string[]): Promise<CallResult<readonly SaveRule[]>> {
  const found: SaveRule[] = [];
  for (const object of new Set(objects)) {
    const soql = `SELECT ${columns} FROM ValidationRule WHERE EntityDefinition.QualifiedApiName IN ${inList([object])} AND Active = true`;
    const answer = await session.call<unknown>({
      ...{ name: 'validation-rules', method: 'GET', path: `/tooling/query?q=${encodeURIComponent(soql)}`, timeoutMs: readTimeoutMs },
    });
    if (!answer.ok) return answer;
    const parsed = answerSchema.safeParse(answer.value);
    if (!parsed.success) return { ok: false, failure: plainFailure('permanent', 'UNREADABLE', 'the validation rules were not told as expected', null, true) };
    for (const row of parsed.data.records)
      found.push({
        ...{ object: row.EntityDefinition.QualifiedApiName, name: row.ValidationName, message: row.ErrorMessage ?? '' },
        ...{ field: row.ErrorDisplayField, modifiedAt: Date.parse(row.LastModifiedDate) },
      });
  }
  return { ok: true, value: found };
}
