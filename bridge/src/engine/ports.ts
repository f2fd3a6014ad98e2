/**
 * What the engine needs of the world. Each port has a real and a simulated implementation, and both pass one contract
 * suite (bridge/test/contract). The engine imports nothing else that does I/O.
 */
import type { Ownership } from '../domain/owners.ts';
import type {
  Approval,
  Attempt,
  Change,
  ConnectionId,
  Decision,
  DecisionReason,
  Erasure,
  ErasureCause,
  EventId,
  IdentityVerdict,
  Instant,
  Issue,
  Lane,
  Link,
  LinkId,
  RecordRef,
  Review,
  RuleSet,
  Schemas,
  Side,
  Subject,
  UnlinkedReason,
} from '../domain/model.ts';
import type { BulkPage } from './ports-bulk.ts';
import type { ConsentStore } from './ports-consent.ts';
import type { DocumentStore } from './ports-documents.ts';
import type { SaveRule } from './ports-schema.ts';
import type { Survey, SurveyRequest } from './ports-survey.ts';

export type * from './ports-breaker.ts';
export type * from './ports-bulk.ts';
export type * from './ports-consent.ts';
export type * from './ports-destinations.ts';
export type * from './ports-caps.ts';
export type * from './ports-documents.ts';
export type * from './ports-forgets.ts';
export type * from './ports-readiness.ts';
export type * from './ports-relations.ts';
export type * from './ports-campaigns.ts';
export type * from './ports-schema.ts';
export type * from './ports-survey.ts';

// --- time, ids, secrets ----------------------------------------------------------------------------------------------

export type Clock = {
  now(): Instant;
  /** Resolves early when the signal fires; never rejects. */
  sleep(waitMs: number, signal?: AbortSignal): Promise<void>;
};
/** Uniform in [0, 1). */
export type Random = () => number;

// --- store -----------------------------------------------------------------------------------------------------------

/** A worker's claim to be alive. Every write a pass makes names it; a lapsed epoch is refused. */
export type Lease = { readonly worker: string; readonly epoch: number };

export type DueWork = {
  readonly subject: Subject;
  readonly lane: Lane;
  /** Moves with each change that arrives; release compares it, so a change that came during the pass keeps the subject due. */
  readonly version: number;
  /** Consecutive passes that ended in `again`. */
  readonly tries: number;
  readonly link: Link | null;
  /** Every change waiting for this subject, oldest first. */
  readonly changes: readonly Change[];
  /** True when `wake` (the call, or another subject's outcome) made it due since its last pass: then it is looked at even if every change is an echo. */
  readonly woken?: boolean;
};

export type Next =
  | { readonly kind: 'done' }
  /** Look again at `at`; counts as a try when `isRetry`. */
  | { readonly kind: 'again'; readonly at: Instant; readonly isRetry: boolean };

/** What one subject's pass leaves behind; written in one transaction with all others of the batch. */
export type PassOutcome = {
  readonly subject: Subject;
  readonly version: number;
  /** Exactly the changes this pass looked at. */
  readonly consumed: readonly EventId[];
  /** The link as it is now (created or updated); null when the subject still has none. Its ends are taken from it. */
  readonly link: Link | null;
  /** Ends that lead to this link without being its current one: converted lead, merged-away ids. Added, never removed. */
  readonly formerRefs: readonly RecordRef[];
  /** For a record without link: why. Replaces what was stored. */
  readonly unlinked: { readonly ref: RecordRef; readonly reason: UnlinkedReason } | null;
  /** Keyed fingerprints under which this record can be found as a match; replaces what was stored for it. */
  readonly matchKeys: readonly { readonly ref: RecordRef; readonly keys: readonly string[] }[];
  /** A decision whose id is already stored is left as it is (a conflict waiting for a person is met again on every look). */
  readonly decisions: readonly Decision[];
  readonly issues: readonly Issue[];
  /** Issue keys of this subject that are no longer true. `'all'` resolves every one not in `issues`. */
  readonly resolvedIssues: readonly string[] | 'all';
  readonly reviews: readonly Review[];
  readonly resolvedReviews: readonly string[] | 'all';
  /** Other subjects to look at because of this one (a parent that got its link). */
  readonly wake: readonly Subject[];
  readonly next: Next;
};

/** What a feature's own loop leaves to be seen. */
export type Findings = Pick<PassOutcome, 'subject' | 'issues' | 'resolvedIssues' | 'decisions'>;

export type CommitResult = { readonly subject: Subject; readonly kind: 'recorded' | 'fenced' | 'link-taken' };

export type CursorWrite = { readonly source: string; readonly position: Uint8Array };

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
export type IssueRow = Issue & { readonly openedAt: Instant; readonly resolvedAt: Instant | null; readonly times: number };
export type IssueGroup = {
  readonly code: string;
  readonly category: string;
  readonly mapping: string;
  readonly field: string | null;
  readonly count: number;
  readonly cause: string;
  readonly remedy: string;
};

/** How often a field's decisions ended for one reason. */
export type DecisionTotal = { readonly field: string; readonly reason: DecisionReason; readonly count: number };

export type StoreCounts = {
  readonly inbox: number;
  readonly due: number;
  readonly leased: number;
  readonly links: number;
  readonly linksByMapping: Readonly<Record<string, number>>;
  readonly openIssues: number;
  readonly openReviews: number;
  readonly decisions: number;
  readonly decisionsByReason: Readonly<Record<string, number>>;
  readonly unlinkedByCode: Readonly<Record<string, number>>;
  readonly oldestDueAt: Instant | null;
};

/** Records of one side under one match key. */
export type Cluster = { readonly key: string; readonly side: Side; readonly refs: readonly RecordRef[] };

export type ErasureRequest = {
  readonly connection: ConnectionId;
  /** Every record of the person that is known; the ends of their links, current and former, are added by the store. */
  readonly refs: readonly RecordRef[];
  /** Match keys that may be claimed for them at the moment. */
  readonly matchKeys: readonly string[];
  readonly now: Instant;
  /** `marks` are keyed hashes kept to recognise what was erased (records, addresses), made under a name no other hash is made under. */
  readonly proof: {
    readonly cause: ErasureCause;
    readonly subject: string;
    readonly records: Readonly<Record<Side, number>>;
    readonly marks: readonly string[];
  } | null;
};

/** Durable state. Every key begins with the connection id. All methods are one transaction each. */
export type Store = ConsentStore &
  DocumentStore & {
    /** Registers a worker and returns its lease; its in-flight claims of an older epoch are released. */
    register(worker: string, now: Instant, leaseMs: number): Promise<Lease>;
    /** False when the lease was taken over. */
    heartbeat(lease: Lease, now: Instant, leaseMs: number): Promise<boolean>;
    /** Releases everything the worker holds. */
    retire(lease: Lease): Promise<void>;

    /**
     * Stores changes and the cursor that covers them in one transaction; marks their subjects due. Duplicates by event id
     * are counted, not stored, even after the first was consumed (remembered for 7 days). Returns how many were new.
     */
    append(input: {
      readonly connection: ConnectionId;
      readonly changes: readonly Change[];
      readonly cursor?: CursorWrite;
      readonly now: Instant;
    }): Promise<{ readonly stored: number; readonly duplicates: number }>;
    cursor(connection: ConnectionId, source: string): Promise<Uint8Array | null>;
    setCursor(connection: ConnectionId, cursor: CursorWrite): Promise<void>;

    /** Claims due subjects, most urgent lane first, then oldest; at most `limit`. A subject is claimed by one worker at a time. Expired leases are claimed again. */
    claim(input: {
      readonly connection: ConnectionId;
      readonly lease: Lease;
      readonly limit: number;
      readonly now: Instant;
      readonly leaseMs: number;
      readonly lanes?: readonly Lane[];
    }): Promise<readonly DueWork[]>;
    /** When the next subject falls due (claimable now or in future); null when none. */
    nextDueAt(connection: ConnectionId, now: Instant): Promise<Instant | null>;
    /** Which of the subjects wait for a pass or are in one. */
    dueAmong(connection: ConnectionId, subjects: readonly Subject[]): Promise<ReadonlySet<Subject>>;
    /** Marks subjects due now (operator retry, sweep). */
    wake(connection: ConnectionId, subjects: readonly Subject[], lane: Lane, now: Instant): Promise<void>;

    /**
     * Stores attempts (and the not-yet-complete link of a create) before calls are made. Returns the subjects that may proceed; one missing
     * from the answer was fenced, or its link collides with another (its record end or key is taken).
     */
    saveAttempts(input: {
      readonly connection: ConnectionId;
      readonly lease: Lease;
      readonly links: readonly { readonly subject: Subject; readonly link: Link }[];
      readonly now: Instant;
    }): Promise<ReadonlySet<Subject>>;
    /** Records a batch. Fenced per subject by lease epoch; `link-taken` when a record end already belongs to another link. */
    commit(input: {
      readonly connection: ConnectionId;
      readonly lease: Lease;
      readonly outcomes: readonly PassOutcome[];
      readonly now: Instant;
    }): Promise<readonly CommitResult[]>;
    /**
     * Records what a feature with a loop of its own found, under a subject of its own (`relation:…`) that no pass claims. Issues and decisions
     * are those of a pass in every other way.
     */
    noteFindings(connection: ConnectionId, findings: readonly Findings[], now: Instant): Promise<void>;
    /** Gives claims back untouched (shutdown, budget): due again at `at`, no try counted. */
    release(input: { readonly connection: ConnectionId; readonly lease: Lease; readonly subjects: readonly Subject[]; readonly at: Instant }): Promise<void>;

    /**
     * Claims match keys while records that carry them are being linked, so that two passes never link or create the same
     * person. Returns the granted ones. A claim ends with `releaseKeys` or when the lease lapses.
     */
    claimKeys(input: {
      readonly connection: ConnectionId;
      readonly lease: Lease;
      readonly keys: readonly string[];
      readonly now: Instant;
      readonly leaseMs: number;
    }): Promise<ReadonlySet<string>>;
    releaseKeys(input: { readonly connection: ConnectionId; readonly lease: Lease; readonly keys: readonly string[] }): Promise<void>;
    /**
     * Remembers under which block keys (`near:…`, keyed fingerprints) records may be looked for; those a record left before are replaced, its
     * other keys stay. A record without keys is forgotten here.
     */
    rememberKeys(connection: ConnectionId, records: readonly { readonly ref: RecordRef; readonly keys: readonly string[] }[]): Promise<void>;
    /** Known records that carry any of the keys. A key that more than `chainMax` records of a side carry says too little: nobody is named for it. */
    findNear(
      connection: ConnectionId,
      options: { readonly keys: readonly string[]; readonly chainMax: number },
    ): Promise<readonly { readonly key: string; readonly ref: RecordRef }[]>;
    /** Known records that carry any of the keys. */
    findByKeys(connection: ConnectionId, keys: readonly string[]): Promise<readonly { readonly key: string; readonly ref: RecordRef }[]>;

    /** Remembers what a person said about pairs of records; an earlier word on the same pair, in either order, is replaced. */
    saveVerdicts(connection: ConnectionId, verdicts: readonly IdentityVerdict[]): Promise<void>;
    /** Forgets the word on a pair, in either order; false when there was none. */
    forgetVerdict(connection: ConnectionId, refs: readonly [RecordRef, RecordRef]): Promise<boolean>;
    /** Every word that concerns any of the records, oldest first. */
    verdictsOf(connection: ConnectionId, refs: readonly RecordRef[]): Promise<readonly IdentityVerdict[]>;
    /** All of them, newest first. */
    listVerdicts(connection: ConnectionId, options: { readonly after?: string; readonly limit: number }): Promise<Page<IdentityVerdict>>;

    /** The exact match keys stored for records; keys of another kind hold a colon and are left out. */
    matchKeysOf(connection: ConnectionId, refs: readonly RecordRef[]): Promise<readonly string[]>;
    /** Groups of records of one side that share a match key, by key; a group is there twice when its records share two. */
    clusters(connection: ConnectionId, options: { readonly after?: string; readonly limit: number }): Promise<Page<Cluster>>;
    /** How many groups there are, and how many records are in them. */
    clusterCounts(connection: ConnectionId): Promise<{ readonly clusters: number; readonly records: number }>;

    /** Asks for deletions; one that was asked for before stays as it is. Returns the rows as they stand, in order. */
    askApprovals(connection: ConnectionId, approvals: readonly Approval[]): Promise<readonly Approval[]>;
    /** Those known, in any order. */
    approvals(connection: ConnectionId, keys: readonly string[]): Promise<readonly Approval[]>;
    /** Moves one on, if it still is in one of the states; null when it is not. */
    moveApproval(
      connection: ConnectionId,
      key: string,
      move: { readonly from: readonly Approval['state'][]; readonly to: Approval['state']; readonly by: string | null; readonly at: Instant },
    ): Promise<Approval | null>;
    /** Forgets questions that no longer arise. */
    dropApprovals(connection: ConnectionId, keys: readonly string[]): Promise<void>;
    /** Newest first; of one state, or all. */
    listApprovals(
      connection: ConnectionId,
      options: { readonly state?: Approval['state']; readonly after?: string; readonly limit: number },
    ): Promise<Page<Approval>>;
    /** Deletions of one mapping on one side allowed or carried out since. */
    countDeletions(connection: ConnectionId, of: { readonly mapping: string; readonly side: Side; readonly since: Instant }): Promise<number>;

    /**
     * Erases everything stored about records and the links they belong to, in one transaction, and adds the proof to the chain. With
     * `proof` null nothing is added: late notices of what is proved already. Whoever holds a claim on the subjects loses it.
     */
    erase(input: ErasureRequest): Promise<Erasure | null>;
    /** Proofs, oldest first. */
    erasures(connection: ConnectionId, options: { readonly after?: string; readonly limit: number }): Promise<Page<Erasure>>;
    /** Which of the marks belong to what was erased, each with the number of its proof. */
    erasedAmong(connection: ConnectionId, marks: readonly string[]): Promise<ReadonlyMap<string, number>>;
    /** Takes marks back, so that a new record of the same address may cross again; how many there were. */
    allowErased(connection: ConnectionId, marks: readonly string[]): Promise<number>;

    links(connection: ConnectionId, ids: readonly LinkId[]): Promise<readonly Link[]>;
    /** Every record that leads to the link, its former ends too. A Salesforce record's object is blank where it is not stored: its id tells. */
    endsOf(connection: ConnectionId, id: LinkId): Promise<readonly RecordRef[]>;
    /** Closed links that name this one as their successor. Reads all links: for the rare look only. */
    cededTo(connection: ConnectionId, id: LinkId): Promise<readonly Link[]>;
    /** The link each record belongs to (current or former end); null where there is none. Same order as `refs`. */
    linksOf(connection: ConnectionId, refs: readonly RecordRef[]): Promise<readonly (Link | null)[]>;
    listLinks(connection: ConnectionId, options: { readonly mapping?: string; readonly after?: string; readonly limit: number }): Promise<Page<Link>>;
    unlinkedOf(connection: ConnectionId, ref: RecordRef): Promise<UnlinkedReason | null>;
    listUnlinked(
      connection: ConnectionId,
      options: { readonly code?: string; readonly after?: string; readonly limit: number },
    ): Promise<Page<{ readonly ref: RecordRef; readonly reason: UnlinkedReason }>>;

    issues(
      connection: ConnectionId,
      options: { readonly open: boolean; readonly subject?: Subject; readonly code?: string; readonly after?: string; readonly limit: number },
    ): Promise<Page<IssueRow>>;
    /** Open issues of one group, newest first. */
    issuesOfGroup(
      connection: ConnectionId,
      options: Pick<IssueGroup, 'code' | 'mapping' | 'field'> & { readonly after?: string; readonly limit: number },
    ): Promise<Page<IssueRow>>;
    issueGroups(connection: ConnectionId): Promise<readonly IssueGroup[]>;
    reviews(connection: ConnectionId, options: { readonly after?: string; readonly limit: number }): Promise<Page<Review>>;
    decisions(
      connection: ConnectionId,
      options: { readonly linkId?: LinkId; readonly field?: string; readonly after?: string; readonly limit: number },
    ): Promise<Page<Decision>>;
    decision(connection: ConnectionId, id: string): Promise<Decision | null>;
    /** Decisions made at `since` or later, counted by field and reason. */
    decisionTotals(connection: ConnectionId, since: Instant): Promise<readonly DecisionTotal[]>;
    counts(connection: ConnectionId): Promise<StoreCounts>;

    /** Deletes remembered event ids, resolved issues and decisions older than their keep times; returns how many rows went. */
    prune(now: Instant): Promise<number>;
    close(): Promise<void>;
  };

// --- gateways --------------------------------------------------------------------------------------------------------

/** Values in the platform's wire form (JSON scalars as text; null for blank); `domain/values` makes them canonical. */
export type WireValue = string | number | boolean | null;
export type WireRecord = {
  readonly object: string;
  readonly id: string;
  readonly values: Readonly<Record<string, WireValue>>;
  /** SystemModstamp / updatedAt. */
  readonly modifiedAt: Instant;
  /** LastModifiedById on Salesforce, null on HubSpot. */
  readonly modifiedBy: string | null;
  /** Lead conversion; null otherwise. */
  readonly convertedTo: { readonly contactId: string; readonly accountId: string | null; readonly opportunityId: string | null } | null;
};

export type ReadOutcome =
  | { readonly kind: 'found'; readonly record: WireRecord }
  /** The id now leads to another record (merge). */
  | { readonly kind: 'merged'; readonly record: WireRecord }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'missing' };

export type WriteRequest = {
  readonly kind: 'create' | 'update';
  readonly object: string;
  /** Null for a create. */
  readonly id: string | null;
  /** The link's key; a create is an upsert on it. */
  readonly key: string;
  /** Full stamp text for this side's stamp field. */
  readonly stamp: string;
  /** Wire form, by field or property name; blank is null. */
  readonly values: Readonly<Record<string, WireValue>>;
  /**
   * HubSpot, updates only: properties among `values` that are cleared by a call of their own before the values are written. The answer is
   * about the values; whatever it is, the properties may have been cleared.
   */
  readonly clearFirst?: readonly string[];
  /** Salesforce: lets the org's assignment rules run on this record. Absent = they do not. */
  readonly runsAssignmentRules?: true;
};

export type WriteFault = {
  /** The platform's own code: FIELD_CUSTOM_VALIDATION_EXCEPTION, VALIDATION_ERROR... */
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** The record that stands in the way (HubSpot 409, Salesforce duplicate rule); null otherwise. */
  readonly existingId: string | null;
};

/** One per item, same order and length as the requests. */
export type WriteOutcome =
  /** `after` is the record as the platform returned it in or right behind the same call; null when it did not. */
  | { readonly kind: 'ok'; readonly id: string; readonly created: boolean; readonly after: WireRecord | null }
  /** Will not succeed by itself. */
  | { readonly kind: 'rejected'; readonly fault: WriteFault }
  /** Known not to have landed; try again at `retryAt`. */
  | { readonly kind: 'deferred'; readonly fault: WriteFault; readonly retryAt: Instant }
  /** Sent, answer unknown: it may land until `settleAt`. */
  | { readonly kind: 'unknown'; readonly settleAt: Instant };

/**
 * What is done to a record as a whole. `delete`: to the platform's recycle bin. `erase`: for good, past the recycle bin. `restore`: back
 * from the recycle bin, where the platform lets a program do that (HubSpot does not: rejected as `RESTORE_UNSUPPORTED`).
 */
export type RemovalRequest = { readonly kind: 'delete' | 'erase' | 'restore'; readonly object: string; readonly id: string };

/** Raised by reads and schema calls; writes answer per item instead. */
export type GatewayFailure = {
  readonly kind: 'transient' | 'budget' | 'auth' | 'permanent';
  readonly code: string;
  readonly message: string;
  readonly retryAt: Instant | null;
};
export type GatewayResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: GatewayFailure };

export type FieldTime = { readonly at: Instant; readonly value: WireValue; readonly actor: string | null };

/** A set of associations of one record: HubSpot ids of the other object, the primary first. */
export type AssociationRead = { readonly id: string; readonly to: readonly { readonly id: string; readonly isPrimary: boolean }[] };
export type AssociationWrite = {
  readonly fromObject: string;
  readonly fromId: string;
  readonly toObject: string;
  readonly toId: string;
  readonly primary: boolean;
  readonly remove: boolean;
  /** The record it takes the place of: its association goes where the two objects know no primary one, and stays beside it where they do. */
  readonly replaces?: string;
};

export type SweepPage = {
  readonly records: readonly {
    readonly ref: RecordRef;
    readonly modifiedAt: Instant;
    readonly isDeleted: boolean;
    readonly mergedInto: string | null;
    /** The fields that were asked for; absent where the record is gone, or none were. */
    readonly values?: Readonly<Record<string, WireValue>>;
  }[];
  readonly next: string | null;
};

/** A lead to convert, into existing records where ids are given. No opportunity is made: the deal makes it. */
export type LeadConversion = {
  readonly leadId: string;
  /** Null = the org's first converted status. */
  readonly status: string | null;
  readonly accountId: string | null;
  /** Owner of what is made; needed where a queue owns the lead. */
  readonly ownerId: string | null;
};
/** One per request, same order. A lead that was converted before answers `ok` with what it became. */
export type ConversionOutcome =
  | { readonly kind: 'ok'; readonly contactId: string; readonly accountId: string | null }
  | { readonly kind: 'rejected'; readonly fault: WriteFault }
  /** Not done, or not known to be done; asked again at `retryAt`, which is safe. */
  | { readonly kind: 'open'; readonly fault: WriteFault; readonly retryAt: Instant };

/** A HubSpot segment (list). `size` is null when the platform does not say. */
export type Segment = {
  readonly id: string;
  readonly name: string;
  readonly object: string;
  readonly kind: 'manual' | 'active' | 'snapshot';
  readonly size: number | null;
};

/** Which segments a record was in when it was read for another reason. */
export type SegmentSighting = { readonly object: string; readonly id: string; readonly segments: readonly string[] };

/** HubSpot's segments: which there are, and who is in them. */
export type SegmentSource = {
  /** Members one call answers. */
  readonly pageSize: number;
  /** All of them by name, for people to choose from. */
  all(): Promise<GatewayResult<readonly Segment[]>>;
  /** How many members each has, by id; deleted ones are absent. */
  sizes(ids: readonly string[]): Promise<GatewayResult<ReadonlyMap<string, number>>>;
  /** Record ids of all members of one. */
  members(id: string): Promise<GatewayResult<ReadonlySet<string>>>;
  /** What reads of records showed since this was asked last; the latest of each record. Absent where reads show no segments. */
  sightings?(): readonly SegmentSighting[];
};

/** What both CRMs can do. `salesforce` and `hubspot` each implement it, and so do the simulated ones. */
export type CrmGateway = {
  readonly side: Side;
  /** The id our own writes carry as author: integration user id, app id. */
  readonly actor: string;
  schemas(objects: readonly string[]): Promise<GatewayResult<Schemas>>;
  /** Any number of ids; split by the gateway. Same order and length. */
  read(object: string, ids: readonly string[], fields: readonly string[]): Promise<GatewayResult<readonly ReadOutcome[]>>;
  /** Records whose `field` equals any of the values (e-mail also matches HubSpot's secondary ones); every match of each value. A lookup by our key field must not go through a lagging search index, except where nothing else finds it (HubSpot's activities). */
  find(
    object: string,
    field: string,
    values: readonly string[],
    fields: readonly string[],
  ): Promise<GatewayResult<readonly { readonly value: string; readonly records: readonly WireRecord[] }[]>>;
  /**
   * Creates and updates, mixed; one outcome per request in order. Never throws for a request's own fault. What has not left by
   * `sendBy` (waiting for budget) must not be sent any more and is answered `deferred`: the engine counts on no call landing after
   * its attempt's `settleAt`. `unknown` answers carry the moment after which this very call cannot land.
   */
  write(requests: readonly WriteRequest[], options?: { readonly sendBy: Instant }): Promise<readonly WriteOutcome[]>;
  /**
   * One outcome per request, in order. What is done already is `ok`, so a call may be repeated; `created` is false and `after` null.
   * `sendBy` as for `write`.
   */
  remove(requests: readonly RemovalRequest[], options?: { readonly sendBy: Instant }): Promise<readonly WriteOutcome[]>;
  /** Per record and field, newest first: who wrote which value when. Salesforce answers empty lists. */
  history(
    object: string,
    ids: readonly string[],
    fields: readonly string[],
  ): Promise<GatewayResult<readonly { readonly id: string; readonly fields: Readonly<Record<string, readonly FieldTime[]>> }[]>>;
  /** Records modified in [since, until], oldest first, one page. Deletes and merges included where the platform tells. */
  sweep(object: string, since: Instant, until: Instant, page: string | null, fields?: readonly string[]): Promise<GatewayResult<SweepPage>>;
  /** HubSpot only; Salesforce keeps references in fields. */
  associations(fromObject: string, ids: readonly string[], toObject: string): Promise<GatewayResult<readonly AssociationRead[]>>;
  associate(writes: readonly AssociationWrite[]): Promise<readonly ('ok' | WriteFault)[]>;
  /** Salesforce only. Any number; split by the gateway. Never throws for a lead's own fault. */
  convertLeads?(requests: readonly LeadConversion[]): Promise<readonly ConversionOutcome[]>;
  /** Everybody who owns or could own records, inactive and archived ones included. */
  owners?(): Promise<GatewayResult<readonly Ownership[]>>;
  /** Salesforce only: the active validation rules of some objects; permanent failure where the sync user may not see them. */
  saveRules?(objects: readonly string[]): Promise<GatewayResult<readonly SaveRule[]>>;
  /** What people ask while they decide who takes part; spends the sync's budget sparingly. */
  survey?(request: SurveyRequest): Promise<GatewayResult<Survey>>;
  /**
   * Where the platform has a bulk interface: every live record (changed at `since` or later), a set of results at a time, in no particular
   * order; a failure is the last element. Records are as `read` answers them.
   */
  readAll?(object: string, fields: readonly string[], since?: Instant): AsyncIterable<GatewayResult<BulkPage>>;
  /** Whether `readAll` costs fewer calls than paging through this many records. */
  bulkIsCheaper?(count: number): boolean;
  /** HubSpot only. */
  readonly segments?: SegmentSource;
  /**
   * Share of today's budget still free, 0 to 1, and when a call may be made next. `perSecond`, `perDay`: calls the bridge's share allows at a
   * sustained rate; null or absent where the platform sets no such limit, or has not told it yet.
   */
  budget(): { readonly remaining: number; readonly nextAt: Instant; readonly perSecond?: number | null; readonly perDay?: number | null };
};

/** Rules come from the package's objects, read through the Salesforce gateway. The HubSpot side of a reference rule is named `associations.<object>` (several: `;`), for example `associations.companies`, or is a property that holds the other record's id. */
export type RuleSource = { load(): Promise<GatewayResult<RuleSet>> };

// --- observation -----------------------------------------------------------------------------------------------------

/** Fire and forget; must not throw. No field values, no addresses. */
export type Journal = {
  event(name: string, details: Readonly<Record<string, string | number | boolean | null>>): void;
  count(name: string, amount: number, labels?: Readonly<Record<string, string>>): void;
  observe(name: string, value: number, labels?: Readonly<Record<string, string>>): void;
};
export type { Attempt };
