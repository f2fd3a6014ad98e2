import type { Store, StoredDocument } from '../../engine/ports.ts';
import { decodePosition, pageOf } from '../paging.ts';
import * as sql from '../sql/documents.sql.ts';
import { ask, askFor, numberIn, RetryNeeded, textIn } from '../sql/step.ts';
import type { Row, Steps } from '../sql/step.ts';
import type { Page } from '../../engine/ports.ts';

const documentIn = (row: Row): StoredDocument => ({
  kind: textIn(row, 'kind'),
  key: textIn(row, 'document_key'),
  group: textIn(row, 'document_group'),
  rank: numberIn(row, 'document_rank'),
  body: textIn(row, 'body'),
  version: numberIn(row, 'version'),
});
const nameOf = (kind: string, key: string): string => `${kind} ${key}`;

export const documents = function* (...[connection, kind, keys]: Parameters<Store['documents']>): Steps<readonly StoredDocument[]> {
  return (yield* askFor(sql.documentsByKey, [...new Set(keys)], connection, kind)).map(documentIn);
};

export const saveDocuments = function* (...[connection, writes]: Parameters<Store['saveDocuments']>): Steps<boolean> {
  // In one order, the last of each, so that a statement meets a row once and locks are taken in one order.
  const last = new Map(writes.map((write) => [nameOf(write.kind, write.key), write]));
  const rows = [...last.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { kind, key, group, rank, body }]) => ({ kind, document_key: key, document_group: group, document_rank: rank, body }));
  const held = new Map((yield* askFor(sql.documentsHeld, rows, connection)).map((row) => [heldName(row), numberIn(row, 'version')]));
  for (const write of last.values()) if (write.ifVersion !== undefined && (held.get(nameOf(write.kind, write.key)) ?? 0) !== write.ifVersion) return false;
  for (const row of yield* askFor(sql.putDocuments, rows, connection)) {
    // Another process wrote its first between our look and our write: the transaction starts again and sees it.
    if (numberIn(row, 'version') !== (held.get(heldName(row)) ?? 0) + 1) throw new RetryNeeded('a document was written by another process');
  }
  return true;
};

const heldName = (row: Row): string => nameOf(textIn(row, 'kind'), textIn(row, 'document_key'));

export const listDocuments = function* (...[connection, kind, options]: Parameters<Store['listDocuments']>): Steps<Page<StoredDocument>> {
  const { group, from = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER, isDescending = false, after, limit } = options;
  const pages = isDescending ? sql.documentPages.down : sql.documentPages.up;
  const [rank, key = ''] = decodePosition(after) ?? (isDescending ? [Number.MAX_SAFE_INTEGER, ''] : [Number.MIN_SAFE_INTEGER, '']);
  const asked = group === undefined ? pages.all : pages.group;
  const rows = yield* ask(asked, connection, kind, group ?? null, from, until, rank ?? 0, key, limit + 1);
  return pageOf(rows, { limit, item: documentIn, position: (row) => [numberIn(row, 'document_rank'), textIn(row, 'document_key')] });
};

export const countDocuments = function* (...[connection, kind]: Parameters<Store['countDocuments']>): Steps<Readonly<Record<string, number>>> {
  return Object.fromEntries((yield* ask(sql.documentCounts, connection, kind)).map((row) => [textIn(row, 'document_group'), numberIn(row, 'total')]));
};

export const dropDocuments = function* (...[connection, kind, keys]: Parameters<Store['dropDocuments']>): Steps<number> {
  return (yield* askFor(sql.dropDocuments, [...new Set(keys)].sort(), connection, kind)).length;
};

export const pruneDocuments = function* (...[connection, kind, { group, rank }]: Parameters<Store['pruneDocuments']>): Steps<number> {
  return (yield* ask(sql.pruneDocuments, connection, kind, rank, group ?? null)).length;
};
