import express from 'express';
import type { Router } from 'express';

/** HubSpot's deliveries, as the gateway takes them. `path` is the request's path and query as received. */
export type WebhookReceiver = {
  accept(request: {
    readonly method: string;
    readonly path: string;
    readonly body: Uint8Array;
    readonly signature: string | undefined;
    readonly timestamp: string | undefined;
  }): Promise<{
    readonly status: number;
    readonly reason: string;
  }>;
};

/** A delivery holds at most 100 events; the largest property HubSpot sends is 65,536 characters, so this leaves room. */
const bodyMax = '8mb';
const emptyBody = new Uint8Array();

/** POST /webhooks/hubspot. The body stays raw bytes: the signature covers what was sent, not what it parses to. */
export function webhookRoutes(receiver: WebhookReceiver): Router {
  const router = express.Router();
  router.post('/webhooks/hubspot', express.raw({ type: () => true, limit: bodyMax }), async (request, response) => {
    const body: unknown = request.body;
    const answer = await receiver.accept({
      method: request.method,
      path: request.originalUrl,
      body: body instanceof Uint8Array ? body : emptyBody,
      signature: request.get('x-hubspot-signature-v3'),
      timestamp: request.get('x-hubspot-request-timestamp'),
    });
    if (answer.status === 204) return void response.status(204).end();
    return void response.status(answer.status).json({ error: answer.reason });
  });
  return router;
}
