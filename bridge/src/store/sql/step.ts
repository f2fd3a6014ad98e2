import type { Dialect } from './dialect.ts';

export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

/** One named query. Parameters are `$1`, `$2`…; whole sets of rows travel as one JSON text. */
export type Statement = { readonly name: string; readonly text: (sql: Dialect) => string };
export type Request = { readonly statement: Statement; readonly parameters: readonly SqlValue[] };

/**
 * The steps of one transaction: yields queries, is given their rows, returns the answer. The same steps run on the
 * synchronous SQLite connection and on an asynchronous PostgreSQL client; they do no I/O themselves.
 */
export type Steps<Answer> = Generator<Request, Answer, readonly Row[]>;

export const statement = (name: string, text: Statement['text']): Statement => ({ name, text });

/** Asks for one statement's rows. */
export const ask = function* (asked: Statement, ...parameters: readonly SqlValue[]): Steps<readonly Row[]> {
  return yield { statement: asked, parameters };
};

/** Asks only when there are rows to travel; most outcomes leave most tables alone. */
export const askFor = function* (asked: Statement, rows: readonly unknown[], ...others: readonly SqlValue[]): Steps<readonly Row[]> {
  const [first = null, ...rest] = others;
  return rows.length === 0 ? [] : yield { statement: asked, parameters: [first, JSON.stringify(rows), ...rest] };
};

/** The text in a column; anything else is a defect of the statement. */
export const textIn = (row: Row, column: string): string => {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`);
  return value;
};

export const numberIn = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`);
  return value;
};

export const textOrNullIn = (row: Row, column: string): string | null => (row[column] === null ? null : textIn(row, column));
export const numberOrNullIn = (row: Row, column: string): number | null => (row[column] === null ? null : numberIn(row, column));

/** Plain data stored by this module, brought back. Only this module writes those columns, so its shape is trusted. */
export const storedIn = <T>(row: Row, column: string): T => JSON.parse(textIn(row, column)) as T;

/** Two transactions met in a way only a fresh start sorts out: the engine runs the steps again. */
export class RetryNeeded extends Error {}
