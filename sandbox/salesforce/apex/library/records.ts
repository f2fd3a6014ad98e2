/** SObject's own methods, AggregateResult's, and custom settings. */
import type { ObjectSchema } from '../../contract.ts';
import type { AMap } from '../runtime/collections.ts';
import { AList } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { addError } from '../runtime/helpers.ts';
import { checkedForField, checkedId, fieldNamed, getField, putField, SObj } from '../runtime/sobject.ts';
import { ApexThrowable, raise } from '../runtime/throwable.ts';
import { parentOf, childrenOf } from '../compiler/names.ts';
import { Bag, define, type Library } from './define.ts';
import { CaselessMap, fieldOf, objectToken, schemaOf } from './tokens.ts';

const AUDIT = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'];

export function cloneRecord(record: SObj, keepId: boolean, keepAudit = keepId): SObj {
  const copy = new SObj(record.schema, new Map(record.fields));
  copy.isQueried = record.isQueried;
  if (!keepId) copy.fields.delete('Id');
  if (!keepAudit) for (const name of AUDIT) copy.fields.delete(name);
  if (keepId && record.dirty) copy.dirty = new Set(record.dirty);
  return copy;
}

/** get('Name') and get('Account.Name' is refused): aggregate rows answer by alias. */
function get(record: SObj, name: string): unknown {
  if (record.schema.name === 'AggregateResult') {
    if (!record.fields.has(name.toLowerCase())) raise('SObjectException', `Invalid field ${name} for AggregateResult`);
    return record.fields.get(name.toLowerCase()) ?? null;
  }
  return getField(record, fieldNamed(record.schema, name).name);
}

function put(record: SObj, name: string, value: unknown): unknown {
  const field = fieldNamed(record.schema, name);
  if (!field.createable && !field.updateable && field.name !== 'Id') raise('SObjectException', `Field ${field.name} is not editable`);
  const before = record.fields.get(field.name) ?? null;
  putField(record, field.name, checkedForField(field, value));
  return before;
}

function getParent(record: SObj, name: string): unknown {
  const parent = parentOf(running().org.objects(), record.schema, name) ?? raise('SObjectException', `Invalid relationship ${name} for ${record.schema.name}`);
  return getField(record, parent.name);
}

function getChildren(record: SObj, name: string): unknown {
  const children =
    childrenOf(running().org.objects(), record.schema, name) ?? raise('SObjectException', `Invalid relationship ${name} for ${record.schema.name}`);
  return getField(record, children.name);
}

const messageOf = (value: unknown): string => (value instanceof ApexThrowable ? (value.message ?? '') : String(value));

function populated(record: SObj): AMap {
  const { table } = running();
  const map = new CaselessMap(table.lib('Map', [table.lib('String'), table.object]));
  for (const [name, value] of record.fields) if (value !== null || !record.isQueried) map.entries.set(name.toLowerCase(), { key: name, value });
  return map;
}

/** The custom setting in force for a user, or the row of one owner; an empty record when there is none, as the platform gives. */
function setting(schema: ObjectSchema, ownerId: string | null): SObj {
  const { org } = running();
  if (schema.kind !== 'customSetting') raise('SObjectException', `${schema.name} is not a custom setting`);
  if (!org.customSetting) throw new Error('this org has no custom settings');
  const row = org.customSetting(schema.name, ownerId ?? running().context.userId);
  return row ? SObj.ofRow(schema, { ...row }) : new SObj(schema);
}

/** One level of a hierarchy setting, null when that level has no row. Settings are cached: reading them costs no query. */
function settingOf(schema: ObjectSchema, ownerId: string): SObj | null {
  const { transaction } = running().context;
  const fields = [...schema.fields.values()].map((f) => f.name).join(', ');
  const found = transaction.query(
    `SELECT ${fields} FROM ${schema.name} WHERE SetupOwnerId = :owner`,
    { owner: ownerId },
    { access: 'system', sharing: false, includeDeleted: false },
  );
  const values = found.records[0]?.values;
  return values
    ? SObj.ofRow(
        schema,
        Object.fromEntries(Object.entries(values).filter((e): e is [string, string | number | boolean | null] => typeof e[1] !== 'object' || e[1] === null)),
      )
    : null;
}

export function defineRecords(library: Library): void {
  define(library, 'SObject', {
    'Object get(String)': get,
    'Object get(SObjectField)': (r: SObj, token: Bag) => (schemaOf(token) === r.schema ? getField(r, fieldOf(token).name) : get(r, fieldOf(token).name)),
    'Object put(String,Object)': put,
    'Object put(SObjectField,Object)': (r: SObj, token: Bag, value: unknown) => put(r, fieldOf(token).name, value),
    'SObject getSObject(String)': getParent,
    'SObject getSObject(SObjectField)': (r: SObj, token: Bag) => getParent(r, fieldOf(token).relationshipName ?? fieldOf(token).name),
    'List<SObject> getSObjects(String)': getChildren,
    'SObject putSObject(String,SObject)': (r: SObj, name: string, value: SObj) => putField(r, name, value),
    'SObjectType getSObjectType()': (r: SObj) => objectToken(r.schema),
    'Self clone()': (r: SObj) => cloneRecord(r, false),
    'Self clone(Boolean)': (r: SObj, keepId: boolean) => cloneRecord(r, keepId, false),
    'Self clone(Boolean,Boolean)': (r: SObj, keepId: boolean) => cloneRecord(r, keepId, false),
    'Self clone(Boolean,Boolean,Boolean)': (r: SObj, keepId: boolean, _deep: boolean, keepAudit: boolean) => cloneRecord(r, keepId, keepAudit),
    'Self clone(Boolean,Boolean,Boolean,Boolean)': (r: SObj, keepId: boolean, _deep: boolean, keepAudit: boolean) => cloneRecord(r, keepId, keepAudit),
    'Boolean isSet(String)': (r: SObj, name: string) => r.fields.has(fieldNamed(r.schema, name).name),
    'Boolean isSet(SObjectField)': (r: SObj, token: Bag) => r.fields.has(fieldOf(token).name),
    'Map<String,Object> getPopulatedFieldsAsMap()': populated,
    'void addError(String?)': (r: SObj, message: string | null) => addError(r, null, String(message)),
    'void addError(Exception)': (r: SObj, e: unknown) => addError(r, null, messageOf(e)),
    'void addError(String,String)': (r: SObj, field: string, message: string) => addError(r, fieldNamed(r.schema, field).name, message),
    'void addError(SObjectField,String)': (r: SObj, token: Bag, message: string) => addError(r, fieldOf(token).name, message),
    'Boolean hasErrors()': (r: SObj) => r.errors.length > 0,
    'List<Database.Error> getErrors()': (r: SObj) =>
      new AList(
        running().table.list(running().table.lib('Database.Error')),
        r.errors.map((e) => new Bag('Database.Error', { message: e.message, fields: e.field ? [e.field] : [], statusCode: null })),
      ),
    'void setOptions(Database.DMLOptions)': (r: SObj, options: Bag) => {
      r.options = options;
    },
    'Database.DMLOptions getOptions()': (r: SObj) => r.options,
  });
  define(library, 'CustomSetting', {
    'static SObject getInstance()': (schema: ObjectSchema) => setting(schema, null),
    'static SObject getInstance(Id)': setting,
    'static SObject getOrgDefaults()': (schema: ObjectSchema) => settingOf(schema, running().org.orgId) ?? new SObj(schema),
    'static SObject getValues(Id)': settingOf,
  });
  define(library, 'Id', {
    'SObjectType getSObjectType()': (id: string) => {
      const schema = running().org.objectByPrefix(checkedId(id).slice(0, 3)) ?? raise('SObjectException', `Unable to determine SObjectType for Id: ${id}`);
      return objectToken(schema);
    },
  });
}
