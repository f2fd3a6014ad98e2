/** Which records take part: filters of an object mapping. */
import type { FilterCondition, ScopeFilter } from './model.ts';
import { setParts } from './values.ts';
import type { WireScalar } from './values.ts';

export type ScopeAnswer = { readonly isIn: true } | { readonly isIn: false; readonly failed: string };

/**
 * Whether a record passes a filter; no filter lets everything in. When out, `failed` names the condition in plain words (field
 * and operator, no values of the record).
 */
export function inScope(filter: ScopeFilter | null, values: Readonly<Record<string, WireScalar>>): ScopeAnswer {
  if (filter === null) return { isIn: true };
  if ('all' in filter) {
    const failed = filter.all.find((condition) => !passes(condition, values));
    return failed === undefined ? { isIn: true } : { isIn: false, failed: words(failed) };
  }
  if (filter.any.length === 0 || filter.any.some((condition) => passes(condition, values))) return { isIn: true };
  return { isIn: false, failed: filter.any.map(words).join(' or ') };
}

/** Fields a filter looks at, so they can be read. */
export function scopeFields(filter: ScopeFilter | null): readonly string[] {
  if (filter === null) return [];
  return ('all' in filter ? filter.all : filter.any).map((condition) => condition.field);
}

function passes(condition: FilterCondition, values: Readonly<Record<string, WireScalar>>): boolean {
  const raw = values[condition.field] ?? null;
  const text = raw === null ? '' : String(raw).trim();
  const wanted = condition.values ?? [];
  // A multi-select passes when any of its values is wanted.
  const parts = text === '' ? [] : [text, ...setParts(text)];
  switch (condition.op) {
    case 'filled':
      return text !== '';
    case 'blank':
      return text === '';
    case 'in':
    case 'member':
      return parts.some((part) => wanted.includes(part));
    case 'at_least':
      return text !== '' && Number(text) >= Number(wanted[0]);
    case 'at_most':
      return text !== '' && Number(text) <= Number(wanted[0]);
    case 'not_in':
    case 'not_member':
      return !parts.some((part) => wanted.includes(part));
  }
}

function words(condition: FilterCondition): string {
  const values = condition.values === undefined ? '' : ` ${condition.values.join(', ')}`;
  return `${condition.field} ${condition.op.replaceAll('_', ' ')}${values}`;
}
