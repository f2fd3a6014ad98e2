import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, startTestOrg } from './testing/local-org.ts';
import type { TestOrg } from './testing/local-org.ts';

let org: TestOrg;
let key: string;
const otherKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

beforeAll(async () => {
  org = await startTestOrg();
  key = readFileSync(org.local.ready.oauth.jwt.privateKeyFile, 'utf8');
});
afterAll(() => org.stop());

type Claims = { readonly iss?: string; readonly sub?: string; readonly aud?: string; readonly exp?: number };

function assertion(claims: Claims = {}, signingKey = key, alg = 'RS256'): string {
  const { clientId, username } = org.local.ready.oauth.jwt;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg })}.${part({ iss: clientId, sub: username, aud: 'https://login.salesforce.com', exp: Math.floor(Date.now() / 1000) + 180, ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(signingKey, 'base64url')}`;
}

async function token(form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(org.local.ready.oauth.tokenUrl, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: response.status, body: await response.json() };
}
const jwt = (text: string): ReturnType<typeof token> => token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });
const limits = (accessToken: unknown): Promise<Response> =>
  fetch(`${org.url}/services/data/v68.0/limits`, { headers: { Authorization: `Bearer ${String(accessToken)}` } });

describe('JWT bearer', () => {
  test('gives a token that works and says nothing of its life', async () => {
    const { status, body } = await jwt(assertion());
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(new RegExp(`^${org.local.ready.orgId.slice(0, 15)}!AQ`)),
      signature: expect.any(String),
      scope: 'id api',
      instance_url: org.url,
      id: `${org.url}/id/${org.local.ready.orgId}/${org.local.ready.personas.integration.userId}`,
      token_type: 'Bearer',
      issued_at: expect.stringMatching(/^\d+$/),
    });
    expect((await limits(at(body, 'access_token'))).status).toBe(200);
    const identity = await fetch(String(at(body, 'id')), { headers: { Authorization: `Bearer ${String(at(body, 'access_token'))}` } });
    expect(await identity.json()).toMatchObject({ username: org.local.ready.oauth.jwt.username, organization_id: org.local.ready.orgId });
  });

  test.each<[string, () => string, string, string]>([
    ['another key', () => assertion({}, otherKey), 'invalid_grant', 'invalid assertion'],
    ['another algorithm', () => assertion({}, key, 'HS256'), 'invalid_grant', 'invalid assertion'],
    ['no JWT at all', () => 'nonsense', 'invalid_grant', 'invalid assertion'],
    ['an unknown app', () => assertion({ iss: 'nobody' }), 'invalid_client_id', 'client identifier invalid'],
    ['another audience', () => assertion({ aud: 'https://example.com' }), 'invalid_grant', 'audience is invalid'],
    ['an expired assertion', () => assertion({ exp: Math.floor(Date.now() / 1000) - 10 }), 'invalid_grant', 'expired assertion'],
    ['an unknown user', () => assertion({ sub: 'nobody@example.com' }), 'invalid_grant', "user hasn't approved this consumer"],
    [
      'a user not approved',
      () => assertion({ sub: org.local.ready.personas.rep1.username }),
      'invalid_app_access',
      'user is not admin approved to access this app',
    ],
  ])('%s is refused', async (_, text, error, error_description) => expect(await jwt(text())).toEqual({ status: 400, body: { error, error_description } }));
});

describe('client credentials', () => {
  const credentials = (): { client_id: string; client_secret: string } => ({
    client_id: org.local.ready.oauth.clientId,
    client_secret: org.local.ready.oauth.clientSecret,
  });
  test('give a token of the run-as user', async () => {
    const { body } = await token({ grant_type: 'client_credentials', ...credentials() });
    expect(at(body, 'id')).toContain(org.local.ready.personas.integration.userId);
    const { client_id, client_secret } = credentials();
    const basic = await token(
      { grant_type: 'client_credentials' },
      { Authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
    );
    expect(basic.status).toBe(200);
  });
  test('are refused as the platform refuses them', async () => {
    const grant = { grant_type: 'client_credentials' };
    const { client_id, client_secret } = credentials();
    expect(await token({ ...grant, client_id, client_secret: 'wrong' })).toEqual({
      status: 400,
      body: { error: 'invalid_client', error_description: 'invalid client credentials' },
    });
    expect(at((await token({ ...grant, client_id: 'nobody', client_secret })).body, 'error')).toBe('invalid_client_id');
    await org.control('PUT', 'apps', { clientId: client_id, runAsUserId: null });
    expect(await token({ ...grant, client_id, client_secret })).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'no client credentials user enabled' },
    });
    await org.control('PUT', 'apps', { clientId: client_id, clientCredentialsEnabled: false });
    expect(at((await token({ ...grant, client_id, client_secret })).body, 'error_description')).toBe('client credentials flow not enabled');
  });
  test('other grants are not supported', async () => {
    expect(await token({ grant_type: 'password' })).toEqual({
      status: 400,
      body: { error: 'unsupported_grant_type', error_description: 'grant type not supported' },
    });
  });
});

describe('the life of a token', () => {
  const fresh = async (): Promise<string> => String(at((await jwt(assertion())).body, 'access_token'));
  const userInfo = (accessToken: string): Promise<Response> =>
    fetch(`${org.url}/services/oauth2/userinfo`, { headers: { Authorization: `Bearer ${accessToken}` } });

  test('ends after two idle hours', async () => {
    const accessToken = await fresh();
    await org.control('PUT', 'clock', { advanceMs: 2 * 3_600_000 + 1000 });
    expect((await limits(accessToken)).status).toBe(401);
    expect((await limits(org.local.ready.personas.admin.accessToken)).status).toBe(200);
    await org.control('PUT', 'clock', { offsetMs: 0 });
  });
  test('ends when sessions are expired or the token is revoked', async () => {
    const [first, second] = [await fresh(), await fresh()];
    const revoke = (): Promise<Response> => fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: first }) });
    expect([(await revoke()).status, (await revoke()).status, (await limits(first)).status]).toEqual([200, 400, 401]);
    expect((await userInfo(second)).status).toBe(200);
    await org.control('POST', 'tokens/expire');
    expect([(await limits(second)).status, (await userInfo(second)).status]).toEqual([401, 403]);
  });
  test('userinfo names the user', async () => {
    expect(await (await userInfo(await fresh())).json()).toMatchObject({
      user_id: org.local.ready.personas.integration.userId,
      organization_id: org.local.ready.orgId,
      preferred_username: org.local.ready.oauth.jwt.username,
    });
  });
});
