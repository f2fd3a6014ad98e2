/** Whether a request really comes from HubSpot: signature v3 over the bytes as received. Source: quirks.md, "Signatures". */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../domain/model.ts';

export type SignedRequest = {
  readonly method: string;
  /** The public URL HubSpot was told, with path and query as received. Behind a proxy the bridge cannot see it, so it is configured. */
  readonly url: string;
  readonly body: Uint8Array;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
};
export type SignatureVerdict =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly reason: 'signature missing' | 'timestamp missing' | 'timestamp outside 5 minutes' | 'signature mismatch' };

/** HubSpot rejects nothing itself; it asks receivers to refuse what is older than this. We refuse the future too. */
const windowMs = 5 * 60_000;

/** The only escapes HubSpot decodes before signing. */
const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/** `a%3Ab%20c` → `a:b%20c`. */
export function decodeUri(url: string): string {
  return url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) => decoded[escape.toUpperCase()] ?? escape);
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

export function sign(secret: string, { method, url, body }: Pick<SignedRequest, 'method' | 'url' | 'body'>, timestamp: string): string {
  return createHmac('sha256', secret).update(method).update(decodeUri(url)).update(body).update(timestamp).digest('base64');
}

/** Checks a request against every secret (two while one is being rotated), each in constant time; answers the one it was signed with. */
export function verify(request: SignedRequest, secrets: readonly string[], now: Instant): SignatureVerdict {
  const { signature, timestamp } = request;
  if (signature === undefined || signature === '') return { ok: false, reason: 'signature missing' };
  if (timestamp === undefined || !/^\d{1,16}$/.test(timestamp)) return { ok: false, reason: 'timestamp missing' };
  if (Math.abs(now - Number(timestamp)) > windowMs) return { ok: false, reason: 'timestamp outside 5 minutes' };
  const given = Buffer.from(signature);
  const matching = secrets.filter((secret) => isSame(Buffer.from(sign(secret, request, timestamp)), given));
  const secret = matching[0];
  return secret === undefined ? { ok: false, reason: 'signature mismatch' } : { ok: true, secret };
}
