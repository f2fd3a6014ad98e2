import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import avro from 'avsc';
import { createFaultPlan, createRandom, parseFaultRules } from '../../control/index.ts';
import type { FaultPlan } from '../../control/index.ts';
import { EventUsage } from '../api/index.ts';
import { emptyArchive } from './archive.ts';
import { ensureCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import type { FetchResponse } from './messages.ts';
import { REPLAY_CUSTOM, REPLAY_EARLIEST } from './messages.ts';
import { startPubSub } from './server.ts';
import type { PubSubServer } from './server.ts';
import { defaultSettings } from './settings.ts';
import type { PubSubSettings } from './settings.ts';
import { ORG_ID, TOPIC, USER_ID, createTestBus } from './testing/bus.ts';
import type { TestBus } from './testing/bus.ts';
import { connect } from './testing/client.ts';
import type { PubSubClient } from './testing/client.ts';

const INSTANCE = 'http://127.0.0.1:1';
const AUTH = { accesstoken: 'good', instanceurl: INSTANCE, tenantid: ORG_ID };

let folder: string;
let certificates: Certificates;
let bus: TestBus;
let faults: FaultPlan;
let usage: EventUsage;
let settings: PubSubSettings;
let server: PubSubServer;
let hasEvents = true;
let client: PubSubClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pubsub-'));
  certificates = await ensureCertificates(folder, Date.now());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  hasEvents = true;
  bus = createTestBus();
  faults = createFaultPlan(createRandom(7), () => bus.now);
  usage = new EventUsage();
  settings = defaultSettings();
  server = await startPubSub({
    org: bus.org,
    faults,
    usage,
    hasEvents: () => hasEvents,
    settings,
    tls: certificates,
    instanceUrl: () => INSTANCE,
    authenticate: (token) => (token === 'good' ? USER_ID : undefined),
    archive: emptyArchive,
    schemaVersion: () => '1',
  });
  client = connect(`localhost:${server.port}`, certificates.ca, AUTH);
});
afterEach(async () => {
  client.close();
  await server.close();
});

const row = (count: number): Record<string, string | boolean> => ({ Object__c: 'Lead', Record_Count__c: String(count), Final__c: false });
const idsOf = (response: FetchResponse): string[] => response.events.map((item) => item.event.id);
const errorCode = (error: ServiceError | null): unknown => error?.metadata.get('error-code')[0];
const failed = async (promise: Promise<unknown>): Promise<ServiceError> =>
  promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: ServiceError) => error,
  );

describe('topics and schemas', () => {
  test('a topic names its schema, and the schema decodes an event', async () => {
    const topic = await client.getTopic(TOPIC);
    expect(topic).toMatchObject({ topicName: TOPIC, tenantGuid: ORG_ID, canPublish: true, canSubscribe: true });
    const schema = await client.getSchema(topic.schemaId);
    bus.publish({ ...row(3), Payload__c: '{"v":1}', Sent_At__c: bus.now });
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 1 });
    const [item] = (await stream.next()).events;
    const decoded: unknown = avro.Type.forSchema(JSON.parse(schema.schemaJson)).fromBuffer(item?.event.payload ?? Buffer.alloc(0));
    expect({ ...Object(decoded) }).toEqual({
      CreatedDate: bus.now,
      CreatedById: USER_ID,
      Object__c: 'Lead',
      Record_Count__c: 3,
      Payload__c: '{"v":1}',
      Sent_At__c: bus.now,
      Final__c: false,
    });
    expect(item?.event.schemaId).toBe(topic.schemaId);
  });

  test.each([
    ['/event/Missing__e', status.NOT_FOUND, 'topic.not.found'],
    ['/event/recordchange__e', status.NOT_FOUND, 'topic.not.found'],
    ['/data/ContactChangeEvent', status.NOT_FOUND, 'topic.not.found'],
    ['', status.INVALID_ARGUMENT, 'topic.validation.empty'],
  ])('topic %p is refused', async (name, code, suffix) => {
    const error = await failed(client.getTopic(name));
    expect(error.code).toBe(code);
    expect(errorCode(error)).toBe(`sfdc.platform.eventbus.grpc.${suffix}`);
    expect(error.metadata.get('type')).toEqual(['GetTopic']);
    expect(error.details).toMatch(/ rpcId: [0-9a-f-]{36}$/);
    expect(error.details).toContain(String(error.metadata.get('rpc-id')[0]));
  });

  test('a managed subscription is refused', async () => {
    expect((await client.managedSubscribe()).code).toBe(status.PERMISSION_DENIED);
  });
});

describe('authentication', () => {
  test.each([
    [{ ...AUTH, accesstoken: 'stale' }, 'service.auth.error'],
    [{ ...AUTH, tenantid: '00D000000000009EAA' }, 'service.auth.headers.invalid'],
    [{ ...AUTH, tenantid: ORG_ID.slice(0, 15) }, 'service.auth.headers.invalid'],
    [{ ...AUTH, instanceurl: 'https://other.my.salesforce.com' }, 'service.auth.headers.invalid'],
    [{ accesstoken: 'good' }, 'service.auth.headers.invalid'],
  ])('%p is not admitted', async (auth, suffix) => {
    const stranger = connect(`localhost:${server.port}`, certificates.ca, auth);
    const unary = await failed(stranger.getTopic(TOPIC));
    const stream = await stranger.subscribe().ended;
    stranger.close();
    for (const error of [unary, stream]) {
      expect(error?.code).toBe(status.UNAUTHENTICATED);
      expect(errorCode(error)).toBe(`sfdc.platform.eventbus.grpc.${suffix}`);
    }
  });
});

describe('flow control', () => {
  test('no more than requested is sent, pending counts down, further requests add', async () => {
    for (let index = 0; index < 5; index += 1) bus.publish(row(index));
    settings.batchMax = 1;
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 2 });
    const [first, second] = [await stream.next(), await stream.next()];
    expect([first.pendingNumRequested, second.pendingNumRequested]).toEqual([1, 0]);
    stream.fetch({ numRequested: 1 });
    stream.fetch({ numRequested: 2 });
    const rest = [await stream.next(), await stream.next(), await stream.next()];
    expect(rest.flatMap(idsOf)).toEqual(['uuid-3', 'uuid-4', 'uuid-5']);
    expect(rest.at(-1)?.latestReplayId).toEqual(rest.at(-1)?.events[0]?.replayId);
  });

  test('a request beyond 100 is treated as 100', async () => {
    for (let index = 0; index < 150; index += 1) bus.publish(row(index));
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 1000 });
    const response = await stream.next();
    expect(response.events).toHaveLength(100);
    expect(response.pendingNumRequested).toBe(0);
  });

  test('LATEST starts at the tip and hears what is published afterwards', async () => {
    bus.publish(row(1));
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 10 });
    await client.getTopic(TOPIC);
    bus.publish(row(2));
    expect(idsOf(await stream.next())).toEqual(['uuid-2']);
  });

  test.each([
    [{ topicName: TOPIC, numRequested: 0 }, 'subscription.fetch.requested.events.invalid'],
    [{ topicName: TOPIC, numRequested: 1, replayPreset: REPLAY_CUSTOM }, 'subscription.fetch.replayid.validation.failed'],
    [{ topicName: TOPIC, numRequested: 1, replayPreset: REPLAY_CUSTOM, replayId: Buffer.from('0102', 'hex') }, 'subscription.fetch.replayid.corrupted'],
    [{ topicName: TOPIC, numRequested: 1, replayPreset: REPLAY_CUSTOM, replayId: Buffer.alloc(8, 1) }, 'subscription.fetch.replayid.corrupted'],
  ])('a bad first request %p ends the stream', async (request, suffix) => {
    const stream = client.subscribe();
    stream.fetch(request);
    const error = await stream.ended;
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(errorCode(error)).toBe(`sfdc.platform.eventbus.grpc.${suffix}`);
  });

  test('another topic on the same stream ends it', async () => {
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 1 });
    stream.fetch({ topicName: '/event/Other__e', numRequested: 1 });
    expect(errorCode(await stream.ended)).toBe('sfdc.platform.eventbus.grpc.subscription.fetch.topic.mismatch');
  });

  test('an idle stream hears a keep-alive, a forgotten one is closed', async () => {
    bus.publish(row(1));
    Object.assign(settings, { keepAliveMs: 20, idleCloseMs: 20 });
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 1 });
    const keepAlive = await stream.next();
    expect(keepAlive.events).toEqual([]);
    expect(keepAlive.pendingNumRequested).toBe(1);
    expect(keepAlive.latestReplayId).toHaveLength(8);
    bus.publish(row(2));
    let response = await stream.next();
    while (response.events.length === 0) response = await stream.next();
    expect(await stream.ended).toBeNull();
  });
});

describe('replay', () => {
  const readAll = async (request: Parameters<ReturnType<PubSubClient['subscribe']>['fetch']>[0]): Promise<FetchResponse> => {
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 100, ...request });
    const response = await stream.next();
    stream.cancel();
    return response;
  };

  test('CUSTOM starts behind the id it is given', async () => {
    for (let index = 0; index < 3; index += 1) bus.publish(row(index));
    const all = await readAll({ replayPreset: REPLAY_EARLIEST });
    const replayId = all.events[0]?.replayId ?? Buffer.alloc(0);
    expect(idsOf(await readAll({ replayPreset: REPLAY_CUSTOM, replayId }))).toEqual(['uuid-2', 'uuid-3']);
  });

  test('events are gone after 72 hours, and so is a cursor that has not seen them', async () => {
    const [first] = [bus.publish(row(1)), bus.publish(row(2))];
    expect(first?.eventUuid).toBe('uuid-1');
    const replayId = (await readAll({ replayPreset: REPLAY_EARLIEST })).events[0]?.replayId ?? Buffer.alloc(0);
    bus.now += 73 * 3_600_000;
    bus.publish(row(3));
    expect(idsOf(await readAll({ replayPreset: REPLAY_EARLIEST }))).toEqual(['uuid-3']);
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 1, replayPreset: REPLAY_CUSTOM, replayId });
    expect(errorCode(await stream.ended)).toBe('sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted');
  });

  test('a stream reset invalidates every id given before', async () => {
    bus.publish(row(1));
    const replayId = (await readAll({ replayPreset: REPLAY_EARLIEST })).latestReplayId;
    settings.epoch += 1;
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 1, replayPreset: REPLAY_CUSTOM, replayId });
    expect((await stream.ended)?.code).toBe(status.INVALID_ARGUMENT);
  });
});

describe('faults', () => {
  const setFaults = (...rules: unknown[]): void => faults.replace(parseFaultRules(rules));

  test('a duplicate has the same uuid and another replay id, and still counts against what was asked', async () => {
    setFaults({ match: { topic: TOPIC }, action: { do: 'duplicate' } });
    bus.publish(row(1));
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 1 });
    const first = await stream.next();
    expect(first.pendingNumRequested).toBe(0);
    stream.fetch({ numRequested: 1 });
    const second = await stream.next();
    expect([...idsOf(first), ...idsOf(second)]).toEqual(['uuid-1', 'uuid-1']);
    expect(second.events[0]?.replayId).not.toEqual(first.events[0]?.replayId);
  });

  test('a dropped event is lost for good, by replay too', async () => {
    setFaults({ match: { topic: TOPIC, remaining: 1 }, action: { do: 'drop' } });
    bus.publish(row(1));
    bus.publish(row(2));
    for (let round = 0; round < 2; round += 1) {
      const stream = client.subscribe();
      stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 5 });
      expect(idsOf(await stream.next())).toEqual(['uuid-2']);
      stream.cancel();
    }
  });

  test('a delayed event is overtaken by a later one', async () => {
    setFaults({ match: { topic: TOPIC, remaining: 1 }, action: { do: 'delay', ms: 30 } });
    bus.publish(row(1));
    bus.publish(row(2));
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 5 });
    expect([await stream.next(), await stream.next()].flatMap(idsOf)).toEqual(['uuid-2', 'uuid-1']);
  });

  test('a failing service answers INTERNAL with its trailers', async () => {
    setFaults({ match: { kind: 'grpc' }, action: { do: 'fail', status: 503 } });
    const error = await failed(client.getTopic(TOPIC));
    expect(error.code).toBe(status.INTERNAL);
    expect(errorCode(error)).toBe('sfdc.platform.eventbus.grpc.service.unavailable');
    const stream = client.subscribe();
    expect((await stream.ended)?.metadata.get('type')).toEqual(['Subscribe']);
  });

  test('killed streams end with an error', async () => {
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, numRequested: 5 });
    await client.getTopic(TOPIC);
    expect(server.killStreams()).toBe(1);
    expect((await stream.ended)?.code).toBe(status.INTERNAL);
    expect(server.streams()).toBe(0);
  });

  test('the delivery allocation disconnects the subscriber', async () => {
    usage.maxDelivered = 2;
    for (let index = 0; index < 3; index += 1) bus.publish(row(index));
    const stream = client.subscribe();
    stream.fetch({ topicName: TOPIC, replayPreset: REPLAY_EARLIEST, numRequested: 2 });
    expect((await stream.next()).events).toHaveLength(2);
    stream.fetch({ numRequested: 2 });
    expect(errorCode(await stream.ended)).toBe('sfdc.platform.eventbus.grpc.subscription.limit.exceeded');
  });
});

describe('publish', () => {
  const event = async (count: number): Promise<{ id: string; schemaId: string; payload: Buffer }> => {
    const { schemaId } = await client.getTopic(TOPIC);
    const { schemaJson } = await client.getSchema(schemaId);
    const values = {
      CreatedDate: bus.now,
      CreatedById: USER_ID,
      Object__c: 'Lead',
      Record_Count__c: count,
      Payload__c: null,
      Sent_At__c: null,
      Final__c: true,
    };
    return { id: `key-${count}`, schemaId, payload: avro.Type.forSchema(JSON.parse(schemaJson)).toBuffer(values) };
  };

  test('each event has its own final result, and subscribers hear it', async () => {
    const good = await event(4);
    const { results } = await client.publish({ topicName: TOPIC, events: [good, { ...good, id: 'broken', payload: Buffer.from([1]) }] });
    expect(results[0]).toMatchObject({ correlationKey: 'key-4', error: null });
    expect(results[0]?.replayId).toHaveLength(8);
    expect(results[1]).toMatchObject({ correlationKey: 'broken', error: { code: 1 } });
    expect(bus.org.eventsAfter(TOPIC, 0n, 10)[0]?.values).toMatchObject({ Record_Count__c: '4', Final__c: true });
  });

  test.each([
    [{ topicName: TOPIC, events: [] }, 'publish.event.count.invalid'],
    [{ topicName: TOPIC, events: [{ id: '1', schemaId: '', payload: Buffer.alloc(0) }] }, 'schema.validation.failed'],
  ])('%p is refused', async (request, suffix) => {
    const error = await failed(client.publish(request));
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(errorCode(error)).toBe(`sfdc.platform.eventbus.grpc.${suffix}`);
  });
});
