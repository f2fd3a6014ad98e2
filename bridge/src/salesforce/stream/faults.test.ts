import { describe, expect, test } from '@jest/globals';
import { Metadata } from '@grpc/grpc-js';
import { streamEnd } from './faults.ts';

function grpcError(code: number, errorCode?: string): Error {
  const metadata = new Metadata();
  if (errorCode !== undefined) metadata.set('error-code', `sfdc.platform.eventbus.grpc.${errorCode}`);
  return Object.assign(new Error('ended'), { code, metadata });
}

describe('the end of a subscription', () => {
  test.each([
    [16, 'service.auth.error', 'auth'],
    [16, undefined, 'auth'],
    [3, 'subscription.fetch.replayid.corrupted', 'replay-lost'],
    [3, 'subscription.fetch.replayid.validation.failed', 'replay-lost'],
    [8, 'subscription.limit.exceeded', 'allocation-spent'],
    [5, 'topic.not.found', 'misconfigured'],
    [7, undefined, 'misconfigured'],
    [13, 'service.unavailable', 'broken'],
    [14, undefined, 'broken'],
  ])('status %i with %s is %s', (code, errorCode, kind) => {
    expect(streamEnd(grpcError(code, errorCode)).kind).toBe(kind);
  });

  test('an end without error is closed, anything else broken', () => {
    expect(streamEnd(null)).toEqual({ kind: 'closed', code: 'CLOSED' });
    expect(streamEnd(new TypeError('x'))).toEqual({ kind: 'broken', code: 'TypeError' });
  });
});
