/** One page of a walk, whatever it goes over. Nothing but the page is held. */
import type { ConnectionId, Instant, Link, RecordRef, Side, Sided } from '../domain/index.ts';
import type { CrmGateway, GatewayFailure, Store } from '../engine/index.ts';
import type { Step } from './model.ts';

export type WalkPorts = { readonly connection: ConnectionId; readonly store: Store; readonly gateways: Sided<CrmGateway> };
/** Where a walk is; `until` fixes what it goes over, so that records that come meanwhile do not keep it from ending. */
export type Place = { readonly until: Instant; readonly page: string | null };
export type WalkPage =
  | {
      readonly ok: true;
      /** Records that are there; for links, one end of each. */
      readonly refs: readonly RecordRef[];
      readonly links: readonly Link[];
      /** Records that are gone: deleted, or merged into another. */
      readonly gone: number;
      readonly next: string | null;
    }
  | { readonly ok: false; readonly failure: GatewayFailure };

const linksPage = 1_000;
/** Why a record without counterpart may get one once a rule changed. */
const stuckCodes = ['issue', 'waiting'] as const;

/** The next page of a step. */
export async function walkPage(ports: WalkPorts, step: Step, { until, page }: Place): Promise<WalkPage> {
  switch (step.kind) {
    case 'records':
      return recordsPage(ports, step, { until, page });
    case 'links':
      return pairsPage(ports, step.mapping, page);
    case 'stuck':
      return stuckPage(ports, page);
  }
}

async function recordsPage(
  { gateways }: WalkPorts,
  { side, object }: { readonly side: Side; readonly object: string },
  { until, page }: Place,
): Promise<WalkPage> {
  const swept = await gateways[side].sweep(object, 0, until, page);
  if (!swept.ok) return swept;
  const there = swept.value.records.filter(({ isDeleted, mergedInto }) => !isDeleted && mergedInto === null);
  // Boundary rows may come twice.
  const refs = [...new Map(there.map(({ ref }) => [ref.id, ref])).values()];
  return { ok: true, refs, links: [], gone: swept.value.records.length - there.length, next: swept.value.next };
}

async function pairsPage({ connection, store }: WalkPorts, mapping: string, page: string | null): Promise<WalkPage> {
  const { items, next } = await store.listLinks(connection, { mapping, limit: linksPage, ...(page === null ? {} : { after: page }) });
  const links = items.filter(({ state }) => state !== 'deleted');
  return { ok: true, refs: links.flatMap((link) => endOf(link) ?? []), links, gone: items.length - links.length, next };
}

/** Pages of each code in turn: the page's name is the code and the store's own page. */
async function stuckPage({ connection, store }: WalkPorts, page: string | null): Promise<WalkPage> {
  const [index = '0', ...rest] = (page ?? '0').split('|');
  const at = Number(index);
  const code = stuckCodes[at];
  if (code === undefined) return { ok: true, refs: [], links: [], gone: 0, next: null };
  const after = rest.join('|');
  const found = await store.listUnlinked(connection, { code, limit: linksPage, ...(after === '' ? {} : { after }) });
  const more = found.next === null ? (at + 1 < stuckCodes.length ? String(at + 1) : null) : `${String(at)}|${found.next}`;
  return { ok: true, refs: found.items.map(({ ref }) => ref), links: [], gone: 0, next: more };
}

export function endOf({ salesforce, hubspot }: Link): RecordRef | null {
  if (salesforce !== null) return { side: 'salesforce', ...salesforce };
  return hubspot === null ? null : { side: 'hubspot', ...hubspot };
}
