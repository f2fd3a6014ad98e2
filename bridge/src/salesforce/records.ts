/** Salesforce's record shape ↔ the engine's. */
import type { Instant, RecordRef } from '../domain/model.ts';
import type { WireRecord, WireValue } from '../engine/ports.ts';
import { keyField, stampField } from './names.ts';
import type { Names } from './names.ts';

export type SalesforceRecord = Readonly<Record<string, unknown>> & { readonly Id: string };

/** Objects that can be merged, and so have MasterRecordId. */
const mergeable: ReadonlySet<string> = new Set(['Account', 'Contact', 'Lead', 'Case']);
const leadFields = ['IsConverted', 'ConvertedContactId', 'ConvertedAccountId', 'ConvertedOpportunityId'];
const systemFields = ['Id', 'SystemModstamp', 'LastModifiedById'];
/** Objects the bridge only reads: they have neither our key nor our stamp. */
const foreign: ReadonlySet<string> = new Set(['Pricebook2', 'PricebookEntry']);

export function isMergeable(object: string): boolean {
  return mergeable.has(object);
}

/** Fields to ask for: the caller's, and what the gateway needs to tell an echo, a key and a conversion. */
export function fieldsToRead(object: string, fields: readonly string[], names: Names): readonly string[] {
  const extra = object === 'Lead' ? leadFields : [];
  const { field } = names.on(object);
  const ours = foreign.has(object) ? [] : [keyField, stampField];
  return [...new Set([...systemFields, ...[...fields, ...ours].map((name) => field(name)), ...extra])];
}

export function instantOf(text: unknown): Instant {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? at : 0;
}

function wireValue(value: unknown): WireValue {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function convertedTo(object: string, record: SalesforceRecord): WireRecord['convertedTo'] {
  const contactId = textOrNull(record['ConvertedContactId']);
  if (object !== 'Lead' || record['IsConverted'] !== true || contactId === null) return null;
  return { contactId, accountId: textOrNull(record['ConvertedAccountId']), opportunityId: textOrNull(record['ConvertedOpportunityId']) };
}

/** A record as the engine reads it; our own fields lose their namespace. */
export function toWireRecord(object: string, record: SalesforceRecord, names: Names): WireRecord {
  const values: Record<string, WireValue> = {};
  const { plain } = names.on(object);
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'attributes') values[plain(name)] = wireValue(value);
  }
  return {
    object,
    id: record.Id,
    values,
    modifiedAt: instantOf(record['SystemModstamp']),
    modifiedBy: textOrNull(record['LastModifiedById']),
    convertedTo: convertedTo(object, record),
  };
}

export function salesforceRef(object: string, id: string): RecordRef {
  return { side: 'salesforce', object, id };
}

export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
