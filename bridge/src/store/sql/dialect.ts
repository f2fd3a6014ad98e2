type ColumnType = 'text' | 'bigint';

/** The few places where SQLite and PostgreSQL differ. Everything else of every statement is the same text on both. */
export type Dialect = {
  readonly name: 'sqlite' | 'postgres';
  /** A table `r` of the objects in the JSON array given as this parameter. */
  rows(parameter: string, columns: Readonly<Record<string, ColumnType>>): string;
  /** Tests a column for being among the texts of the JSON array given as this parameter. */
  among(parameter: string): string;
  /** Tests a column for being in a one-column query; on PostgreSQL an array, so that the query runs once and its locks are taken in its order. */
  within(query: string): string;
  /** What the JSON object given as this parameter holds under a column's text. */
  under(parameter: string, column: string): string;
  least(left: string, right: string): string;
  greatest(left: string, right: string): string;
  /** Row locks; SQLite has one writer and needs none. */
  readonly forUpdate: string;
  readonly forUpdateSkipLocked: string;
  /** Text that sorts by bytes, as SQLite's does. */
  readonly text: string;
};

export const SQLITE: Dialect = {
  name: 'sqlite',
  rows: (parameter, columns) =>
    `(select ${Object.keys(columns)
      .map((name) => `value ->> '${name}' as ${name}`)
      .join(', ')} from json_each(${parameter})) as r`,
  among: (parameter) => `in (select value from json_each(${parameter}))`,
  within: (query) => `in (${query})`,
  under: (parameter, column) => `(${parameter} ->> ${column})`,
  least: (left, right) => `min(${left}, ${right})`,
  greatest: (left, right) => `max(${left}, ${right})`,
  forUpdate: '',
  forUpdateSkipLocked: '',
  text: 'text',
};

export const POSTGRES: Dialect = {
  name: 'postgres',
  rows: (parameter, columns) =>
    `jsonb_to_recordset(${parameter}::jsonb) as r(${Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})`,
  among: (parameter) => `= any(array(select jsonb_array_elements_text(${parameter}::jsonb)))`,
  within: (query) => `= any(array(${query}))`,
  under: (parameter, column) => `(${parameter}::jsonb ->> ${column})`,
  least: (left, right) => `least(${left}, ${right})`,
  greatest: (left, right) => `greatest(${left}, ${right})`,
  forUpdate: 'for update',
  forUpdateSkipLocked: 'for update skip locked',
  text: 'text collate "C"',
};
