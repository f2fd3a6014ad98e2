import { dirname, basename } from 'node:path';
import type { ObjectSchema } from '../../contract.ts';
import { readPermissionSet } from './access.ts';
import { readExternalCredential, readNamedCredential } from './credentials.ts';
import type { ExternalCredentialFacts, NamedCredentialFacts } from './credentials.ts';
import type { PermissionSetFacts } from './access.ts';
import { readCustomField } from './fields.ts';
import type { CustomField } from './fields.ts';
import { readCustomObject } from './objects.ts';
import type { CustomObjectFacts } from './objects.ts';
import { businessProcess, recordTypeValues, standardValueSet } from './picklists.ts';
import type { BusinessProcessFacts, StandardValueSets } from './picklists.ts';
import { MetadataError, reader, readSources } from './source.ts';
import type { SourceFile } from './source.ts';

export type RecordTypeFacts = {
  readonly object: string;
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  readonly process: string | null;
  /** The stages or statuses its business process offers; null without one. */
  readonly processValues: readonly string[] | null;
  /** By field name in lower case: the values it offers of picklists it restricts. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly path: string;
};
export type ValidationRuleFacts = {
  readonly object: string;
  readonly name: string;
  readonly active: boolean;
  readonly formula: string;
  readonly message: string;
  readonly field: string | null;
  readonly path: string;
};
export type NotificationTypeFacts = { readonly name: string; readonly label: string; readonly desktop: boolean; readonly mobile: boolean };
export type PackageMetadata = {
  readonly objects: readonly CustomObjectFacts[];
  /** Custom fields on standard objects, by object name. */
  readonly extensions: ReadonlyMap<string, readonly CustomField[]>;
  readonly deleteConstraints: ReadonlyMap<string, CustomField['deleteConstraint']>;
  readonly permissionSets: readonly PermissionSetFacts[];
  readonly customPermissions: readonly { readonly name: string; readonly label: string }[];
  readonly labels: ReadonlyMap<string, string>;
  readonly recordTypes: readonly RecordTypeFacts[];
  readonly businessProcesses: readonly BusinessProcessFacts[];
  readonly valueSets: StandardValueSets;
  readonly validationRules: readonly ValidationRuleFacts[];
  readonly classes: readonly string[];
  readonly notificationTypes: readonly NotificationTypeFacts[];
  readonly namedCredentials: readonly NamedCredentialFacts[];
  readonly externalCredentials: readonly ExternalCredentialFacts[];
};

/** Read for well-formedness only: screens, and what the Apex runtime or the LWC host reads itself. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'CustomApplication',
  'CustomTab',
  'FlexiPage',
  'Layout',
  'CompactLayout',
  'ListView',
  'LightningComponentBundle',
  'Flow',
  'LightningMessageChannel',
  'ApexTrigger',
  'StaticResource',
  'RemoteSiteSetting',
  'CspTrustedSite',
  'QuickAction',
  'PathAssistant',
  'ContentAsset',
  'WebLink',
  'FieldSet',
]);

/**
 * The metadata of sfdx source directories. Throws a MetadataError naming the file for anything that is not well formed,
 * not understood, or refers to an object or field that does not exist.
 */
export function loadMetadata(directories: readonly string[], standard: readonly ObjectSchema[]): PackageMetadata {
  const files = readSources(directories);
  const of = (root: string): readonly SourceFile[] => files.filter((f) => f.root === root);
  const known = new Set([
    'CustomObject',
    'CustomField',
    'PermissionSet',
    'CustomPermission',
    'CustomLabels',
    'RecordType',
    'BusinessProcess',
    'StandardValueSet',
    'ValidationRule',
    'ApexClass',
    'CustomNotificationType',
    'NamedCredential',
    'ExternalCredential',
  ]);
  for (const f of files) if (!known.has(f.root) && !NOT_OURS.has(f.root)) throw new MetadataError(f.path, `metadata type ${f.root} is not implemented`);
  const fields = new Map<string, CustomField[]>();
  const fieldFiles = new Map<string, string>();
  for (const f of of('CustomField')) {
    const read = readCustomField(f);
    for (const object of objectsOf(f)) {
      fields.set(object, [...(fields.get(object) ?? []), read]);
      fieldFiles.set(`${object}.${read.schema.name}`, f.path);
    }
  }
  const objectFiles = of('CustomObject').filter((f) => !standard.some((s) => s.name === f.name));
  const objects = objectFiles.map((f) => readCustomObject(f, fields.get(f.name) ?? []));
  const names = new Set([...standard.map((s) => s.name), ...objects.map((o) => o.schema.name)]);
  const extensions = new Map([...fields].filter(([object]) => !objectFiles.some((f) => f.name === object)));
  for (const [object, list] of fields) {
    for (const f of list) {
      const path = fieldFiles.get(`${object}.${f.schema.name}`) ?? object;
      if (!names.has(object)) throw new MetadataError(path, `there is no object ${object}`);
      for (const parent of f.schema.referenceTo) if (!names.has(parent)) throw new MetadataError(path, `there is no object ${parent}`);
    }
  }
  const processes = of('BusinessProcess').map((f) => businessProcess(f, objectOf(f)));
  const metadata: PackageMetadata = {
    objects,
    extensions,
    deleteConstraints: new Map([...fields].flatMap(([object, list]) => list.map((f) => [`${object}.${f.schema.name}`, f.deleteConstraint]))),
    permissionSets: of('PermissionSet').map(readPermissionSet),
    customPermissions: of('CustomPermission').map(customPermission),
    labels: new Map(of('CustomLabels').flatMap(labels)),
    recordTypes: of('RecordType').map((f) => recordType(f, processes)),
    businessProcesses: processes,
    valueSets: new Map(of('StandardValueSet').map(standardValueSet)),
    validationRules: of('ValidationRule').map(validationRule),
    classes: of('ApexClass').map((f) => f.name),
    notificationTypes: of('CustomNotificationType').map(notificationType),
    namedCredentials: of('NamedCredential').map(readNamedCredential),
    externalCredentials: of('ExternalCredential').map(readExternalCredential),
  };
  checkPermissionSets(metadata, standard);
  checkCredentials(metadata);
  return metadata;
}

/** `objects/Lead/fields/X__c.field-meta.xml` → Lead. */
const objectOf = (file: SourceFile): string => basename(dirname(dirname(file.path)));

/** Custom fields of activities stand once, at Activity, and appear on both kinds of them. */
const objectsOf = (file: SourceFile): readonly string[] => (objectOf(file) === 'Activity' ? ['Task', 'Event'] : [objectOf(file)]);

function customPermission(file: SourceFile): { name: string; label: string } {
  const r = reader(file.path, file.xml);
  const label = r.required('label');
  r.ignore('description', 'isLicensed', 'requiredPermission');
  r.done();
  return { name: file.name, label };
}

function notificationType(file: SourceFile): NotificationTypeFacts {
  const r = reader(file.path, file.xml);
  const facts = { name: r.required('customNotifTypeName'), label: r.required('masterLabel'), desktop: r.flag('desktop'), mobile: r.flag('mobile') };
  r.ignore('description', 'slack', 'actionGroups');
  r.done();
  return facts;
}

function labels(file: SourceFile): readonly (readonly [string, string])[] {
  const r = reader(file.path, file.xml);
  const all = r.children('labels').map((label): readonly [string, string] => {
    const entry: readonly [string, string] = [label.required('fullName'), label.required('value')];
    label.ignore('language', 'protected', 'shortDescription', 'categories');
    label.done();
    return entry;
  });
  r.done();
  return all;
}

function recordType(file: SourceFile, processes: readonly BusinessProcessFacts[]): RecordTypeFacts {
  const r = reader(file.path, file.xml);
  const object = objectOf(file);
  const process = r.text('businessProcess') ?? null;
  const found = processes.find((p) => p.object === object && p.name === process);
  if (process !== null && found === undefined) throw new MetadataError(file.path, `there is no business process ${process} of ${object}`);
  const facts = { path: file.path, object, process, processValues: found?.values ?? null, values: recordTypeValues(r) };
  const named = { ...facts, name: r.required('fullName'), label: r.required('label'), active: r.flag('active') };
  r.ignore('description', 'compactLayoutAssignment');
  r.done();
  return named;
}

function validationRule(file: SourceFile): ValidationRuleFacts {
  const r = reader(file.path, file.xml);
  const facts = {
    path: file.path,
    object: objectOf(file),
    name: r.required('fullName'),
    active: r.flag('active'),
    formula: r.required('errorConditionFormula'),
    message: r.required('errorMessage'),
    field: r.text('errorDisplayField') ?? null,
  };
  r.ignore('description');
  r.done();
  return facts;
}

/** A named credential needs its external credential, a permission set the principals it gives. */
function checkCredentials({ namedCredentials, externalCredentials, permissionSets }: PackageMetadata): void {
  for (const { path, externalCredential } of namedCredentials) {
    if (!externalCredentials.some((e) => e.name === externalCredential)) throw new MetadataError(path, `there is no external credential ${externalCredential}`);
  }
  const principals = externalCredentials.flatMap((e) => e.principals);
  for (const set of permissionSets) {
    for (const name of set.principals) if (!principals.includes(name)) throw new MetadataError(set.path, `there is no external credential principal ${name}`);
  }
}

/** What a deployment checks: fields exist, and required or master-detail fields take no field permissions. */
function checkPermissionSets(metadata: PackageMetadata, standard: readonly ObjectSchema[]): void {
  const schemas = new Map([...standard, ...metadata.objects.map((o) => o.schema)].map((o) => [o.name, o.fields]));
  for (const set of metadata.permissionSets) {
    const fail = (problem: string): never => {
      throw new MetadataError(set.path, problem);
    };
    for (const grant of set.objects) if (!schemas.has(grant.object)) fail(`there is no object ${grant.object}`);
    for (const grant of set.fields) {
      const extension = metadata.extensions.get(grant.object)?.find((f) => f.schema.name === grant.field)?.schema;
      const found = schemas.get(grant.object)?.get(grant.field.toLowerCase()) ?? extension;
      if (found === undefined) return fail(`there is no field ${grant.object}.${grant.field}`);
      if (found.custom && (found.masterDetail || (!found.nillable && found.type !== 'boolean' && found.createable)))
        fail(`You cannot deploy to a required field: ${grant.object}.${grant.field}`);
      if (grant.edit && !found.updateable && !found.createable) fail(`${grant.object}.${grant.field} is read-only and cannot be editable`);
    }
    for (const name of set.customPermissions) if (!metadata.customPermissions.some((p) => p.name === name)) fail(`there is no custom permission ${name}`);
  }
}
