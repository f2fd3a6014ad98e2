/** The wire messages, as `@grpc/proto-loader` gives them (camel case, enums by number, bytes as Buffer). */

export type TopicRequest = { readonly topicName: string };
export type TopicInfo = {
  readonly topicName: string;
  readonly tenantGuid: string;
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly schemaId: string;
  readonly rpcId: string;
};
export type SchemaRequest = { readonly schemaId: string };
export type SchemaInfo = { readonly schemaJson: string; readonly schemaId: string; readonly rpcId: string };
export type ProducerEvent = { readonly id: string; readonly schemaId: string; readonly payload: Buffer };
export type ConsumerEvent = { readonly event: ProducerEvent; readonly replayId: Buffer };
export type FetchRequest = { readonly topicName: string; readonly replayPreset: number; readonly replayId: Buffer; readonly numRequested: number };
export type FetchResponse = {
  readonly events: readonly ConsumerEvent[];
  readonly latestReplayId: Buffer;
  readonly rpcId: string;
  readonly pendingNumRequested: number;
};
export type PublishRequest = { readonly topicName: string; readonly events: readonly ProducerEvent[] };
export type PublishResult = { readonly replayId?: Buffer; readonly error?: { readonly code: number; readonly msg: string }; readonly correlationKey: string };
export type PublishResponse = { readonly results: readonly PublishResult[]; readonly schemaId: string; readonly rpcId: string };

export const REPLAY_LATEST = 0;
export const REPLAY_EARLIEST = 1;
export const REPLAY_CUSTOM = 2;
export const ERROR_PUBLISH = 1;
