import type { ObjectSchema, Row } from '../../contract.ts';
import type { Condition, Query } from './ast.ts';
import { comparables } from './comparables.ts';
import { stripAlias } from './resolve.ts';
import type { QueryContext } from './resolve.ts';

/** The rows a query has to look at: by index where a top-level AND term allows, else all. The WHERE test still decides. */
export function candidates(context: QueryContext, query: Query, object: ObjectSchema): Iterable<Row> {
  const table = context.table(object.name);
  const terms = query.where === null ? [] : query.where.kind === 'and' ? query.where.terms : [query.where];
  for (const term of terms) {
    const found = idsFor(context, query, object, term);
    if (found !== null) return table.rowsOf(new Set(found));
  }
  for (const term of terms) {
    const since = modifiedSince(context, query, object, term);
    if (since !== null) return table.rowsOf(table.idsModifiedSince(since) ?? []);
  }
  return table.rows.values();
}

function idsFor(context: QueryContext, query: Query, object: ObjectSchema, term: Condition): readonly string[] | null {
  if (term.kind !== 'compare' || term.operand.kind !== 'field' || (term.operator !== '=' && term.operator !== 'IN')) return null;
  const parts = stripAlias(query, object, term.operand.path);
  const field = parts.length === 1 ? object.fields.get(parts[0]?.toLowerCase() ?? '') : undefined;
  const table = context.table(object.name);
  if (field === undefined || !(field.type === 'id' || (table.isIndexed(field.name) && !field.caseSensitive))) return null;
  const keys = term.values.flatMap((v) => comparables({ query, now: context.now, bind: context.bind }, field, v)).map((c) => c.start);
  if (keys.some((k) => typeof k !== 'string')) return null;
  return field.type === 'id' ? keys.map(String) : keys.flatMap((k) => table.idsWith(field.name, k));
}

function modifiedSince(context: QueryContext, query: Query, object: ObjectSchema, term: Condition): number | null {
  if (term.kind !== 'compare' || term.operand.kind !== 'field' || (term.operator !== '>' && term.operator !== '>=')) return null;
  const parts = stripAlias(query, object, term.operand.path);
  const field = object.fields.get('systemmodstamp');
  const [literal] = term.values;
  if (parts.length !== 1 || parts[0]?.toLowerCase() !== 'systemmodstamp' || field === undefined || literal === undefined) return null;
  const [bound] = comparables({ query, now: context.now, bind: context.bind }, field, literal);
  return typeof bound?.start === 'number' ? bound.start : null;
}
