/** Shared by the tests that go over the wire: a portal on a free port, its real client, a webhook receiver. */
import { Client } from '@hubspot/api-client';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBody } from '../../control/index.ts';
import { startPortal, type PortalHandle } from '../index.ts';

/** Parsed JSON whose shape the test asserts. */
export type Json = Readonly<Record<string, unknown>>;

const cleanups: (() => Promise<void> | void)[] = [];

/** Ends everything this file started; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Rig {
  readonly handle: PortalHandle;
  readonly url: string;
  readonly bridge: Client;
  readonly marketer: Client;
  /** A plain call as the bridge (or another token); body is parsed JSON, text or null. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ) => Promise<{ readonly status: number; readonly headers: Headers; readonly body: Json }>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<Json>;
}

/** An answer that is not a JSON object is kept as `text`. */
function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : { text };
  } catch {
    return { text };
  }
}

/** A portal without search lag or rate limits unless a test puts them back. */
export async function startRig(dataDir: string = newFolder()): Promise<Rig> {
  const handle = await startPortal({ dataDir, port: 0, fresh: false });
  let stopped = false;
  const stopOnce = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await handle.stop();
  };
  cleanups.push(stopOnce);
  const { baseUrl: url, apps } = handle.ready;
  const request = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  };
  const control: Rig['control'] = async (method, path, body) => (await request(method, `/__sandbox/${path}`, body, {})).body;
  const settings = await control('PUT', 'settings', {
    searchLagMinMs: 0,
    searchLagMaxMs: 0,
    webhookCoalesceMs: 1,
    burstPerTenSeconds: 1e9,
    searchPerSecond: 1e9,
    associationsPerTenSeconds: 1e9,
  });
  if ('error' in settings) throw new Error(String(settings['error']));
  return {
    handle: { ...handle, stop: stopOnce },
    url,
    control,
    bridge: new Client({ accessToken: apps.bridge.accessToken, basePath: url }),
    marketer: new Client({ accessToken: apps.marketer.accessToken, basePath: url }),
    call: (method, path, body, token = apps.bridge.accessToken) => request(method, path, body, { authorization: `Bearer ${token}` }),
  };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly events: readonly Json[];
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Status to answer with, per request number from 1; null never answers. */
  answer: (request: number) => number | null;
  /** Resolves when the events received so far satisfy the test; rejects after 5 s with what came. */
  readonly until: (enough: (events: readonly Json[]) => boolean) => Promise<readonly Json[]>;
  readonly events: () => readonly Json[];
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiters = new Set<() => void>();
  const server = createServer((request, response) => {
    void readBody(request).then((raw) => {
      const text = raw.toString('utf8');
      received.push({ headers: request.headers, raw: text, events: JSON.parse(text) });
      const status = receiver.answer(received.length);
      if (status !== null) response.writeHead(status).end();
      for (const waiter of [...waiters]) waiter();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const events = (): readonly Json[] => received.flatMap((item) => item.events);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/hooks/hubspot`,
    received,
    answer: () => 204,
    events,
    until: (enough) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(check);
          reject(new Error(`webhooks did not arrive; got ${JSON.stringify(events())}`));
        }, 5_000);
        const check = (): void => {
          if (!enough(events())) return;
          clearTimeout(timer);
          waiters.delete(check);
          resolve(events());
        };
        waiters.add(check);
        check();
      }),
  };
  return receiver;
}

/** The code and parsed body of the ApiException a client call ends in. */
export async function refusal(work: Promise<unknown>): Promise<{ readonly code: number; readonly body: unknown }> {
  try {
    await work;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && 'body' in error) return { code: Number(error.code), body: error.body };
    throw error;
  }
  throw new Error('the call was expected to be refused');
}
