/** JWT bearer assertions (RFC 7523), RS256 only, as Salesforce accepts them. */

import { createPublicKey, verify } from 'node:crypto';
import { isRecord } from '../call.ts';

export type Claims = { readonly iss: string; readonly sub: string; readonly aud: readonly string[]; readonly exp: number };
export type Assertion = { readonly claims: Claims; readonly signedPart: string; readonly signature: Buffer };

function parsePart(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : typeof value === 'string' ? [value] : [];

/** The assertion's claims, not yet trusted; null when it is no RS256 JWT with iss, sub and exp. */
export function readAssertion(text: string): Assertion | null {
  const [head, payload, signature, ...rest] = text.split('.');
  const header = parsePart(head);
  const claims = parsePart(payload);
  if (rest.length > 0 || header?.['alg'] !== 'RS256' || claims === null || signature === undefined) return null;
  const { iss, sub, exp, prn } = claims;
  const subject = sub ?? prn;
  if (typeof iss !== 'string' || typeof subject !== 'string' || !Number.isFinite(Number(exp))) return null;
  const trusted = { iss, sub: subject, aud: textsOf(claims['aud']), exp: Number(exp) };
  return { claims: trusted, signedPart: `${head ?? ''}.${payload ?? ''}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether the certificate's key (PEM) made the signature. */
export const isSignedBy = (assertion: Assertion, certificate: string): boolean =>
  verify('RSA-SHA256', Buffer.from(assertion.signedPart), createPublicKey(certificate), assertion.signature);
