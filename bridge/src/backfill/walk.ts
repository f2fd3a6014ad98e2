/** One page of a walk, whatever it goes over. Nothing but the page is held. */
import { kindOf } from '../domain/index.ts';
import type { ConnectionId, Instant, Link, RecordRef, Side, Sided } from '../domain/index.ts';
import type { CrmGateway, GatewayFailure, Rulebook, Store, SweepPage, WireValue } from '../engine/index.ts';
import type { Step } from './model.ts';

export type WalkPorts = { readonly connection: ConnectionId; readonly store: Store; readonly gateways: Sided<CrmGateway>; readonly rulebook: Rulebook };
/** Where a walk is; `until` fixes what it goes over, so that records that come meanwhile do not keep it from ending. */
export type Place = {
  readonly until: Instant;
  readonly page: string | null;
  readonly seen?: Seen | undefined;
  /** Fields of the records that are wanted beside what tells them apart; see `valuesOf`. */
  readonly fields?: readonly string[];
};
/** Records met at one instant, so that none is counted twice when the next page begins with it. */
export type Seen = { readonly at: Instant; readonly ids: string[] };
export type WalkPage =
  | {
      readonly ok: true;
      /** Records that are there; for links, one end of each. */
      readonly refs: readonly RecordRef[];
      readonly links: readonly Link[];
      /** The mapping a record of the page belongs to; null where several share its object and none means it. */
      readonly mappingOf: (ref: RecordRef) => string | null;
      /** The wanted fields of a record of the page; null where the platform tells none: of links, of converted leads. */
      readonly valuesOf: (ref: RecordRef) => Readonly<Record<string, WireValue>> | null;
      /** Records that are gone: deleted, or merged into another. */
      readonly gone: number;
      readonly next: string | null;
      readonly seen?: Seen;
    }
  | { readonly ok: false; readonly failure: GatewayFailure };

const linksPage = 1_000;
/** Why a record without counterpart may get one once a rule changed. */
const stuckCodes = ['issue', 'waiting'] as const;

/** The next page of a step. */
export async function walkPage(ports: WalkPorts, step: Step, place: Place): Promise<WalkPage> {
  const { page } = place;
  switch (step.kind) {
    case 'records':
      return recordsPage(ports, step, place);
    case 'links':
      return pairsPage(ports, step.mapping, page);
    case 'stuck':
      return stuckPage(ports, page);
  }
}

async function recordsPage(
  { gateways, rulebook }: WalkPorts,
  { side, object, mapping }: Extract<Step, { kind: 'records' }>,
  { until, page, seen, fields = [] }: Place,
): Promise<WalkPage> {
  const kinds = kindFields(rulebook, side, object);
  const swept = await gateways[side].sweep(object, 0, until, page, [...new Set([...kinds, ...fields])]);
  if (!swept.ok) return swept;
  const isNews = ({ ref, modifiedAt }: Row): boolean => seen === undefined || modifiedAt !== seen.at || !seen.ids.includes(ref.id);
  const fresh = swept.value.records.filter(isNews);
  const there = fresh.filter(({ isDeleted, mergedInto }) => !isDeleted && mergedInto === null);
  const records = new Map(there.map((record) => [record.ref.id, record]));
  const mappingOf = ({ id }: RecordRef): string | null => {
    const values = records.get(id)?.values;
    return kinds.length === 0 || values === undefined ? mapping : (rulebook.mappingOf(side, object, values)?.key ?? null);
  };
  const refs = [...records.values()].map(({ ref }) => ref);
  const valuesOf: Found['valuesOf'] = ({ id }) => records.get(id)?.values ?? null;
  const gone = fresh.length - there.length;
  return { ok: true, refs, links: [], mappingOf, valuesOf, gone, next: swept.value.next, ...seenAfter(swept.value.records, seen) };
}

type Found = Extract<WalkPage, { ok: true }>;
const noValues = (): null => null;
type Row = SweepPage['records'][number];

/** While one instant goes on for pages, what was met of it first is what may come again: the rest is walked by id. */
function seenAfter(records: readonly Row[], before: Seen | undefined): { readonly seen?: Seen } {
  const at = records.findLast(({ isDeleted }) => !isDeleted)?.modifiedAt;
  if (at === undefined) return {};
  if (before?.at === at) return { seen: before };
  return { seen: { at, ids: records.filter(({ modifiedAt }) => modifiedAt === at).map(({ ref }) => ref.id) } };
}

/** What tells the records of mappings that share an object apart; none where one mapping has it for itself. */
function kindFields({ rules }: Rulebook, side: Side, object: string): readonly string[] {
  const sharing = rules.mappings.filter(({ salesforceObjects, hubspotObject }) =>
    side === 'salesforce' ? salesforceObjects.includes(object) : hubspotObject === object,
  );
  return sharing.length < 2 ? [] : [...new Set(sharing.flatMap((mapping) => kindOf(mapping, side)?.field ?? []))];
}

async function pairsPage({ connection, store }: WalkPorts, mapping: string, page: string | null): Promise<WalkPage> {
  const { items, next } = await store.listLinks(connection, { mapping, limit: linksPage, ...(page === null ? {} : { after: page }) });
  const links = items.filter(({ state }) => state !== 'deleted');
  return {
    ok: true,
    refs: links.flatMap((link) => endOf(link) ?? []),
    links,
    mappingOf: () => mapping,
    valuesOf: noValues,
    gone: items.length - links.length,
    next,
  };
}

/** Pages of each code in turn: the page's name is the code and the store's own page. */
async function stuckPage({ connection, store, rulebook }: WalkPorts, page: string | null): Promise<WalkPage> {
  const [index = '0', ...rest] = (page ?? '0').split('|');
  const at = Number(index);
  const code = stuckCodes[at];
  if (code === undefined) return { ok: true, refs: [], links: [], mappingOf: () => null, valuesOf: noValues, gone: 0, next: null };
  const after = rest.join('|');
  const found = await store.listUnlinked(connection, { code, limit: linksPage, ...(after === '' ? {} : { after }) });
  const mappingOf = ({ side, object }: RecordRef): string | null => rulebook.mappingOf(side, object)?.key ?? null;
  const more = found.next === null ? (at + 1 < stuckCodes.length ? String(at + 1) : null) : `${String(at)}|${found.next}`;
  return { ok: true, refs: found.items.map(({ ref }) => ref), links: [], mappingOf, valuesOf: noValues, gone: 0, next: more };
}

export function endOf({ salesforce, hubspot }: Link): RecordRef | null {
  if (salesforce !== null) return { side: 'salesforce', ...salesforce };
  return hubspot === null ? null : { side: 'hubspot', ...hubspot };
}
