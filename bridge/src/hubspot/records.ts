/** HubSpot's record shape ↔ the engine's. HubSpot speaks text only; clearing a property is the empty text. */
import type { Instant, RecordRef } from '../domain/model.ts';
import type { WireRecord, WireValue } from '../engine/ports.ts';

export type HubSpotObject = {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly updatedAt: Date;
  readonly archived?: boolean;
  readonly archivedAt?: Date;
  readonly objectWriteTraceId?: string;
  readonly _new?: boolean;
};

export function toWireRecord(object: string, record: HubSpotObject): WireRecord {
  return { object, id: record.id, values: record.properties, modifiedAt: instantOf(record.updatedAt), modifiedBy: null, convertedTo: null };
}

/** 0 for the Invalid Date the client makes of unreadable text. */
export function instantOf(date: Date | undefined): Instant {
  const at = date?.getTime() ?? 0;
  return Number.isFinite(at) ? at : 0;
}

export function toPropertyText(value: WireValue): string {
  return value === null ? '' : String(value);
}

/** Ids this record swallowed in merges, from `hs_merged_object_ids` ("51;52"). */
export function mergedIds(record: HubSpotObject): readonly string[] {
  return (record.properties['hs_merged_object_ids'] ?? '')
    .split(';')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

export function hubspotRef(object: string, id: string): RecordRef {
  return { side: 'hubspot', object, id };
}

export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
