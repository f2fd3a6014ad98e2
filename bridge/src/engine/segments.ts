/**
 * Keeps watch over the segments that scope rules ask for. The platform tells nobody who enters or leaves one, so their sizes are asked
 * for every few seconds, all in one call, and a segment is compared member by member when its size moved, and now and then anyway, because
 * one in and one out leave it as it was. How often depends on how many calls that takes.
 */
import type { Change, ConnectionId, EventId, Instant, Lane } from '../domain/model.ts';
import type { Intake } from './intake.ts';
import type { Clock, GatewayFailure, GatewayResult, Journal, SegmentSource, Store } from './ports.ts';

export type WatchedSegment = { readonly id: string; /** HubSpot object, `contacts`. */ readonly object: string };
export type SegmentPorts = {
  readonly connection: ConnectionId;
  readonly store: Pick<Store, 'cursor'>;
  readonly source: SegmentSource;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly intake: Intake;
  /** Those the rules in force ask for. */
  readonly wanted: () => readonly WatchedSegment[];
};

/** One call in so long: a fortieth of the smallest budget HubSpot grants. */
export const SIZES_EVERY_MS = 2_000;
/** Of a segment whose size moves all the time, a page is read no oftener than this; of a quiet one, no oftener than the second. */
const MOVED_PAGE_MS = 500;
const QUIET_PAGE_MS = 10_000;
const QUIET_MIN_MS = 60_000;
/** A few people who enter are handed over at once; thousands must not push aside everybody else's edits. */
const URGENT_MAX = 200;
const CHUNK = 1_000;

/** `doubts`: who was read in or out of it since, against what the comparison had found: such a one may have come or gone between two looks. */
type Known = { readonly members: ReadonlySet<string>; readonly comparedAt: Instant; readonly doubts: ReadonlyMap<string, boolean> };

/** Watches until the signal fires. A platform that does not answer is asked again at the next round. */
export async function watchSegments(ports: SegmentPorts, signal: AbortSignal): Promise<void> {
  const known = new Map<string, Known>();
  while (!signal.aborted) {
    const failure = await lookOnce(ports, known);
    if (failure !== null) ports.journal.event('segments.failed', { connection: ports.connection, code: failure.code, kind: failure.kind });
    await ports.clock.sleep(SIZES_EVERY_MS, signal);
  }
}

/** One round: sizes of all, members of those that may have changed. */
export async function lookOnce(ports: SegmentPorts, known: Map<string, Known>): Promise<GatewayFailure | null> {
  const wanted = ports.wanted();
  for (const id of known.keys()) if (!wanted.some((segment) => segment.id === id)) known.delete(id);
  if (wanted.length === 0) return null;
  const sizes = await ports.source.sizes(wanted.map(({ id }) => id));
  if (!sizes.ok) return sizes.failure;
  noteSightings(ports, wanted, known);
  for (const segment of wanted) {
    if (!isDue(ports, known.get(segment.id), sizes.value.get(segment.id) ?? 0)) continue;
    const compared = await compare(ports, segment, before(known.get(segment.id)));
    if (!compared.ok) return compared.failure;
    known.set(segment.id, { members: compared.value, comparedAt: ports.clock.now(), doubts: new Map() });
  }
  return null;
}

/** A record may be linked for another reason while it is in a segment for a moment: nobody else would see it leave. */
function noteSightings({ source }: SegmentPorts, wanted: readonly WatchedSegment[], known: Map<string, Known>): void {
  for (const { object, id, segments } of source.sightings?.() ?? [])
    for (const segment of wanted) {
      const one = known.get(segment.id);
      if (one === undefined || segment.object !== object) continue;
      const isIn = segments.includes(segment.id);
      if (isIn === one.members.has(id) && !one.doubts.has(id)) continue;
      known.set(segment.id, { ...one, doubts: new Map(one.doubts).set(id, isIn) });
    }
}

/** Who was in a segment as far as anybody was told. */
function before(known: Known | undefined): ReadonlySet<string> | null {
  if (known === undefined) return null;
  const members = new Set(known.members);
  for (const [id, isIn] of known.doubts) {
    if (isIn) members.add(id);
    else members.delete(id);
  }
  return members;
}

function isDue({ clock, source }: SegmentPorts, known: Known | undefined, size: number): boolean {
  if (known === undefined) return true;
  const pages = Math.ceil(Math.max(size, known.members.size) / source.pageSize);
  const isQuiet = size === known.members.size && known.doubts.size === 0;
  const wait = isQuiet ? Math.max(QUIET_MIN_MS, pages * QUIET_PAGE_MS) : (pages - 1) * MOVED_PAGE_MS;
  return clock.now() - known.comparedAt >= wait;
}

/** Reports who came and went since the members were last known, in this life of the bridge or an earlier one. */
async function compare(ports: SegmentPorts, segment: WatchedSegment, before: ReadonlySet<string> | null): Promise<GatewayResult<ReadonlySet<string>>> {
  const cursor = `segment:${segment.id}`;
  const stored = before === null ? decode(await ports.store.cursor(ports.connection, cursor)) : before;
  const members = await ports.source.members(segment.id);
  if (!members.ok) return members;
  const now = members.value;
  const came = stored === null ? [] : [...now].filter((id) => !stored.has(id));
  const left = stored === null ? [] : [...stored].filter((id) => !now.has(id));
  if (stored !== null && came.length + left.length === 0) return members;
  const lane: Lane = came.length + left.length <= URGENT_MAX ? 'handoff' : 'normal';
  const at = ports.clock.now();
  const changes = [...came.map((id) => lookAt(segment, id, { at, lane, how: 'in' })), ...left.map((id) => lookAt(segment, id, { at, lane, how: 'out' }))];
  for (let from = 0; from === 0 || from < changes.length; from += CHUNK) {
    const isLast = from + CHUNK >= changes.length;
    await ports.intake.receive(changes.slice(from, from + CHUNK), ...(isLast ? [{ source: cursor, position: encode(now) }] : []));
  }
  ports.journal.count('segments.moved', changes.length);
  return members;
}

/** The notice only says "look": the record's membership is read with it. */
function lookAt(
  { id: segment, object }: WatchedSegment,
  id: string,
  { at, lane, how }: { readonly at: Instant; readonly lane: Lane; readonly how: 'in' | 'out' },
): Change {
  return {
    // Built here and nowhere else, so the brand is true.
    eventId: `segment:${segment}:${object}:${id}:${how}:${at}` as EventId,
    ref: { side: 'hubspot', object, id },
    kind: 'look',
    fields: {},
    occurredAt: at,
    lane,
    origin: 'event',
  };
}

function encode(members: ReadonlySet<string>): Uint8Array {
  return new TextEncoder().encode([...members].join(','));
}

function decode(bytes: Uint8Array | null): ReadonlySet<string> | null {
  if (bytes === null) return null;
  const text = new TextDecoder().decode(bytes);
  return new Set(text === '' ? [] : text.split(','));
}
