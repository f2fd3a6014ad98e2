/**
 * A queue of things to look at, for features with loops of their own. One document per thing is queue entry, claim and memory in one (its
 * rank is when it is due), so that several bridges share the work and a thing is in one hand at a time.
 */
import type { ConnectionId, Instant } from '../domain/model.ts';
import type { Clock, DocumentWrite, Store, StoredDocument } from './ports.ts';

/** The rank of what nothing is to be done for. */
export const AT_REST = 9_000_000_000_000_000;
const chunkMax = 200;
const racesMax = 6;

export type AgendaItem<Body> = {
  readonly key: string;
  readonly group: string;
  readonly rank: number;
  readonly version: number;
  /** Until when nobody else may look; 0 = free. */
  readonly heldUntil: Instant;
  readonly heldBy: string | null;
  /** Asked for while it was held. */
  readonly isAsked: boolean;
  readonly body: Body;
};
export type AgendaPorts = {
  readonly connection: ConnectionId;
  readonly worker: string;
  readonly store: Pick<Store, 'documents' | 'saveDocuments' | 'listDocuments'>;
  readonly clock: Clock;
};
/** `at` = when it is due again; null = at rest. What was asked for meanwhile is due at once, unless it stays held (`until`). */
export type AgendaEnd<Body> = {
  readonly item: AgendaItem<Body>;
  readonly body: Body;
  readonly at: Instant | null;
  readonly until?: Instant;
  readonly more?: readonly DocumentWrite[];
};
export type Agenda<Body> = {
  /** Those known, by key. */
  read(keys: readonly string[]): Promise<ReadonlyMap<string, AgendaItem<Body>>>;
  /** Makes things due now, new ones too; `change` says what is noted on them (as it was, when absent). */
  ask(wanted: readonly { readonly key: string; readonly group: string }[], change?: (body: Body, key: string) => Body): Promise<void>;
  /** Due ones, longest first. */
  due(limit: number): Promise<readonly AgendaItem<Body>[]>;
  nextAt(): Promise<Instant | null>;
  /** Takes them for this worker; answers those it got. */
  claim(items: readonly AgendaItem<Body>[], until: Instant): Promise<readonly AgendaItem<Body>[]>;
  /** Writes claimed ones, each with what belongs to it in one transaction. One that is held by somebody else by now is missing from the answer: nothing of it was written. */
  write(ends: readonly AgendaEnd<Body>[]): Promise<ReadonlyMap<string, AgendaItem<Body>>>;
};

type Stored<Body> = Pick<AgendaItem<Body>, 'heldUntil' | 'heldBy' | 'isAsked' | 'body'>;

export function createAgenda<Body>(
  { connection, worker, store, clock }: AgendaPorts,
  { kind, fresh }: { readonly kind: string; readonly fresh: Body },
): Agenda<Body> {
  const itemOf = ({ key, group, rank, version, body }: StoredDocument): AgendaItem<Body> => {
    const stored = JSON.parse(body) as Stored<Body>; // written by this module alone
    return { key, group, rank, version, ...stored, body: { ...fresh, ...stored.body } };
  };
  const writeOf = ({ key, group, rank, version, heldUntil, heldBy, isAsked, body }: AgendaItem<Body>): DocumentWrite => ({
    ...{ kind, key, group, rank, ifVersion: version },
    body: JSON.stringify({ heldUntil, heldBy, isAsked, body } satisfies Stored<Body>),
  });
  const next = (item: AgendaItem<Body>): AgendaItem<Body> => ({ ...item, version: item.version + 1 });

  const read: Agenda<Body>['read'] = async (keys) => {
    const found = new Map<string, AgendaItem<Body>>();
    for (let from = 0; from < keys.length; from += chunkMax)
      for (const document of await store.documents(connection, kind, keys.slice(from, from + chunkMax))) found.set(document.key, itemOf(document));
    return found;
  };

  async function askChunk(
    wanted: readonly { readonly key: string; readonly group: string }[],
    change: (body: Body, key: string) => Body,
    races = 0,
  ): Promise<void> {
    const known = await read(wanted.map(({ key }) => key));
    const now = clock.now();
    const writes = wanted.flatMap(({ key, group }) => {
      const item: AgendaItem<Body> = known.get(key) ?? { key, group, rank: AT_REST, version: 0, heldUntil: 0, heldBy: null, isAsked: false, body: fresh };
      const body = change(item.body, key);
      const isHeld = item.heldUntil > now;
      if (JSON.stringify(body) === JSON.stringify(item.body) && (isHeld ? item.isAsked : item.rank <= now)) return [];
      return [writeOf(isHeld ? { ...item, isAsked: true, body } : { ...item, rank: Math.min(item.rank, now), body })];
    });
    if (writes.length === 0 || (await store.saveDocuments(connection, writes))) return;
    if (races >= racesMax) throw new Error('a thing on the agenda was written by others again and again');
    // Somebody wrote one of them meanwhile: each by itself, so that one costs no other.
    for (const one of wanted) await askChunk([one], change, races + 1);
  }

  return {
    read,
    async ask(wanted, change = (body) => body) {
      const all = [...new Map(wanted.map((one) => [one.key, one])).values()];
      for (let from = 0; from < all.length; from += chunkMax) await askChunk(all.slice(from, from + chunkMax), change);
    },
    due: async (limit) => (await store.listDocuments(connection, kind, { until: clock.now(), limit })).items.map(itemOf),
    nextAt: async () => (await store.listDocuments(connection, kind, { until: AT_REST - 1, limit: 1 })).items[0]?.rank ?? null,
    async claim(items, until) {
      const held = (item: AgendaItem<Body>): AgendaItem<Body> => ({ ...item, rank: until, heldUntil: until, heldBy: worker, isAsked: false });
      if (items.length === 0) return [];
      if (
        await store.saveDocuments(
          connection,
          items.map((item) => writeOf(held(item))),
        )
      )
        return items.map((item) => next(held(item)));
      const got: AgendaItem<Body>[] = [];
      for (const item of items) if (await store.saveDocuments(connection, [writeOf(held(item))])) got.push(next(held(item)));
      return got;
    },
    async write(ends) {
      const stored = new Map<string, AgendaItem<Body>>();
      const ended = ({ item, body, at, until = 0 }: AgendaEnd<Body>): AgendaItem<Body> => ({
        ...item,
        ...(until > 0
          ? { rank: until, heldUntil: until, heldBy: worker }
          : { rank: item.isAsked ? clock.now() : (at ?? AT_REST), heldUntil: 0, heldBy: null, isAsked: false }),
        body,
      });
      const attempt = async (batch: readonly AgendaEnd<Body>[]): Promise<boolean> => {
        const made = batch.map((end) => ({ item: ended(end), more: end.more ?? [] }));
        if (
          !(await store.saveDocuments(
            connection,
            made.flatMap(({ item, more }) => [writeOf(item), ...more]),
          ))
        )
          return false;
        for (const { item } of made) stored.set(item.key, next(item));
        return true;
      };
      if (ends.length === 0 || (await attempt(ends))) return stored;
      for (const end of ends)
        for (let race = 0; race < racesMax; race += 1) {
          const now = (await read([end.item.key])).get(end.item.key);
          if (now === undefined || now.heldBy !== worker || now.heldUntil !== end.item.heldUntil) break;
          // What was noted meanwhile stays noted.
          const body = { ...end.body, ...changedIn(end.item.body, now.body) };
          if (await attempt([{ ...end, item: now, body }])) break;
        }
      return stored;
    },
  };
}

/** Parts of a body that somebody changed while it was held. */
function changedIn<Body>(before: Body, now: Body): Partial<Body> {
  const old = new Map(Object.entries(before as object).map(([name, value]) => [name, JSON.stringify(value)]));
  // Bodies are plain objects: a part of one is a part of its type.
  return Object.fromEntries(Object.entries(now as object).filter(([name, value]) => old.get(name) !== JSON.stringify(value))) as Partial<Body>;
}
