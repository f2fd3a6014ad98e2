/** Named credentials: where they lead in this org, and the request made with one. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { CalloutAnswer, CalloutRequest, Org } from '../contract.ts';

/** `headers` stand for what the external credential's formulas make of its secrets. */
export type Endpoint = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** What a synchronous transaction may hold of an answer. */
const BODY_BYTES_MAX = 6_000_000;

/** The subscriber's part of the named credentials, which no package carries: kept in a file of the data directory. */
export class NamedCredentials {
  readonly #file: string;
  #endpoints: Readonly<Record<string, Endpoint>>;

  constructor(file: string) {
    this.#file = file;
    this.#endpoints = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Endpoint>) : {}; // written by `set`
  }

  get(name: string): Endpoint | undefined {
    return this.#endpoints[name];
  }

  set(name: string, endpoint: Endpoint): void {
    this.#endpoints = { ...this.#endpoints, [name]: endpoint };
    writeFileSync(this.#file, JSON.stringify(this.#endpoints), { mode: 0o600 });
  }
}

const nested = (value: unknown, key: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined);

/** The words of the CalloutException for what fetch failed with. */
function failureOf(error: unknown): string {
  if (nested(error, 'name') === 'TimeoutError') return 'Read timed out';
  const code = nested(nested(error, 'cause'), 'code');
  return code === 'ECONNREFUSED' ? 'Connection refused' : code === 'ENOTFOUND' ? 'Unknown host' : 'Connection reset';
}

async function request({ url, headers }: Endpoint, path: string, call: CalloutRequest): Promise<CalloutAnswer> {
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}${path}`, {
      method: call.method,
      headers: { ...call.headers, ...headers },
      ...(call.body === '' ? {} : { body: call.body }),
      redirect: 'manual', // Apex answers the redirect itself
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    const body = await response.text();
    const bytes = Buffer.byteLength(body);
    if (bytes > BODY_BYTES_MAX) return { failure: `Exceeded max size limit of ${BODY_BYTES_MAX} with response size ${bytes}` };
    return { status: response.status, statusText: response.statusText, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Makes one callout as a user. Whatever goes wrong is the text of a CalloutException, worded as the platform does. */
export async function callOut(org: Org, credentials: NamedCredentials, userId: string, call: CalloutRequest): Promise<CalloutAnswer> {
  const [, name, path = ''] = /^callout:(\w+)(.*)$/s.exec(call.endpoint) ?? [];
  if (name === undefined) return { failure: `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${call.endpoint}` };
  const may = org.mayCallOut?.(userId, name);
  if (may === undefined)
    return {
      failure: `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${name}" might not exist.`,
    };
  if (!may)
    return {
      failure: `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${name}" might not exist.`,
    };
  const endpoint = credentials.get(name);
  if (endpoint === undefined) return { failure: 'Unknown host' }; // the package's own URL is an example that leads nowhere
  return request(endpoint, path, call);
}
