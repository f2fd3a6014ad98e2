import avro from 'avsc';
import { z } from 'zod';
import type { Change, EventId, FieldChange, Lane, Value } from '../../domain/model.ts';
import { isConsentField } from '../names.ts';
import type { Names } from '../names.ts';

/** A `RecordChange__e` as decoded from Avro, with plain field names. */
export type CapturedEvent = { readonly uuid: string; readonly object: string; readonly payload: string; readonly version: number };

export type EventDecoder = {
  /** Decodes by the schema the event names; schemas are asked for once and kept. Throws when the bytes do not fit the schema. */
  decode(schemaId: string, payload: Buffer): Promise<Readonly<Record<string, unknown>>>;
};

/** An org has one schema per version of the event; old retained events keep their old one. */
const schemasMax = 50;

export function createDecoder(fetchSchema: (schemaId: string) => Promise<string>): EventDecoder {
  const types = new Map<string, Promise<avro.Type>>();
  const typeOf = (schemaId: string): Promise<avro.Type> => {
    const known = types.get(schemaId);
    if (known !== undefined) return known;
    if (types.size >= schemasMax) types.clear();
    const made = fetchSchema(schemaId).then((json) => avro.Type.forSchema(JSON.parse(json) as avro.Schema));
    types.set(schemaId, made);
    made.catch(() => types.delete(schemaId));
    return made;
  };
  return {
    async decode(schemaId, payload) {
      const type = await typeOf(schemaId);
      const decoded: unknown = type.fromBuffer(payload);
      return decoded as Readonly<Record<string, unknown>>;
    },
  };
}

/** A union value comes bare when its branches cannot be confused, and as `{ string: 'x' }` otherwise. */
function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const only = keys[0];
  return keys.length === 1 && only !== undefined && ['string', 'double', 'long', 'int', 'boolean'].includes(only) ? Object.values(value)[0] : value;
}

/** The event's own fields. Null when it has no payload to read. */
export function toCapturedEvent(values: Readonly<Record<string, unknown>>, names: Names, fallbackUuid: string): CapturedEvent | null {
  const text = (name: string): string | null => {
    const value = unwrap(values[names.own(name)]);
    return typeof value === 'string' ? value : null;
  };
  const uuid = unwrap(values['EventUuid']);
  const object = text('Object__c');
  if (object === null) return null;
  const version = Number(unwrap(values[names.own('Schema_Version__c')]) ?? 1);
  return { uuid: typeof uuid === 'string' && uuid !== '' ? uuid : fallbackUuid, object, payload: text('Payload__c') ?? '', version };
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const recordSchema = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9]{15,18}$/),
  op: z.enum(['create', 'update', 'delete', 'undelete']),
  at: z.number(),
  by: z.string().optional(),
  f: z.record(z.string(), scalar).default({}),
  x: z.array(z.string()).default([]),
  master: z.string().nullish(),
});
const payloadSchema = z.looseObject({ v: z.literal(1), records: z.array(recordSchema) });
type CapturedRecord = z.infer<typeof recordSchema>;

function toValue(value: z.infer<typeof scalar>): Value {
  return value === null || value === '' ? null : String(value);
}

function fieldsOf({ f, x, at }: CapturedRecord, names: Names): Readonly<Record<string, FieldChange>> {
  const short = Object.entries(f).map(([name, value]) => [names.plain(name), { at, value: toValue(value) }] as const);
  const long = x.map((name) => [names.plain(name), { at }] as const);
  return Object.fromEntries([...short, ...long]);
}

function laneOf(fields: Readonly<Record<string, FieldChange>>): Lane {
  if (Object.keys(fields).some(isConsentField)) return 'consent';
  return fields['IsConverted']?.value === 'true' ? 'handoff' : 'normal';
}

const kinds = { create: 'create', update: 'update', delete: 'delete', undelete: 'restore' } as const;

function toChange(event: CapturedEvent, record: CapturedRecord, index: number, names: Names): Change {
  const fields = fieldsOf(record, names);
  const master = record.op === 'delete' ? (record.master ?? undefined) : undefined;
  return {
    eventId: `${event.uuid}#${String(index)}` as EventId,
    ref: { side: 'salesforce', object: event.object, id: record.id },
    kind: master === undefined ? kinds[record.op] : 'merge',
    fields,
    ...(master === undefined ? {} : { survivorId: master }),
    occurredAt: record.at,
    ...(record.by === undefined ? {} : { actor: record.by }),
    lane: laneOf(fields),
    origin: 'event',
  };
}

/**
 * The changes packed in one event, in order; the position in the event makes each one's id, so a published duplicate (same EventUuid)
 * is recognised. Throws when the payload is not what the package publishes.
 */
export function toChanges(event: CapturedEvent, names: Names): readonly Change[] {
  const payload = payloadSchema.parse(JSON.parse(event.payload));
  return payload.records.map((record, index) => toChange(event, record, index, names));
}
