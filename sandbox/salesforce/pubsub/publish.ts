/** Publishing over gRPC: each event has its own result, final and not merely queued. */

import type { Org, Row, SaveResult } from '../contract.ts';
import { RpcFailure } from './failure.ts';
import { ERROR_PUBLISH } from './messages.ts';
import type { ProducerEvent, PublishRequest, PublishResponse, PublishResult } from './messages.ts';
import { encodeReplayId } from './replay-id.ts';
import type { Cursor } from './replay-id.ts';
import type { PubSubSettings } from './settings.ts';
import type { Topic, Topics } from './topics.ts';

/** One event may have 1 MB (Pub/Sub API Guide, "Pub/Sub API Allocations"). */
const EVENT_BYTES_MAX = 1_048_576;

export type PublishServices = { readonly org: Org; readonly topics: Topics; readonly settings: PubSubSettings };

const refused = (event: ProducerEvent, msg: string): PublishResult => ({ error: { code: ERROR_PUBLISH, msg }, correlationKey: event.id });

function decode(services: PublishServices, topic: Topic, event: ProducerEvent): Row | string {
  if (event.payload.length > EVENT_BYTES_MAX) return 'The event exceeds the maximum message size of 1 MB.';
  const codec = services.topics.codec(topic.object);
  if (event.schemaId !== codec.schemaId) services.topics.schema(event.schemaId);
  try {
    const { CreatedDate: _at, CreatedById: _by, ...values } = codec.decode(event.payload);
    return values;
  } catch {
    return 'The payload does not match the schema of the event.';
  }
}

/** Platform events are published at once here, whatever their definition says about commits. */
function publishRows(
  services: PublishServices,
  topic: Topic,
  userId: string,
  rows: readonly Row[],
): { results: readonly SaveResult[]; ids: ReadonlyMap<string, Cursor> } {
  const before = services.topics.tip(topic.name);
  const results =
    rows.length === 0 ? [] : services.org.transaction({ userId, quiddity: 'PUBSUB' }, (transaction) => transaction.publish(topic.object.name, rows));
  const published = services.org.eventsAfter(topic.name, before, Number.MAX_SAFE_INTEGER);
  return { results, ids: new Map(published.map((event) => [event.eventUuid, { position: event.replayId, at: event.createdAt }])) };
}

function resultOf(services: PublishServices, event: ProducerEvent, saved: SaveResult | undefined, ids: ReadonlyMap<string, Cursor>): PublishResult {
  const first = saved?.errors[0];
  if (saved === undefined || !saved.success) return refused(event, first?.message ?? 'The event was not published.');
  const cursor = ids.get(first?.message ?? '');
  if (cursor === undefined) return refused(event, 'The event was not stored.');
  return { replayId: encodeReplayId(services.settings.epoch, cursor), correlationKey: event.id };
}

/** Publishes one request's events; results are in the order of the events. */
export function publish(services: PublishServices, topic: Topic, userId: string, request: PublishRequest, rpcId: string): PublishResponse {
  if (!services.org.canCreate(userId, topic.object.name))
    throw new RpcFailure('topic.meta.permission', `You don't have permission to publish to the topic ${topic.name}.`);
  if (request.events.length === 0) throw new RpcFailure('publish.event.count.invalid', 'The number of events to publish must be greater than zero.');
  if (request.events.some((event) => event.schemaId === ''))
    throw new RpcFailure('schema.validation.failed', "Schema validation failed. The schema ID can't be blank.");
  const decoded = request.events.map((event) => decode(services, topic, event));
  const rows = decoded.filter((row): row is Row => typeof row !== 'string');
  const { results, ids } = publishRows(services, topic, userId, rows);
  let next = 0;
  const answers = request.events.map((event, index) => {
    const row = decoded[index];
    if (typeof row === 'string') return refused(event, row);
    const saved = results[next];
    next += 1;
    return resultOf(services, event, saved, ids);
  });
  return { results: answers, schemaId: services.topics.codec(topic.object).schemaId, rpcId };
}
