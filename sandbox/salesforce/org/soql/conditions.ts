import type { FieldSchema, FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import { isLongText, isNumeric } from '../schema/fields.ts';
import type { Condition, Literal, Operator, Query } from './ast.ts';
import { comparables, keyOf, likeTest } from './comparables.ts';
import type { Comparable, Key } from './comparables.ts';
import { located } from './lexer.ts';
import { resolvePath } from './resolve.ts';
import type { QueryContext, ResolvedField } from './resolve.ts';

export type Test = (row: Row) => boolean;
/** Values of the one field an inner query of a semi-join selects. */
export type SemiJoin = (query: Query) => ReadonlySet<FieldValue>;

/** Compiles a WHERE clause for rows of an object. Throws INVALID_FIELD and friends at once, not per row. */
export function compileWhere(context: QueryContext, query: Query, object: ObjectSchema, condition: Condition, semiJoin: SemiJoin): Test {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const tests = condition.terms.map((t) => compileWhere(context, query, object, t, semiJoin));
    return condition.kind === 'and' ? (row) => tests.every((t) => t(row)) : (row) => tests.some((t) => t(row));
  }
  if (condition.kind === 'not') {
    const inner = compileWhere(context, query, object, condition.term, semiJoin);
    return (row) => !inner(row);
  }
  if (condition.kind === 'in') {
    const target = filterable(query, resolvePath(context, query, object, condition.path));
    const values = semiJoin(condition.query);
    return condition.negated ? (row) => !values.has(target.read(row)) : (row) => values.has(target.read(row));
  }
  if (condition.operand.kind === 'aggregate')
    throw new OrgError('MALFORMED_QUERY', located(query.text, condition.operand.at, 'Aggregate functions are not allowed in the WHERE clause'));
  const target = filterable(query, resolvePath(context, query, object, condition.operand.path));
  const test = compileComparison(context, query, target.field, condition.operator, condition.values);
  return (row) => test(target.read(row));
}

function filterable(query: Query, resolved: ResolvedField): ResolvedField {
  const { field } = resolved;
  if (isLongText(field) || field.type === 'address')
    throw new OrgError(
      'INVALID_FIELD',
      located(query.text, Math.max(0, query.text.indexOf(field.name)), `field '${field.name}' can not be filtered in a query call`),
    );
  return resolved;
}

/** Compiles one comparison into a test of the stored value. */
export function compileComparison(
  context: QueryContext,
  query: Query,
  field: FieldSchema,
  operator: Operator,
  literals: readonly Literal[],
): (value: FieldValue) => boolean {
  const scope = { query, now: context.now, bind: context.bind };
  const values = literals.flatMap((l) => comparables(scope, field, l));
  const [only] = values;
  const list = operator === 'IN' || operator === 'NOT IN' || operator === 'INCLUDES' || operator === 'EXCLUDES';
  if (!list && (only === undefined || values.length > 1)) throw new OrgError('MALFORMED_QUERY', `operator ${operator} takes one value`);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') return multipicklist(field, operator, values);
  if (field.type === 'multipicklist' && (operator === 'LIKE' || operator === '<' || operator === '>')) throw badOperator(field);
  if (operator === 'IN' || operator === 'NOT IN') return membership(field, operator === 'IN', values);
  const comparable = only ?? { start: null, end: null };
  if (operator === 'LIKE') {
    if (
      isNumeric(field.type) ||
      field.type === 'boolean' ||
      field.type === 'id' ||
      field.type === 'reference' ||
      field.type === 'date' ||
      field.type === 'datetime'
    )
      throw badOperator(field);
    const test = likeTest(String(comparable.start ?? ''));
    return (value) => test(keyOf(field.type, value));
  }
  return ordered(field, operator, comparable);
}

const badOperator = (field: FieldSchema): OrgError => new OrgError('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${field.type} field: ${field.name}`);

function membership(field: FieldSchema, wanted: boolean, values: readonly Comparable[]): (value: FieldValue) => boolean {
  const isSpan = values.some((v) => v.start !== v.end);
  const keys = new Set(values.map((v) => v.start));
  const has = isSpan ? (key: Key): boolean => values.some((v) => within(key, v)) : (key: Key): boolean => keys.has(key);
  return (value) => has(keyOf(field.type, value)) === wanted;
}

const within = (key: Key, v: Comparable): boolean => key !== null && v.start !== null && v.end !== null && key >= v.start && key < v.end;

function multipicklist(field: FieldSchema, operator: 'INCLUDES' | 'EXCLUDES', values: readonly Comparable[]): (value: FieldValue) => boolean {
  if (field.type !== 'multipicklist') throw badOperator(field);
  const groups = values.map((v) => String(v.start).split(';'));
  const includes = (value: FieldValue): boolean => {
    const chosen = new Set(
      String(value ?? '')
        .toLowerCase()
        .split(';'),
    );
    return groups.some((group) => group.every((g) => chosen.has(g)));
  };
  return operator === 'INCLUDES' ? includes : (value) => !includes(value);
}

/** `!=` is true for blank values; `<` and friends are never true for them. Spans compare as the days they hold. */
function ordered(field: FieldSchema, operator: Operator, { start, end }: Comparable): (value: FieldValue) => boolean {
  const span = start !== end;
  const equal = (key: Key): boolean => (span ? within(key, { start, end }) : key === start);
  if (operator === '=') return (value) => equal(keyOf(field.type, value));
  if (operator === '!=') return (value) => !equal(keyOf(field.type, value));
  if (field.type === 'boolean' || start === null || end === null) throw badOperator(field);
  const compare =
    (test: (key: string | number | boolean) => boolean) =>
    (value: FieldValue): boolean => {
      const key = keyOf(field.type, value);
      return key !== null && test(key);
    };
  if (operator === '<') return compare((key) => key < start);
  if (operator === '>=') return compare((key) => key >= start);
  if (operator === '<=') return compare((key) => (span ? key < end : key <= end));
  return compare((key) => (span ? key >= end : key > end));
}
