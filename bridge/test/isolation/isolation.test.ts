/**
 * Two customers on one bridge: each an org with the package and a portal of its own, whose records have the same ids. Over the wire, nothing of one
 * is ever seen by the other.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { wallClock } from '../../src/operations/index.ts';
import { startBridge } from '../../src/service/index.ts';
import { api, startPlatform } from '../contract/gateway/sandbox.ts';
import type { HubSpotReady, Platform, SalesforceReady } from '../contract/gateway/sandbox.ts';

const withinMs = 60_000;
const data = '/services/data/v68.0';
const secrets: Readonly<Record<string, string>> = { API: 'operator-token-of-the-bridge', TOKEN_A: 'token-of-org-a', TOKEN_B: 'token-of-org-b' };

type Pair = { readonly org: Platform<SalesforceReady>; readonly portal: Platform<HubSpotReady> };

async function startPair(portalId: number): Promise<Pair> {
  const [org, portal] = await Promise.all([
    startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl, ['--package', 'force-app']),
    startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl, ['--portal-id', String(portalId)]),
  ]);
  return { org, portal };
}

function connectionOf(id: string, { org, portal }: Pair): object {
  const { oauth, instanceUrl, pubsub } = org.ready;
  const { bridge } = portal.ready.apps;
  return {
    id,
    apiToken: { env: `TOKEN_${id.toUpperCase()}` },
    salesforce: {
      loginUrl: instanceUrl,
      auth: {
        ...{ kind: 'jwt', clientId: oauth.jwt.clientId, username: oauth.jwt.username, audience: instanceUrl },
        privateKey: { file: oauth.jwt.privateKeyFile },
      },
      pubsub: { endpoint: pubsub.endpoint, caFile: pubsub.caFile },
    },
    hubspot: {
      ...{ baseUrl: portal.ready.baseUrl, portalId: String(portal.ready.portalId), appId: String(bridge.appId) },
      auth: { kind: 'token', accessToken: { env: `ACCESS_${id.toUpperCase()}` } },
      webhookSecrets: [{ env: `HOOK_${id.toUpperCase()}` }],
    },
  };
}

describe('two customers on one bridge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldwise-isolation-'));
  let pairs: { readonly a: Pair; readonly b: Pair };
  let bridge: Awaited<ReturnType<typeof startBridge>>;
  /** Newest first. */
  const stops: (() => Promise<void>)[] = [];

  const asAdmin = ({ org }: Pair, method: string, path: string, body?: unknown) =>
    api(org.ready.instanceUrl, org.ready.personas.admin.accessToken, method, `${data}${path}`, body);
  const contactsOf = async ({ portal }: Pair): Promise<readonly (string | null)[]> => {
    const { results } = await api(portal.ready.baseUrl, portal.ready.apps.marketer.accessToken, 'GET', '/crm/v3/objects/contacts?limit=100&properties=email');
    return (results as readonly { readonly properties: Readonly<Record<string, string | null>> }[]).map(({ properties }) => properties['email'] ?? null);
  };
  const phoneOf = async ({ portal }: Pair, email: string): Promise<string | null> => {
    const body = { idProperty: 'email', properties: ['phone'], inputs: [{ id: email }] };
    const { results } = await api(portal.ready.baseUrl, portal.ready.apps.marketer.accessToken, 'POST', '/crm/v3/objects/contacts/batch/read', body);
    return (results as readonly { readonly properties: Readonly<Record<string, string | null>> }[])[0]?.properties['phone'] ?? null;
  };
  async function until(what: string, done: () => Promise<boolean>): Promise<void> {
    for (const end = wallClock.now() + withinMs; wallClock.now() < end; await wallClock.sleep(100)) if (await done()) return;
    throw new Error(`not seen: ${what}`);
  }
  const status = async (token: string, connection: string): Promise<Response> =>
    fetch(`${bridge.url}/api/v1/status?connection=${connection}`, { headers: { authorization: `Bearer ${token}` } });
  const isAtRest = async (connection: string): Promise<boolean> => {
    const answer = await status(secrets['API'] ?? '', connection);
    const { counts, initialSync } = (await answer.json()) as {
      readonly counts: { readonly due: number; readonly leased: number };
      readonly initialSync: { readonly done: boolean };
    };
    return initialSync.done && counts.due === 0 && counts.leased === 0;
  };

  beforeAll(async () => {
    const [a, b] = await Promise.all([startPair(48_127_350), startPair(48_127_351)]);
    pairs = { a, b };
    for (const { org, portal } of [a, b]) stops.unshift(org.stop, portal.stop);
    const file = join(folder, 'fieldwise.json');
    const connections = [connectionOf('a', a), connectionOf('b', b)];
    writeFileSync(
      file,
      JSON.stringify({ dataDir: '.', http: { port: 0, publicUrl: 'http://127.0.0.1:1', apiToken: { env: 'API' } }, logLevel: 'fatal', connections }),
    );
    const env = {
      ...secrets,
      FIELDWISE_CONFIG: file,
      ...{ ACCESS_A: a.portal.ready.apps.bridge.accessToken, ACCESS_B: b.portal.ready.apps.bridge.accessToken },
      ...{ HOOK_A: a.portal.ready.apps.bridge.clientSecret, HOOK_B: b.portal.ready.apps.bridge.clientSecret },
    };
    const loaded = loadConfig({ env, readText: (path) => readFileSync(path, 'utf8') });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    bridge = await startBridge(loaded.config);
    stops.unshift(bridge.stop);
    await until('both connections are at rest', async () => (await isAtRest('a')) && isAtRest('b'));
  }, 300_000);
  afterAll(async () => {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test('records with the same id stay apart, and each edit reaches its own portal alone', async () => {
    const { a, b } = pairs;
    const lead = (name: string) => ({ LastName: name, Company: `${name} Ltd`, Email: `${name.toLowerCase()}@${name.toLowerCase()}.example`, Phone: '1' });
    const [one, other] = await Promise.all([asAdmin(a, 'POST', '/sobjects/Lead', lead('Ahlberg')), asAdmin(b, 'POST', '/sobjects/Lead', lead('Brandt'))]);
    expect(one['id']).toBe(other['id']);
    await until(
      'each in its portal',
      async () => (await contactsOf(a)).includes('ahlberg@ahlberg.example') && (await contactsOf(b)).includes('brandt@brandt.example'),
    );
    await asAdmin(a, 'PATCH', `/sobjects/Lead/${String(one['id'])}`, { Phone: '222' });
    await until('the edit', async () => (await phoneOf(a, 'ahlberg@ahlberg.example')) === '222');
    await until('both are at rest', async () => (await isAtRest('a')) && isAtRest('b'));
    expect([await contactsOf(a), await contactsOf(b), await phoneOf(b, 'brandt@brandt.example')]).toEqual([
      ['ahlberg@ahlberg.example'],
      ['brandt@brandt.example'],
      '1',
    ]);
  }, 120_000);

  test("an org's token opens its own connection and no other", async () => {
    const { TOKEN_A: own = '', API: operator = '' } = secrets;
    expect([(await status(own, 'a')).status, (await status(operator, 'b')).status]).toEqual([200, 200]);
    const refused = await status(own, 'b');
    expect([401, 403, 404]).toContain(refused.status);
    expect(await refused.text()).not.toContain('counts');
  });
});
