/** What a test may change about the stream's timing. Defaults are the service's own figures. */
export type PubSubSettings = {
  /** An idle subscriber with events outstanding hears from the server within this time (pubsub_api.proto, FetchResponse). */
  keepAliveMs: number;
  /** A stream whose client has asked for nothing more is closed after about this time (Pub/Sub API Guide, "Subscribe RPC Method"). */
  idleCloseMs: number;
  /** A publish stream must carry a request at least this often (pubsub_api.proto, PublishStream). */
  publishIdleMs: number;
  /** Most events in one FetchResponse; the service sends "one or more" responses of varying size. */
  batchMax: number;
  /** Changes with a stream reset; replay ids of an earlier epoch are refused. */
  epoch: number;
};

export const defaultSettings = (): PubSubSettings => ({ keepAliveMs: 270_000, idleCloseMs: 70_000, publishIdleMs: 70_000, batchMax: 100, epoch: 1 });
