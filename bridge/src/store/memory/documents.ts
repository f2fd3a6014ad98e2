import type { DocumentStore, StoredDocument } from '../../engine/ports.ts';
import { comparePositions, decodePosition, pageOf } from '../paging.ts';
import { frozenCopy } from './frozen.ts';
import type { Tenant } from './tenant.ts';

const nameOf = (kind: string, key: string): string => `${kind} ${key}`;
const ofKind = (tenant: Tenant, kind: string): readonly StoredDocument[] => [...tenant.documents.values()].filter((one) => one.kind === kind);

/** The documents of connections kept in memory; `tenantOf` makes a tenant when it is first asked for. */
export const documentsInMemory = (tenantOf: (connection: Parameters<DocumentStore['documents']>[0]) => Tenant): DocumentStore => ({
  async documents(connection, kind, keys) {
    return [...new Set(keys)].flatMap((key) => tenantOf(connection).documents.get(nameOf(kind, key)) ?? []);
  },
  async saveDocuments(connection, writes) {
    const held = tenantOf(connection).documents;
    const last = new Map(writes.map((write) => [nameOf(write.kind, write.key), write]));
    const versionOf = (name: string): number => held.get(name)?.version ?? 0;
    if ([...last].some(([name, { ifVersion }]) => ifVersion !== undefined && ifVersion !== versionOf(name))) return false;
    for (const [name, { kind, key, group, rank, body }] of last) held.set(name, frozenCopy({ kind, key, group, rank, body, version: versionOf(name) + 1 }));
    return true;
  },
  async listDocuments(connection, kind, { group, from = -Infinity, until = Infinity, isDescending = false, after, limit }) {
    const sign = isDescending ? -1 : 1;
    const position = (one: StoredDocument) => [one.rank, one.key];
    const start = decodePosition(after);
    const rows = ofKind(tenantOf(connection), kind)
      .filter((one) => (group === undefined || one.group === group) && one.rank >= from && one.rank <= until)
      .sort((left, right) => sign * comparePositions(position(left), position(right)))
      .filter((one) => start === null || sign * comparePositions(position(one), start) > 0);
    return pageOf(rows, { limit, item: (one) => one, position });
  },
  async countDocuments(connection, kind) {
    const counts = new Map<string, number>();
    for (const { group } of ofKind(tenantOf(connection), kind)) counts.set(group, (counts.get(group) ?? 0) + 1);
    return Object.fromEntries(counts);
  },
  async dropDocuments(connection, kind, keys) {
    return [...new Set(keys)].filter((key) => tenantOf(connection).documents.delete(nameOf(kind, key))).length;
  },
  async pruneDocuments(connection, kind, { group, rank }) {
    const old = ofKind(tenantOf(connection), kind).filter((one) => one.rank < rank && (group === undefined || one.group === group));
    for (const one of old) tenantOf(connection).documents.delete(nameOf(one.kind, one.key));
    return old.length;
  },
});
