import { join } from 'node:path';
import type { BusEvent, FieldValue, Row } from '../../contract.ts';
import { openJournal } from '../../../control/index.ts';

/** What a committed transaction leaves on disk. A row entry holds the changed fields; null values = the row is gone. */
export type Entry =
  | { readonly kind: 'row'; readonly object: string; readonly id: string; readonly values: Row | null }
  | { readonly kind: 'event'; readonly event: BusEvent }
  | { readonly kind: 'counter'; readonly name: string; readonly value: number }
  | { readonly kind: 'prefix'; readonly object: string; readonly prefix: string };

export type Log = { takeHistory(): readonly Entry[]; append(batch: readonly Entry[]): void; compact(batches: Iterable<readonly Entry[]>): void; close(): void };

/** The org's journal in a data directory, or one that forgets when there is none. JSON has no bigint, so replay ids are text on disk. */
export function openLog(dataDir: string | null): Log {
  if (dataDir === null) return { takeHistory: () => [], append: () => undefined, compact: () => undefined, close: () => undefined };
  const journal = openJournal<unknown>({ file: join(dataDir, 'salesforce-org.jsonl'), parse: (value) => value });
  return {
    takeHistory: () => journal.takeHistory().flat().map(parseEntry),
    append: (batch) => journal.append(batch.map(encode)),
    compact: (batches) => journal.compact(mapBatches(batches)),
    close: () => journal.close(),
  };
}

function* mapBatches(batches: Iterable<readonly Entry[]>): Generator<readonly unknown[]> {
  for (const batch of batches) yield batch.map(encode);
}

/** Short tuples: the journal is written on every commit. */
function encode(entry: Entry): readonly unknown[] {
  if (entry.kind === 'row') return ['r', entry.object, entry.id, entry.values];
  if (entry.kind === 'counter') return ['c', entry.name, entry.value];
  if (entry.kind === 'prefix') return ['p', entry.object, entry.prefix];
  const { topic, replayId, eventUuid, createdAt, schemaVersion, values } = entry.event;
  return ['e', topic, replayId.toString(), eventUuid, createdAt, schemaVersion, values];
}

function parseEntry(value: unknown): Entry {
  if (!Array.isArray(value)) throw new Error('the journal of the org holds something that is no entry');
  const [kind, a, b, c, d, e, f]: readonly unknown[] = value;
  if (kind === 'r') return { kind: 'row', object: text(a), id: text(b), values: c === null ? null : row(c) };
  if (kind === 'c') return { kind: 'counter', name: text(a), value: Number(b) };
  if (kind === 'p') return { kind: 'prefix', object: text(a), prefix: text(b) };
  if (kind === 'e')
    return {
      kind: 'event',
      event: { topic: text(a), replayId: BigInt(text(b)), eventUuid: text(c), createdAt: Number(d), schemaVersion: text(e), values: row(f) },
    };
  throw new Error(`the journal of the org holds an entry of unknown kind ${String(kind)}`);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('the journal of the org holds a value of the wrong type');
  return value;
}

const isFieldValue = (value: unknown): value is FieldValue => value === null || ['string', 'number', 'boolean'].includes(typeof value);

function row(value: unknown): Row {
  if (typeof value !== 'object' || value === null) throw new Error('the journal of the org holds a row that is none');
  const out: Row = {};
  for (const [name, v] of Object.entries(value)) if (isFieldValue(v)) out[name] = v;
  return out;
}
