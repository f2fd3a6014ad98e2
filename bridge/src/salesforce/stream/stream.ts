/**
 * The Salesforce change stream of one connection. Order of events: decode, store the changes together with the replay id, and only then
 * ask Salesforce for more; so nothing is acknowledged that is not durable, and a slow store slows the stream instead of memory growing.
 */
import type { Change, ConnectionId, Instant } from '../../domain/model.ts';
import type { Clock, CursorWrite, Journal, Random } from '../../engine/ports.ts';
import { changeEvent, rulesetObject } from '../names.ts';
import type { Names } from '../names.ts';
import type { Session } from '../session.ts';
import { createPubSubClient } from './client.ts';
import type { ConsumerEvent, FetchResponse, PubSubOptions, Subscription } from './client.ts';
import { createDecoder, toCapturedEvent, toChanges } from './decode.ts';
import { streamEnd } from './faults.ts';
import type { StreamEnd } from './faults.ts';

export type GapReason = 'first-start' | 'replay-lost' | 'event-unreadable';
export type ChangeStreamOptions = {
  readonly connection: ConnectionId;
  readonly session: Session;
  readonly names: Names;
  readonly pubsub: PubSubOptions;
  /** Where to go on from: the replay id stored last, null when there is none. */
  readonly position: (source: string) => Promise<Uint8Array | null>;
  /** Stores changes and the position that covers them in one transaction; resolves once durable. */
  readonly receive: (changes: readonly Change[], cursor: CursorWrite) => Promise<unknown>;
  /** Takes what may not wait (withdrawals of consent) while earlier changes are still being stored. */
  readonly hear?: (changes: readonly Change[]) => Promise<unknown>;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  /** The rules changed in the org. */
  readonly onRulesChanged: () => void;
  /** Changes may have been missed: a sweep must look. Called once the stream listens again, so that nothing falls between. */
  readonly onGap: (reason: GapReason) => void;
};
export type StreamState = { readonly isConnected: boolean; readonly lastHeardAt: Instant | null; readonly lastEnd: StreamEnd | null };
export type ChangeStream = {
  /** Listens, reconnecting for ever, until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
  state(): StreamState;
};

const cursorSource = 'salesforce:changes';
/** Salesforce treats more than 100 outstanding as 100. */
const outstandingMax = 100;
const refillBelow = 50;
/** Salesforce speaks at least every 270 s; a stream silent for longer is dead. */
const silenceMaxMs = 330_000;
const acceptedWithinMs = 1_000;
const backoffMinMs = 500;
const backoffMaxMs = 60_000;
const allocationPauseMs = 15 * 60_000;
const misconfiguredPauseMs = 60_000;

type Run = { readonly lost: boolean; readonly heard: boolean; readonly end: StreamEnd };

export function createChangeStream(options: ChangeStreamOptions): ChangeStream {
  const { connection, session, names, clock, journal, random } = options;
  const client = createPubSubClient(options.pubsub);
  const decoder = createDecoder((schemaId) => client.schema(session.token(), schemaId));
  const topic = `/event/${names.own(changeEvent)}`;
  let state: StreamState = { isConnected: false, lastHeardAt: null, lastEnd: null };

  async function changesOf({ event, replay_id }: ConsumerEvent): Promise<readonly Change[]> {
    try {
      const values = await decoder.decode(event.schema_id, event.payload);
      const captured = toCapturedEvent(values, names, event.id === '' ? replay_id.toString('hex') : event.id);
      if (captured === null) throw new Error('no object named');
      if (captured.object === rulesetObject || captured.object === names.own(rulesetObject)) {
        options.onRulesChanged();
        return [];
      }
      return toChanges(captured, names);
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number') throw error;
      // An event we cannot read must not stop those behind it; what it told is found by looking at the records.
      journal.event('event.unreadable.lost', { connection, reason: error instanceof Error ? error.name : 'unknown' });
      options.onGap('event-unreadable');
      return [];
    }
  }

  async function hearEarly(response: FetchResponse): Promise<void> {
    try {
      for (const event of response.events) await options.hear?.(await changesOf(event));
    } catch {
      // Heard again, and reported, when it is stored.
    }
  }

  /** Stores what several responses told, in order, under the position of the last. */
  async function keep(responses: readonly FetchResponse[]): Promise<void> {
    const last = responses.at(-1);
    if (last === undefined) return;
    const position = last.events.at(-1)?.replay_id ?? last.latest_replay_id;
    const changes: Change[] = [];
    for (const event of responses.flatMap(({ events }) => events)) changes.push(...(await changesOf(event)));
    if (changes.length === 0 && position.length === 0) return;
    await options.receive(changes, { source: cursorSource, position: Uint8Array.from(position) });
    const [first] = changes;
    if (first !== undefined) journal.observe('changes.lag', Math.max(0, clock.now() - first.occurredAt), { side: 'salesforce' });
  }

  async function start(call: Subscription, fromTip: boolean): Promise<boolean> {
    const position = fromTip ? null : await options.position(cursorSource);
    const from = position === null ? { replay_preset: 'LATEST' as const } : { replay_preset: 'CUSTOM' as const, replay_id: position };
    call.write({ topic_name: topic, ...from, num_requested: outstandingMax });
    return position !== null;
  }

  /** True once Salesforce took the subscription: its headers came, or it stayed open for a while; false when it ended before. */
  async function accepted(call: Subscription, ended: AbortSignal): Promise<boolean> {
    const headers = new Promise<void>((resolve) => call.once('metadata', () => resolve()));
    await Promise.race([headers, clock.sleep(acceptedWithinMs, ended)]);
    return !ended.aborted;
  }

  /** Ends the call when nothing was heard for too long; re-armed by every message. */
  function watch(call: Subscription, stop: AbortSignal): () => void {
    let timer = new AbortController();
    const arm = (): void => {
      timer.abort();
      timer = new AbortController();
      const armed = timer.signal;
      void clock.sleep(silenceMaxMs, AbortSignal.any([armed, stop])).then(() => {
        if (!armed.aborted && !stop.aborted) call.cancel();
      });
    };
    stop.addEventListener('abort', () => timer.abort(), { once: true });
    arm();
    return arm;
  }

  /** One subscription from start to end. `fromTip` skips the stored position, which Salesforce no longer knows. */
  async function listen(signal: AbortSignal, fromTip: boolean): Promise<Run> {
    const done = new AbortController();
    const call = client.subscribe(session.token());
    // A refusal may come before anybody reads, and nobody hearing it would end the process.
    let refusal: unknown = null;
    call.on('error', (error: unknown) => (refusal ??= error));
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    let heard = false;
    let failure: unknown = null;
    const unstored: FetchResponse[] = [];
    let storing: Promise<void> | null = null;
    /** What arrives while something is being stored is stored together next: a burst does not stand before the event behind it. More is asked for only then. */
    const storeAll = async (): Promise<void> => {
      try {
        while (unstored.length > 0) {
          const batch = unstored.splice(0);
          await keep(batch);
          const left = batch.at(-1)?.pending_num_requested ?? outstandingMax;
          if (left < refillBelow) call.write({ num_requested: outstandingMax - left });
        }
      } catch (error) {
        failure = error;
        call.cancel();
      } finally {
        storing = null;
      }
    };
    try {
      const heardAgain = watch(call, done.signal);
      const resumed = await start(call, fromTip);
      journal.event('stream.connected', { connection, resumed });
      state = { ...state, isConnected: true };
      if (!resumed) void accepted(call, done.signal).then((isListening) => isListening && options.onGap(fromTip ? 'replay-lost' : 'first-start'));
      for await (const response of call as AsyncIterable<FetchResponse>) {
        heardAgain();
        heard = true;
        state = { ...state, lastHeardAt: clock.now() };
        unstored.push(response);
        // What may not wait is heard before what came earlier is stored; it comes again with the rest.
        if (options.hear !== undefined && storing !== null) void hearEarly(response);
        storing ??= storeAll();
      }
    } catch (error) {
      failure ??= error;
    } finally {
      await storing;
      signal.removeEventListener('abort', cancel);
      done.abort();
      call.cancel();
    }
    const end = streamEnd(failure ?? refusal);
    state = { isConnected: false, lastHeardAt: state.lastHeardAt, lastEnd: end };
    return { heard, end, lost: end.kind === 'replay-lost' };
  }

  /** How long to stay away; jitter keeps many bridges from returning at once. */
  async function waitAfter({ kind }: StreamEnd, failures: number, wasAuth: boolean): Promise<number> {
    if (kind === 'replay-lost') return 0;
    if (kind === 'allocation-spent') return allocationPauseMs;
    if (kind === 'misconfigured') return misconfiguredPauseMs;
    if (kind === 'auth' && (await session.renew()) && !wasAuth) return 0;
    const ceiling = Math.min(backoffMaxMs, backoffMinMs * 2 ** Math.min(failures, 10));
    return ceiling / 2 + (random() * ceiling) / 2;
  }

  return {
    state: () => state,
    async run(signal) {
      let failures = 0;
      let fromTip = false;
      let wasAuth = false;
      while (!signal.aborted) {
        const { heard, lost, end } = await listen(signal, fromTip);
        if (signal.aborted) break;
        fromTip = lost || (fromTip && !heard);
        failures = heard ? 1 : failures + 1;
        const waitMs = await waitAfter(end, failures, wasAuth);
        wasAuth = end.kind === 'auth';
        journal.event(end.kind === 'allocation-spent' ? 'stream.allocation.exceeded' : 'stream.disconnected', {
          connection,
          kind: end.kind,
          code: end.code,
          waitMs: Math.round(waitMs),
        });
        await clock.sleep(waitMs, signal);
      }
      client.close();
    },
  };
}
