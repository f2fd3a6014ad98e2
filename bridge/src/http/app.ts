import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import type { Journal } from '../engine/ports.ts';
import { apiRoutes } from './api.ts';
import type { ApiServices } from './api.ts';
import { healthRoutes } from './health.ts';
import type { HealthSource } from './health.ts';
import { webhookRoutes } from './webhooks.ts';
import type { WebhookReceiver } from './webhooks.ts';

export type AppServices = {
  readonly webhooks: WebhookReceiver;
  readonly health: HealthSource;
  readonly api: ApiServices;
  readonly journal: Journal;
};

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 600 ? status : 500;
}

/** The last word on an error: its status if it has one (body too large, bad JSON), else 500 without details. */
function onError(journal: Journal): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    journal.event('http.failed', { status, path: request.path, reason: error instanceof Error ? error.name : 'unknown' });
    return void response.status(status).json({ error: status >= 500 ? 'the bridge could not do this; see its log' : 'the request could not be read' });
  };
}

export function createApp({ webhooks, health, api, journal }: AppServices): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(webhookRoutes(webhooks), healthRoutes(health), apiRoutes(api));
  app.use((request, response) => void response.status(404).json({ error: `there is nothing at ${request.path}` }));
  app.use(onError(journal));
  return app;
}
