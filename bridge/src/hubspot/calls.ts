/** Every call to HubSpot goes through here: budget, token, timeout, and one verdict on failure. */
import { Client } from '@hubspot/api-client';
import type { Instant } from '../domain/model.ts';
import { createCallGates, createGate } from '../engine/gate.ts';
import type { Gate } from '../engine/gate.ts';
import type { Clock, Journal } from '../engine/ports.ts';
import { plainFailure, toFailure } from './faults.ts';
import type { CallFailure, CallResult } from './faults.ts';
import { createLimiter, createPacer } from './limiter.ts';
import type { Limiter } from './limiter.ts';
import { createTokens } from './tokens.ts';
import type { HubSpotAuth } from './tokens.ts';

export type HubSpotOptions = {
  readonly baseUrl: string;
  readonly auth: HubSpotAuth;
  /** Author id our own writes carry in history and webhooks. */
  readonly appId: string;
  /** HubSpot's burst limit of this kind of app, calls per 10 s: 190 private, 110 public OAuth (facts in quirks.md). */
  readonly burstPer10s: number;
  /** Part of every limit this bridge may use, 0 to 1. */
  readonly share: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  /** How long after its timeout a write may still land. */
  readonly settleMs: number;
};
export type CallContext = { readonly clock: Clock; readonly journal: Journal };

export type Calls = {
  read<T>(name: string, work: (client: Client) => Promise<T>): Promise<CallResult<T>>;
  /** Not sent any more once `sendBy` has passed while it waited for its turn; it then fails as surely not done. */
  write<T>(name: string, work: (client: Client) => Promise<T>, sendBy?: Instant): Promise<CallResult<T>>;
  search<T>(name: string, work: (client: Client) => Promise<T>): Promise<CallResult<T>>;
  /** The same calls for what may not wait: places of its own, ahead of everybody else's, also when the rest of the budget is spent. */
  readonly urgent: Pick<Calls, 'read' | 'write'>;
  /**
   * A read nobody's sync waits for: it lets the sync go first, spends at most a quarter of the budget, and gives up with BUDGET_SPENT
   * after a few seconds rather than queue.
   */
  browse<T>(name: string, work: (client: Client) => Promise<T>): Promise<CallResult<T>>;
  budget(): { readonly remaining: number; readonly nextAt: Instant; readonly perSecond: number; readonly perDay: number | null };
};

/** HubSpot's search limit, shared by every app of the account. */
const searchPerSecond = 5;
/** Added to each window, because calls can bunch up on the way to HubSpot. */
const windowSlackMs = 250;
/** A caller waits at most this long for its turn; later, it is told when to come back. */
const queueWaitMs = 20_000;
const inFlightMax = 8;
/** Searches wait for their own, slower budget; they must not keep other calls from theirs. */
const searchesInFlightMax = 2;

/** Part of the share that reads for people may use, how much of it at once, and how long they wait for it. */
const browseShare = 0.25;
const browseBurstShare = 0.5;
const browsesInFlightMax = 4;
const browseWaitMs = 4_000;
/** For so long a read for a person leaves every free place to the sync; then it takes its turn like any call. */
const browseYieldMs = 1_000;
const browseLookMs = 50;
/** Urgent calls in flight, and how many of the burst's places are theirs beyond those that waiting calls may have booked ahead. */
const urgentInFlightMax = 6;
const urgentBurst = 6;
const urgentWaitMs = 5_000;

/** Share of the daily allowance left, as the last answer's headers told; 1 until told otherwise. */
function dailyShareLeft(headers: Readonly<Record<string, string>>): number | null {
  const max = Number(headers['x-hubspot-ratelimit-daily'] ?? '');
  const left = Number(headers['x-hubspot-ratelimit-daily-remaining'] ?? '');
  return max > 0 && Number.isFinite(left) && headers['x-hubspot-ratelimit-daily-remaining'] !== undefined ? left / max : null;
}

/** Calls the portal allows a day; null where the answer does not say. */
function dailyAllowance(headers: Readonly<Record<string, string>>): number | null {
  const max = Number(headers['x-hubspot-ratelimit-daily'] ?? '');
  return max > 0 ? max : null;
}

/** Part of the ten-second budget that may be spent at once; the rest is spread evenly, so that no edit waits for seconds behind a burst. */
const burstShare = 0.15;

export function createCalls(options: HubSpotOptions, { clock, journal }: CallContext): Calls {
  let dailyLeft = 1;
  let dailyMax: number | null = null;
  const watchHeaders = {
    pre: (context: unknown) => Promise.resolve(context),
    post: (context: unknown) => {
      const { headers = {} } = context as { headers?: Record<string, string> };
      dailyLeft = dailyShareLeft(headers) ?? dailyLeft;
      dailyMax = dailyAllowance(headers) ?? dailyMax;
      return Promise.resolve(context);
    },
  };
  const { usual, urgent: first } = createCallGates({ usualMax: inFlightMax, urgentMax: urgentInFlightMax, clock });
  const gates = { calls: usual, searches: createGate(searchesInFlightMax), browses: createGate(browsesInFlightMax), urgent: first };
  const max = Math.max(2, Math.floor(options.burstPer10s * options.share));
  const burstMax = Math.max(1, Math.floor(max * burstShare));
  // Calls that wait have their places booked ahead, at most as many as the gates let in: what is kept begins beyond them.
  const kept = Math.min(burstMax - 1, inFlightMax + browsesInFlightMax + urgentBurst);
  const perSecond = ((max - burstMax) / (10_000 + windowSlackMs)) * 1_000;
  const burst = createPacer({ max, windowMs: 10_000 + windowSlackMs, burst: burstMax, kept });
  const search = createLimiter({ max: Math.max(1, Math.floor(searchPerSecond * options.share)), windowMs: 1_000 + windowSlackMs });
  const browseMax = Math.max(2, Math.floor(max * browseShare));
  const browses = createPacer({ max: browseMax, windowMs: 10_000 + windowSlackMs, burst: Math.max(1, Math.floor(browseMax * browseBurstShare)) });
  // One client for the life of the portal, without the library's own limiter and retry: both live in a process-wide singleton
  // that a second client overwrites, and its retry repeats creates after a 5xx (quirks.md).
  const client = new Client({ basePath: options.baseUrl, numberOfApiCallRetries: 1, middleware: [watchHeaders] });
  const tokens = createTokens(options.auth, client);
  let token = '';

  async function authorise(): Promise<void> {
    const current = await tokens.current(clock.now());
    if (current === token) return;
    token = current;
    client.setAccessToken(current);
  }

  /** Null when the time ran out; the client cannot abort a call, so it runs on and its answer is dropped. */
  async function within<T>(work: Promise<T>, timeoutMs: number): Promise<{ readonly value: T } | null> {
    const stop = new AbortController();
    const timer = clock.sleep(timeoutMs, stop.signal).then(
      () => null,
      () => null,
    );
    try {
      return await Promise.race([work.then((value) => ({ value })), timer]);
    } finally {
      stop.abort();
      work.catch(() => undefined);
    }
  }

  async function once<T>(work: (client: Client) => Promise<T>, timeoutMs: number): Promise<CallResult<T>> {
    try {
      await authorise();
    } catch (error) {
      const failure = toFailure(error, clock.now());
      return { ok: false, failure: { ...failure, kind: failure.status === null || failure.status >= 500 ? 'transient' : 'auth', notLanded: true } };
    }
    try {
      const answer = await within(work(client), timeoutMs);
      if (answer !== null) return { ok: true, value: answer.value };
      return { ok: false, failure: plainFailure('transient', 'TIMEOUT', `no answer within ${String(timeoutMs)} ms`, clock.now() + 1_000, false) };
    } catch (error) {
      return { ok: false, failure: toFailure(error, clock.now()) };
    }
  }

  /** A 401 on a renewable token is answered by one renewal; HubSpot did not act on the refused call. */
  async function withRenewal<T>(work: (client: Client) => Promise<T>, timeoutMs: number): Promise<CallResult<T>> {
    const first = await once(work, timeoutMs);
    if (first.ok || first.failure.kind !== 'auth' || !tokens.invalidate()) return first;
    return once(work, timeoutMs);
  }

  async function takeTurn(limiter: Limiter, sendBy: Instant, isUrgent = false): Promise<CallFailure | null> {
    const now = clock.now();
    const at = limiter.reserve(now, Math.min(now + (isUrgent ? urgentWaitMs : queueWaitMs), sendBy), isUrgent);
    if (at === null) return plainFailure('budget', 'BUDGET_SPENT', 'the share of HubSpot calls is used up for now', limiter.nextAt(now, isUrgent), true);
    if (at > now) {
      journal.observe('api.throttled', at - now, { side: 'hubspot' });
      await clock.sleep(at - now);
    }
    return null;
  }

  type Turn = {
    readonly name: string;
    readonly gate: Gate;
    readonly limiter: Limiter;
    readonly timeoutMs: number;
    readonly sendBy?: Instant | undefined;
    readonly isUrgent?: boolean;
  };

  /** One call whose turn has come. */
  async function observed<T>({ name, limiter, timeoutMs }: Turn, work: (client: Client) => Promise<T>): Promise<CallResult<T>> {
    const startedAt = clock.now();
    const result = await withRenewal(work, timeoutMs);
    journal.count('api.called', 1, { side: 'hubspot', call: name, outcome: result.ok ? 'ok' : result.failure.kind });
    journal.observe('api.answered', clock.now() - startedAt, { side: 'hubspot', call: name });
    if (result.ok) return result;
    const { code, status, kind, retryAt } = result.failure;
    journal.event('api.failed', { side: 'hubspot', call: name, code, status, kind });
    if (kind === 'budget' && retryAt !== null) limiter.pauseUntil(retryAt);
    return result;
  }

  // The gate comes before the limiter: a place in the window counts from when it is taken, so the call must leave right then.
  async function call<T>(turn: Turn, work: (client: Client) => Promise<T>): Promise<CallResult<T>> {
    await turn.gate.enter();
    try {
      const refused = await takeTurn(turn.limiter, turn.sendBy ?? Infinity, turn.isUrgent);
      return refused === null ? await observed(turn, work) : { ok: false, failure: refused };
    } finally {
      turn.gate.leave();
    }
  }

  /** Waits until the sync leaves a place free, at most `browseYieldMs`. */
  async function yieldToSync(): Promise<void> {
    const until = clock.now() + browseYieldMs;
    while (clock.now() < until && burst.nextAt(clock.now()) > clock.now()) await clock.sleep(browseLookMs);
  }

  async function browse<T>(name: string, work: (client: Client) => Promise<T>): Promise<CallResult<T>> {
    const sendBy = clock.now() + browseWaitMs;
    await gates.browses.enter();
    try {
      const refused = await takeTurn(browses, sendBy);
      if (refused !== null) return { ok: false, failure: refused };
      await yieldToSync();
      const late = await takeTurn(burst, sendBy);
      return late === null
        ? await observed({ name, gate: gates.browses, limiter: burst, timeoutMs: options.readTimeoutMs }, work)
        : { ok: false, failure: late };
    } finally {
      gates.browses.leave();
    }
  }

  const urgent = { gate: gates.urgent, limiter: burst, isUrgent: true };
  return {
    browse,
    urgent: {
      read: (name, work) => call({ name, ...urgent, timeoutMs: options.readTimeoutMs }, work),
      write: (name, work, sendBy) => call({ name, ...urgent, timeoutMs: options.writeTimeoutMs, sendBy }, work),
    },
    read: (name, work) => call({ name, gate: gates.calls, limiter: burst, timeoutMs: options.readTimeoutMs }, work),
    write: (name, work, sendBy) => call({ name, gate: gates.calls, limiter: burst, timeoutMs: options.writeTimeoutMs, sendBy }, work),
    search: (name, work) => call({ name, gate: gates.searches, limiter: search, timeoutMs: options.readTimeoutMs }, work),
    budget: () => ({ remaining: dailyLeft, nextAt: burst.nextAt(clock.now()), perSecond, perDay: dailyMax }),
  };
}
