/** A plain gRPC client of the service, as a stranger would write it from the proto file. */

import { fileURLToPath } from 'node:url';
import { Metadata, credentials, loadPackageDefinition, makeGenericClientConstructor } from '@grpc/grpc-js';
import type { Client, ClientDuplexStream, ServiceDefinition, ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { FetchRequest, FetchResponse, PublishRequest, PublishResponse, SchemaInfo, TopicInfo } from '../messages.ts';

const PROTO = fileURLToPath(new URL('../../../../config/salesforce/pubsub_api.proto', import.meta.url));

export type PubSubClient = {
  readonly getTopic: (topicName: string) => Promise<TopicInfo>;
  readonly getSchema: (schemaId: string) => Promise<SchemaInfo>;
  readonly publish: (request: PublishRequest) => Promise<PublishResponse>;
  readonly subscribe: () => TestStream;
  readonly managedSubscribe: () => Promise<ServiceError>;
  readonly close: () => void;
};

/** A subscription whose responses are awaited one by one. */
export type TestStream = {
  readonly fetch: (request: Partial<FetchRequest>) => void;
  /** The next response, waiting for it if need be. */
  readonly next: () => Promise<FetchResponse>;
  /** How the stream ended: null for a plain end. */
  readonly ended: Promise<ServiceError | null>;
  readonly cancel: () => void;
};

function wrap(call: ClientDuplexStream<Partial<FetchRequest>, FetchResponse>): TestStream {
  const ready: FetchResponse[] = [];
  const waiting: ((response: FetchResponse) => void)[] = [];
  call.on('data', (response: FetchResponse) => {
    const first = waiting.shift();
    if (first === undefined) ready.push(response);
    else first(response);
  });
  const ended = new Promise<ServiceError | null>((resolve) => {
    call.on('error', resolve);
    call.on('end', () => resolve(null));
  });
  const next = (): Promise<FetchResponse> => {
    const first = ready.shift();
    return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
  };
  return { fetch: (request) => void call.write(request), next, ended, cancel: () => call.cancel() };
}

function serviceOf(): ServiceDefinition {
  const loaded = loadPackageDefinition(loadSync(PROTO, { keepCase: false, longs: String, enums: Number, defaults: true }));
  const eventbus: unknown = loaded['eventbus'];
  return (eventbus as { v1: { PubSub: { service: ServiceDefinition } } }).v1.PubSub.service; // shape guaranteed by the proto file
}

export function connect(endpoint: string, ca: string, auth: Readonly<Record<string, string>>): PubSubClient {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(auth)) metadata.set(name, value);
  const service = serviceOf();
  const client: Client = new (makeGenericClientConstructor(service, 'PubSub'))(endpoint, credentials.createSsl(Buffer.from(ca)));
  const method = (name: string): NonNullable<ServiceDefinition[string]> => {
    const found = service[name];
    if (found === undefined) throw new Error(`no RPC ${name}`);
    return found;
  };
  const unary = <Response>(name: string, request: unknown): Promise<Response> => {
    const { path, requestSerialize, responseDeserialize } = method(name);
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, (error, response) =>
        error === null ? resolve(response as Response) : reject(error),
      );
    });
  };
  const duplex = (name: string): ClientDuplexStream<Partial<FetchRequest>, FetchResponse> => {
    const { path, requestSerialize, responseDeserialize } = method(name);
    return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata) as ClientDuplexStream<Partial<FetchRequest>, FetchResponse>;
  };
  return {
    getTopic: (topicName) => unary('GetTopic', { topicName }),
    getSchema: (schemaId) => unary('GetSchema', { schemaId }),
    publish: (request) => unary('Publish', request),
    subscribe: () => wrap(duplex('Subscribe')),
    managedSubscribe: () =>
      new Promise((resolve) =>
        duplex('ManagedSubscribe')
          .on('error', resolve)
          .on('data', () => undefined),
      ),
    close: () => client.close(),
  };
}
