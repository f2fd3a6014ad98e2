import { createBackfillDesk } from '../backfill/index.ts';
import { createPreflightDesk } from '../preflight/index.ts';
import { createReconciliationDesk } from '../reconciliation/index.ts';
import { createDriftDesk } from '../drift/index.ts';
import { createBreakerDesk } from '../engine/index.ts';
import { createConsentDesk } from '../consent/index.ts';
import { createActivitiesDesk } from '../activities/index.ts';
import { createCampaignsDesk } from '../campaigns/index.ts';
import { createRelationsDesk } from '../relations/index.ts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Journal } from '../engine/index.ts';
import type { Engagement } from '../engagement/index.ts';
import type { Operations, OperationsDesk, OperationsResult, RuleDesk } from '../operations/index.ts';
import { createApp } from './app.ts';
import type { Check } from './health.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';
import type { WebhookReceiver } from './webhooks.ts';

type Delivery = Parameters<WebhookReceiver['accept']>[0];
const journal: Journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const fine = (value: unknown): Promise<OperationsResult<unknown>> => Promise.resolve({ ok: true, value });

describe('HTTP', () => {
  let server: RunningServer;
  let deliveries: Delivery[];
  let webhookAnswer: { status: number; reason: string };
  let checks: Check[];
  let asked: unknown[];

  beforeEach(async () => {
    deliveries = [];
    asked = [];
    checks = [{ name: 'store', isOk: true, detail: 'answers' }];
    webhookAnswer = { status: 204, reason: 'stored' };
    const told =
      (name: string) =>
      (...args: unknown[]) => {
        asked.push([name, ...args]);
        return fine({ name });
      };
    const operations = {
      status: told('status'),
      issues: told('issues'),
      issueGroups: told('issueGroups'),
      reviews: told('reviews'),
      decisions: told('decisions'),
      unlinked: told('unlinked'),
      explain: () => Promise.resolve({ ok: false, status: 404, error: 'never met' }),
      sweep: () => Promise.reject(new Error('secret detail')),
      replay: told('replay'),
      retry: told('retry'),
    } as unknown as Operations;
    const webhooks: WebhookReceiver = {
      accept: (request) => {
        deliveries.push(request);
        return Promise.resolve(webhookAnswer);
      },
    };
    const health = {
      readiness: () => Promise.resolve(checks),
      metrics: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'fieldwise_x 1\n' }),
    };
    const clock = { now: () => 1_000, sleep: () => Promise.resolve() };
    const tokens = [
      { token: 'the-token', connection: null },
      { token: 'an-orgs-token', connection: 'acme' },
    ];
    const ruleDesk = {} as unknown as RuleDesk;
    const engagement = {} as unknown as Engagement;
    const desk = {} as unknown as OperationsDesk;
    const api = {
      operations,
      desk,
      backfill: createBackfillDesk([]),
      preflight: createPreflightDesk([], createBackfillDesk([])),
      reconciliation: createReconciliationDesk([]),
      breakers: createBreakerDesk([]),
      drift: createDriftDesk([]),
      consent: createConsentDesk([]),
      relations: createRelationsDesk([]),
      campaigns: createCampaignsDesk([]),
      activities: createActivitiesDesk([]),
      ruleDesk,
      engagement,
      tokens,
      clock,
      callsPerMinute: 20,
    };
    server = await startServer(createApp({ webhooks, health, api, journal }), { host: '127.0.0.1', port: 0 });
  });
  afterEach(() => server.close(100));

  const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(server.url + path, init);
  const authorised = (path: string, init: RequestInit = {}): Promise<Response> =>
    call(path, { ...init, headers: { authorization: 'Bearer the-token', 'content-type': 'application/json' } });

  test('a delivery reaches the receiver as the bytes and the path that were sent', async () => {
    const body = '[ {"eventId":1,  "note":"Zoë"} ]';
    const response = await call('/webhooks/hubspot?tenant=a%3Ab', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-hubspot-signature-v3': 'sig', 'x-hubspot-request-timestamp': '1' },
    });
    expect(response.status).toBe(204);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({ method: 'POST', path: '/webhooks/hubspot?tenant=a%3Ab', signature: 'sig', timestamp: '1' });
    expect(Buffer.from(deliveries[0]?.body ?? []).toString()).toBe(body);
  });

  test.each([
    [401, 'signature mismatch'],
    [503, 'too much is waiting'],
    [400, 'no array'],
  ])('a refusal is told with its reason: %i', async (status, reason) => {
    webhookAnswer = { status, reason };
    const response = await call('/webhooks/hubspot', { method: 'POST', body: '[]' });
    expect([response.status, await response.json()]).toEqual([status, { error: reason }]);
  });

  test('a body beyond all bounds is refused before it is read', async () => {
    const response = await call('/webhooks/hubspot', { method: 'POST', body: Buffer.alloc(9 * 1_024 * 1_024) });
    expect(response.status).toBe(413);
    expect(deliveries).toEqual([]);
  });

  test('health is live, readiness tells what is missing', async () => {
    expect((await call('/health')).status).toBe(200);
    expect((await call('/ready')).status).toBe(200);
    checks = [...checks, { name: 'stream', isOk: false, detail: 'not connected' }];
    const response = await call('/ready');
    expect([response.status, await response.json()]).toEqual([503, { status: 'not ready', checks }]);
  });

  test('metrics are Prometheus text', async () => {
    const response = await call('/metrics');
    expect([await response.text(), response.headers.get('content-type')]).toEqual(['fieldwise_x 1\n', expect.stringContaining('text/plain; version=0.0.4')]);
  });

  test('the API answers nobody without the token', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic the-token', 'Bearer']) {
      const response = await call('/api/v1/status', authorization === '' ? {} : { headers: { authorization } });
      expect(response.status).toBe(401);
    }
    expect(asked).toEqual([]);
    expect((await authorised('/api/v1/status')).status).toBe(200);
  });

  test('queries are checked and handed on', async () => {
    await authorised('/api/v1/issues?limit=5&code=validation-rule&connection=main');
    await authorised('/api/v1/decisions?record=51&field=person.phone');
    expect(asked).toEqual([
      ['issues', 'main', { limit: 5, open: true, code: 'validation-rule' }],
      ['decisions', undefined, { limit: 50, record: '51', field: 'person.phone' }],
    ]);
    const response = await authorised('/api/v1/issues?limit=0');
    expect([response.status, JSON.stringify(await response.json())]).toEqual([400, expect.stringContaining('limit')]);
  });

  test('an operation that refuses says so; one that fails keeps its details to itself', async () => {
    const refused = await authorised('/api/v1/explain?record=x');
    expect([refused.status, await refused.json()]).toEqual([404, { error: 'never met' }]);
    const failed = await authorised('/api/v1/sweep', { method: 'POST', body: '{}' });
    expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining('secret')]);
  });

  test('bad JSON, bad bodies and unknown paths are the caller’s mistakes', async () => {
    expect((await authorised('/api/v1/replay', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await authorised('/api/v1/replay', { method: 'POST', body: '{"records":[]}' })).status).toBe(400);
    expect((await call('/nothing')).status).toBe(404);
    expect((await call('/webhooks/hubspot')).status).toBe(404);
  });

  test("an org's token opens its own connection and no other", async () => {
    const headers = { authorization: 'Bearer an-orgs-token' };
    expect((await call('/api/v1/status?connection=other', { headers })).status).toBe(403);
    expect((await call('/api/v1/status', { headers })).status).toBe(200);
    expect(asked.at(-1)).toEqual(['status', 'acme']);
  });

  test('a caller that asks too often is told when to come back', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 21; index += 1) statuses.push((await authorised('/api/v1/status')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    const late = await authorised('/api/v1/status');
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('59');
  });

  test('the API describes itself, every endpoint of it', async () => {
    const description = (await (await call('/api/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary: string; parameters: { name: string }[] }>>;
    };
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/api/v1/status', '/api/v1/issues', '/api/v1/explain', '/api/v1/records']));
    expect(description.paths['/api/v1/explain']?.['get']?.parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['record', 'field']));
  });
});
