import { OrgError, notImplemented } from '../errors.ts';
import type { AggregateName, Bound, Condition, Literal, Operand, Operator, OrderItem, Path, Query, SelectItem } from './ast.ts';
import { isDateLiteral } from './date-literals.ts';
import { malformed, tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';

const AGGREGATES: ReadonlySet<string> = new Set<AggregateName>(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);
const isAggregate = (name: string): name is AggregateName => AGGREGATES.has(name);
const REFUSED = new Set([
  'TOLABEL',
  'FORMAT',
  'CONVERTCURRENCY',
  'CONVERTTIMEZONE',
  'DISTANCE',
  'GEOLOCATION',
  'GROUPING',
  'CALENDAR_YEAR',
  'CALENDAR_MONTH',
  'CALENDAR_QUARTER',
  'DAY_IN_MONTH',
  'DAY_IN_WEEK',
  'DAY_IN_YEAR',
  'DAY_ONLY',
  'FISCAL_MONTH',
  'FISCAL_QUARTER',
  'FISCAL_YEAR',
  'HOUR_IN_DAY',
  'WEEK_IN_MONTH',
  'WEEK_IN_YEAR',
]);
const CLAUSES = new Set(['WHERE', 'WITH', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FOR', 'ALL', 'USING', 'UPDATE', 'FROM']);
const LIMIT_CHARACTERS = 100_000;

/** The syntax tree of a SOQL statement. Throws OrgError MALFORMED_QUERY, or NOT_IMPLEMENTED for constructs this org refuses. */
export function parseSoql(text: string): Query {
  if (text.length > LIMIT_CHARACTERS) throw new OrgError('QUERY_TOO_COMPLICATED', 'SOQL statement character limit exceeded');
  const parser = createParser(text);
  const query = parser.query();
  parser.end();
  return query;
}

type Parser = { query(): Query; end(): void };

function createParser(text: string): Parser {
  const tokens = tokenize(text);
  let position = 0;
  const END: Token = { kind: 'end', text: '<EOF>', at: text.length };
  const peek = (ahead = 0): Token => tokens[position + ahead] ?? END;
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const unexpected = (token = peek()): OrgError => malformed(text, token.at, `unexpected token: '${token.text}'`);
  const isWord = (word: string, ahead = 0): boolean => peek(ahead).kind === 'word' && peek(ahead).text.toUpperCase() === word;
  const isSymbol = (symbol: string, ahead = 0): boolean => peek(ahead).kind === 'symbol' && peek(ahead).text === symbol;
  const take = (word: string): boolean => {
    if (!isWord(word)) return false;
    position += 1;
    return true;
  };
  const takeSymbol = (symbol: string): boolean => {
    if (!isSymbol(symbol)) return false;
    position += 1;
    return true;
  };
  const expect = (word: string): void => {
    if (!take(word)) throw unexpected();
  };
  const expectSymbol = (symbol: string): void => {
    if (!takeSymbol(symbol)) throw unexpected();
  };
  const listOf = <T>(item: () => T): T[] => {
    const items = [item()];
    while (takeSymbol(',')) items.push(item());
    return items;
  };
  const path = (): Path => {
    const token = next();
    if (token.kind !== 'word') throw unexpected(token);
    return { parts: token.text.split('.'), at: token.at };
  };
  const alias = (): string | null => (peek().kind === 'word' && !CLAUSES.has(peek().text.toUpperCase()) && !peek().text.includes('.') ? next().text : null);
  const refuse = (name: string): void => {
    if (REFUSED.has(name)) throw notImplemented(`the SOQL function ${name}()`);
  };

  const operand = (): Operand => {
    const name = peek().text.toUpperCase();
    if (peek().kind === 'word' && isSymbol('(', 1)) {
      refuse(name);
      if (!isAggregate(name)) throw unexpected(peek(1));
      const at = next().at;
      expectSymbol('(');
      const inner = isSymbol(')') ? null : path();
      expectSymbol(')');
      if (inner === null && name !== 'COUNT') throw unexpected();
      return { kind: 'aggregate', name, path: inner, at };
    }
    return { kind: 'field', path: path() };
  };

  const selectItem = (): SelectItem => {
    if (takeSymbol('(')) {
      const query = statement();
      expectSymbol(')');
      return { kind: 'child', query };
    }
    if (isWord('TYPEOF')) throw notImplemented('TYPEOF');
    if (isWord('FIELDS') && isSymbol('(', 1)) {
      position += 2;
      const scope = next().text.toUpperCase();
      expectSymbol(')');
      if (scope !== 'ALL' && scope !== 'STANDARD' && scope !== 'CUSTOM') throw unexpected();
      return { kind: 'fields', scope };
    }
    return { ...operand(), alias: alias() };
  };

  const literal = (): Literal => {
    const token = next();
    if (token.kind === 'string') return { kind: 'string', value: token.text };
    if (token.kind === 'number') return { kind: 'number', value: token.text };
    if (token.kind === 'date') return { kind: 'date', value: token.text };
    if (token.kind === 'datetime') return { kind: 'datetime', value: Date.parse(token.text) };
    if (token.kind === 'bind') return { kind: 'bind', name: token.text };
    const word = token.text.toUpperCase();
    if (token.kind !== 'word') throw unexpected(token);
    if (word === 'NULL') return { kind: 'null' };
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE' };
    if (!isDateLiteral(word)) throw unexpected(token);
    const n = takeSymbol(':') ? Number(next().text) : peek().kind === 'bind' ? Number(next().text) : 0;
    return { kind: 'dateLiteral', name: word, n };
  };

  const comparison = (): Condition => {
    const left = operand();
    const token = next();
    const word = token.text.toUpperCase();
    const negated = word === 'NOT';
    const operator = negated ? `NOT ${next().text.toUpperCase()}` : word === '<>' ? '!=' : word;
    if (!isOperator(operator)) throw unexpected(token);
    const list = operator === 'IN' || operator === 'NOT IN' || operator === 'INCLUDES' || operator === 'EXCLUDES';
    if (!list) return { kind: 'compare', operand: left, operator, values: [literal()] };
    if (peek().kind === 'bind') return { kind: 'compare', operand: left, operator, values: [literal()] };
    expectSymbol('(');
    if (isWord('SELECT')) {
      const query = statement();
      expectSymbol(')');
      if (left.kind !== 'field' || (operator !== 'IN' && operator !== 'NOT IN')) throw unexpected(token);
      return { kind: 'in', path: left.path, negated, query };
    }
    const values = listOf(literal);
    expectSymbol(')');
    return { kind: 'compare', operand: left, operator, values };
  };

  const term = (): Condition => {
    if (take('NOT')) return { kind: 'not', term: term() };
    if (takeSymbol('(')) {
      const inner = condition();
      expectSymbol(')');
      return inner;
    }
    return comparison();
  };

  /** AND and OR may not be mixed without parentheses, as on the platform. */
  const condition = (): Condition => {
    const first = term();
    const word = isWord('AND') ? 'AND' : isWord('OR') ? 'OR' : null;
    if (word === null) return first;
    const terms = [first];
    while (take(word)) terms.push(term());
    if (isWord('AND') || isWord('OR')) throw unexpected();
    return { kind: word === 'AND' ? 'and' : 'or', terms };
  };

  const orderItem = (): OrderItem => {
    const by = operand();
    const descending = take('DESC');
    if (!descending) take('ASC');
    let nullsLast = false;
    if (take('NULLS')) {
      nullsLast = take('LAST');
      if (!nullsLast) expect('FIRST');
    }
    return { operand: by, descending, nullsLast };
  };

  const bound = (): Bound => {
    const token = next();
    if (token.kind === 'bind') return { kind: 'bind', name: token.text };
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw unexpected(token);
    return { kind: 'value', value: Number(token.text) };
  };

  const security = (): Query['security'] => {
    const token = next();
    const mode = token.text.toUpperCase();
    if (mode === 'USER_MODE' || mode === 'SYSTEM_MODE' || mode === 'SECURITY_ENFORCED') return mode;
    if (mode === 'DATA') throw notImplemented('WITH DATA CATEGORY');
    throw unexpected(token);
  };

  const statement = (): Query => {
    expect('SELECT');
    const select = listOf(selectItem);
    expect('FROM');
    const from = path();
    if (from.parts.length > 2) throw unexpected();
    const fromAlias = alias();
    if (takeSymbol(',')) throw notImplemented('several objects in FROM');
    if (isWord('USING')) throw notImplemented('USING SCOPE');
    const where = take('WHERE') ? condition() : null;
    const mode = take('WITH') ? security() : null;
    const grouped = take('GROUP');
    if (grouped) expect('BY');
    if (grouped && (isWord('ROLLUP') || isWord('CUBE'))) throw notImplemented('GROUP BY ROLLUP and CUBE');
    const groupBy = grouped
      ? listOf(() => {
          if (isSymbol('(', 1)) refuse(peek().text.toUpperCase());
          return path();
        })
      : [];
    const having = take('HAVING') ? condition() : null;
    const ordered = take('ORDER');
    if (ordered) expect('BY');
    return finish({ select, from, fromAlias, where, mode, groupBy, having, orderBy: ordered ? listOf(orderItem) : [] });
  };

  type Head = {
    select: SelectItem[];
    from: Path;
    fromAlias: string | null;
    where: Condition | null;
    mode: Query['security'];
    groupBy: Path[];
    having: Condition | null;
    orderBy: OrderItem[];
  };
  const finish = (head: Head): Query => {
    const limit = take('LIMIT') ? bound() : null;
    const offset = take('OFFSET') ? bound() : null;
    let [allRows, forUpdate] = [false, false];
    if (take('FOR')) {
      forUpdate = take('UPDATE');
      if (!forUpdate && !take('VIEW')) expect('REFERENCE');
    }
    if (take('ALL')) {
      expect('ROWS');
      allRows = true;
    }
    if (isWord('UPDATE')) throw notImplemented('UPDATE TRACKING and VIEWSTAT');
    return {
      text,
      select: head.select,
      from: head.from.parts.join('.'),
      fromAt: head.from.at,
      alias: head.fromAlias,
      where: head.where,
      security: head.mode,
      groupBy: head.groupBy,
      having: head.having,
      orderBy: head.orderBy,
      limit,
      offset,
      allRows,
      forUpdate,
    };
  };

  return {
    query: statement,
    end: () => {
      if (peek().kind !== 'end') throw unexpected();
    },
  };
}

const OPERATORS: ReadonlySet<string> = new Set<Operator>(['=', '!=', '<', '>', '<=', '>=', 'LIKE', 'IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']);
const isOperator = (text: string): text is Operator => OPERATORS.has(text);
