/**
 * What the consent lane needs of the world: its own durable queue, memory and log, and what both platforms can say and be told about
 * consent. Real and simulated implementations pass one contract suite, like those of ports.ts.
 */
import type {
  ChainHead,
  ConnectionId,
  ConsentEntry,
  ConsentEntryKind,
  ConsentEvidence,
  ConsentRow,
  Fingerprint,
  Instant,
  RecordRef,
  TopicMemory,
} from '../domain/index.ts';
import type { GatewayResult, Page, WireRecord, WriteFault } from './ports.ts';

// --- store -----------------------------------------------------------------------------------------------------------

/** A record the lane must look at. It says why, never what: the truth is read. */
export type ConsentNotice = {
  readonly ref: RecordRef;
  /** When it happened, for the latency and the order of the queue. */
  readonly at: Instant;
  readonly origin: 'event' | 'sweep' | 'operator' | 'create';
  /** Who acted; null when unknown. */
  readonly actor: string | null;
  /** `now`: somebody said no, or moved to another address; `soon`: a new person; `swept`: found by a sweep. */
  readonly urgency: 'now' | 'soon' | 'swept';
  /** Our own write: worth a look only where something is remembered of the record. */
  readonly isOwn: boolean;
  /** The record itself moved away: its survivor, where the notice told. */
  readonly survivorId: string | null;
};
export type ConsentWork = ConsentNotice & {
  readonly dueAt: Instant;
  /** Moves with each notice; `done` names it, so a notice that came meanwhile keeps the record due. */
  readonly version: number;
  readonly tries: number;
  /** Why it is tried again; null on the first try. */
  readonly trouble: string | null;
};
/** What is remembered of one address: by topic. */
export type AddressMemory = { readonly address: Fingerprint; readonly topics: Readonly<Record<string, TopicMemory>> };
/** Under which addresses a record was last met. Kept only for people who have something to remember. */
export type ConsentPlace = { readonly ref: RecordRef; readonly addresses: readonly Fingerprint[] };
/** The one worker that serves a connection's lane; a lapsed or older epoch is refused. */
export type ConsentTurn = { readonly worker: string; readonly epoch: number };

export type ConsentOutcome = {
  readonly ref: RecordRef;
  readonly version: number;
  /** Null when nothing is left to do; otherwise when to look again and why. */
  readonly again: { readonly at: Instant; readonly trouble: string } | null;
};
export type ConsentCommit = {
  readonly connection: ConnectionId;
  readonly turn: ConsentTurn;
  readonly outcomes: readonly ConsentOutcome[];
  /** Replace what was remembered of these addresses. */
  readonly memories: readonly AddressMemory[];
  readonly places: readonly ConsentPlace[];
  readonly entries: readonly ConsentEntry[];
  readonly now: Instant;
};
export type ConsentLogQuery = {
  readonly address?: Fingerprint;
  readonly ref?: RecordRef;
  readonly kind?: ConsentEntryKind;
  readonly since?: Instant;
  readonly until?: Instant;
  /** Oldest first from the beginning, for export and verification; newest first otherwise. */
  readonly isForward?: boolean;
  readonly after?: string;
  readonly limit: number;
};
export type ConsentCounts = {
  readonly waiting: number;
  /** Waiting after a failure. */
  readonly failing: number;
  readonly oldestAt: Instant | null;
  readonly rows: number;
};

/** Durable state of the lane. Every method is one transaction. */
export type ConsentStore = {
  /** Queues records; one that waits already is due again at once, and its tries start over. */
  consentNotice(input: { readonly connection: ConnectionId; readonly notices: readonly ConsentNotice[]; readonly now: Instant }): Promise<void>;
  /** Takes or renews the turn; null while another worker holds it. A turn that changes hands gets a new epoch. */
  consentTurn(input: {
    readonly connection: ConnectionId;
    readonly worker: string;
    readonly now: Instant;
    readonly leaseMs: number;
  }): Promise<ConsentTurn | null>;
  /** Gives the turn back, so that another worker need not wait for it to lapse. */
  consentYield(connection: ConnectionId, turn: ConsentTurn): Promise<void>;
  /** What is due, longest first. Claims nothing: one worker has the turn, and it knows what it is busy with. */
  consentDue(connection: ConnectionId, now: Instant, limit: number): Promise<readonly ConsentWork[]>;
  consentNextDueAt(connection: ConnectionId): Promise<Instant | null>;
  consentMemory(connection: ConnectionId, addresses: readonly Fingerprint[]): Promise<readonly AddressMemory[]>;
  consentPlaces(connection: ConnectionId, refs: readonly RecordRef[]): Promise<readonly ConsentPlace[]>;
  /** Stores one batch's end and appends to the chain; `false` when the turn was lost, and then nothing is stored. */
  consentCommit(commit: ConsentCommit): Promise<boolean>;
  consentLog(connection: ConnectionId, query: ConsentLogQuery): Promise<Page<ConsentRow>>;
  consentHead(connection: ConnectionId): Promise<ChainHead>;
  consentCounts(connection: ConnectionId): Promise<ConsentCounts>;
  /** What waits after a failure, longest first. */
  consentFailing(connection: ConnectionId, limit: number): Promise<readonly ConsentWork[]>;
  /**
   * Forgets people: the personal part of every log row of these addresses, what is remembered of them, and where their records were met.
   * Appends one row that names nobody. Answers how many rows were emptied.
   */
  consentErase(input: {
    readonly connection: ConnectionId;
    readonly addresses: readonly Fingerprint[];
    readonly refs: readonly RecordRef[];
    readonly now: Instant;
  }): Promise<number>;
};

// --- platforms -------------------------------------------------------------------------------------------------------

/** A record as the lane reads it, deleted and merged-away ones included. */
export type ConsentRecord = {
  readonly ref: RecordRef;
  /** Normalised; the primary first, then HubSpot's secondary ones. */
  readonly emails: readonly string[];
  /** Addresses it had before, as far as HubSpot's history tells; empty in Salesforce. */
  readonly former: readonly string[];
  readonly values: WireRecord['values'];
  readonly isDeleted: boolean;
  readonly mergedInto: string | null;
  readonly modifiedAt: Instant;
  readonly modifiedBy: string | null;
  /** When it last came to show that it is off all e-mail, and whose doing that was; where the platform's history was read and tells. */
  readonly optedOut?: { readonly at: Instant; readonly by: string | null };
};
/** What to ask of one Salesforce object. */
export type ConsentAsk = { readonly object: string; readonly keys: readonly string[]; readonly fields: readonly string[] };
/** `later`: known or likely not to have been done; all these writes may be repeated, so an unknown outcome is one too. */
export type ConsentOutcomeOfWrite =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly fault: WriteFault }
  | { readonly kind: 'later'; readonly code: string; readonly retryAt: Instant };

export type ConsentSweepPage = { readonly records: readonly ConsentRecord[]; readonly next: string | null };

export type SalesforceConsent = {
  readonly actor: string;
  byId(asks: readonly ConsentAsk[]): Promise<GatewayResult<readonly ConsentRecord[]>>;
  /** Live records whose address is one of the keys; converted leads are left out. */
  byEmail(asks: readonly ConsentAsk[]): Promise<GatewayResult<readonly ConsentRecord[]>>;
  /** Sets checkboxes; one outcome per write, in order. */
  write(
    writes: readonly { readonly object: string; readonly id: string; readonly values: Readonly<Record<string, boolean>> }[],
  ): Promise<readonly ConsentOutcomeOfWrite[]>;
  /** Records modified in [since, until], oldest first. */
  sweep(ask: Omit<ConsentAsk, 'keys'>, since: Instant, until: Instant, page: string | null): Promise<GatewayResult<ConsentSweepPage>>;
};

export type SubscriptionState = { readonly state: 'out' | 'in' | 'silent'; readonly evidence: ConsentEvidence | null };
/** An address's statuses in HubSpot. */
export type HubSpotStatus = {
  readonly email: string;
  /** Unsubscribed from all e-mail. */
  readonly isOutOfAll: boolean;
  readonly subscriptions: ReadonlyMap<string, SubscriptionState>;
};
/** A kind of e-mail people subscribe to, as the portal defines it. */
export type SubscriptionType = { readonly id: string; readonly name: string; readonly description: string; readonly isActive: boolean };
export type HubSpotConsentWrite = {
  readonly email: string;
  /** Null: all e-mail. */
  readonly subscription: string | null;
  readonly to: 'out' | 'in';
  readonly evidence: ConsentEvidence | null;
};
export type HubSpotConsent = {
  readonly actor: string;
  byId(ids: readonly string[]): Promise<GatewayResult<readonly ConsentRecord[]>>;
  /** Contacts that have an address as primary or secondary. */
  byEmail(emails: readonly string[]): Promise<GatewayResult<readonly ConsentRecord[]>>;
  /** Addresses nobody asked about are answered too: with nothing said. Without `isDetailed` only whether they are off all e-mail: one call less. */
  statuses(emails: readonly string[], isDetailed: boolean): Promise<GatewayResult<readonly HubSpotStatus[]>>;
  write(writes: readonly HubSpotConsentWrite[]): Promise<readonly ConsentOutcomeOfWrite[]>;
  /** All the portal's kinds of e-mail by name, for people to choose from. */
  subscriptions(): Promise<GatewayResult<readonly SubscriptionType[]>>;
  sweep(properties: readonly string[], since: Instant, until: Instant, page: string | null): Promise<GatewayResult<ConsentSweepPage>>;
};

// --- what the ordinary pass asks ---------------------------------------------------------------------------------------

/** A person about to be created on the other side. */
export type ConsentCandidate = { readonly record: WireRecord; readonly from: RecordRef['side']; readonly object: string };
/** `fields`: what the new record must start with. `wait`: the address is not suppressed yet; the lane was asked, look again soon. */
export type ConsentPermit = { readonly kind: 'go'; readonly fields: Readonly<Record<string, boolean>> } | { readonly kind: 'wait' };
export type ConsentGate = {
  beforeCreate(candidates: readonly ConsentCandidate[]): Promise<readonly ConsentPermit[]>;
  /** Whether these contacts may be given another address: one whose opt-out is not remembered yet must be looked at under the old one first. */
  beforeMove(contacts: readonly WireRecord[]): Promise<readonly boolean[]>;
  /** Forgets a person who was erased: everything the lane remembers, and the personal part of the log. Answers how many rows were emptied. */
  erase(person: { readonly addresses: readonly string[]; readonly refs: readonly RecordRef[] }): Promise<number>;
};
