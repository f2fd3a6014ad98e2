import type { FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { isNumeric } from '../schema/fields.ts';

type Value = string | number | boolean | null;
type Scope = { readonly row: Row; readonly before: Row | null };
type Node = (scope: Scope) => Value;

/**
 * A validation formula as a test of (row, row before the save). Supported: AND OR NOT && || !, = == <> != < > <= >=, + -,
 * ISBLANK ISPICKVAL ISCHANGED ISNEW PRIORVALUE TEXT LEN, field names, text, numbers, TRUE FALSE NULL. Anything else throws.
 */
export function compileFormula(object: ObjectSchema, formula: string): (row: Row, before: Row | null) => boolean {
  const tokens = formula.match(/"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?|[A-Za-z_][\w.]*|&&|\|\||<>|!=|<=|>=|==|[=<>!(),+-]|\S/g) ?? [];
  const parser = createParser(object, tokens);
  const node = parser.expression();
  parser.end();
  return (row, before) => node({ row, before }) === true;
}

function createParser(object: ObjectSchema, tokens: readonly string[]): { expression(): Node; end(): void } {
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (...texts: readonly string[]): string | null => {
    const found = texts.find((t) => peek().toUpperCase() === t);
    if (found !== undefined) at += 1;
    return found ?? null;
  };
  const expect = (text: string): void => {
    if (take(text) === null) throw new Error(`formula: expected ${text} before ${peek() || 'the end'}`);
  };
  const fieldNamed = (name: string): { name: string; numeric: boolean } => {
    const found = object.fields.get(name.toLowerCase());
    if (found === undefined) throw new Error(`formula: no field or function ${name}`);
    return { name: found.name, numeric: isNumeric(found.type) };
  };
  const argument = (): string => {
    expect('(');
    const { name } = fieldNamed(peek());
    at += 1;
    return name;
  };
  const list = (): Node[] => {
    expect('(');
    const items = peek() === ')' ? [] : [expression()];
    while (take(',') !== null) items.push(expression());
    expect(')');
    return items;
  };
  const call = (name: string): Node => {
    if (name === 'ISCHANGED' || name === 'PRIORVALUE') {
      const field = argument();
      expect(')');
      return name === 'PRIORVALUE'
        ? ({ row, before }) => valueOf((before ?? row)[field])
        : ({ row, before }) => before !== null && (before[field] ?? null) !== (row[field] ?? null);
    }
    const args = list();
    const [first = () => null, second = () => null] = args;
    if (name === 'AND') return (s) => args.every((a) => a(s) === true);
    if (name === 'OR') return (s) => args.some((a) => a(s) === true);
    if (name === 'NOT') return (s) => first(s) !== true;
    if (name === 'ISNEW') return ({ before }) => before === null;
    if (name === 'ISBLANK') return (s) => first(s) === null || first(s) === '';
    if (name === 'ISPICKVAL') return (s) => (first(s) ?? '') === (second(s) ?? '');
    if (name === 'TEXT') return (s) => String(first(s) ?? '');
    if (name === 'LEN') return (s) => String(first(s) ?? '').length;
    throw new Error(`formula: the function ${name} is not implemented`);
  };
  const primary = (): Node => {
    if (take('(') !== null) {
      const inner = expression();
      expect(')');
      return inner;
    }
    const token = peek();
    at += 1;
    const upper = token.toUpperCase();
    if (upper === 'TRUE' || upper === 'FALSE') return () => upper === 'TRUE';
    if (upper === 'NULL') return () => null;
    if (token.startsWith('"')) return () => token.slice(1, -1).replaceAll('\\"', '"');
    if (/^\d/.test(token)) return () => Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new Error(`formula: unexpected ${token || 'end'}`);
    if (peek() === '(') return call(upper);
    const { name, numeric } = fieldNamed(token);
    return ({ row }) => (numeric && row[name] !== null ? Number(row[name]) : valueOf(row[name]));
  };
  const unary = (): Node => {
    const operator = take('!', '-');
    if (operator === null) return primary();
    const inner = unary();
    return operator === '!' ? (s) => inner(s) !== true : (s) => -Number(inner(s) ?? 0);
  };
  const sum = (): Node => {
    let left = unary();
    for (let operator = take('+', '-'); operator !== null; operator = take('+', '-')) {
      const [a, b, sign] = [left, unary(), operator === '+' ? 1 : -1];
      left = (s) => Number(a(s) ?? 0) + sign * Number(b(s) ?? 0);
    }
    return left;
  };
  const comparison = (): Node => {
    const left = sum();
    const operator = take('=', '==', '<>', '!=', '<=', '>=', '<', '>');
    if (operator === null) return left;
    const right = sum();
    return (s) => compare(operator, left(s), right(s));
  };
  const chain = (operator: '&&' | '||', inner: () => Node): Node => {
    const terms = [inner()];
    while (take(operator) !== null) terms.push(inner());
    const [only] = terms;
    if (terms.length === 1 && only !== undefined) return only;
    return operator === '&&' ? (s) => terms.every((t) => t(s) === true) : (s) => terms.some((t) => t(s) === true);
  };
  const expression = (): Node => chain('||', () => chain('&&', comparison));
  return {
    expression,
    end: () => {
      if (at < tokens.length) throw new Error(`formula: unexpected ${peek()}`);
    },
  };
}

const valueOf = (value: FieldValue | undefined): Value => value ?? null;

function compare(operator: string, a: Value, b: Value): boolean {
  if (operator === '=' || operator === '==') return (a ?? '') === (b ?? '');
  if (operator === '<>' || operator === '!=') return (a ?? '') !== (b ?? '');
  if (a === null || b === null) return false;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}
