/**
 * Purpose: the Pub/Sub API of the local org: gRPC over TLS, Avro payloads, replay, flow control.
 * In: gRPC calls with the metadata of a session, commits of the org, faults of the plan.
 * Out: FetchResponses, publish results, errors with the platform's trailers.
 * Never: decides what is published (the org does) or keeps events (the org does).
 * Tests: beside the files (`*.test.ts`).
 */
export { schemaArchive } from './archive.ts';
export { ensureCertificates } from './certificates.ts';
export type { Certificates } from './certificates.ts';
export { startPubSub } from './server.ts';
export type { PubSubOptions, PubSubServer } from './server.ts';
export { defaultSettings } from './settings.ts';
export type { PubSubSettings } from './settings.ts';
export type { FailureCode } from './failure.ts';
