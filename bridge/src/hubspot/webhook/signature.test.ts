import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { decodeUri, sign, verify } from './signature.ts';
import type { SignedRequest } from './signature.ts';

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const now = 1_763_718_000_000;
const url = 'https://bridge.example.com/webhooks/hubspot?hub%3Aid=1%2C2%20x';
const body = Buffer.from('[{"eventId":1,"note":"Zoë"}]');

function request(over: Partial<SignedRequest> = {}): SignedRequest {
  const timestamp = String(now);
  return { method: 'POST', url, body, timestamp, signature: sign(secret, { method: 'POST', url, body }, timestamp), ...over };
}

describe('webhook signature v3', () => {
  test('is the HMAC of method, decoded URI, raw body and timestamp', () => {
    const base = `POSThttps://bridge.example.com/webhooks/hubspot?hub:id=1,2%20x${body.toString('utf8')}${String(now)}`;
    expect(sign(secret, { method: 'POST', url, body }, String(now))).toBe(createHmac('sha256', secret).update(base, 'utf8').digest('base64'));
  });

  test('decodes exactly the escapes HubSpot names, in either case', () => {
    expect(decodeUri('%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B%3a')).toBe(":/?@!$'()*,;:");
    expect(decodeUri('%20%23%26%3D%2B%25')).toBe('%20%23%26%3D%2B%25');
  });

  test('a genuine request passes and names its secret, also the older of two', () => {
    expect(verify(request(), [secret], now)).toEqual({ ok: true, secret });
    expect(verify(request(), ['newer', secret], now)).toEqual({ ok: true, secret });
  });

  test.each([
    ['another body', { body: Buffer.from('[{"eventId":2}]') }],
    ['the same JSON in other bytes', { body: Buffer.from('[{"eventId": 1,"note":"Zoë"}]') }],
    ['another method', { method: 'PUT' }],
    ['another host', { url: url.replace('bridge', 'evil') }],
    ['a shorter signature', { signature: 'AAAA' }],
  ])('%s is refused', (_name, over) => {
    expect(verify(request(over), [secret], now)).toEqual({ ok: false, reason: 'signature mismatch' });
  });

  test('the window is five minutes both ways', () => {
    const limitMs = 300_000;
    expect(verify(request(), [secret], now + limitMs).ok).toBe(true);
    expect(verify(request(), [secret], now + limitMs + 1)).toEqual({ ok: false, reason: 'timestamp outside 5 minutes' });
    expect(verify(request(), [secret], now - limitMs - 1)).toEqual({ ok: false, reason: 'timestamp outside 5 minutes' });
  });

  test('a missing signature, a missing or non-numeric timestamp and no secret at all are refused', () => {
    expect(verify(request({ signature: undefined }), [secret], now)).toMatchObject({ reason: 'signature missing' });
    expect(verify(request({ timestamp: undefined }), [secret], now)).toMatchObject({ reason: 'timestamp missing' });
    expect(verify(request({ timestamp: 'soon' }), [secret], now)).toMatchObject({ reason: 'timestamp missing' });
    expect(verify(request(), [], now)).toMatchObject({ reason: 'signature mismatch' });
  });
});
