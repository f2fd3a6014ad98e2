/** describeGlobal, describe and the basic information of an object. */

import type { FieldSchema, ObjectSchema, Org } from '../contract.ts';
import { dataPath } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { notFound } from './failure.ts';

const SOAP_TYPES: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  long: 'xsd:long',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  location: 'urn:location',
  anyType: 'xsd:anyType',
};
const UNFILTERABLE: ReadonlySet<string> = new Set(['textarea', 'base64', 'address', 'location']);
const LONG_TEXT_MIN = 256;

function urlsOf(object: ObjectSchema, version: string): Record<string, string> {
  const base = `${dataPath(version)}/sobjects/${object.name}`;
  return { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` };
}

function summary(org: Org, userId: string, object: ObjectSchema, version: string): Record<string, unknown> {
  const isEvent = object.kind === 'event';
  const createable = org.canCreate(userId, object.name);
  const updateable = !isEvent && org.canEdit(userId, object.name);
  const deletable = !isEvent && org.canDelete(userId, object.name);
  const custom = /__\w+$/.test(object.name);
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable,
    custom,
    customSetting: object.kind === 'customSetting',
    deepCloneable: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: !isEvent,
    mergeable: deletable && ['Account', 'Contact', 'Lead', 'Case'].includes(object.name),
    mruEnabled: !isEvent,
    name: object.name,
    queryable: !isEvent,
    replicateable: !isEvent,
    retrieveable: !isEvent,
    searchable: !isEvent,
    triggerable: true,
    undeletable: deletable,
    updateable,
    urls: urlsOf(object, version),
  };
}

function describeField(org: Org, userId: string, object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  const writable = !field.calculated && org.canEdit(userId, object.name, field.name);
  const longText = field.type === 'textarea' && field.length >= LONG_TEXT_MIN;
  return {
    aggregatable: !UNFILTERABLE.has(field.type),
    aiPredictionField: false,
    autoNumber: false,
    byteLength: field.length * 3,
    calculated: field.calculated,
    calculatedFormula: field.formula,
    cascadeDelete: field.masterDetail,
    caseSensitive: field.caseSensitive,
    compoundFieldName: null,
    controllerName: null,
    createable: field.createable && (writable || org.canCreate(userId, object.name)),
    custom: field.custom,
    defaultValue: field.defaultValue,
    defaultValueFormula: null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: field.type === 'encryptedstring',
    externalId: field.externalId,
    extraTypeInfo: longText ? (field.htmlFormatted ? 'richtextarea' : 'plaintextarea') : null,
    filterable: !longText && !UNFILTERABLE.has(field.type),
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: !longText && !UNFILTERABLE.has(field.type) && field.type !== 'currency' && field.type !== 'double' && field.type !== 'datetime',
    highScaleNumber: false,
    htmlFormatted: field.htmlFormatted,
    idLookup: field.type === 'id' || field.externalId || (field.nameField && field.name === 'Name') || field.name === 'Email',
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.nillable && field.custom,
    picklistValues: field.picklistValues.map((value) => ({
      active: value.active,
      defaultValue: value.isDefault,
      label: value.label,
      validFor: null,
      value: value.value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: field.masterDetail ? 0 : null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: field.type === 'reference',
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: !longText && !UNFILTERABLE.has(field.type),
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && writable,
    writeRequiresMasterRead: false,
  };
}

function childRelationships(org: Org, object: ObjectSchema): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (const child of org.objects()) {
    for (const field of child.fields.values()) {
      if (!field.referenceTo.includes(object.name)) continue;
      found.push({
        cascadeDelete: field.masterDetail,
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: field.childRelationshipName,
        restrictedDelete: false,
      });
    }
  }
  return found;
}

function isVisible(org: Org, userId: string, object: ObjectSchema): boolean {
  return org.canRead(userId, object.name) || org.canCreate(userId, object.name);
}

function visibleObject(services: ApiServices, call: ApiCall): ObjectSchema {
  const object = services.org.object(call.path[1] ?? '');
  if (object === undefined || !isVisible(services.org, call.session.userId, object)) throw notFound();
  return object;
}

/** GET `/sobjects`. */
export function describeGlobal(services: ApiServices, call: ApiCall): ApiAnswer {
  const { org } = services;
  const { userId } = call.session;
  const objects = org.objects().filter((object) => isVisible(org, userId, object));
  const sobjects = objects
    .map((object) => summary(org, userId, object, call.version))
    .sort((left, right) => (String(left['name']) < String(right['name']) ? -1 : 1));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** The record types of an object, and the one every object has. Nobody's profile makes another one the default here. */
function recordTypeInfos(call: ApiCall, object: ObjectSchema): Record<string, unknown>[] {
  const info = (recordTypeId: unknown, name: unknown, developerName: unknown, active: unknown, master: boolean): Record<string, unknown> => ({
    active,
    available: true,
    defaultRecordTypeMapping: master,
    developerName,
    master,
    name,
    recordTypeId,
    urls: master ? {} : { layout: `${dataPath(call.version)}/sobjects/${object.name}/describe/layouts/${String(recordTypeId)}` },
  });
  const soql = `SELECT Id, Name, DeveloperName, IsActive FROM RecordType WHERE SobjectType = '${object.name}' ORDER BY Name`;
  const { records } = call.transact((t) => t.query(soql, {}, { access: 'system', sharing: false, includeDeleted: false }));
  const own = records.map(({ values: v }) => info(v['Id'], v['Name'], v['DeveloperName'], v['IsActive'], false));
  return [...own, info('012000000000000AAA', 'Master', 'Master', true, true)];
}

/** GET `/sobjects/X/describe`: only the fields the caller may see. */
export function describeObject(services: ApiServices, call: ApiCall): ApiAnswer {
  const { org } = services;
  const { userId } = call.session;
  const object = visibleObject(services, call);
  const readable = [...object.fields.values()].filter((field) => object.kind === 'event' || org.canRead(userId, object.name, field.name));
  const body = {
    actionOverrides: [],
    ...summary(org, userId, object, call.version),
    childRelationships: childRelationships(org, object),
    compactLayoutable: object.kind !== 'event',
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: readable.map((field) => describeField(org, userId, object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(call, object),
    searchLayoutable: object.kind !== 'event',
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: 'All', name: 'everything' },
      { label: 'Mine', name: 'mine' },
    ],
  };
  return { status: 200, body };
}

/** GET `/sobjects/X`. The local org keeps no "recently viewed" list. */
export function basicInfo(services: ApiServices, call: ApiCall): ApiAnswer {
  const object = visibleObject(services, call);
  return { status: 200, body: { objectDescribe: summary(services.org, call.session.userId, object, call.version), recentItems: [] } };
}
