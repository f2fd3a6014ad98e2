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
  /** `erase`: the person asked to be forgotten; everything about the record goes, on both sides and here. */
  readonly kind: 'create' | 'update' | 'delete' | 'restore' | 'merge' | 'associate' | 'look' | 'erase';
  readonly fields: Readonly<Record<string, FieldChange>>;
  /** The record that survives a merge; absent otherwise. */
  readonly survivorId?: string;
  /** The other end of an association that came or went, where the notice names it. */
  readonly associated?: RecordRef;
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
/** `within`: the pair counts only for records of this HubSpot pipeline; absent = for all. */
export type ValuePair = { readonly salesforce: string; readonly hubspot: string; readonly within?: string };

/** The owner a record gets on the other side; null = nobody. `isFallback`: the person has no counterpart. */
export type Translation = { readonly id: string | null; readonly isFallback?: true };
/** By owner id of a side: the counterpart on the other; null = there is none. */
export type OwnerMap = Readonly<Record<Side, Readonly<Record<string, Translation | null>>>>;

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
  /**
   * For lookups: the key of the mapping whose links translate the id, or several (`deal;company`, the first that applies counts).
   * `owner`: users are translated by their e-mail address. `domain/references` says how the HubSpot side is named.
   */
  readonly referenceMapping: string | null;
  /** An owner rule as the engine runs it: with the owners of both sides, and `referenceMapping` null. */
  readonly owners?: OwnerMap;
  /** What a withdrawal of consent looks like in this field: "true" (opt-out) or "false" (opt-in). Absent = told from well-known field names. */
  readonly consent?: 'opt-out' | 'opt-in';
  /**
   * What a new Salesforce record gets where HubSpot is blank. It stands for blank: it never travels to HubSpot, and HubSpot's value
   * replaces it whatever the direction. Null or absent = none.
   */
  readonly createDefault?: string | null;
  /** The ruleset's lifecycle stages, on the rule of the lifecycle property; absent everywhere else and where none are set up. */
  readonly stages?: readonly LifecycleStage[];
  /** Both systems say the same in different notations; absent = in the same. Only on rules made from activity rules. */
  readonly spelling?: Spelling;
};

/** Salesforce's notation for HubSpot's: a day for a moment, seconds or minutes for milliseconds, plain text for HTML. */
export type Spelling = 'day' | 'seconds' | 'minutes' | 'html';

/**
 * `in`, `not_in` compare text; `at_least`, `at_most` compare numbers (one value); `member`, `not_member` ask for segments by id, with
 * `field` = `segments` (HubSpot only).
 */
export type FilterCondition = {
  readonly field: string;
  readonly op: 'in' | 'not_in' | 'filled' | 'blank' | 'at_least' | 'at_most' | 'member' | 'not_member';
  readonly values?: readonly string[];
};
export type ScopeFilter = { readonly all: readonly FilterCondition[] } | { readonly any: readonly FilterCondition[] };
export type CreatePolicy = 'never' | 'in-scope' | 'always';

/** How records cross over for the first time (docs/people.md). */
export type HandoffPolicy = {
  /** Lets Salesforce's lead assignment rules run on leads we create. */
  readonly runsAssignmentRules: boolean;
  /** What a person becomes whose company is a linked account. */
  readonly atKnownAccount: 'lead' | 'contact';
};
/** What happens when a lead is converted, and when a deal made in HubSpot should convert one. */
export type ConversionPolicy = {
  /** Lifecycle stage the HubSpot contact gets when its lead was converted; null = left alone. */
  readonly stage: string | null;
  /** A HubSpot deal of a linked lead converts it. */
  readonly dealConverts: boolean;
  /** Lead status for such a conversion; null = the org's first converted one. */
  readonly convertedStatus: string | null;
};
/** What happens when a person comes back whose lead was closed. */
export type ReengagePolicy = {
  /** Lead statuses that count as closed; empty = never re-engages. */
  readonly closedStatuses: readonly string[];
  readonly action: 'keep-owner' | 'reassign' | 'queue';
  /** Status a reopened lead gets; null = left alone. */
  readonly reopenStatus: string | null;
  /** User or queue id for `reassign` and `queue`. */
  readonly owner: string | null;
};
/** What happens to the other end when one end is deleted. */
export type DeletePolicy = 'ignore' | 'unlink' | 'archive' | 'delete-with-approval';
/** Whether an erasure that a platform asks for is carried out by itself; an operator's always is. */
export type ErasurePolicy = 'at-once' | 'with-approval';
/** At which confidence a match is taken, and from which on a person is asked. */
export type MatchThresholds = { readonly link: number; readonly review: number };

export type MappingPolicies = {
  readonly handoff: HandoffPolicy;
  readonly conversion: ConversionPolicy;
  readonly reengage: ReengagePolicy;
  /** By the side on which the record was deleted. */
  readonly whenDeletedIn: Readonly<Record<Side, DeletePolicy>>;
  readonly match: MatchThresholds;
  /** Salesforce user or queue id for owners that have no counterpart; null = such an owner is an issue. */
  readonly ownerFallback: string | null;
  /** Accounts of people (person accounts) take part as people. */
  readonly usesPersonAccounts: boolean;
  readonly whenErased: ErasurePolicy;
};

/** One lifecycle stage: who may set it and where it may go next. */
export type LifecycleStage = {
  /** HubSpot's internal value. */
  readonly stage: string;
  readonly label: string;
  readonly order: number;
  /** The only side that may set it. */
  readonly owner: Side;
  /** Its value in Salesforce; the same text when no other is given. */
  readonly salesforceValue: string;
  /** Stages it may go to; null = any later one. */
  readonly movesTo: readonly string[] | null;
  readonly kind: 'prospect' | 'customer' | 'disqualified' | 'other';
};

/** One consent field: what it means and which HubSpot subscription it is about. */
export type ConsentRule = {
  readonly key: string;
  readonly salesforceObjects: readonly string[];
  readonly salesforceField: string;
  /** `opt-out`: true withdraws. `opt-in`: false withdraws.  */
  readonly meaning: 'opt-out' | 'opt-in';
  /** HubSpot subscription type id; null = all e-mail. */
  readonly subscription: string | null;
  /** Which way withdrawals travel. */
  readonly direction: 'two-way' | 'to-hubspot' | 'to-salesforce';
  /** Whether recorded evidence lets an opt-in cross. */
  readonly carriesOptIn: boolean;
};

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
  readonly policies: MappingPolicies;
  /** Where several mappings share a Salesforce object: which of its records this one means. Absent or null = all of them. */
  readonly salesforceKind?: { readonly field: string; readonly values: readonly string[] } | null;
  /** Key of the activity rule it was made from (`withActivities`). */
  readonly activity?: string;
  /** A record is made only once one of its lookups leads to a record in step. */
  readonly needsReference?: boolean;
  /** Values a new record of a side gets besides those of its fields. */
  readonly given?: Readonly<Record<Side, Readonly<Record<string, string>>>>;
};

/** A set of relations between records of two mappings: a lookup on the first, or rows of a junction object with a role. */
export type RelationRule = {
  readonly key: string;
  /** Mapping keys; links of both are the ends. The lookup field, if it is one, is on a record of `from`. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'lookup' | 'junction';
  readonly salesforce: {
    /** The junction object, or the object of `from` that has the lookup. */
    readonly object: string;
    /** Field that names the record of `from`; `Id` for a lookup. */
    readonly fromField: string;
    readonly toField: string;
    /** Role of a junction row; null = none. */
    readonly roleField: string | null;
    /** Checkbox that tells the primary one; null = none. */
    readonly primaryField: string | null;
  };
  /** Role in Salesforce (blank = none) ↔ HubSpot association label (blank = unlabelled). Empty = relations travel without roles. */
  readonly labels: readonly ValuePair[];
  readonly owner: Side;
  readonly direction: Exclude<Direction, 'off'>;
  /** Whether a relation removed on one side is removed on the other. */
  readonly carriesRemovals: boolean;
};

/** What of the engagement of people is carried over as records, and which of it. */
export type ActivityKind = 'call' | 'email' | 'meeting' | 'note' | 'task' | 'form' | 'visit' | 'marketing-email';
export type ActivityRule = {
  readonly key: string;
  readonly activity: ActivityKind;
  readonly direction: Exclude<Direction, 'off'>;
  readonly salesforceObject: 'Task' | 'Event';
  /** Only activities whose HubSpot property holds one of the values; null = all. */
  readonly only: { readonly property: string; readonly values: readonly string[] } | null;
  /** Status and type of Tasks made; null = the org's defaults. */
  readonly status: string | null;
  readonly type: string | null;
  /** Records made in Salesforce per calendar month (UTC) at most; null = no cap. */
  readonly monthlyMax: number | null;
};

/** Who belongs to a Salesforce campaign because of what they did in HubSpot, or the reverse. */
export type CampaignRule = {
  readonly key: string;
  /** 18 characters. */
  readonly campaign: SalesforceId;
  readonly source: { readonly kind: 'segment' | 'form' | 'campaign'; readonly id: string };
  readonly direction: Exclude<Direction, 'off'>;
  /** Status a member gets who joins; null = the campaign's default. */
  readonly memberStatus: string | null;
  /** Status of members who responded (filled in a form, clicked); null = never set. */
  readonly respondedStatus: string | null;
  /** What becomes of a member who left: removed, kept, or given a status. */
  readonly removal: { readonly kind: 'remove' } | { readonly kind: 'keep' } | { readonly kind: 'status'; readonly status: string };
};

/** Another place that gets a page when a record reaches a stage. */
export type DestinationRule = {
  readonly key: string;
  readonly kind: 'notion';
  readonly mapping: string;
  /** Salesforce values of the mapping's stage field. */
  readonly stages: readonly string[];
  /** Where pages go: a Notion database id. */
  readonly database: string;
  /** Salesforce URL field that gets the page's address. */
  readonly linkField: string;
  /** JSON: what the page holds (docs/sharing.md); null = the default. */
  readonly template: string | null;
};

export type RuleSet = {
  readonly version: number;
  readonly mappings: readonly ObjectMapping[];
  /** In order; empty = HubSpot's own rules alone. */
  readonly lifecycle: readonly LifecycleStage[];
  readonly consent: readonly ConsentRule[];
  /** Absent = none of them. */
  readonly relations?: readonly RelationRule[];
  readonly activities?: readonly ActivityRule[];
  readonly campaigns?: readonly CampaignRule[];
  readonly destinations?: readonly DestinationRule[];
};

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
  /** Values records may still hold and nobody can choose any more. */
  readonly inactive?: readonly string[];
  /** An amount of money, in the currency of its record. */
  readonly isMoney?: true;
  /** What values look like, in the words of the conversion registry (`domain/conversions`); absent = told by `kind` alone. */
  readonly shape?: string;
  /** In the order of `options`: the names by which rules call them, where records hold ids (record types by developer name). */
  readonly optionNames?: readonly string[];
  /** For people only. */
  readonly label?: string;
  /** In the order of `options`. */
  readonly optionLabels?: readonly string[];
};
export type ObjectSchema = {
  readonly object: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** Salesforce: how ids of its records begin. */
  readonly keyPrefix?: string;
  /** ISO code of amounts in records that name no currency of their own; absent when unknown. */
  readonly currency?: string;
};
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
  /** A write of ours that clears the HubSpot property first is or was on its way: a blank found there is ours, and the value is still owed. */
  readonly clearing?: true;
  /** The link has another end since: nothing was compared with that one yet, and only what our writes left on the end that stayed is known. */
  readonly isUncompared?: true;
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

/** What a link remembers so that something is done once. Counts are tries left; fingerprints stand for values. */
export type LinkMarks = {
  /** The lead became a contact: its lifecycle stage is still to be set. */
  readonly stageTries?: number;
  /** A deal asks for the lead's conversion, which did not succeed yet. */
  readonly isConversionDue?: true;
  /** How far the person had come when the closed lead was looked at last. */
  readonly engaged?: { readonly stage: Fingerprint; readonly conversion: Fingerprint };
  /** The person came back: the closed lead is still to be reopened. */
  readonly reopenTries?: number;
};

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
  readonly marks?: LinkMarks;
  /** How the two records were found to be one; absent where one was made from the other. */
  readonly origin?: LinkOrigin;
  /** By side: fingerprint of what told who its record is when its block keys were last left in the store. */
  readonly known?: Readonly<Partial<Record<Side, Fingerprint>>>;
  /** The link that took over when both ends of this one's side were merged; only of a closed link. */
  readonly successor?: LinkId;
};

/** `key`: one record carried the other's key; `verdict`: a person said so; `exact`: address or domain, agreeing names; `score`: compared. No values in it. */
export type LinkOrigin = {
  readonly by: 'key' | 'verdict' | 'exact' | 'score';
  /** 0 to 1, of a score; null otherwise. */
  readonly confidence: number | null;
  /** What spoke for and against, in words. */
  readonly evidence: string | null;
};

/**
 * A deletion on one side that should happen on the other too: asked for, and kept as the record of who allowed it. Ids only.
 * `waiting` for a person; `approved` (by a person, or by the policy itself) and not done yet; `refused`: the record stays; `done`.
 */
export type Approval = {
  /** Link and record, so that it is one question however often it is met. */
  readonly key: string;
  readonly linkId: LinkId;
  readonly mapping: string;
  /** The record to delete. */
  readonly ref: RecordRef;
  /** The deleted record that asks for it. */
  readonly cause: RecordRef;
  readonly why: ApprovalReason;
  readonly state: 'waiting' | 'approved' | 'refused' | 'done';
  readonly askedAt: Instant;
  /** When its state last moved. */
  readonly decidedAt: Instant | null;
  /** The user, as Salesforce names them; null for the policy itself or when unknown. */
  readonly decidedBy: string | null;
};
/**
 * `policy`: the mapping wants a person to say yes. `archive`: it does not. `many`: more deletions than usual in an hour. `cascade`: the
 * record takes others with it. `unseen`: the platform does not say that the record was deleted, only that it is not there. `erasure`: not a
 * deletion but the erasure of a person, which the mapping wants a yes for.
 */
export type ApprovalReason = 'policy' | 'archive' | 'many' | 'cascade' | 'unseen' | 'erasure';

/** Who asked for an erasure. */
export type ErasureCause = 'hubspot-privacy' | 'salesforce' | 'operator';
/** The proof of one erasure. It names nobody: keyed hashes, counts, and the hash of the proof before it. */
export type Erasure = {
  /** 1, 2, 3… per connection. */
  readonly number: number;
  readonly at: Instant;
  readonly cause: ErasureCause;
  /** Keyed hash of the records: who has the key and an id can find their own proof, nobody else can. */
  readonly subject: Fingerprint;
  /** Records erased on the platforms. */
  readonly records: Readonly<Record<Side, number>>;
  /** Rows of ours that went, by table. */
  readonly removed: Readonly<Record<string, number>>;
  readonly previous: string;
  readonly hash: string;
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
  | 'stage-owner'
  | 'stage-move'
  | 'stage-customer'
  | 'restored-after-gap'
  | 'reversed'
  | 'chosen'
  | 'converted'
  | 're-engaged'
  | 'owner-fallback';

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
  /** Of records that were compared: how sure it is that they are one, 0 to 1. */
  readonly confidence?: number;
  /** What spoke for and against, in words without values. */
  readonly evidence?: string;
  readonly openedAt: Instant;
};

/**
 * A person's word on two records: one and the same, or not. Kept until it is taken back or replaced, and never asked for again.
 * `refs` is a pair without order.
 */
export type IdentityVerdict = {
  readonly mapping: string;
  readonly refs: readonly [RecordRef, RecordRef];
  readonly verdict: 'link' | 'apart';
  /** Of two records of one side that are the same: the one kept in step. Null for records of two sides, and for `apart`. */
  readonly master: RecordRef | null;
  /** The user who said so, as Salesforce names them; null when unknown. */
  readonly by: string | null;
  readonly at: Instant;
};

/** Why a known record has no link: shown, never silent. */
export type UnlinkedReason = { readonly code: 'out-of-scope' | 'duplicate' | 'waiting' | 'issue' | 'review' | 'deleted'; readonly explanation: string };
