/** The local workspace on a socket: the calls the bridge's client makes, with Notion's tokens, versions, rate and errors. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyRequestFaults, createClock, createControlPlane, createFaultPlan, createRandom, createRequestLog, readBody, sendJson } from '../control/index.ts';
import type { FaultRule, LoggedRequest } from '../control/index.ts';
import { createWorkspace, NotionError } from './workspace.ts';
import type { Database, StoredPage, Workspace } from './workspace.ts';

export interface WorkspaceReady {
  readonly ready: true;
  readonly baseUrl: string;
  readonly token: string;
  /** The database the case's pages go to. */
  readonly database: string;
}
export interface WorkspaceHandle {
  readonly ready: WorkspaceReady;
  readonly workspace: Workspace;
  readonly requests: () => readonly LoggedRequest[];
  readonly setFaults: (rules: readonly FaultRule[]) => void;
  readonly stop: () => Promise<void>;
}

const BODY_BYTES_MAX = 500 * 1_024;
/** An average of three calls a second, bursts allowed (Notion, "Request limits"). */
const CALLS_PER_SECOND = 3;
const BURST = 30;
const VERSIONS: ReadonlySet<string> = new Set(['2025-09-03', '2026-03-11']);

const databaseBody = ({ id, title, dataSource }: Database) => ({
  object: 'database',
  id,
  title: [{ type: 'text', text: { content: title, link: null }, plain_text: title }],
  data_sources: [{ id: dataSource.id, name: title }],
  url: `https://www.notion.so/${id.replaceAll('-', '')}`,
  in_trash: false,
});
const sourceBody = ({ id, title, dataSource }: Database) => ({
  object: 'data_source',
  id: dataSource.id,
  parent: { type: 'database_id', database_id: id },
  title: [{ type: 'text', text: { content: title, link: null }, plain_text: title }],
  properties: Object.fromEntries([...dataSource.properties].map(([name, type]) => [name, { id: name, name, type, [type]: {} }])),
  url: `https://www.notion.so/${dataSource.id.replaceAll('-', '')}`,
  in_trash: false,
});
const pageBody = ({ id, url, createdAt, properties, dataSource, inTrash }: StoredPage) => ({
  object: 'page',
  id,
  url,
  public_url: null,
  created_time: createdAt,
  last_edited_time: createdAt,
  parent: { type: 'data_source_id', data_source_id: dataSource },
  properties,
  in_trash: inTrash,
});

type Call = { readonly method: string; readonly segments: readonly string[]; readonly body: unknown };

/** Answers one call of the API; throws `NotionError`. */
function answer(workspace: Workspace, { method, segments, body }: Call): unknown {
  const [version, kind, id = '', action] = segments;
  if (version !== 'v1') throw new NotionError(400, 'invalid_request_url', 'Invalid request URL.');
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const asked = `${method} ${kind ?? ''}${action === undefined ? '' : `/${action}`}`;
  switch (asked) {
    case 'GET databases':
      return databaseBody(workspace.database(id));
    case 'GET data_sources':
      return sourceBody(workspace.source(id));
    case 'PATCH data_sources':
      return sourceBody(workspace.widen(id, fields['properties']));
    case 'POST data_sources/query': {
      const size = typeof fields['page_size'] === 'number' ? fields['page_size'] : 100;
      if (size < 1 || size > 100) throw new NotionError(400, 'validation_error', 'body failed validation: body.page_size should be ≤ `100`.');
      const found = workspace.query(id, body);
      return { object: 'list', type: 'page_or_data_source', results: found.slice(0, size).map(pageBody), has_more: found.length > size, next_cursor: null };
    }
    case 'POST pages':
      return pageBody(workspace.createPage(body));
    case 'GET pages':
      return pageBody(workspace.page(id));
    default:
      throw new NotionError(400, 'invalid_request_url', 'Invalid request URL.');
  }
}

/** Starts a workspace with one database on 127.0.0.1; port 0 takes any free one. */
export async function startWorkspace({ port = 0, seed = 1 }: { readonly port?: number; readonly seed?: number } = {}): Promise<WorkspaceHandle> {
  const workspace = createWorkspace();
  const token = `ntn_${randomUUID().replaceAll('-', '')}`;
  const home = workspace.addDatabase('Won deals', { Name: 'title', Account: 'rich_text', Value: 'number', 'Close date': 'date', Stage: 'select' });
  const clock = createClock();
  const log = createRequestLog();
  const faults = createFaultPlan(createRandom(seed), clock.now);
  const rate = { left: BURST, at: clock.now() };
  const control = createControlPlane({ clock, faults, log, reset: () => void workspace.pages.forEach((page) => (page.inTrash = true)) });
  control.register('GET', 'pages', () => ({ body: workspace.pages.map((page) => ({ ...pageBody(page), children: page.children })) }));

  function admit(request: IncomingMessage): void {
    if (request.headers.authorization !== `Bearer ${token}`) throw new NotionError(401, 'unauthorized', 'API token is invalid.');
    const version = request.headers['notion-version'];
    if (typeof version !== 'string') throw new NotionError(400, 'missing_version', 'Notion-Version header should be defined.');
    if (!VERSIONS.has(version)) throw new NotionError(400, 'validation_error', `Notion-Version header should be one of ${[...VERSIONS].join(', ')}.`);
    const now = clock.now();
    rate.left = Math.min(BURST, rate.left + ((now - rate.at) / 1_000) * CALLS_PER_SECOND);
    rate.at = now;
    if (rate.left < 1) throw new NotionError(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.');
    rate.left -= 1;
  }
  const fail = (response: ServerResponse, { status, code, message }: NotionError): void =>
    sendJson(response, status, { object: 'error', status, code, message, request_id: randomUUID() }, status === 429 ? { 'retry-after': '1' } : {});

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (await control.handle(request, response)) return;
    const method = request.method ?? 'GET';
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const raw = await readBody(request, BODY_BYTES_MAX);
    const throttled = (refused: ServerResponse): void => fail(refused, new NotionError(429, 'rate_limited', 'You have been rate limited.'));
    const { answered } = await applyRequestFaults(faults, { method, path, kind: 'http' }, response, throttled);
    const note = (status: number): void => log.record({ at: clock.now(), method, path, route: path, status, durationMs: 0, actor: 'bridge' });
    if (answered) return note(response.statusCode);
    try {
      admit(request);
      const body: unknown = raw.length === 0 ? undefined : JSON.parse(raw.toString());
      const value = answer(workspace, { method, segments: path.split('/').filter((part) => part !== ''), body });
      note(200);
      sendJson(response, 200, value);
    } catch (error) {
      if (!(error instanceof NotionError) && !(error instanceof SyntaxError)) throw error;
      const refusal = error instanceof NotionError ? error : new NotionError(400, 'invalid_json', 'Error parsing JSON body.');
      note(refusal.status);
      fail(response, refusal);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the workspace got no port');
  return {
    ready: { ready: true, baseUrl: `http://127.0.0.1:${address.port}`, token, database: home.id },
    workspace,
    requests: () => log.recent(),
    setFaults: faults.replace,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
