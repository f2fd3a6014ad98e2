import type { FieldSchema, FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { createModifiedIndex } from './modified-index.ts';

/** The rows of one object. Rows are never changed in place: a write replaces the row, so an old image stays good. */
export type Table = {
  readonly object: ObjectSchema;
  get(id: string): Row | undefined;
  readonly rows: ReadonlyMap<string, Row>;
  /** How many rows are not in the recycle bin. */
  live(): number;
  /** Stores, replaces or (null) removes a row and keeps the indexes. Only the database calls it. */
  write(id: string, row: Row | null): void;
  isIndexed(field: string): boolean;
  /** Ids of rows whose indexed field holds the value (text compared as the field compares it); deleted rows included. */
  idsWith(field: string, value: FieldValue): readonly string[];
  /** The rows idsWith names. */
  rowsWith(field: string, value: FieldValue): readonly Row[];
  /** The rows that exist of these ids. */
  rowsOf(ids: Iterable<string>): readonly Row[];
  /** Ids that may have been modified at or after the time (a superset), or null when a scan is cheaper. */
  idsModifiedSince(time: number): readonly string[] | null;
  /** A row with nothing in it: checkboxes are false, as they also are in rows older than their field. */
  blank(): Row;
};

/** Which fields are worth an index: ids of parents, unique and external id fields, e-mail addresses. */
const wantsIndex = (f: FieldSchema): boolean => (f.type === 'reference' && !AUDIT.has(f.name)) || f.unique || f.externalId || f.type === 'email';
const AUDIT = new Set(['CreatedById', 'LastModifiedById']);

export const indexKey = (f: FieldSchema, value: FieldValue): string =>
  f.type === 'reference' || f.type === 'id' || f.caseSensitive ? String(value) : String(value).toLowerCase();

/** An empty table. */
export function createTable(object: ObjectSchema): Table {
  const rows = new Map<string, Row>();
  let live = 0;
  const indexed = [...object.fields.values()].filter(wantsIndex);
  const indexes = new Map(indexed.map((f) => [f.name, { field: f, ids: new Map<string, Set<string>>() }]));
  const modified = createModifiedIndex(() => rows.values());
  const template: Row = {};
  for (const f of object.fields.values()) if (f.type !== 'address') template[f.name] = f.type === 'boolean' ? false : null;

  const index = (id: string, before: Row | undefined, after: Row | null): void => {
    for (const { field: f, ids } of indexes.values()) {
      const [old, next] = [before?.[f.name] ?? null, after?.[f.name] ?? null];
      if (old === next) continue;
      if (old !== null) ids.get(indexKey(f, old))?.delete(id);
      if (next !== null) addTo(ids, indexKey(f, next), id);
    }
  };
  const idsWith = (name: string, value: FieldValue): readonly string[] => {
    const found = indexes.get(name);
    return found === undefined || value === null ? [] : [...(found.ids.get(indexKey(found.field, value)) ?? [])];
  };
  const rowsOf = (ids: Iterable<string>): readonly Row[] => {
    const found: Row[] = [];
    for (const id of ids) {
      const row = rows.get(id);
      if (row !== undefined) found.push(row);
    }
    return found;
  };
  return {
    object,
    rows,
    idsWith,
    rowsOf,
    get: (id) => rows.get(id),
    rowsWith: (name, value) => rowsOf(idsWith(name, value)),
    live: () => live,
    write: (id, row) => {
      live += countOf(row) - countOf(rows.get(id));
      index(id, rows.get(id), row);
      if (row === null) rows.delete(id);
      else {
        rows.set(id, row);
        modified.note(id, row['SystemModstamp']);
      }
    },
    isIndexed: (name) => indexes.has(name),
    idsModifiedSince: (time) => modified.since(time),
    blank: () => ({ ...template }),
  };
}

const countOf = (row: Row | null | undefined): number => (row === null || row === undefined || row['IsDeleted'] === true ? 0 : 1);

function addTo(ids: Map<string, Set<string>>, key: string, id: string): void {
  const set = ids.get(key);
  if (set === undefined) ids.set(key, new Set([id]));
  else set.add(id);
}
