/** Asks the running bridge over its API; when none runs, asks its store directly, as far as that is safe. */
import type { Config } from '../main.ts';
import type { Operations, OperationsResult } from '../operations/index.ts';
import { CliError } from './errors.ts';

export { CliError };

export type Ask = {
  /** Path and query after /api/v1/; `offline` answers the same from the store, absent when that would not be safe or make sense. */
  get(path: string, offline?: (operations: Operations) => Promise<OperationsResult<unknown>>): Promise<unknown>;
  post(path: string, body: unknown, offline?: (operations: Operations) => Promise<OperationsResult<unknown>>): Promise<unknown>;
};

const timeoutMs = 30_000;

/** The bridge is loaded where it is asked for: commands that need none start in half the time. */
async function configured(): Promise<Config> {
  const { explainProblems, loadProcessConfig } = await import('../main.ts');
  const loaded = loadProcessConfig();
  if (!loaded.ok) throw new CliError(explainProblems(loaded.problems));
  return loaded.config;
}

/** Listening on every interface, the bridge is asked on the loopback one. */
function baseUrl({ http }: Config): string {
  const host = http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(http.port)}`;
}

function messageOf(body: unknown, status: number): string {
  const told = typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : '';
  return told === '' ? `the bridge answered ${String(status)}` : told;
}

function isUnreachable(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}

async function fromStore(config: Config, work: (operations: Operations) => Promise<OperationsResult<unknown>>): Promise<unknown> {
  const { openOffline } = await import('../main.ts');
  const bridge = await openOffline(config);
  try {
    const result = await work(bridge.operations);
    if (!result.ok) throw new CliError(result.error);
    return result.value;
  } finally {
    await bridge.close();
  }
}

/** `url` overrides where the bridge is; its token still comes from the configuration. */
export function createAsk({ url, onOffline }: { readonly url: string | undefined; readonly onOffline: () => void }): Ask {
  async function request(
    method: 'GET' | 'POST',
    path: string,
    body: unknown,
    offline: ((operations: Operations) => Promise<OperationsResult<unknown>>) | undefined,
  ): Promise<unknown> {
    const config = await configured();
    const base = url ?? baseUrl(config);
    let response: Response;
    try {
      response = await fetch(`${base}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${config.http.apiToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      if (!isUnreachable(error)) throw new CliError(`the bridge at ${base} does not answer; see its log`);
      if (offline === undefined || url !== undefined) throw new CliError(`no bridge runs at ${base}; start it with \`fieldwise start\``);
      onOffline();
      return fromStore(config, offline);
    }
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new CliError(messageOf(answer, response.status));
    return answer;
  }
  return {
    get: (path, offline) => request('GET', path, undefined, offline),
    post: (path, body, offline) => request('POST', path, body, offline),
  };
}

/** A query string without the options nobody gave. */
export function withQuery(path: string, options: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(options).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return query === '' ? path : `${path}?${query}`;
}
