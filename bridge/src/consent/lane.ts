/**
 * Serves the lane of one connection: small batches, several at once, never the same address in two of them. Only one bridge serves it at a
 * time; a batch that dies is met again, because nothing is taken off the queue before it is done.
 */
import type { ConsentTurn, ConsentWork, GatewayFailure } from '../engine/ports.ts';
import { carry } from './carry.ts';
import { identify, keyOf, lookAround } from './people.ts';
import type { LanePorts } from './ports.ts';

export type ConsentLane = {
  /** Work may have arrived. */
  readonly wake: () => void;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** How each kind of work is served: records per batch, batches at once, and how far apart they start, so that calls are shared. */
const served: Readonly<Record<ConsentWork['urgency'], { readonly batchMax: number; readonly batchesMax: number; readonly spacingMs: number }>> = {
  // The first no after a quiet moment goes at once; under a stream of them a few share their calls.
  now: { batchMax: 100, batchesMax: 3, spacingMs: 250 },
  // New people and what a sweep found use at most a tenth of HubSpot's calls.
  soon: { batchMax: 100, batchesMax: 1, spacingMs: 2_000 },
  swept: { batchMax: 100, batchesMax: 1, spacingMs: 1_000 },
};
const urgencies = ['now', 'soon', 'swept'] as const;
const dueMax = 400;
const leaseMs = 6_000;
const idleMsDefault = 250;
const postponeMs = 15;
const retryMinMs = 400;
const retryMaxMs = 30_000;
const failedWaitMs = 500;

export function createConsentLane(ports: LanePorts): ConsentLane {
  const { store, connection, worker, clock, journal, idleMs = idleMsDefault } = ports;
  let strike = (): void => undefined;
  let heard = false;
  let turn: ConsentTurn | null = null;
  const busyRecords = new Set<string>();
  const busyAddresses = new Set<string>();
  const running = new Set<Promise<void>>();
  const under: Record<ConsentWork['urgency'], number> = { now: 0, soon: 0, swept: 0 };
  const startedAt: Record<ConsentWork['urgency'], number> = { now: 0, soon: 0, swept: 0 };
  let pausedUntil = 0;

  async function keepTurn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const before = turn;
        turn = await store.consentTurn({ connection, worker, now: clock.now(), leaseMs });
        if (before === null && turn !== null) journal.event('consent.turn.taken', { connection });
      } catch (error) {
        turn = null;
        journal.event('consent.turn.failed', { connection, reason: error instanceof Error ? error.message : 'unknown' });
      }
      await clock.sleep(turn === null ? idleMs : leaseMs / 4, signal);
    }
  }

  /** Rests until something may be due. */
  async function rest(waitMs: number, signal: AbortSignal): Promise<void> {
    if (heard || signal.aborted) {
      heard = false;
      return;
    }
    const stop = new AbortController();
    const end = (): void => stop.abort();
    signal.addEventListener('abort', end, { once: true });
    const woken = new Promise<void>((resolve) => (strike = resolve));
    await Promise.race([clock.sleep(waitMs, stop.signal), woken]);
    strike = (): void => undefined;
    heard = false;
    stop.abort();
    signal.removeEventListener('abort', end);
  }

  /** Starts what can be started; answers how long to rest. */
  async function serveOnce(signal: AbortSignal): Promise<number> {
    const now = clock.now();
    const held = turn;
    if (held === null) return idleMs;
    if (pausedUntil > now) return Math.min(idleMs, pausedUntil - now);
    const due = (await store.consentDue(connection, now, dueMax)).filter(({ ref }) => !busyRecords.has(keyOf(ref)));
    let waitMs = idleMs;
    for (const urgency of urgencies) {
      const { batchMax, batchesMax, spacingMs } = served[urgency];
      const batch = due.filter((work) => work.urgency === urgency).slice(0, batchMax);
      const readyAt = startedAt[urgency] + spacingMs;
      if (batch.length === 0 || under[urgency] >= batchesMax) continue;
      if (readyAt <= now) start(held, batch, signal);
      else waitMs = Math.min(waitMs, readyAt - now);
    }
    const next = due.length > 0 ? null : await store.consentNextDueAt(connection);
    return Math.min(waitMs, next === null ? idleMs : Math.max(5, next - clock.now()));
  }

  function start(held: ConsentTurn, batch: readonly ConsentWork[], signal: AbortSignal): void {
    const urgency = batch[0]?.urgency ?? 'now';
    const keys = batch.map(({ ref }) => keyOf(ref));
    for (const key of keys) busyRecords.add(key);
    under[urgency] += 1;
    startedAt[urgency] = clock.now();
    const work = serveBatch(held, batch, signal)
      .catch(async (error: unknown) => {
        journal.event('consent.batch.failed', { connection, reason: error instanceof Error ? error.message : 'unknown' });
        await clock.sleep(failedWaitMs, signal);
      })
      .finally(() => {
        for (const key of keys) busyRecords.delete(key);
        under[urgency] -= 1;
        running.delete(work);
        ring();
      });
    running.add(work);
  }

  async function serveBatch(held: ConsentTurn, batch: readonly ConsentWork[], signal: AbortSignal): Promise<void> {
    const startedMs = clock.now();
    for (const { at, urgency } of batch) if (urgency === 'now') journal.observe('consent.waited', startedMs - at);
    const works = await withoutEchoes(held, batch);
    if (works.length === 0) return;
    const identity = await identify(ports, works);
    if (!identity.ok) return giveBack(held, works, identity.failure);
    const prints = identity.value.addresses.map(ports.print);
    if (prints.some((print) => busyAddresses.has(print))) {
      // Somebody of this batch is being served just now.
      await clock.sleep(postponeMs, signal);
      return;
    }
    for (const print of prints) busyAddresses.add(print);
    try {
      const look = await lookAround(ports, identity.value);
      if (!look.ok) return await giveBack(held, works, look.failure);
      const { isStored } = await carry(ports, held, { works, look: look.value, startedAt: startedMs });
      if (!isStored) turn = null;
      journal.observe('consent.served', clock.now() - startedMs);
    } finally {
      for (const print of prints) busyAddresses.delete(print);
    }
  }

  /** Our own writes come back as notices: worth a look only where something is remembered of the record. */
  async function withoutEchoes(held: ConsentTurn, batch: readonly ConsentWork[]): Promise<readonly ConsentWork[]> {
    const own = batch.filter(({ isOwn }) => isOwn);
    if (own.length === 0) return batch;
    const places = await store.consentPlaces(
      connection,
      own.map(({ ref }) => ref),
    );
    const known = new Set(places.map(({ ref }) => keyOf(ref)));
    const idle = own.filter(({ ref }) => !known.has(keyOf(ref)));
    if (idle.length > 0) {
      const outcomes = idle.map(({ ref, version }) => ({ ref, version, again: null }));
      await store.consentCommit({ connection, turn: held, outcomes, memories: [], places: [], entries: [], now: clock.now() });
    }
    return batch.filter((work) => !idle.includes(work));
  }

  /** A platform that does not answer: the queue keeps everything, and says why it waits. */
  async function giveBack(held: ConsentTurn, works: readonly ConsentWork[], failure: GatewayFailure): Promise<void> {
    const now = clock.now();
    const at = (tries: number): number =>
      Math.max(
        Math.min(failure.retryAt ?? 0, now + retryMaxMs),
        now + Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(tries, 8)) * (0.75 + ports.random() / 2),
      );
    journal.event('consent.given-back', { connection, code: failure.code, kind: failure.kind, records: works.length });
    const outcomes = works.map(({ ref, version, tries }) => ({ ref, version, again: { at: at(tries), trouble: failure.code } }));
    await store.consentCommit({ connection, turn: held, outcomes, memories: [], places: [], entries: [], now });
    if (failure.kind === 'auth' || failure.kind === 'budget') pausedUntil = now + retryMinMs;
  }

  const ring = (): void => {
    heard = true;
    strike();
  };

  return {
    wake: ring,
    async run(signal) {
      const turns = keepTurn(signal);
      while (!signal.aborted) {
        try {
          const waitMs = await serveOnce(signal);
          if (waitMs > 0) await rest(waitMs, signal);
        } catch (error) {
          journal.event('consent.lane.failed', { connection, reason: error instanceof Error ? error.message : 'unknown' });
          await clock.sleep(failedWaitMs, signal);
        }
      }
      await Promise.allSettled([...running, turns]);
      const last = turn;
      if (last !== null) await store.consentYield(connection, last);
    },
  };
}
