/** JSON: exact numbers both ways, records with their attributes, classes in field order. */
import type { ApexType } from '../compiler/types.ts';
import { ancestry } from '../compiler/types.ts';
import { parentOf, childrenOf } from '../compiler/names.ts';
import { AList, AMap, ASet } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { Dbl, Dec, decNumber, decText, doubleText, parseDecimal } from '../runtime/decimal.ts';
import { typeOf } from '../runtime/helpers.ts';
import { Instance } from '../runtime/instance.ts';
import { apexTypeOfField, checkedId, SObj } from '../runtime/sobject.ts';
import { ADate, ADatetime, ATime, dateText, parseDate, timeText } from '../runtime/temporal.ts';
import { ApexThrowable, raise } from '../runtime/throwable.ts';
import { API_VERSION } from '../compiler/sources.ts';
import { Bag, define, EnumValue, type Library } from './define.ts';
import { defineJsonTools } from './json-tools.ts';
import { isNull, JsonNumber, parseJson, type Json } from './json-parse.ts';
import { typeOfToken } from './tokens.ts';

type Style = { readonly pretty: boolean; readonly skipNulls: boolean };

/** Characters Apex escapes: control characters, quote and backslash. */
const quote = (text: string): string => JSON.stringify(text);

export function serialize(value: unknown, style: Style, indent = ''): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Dec) return decText(value);
  if (value instanceof Dbl) return doubleText(value.value);
  if (value instanceof ADate) return quote(dateText(value));
  if (value instanceof ADatetime) return quote(new Date(value.ms).toISOString().replace('Z', '+0000'));
  if (value instanceof ATime) return quote(timeText(value));
  if (value instanceof Uint8Array) return quote(Buffer.from(value).toString('base64'));
  if (value instanceof EnumValue) return quote(value.name);
  if (value instanceof AList) return array(value.items, style, indent);
  if (value instanceof ASet) return array([...value.items.values()], style, indent);
  if (value instanceof AMap)
    return object(
      [...value.entries.values()].map((e): [string, unknown] => [keyText(e.key), e.value]),
      { ...style, skipNulls: false },
      indent,
    );
  if (value instanceof SObj) return object(recordEntries(value), { ...style, skipNulls: false }, indent);
  if (value instanceof Instance) return object(instanceEntries(value), style, indent);
  if (value instanceof Bag && value.type === 'attributes') return object(Object.entries(value.values), style, indent);
  if (value instanceof Bag && value.type.startsWith('Database.')) return object(Object.entries(value.values), style, indent);
  const name = value instanceof ApexThrowable ? value.typeName : value instanceof Bag ? value.type : typeOf(value).name;
  return raise('JSONException', `Apex Type unsupported in JSON: ${name}`);
}

const keyText = (key: unknown): string =>
  typeof key === 'string'
    ? key
    : key === null
      ? raise('JSONException', 'Map key cannot be null')
      : serialize(key, { pretty: false, skipNulls: false }).replace(/^"|"$/g, '');

function array(items: readonly unknown[], style: Style, indent: string): string {
  const inner = items.map((item) => serialize(item, style, `${indent}  `));
  return style.pretty ? (inner.length ? `[ ${inner.join(', ')} ]` : '[ ]') : `[${inner.join(',')}]`;
}

function object(entries: readonly [string, unknown][], style: Style, indent: string): string {
  const kept = style.skipNulls ? entries.filter(([, v]) => v !== null && v !== undefined) : entries;
  if (!style.pretty) return `{${kept.map(([k, v]) => `${quote(k)}:${serialize(v, style)}`).join(',')}}`;
  if (kept.length === 0) return '{ }';
  return `{\n${kept.map(([k, v]) => `${indent}  ${quote(k)} : ${serialize(v, style, `${indent}  `)}`).join(',\n')}\n${indent}}`;
}

function recordEntries(record: SObj): [string, unknown][] {
  const { name } = record.schema;
  const id = record.fields.get('Id');
  const attributes = new Bag('attributes', {
    type: name,
    ...(typeof id === 'string' ? { url: `/services/data/v${API_VERSION}.0/sobjects/${name}/${id}` } : {}),
  });
  const entries: [string, unknown][] = [['attributes', attributes]];
  for (const [field, value] of record.fields) {
    if (value instanceof AList) entries.push([field, new Bag('attributes', { totalSize: value.items.length, done: true, records: value })]);
    else entries.push([field, value]);
  }
  return entries;
}

function instanceEntries(value: Instance): [string, unknown][] {
  const chain = [...ancestry(value.$cls)].reverse();
  return chain.flatMap((cls) =>
    [...cls.fields.values()].filter((f) => !f.isStatic && !f.isTransient && f.canRead).map((f): [string, unknown] => [f.name, value[f.js]]),
  );
}

/** Text to nested Maps and Lists. */
export function untyped(json: Json): unknown {
  const { table } = running();
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (json instanceof JsonNumber) return numberOf(json);
  if (Array.isArray(json)) return new AList(table.list(table.object), json.map(untyped));
  const map = new AMap(table.lib('Map', [table.lib('String'), table.object]));
  for (const [key, value] of json) map.put(key, untyped(value));
  return map;
}

function numberOf({ text }: JsonNumber): unknown {
  if (/^-?\d+$/.test(text)) {
    const n = BigInt(text);
    if (BigInt.asIntN(32, n) === n) return Number(n);
    if (BigInt.asIntN(64, n) === n) return n;
  }
  return parseDecimal(text);
}

const mismatch = (type: string, json: Json): never =>
  raise(
    'JSONException',
    `Illegal value for primitive type ${type}: ${json instanceof JsonNumber ? json.text : typeof json === 'string' ? json : Array.isArray(json) ? 'START_ARRAY' : 'START_OBJECT'}`,
  );

/** JSON as a value of a type. */
export function typed(json: Json, type: ApexType, strict: boolean): unknown {
  if (isNull(json)) return null;
  if (type.kind === 'object') return untyped(json);
  if (type.kind === 'sobject') return record(json, type, strict);
  if (type.cls) return type.cls.kind === 'enum' ? enumValue(json, type) : instance(json, type, strict);
  if (type.library?.name === 'List' || type.library?.name === 'Set') return collection(json, type, strict);
  if (type.library?.name === 'Map') {
    const map = new AMap(type);
    for (const [key, value] of entriesOf(json, type)) map.put(primitive(type.args[0]?.name ?? 'String', key), typed(value, type.args[1] ?? type, strict));
    return map;
  }
  return primitive(type.name, json);
}

function entriesOf(json: Json, type: ApexType): ReadonlyMap<string, Json> {
  if (json instanceof Map) return json;
  return raise('JSONException', `Malformed JSON: Expected '{' at the beginning of object${type.kind === 'class' ? ` of type ${type.name}` : ''}`);
}

function collection(json: Json, type: ApexType, strict: boolean): unknown {
  if (!Array.isArray(json)) {
    if (json instanceof Map && json.get('records')) return collection(json.get('records') ?? [], type, strict);
    return raise('JSONException', "Malformed JSON: Expected '[' at the beginning of List/Set");
  }
  const items = json.map((item) => typed(item, type.args[0] ?? running().table.object, strict));
  return type.library?.name === 'Set' ? new ASet(type, items) : new AList(type, items);
}

function primitive(type: string, json: Json): unknown {
  const text = json instanceof JsonNumber ? json.text : json;
  if (typeof text === 'boolean') return type === 'Boolean' ? text : type === 'String' ? String(text) : mismatch(type, String(text));
  if (typeof text !== 'string') return mismatch(type, json);
  switch (type) {
    case 'String':
      return text;
    case 'Id':
      return checkedId(text);
    case 'Boolean':
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : mismatch(type, text);
    case 'Integer':
      return /^-?\d+$/.test(text) && Math.abs(Number(text)) <= 2_147_483_648 ? Number(text) : mismatch(type, text);
    case 'Long':
      return /^-?\d+$/.test(text) ? BigInt(text) : mismatch(type, text);
    case 'Decimal':
      return parseDecimal(text) ?? mismatch(type, text);
    case 'Double':
      return new Dbl(decNumber(parseDecimal(text) ?? mismatch(type, text)));
    case 'Date':
      return parseDate(text) ?? mismatch(type, text);
    case 'Datetime':
      return datetime(text);
    case 'Blob':
      return new Uint8Array(Buffer.from(text, 'base64'));
    default:
      return raise('JSONException', `Apex Type unsupported in JSON: ${type}`);
  }
}

function datetime(text: string): ADatetime {
  const iso = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const ms = Date.parse(/T.*(Z|[+-]\d{2}:\d{2})$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? mismatch('Datetime', text) : new ADatetime(ms);
}

function enumValue(json: Json, type: ApexType): EnumValue {
  const found = typeof json === 'string' ? type.cls?.constants.get(json.toLowerCase()) : undefined;
  return found ?? raise('JSONException', `Illegal value for enum ${type.name}: ${String(json)}`);
}

function instance(json: Json, type: ApexType, strict: boolean): unknown {
  const { cls } = type;
  const entries = entriesOf(json, type);
  const runtime = running();
  const Constructor = cls ? runtime.constructors[cls.index] : undefined;
  if (!cls || !Constructor || cls.isAbstract) return raise('JSONException', `Cannot deserialize type: ${type.name}`);
  const made = new Constructor();
  if (!(made instanceof Instance)) return raise('JSONException', `Apex Type unsupported in JSON: ${type.name}`);
  for (const [key, value] of entries) {
    const field = [...ancestry(cls)].flatMap((c) => [...c.fields.values()]).find((f) => f.name.toLowerCase() === key.toLowerCase() && !f.isStatic);
    if (field) Reflect.set(made, field.js, typed(value, field.type, strict));
    else if (strict) raise('JSONException', `No such column '${key}' on ${type.name}`);
  }
  return made;
}

/** A record; unlike put(), system fields may be set this way. */
function record(json: Json, type: ApexType, strict: boolean): SObj {
  const { org, table } = running();
  const entries = entriesOf(json, type);
  const attributes = entries.get('attributes');
  const named = attributes instanceof Map ? attributes.get('type') : undefined;
  const schema = type.schema ?? (typeof named === 'string' ? org.object(named) : undefined);
  if (!schema) return raise('JSONException', 'SObject needs attributes.type');
  const made = new SObj(schema);
  for (const [key, value] of entries) {
    if (key === 'attributes') continue;
    const field = schema.fields.get(key.toLowerCase());
    const parent = field ? undefined : parentOf(org.objects(), schema, key);
    const children = field || parent ? undefined : childrenOf(org.objects(), schema, key);
    if (field) made.fields.set(field.name, isNull(value) ? null : primitive(apexTypeOfField(field), value));
    else if (parent) made.fields.set(parent.name, typed(value, table.ofSchema(parent.schema), strict));
    else if (children) made.fields.set(children.name, typed(value, table.list(table.ofSchema(children.schema)), strict));
    else raise('JSONException', `No such column '${key}' on sobject of type ${schema.name}`);
  }
  return made;
}

export function defineJson(library: Library): void {
  define(library, 'JSON', {
    'static String serialize(Object)': (v: unknown) => serialize(v, { pretty: false, skipNulls: false }),
    'static String serialize(Object,Boolean)': (v: unknown, skipNulls: boolean) => serialize(v, { pretty: false, skipNulls }),
    'static String serializePretty(Object)': (v: unknown) => serialize(v, { pretty: true, skipNulls: false }),
    'static String serializePretty(Object,Boolean)': (v: unknown, skipNulls: boolean) => serialize(v, { pretty: true, skipNulls }),
    'static Object deserialize(String,Type)': (text: string, type: Bag) => typed(parseJson(text), typeOfToken(type), false),
    'static Object deserializeStrict(String,Type)': (text: string, type: Bag) => typed(parseJson(text), typeOfToken(type), true),
    'static Object deserializeUntyped(String)': (text: string) => untyped(parseJson(text)),
  });
  defineJsonTools(library, (value) => serialize(value, { pretty: false, skipNulls: false }));
}
