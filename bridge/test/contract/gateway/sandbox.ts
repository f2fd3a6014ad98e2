/** Local platforms for the contract suite: each a program of its own, met on the wire like the real one. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Journal } from '../../../src/engine/index.ts';
import type { SalesforceAuth } from '../../../src/salesforce/index.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export type Platform<Ready> = {
  readonly ready: Ready;
  readonly folder: string;
  /** A call to the control plane. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
};
export type SalesforceReady = {
  readonly instanceUrl: string;
  readonly pubsub: { readonly endpoint: string; readonly caFile: string };
  readonly personas: Readonly<Record<'admin' | 'rep1' | 'integration', { readonly userId: string; readonly accessToken: string }>>;
  readonly oauth: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly jwt: { readonly clientId: string; readonly username: string; readonly privateKeyFile: string };
  };
};
export type HubSpotReady = {
  readonly baseUrl: string;
  readonly portalId: number;
  readonly apps: {
    readonly bridge: { readonly accessToken: string; readonly appId: number; readonly clientSecret: string };
    readonly marketer: { readonly accessToken: string };
  };
};

/** How the bridge logs in to a local org. */
export function jwtOf({ oauth }: SalesforceReady): SalesforceAuth {
  return { kind: 'jwt', clientId: oauth.jwt.clientId, username: oauth.jwt.username, privateKey: readFileSync(oauth.jwt.privateKeyFile, 'utf8') };
}

/** Starts `sandbox/<name>/main.ts` on free ports with an empty folder, and resolves with its ready line. Rejects with its last words. */
export async function startPlatform<Ready>(
  name: 'salesforce' | 'hubspot',
  baseUrl: (ready: Ready) => string,
  options: readonly string[] = [],
): Promise<Platform<Ready>> {
  const folder = mkdtempSync(join(tmpdir(), `gateway-${name}-`));
  const ports = name === 'salesforce' ? ['--port', '0', '--pubsub-port', '0'] : ['--port', '0'];
  const child = spawn(process.execPath, [join(root, 'sandbox', name, 'main.ts'), '--data-dir', folder, ...ports, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<Ready>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Ready));
    child.once('exit', () => reject(new Error(`${name} ended before it was ready: ${errors.join('').slice(-2_000)}`)));
  });
  return {
    ready,
    folder,
    async control(method, path, body) {
      const response = await fetch(`${baseUrl(ready)}/__sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A call as a person or program with a token; throws on any refusal. */
export async function api(base: string, token: string, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

export type Noted = { readonly name: string; readonly details: Readonly<Record<string, unknown>> };
export function createNotes(): { readonly journal: Journal; readonly events: Noted[] } {
  const events: Noted[] = [];
  return { events, journal: { event: (name, details) => void events.push({ name, details }), count: () => undefined, observe: () => undefined } };
}
