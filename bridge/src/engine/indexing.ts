/**
 * Every record of a mapping is known by its block keys before anything is created for it: otherwise the first sync would create somebody
 * who is there under a typo. One walk through both sides per mapping, once; afterwards passes keep the keys.
 */
import { scoredRecognition, SIDES } from '../domain/index.ts';
import type { Fingerprinter, Sided } from '../domain/index.ts';
import type { ConnectionId, Instant, ObjectMapping, RecordRef, Side } from '../domain/model.ts';
import { nearKeys } from './likeness.ts';
import { linkSubjectOf, recordSubjectOf } from './pass/subjects.ts';
import type { Clock, CrmGateway, GatewayFailure, Store, SweepPage } from './ports.ts';
import type { Rulebook } from './rulebook.ts';

export type IndexPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly fingerprint: Fingerprinter;
  readonly rulebook: Pick<Rulebook, 'identityFieldsOf'>;
  readonly wake?: () => void;
};
export type IndexFailure = { readonly side: Side; readonly object: string; readonly failure: GatewayFailure };

/** Moves when keys are made in another way: then everything is walked again. */
const KEYS_VERSION = 1;
const sourceOf = (mapping: Pick<ObjectMapping, 'key'>): string => `identity-indexed:${mapping.key}`;
/** Found under this key by the walk that ends the wait. */
export const indexNeed = (mapping: Pick<ObjectMapping, 'key'>): string => `needs:indexed:${mapping.key}`;

const objectsOf = (mapping: ObjectMapping): readonly (readonly [Side, string])[] =>
  SIDES.flatMap((side) => (side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]).map((object) => [side, object] as const));

type Walk = {
  readonly version: number;
  readonly done: readonly string[];
  readonly at: { readonly until: Instant; readonly page: string } | null;
  /** Records met, by side. */
  readonly met: Readonly<Record<Side, number>>;
};
const UNWALKED: Walk = { version: KEYS_VERSION, done: [], at: null, met: { salesforce: 0, hubspot: 0 } };

async function walkOf(store: Store, connection: ConnectionId, mapping: Pick<ObjectMapping, 'key'>): Promise<Walk> {
  const bytes = await store.cursor(connection, sourceOf(mapping));
  // Written below and nowhere else; another version begins anew.
  const read = bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Walk);
  return read?.version === KEYS_VERSION ? read : UNWALKED;
}

function isComplete(walk: Walk, mapping: ObjectMapping): boolean {
  return objectsOf(mapping).every(([side, object]) => walk.done.includes(`${side}:${object}`));
}

/** Whether both sides of a mapping are known, so that records may be created. Mappings that nothing but a key or code can tell need no index. */
export async function isIndexed(store: Store, connection: ConnectionId, mapping: ObjectMapping): Promise<boolean> {
  return scoredRecognition(mapping) === null || isComplete(await walkOf(store, connection, mapping), mapping);
}

/** How many records the larger side had when it was walked: who else anybody could be taken for. */
export async function knownOf(store: Store, connection: ConnectionId, mapping: ObjectMapping): Promise<number> {
  const { met } = await walkOf(store, connection, mapping);
  return Math.max(met.salesforce, met.hubspot);
}

/** Walks what is not known of a mapping yet, going on where it was cut short; then wakes the records that waited for it. */
export async function indexMapping(ports: IndexPorts, mapping: ObjectMapping, signal?: AbortSignal): Promise<IndexFailure | null> {
  if (scoredRecognition(mapping) === null) return null;
  let walk = await walkOf(ports.store, ports.connection, mapping);
  const keep = async (next: Walk): Promise<void> => {
    walk = next;
    await ports.store.setCursor(ports.connection, { source: sourceOf(mapping), position: new TextEncoder().encode(JSON.stringify(next)) });
  };
  for (const [side, object] of objectsOf(mapping)) {
    while (!walk.done.includes(`${side}:${object}`)) {
      if (signal?.aborted === true) return null;
      const until = walk.at?.until ?? ports.clock.now();
      const page = await ports.gateways[side].sweep(object, 0, until, walk.at?.page ?? null, ports.rulebook.identityFieldsOf(side, object));
      if (!page.ok) return { side, object, failure: page.failure };
      await ports.store.rememberKeys(ports.connection, keysOf(ports, mapping, page.value));
      const { next, records } = page.value;
      walk = { ...walk, met: { ...walk.met, [side]: walk.met[side] + records.length } };
      await keep(next === null ? { ...walk, done: [...walk.done, `${side}:${object}`], at: null } : { ...walk, at: { until, page: next } });
    }
  }
  await wakeWaiting(ports, mapping);
  return null;
}

function keysOf({ fingerprint }: IndexPorts, mapping: ObjectMapping, { records }: SweepPage) {
  const how = scoredRecognition(mapping);
  return records.flatMap(({ ref, values, isDeleted, mergedInto }): readonly { ref: RecordRef; keys: readonly string[] }[] =>
    how === null || values === undefined || isDeleted || mergedInto !== null ? [] : [{ ref, keys: nearKeys(fingerprint, mapping, { ref, values }, how) }],
  );
}

/** Asked again with every sweep: a pass may have stored its wait just after the walk ended. */
async function wakeWaiting({ store, connection, clock, wake }: IndexPorts, mapping: ObjectMapping): Promise<void> {
  const refs = (await store.findByKeys(connection, [indexNeed(mapping)])).map(({ ref }) => ref);
  if (refs.length === 0) return;
  const links = await store.linksOf(connection, refs);
  const subjects = refs.map((ref, index) => {
    const link = links[index] ?? null;
    return link === null ? recordSubjectOf(ref) : linkSubjectOf(link);
  });
  await store.wake(connection, [...new Set(subjects)], 'backfill', clock.now());
  wake?.();
}
