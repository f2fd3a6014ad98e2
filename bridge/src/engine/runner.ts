/**
 * Serves one connection: claims due subjects and runs passes until told to stop. Idle, it sleeps until work arrives or falls due; a
 * notice wakes it at once. Under load passes grow, so calls are shared by more records.
 */
import type { Fingerprinter, Sided } from '../domain/index.ts';
import type { ConnectionId, Instant, Lane } from '../domain/model.ts';
import { PASS_PARTS, runPass } from './pass/pass.ts';
import type { PassParts } from './pass/pass.ts';
import type { Clock, ConsentGate, CreateCaps, CrmGateway, GatewayFailure, Journal, Lease, Random, Store, WriteGate } from './ports.ts';
import type { Rulebook } from './rulebook.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import type { EngineSettings } from './settings.ts';

export type RunnerPorts = {
  readonly connection: ConnectionId;
  readonly worker: string;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  /** The rules in force; read anew for every pass, so new rules count from the next one. */
  readonly rulebook: () => Rulebook;
  readonly settings?: Partial<EngineSettings>;
  readonly parts?: PassParts;
  readonly consent?: ConsentGate;
  readonly writes?: WriteGate;
  readonly caps?: CreateCaps;
  /** True while a backfill fills the queue: then one slot serves only what cannot wait for it, so that an edit does not wait for passes under way. */
  readonly isCrowded?: () => boolean;
};
export type Runner = {
  /** Work may have arrived. Never blocks. */
  readonly wake: () => void;
  /** Runs until the signal fires, then lets passes under way finish and gives the lease back. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** A pass that threw is not repeated at once. */
const FAILED_WAIT_MS = 1_000;
/** Lanes still served when a budget is nearly spent. */
const URGENT: readonly Lane[] = ['consent', 'handoff'];
/** What the slot kept free of a backfill serves. */
const PROMPT: readonly Lane[] = [...URGENT, 'normal'];

/** One of the passes a runner makes at the same time. */
type Slot = { readonly lease: () => Lease; readonly isFirst: boolean };

/** A runner for one connection. */
export function createRunner(ports: RunnerPorts): Runner {
  const settings: EngineSettings = { ...DEFAULT_SETTINGS, ...ports.settings };
  const bell = createBell();
  let batch = settings.batchMin;
  let pausedUntil = 0;

  const serve = async (slot: Slot, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const heard = bell.ring();
      const waitMs = await serveOnce(slot, signal);
      if (waitMs > 0 && !signal.aborted) await sleepUntilWoken(ports.clock, { waitMs, heard, signal });
    }
  };

  /** Runs one pass if there is work; answers how long to wait before the next. */
  const serveOnce = async (slot: Slot, signal: AbortSignal): Promise<number> => {
    const now = ports.clock.now();
    const hold = holdFor(ports.gateways, { now, settings, pausedUntil });
    if (hold.waitMs > 0) return Math.min(hold.waitMs, settings.idleMaxMs);
    const limit = batch;
    const lease = slot.lease();
    const isKeptFree = slot.isFirst && settings.concurrency > 1 && ports.isCrowded?.() === true;
    const lanes = hold.lanes ?? (isKeptFree ? PROMPT : null);
    const works = await ports.store.claim({
      connection: ports.connection,
      lease,
      limit,
      now,
      leaseMs: settings.leaseMs,
      ...(lanes === null ? {} : { lanes }),
    });
    if (works.length === 0)
      return idleMs(await ports.store.nextDueAt(ports.connection, now), {
        now: ports.clock.now(),
        idleMaxMs: settings.idleMaxMs,
        isScarce: lanes !== null,
      });
    // What a few edits need says nothing of how large the others' passes should be.
    if (!isKeptFree) batch = works.length >= limit ? Math.min(settings.batchMax, batch * 2) : Math.max(settings.batchMin, Math.ceil(batch / 2));
    const context = { ...ports, lease, settings, rulebook: ports.rulebook() };
    const startedAt = ports.clock.now();
    const summary = await runPass(context, works, ports.parts ?? PASS_PARTS);
    ports.journal.observe('pass.ms', ports.clock.now() - startedAt);
    ports.journal.count('pass.subjects', summary.subjects);
    ports.journal.count('pass.sifted', summary.sifted);
    if (summary.failure !== null) pausedUntil = pauseAfter(summary.failure, ports.clock.now(), settings);
    // Full batches mean load: a breath lets more subjects share the next calls.
    if (works.length >= settings.batchMax && !signal.aborted) await ports.clock.sleep(settings.coalesceMs, signal);
    return 0;
  };

  const run = async (signal: AbortSignal): Promise<void> => {
    // Each slot has its own lease: were two passes of one worker to share one, a pass that outlived its claim could write beside its successor.
    const slots = Array.from({ length: settings.concurrency }, (_, index) => `${ports.worker}/${index + 1}`);
    await Promise.all(slots.map((name, index) => serveSlot(name, { isFirst: index === 0, signal })));
  };

  const serveSlot = async (name: string, { isFirst, signal }: { readonly isFirst: boolean; readonly signal: AbortSignal }): Promise<void> => {
    let lease = await ports.store.register(name, ports.clock.now(), settings.leaseMs);
    const beat = async (): Promise<void> => {
      while (!signal.aborted) {
        await ports.clock.sleep(settings.leaseMs / 3, signal);
        if (signal.aborted || (await ports.store.heartbeat(lease, ports.clock.now(), settings.leaseMs))) continue;
        ports.journal.event('lease.lost', { worker: name });
        lease = await ports.store.register(name, ports.clock.now(), settings.leaseMs);
      }
    };
    await Promise.all([guarded(beat, ports, signal), guarded(() => serve({ lease: () => lease, isFirst }, signal), ports, signal)]);
    await ports.store.retire(lease);
  };
  return { wake: bell.strike, run };
}

/** A pass that throws is a defect or a dead store: it is reported, its claims lapse, and serving goes on after a pause. */
async function guarded(serve: () => Promise<void>, ports: RunnerPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await serve();
    } catch (fault) {
      ports.journal.event('pass.failed', {
        name: fault instanceof Error ? fault.name : 'unknown',
        message: fault instanceof Error ? fault.message : String(fault),
      });
      await ports.clock.sleep(FAILED_WAIT_MS, signal);
    }
  }
}

/** How long to wait for budget, and which lanes may be served. */
function holdFor(
  gateways: Sided<CrmGateway>,
  input: { readonly now: Instant; readonly settings: EngineSettings; readonly pausedUntil: Instant },
): { readonly waitMs: number; readonly lanes: readonly Lane[] | null } {
  const budgets = [gateways.salesforce.budget(), gateways.hubspot.budget()];
  const nextAt = Math.max(input.pausedUntil, ...budgets.map((budget) => budget.nextAt));
  const isScarce = budgets.some((budget) => budget.remaining < input.settings.budgetReserve);
  return { waitMs: nextAt - input.now, lanes: isScarce ? URGENT : null };
}

/** A failing platform fails the next batch too: everyone pauses a moment instead of burning calls. */
function pauseAfter(failure: GatewayFailure, now: Instant, settings: EngineSettings): Instant {
  return Math.max(failure.retryAt ?? 0, now + (failure.kind === 'transient' ? settings.retryMinMs / 4 : settings.retryMinMs));
}

function idleMs(
  nextDueAt: Instant | null,
  { now, idleMaxMs, isScarce }: { readonly now: Instant; readonly idleMaxMs: number; readonly isScarce: boolean },
): number {
  // Due work that could not be claimed is held by others, or kept back by a lane.
  const waitMs = nextDueAt === null || isScarce ? idleMaxMs : nextDueAt - now;
  return Math.min(idleMaxMs, Math.max(waitMs, 5));
}

type Bell = { readonly strike: () => void; readonly ring: () => Promise<void> };

/** A bell many may wait for: each strike wakes all who asked since the last one. */
function createBell(): Bell {
  let { promise, resolve } = Promise.withResolvers<void>();
  return {
    ring: () => promise,
    strike: () => {
      resolve();
      ({ promise, resolve } = Promise.withResolvers<void>());
    },
  };
}

async function sleepUntilWoken(clock: Clock, input: { readonly waitMs: number; readonly heard: Promise<void>; readonly signal: AbortSignal }): Promise<void> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  input.signal.addEventListener('abort', end, { once: true });
  await Promise.race([clock.sleep(input.waitMs, stop.signal), input.heard]);
  stop.abort();
  input.signal.removeEventListener('abort', end);
}
