import { describe, expect, test } from '@jest/globals';
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { assertion, requestToken } from './auth.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const now = 1_763_718_000_000;
const auth = { kind: 'jwt', clientId: 'consumer', username: 'bridge@example.com', privateKey } as const;

describe('Salesforce login', () => {
  test('the assertion is signed RS256 and lives minutes, in seconds', () => {
    const [head = '', claims = '', signature = ''] = assertion(auth, 'https://acme.my.salesforce.com/', now).split('.');
    expect(createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'consumer',
      sub: 'bridge@example.com',
      aud: 'https://acme.my.salesforce.com',
      exp: now / 1_000 + 180,
    });
  });

  test('an audience of its own wins over the login URL', () => {
    const [, claims = ''] = assertion({ ...auth, audience: 'https://login.salesforce.com' }, 'https://acme.my.salesforce.com', now).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'https://login.salesforce.com' });
  });

  test('a key that cannot sign says so without asking anybody', async () => {
    const result = await requestToken({ ...auth, privateKey: 'not a key' }, 'http://127.0.0.1:1', { now: () => now, sleep: () => Promise.resolve() });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'auth', code: 'PRIVATE_KEY_UNREADABLE' } });
  });
});
