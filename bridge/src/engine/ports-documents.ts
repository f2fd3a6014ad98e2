/**
 * Small durable state of a feature: a job's progress, a ledger's line, a remembered schema. Rows of (connection, kind, key); the feature owns the
 * shape of the body and parses it when it reads. No values of a customer's records in it, ids and times only.
 */
import type { ConnectionId } from '../domain/model.ts';
import type { Page } from './ports.ts';

export type StoredDocument = {
  /**
   * Names the feature and the sort of document, for example `backfill.canary`. A kind that ends in `.job` is work under way: when a record is
   * erased, the documents that name it go, but a job stays and only the ids are taken out of its body, which is JSON.
   */
  readonly kind: string;
  /** Unique within its kind. */
  readonly key: string;
  /** What documents of one kind are listed by; blank when the feature needs none. */
  readonly group: string;
  /** Order within the group, ascending; a time or a number. */
  readonly rank: number;
  /** JSON text. */
  readonly body: string;
  /** Counts the writes; the first is 1. */
  readonly version: number;
};
/** `ifVersion`: written only while the stored version is this one; 0 = only while there is none. Absent = always. */
export type DocumentWrite = Omit<StoredDocument, 'version'> & { readonly ifVersion?: number };

export type DocumentStore = {
  /** Those that exist, in any order. */
  documents(connection: ConnectionId, kind: string, keys: readonly string[]): Promise<readonly StoredDocument[]>;
  /** All or nothing of one call: false, and nothing is stored, when any version differs. */
  saveDocuments(connection: ConnectionId, writes: readonly DocumentWrite[]): Promise<boolean>;
  /** By rank then key, ascending or descending; of one group, or all. `from` and `until` bound the rank, both inclusive. */
  listDocuments(
    connection: ConnectionId,
    kind: string,
    options: {
      readonly group?: string;
      readonly from?: number;
      readonly until?: number;
      readonly isDescending?: boolean;
      readonly after?: string;
      readonly limit: number;
    },
  ): Promise<Page<StoredDocument>>;
  /** How many documents each group has. */
  countDocuments(connection: ConnectionId, kind: string): Promise<Readonly<Record<string, number>>>;
  /** Deletes by key; how many there were. */
  dropDocuments(connection: ConnectionId, kind: string, keys: readonly string[]): Promise<number>;
  /** Deletes what ranks lower than `rank`, of one group or all; how many there were. */
  pruneDocuments(connection: ConnectionId, kind: string, before: { readonly group?: string; readonly rank: number }): Promise<number>;
};
