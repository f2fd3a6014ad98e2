/** Objects and fields as Apex and SOQL may name them: the platform's own, and those of the project. */
import { join } from 'node:path';
import { fieldsOf, openJar } from './class-files.ts';
import { all, parseMetadata, textOf, type MetadataFile } from './metadata-xml.ts';
import type { Project } from './types.ts';

const JAR = 'node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib/sobject-types-65.0.0.jar';
const OBJECT_PACKAGE = 'com/nawforce/runforce/SObjects/';
const NOT_FIELDS = new Set(['sobjecttype', 'fields']);
const SYSTEM_FIELDS = ['Id', 'Name', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted'];
const EVENT_FIELDS = ['ReplayId', 'EventUuid', 'CreatedDate', 'CreatedById'];

export type SchemaField = {
  readonly name: string;
  /** Where a relationship leads; null when it cannot be followed further (polymorphic, or no relationship). */
  readonly target: string | null;
  readonly isRelationship: boolean;
};
export type SchemaObject = { readonly name: string; readonly isCustom: boolean; readonly fields: ReadonlyMap<string, SchemaField> };
export type Schema = {
  /** Case-insensitive; undefined when neither the platform nor the project has it. */
  object(name: string): SchemaObject | undefined;
};

/** Answers the schema of a project on top of the platform's. Objects of the platform are read when first asked for. */
export function loadSchema(project: Project): Schema {
  const standard = openStandard(project.root);
  const { fields: own, lists } = ownFields(project);
  const known = new Map<string, SchemaObject | undefined>();
  return {
    object(name) {
      const key = name.toLowerCase();
      if (!known.has(key)) known.set(key, build(name, standard(key), own.get(key), lists.get(key)));
      return known.get(key);
    },
  };
}

/** `lists`: of children that look it up. They do not make an object that nobody declares. */
function build(
  name: string,
  standard: SchemaObject | undefined,
  own: readonly SchemaField[] = [],
  lists: readonly SchemaField[] = [],
): SchemaObject | undefined {
  if (!standard && own.length === 0) return undefined;
  const fields = new Map(standard?.fields ?? []);
  for (const field of [...own, ...lists]) fields.set(field.name.toLowerCase(), field);
  return { name: standard?.name ?? name, isCustom: !standard, fields };
}

function openStandard(root: string): (key: string) => SchemaObject | undefined {
  const jar = openJar(join(root, JAR));
  const entries = new Map(
    [...jar]
      .filter(([name]) => name.startsWith(OBJECT_PACKAGE))
      .map(([name, read]) => [name.slice(OBJECT_PACKAGE.length, -'.class'.length).toLowerCase(), { name, read }]),
  );
  return (key) => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    const fields = new Map<string, SchemaField>([['id', plain('Id')]]);
    for (const field of fieldsOf(entry.read())) {
      if (NOT_FIELDS.has(field.name.toLowerCase())) continue;
      const target = field.type.startsWith(OBJECT_PACKAGE) ? field.type.slice(OBJECT_PACKAGE.length) : null;
      fields.set(field.name.toLowerCase(), { name: field.name, target: target === 'Name' ? null : target, isRelationship: target !== null });
    }
    return { name: entry.name.slice(OBJECT_PACKAGE.length, -'.class'.length), isCustom: false, fields };
  };
}

type FieldsByObject = Map<string, SchemaField[]>;

function ownFields(project: Project): { readonly fields: FieldsByObject; readonly lists: FieldsByObject } {
  const objects: FieldsByObject = new Map();
  const lists: FieldsByObject = new Map();
  const add = (to: FieldsByObject, object: string, found: readonly SchemaField[]): void => {
    to.set(object.toLowerCase(), [...(to.get(object.toLowerCase()) ?? []), ...found]);
  };
  for (const file of project.files) {
    const path = /\/objects\/(\w+)\/(?:fields\/)?\w+\.(object|field)-meta\.xml$/.exec(file.path);
    const parsed = parseMetadata(file);
    if (!path?.[1] || !('root' in parsed)) continue;
    // Custom fields of activities stand once and appear on both kinds of them.
    for (const name of path[1] === 'Activity' ? ['Task', 'Event'] : [path[1]]) {
      add(objects, name, path[2] === 'object' ? systemFields(name, parsed) : fieldsOfFile(parsed));
      const children = childrenOfFile(name, parsed);
      if (children) add(lists, children.parent, [children.field]);
    }
  }
  return { fields: objects, lists };
}

/** The list of children a lookup gives its parent: `Relation_Rules__r` of a ruleset. */
function childrenOfFile(child: string, file: MetadataFile): { readonly parent: string; readonly field: SchemaField } | null {
  const [parent, name] = [textOf(file.root, 'referenceTo'), textOf(file.root, 'relationshipName')];
  return parent && name ? { parent, field: { name: `${name}__r`, target: child, isRelationship: true } } : null;
}

function systemFields(object: string, file: MetadataFile): SchemaField[] {
  if (object.endsWith('__e')) return EVENT_FIELDS.map(plain);
  const isSetting = all(file.root, 'customSettingsType').length > 0;
  const owner = textOf(file.root, 'sharingModel') === 'ControlledByParent' ? [] : ['OwnerId'];
  return [...SYSTEM_FIELDS, ...(isSetting ? ['SetupOwnerId'] : owner)].map(plain);
}

function fieldsOfFile(file: MetadataFile): SchemaField[] {
  const name = textOf(file.root, 'fullName') ?? '';
  const target = textOf(file.root, 'referenceTo');
  const relationship = target ? [{ name: name.replace(/__c$/, '__r'), target, isRelationship: true }] : [];
  return [plain(name), ...relationship];
}

function plain(name: string): SchemaField {
  return { name, target: null, isRelationship: false };
}

/**
 * Answers what is wrong with a dotted path of fields that starts at an object: `Ruleset__r.Status__c` at
 * `Object_Mapping__c`. Null when it is right, or leads where we cannot follow.
 */
export function checkPath(schema: Schema, objectName: string, path: readonly string[]): string | null {
  let object = schema.object(objectName);
  for (const step of path) {
    if (!object) return null;
    const field = object.fields.get(step.toLowerCase());
    if (!field) return `${object.name} has no field ${step}`;
    if (!field.isRelationship || !field.target) return null;
    object = schema.object(field.target);
  }
  return null;
}
