/**
 * Watches who is to be forgotten in Salesforce: Leads and Contacts whose Individual says `ShouldForget`. Nothing tells of it, so it is asked
 * for with every sweep. What people marked before the bridge looked for the first time is left to them: erasing is nothing an installation
 * may do by itself.
 */
import { refusedNoticeMark } from '../domain/index.ts';
import type { Fingerprinter } from '../domain/index.ts';
import type { Change, ConnectionId, EventId } from '../domain/model.ts';
import type { Intake } from './intake.ts';
import type { Clock, Forgotten, ForgetSource, GatewayFailure, Journal, Store } from './ports.ts';

export type ForgetPorts = {
  readonly connection: ConnectionId;
  readonly store: Pick<Store, 'cursor' | 'setCursor' | 'erasedAmong'>;
  readonly source: ForgetSource;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly fingerprint: Fingerprinter;
  readonly intake: Intake;
  /** The Salesforce objects of people in force. */
  readonly objects: readonly string[];
};

/** A long transaction shows late what it says happened earlier. */
const OVERLAP_MS = 120_000;
const SOURCE = 'forgets:salesforce';
/** Objects that name an Individual. */
const PEOPLE: ReadonlySet<string> = new Set(['Lead', 'Contact']);

/** One look; null when it went well or there is nothing to look at. Everybody new is asked to be erased. */
export async function lookForForgotten(ports: ForgetPorts): Promise<GatewayFailure | null> {
  const { store, connection, clock, intake, journal } = ports;
  const objects = ports.objects.filter((object) => PEOPLE.has(object));
  if (objects.length === 0) return null;
  const startedAt = clock.now();
  const position = new TextEncoder().encode(String(startedAt));
  const before = await store.cursor(connection, SOURCE);
  const since = before === null ? startedAt : Number(new TextDecoder().decode(before)) - OVERLAP_MS;
  const answer = await ports.source.forgotten(objects, since);
  if (!answer.ok) return answer.failure;
  if (answer.value === null) return null;
  const changes = await unanswered(ports, answer.value.map(asked));
  if (changes.length > 0) journal.event('forgets.found', { connection, records: changes.length });
  await intake.receive(changes, { source: SOURCE, position });
  return null;
}

/** Without those to whom a person said no already. */
async function unanswered({ store, connection, fingerprint }: ForgetPorts, changes: readonly Change[]): Promise<readonly Change[]> {
  const marks = new Map(changes.map((change) => [change, refusedNoticeMark(fingerprint, change.eventId)]));
  const known = marks.size === 0 ? new Map<string, number>() : await store.erasedAmong(connection, [...marks.values()]);
  return changes.filter((change) => !known.has(marks.get(change) ?? ''));
}

/** One notice per time it was said. */
function asked({ object, id, saidAt }: Forgotten): Change {
  return {
    // Built here and nowhere else, so the brand is true.
    eventId: `forget:salesforce:${object}:${id}:${String(saidAt)}` as EventId,
    ref: { side: 'salesforce', object, id },
    kind: 'erase',
    fields: {},
    occurredAt: saidAt,
    lane: 'consent',
    origin: 'sweep',
  };
}
