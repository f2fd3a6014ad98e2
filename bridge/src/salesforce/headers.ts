import type { Connection } from '@salesforce/core';

type SeenRequest = Parameters<Connection['request']>[0] & object;
type SeenOptions = NonNullable<Parameters<Connection['request']>[1]>;

/**
 * A call whose answer's headers matter (the locator of bulk results). `Connection.request` keeps them to itself; this is what it does inside,
 * with the same library class, whose `response` event shows them.
 */
export async function requestSeen<T>(
  connection: Connection,
  request: SeenRequest,
  options: SeenOptions,
  onHeaders: (headers: Readonly<Record<string, string>>) => void,
): Promise<T> {
  const { HttpApi } = await import('@jsforce/jsforce-node/lib/http-api.js');
  const api = new HttpApi<never>(connection as never, options); // the library's Connection, by another path of the same package
  api.on('response', ({ headers }: { readonly headers?: Readonly<Record<string, string>> }) => onHeaders(headers ?? {}));
  return api.request<T>(request as never); // the request type is the same, not exported by name
}
