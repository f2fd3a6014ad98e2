import type { FieldSchema, ObjectSchema, Row } from '../../contract.ts';
import type { Database } from '../store/database.ts';
import type { SchemaRegistry } from '../schema/registry.ts';

type ObjectRights = {
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
};
type Rights = {
  readonly objects: ReadonlyMap<string, ObjectRights>;
  readonly readable: ReadonlySet<string>;
  readonly editable: ReadonlySet<string>;
  readonly system: ReadonlySet<string>;
  readonly custom: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
};
/** What a user may do: the union of profile and permission sets, straight from their rows. */
export type Permissions = {
  canRead(userId: string, object: string, field?: string): boolean;
  canCreate(userId: string, object: string): boolean;
  canEdit(userId: string, object: string, field?: string): boolean;
  canDelete(userId: string, object: string): boolean;
  hasCustom(userId: string, name: string): boolean;
  hasSystem(userId: string, name: string): boolean;
  hasClass(userId: string, name: string): boolean;
  /** View All / Modify All on the object, or on all data. */
  viewsAll(userId: string, object: string): boolean;
  modifiesAll(userId: string, object: string): boolean;
  inGroup(userId: string, groupId: string): boolean;
};

const NOTHING: ObjectRights = { create: false, read: false, edit: false, delete: false, viewAll: false, modifyAll: false };

/** Permissions over the rows of PermissionSet, PermissionSetAssignment, ObjectPermissions, FieldPermissions and SetupEntityAccess. */
export function createPermissions(database: Database, registry: SchemaRegistry, isAutomated: (userId: string) => boolean): Permissions {
  let cache = new Map<string, Rights>();
  let version = -1;
  const rightsOf = (userId: string): Rights => {
    if (version !== database.accessVersion()) {
      cache = new Map();
      version = database.accessVersion();
    }
    const known = cache.get(userId);
    if (known !== undefined) return known;
    const rights = gather(database, userId);
    cache.set(userId, rights);
    return rights;
  };
  const all = (userId: string): boolean => isAutomated(userId) || rightsOf(userId).system.has('ModifyAllData');
  const object = (userId: string, name: string): ObjectRights => rightsOf(userId).objects.get(name) ?? NOTHING;
  const rules = (schema: ObjectSchema, userId: string, right: 'create' | 'read' | 'edit' | 'delete'): boolean => {
    if (all(userId)) return true;
    if (schema.kind === 'setup' || schema.kind === 'customSetting') return right === 'read' || rightsOf(userId).system.has('CustomizeApplication');
    const own = object(userId, schema.name);
    return own[right] || (right === 'read' && rightsOf(userId).system.has('ViewAllData')) || own.modifyAll;
  };
  const withField = (userId: string, objectName: string, field: string | undefined, right: 'read' | 'edit'): boolean => {
    const schema = registry.find(objectName);
    if (schema === undefined || !rules(schema, userId, right)) return false;
    if (field === undefined) return true;
    const found = schema.fields.get(field.toLowerCase());
    if (found === undefined) return false;
    if (all(userId) || !hasFieldSecurity(schema, found)) return true;
    const rights = rightsOf(userId);
    // A person account shows its contact's custom fields as `__pc`; who may use them is decided on Contact.
    const path = found.name.endsWith('__pc') ? `Contact.${found.name.replace(/__pc$/, '__c')}` : `${schema.name}.${found.name}`;
    return (right === 'read' ? rights.readable : rights.editable).has(path);
  };
  return {
    canRead: (userId, name, field) => withField(userId, name, field, 'read'),
    canEdit: (userId, name, field) => withField(userId, name, field, 'edit'),
    canCreate: (userId, name) => {
      const schema = registry.find(name);
      return schema !== undefined && rules(schema, userId, 'create');
    },
    canDelete: (userId, name) => {
      const schema = registry.find(name);
      return schema !== undefined && rules(schema, userId, 'delete');
    },
    hasCustom: (userId, name) => rightsOf(userId).custom.has(name.toLowerCase()),
    hasSystem: (userId, name) => isAutomated(userId) || rightsOf(userId).system.has(name.replace(/^Permissions/, '')),
    hasClass: (userId, name) => all(userId) || rightsOf(userId).classes.has(name.toLowerCase()),
    viewsAll: (userId, name) => all(userId) || rightsOf(userId).system.has('ViewAllData') || object(userId, name).viewAll || object(userId, name).modifyAll,
    modifiesAll: (userId, name) => all(userId) || object(userId, name).modifyAll,
    inGroup: (userId, groupId) => rightsOf(userId).groups.has(groupId),
  };
}

/** Required fields, names and platform-filled fields are always visible; settings and events have no field security. */
export function hasFieldSecurity(object: ObjectSchema, field: FieldSchema): boolean {
  if (object.kind === 'setup' || object.kind === 'event' || object.kind === 'customSetting') return false;
  if (field.masterDetail || field.nameField || field.type === 'id') return false;
  if (field.custom) return field.nillable || field.type === 'boolean' || !field.createable;
  const isRequired = !field.nillable && field.type !== 'boolean';
  return !isRequired && !SYSTEM.has(field.name);
}
const SYSTEM = new Set(['IsDeleted', 'MasterRecordId', 'IsConverted', 'IsClosed', 'IsWon', 'LastViewedDate', 'LastReferencedDate', 'RecordTypeId', 'PhotoUrl']);

function gather(database: Database, userId: string): Rights {
  const rowsWith = (object: string, field: string, value: string): readonly Row[] => database.table(object).rowsWith(field, value);
  const profile = database.table('User').get(userId)?.['ProfileId'];
  const own = typeof profile === 'string' ? rowsWith('PermissionSet', 'ProfileId', profile) : [];
  const assigned = database.table('PermissionSet').rowsOf(rowsWith('PermissionSetAssignment', 'AssigneeId', userId).map((a) => String(a['PermissionSetId'])));
  const sets = [...own, ...assigned];
  const of = (object: string): readonly Row[] => sets.flatMap((set) => rowsWith(object, 'ParentId', String(set['Id'])));
  const entities = of('SetupEntityAccess').map((a) => String(a['SetupEntityId']));
  const named = (object: string, field: string): ReadonlySet<string> =>
    new Set(entities.flatMap((id) => database.table(object).get(id)?.[field] ?? []).map((name) => String(name).toLowerCase()));
  const fields = of('FieldPermissions');
  return {
    objects: mergeObjects(of('ObjectPermissions')),
    readable: new Set(fields.filter((f) => f['PermissionsRead'] === true).map((f) => String(f['Field']))),
    editable: new Set(fields.filter((f) => f['PermissionsEdit'] === true).map((f) => String(f['Field']))),
    system: new Set(
      sets.flatMap((set) =>
        Object.keys(set)
          .filter((k) => k.startsWith('Permissions') && set[k] === true)
          .map((k) => k.slice('Permissions'.length)),
      ),
    ),
    custom: named('CustomPermission', 'DeveloperName'),
    classes: named('ApexClass', 'Name'),
    groups: new Set(rowsWith('GroupMember', 'UserOrGroupId', userId).map((m) => String(m['GroupId']))),
  };
}

function mergeObjects(rows: readonly Row[]): ReadonlyMap<string, ObjectRights> {
  const merged = new Map<string, ObjectRights>();
  for (const row of rows) {
    const name = String(row['SobjectType']);
    const had = merged.get(name) ?? NOTHING;
    merged.set(name, {
      create: had.create || row['PermissionsCreate'] === true,
      read: had.read || row['PermissionsRead'] === true,
      edit: had.edit || row['PermissionsEdit'] === true,
      delete: had.delete || row['PermissionsDelete'] === true,
      viewAll: had.viewAll || row['PermissionsViewAllRecords'] === true,
      modifyAll: had.modifyAll || row['PermissionsModifyAllRecords'] === true,
    });
  }
  return merged;
}
