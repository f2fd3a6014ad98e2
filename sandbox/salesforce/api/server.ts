/** The HTTP server of the local org: control plane, OAuth, REST, Apex REST and page controllers on one port. */

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { applyRequestFaults, sendJson } from '../../control/index.ts';
import type { ControlPlane, FaultPlan, RequestLog } from '../../control/index.ts';
import type { Callouts } from '../contract.ts';
import { answerApexRest } from './apex-rest.ts';
import { answerAura } from './aura.ts';
import { answerOAuth } from './auth/oauth.ts';
import type { OAuthServices } from './auth/oauth.ts';
import type { TokenStore } from './auth/tokens.ts';
import { isUpload } from './bulk/endpoints.ts';
import type { ApiAnswer, ApiServices, Headers, Session, Transact } from './call.ts';
import { withCallouts } from './callouts.ts';
import { dispatch } from './dispatch.ts';
import { notFound, refuse, toFailure } from './failure.ts';
import { callerClient } from './headers.ts';
import { bytesOf, checkSize, failureAnswer, headersOf, parseJson, sendAnswer } from './http.ts';
import { limitInfo } from './limits.ts';
import { versionList, versionOf } from './versions.ts';

export type ApiServerOptions = {
  readonly services: ApiServices;
  readonly oauth: OAuthServices;
  readonly tokens: TokenStore;
  readonly control: ControlPlane;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
};

type Incoming = { readonly method: string; readonly url: URL; readonly headers: Headers; readonly bytes: Buffer };
type Served = { readonly answer: ApiAnswer; readonly actor?: string; readonly counted?: boolean };

const SOAP_REFUSAL =
  'The local org has no SOAP API. Use REST; convert a lead or merge records as a person does through /__sandbox/convert and /__sandbox/merge.';

const isRecordId = (segment: string): boolean => /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(segment) && /\d/.test(segment);

/** The path with ids and keys replaced, so that counters do not grow with the data. */
export function routeOf(path: string): string {
  const parts = path.split('/');
  const external = parts[4] === 'sobjects' && parts.length === 8;
  return parts.map((part, index) => (external && index === 7 ? '{value}' : isRecordId(part) ? '{id}' : part.replace(/^01g\w+-\d+$/, '{locator}'))).join('/');
}

const throttled = (response: ServerResponse): void =>
  sendJson(response, 403, [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);

function sessionOf(tokens: TokenStore, headers: Headers): Session {
  const text = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const token = text === undefined ? undefined : tokens.use(text);
  if (token === undefined) throw refuse(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  return { token: token.token, userId: token.userId, clientId: token.clientId };
}

function transactOf(services: ApiServices, session: Session, headers: Headers, callouts?: Callouts): Transact {
  const client = callerClient(headers);
  const options = { userId: session.userId, quiddity: 'REST', ...(client === undefined ? {} : { client }), ...(callouts === undefined ? {} : { callouts }) };
  return (work) => services.org.transaction(options, work);
}

/** Older clients tunnel PATCH and DELETE through POST. */
function methodOf({ method, url }: Incoming): string {
  const override = url.searchParams.get('_HttpMethod');
  return method === 'POST' && override !== null ? override.toUpperCase() : method;
}

function answerData({ services, tokens }: ApiServerOptions, incoming: Incoming): Served {
  const { url, headers, bytes } = incoming;
  const [, , , versionSegment = '', ...rest] = url.pathname.replace(/\/$/, '').split('/');
  if (versionSegment === '') return { answer: { status: 200, body: versionList() } };
  const version = versionOf(versionSegment);
  const session = sessionOf(tokens, headers);
  const actor = session.userId;
  if (!services.requests.admit(services.org.now())) throw refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  const path = rest.map(decodeURIComponent);
  const call = {
    method: methodOf(incoming),
    version,
    path,
    query: url.searchParams,
    headers,
    body: isUpload(path, headers) ? bytes.toString('utf8') : parseJson(bytes, headers),
    session,
    transact: transactOf(services, session, headers),
  };
  try {
    return { answer: dispatch(services, call), actor, counted: true };
  } catch (error) {
    return { answer: failureAnswer(toFailure(error)), actor, counted: true };
  }
}

async function answerApex({ services, tokens }: ApiServerOptions, { method, url, headers, bytes }: Incoming): Promise<Served> {
  const session = sessionOf(tokens, headers);
  if (!services.requests.admit(services.org.now())) throw refuse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  const call = { method, path: url.pathname.slice('/services/apexrest'.length), query: url.searchParams, headers, bytes, session };
  const answer = await withCallouts(
    (request) => services.callOut(session.userId, request),
    (callouts) => answerApexRest(services, { ...call, transact: transactOf(services, session, headers, callouts) }),
  );
  return { answer, actor: session.userId, counted: true };
}

/** What Lightning pages call; it costs no API request, as on the platform. */
async function answerPage({ services, tokens }: ApiServerOptions, { method, headers, bytes }: Incoming): Promise<Served> {
  const session = sessionOf(tokens, headers);
  if (method !== 'POST') throw refuse(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are POST`);
  return { answer: await answerAura(services, session.userId, parseJson(bytes, headers)), actor: session.userId };
}

function formOf({ url, headers, bytes }: Incoming): URLSearchParams {
  const form = new URLSearchParams(url.searchParams);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    for (const [name, value] of new URLSearchParams(bytes.toString('utf8'))) form.set(name, value);
  }
  return form;
}

async function serve(options: ApiServerOptions, incoming: Incoming): Promise<Served> {
  const path = incoming.url.pathname;
  try {
    if (path === '/services/data' || path.startsWith('/services/data/')) return answerData(options, incoming);
    if (path.startsWith('/services/apexrest/')) return await answerApex(options, incoming);
    if (path === '/aura/apex') return await answerPage(options, incoming);
    if (path.startsWith('/services/Soap')) throw refuse(501, 'NOT_IMPLEMENTED', SOAP_REFUSAL);
    const answer = answerOAuth(options.oauth, { method: incoming.method, path, headers: incoming.headers, form: formOf(incoming) });
    if (answer === null) throw notFound();
    return { answer };
  } catch (error) {
    return { answer: failureAnswer(toFailure(error)) };
  }
}

async function handle(options: ApiServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith('/__sandbox') === true && (await options.control.handle(request, response))) return;
  const { services, log, faults } = options;
  const startedAt = performance.now();
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://org');
  const outcome = await applyRequestFaults(faults, { method, path: url.pathname + url.search, kind: 'http' }, response, throttled);
  const note = outcome.rules.length === 0 ? {} : { note: `faults: ${outcome.rules.join(',')}` };
  const record = (status: number, actor?: string): void => {
    const named = actor === undefined ? {} : { actor };
    log.record({
      at: services.org.now(),
      method,
      path: url.pathname,
      route: routeOf(url.pathname),
      status,
      durationMs: performance.now() - startedAt,
      ...named,
      ...note,
    });
  };
  if (outcome.answered) {
    record(response.statusCode);
    return;
  }
  checkSize(request);
  const headers = headersOf(request);
  const { answer, actor, counted } = await serve(options, { method, url, headers, bytes: await bytesOf(request, headers) });
  record(answer.status, actor);
  sendAnswer(response, answer, counted === true ? { 'Sforce-Limit-Info': limitInfo(services) } : {}, method !== 'HEAD');
}

/** A server ready to listen. Keep-alive stays on, so a client pays for one connection. */
export function createApiServer(options: ApiServerOptions): Server {
  const server = createServer({ keepAliveTimeout: 65_000, maxHeaderSize: 64 * 1024 }, (request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) sendAnswer(response, failureAnswer(toFailure(error)), {});
      else response.destroy();
    });
  });
  return server;
}
