/** One condition of a scope filter as an admin's page writes it (docs/package.md). */
import { z } from 'zod';
import { SEGMENTS } from '../../domain/index.ts';
import type { FilterCondition } from '../../domain/model.ts';

const operators = ['in', 'not_in', 'filled', 'blank', 'at_least', 'at_most', 'member', 'not_member'] as const;
const isNumber = (value: string | undefined): boolean => value !== undefined && value.trim() !== '' && Number.isFinite(Number(value));

/** What is wrong with a condition, in words; null when it can be asked. Pure. */
function trouble({ field, op, values = [] }: FilterCondition): string | null {
  switch (op) {
    case 'at_least':
    case 'at_most':
      return values.length === 1 && isNumber(values[0]) ? null : `the condition on ${field} needs one number`;
    case 'member':
    case 'not_member':
      if (field !== SEGMENTS) return `only "${SEGMENTS}" can be asked for membership, not ${field}`;
      return values.length > 0 ? null : 'the condition on segments names no segment';
    case 'in':
    case 'not_in':
      if (field === SEGMENTS) return 'segments are asked with member or not_member';
      return values.length > 0 ? null : `the condition on ${field} lists no values`;
    case 'filled':
    case 'blank':
      return field === SEGMENTS ? 'segments are asked with member or not_member' : null;
  }
}

export const conditionSchema = z
  .strictObject({ field: z.string().min(1), op: z.enum(operators), values: z.array(z.string()).optional() })
  .transform(({ values, ...rest }): FilterCondition => (values === undefined ? rest : { ...rest, values }))
  .superRefine((condition, context) => {
    const problem = trouble(condition);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
