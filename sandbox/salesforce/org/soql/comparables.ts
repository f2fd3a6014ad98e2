import type { FieldSchema, FieldValue, FieldType } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import { parseId } from '../ids.ts';
import { isNumeric } from '../schema/fields.ts';
import type { Literal, Query } from './ast.ts';
import { spanOf } from './date-literals.ts';
import { malformed } from './lexer.ts';

/** A literal made comparable with the stored values of one field: numbers as numbers, text in lower case, dates as text. */
export type Key = string | number | boolean | null;
export type Comparable = { readonly start: Key; readonly end: Key };

/** The value of a stored field as a sort and comparison key. */
export function keyOf(type: FieldType, value: FieldValue): Key {
  if (value === null) return null;
  if (isNumeric(type)) return Number(value);
  if (typeof value === 'string' && type !== 'id' && type !== 'reference' && type !== 'date') return value.toLowerCase();
  return value;
}

export type LiteralScope = { readonly query: Query; readonly now: number; bind(name: string): unknown };

/**
 * What a field is compared with. A date literal is a span [start, end), everything else a point. Throws INVALID_FIELD when
 * literal and field do not go together, INVALID_QUERY_FILTER_OPERATOR for a bad id, as the platform does.
 */
export function comparables(scope: LiteralScope, f: FieldSchema, literal: Literal): readonly Comparable[] {
  if (literal.kind === 'bind') return bindValues(scope, literal.name).map((v) => point(bindKey(f, v)));
  if (literal.kind === 'null') return [point(null)];
  if (literal.kind === 'dateLiteral') {
    if (f.type !== 'date' && f.type !== 'datetime') throw wrongType(f);
    const { start, end } = spanOf(literal.name, literal.n, scope.now);
    return [f.type === 'date' ? { start: dateText(start), end: dateText(end) } : { start, end }];
  }
  return [point(literalKey(f, literal))];
}

const point = (key: Key): Comparable => ({ start: key, end: key });
export const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function literalKey(f: FieldSchema, literal: Exclude<Literal, { kind: 'bind' | 'null' | 'dateLiteral' }>): Key {
  const fits =
    f.type === 'date'
      ? literal.kind === 'date'
      : f.type === 'datetime'
        ? literal.kind === 'datetime'
        : f.type === 'boolean'
          ? literal.kind === 'boolean'
          : isNumeric(f.type)
            ? literal.kind === 'number'
            : literal.kind === 'string';
  if (!fits) throw wrongType(f);
  if (literal.kind === 'string') return textKey(f, literal.value);
  return literal.kind === 'number' ? Number(literal.value) : literal.value;
}

const NAMES: Readonly<Record<string, string>> = { datetime: 'dateTime', reference: 'reference', id: 'reference' };

function wrongType(f: FieldSchema): OrgError {
  const quoted = !(isNumeric(f.type) || f.type === 'boolean' || f.type === 'date' || f.type === 'datetime');
  const type = NAMES[f.type] ?? (quoted ? 'string' : f.type);
  return new OrgError(
    'INVALID_FIELD',
    `value of filter criterion for field '${f.name}' must be of type ${type} and should ${quoted ? '' : 'not '}be enclosed in quotes`,
    [f.name],
  );
}

function textKey(f: FieldSchema, value: string): Key {
  if (value === '') return null;
  if (f.type !== 'id' && f.type !== 'reference') return value.toLowerCase();
  const id = parseId(value);
  if (id === null) throw new OrgError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`);
  return id;
}

function bindValues(scope: LiteralScope, name: string): readonly unknown[] {
  const value = scope.bind(name);
  if (value === undefined) throw malformed(scope.query.text, scope.query.text.indexOf(`:${name}`), `Variable does not exist: ${name}`);
  if (Array.isArray(value)) return value;
  return value instanceof Set ? [...value] : [value];
}

/** A bind carries a stored value; a record stands for its id; a date meets a datetime at midnight UTC. */
function bindKey(f: FieldSchema, value: unknown): Key {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' && 'Id' in value) return bindKey(f, value.Id);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return f.type === 'date' ? dateText(value) : value;
  if (typeof value !== 'string') throw new OrgError('MALFORMED_QUERY', `cannot bind a value of this type to field '${f.name}'`);
  if (f.type === 'datetime') return Date.parse(value);
  if (f.type === 'date') return value.slice(0, 10);
  return isNumeric(f.type) ? Number(value) : textKey(f, value);
}

/** A LIKE pattern as a test on lower-cased text: `%` any run, `_` one character, backslash escapes both. */
export function likeTest(pattern: string): (key: Key) => boolean {
  let source = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern.charAt(i);
    const next = pattern.charAt(i + 1);
    if (c === '\\' && (next === '%' || next === '_')) {
      source += next;
      i += 1;
    } else source += c === '%' ? '[\\s\\S]*' : c === '_' ? '[\\s\\S]' : c.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  }
  const expression = new RegExp(`^${source}$`, 'i');
  return (key) => typeof key === 'string' && expression.test(key);
}
