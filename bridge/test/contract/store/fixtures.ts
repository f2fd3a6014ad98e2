import type {
  Change,
  ConnectionId,
  Decision,
  EventId,
  HubSpotId,
  Instant,
  Issue,
  Lane,
  Link,
  LinkId,
  RecordRef,
  Review,
  SalesforceId,
  Subject,
} from '../../../src/domain/model.ts';
import type { DueWork, Lease, PassOutcome, Store } from '../../../src/engine/ports.ts';
import { recordSubject } from '../../../src/store/index.ts';

export const LEASE_MS = 30_000;
export const decisionKeys = [{ id: 'test-1', key: new Uint8Array(32).fill(7) }];

// Brands are given here, where the tests make their ids.
export const connectionId = (text: string): ConnectionId => text as ConnectionId;
export const linkId = (text: string): LinkId => text as LinkId;
export const linkSubjectOf = (link: Link): Subject => link.id as string as Subject;
export const eventId = (text: string): EventId => text as EventId;

export const lead = (id: string): RecordRef => ({ side: 'salesforce', object: 'Lead', id });
export const contact = (id: string): RecordRef => ({ side: 'hubspot', object: 'contacts', id });
export const subjectFor = recordSubject;

export const change = (id: string, ref: RecordRef, options: { readonly at?: Instant; readonly lane?: Lane } = {}): Change => ({
  eventId: eventId(id),
  ref,
  kind: 'update',
  fields: { Phone: { at: options.at ?? 1, value: '1' } },
  occurredAt: options.at ?? 1,
  lane: options.lane ?? 'normal',
  origin: 'event',
});

export const link = (
  id: string,
  ends: { readonly salesforce?: string | null; readonly hubspot?: string | null; readonly mapping?: string; readonly key?: string } = {},
): Link => {
  const { salesforce = null, hubspot = null } = ends;
  return {
    id: linkId(id),
    mapping: ends.mapping ?? 'person',
    key: ends.key ?? `key-${id}`,
    state: 'active',
    salesforce: salesforce === null ? null : { object: 'Lead', id: salesforce as SalesforceId },
    hubspot: hubspot === null ? null : { object: 'contacts', id: hubspot as HubSpotId },
    baseline: { 'person.phone': { salesforce: 'a', hubspot: 'b' } },
    attempts: [],
    attemptNumbers: { salesforce: 0, hubspot: 0 },
    createdAt: 1,
    syncedAt: null,
  };
};

export const issue = (key: string, subject: Subject, options: Partial<Issue> = {}): Issue => ({
  key,
  subject,
  ref: lead('L'),
  mapping: 'person',
  field: 'person.phone',
  category: 'value',
  code: 'value-too-long',
  cause: 'cause',
  remedy: 'remedy',
  occurredAt: 1,
  retryAt: null,
  ...options,
});

export const review = (key: string, subject: Subject, openedAt: Instant): Review => ({
  key,
  subject,
  mapping: 'person',
  kind: 'match',
  refs: [lead('L'), contact('1')],
  field: null,
  explanation: 'two people',
  openedAt,
});

export const decision = (id: string, options: Partial<Decision> = {}): Decision => ({
  id,
  linkId: linkId('link-1'),
  ref: { salesforce: 'L', hubspot: '1' },
  mapping: 'person',
  field: 'person.phone',
  ruleVersion: 1,
  reason: 'latest',
  winner: 'hubspot',
  values: { salesforce: '+49 30 1', hubspot: null },
  times: { salesforce: 1, hubspot: null },
  decidedAt: 1,
  ...options,
});

/** What a pass that found nothing to do leaves behind; consumes everything it saw. */
export const outcome = (work: DueWork, options: Partial<PassOutcome> = {}): PassOutcome => ({
  subject: work.subject,
  version: work.version,
  consumed: work.changes.map((item) => item.eventId),
  link: work.link,
  formerRefs: [],
  unlinked: null,
  matchKeys: [],
  decisions: [],
  issues: [],
  resolvedIssues: 'all',
  reviews: [],
  resolvedReviews: 'all',
  wake: [],
  next: { kind: 'done' },
  ...options,
});

/** One connection with one worker, and short words for what a test does with it. */
export const desk = (store: Store, connection: ConnectionId, lease: Lease) => {
  const claim = (now: Instant, options: { readonly limit?: number; readonly lanes?: readonly Lane[]; readonly leaseMs?: number } = {}) =>
    store.claim({
      connection,
      lease,
      limit: options.limit ?? 100,
      now,
      leaseMs: options.leaseMs ?? LEASE_MS,
      ...(options.lanes === undefined ? {} : { lanes: options.lanes }),
    });
  return {
    store,
    connection,
    lease,
    claim,
    append: (now: Instant, ...changes: readonly Change[]) => store.append({ connection, changes, now }),
    /** The one subject that is due. */
    async claimOne(now: Instant): Promise<DueWork> {
      const [work, ...others] = await claim(now);
      if (work === undefined || others.length > 0) throw new Error(`expected one due subject, found ${String(others.length + (work === undefined ? 0 : 1))}`);
      return work;
    },
    commit: async (now: Instant, ...outcomes: readonly PassOutcome[]) =>
      (await store.commit({ connection, lease, outcomes, now })).map((result) => result.kind),
    save: (now: Instant, ...links: readonly { readonly subject: Subject; readonly link: Link }[]) => store.saveAttempts({ connection, lease, links, now }),
    release: (at: Instant, ...subjects: readonly Subject[]) => store.release({ connection, lease, subjects, at }),
  };
};
export type Desk = ReturnType<typeof desk>;

/** An engine under test. Desks share a store but never a connection or a worker. */
export type Engine = {
  readonly name: string;
  /** Random interleavings to play: many where a call costs microseconds. */
  readonly runs: number;
  /** A store shared by the tests of a run. */
  shared(): Promise<Store>;
  /** An empty store of its own, closed by the engine at the end. */
  fresh(): Promise<Store>;
  /** Stores over the same data, as several bridges have; one where the engine allows no more. */
  together(): Promise<readonly Store[]>;
};

let desks = 0;
/** A new connection and worker on the shared store of an engine. */
export const newDesk = async (engine: Engine, options: { readonly now?: Instant; readonly leaseMs?: number } = {}): Promise<Desk> => {
  desks += 1;
  const store = await engine.shared();
  const lease = await store.register(`worker-${String(desks)}`, options.now ?? 0, options.leaseMs ?? LEASE_MS);
  return desk(store, connectionId(`connection-${String(desks)}`), lease);
};

/** Another worker at the same connection. */
export const colleague = async (of: Desk, options: { readonly now?: Instant; readonly leaseMs?: number; readonly worker?: string } = {}): Promise<Desk> => {
  desks += 1;
  return desk(of.store, of.connection, await of.store.register(options.worker ?? `worker-${String(desks)}`, options.now ?? 0, options.leaseMs ?? LEASE_MS));
};
