/**
 * How one connection hears of changes in Salesforce: by platform events, or by asking every few minutes. Where events cannot be had for a
 * while (the edition has none, the day's deliveries run low, the stream does not open) it asks, and goes back by itself.
 */
import type { ConnectionId, Instant } from '../domain/model.ts';
import type { Clock, GatewayResult, Journal } from '../engine/index.ts';
import type { StreamState } from '../salesforce/index.ts';

export type Way = 'events' | 'polling';
/** Why changes are asked for: as configured, few deliveries left today, no stream. */
export type PollingReason = 'configured' | 'allocation' | 'no-stream';
export type ListeningStream = { run(signal: AbortSignal): Promise<void>; state(): StreamState };
export type HearingState = { readonly way: Way; readonly reason: PollingReason | null };
export type HearingOptions = {
  readonly connection: ConnectionId;
  readonly changes: Way | 'auto';
  readonly pollEveryMs: number;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Opens the stream anew; one that was left is not opened again. */
  readonly open: () => ListeningStream;
  /** Part of the day's event deliveries that is left, 0 to 1; null where the org has no such limit. */
  readonly allowance: () => Promise<GatewayResult<number | null>>;
  /** Looks at what changed in Salesforce since the last look, and at the rules. */
  readonly poll: () => void;
  /** Events are heard again: what happened in between is looked for. */
  readonly onHeard: () => void;
};
export type Hearing = { state(): HearingState; stream(): StreamState | null; run(signal: AbortSignal): Promise<void> };

/** Below this share of the day's deliveries events are left to others; above the second they are taken again. */
const LOW = 0.1;
const ENOUGH = 0.25;
const allowanceEveryMs = 5 * 60_000;
const tickMs = 5_000;
/** A stream that was away for less is merely connecting anew. */
const graceMs = 30_000;
/** One that Salesforce refuses is open for a moment each time. */
const heardMs = 10_000;

export function createHearing(options: HearingOptions): Hearing {
  const { connection, changes, pollEveryMs, clock, journal, open, allowance, poll, onHeard } = options;
  let state: HearingState = changes === 'polling' ? { way: 'polling', reason: 'configured' } : { way: 'events', reason: null };
  let isSpent = false;
  let stream: ListeningStream | null = null;
  let sinceDown: Instant | null = null;
  let sinceUp: Instant | null = null;
  let turned = Promise.withResolvers<void>();

  function turn(next: HearingState): void {
    if (next.way === state.way && next.reason === state.reason) return;
    const wasPolling = state.way === 'polling';
    state = next;
    journal.event('salesforce.hearing', { connection, way: next.way, reason: next.reason });
    // What fell between the last question and the first event.
    if (wasPolling && next.way === 'events') onHeard();
  }

  /** Listens while the day's deliveries last. */
  async function listen(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const stop = new AbortController();
      stream = open();
      const listening = stream.run(AbortSignal.any([signal, stop.signal]));
      while (!signal.aborted && !isSpent) await turnedOr(tickMs, signal);
      stop.abort();
      await listening;
      while (!signal.aborted && isSpent) await turnedOr(tickMs, signal);
    }
  }
  async function turnedOr(waitMs: number, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    await Promise.race([turned.promise, clock.sleep(waitMs, AbortSignal.any([signal, stop.signal]))]);
    stop.abort();
  }

  async function watchAllowance(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const left = await allowance();
      if (left.ok && left.value !== null && isSpent !== (isSpent ? left.value < ENOUGH : left.value < LOW)) {
        isSpent = !isSpent;
        turned.resolve();
        turned = Promise.withResolvers<void>();
      }
      await clock.sleep(allowanceEveryMs, signal);
    }
  }

  function judge(): void {
    if (isSpent) {
      sinceUp = null;
      turn({ way: 'polling', reason: 'allocation' });
      return;
    }
    const now = clock.now();
    if (stream?.state().isConnected === true) {
      sinceUp ??= now;
      if (now - sinceUp < heardMs) return;
      sinceDown = null;
      turn({ way: 'events', reason: null });
    } else {
      sinceUp = null;
      sinceDown ??= now;
      if (now - sinceDown >= graceMs) turn({ way: 'polling', reason: 'no-stream' });
    }
  }

  async function keepPolling(signal: AbortSignal): Promise<void> {
    let asked: Instant | null = null;
    while (!signal.aborted) {
      if (changes === 'auto') judge();
      if (state.way === 'polling' && (asked === null || clock.now() - asked >= pollEveryMs)) {
        asked = clock.now();
        poll();
      }
      await clock.sleep(changes === 'polling' ? pollEveryMs : tickMs, signal);
    }
  }

  return {
    state: () => state,
    stream: () => stream?.state() ?? null,
    async run(signal) {
      if (changes === 'events') await (stream = open()).run(signal);
      else if (changes === 'polling') await keepPolling(signal);
      else await Promise.all([listen(signal), watchAllowance(signal), keepPolling(signal)]);
    },
  };
}
