/** The Pub/Sub API over gRPC, as thin as it can be: TLS always, fresh metadata on every call, replay ids left as the bytes they are. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { credentials, loadPackageDefinition, Metadata } from '@grpc/grpc-js';
import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Token } from '../auth.ts';

export type FetchRequest = {
  readonly topic_name?: string;
  readonly replay_preset?: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  readonly replay_id?: Uint8Array;
  readonly num_requested: number;
};
export type ConsumerEvent = { readonly event: { readonly id: string; readonly schema_id: string; readonly payload: Buffer }; readonly replay_id: Buffer };
export type FetchResponse = {
  readonly events: readonly ConsumerEvent[];
  readonly latest_replay_id: Buffer;
  readonly rpc_id: string;
  readonly pending_num_requested: number;
};
export type Subscription = ClientDuplexStream<FetchRequest, FetchResponse>;

export type PubSubOptions = {
  /** `api.pubsub.salesforce.com:7443`. */
  readonly endpoint: string;
  /** PEM of a certificate authority to trust besides none other; null = the system's. */
  readonly caFile: string | null;
};
export type PubSubClient = {
  subscribe(token: Token): Subscription;
  schema(token: Token, schemaId: string): Promise<string>;
  close(): void;
};

type Callback<T> = (error: ServiceError | null, answer: T) => void;
type Stub = {
  Subscribe(metadata: Metadata): Subscription;
  GetSchema(request: { schema_id: string }, metadata: Metadata, options: { deadline: number }, done: Callback<{ schema_json: string }>): void;
  close(): void;
};

const protoFile = fileURLToPath(new URL('../../../../config/salesforce/pubsub_api.proto', import.meta.url));
const schemaTimeoutMs = 20_000;
/** Salesforce batches events up to 3 MB; one event has at most 1 MB. */
const messageMax = 8 * 1_024 * 1_024;

function metadataOf({ accessToken, instanceUrl, orgId }: Token): Metadata {
  const metadata = new Metadata();
  metadata.set('accesstoken', accessToken);
  metadata.set('instanceurl', instanceUrl);
  metadata.set('tenantid', orgId);
  return metadata;
}

/** Opens a channel; calls on it fail until the endpoint answers. */
export function createPubSubClient({ endpoint, caFile }: PubSubOptions): PubSubClient {
  const loaded = loadPackageDefinition(loadSync(protoFile, { keepCase: true, longs: String, enums: String, defaults: true }));
  // grpc-js builds the service class from the proto at run time, so its type is stated here.
  const { PubSub } = (loaded as unknown as { eventbus: { v1: { PubSub: new (endpoint: string, channel: unknown, options: object) => Stub } } }).eventbus.v1;
  const stub = new PubSub(endpoint, credentials.createSsl(caFile === null ? null : readFileSync(caFile)), {
    'grpc.max_receive_message_length': messageMax,
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
  });
  return {
    subscribe: (token) => stub.Subscribe(metadataOf(token)),
    schema: (token, schemaId) =>
      new Promise((resolve, reject) => {
        stub.GetSchema({ schema_id: schemaId }, metadataOf(token), { deadline: Date.now() + schemaTimeoutMs }, (error, answer) =>
          error === null ? resolve(answer.schema_json) : reject(error),
        );
      }),
    close: () => stub.close(),
  };
}
