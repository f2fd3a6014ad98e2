/**
 * The scheduled look at everything modified since the last one. It heals what events lost; from instant 0 it is the initial sync.
 */
import { SIDES } from '../domain/index.ts';
import type { Change, ConnectionId, EventId, Instant, Lane, ObjectMapping, Side } from '../domain/model.ts';
import { indexMapping } from './indexing.ts';
import type { IndexPorts } from './indexing.ts';
import type { Intake } from './intake.ts';
import type { Clock, CrmGateway, GatewayFailure, Journal, Store, SweepPage } from './ports.ts';
import type { Sided } from '../domain/index.ts';

export type SweepPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly intake: Intake;
  /** Called between pages; holds the sweep back while the queue is long. */
  readonly pace?: () => Promise<void>;
  /** With it, a mapping whose records are not known by their block keys yet is walked through first. */
  readonly index?: Pick<IndexPorts, 'fingerprint' | 'rulebook' | 'wake'>;
};
export type SweepOptions = {
  readonly lane?: Lane;
  /** From the beginning, whatever the watermark says. */
  readonly isInitial?: boolean;
  /** Both, unless said otherwise. */
  readonly sides?: readonly Side[];
  readonly signal?: AbortSignal;
};
export type SweepResult = {
  readonly looked: number;
  readonly failures: readonly { readonly side: Side; readonly object: string; readonly failure: GatewayFailure }[];
};

/** Search indexes lag and clocks differ: every sweep looks this far behind the last one. Repeats cost nothing, their event ids are known. */
export const OVERLAP_MS = 120_000;

/** Sweeps every object of the mappings, parents first, both sides; a failing object does not stop the others. */
export async function sweepAll(ports: SweepPorts, mappings: readonly ObjectMapping[], options: SweepOptions = {}): Promise<SweepResult> {
  let looked = 0;
  const failures: { side: Side; object: string; failure: GatewayFailure }[] = [];
  // Several mappings may share an object.
  const swept = new Set<string>();
  for (const mapping of mappings.toSorted((left, right) => left.order - right.order)) {
    const unindexed = ports.index === undefined ? null : await indexMapping({ ...ports, ...ports.index }, mapping, options.signal);
    if (unindexed !== null) failures.push(unindexed);
    for (const side of options.sides ?? SIDES) {
      for (const object of side === 'salesforce' ? mapping.salesforceObjects : [mapping.hubspotObject]) {
        if (options.signal?.aborted === true) return { looked, failures };
        if (swept.has(`${side}:${object}`)) continue;
        swept.add(`${side}:${object}`);
        const result = await sweepObject(ports, { side, object }, options);
        looked += result.looked;
        if (result.failure !== null) failures.push({ side, object, failure: result.failure });
      }
    }
  }
  return { looked, failures };
}

type Position = { readonly since: Instant; readonly until: Instant; readonly page: string | null };

/** Sweeps one object. The cursor moves with each page, so a sweep that was cut short goes on where it stopped. */
async function sweepObject(
  ports: SweepPorts,
  at: { readonly side: Side; readonly object: string },
  options: SweepOptions,
): Promise<{ looked: number; failure: GatewayFailure | null }> {
  const source = `sweep:${at.side}:${at.object}`;
  const stored = decode(await ports.store.cursor(ports.connection, source));
  let position: Position = startFrom(stored, ports.clock.now(), options.isInitial === true);
  let looked = 0;
  for (;;) {
    const page = await ports.gateways[at.side].sweep(at.object, position.since, position.until, position.page);
    if (!page.ok) return { looked, failure: page.failure };
    const changes = page.value.records.map((record) => lookAt(record, options.lane ?? 'backfill'));
    const isLast = page.value.next === null;
    position = isLast ? { since: position.until, until: position.until, page: null } : { ...position, page: page.value.next };
    await ports.intake.receive(changes, { source, position: encode(position) });
    looked += changes.length;
    ports.journal.count('sweep.looked', changes.length, { side: at.side });
    if (isLast || options.signal?.aborted === true) return { looked, failure: null };
    await ports.pace?.();
  }
}

/** Lets an object that was never swept begin at `until`: something else looked at everything before. */
export async function noteSwept(
  { store, connection }: Pick<SweepPorts, 'store' | 'connection'>,
  { side, object, until }: { readonly side: Side; readonly object: string; readonly until: Instant },
): Promise<void> {
  const source = `sweep:${side}:${object}`;
  if ((await store.cursor(connection, source)) !== null) return;
  await store.setCursor(connection, { source, position: encode({ since: until, until, page: null }) });
}

function startFrom(stored: Position | null, now: Instant, isInitial: boolean): Position {
  if (stored === null || (isInitial && stored.page === null)) return { since: 0, until: now, page: null };
  return stored.page === null ? { since: Math.max(0, stored.until - OVERLAP_MS), until: now, page: null } : stored;
}

/** One look per state of a record: its id carries the time of modification, so a state is looked at once. */
function lookAt(record: SweepPage['records'][number], lane: Lane): Change {
  const { ref, modifiedAt, isDeleted, mergedInto } = record;
  return {
    // Built here and nowhere else, so the brand is true.
    eventId: `sweep:${ref.side}:${ref.object}:${ref.id}:${modifiedAt}${isDeleted ? ':deleted' : ''}` as EventId,
    ref,
    kind: 'look',
    fields: {},
    occurredAt: modifiedAt,
    lane,
    origin: 'sweep',
    ...(mergedInto === null ? {} : { survivorId: mergedInto }),
  };
}

function encode(position: Position): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(position));
}

function decode(bytes: Uint8Array | null): Position | null {
  if (bytes === null) return null;
  const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof read !== 'object' || read === null || !('since' in read) || !('until' in read) || !('page' in read)) return null;
  const { since, until, page } = read;
  return typeof since === 'number' && typeof until === 'number' && (page === null || typeof page === 'string') ? { since, until, page } : null;
}
