import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { App } from '../model.ts';
import { signatureV1, signatureV3 } from './signature.ts';

/** Retries after the first attempt, and how long real HubSpot roughly waits before each: growing, spread over a day. */
export const RETRIES_MAX = 10;
const RETRY_WAITS_MS = [60_000, 180_000, 360_000, 720_000, 1_440_000, 2_880_000, 5_760_000, 11_520_000, 23_040_000, 36_000_000];
const JITTER = 0.2;

/** Wait before retry number `retry` (1 to 10), in real ms. `roll` is in [0, 1). */
export function retryWaitMs(retry: number, timeScale: number, roll: number): number {
  const base = RETRY_WAITS_MS[Math.min(retry, RETRIES_MAX) - 1] ?? 0;
  return base * timeScale * (1 - JITTER + 2 * JITTER * roll);
}

export interface Postman {
  /** Sends one batch. Resolves to null when taken (2xx), else to the reason; never rejects. */
  readonly post: (app: App, targetUrl: string, body: string, timestamp: number, timeoutMs: number) => Promise<string | null>;
  readonly close: () => void;
}

export function createPostman(): Postman {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  const post: Postman['post'] = (app, targetUrl, body, timestamp, timeoutMs) =>
    new Promise((resolve) => {
      const signed = { secret: app.clientSecret, method: 'POST', uri: targetUrl, body };
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client) - WebhooksExecutorDaemon-executor',
        'x-hubspot-signature': signatureV1(signed),
        'x-hubspot-signature-version': 'v1',
        'x-hubspot-request-timestamp': String(timestamp),
        'x-hubspot-signature-v3': signatureV3({ ...signed, timestamp }),
      };
      const secure = targetUrl.startsWith('https:');
      const options = { method: 'POST', headers, agent: secure ? agents.https : agents.http };
      const request = (secure ? httpsRequest : httpRequest)(targetUrl, options, (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        response.once('end', () => finish(statusCode >= 200 && statusCode < 300 ? null : `status ${statusCode}`));
        response.once('error', (error) => finish(error.message));
      });
      const timer = setTimeout(() => {
        finish(`no answer within ${timeoutMs} ms`);
        request.destroy();
      }, timeoutMs);
      const finish = (outcome: string | null): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      request.once('error', (error) => finish(error.message === '' ? error.name : error.message));
      request.end(body);
    });

  return {
    post,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
