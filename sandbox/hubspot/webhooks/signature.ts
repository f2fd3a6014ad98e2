import { createHash, createHmac } from 'node:crypto';

/** Only these escapes are undone in the URI that is signed (developers.hubspot.com, "Validating requests", v3). */
const DECODED: Readonly<Record<string, string>> = {
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

export function signableUri(uri: string): string {
  return uri.replace(/%[0-9A-Fa-f]{2}/g, (escape) => DECODED[escape.toUpperCase()] ?? escape);
}

export interface SignedRequest {
  readonly secret: string;
  readonly method: string;
  /** Full URI as the receiver is known to the outside, with its query. */
  readonly uri: string;
  readonly body: string;
}

/** `X-HubSpot-Signature`, version v1: hex SHA-256 of secret and body. */
export function signatureV1({ secret, body }: Pick<SignedRequest, 'secret' | 'body'>): string {
  return createHash('sha256')
    .update(secret + body, 'utf8')
    .digest('hex');
}

/** Version v2, of workflow webhooks and cards: hex SHA-256 of secret, method, URI and body. */
export function signatureV2({ secret, method, uri, body }: SignedRequest): string {
  return createHash('sha256')
    .update(secret + method + uri + body, 'utf8')
    .digest('hex');
}

/** `X-HubSpot-Signature-v3`: Base64 HMAC-SHA256 over method, URI, body and the timestamp header (epoch ms). */
export function signatureV3({ secret, method, uri, body, timestamp }: SignedRequest & { readonly timestamp: number }): string {
  return createHmac('sha256', secret)
    .update(`${method}${signableUri(uri)}${body}${timestamp}`, 'utf8')
    .digest('base64');
}
