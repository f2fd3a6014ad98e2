/** Why a subscription ended, and what follows from it. Dispatch is on the gRPC status and Salesforce's `error-code` trailer. */
import { status as grpcStatus } from '@grpc/grpc-js';
import type { Metadata } from '@grpc/grpc-js';

export type StreamEnd = {
  readonly kind: 'auth' | 'replay-lost' | 'allocation-spent' | 'misconfigured' | 'broken' | 'closed';
  readonly code: string;
};

const prefix = 'sfdc.platform.eventbus.grpc.';

function trailer(error: object, name: string): string {
  const metadata = 'metadata' in error ? (error.metadata as Metadata) : null;
  return String(metadata?.get(name)[0] ?? '');
}

/** Classifies an error of the stream; null means that the server ended it without one. */
export function streamEnd(error: unknown): StreamEnd {
  if (error === null || error === undefined) return { kind: 'closed', code: 'CLOSED' };
  if (typeof error !== 'object' || !('code' in error) || typeof error.code !== 'number')
    return { kind: 'broken', code: error instanceof Error ? error.name : 'UNKNOWN' };
  const code = trailer(error, 'error-code').replace(prefix, '') || (grpcStatus[error.code] ?? String(error.code));
  if (error.code === grpcStatus.UNAUTHENTICATED || code.startsWith('service.auth')) return { kind: 'auth', code };
  // Salesforce says "corrupted" for an id that expired (72 h), that a sandbox refresh made void, and for a wrong one alike.
  if (code.includes('replayid.corrupted') || code.includes('replayid.validation.failed')) return { kind: 'replay-lost', code };
  if (code === 'subscription.limit.exceeded') return { kind: 'allocation-spent', code };
  if (error.code === grpcStatus.NOT_FOUND || error.code === grpcStatus.PERMISSION_DENIED) return { kind: 'misconfigured', code };
  return { kind: 'broken', code };
}
