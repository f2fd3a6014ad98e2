/**
 * Serves the relations of one connection, after everything else: one batch at a time, nothing while either budget runs low. Several bridges
 * may serve it together; each set is in one hand.
 */
import type { Change, Link } from '../domain/model.ts';
import type { GatewayFailure } from '../engine/ports.ts';
import { carry, forgetTroubles } from './carry.ts';
import { hear, isRelating, isRowChange, meetLinks, touchRecords } from './notices.ts';
import { openPlace, servedRules } from './place.ts';
import type { Place } from './place.ts';
import type { RelationPorts } from './ports.ts';
import { claimUnits, dueUnits, nextDueAt, RESTING, touch, writeHeld } from './units.ts';
import type { Unit } from './units.ts';
import { createWaits } from './waits.ts';
import { auditPage, pollRows } from './watch.ts';

export type RelationsLane = {
  /** Takes in notices; resolves once those that need no call are stored. Answers what is left for the ordinary pass. */
  readonly sort: (changes: readonly Change[]) => Promise<readonly Change[]>;
  /** What is left for the ordinary pass, without taking anything in. */
  readonly rest: (changes: readonly Change[]) => readonly Change[];
  /** Links a pass just recorded. Never blocks. */
  readonly meet: (links: readonly Link[]) => void;
  /** Looks at sets again now, by their subjects (`relation:…`); how many there were. */
  readonly retry: (subjects: readonly string[]) => Promise<number>;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

/** Sets of a batch: two reads and two writes, whatever their number. */
const batchMax = 100;
/** Long enough to read a batch; a worker that dies while reading costs this much. */
const readLifeMs = 60_000;
const idleMsDefault = 1_000;
const failedMs = 1_000;
const failedMaxMs = 300_000;
/** Below this share of either budget the lane rests: fields go first. */
const budgetReserve = 0.1;
const pollEveryMsDefault = 20_000;
const auditEveryMsDefault = 6 * 3_600_000;
const auditPaceMs = 250;
const waitsEveryMs = 2_000;
const linksQueueMax = 20_000;
const subjectPrefix = 'relation:';

export function createRelationsLane(ports: RelationPorts): RelationsLane {
  const { clock, connection, journal, idleMs = idleMsDefault } = ports;
  const waits = createWaits(ports);
  const places = new Map<string, Place>();
  let placesVersion: number | null = null;
  let links: Link[] = [];
  let pausedUntil = 0;
  let strike = (): void => undefined;
  let isHeard = false;

  const ring = (): void => {
    isHeard = true;
    strike();
  };
  const rules = () => servedRules(ports.rules());

  async function placeOf(key: string): Promise<Place | GatewayFailure | null> {
    const { version } = ports.rules();
    if (placesVersion !== version) places.clear();
    placesVersion = version;
    const known = places.get(key);
    if (known !== undefined) return known;
    const rule = rules().find((one) => one.key === key);
    if (rule === undefined) return null;
    const opened = await openPlace(ports, rule);
    if (!opened.ok) return opened.failure;
    places.set(key, opened.value);
    return opened.value;
  }

  /** Gives units back: due again after a pause that grows, or resting where their rule is gone. */
  async function giveBack(units: readonly Unit[], failure: GatewayFailure | null): Promise<void> {
    const now = clock.now();
    const at = ({ body }: Unit): number =>
      failure === null
        ? RESTING
        : Math.max(failure.retryAt ?? 0, now + Math.min(failedMaxMs, failedMs * 2 ** Math.min(body.tries, 8)) * (0.75 + ports.random() / 2));
    await writeHeld(
      ports,
      units.map((unit) => ({
        unit,
        rank: () => at(unit),
        body: (body) => ({ ...body, heldUntil: 0, heldBy: null, isAsked: false, tries: failure === null ? 0 : body.tries + 1, trouble: failure?.code ?? null }),
        more: [],
      })),
    );
  }

  /** Serves one batch if there is work; answers how long to rest. */
  async function serveOnce(): Promise<number> {
    const now = clock.now();
    const budgets = [ports.gateways.salesforce.budget(), ports.gateways.hubspot.budget()];
    const nextAt = Math.max(pausedUntil, ...budgets.map((budget) => budget.nextAt));
    if (nextAt > now) return Math.min(nextAt - now, idleMs * 10);
    if (budgets.some(({ remaining }) => remaining < budgetReserve)) return idleMs * 10;
    const due = await dueUnits(ports, batchMax);
    const [first] = due;
    if (first === undefined) {
      const next = await nextDueAt(ports);
      return next === null ? idleMs : Math.min(idleMs, Math.max(5, next - clock.now()));
    }
    const units = await claimUnits(
      ports,
      due.filter(({ rule }) => rule === first.rule),
      now + readLifeMs,
    );
    if (units.length === 0) return 0;
    const place = await placeOf(first.rule);
    if (place === null) {
      await forgetTroubles(ports, units);
      await giveBack(units, null);
      return 0;
    }
    const { failure, looked, written } = 'rule' in place ? await carry(ports, place, waits, units) : { failure: place, looked: 0, written: 0 };
    journal.count('relations.looked', looked);
    journal.count('relations.written', written);
    journal.observe('relations.served', clock.now() - now);
    if (failure === null) return 0;
    journal.event('relations.given-back', { connection, code: failure.code, kind: failure.kind, sets: units.length });
    await giveBack(units, failure);
    pausedUntil = clock.now() + failedMs;
    return failedMs;
  }

  async function rest(waitMs: number, signal: AbortSignal): Promise<void> {
    if (isHeard || signal.aborted) {
      isHeard = false;
      return;
    }
    const stop = new AbortController();
    const end = (): void => stop.abort();
    signal.addEventListener('abort', end, { once: true });
    await Promise.race([clock.sleep(waitMs, stop.signal), new Promise<void>((resolve) => (strike = resolve))]);
    strike = (): void => undefined;
    isHeard = false;
    stop.abort();
    signal.removeEventListener('abort', end);
  }

  /** One of the lane's loops: what throws is told, and tried again after a pause. `work` answers how long to rest. */
  async function loop(name: string, signal: AbortSignal, work: () => Promise<number>, wait = clock.sleep): Promise<void> {
    while (!signal.aborted) {
      let waitMs = failedMs;
      try {
        waitMs = await work();
      } catch (error) {
        journal.event('relations.failed', { connection, part: name, reason: error instanceof Error ? error.message : 'unknown' });
      }
      if (waitMs > 0 && !signal.aborted) await wait(waitMs, signal);
    }
  }

  async function meetNew(): Promise<void> {
    const met = links;
    links = [];
    if (met.length > 0) await meetLinks(ports, waits, met);
    const woken = await waits.look();
    await touch(ports, woken);
    if (met.length + woken.length > 0) ring();
  }

  async function poll(): Promise<void> {
    if (rules().length === 0) return;
    const failure = await pollRows(ports);
    if (failure !== null) journal.event('relations.poll.failed', { connection, code: failure.code, kind: failure.kind });
    ring();
  }

  return {
    rest: (changes) => changes.filter((change) => !isRowChange(rules(), change)),
    async sort(changes) {
      const served = rules();
      if (served.length === 0) return changes;
      const rows = changes.filter((change) => isRowChange(served, change));
      const relating = changes.filter((change) => !rows.includes(change) && isRelating(served, change));
      const refs = relating.flatMap(({ ref, associated }) => (associated === undefined ? [ref] : [ref, associated]));
      if ((await touchRecords(ports, served, refs)) > 0) ring();
      // A row names its records only when asked, which may take a while; the poll heals what is lost meanwhile.
      if (rows.length > 0)
        void hear(ports, rows).then(ring, (error: unknown) => {
          journal.event('relations.failed', { connection, part: 'rows', reason: error instanceof Error ? error.message : 'unknown' });
        });
      return changes.filter((change) => !rows.includes(change));
    },
    meet(recorded) {
      // What does not fit is met by the audit.
      if (rules().length > 0 && links.length < linksQueueMax) links.push(...recorded);
    },
    async retry(subjects) {
      const keys = subjects.flatMap((subject) => (subject.startsWith(subjectPrefix) ? [subject.slice(subjectPrefix.length)] : []));
      await touch(ports, keys);
      ring();
      return keys.length;
    },
    async run(signal) {
      await waits.load();
      const { pollEveryMs = pollEveryMsDefault, auditEveryMs = auditEveryMsDefault } = ports;
      await Promise.all([
        loop('serve', signal, serveOnce, rest),
        loop('poll', signal, () => poll().then(() => pollEveryMs)),
        loop('audit', signal, async () => {
          const goesOn = await auditPage(ports, auditEveryMs);
          ring();
          return goesOn ? auditPaceMs : pollEveryMs;
        }),
        loop('links', signal, () => meetNew().then(() => Math.max(idleMs, waitsEveryMs))),
      ]);
    },
  };
}
