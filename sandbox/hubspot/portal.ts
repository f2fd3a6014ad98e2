import { join } from 'node:path';
import { createRandom, openJournal, type FaultPlan, type Journal, type RequestLog, type SandboxClock, type SandboxRandom } from '../control/index.ts';
import type { App, Op, QueuedEvent, Source } from './model.ts';
import { SearchIndex } from './search/search-index.ts';
import { moveStages } from './records/automation.ts';
import { PortalState } from './state.ts';
import { eventsOf } from './webhooks/events.ts';
import { journalFilesOf, journalOf, type JournalEntry } from './webhooks/journal.ts';

const MEGABYTE = 1024 * 1024;
const COMPACT_BYTES_MIN = 64 * MEGABYTE;
const COMPACT_GROWTH = 4;
const BATCH_OPS = 500;

/** Who makes a call: the app behind the token. */
export interface Actor {
  readonly app: App;
  readonly scopes: readonly string[];
}

export interface Portal {
  readonly portalId: number;
  readonly state: PortalState;
  readonly clock: SandboxClock;
  readonly random: SandboxRandom;
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  readonly index: SearchIndex;
  /** Applies operations, queues the webhooks they cause and stores all of it with one write. */
  readonly commit: (ops: readonly Op[]) => void;
  /** Stores operations that cause no webhooks (deliveries, settings). */
  readonly note: (ops: readonly Op[]) => void;
  /** Where it is reached; empty until it listens. */
  publicUrl: string;
  /** Called after every commit that queued webhooks, with what it queued. */
  onEvents: (events: readonly QueuedEvent[]) => void;
  /** Forgets all records, on disk too. */
  readonly forget: () => void;
  readonly close: () => void;
}

export interface PortalOptions {
  readonly dataDir: string;
  readonly portalId: number;
  readonly clock: SandboxClock;
  readonly log: RequestLog;
  readonly faults: FaultPlan;
  readonly seed: number;
}

/** Our own file, written by `commit` alone: the shape is trusted. */
const parseOp = (value: unknown): Op => value as Op;

function* inBatches(groups: Iterable<readonly Op[]>): Iterable<readonly Op[]> {
  let batch: Op[] = [];
  for (const group of groups) {
    batch.push(...group);
    if (batch.length < BATCH_OPS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Opens the portal kept in `dataDir`, or a new one. */
export function openPortal({ dataDir, portalId, clock, log, faults, seed }: PortalOptions): Portal {
  const state = new PortalState();
  const journal: Journal<Op> = openJournal({ file: join(dataDir, 'hubspot.jsonl'), parse: parseOp });
  for (const batch of journal.takeHistory()) for (const op of batch) state.apply(op);
  const random = createRandom(seed);
  const index = new SearchIndex(state, random);
  index.rebuild();

  let compactAt = COMPACT_BYTES_MIN;
  const compact = (): void => {
    journal.compact(inBatches(state.snapshot()));
    compactAt = Math.max(COMPACT_BYTES_MIN, journal.sizeBytes() * COMPACT_GROWTH);
  };
  const write = (ops: readonly Op[]): void => {
    journal.append(ops);
    if (journal.sizeBytes() > compactAt) compact();
  };
  if (journal.sizeBytes() > MEGABYTE) compact();

  const portal: Portal = {
    portalId,
    state,
    clock,
    random,
    log,
    faults,
    index,
    commit: (ops) => {
      if (ops.length === 0) return;
      // Events are derived before each operation is applied: only then is the former state (links, values) there to compare with.
      const entries: JournalEntry[] = [];
      const events = ops.flatMap((op) => {
        const caused = eventsOf(portal, op);
        entries.push(...journalOf(portal, op));
        state.apply(op);
        index.changed(op);
        return caused;
      });
      const queue: Op[] = [...(events.length === 0 ? [] : [{ op: 'hook', events } as const]), ...journalFilesOf(portal, entries)];
      for (const op of queue) state.apply(op);
      write([...ops, ...queue]);
      if (events.length > 0) portal.onEvents(events);
      const moved = moveStages(portal, ops).filter((op) => op.op === 'update' && Object.keys(op.values).length > 0);
      if (moved.length > 0) portal.commit(moved);
    },
    note: (ops) => {
      for (const op of ops) state.apply(op);
      write(ops);
    },
    publicUrl: '',
    onEvents: () => undefined,
    forget: () => {
      state.forgetRecords();
      index.rebuild();
      compact();
    },
    close: () => journal.close(),
  };
  return portal;
}

/** The source of changes the portal makes by itself. */
export const PORTAL_SOURCE: Source = { type: 'CRM_UI', id: null, userId: null };
