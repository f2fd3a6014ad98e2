import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import type { AutoNumber } from '../metadata/objects.ts';
import type { PackageMetadata } from '../metadata/load.ts';
import { assembleObject, field } from './fields.ts';
import { withPersonAccounts } from './person-accounts.ts';

/** A child object reached from a parent: Account → Contact.AccountId as `Contacts`. */
export type ChildRelationship = { readonly parent: string; readonly child: string; readonly field: FieldSchema };
export type SchemaRegistry = {
  readonly all: readonly ObjectSchema[];
  /** Case-insensitive. */
  find(name: string): ObjectSchema | undefined;
  byPrefix(prefix: string): ObjectSchema | undefined;
  childrenOf(parent: string): readonly ChildRelationship[];
  readonly autoNumbers: readonly AutoNumber[];
  deleteConstraint(object: string, fieldName: string): 'SetNull' | 'Restrict' | 'Cascade';
};

/** The org's schema: standard objects, extended and joined by the package's. `prefixes` keeps key prefixes of custom objects stable over restarts. */
export function buildRegistry(
  standard: readonly ObjectSchema[],
  metadata: PackageMetadata,
  prefixes: Map<string, string>,
  hasPersonAccounts = false,
): SchemaRegistry {
  const withTypes = new Set(metadata.recordTypes.map((t) => t.object));
  const custom = metadata.objects.map((o): ObjectSchema => ({ ...o.schema, keyPrefix: prefixFor(o.schema.name, o.schema.kind === 'event', prefixes) }));
  const plain = [...standard, ...custom].map((o) => extend(o, metadata, withTypes.has(o.name)));
  const all = hasPersonAccounts ? withPersonAccounts(plain) : plain;
  const byName = new Map(all.map((o) => [o.name.toLowerCase(), o]));
  const byPrefix = new Map(all.map((o) => [o.keyPrefix, o]));
  const children = new Map<string, ChildRelationship[]>();
  for (const o of all)
    for (const f of o.fields.values())
      for (const parent of f.referenceTo) children.set(parent, [...(children.get(parent) ?? []), { parent, child: o.name, field: f }]);
  return {
    all,
    find: (name) => byName.get(name.toLowerCase()),
    byPrefix: (prefix) => byPrefix.get(prefix),
    childrenOf: (parent) => children.get(parent) ?? [],
    autoNumbers: [...metadata.objects.flatMap((o) => o.autoNumbers), { object: 'Case', field: 'CaseNumber', format: '{00000000}' }],
    deleteConstraint: (object, name) => metadata.deleteConstraints.get(`${object}.${name}`) ?? 'SetNull',
  };
}

function extend(object: ObjectSchema, metadata: PackageMetadata, hasRecordTypes: boolean): ObjectSchema {
  const extra = (metadata.extensions.get(object.name) ?? []).map((f) => f.schema);
  const recordType =
    hasRecordTypes && !object.fields.has('recordtypeid')
      ? [field({ name: 'RecordTypeId', type: 'reference', length: 18, referenceTo: ['RecordType'], relationshipName: 'RecordType' })]
      : [];
  if (extra.length + recordType.length === 0) return object;
  const { keyPrefix, labelPlural, fields, ...rest } = object;
  return assembleObject({ ...rest, prefix: keyPrefix, plural: labelPlural, fields: [...fields.values(), ...recordType, ...extra] });
}

function prefixFor(name: string, isEvent: boolean, prefixes: Map<string, string>): string {
  const known = prefixes.get(name);
  if (known !== undefined) return known;
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const taken = new Set(prefixes.values());
  for (let n = 0; n < 62 * 62; n += 1) {
    const prefix = `${isEvent ? 'e' : 'a'}${digits.charAt(Math.floor(n / 62))}${digits.charAt(n % 62)}`;
    if (taken.has(prefix)) continue;
    prefixes.set(name, prefix);
    return prefix;
  }
  throw new Error('no key prefix is left');
}
