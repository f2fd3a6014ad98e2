/** The status API the command line and later the package's pages read: /api/v1, one bearer token, JSON, paged lists. */
import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import type { Operations, OperationsResult } from '../operations/index.ts';

const pageSchema = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(50), after: z.string().optional() });
const connectionSchema = z.object({ connection: z.string().optional() });
const issuesSchema = pageSchema.extend({ open: z.enum(['true', 'false']).default('true'), code: z.string().optional() });
const decisionsSchema = pageSchema.extend({ record: z.string().optional(), field: z.string().optional() });
const unlinkedSchema = pageSchema.extend({ code: z.string().optional() });
const explainSchema = z.object({ record: z.string().min(1), field: z.string().optional() });
const recordsSchema = z.object({
  records: z.array(z.object({ side: z.enum(['salesforce', 'hubspot']), object: z.string().min(1), id: z.string().min(1) })).max(1_000),
});
const replaySchema = z.object({ records: z.array(z.string().min(1)).min(1).max(10_000) });
const retrySchema = z.object({ code: z.string().optional(), keys: z.array(z.string()).max(10_000).optional() });
const sweepSchema = z.object({ full: z.boolean().default(false) });

/** Digests have one length, so the comparison tells nothing about the token. */
function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function authenticate(token: string): RequestHandler {
  return (request, response, next) => {
    const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1];
    if (given !== undefined && isToken(given, token)) return next();
    return void response.status(401).set('www-authenticate', 'Bearer').json({ error: 'send the API token: Authorization: Bearer …' });
  };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, response: Response): T | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  response.status(400).json({ error: z.prettifyError(result.error) });
  return null;
}

function answer<T>(response: Response, result: OperationsResult<T>): void {
  if (result.ok) response.json(result.value);
  else response.status(result.status).json({ error: result.error });
}

/** A route whose input is checked by a schema and whose answer is an operation's result. */
function route<T>(
  schema: z.ZodType<T>,
  input: (request: Request) => unknown,
  work: (connection: string | undefined, input: T) => Promise<OperationsResult<unknown>>,
): RequestHandler {
  return async (request, response) => {
    const value = parsed(schema, input(request), response);
    if (value === null) return;
    const { connection } = connectionSchema.parse({ connection: typeof request.query['connection'] === 'string' ? request.query['connection'] : undefined });
    answer(response, await work(connection, value));
  };
}
const query = (request: Request): unknown => request.query;
const body = (request: Request): unknown => request.body ?? {};

export function apiRoutes(operations: Operations, token: string): Router {
  const router = express.Router();
  router.use('/api/v1', authenticate(token), express.json({ limit: '1mb' }));
  router.get(
    '/api/v1/status',
    route(z.unknown(), query, (connection) => operations.status(connection)),
  );
  router.get(
    '/api/v1/issues',
    route(issuesSchema, query, (connection, options) => operations.issues(connection, { ...options, open: options.open === 'true' })),
  );
  router.get(
    '/api/v1/issues/groups',
    route(z.unknown(), query, (connection) => operations.issueGroups(connection)),
  );
  router.get(
    '/api/v1/reviews',
    route(pageSchema, query, (connection, options) => operations.reviews(connection, options)),
  );
  router.get(
    '/api/v1/decisions',
    route(decisionsSchema, query, (connection, options) => operations.decisions(connection, options)),
  );
  router.get(
    '/api/v1/unlinked',
    route(unlinkedSchema, query, (connection, options) => operations.unlinked(connection, options)),
  );
  router.get(
    '/api/v1/rules',
    route(z.unknown(), query, (connection) => operations.rules(connection)),
  );
  router.post(
    '/api/v1/records',
    route(recordsSchema, body, (connection, { records }) => operations.records(connection, records)),
  );
  router.get(
    '/api/v1/explain',
    route(explainSchema, query, (connection, { record, field }) => operations.explain(connection, record, field)),
  );
  router.post(
    '/api/v1/sweep',
    route(sweepSchema, body, (connection, { full }) => operations.sweep(connection, full)),
  );
  router.post(
    '/api/v1/replay',
    route(replaySchema, body, (connection, { records }) => operations.replay(connection, records)),
  );
  router.post(
    '/api/v1/retry',
    route(retrySchema, body, (connection, options) => operations.retry(connection, options)),
  );
  return router;
}
