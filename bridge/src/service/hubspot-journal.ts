/** HubSpot's webhooks journal beside its webhooks, for connections whose configuration names the app's credentials. */
import type { ConnectionConfig } from '../config.ts';
import type { Change, ConnectionId } from '../domain/model.ts';
import type { Clock, CursorWrite, Journal, Rulebook, Store } from '../engine/index.ts';
import { createJournalReader, watchJournal } from '../hubspot/index.ts';
import type { JournalWish } from '../hubspot/index.ts';

export type JournalPart = {
  /** A webhook came. */
  readonly heard: () => void;
  /** Until the signal fires; at once where no journal is configured. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Not mapped, and yet looked at whenever they change: what consent and the handoff go by. */
const alwaysWanted: Readonly<Record<string, readonly string[]>> = { contacts: ['email', 'hs_email_optout', 'lifecyclestage'], companies: ['lifecyclestage'] };

function wishes(rulebook: Rulebook | null): readonly JournalWish[] {
  const mappings = rulebook?.rules.mappings ?? [];
  return [...Map.groupBy(mappings, ({ hubspotObject }) => hubspotObject)].map(([object, sharing]) => {
    const mapped = sharing.flatMap(({ fields }) => fields.map(({ hubspotProperty }) => hubspotProperty));
    return { object, properties: [...new Set([...mapped, ...(alwaysWanted[object] ?? [])])].sort() };
  });
}

/** The part of one connection that closes gaps in its webhooks. */
export function createJournalPart(ports: {
  readonly connection: ConnectionId;
  readonly config: ConnectionConfig['hubspot'];
  readonly store: Pick<Store, 'cursor'>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly rulebook: () => Rulebook | null;
  readonly receive: (changes: readonly Change[], cursor: CursorWrite) => Promise<{ readonly stored: number; readonly duplicates: number }>;
  readonly onGap: (reason: string) => void;
}): JournalPart {
  const { config, clock, rulebook, ...rest } = ports;
  let lastWebhookAt = 0;
  return {
    heard: () => {
      lastWebhookAt = clock.now();
    },
    async run(signal) {
      if (config.journal === undefined) return;
      const { baseUrl, portalId, readTimeoutMs } = config;
      const reader = createJournalReader({ baseUrl, portalId, ...config.journal, timeoutMs: readTimeoutMs }, clock);
      await watchJournal({ ...rest, clock, reader, wanted: () => wishes(rulebook()), lastWebhookAt: () => lastWebhookAt }, signal);
    },
  };
}
