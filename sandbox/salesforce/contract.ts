/**
 * The seam inside the local org: what the Apex runtime (`apex/`) needs of the org (`org/`), what the org needs of the
 * Apex runtime, and what the wire surfaces (`api/`, `pubsub/`) need of the org. Types only, no behaviour.
 * Everything here is synchronous: one org is one thread, as one Salesforce transaction is.
 */

/** Kinds of field, as describe's `type` names them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'reference'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'address'
  | 'location'
  | 'encryptedstring'
  | 'base64'
  | 'anyType'
  | 'long';

export type PicklistValue = { readonly value: string; readonly label: string; readonly active: boolean; readonly isDefault: boolean };

export type FieldSchema = {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters for text, 0 otherwise. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly custom: boolean;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly defaultValue: string | boolean | null;
  readonly calculated: boolean;
  readonly formula: string | null;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly restrictedPicklist: boolean;
  readonly picklistValues: readonly PicklistValue[];
  readonly referenceTo: readonly string[];
  /** `Account` for `AccountId`, `Parent__r` for `Parent__c`, null when there is none. */
  readonly relationshipName: string | null;
  /** How children are reached from the parent: `Contacts`. */
  readonly childRelationshipName: string | null;
  readonly masterDetail: boolean;
  readonly htmlFormatted: boolean;
  readonly nameField: boolean;
};

export type ObjectKind = 'standard' | 'custom' | 'event' | 'customSetting' | 'setup';

export type ObjectSchema = {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly kind: ObjectKind;
  readonly sharing: 'Private' | 'Read' | 'ReadWrite' | 'ControlledByParent';
  /** Keyed by lower-cased name; iterate with `values()` for declaration order. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly publishBehavior?: 'PublishAfterCommit' | 'PublishImmediately';
  readonly settingsType?: 'Hierarchy' | 'List';
};

/**
 * One stored value. Text, picklists, ids: string. int/double/currency/percent: canonical decimal text ("12.50" keeps no
 * trailing zeros: "12.5"). date: "YYYY-MM-DD". datetime: epoch ms as number. boolean: boolean. Nothing: null.
 */
export type FieldValue = string | number | boolean | null;
/** A stored row, keyed by the field's exact API name. Absent = not read. */
export type Row = Record<string, FieldValue>;

export type AccessMode = 'user' | 'system';

export type SaveError = {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
};
export type SaveResult = { readonly id: string | null; readonly success: boolean; readonly created: boolean; readonly errors: readonly SaveError[] };

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';
export type DmlOptions = {
  readonly allOrNone: boolean;
  readonly access: AccessMode;
  /** `with sharing` in force (Apex); always true for API calls. */
  readonly sharing: boolean;
  readonly externalIdField?: string;
  readonly updateOnly?: boolean;
  /** undefined = the org's active default rule applies, as REST does without the header. */
  readonly autoAssign?: boolean | string;
  readonly duplicateRuleAllowSave?: boolean;
  readonly allowFieldTruncation?: boolean;
};

export type QueryOptions = { readonly access: AccessMode; readonly sharing: boolean; readonly includeDeleted: boolean };
/** A result row: fields as stored, a parent as a nested record, a child subquery as a nested result. */
export type QueryRecord = { readonly object: string; readonly values: { [field: string]: FieldValue | QueryRecord | QueryResult } };
/** `columns` is there for aggregate queries only: the type of each value by its alias (a count is an `int`). */
export type QueryResult = { readonly totalSize: number; readonly records: readonly QueryRecord[]; readonly columns?: Readonly<Record<string, FieldType>> };

/** A callout Apex asks for, as `Http.send` was given it. */
export type CalloutRequest = {
  readonly method: string;
  /** `callout:Name/path` or a URL. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
};
/** What came back; a failure is the text of the CalloutException. */
export type CalloutAnswer =
  | { readonly status: number; readonly statusText: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly failure: string };
/**
 * The callouts of one piece of work. Apex cannot wait here, so a callout whose answer is not there yet throws out of the transaction, which
 * leaves no trace; the wire surface makes the request and runs the work again with the answer at hand.
 */
export type Callouts = { readonly answerTo: (request: CalloutRequest) => CalloutAnswer };

/** What Apex sends out of the org. `recipientIds` are users (or contacts, leads, groups) named by id; addresses in `to` count against the day's limit. */
export type Outgoing =
  | {
      readonly kind: 'email';
      readonly to: readonly string[];
      readonly recipientIds: readonly string[];
      readonly subject: string;
      readonly text: string | null;
      readonly html: string | null;
      readonly senderName: string | null;
      readonly replyTo: string | null;
      readonly sentBy: string;
    }
  | {
      readonly kind: 'notification';
      /** Developer name of the notification type. */
      readonly type: string;
      readonly recipientIds: readonly string[];
      readonly title: string;
      readonly body: string;
      readonly targetId: string | null;
      readonly targetPageRef: string | null;
      readonly sentBy: string;
    };
/** Messages of one transaction: they leave when it commits, and never from a test. */
export type Messages = {
  send(message: Outgoing): void;
  /** External addresses that may still be written to today, those waiting in this transaction counted. */
  emailsLeft(): number;
  /** Developer name of a custom notification type; undefined when there is none of this id. */
  notificationType(id: string): string | undefined;
  mark(): number;
  undoTo(mark: number): void;
};

/** What a running transaction offers. Obtained from `Org.transaction`; dead once it ends. */
export type Transaction = {
  readonly userId: string;
  readonly requestId: string;
  /** Apex's Quiddity name, such as REST, SYNCHRONOUS, QUEUEABLE, PLATFORM_EVENT. */
  readonly quiddity: string;
  /** There when this piece of work may call out. */
  readonly callouts?: Callouts;
  /** There in an org that can send. */
  readonly messaging?: Messages;
  now(): number;
  query(soql: string, binds: Readonly<Record<string, unknown>>, options: QueryOptions): QueryResult;
  /** A parent by its external id: key `Account.Sync_Key__c` (relationship.field) in the row, instead of `AccountId`. With allOrNone every row fails if one does, and the work is undone. */
  dml(operation: DmlOperation, object: string, rows: readonly Row[], options: DmlOptions): readonly SaveResult[];
  /** EventBus.publish: one SaveResult per event, `OPERATION_ENQUEUED` in errors[0] on success, message = EventUuid. */
  publish(object: string, events: readonly Row[]): readonly SaveResult[];
  setSavepoint(): number;
  rollback(savepoint: number): void;
  /** Work that starts after commit: Queueable. Returns the AsyncApexJob id. */
  enqueue(job: AsyncJob): string;
  /** System.runAs in a test: work sees `userId` as the running user; rows it writes are that user's. */
  runAs?<T>(userId: string, work: () => T): T;
  convertLeads?(requests: readonly Readonly<Record<string, unknown>>[], allOrNone: boolean): readonly LeadConvertResult[];
  /** Apex `merge`, SOAP merge(): `master` holds the Id and the fields to set on the winner; at most two losers. */
  mergeRecords?(object: string, master: Row, loserIds: readonly string[], options: DmlOptions): SaveResult;
  /** Apex Database.emptyRecycleBin: deleted rows go for good; one SaveResult per id. */
  emptyRecycleBin?(ids: readonly string[]): readonly SaveResult[];
  /** Test.stopTest / Test.getEventBus().deliver(): runs queued jobs and delivers pending events inside this (test) transaction. */
  drainForTest?(): void;
};
export type LeadConvertResult = SaveResult & { readonly accountId: string | null; readonly contactId: string | null; readonly opportunityId: string | null };
/**
 * What `query`, `dml` and friends throw when the whole request is wrong (INVALID_TYPE, MALFORMED_QUERY, INVALID_FIELD in a query…):
 * an Error named OrgError with the platform's code (`errorCode` says the same). Row-level failures are never thrown, they are in the SaveResult.
 */
export type CodedError = Error & { readonly name: 'OrgError'; readonly code: string; readonly errorCode: string; readonly fields: readonly string[] };
/**
 * What the Apex runtime throws for an uncaught Apex exception: an Error named ApexException. `isFatal` (limit exceptions, failed
 * assertions) aborts the transaction; any other one thrown by a trigger becomes CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY on the rows of its chunk.
 */
export type ApexFailure = Error & {
  readonly name: 'ApexException';
  readonly typeName: string;
  readonly isFatal?: boolean;
  /** The exception's own text, without type and stack. */
  readonly apexMessage?: string | null;
  readonly apexStack?: readonly string[];
  readonly isUserDefined?: boolean;
};
export type AsyncJob = { readonly kind: 'queueable' | 'future'; readonly className: string; readonly run: (transaction: Transaction) => void };

export type TransactionOptions = {
  readonly userId: string;
  readonly quiddity: string;
  readonly client?: string;
  readonly isTest?: boolean;
  readonly callouts?: Callouts;
};

export type TriggerEvent = 'before insert' | 'before update' | 'before delete' | 'after insert' | 'after update' | 'after delete' | 'after undelete';
export type TriggerInvocation = {
  readonly object: string;
  readonly event: TriggerEvent;
  /** At most 200 (2,000 for platform events). Before-triggers may change them in place; all others stay as they are, since records are read from them on demand. */
  readonly newRows: readonly Row[] | null;
  readonly oldRows: readonly Row[] | null;
  /** Index into newRows/oldRows, the error a trigger added with addError. Filled by the runtime. */
  readonly addError: (index: number, message: string, field: string | null) => void;
};

/** The Apex side of the seam: implemented by `apex/`, called by `org/` and `api/`. */
export type ApexProgram = {
  hasTriggers(object: string, event: TriggerEvent): boolean;
  /** Throws ApexException on an uncaught exception. */
  runTriggers(transaction: Transaction, invocation: TriggerInvocation): void;
  /** The Apex REST resource that answers a path, or null. */
  findRest(method: string, path: string): { readonly className?: string; invoke(transaction: Transaction, request: ApexRestRequest): ApexRestResponse } | null;
  /** An @AuraEnabled method by class and name, arguments as JSON; result as JSON. `wired`: it must be cacheable. A cacheable one may not write. */
  callAura(transaction: Transaction, className: string, method: string, args: Readonly<Record<string, unknown>>, wired?: boolean): unknown;
  /** Runs a static no-argument method or an InstallHandler by class name. */
  runInstallHandler(transaction: Transaction, className: string): void;
};
export type ApexRestRequest = {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};
export type ApexRestResponse = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array };

/** A stored event on a topic, as Pub/Sub serves it. */
export type BusEvent = {
  readonly topic: string;
  readonly replayId: bigint;
  readonly eventUuid: string;
  readonly createdAt: number;
  readonly schemaVersion: string;
  readonly values: Row;
};

/** The org, as the Apex runtime and the wire surfaces see it. Implemented by `org/`. */
export type Org = {
  readonly orgId: string;
  objects(): readonly ObjectSchema[];
  /** Case-insensitive; undefined when there is none. */
  object(name: string): ObjectSchema | undefined;
  objectByPrefix(prefix: string): ObjectSchema | undefined;
  now(): number;
  /** Runs work as one transaction: commits when it returns, rolls everything back when it throws. Async jobs and event triggers run after commit. */
  transaction<T>(options: TransactionOptions, work: (transaction: Transaction) => T): T;
  canRead(userId: string, object: string, field?: string): boolean;
  canCreate(userId: string, object: string): boolean;
  canEdit(userId: string, object: string, field?: string): boolean;
  canDelete(userId: string, object: string): boolean;
  hasCustomPermission(userId: string, name: string): boolean;
  hasSystemPermission(userId: string, name: string): boolean;
  hasClassAccess(userId: string, className: string): boolean;
  /** Whether a permission set gives the user a principal of the external credential behind a named credential; undefined when there is no such named credential. */
  mayCallOut?(userId: string, namedCredential: string): boolean | undefined;
  label(name: string): string | undefined;
  /** Validation rules of all objects; `modifiedAt` is absent for those the org was born with. */
  validationRules?(): readonly {
    readonly object: string;
    readonly name: string;
    readonly message: string;
    readonly field: string | null;
    readonly active?: boolean;
    readonly modifiedAt?: number;
  }[];
  /** Hierarchy custom setting in force for a user: user's values over profile's over the org default; undefined when no level has a row. */
  customSetting?(object: string, userId: string): Row | undefined;
  user(userId: string): Row | undefined;
  /** Committed events of a topic after a replay id (exclusive), oldest first, at most `limit`. */
  eventsAfter(topic: string, replayId: bigint, limit: number): readonly BusEvent[];
  /** Called after each commit that added events; returns the unsubscribe. */
  onEvents(topic: string, listener: () => void): () => void;
  getUpdated(object: string, start: number, end: number): { ids: readonly string[]; latestDateCovered: number };
  getDeleted(
    object: string,
    start: number,
    end: number,
  ): { records: readonly { id: string; deletedDate: number }[]; earliestDateAvailable: number; latestDateCovered: number };
};
