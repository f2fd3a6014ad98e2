import type { AssociationType } from './schema/association-types.ts';
import type { CustomSchema } from './schema/custom.ts';
import type { PropertyDefinition } from './schema/property.ts';

/** Who changed something, in the words of property history and webhooks: `CRM_UI`/`userId:1`, `INTEGRATION`/`<app id>`. */
export interface Source {
  readonly type: string;
  readonly id: string | null;
  readonly userId: number | null;
}

export interface HistoryEntry {
  readonly value: string;
  readonly at: number;
  readonly source: Source;
}

export type Values = Readonly<Record<string, string>>;

/** One record. `values` is replaced, never changed, so a reader may keep it. A cleared property is absent. */
export interface StoredRecord {
  readonly object: string;
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  values: Values;
  /** Oldest first, per property. */
  readonly history: Map<string, HistoryEntry[]>;
  /** Grows with every change; tells the search index which snapshot is newer. */
  version: number;
}

interface Dated {
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

export interface PipelineStage extends Dated {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Pipeline extends Dated {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly stages: readonly PipelineStage[];
}

/** `id` is what records refer to; `userId` is null once archived. */
export interface Owner extends Dated {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
}

export interface Subscription {
  readonly id: number;
  readonly eventType: string;
  readonly propertyName: string | null;
  readonly objectTypeId: string | null;
  readonly active: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** An app (or a person's token, such as the marketer's) with access to the portal. */
export interface App {
  readonly name: string;
  readonly appId: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A static token never expires; null for an app that only uses OAuth. */
  readonly accessToken: string | null;
  readonly scopes: readonly string[];
  /** How its writes look in history and webhooks. */
  readonly source: Source;
  readonly targetUrl: string | null;
  readonly maxConcurrentRequests: number;
  readonly settingsAt: number;
  readonly subscriptions: readonly Subscription[];
}

/** An OAuth code, refresh token or access token. `expiresAt` is null for what does not age. */
export interface Grant {
  readonly kind: 'code' | 'refresh' | 'access';
  readonly token: string;
  readonly app: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  readonly redirectUri: string | null;
}

export interface ContactList {
  readonly listId: string;
  readonly name: string;
  readonly objectTypeId: string;
  readonly processingType: string;
  /** Filters of an active list, as they were given; absent for hand-filled ones. */
  readonly filterBranch?: unknown;
  readonly listVersion: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
}

export interface Consent {
  readonly email: string;
  readonly subscriptionId: string;
  readonly status: 'SUBSCRIBED' | 'NOT_SUBSCRIBED';
  readonly source: 'PORTAL_WIDE_STATUS' | 'SUBSCRIPTION_STATUS';
  readonly legalBasis: string | null;
  readonly legalBasisExplanation: string | null;
  readonly at?: number;
  /** A person's own choice cannot be undone over the API; an app's can. */
  readonly by?: 'person' | 'app';
}

/** Something the portal's own tracking saw a contact do. Never changed once stored. */
export interface TrackedEvent {
  readonly id: string;
  /** The contact's id at the time; a merged contact's events are found through its survivor. */
  readonly contactId: string;
  readonly eventType: string;
  readonly at: number;
  readonly properties: Values;
}

/** Knobs of the control plane; kept over a restart. */
export interface Settings {
  readonly burstPerTenSeconds: number;
  readonly dailyCalls: number;
  readonly searchPerSecond: number;
  readonly associationsPerTenSeconds: number;
  readonly searchLagMinMs: number;
  readonly searchLagMaxMs: number;
  /** Multiplies the waits between webhook attempts; 1 is the real spread over 24 hours. */
  readonly webhookTimeScale: number;
  readonly webhookTimeoutMs: number;
  readonly webhookCoalesceMs: number;
  readonly mergeCreatesNewId: boolean;
  /** What a new contact or company gets when none is given; empty for none. */
  readonly defaultLifecycleStage: string;
  readonly firstCompanyIsPrimary: boolean;
  /** A deal lifts its contacts and companies to opportunity, a won one to customer: the account's setting for lifecycle stages. */
  readonly dealsMoveLifecycle: boolean;
  /** Whether apps may read the webhooks journal; off, its paths are not there. */
  readonly webhooksJournal: boolean;
  /** Whether the account has a plan that offers custom objects (Enterprise). */
  readonly customObjects: boolean;
  /** Whether the account has a plan that offers single events over the API (Enterprise). */
  readonly enterpriseEvents: boolean;
}

/** How many records one record may be associated with under a type; set by an admin, below what the plan allows. */
export interface AssociationLimit {
  readonly from: string;
  readonly to: string;
  readonly typeId: number;
  readonly most: number;
}

/** What one unit of a currency is worth in the company's. */
export interface ExchangeRate {
  readonly id: string;
  readonly code: string;
  readonly rate: number;
  readonly effectiveAt: number;
  readonly createdAt: number;
}

/** A form people fill in on a page. */
export interface Form {
  readonly id: string;
  readonly name: string;
  readonly formType: string;
  /** Contact properties it asks for. */
  readonly fields: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

/** One time somebody filled in a form. */
export interface Submission {
  readonly id: string;
  readonly formId: string;
  readonly at: number;
  readonly values: Values;
  readonly pageUrl: string;
}

/** A marketing campaign: its properties, what belongs to it, and the people it reached. */
export interface Campaign {
  readonly id: string;
  readonly properties: Values;
  /** Asset type → asset ids. */
  readonly assets: Readonly<Record<string, readonly string[]>>;
  /** Contact id → when the campaign first reached it, and how. */
  readonly contacts: readonly { readonly id: string; readonly at: number; readonly touch: string }[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

/** What an app wants in the webhooks journal of one portal. */
export interface JournalSubscription {
  readonly id: string;
  readonly app: string;
  readonly portalId: number;
  readonly subscriptionType: 'OBJECT' | 'ASSOCIATION' | 'GDPR_PRIVACY_DELETION';
  readonly objectTypeId: string | null;
  readonly actions: readonly string[];
  /** Empty for every property. */
  readonly properties: readonly string[];
  readonly createdAt: number;
}

/** One file of the journal: what happened since the one before. */
export interface JournalFile {
  readonly offset: string;
  readonly app: string;
  readonly publishedAt: number;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** A webhook event on its way to one app. `n` is ours; everything in `event` goes over the wire. */
export interface QueuedEvent {
  readonly n: number;
  readonly app: string;
  readonly attempt: number;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface Ref {
  readonly object: string;
  readonly id: string;
}

interface Stamp {
  readonly at: number;
  readonly source: Source;
}

/** Every change of state. The journal holds these; applying them in order rebuilds the portal. */
export type Op =
  | (Ref & Stamp & { readonly op: 'create'; readonly values: Values })
  | (Ref & Stamp & { readonly op: 'update'; readonly values: Values })
  | (Ref & Stamp & { readonly op: 'archive' | 'restore' | 'purge' })
  | (Stamp & { readonly op: 'merge'; readonly object: string; readonly into: string; readonly from: readonly string[]; readonly moved: number })
  | (Stamp & { readonly op: 'link'; readonly from: Ref; readonly to: Ref; readonly types: readonly number[] })
  | { readonly op: 'record'; readonly record: Omit<StoredRecord, 'history'> & { readonly history: readonly (readonly [string, HistoryEntry[]])[] } }
  | { readonly op: 'redirect'; readonly object: string; readonly id: string; readonly to: string }
  | { readonly op: 'next-id'; readonly next: number; readonly nextEvent: number }
  | { readonly op: 'property'; readonly object: string; readonly definition: PropertyDefinition }
  | { readonly op: 'schema'; readonly schema: CustomSchema; readonly purged: boolean }
  | { readonly op: 'group'; readonly object: string; readonly group: PropertyGroup }
  | { readonly op: 'pipeline'; readonly object: string; readonly pipeline: Pipeline }
  | { readonly op: 'owner'; readonly owner: Owner }
  | { readonly op: 'association-type'; readonly type: AssociationType; readonly removed: boolean }
  | { readonly op: 'association-limit'; readonly limit: AssociationLimit; readonly removed: boolean }
  | { readonly op: 'rate'; readonly rate: ExchangeRate }
  | { readonly op: 'app'; readonly app: App }
  | { readonly op: 'grant'; readonly grant: Grant; readonly revoked: boolean }
  | { readonly op: 'list'; readonly list: ContactList }
  | { readonly op: 'members'; readonly listId: string; readonly at: number; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly op: 'form'; readonly form: Form }
  | { readonly op: 'submission'; readonly submission: Submission }
  | { readonly op: 'campaign'; readonly campaign: Campaign }
  | { readonly op: 'journal-subscription'; readonly subscription: JournalSubscription; readonly removed: boolean }
  | { readonly op: 'journal-file'; readonly file: JournalFile }
  | { readonly op: 'consent'; readonly consent: Consent }
  | { readonly op: 'tracked'; readonly events: readonly TrackedEvent[] }
  | { readonly op: 'settings'; readonly settings: Settings }
  | { readonly op: 'hook'; readonly events: readonly QueuedEvent[] }
  | { readonly op: 'hooked'; readonly ns: readonly number[] };
