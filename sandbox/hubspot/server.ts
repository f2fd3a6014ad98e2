import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { applyRequestFaults, readBody, sendJson, type ControlPlane } from '../control/index.ts';
import { authenticate } from './apps.ts';
import { invalidJson, missingScopes, PortalError, rateLimitBody } from './errors.ts';
import type { Limiter } from './limits.ts';
import type { Actor, Portal } from './portal.ts';
import { createRouter, type Answer, type Found, type Route } from './routing.ts';

/** Keeps idle connections well beyond what a bridge pauses between two bursts. */
const KEEP_ALIVE_MS = 65_000;
/** Beyond this the edge answers with a page of its own, before any API is reached. */
const URL_CHARACTERS_MAX = 16_000;
/** Room for such a URL, so that it is answered as HubSpot answers it and not by Node with 431. */
const HEADER_BYTES_MAX = 64 * 1024;

export interface ServerParts {
  readonly portal: Portal;
  readonly control: ControlPlane;
  readonly limiter: Limiter;
  readonly routes: readonly Route[];
}

function parseBody(request: IncomingMessage, raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  const text = raw.toString('utf8');
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    throw invalidJson('the body is not valid JSON');
  }
}

function admitScopes(portal: Portal, found: Found, actor: Actor): void {
  const wanted = found.route.scopes(found.params, portal);
  if (wanted.length > 0 && !wanted.some((scope) => actor.scopes.includes(scope))) throw missingScopes(wanted);
}

/** The portal's HTTP face. Order of checks: faults, path, token, rate, scopes, body, work. */
export function createPortalServer({ portal, control, limiter, routes }: ServerParts): Server {
  const find = createRouter(routes);
  /** OAuth calls carry no token; they are nobody's. */
  const nobody = [...portal.state.apps.values()][0];

  const serve = (
    request: IncomingMessage,
    path: string,
    query: string,
    raw: Buffer,
    headers: Record<string, string>,
  ): { readonly answer: Answer; readonly route: string; readonly actor: string } => {
    const found = find(request.method ?? 'GET', path);
    if (found === null) return { answer: { status: 404, body: { status: 'error', message: 'resource not found' } }, route: 'unknown', actor: '' };
    if (found === 'wrong-method') return { answer: { status: 405, body: { status: 'error', message: 'Method Not Allowed' } }, route: 'unknown', actor: '' };
    const { route, params } = found;
    const at = { route: route.path, actor: '' };
    try {
      const actor = route.bucket === 'none' && nobody !== undefined ? { app: nobody, scopes: [] } : authenticate(portal, request.headers.authorization);
      if (route.bucket !== 'none') {
        at.actor = actor.app.name;
        portal.log.count(`calls.${actor.app.name}`);
      }
      const allowance = limiter.admit(actor.app.name, route.bucket);
      Object.assign(headers, allowance.headers);
      if (allowance.refused !== null) return { ...at, answer: { status: 429, body: rateLimitBody(allowance.refused) } };
      admitScopes(portal, found, actor);
      const body = parseBody(request, raw);
      return { ...at, answer: route.handler({ portal, actor, method: route.method, params, query: new URLSearchParams(query), body }) };
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      return { ...at, answer: { status: error.parts.status, body: error.body() } };
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await control.handle(request, response)) return;
    const started = performance.now();
    const url = request.url ?? '/';
    const method = request.method ?? 'GET';
    const mark = url.indexOf('?');
    const [path, query] = mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
    const raw = await readBody(request);
    if (url.length > URL_CHARACTERS_MAX)
      return sendJson(response, 414, '<html><head><title>414 Request-URI Too Large</title></head></html>', { 'content-type': 'text/html' });
    const { answered, rules } = await applyRequestFaults(portal.faults, { method, path: url, kind: 'http' }, response, (refused) =>
      sendJson(refused, 429, rateLimitBody('TEN_SECONDLY_ROLLING')),
    );
    const note = rules.length === 0 ? {} : { note: rules.join(',') };
    const record = (route: string, status: number, actor: string): void =>
      portal.log.record({
        at: portal.clock.now(),
        method,
        path: url,
        route,
        status,
        durationMs: Math.round((performance.now() - started) * 100) / 100,
        actor,
        ...note,
      });
    if (answered) return record('fault', response.statusCode, '');
    const headers: Record<string, string> = {};
    const { answer, route, actor } = serve(request, path, query, raw, headers);
    record(route, answer.status, actor);
    sendJson(response, answer.status, answer.body, headers);
  };

  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(
        `${JSON.stringify({ event: 'portal.request.failed', method: request.method, path: request.url, message, stack: error instanceof Error ? error.stack : undefined })}\n`,
      );
      if (!response.headersSent) sendJson(response, 500, { status: 'error', message: 'internal error', category: 'INTERNAL_ERROR' });
      else response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}
