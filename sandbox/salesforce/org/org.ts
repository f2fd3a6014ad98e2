import { randomUUID } from 'node:crypto';
import type { ApexProgram, ObjectSchema, Org, Row, Transaction, TransactionOptions } from '../contract.ts';
import { changePicklist } from './access/statuses.ts';
import type { PicklistChange } from './access/statuses.ts';
import { createPermissions } from './access/permissions.ts';
import type { Permissions } from './access/permissions.ts';
import { seedOrg } from './access/seed.ts';
import type { Personas } from './access/seed.ts';
import { createSharing } from './access/sharing.ts';
import { resolveSetting } from './access/settings.ts';
import { createAfterCommit } from './after-commit.ts';
import { OrgError } from './errors.ts';
import { RETENTION_MS, createEventBus } from './events/bus.ts';
import type { EventFault } from './events/bus.ts';
import { changedIds, deletedRecords } from './history.ts';
import { loadMetadata } from './metadata/load.ts';
import { withValueSets } from './metadata/picklists.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { noRules } from './save/rules.ts';
import type { SaveRules, ValidationRule } from './save/rules.ts';
import { packageRules } from './save/package-rules.ts';
import { buildRegistry } from './schema/registry.ts';
import type { ChildRelationship, FieldChange } from './schema/registry.ts';
import { NAME_OBJECT } from './soql/resolve.ts';
import type { Features } from './schema/features.ts';
import { standardObjects } from './schema/tables.ts';
import { createStorage } from './storage.ts';
import { openDatabase } from './store/database.ts';
import { createTransaction, newState } from './transaction.ts';
import type { TransactionParts, TransactionState } from './transaction.ts';

/** Allocations of an Enterprise org (https://developer.salesforce.com/docs/atlas.en-us.platform_events.meta/platform_events/platform_event_limits.htm). */
export type OrgLimits = {
  readonly dailyApiRequests: number;
  readonly hourlyPublished: number;
  readonly dailyDelivered: number;
  /** 10 GB, without what users add. */
  readonly dataStorageMb: number;
  /** False: an edition without platform events, such as Professional. */
  readonly platformEvents: boolean;
};
const ENTERPRISE: OrgLimits = { dailyApiRequests: 115_000, hourlyPublished: 250_000, dailyDelivered: 25_000, dataStorageMb: 10_240, platformEvents: true };
/** A customer's configuration of the org; every part replaces what was there. */
export type OrgConfiguration = Partial<SaveRules> & {
  /** Org-wide defaults by object name. */
  readonly sharing?: Readonly<Record<string, ObjectSchema['sharing']>>;
  readonly limits?: Partial<OrgLimits>;
  readonly eventFault?: EventFault;
};
/** Features cannot be switched off again, in a real org either. */
export type OrgOptions = Features & {
  readonly packageDirs: readonly string[];
  readonly dataDir: string | null;
  readonly clock: { readonly now: () => number };
  readonly uuid?: () => string;
};

/** The local org: the seam's Org, plus what its owner and the control plane need. */
export type LocalOrg = Org & {
  readonly personas: Personas;
  customSetting(object: string, userId: string): Row | undefined;
  attach(program: ApexProgram): void;
  configure(configuration: OrgConfiguration): void;
  /** The customer's rules, live: changing them changes the next transaction. The package's own validation rules are not among them. */
  readonly rules: SaveRules;
  setSharing(object: string, level: ObjectSchema['sharing']): void;
  limits(): OrgLimits & { readonly publishedLastHour: number; readonly usedStorageMb: number };
  childRelationships(object: string): readonly ChildRelationship[];
  /** What an admin changes of a picklist while the org runs, until the next start or reset. False when there is no such field. */
  changePicklist(object: string, field: string, change: PicklistChange): boolean;
  /** What an admin does to a field while the org runs, until the next start or reset: `removed` deletes it, or brings it back. False when there is no such field. */
  changeField(object: string, field: string, change: FieldChange & { readonly removed?: boolean }): boolean;
  /** Validation rules, the package's own among them. */
  validationRules(): readonly ValidationRule[];
  schemaVersion(object: string): string;
  latestReplayId(topic: string): bigint;
  /** What Apex sent. */
  readonly outbox: Outbox;
  /** Faults of after-commit work (jobs, event triggers), oldest first, at most 200. */
  problems(): readonly string[];
  /** Back to a freshly made org: no data, no configuration; ids start again. */
  reset(): void;
  close(): void;
};

/** Opens (or makes) the org of a data directory with the metadata of the package directories. Throws a MetadataError for metadata it would refuse. */
export function createOrg(options: OrgOptions): LocalOrg {
  const standard = standardObjects(options);
  const metadata = loadMetadata(options.packageDirs, standard);
  const now = options.clock.now;
  const { database, registry } = openDatabase({
    dataDir: options.dataDir,
    registry: (prefixes) => buildRegistry(withValueSets(standard, metadata.valueSets), metadata, prefixes, options),
    keepEvent: (event) => event.createdAt >= now() - RETENTION_MS,
  });
  const seed = (): ReturnType<typeof seedOrg> => {
    const seeded = seedOrg({ database, registry, metadata, now: now(), classes: metadata.classes });
    database.commit([]);
    return seeded;
  };
  const { orgId, personas } = seed();
  let program: ApexProgram | null = null;
  let limits: OrgLimits = ENTERPRISE;
  let eventFault: EventFault = () => 'deliver';
  const rules = noRules();
  const ownRules = packageRules(metadata, registry);
  const sharingDefaults = new Map<string, ObjectSchema['sharing']>();
  const outbox = createOutbox(now);
  let active: { readonly state: TransactionState; readonly transaction: Transaction } | null = null;

  const bus = createEventBus({ database, limits: () => limits, fault: () => eventFault, ...(options.uuid === undefined ? {} : { uuid: options.uuid }) });
  const permissions: Permissions = createPermissions(database, registry, (userId) => userId === personas.automated.userId);
  const sharing = createSharing({ database, registry, permissions, defaults: (object) => sharingDefaults.get(object.name) ?? object.sharing });

  const storage = createStorage(database, registry, () => limits.dataStorageMb);
  const afterCommit = createAfterCommit({ database, now, automatedUserId: personas.automated.userId, program: () => program, run: (o, work) => run(o, work) });

  const parts = (): TransactionParts => ({
    base: {
      registry,
      database,
      permissions,
      sharing,
      storage,
      rules: { ...rules, validation: [...ownRules, ...rules.validation] },
      program,
      orgId,
      progress: { depth: 0, setupObject: null, dataObject: null, automated: new Set() },
    },
    bus,
    now,
    publishNow: (events) => {
      const stored = bus.append(events, now());
      database.appendEvents(stored);
      afterCommit.queueEvents(stored);
      bus.notify(new Set(stored.map((e) => e.topic)));
    },
    recordJob: afterCommit.recordJob,
    emailsLeft: () => {
      const { used, max } = outbox.usage();
      return max - used;
    },
    drainForTest: afterCommit.drainForTest,
  });

  /** One transaction: commits when the work returns, leaves no trace when it throws. */
  const run = <T>(transactionOptions: TransactionOptions, work: (transaction: Transaction) => T): T => {
    if (active !== null) throw new OrgError('INVALID_OPERATION', 'a transaction is already running');
    const state = newState(transactionOptions, `TID:${randomUUID().replaceAll('-', '')}`);
    const transaction = createTransaction(parts(), state, transactionOptions.userId);
    active = { state, transaction };
    let result: T;
    try {
      result = work(transaction);
    } catch (error) {
      abandon(state);
      throw error;
    }
    if (state.isTest) abandon(state);
    else commit(state);
    return result;
  };
  const abandon = (state: TransactionState): void => {
    database.undoTo(0);
    state.ended = true;
    active = null;
  };
  const commit = (state: TransactionState): void => {
    const stored = bus.append(state.pendingEvents, now());
    database.commit(stored);
    outbox.post(state.outgoing);
    state.ended = true;
    active = null;
    afterCommit.queueEvents(stored);
    afterCommit.queueJobs(state.jobs);
    bus.notify(new Set(stored.map((e) => e.topic)));
  };

  const org: LocalOrg = {
    orgId,
    personas,
    objects: () => registry.all,
    object: (name) => registry.find(name) ?? (name.toLowerCase() === 'name' ? NAME_OBJECT : undefined),
    objectByPrefix: (prefix) => registry.byPrefix(prefix),
    now,
    transaction: (transactionOptions, work) => {
      try {
        return run(transactionOptions, work);
      } finally {
        if (active === null) afterCommit.drain();
      }
    },
    canRead: permissions.canRead,
    canCreate: permissions.canCreate,
    canEdit: permissions.canEdit,
    canDelete: permissions.canDelete,
    hasCustomPermission: permissions.hasCustom,
    hasSystemPermission: permissions.hasSystem,
    hasClassAccess: permissions.hasClass,
    mayCallOut: (userId, name) => {
      const credential = metadata.namedCredentials.find((n) => n.name === name)?.externalCredential;
      if (credential === undefined) return undefined;
      const sets = database.table('PermissionSetAssignment').rowsWith('AssigneeId', userId);
      const names = new Set(
        database
          .table('PermissionSet')
          .rowsOf(sets.map((a) => String(a['PermissionSetId'])))
          .map((set) => set['Name']),
      );
      return metadata.permissionSets.some((set) => names.has(set.name) && set.principals.some((principal) => principal.startsWith(`${credential}-`)));
    },
    label: (name) => metadata.labels.get(name),
    user: (userId) => database.table('User').get(userId),
    customSetting: (object, userId) =>
      resolveSetting(
        { database, orgId, isVisible: (row) => active === null || !active.state.isTest || active.state.createdInTest.has(String(row['Id'])) },
        object,
        userId,
      ),
    eventsAfter: (topic, replayId, limit) => bus.after(topic, replayId, limit),
    onEvents: bus.subscribe,
    getUpdated: (object, start, end) => changedIds(database, object, { start, end, now: now() }),
    getDeleted: (object, start, end) => deletedRecords(database, object, { start, end, now: now() }),
    attach: (attached) => {
      program = attached;
    },
    rules,
    setSharing: (object, level) => void sharingDefaults.set(object, level),
    configure: (c) => {
      const { sharing: owd, limits: changed, eventFault: fault, ...others } = c;
      for (const [name, access] of Object.entries(owd ?? {})) sharingDefaults.set(name, access);
      limits = { ...limits, ...changed };
      eventFault = fault ?? eventFault;
      Object.assign(rules, others);
    },
    limits: () => ({ ...limits, publishedLastHour: bus.publishedLastHour(now()), usedStorageMb: storage.usedMb() }),
    changePicklist: (object, name, change) => {
      const isDone = changePicklist({ database, registry, now: now(), userId: personas.admin.userId }, object, name, change);
      database.commit([]);
      return isDone;
    },
    changeField: (object, name, { removed, ...change }) =>
      (removed === undefined || registry.removeField(object, name, removed)) &&
      (Object.keys(change).length === 0 || registry.changeField(object, name, change)),
    validationRules: () => [...ownRules, ...rules.validation],
    childRelationships: (object) => registry.childrenOf(object),
    schemaVersion: (object) => {
      const found = registry.find(object);
      if (found === undefined) throw new OrgError('INVALID_TYPE', `sObject type '${object}' is not supported.`);
      return bus.schemaVersion(found);
    },
    latestReplayId: bus.latest,
    outbox,
    problems: () => afterCommit.problems,
    reset: () => {
      if (active !== null) throw new OrgError('INVALID_OPERATION', 'a transaction is running');
      database.clear();
      registry.restoreFields();
      bus.clear();
      outbox.clear();
      sharingDefaults.clear();
      afterCommit.problems.length = 0;
      limits = ENTERPRISE;
      eventFault = () => 'deliver';
      // Locks belong to whoever installed the question, and are theirs to clear.
      Object.assign(rules, { ...noRules(), isLocked: rules.isLocked });
      seed();
    },
    close: () => database.close(),
  };
  return org;
}
