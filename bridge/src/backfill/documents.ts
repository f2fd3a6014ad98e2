/** Where jobs and what belongs to them are kept. One job per connection is open at a time, which one document sees to. */
import { z } from 'zod';
import type { ConnectionId, RecordRef } from '../domain/index.ts';
import type { DocumentWrite, Page, Store } from '../engine/index.ts';
import { jobSchema } from './model.ts';
import type { Job } from './model.ts';

const currentSchema = z.object({ job: z.string() });
const onlyKey = 'one';
const triesMax = 20;
/** Jobs kept after their end, with what belongs to them. */
const jobsKept = 20;
/** Kinds of rows that belong to a job; each has the job in its group, before a colon. */
const parts = ['backfill.sample', 'backfill.canary', 'backfill.fault'] as const;

/** Two marks that outlive their jobs: `open`, everything was let in; `live`, everything was looked at. */
const GATE = 'backfill.gate';
export type Mark = 'open' | 'live';

/** The row that sets a mark. */
export const markRow = (mark: Mark, at: number): DocumentWrite => ({ kind: GATE, key: mark, group: '', rank: at, body: '{}' });

/** Whether a mark was set. */
export async function isMarked(store: Store, connection: ConnectionId, mark: Mark): Promise<boolean> {
  return (await store.documents(connection, GATE, [mark])).length > 0;
}

/** What may be kept in a book: one is open until it is done or cancelled. */
type Entry = { readonly id: string; readonly startedAt: number; readonly state: string };
const isOpen = ({ state }: Entry): boolean => state !== 'done' && state !== 'cancelled';

export type JobBook = Book<Job>;
export type Book<T extends Entry> = {
  /** The open job, or the last one; null when there never was one. */
  current(): Promise<T | null>;
  find(id: string): Promise<T | null>;
  list(options: { readonly after?: string | undefined; readonly limit: number }): Promise<Page<T>>;
  /** Begins one; false while another is open. */
  begin(job: T): Promise<boolean>;
  /**
   * Applies a change to the job as it stands and stores it with the rows that belong to it, all or nothing. `change` may be asked again with a
   * newer job; null leaves it as it is. Answers what is stored.
   */
  update(id: string, change: (job: T) => T | null, rows?: readonly DocumentWrite[]): Promise<T | null>;
};

/** The jobs of one connection. */
export function createJobBook(store: Store, connection: ConnectionId): JobBook {
  return createBook(store, connection, { feature: 'backfill', schema: jobSchema, parts, kept: jobsKept });
}

export type BookOptions<T> = {
  /** Names the kinds of documents: `<feature>.job`, `<feature>.current`. */
  readonly feature: string;
  readonly schema: { parse(stored: unknown): T };
  /** Kinds of rows that belong to an entry; each has the entry's id in its group, before a colon. */
  readonly parts: readonly string[];
  /** Entries kept after their end, with what belongs to them. */
  readonly kept: number;
};

/** Work of one feature on one connection: one piece is open at a time, the last ones are kept. */
export function createBook<T extends Entry>(store: Store, connection: ConnectionId, { feature, schema, parts: rows, kept }: BookOptions<T>): Book<T> {
  const [JOB, CURRENT] = [`${feature}.job`, `${feature}.current`];
  const read = async (id: string): Promise<{ readonly job: T; readonly version: number } | null> => {
    const [found] = await store.documents(connection, JOB, [id]);
    return found === undefined ? null : { job: schema.parse(JSON.parse(found.body)), version: found.version };
  };
  const written = (job: T, ifVersion: number): DocumentWrite => ({
    kind: JOB,
    key: job.id,
    group: '',
    rank: job.startedAt,
    body: JSON.stringify(job),
    ifVersion,
  });
  const named = async (): Promise<{ readonly id: string | null; readonly version: number }> => {
    const [found] = await store.documents(connection, CURRENT, [onlyKey]);
    return found === undefined ? { id: null, version: 0 } : { id: currentSchema.parse(JSON.parse(found.body)).job, version: found.version };
  };
  const current = async (): Promise<T | null> => {
    const { id } = await named();
    return id === null ? null : ((await read(id))?.job ?? null);
  };

  async function forgetOld(): Promise<void> {
    const { items } = await store.listDocuments(connection, JOB, { isDescending: true, limit: kept + 50 });
    const old = items.slice(kept).map(({ key }) => key);
    if (old.length === 0) return;
    for (const kind of rows) {
      const groups = Object.keys(await store.countDocuments(connection, kind)).filter((group) => old.includes(group.split(':')[0] ?? ''));
      for (const group of groups) await store.pruneDocuments(connection, kind, { group, rank: Number.MAX_SAFE_INTEGER });
    }
    await store.dropDocuments(connection, JOB, old);
  }

  return {
    current,
    find: async (id) => (await read(id))?.job ?? null,
    async list({ after, limit }) {
      const page = await store.listDocuments(connection, JOB, { isDescending: true, limit, ...(after === undefined ? {} : { after }) });
      return { items: page.items.map(({ body }) => schema.parse(JSON.parse(body))), next: page.next };
    },
    async begin(job) {
      const { id, version } = await named();
      const before = id === null ? null : await read(id);
      if (before !== null && isOpen(before.job)) return false;
      const pointer: DocumentWrite = { kind: CURRENT, key: onlyKey, group: '', rank: job.startedAt, body: JSON.stringify({ job: job.id }), ifVersion: version };
      const isBegun = await store.saveDocuments(connection, [written(job, 0), pointer]);
      if (isBegun) await forgetOld();
      return isBegun;
    },
    async update(id, change, beside = []) {
      for (let tries = 0; tries < triesMax; tries += 1) {
        const found = await read(id);
        if (found === null) return null;
        const next = change(found.job);
        if (next === null) return found.job;
        if (await store.saveDocuments(connection, [written(next, found.version), ...beside])) return next;
      }
      throw new Error('a job was changed by others faster than it could be stored');
    },
  };
}

/** The group under which a job's rows of one mapping are kept. */
export const groupOf = (job: Pick<Job, 'id'>, ...rest: readonly string[]): string => [job.id, ...rest].join(':');
export const refText = ({ side, object, id }: RecordRef): string => `${side}:${object}:${id}`;
