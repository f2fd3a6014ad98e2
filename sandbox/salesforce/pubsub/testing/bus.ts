/** A bus with one event type and nothing behind it, for the tests of the gRPC surface alone. */

import type { BusEvent, FieldSchema, FieldType, ObjectSchema, Org, Row, SaveResult, Transaction } from '../../contract.ts';

export const ORG_ID = '00D000000000001EAA';
export const USER_ID = '005000000000001AAA';
export const TOPIC = '/event/RecordChange__e';

function field(name: string, type: FieldType, nillable = true): FieldSchema {
  return {
    name,
    label: name,
    type,
    length: 255,
    precision: 18,
    scale: 0,
    custom: name.endsWith('__c'),
    nillable,
    createable: true,
    updateable: false,
    defaultedOnCreate: false,
    defaultValue: null,
    calculated: false,
    formula: null,
    externalId: false,
    unique: false,
    caseSensitive: false,
    restrictedPicklist: false,
    picklistValues: [],
    referenceTo: [],
    relationshipName: null,
    childRelationshipName: null,
    masterDetail: false,
    htmlFormatted: false,
    nameField: false,
  };
}

export function eventObject(extra: readonly FieldSchema[] = []): ObjectSchema {
  const fields = [
    field('ReplayId', 'string'),
    field('EventUuid', 'string'),
    field('CreatedDate', 'datetime', false),
    field('CreatedById', 'reference', false),
    field('Object__c', 'string', false),
    field('Record_Count__c', 'double'),
    field('Payload__c', 'textarea'),
    field('Sent_At__c', 'datetime'),
    field('Final__c', 'boolean', false),
    ...extra,
  ];
  return {
    name: 'RecordChange__e',
    label: 'Record Change',
    labelPlural: 'Record Changes',
    keyPrefix: 'e00',
    kind: 'event',
    sharing: 'ReadWrite',
    fields: new Map(fields.map((item) => [item.name.toLowerCase(), item])),
    publishBehavior: 'PublishAfterCommit',
  };
}

export type TestBus = { readonly org: Org; readonly publish: (values: Row) => BusEvent; now: number; readable: boolean };

const unused = (): never => {
  throw new Error('not part of the test bus');
};

export function createTestBus(object: ObjectSchema = eventObject()): TestBus {
  const events: BusEvent[] = [];
  const listeners = new Set<() => void>();
  const append = (values: Row): BusEvent => {
    const event: BusEvent = {
      topic: TOPIC,
      replayId: BigInt(events.length + 1),
      eventUuid: `uuid-${events.length + 1}`,
      createdAt: bus.now,
      schemaVersion: '1',
      values: { ...values, CreatedDate: bus.now, CreatedById: USER_ID },
    };
    events.push(event);
    return event;
  };
  const publish = (values: Row): BusEvent => {
    const event = append(values);
    for (const listener of listeners) listener();
    return event;
  };
  const saved = (event: BusEvent): SaveResult => ({
    id: 'e00000000000001AAA',
    success: true,
    created: true,
    errors: [{ statusCode: 'OPERATION_ENQUEUED', message: event.eventUuid, fields: [] }],
  });
  const transaction: Transaction = {
    userId: USER_ID,
    requestId: 'request',
    quiddity: 'REST',
    now: () => bus.now,
    query: unused,
    dml: unused,
    setSavepoint: unused,
    rollback: unused,
    enqueue: unused,
    publish: (_, rows) => rows.map((row) => saved(publish(row))),
  };
  const find = (name: string): ObjectSchema | undefined => (name.toLowerCase() === object.name.toLowerCase() ? object : undefined);
  const org: Org = {
    orgId: ORG_ID,
    objects: () => [object],
    object: find,
    objectByPrefix: unused,
    now: () => bus.now,
    transaction: (_, work) => work(transaction),
    canRead: () => bus.readable,
    canCreate: () => true,
    canEdit: () => true,
    canDelete: () => true,
    hasCustomPermission: () => true,
    hasSystemPermission: () => true,
    hasClassAccess: () => true,
    label: () => undefined,
    user: () => undefined,
    getUpdated: unused,
    getDeleted: unused,
    eventsAfter: (topic, replayId, limit) => (topic === TOPIC ? events.filter((event) => event.replayId > replayId).slice(0, limit) : []),
    onEvents: (_, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const bus: TestBus = { org, publish, now: Date.UTC(2026, 10, 21), readable: true };
  return bus;
}
