import { randomUUID } from 'node:crypto';

export type ErrorContext = Readonly<Record<string, readonly string[]>>;

export interface ErrorDetail {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: ErrorContext;
}

interface ErrorParts {
  readonly status: number;
  readonly category: string;
  readonly message: string;
  readonly subCategory?: string;
  readonly context?: ErrorContext;
  readonly errors?: readonly ErrorDetail[];
  readonly links?: Readonly<Record<string, string>>;
}

/** A refusal in HubSpot's words; `status` is the HTTP code, the rest becomes the body. */
export class PortalError extends Error {
  readonly parts: ErrorParts;

  constructor(parts: ErrorParts) {
    super(parts.message);
    this.parts = parts;
  }

  /** The body of a failed call. */
  body(): Readonly<Record<string, unknown>> {
    const { status: _status, message, category, ...optional } = this.parts;
    return { status: 'error', message, correlationId: randomUUID(), ...optional, category };
  }

  /** One entry of a 207 answer's `errors`; `context` is what ties it to its input. */
  standard(context: ErrorContext): Readonly<Record<string, unknown>> {
    const { message, category, subCategory, errors, links } = this.parts;
    return {
      status: 'error',
      category,
      ...(subCategory === undefined ? {} : { subCategory }),
      message,
      context: { ...this.parts.context, ...context },
      errors: errors ?? [],
      links: links ?? {},
    };
  }
}

/** One property that was refused; the text list is repeated as JSON inside the message, as HubSpot does. */
export interface PropertyFault {
  readonly name: string;
  readonly error: string;
  readonly message: string;
}

export function invalid(message: string, errors?: readonly ErrorDetail[], context?: ErrorContext): PortalError {
  return new PortalError({
    status: 400,
    category: 'VALIDATION_ERROR',
    message,
    ...(errors === undefined ? {} : { errors }),
    ...(context === undefined ? {} : { context }),
  });
}

export function invalidProperties(faults: readonly PropertyFault[]): PortalError {
  const list = faults.map(({ name, error, message }) => ({ isValid: false, message, error, name, localizedErrorMessage: message }));
  const errors = faults.map(({ name, error, message }) => ({ message, code: error, context: { propertyName: [name] } }));
  return invalid(`Property values were not valid: ${JSON.stringify(list)}`, errors);
}

/** A body or query of the wrong shape. */
export function invalidJson(what: string): PortalError {
  return invalid(`Invalid input JSON on line 1, column 1: ${what}`);
}

export function notFound(message = 'resource not found', context?: ErrorContext): PortalError {
  return new PortalError({ status: 404, category: 'OBJECT_NOT_FOUND', message, ...(context === undefined ? {} : { context }) });
}

export function conflict(message: string): PortalError {
  return new PortalError({ status: 409, category: 'CONFLICT', message });
}

export function contactExists(id: string): PortalError {
  return conflict(`Contact already exists. Existing ID: ${id}`);
}

export function missingScopes(scopes: readonly string[]): PortalError {
  const page = 'https://developers.hubspot.com/scopes';
  return new PortalError({
    status: 403,
    category: 'MISSING_SCOPES',
    message: `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${page}.`,
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: scopes } }],
    links: { scopes: page },
  });
}

export function noCredentials(): PortalError {
  return new PortalError({
    status: 401,
    category: 'INVALID_AUTHENTICATION',
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  });
}

export function expiredToken(expiredAt: number, now: number): PortalError {
  const seconds = Math.max(0, Math.round((now - expiredAt) / 1_000));
  return new PortalError({
    status: 401,
    category: 'EXPIRED_AUTHENTICATION',
    message: `The OAuth token used to make this call expired ${seconds} second(s) ago.`,
    context: { 'expire time': [new Date(expiredAt).toISOString()] },
  });
}

export type LimitPolicy = 'TEN_SECONDLY_ROLLING' | 'DAILY' | 'SECONDLY';

const POLICY_WORDS: Readonly<Record<LimitPolicy, string>> = { TEN_SECONDLY_ROLLING: 'ten_secondly_rolling', DAILY: 'daily', SECONDLY: 'secondly' };

/** The 429 body; clients choose their wait by `policyName` (and, for search, by the message). */
export function rateLimitBody(policyName: LimitPolicy): Readonly<Record<string, unknown>> {
  const correlationId = randomUUID();
  const message = `You have reached your ${POLICY_WORDS[policyName]} limit.`;
  return {
    status: 'error',
    message,
    errorType: 'RATE_LIMIT',
    correlationId,
    policyName,
    requestId: correlationId.replaceAll('-', ''),
    category: 'RATE_LIMITS',
  };
}
