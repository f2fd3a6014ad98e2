import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClockChange, SandboxClock } from './clock.ts';
import type { FaultPlan } from './fault-plan.ts';
import { parseFaultRules } from './fault-rules.ts';
import { readBody, sendJson } from './http.ts';
import type { RequestLog } from './request-log.ts';

export const CONTROL_PREFIX = '/__sandbox';

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON, or undefined when the call has no body. */
  readonly body: unknown;
}

/** Default status is 200, or 204 without a body. */
export interface ControlAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

export type ControlHandler = (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;

/** A request the control plane refuses with 400 and this message. */
export class ControlError extends Error {}

export interface ControlPlane {
  /** Adds an endpoint below `/__sandbox/`; segments like `:name` become params. The last registration of a route wins. */
  readonly register: (method: string, path: string, handler: ControlHandler) => void;
  /** For a plain node:http server: true when the call was for the control plane and is answered. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** For express: `app.use(control.middleware)`, before or after a JSON body parser. */
  readonly middleware: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
}

export interface ControlOptions {
  readonly clock: SandboxClock;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  /** Puts the platform back to its first state; `body` is what the caller posted. Faults, clock and log are reset too. */
  readonly reset: (body: unknown) => void | Promise<void>;
}

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: ControlHandler;
}

const CLOCK_FIELDS = ['frozen', 'nowMs', 'offsetMs', 'advanceMs'];
const LOG_LIMIT_DEFAULT = 100;

function parseClockChange(body: unknown): ClockChange {
  if (typeof body !== 'object' || body === null) throw new ControlError('expected an object with frozen, nowMs, offsetMs or advanceMs');
  const change: { frozen?: boolean; nowMs?: number; offsetMs?: number; advanceMs?: number } = {};
  for (const [key, value] of Object.entries(body)) {
    if (key === 'frozen' && typeof value === 'boolean') change.frozen = value;
    else if (key === 'nowMs' && typeof value === 'number') change.nowMs = value;
    else if (key === 'offsetMs' && typeof value === 'number') change.offsetMs = value;
    else if (key === 'advanceMs' && typeof value === 'number') change.advanceMs = value;
    else throw new ControlError(`"${key}" is not one of ${CLOCK_FIELDS.join(', ')} with the right type`);
  }
  return change;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return null;
  }
  return params;
}

/** An earlier express body parser leaves the parsed body on the request; otherwise the stream is read here. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if ('body' in request && request.body !== undefined) return request.body;
  const text = (await readBody(request)).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError('the body is not JSON');
  }
}

const splitPath = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/**
 * The control plane shared by both platforms: `faults`, `clock`, `reset`, `log`, and whatever a platform registers.
 * It has no access check: the sandbox listens on the loopback address only.
 */
export function createControlPlane({ clock, faults, log, reset }: ControlOptions): ControlPlane {
  const routes: Route[] = [];
  const register = (method: string, path: string, handler: ControlHandler): void => {
    routes.unshift({ method, segments: splitPath(path), handler });
  };
  register('GET', '/', () => ({ body: { endpoints: routes.map((route) => `${route.method} ${CONTROL_PREFIX}/${route.segments.join('/')}`).sort() } }));
  register('GET', 'faults', () => ({ body: { rules: faults.list() } }));
  register('PUT', 'faults', ({ body }) => {
    faults.replace(parseFaultRules(body));
    return { body: { rules: faults.list() } };
  });
  register('GET', 'clock', () => ({ body: clock.state() }));
  register('PUT', 'clock', ({ body }) => {
    clock.apply(parseClockChange(body));
    return { body: clock.state() };
  });
  register('GET', 'log', ({ query }) => ({
    body: { ...log.counters(), requests: log.recent(Number(query.get('limit') ?? LOG_LIMIT_DEFAULT)) },
  }));
  register('POST', 'reset', async ({ body }) => {
    faults.replace([]);
    clock.reset();
    log.clear();
    await reset(body);
    return {};
  });

  const answer = async (request: IncomingMessage, url: URL): Promise<ControlAnswer> => {
    const segments = splitPath(url.pathname.slice(CONTROL_PREFIX.length));
    const method = request.method ?? 'GET';
    const matches = routes.flatMap((route) => {
      const params = matchSegments(route.segments, segments);
      return params === null ? [] : [{ route, params }];
    });
    const chosen = matches.find((match) => match.route.method === method);
    if (chosen === undefined) return { status: matches.length > 0 ? 405 : 404, body: { error: `no ${method} ${url.pathname}` } };
    const body = method === 'GET' ? undefined : await bodyOf(request);
    return chosen.route.handler({ method, path: url.pathname, params: chosen.params, query: url.searchParams, body });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (url.pathname !== CONTROL_PREFIX && !url.pathname.startsWith(`${CONTROL_PREFIX}/`)) return false;
    try {
      const { status, body } = await answer(request, url);
      sendJson(response, status ?? (body === undefined ? 204 : 200), body);
    } catch (error) {
      sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
    return true;
  };
  return {
    register,
    handle,
    middleware: (request, response, next) => {
      handle(request, response).then((answered) => (answered ? undefined : next()), next);
    },
  };
}
