import type { FieldSchema, FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { OrgError } from '../errors.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Table } from '../store/table.ts';
import { field as makeField } from '../schema/fields.ts';
import type { Path, Query } from './ast.ts';
import { located } from './lexer.ts';

/** What a query needs of the org; access questions are already those of the querying user and mode. */
export type QueryContext = {
  readonly registry: SchemaRegistry;
  readonly now: number;
  table(object: string): Table;
  /** Object and field permissions; always true in system mode. */
  mayReadObject(object: string): boolean;
  mayReadField(object: string, field: string): boolean;
  /** Not deleted (unless asked for), shared with the user, visible to the test. */
  isVisible(object: string, row: Row): boolean;
  bind(name: string): unknown;
};

export type ResolvedField = {
  readonly object: ObjectSchema;
  readonly field: FieldSchema;
  read(row: Row): FieldValue;
  /** The row the field is on, for compound fields. */ row(base: Row): Row | undefined;
};

const HOPS_MAX = 5;
/** What polymorphic parents (Who, What, Owner) show: the fields of the pseudo-object Name. */
const NAME_FIELDS: readonly FieldSchema[] = [
  makeField({ name: 'Id', type: 'id', length: 18 }),
  makeField({ name: 'Name', type: 'string', length: 121 }),
  makeField({ name: 'Type', type: 'string', length: 40 }),
  makeField({ name: 'FirstName', type: 'string', length: 40 }),
  makeField({ name: 'LastName', type: 'string', length: 80 }),
  makeField({ name: 'Email', type: 'email', length: 128 }),
  makeField({ name: 'Phone', type: 'phone', length: 40 }),
  makeField({ name: 'Title', type: 'string', length: 128 }),
  makeField({ name: 'Username', type: 'string', length: 80 }),
  makeField({ name: 'Alias', type: 'string', length: 8 }),
  makeField({ name: 'IsActive', type: 'boolean' }),
  makeField({ name: 'ProfileId', type: 'reference' }),
  makeField({ name: 'UserRoleId', type: 'reference' }),
];
/** The pseudo-object behind Who, What and Owner. */
export const NAME_OBJECT: ObjectSchema = {
  sharing: 'Read',
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: '',
  kind: 'setup',
  fields: new Map(NAME_FIELDS.map((f) => [f.name.toLowerCase(), f])),
};

export const noSuchColumn = (query: Query, path: Path, column: string, object: string): OrgError =>
  new OrgError(
    'INVALID_FIELD',
    located(
      query.text,
      path.at,
      `No such column '${column}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );

/** The parts of a path after the object's own name or alias: `l.Name` FROM Lead l → Name. */
export function stripAlias(query: Query, object: ObjectSchema, path: Path): readonly string[] {
  const [first = '', ...rest] = path.parts;
  const own = first.toLowerCase() === query.alias?.toLowerCase() || (first.toLowerCase() === object.name.toLowerCase() && rest.length > 0);
  return own && rest.length > 0 ? rest : path.parts;
}

/** Finds the field a path names, through up to five parents, and how to read it. Throws INVALID_FIELD for what the user cannot see either. */
export function resolvePath(context: QueryContext, query: Query, object: ObjectSchema, path: Path): ResolvedField {
  const parts = stripAlias(query, object, path);
  if (parts.length > HOPS_MAX + 1) throw new OrgError('INVALID_FIELD', located(query.text, path.at, 'SOQL relationship path exceeds the maximum of 5 levels'));
  return walk({ context, query, path }, object, parts, (row) => row);
}

type Walk = { readonly context: QueryContext; readonly query: Query; readonly path: Path };

function walk(at: Walk, object: ObjectSchema, parts: readonly string[], rowOf: (base: Row) => Row | undefined): ResolvedField {
  const [part = '', ...rest] = parts;
  if (rest.length === 0) return leaf(at, object, part, rowOf);
  const relation = [...object.fields.values()].find((f) => f.relationshipName?.toLowerCase() === part.toLowerCase());
  if (relation === undefined || !at.context.mayReadField(object.name, relation.name)) throw didNotUnderstand(at, part);
  const parentOf = (base: Row): Row | undefined => {
    const row = rowOf(base);
    return row === undefined ? undefined : parentRow(at.context, relation, row);
  };
  if (isPolymorphic(relation)) return nameLeaf(at, relation, rest, parentOf);
  const parent = at.context.registry.find(relation.referenceTo[0] ?? '');
  if (parent === undefined || !at.context.mayReadObject(parent.name)) throw didNotUnderstand(at, part);
  return walk(at, parent, rest, parentOf);
}

export const isPolymorphic = (f: FieldSchema): boolean => f.referenceTo.length > 1;

/** The visible row a reference points to. */
export function parentRow(context: QueryContext, relation: FieldSchema, row: Row): Row | undefined {
  const id = row[relation.name];
  if (typeof id !== 'string') return undefined;
  const object = relation.referenceTo.length === 1 ? relation.referenceTo[0] : context.registry.byPrefix(id.slice(0, 3))?.name;
  const parent = object === undefined ? undefined : context.table(object).get(id);
  return parent !== undefined && object !== undefined && context.isVisible(object, parent) ? parent : undefined;
}

function leaf(at: Walk, object: ObjectSchema, part: string, rowOf: (base: Row) => Row | undefined): ResolvedField {
  const found = object.fields.get(part.toLowerCase());
  if (found === undefined || !at.context.mayReadField(object.name, found.name)) throw noSuchColumn(at.query, at.path, part, object.name);
  return { object, field: found, row: rowOf, read: (base) => rowOf(base)?.[found.name] ?? null };
}

function nameLeaf(at: Walk, relation: FieldSchema, parts: readonly string[], rowOf: (base: Row) => Row | undefined): ResolvedField {
  const [part = '', ...rest] = parts;
  const found = NAME_OBJECT.fields.get(part.toLowerCase());
  if (found === undefined || rest.length > 0) throw noSuchColumn(at.query, at.path, parts.join('.'), 'Name');
  const read = (base: Row): FieldValue => {
    const row = rowOf(base);
    if (row === undefined) return null;
    return found.name === 'Type' ? (at.context.registry.byPrefix(String(row['Id']).slice(0, 3))?.name ?? null) : (row[found.name] ?? null);
  };
  return { object: NAME_OBJECT, field: found, row: rowOf, read };
}

const didNotUnderstand = (at: Walk, relationship: string): OrgError =>
  new OrgError(
    'INVALID_FIELD',
    located(
      at.query.text,
      at.path.at,
      `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );
