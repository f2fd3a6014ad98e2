import type { FieldSchema, FieldValue, ObjectSchema, QueryResult, Row } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import { aggregate, isAggregateQuery } from './aggregate.ts';
import type { Bound, Query } from './ast.ts';
import { compileWhere } from './conditions.ts';
import type { Test } from './conditions.ts';
import { located, malformed } from './lexer.ts';
import { sortBy } from './order.ts';
import { candidates } from './plan.ts';
import { compileSelect } from './project.ts';
import { resolvePath } from './resolve.ts';
import type { QueryContext } from './resolve.ts';

const OFFSET_MAX = 2000;

/** Runs a parsed query. Throws OrgError with the platform's code and message for anything it would refuse. */
export function runQuery(context: QueryContext, query: Query): QueryResult {
  const object = context.registry.find(query.from);
  if (object === undefined || object.kind === 'event' || !context.mayReadObject(object.name)) throw unsupported(query);
  return select(context, query, object, matching(context, query, object, candidates(context, query, object)));
}

const unsupported = (query: Query): OrgError =>
  new OrgError(
    'INVALID_TYPE',
    located(
      query.text,
      query.fromAt,
      `sObject type '${query.from}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );

function matching(context: QueryContext, query: Query, object: ObjectSchema, from: Iterable<Row>): readonly Row[] {
  const where = query.where;
  const test: Test = where === null ? () => true : compileWhere(context, query, object, where, (inner) => semiJoin(context, inner));
  const rows: Row[] = [];
  for (const row of from) if (test(row) && context.isVisible(object.name, row)) rows.push(row);
  return rows;
}

function semiJoin(context: QueryContext, inner: Query): ReadonlySet<FieldValue> {
  const object = context.registry.find(inner.from);
  const [item] = inner.select;
  if (object === undefined || !context.mayReadObject(object.name)) throw unsupported(inner);
  if (inner.select.length !== 1 || item?.kind !== 'field') throw malformed(inner.text, inner.fromAt, 'a semi-join subquery selects exactly one field');
  const resolved = resolvePath(context, inner, object, item.path);
  if (resolved.field.type !== 'id' && resolved.field.type !== 'reference')
    throw malformed(
      inner.text,
      item.path.at,
      `The selected field '${resolved.field.name}' in the subquery and the left operand field in the where expression in the outer query should point to the same object type`,
    );
  return new Set(
    matching(context, inner, object, candidates(context, inner, object))
      .map((row) => resolved.read(row))
      .filter((v) => v !== null),
  );
}

function select(context: QueryContext, query: Query, object: ObjectSchema, rows: readonly Row[]): QueryResult {
  const page = { limit: boundOf(context, query, query.limit, Number.POSITIVE_INFINITY), offset: boundOf(context, query, query.offset, 0) };
  if (page.offset > OFFSET_MAX) throw new OrgError('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  const [first] = query.select;
  if (first?.kind === 'aggregate' && first.path === null && first.alias === null && query.select.length === 1 && query.groupBy.length === 0) {
    if (first.name !== 'COUNT' || query.orderBy.length > 0) throw malformed(query.text, first.at, 'ORDER BY is not allowed with COUNT()');
    return { totalSize: Math.min(Math.max(0, rows.length - page.offset), page.limit), records: [] };
  }
  if (isAggregateQuery(query)) return aggregate(context, query, object, rows, page);
  if (query.having !== null) throw malformed(query.text, query.fromAt, 'HAVING needs GROUP BY');
  const project = compileSelect(context, query, object, (inner, child, field, parent) => runChild(context, inner, child, field, parent));
  const terms = query.orderBy.map((o) => {
    if (o.operand.kind === 'aggregate') throw malformed(query.text, o.operand.at, 'ORDER BY an aggregate needs GROUP BY');
    const { field, read } = resolvePath(context, query, object, o.operand.path);
    return { field, read, descending: o.descending, nullsLast: o.nullsLast };
  });
  const records = (terms.length === 0 ? rows : sortBy(rows, terms)).slice(page.offset, page.offset + page.limit).map(project);
  return { totalSize: records.length, records };
}

function runChild(context: QueryContext, query: Query, child: ObjectSchema, field: FieldSchema, parent: Row): QueryResult {
  const rows = context.table(child.name).rowsWith(field.name, parent['Id'] ?? null);
  return select(context, query, child, matching(context, query, child, rows));
}

function boundOf(context: QueryContext, query: Query, bound: Bound | null, otherwise: number): number {
  if (bound === null) return otherwise;
  const value = bound.kind === 'value' ? bound.value : Number(context.bind(bound.name));
  if (!Number.isInteger(value) || value < 0) throw malformed(query.text, query.text.length, 'LIMIT and OFFSET must be whole numbers of at least 0');
  return value;
}
