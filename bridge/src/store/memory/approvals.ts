import type { Approval, RecordRef, Side } from '../../domain/model.ts';
import type { Cluster, Store } from '../../engine/ports.ts';
import { comparePositions, decodePosition, pageOf } from '../paging.ts';
import { frozenCopy } from './frozen.ts';
import { pageThrough } from './listings.ts';
import type { Tenant } from './tenant.ts';

export const askApprovals = (tenant: Tenant, asked: readonly Approval[]): readonly Approval[] =>
  asked.map((one) => {
    const known = tenant.approvals.get(one.key) ?? frozenCopy(one);
    tenant.approvals.set(one.key, known);
    return known;
  });

export const moveApproval = (tenant: Tenant, key: string, { from, to, by, at }: Parameters<Store['moveApproval']>[2]): Approval | null => {
  const known = tenant.approvals.get(key);
  if (known === undefined || !from.includes(known.state)) return null;
  const moved = frozenCopy({ ...known, state: to, decidedBy: by, decidedAt: at });
  tenant.approvals.set(key, moved);
  return moved;
};

export const listApprovals = (tenant: Tenant, options: Parameters<Store['listApprovals']>[1]) =>
  pageThrough(
    [...tenant.approvals.values()].filter((row) => options.state === undefined || row.state === options.state),
    { order: 'newest', after: options.after, limit: options.limit, position: (row) => [row.askedAt, row.key], item: (row) => row },
  );

export const countDeletions = (tenant: Tenant, of: { readonly mapping: string; readonly side: Side; readonly since: number }): number =>
  [...tenant.approvals.values()].filter(
    (row) => (row.state === 'approved' || row.state === 'done') && row.mapping === of.mapping && row.ref.side === of.side && (row.decidedAt ?? 0) >= of.since,
  ).length;

/** Fingerprints hold no colon; keys of another kind ("needs:…", "near:…") do. */
export const isExact = (key: string): boolean => !key.includes(':');

/** All groups, in order of key and side. */
const groups = (tenant: Tenant): readonly Cluster[] =>
  [...tenant.recordsByKey]
    .filter(([key]) => isExact(key))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([key, records]) =>
      (['hubspot', 'salesforce'] as const).flatMap((side): readonly Cluster[] => {
        const refs: readonly RecordRef[] = [...records]
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([, ref]) => ref)
          .filter((ref) => ref.side === side);
        return refs.length > 1 ? [{ key, side, refs }] : [];
      }),
    );

export const clusters = (tenant: Tenant, { after, limit }: Parameters<Store['clusters']>[1]) => {
  const from = decodePosition(after) ?? ['', ''];
  const rows = groups(tenant).filter((one) => comparePositions([one.key, one.side], from) > 0);
  return pageOf(rows, { limit, item: (one) => one, position: (one) => [one.key, one.side] });
};

export const clusterCounts = (tenant: Tenant): { readonly clusters: number; readonly records: number } => {
  const all = groups(tenant);
  return { clusters: all.length, records: all.reduce((sum, one) => sum + one.refs.length, 0) };
};
