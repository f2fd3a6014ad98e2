/** How many records pass a scope filter, and which, asked in SOQL. */
import { inScope, scopeFields } from '../domain/index.ts';
import type { FieldKind, FieldSchema, FilterCondition, ObjectSchema, ScopeFilter } from '../domain/model.ts';
import type { Survey, SurveyRequest } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { ReadContext } from './read.ts';
import { fieldsToRead, toWireRecord } from './records.ts';
import { inList, quote, quoteContains } from './soql.ts';

type Clause = { readonly soql: string } | 'always' | 'never' | 'unasked';

/** Values that stand in SOQL without quotes must look like what they are; others are asked for here, not there. */
const bare: Readonly<Partial<Record<FieldKind, RegExp>>> = {
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
};

function literal({ kind }: FieldSchema, value: string): string | null {
  const form = bare[kind];
  if (form === undefined) return quote(value);
  return form.test(value) ? value : null;
}

/** One condition in SOQL. Long text cannot be filtered, and a checkbox is never blank. */
function clauseOf(condition: FilterCondition, schema: ObjectSchema, column: (field: string) => string): Clause {
  const field = [...schema.fields.values()].find(({ name }) => name.toLowerCase() === condition.field.toLowerCase());
  if (field === undefined || field.kind === 'long-text') return 'unasked';
  const name = column(field.name);
  const literals = (condition.values ?? []).map((value) => literal(field, value));
  const known = literals.flatMap((text) => (text === null ? [] : [text]));
  const list = `(${known.join(',')})`;
  switch (condition.op) {
    case 'filled':
      return field.kind === 'boolean' ? 'always' : { soql: `${name} != null` };
    case 'blank':
      return field.kind === 'boolean' ? 'never' : { soql: `${name} = null` };
    case 'in':
      if (known.length === 0) return 'never';
      return { soql: field.kind === 'multi-picklist' ? `${name} INCLUDES ${list}` : `${name} IN ${list}` };
    case 'not_in':
      if (known.length === 0) return 'always';
      // A blank value is none of them; SOQL says so only when asked.
      return { soql: field.kind === 'multi-picklist' ? `(${name} = null OR ${name} EXCLUDES ${list})` : `(${name} = null OR ${name} NOT IN ${list})` };
    case 'at_least':
    case 'at_most': {
      const [bound] = known;
      if (bound === undefined) return 'never';
      return field.kind === 'number' ? { soql: `${name} ${condition.op === 'at_least' ? '>=' : '<='} ${bound}` } : 'unasked';
    }
    case 'member':
    case 'not_member':
      return 'unasked';
  }
}

type Where = { readonly soql: string | null; readonly isExact: boolean; readonly isEmpty: boolean };

/** The filter as far as SOQL can ask it. What it leaves out only ever lets more records through. */
export function whereOf(filter: ScopeFilter | null, schema: ObjectSchema, column: (field: string) => string): Where {
  if (filter === null) return { soql: null, isExact: true, isEmpty: false };
  const isAll = 'all' in filter;
  const clauses = (isAll ? filter.all : filter.any).map((condition) => clauseOf(condition, schema, column));
  const parts = clauses.flatMap((clause) => (typeof clause === 'string' ? [] : [clause.soql]));
  const isExact = !clauses.includes('unasked');
  if (isAll) return { soql: parts.length === 0 ? null : parts.join(' AND '), isExact, isEmpty: clauses.includes('never') };
  if (clauses.length === 0 || clauses.includes('always')) return { soql: null, isExact: true, isEmpty: false };
  if (!isExact) return { soql: null, isExact, isEmpty: false };
  return { soql: parts.length === 0 ? null : `(${parts.join(' OR ')})`, isExact, isEmpty: parts.length === 0 };
}

const idForm = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/;

/** Records that look like what a person typed. */
function matching(text: string, schema: ObjectSchema): string {
  const like = ['Name', 'Email'].filter((field) => schema.fields.has(field)).map((field) => `${field} LIKE ${quoteContains(text)}`);
  return `(${[...like, ...(idForm.test(text) || like.length === 0 ? [`Id IN ${inList([text])}`] : [])].join(' OR ')})`;
}

/** See `SurveyRequest`. Two calls: the count and the newest records. Converted leads are not there any more: their person is the Contact. */
export async function surveyRecords({ session, names, readTimeoutMs }: ReadContext, request: SurveyRequest): Promise<CallResult<Survey>> {
  const { object, filter, text, fields, limit, schema } = request;
  const where = whereOf(filter, schema, names.on(object).field);
  if (where.isEmpty) return { ok: true, value: { total: 0, isExact: true, records: [] } };
  const conditions = [where.soql, object === 'Lead' ? 'IsConverted = false' : null, text === null ? null : matching(text.trim(), schema)];
  const clause = conditions.flatMap((one) => (one === null ? [] : [one])).join(' AND ');
  const from = `FROM ${object}${clause === '' ? '' : ` WHERE ${clause}`}`;
  const counted = await session.call<{ readonly totalSize: number }>({
    name: 'survey-count',
    method: 'GET',
    path: `/query?q=${encodeURIComponent(`SELECT COUNT() ${from}`)}`,
    timeoutMs: readTimeoutMs,
  });
  if (!counted.ok) return counted;
  const columns = fieldsToRead(object, [...fields, ...scopeFields(filter)], names).join(',');
  const soql = `SELECT ${columns} ${from} ORDER BY SystemModstamp DESC LIMIT ${String(limit)}`;
  const answer = await queryAllPages(session, { name: 'survey', soql, timeoutMs: readTimeoutMs });
  if (!answer.ok) return answer;
  const records = answer.value.map((row) => toWireRecord(object, row, names)).filter(({ values }) => inScope(filter, values).isIn);
  return { ok: true, value: { total: counted.value.totalSize, isExact: where.isExact, records } };
}
