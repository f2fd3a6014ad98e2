/** Request bodies as rows: field names checked, values converted, parents named by external id kept as `Relationship.Field`. */

import type { FieldSchema, ObjectSchema, Org, Row } from '../contract.ts';
import { isRecord } from './call.ts';
import { refuse } from './failure.ts';
import { noSuchColumn } from './read.ts';
import { fromJsonValue } from './values.ts';

const relationships = new WeakMap<ObjectSchema, ReadonlyMap<string, FieldSchema>>();

function relationshipsOf(schema: ObjectSchema): ReadonlyMap<string, FieldSchema> {
  const known = relationships.get(schema);
  if (known !== undefined) return known;
  const made = new Map<string, FieldSchema>();
  for (const field of schema.fields.values()) if (field.relationshipName !== null) made.set(field.relationshipName.toLowerCase(), field);
  relationships.set(schema, made);
  return made;
}

/** `{"Account":{"Sync_Key__c":"a"}}` becomes the row key `Account.Sync_Key__c`, which the org resolves as it saves. */
function setParent(org: Org, row: Row, lookup: FieldSchema, body: Record<string, unknown>): void {
  const { attributes, ...keys } = body;
  const named = isRecord(attributes) && typeof attributes['type'] === 'string' ? attributes['type'] : lookup.referenceTo[0];
  const entries = Object.entries(keys);
  const [name = '', value] = entries[0] ?? [];
  const key = org.object(named ?? '')?.fields.get(name.toLowerCase());
  if (key === undefined || entries.length !== 1 || !(key.externalId || key.type === 'id')) {
    throw refuse(400, 'INVALID_FIELD', `The external foreign key reference does not reference a valid entity: ${lookup.relationshipName ?? lookup.name}`);
  }
  if (key.type === 'id') row[lookup.name] = fromJsonValue(key, value);
  else row[`${lookup.relationshipName ?? ''}.${key.name}`] = fromJsonValue(key, value);
}

/** One JSON object as a row. An unknown field, or a value of the wrong kind, refuses the whole request. */
export function toRow(org: Org, schema: ObjectSchema, body: Record<string, unknown>): Row {
  const row: Row = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = schema.fields.get(name.toLowerCase());
    if (field !== undefined) {
      row[field.name] = fromJsonValue(field, value);
      continue;
    }
    const lookup = relationshipsOf(schema).get(name.toLowerCase());
    if (lookup === undefined || !isRecord(value)) throw noSuchColumn(name, schema.name);
    setParent(org, row, lookup, value);
  }
  return row;
}

/** The body as one JSON object. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (isRecord(body)) return body;
  throw refuse(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.');
}
