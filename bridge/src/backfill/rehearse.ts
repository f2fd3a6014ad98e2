/**
 * What a look at records would do, without doing it: the engine's own pass over a store and gateways that note what they are told instead of
 * carrying it out. So a dry run can never say anything else than the run does.
 */
import { SIDES } from '../domain/index.ts';
import type { Change, ConnectionId, DriftReason, EventId, Fingerprinter, Link, RecordRef, Side, Sided, Subject } from '../domain/index.ts';
import { DEFAULT_SETTINGS, linkSubjectOf, recordSubjectOf, runPass } from '../engine/index.ts';
import type { Clock, CrmGateway, DueWork, GatewayFailure, PassOutcome, Rulebook, Store, WriteRequest } from '../engine/index.ts';

export type RehearsalPorts = {
  readonly connection: ConnectionId;
  readonly store: Store;
  readonly gateways: Sided<CrmGateway>;
  readonly clock: Clock;
  readonly fingerprint: Fingerprinter;
  readonly rulebook: Rulebook;
};

/**
 * `create`: made on the other side. `match`: linked to a record that is there. `update`: linked already, values would be written. `in-step`:
 * linked, nothing to write. `blocked`: something it needs is missing. `waits`: for another record, or for its turn.
 */
export type Fate = 'create' | 'match' | 'update' | 'in-step' | 'review' | 'duplicate' | 'waits' | 'blocked' | 'out-of-scope' | 'gone';
export type FoundRefusal = { readonly code: string; readonly side: Side; readonly field: string | null; readonly cause: string; readonly remedy: string };
export type Verdict = {
  readonly ref: RecordRef;
  /** Its link as it stands now; null when it has none yet. */
  readonly link: Link | null;
  readonly fate: Fate;
  /** Why it stays out or waits; null otherwise. */
  readonly reason: string | null;
  /** Fields that would be written, by side. */
  readonly writes: readonly { readonly side: Side; readonly kind: 'create' | 'update'; readonly fields: readonly string[] }[];
  readonly refusals: readonly FoundRefusal[];
  readonly isAsked: boolean;
  /** Why the rules leave values different after this look, by rule key. */
  readonly left: Readonly<Record<string, DriftReason>>;
};
/** `spent`: calls by `side.what`, counted by what one call holds (see `callSizes`). */
export type Rehearsed =
  | { readonly ok: true; readonly verdicts: readonly Verdict[]; readonly spent: Readonly<Record<string, number>> }
  | { readonly ok: false; readonly failure: GatewayFailure };

/** Records one call holds, as the gateways make them (quirks.md of each). */
export const callSizes = {
  salesforce: { read: 2_000, find: 200, write: 400, sweep: 2_000 },
  hubspot: { read: 100, find: 100, history: 50, associations: 1_000, write: 100, associate: 100, sweep: 200 },
} as const;

/** So often looked at that nobody waits for a company any more (engine: pass/place). */
const TRIES = 5;

/** Looks at up to a pass's worth of records, each known by its link or by itself; one verdict per record that leads a subject of its own. */
export async function rehearse(ports: RehearsalPorts, refs: readonly RecordRef[]): Promise<Rehearsed> {
  const links = await ports.store.linksOf(ports.connection, refs);
  const led = new Map<Subject, { readonly ref: RecordRef; readonly link: Link | null }>();
  for (const [index, ref] of refs.entries()) {
    const link = links[index] ?? null;
    const subject = link === null ? recordSubjectOf(ref) : linkSubjectOf(link);
    if (!led.has(subject)) led.set(subject, { ref, link });
  }
  const works = [...led].map(([subject, { ref, link }]) => workOf(ports, subject, ref, link));
  const notes = createNotes();
  const context = {
    connection: ports.connection,
    lease: { worker: 'rehearsal', epoch: 0 },
    store: notingStore(ports.store, notes),
    gateways: { salesforce: notingGateway(ports.gateways.salesforce, notes), hubspot: notingGateway(ports.gateways.hubspot, notes) },
    clock: ports.clock,
    // Only moments of retries are drawn, and nobody waits for them.
    random: () => 0.5,
    journal: { event: () => undefined, count: () => undefined, observe: () => undefined },
    fingerprint: ports.fingerprint,
    rulebook: ports.rulebook,
    settings: DEFAULT_SETTINGS,
  };
  const { failure } = await runPass(context, works);
  if (failure !== null) return { ok: false, failure };
  const verdicts = [...led].map(([subject, { ref, link }]) => verdictOf(ref, link, notes.outcomes.get(subject), notes));
  return { ok: true, verdicts, spent: Object.fromEntries(notes.spent) };
}

function workOf({ clock }: RehearsalPorts, subject: Subject, ref: RecordRef, link: Link | null): DueWork {
  const look: Change = {
    // Made here for one look and never stored.
    eventId: `rehearsal:${subject}` as EventId,
    ref,
    kind: 'look',
    fields: {},
    occurredAt: clock.now(),
    lane: 'backfill',
    origin: 'sweep',
  };
  return { subject, lane: 'backfill', version: 1, tries: TRIES, link, changes: [look] };
}

type Notes = {
  readonly outcomes: Map<Subject, PassOutcome>;
  /** By the link's key. */
  readonly writes: Map<string, { readonly side: Side; readonly request: WriteRequest }[]>;
  readonly spent: Map<string, number>;
};
const createNotes = (): Notes => ({ outcomes: new Map(), writes: new Map(), spent: new Map() });

function spend({ spent }: Notes, what: string, items: number, size: number): void {
  if (items > 0) spent.set(what, (spent.get(what) ?? 0) + Math.ceil(items / size));
}

/** What a pass may ask a store while it is only a rehearsal; everything else it might call is refused, so that nothing new slips through. */
const reads: ReadonlySet<string> = new Set<keyof Store>([
  ...(['cursor', 'findNear', 'findByKeys', 'verdictsOf', 'matchKeysOf', 'approvals', 'countDeletions', 'erasedAmong', 'links', 'endsOf', 'cededTo'] as const),
  ...(['linksOf', 'unlinkedOf', 'dueAmong', 'documents', 'listDocuments', 'issues', 'listLinks'] as const),
]);

function notingStore(store: Store, notes: Notes): Store {
  const noted: Partial<Store> = {
    commit: (input) => {
      for (const outcome of input.outcomes) notes.outcomes.set(outcome.subject, outcome);
      return Promise.resolve(input.outcomes.map(({ subject }) => ({ subject, kind: 'recorded' as const })));
    },
    saveAttempts: (input) => Promise.resolve(new Set(input.links.map(({ subject }) => subject))),
    claimKeys: (input) => Promise.resolve(new Set(input.keys)),
    askApprovals: (_connection, approvals) => Promise.resolve(approvals.map((one) => ({ ...one, state: 'waiting' as const }))),
    moveApproval: () => Promise.resolve(null),
    erase: () => Promise.resolve(null),
  };
  const silent: ReadonlySet<string> = new Set<keyof Store>(['releaseKeys', 'rememberKeys', 'release', 'wake', 'dropApprovals', 'setCursor']);
  return new Proxy(store, {
    get(target, name) {
      const key = String(name);
      if (Object.hasOwn(noted, key)) return Reflect.get(noted, key) as unknown;
      if (silent.has(key)) return () => Promise.resolve(undefined);
      if (reads.has(key)) return Reflect.get(target, key) as unknown;
      return () => Promise.reject(new Error(`a rehearsal may not call ${key} of the store`));
    },
  });
}

/** The reading half of a gateway, its calls counted. Writes land in the notes and are answered as if they had. */
function notingGateway(gateway: CrmGateway, notes: Notes): CrmGateway {
  const { side } = gateway;
  const sizes = callSizes[side];
  const writeEnd = { outcome: { kind: 'ok', created: false, after: null } } as const;
  return {
    side,
    actor: gateway.actor,
    schemas: (objects) => gateway.schemas(objects),
    read(object, ids, fields) {
      spend(notes, `${side}.read`, ids.length, sizes.read);
      return gateway.read(object, ids, fields);
    },
    find(object, field, values, fields) {
      spend(notes, `${side}.find`, values.length, sizes.find);
      return gateway.find(object, field, values, fields);
    },
    history(object, ids, fields) {
      if (side === 'hubspot') spend(notes, 'hubspot.history', ids.length, callSizes.hubspot.history);
      return gateway.history(object, ids, fields);
    },
    sweep: (...asked) => gateway.sweep(...asked),
    associations(from, ids, to) {
      if (side === 'hubspot') spend(notes, 'hubspot.associations', ids.length, callSizes.hubspot.associations);
      return gateway.associations(from, ids, to);
    },
    write(requests) {
      spend(notes, `${side}.write`, requests.length, sizes.write);
      for (const request of requests) notes.writes.set(request.key, [...(notes.writes.get(request.key) ?? []), { side, request }]);
      return Promise.resolve(
        requests.map((request) => ({ ...writeEnd.outcome, id: request.id ?? `rehearsed-${request.key}`, created: request.kind === 'create' })),
      );
    },
    remove: (requests) => Promise.resolve(requests.map(({ id }) => ({ ...writeEnd.outcome, id }))),
    associate(writes) {
      if (side === 'hubspot') spend(notes, 'hubspot.associate', writes.length, callSizes.hubspot.associate);
      return Promise.resolve(writes.map(() => 'ok' as const));
    },
    ...(gateway.convertLeads === undefined
      ? {}
      : {
          convertLeads: (requests) =>
            Promise.resolve(
              requests.map(() => ({ kind: 'open' as const, fault: { code: 'REHEARSAL', message: '', fields: [], existingId: null }, retryAt: 0 })),
            ),
        }),
    budget: () => gateway.budget(),
  };
}

function verdictOf(ref: RecordRef, link: Link | null, outcome: PassOutcome | undefined, { writes }: Notes): Verdict {
  const made = outcome?.link ?? null;
  const mine = (made === null ? [] : (writes.get(made.key) ?? [])).map(({ side, request }) => ({
    side,
    kind: request.kind,
    fields: Object.keys(request.values),
  }));
  const refusals = (outcome?.issues ?? []).map(({ code, field, cause, remedy, ref: at }) => ({ code, side: at.side, field, cause, remedy }));
  const isAsked = (outcome?.reviews.length ?? 0) > 0 || outcome?.unlinked?.reason.code === 'review';
  const left = Object.fromEntries(Object.entries((made ?? link)?.baseline ?? {}).flatMap(([key, { drift }]) => (drift === undefined ? [] : [[key, drift]])));
  const said = { ref, link, writes: mine, refusals, isAsked, left };
  return outcome === undefined ? { ...said, fate: 'waits', reason: null } : { ...said, ...fateOf(ref, link, outcome, mine) };
}

function fateOf(ref: RecordRef, link: Link | null, outcome: PassOutcome, writes: Verdict['writes']): Pick<Verdict, 'fate' | 'reason'> {
  const { unlinked, link: made, next } = outcome;
  if (unlinked !== null && link === null) return { fate: fateOfCode(unlinked.reason.code), reason: unlinked.reason.explanation };
  if (made?.state === 'out-of-scope') return { fate: 'out-of-scope', reason: unlinked?.reason.explanation ?? null };
  if (made?.state === 'deleted') return { fate: 'gone', reason: null };
  if (writes.some(({ kind }) => kind === 'create')) return { fate: 'create', reason: null };
  if (made !== null && SIDES.every((side) => made[side] !== null)) {
    if (link === null) return { fate: 'match', reason: null };
    return { fate: writes.length > 0 ? 'update' : 'in-step', reason: null };
  }
  if (outcome.issues.length > 0) return { fate: 'blocked', reason: outcome.issues[0]?.cause ?? null };
  if (next.kind === 'again') return { fate: 'waits', reason: null };
  return { fate: 'gone', reason: `${ref.object} is not there any more.` };
}

function fateOfCode(code: NonNullable<PassOutcome['unlinked']>['reason']['code']): Fate {
  switch (code) {
    case 'out-of-scope':
    case 'review':
    case 'duplicate':
      return code;
    case 'waiting':
      return 'waits';
    case 'issue':
      return 'blocked';
    case 'deleted':
      return 'gone';
  }
}
