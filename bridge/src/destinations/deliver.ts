/**
 * One page for one record, exactly once. The target has no key of ours that it keeps unique, so: the intent is stored before the call, the page
 * carries a mark, and whoever finds an intent without an end waits until that call can no longer land, then looks for the mark before making one.
 */
import type { ConnectionId, DestinationRule, Instant } from '../domain/model.ts';
import type { Clock, Store } from '../engine/ports.ts';
import type { Destination, DestinationFailure, DestinationSource, PageContent, ReachedRecord } from '../engine/ports.ts';

export const PAGE_KIND = 'destination.page';

/** `making`: a call may be under way until `until`. `waiting`: nothing is, look again at `until`. `made`: there is a page. */
export type PageState =
  | { readonly state: 'making' | 'waiting'; readonly until: Instant; readonly tries: number }
  | { readonly state: 'made'; readonly pageId: string; readonly url: string };

export type Delivery =
  | { readonly kind: 'done'; readonly url: string }
  | { readonly kind: 'busy'; readonly until: Instant }
  | { readonly kind: 'failed'; readonly failure: DestinationFailure; readonly until: Instant };

export type DeliverPorts = {
  readonly connection: ConnectionId;
  readonly store: Pick<Store, 'documents' | 'saveDocuments'>;
  readonly clock: Clock;
  readonly source: DestinationSource;
  readonly destination: Destination;
};
export type Parcel = { readonly rule: DestinationRule; readonly object: string; readonly record: ReachedRecord; readonly content: () => PageContent };

const waitMs = 60_000;
const waitMaxMs = 60 * 60_000;
const backOff = (tries: number): number => Math.min(waitMaxMs, waitMs * 2 ** Math.min(tries, 10));

/** Names the page of one record under one rule, in the store and on the page. */
export const markOf = (connection: ConnectionId, rule: DestinationRule, id: string): string => `${connection}/${rule.key}/${id}`;

export async function deliver(ports: DeliverPorts, { rule, object, record, content }: Parcel): Promise<Delivery> {
  const { connection, store, clock, source, destination } = ports;
  const key = `${rule.key}:${record.id}`;
  const [held] = await store.documents(connection, PAGE_KIND, [key]);
  // Only this module writes these documents.
  const known = held === undefined ? null : (JSON.parse(held.body) as PageState);
  let version = held?.version ?? 0;
  const save = async (state: PageState): Promise<boolean> => {
    const isSaved = await store.saveDocuments(connection, [
      { kind: PAGE_KIND, key, group: rule.key, rank: clock.now(), body: JSON.stringify(state), ifVersion: version },
    ]);
    if (isSaved) version += 1;
    return isSaved;
  };
  const link = async (url: string): Promise<Delivery> => {
    const outcome = await source.setLink(object, record.id, { field: rule.linkField, url });
    if (outcome.kind === 'ok') return { kind: 'done', url };
    const failure: DestinationFailure = {
      kind: outcome.kind,
      code: outcome.code,
      cause: `The page is there, but its address could not be written into ${rule.linkField}: ${outcome.message}`,
      remedy: `Let the integration user edit ${rule.linkField}; the page at ${url} is kept and linked then.`,
      retryAt: null,
    };
    return { kind: 'failed', failure, until: clock.now() + waitMs };
  };

  if (known?.state === 'made') return link(known.url);
  if (known !== null && clock.now() < known.until) return { kind: 'busy', until: known.until };
  const tries = known?.tries ?? 0;
  // Two workers meet here: the version lets one of them on.
  if (!(await save({ state: 'making', until: clock.now() + destination.callLifeMs, tries: tries + 1 }))) {
    return { kind: 'busy', until: clock.now() + destination.callLifeMs };
  }
  const fail = async (failure: DestinationFailure): Promise<Delivery> => {
    // What may still land keeps its time; nothing else is under way.
    const until = failure.kind === 'unknown' ? clock.now() + destination.callLifeMs : (failure.retryAt ?? clock.now() + backOff(tries));
    await save({ state: failure.kind === 'unknown' ? 'making' : 'waiting', until, tries: tries + 1 });
    return { kind: 'failed', failure, until };
  };
  const mark = markOf(connection, rule, record.id);
  const found = await destination.find(rule.database, mark);
  // A look that failed made nothing, whatever became of it.
  if (!found.ok) return fail(found.failure.kind === 'unknown' ? { ...found.failure, kind: 'later' } : found.failure);
  const made = found.value === null ? await destination.create(rule.database, content(), mark) : { ok: true as const, value: found.value };
  if (!made.ok) return fail(made.failure);
  await save({ state: 'made', pageId: made.value.id, url: made.value.url });
  return link(made.value.url);
}
