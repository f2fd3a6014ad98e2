import type { App, QueuedEvent } from '../model.ts';
import type { Portal } from '../portal.ts';
import { createPostman, RETRIES_MAX, retryWaitMs } from './delivery.ts';

/** Documented ceiling of one delivery. */
const EVENTS_PER_REQUEST_MAX = 100;

interface Batch {
  readonly events: readonly QueuedEvent[];
  /** 0 for the first delivery. */
  readonly attempt: number;
}

interface Retrying extends Batch {
  readonly dueAt: number;
  readonly reason: string;
}

/** The deliveries of one app: events to be bundled, batches to be sent, requests under way, batches waiting for a retry. */
interface Lane {
  fresh: QueuedEvent[];
  batches: Batch[];
  inFlight: number;
  readonly retrying: Set<Retrying>;
  gathering: boolean;
}

export interface WaitingDeliveries {
  readonly app: string;
  readonly fresh: number;
  readonly ready: number;
  readonly inFlight: number;
  readonly retrying: readonly { readonly events: number; readonly attempt: number; readonly dueInMs: number; readonly reason: string }[];
}

export interface Dispatcher {
  readonly waiting: () => WaitingDeliveries[];
  /** Sends every batch that waits for a retry now. */
  readonly retryNow: () => void;
  /** Forgets what waits, without sending it. */
  readonly clear: () => void;
  readonly close: () => void;
}

/** Sends queued events to the apps' target URLs, at least once, in no promised order. Takes over what a restart left behind. */
export function startDispatcher(portal: Portal): Dispatcher {
  const { state, log } = portal;
  const postman = createPostman();
  const lanes = new Map<string, Lane>();
  const timers = new Set<NodeJS.Timeout>();
  /** Copies under way per event; it leaves the stored queue with its last copy. */
  const copies = new Map<number, number>();
  let closed = false;

  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const laneOf = (app: string): Lane => {
    const lane = lanes.get(app) ?? { fresh: [], batches: [], inFlight: 0, retrying: new Set(), gathering: false };
    lanes.set(app, lane);
    return lane;
  };
  const forget = (events: readonly QueuedEvent[]): void => {
    const ns = events.flatMap(({ n }) => {
      const left = (copies.get(n) ?? 1) - 1;
      if (left > 0) copies.set(n, left);
      else copies.delete(n);
      return left > 0 || !state.hooks.has(n) ? [] : [n];
    });
    if (ns.length > 0) portal.note([{ op: 'hooked', ns }]);
  };

  const settle = (app: App, lane: Lane, batch: Batch, reason: string | null): void => {
    if (reason === null) {
      log.count('webhooks.delivered', batch.events.length);
      return forget(batch.events);
    }
    log.count('webhooks.failed-requests');
    const attempt = batch.attempt + 1;
    if (attempt > RETRIES_MAX) {
      log.count('webhooks.abandoned', batch.events.length);
      return forget(batch.events);
    }
    // A reset, or a twin of a doubled event that got through, may have taken events off the queue meanwhile.
    const events = batch.events.filter(({ n }) => state.hooks.has(n)).map((event) => ({ ...event, attempt }));
    if (events.length === 0) return;
    portal.note([{ op: 'hook', events }]);
    const waitMs = retryWaitMs(attempt, state.settings.webhookTimeScale, portal.random.next());
    const retrying: Retrying = { events, attempt, dueAt: performance.now() + waitMs, reason };
    lane.retrying.add(retrying);
    later(waitMs, () => {
      if (!lane.retrying.delete(retrying)) return; // sent early by hand
      lane.batches.push(retrying);
      pump(app.name);
    });
  };
  const send = async (app: App, targetUrl: string, lane: Lane, batch: Batch): Promise<void> => {
    lane.inFlight += 1;
    log.count('webhooks.requests');
    const body = JSON.stringify(batch.events.map(({ event }) => ({ ...event, attemptNumber: batch.attempt })));
    const reason = await postman.post(app, targetUrl, body, portal.clock.now(), state.settings.webhookTimeoutMs);
    lane.inFlight -= 1;
    if (closed) return; // the journal still holds the events
    settle(app, lane, batch, reason);
    pump(app.name);
  };
  const pump = (name: string): void => {
    const lane = laneOf(name);
    const app = state.apps.get(name);
    while (!closed && lane.batches.length > 0 && lane.inFlight < (app?.maxConcurrentRequests ?? 1)) {
      const batch = lane.batches.shift();
      if (batch === undefined) return;
      if (app === undefined || app.targetUrl === null) forget(batch.events);
      else void send(app, app.targetUrl, lane, batch);
    }
  };
  const gather = (name: string): void => {
    const lane = laneOf(name);
    if (lane.gathering || lane.fresh.length === 0) return;
    lane.gathering = true;
    later(state.settings.webhookCoalesceMs, () => {
      lane.gathering = false;
      for (const [attempt, events] of Map.groupBy(lane.fresh, (event) => event.attempt)) {
        for (let at = 0; at < events.length; at += EVENTS_PER_REQUEST_MAX)
          lane.batches.push({ attempt, events: events.slice(at, at + EVENTS_PER_REQUEST_MAX) });
      }
      lane.fresh = [];
      pump(name);
    });
  };
  const accept = (events: readonly QueuedEvent[]): void => {
    const disturbed = portal.faults.disturb(events, ({ event }) => ({ topic: String(event['subscriptionType']), kind: 'webhook' }));
    for (const { notice } of disturbed) copies.set(notice.n, (copies.get(notice.n) ?? 0) + 1);
    forget(events.filter(({ n }) => !copies.has(n))); // dropped
    const add = (event: QueuedEvent): void => {
      laneOf(event.app).fresh.push(event);
      gather(event.app);
    };
    for (const { notice, delayMs } of disturbed) {
      if (delayMs > 0) later(delayMs, () => add(notice));
      else add(notice);
    }
  };

  portal.onEvents = accept;
  if (state.hooks.size > 0) accept([...state.hooks.values()]);

  return {
    waiting: () =>
      [...lanes].map(([app, lane]) => ({
        app,
        fresh: lane.fresh.length,
        ready: lane.batches.reduce((sum, batch) => sum + batch.events.length, 0),
        inFlight: lane.inFlight,
        retrying: [...lane.retrying].map(({ events, attempt, dueAt, reason }) => ({
          events: events.length,
          attempt,
          dueInMs: Math.max(0, Math.round(dueAt - performance.now())),
          reason,
        })),
      })),
    retryNow: () => {
      for (const [name, lane] of lanes) {
        lane.batches.push(...lane.retrying);
        lane.retrying.clear();
        pump(name);
      }
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      lanes.clear();
      copies.clear();
    },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      postman.close();
    },
  };
}
