import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import type { AutoNumber } from '../metadata/objects.ts';
import type { PackageMetadata, RecordTypeFacts } from '../metadata/load.ts';
import { assembleObject, field } from './fields.ts';
import { withCurrencies } from './features.ts';
import type { Features } from './features.ts';
import { withPersonAccounts } from './person-accounts.ts';

/** A child object reached from a parent: Account → Contact.AccountId as `Contacts`. */
export type ChildRelationship = { readonly parent: string; readonly child: string; readonly field: FieldSchema };
export type FieldChange = Partial<Pick<FieldSchema, 'label' | 'type' | 'length' | 'nillable' | 'restrictedPicklist' | 'picklistValues'>>;
export type SchemaRegistry = {
  readonly all: readonly ObjectSchema[];
  /** Case-insensitive. */
  find(name: string): ObjectSchema | undefined;
  byPrefix(prefix: string): ObjectSchema | undefined;
  childrenOf(parent: string): readonly ChildRelationship[];
  readonly autoNumbers: readonly AutoNumber[];
  deleteConstraint(object: string, fieldName: string): 'SetNull' | 'Restrict' | 'Cascade';
  readonly recordTypes: readonly RecordTypeFacts[];
  /** What an admin does in Setup while the org runs: another label, other values, restricted or not. False when there is no such field. */
  changeField(object: string, fieldName: string, change: FieldChange): boolean;
  /** Deletes a field, or brings a deleted one back. False when there is no such field. */
  removeField(object: string, fieldName: string, isRemoved: boolean): boolean;
  /** Takes all of it back. */
  restoreFields(): void;
};

/** The org's schema: standard objects, extended and joined by the package's. `prefixes` keeps key prefixes of custom objects stable over restarts. */
export function buildRegistry(
  standard: readonly ObjectSchema[],
  metadata: PackageMetadata,
  prefixes: Map<string, string>,
  features: Features = {},
): SchemaRegistry {
  const withTypes = new Set(metadata.recordTypes.map((t) => t.object));
  const custom = metadata.objects.map((o): ObjectSchema => ({ ...o.schema, keyPrefix: prefixFor(o.schema.name, o.schema.kind === 'event', prefixes) }));
  const active = metadata.objects.filter((o) => o.hasActivities).map((o) => o.schema.name);
  const plain = [...withActivities(standard, active), ...custom].map((o) => extend(o, metadata, withTypes.has(o.name)));
  const priced = features.multiCurrency === true ? withCurrencies(plain) : plain;
  const all = features.personAccounts === true ? withPersonAccounts(priced) : priced;
  const byName = new Map(all.map((o) => [o.name.toLowerCase(), o]));
  const byPrefix = new Map(all.map((o) => [o.keyPrefix, o]));
  const original = new Map<string, FieldSchema>();
  /** The one place a schema changes; every reader looks fields up in these maps. */
  const put = (o: ObjectSchema, f: FieldSchema): void => {
    if (o.fields instanceof Map) o.fields.set(f.name.toLowerCase(), f);
  };
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
    recordTypes: metadata.recordTypes,
    changeField: (object, name, change) => {
      const owner = byName.get(object.toLowerCase());
      const found = owner?.fields.get(name.toLowerCase());
      if (owner === undefined || found === undefined) return false;
      const path = `${owner.name}.${found.name}`;
      original.set(path, original.get(path) ?? found);
      put(owner, { ...found, ...change });
      return true;
    },
    removeField: (object, name, isRemoved) => {
      const owner = byName.get(object.toLowerCase());
      if (owner === undefined || !(owner.fields instanceof Map)) return false;
      const key = name.toLowerCase();
      const found = owner.fields.get(key) ?? [...original].find(([path]) => path.toLowerCase() === `${object}.${name}`.toLowerCase())?.[1];
      if (found === undefined) return false;
      const path = `${owner.name}.${found.name}`;
      original.set(path, original.get(path) ?? found);
      if (isRemoved) owner.fields.delete(key);
      else owner.fields.set(key, found);
      return true;
    },
    restoreFields: () => {
      for (const [path, f] of original) {
        const owner = byName.get(path.slice(0, path.indexOf('.')).toLowerCase());
        if (owner !== undefined) put(owner, f);
      }
      original.clear();
    },
    deleteConstraint: (object, name) => metadata.deleteConstraints.get(`${object}.${name}`) ?? 'SetNull',
  };
}

/** Tasks and events may be related to custom objects that have activities. */
const withActivities = (standard: readonly ObjectSchema[], names: readonly string[]): readonly ObjectSchema[] =>
  names.length === 0
    ? standard
    : standard.map((object) => {
        const what = object.name === 'Task' || object.name === 'Event' ? object.fields.get('whatid') : undefined;
        if (what === undefined) return object;
        const { keyPrefix, labelPlural, fields, ...rest } = object;
        const wider = { ...what, referenceTo: [...what.referenceTo, ...names] };
        return assembleObject({ ...rest, prefix: keyPrefix, plural: labelPlural, fields: [...fields.values()].map((f) => (f === what ? wider : f)) });
      });

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
