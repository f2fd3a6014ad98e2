import type { FieldSchema, FieldType, FieldValue, ObjectSchema, QueryRecord, QueryResult, Row } from '../../contract.ts';
import { canonicalDecimal, sumDecimals } from '../decimal.ts';
import { field as makeField, isLongText, isNumeric } from '../schema/fields.ts';
import type { AggregateName, Condition, Operand, Path, Query } from './ast.ts';
import { keyOf } from './comparables.ts';
import { compileComparison } from './conditions.ts';
import { malformed } from './lexer.ts';
import { sortBy } from './order.ts';
import { resolvePath } from './resolve.ts';
import type { QueryContext, ResolvedField } from './resolve.ts';

type Group = { readonly rows: readonly Row[] };
type Column = { readonly name: string; readonly field: FieldSchema; read(group: Group): FieldValue };

/** Whether the query groups or aggregates (COUNT() alone is handled by the caller). */
export const isAggregateQuery = (query: Query): boolean => query.groupBy.length > 0 || query.select.some((s) => s.kind === 'aggregate');

/** Groups the matching rows and computes the selected columns. */
export function aggregate(
  context: QueryContext,
  query: Query,
  object: ObjectSchema,
  rows: readonly Row[],
  page: { readonly limit: number; readonly offset: number },
): QueryResult {
  const by = query.groupBy.map((path) => groupable(query, path, resolvePath(context, query, object, path)));
  const columns = selectColumns(context, query, object);
  const groups = by.length === 0 ? [{ rows }] : groupRows(rows, by);
  const having = query.having;
  const kept = having === null ? groups : groups.filter((g) => holds(context, query, object, having, g));
  const sorted = sortBy(
    kept,
    query.orderBy.map((o) => ({ ...operandColumn(context, query, object, o.operand), descending: o.descending, nullsLast: o.nullsLast })),
  );
  const records = sorted
    .slice(page.offset, page.offset + page.limit)
    .map((g): QueryRecord => ({ object: 'AggregateResult', values: Object.fromEntries(columns.map((c) => [c.name, c.read(g)])) }));
  return { totalSize: records.length, records, columns: Object.fromEntries(columns.map((c) => [c.name, c.field.type])) };
}

function groupable(query: Query, path: Path, resolved: ResolvedField): ResolvedField {
  const { field } = resolved;
  if (isLongText(field) || field.type === 'multipicklist' || field.type === 'datetime' || field.type === 'address')
    throw malformed(query.text, path.at, `field '${field.name}' can not be grouped in a query call`);
  return resolved;
}

function groupRows(rows: readonly Row[], by: readonly ResolvedField[]): readonly Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((f) => keyOf(f.field.type, f.read(row))));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((list) => ({ rows: list }));
}

function selectColumns(context: QueryContext, query: Query, object: ObjectSchema): readonly Column[] {
  let unnamed = 0;
  return query.select.map((item): Column => {
    if (item.kind === 'field') return { ...groupedColumn(context, query, object, item.path), name: item.alias ?? item.path.parts.at(-1) ?? '' };
    if (item.kind !== 'aggregate') throw malformed(query.text, query.fromAt, 'only grouped fields and aggregate functions can be selected in a grouped query');
    const name = item.alias ?? `expr${unnamed++}`;
    return { ...aggregateColumn(context, query, object, item), name };
  });
}

function operandColumn(context: QueryContext, query: Query, object: ObjectSchema, operand: Operand): Omit<Column, 'name'> {
  return operand.kind === 'field' ? groupedColumn(context, query, object, operand.path) : aggregateColumn(context, query, object, operand);
}

function groupedColumn(context: QueryContext, query: Query, object: ObjectSchema, path: Path): Omit<Column, 'name'> {
  const text = path.parts.join('.').toLowerCase();
  if (!query.groupBy.some((g) => g.parts.join('.').toLowerCase() === text))
    throw malformed(query.text, path.at, `Field must be grouped or aggregated: ${path.parts.join('.')}`);
  const resolved = resolvePath(context, query, object, path);
  return { field: resolved.field, read: (group) => (group.rows[0] === undefined ? null : resolved.read(group.rows[0])) };
}

function aggregateColumn(
  context: QueryContext,
  query: Query,
  object: ObjectSchema,
  item: { readonly name: AggregateName; readonly path: Path | null; readonly at: number },
): Omit<Column, 'name'> {
  if (item.path === null) return { field: COUNTED, read: (group) => String(group.rows.length) };
  const resolved = resolvePath(context, query, object, item.path);
  const { field } = resolved;
  const refused =
    isLongText(field) ||
    field.type === 'address' ||
    ((item.name === 'SUM' || item.name === 'AVG') && !isNumeric(field.type)) ||
    ((item.name === 'MIN' || item.name === 'MAX') && field.type === 'boolean');
  if (refused) throw malformed(query.text, item.at, `field ${field.name} does not support aggregate operator ${item.name}`);
  const type = resultType(item.name, field);
  const values = (group: Group): readonly FieldValue[] => group.rows.map((r) => resolved.read(r)).filter((v) => v !== null);
  return { field: makeField({ name: field.name, type, scale: field.scale }), read: (group) => compute(item.name, field.type, values(group)) };
}

const COUNTED = makeField({ name: 'count', type: 'int' });

function resultType(name: AggregateName, field: FieldSchema): FieldType {
  if (name === 'COUNT' || name === 'COUNT_DISTINCT') return 'int';
  return name === 'AVG' ? 'double' : field.type;
}

function compute(name: AggregateName, type: FieldType, values: readonly FieldValue[]): FieldValue {
  if (name === 'COUNT') return String(values.length);
  if (name === 'COUNT_DISTINCT') return String(new Set(values.map((v) => keyOf(type, v))).size);
  if (values.length === 0) return null;
  if (name === 'SUM') return sumDecimals(values.map(String));
  if (name === 'AVG') return canonicalDecimal(Number(sumDecimals(values.map(String))) / values.length);
  const wanted = name === 'MIN' ? -1 : 1;
  return values.reduce((best, v) => (ascending(keyOf(type, v), keyOf(type, best)) === wanted ? v : best));
}

const ascending = (a: string | number | boolean | null, b: string | number | boolean | null): number =>
  a === b || a === null || b === null ? 0 : a < b ? -1 : 1;

function holds(context: QueryContext, query: Query, object: ObjectSchema, condition: Condition, group: Group): boolean {
  if (condition.kind === 'and') return condition.terms.every((t) => holds(context, query, object, t, group));
  if (condition.kind === 'or') return condition.terms.some((t) => holds(context, query, object, t, group));
  if (condition.kind === 'not') return !holds(context, query, object, condition.term, group);
  if (condition.kind === 'in') throw malformed(query.text, condition.path.at, 'a semi-join is not allowed in HAVING');
  const column = operandColumn(context, query, object, condition.operand);
  return compileComparison(context, query, column.field, condition.operator, condition.values)(column.read(group));
}
