/** The OpenAPI 3.1 description of the API, made from the table of endpoints. */
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

type JsonObject = { readonly properties?: Readonly<Record<string, unknown>>; readonly required?: readonly string[] };
/** An object, or one of several. */
type JsonSchema = JsonObject & { readonly oneOf?: readonly JsonObject[] };

const errorResponse = (description: string) => ({
  description,
  content: { 'application/json': { schema: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } } } },
});

function operationOf(one: Endpoint): unknown {
  const schema = z.toJSONSchema(one.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema; // JSON Schema is an open shape; only these two keys are read
  const properties: Readonly<Record<string, unknown>> = Object.assign({}, schema.properties, ...(schema.oneOf ?? []).map((one) => one.properties));
  const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const parameter = (name: string, place: 'path' | 'query') => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: properties[name] ?? { type: 'string' },
  });
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const hasBody = one.method === 'post' || one.method === 'put';
  return {
    summary: one.summary,
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(hasBody ? [] : rest.map((name) => parameter(name, 'query'))),
      { name: 'connection', in: 'query', required: false, schema: { type: 'string' } },
    ],
    ...(hasBody && rest.length > 0 ? { requestBody: { required: true, content: { 'application/json': { schema } } } } : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: {} } } },
      400: errorResponse('The input is not as described'),
      401: errorResponse('No token, or not a known one'),
      403: errorResponse('The token is for another connection'),
      404: errorResponse('There is no such thing'),
      409: errorResponse('Not possible now'),
      429: errorResponse('Too many calls; see Retry-After'),
    },
  };
}

export function openApiOf(prefix: string, endpoints: readonly Endpoint[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const one of endpoints) {
    const path = `${prefix}${one.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [one.method]: operationOf(one) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fieldwise bridge',
      version: '1',
      description: 'What the Salesforce package and the command line ask of the bridge. Lists are paged by `limit` and `after`.',
    },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}
