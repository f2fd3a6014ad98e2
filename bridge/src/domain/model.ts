/**
 * The vocabulary of the bridge: every other module speaks these types. Types only; nothing here does I/O.
 * Words are defined in docs/architecture.md.
 */

type Brand<Text extends string> = string & { readonly __brand: Text };
export type ConnectionId = Brand<'ConnectionId'>;
export type LinkId = Brand<'LinkId'>;
export type EventId = Brand<'EventId'>;
/** 18-character record id. */
export type SalesforceId = Brand<'SalesforceId'>;
export type HubSpotId = Brand<'HubSpotId'>;
/** Queue key: a link id, or `record:<side>:<object>:<id>` while the record has no link. */
export type Subject = Brand<'Subject'>;

export type Side = 'salesforce' | 'hubspot';
/** Epoch milliseconds. */
export type Instant = number;
/** Order of service, most urgent first. */
export type Lane = 'consent' | 'handoff' | 'normal' | 'backfill';

/**
 * A field's value in canonical text form, or null for blank. Both sides' wire values are brought to this form by
 * `domain/values`: booleans "true"/"false", numbers as plain decimal text, dates "YYYY-MM-DD", instants ISO-8601 UTC with
 * milliseconds, multi-select as sorted ";"-joined values, empty text as null.
 */
export type Value = string | null;

/** One record end: which side, which object there, which id. */
export type RecordRef = { readonly side: Side; readonly object: string; readonly id: string };

/** A field named by a change, as far as the notice tells. `value` is absent when the notice did not carry it (wire form, canonical null for blank). */
export type FieldChange = { readonly at: Instant; readonly value?: Value };

/** A notice that a record may have changed. It only says "look"; values serve conflict times and the gap between reading and writing. */
export type Change = {
  readonly eventId: EventId;
  readonly ref: RecordRef;
  readonly kind: 'create' | 'update' | 'delete' | 'restore' | 'merge' | 'associate' | 'look';
  readonly fields: Readonly<Record<string, FieldChange>>;
  /** The record that survives a merge; absent otherwise. */
  readonly survivorId?: string;
  readonly occurredAt: Instant;
  /** User or app that made the change, as the platform names it. */
  readonly actor?: string;
  readonly lane: Lane;
  readonly origin: 'event' | 'sweep' | 'operator';
  /** What a person settled about one field; only with origin `operator`. */
  readonly settlement?: Settlement;
};

/** A person's word on one field: this side's value stands, provided both sides still hold what the person saw. */
export type Settlement = {
  /** Rule key. */
  readonly rule: string;
  readonly side: Side;
  /** Canonical, as `side` held it. */
  readonly value: Value;
  /** What both sides held when the person decided. */
  readonly seen: Readonly<Record<Side, Fingerprint>>;
  readonly reason: 'reversed' | 'chosen';
};

// --- rules -------------------------------------------------------------------------------------------------------

export type Direction = 'two-way' | 'to-hubspot' | 'to-salesforce' | 'off';
export type ConflictPolicy = 'latest' | 'owner' | 'fill-blank' | 'review';
export type FieldKind =
  'text' | 'long-text' | 'email' | 'phone' | 'url' | 'number' | 'boolean' | 'date' | 'datetime' | 'picklist' | 'multi-picklist' | 'reference';
export type ValuePair = { readonly salesforce: string; readonly hubspot: string };

export type FieldRule = {
  /** Stable through rule versions, for example `person.phone`. Baselines are stored under it. */
  readonly key: string;
  /** Salesforce objects this rule applies to; a subset of the mapping's. */
  readonly salesforceObjects: readonly string[];
  readonly salesforceField: string;
  readonly hubspotProperty: string;
  readonly owner: Side;
  readonly direction: Direction;
  readonly policy: ConflictPolicy;
  readonly windowMs: number;
  readonly isProtected: boolean;
  readonly blank: 'propagate' | 'ignore';
  readonly nonOwnerEdit: 'enforce' | 'tolerate';
  /** Empty = values travel unchanged. Otherwise an unmapped value is an issue. */
  readonly valueMap: readonly ValuePair[];
  /** For lookups: the key of the mapping whose links translate the id. */
  readonly referenceMapping: string | null;
  /** What a withdrawal of consent looks like in this field: "true" (opt-out) or "false" (opt-in). Absent = told from well-known field names. */
  readonly consent?: 'opt-out' | 'opt-in';
};

export type FilterCondition = { readonly field: string; readonly op: 'in' | 'not_in' | 'filled' | 'blank'; readonly values?: readonly string[] };
export type ScopeFilter = { readonly all: readonly FilterCondition[] } | { readonly any: readonly FilterCondition[] };
export type CreatePolicy = 'never' | 'in-scope' | 'always';

export type ObjectMapping = {
  readonly key: string;
  readonly salesforceObjects: readonly string[];
  /** Which Salesforce object a HubSpot record becomes. */
  readonly salesforceCreateObject: string;
  readonly hubspotObject: string;
  readonly createInSalesforce: CreatePolicy;
  readonly createInHubSpot: CreatePolicy;
  readonly salesforceScope: ScopeFilter | null;
  readonly hubspotScope: ScopeFilter | null;
  /** Parents before children: company, person, deal. */
  readonly order: number;
  readonly fields: readonly FieldRule[];
};

export type RuleSet = { readonly version: number; readonly mappings: readonly ObjectMapping[] };

/** What the engine must know of a field on one side to convert and check values. */
export type FieldSchema = {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isWritable: boolean;
  readonly isCreatable: boolean;
  readonly isRequired: boolean;
  /** Characters; null when unbounded. */
  readonly lengthMax: number | null;
  /** Digits after the point; null when not a number. */
  readonly scale: number | null;
  /** Null when any value is accepted. Inactive values are absent. */
  readonly options: readonly string[] | null;
  /** For people only. */
  readonly label?: string;
  /** In the order of `options`. */
  readonly optionLabels?: readonly string[];
};
export type ObjectSchema = { readonly object: string; readonly fields: ReadonlyMap<string, FieldSchema> };
/** Keyed `<side>:<object>`. */
export type Schemas = ReadonlyMap<string, ObjectSchema>;

// --- links -------------------------------------------------------------------------------------------------------

/** Keyed fingerprint of a canonical value (22 characters); blank has one too. */
export type Fingerprint = string;
/**
 * One write of ours to one field. A person's edit of that side between `readAt` and `landedAt` was overwritten unseen: the
 * gap of docs/architecture.md. Kept for a few days, so a late notice of such an edit can be told from an old one.
 */
export type FieldWrite = {
  readonly side: Side;
  /** When the side was read before the write; moves up to the time of an edit in the gap once that edit is decided. */
  readonly readAt: Instant;
  /** The latest moment the write can have landed. */
  readonly landedAt: Instant;
  /** When the value written was typed on the other side, where known: what a gap edit is compared with. */
  readonly valueAt: Instant | null;
  /** Values of that side already accounted for: first what was read before, then what was sent and what came back. */
  readonly seen: readonly Fingerprint[];
  /** True when it put back a value typed on the same side. */
  readonly isRestore?: true;
};
/** Why an agreed pair may differ in value: a rule left it so, the CRM rewrote what it was given, or ignored it. */
export type DriftReason = 'tolerated' | 'protected' | 'blank-ignored' | 'rewritten' | 'ignored';
/**
 * What each side held when they last agreed on one field. The store keeps the whole object as it is (JSON), the optional
 * parts included.
 */
export type BaselinePair = {
  readonly salesforce: Fingerprint;
  readonly hubspot: Fingerprint;
  readonly writes?: readonly FieldWrite[];
  readonly drift?: DriftReason;
};
/** By rule key. */
export type Baseline = Readonly<Record<string, BaselinePair>>;

/**
 * A write in flight whose outcome is not yet known. Stored before the call. `agree` is the pair each field would agree on
 * if it lands. Until `settleAt` the call may still land; after it, one read of the stamp tells.
 */
export type Attempt = {
  readonly side: Side;
  /** Grows by one with every write to that side of that link. */
  readonly number: number;
  readonly kind: 'create' | 'update' | 'delete';
  readonly object: string;
  /** Null for a create: the record is then looked up by the link's key. */
  readonly recordId: string | null;
  readonly agree: Baseline;
  readonly sentAt: Instant;
  readonly settleAt: Instant;
  /** What is logged once it is known to have landed, without values: the bridge may die before it can log them itself. */
  readonly decisions?: readonly Decision[];
};

export type LinkState = 'active' | 'out-of-scope' | 'deleted';

export type Link = {
  readonly id: LinkId;
  readonly mapping: string;
  /** Value of `Sync_Key__c` and `fieldwise_key`; derived from the first record seen, so a rebuilt bridge derives it again. */
  readonly key: string;
  readonly state: LinkState;
  readonly salesforce: { readonly object: string; readonly id: SalesforceId } | null;
  readonly hubspot: { readonly object: string; readonly id: HubSpotId } | null;
  readonly baseline: Baseline;
  /** At most one per side. */
  readonly attempts: readonly Attempt[];
  /** Last attempt number used per side. */
  readonly attemptNumbers: Readonly<Record<Side, number>>;
  readonly createdAt: Instant;
  readonly syncedAt: Instant | null;
};

// --- what a pass leaves behind --------------------------------------------------------------------------------------

/** Why a both-sides change, a refusal or a restore ended as it did. */
export type DecisionReason =
  | 'equal'
  | 'latest'
  | 'owner-in-window'
  | 'owner'
  | 'fill-blank'
  | 'protected'
  | 'review'
  | 'enforced'
  | 'tolerated'
  | 'blank-ignored'
  | 'first-link-owner'
  | 'first-link-fill'
  | 'restored-after-gap'
  | 'reversed'
  | 'chosen';

export type Decision = {
  readonly id: string;
  readonly linkId: LinkId;
  readonly ref: { readonly salesforce: string | null; readonly hubspot: string | null };
  readonly mapping: string;
  readonly field: string;
  readonly ruleVersion: number;
  readonly reason: DecisionReason;
  readonly winner: Side | 'both' | 'neither';
  /** Values are encrypted by the store's owner before they reach disk; null once expired. */
  readonly values: { readonly salesforce: Value; readonly hubspot: Value } | null;
  readonly times: { readonly salesforce: Instant | null; readonly hubspot: Instant | null };
  readonly decidedAt: Instant;
};

export type IssueCategory =
  | 'value'
  | 'picklist'
  | 'required'
  | 'permission'
  | 'validation'
  | 'duplicate'
  | 'reference'
  | 'deleted'
  | 'schema'
  | 'limit'
  | 'platform'
  | 'configuration'
  | 'identity';

/** Something that could not be synced. `key` is stable, so the same trouble is one open issue however often it is met. */
export type Issue = {
  readonly key: string;
  readonly subject: Subject;
  readonly ref: RecordRef;
  readonly mapping: string;
  readonly field: string | null;
  readonly category: IssueCategory;
  /** Stable code from `domain/faults`. */
  readonly code: string;
  /** Plain words, no customer values. */
  readonly cause: string;
  readonly remedy: string;
  readonly occurredAt: Instant;
  /** When the engine tries again by itself; null = after a change or a person's retry. */
  readonly retryAt: Instant | null;
};

export type Review = {
  readonly key: string;
  readonly subject: Subject;
  readonly mapping: string;
  readonly kind: 'match' | 'conflict' | 'cluster';
  readonly refs: readonly RecordRef[];
  readonly field: string | null;
  readonly explanation: string;
  readonly openedAt: Instant;
};

/** Why a known record has no link: shown, never silent. */
export type UnlinkedReason = { readonly code: 'out-of-scope' | 'duplicate' | 'waiting' | 'issue' | 'review' | 'deleted'; readonly explanation: string };
