import type { FieldSchema, FieldValue, ObjectSchema, SaveError } from '../../contract.ts';
import { rowError } from '../errors.ts';
import type { Item, SaveContext } from './context.ts';

/** Fields whose values a business process gives, not the record type itself. */
const BY_PROCESS: Readonly<Record<string, string>> = { Opportunity: 'StageName', Lead: 'Status', Case: 'Status' };

/** A record type must be one of the object and active. Null when it is, or none is named. */
export function checkRecordType(context: SaveContext, object: ObjectSchema, value: FieldValue): SaveError | null {
  if (typeof value !== 'string') return null;
  const row = context.database.table('RecordType').get(value);
  return row?.['SobjectType'] === object.name && row['IsActive'] === true
    ? null
    : rowError('INVALID_CROSS_REFERENCE_KEY', `Record Type ID: this ID value isn't valid for the user: ${value}`, ['RecordTypeId']);
}

/** A restricted picklist takes only the values its record's type offers, where the type says which. */
export function checkOffered(context: SaveContext, object: ObjectSchema, f: FieldSchema, item: Item): SaveError | null {
  const value = item.next[f.name] ?? null;
  const type = item.next['RecordTypeId'];
  if (!f.restrictedPicklist || typeof value !== 'string' || typeof type !== 'string') return null;
  const name = context.database.table('RecordType').get(type)?.['DeveloperName'];
  const facts = context.registry.recordTypes.find((t) => t.object === object.name && t.name === name);
  const offered = BY_PROCESS[object.name] === f.name ? facts?.processValues : facts?.values.get(f.name.toLowerCase());
  if (offered === undefined || offered === null) return null;
  const bad = value.split(f.type === 'multipicklist' ? ';' : '\n').find((part) => !offered.some((o) => o.toLowerCase() === part.trim().toLowerCase()));
  return bad === undefined
    ? null
    : rowError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${f.label}: bad value for restricted picklist field: ${bad}`, [f.name]);
}
