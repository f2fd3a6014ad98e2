/** What a page holds: the admin's template, and the page made from it and a record. */
import { z } from 'zod';
import type { PageContent, ReachedRecord } from '../engine/ports.ts';

const linesMax = 40;
const text = z.string().trim().min(1).max(500);
const templateSchema = z.strictObject({
  /** `{Field}` and `{Account.Name}` stand for the record's values. */
  title: text.default('{Name}'),
  facts: z.record(z.string().trim().min(1).max(100), text).default({ Account: '{Account.Name}', Value: '{Amount}', 'Close date': '{CloseDate}' }),
  /** Heading of the people and their roles; null = none. */
  people: text.nullable().default('Contacts and roles'),
  checklist: z
    .strictObject({ heading: text.default('Checklist'), items: z.array(text).max(linesMax) })
    .nullable()
    .default({ heading: 'Checklist', items: ['Kick-off call arranged', 'Handover from sales done', 'First invoice checked'] }),
});
export type PageTemplate = z.infer<typeof templateSchema>;
export type TemplateResult = { readonly ok: true; readonly template: PageTemplate } | { readonly ok: false; readonly problem: string };

/** Reads a template; null gives the default. The problem is one sentence for the admin. */
export function readTemplate(json: string | null): TemplateResult {
  let value: unknown = {};
  try {
    if (json !== null) value = JSON.parse(json);
  } catch {
    return { ok: false, problem: 'The template is not JSON.' };
  }
  const parsed = templateSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problem: `The template does not fit: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}` };
  const wrong = placeholders(parsed.data).find((path) => !/^[A-Za-z]\w*(\.[A-Za-z]\w*){0,3}$/.test(path));
  return wrong === undefined ? { ok: true, template: parsed.data } : { ok: false, problem: `{${wrong}} in the template is no field.` };
}

const placeholder = /\{([^{}]*)\}/g;
const placeholders = ({ title, facts }: PageTemplate): readonly string[] =>
  [title, ...Object.values(facts)].flatMap((line) => [...line.matchAll(placeholder)].map(([, path = '']) => path.trim()));

/** The fields a template needs, by path. */
export const pathsOf = (template: PageTemplate): readonly string[] => [...new Set(placeholders(template))];

const filled = (line: string, values: ReachedRecord['values']): string =>
  line
    .replace(placeholder, (_, path: string) => values[path.trim()] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value);
const isDate = (value: string): boolean => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2}))?$/.test(value);

/** The page of one record. A fact without a value is left out; a title without one names the record. */
export function pageOf(template: PageTemplate, { id, values, people }: ReachedRecord): PageContent {
  const facts = Object.entries(template.facts).flatMap(([name, line]) => {
    const value = filled(line, values);
    if (value === '') return [];
    const isBare = /^\{[^{}]*\}$/.test(line.trim());
    const kind = isBare && isNumber(value) ? ('number' as const) : isBare && isDate(value) ? ('date' as const) : ('text' as const);
    return [{ name, kind, value }];
  });
  const named = people.slice(0, linesMax).map(({ name, role, isPrimary }) => {
    const parts = [...(role === null ? [] : [role]), ...(isPrimary ? ['primary'] : [])];
    return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
  });
  const more = people.length - named.length;
  return {
    title: filled(template.title, values) || id,
    facts,
    sections: [
      ...(template.people === null || named.length === 0
        ? []
        : [{ heading: template.people, kind: 'bullets' as const, lines: more > 0 ? [...named, `and ${String(more)} more`] : named }]),
      ...(template.checklist === null ? [] : [{ heading: template.checklist.heading, kind: 'checklist' as const, lines: template.checklist.items }]),
    ],
  };
}
