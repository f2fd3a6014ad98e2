import type { FieldSchema, ObjectSchema, QueryRecord, QueryResult, Row } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import type { Path, Query, SelectItem } from './ast.ts';
import { located, malformed } from './lexer.ts';
import { isPolymorphic, parentRow, resolvePath, stripAlias } from './resolve.ts';
import type { QueryContext } from './resolve.ts';

type Values = QueryRecord['values'];
type Filler = (row: Row, values: Values) => void;
export type RunChild = (query: Query, child: ObjectSchema, field: FieldSchema, parent: Row) => QueryResult;

/** Compiles the SELECT list into a function from row to result record. */
export function compileSelect(context: QueryContext, query: Query, object: ObjectSchema, runChild: RunChild): (row: Row) => QueryRecord {
  const fillers = query.select.map((item) => fillerOf(context, query, object, item, runChild));
  checkDuplicates(query);
  return (row) => {
    const values: Values = {};
    for (const fill of fillers) fill(row, values);
    return { object: object.name, values };
  };
}

function checkDuplicates(query: Query): void {
  const seen = new Set<string>();
  for (const item of query.select) {
    if (item.kind !== 'field') continue;
    const name = item.path.parts.join('.').toLowerCase();
    if (seen.has(name)) throw new OrgError('INVALID_FIELD', located(query.text, item.path.at, `duplicate field selected: ${item.path.parts.join('.')}`));
    seen.add(name);
  }
}

function fillerOf(context: QueryContext, query: Query, object: ObjectSchema, item: SelectItem, runChild: RunChild): Filler {
  if (item.kind === 'fields') return allFields(context, query, object, item.scope);
  if (item.kind === 'child') return childFiller(context, query, object, item.query, runChild);
  if (item.kind === 'aggregate') throw malformed(query.text, item.at, 'an aggregate function cannot be mixed with plain fields without GROUP BY');
  if (item.alias !== null) throw malformed(query.text, item.path.at, `only aggregate expressions use field aliasing`);
  return pathFiller(context, query, object, item.path);
}

function pathFiller(context: QueryContext, query: Query, object: ObjectSchema, path: Path): Filler {
  const resolved = resolvePath(context, query, object, path);
  const parts = stripAlias(query, object, path);
  if (parts.length === 1) return (row, values) => setField(values, resolved.field, row, resolved.read(row));
  const relations = relationChain(context, object, parts.slice(0, -1));
  return (row, values) => {
    let [at, into]: [Row, Values] = [row, values];
    for (const relation of relations) {
      const parent = parentRow(context, relation, at);
      const name = relation.relationshipName ?? relation.name;
      if (parent === undefined) {
        into[name] = null;
        return;
      }
      into = nested(into, name, isPolymorphic(relation) ? 'Name' : (relation.referenceTo[0] ?? ''));
      at = parent;
    }
    setField(into, resolved.field, at, resolved.read(row));
  };
}

function nested(into: Values, name: string, object: string): Values {
  const existing = into[name];
  if (typeof existing === 'object' && existing !== null && 'values' in existing) return existing.values;
  const created: QueryRecord = { object, values: {} };
  into[name] = created;
  return created.values;
}

function relationChain(context: QueryContext, object: ObjectSchema, names: readonly string[]): readonly FieldSchema[] {
  const chain: FieldSchema[] = [];
  let at: ObjectSchema | undefined = object;
  for (const name of names) {
    const relation: FieldSchema | undefined =
      at === undefined ? undefined : [...at.fields.values()].find((f) => f.relationshipName?.toLowerCase() === name.toLowerCase());
    if (relation === undefined) break;
    chain.push(relation);
    at = isPolymorphic(relation) ? undefined : context.registry.find(relation.referenceTo[0] ?? '');
  }
  return chain;
}

const ADDRESS_PARTS = ['City', 'Country', 'GeocodeAccuracy', 'Latitude', 'Longitude', 'PostalCode', 'State', 'Street'];

/** Compound addresses are read-only views of their parts; an address without any part is null. */
function setField(values: Values, field: FieldSchema, row: Row, value: Row[string]): void {
  if (field.type !== 'address') {
    values[field.name] = value;
    return;
  }
  const prefix = field.name.replace(/Address$/, '');
  const parts = ADDRESS_PARTS.map((part) => [part.charAt(0).toLowerCase() + part.slice(1), row[prefix + part] ?? null] as const);
  values[field.name] = parts.every(([, v]) => v === null) ? null : { object: 'Address', values: Object.fromEntries(parts) };
}

function allFields(context: QueryContext, query: Query, object: ObjectSchema, scope: 'ALL' | 'STANDARD' | 'CUSTOM'): Filler {
  const limit = query.limit?.kind === 'value' ? query.limit.value : Number(query.limit === null ? Infinity : context.bind(query.limit.name));
  if (scope !== 'STANDARD' && limit > 200) throw malformed(query.text, 0, 'The SOQL FIELDS function must have a LIMIT of at most 200');
  const fields = [...object.fields.values()].filter((f) => (scope === 'ALL' || f.custom === (scope === 'CUSTOM')) && context.mayReadField(object.name, f.name));
  return (row, values) => {
    for (const f of fields) setField(values, f, row, row[f.name] ?? null);
  };
}

function childFiller(context: QueryContext, query: Query, object: ObjectSchema, inner: Query, runChild: RunChild): Filler {
  const name = inner.from.split('.').at(-1)?.toLowerCase();
  const found = context.registry.childrenOf(object.name).find((c) => c.field.childRelationshipName?.toLowerCase() === name);
  const child = found === undefined ? undefined : context.registry.find(found.child);
  if (found === undefined || child === undefined || !context.mayReadObject(child.name) || !context.mayReadField(child.name, found.field.name)) {
    throw new OrgError(
      'INVALID_TYPE',
      located(
        query.text,
        inner.fromAt,
        `Didn't understand relationship '${inner.from}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      ),
    );
  }
  const key = found.field.childRelationshipName ?? inner.from;
  return (row, values) => {
    const result = runChild(inner, child, found.field, row);
    values[key] = result.records.length === 0 ? null : result;
  };
}
