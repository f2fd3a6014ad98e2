/** A whole local org in this process, on free ports, for the tests of its wire surfaces. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalOrg } from '../../start.ts';
import type { LocalOrg, LocalOrgOptions } from '../../start.ts';

export type PersonaName = 'admin' | 'rep1' | 'rep2' | 'integration';
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: unknown };
export type Send = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Reply>;

export type TestOrg = {
  readonly local: LocalOrg;
  readonly dataDir: string;
  readonly url: string;
  /** Calls as a persona; a path that does not start with `/` is below `/services/data/v68.0/`. */
  readonly as: (persona: PersonaName) => Send;
  readonly control: Send;
  readonly stop: () => Promise<void>;
};

async function send(url: string, method: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<Reply> {
  const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { 'Content-Type': 'application/json', ...headers }, redirect: 'manual', ...payload });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  const parsed: unknown = isJson ? JSON.parse(text) : text === '' ? null : text;
  return { status: response.status, headers: response.headers, body: parsed };
}

/** Starts an org without a package, or with one; `apex: false` takes the package's metadata only. */
export async function startTestOrg(packageDir: string | null = null, apex = true, more: Partial<LocalOrgOptions> = {}): Promise<TestOrg> {
  const dataDir = mkdtempSync(join(tmpdir(), 'local-org-'));
  const local = await startLocalOrg({ dataDir, port: 0, pubsubPort: 0, packageDir, apex, ...more });
  const url = local.ready.instanceUrl;
  return {
    local,
    dataDir,
    url,
    as:
      (persona) =>
      (method, path, body, headers = {}) => {
        const token = local.ready.personas[persona].accessToken;
        const full = path.startsWith('/') ? path : `/services/data/v68.0/${path}`;
        return send(url + full, method, { Authorization: `Bearer ${token}`, ...headers }, body);
      },
    control: (method, path, body) => send(`${url}/__sandbox/${path}`, method, {}, body),
    stop: async () => {
      await local.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A value deep inside a JSON answer, such as `at(body, 0, 'errorCode')`. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}
