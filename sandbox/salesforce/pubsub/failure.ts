/** Errors as the Pub/Sub API words them: a gRPC status and the trailers `error-code`, `rpc-id` and `type`. */

import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';

const PREFIX = 'sfdc.platform.eventbus.grpc.';

/** Error codes (without their common prefix) and the status each comes with (Pub/Sub API Guide, "Handle Errors"). */
const STATUS_BY_CODE = {
  'service.unavailable': status.INTERNAL,
  'service.auth.error': status.UNAUTHENTICATED,
  'service.auth.headers.invalid': status.UNAUTHENTICATED,
  'service.tenant.license': status.PERMISSION_DENIED,
  'service.protection.triggered': status.RESOURCE_EXHAUSTED,
  'topic.not.found': status.NOT_FOUND,
  'topic.meta.permission': status.PERMISSION_DENIED,
  'topic.validation.empty': status.INVALID_ARGUMENT,
  'schema.meta.permission': status.PERMISSION_DENIED,
  'schema.validation.failed': status.INVALID_ARGUMENT,
  'subscription.fetch.replayid.corrupted': status.INVALID_ARGUMENT,
  'subscription.fetch.replayid.validation.failed': status.INVALID_ARGUMENT,
  'subscription.fetch.requested.events.invalid': status.INVALID_ARGUMENT,
  'subscription.fetch.topic.mismatch': status.INVALID_ARGUMENT,
  'subscription.limit.exceeded': status.RESOURCE_EXHAUSTED,
  'subscription.topic.cannot.subscribe': status.PERMISSION_DENIED,
  'publish.event.count.invalid': status.INVALID_ARGUMENT,
  'publish.topic.mismatch': status.INVALID_ARGUMENT,
  'publish.topic.validation.empty': status.INVALID_ARGUMENT,
  'publish.stream.sweeper.timeout': status.DEADLINE_EXCEEDED,
  'managed.subscription.developer.name.not.found': status.PERMISSION_DENIED,
} as const;

export type FailureCode = keyof typeof STATUS_BY_CODE;

/** A refusal; it always ends the RPC, long-lived ones too. */
export class RpcFailure extends Error {
  readonly errorCode: FailureCode;
  readonly status: status;
  constructor(errorCode: FailureCode, message: string, code: status = STATUS_BY_CODE[errorCode]) {
    super(message);
    this.errorCode = errorCode;
    this.status = code;
  }
}

/** The failure as gRPC sends it. Anything that is no RpcFailure is an internal error of the service. */
export function toServiceError(error: unknown, rpc: string, rpcId: string): ServiceError {
  const failure = error instanceof RpcFailure ? error : new RpcFailure('service.unavailable', 'The service is unavailable. Try again later.');
  const metadata = new Metadata();
  metadata.set('error-code', `${PREFIX}${failure.errorCode}`);
  metadata.set('rpc-id', rpcId);
  metadata.set('type', rpc);
  const details = `${failure.message} rpcId: ${rpcId}`;
  return Object.assign(new Error(details), { code: failure.status, details, metadata });
}
