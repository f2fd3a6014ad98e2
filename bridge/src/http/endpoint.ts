/**
 * One call of the HTTP API as data: its path, the shape of its input, what it does. The router, the checks and the OpenAPI description are
 * all made from the same table, so none can say something else than the others.
 */
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import type { OperationsResult } from '../operations/index.ts';

export type Endpoint = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Below /api/v1; `:name` segments are parameters and arrive in the input beside query and body. */
  readonly path: string;
  readonly summary: string;
  readonly input: z.ZodType;
  readonly run: (connection: string | undefined, input: unknown) => Promise<OperationsResult<unknown>>;
};

/** Builds an endpoint whose `run` sees its input as the schema parsed it. */
export function endpoint<Input>(
  definition: Omit<Endpoint, 'input' | 'run'> & {
    readonly input: z.ZodType<Input>;
    readonly run: (connection: string | undefined, input: Input) => Promise<OperationsResult<unknown>>;
  },
): Endpoint {
  const { input, run } = definition;
  return { ...definition, input, run: (connection, value) => run(connection, input.parse(value)) };
}

/** Paging as every list takes it: `after` is the `next` of the page before. */
export const pageSchema = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(50), after: z.string().optional() });
export const nothing = z.object({});

const connectionSchema = z.string().min(1).optional();

function inputOf(request: Request): Record<string, unknown> {
  const { connection: _connection, ...query } = request.query;
  const body: unknown = request.body;
  return { ...query, ...(typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}), ...request.params };
}

function answer(response: Response, result: OperationsResult<unknown>): void {
  if (!result.ok) return void response.status(result.status).json({ error: result.error });
  return void response.status(result.status ?? 200).json(result.value);
}

/** The connection a request may ask about: its token's own, or, for the operator's token, the one it names. */
export type Caller = { readonly connection: string | null };

function handler(definition: Endpoint): RequestHandler {
  return async (request, response) => {
    const caller = response.locals['caller'] as Caller; // set by the authentication in front of every endpoint
    const named = connectionSchema.parse(typeof request.query['connection'] === 'string' ? request.query['connection'] : undefined);
    if (caller.connection !== null && named !== undefined && named !== caller.connection) {
      return void response.status(403).json({ error: `this token is for the connection ${caller.connection} only` });
    }
    const parsed = definition.input.safeParse(inputOf(request));
    if (!parsed.success) return void response.status(400).json({ error: z.prettifyError(parsed.error) });
    return answer(response, await definition.run(caller.connection ?? named, inputOf(request)));
  };
}

/** A router with every endpoint at its place. */
export function routesOf(prefix: string, endpoints: readonly Endpoint[]): Router {
  const router = express.Router();
  for (const one of endpoints) router[one.method](`${prefix}${one.path}`, handler(one));
  return router;
}
