/** SOQL from Apex: binds out, records in, rows counted. */
import type { FieldValue, ObjectSchema, QueryRecord, QueryResult } from '../../contract.ts';
import type { ApexType } from '../compiler/types.ts';
import { AList, ASet } from './collections.ts';
import { running } from './current.ts';
import { fromStored, SObj, toStored } from './sobject.ts';
import { isOrgError, raise } from './throwable.ts';

export type Access = 'user' | 'system';

/** A bind's value as the org takes it: scalars as stored, Integers as numbers, collections as arrays, records as ids. */
function bindValue(value: unknown): unknown {
  if (value instanceof AList) return value.items.map(bindValue);
  if (value instanceof ASet) return [...value.items.values()].map(bindValue);
  if (value instanceof SObj) return value.fields.get('Id') ?? null;
  return typeof value === 'number' ? value : toStored(value);
}

function run(text: string, binds: Readonly<Record<string, unknown>>, access: Access): QueryResult {
  const runtime = running();
  const { context } = runtime;
  context.limits.add('queries');
  const sharing = access === 'user' || runtime.sharing;
  const values = Object.fromEntries(Object.entries(binds).map(([name, value]) => [name, bindValue(value)]));
  try {
    return context.transaction.query(text, values, { access, sharing, includeDeleted: /\bALL\s+ROWS\b/i.test(text) });
  } catch (error) {
    if (isOrgError(error)) return raise('QueryException', error.message);
    throw error;
  }
}

/** A record's Id is readable even when it was not selected. */
function withId(text: string): string {
  const select = /^\s*SELECT\s+/i.exec(text);
  if (!select || /\bGROUP\s+BY\b/i.test(text) || /^\s*SELECT\s+(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)\s*\(/i.test(text)) return text;
  const list = topLevelSelect(text.slice(select[0].length));
  if (list.some((item) => /^(\w+\.)?id$/i.test(item.trim()) || /^(fields|count|sum|avg|min|max|count_distinct)\s*\(/i.test(item.trim()))) return text;
  return `${select[0]}Id, ${text.slice(select[0].length)}`;
}

/** The items between SELECT and its FROM, sub-selects kept whole. */
function topLevelSelect(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (depth === 0 && c === ',') {
      items.push(text.slice(start, i));
      start = i + 1;
    } else if (depth === 0 && /^\sFROM\s/i.test(text.slice(i, i + 6))) return [...items, text.slice(start, i)];
  }
  return items;
}

export function query(text: string, binds: Readonly<Record<string, unknown>>, access: Access, type: ApexType): AList {
  const result = run(withId(text), binds, access);
  const { limits } = running().context;
  const element = type.args[0];
  const isAggregate = element?.name === 'AggregateResult';
  const records = isAggregate ? aggregates(result, element.schema) : result.records.map(recordOf);
  limits.add('queryRows', countRows(result));
  return new AList(type, records);
}

export function countQuery(text: string, binds: Readonly<Record<string, unknown>>, access: Access): number {
  const result = run(text, binds, access);
  running().context.limits.add('queryRows', 1);
  return result.totalSize;
}

function countRows(result: QueryResult): number {
  let rows = result.records.length;
  for (const record of result.records) for (const value of Object.values(record.values)) if (isResult(value)) rows += countRows(value);
  return rows;
}

type Value = FieldValue | QueryRecord | QueryResult;
const isRecord = (value: Value): value is QueryRecord => typeof value === 'object' && value !== null && 'object' in value;
const isResult = (value: Value): value is QueryResult => typeof value === 'object' && value !== null && 'records' in value;

export function recordOf(found: QueryRecord): SObj {
  const { org, table } = running();
  const schema = org.object(found.object);
  if (!schema) throw new Error(`the org answered with an unknown object: ${found.object}`);
  const record = new SObj(schema);
  record.isQueried = true;
  record.dirty = new Set();
  for (const [name, value] of Object.entries(found.values)) {
    if (isRecord(value)) record.fields.set(name, recordOf(value));
    else if (isResult(value)) record.fields.set(name, new AList(table.list(childType(value)), value.records.map(recordOf)));
    else {
      const field = schema.fields.get(name.toLowerCase());
      record.fields.set(field?.name ?? name, field ? fromStored(field, value) : value);
    }
  }
  return record;
}

function childType(result: QueryResult): ApexType {
  const { org, table } = running();
  const schema = org.object(result.records[0]?.object ?? '');
  return schema ? table.ofSchema(schema) : table.sobject;
}

/** Aggregate rows: each alias is typed by the org's answer, a COUNT an Integer, a SUM a Decimal, a MIN as its field. */
function aggregates(result: QueryResult, schema: ObjectSchema | null): SObj[] {
  if (!schema) throw new Error('AggregateResult is missing');
  const types = new Map(Object.entries(result.columns ?? {}).map(([alias, type]) => [alias.toLowerCase(), type]));
  return result.records.map((found) => {
    const record = new SObj(schema);
    for (const [name, value] of Object.entries(found.values)) {
      if (isRecord(value) || isResult(value)) continue;
      const type = types.get(name.toLowerCase());
      record.fields.set(name.toLowerCase(), type ? fromStored({ type, scale: 0 }, value) : value);
    }
    return record;
  });
}

/** The only record of a query used as a record. */
export function single(list: AList | SObj | null): unknown {
  if (!(list instanceof AList)) return list;
  if (list.items.length === 0) raise('QueryException', 'List has no rows for assignment to SObject');
  if (list.items.length > 1) raise('QueryException', 'List has more than 1 row for assignment to SObject');
  return list.items[0];
}
