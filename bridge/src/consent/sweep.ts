/** The gap closer: what notices lost. Looks at everything modified since the last time, and queues whoever consent may concern. */
import { consentFieldsOf, consentRulesOn, isBlankMemory, isOptOutProperty } from '../domain/index.ts';
import type { Instant, Side } from '../domain/model.ts';
import type { ConsentRecord, ConsentSweepPage, GatewayFailure, GatewayResult } from '../engine/ports.ts';
import { fieldsOn, keyOf, objectsIn } from './people.ts';
import type { LanePorts } from './ports.ts';

/** Indexes lag and clocks differ. */
const overlapMs = 120_000;
const contacts = 'contacts';

type Position = { readonly since: Instant; readonly until: Instant; readonly page: string | null };
export type ConsentSweepResult = { readonly looked: number; readonly queued: number; readonly failure: GatewayFailure | null };

/** Sweeps both sides, from the beginning when asked; goes on where it stopped. */
export async function sweepConsent(
  ports: LanePorts,
  options: { readonly isFull: boolean; readonly wake: () => void; readonly signal?: AbortSignal },
): Promise<ConsentSweepResult> {
  const rules = ports.rules();
  const places = [
    ...objectsIn(rules).map((object) => ({
      side: 'salesforce' as Side,
      object,
      read: (at: Position) => ports.salesforce.sweep({ object, fields: fieldsOn(rules.consent, object, ports.evidenceFields) }, at.since, at.until, at.page),
    })),
    {
      side: 'hubspot' as Side,
      object: contacts,
      read: (at: Position) => ports.hubspot.sweep(consentFieldsOf(rules.consent, 'hubspot', contacts), at.since, at.until, at.page),
    },
  ];
  let [looked, queued] = [0, 0];
  let failure: GatewayFailure | null = null;
  if (rules.consent.length === 0) return { looked, queued, failure };
  for (const place of places) {
    const one = await sweepPlace(ports, place, options);
    looked += one.looked;
    queued += one.queued;
    failure ??= one.failure;
  }
  ports.journal.event('consent.swept', { connection: ports.connection, looked, queued, failed: failure?.code ?? null });
  return { looked, queued, failure };
}

async function sweepPlace(
  ports: LanePorts,
  place: { readonly side: Side; readonly object: string; readonly read: (at: Position) => Promise<GatewayResult<ConsentSweepPage>> },
  { isFull, wake, signal }: { readonly isFull: boolean; readonly wake: () => void; readonly signal?: AbortSignal },
): Promise<ConsentSweepResult> {
  const { store, connection, clock } = ports;
  const source = `consent-sweep:${place.side}:${place.object}`;
  const stored = decode(await store.cursor(connection, source));
  let at: Position =
    stored === null || (isFull && stored.page === null)
      ? { since: 0, until: clock.now(), page: null }
      : stored.page === null
        ? { since: Math.max(0, stored.until - overlapMs), until: clock.now(), page: null }
        : stored;
  let [looked, queued] = [0, 0];
  for (;;) {
    const page = await place.read(at);
    if (!page.ok) return { looked, queued, failure: page.failure };
    const concerned = await whoIsConcerned(ports, page.value.records);
    const now = clock.now();
    if (concerned.length > 0) {
      const notices = concerned.map(({ ref, modifiedAt }) => ({
        ref,
        at: modifiedAt,
        origin: 'sweep' as const,
        actor: null,
        isOwn: false,
        urgency: 'swept' as const,
        survivorId: null,
      }));
      await store.consentNotice({ connection, notices, now });
      wake();
    }
    looked += page.value.records.length;
    queued += concerned.length;
    at = page.value.next === null ? { since: at.until, until: at.until, page: null } : { ...at, page: page.value.next };
    await store.setCursor(connection, { source, position: new TextEncoder().encode(JSON.stringify(at)) });
    if (page.value.next === null || signal?.aborted === true) return { looked, queued, failure: null };
  }
}

/** Who shows a withdrawal or a yes, was met with one, or has an address that has one. */
async function whoIsConcerned(ports: LanePorts, records: readonly ConsentRecord[]): Promise<readonly ConsentRecord[]> {
  const { consent } = ports.rules();
  const prints = [...new Set(records.flatMap(({ emails }) => emails.map(ports.print)))];
  const [memories, places] = await Promise.all([
    ports.store.consentMemory(ports.connection, prints),
    ports.store.consentPlaces(
      ports.connection,
      records.map(({ ref }) => ref),
    ),
  ]);
  const known = new Set(memories.filter(({ topics }) => Object.values(topics).some((memory) => !isBlankMemory(memory))).map(({ address }) => address));
  const met = new Set(places.map(({ ref }) => keyOf(ref)));
  const shows = ({ ref, values }: ConsentRecord): boolean =>
    ref.side === 'hubspot'
      ? Object.entries(values).some(([name, value]) => isOptOutProperty(name) && String(value) === 'true')
      : consentRulesOn(consent, ref.object).some((rule) => values[rule.salesforceField] === true);
  return records.filter((record) => shows(record) || met.has(keyOf(record.ref)) || record.emails.some((email) => known.has(ports.print(email))));
}

function decode(bytes: Uint8Array | null): Position | null {
  if (bytes === null) return null;
  // Written by this module alone.
  return JSON.parse(new TextDecoder().decode(bytes)) as Position;
}
