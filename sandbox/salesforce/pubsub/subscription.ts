/** One Subscribe call: flow control, delivery, keep-alive, closing. */

import { randomUUID } from 'node:crypto';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { FaultPlan } from '../../control/index.ts';
import type { EventUsage } from '../api/index.ts';
import type { BusEvent, Org } from '../contract.ts';
import { RpcFailure, toServiceError } from './failure.ts';
import { REPLAY_CUSTOM, REPLAY_EARLIEST } from './messages.ts';
import type { ConsumerEvent, FetchRequest, FetchResponse } from './messages.ts';
import { decodeReplayId, encodeReplayId } from './replay-id.ts';
import type { PubSubSettings } from './settings.ts';
import type { Topic, Topics } from './topics.ts';

/** Outstanding events of one call; more is treated as this (Pub/Sub API Guide, "Pub/Sub API Allocations"). */
const PENDING_MAX = 100;
/** Recommended upper size of a batch; a FetchResponse stays under it. */
const BATCH_BYTES_MAX = 3_000_000;

export type SubscriptionServices = {
  readonly org: Org;
  readonly topics: Topics;
  readonly faults: FaultPlan;
  readonly usage: EventUsage;
  readonly settings: PubSubSettings;
  /** Called once, when the call has ended in whatever way. */
  readonly onFinish: (subscription: Subscription) => void;
};

export type SubscribeCall = ServerDuplexStream<FetchRequest, FetchResponse>;
type Outgoing = { readonly event: BusEvent; readonly copy: number };

export class Subscription {
  readonly #services: SubscriptionServices;
  readonly #call: SubscribeCall;
  readonly #userId: string;
  readonly #rpcId = randomUUID();
  #topic: Topic | null = null;
  #position = 0n;
  #pending = 0;
  #closed = false;
  #pumpAsked = false;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: () => void = () => undefined;
  readonly #late = new Set<NodeJS.Timeout>();
  /** Events taken from the bus that found no room: a duplicate may outgrow what the client asked for. */
  #backlog: Outgoing[] = [];

  constructor(services: SubscriptionServices, call: SubscribeCall, userId: string) {
    this.#services = services;
    this.#call = call;
    this.#userId = userId;
    call.on('data', (request: FetchRequest) => this.#guard(() => this.#fetch(request)));
    call.on('end', () => this.#finish(() => call.end()));
    call.on('cancelled', () => this.#finish(() => undefined));
    call.on('error', () => this.#finish(() => undefined));
  }

  /** Ends the call with an error, as every error on a long-lived call does. */
  fail(error: unknown): void {
    this.#finish(() => this.#call.emit('error', toServiceError(error, 'Subscribe', this.#rpcId)));
  }

  #guard(work: () => void): void {
    if (this.#closed) return;
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }

  #finish(last: () => void): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsubscribe();
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const timer of this.#late) clearTimeout(timer);
    this.#services.onFinish(this);
    last();
  }

  #fetch(request: FetchRequest): void {
    if (this.#topic === null) this.#start(request);
    else if (request.topicName !== '' && request.topicName !== this.#topic.name) {
      throw new RpcFailure('subscription.fetch.topic.mismatch', 'The topic name must be the same in all fetch requests of a subscription.');
    }
    if (request.numRequested <= 0)
      throw new RpcFailure('subscription.fetch.requested.events.invalid', 'The number of requested events must be greater than zero.');
    this.#pending = Math.min(PENDING_MAX, this.#pending + request.numRequested);
    this.#rearm();
    this.#askPump();
  }

  #start(request: FetchRequest): void {
    const { org, topics } = this.#services;
    const topic = topics.find(request.topicName, this.#userId);
    if (!org.canRead(this.#userId, topic.object.name)) {
      throw new RpcFailure('subscription.topic.cannot.subscribe', `You don't have permission to subscribe to the topic ${topic.name}.`);
    }
    this.#position = this.#startPosition(topic, request);
    this.#topic = topic;
    this.#unsubscribe = org.onEvents(topic.name, () => this.#askPump());
  }

  #startPosition(topic: Topic, request: FetchRequest): bigint {
    const { topics, settings } = this.#services;
    if (request.replayPreset === REPLAY_EARLIEST) return 0n;
    if (request.replayPreset !== REPLAY_CUSTOM) return topics.tip(topic.name);
    if (request.replayId.length === 0) {
      throw new RpcFailure('subscription.fetch.replayid.validation.failed', 'The Replay ID validation failed. A Replay ID is required for the CUSTOM preset.');
    }
    const cursor = decodeReplayId(settings.epoch, request.replayId);
    if (cursor === null || !topics.canResume(topic.name, cursor)) {
      throw new RpcFailure('subscription.fetch.replayid.corrupted', 'The Replay ID validation failed. Ensure that the Replay ID is valid.');
    }
    return cursor.position;
  }

  /** Commits only ask: delivery runs after the transaction, and a burst of commits becomes one batch. */
  #askPump(): void {
    if (this.#pumpAsked || this.#closed) return;
    this.#pumpAsked = true;
    setImmediate(() => {
      this.#pumpAsked = false;
      this.#guard(() => this.#pump());
    });
  }

  #pump(): void {
    const topic = this.#topic;
    if (topic === null) return;
    this.#flush(topic);
    for (;;) {
      const { topics, settings } = this.#services;
      const room = this.#pending - this.#late.size;
      if (room <= 0 || this.#closed) return;
      const { events, position } = topics.after(topic.name, this.#position, Math.min(room, settings.batchMax));
      this.#position = position;
      if (events.length === 0) return;
      this.#disturb(topic, events);
      this.#flush(topic);
    }
  }

  #disturb(topic: Topic, events: readonly BusEvent[]): void {
    const { faults, topics } = this.#services;
    const seen = new Map<BusEvent, number>();
    for (const { notice: event, delayMs } of faults.disturb(events, () => ({ topic: topic.name, kind: 'event' }))) {
      const copy = seen.get(event) ?? 0;
      seen.set(event, copy + 1);
      if (delayMs > 0) this.#later(topic, { event, copy }, delayMs);
      else this.#backlog.push({ event, copy });
    }
    for (const event of events) if (!seen.has(event)) topics.lose(event);
  }

  #later(topic: Topic, outgoing: Outgoing, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#late.delete(timer);
      this.#backlog.push(outgoing);
      this.#guard(() => this.#flush(topic));
      this.#askPump();
    }, delayMs);
    this.#late.add(timer);
  }

  /** Sends what the client has room for. */
  #flush(topic: Topic): void {
    const outgoing = this.#backlog.splice(0, this.#pending);
    if (outgoing.length === 0) return;
    const { usage, org } = this.#services;
    if (usage.delivered(org.now()) + outgoing.length > usage.maxDelivered) {
      throw new RpcFailure('subscription.limit.exceeded', 'The number of events delivered in the last 24 hours exceeds the limit of the org.');
    }
    usage.noteDelivered(org.now(), outgoing.length);
    for (const batch of this.#batches(topic, outgoing)) {
      this.#pending -= batch.length;
      this.#write(batch);
    }
  }

  #batches(topic: Topic, outgoing: readonly Outgoing[]): ConsumerEvent[][] {
    const { topics, settings } = this.#services;
    const batches: ConsumerEvent[][] = [[]];
    let bytes = 0;
    for (const { event, copy } of outgoing) {
      const codec = topics.codecOf(topic.object, event);
      const payload = codec.encode({ ...event.values, CreatedDate: event.values['CreatedDate'] ?? event.createdAt });
      if (bytes > 0 && bytes + payload.length > BATCH_BYTES_MAX) {
        batches.push([]);
        bytes = 0;
      }
      bytes += payload.length;
      batches.at(-1)?.push({
        event: { id: event.eventUuid, schemaId: codec.schemaId, payload },
        replayId: encodeReplayId(settings.epoch, { position: event.replayId, at: event.createdAt }, copy),
      });
    }
    return batches;
  }

  #write(events: readonly ConsumerEvent[]): void {
    const { settings, org } = this.#services;
    const latestReplayId = events.at(-1)?.replayId ?? encodeReplayId(settings.epoch, { position: this.#position, at: org.now() });
    this.#call.write({ events, latestReplayId, rpcId: this.#rpcId, pendingNumRequested: this.#pending });
    this.#rearm();
  }

  /** One timer: with events outstanding it keeps the client's cursor fresh, without it closes the forgotten stream. */
  #rearm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const { settings } = this.#services;
    this.#timer =
      this.#pending > 0
        ? setTimeout(() => this.#guard(() => this.#keepAlive()), settings.keepAliveMs)
        : setTimeout(() => this.#finish(() => this.#call.end()), settings.idleCloseMs);
    this.#timer.unref();
  }

  /** With late (disturbed) events outstanding the cursor must not move past them, so the message waits. */
  #keepAlive(): void {
    if (this.#late.size === 0) this.#write([]);
    else this.#rearm();
  }
}
