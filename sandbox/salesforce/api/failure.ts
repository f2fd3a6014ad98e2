/** Errors as the REST API words them: a JSON array of `{message, errorCode, fields?}` and an HTTP status. */

import type { SaveError } from '../contract.ts';

export type ErrorItem = { readonly message: string; readonly errorCode: string; readonly fields?: readonly string[] } & Readonly<Record<string, unknown>>;

/** A refusal that ends a request. Thrown inside a transaction it also rolls that transaction back. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly items: readonly ErrorItem[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, items: readonly ErrorItem[], headers: Readonly<Record<string, string>> = {}) {
    super(items[0]?.message ?? `HTTP ${status}`);
    this.status = status;
    this.items = items;
    this.headers = headers;
  }
}

/** One-line refusal: HTTP status, error code, message and, when the platform names them, the fields. */
export function refuse(status: number, errorCode: string, message: string, fields?: readonly string[]): ApiFailure {
  return new ApiFailure(status, [fields === undefined ? { message, errorCode } : { message, errorCode, fields }]);
}

export const notFound = (message = 'The requested resource does not exist'): ApiFailure => refuse(404, 'NOT_FOUND', message);

export function methodNotAllowed(method: string, allowed: readonly string[]): ApiFailure {
  const message = `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`;
  return new ApiFailure(405, [{ message, errorCode: 'METHOD_NOT_ALLOWED' }], { Allow: allowed.join(', ') });
}

/** Codes whose single-record answer is not 400 (REST API Developer Guide, "Status Codes and Error Responses"). */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ENTITY_IS_DELETED: 404,
  NOT_FOUND: 404,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INSUFFICIENT_ACCESS: 403,
  API_DISABLED_FOR_ORG: 403,
  REQUEST_LIMIT_EXCEEDED: 403,
  UNKNOWN_EXCEPTION: 500,
  SERVER_UNAVAILABLE: 503,
};

/**
 * The HTTP status of a failed single-record save. INVALID_CROSS_REFERENCE_KEY is 404 when the addressed record itself is
 * the unknown one (no field named) and 400 when a lookup of the body is.
 */
export function statusOf(error: SaveError): number {
  if (error.statusCode === 'INVALID_CROSS_REFERENCE_KEY') return error.fields.length === 0 ? 404 : 400;
  return STATUS_BY_CODE[error.statusCode] ?? 400;
}

/** A failed save as a whole-request failure (single-record endpoints use `errorCode`). */
export function saveFailure(errors: readonly SaveError[]): ApiFailure {
  const first = errors[0];
  if (first === undefined) return refuse(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.');
  const items = errors.map((error) => ({ ...error.extra, message: error.message, errorCode: error.statusCode, fields: error.fields }));
  return new ApiFailure(statusOf(first), items);
}

const textOf = (holder: object, key: string): string | undefined => {
  const value: unknown = Reflect.get(holder, key);
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]+$/.test(value) ? value : undefined;
};

/** What the org threw, as a REST failure. An error without a platform code is a defect of the sandbox and stays a 500. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  // A limit exception cannot be caught: it ends the request, worded as the trigger's failure.
  if (error instanceof Error && error.name === 'ApexException') return refuse(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', error.message, []);
  if (error instanceof URIError) return refuse(400, 'INVALID_INPUT', 'The URL is not well formed.');
  if (error instanceof Error) {
    const code = textOf(error, 'statusCode') ?? textOf(error, 'errorCode') ?? textOf(error, 'code');
    if (code !== undefined) return refuse(STATUS_BY_CODE[code] ?? 400, code, error.message);
    return refuse(500, 'UNKNOWN_EXCEPTION', `${error.name}: ${error.message}`);
  }
  return refuse(500, 'UNKNOWN_EXCEPTION', String(error));
}
