/** Topics, their schemas and what is on them. */

import type { BusEvent, ObjectSchema, Org } from '../contract.ts';
import { createCodec, eventSchemaJson, schemaIdOf } from './avro.ts';
import type { EventCodec } from './avro.ts';
import { RpcFailure } from './failure.ts';

/** Events are kept 72 hours (Pub/Sub API Guide, "Event Message Durability"). */
const RETENTION_MS = 72 * 3_600_000;
const TIP_STEP = 10_000;

export type Topic = { readonly name: string; readonly object: ObjectSchema };

/** Schemas ever served, so that an old id can still be read after a definition has changed. */
export type SchemaArchive = { readonly load: () => Readonly<Record<string, string>>; readonly save: (schemas: Readonly<Record<string, string>>) => void };

export class Topics {
  readonly #org: Org;
  readonly #archive: SchemaArchive;
  readonly #codecs = new WeakMap<ObjectSchema, EventCodec>();
  readonly #versions = new Map<string, EventCodec>();
  readonly #tips = new Map<string, bigint>();
  readonly #lost = new Set<bigint>();
  #schemas: Record<string, string>;

  constructor(org: Org, archive: SchemaArchive) {
    this.#org = org;
    this.#archive = archive;
    this.#schemas = { ...archive.load() };
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

  codec(object: ObjectSchema): EventCodec {
    const known = this.#codecs.get(object);
    if (known !== undefined) return known;
    const codec = createCodec(object, eventSchemaJson(object));
    this.#codecs.set(object, codec);
    if (this.#schemas[codec.schemaId] === undefined) {
      this.#schemas = { ...this.#schemas, [codec.schemaId]: codec.schemaJson };
      this.#archive.save(this.#schemas);
    }
    return codec;
  }

  /** The codec of the definition an event was published under; events of an unknown version take the current one. */
  codecOf(object: ObjectSchema, event: BusEvent): EventCodec {
    const current = this.codec(object);
    const key = `${object.name}@${event.schemaVersion}`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    this.#versions.set(key, current);
    return current;
  }

  schema(schemaId: string): string {
    for (const object of this.#org.objects()) if (object.kind === 'event') this.codec(object);
    const json = this.#schemas[schemaId];
    if (json === undefined || schemaIdOf(json) !== schemaId) throw new RpcFailure('schema.validation.failed', `Schema validation failed. The schema ID ${schemaId} is unknown.`);
    return json;
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

  /** Whether a subscriber may resume after a position: nothing it has not seen has expired, and the position was reached. */
  canResume(topic: string, position: bigint): boolean {
    if (position > this.tip(topic)) return false;
    const next = this.#org.eventsAfter(topic, position, 1)[0];
    return next === undefined || next.createdAt >= this.#org.now() - RETENTION_MS;
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
