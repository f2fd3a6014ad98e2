/** Calls to the page's own server; a failure has the shape every Lightning error has. */

/**
 * @returns {Promise<*>} the parsed answer
 * @throws `{status, statusText, ok: false, errorType, headers, body}`, frozen, as base components and LDS reject
 */
export async function callServer(path, body) {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'x-fieldwise-page': '1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? null : JSON.parse(text);
  if (response.ok) return parsed;
  throw Object.freeze({
    status: response.status,
    statusText: response.statusText,
    ok: false,
    errorType: 'fetchResponse',
    headers: {},
    body: Object.freeze(parsed),
  });
}
