/**
 * The lane's queue and memory. A unit is one rule's set of one record: all contacts of a deal. Its document is queue entry and claim in one
 * (rank = when it is due), so that several bridges share the work; what was agreed is one document per pair, so that forgetting a person
 * forgets no more than their own relations.
 */
import { NEVER_MET } from '../domain/index.ts';
import type { PairMemory } from '../domain/index.ts';
import type { Instant, LinkId } from '../domain/model.ts';
import type { DocumentWrite, StoredDocument } from '../engine/ports.ts';
import type { RelationPorts } from './ports.ts';

export const UNIT = 'relation.unit';
export const PAIR = 'relation.pair';
export const WAIT = 'relation.wait';
/** The rank of a unit that nothing is to be done for. */
export const RESTING = 9_000_000_000_000_000;

export type UnitBody = {
  /** Until when nobody else may look; 0 = free. */
  readonly heldUntil: Instant;
  readonly heldBy: string | null;
  /** Noticed while it was held. */
  readonly isAsked: boolean;
  readonly tries: number;
  readonly trouble: string | null;
  readonly relations: number;
  readonly waiting: number;
  /** The one value of the set: the parent of a lookup, the primary of a junction. */
  readonly single: PairMemory;
  /** Of a lookup: where it pointed in Salesforce when last seen; spares a look when the record changed otherwise. */
  readonly pointsTo: string | null;
  readonly lookedAt: Instant | null;
};
export type Unit = {
  readonly key: string;
  readonly rule: string;
  readonly link: LinkId;
  readonly rank: number;
  readonly version: number;
  readonly body: UnitBody;
};
export type Pair = { readonly link: LinkId; readonly memory: PairMemory };

const NEW: UnitBody = {
  heldUntil: 0,
  heldBy: null,
  isAsked: false,
  tries: 0,
  trouble: null,
  relations: 0,
  waiting: 0,
  single: NEVER_MET,
  pointsTo: null,
  lookedAt: null,
};
const chunkMax = 200;
const pageMax = 500;
const racesMax = 6;

export const unitKey = (rule: string, link: LinkId): string => `${rule}|${link}`;
const pairKey = (unit: string, link: LinkId): string => `${unit}|${link}`;

/** Rule keys hold no bar; link ids may. */
function unitOf({ key, rank, version, body }: StoredDocument): Unit {
  const bar = key.indexOf('|');
  // Written by this module alone; the key is made of a rule and a link id.
  return { key, rule: key.slice(0, bar), link: key.slice(bar + 1) as LinkId, rank, version, body: { ...NEW, ...(JSON.parse(body) as UnitBody) } };
}

export function unitWrite({ key, rule, version }: Pick<Unit, 'key' | 'rule' | 'version'>, rank: number, body: UnitBody): DocumentWrite {
  return { kind: UNIT, key, group: rule, rank, body: JSON.stringify(body), ifVersion: version };
}
export function pairWrite(unit: string, { link, memory }: Pair): DocumentWrite {
  return { kind: PAIR, key: pairKey(unit, link), group: unit, rank: 0, body: JSON.stringify(memory) };
}
/** A pair nobody has any more: written blank together with the rest, then dropped. */
export const isBlank = ({ salesforce, hubspot, sent }: PairMemory): boolean => salesforce === null && hubspot === null && sent === undefined;

export async function readUnits(
  { store, connection }: Pick<RelationPorts, 'store' | 'connection'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Unit>> {
  const found = new Map<string, Unit>();
  for (let from = 0; from < keys.length; from += chunkMax)
    for (const document of await store.documents(connection, UNIT, keys.slice(from, from + chunkMax))) found.set(document.key, unitOf(document));
  return found;
}

export async function readPairs({ store, connection }: Pick<RelationPorts, 'store' | 'connection'>, unit: string): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listDocuments(connection, PAIR, { group: unit, limit: pageMax, ...(after === undefined ? {} : { after }) });
    for (const { key, body } of page.items) pairs.push({ link: key.slice(unit.length + 1) as LinkId, memory: JSON.parse(body) as PairMemory });
    if (page.next === null) return pairs;
    after = page.next;
  }
}

export async function dropPairs({ store, connection }: Pick<RelationPorts, 'store' | 'connection'>, unit: string, links: readonly LinkId[]): Promise<void> {
  if (links.length > 0)
    await store.dropDocuments(
      connection,
      PAIR,
      links.map((link) => pairKey(unit, link)),
    );
}

/** Due units, longest first. */
export async function dueUnits({ store, connection, clock }: RelationPorts, limit: number): Promise<readonly Unit[]> {
  const page = await store.listDocuments(connection, UNIT, { until: clock.now(), limit });
  return page.items.map(unitOf);
}
/** When the next unit is due; null when none is. */
export async function nextDueAt({ store, connection }: RelationPorts): Promise<Instant | null> {
  const page = await store.listDocuments(connection, UNIT, { until: RESTING - 1, limit: 1 });
  return page.items[0]?.rank ?? null;
}

/** Makes units due now, new ones too; one that is held is looked at again once it is free. */
export async function touch(ports: Pick<RelationPorts, 'store' | 'connection' | 'clock'>, keys: readonly string[]): Promise<void> {
  const all = [...new Set(keys)];
  for (let from = 0; from < all.length; from += chunkMax) await touchChunk(ports, all.slice(from, from + chunkMax));
}

async function touchChunk(ports: Pick<RelationPorts, 'store' | 'connection' | 'clock'>, keys: readonly string[], races = 0): Promise<void> {
  const known = await readUnits(ports, keys);
  const now = ports.clock.now();
  const writes = keys.flatMap((key) => {
    const unit = known.get(key) ?? { key, rule: key.slice(0, key.indexOf('|')), version: 0, rank: RESTING, body: NEW };
    const isHeld = unit.body.heldUntil > now;
    if (isHeld ? unit.body.isAsked : unit.rank <= now) return [];
    return [isHeld ? unitWrite(unit, unit.rank, { ...unit.body, isAsked: true }) : unitWrite(unit, now, { ...unit.body, tries: 0 })];
  });
  if (writes.length === 0 || (await ports.store.saveDocuments(ports.connection, writes))) return;
  if (races >= racesMax) throw new Error('a relation set was written by others again and again');
  // Somebody wrote one of them meanwhile: each by itself, so that one contested unit costs no other.
  for (const key of keys) await touchChunk(ports, [key], races + 1);
}

/** Takes units for this worker until `until`; answers those it got. */
export async function claimUnits(ports: RelationPorts, units: readonly Unit[], until: Instant): Promise<readonly Unit[]> {
  const held = (unit: Unit): UnitBody => ({ ...unit.body, heldUntil: until, heldBy: ports.worker, isAsked: false });
  const claimed = (unit: Unit): Unit => ({ ...unit, rank: until, version: unit.version + 1, body: held(unit) });
  const write = (unit: Unit): DocumentWrite => unitWrite(unit, until, held(unit));
  if (units.length === 0) return [];
  if (await ports.store.saveDocuments(ports.connection, units.map(write))) return units.map(claimed);
  const got: Unit[] = [];
  for (const unit of units) if (await ports.store.saveDocuments(ports.connection, [write(unit)])) got.push(claimed(unit));
  return got;
}

export type UnitChange = {
  readonly unit: Unit;
  readonly rank: (isAsked: boolean) => number;
  readonly body: (body: UnitBody) => UnitBody;
  readonly more: readonly DocumentWrite[];
};

/**
 * Writes claimed units with what belongs to them, all of one unit in one transaction; answers them as stored. One that somebody else holds
 * by now is missing from the answer: nothing of it was written.
 */
export async function writeHeld(ports: RelationPorts, changes: readonly UnitChange[]): Promise<ReadonlyMap<string, Unit>> {
  const stored = new Map<string, Unit>();
  const attempt = async (batch: readonly UnitChange[]): Promise<boolean> => {
    const made = batch.map(({ unit, rank, body, more }) => ({ unit: { ...unit, rank: rank(unit.body.isAsked), body: body(unit.body) }, more }));
    const writes = made.flatMap(({ unit, more }) => [unitWrite(unit, unit.rank, unit.body), ...more]);
    if (!(await ports.store.saveDocuments(ports.connection, writes))) return false;
    for (const { unit } of made) stored.set(unit.key, { ...unit, version: unit.version + 1 });
    return true;
  };
  if (changes.length === 0 || (await attempt(changes))) return stored;
  for (const change of changes) {
    for (let race = 0; race < racesMax; race += 1) {
      const now = (await readUnits(ports, [change.unit.key])).get(change.unit.key);
      if (now === undefined || now.body.heldBy !== ports.worker || now.body.heldUntil !== change.unit.body.heldUntil) break;
      if (await attempt([{ ...change, unit: now }])) break;
    }
  }
  return stored;
}
