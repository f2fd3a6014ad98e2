import type { Change } from '../../domain/model.ts';
import type { Clock, Journal } from '../../engine/ports.ts';
import { parseDelivery } from './changes.ts';
import { verify } from './signature.ts';

export type WebhookRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
};
export type WebhookAnswer = { readonly status: 204 | 400 | 401 | 503; readonly reason: string };
export type WebhookIntake = { accept(request: WebhookRequest): Promise<WebhookAnswer> };

export type WebhookPortal = {
  readonly portalId: string;
  readonly secrets: readonly string[];
  /** Stores changes of the portal's connection; resolves once they are durable. */
  readonly receive: (changes: readonly Change[]) => Promise<unknown>;
  /** Takes what may not wait (withdrawals of consent) out of a delivery that is refused as a whole; it comes again with the rest. */
  readonly hear?: (changes: readonly Change[]) => Promise<unknown>;
};
export type WebhookIntakeOptions = {
  /** What HubSpot was told as target, without `/webhooks/hubspot`: `https://bridge.example.com`. */
  readonly publicUrl: string;
  readonly portals: readonly WebhookPortal[];
  readonly clock: Clock;
  readonly journal: Journal;
  /** Too much waits already: HubSpot is asked to come back (it retries for 24 h). */
  readonly isOverloaded: () => boolean;
};

/** Takes HubSpot's deliveries: verified over the raw bytes, stored, and only then acknowledged. */
export function createWebhookIntake(options: WebhookIntakeOptions): WebhookIntake {
  const { clock, journal, portals } = options;
  const secrets = [...new Set(portals.flatMap((portal) => portal.secrets))];

  function refuse(status: 400 | 401 | 503, reason: string): WebhookAnswer {
    journal.event('webhook.refused', { status, reason });
    journal.count('webhook.refused', 1, { reason });
    return { status, reason };
  }

  return {
    async accept(request) {
      const heardAt = clock.now();
      const url = `${options.publicUrl.replace(/\/$/, '')}${request.path}`;
      const verdict = verify({ ...request, url }, secrets, clock.now());
      if (!verdict.ok) return refuse(401, verdict.reason);
      const events = parseDelivery(request.body);
      const isOverloaded = options.isOverloaded();
      if (events === null) return refuse(400, 'the body is not a JSON array of events');
      for (const [portalId, changes] of events.byPortal) {
        // A portal's events count only under that portal's own secret: one tenant's app must not speak for another.
        const known = portals.filter((portal) => portal.portalId === portalId && portal.secrets.includes(verdict.secret));
        if (known.length === 0) journal.event('webhook.portal.unknown', { events: changes.length });
        for (const portal of known) await (isOverloaded ? portal.hear?.(changes) : portal.receive(changes));
      }
      if (isOverloaded) return refuse(503, 'too much is waiting');
      if (events.ignored > 0) journal.count('webhook.ignored', events.ignored);
      const sentAt = Number(request.timestamp);
      journal.observe('webhook.heard', heardAt - sentAt);
      journal.observe('webhook.stored', clock.now() - heardAt);
      if (events.oldestAt !== null) {
        journal.observe('webhook.queued', sentAt - events.oldestAt);
        journal.observe('webhook.lag', clock.now() - events.oldestAt);
      }
      return { status: 204, reason: 'stored' };
    },
  };
}
