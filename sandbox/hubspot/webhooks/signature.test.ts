import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { retryWaitMs, RETRIES_MAX } from './delivery.ts';
import { signableUri, signatureV1, signatureV2, signatureV3 } from './signature.ts';

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';

describe('signatures', () => {
  test('v1 equals the published vector', () => {
    const body =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    expect(signatureV1({ secret, body })).toBe('232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de');
  });

  test('v2 equals the published vector', () => {
    const request = { secret, method: 'POST', uri: 'https://www.example.com/webhook_uri', body: '{"example_field":"example_value"}' };
    expect(signatureV2(request)).toBe('9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900');
  });

  test('v3 covers method, URI, body and time', () => {
    const request = { secret, method: 'POST', uri: 'https://x.example/h?a=%2Fb%20c', body: '[]', timestamp: 1_700_000_000_000 };
    const expected = createHmac('sha256', secret).update('POSThttps://x.example/h?a=/b%20c[]1700000000000').digest('base64');
    expect(signatureV3(request)).toBe(expected);
    expect(signatureV3({ ...request, timestamp: 1 })).not.toBe(expected);
  });

  test('only the published escapes are undone', () => {
    expect(signableUri('https://x/%3a%2F%3F%40%21%24%27%28%29%2A%2C%3B')).toBe("https://x/:/?@!$'()*,;");
    expect(signableUri('https://x/%20%25%26%3D%23%2B')).toBe('https://x/%20%25%26%3D%23%2B');
  });
});

describe('retries', () => {
  test('waits grow, jitter by a fifth and fill at most a day', () => {
    const waits = Array.from({ length: RETRIES_MAX }, (_, index) => retryWaitMs(index + 1, 1, 0.5));
    expect(waits).toEqual([...waits].sort((left, right) => left - right));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(24 * 3_600_000);
    expect(retryWaitMs(1, 1, 0)).toBeCloseTo(48_000);
    expect(retryWaitMs(1, 0.001, 1)).toBeCloseTo(72);
  });
});
