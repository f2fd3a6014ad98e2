import express from 'express';
import type { Router } from 'express';

export type Check = { readonly name: string; readonly isOk: boolean; readonly detail: string };
export type HealthSource = {
  readiness(): Promise<readonly Check[]>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
};

/** GET /health: the process answers. GET /ready: everything it needs does. GET /metrics: Prometheus text. */
export function healthRoutes(source: HealthSource): Router {
  const router = express.Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/ready', async (_request, response) => {
    const checks = await source.readiness();
    const isReady = checks.every((check) => check.isOk);
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready', checks });
  });
  router.get('/metrics', async (_request, response) => {
    const { contentType, text } = await source.metrics();
    response.type(contentType).send(text);
  });
  return router;
}
