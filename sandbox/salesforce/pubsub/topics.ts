/** Topics, their schemas and what is on them. */

import type { BusEvent, ObjectSchema, Org } from '../contract.ts';
import type { ArchivedSchemas, SchemaArchive } from './archive.ts';
import { createCodec } from './avro.ts';
import type { EventCodec } from './avro.ts';
import { RpcFailure } from './failure.ts';
import type { Cursor } from './replay-id.ts';

/** Events are kept 72 hours (Pub/Sub API Guide, "Event Message Durability"). */
const RETENTION_MS = 72 * 3_600_000;
const TIP_STEP = 10_000;

export type Topic = { readonly name: string; readonly object: ObjectSchema };

export type TopicsOptions = {
  readonly org: Org;
  readonly archive: SchemaArchive;
  /** The version an event of this object would be published under now. */
  readonly schemaVersion: (object: string) => string;
};

export class Topics {
  readonly #options: TopicsOptions;
  readonly #org: Org;
  readonly #current = new Map<string, EventCodec>();
  readonly #older = new Map<string, EventCodec>();
  readonly #tips = new Map<string, bigint>();
  readonly #lost = new Set<bigint>();
  #archived: ArchivedSchemas;

  constructor(options: TopicsOptions) {
    this.#options = options;
    this.#org = options.org;
    this.#archived = options.archive.load();
  }

  /** The topic a user may read or publish to. Names are case-sensitive. Change Data Capture is not served by the local org. */
  find(name: string, userId: string): Topic {
    if (name === '') throw new RpcFailure('topic.validation.empty', 'The topic name is required.');
    const event = /^\/event\/(\w+__e)$/.exec(name)?.[1];
    const object = event === undefined ? undefined : this.#org.object(event);
    if (object === undefined || object.kind !== 'event' || object.name !== event) throw new RpcFailure('topic.not.found', `The topic ${name} was not found.`);
    const allowed = this.#org.canRead(userId, object.name) || this.#org.canCreate(userId, object.name);
    if (!allowed) throw new RpcFailure('topic.meta.permission', `You don't have permission to get the topic ${name}.`);
    return { name, object };
  }

  /** The codec of an event's present definition. */
  codec(object: ObjectSchema): EventCodec {
    const known = this.#current.get(object.name);
    if (known !== undefined) return known;
    const codec = createCodec(object);
    this.#current.set(object.name, codec);
    this.#remember(`${object.name}@${this.#options.schemaVersion(object.name)}`, codec);
    return codec;
  }

  /** The codec of the definition an event was published under; retained events keep their old schema id. */
  codecOf(object: ObjectSchema, event: BusEvent): EventCodec {
    const current = this.codec(object);
    const schemaId = this.#archived.versions[`${object.name}@${event.schemaVersion}`] ?? current.schemaId;
    if (schemaId === current.schemaId) return current;
    const known = this.#older.get(schemaId);
    if (known !== undefined) return known;
    const codec = createCodec(object, this.schema(schemaId));
    this.#older.set(schemaId, codec);
    return codec;
  }

  /** The text of a schema served now or in the past. */
  schema(schemaId: string): string {
    for (const object of this.#org.objects()) if (object.kind === 'event') this.codec(object);
    const json = this.#archived.schemas[schemaId];
    if (json === undefined) throw new RpcFailure('schema.validation.failed', `Schema validation failed. The schema ID ${schemaId} is unknown.`);
    return json;
  }

  #remember(version: string, { schemaId, schemaJson }: EventCodec): void {
    if (this.#archived.versions[version] === schemaId) return;
    this.#archived = { schemas: { ...this.#archived.schemas, [schemaId]: schemaJson }, versions: { ...this.#archived.versions, [version]: schemaId } };
    this.#options.archive.save(this.#archived);
  }

  /** The position of the newest event of a topic. */
  tip(topic: string): bigint {
    let tip = this.#tips.get(topic) ?? 0n;
    for (;;) {
      const last = this.#org.eventsAfter(topic, tip, TIP_STEP).at(-1);
      if (last === undefined) break;
      tip = last.replayId;
    }
    this.#tips.set(topic, tip);
    return tip;
  }

  /** Events still retained after a position, and how far the read came: expired and lost ones are passed over. */
  after(topic: string, position: bigint, limit: number): { readonly events: readonly BusEvent[]; readonly position: bigint } {
    const oldest = this.#org.now() - RETENTION_MS;
    let from = position;
    for (;;) {
      const found = this.#org.eventsAfter(topic, from, limit);
      const last = found.at(-1);
      if (last === undefined) return { events: [], position: from };
      from = last.replayId;
      const kept = found.filter((event) => event.createdAt >= oldest && !this.#lost.has(event.replayId));
      if (kept.length > 0) return { events: kept, position: from };
    }
  }

  /** Whether a subscriber may resume at a cursor: not older than the retention, and no further than the topic has come. */
  canResume(topic: string, { position, at }: Cursor): boolean {
    return at >= this.#org.now() - RETENTION_MS && position <= this.tip(topic);
  }

  /** An event the bus accepted and never persisted: no subscriber sees it, now or by replay. */
  lose(event: BusEvent): void {
    this.#lost.add(event.replayId);
  }

  clear(): void {
    this.#tips.clear();
    this.#lost.clear();
  }
}
