/** Calls the client has no method for. */
import type { Client } from '@hubspot/api-client';
import type { z } from 'zod';

/** A call by path, with its errors in the shape of the client's own: `apiRequest` itself never throws on a status. */
export async function requestByPath<T>(
  client: Client,
  schema: z.ZodType<T>,
  asked: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown },
): Promise<T> {
  const { method, path, body } = asked;
  // The client types a body as one of its own models; any JSON is sent as it is.
  const response = await client.apiRequest({ method, path, ...(body === undefined ? {} : { body: body as never }) });
  const text = await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`HTTP ${String(response.status)}`), { code: response.status, body: text, headers: Object.fromEntries(response.headers) });
  return schema.parse(JSON.parse(text));
}
