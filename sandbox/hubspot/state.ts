import { LinkStore } from './links.ts';
import type {
  App,
  AssociationLimit,
  Campaign,
  Consent,
  ContactList,
  ExchangeRate,
  Form,
  Grant,
  HistoryEntry,
  JournalFile,
  JournalSubscription,
  Op,
  Owner,
  Pipeline,
  PropertyGroup,
  QueuedEvent,
  Ref,
  Settings,
  Source,
  StoredRecord,
  Submission,
  TrackedEvent,
  Values,
} from './model.ts';
import { SHIPPED_ASSOCIATION_TYPES, type AssociationType } from './schema/association-types.ts';
import { SHIPPED_RATES } from './schema/currencies.ts';
import { SHIPPED_OWNERS, SHIPPED_PIPELINES } from './schema/defaults.ts';
import { customKind, type CustomSchema } from './schema/custom.ts';
import { OBJECT_KINDS, objectKind, type ObjectKind } from './schema/objects.ts';
import type { PropertyDefinition } from './schema/property.ts';

/** Real record ids are beyond 32 bits; starting there catches whoever keeps them in too small a number. */
const FIRST_ID = 21_474_900_001;
/** How many values of a property are remembered: contacts keep more, as in a portal (knowledge base, "property history"). */
const HISTORY_CONTACTS_MAX = 45;
const HISTORY_MAX = 20;

/** How long the webhooks journal keeps a file. */
export const JOURNAL_KEPT_MS = 3 * 86_400_000;

export const DEFAULT_SETTINGS: Settings = {
  burstPerTenSeconds: 190,
  dailyCalls: 1_000_000,
  searchPerSecond: 5,
  associationsPerTenSeconds: 150,
  searchLagMinMs: 300,
  searchLagMaxMs: 1_200,
  webhookTimeScale: 0.01,
  webhookTimeoutMs: 5_000,
  webhookCoalesceMs: 20,
  mergeCreatesNewId: false,
  defaultLifecycleStage: 'lead',
  firstCompanyIsPrimary: true,
  dealsMoveLifecycle: false,
  webhooksJournal: true,
  customObjects: true,
  enterpriseEvents: true,
};

type ById<T> = Map<string, T>;

/** Everything the portal knows, in memory. It changes only by `apply`, so replaying the journal rebuilds it. */
export class PortalState {
  readonly records = new Map<string, ById<StoredRecord>>();
  readonly redirects = new Map<string, string>();
  readonly links = new LinkStore();
  readonly properties = new Map<string, ById<PropertyDefinition>>();
  readonly groups = new Map<string, ById<PropertyGroup>>();
  readonly pipelines = new Map<string, ById<Pipeline>>();
  readonly owners: ById<Owner> = new Map();
  readonly associationTypes = new Map<number, AssociationType>();
  /** `from|to|type id` → how many the record may have. */
  readonly associationLimits: ById<AssociationLimit> = new Map();
  /** Every exchange rate there ever was, oldest first, by its id. */
  readonly rates: ById<ExchangeRate> = new Map();
  readonly apps: ById<App> = new Map();
  readonly grants: ById<Grant> = new Map();
  readonly lists: ById<ContactList> = new Map();
  /** List id → record id → [first added, last added]. */
  readonly members = new Map<string, Map<string, readonly [number, number]>>();
  readonly journalSubscriptions: ById<JournalSubscription> = new Map();
  /** Files of the webhooks journal, oldest first, each app's in one row. */
  journalFiles: readonly JournalFile[] = [];
  readonly forms: ById<Form> = new Map();
  /** Form id → submissions, oldest first. */
  readonly submissions = new Map<string, Submission[]>();
  readonly campaigns: ById<Campaign> = new Map();
  /** Mail address → subscription id → choice. */
  readonly consents = new Map<string, ById<Consent>>();
  readonly hooks = new Map<number, QueuedEvent>();
  /** Contact id → what tracking saw, in the order it was told. */
  readonly tracked = new Map<string, TrackedEvent[]>();
  /** Schemas of the portal's own objects, by fully qualified name; a removed one stays, archived. */
  readonly schemas: ById<CustomSchema> = new Map();
  settings: Settings = DEFAULT_SETTINGS;
  #nextId = FIRST_ID;
  #nextEvent = 1;
  #custom: Op[] = [];
  /** Object → property → value → record id, of live records. */
  readonly #unique = new Map<string, Map<string, Map<string, string>>>();
  /** Kinds of the portal's own objects under every name a path may use. */
  readonly #customKinds = new Map<string, ObjectKind>();

  constructor() {
    this.#loadShipped();
  }

  /** Number of the next webhook event; never given twice, also not after a restart. */
  takeEventNumber(): number {
    this.#nextEvent += 1;
    return this.#nextEvent - 1;
  }

  /** The next record id; also used for anything else that needs a number. */
  takeId(): string {
    const id = String(this.#nextId);
    this.#nextId += 1;
    return id;
  }

  /** The object a name, singular or type id means in this portal: HubSpot's own or one made here; undefined for none. */
  kind(name: string): ObjectKind | undefined {
    return objectKind(name) ?? this.#customKinds.get(name.toLowerCase());
  }

  of(object: string): ById<StoredRecord> {
    const found = this.records.get(object) ?? new Map<string, StoredRecord>();
    this.records.set(object, found);
    return found;
  }

  /** A record by id, following merges to the survivor. Archived ones are found too. */
  record(object: string, id: string): StoredRecord | undefined {
    let current = id;
    for (let next = this.redirects.get(`${object}:${current}`); next !== undefined; next = this.redirects.get(`${object}:${current}`)) current = next;
    return this.records.get(object)?.get(current);
  }

  live(object: string, id: string): StoredRecord | undefined {
    const found = this.record(object, id);
    return found === undefined || found.archivedAt !== null ? undefined : found;
  }

  /** Far ids and type ids of a record's associations; those of archived records rest until a restore. */
  liveLinks(from: Ref, toObject: string): (readonly [string, readonly number[]])[] {
    if (this.live(from.object, from.id) === undefined) return [];
    return [...this.links.of(from, toObject)].filter(([id]) => this.live(toObject, id) !== undefined);
  }

  /** What one unit of a currency is worth in the company's now; undefined for a currency the portal does not use. */
  rateOf(code: string): number | undefined {
    return [...this.rates.values()].findLast((rate) => rate.code === code)?.rate ?? SHIPPED_RATES[code];
  }

  definition(object: string, name: string): PropertyDefinition | undefined {
    const found = this.properties.get(object)?.get(name);
    return found?.archived === true ? undefined : found;
  }

  /** The live record that holds a unique value. Contacts answer to primary and secondary addresses under `email`. */
  holder(object: string, property: string, value: string): string | undefined {
    return this.#unique.get(object)?.get(property)?.get(value);
  }

  consentOf(email: string): ReadonlyMap<string, Consent> {
    return this.consents.get(email) ?? new Map();
  }

  /** Empties records, links, lists, consent and queued webhooks; apps, tokens, settings and definitions stay. */
  forgetRecords(): void {
    for (const store of [this.records, this.redirects, this.lists, this.members, this.consents, this.hooks, this.tracked, this.submissions, this.#unique])
      store.clear();
    this.links.clear();
    this.journalFiles = [];
  }

  apply(op: Op): void {
    switch (op.op) {
      case 'create':
        return this.#create(op.object, op.id, op.values, op.at, op.source);
      case 'update':
        return this.#update(op.object, op.id, op.values, op.at, op.source);
      case 'archive':
        return this.#setArchived(op.object, op.id, op.at);
      case 'restore':
        return this.#setArchived(op.object, op.id, null);
      case 'purge':
        return this.#purge(op.object, op.id);
      case 'merge':
        return this.#merge(op.object, op.into, op.from);
      case 'link':
        return this.links.set(op.from, op.to, op.types, (typeId) => this.associationTypes.get(typeId)?.inverseId ?? typeId);
      case 'record':
        return this.#restoreRecord({ ...op.record, history: new Map(op.record.history) });
      case 'redirect':
        this.redirects.set(`${op.object}:${op.id}`, op.to);
        return;
      case 'next-id':
        this.#nextId = Math.max(this.#nextId, op.next);
        this.#nextEvent = Math.max(this.#nextEvent, op.nextEvent);
        return;
      case 'hook':
        for (const event of op.events) this.hooks.set(event.n, event);
        this.#nextEvent = Math.max(this.#nextEvent, (op.events.at(-1)?.n ?? 0) + 1);
        return;
      case 'hooked':
        for (const n of op.ns) this.hooks.delete(n);
        return;
      case 'tracked':
        for (const event of op.events) {
          const before = this.tracked.get(event.contactId) ?? [];
          before.push(event);
          this.tracked.set(event.contactId, before);
        }
        return;
      case 'members':
        return this.#changeMembers(op.listId, op.add, op.remove, op.at);
      default:
        return this.#applySetup(op);
    }
  }

  /** The state as operations that rebuild it; what compaction writes. */
  *snapshot(): Iterable<readonly Op[]> {
    yield [
      { op: 'next-id', next: this.#nextId, nextEvent: this.#nextEvent },
      { op: 'settings', settings: this.settings },
    ];
    yield this.#custom;
    yield [...this.apps.values()].map((app) => ({ op: 'app', app }));
    yield [...this.grants.values()].map((grant) => ({ op: 'grant', grant, revoked: false }));
    for (const byId of this.records.values()) {
      for (const record of byId.values()) yield [{ op: 'record', record: { ...record, history: [...record.history] } }];
    }
    yield [...this.redirects].map(([key, to]) => ({ op: 'redirect', object: key.split(':')[0] ?? '', id: key.split(':')[1] ?? '', to }));
    const source: Source = { type: 'API', id: null, userId: null };
    for (const { from, to, types } of this.links.all()) yield [{ op: 'link', from, to, types, at: 0, source }];
    for (const list of this.lists.values()) {
      yield [{ op: 'list', list }];
      for (const [id, [first, last]] of this.members.get(list.listId) ?? []) {
        yield [first, last].map((at) => ({ op: 'members', listId: list.listId, at, add: [id], remove: [] }));
      }
    }
    yield [...this.journalSubscriptions.values()].map((subscription) => ({ op: 'journal-subscription', subscription, removed: false }));
    for (const file of this.journalFiles) yield [{ op: 'journal-file', file }];
    yield [...this.forms.values()].map((form) => ({ op: 'form', form }));
    for (const list of this.submissions.values()) yield list.map((submission) => ({ op: 'submission', submission }));
    yield [...this.campaigns.values()].map((campaign) => ({ op: 'campaign', campaign }));
    for (const events of this.tracked.values()) yield [{ op: 'tracked', events }];
    for (const byId of this.consents.values()) yield [...byId.values()].map((consent) => ({ op: 'consent', consent }));
    yield [{ op: 'hook', events: [...this.hooks.values()] }];
  }

  #loadShipped(): void {
    for (const kind of OBJECT_KINDS) {
      const definitions = kind.shippedProperties();
      this.properties.set(kind.name, new Map(definitions.map((definition) => [definition.name, definition])));
      const groups = [...new Set(definitions.map((definition) => definition.groupName))];
      this.groups.set(kind.name, new Map(groups.map((name, displayOrder) => [name, { name, label: name, displayOrder, archived: false }])));
    }
    for (const [object, list] of Object.entries(SHIPPED_PIPELINES)) this.pipelines.set(object, new Map(list.map((item) => [item.id, item])));
    for (const owner of SHIPPED_OWNERS) this.owners.set(owner.id, owner);
    for (const type of SHIPPED_ASSOCIATION_TYPES) this.associationTypes.set(type.typeId, type);
  }

  #applySetup(
    op: Exclude<
      Op,
      {
        op:
          | 'create'
          | 'update'
          | 'archive'
          | 'restore'
          | 'purge'
          | 'merge'
          | 'link'
          | 'record'
          | 'redirect'
          | 'next-id'
          | 'hook'
          | 'hooked'
          | 'members'
          | 'tracked';
      }
    >,
  ): void {
    switch (op.op) {
      case 'schema':
        this.#setSchema(op.schema, op.purged);
        break;
      case 'property':
        this.properties.get(op.object)?.set(op.definition.name, op.definition);
        break;
      case 'group':
        this.groups.get(op.object)?.set(op.group.name, op.group);
        break;
      case 'pipeline': {
        const byId = this.pipelines.get(op.object) ?? new Map<string, Pipeline>();
        this.pipelines.set(op.object, byId.set(op.pipeline.id, op.pipeline));
        break;
      }
      case 'owner':
        this.owners.set(op.owner.id, op.owner);
        break;
      case 'association-type':
        if (op.removed) this.associationTypes.delete(op.type.typeId);
        else this.associationTypes.set(op.type.typeId, op.type);
        break;
      case 'association-limit': {
        const key = `${op.limit.from}|${op.limit.to}|${String(op.limit.typeId)}`;
        if (op.removed) this.associationLimits.delete(key);
        else this.associationLimits.set(key, op.limit);
        break;
      }
      case 'rate':
        this.rates.set(op.rate.id, op.rate);
        break;
      case 'app':
        this.apps.set(op.app.name, op.app);
        return;
      case 'grant':
        if (op.revoked) this.grants.delete(op.grant.token);
        else this.grants.set(op.grant.token, op.grant);
        return;
      case 'list':
        this.lists.set(op.list.listId, op.list);
        return;
      case 'journal-subscription':
        if (op.removed) this.journalSubscriptions.delete(op.subscription.id);
        else this.journalSubscriptions.set(op.subscription.id, op.subscription);
        return;
      case 'journal-file':
        // Three days, no longer (journal guide): what nobody fetched by then is gone.
        this.journalFiles = [...this.journalFiles.filter(({ publishedAt }) => publishedAt > op.file.publishedAt - JOURNAL_KEPT_MS), op.file];
        return;
      case 'form':
        this.forms.set(op.form.id, op.form);
        return;
      case 'submission':
        this.submissions.set(op.submission.formId, [...(this.submissions.get(op.submission.formId) ?? []), op.submission]);
        return;
      case 'campaign':
        this.campaigns.set(op.campaign.id, op.campaign);
        return;
      case 'consent': {
        const byId = this.consents.get(op.consent.email) ?? new Map<string, Consent>();
        this.consents.set(op.consent.email, byId.set(op.consent.subscriptionId, op.consent));
        return;
      }
      case 'settings':
        this.settings = op.settings;
        return;
    }
    this.#custom.push(op); // definitions changed by hand: kept in order, they are few
  }

  #setSchema(schema: CustomSchema, purged: boolean): void {
    const kind = customKind(schema);
    const { name } = kind;
    if (purged) {
      for (const byObject of [this.schemas, this.properties, this.groups, this.records]) byObject.delete(name);
      return;
    }
    this.schemas.set(name, schema);
    if (!this.properties.has(name)) {
      const definitions = kind.shippedProperties();
      const groupName = definitions[0]?.groupName ?? name;
      this.properties.set(name, new Map(definitions.map((definition) => [definition.name, definition])));
      this.groups.set(name, new Map([[groupName, { name: groupName, label: `${schema.labels.singular} information`, displayOrder: 0, archived: false }]]));
    }
    for (const word of [name, `p_${schema.name}`, schema.name, schema.objectTypeId]) {
      if (schema.archived) this.#customKinds.delete(word.toLowerCase());
      else this.#customKinds.set(word.toLowerCase(), kind);
    }
  }

  #sawId(id: string): void {
    this.#nextId = Math.max(this.#nextId, Number(id) + 1);
  }

  #create(object: string, id: string, values: Values, at: number, source: Source): void {
    this.#sawId(id);
    const history = new Map(Object.entries(values).map(([name, value]) => [name, [{ value, at, source }]]));
    this.#restoreRecord({ object, id, createdAt: at, updatedAt: at, archivedAt: null, values, history, version: 1 });
  }

  #restoreRecord(record: StoredRecord): void {
    this.of(record.object).set(record.id, record);
    if (record.archivedAt === null) this.#index(record);
  }

  #update(object: string, id: string, values: Values, at: number, source: Source): void {
    const record = this.record(object, id);
    if (record === undefined) return;
    const names = Object.keys(values);
    const keyed = record.archivedAt === null && names.some((name) => this.#isKey(object, name));
    if (keyed) this.#unindex(record);
    const cap = object === 'contacts' ? HISTORY_CONTACTS_MAX : HISTORY_MAX;
    const next: Record<string, string> = { ...record.values, ...values };
    for (const name of names) {
      const value = values[name] ?? '';
      if (value === '') delete next[name];
      const entries: HistoryEntry[] = record.history.get(name) ?? [];
      entries.push({ value, at, source });
      if (entries.length > cap) entries.shift();
      record.history.set(name, entries);
    }
    record.values = next;
    // Tracking tells late of earlier acts: their history is as old as they are, the record is not.
    record.updatedAt = source.type === 'ANALYTICS' ? Math.max(record.updatedAt, at) : at;
    record.version += 1;
    if (keyed) this.#index(record);
  }

  #setArchived(object: string, id: string, at: number | null): void {
    const record = this.record(object, id);
    if (record === undefined) return;
    this.#unindex(record);
    record.archivedAt = at;
    record.version += 1;
    if (at === null) this.#index(record);
  }

  #purge(object: string, id: string): void {
    const record = this.record(object, id);
    if (record === undefined) return;
    this.#unindex(record);
    for (const { to } of this.links.allOf(record)) this.links.set(record, to, [], (typeId) => typeId);
    this.of(object).delete(record.id);
  }

  #merge(object: string, into: string, from: readonly string[]): void {
    for (const id of from) {
      const merged = this.record(object, id);
      if (merged === undefined) continue;
      this.#unindex(merged);
      this.of(object).delete(merged.id);
      this.redirects.set(`${object}:${id}`, into);
    }
    const survivor = this.record(object, into);
    if (survivor !== undefined) this.#index(survivor);
  }

  #changeMembers(listId: string, add: readonly string[], remove: readonly string[], at: number): void {
    const rows = this.members.get(listId) ?? new Map<string, readonly [number, number]>();
    this.members.set(listId, rows);
    for (const id of add) rows.set(id, [rows.get(id)?.[0] ?? at, at]);
    for (const id of remove) rows.delete(id);
  }

  #isKey(object: string, name: string): boolean {
    if (object === 'contacts' && name === 'hs_additional_emails') return true;
    return this.properties.get(object)?.get(name)?.hasUniqueValue === true;
  }

  #keysOf(record: StoredRecord): (readonly [string, string])[] {
    const keys: (readonly [string, string])[] = [];
    for (const [name, value] of Object.entries(record.values))
      if (this.#isKey(record.object, name) && name !== 'hs_additional_emails') keys.push([name, value]);
    if (record.object !== 'contacts') return keys;
    for (const email of (record.values['hs_additional_emails'] ?? '').split(';')) if (email !== '') keys.push(['email', email]);
    return keys;
  }

  #index(record: StoredRecord): void {
    const byProperty = this.#unique.get(record.object) ?? new Map<string, Map<string, string>>();
    this.#unique.set(record.object, byProperty);
    for (const [name, value] of this.#keysOf(record)) {
      const holders = byProperty.get(name) ?? new Map<string, string>();
      byProperty.set(name, holders.set(value, record.id));
    }
  }

  #unindex(record: StoredRecord): void {
    const byProperty = this.#unique.get(record.object);
    for (const [name, value] of this.#keysOf(record)) {
      const holders = byProperty?.get(name);
      if (holders?.get(value) === record.id) holders.delete(value);
    }
  }
}
