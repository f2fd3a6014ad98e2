/** The gRPC service `eventbus.v1.PubSub` over TLS. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials, loadPackageDefinition, status } from '@grpc/grpc-js';
import type { Metadata, ServerDuplexStream, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { FaultPlan } from '../../control/index.ts';
import type { EventUsage } from '../api/index.ts';
import type { Org } from '../contract.ts';
import type { SchemaArchive } from './archive.ts';
import { RpcFailure, toServiceError } from './failure.ts';
import type { FailureCode } from './failure.ts';
import type { PublishRequest, PublishResponse, SchemaInfo, SchemaRequest, TopicInfo, TopicRequest } from './messages.ts';
import { publish } from './publish.ts';
import type { PubSubSettings } from './settings.ts';
import { Subscription } from './subscription.ts';
import type { SubscribeCall } from './subscription.ts';
import { Topics } from './topics.ts';
import type { Topic } from './topics.ts';

const PROTO = fileURLToPath(new URL('../../../config/salesforce/pubsub_api.proto', import.meta.url));
/** Hard limit of a request (Pub/Sub API Guide, "Pub/Sub API Allocations"). */
const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

export type PubSubOptions = {
  readonly org: Org;
  readonly faults: FaultPlan;
  /** False while the org's edition has no platform events. */
  readonly hasEvents?: () => boolean;
  readonly usage: EventUsage;
  readonly settings: PubSubSettings;
  readonly archive: SchemaArchive;
  /** The version an event of this object would be published under now. */
  readonly schemaVersion: (object: string) => string;
  /** The user of an access token, or undefined when the token is not valid now. */
  readonly authenticate: (accessToken: string) => string | undefined;
  readonly instanceUrl: () => string;
  /** PEM texts; without them the server speaks plain HTTP/2, which the real service never does. */
  readonly tls: { readonly ca: string; readonly key: string; readonly cert: string };
  readonly onRpc?: (rpc: string, userId: string, code: number) => void;
};

export type PubSubServer = {
  readonly port: number;
  readonly streams: () => number;
  /** Ends every open subscription with an error, as a broken service does. */
  readonly killStreams: (code?: FailureCode) => number;
  /** Forgets what it knows of the topics, after the org was reset. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
};

const textOf = (metadata: Metadata, name: string): string => String(metadata.get(name)[0] ?? '');

/** Every RPC names token, instance and org; all three must fit together. */
function authenticate(options: PubSubOptions, metadata: Metadata): string {
  const [token, instance, tenant] = [textOf(metadata, 'accesstoken'), textOf(metadata, 'instanceurl'), textOf(metadata, 'tenantid')];
  if (token === '' || instance === '' || tenant === '')
    throw new RpcFailure('service.auth.headers.invalid', 'Authentication headers accesstoken, instanceurl and tenantid are required.');
  if (instance.replace(/\/$/, '') !== options.instanceUrl() || tenant !== options.org.orgId) {
    throw new RpcFailure('service.auth.headers.invalid', 'The instanceurl or tenantid header does not match the org of the access token.');
  }
  const userId = options.authenticate(token);
  if (userId === undefined) throw new RpcFailure('service.auth.error', 'Authentication exception occurred.');
  if (options.hasEvents?.() === false) throw new RpcFailure('service.tenant.license', 'The org has no license for the Pub/Sub API.');
  return userId;
}

const CODE_BY_HTTP: Readonly<Record<number, FailureCode>> = {
  401: 'service.auth.error',
  403: 'topic.meta.permission',
  404: 'topic.not.found',
  429: 'service.protection.triggered',
};

/** Faults of the plan for one RPC: `fail` takes a gRPC status (below 17) or an HTTP one. */
async function applyFaults(options: PubSubOptions, rpc: string): Promise<{ readonly lose: boolean }> {
  const verdict = options.faults.forRequest({ method: 'POST', path: `/eventbus.v1.PubSub/${rpc}`, kind: 'grpc' });
  if (verdict.delayBeforeMs > 0) await sleep(verdict.delayBeforeMs);
  if (verdict.throttled) throw new RpcFailure('service.protection.triggered', 'Too many requests. Try again later.');
  if (verdict.fail !== null) {
    const code: status | undefined = verdict.fail.status < 17 ? verdict.fail.status : undefined;
    throw new RpcFailure(CODE_BY_HTTP[verdict.fail.status] ?? 'service.unavailable', 'The service is unavailable. Try again later.', code);
  }
  return { lose: verdict.loseResponse };
}

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => void;

function unary<Request, Response>(
  options: PubSubOptions,
  rpc: string,
  work: (request: Request, userId: string, rpcId: string) => Response,
): Unary<Request, Response> {
  return (call, done) => {
    const rpcId = randomUUID();
    const run = async (): Promise<void> => {
      const userId = authenticate(options, call.metadata);
      const { lose } = await applyFaults(options, rpc);
      const response = work(call.request, userId, rpcId);
      options.onRpc?.(rpc, userId, status.OK);
      if (lose) done({ code: status.UNAVAILABLE, details: 'upstream connect error or disconnect/reset before headers' });
      else done(null, response);
    };
    run().catch((error: unknown) => {
      const failure = toServiceError(error, rpc, rpcId);
      options.onRpc?.(rpc, '', failure.code);
      done(failure);
    });
  };
}

function topicInfo(options: PubSubOptions, topics: Topics, name: string, userId: string, rpcId: string): TopicInfo {
  const { object } = topics.find(name, userId);
  const { org } = options;
  return {
    topicName: name,
    tenantGuid: org.orgId,
    canPublish: org.canCreate(userId, object.name),
    canSubscribe: org.canRead(userId, object.name),
    schemaId: topics.codec(object).schemaId,
    rpcId,
  };
}

type PublishCall = ServerDuplexStream<PublishRequest, PublishResponse>;

/** A publish stream: the first request names the topic, silence ends it. */
function publishStream(options: PubSubOptions, topics: Topics, call: PublishCall): void {
  const rpcId = randomUUID();
  let topic: Topic | null = null;
  let open = true;
  let timer: NodeJS.Timeout | null = null;
  const finish = (last: () => void): void => {
    if (!open) return;
    open = false;
    if (timer !== null) clearTimeout(timer);
    last();
  };
  const fail = (error: unknown): void => finish(() => call.emit('error', toServiceError(error, 'PublishStream', rpcId)));
  const rearm = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(
      () => fail(new RpcFailure('publish.stream.sweeper.timeout', 'The publish stream was closed because it was idle.')),
      options.settings.publishIdleMs,
    );
    timer.unref();
  };
  call.on('data', (request: PublishRequest) => {
    if (!open) return;
    try {
      const userId = authenticate(options, call.metadata);
      if (topic !== null && request.topicName !== '' && request.topicName !== topic.name)
        throw new RpcFailure('publish.topic.mismatch', 'The topic name must be the same in all publish requests of a stream.');
      topic ??= topics.find(request.topicName, userId);
      call.write(publish({ ...options, topics }, topic, userId, request, rpcId));
      rearm();
    } catch (error) {
      fail(error);
    }
  });
  call.on('end', () => finish(() => call.end()));
  call.on('cancelled', () => finish(() => undefined));
  rearm();
}

/** Managed subscriptions are a beta feature; this org has none defined. */
function managedSubscribe(call: ServerDuplexStream<unknown, unknown>): void {
  call.on('data', () => undefined);
  const failure = new RpcFailure(
    'managed.subscription.developer.name.not.found',
    'The managed subscription was not found, or you have no permission to use it.',
  );
  call.emit('error', toServiceError(failure, 'ManagedSubscribe', randomUUID()));
}

function listen(server: Server, port: number, tls: PubSubOptions['tls']): Promise<number> {
  const credentials = ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) }]);
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
}

function serviceDefinition(): Parameters<Server['addService']>[0] {
  const definition = loadSync(PROTO, { keepCase: false, longs: String, enums: Number, defaults: true });
  const loaded = loadPackageDefinition(definition);
  const eventbus = loaded['eventbus'];
  const version = eventbus !== undefined && 'v1' in eventbus ? eventbus.v1 : undefined;
  const service: unknown =
    version !== undefined && typeof version === 'object' && 'PubSub' in version ? Reflect.get(Object(version['PubSub']), 'service') : undefined;
  if (service === undefined) throw new Error(`${PROTO} does not define eventbus.v1.PubSub`);
  return service as Parameters<Server['addService']>[0]; // shape guaranteed by the proto file
}

/** Starts the service on 127.0.0.1. */
export async function startPubSub(options: PubSubOptions, port = 0): Promise<PubSubServer> {
  const topics = new Topics(options);
  const subscriptions = new Set<Subscription>();
  const server = new Server({ 'grpc.max_receive_message_length': MESSAGE_BYTES_MAX });

  const subscribe = (call: SubscribeCall): void => {
    const rpcId = randomUUID();
    const refuse = (error: unknown): void => {
      const failure = toServiceError(error, 'Subscribe', rpcId);
      options.onRpc?.('Subscribe', '', failure.code);
      call.emit('error', failure);
    };
    const open = (userId: string): void => {
      const subscription = new Subscription({ ...options, topics, onFinish: (finished) => subscriptions.delete(finished) }, call, userId);
      subscriptions.add(subscription);
      options.onRpc?.('Subscribe', userId, status.OK);
    };
    try {
      const userId = authenticate(options, call.metadata);
      applyFaults(options, 'Subscribe').then(() => open(userId), refuse);
    } catch (error) {
      refuse(error);
    }
  };

  server.addService(serviceDefinition(), {
    GetTopic: unary(options, 'GetTopic', (request: TopicRequest, userId, rpcId) => topicInfo(options, topics, request.topicName, userId, rpcId)),
    GetSchema: unary(options, 'GetSchema', ({ schemaId }: SchemaRequest, _, rpcId): SchemaInfo => ({ schemaJson: topics.schema(schemaId), schemaId, rpcId })),
    Publish: unary(options, 'Publish', (request: PublishRequest, userId, rpcId) =>
      publish({ ...options, topics }, topics.find(request.topicName, userId), userId, request, rpcId),
    ),
    Subscribe: subscribe,
    PublishStream: (call: PublishCall) => publishStream(options, topics, call),
    ManagedSubscribe: managedSubscribe,
  });
  const bound = await listen(server, port, options.tls);
  return {
    port: bound,
    streams: () => subscriptions.size,
    killStreams: (code = 'service.unavailable') => {
      const open = [...subscriptions];
      for (const subscription of open) subscription.fail(new RpcFailure(code, 'The service is unavailable. Try again later.'));
      return open.length;
    },
    clear: () => topics.clear(),
    close: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.forceShutdown(), 50);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
      }),
  };
}
