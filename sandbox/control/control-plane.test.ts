import { afterEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { applyRequestFaults, createClock, createControlPlane, createFaultPlan, createRandom, createRequestLog, sendJson } from './index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function sandbox(kind: 'node' | 'express' | 'express with parser' = 'node') {
  const clock = createClock();
  const faults = createFaultPlan(createRandom(1), clock.now);
  const log = createRequestLog(3);
  const resets: unknown[] = [];
  const control = createControlPlane({ clock, faults, log, reset: (body) => void resets.push(body) });
  const work = { done: 0 };
  const serve = (response: Parameters<typeof sendJson>[0]): void => {
    work.done += 1;
    sendJson(response, 200, { work: work.done });
  };
  if (kind !== 'node') {
    const app = express();
    if (kind === 'express with parser') app.use(express.json());
    app.use(control.middleware);
    app.use((_request, response) => serve(response));
    return { url: await listen(createServer(app)), control, clock, faults, log, resets, work };
  }
  const server = createServer((request, response) => {
    void (async () => {
      if (await control.handle(request, response)) return;
      const call = { method: request.method ?? '', path: request.url ?? '', kind: 'http' };
      const { answered } = await applyRequestFaults(faults, call, response, (refused) => sendJson(refused, 429, { slow: true }));
      if (!answered) serve(response);
    })();
  });
  return { url: await listen(server), control, clock, faults, log, resets, work };
}

const send = (url: string, method: string, body: unknown) =>
  fetch(url, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

describe.each(['node', 'express', 'express with parser'] as const)('control plane on %s', (kind) => {
  test('faults can be set, read and are refused with a reason', async () => {
    const { url, faults } = await sandbox(kind);
    const put = await send(`${url}/__sandbox/faults`, 'PUT', [{ id: 'slow', match: { path: '/a' }, action: { do: 'delay', ms: 1 } }]);
    expect(put.status).toBe(200);
    expect(faults.list()).toHaveLength(1);
    expect(await (await fetch(`${url}/__sandbox/faults`)).json()).toMatchObject({ rules: [{ id: 'slow', hits: 0 }] });
    const bad = await send(`${url}/__sandbox/faults`, 'PUT', [{ action: { do: 'nothing' } }]);
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: expect.stringContaining('"do" must be') }]);
    expect(faults.list()).toHaveLength(1);
  });

  test('other paths pass through', async () => {
    const { url } = await sandbox(kind);
    expect(await (await fetch(`${url}/elsewhere`)).json()).toEqual({ work: 1 });
    expect((await fetch(`${url}/__sandbox/unknown`)).status).toBe(404);
    expect((await fetch(`${url}/__sandbox/reset`)).status).toBe(405);
  });
});

describe('control plane', () => {
  test('the clock is read, frozen and advanced', async () => {
    const { url, clock } = await sandbox();
    await send(`${url}/__sandbox/clock`, 'PUT', { frozen: true, nowMs: 1_000 });
    await send(`${url}/__sandbox/clock`, 'PUT', { advanceMs: 500 });
    expect(clock.now()).toBe(1_500);
    expect((await send(`${url}/__sandbox/clock`, 'PUT', { speed: 3 })).status).toBe(400);
  });

  test('a platform adds its own endpoints with params', async () => {
    const { url, control } = await sandbox();
    control.register('POST', 'apps/:name/expire', ({ params, body }) => ({ body: { name: params['name'], body } }));
    expect(await (await send(`${url}/__sandbox/apps/my%20app/expire`, 'POST', { now: true })).json()).toEqual({ name: 'my app', body: { now: true } });
  });

  test('the log keeps the last calls and counts all; reset forgets', async () => {
    const { url, log, resets, faults } = await sandbox();
    for (let call = 1; call <= 5; call += 1) log.record({ at: call, method: 'GET', path: `/p/${call}`, route: '/p/:id', status: 200, durationMs: 1 });
    log.count('write.contacts', 3);
    const body = await (await fetch(`${url}/__sandbox/log?limit=2`)).json();
    expect(body).toMatchObject({ routes: { 'GET /p/:id': 5 }, custom: { 'write.contacts': 3 }, requests: [{ at: 4 }, { at: 5 }] });
    expect(log.recent().map((entry) => entry.at)).toEqual([3, 4, 5]);
    await send(`${url}/__sandbox/faults`, 'PUT', [{ action: { do: 'drop' } }]);
    expect((await send(`${url}/__sandbox/reset`, 'POST', { keep: 'apps' })).status).toBe(204);
    expect(resets).toEqual([{ keep: 'apps' }]);
    expect([log.recent(), faults.list()]).toEqual([[], []]);
  });
});

describe('faults on calls', () => {
  test('fail answers before the work', async () => {
    const { url, work } = await sandbox();
    await send(`${url}/__sandbox/faults`, 'PUT', [
      { match: { remaining: 1 }, action: { do: 'fail', status: 503, body: { message: 'later' }, headers: { 'retry-after': '2' } } },
    ]);
    const refused = await fetch(`${url}/x`);
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([503, '2', { message: 'later' }]);
    expect(work.done).toBe(0);
    expect((await fetch(`${url}/x`)).status).toBe(200);
  });

  test('lose-response does the work and breaks the line', async () => {
    const { url, work } = await sandbox();
    await send(`${url}/__sandbox/faults`, 'PUT', [{ match: { path: '/x' }, action: { do: 'lose-response' } }]);
    await expect(fetch(`${url}/x`)).rejects.toThrow();
    expect(work.done).toBe(1);
  });

  test('throttle answers in the platform’s own words', async () => {
    const { url } = await sandbox();
    await send(`${url}/__sandbox/faults`, 'PUT', [{ match: { path: '/x' }, action: { do: 'throttle' } }]);
    const refused = await fetch(`${url}/x`);
    expect([refused.status, await refused.json()]).toEqual([429, { slow: true }]);
  });

  test('a delay after the work holds the finished answer', async () => {
    const { url, work } = await sandbox();
    await send(`${url}/__sandbox/faults`, 'PUT', [{ match: { path: '/x' }, action: { do: 'delay', ms: 60, when: 'after' } }]);
    const started = performance.now();
    const answer = fetch(`${url}/x`);
    while (work.done === 0) await new Promise(setImmediate);
    expect(await (await answer).json()).toEqual({ work: 1 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });
});
