/**
 * Access tokens for an integration user. The assertion is made here and not by @salesforce/core's AuthInfo, which on failure sends it to
 * login.salesforce.com and test.salesforce.com too, asks two more questions of the org per login, and writes to the user's home (quirks.md).
 */
import { createSign } from 'node:crypto';
import { z } from 'zod';
import type { Clock, GatewayFailure } from '../engine/ports.ts';

export type SalesforceAuth =
  | { readonly kind: 'jwt'; readonly clientId: string; readonly username: string; readonly privateKey: string; readonly audience?: string | undefined }
  | { readonly kind: 'client-credentials'; readonly clientId: string; readonly clientSecret: string };

export type Token = { readonly accessToken: string; readonly instanceUrl: string; readonly orgId: string; readonly userId: string };
export type TokenResult = { readonly ok: true; readonly token: Token } | { readonly ok: false; readonly failure: GatewayFailure };

/** Salesforce advises a few minutes at most; `exp` is in seconds. */
const assertionLifeMs = 3 * 60_000;
const tokenTimeoutMs = 15_000;
const retryMs = 30_000;

const answerSchema = z.looseObject({ access_token: z.string().min(1), instance_url: z.url(), id: z.string() });
const errorSchema = z.looseObject({ error: z.string(), error_description: z.string().optional() });

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A JWT bearer assertion signed RS256. */
export function assertion(auth: Extract<SalesforceAuth, { kind: 'jwt' }>, loginUrl: string, now: number): string {
  const claims = { iss: auth.clientId, sub: auth.username, aud: auth.audience ?? new URL(loginUrl).origin, exp: Math.floor((now + assertionLifeMs) / 1_000) };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(auth.privateKey).toString('base64url')}`;
}

function grant(auth: SalesforceAuth, loginUrl: string, now: number): URLSearchParams {
  if (auth.kind === 'jwt') return new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(auth, loginUrl, now) });
  return new URLSearchParams({ grant_type: 'client_credentials', client_id: auth.clientId, client_secret: auth.clientSecret });
}

function failed(kind: GatewayFailure['kind'], code: string, message: string, now: number): TokenResult {
  return { ok: false, failure: { kind, code, message, retryAt: now + retryMs } };
}

function parseAnswer(status: number, body: unknown, now: number): TokenResult {
  const answer = answerSchema.safeParse(body);
  // `…/id/<org id>/<user id>` is the only place the answer names both.
  const ids = answer.success ? /\/id\/(00D\w{12,15})\/(005\w{12,15})/.exec(answer.data.id) : null;
  if (answer.success && ids !== null) {
    return { ok: true, token: { accessToken: answer.data.access_token, instanceUrl: answer.data.instance_url, orgId: ids[1] ?? '', userId: ids[2] ?? '' } };
  }
  const refusal = errorSchema.safeParse(body);
  if (refusal.success) return failed('auth', refusal.data.error, refusal.data.error_description ?? refusal.data.error, now);
  return failed(status >= 500 ? 'transient' : 'auth', `ERROR_HTTP_${String(status)}`, 'the token endpoint gave no token', now);
}

/** Asks for a token once. Errors: `invalid_grant`, `invalid_client` and their like as kind `auth`; no answer as `transient`. */
export async function requestToken(auth: SalesforceAuth, loginUrl: string, clock: Clock): Promise<TokenResult> {
  const now = clock.now();
  let form: URLSearchParams;
  try {
    form = grant(auth, loginUrl, now);
  } catch {
    return failed('auth', 'PRIVATE_KEY_UNREADABLE', 'the private key is not a PEM key that can sign RS256', now);
  }
  try {
    const response = await fetch(new URL('/services/oauth2/token', loginUrl), { method: 'POST', body: form, signal: AbortSignal.timeout(tokenTimeoutMs) });
    const body: unknown = await response.json().catch(() => null);
    return parseAnswer(response.status, body, now);
  } catch {
    return failed('transient', 'NETWORK', `${new URL(loginUrl).origin} could not be reached`, now);
  }
}
