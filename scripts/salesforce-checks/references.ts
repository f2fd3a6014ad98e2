/** What one metadata file says about others: names that must exist, and platform limits no schema states. */
import { basename, dirname } from 'node:path';
import { all, textOf, type MetadataFile, type XmlElement } from './metadata-xml.ts';
import type { Schema } from './schema.ts';
import type { Problem, Project } from './types.ts';

/** Field types a platform event may have (Platform Events Developer Guide, "Platform Event Fields"). */
const EVENT_FIELD_TYPES = new Set(['Checkbox', 'Date', 'DateTime', 'Number', 'Text', 'LongTextArea']);
/** Characters of an API name before its suffix, and of a label. */
const NAME_LENGTH_MAX = 40;
/** Suffixes of source files this project uses; another one is a typing error, or new here and to be added. */
const KNOWN_SUFFIXES =
  /\.(cls|trigger|(cls|trigger|object|field|permissionset|customPermission|labels|app|tab|namedCredential|externalCredential|notiftype|flexipage|flow)-meta\.xml)$/;

/** Answers broken references between files and broken limits. */
export function checkReferences(project: Project, files: readonly MetadataFile[], schema: Schema): readonly Problem[] {
  const index = indexOf(files);
  return [
    ...checkFiles(project),
    ...files.flatMap((file) => checkFile(file, index, schema, project).map((message) => ({ path: file.path, line: null, message }))),
  ];
}

type Index = { readonly byName: ReadonlyMap<string, MetadataFile>; readonly fields: ReadonlyMap<string, MetadataFile> };

function indexOf(files: readonly MetadataFile[]): Index {
  return {
    byName: new Map(files.map((file) => [basename(file.path).replace(/-meta\.xml$/, ''), file])),
    fields: new Map(
      files
        .filter((file) => file.root.name === 'CustomField')
        // Permissions for a custom field of activities are given on both kinds of them.
        .flatMap((file) => objectsOf(file).map((object) => [`${object}.${textOf(file.root, 'fullName')}`, file] as const)),
    ),
  };
}

/** Every Apex source has its -meta.xml and the reverse; every suffix is known. */
function checkFiles(project: Project): Problem[] {
  const paths = new Set(project.files.map((file) => file.path));
  return project.files.flatMap(({ path }) => {
    if (!KNOWN_SUFFIXES.test(path)) return [{ path, line: null, message: 'has a suffix no metadata of this project has.' }];
    if (/\.(cls|trigger)$/.test(path) && !paths.has(`${path}-meta.xml`)) return [{ path, line: null, message: 'has no -meta.xml beside it.' }];
    if (/\.(cls|trigger)-meta\.xml$/.test(path) && !paths.has(path.replace(/-meta\.xml$/, '')))
      return [{ path, line: null, message: 'describes a source that is not there.' }];
    return [];
  });
}

function checkFile(file: MetadataFile, index: Index, schema: Schema, project: Project): string[] {
  switch (file.root.name) {
    case 'ApexClass':
    case 'ApexTrigger':
      return checkApex(file, project);
    case 'CustomField':
      return checkField(file, schema);
    case 'CustomObject':
      return checkObject(file);
    case 'PermissionSet':
      return checkPermissionSet(file.root, index);
    default:
      return [];
  }
}

function checkApex(file: MetadataFile, project: Project): string[] {
  const version = textOf(file.root, 'apiVersion');
  const name = basename(file.path).replace(/\..*$/, '');
  return [
    ...(version === project.apiVersion ? [] : [`apiVersion is ${version}, the project's is ${project.apiVersion}.`]),
    ...(name.length <= NAME_LENGTH_MAX ? [] : [`The name is longer than ${NAME_LENGTH_MAX} characters.`]),
  ];
}

function checkObject(file: MetadataFile): string[] {
  const name = objectOf(file);
  const isSetting = textOf(file.root, 'customSettingsType') !== null;
  const required = name.endsWith('__e')
    ? ['label', 'pluralLabel', 'deploymentStatus', 'eventType', 'publishBehavior']
    : isSetting
      ? ['label', 'visibility']
      : name.endsWith('__c')
        ? ['label', 'pluralLabel', 'nameField', 'sharingModel', 'deploymentStatus']
        : [];
  return [
    ...required.filter((element) => !file.root.children.some((child) => child.name === element)).map((element) => `lacks its element ${element}.`),
    ...(basename(file.path) === `${name}.object-meta.xml` ? [] : ['is not named as its folder.']),
    ...checkLabel(file.root),
  ];
}

function checkField(file: MetadataFile, schema: Schema): string[] {
  const { root } = file;
  const object = objectOf(file);
  const name = textOf(root, 'fullName') ?? '';
  const type = textOf(root, 'type') ?? '';
  const length = Number(textOf(root, 'length') ?? 0);
  const target = textOf(root, 'referenceTo');
  return [
    ...(basename(file.path) === `${name}.field-meta.xml` ? [] : [`is named otherwise than its fullName ${name}.`]),
    ...(/^[A-Za-z]\w*__c$/.test(name) && name.length - 3 <= NAME_LENGTH_MAX ? [] : [`${name} is no API name of a custom field.`]),
    ...['label', 'type'].filter((element) => textOf(root, element) === null).map((element) => `lacks its element ${element}.`),
    ...(type !== 'Text' || (length >= 1 && length <= 255) ? [] : ['A Text field has 1 to 255 characters.']),
    ...(type !== 'LongTextArea' || (length >= 256 && length <= 131_072 && textOf(root, 'visibleLines') !== null)
      ? []
      : ['A LongTextArea has 256 to 131,072 characters and visibleLines.']),
    ...(type !== 'Number' || Number(textOf(root, 'precision') ?? 99) <= 18 ? [] : ['A Number has at most 18 digits.']),
    ...(type !== 'Checkbox' || textOf(root, 'defaultValue') !== null ? [] : ['A Checkbox needs a defaultValue.']),
    ...(!/^(Lookup|MasterDetail)$/.test(type) || (target !== null && schema.object(target) && textOf(root, 'relationshipName'))
      ? []
      : [`leads to ${target ?? 'nothing'}, which is not there, or has no relationshipName.`]),
    ...(object.endsWith('__e') && !EVENT_FIELD_TYPES.has(type) ? [`A platform event cannot have a field of type ${type}.`] : []),
    ...objectsOf(file).flatMap((on) => (schema.object(on) ? [] : [`There is no object ${on}.`])),
    ...checkLabel(root),
  ];
}

function checkLabel(root: XmlElement): string[] {
  return (textOf(root, 'label') ?? '').length <= NAME_LENGTH_MAX ? [] : [`Its label is longer than ${NAME_LENGTH_MAX} characters.`];
}

/** Packaged permission sets silently lose permissions on standard objects and user permissions at install (2GP guide), so none may rely on them. */
function checkPermissionSet(root: XmlElement, index: Index): string[] {
  const missing = (elements: readonly XmlElement[], key: string, suffix: string, what: string): string[] =>
    elements
      .map((element) => textOf(element, key) ?? '')
      .filter((name) => !index.byName.has(`${name}${suffix}`))
      .map((name) => `grants the ${what} ${name}, which is not in the project.`);
  return [
    ...all(root, 'fieldPermissions').flatMap((element) => checkFieldPermission(textOf(element, 'field') ?? '', index)),
    ...missing(all(root, 'objectPermissions'), 'object', '.object', 'object'),
    ...missing(all(root, 'classAccesses'), 'apexClass', '.cls', 'class'),
    ...missing(all(root, 'customPermissions'), 'name', '.customPermission', 'custom permission'),
    ...missing(all(root, 'customSettingAccesses'), 'name', '.object', 'custom setting'),
    ...all(root, 'objectPermissions')
      .filter((element) => !/__(c|e)$/.test(textOf(element, 'object') ?? ''))
      .map((element) => `${textOf(element, 'object')} is a standard object: a package cannot grant it.`),
    ...all(root, 'userPermissions').map((element) => `${textOf(element, 'name')} is a user permission: a package cannot grant it.`),
  ];
}

function checkFieldPermission(name: string, index: Index): string[] {
  const field = index.fields.get(name);
  if (!field) return [`grants the field ${name}, which is not in the project.`];
  const isFixed = textOf(field.root, 'type') === 'MasterDetail' || textOf(field.root, 'required') === 'true';
  return isFixed ? [`${name} is required: the platform refuses a field permission for it.`] : [];
}

/** The folder under `objects/` a file lies in. */
/** Where the field appears: custom fields of activities stand once, at Activity, for both kinds of them. */
const objectsOf = (file: MetadataFile): readonly string[] => (objectOf(file) === 'Activity' ? ['Task', 'Event'] : [objectOf(file)]);

function objectOf(file: MetadataFile): string {
  return basename(file.root.name === 'CustomField' ? dirname(dirname(file.path)) : dirname(file.path));
}
