import type { FieldValue, Row } from '../../contract.ts';
import type { PackageMetadata } from '../metadata/load.ts';
import type { PermissionSetFacts } from '../metadata/access.ts';
import { CURRENCIES } from '../schema/features.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Database } from '../store/database.ts';
import { hasFieldSecurity } from './permissions.ts';
import { seedStatuses } from './statuses.ts';

export type Persona = { readonly userId: string; readonly username: string };
export type Personas = { readonly admin: Persona; readonly rep1: Persona; readonly rep2: Persona; readonly integration: Persona; readonly automated: Persona };
export type Ensure = (object: string, key: Row, values?: Row) => string;

const SALES = ['Account', 'Contact', 'Lead', 'Opportunity', 'Task', 'Event', 'Case', 'Campaign', 'OpportunityContactRole', 'CampaignMember'];
/** Further objects of sales, with the rights of a standard user: what only some may change is read. */
const MORE: Readonly<Record<string, 'all' | 'read'>> = {
  AccountContactRelation: 'all',
  CampaignMemberStatus: 'all',
  Individual: 'all',
  OpportunityLineItem: 'all',
  PricebookEntry: 'read',
  Pricebook2: 'read',
  Product2: 'read',
};

/**
 * Brings the rows every org has into being, or finds them again after a restart: organization, profiles, people, permission
 * sets of the package and their assignments, stages and statuses. Idempotent; ids stay.
 */
export function seedOrg(options: {
  readonly database: Database;
  readonly registry: SchemaRegistry;
  readonly metadata: PackageMetadata;
  readonly now: number;
  readonly classes: readonly string[];
}): { readonly orgId: string; readonly personas: Personas } {
  const { database, registry, metadata } = options;
  const ensure = ensurer(database, options.now);
  const orgId = ensure(
    'Organization',
    { Name: 'Fieldwise Sandbox' },
    {
      OrganizationType: 'Enterprise Edition',
      IsSandbox: true,
      InstanceName: 'LOCAL',
      TimeZoneSidKey: 'UTC',
      LanguageLocaleKey: 'en_US',
      FiscalYearStartMonth: '1',
    },
  );
  const profiles = seedProfiles(ensure);
  grantStandard(ensure, registry, profiles.standard.set);
  const classIds = new Map(options.classes.map((name) => [name, ensure('ApexClass', { Name: name }, { ApiVersion: '68', Status: 'Active' })]));
  const customIds = new Map(metadata.customPermissions.map((p) => [p.name, ensure('CustomPermission', { DeveloperName: p.name }, { MasterLabel: p.label })]));
  const sets = new Map(metadata.permissionSets.map((facts) => [facts.name, seedPermissionSet(ensure, facts, { classIds, customIds })]));
  for (const { name, label, desktop, mobile } of metadata.notificationTypes)
    ensure('CustomNotificationType', { DeveloperName: name }, { CustomNotifTypeName: name, MasterLabel: label, Desktop: desktop, Mobile: mobile });
  const access = ensure(
    'PermissionSet',
    { Name: 'Integration_Data_Access' },
    { Label: 'Integration Data Access', ...permissions(['ApiEnabled', 'ViewSetup', 'ConvertLeads', 'AllowViewEditConvertedLeads', 'UpdateWithInactiveOwner']) },
  );
  grantStandard(ensure, registry, access, true);
  for (const p of metadata.businessProcesses) ensure('BusinessProcess', { TableEnumOrId: p.object, Name: p.name }, { IsActive: p.active });
  for (const t of metadata.recordTypes) {
    const process = t.process === null ? null : ensure('BusinessProcess', { TableEnumOrId: t.object, Name: t.process });
    ensure('RecordType', { SobjectType: t.object, DeveloperName: t.name }, { Name: t.label, IsActive: t.active, BusinessProcessId: process });
  }
  seedStatuses({ database, registry, ensure }, metadata.valueSets);
  ensure('Pricebook2', { IsStandard: true }, { Name: 'Standard Price Book', IsActive: true });
  if (registry.find('CurrencyType') !== undefined)
    for (const [index, [code, rate]] of CURRENCIES.entries())
      ensure('CurrencyType', { IsoCode: code }, { ConversionRate: rate, DecimalPlaces: '2', IsActive: true, IsCorporate: index === 0 });
  const personas = seedPeople(ensure, profiles);
  // An assignment a person has taken away must not come back at the next start.
  const assigned = new Set([...database.table('PermissionSetAssignment').rows.values()].map((a) => a['PermissionSetId']));
  const assign = (set: string | undefined, person: Persona): void => {
    if (set !== undefined && !assigned.has(set)) ensure('PermissionSetAssignment', { PermissionSetId: set, AssigneeId: person.userId });
  };
  assign(sets.get('Fieldwise_Admin'), personas.admin);
  assign(sets.get('Fieldwise_Rep'), personas.rep1);
  assign(sets.get('Fieldwise_Rep'), personas.rep2);
  assign(sets.get('Fieldwise_Integration'), personas.integration);
  // What the customer's admin grants on the customer's own objects.
  assign(sets.get('Customer_Integration'), personas.integration);
  for (const person of [personas.admin, personas.rep1, personas.rep2]) assign(sets.get('Customer_Sales'), person);
  assign(access, personas.integration);
  signRows(database, registry, personas.automated.userId);
  return { orgId, personas };
}

/** Finds the row whose key fields match, updating the other values, or makes it. Platform rows carry the automated user as author. */
function ensurer(database: Database, now: number): Ensure {
  return (object, key, values = {}) => {
    const table = database.table(object);
    const entries = Object.entries(key);
    const [indexed] = entries.filter(([name]) => table.isIndexed(name));
    const pool: Iterable<Row> = indexed === undefined ? table.rows.values() : table.rowsWith(indexed[0], indexed[1]);
    for (const row of pool) {
      if (!entries.every(([name, value]) => row[name] === value)) continue;
      const id = String(row['Id']);
      if (!EDITABLE.has(object) && Object.entries(values).some(([name, value]) => row[name] !== value)) database.write(object, id, { ...row, ...values });
      return id;
    }
    const id = database.nextId(object);
    const second = Math.floor(now / 1000) * 1000;
    const author = object === 'User' ? id : null;
    const row: Row = {
      ...table.blank(),
      ...falseDefaults(database, object),
      Id: id,
      IsDeleted: false,
      CreatedDate: second,
      LastModifiedDate: second,
      SystemModstamp: second,
      CreatedById: author,
      LastModifiedById: author,
      ...key,
      ...values,
    };
    database.write(object, id, row);
    return id;
  };
}

/** Rows people may edit keep their edits over a restart; the others follow the metadata. */
const EDITABLE = new Set(['User', 'Organization', 'Pricebook2', 'CurrencyType']);

/** The first rows are made before there is anybody to have made them. */
function signRows(database: Database, registry: SchemaRegistry, userId: string): void {
  for (const object of SEEDED.filter((name) => registry.find(name) !== undefined)) {
    for (const [id, row] of [...database.table(object).rows])
      if (row['CreatedById'] === null) database.write(object, id, { ...row, CreatedById: userId, LastModifiedById: userId });
  }
}
const SEEDED = [
  'Organization',
  'Profile',
  'PermissionSet',
  'ObjectPermissions',
  'FieldPermissions',
  'ApexClass',
  'CustomPermission',
  'SetupEntityAccess',
  'RecordType',
  'BusinessProcess',
  'CustomNotificationType',
  'OpportunityStage',
  'LeadStatus',
  'TaskStatus',
  'CaseStatus',
  'Pricebook2',
  'CurrencyType',
  'PermissionSetAssignment',
];

const falseDefaults = (database: Database, object: string): Row =>
  Object.fromEntries(
    [...database.table(object).object.fields.values()].filter((f) => f.type === 'boolean').map((f): [string, FieldValue] => [f.name, f.defaultValue === true]),
  );

const permissions = (names: readonly string[]): Row => Object.fromEntries(names.map((n) => [`Permissions${n}`, true]));

type Profiles = Readonly<Record<'admin' | 'standard' | 'minimum', { readonly profile: string; readonly set: string }>>;

function seedProfiles(ensure: Ensure): Profiles {
  const make = (name: string, rights: readonly string[]): { profile: string; set: string } => {
    const profile = ensure('Profile', { Name: name }, { UserType: 'Standard' });
    return {
      profile,
      set: ensure(
        'PermissionSet',
        { ProfileId: profile },
        { Name: `X${profile.slice(0, 15)}`, Label: profile, IsOwnedByProfile: true, IsCustom: false, ...permissions(rights) },
      ),
    };
  };
  const everything = [
    'ApiEnabled',
    'ModifyAllData',
    'ViewAllData',
    'ViewSetup',
    'CustomizeApplication',
    'ManageUsers',
    'ConvertLeads',
    'TransferAnyLead',
    'TransferAnyEntity',
  ];
  return {
    admin: make('System Administrator', everything),
    standard: make('Standard User', ['ApiEnabled', 'ConvertLeads', 'ViewSetup']),
    minimum: make('Minimum Access - API Only Integrations', ['ApiEnabled', 'ApiUserOnly']),
  };
}

function grantStandard(ensure: Ensure, registry: SchemaRegistry, parent: string, all = false): void {
  for (const name of [...SALES, ...Object.keys(MORE)]) {
    const object = registry.find(name);
    if (object === undefined) continue;
    const writes = all || MORE[name] !== 'read';
    ensure(
      'ObjectPermissions',
      { ParentId: parent, SobjectType: name },
      {
        PermissionsCreate: writes,
        PermissionsRead: true,
        PermissionsEdit: writes,
        PermissionsDelete: writes,
        PermissionsViewAllRecords: all,
        PermissionsModifyAllRecords: all,
      },
    );
    for (const f of object.fields.values()) {
      if (f.custom || !hasFieldSecurity(object, f)) continue;
      ensure(
        'FieldPermissions',
        { ParentId: parent, SobjectType: name, Field: `${name}.${f.name}` },
        { PermissionsRead: true, PermissionsEdit: writes && (f.updateable || f.createable) },
      );
    }
  }
}

type EntityIds = { readonly classIds: ReadonlyMap<string, string>; readonly customIds: ReadonlyMap<string, string> };

function seedPermissionSet(ensure: Ensure, facts: PermissionSetFacts, { classIds, customIds }: EntityIds): string {
  const id = ensure('PermissionSet', { Name: facts.name }, { Label: facts.label, IsCustom: true, ...permissions(facts.systemPermissions) });
  for (const o of facts.objects) {
    ensure(
      'ObjectPermissions',
      { ParentId: id, SobjectType: o.object },
      {
        PermissionsCreate: o.create,
        PermissionsRead: o.read,
        PermissionsEdit: o.edit,
        PermissionsDelete: o.delete,
        PermissionsViewAllRecords: o.viewAll,
        PermissionsModifyAllRecords: o.modifyAll,
      },
    );
  }
  for (const f of facts.fields)
    ensure('FieldPermissions', { ParentId: id, SobjectType: f.object, Field: `${f.object}.${f.field}` }, { PermissionsRead: f.read, PermissionsEdit: f.edit });
  const grant = (type: string, entity: string | undefined): void =>
    void (entity === undefined ? '' : ensure('SetupEntityAccess', { ParentId: id, SetupEntityId: entity }, { SetupEntityType: type }));
  for (const name of facts.customPermissions) grant('CustomPermission', customIds.get(name));
  for (const name of facts.classes) grant('ApexClass', classIds.get(name));
  return id;
}

function seedPeople(ensure: Ensure, profiles: Profiles): Personas {
  const person = (username: string, first: string, last: string, profile: string, more: Row = {}): Persona => {
    const values = {
      FirstName: first,
      LastName: last,
      Name: `${first} ${last}`,
      Email: username,
      Alias: username.slice(0, 8),
      CommunityNickname: username.split('@')[0] ?? '',
      IsActive: true,
      TimeZoneSidKey: 'UTC',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      UserType: 'Standard',
      ProfileId: profile,
      ...more,
    };
    return { userId: ensure('User', { Username: username }, values), username };
  };
  return {
    admin: person('admin@fieldwise.sandbox', 'Ada', 'Admin', profiles.admin.profile),
    rep1: person('rep1@fieldwise.sandbox', 'Ray', 'Reyes', profiles.standard.profile),
    rep2: person('rep2@fieldwise.sandbox', 'Rita', 'Okafor', profiles.standard.profile),
    integration: person('integration@fieldwise.sandbox', 'Fieldwise', 'Integration', profiles.minimum.profile),
    automated: person('autoproc@fieldwise.sandbox', 'Automated', 'Process', profiles.minimum.profile, { UserType: 'AutomatedProcess' }),
  };
}
