import { describe, expect, test } from '@jest/globals';
import { existingId, toFailure } from './faults.ts';
import type { CallFailure } from './faults.ts';

const now = 1_000_000;
function failure(code: number, body: unknown = {}, headers: Record<string, string> = {}): CallFailure {
  return toFailure(Object.assign(new Error('api'), { code, body, headers }), now);
}

describe('HubSpot failures', () => {
  test.each([
    [429, { policyName: 'TEN_SECONDLY_ROLLING' }, 'budget', 10_000, true],
    [429, { policyName: 'SECONDLY' }, 'budget', 1_000, true],
    [429, { message: 'You have reached your daily limit.' }, 'budget', 900_000, true],
    [423, {}, 'transient', 2_000, true],
    [477, {}, 'transient', 600_000, true],
    [401, { category: 'EXPIRED_AUTHENTICATION' }, 'auth', 5_000, true],
    [500, {}, 'transient', 5_000, false],
    [502, '<html>bad gateway</html>', 'transient', 5_000, false],
    [524, '<html/>', 'transient', 5_000, false],
    [521, '<html/>', 'transient', 5_000, true],
  ] as const)('%i %j is %s, retried after %i ms, surely not done: %s', (status, body, kind, waitMs, notLanded) => {
    expect(failure(status, body)).toMatchObject({ kind, retryAt: now + waitMs, notLanded });
  });

  test.each([[400], [403], [404], [409], [413], [414]])('%i will not pass by itself', (status) => {
    expect(failure(status, { category: 'VALIDATION_ERROR' })).toMatchObject({ kind: 'permanent', retryAt: null, notLanded: true });
  });

  test('a migration says when to come back', () => {
    expect(failure(477, {}, { 'retry-after': '30' }).retryAt).toBe(now + 30_000);
  });

  test('validation reasons hidden in the message become code and fields', () => {
    const message =
      'Property values were not valid: [{"isValid":false,"message":"x was not one of the allowed options","error":"INVALID_OPTION","name":"lifecyclestage"}]';
    expect(failure(400, { category: 'VALIDATION_ERROR', message }).fault).toMatchObject({ code: 'INVALID_OPTION', fields: ['lifecyclestage'] });
  });

  test('the id in the way is read from the text', () => {
    expect(failure(409, { category: 'CONFLICT', message: 'Contact already exists. Existing ID: 51' }).fault).toMatchObject({
      code: 'CONFLICT',
      existingId: '51',
    });
    expect(existingId('no id here')).toBeNull();
  });

  test('the inputs an error names are found, wherever it puts them', () => {
    const parsed = failure(400, { context: { ids: ['7'] }, errors: [{ context: { objectWriteTraceId: ['3'] } }] });
    expect([parsed.ids, parsed.traceIds]).toEqual([['7'], ['3']]);
  });

  test('only a connection that was never made is surely not done', () => {
    const broken = (code: string): CallFailure =>
      toFailure(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) }), now);
    expect(broken('ECONNREFUSED')).toMatchObject({ kind: 'transient', notLanded: true });
    expect(broken('ECONNRESET')).toMatchObject({ kind: 'transient', notLanded: false });
  });
});
