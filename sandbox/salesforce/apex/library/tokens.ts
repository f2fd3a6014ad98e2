/** Schema tokens and describe results, and System.Type: one object per thing, so identity works as equality. */
import type { FieldSchema, ObjectSchema } from '../../contract.ts';
import type { ApexType } from '../compiler/types.ts';
import { AMap } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { Bag } from './define.ts';

const objectTokens = new WeakMap<ObjectSchema, Bag>();
const fieldTokens = new WeakMap<FieldSchema, Bag>();
const typeTokens = new WeakMap<ApexType, Bag>();
const schemas = new WeakMap<Bag, ObjectSchema>();
const fields = new WeakMap<Bag, FieldSchema>();
const types = new WeakMap<Bag, ApexType>();

function interned<K extends object>(tokens: WeakMap<K, Bag>, key: K, make: () => Bag): Bag {
  const known = tokens.get(key);
  if (known) return known;
  const made = make();
  tokens.set(key, made);
  return made;
}

export function objectToken(schema: ObjectSchema): Bag {
  return interned(objectTokens, schema, () => {
    const token = new Bag('SObjectType', { $text: schema.name });
    schemas.set(token, schema);
    return token;
  });
}

export function fieldToken(schema: ObjectSchema, name: string): Bag {
  const field = schema.fields.get(name.toLowerCase());
  if (!field) throw new Error(`${schema.name} has no field ${name}`);
  return interned(fieldTokens, field, () => {
    const token = new Bag('SObjectField', { $text: field.name });
    schemas.set(token, schema);
    fields.set(token, field);
    return token;
  });
}

export function describeObject(schema: ObjectSchema): Bag {
  const result = new Bag('DescribeSObjectResult', { $text: `Schema.DescribeSObjectResult[${schema.name}]` });
  schemas.set(result, schema);
  return result;
}

export function describeField(schema: ObjectSchema, name: string): Bag {
  const field = fieldOf(fieldToken(schema, name));
  const result = new Bag('DescribeFieldResult', { $text: `Schema.DescribeFieldResult[${field.name}]` });
  schemas.set(result, schema);
  fields.set(result, field);
  return result;
}

/** `describe.fields`, whose only use is getMap(). */
export function fieldMap(describe: Bag): Bag {
  const result = new Bag('FieldMap', { $text: 'fields' });
  schemas.set(result, schemaOf(describe));
  return result;
}

export function schemaOf(token: Bag): ObjectSchema {
  const schema = schemas.get(token);
  if (!schema) throw new Error(`${token.type} stands for no object`);
  return schema;
}

export function fieldOf(token: Bag): FieldSchema {
  const field = fields.get(token);
  if (!field) throw new Error(`${token.type} stands for no field`);
  return field;
}

export function typeValue(type: ApexType): Bag {
  return interned(typeTokens, type, () => {
    const token = new Bag('Type', { $text: type.name });
    types.set(token, type);
    return token;
  });
}

export function typeOfToken(token: Bag): ApexType {
  const type = types.get(token);
  if (!type) throw new Error('not a Type');
  return type;
}

/** A map keyed by text that ignores case, as describe maps are. */
export class CaselessMap extends AMap {
  override get(key: unknown): unknown {
    return super.get(lower(key));
  }
  override has(key: unknown): boolean {
    return super.has(lower(key));
  }
  override put(key: unknown, value: unknown): unknown {
    return super.put(lower(key), value);
  }
}

const lower = (key: unknown): unknown => (typeof key === 'string' ? key.toLowerCase() : key);

/** Field API name, in lower case as the platform gives it, to token. */
export function fieldTokenMap(schema: ObjectSchema): AMap {
  const { table } = running();
  const map = new CaselessMap(table.lib('Map', [table.lib('String'), table.lib('SObjectField')]));
  for (const field of schema.fields.values()) map.put(field.name, fieldToken(schema, field.name));
  return map;
}
