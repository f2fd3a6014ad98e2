import type { IdentityVerdict, LinkId, RecordRef } from '../../domain/model.ts';
import type { DecisionTotal, IssueGroup, Page, Store, StoreCounts } from '../../engine/ports.ts';
import { LANES, endKey, pairKeys } from '../keys.ts';
import { comparePositions, decodePosition, pageOf } from '../paging.ts';
import type { Position } from '../paging.ts';
import type { Tenant } from './tenant.ts';

type Order = 'oldest' | 'newest';

/** One page of rows in the order of their positions. */
export const pageThrough = <Row, Item>(
  rows: Iterable<Row>,
  options: {
    readonly order: Order;
    readonly after: string | undefined;
    readonly limit: number;
    readonly position: (row: Row) => Position;
    readonly item: (row: Row) => Item;
  },
): Page<Item> => {
  const after = decodePosition(options.after);
  const sign = options.order === 'oldest' ? 1 : -1;
  const wanted = [...rows]
    .map((row) => ({ row, position: options.position(row) }))
    .filter((entry) => after === null || sign * comparePositions(entry.position, after) > 0)
    .sort((left, right) => sign * comparePositions(left.position, right.position))
    .slice(0, options.limit + 1);
  return pageOf(wanted, { limit: options.limit, item: (entry) => options.item(entry.row), position: (entry) => entry.position });
};

const filtered = <Row>(rows: Iterable<Row>, test: (row: Row) => boolean): readonly Row[] => [...rows].filter(test);

const tally = (values: Iterable<string>): Readonly<Record<string, number>> => {
  const totals = new Map<string, number>();
  for (const value of values) totals.set(value, (totals.get(value) ?? 0) + 1);
  return Object.fromEntries([...totals].sort(([left], [right]) => (left < right ? -1 : 1)));
};

export const listLinks = (tenant: Tenant, options: Parameters<Store['listLinks']>[1]) =>
  pageThrough(
    filtered(tenant.links.values(), (link) => options.mapping === undefined || link.mapping === options.mapping),
    {
      order: 'oldest',
      after: options.after,
      limit: options.limit,
      position: (link) => [link.id],
      item: (link) => link,
    },
  );

export const listUnlinked = (tenant: Tenant, options: Parameters<Store['listUnlinked']>[1]) =>
  pageThrough(
    filtered(tenant.unlinked.values(), (row) => options.code === undefined || row.reason.code === options.code),
    {
      order: 'oldest',
      after: options.after,
      limit: options.limit,
      position: (row) => [endKey(row.ref)],
      item: (row) => row,
    },
  );

export const listIssues = (tenant: Tenant, options: Parameters<Store['issues']>[1]) => {
  const candidates =
    options.subject === undefined ? tenant.issues.values() : [...(tenant.issuesOf.get(options.subject) ?? [])].flatMap((key) => tenant.issues.get(key) ?? []);
  return pageThrough(
    filtered(candidates, (row) => (row.resolvedAt === null) === options.open && (options.code === undefined || row.code === options.code)),
    {
      order: 'newest',
      after: options.after,
      limit: options.limit,
      position: (row) => [row.openedAt, row.key],
      item: (row) => row,
    },
  );
};

export const listIssuesOfGroup = (tenant: Tenant, options: Parameters<Store['issuesOfGroup']>[1]) =>
  pageThrough(
    filtered(
      tenant.issues.values(),
      (row) => row.resolvedAt === null && row.code === options.code && row.mapping === options.mapping && row.field === options.field,
    ),
    {
      order: 'newest',
      after: options.after,
      limit: options.limit,
      position: (row) => [row.openedAt, row.key],
      item: (row) => row,
    },
  );

export const issueGroups = (tenant: Tenant): readonly IssueGroup[] => {
  const groups = new Map<string, IssueGroup>();
  const open = filtered(tenant.issues.values(), (row) => row.resolvedAt === null).toSorted(
    (left, right) => left.openedAt - right.openedAt || (left.key < right.key ? -1 : 1),
  );
  for (const { code, category, mapping, field, cause, remedy } of open) {
    const key = [code, category, mapping, field ?? ''].join('\u0000');
    groups.set(key, { code, category, mapping, field, count: (groups.get(key)?.count ?? 0) + 1, cause, remedy });
  }
  return [...groups].sort(([leftKey, left], [rightKey, right]) => right.count - left.count || (leftKey < rightKey ? -1 : 1)).map(([, group]) => group);
};

export const listReviews = (tenant: Tenant, options: Parameters<Store['reviews']>[1]) =>
  pageThrough(
    filtered(tenant.reviews.values(), (row) => row.resolvedAt === null),
    {
      order: 'oldest',
      after: options.after,
      limit: options.limit,
      position: (row) => [row.review.openedAt, row.review.key],
      item: (row) => row.review,
    },
  );

export const listDecisions = (tenant: Tenant, options: Parameters<Store['decisions']>[1]) =>
  pageThrough(
    filtered(
      tenant.decisions.values(),
      (row) => (options.linkId === undefined || row.linkId === options.linkId) && (options.field === undefined || row.field === options.field),
    ),
    {
      order: 'newest',
      after: options.after,
      limit: options.limit,
      position: (row) => [row.decidedAt, row.id],
      item: (row) => row,
    },
  );

export const decisionTotalsOf = (tenant: Tenant, since: number): readonly DecisionTotal[] => {
  const totals = new Map<string, DecisionTotal>();
  for (const { field, reason } of filtered(tenant.decisions.values(), (row) => row.decidedAt >= since)) {
    const key = `${field}\u0000${reason}`;
    totals.set(key, { field, reason, count: (totals.get(key)?.count ?? 0) + 1 });
  }
  return [...totals].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, total]) => total);
};

export const countsOf = (tenant: Tenant): StoreCounts => ({
  inbox: [...tenant.inbox.values()].reduce((total, waiting) => total + waiting.size, 0),
  ...tenant.queue.counts(),
  links: tenant.links.size,
  linksByMapping: tally([...tenant.links.values()].map((link) => link.mapping)),
  openIssues: filtered(tenant.issues.values(), (row) => row.resolvedAt === null).length,
  openReviews: filtered(tenant.reviews.values(), (row) => row.resolvedAt === null).length,
  decisions: tenant.decisions.size,
  decisionsByReason: tally([...tenant.decisions.values()].map((row) => row.reason)),
  unlinkedByCode: tally([...tenant.unlinked.values()].map((row) => row.reason.code)),
  oldestDueAt: LANES.map((_, rank) => tenant.queue.top(rank)?.dueAt).reduce<number | null>(
    (oldest, at) => (at === undefined ? oldest : Math.min(oldest ?? at, at)),
    null,
  ),
});

/** Records carrying any of the keys, ordered by key, then record. */
export const recordsByKeys = (tenant: Tenant, keys: readonly string[]): readonly { readonly key: string; readonly ref: RecordRef }[] =>
  [...new Set(keys)]
    .sort()
    .flatMap((key) => [...(tenant.recordsByKey.get(key) ?? [])].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, ref]) => ({ key, ref })));

/** As `findNear` of the port. */
export const nearRecords = (tenant: Tenant, keys: readonly string[], chainMax: number): readonly { readonly key: string; readonly ref: RecordRef }[] => {
  const found = recordsByKeys(tenant, keys);
  const chains = Map.groupBy(found, ({ key, ref }) => `${ref.side} ${key}`);
  return found.filter(({ key, ref }) => (chains.get(`${ref.side} ${key}`)?.length ?? 0) <= chainMax);
};

export const linksById = (tenant: Tenant, ids: readonly LinkId[]) => ids.flatMap((id) => tenant.links.get(id) ?? []);

const verdictPosition = (verdict: IdentityVerdict): Position => [verdict.at, ...pairKeys(verdict.refs)];

export const verdictsAbout = (tenant: Tenant, refs: readonly RecordRef[]): readonly IdentityVerdict[] => {
  const wanted = new Set(refs.map(endKey));
  return [...tenant.verdicts.values()]
    .filter(({ refs: pair }) => pair.some((ref) => wanted.has(endKey(ref))))
    .sort((left, right) => comparePositions(verdictPosition(left), verdictPosition(right)));
};

export const listVerdicts = (tenant: Tenant, options: Parameters<Store['listVerdicts']>[1]) =>
  pageThrough(tenant.verdicts.values(), {
    order: 'newest',
    after: options.after,
    limit: options.limit,
    position: verdictPosition,
    item: (verdict) => verdict,
  });
