/** What Salesforce's error codes mean to the caller. The codes are the contract; message texts are not. */
import type { Instant } from '../domain/model.ts';
import type { GatewayFailure, WriteFault } from '../engine/ports.ts';

export type CallFailure = GatewayFailure & {
  /** True when Salesforce surely did not act on the call. */
  readonly notLanded: boolean;
  readonly fault: WriteFault;
};
export type CallResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: CallFailure };

const lockedPauseMs = 2_000;
const maintenancePauseMs = 60_000;
const limitPauseMs = 15 * 60_000;
const serverPauseMs = 5_000;

/** Codes that pass by themselves, and how long to wait. All of them mean that the record was not saved. */
const passing: Readonly<Record<string, number>> = {
  UNABLE_TO_LOCK_ROW: lockedPauseMs,
  ENTITY_IS_LOCKED: maintenancePauseMs,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: lockedPauseMs,
  PROCESSING_HALTED: lockedPauseMs,
  REQUEST_LIMIT_EXCEEDED: limitPauseMs,
  LIMIT_EXCEEDED: limitPauseMs,
  SERVER_UNAVAILABLE: serverPauseMs,
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: maintenancePauseMs,
  UNKNOWN_EXCEPTION: maintenancePauseMs,
};
/** Codes that name a field nobody can write, so every record that writes it is refused alike. */
const schemaCodes: ReadonlySet<string> = new Set(['INVALID_FIELD', 'INVALID_FIELD_FOR_INSERT_UPDATE']);
const unreachedCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

export function isSchemaCode(code: string): boolean {
  return schemaCodes.has(code);
}

/** Milliseconds to wait before a refused item is tried again; null when it will not pass by itself. */
export function pauseOf(code: string): number | null {
  return passing[code] ?? null;
}

type ErrorItem = { readonly errorCode?: string; readonly statusCode?: string; readonly message?: string; readonly fields?: readonly string[] };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matchId(item: unknown): string | null {
  if (!isRecord(item)) return null;
  // Salesforce spells the key `duplicateResut` in real answers; newer versions may mend it.
  const duplicate = item['duplicateResut'] ?? item['duplicateResult'];
  return /"Id"\s*:\s*"([a-zA-Z0-9]{15,18})"/.exec(JSON.stringify(duplicate ?? null))?.[1] ?? null;
}

/** The record in the way: from the duplicate rule's match, or from "…duplicates value on record with id: 003…". */
function existingId(item: ErrorItem): string | null {
  return matchId(item) ?? /record with id:?\s*([a-zA-Z0-9]{15,18})/i.exec(item.message ?? '')?.[1] ?? null;
}

/** `No such column 'Foo__c' on sobject of type Lead` names the field in its text only. */
function fieldsOf({ fields, message }: ErrorItem): readonly string[] {
  if (fields !== undefined && fields.length > 0) return fields;
  const named = /(?:No such column|field) '?([A-Za-z]\w*)'?/.exec(message ?? '')?.[1];
  return named === undefined ? [] : [named];
}

/** A fault from an error item: collections say `statusCode`, single calls `errorCode`. */
export function toFault(item: unknown): WriteFault {
  const error: ErrorItem = isRecord(item) ? (item satisfies ErrorItem) : {};
  const code = error.statusCode ?? error.errorCode ?? 'UNKNOWN_EXCEPTION';
  return { code, message: error.message ?? code, fields: fieldsOf(error), existingId: existingId(error) };
}

/** A failure from a whole call's error items. `status` is the HTTP status where known. */
export function failureOfItems(items: unknown, status: number | null, now: Instant): CallFailure {
  const fault = toFault(Array.isArray(items) ? items[0] : items);
  return failureOfFault(fault, status, now);
}

function failureOfFault(fault: WriteFault, status: number | null, now: Instant): CallFailure {
  const { code, message } = fault;
  const from = (kind: GatewayFailure['kind'], waitMs: number | null, notLanded: boolean): CallFailure => ({
    kind,
    code,
    message,
    fault,
    notLanded,
    retryAt: waitMs === null ? null : now + waitMs,
  });
  if (code === 'INVALID_SESSION_ID' || code === 'INVALID_AUTH_HEADER' || code === 'ERROR_HTTP_401') return from('auth', serverPauseMs, true);
  if (code === 'REQUEST_LIMIT_EXCEEDED') return from('budget', limitPauseMs, true);
  const httpStatus = status ?? Number(/^ERROR_HTTP_(\d+)$/.exec(code)?.[1] ?? '0');
  if (code === 'QUERY_TIMEOUT' || httpStatus >= 500 || httpStatus === 420)
    return from('transient', serverPauseMs, code === 'SERVER_UNAVAILABLE' || code === 'UNABLE_TO_LOCK_ROW');
  const pause = pauseOf(code);
  // An unknown exception of the whole call says nothing about what was saved before it.
  if (pause !== null) return from('transient', pause, code !== 'UNKNOWN_EXCEPTION');
  return from('permanent', null, true);
}

/** The code of the network error behind a failed fetch: `fetch failed` itself says nothing. */
function causeCode(error: Readonly<Record<string, unknown>>): string {
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

export function plainFailure(kind: GatewayFailure['kind'], code: string, message: string, retryAt: Instant | null, notLanded: boolean): CallFailure {
  return { kind, code, message, retryAt, notLanded, fault: { code, message, fields: [], existingId: null } };
}

/** Turns what the connection threw into a failure: an error body, a timeout, or a broken network. */
export function toFailure(thrown: unknown, now: Instant): CallFailure {
  // Told by shape: errors of undici and of the library do not share one Error class.
  const error = isRecord(thrown) ? thrown : {};
  if (error['name'] === 'AbortError' || error['name'] === 'TimeoutError') return plainFailure('transient', 'TIMEOUT', 'no answer in time', now + 1_000, false);
  if (typeof error['errorCode'] === 'string') {
    const { data } = error;
    const first: unknown = Array.isArray(data) ? data[0] : data;
    const fault = isRecord(first)
      ? toFault(first)
      : { code: error['errorCode'], message: String(error['message'] ?? '').slice(0, 500), fields: [], existingId: null };
    return failureOfFault(fault, null, now);
  }
  const code = causeCode(error) || 'NETWORK';
  return plainFailure('transient', code, 'Salesforce could not be reached', now + serverPauseMs, unreachedCodes.has(code));
}
