/**
 * The bridge's HTTP face: webhook intake, health, readiness, metrics, and the status API.
 * In: requests; the services that answer them, injected.
 * Out: answers; a webhook is acknowledged only once it is stored.
 * It must never parse a webhook before its signature is checked, nor answer the API without the token.
 * Tests: beside the files; bridge/test/contract/gateway sends real deliveries.
 */
export { createApp } from './app.ts';
export type { AppServices } from './app.ts';
export type { Check, HealthSource } from './health.ts';
export type { WebhookReceiver } from './webhooks.ts';
export { startServer } from './server.ts';
export type { RunningServer } from './server.ts';
