/** Schema: tokens, describe results, and Security.stripInaccessible. */
import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import { AList, AMap, ASet } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { SObj } from '../runtime/sobject.ts';
import { raise } from '../runtime/throwable.ts';
import { Bag, define, defineEnum, enumConstant, type Definition, type EnumValue, type Library } from './define.ts';
import { CaselessMap, describeField, describeObject, fieldOf, fieldToken, fieldTokenMap, objectToken, schemaOf } from './tokens.ts';

const DISPLAY_TYPES = [
  'ADDRESS',
  'ANYTYPE',
  'BASE64',
  'BOOLEAN',
  'COMBOBOX',
  'CURRENCY',
  'DATACATEGORYGROUPREFERENCE',
  'DATE',
  'DATETIME',
  'DOUBLE',
  'EMAIL',
  'ENCRYPTEDSTRING',
  'ID',
  'INTEGER',
  'LOCATION',
  'LONG',
  'MULTIPICKLIST',
  'PERCENT',
  'PHONE',
  'PICKLIST',
  'REFERENCE',
  'STRING',
  'TEXTAREA',
  'TIME',
  'URL',
];

const displayType = (f: FieldSchema): EnumValue => enumConstant('DisplayType', f.type === 'int' ? 'INTEGER' : f.type.toUpperCase());

const SOAP: Readonly<Record<string, string>> = {
  id: 'ID',
  reference: 'ID',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  long: 'INTEGER',
  double: 'DOUBLE',
  currency: 'DOUBLE',
  percent: 'DOUBLE',
  date: 'DATE',
  datetime: 'DATETIME',
  time: 'TIME',
  base64: 'BASE64BINARY',
  anyType: 'ANYTYPE',
};

const user = (): string => running().context.userId;
const list = (element: string, items: unknown[]): AList => new AList(running().table.list(running().table.lib(element)), items);
const on =
  <T>(pick: (f: FieldSchema) => T) =>
  (token: Bag): T =>
    pick(fieldOf(token));
const canSee = (schema: ObjectSchema, f: FieldSchema): boolean => running().org.canRead(user(), schema.name, f.name);
const canWrite = (schema: ObjectSchema, f: FieldSchema): boolean => running().org.canEdit(user(), schema.name, f.name);

function globalDescribe(): AMap {
  const { table, org } = running();
  const map = new CaselessMap(table.lib('Map', [table.lib('String'), table.lib('SObjectType')]));
  for (const schema of org.objects()) map.put(schema.name, objectToken(schema));
  return map;
}

function picklist(field: FieldSchema): AList {
  return list(
    'PicklistEntry',
    field.picklistValues.map((v) => new Bag('PicklistEntry', { value: v.value, label: v.label, active: v.active, isDefault: v.isDefault })),
  );
}

/** sObject relationships that point at an object. */
function childRelationships(schema: ObjectSchema): AList {
  const found: Bag[] = [];
  for (const child of running().org.objects()) {
    for (const field of child.fields.values()) {
      if (field.referenceTo.includes(schema.name))
        found.push(new Bag('ChildRelationship', { child: objectToken(child), field: fieldToken(child, field.name), name: field.childRelationshipName }));
    }
  }
  return list('ChildRelationship', found);
}

function newRecord(token: Bag, id: string | null, defaults: boolean): SObj {
  const schema = schemaOf(token);
  const record = new SObj(schema);
  if (id) record.fields.set('Id', id);
  if (!defaults) return record;
  for (const field of schema.fields.values()) {
    if (field.defaultValue !== null && (typeof field.defaultValue === 'boolean' || field.type === 'picklist'))
      record.fields.set(field.name, field.defaultValue);
  }
  if (schema.kind === 'event') record.fields.set('EventUuid', crypto.randomUUID());
  return record;
}

const FIELD_MEMBERS: Definition = {
  'String getName()': on((f) => f.name),
  'String getLocalName()': on((f) => f.name),
  'String getLabel()': on((f) => f.label),
  'DisplayType getType()': on(displayType),
  'SoapType getSoapType()': on((f) => enumConstant('SoapType', SOAP[f.type] ?? 'STRING')),
  'Integer getLength()': on((f) => f.length),
  'Integer getByteLength()': on((f) => f.length * 3),
  'Integer getPrecision()': on((f) => f.precision),
  'Integer getScale()': on((f) => f.scale),
  'Integer getDigits()': on((f) => (f.type === 'int' ? f.precision : 0)),
  'Boolean isCustom()': on((f) => f.custom),
  'Boolean isNillable()': on((f) => f.nillable),
  'Boolean isCalculated()': on((f) => f.calculated),
  'Boolean isExternalId()': on((f) => f.externalId),
  'Boolean isIdLookup()': on((f) => f.externalId || f.name === 'Id'),
  'Boolean isUnique()': on((f) => f.unique),
  'Boolean isCaseSensitive()': on((f) => f.caseSensitive),
  'Boolean isRestrictedPicklist()': on((f) => f.restrictedPicklist),
  'Boolean isNameField()': on((f) => f.nameField),
  'Boolean isHtmlFormatted()': on((f) => f.htmlFormatted),
  'Boolean isDefaultedOnCreate()': on((f) => f.defaultedOnCreate),
  'Boolean isPermissionable()': on((f) => (f.createable || f.updateable) && f.nillable),
  'Boolean isAutoNumber()': on((f) => f.nameField && !f.createable && f.type === 'string'),
  'Boolean isEncrypted()': on((f) => f.type === 'encryptedstring'),
  'Boolean isNamePointing()': on((f) => f.referenceTo.length > 1),
  'Boolean isFilterable()': on((f) => !(f.type === 'textarea' && f.length > 255)),
  'Boolean isSortable()': on((f) => !(f.type === 'textarea' && f.length > 255) && f.type !== 'multipicklist'),
  'String getCalculatedFormula()': on((f) => f.formula),
  'String getRelationshipName()': on((f) => f.relationshipName),
  'Object getDefaultValue()': on((f) => f.defaultValue),
  'List<SObjectType> getReferenceTo()': on((f) =>
    list(
      'SObjectType',
      f.referenceTo.flatMap((name) => {
        const schema = running().org.object(name);
        return schema ? [objectToken(schema)] : [];
      }),
    ),
  ),
  'List<PicklistEntry> getPicklistValues()': on(picklist),
  'SObjectField getSObjectField()': (d: Bag) => fieldToken(schemaOf(d), fieldOf(d).name),
  'SObjectType getSObjectType()': (d: Bag) => objectToken(schemaOf(d)),
  'Boolean isAccessible()': (d: Bag) => canSee(schemaOf(d), fieldOf(d)),
  'Boolean isCreateable()': (d: Bag) => fieldOf(d).createable && running().org.canCreate(user(), schemaOf(d).name) && canWrite(schemaOf(d), fieldOf(d)),
  'Boolean isUpdateable()': (d: Bag) => fieldOf(d).updateable && canWrite(schemaOf(d), fieldOf(d)),
};

const OBJECT_MEMBERS: Definition = {
  'String getName()': (d: Bag) => schemaOf(d).name,
  'String getLocalName()': (d: Bag) => schemaOf(d).name,
  'String getLabel()': (d: Bag) => schemaOf(d).label,
  'String getLabelPlural()': (d: Bag) => schemaOf(d).labelPlural,
  'String getKeyPrefix()': (d: Bag) => schemaOf(d).keyPrefix,
  'Boolean isCustom()': (d: Bag) => schemaOf(d).name.endsWith('__c'),
  'Boolean isCustomSetting()': (d: Bag) => schemaOf(d).kind === 'customSetting',
  'Boolean isQueryable()': (d: Bag) => schemaOf(d).kind !== 'event',
  'Boolean isAccessible()': (d: Bag) => running().org.canRead(user(), schemaOf(d).name),
  'Boolean isCreateable()': (d: Bag) => running().org.canCreate(user(), schemaOf(d).name),
  'Boolean isUpdateable()': (d: Bag) => running().org.canEdit(user(), schemaOf(d).name),
  'Boolean isDeletable()': (d: Bag) => running().org.canDelete(user(), schemaOf(d).name),
  'Boolean isUndeletable()': (d: Bag) => running().org.canDelete(user(), schemaOf(d).name),
  'SObjectType getSObjectType()': (d: Bag) => objectToken(schemaOf(d)),
  'List<ChildRelationship> getChildRelationships()': (d: Bag) => childRelationships(schemaOf(d)),
  'FieldMap fields': null,
};

/** Fields the user may not see (or write) are taken off copies of the records. */
function strip(access: EnumValue, source: AList, enforceObject: boolean): Bag {
  const [first] = source.items;
  if (enforceObject && first instanceof SObj && !mayUse(access.name, first.schema.name))
    raise('NoAccessException', `No access to entity: ${first.schema.name}`);
  const names = new Map<string, Set<string>>();
  const records = source.items.map((item) => {
    if (!(item instanceof SObj)) return item;
    const copy = new SObj(item.schema, new Map(item.fields));
    copy.isQueried = false;
    for (const name of item.fields.keys()) {
      const field = item.schema.fields.get(name.toLowerCase());
      if (!field || field.name === 'Id' || isAllowed(access.name, item.schema, field)) continue;
      copy.fields.delete(name);
      names.set(item.schema.name, (names.get(item.schema.name) ?? new Set()).add(name));
    }
    return copy;
  });
  return new Bag('SObjectAccessDecision', { records: new AList(source.type, records), names });
}

function mayUse(access: string, object: string): boolean {
  const { org } = running();
  if (access === 'READABLE') return org.canRead(user(), object);
  if (access === 'CREATABLE') return org.canCreate(user(), object);
  return org.canEdit(user(), object) && (access === 'UPDATABLE' || org.canCreate(user(), object));
}

function isAllowed(access: string, schema: ObjectSchema, field: FieldSchema): boolean {
  if (access === 'READABLE') return canSee(schema, field);
  if (access === 'UPDATABLE') return field.updateable && canWrite(schema, field);
  return field.createable && canWrite(schema, field);
}

export function defineSchema(library: Library): void {
  defineEnum(library, 'DisplayType', DISPLAY_TYPES);
  defineEnum(library, 'SoapType', ['ID', 'STRING', 'BOOLEAN', 'INTEGER', 'DOUBLE', 'DATE', 'DATETIME', 'TIME', 'BASE64BINARY', 'ANYTYPE']);
  defineEnum(library, 'AccessType', ['READABLE', 'CREATABLE', 'UPDATABLE', 'UPSERTABLE']);
  defineEnum(library, 'SObjectDescribeOptions', ['DEFAULT', 'DEFERRED', 'FULL']);
  define(library, 'Schema', {
    'static Map<String,SObjectType> getGlobalDescribe()': globalDescribe,
    'static List<DescribeSObjectResult> describeSObjects(List<String>)': (names: AList) =>
      list(
        'DescribeSObjectResult',
        names.items.map((name) => {
          const schema = running().org.object(String(name)) ?? raise('InvalidParameterValueException', `Invalid sobject provided: ${String(name)}`);
          return describeObject(schema);
        }),
      ),
  });
  define(library, 'SObjectType', {
    'DescribeSObjectResult getDescribe()': (t: Bag) => describeObject(schemaOf(t)),
    'DescribeSObjectResult getDescribe(SObjectDescribeOptions)': (t: Bag) => describeObject(schemaOf(t)),
    'SObject newSObject()': (t: Bag) => newRecord(t, null, false),
    'SObject newSObject(Id)': (t: Bag, id: string) => newRecord(t, id, false),
    'SObject newSObject(Id?,Boolean)': newRecord,
    'String toString()': (t: Bag) => schemaOf(t).name,
  });
  define(library, 'SObjectField', {
    'DescribeFieldResult getDescribe()': (t: Bag) => describeField(schemaOf(t), fieldOf(t).name),
    'String toString()': (t: Bag) => fieldOf(t).name,
  });
  define(library, 'DescribeSObjectResult', OBJECT_MEMBERS);
  define(library, 'FieldMap', { 'Map<String,SObjectField> getMap()': (m: Bag) => fieldTokenMap(schemaOf(m)) });
  define(library, 'DescribeFieldResult', FIELD_MEMBERS);
  define(library, 'PicklistEntry', {
    'String getValue()': (e: Bag) => e.values['value'],
    'String getLabel()': (e: Bag) => e.values['label'],
    'Boolean isActive()': (e: Bag) => e.values['active'],
    'Boolean isDefaultValue()': (e: Bag) => e.values['isDefault'],
  });
  define(library, 'ChildRelationship', {
    'SObjectType getChildSObject()': (c: Bag) => c.values['child'],
    'SObjectField getField()': (c: Bag) => c.values['field'],
    'String getRelationshipName()': (c: Bag) => c.values['name'],
  });
  define(library, 'Security', {
    'static SObjectAccessDecision stripInaccessible(AccessType,List<SObject>)': (access: EnumValue, source: AList) => strip(access, source, true),
    'static SObjectAccessDecision stripInaccessible(AccessType,List<SObject>,Boolean)': strip,
  });
  define(library, 'SObjectAccessDecision', {
    'List<SObject> getRecords()': (d: Bag) => d.values['records'],
    'Map<String,Set<String>> getRemovedFields()': removedFields,
  });
}

function removedFields(decision: Bag): AMap {
  const { table } = running();
  const setType = table.lib('Set', [table.lib('String')]);
  const map = new AMap(table.lib('Map', [table.lib('String'), setType]));
  const names = decision.values['names'];
  if (names instanceof Map) for (const [object, fields] of names) map.put(object, new ASet(setType, fields));
  return map;
}
