/** What breakers keep in the store: how each stands, who waits for an answer, and what a person said is not carried. */
import { z } from 'zod';
import type { ConnectionId, Instant, Subject } from '../../domain/model.ts';
import type { DocumentWrite, Store, StoredDocument } from '../ports.ts';
import type { BreakerMemory } from './breaker.ts';

export const STATE = 'breaker.state';
/** Grouped by breaker. */
export const HELD = 'breaker.held';
export const DROPPED = 'breaker.dropped';

const refSchema = z.object({ side: z.enum(['salesforce', 'hubspot']), object: z.string(), id: z.string() });
const memorySchema = z.object({
  state: z.enum(['watching', 'paused', 'let']),
  since: z.number().nullable(),
  figures: z
    .object({
      count: z.number(),
      limit: z.number(),
      usual: z.number(),
      windowMs: z.number(),
      actors: z.array(z.object({ actor: z.string().nullable(), count: z.number() })),
    })
    .nullable(),
  examples: z.array(refSchema),
  answer: z.object({ word: z.enum(['proceed', 'drop', 'keep']), by: z.string().nullable(), at: z.number() }).nullable(),
  usual: z.object({ peak: z.number(), at: z.number(), hour: z.number(), best: z.number().nullable() }),
  steps: z.array(z.tuple([z.number(), z.number()])),
});

export function memoryIn({ body }: Pick<StoredDocument, 'body'>): BreakerMemory {
  return memorySchema.parse(JSON.parse(body));
}

export function stateDocument(key: string, memory: BreakerMemory, version: number): DocumentWrite {
  return { kind: STATE, key, group: '', rank: 0, body: JSON.stringify(memory), ifVersion: version };
}

export function subjectDocument(kind: typeof HELD | typeof DROPPED, subject: Subject, group: string, at: Instant): DocumentWrite {
  return { kind, key: kind === HELD ? `${group}|${subject}` : subject, group, rank: at, body: '{}' };
}

/** The subject a document of `HELD` stands for. */
export function subjectOfHeld({ key, group }: StoredDocument): Subject {
  return key.slice(group.length + 1) as Subject; // written by `subjectDocument`
}

const page = 1_000;

/** Every document of one kind and group, a page at a time; one that is dropped meanwhile does not disturb. */
export async function* pagesOf(
  { store, connection }: { readonly store: Pick<Store, 'listDocuments'>; readonly connection: ConnectionId },
  kind: string,
  group?: string,
): AsyncIterable<readonly StoredDocument[]> {
  for (let after: string | undefined; ;) {
    const { items, next } = await store.listDocuments(connection, kind, {
      limit: page,
      ...(group === undefined ? {} : { group }),
      ...(after === undefined ? {} : { after }),
    });
    if (items.length > 0) yield items;
    if (next === null) return;
    after = next;
  }
}
