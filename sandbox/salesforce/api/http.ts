/** The HTTP side: from a request on the socket to a call, and from an answer to bytes. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { readBody } from '../../control/index.ts';
import type { ApiAnswer, Headers } from './call.ts';
import type { ApiFailure } from './failure.ts';
import { refuse } from './failure.ts';

/** URI plus headers (Developer Limits and Allocations Quick Reference, "REST API Limits"). */
const URI_BYTES_MAX = 16_384;
/** Largest body the REST API takes; an upload of a bulk job may be three times as large. */
const BODY_BYTES_MAX = 50 * 1024 * 1024;
const UPLOAD_BYTES_MAX = 150 * 1024 * 1024;

/** Header names in lower case; repeated headers are joined. */
export function headersOf(request: IncomingMessage): Headers {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) out[name] = Array.isArray(value) ? value.join(', ') : value;
  return out;
}

export function checkSize(request: IncomingMessage): void {
  const url = request.url ?? '';
  if (url.length > URI_BYTES_MAX) throw refuse(414, 'URI_TOO_LONG', 'The length of the URI exceeds the 16,384-byte limit.');
  const headers = request.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  if (url.length + headers > URI_BYTES_MAX)
    throw refuse(431, 'REQUEST_HEADER_FIELDS_TOO_LARGE', 'The combined length of the URI and headers exceeds the 16,384-byte limit.');
}

/** The body's bytes, inflated when the client compressed it. */
export async function bytesOf(request: IncomingMessage, headers: Headers): Promise<Buffer> {
  const bytes = await readBody(request, /\/jobs\/ingest\//.test(request.url ?? '') ? UPLOAD_BYTES_MAX : BODY_BYTES_MAX);
  return headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

/** The JSON of a body; undefined when there is none. */
export function parseJson(bytes: Buffer, headers: Headers): unknown {
  if (bytes.length === 0) return undefined;
  const type = headers['content-type'] ?? 'application/json';
  if (!/^application\/json\b/i.test(type)) {
    throw refuse(415, 'UNSUPPORTED_MEDIA_TYPE', `Content-Type is unsupported: ${type}. The local org takes application/json.`);
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw refuse(400, 'JSON_PARSER_ERROR', `${detail} at [line:1, column:1]`);
  }
}

export const failureAnswer = (failure: ApiFailure): ApiAnswer => ({ status: failure.status, body: failure.items, headers: failure.headers });

/** Writes the answer. HEAD gets the headers alone. */
export function sendAnswer(response: ServerResponse, answer: ApiAnswer, extra: Readonly<Record<string, string>>, withBody = true): void {
  const headers = { ...extra, ...answer.headers };
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  const raw = answer.body instanceof Uint8Array || typeof answer.body === 'string';
  const payload = raw ? Buffer.from(answer.body as string | Uint8Array) : Buffer.from(JSON.stringify(answer.body)); // narrowed by `raw`
  const type = raw ? {} : { 'Content-Type': 'application/json;charset=UTF-8' };
  response.writeHead(answer.status, { ...type, ...headers, 'Content-Length': String(payload.length) });
  response.end(withBody ? payload : undefined);
}
