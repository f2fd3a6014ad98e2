import type { FieldSchema, ObjectKind, ObjectSchema } from '../../contract.ts';
import { assembleObject, auditFields, eventFields, field } from '../schema/fields.ts';
import type { CustomField } from './fields.ts';
import { MetadataError, reader } from './source.ts';
import type { Reader, SourceFile } from './source.ts';

export type AutoNumber = { readonly object: string; readonly field: string; readonly format: string };
export type CustomObjectFacts = {
  readonly schema: Omit<ObjectSchema, 'keyPrefix'>;
  readonly autoNumbers: readonly AutoNumber[];
  /** Tasks and events may be related to its records. */
  readonly hasActivities: boolean;
};

/** Switches of Setup that change nothing this org does. */
const IGNORED = [
  'description',
  'deploymentStatus',
  'enableBulkApi',
  'enableEnhancedLookup',
  'enableFeeds',
  'enableHistory',
  'enableLicensing',
  'enableReports',
  'enableSearch',
  'enableSharing',
  'enableStreamingApi',
  'externalSharingModel',
  'visibility',
  'startsWith',
  'compactLayoutAssignment',
  'searchLayouts',
  'allowInChatterGroups',
];

/** A custom object, platform event or custom setting from its `*.object-meta.xml` and its fields. Throws a MetadataError on anything not understood. */
export function readCustomObject(file: SourceFile, fields: readonly CustomField[]): CustomObjectFacts {
  const r = reader(file.path, file.xml);
  const fail = (problem: string): never => {
    throw new MetadataError(file.path, problem);
  };
  r.ignore(...IGNORED);
  const hasActivities = r.flag('enableActivities');
  const name = file.name;
  const settingsType = r.text('customSettingsType');
  const isEvent = name.endsWith('__e');
  if (!isEvent && !name.endsWith('__c')) fail('only custom objects, custom settings and platform events are implemented');
  const kind: ObjectKind = isEvent ? 'event' : settingsType === undefined ? 'custom' : 'customSetting';
  const [label, plural] = [r.required('label'), r.text('pluralLabel')];
  const own = fields.map((f) => f.schema);
  const base = { name, label, labelPlural: plural ?? label, kind };
  const schema = isEvent ? event(r, base, own, fail) : settingsType === undefined ? plain(r, base, own, fail) : setting(base, own, settingsType, fail);
  r.done();
  const named = autoNumberOfName(file);
  const autoNumbers = fields.flatMap((f) => (f.displayFormat === null ? [] : [{ object: name, field: f.schema.name, format: f.displayFormat }]));
  return { schema, hasActivities, autoNumbers: named === undefined ? autoNumbers : [{ object: name, field: 'Name', format: named }, ...autoNumbers] };
}

type Base = { readonly name: string; readonly label: string; readonly labelPlural: string; readonly kind: ObjectKind };
type Fail = (problem: string) => never;
type Schema = Omit<ObjectSchema, 'keyPrefix'>;

const assemble = (base: Base, sharing: ObjectSchema['sharing'], fields: readonly FieldSchema[]): Schema => {
  const { keyPrefix: _, ...schema } = assembleObject({ ...base, sharing, prefix: '', plural: base.labelPlural, fields });
  return schema;
};

function event(r: Reader, base: Base, own: readonly FieldSchema[], fail: Fail): Schema {
  const eventType = r.text('eventType');
  if (eventType !== 'HighVolume') fail('a platform event needs <eventType>HighVolume</eventType>: new standard-volume events cannot be created');
  const publishBehavior = r.text('publishBehavior') ?? 'PublishImmediately';
  if (publishBehavior !== 'PublishAfterCommit' && publishBehavior !== 'PublishImmediately') return fail(`unknown publishBehavior ${publishBehavior}`);
  return { ...assemble(base, 'ReadWrite', [...eventFields(), ...own]), publishBehavior };
}

function setting(base: Base, own: readonly FieldSchema[], settingsType: string, fail: Fail): Schema {
  if (settingsType !== 'Hierarchy') return fail(`${settingsType} custom settings are not implemented`);
  const name = field({ name: 'Name', type: 'string', length: 38, nameField: true });
  const owner = field({
    name: 'SetupOwnerId',
    type: 'reference',
    length: 18,
    nillable: false,
    updateable: false,
    unique: true,
    defaultedOnCreate: true,
    referenceTo: ['Organization', 'Profile', 'User'],
    relationshipName: 'SetupOwner',
  });
  return { ...assemble(base, 'ReadWrite', [...auditFields(), name, owner, ...own]), settingsType: 'Hierarchy' };
}

const SHARING: Readonly<Record<string, ObjectSchema['sharing']>> = {
  Private: 'Private',
  Read: 'Read',
  ReadWrite: 'ReadWrite',
  ControlledByParent: 'ControlledByParent',
};

function plain(r: Reader, base: Base, own: readonly FieldSchema[], fail: Fail): Schema {
  const sharing = SHARING[r.required('sharingModel')];
  if (sharing === undefined) return fail('unknown sharingModel');
  const detail = own.some((f) => f.masterDetail);
  if (detail !== (sharing === 'ControlledByParent')) fail('ControlledByParent goes with a master-detail field, and only with one');
  const owner = field({
    name: 'OwnerId',
    type: 'reference',
    length: 18,
    nillable: false,
    defaultedOnCreate: true,
    referenceTo: ['Group', 'User'],
    relationshipName: 'Owner',
  });
  return assemble(base, sharing, [...auditFields(), ...(detail ? [] : [owner]), nameField(r, fail), ...own]);
}

function nameField(r: Reader, fail: Fail): FieldSchema {
  const [name] = r.children('nameField');
  if (name === undefined) return fail('<nameField> is missing');
  const [label, type] = [name.required('label'), name.required('type')];
  name.ignore('displayFormat', 'trackHistory');
  name.done();
  if (type === 'Text') return field({ name: 'Name', label, type: 'string', length: 80, nameField: true, nillable: false });
  if (type !== 'AutoNumber') return fail(`unknown name field type ${type}`);
  return field({
    name: 'Name',
    label,
    type: 'string',
    length: 80,
    nameField: true,
    nillable: false,
    createable: false,
    updateable: false,
    defaultedOnCreate: true,
  });
}

function autoNumberOfName(file: SourceFile): string | undefined {
  const [name] = reader(file.path, file.xml).children('nameField');
  return name?.text('type') === 'AutoNumber' ? (name.text('displayFormat') ?? '{0}') : undefined;
}

/** The text of auto number `n`: `FR-{000000}` → `FR-000012`. */
export const autoNumberText = (format: string, n: number): string => format.replace(/\{(0+)\}/, (_, zeros: string) => String(n).padStart(zeros.length, '0'));
