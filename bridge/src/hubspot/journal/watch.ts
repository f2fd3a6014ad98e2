/** Closes the gaps webhooks leave: reads the journal from the last offset on, more often while webhooks are silent. Its trouble is nobody else's. */
import type { Change, ConnectionId, Instant } from '../../domain/model.ts';
import type { Clock, CursorWrite, Journal, Store } from '../../engine/ports.ts';
import type { JournalReader, JournalWish } from './reader.ts';

export type JournalWatchPorts = {
  readonly connection: ConnectionId;
  readonly store: Pick<Store, 'cursor'>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly reader: JournalReader;
  /** Stores what was read together with the offset that covers it. */
  readonly receive: (changes: readonly Change[], cursor: CursorWrite) => Promise<{ readonly stored: number; readonly duplicates: number }>;
  /** Objects and properties the rules in force concern; empty before rules are loaded. */
  readonly wanted: () => readonly JournalWish[];
  /** When a webhook came last; 0 for never. */
  readonly lastWebhookAt: () => Instant;
  /** The journal no longer holds what came after our offset. */
  readonly onGap: (reason: string) => void;
};

export const JOURNAL_SOURCE = 'hubspot-journal';
/** Webhooks silent for so long may be failing. Not proof: nobody may be at work. The journal costs no allowance, so it is asked anyway. */
export const SILENT_MS = 2 * 60_000;
export const LOOK_EVERY_MS = 5 * 60_000;
export const LOOK_SILENT_EVERY_MS = 60_000;
/** An account that has no journal may be given one. */
export const LOOK_ABSENT_EVERY_MS = 60 * 60_000;

/** What one round found. */
export type JournalRound = 'read' | 'absent' | 'failed';

/** Everything since the last offset, file by file, each stored with its offset. */
export async function readJournal(ports: JournalWatchPorts, signal: AbortSignal): Promise<JournalRound> {
  const { connection, store, journal, reader, receive, onGap } = ports;
  const bytes = await store.cursor(connection, JOURNAL_SOURCE);
  let offset = bytes === null || bytes.length === 0 ? null : new TextDecoder().decode(bytes);
  while (!signal.aborted) {
    const found = await reader.next(offset);
    if (found.kind === 'empty') return 'read';
    if (found.kind === 'absent') return 'absent';
    if (found.kind === 'failed') {
      journal.event('hubspot.journal.failed', { connection, code: found.code });
      return 'failed';
    }
    if (found.kind === 'gone') {
      onGap('the journal keeps three days, and we come later');
      offset = null;
      continue;
    }
    const { stored, duplicates } = await receive(found.changes, { source: JOURNAL_SOURCE, position: new TextEncoder().encode(found.offset) });
    journal.count('hubspot.journal.news', stored);
    journal.count('hubspot.journal.known', duplicates);
    if (found.ignored > 0) journal.count('hubspot.journal.ignored', found.ignored);
    offset = found.offset;
  }
  return 'read';
}

/** Until the signal fires. Subscriptions follow the rules; the journal of an account that has none is asked for once an hour. */
export async function watchJournal(ports: JournalWatchPorts, signal: AbortSignal): Promise<void> {
  let subscribed = '';
  while (!signal.aborted) {
    const wanted = ports.wanted();
    const asked = JSON.stringify(wanted);
    let round: JournalRound = 'read';
    if (wanted.length > 0 && asked !== subscribed) {
      const outcome = await ports.reader.subscribe(wanted);
      if (outcome === 'done') subscribed = asked;
      else round = outcome;
      if (outcome === 'failed') ports.journal.event('hubspot.journal.failed', { connection: ports.connection, code: 'SUBSCRIBE' });
    }
    if (round === 'read' && wanted.length > 0) round = await readJournal(ports, signal);
    const isSilent = ports.clock.now() - ports.lastWebhookAt() > SILENT_MS;
    await ports.clock.sleep(round === 'absent' ? LOOK_ABSENT_EVERY_MS : isSilent ? LOOK_SILENT_EVERY_MS : LOOK_EVERY_MS, signal);
  }
}
