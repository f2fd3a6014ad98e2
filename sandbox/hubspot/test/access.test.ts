import { Client } from '@hubspot/api-client';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cleanUp, startRig, type Rig } from './harness.ts';

afterEach(cleanUp);

const contacts = '/crm/v3/objects/contacts';
const grantTypes = { code: 'authorization_code', refresh: 'refresh_token' } as const;

describe('tokens', () => {
  test.each([
    ['no header', undefined],
    ['another scheme', 'Basic abc'],
    ['an unknown token', 'Bearer nope'],
  ])('%s is 401', async (_name, authorization) => {
    const rig = await startRig();
    const answer = await fetch(rig.url + contacts, authorization === undefined ? {} : { headers: { authorization } });
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { status: 'error', category: 'INVALID_AUTHENTICATION', correlationId: expect.any(String) },
    ]);
  });

  test('a missing scope is 403 and named', async () => {
    const rig = await startRig();
    await rig.control('PUT', 'apps/bridge', { scopes: ['crm.objects.contacts.read'] });
    expect((await rig.call('GET', contacts)).status).toBe(200);
    const { status, body } = await rig.call('POST', contacts, { properties: { firstname: 'A' } });
    expect([status, body]).toMatchObject([
      403,
      { category: 'MISSING_SCOPES', errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }] },
    ]);
  });

  async function connect(rig: Rig) {
    const { clientId, clientSecret } = rig.handle.ready.apps.bridge;
    const redirect = 'https://bridge.example/back';
    const { code } = await rig.control('POST', 'oauth/authorize', { app: 'bridge', scopes: ['crm.objects.contacts.read'], redirectUri: redirect });
    const api = new Client({ basePath: rig.url }).oauth.tokensApi;
    const tokens = await api.create(grantTypes.code, String(code), redirect, clientId, clientSecret);
    return { api, tokens, clientId, clientSecret, redirect, code: String(code) };
  }

  test('a code becomes tokens once; the refresh token serves again and again', async () => {
    const rig = await startRig();
    const { api, tokens, clientId, clientSecret, redirect, code } = await connect(rig);
    expect(tokens).toMatchObject({ tokenType: 'bearer', expiresIn: 1800 });
    expect(tokens.accessToken.length).toBeGreaterThan(300);
    expect((await rig.call('GET', contacts, undefined, tokens.accessToken)).status).toBe(200);
    expect((await rig.call('POST', contacts, { properties: { firstname: 'A' } }, tokens.accessToken)).status).toBe(403);
    await expect(api.create(grantTypes.code, code, redirect, clientId, clientSecret)).rejects.toMatchObject({ code: 400, body: { status: 'BAD_AUTH_CODE' } });
    for (let round = 0; round < 2; round += 1) {
      const fresh = await api.create(grantTypes.refresh, undefined, undefined, clientId, clientSecret, tokens.refreshToken);
      expect(fresh.accessToken).not.toBe(tokens.accessToken);
      expect(fresh.refreshToken).toBe(tokens.refreshToken);
    }
    await expect(api.create(grantTypes.refresh, undefined, undefined, clientId, clientSecret, 'gone')).rejects.toMatchObject({
      code: 400,
      body: { status: 'BAD_REFRESH_TOKEN' },
    });
    await expect(api.create(grantTypes.refresh, undefined, undefined, clientId, 'wrong', tokens.refreshToken)).rejects.toMatchObject({
      code: 400,
      body: { status: 'BAD_CLIENT_SECRET' },
    });
  });

  test('an access token dies after half an hour, or when told', async () => {
    const rig = await startRig();
    const { tokens } = await connect(rig);
    const status = async (): Promise<number> => (await rig.call('GET', contacts, undefined, tokens.accessToken)).status;
    await rig.control('PUT', 'clock', { advanceMs: 1_790_000 });
    expect(await status()).toBe(200);
    await rig.control('PUT', 'clock', { advanceMs: 17_000 });
    expect((await rig.call('GET', contacts, undefined, tokens.accessToken)).body).toMatchObject({
      category: 'EXPIRED_AUTHENTICATION',
      message: expect.stringMatching(/expired \d+ second\(s\) ago/),
    });
    await rig.control('PUT', 'clock', { offsetMs: 0 });
    expect(await status()).toBe(200);
    await rig.control('POST', 'oauth/expire');
    expect(await status()).toBe(401);
  });

  test('tokens can be looked up and a refresh token revoked', async () => {
    const rig = await startRig();
    const { tokens } = await connect(rig);
    const oauth = new Client({ basePath: rig.url }).oauth;
    expect(await oauth.accessTokensApi.get(tokens.accessToken)).toMatchObject({ hubId: rig.handle.ready.portalId, appId: 3127001 });
    expect(await oauth.refreshTokensApi.get(tokens.refreshToken)).toMatchObject({ clientId: rig.handle.ready.apps.bridge.clientId });
    await oauth.refreshTokensApi.archive(tokens.refreshToken);
    await expect(oauth.refreshTokensApi.get(tokens.refreshToken)).rejects.toMatchObject({ code: 404 });
  });
});

describe('limits', () => {
  test('the burst of ten seconds is per app, rolls, and shows in headers', async () => {
    const rig = await startRig();
    await rig.control('PUT', 'settings', { burstPerTenSeconds: 3 });
    await rig.control('PUT', 'clock', { frozen: true });
    const answers = [];
    for (let index = 0; index < 4; index += 1) answers.push(await rig.call('GET', contacts));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-remaining')).toBe('2');
    expect(answers[0]?.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(answers[3]?.body).toMatchObject({
      status: 'error',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      message: 'You have reached your ten_secondly_rolling limit.',
    });
    expect((await rig.call('GET', contacts, undefined, rig.handle.ready.apps.marketer.accessToken)).status).toBe(200);
    await rig.control('PUT', 'clock', { advanceMs: 10_001 });
    expect((await rig.call('GET', contacts)).status).toBe(200);
  });

  test('the day has its own limit, associations their own burst; both can be lifted', async () => {
    const rig = await startRig();
    await rig.control('PUT', 'settings', { dailyCalls: 2, associationsPerTenSeconds: 1 });
    const labels = '/crm/v4/associations/contacts/companies/labels';
    expect((await rig.call('GET', labels)).status).toBe(200);
    expect((await rig.call('GET', labels)).body['policyName']).toBe('TEN_SECONDLY_ROLLING');
    expect((await rig.call('GET', contacts)).status).toBe(200);
    expect((await rig.call('GET', contacts)).body['policyName']).toBe('DAILY');
    await rig.control('POST', 'limits/lift');
    expect((await rig.call('GET', contacts)).status).toBe(200);
    expect(await rig.control('POST', 'limits/restore')).toMatchObject({ burstPerTenSeconds: 190, searchPerSecond: 5 });
  });
});

describe('the edge', () => {
  test.each([
    ['an unknown path', 'GET', '/crm/v9/objects', 404],
    ['a wrong method', 'PUT', '/crm/v3/objects/contacts', 405],
    ['a date-based path, which this portal does not serve', 'GET', '/crm/objects/2026-03/contacts', 404],
    ['a query beyond the line', 'GET', `${contacts}?properties=${'x'.repeat(17_000)}`, 414],
  ])('%s', async (_name, method, path, status) => {
    const rig = await startRig();
    expect((await rig.call(method, path)).status).toBe(status);
  });

  test('a body that is no JSON is 400', async () => {
    const rig = await startRig();
    const answer = await fetch(rig.url + contacts, {
      method: 'POST',
      body: '{',
      headers: { authorization: `Bearer ${rig.handle.ready.apps.bridge.accessToken}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { category: 'VALIDATION_ERROR' }]);
  });

  test('faults: a lost response is written, a throttle speaks HubSpot', async () => {
    const rig = await startRig();
    await rig.control('PUT', 'faults', [
      { match: { method: 'POST', path: contacts }, action: { do: 'lose-response' } },
      { match: { method: 'GET', path: contacts }, action: { do: 'throttle' } },
    ]);
    await expect(rig.call('POST', contacts, { properties: { email: 'a@x.example' } })).rejects.toThrow();
    expect(rig.handle.portal.state.of('contacts').size).toBe(1);
    expect((await rig.call('GET', contacts)).body['policyName']).toBe('TEN_SECONDLY_ROLLING');
  });
});
