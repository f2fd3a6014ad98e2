/** What a failed call means: one table from HubSpot's status codes and categories to what the caller may conclude. */
import type { Instant } from '../domain/model.ts';
import type { GatewayFailure, WriteFault } from '../engine/ports.ts';

export type CallFailure = GatewayFailure & {
  /** True when HubSpot surely did not act on the call, so a write may be sent again. */
  readonly notLanded: boolean;
  readonly status: number | null;
  readonly fault: WriteFault;
  /** Inputs the error names, as object write trace ids and as record ids. */
  readonly traceIds: readonly string[];
  readonly ids: readonly string[];
};
export type CallResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: CallFailure };

/** The parts of HubSpot's error body we use; HubSpot documents every one of them as optional. */
export type ErrorBody = {
  readonly category?: string;
  readonly message?: string;
  readonly policyName?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: readonly {
    readonly code?: string;
    readonly message?: string;
    readonly in?: string;
    readonly context?: Readonly<Record<string, readonly string[]>>;
  }[];
};

const tenSecondsMs = 10_000;
const dailyPauseMs = 15 * 60_000;
const lockedPauseMs = 2_000;
const serverPauseMs = 5_000;
const migrationPauseMs = 10 * 60_000;

/** Statuses that mean the request did not reach the application: Cloudflare could not connect to it. */
const unreachedStatuses: ReadonlySet<number> = new Set([521, 522, 523, 525, 526]);
const unreachedCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error body as an object; HTML pages and unparsed text become an empty one. */
export function errorBody(body: unknown): ErrorBody {
  if (typeof body === 'string') {
    try {
      return errorBody(JSON.parse(body));
    } catch {
      return {};
    }
  }
  return isRecord(body) ? (body satisfies ErrorBody) : {};
}

type InvalidProperty = { readonly name: string; readonly error: string };

/** HubSpot hides the per-property reasons as JSON inside the message text: `Property values were not valid: [{...}]`. */
export function invalidProperties(message: string): readonly InvalidProperty[] {
  const start = message.indexOf('[{');
  if (start < 0) return [];
  try {
    const parsed: unknown = JSON.parse(message.slice(start, message.lastIndexOf(']') + 1));
    if (!Array.isArray(parsed)) return [];
    return parsed.filter(isRecord).map((entry) => ({ name: String(entry['name'] ?? ''), error: String(entry['error'] ?? 'VALIDATION_ERROR') }));
  } catch {
    return [];
  }
}

/** The id of the record in the way. HubSpot puts it nowhere but in the message text. */
export function existingId(message: string): string | null {
  return (
    /Existing ID:\s*(\d+)/i.exec(message)?.[1] ??
    /already has that value[^\d]*(\d+)|(?:record|object) (?:with )?(?:id|ID)[^\d]{0,4}(\d+)/.exec(message)?.slice(1).find(Boolean) ??
    null
  );
}

/** A write fault from an error body: the most specific code there is, and the properties it names. */
export function toFault(body: ErrorBody, status: number | null): WriteFault {
  const message = body.message ?? (status === null ? 'no answer' : `HTTP ${String(status)}`);
  const invalid = invalidProperties(message);
  const nested = body.errors ?? [];
  const named = nested.flatMap((error) => [...(error.context?.['propertyName'] ?? []), ...(error.in === undefined ? [] : [error.in])]);
  const fields = [...new Set([...invalid.map((entry) => entry.name), ...named])].filter((name) => name !== '');
  const code =
    invalid[0]?.error ?? nested.find((error) => error.code !== undefined)?.code ?? body.category ?? (status === null ? 'NO_ANSWER' : `HTTP_${String(status)}`);
  return { code, message, fields, existingId: existingId(message) };
}

type Verdict = { readonly kind: GatewayFailure['kind']; readonly waitMs: number | null; readonly notLanded: boolean };

function limitPause(policy: string | undefined, message: string): number {
  if (policy === 'DAILY' || /daily limit/i.test(message)) return dailyPauseMs;
  return policy === 'SECONDLY' || /secondly limit/i.test(message) ? 1_000 : tenSecondsMs;
}

function verdict(status: number, body: ErrorBody, headers: Readonly<Record<string, string>>): Verdict {
  if (status === 401) return { kind: 'auth', waitMs: serverPauseMs, notLanded: true };
  if (status === 423) return { kind: 'transient', waitMs: lockedPauseMs, notLanded: true };
  if (status === 429) return { kind: 'budget', waitMs: limitPause(body.policyName, body.message ?? ''), notLanded: true };
  if (status === 477) return { kind: 'transient', waitMs: Number(headers['retry-after'] ?? '') * 1_000 || migrationPauseMs, notLanded: true };
  if (status >= 500) return { kind: 'transient', waitMs: serverPauseMs, notLanded: unreachedStatuses.has(status) };
  return { kind: 'permanent', waitMs: null, notLanded: true };
}

function failureOfStatus(status: number, body: ErrorBody, headers: Readonly<Record<string, string>>, now: Instant): CallFailure {
  const { kind, waitMs, notLanded } = verdict(status, body, headers);
  const fault = toFault(body, status);
  const contexts = [body.context ?? {}, ...(body.errors ?? []).map((error) => error.context ?? {})];
  return {
    kind,
    notLanded,
    status,
    fault,
    code: fault.code,
    message: fault.message,
    retryAt: waitMs === null ? null : now + waitMs,
    traceIds: contexts.flatMap((context) => context['objectWriteTraceId'] ?? []),
    ids: contexts.flatMap((context) => context['ids'] ?? []),
  };
}

/** The code of the network error behind a failed fetch: `fetch failed` itself says nothing. */
function causeCode(error: Readonly<Record<string, unknown>>): string {
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Turns whatever the client threw into a failure. A network error is 'not landed' only when no connection was made. */
export function toFailure(thrown: unknown, now: Instant): CallFailure {
  // Told by shape: the client's ApiException is a different class in each of its parts.
  const error = isRecord(thrown) ? thrown : {};
  if (typeof error['code'] === 'number') {
    const headers = isRecord(error['headers']) ? (error['headers'] as Record<string, string>) : {};
    return failureOfStatus(error['code'], errorBody(error['body']), headers, now);
  }
  const code = causeCode(error) || 'NETWORK';
  const fault = { code, message: 'HubSpot could not be reached', fields: [], existingId: null };
  return {
    kind: 'transient',
    code,
    message: fault.message,
    retryAt: now + serverPauseMs,
    notLanded: unreachedCodes.has(code),
    status: null,
    fault,
    traceIds: [],
    ids: [],
  };
}

export function plainFailure(kind: GatewayFailure['kind'], code: string, message: string, retryAt: Instant | null, notLanded: boolean): CallFailure {
  return { kind, code, message, retryAt, notLanded, status: null, fault: { code, message, fields: [], existingId: null }, traceIds: [], ids: [] };
}
