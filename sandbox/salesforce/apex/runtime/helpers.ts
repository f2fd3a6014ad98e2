/** The functions generated code calls, under the names the compiler emits. */
import type { ObjectSchema } from '../../contract.ts';
import { findMethod, Instance } from './instance.ts';
import type { HELPERS } from '../compiler/program.ts';
import { conversionCost, NO_CONVERSION, type ApexType } from '../compiler/types.ts';
import { Bag, enumConstants, EnumValue, type Implementation, type Library } from '../library/define.ts';
import { describeField, describeObject, fieldMap, fieldToken, objectToken, typeValue } from '../library/tokens.ts';
import { AList, AMap, ASet } from './collections.ts';
import { running } from './current.ts';
import { Dbl, Dec, decOfInt, parseDecimal } from './decimal.ts';
import { callFuture } from './async.ts';
import { statement } from './dml.ts';
import { boolean, concat, decimal, double, each, equals, integer, ListIterator, long, ordered, textEquals, thrown, truth, widen } from './operators.ts';
import { countQuery, query, single } from './queries.ts';
import { checkedId, getField, id18, isId, putField, runtimeName, SObj } from './sobject.ts';
import { toText } from './text.ts';
import { ADate, ADatetime, ATime } from './temporal.ts';
import { ApexThrowable, notNull, raise } from './throwable.ts';

/** The dynamic type of a value, as `instanceof` and casts judge it. */
export function typeOf(value: unknown): ApexType {
  const { table } = running();
  if (value instanceof Instance) return table.ofClass(value.$cls);
  if (value instanceof ApexThrowable) return value.$cls ? table.ofClass(value.$cls) : table.lib(value.platformType);
  if (value instanceof AList || value instanceof ASet || value instanceof AMap) return value.type;
  if (value instanceof SObj)
    return value.schema.name === 'AggregateResult' ? (table.platform('AggregateResult') ?? table.sobject) : table.ofSchema(value.schema);
  if (value instanceof EnumValue || value instanceof Bag) return running().typeNamed(value.type) ?? table.object;
  if (value instanceof ListIterator) return table.lib('Iterator', [table.object]);
  return table.lib(runtimeName(value));
}

const PRIMITIVE_TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (v) => typeof v === 'string',
  Id: (v) => typeof v === 'string' && isId(v),
  Boolean: (v) => typeof v === 'boolean',
  Integer: (v) => typeof v === 'number',
  Long: (v) => typeof v === 'bigint' || typeof v === 'number',
  Double: (v) => v instanceof Dbl || v instanceof Dec,
  Decimal: (v) => v instanceof Dec || v instanceof Dbl,
  Date: (v) => v instanceof ADate,
  Datetime: (v) => v instanceof ADatetime,
  Time: (v) => v instanceof ATime,
  Blob: (v) => v instanceof Uint8Array,
};

export function isA(value: unknown, type: ApexType): boolean {
  if (value === null) return false;
  if (type.kind === 'object') return true;
  const test = PRIMITIVE_TESTS[type.name];
  if (test) return test(value);
  if (type.kind === 'sobject') return value instanceof SObj && (type.schema === null || type.schema.name === value.schema.name);
  return conversionCost(typeOf(value), type, running().table) < NO_CONVERSION;
}

export function castTo(value: unknown, type: ApexType): unknown {
  if (value === null) return null;
  if (type.name === 'Id' && typeof value === 'string') return checkedId(value);
  if (type.name === 'Double' && value instanceof Dec) return widen.decimalToDouble(value);
  if (type.name === 'Decimal' && value instanceof Dbl) return widen.doubleToDecimal(value);
  if (type.name === 'Long' && typeof value === 'number') return BigInt(value);
  if (!isA(value, type)) raise('TypeException', `Invalid conversion from runtime type ${typeOf(value).name} to ${type.name}`);
  return value;
}

function shifted<T extends ADate | ADatetime | ATime>(value: T | null, make: (value: T) => T): T {
  return make(notNull(value));
}

const asDays = (d: Dec | null): number => Number(notNull(d).unscaled) / 10 ** notNull(d).scale;

function chunksOf(list: AList | null): AList[] {
  const { type, items } = notNull(list);
  return Array.from({ length: Math.ceil(items.length / 200) }, (_, i) => new AList(type, items.slice(i * 200, i * 200 + 200)));
}

/** Calls a platform interface's method on whatever implements it. */
export function callInterface(target: unknown, name: string, args: readonly unknown[]): unknown {
  if (target instanceof Instance && findMethod(target.$cls, name, args.length)) return target.$invoke(name, args);
  if (target instanceof ListIterator) return name === 'hasnext' ? target.hasNext() : target.next();
  if (target instanceof AList && name === 'iterator') return new ListIterator(target.items);
  if (target instanceof ASet && name === 'iterator') return new ListIterator([...target.items.values()]);
  throw new Error(`nothing implements ${name}`);
}

export function userEnum(index: number, id: string): EnumValue {
  const value = running().classes[index]?.constants.get(id);
  if (!value) throw new Error(`no enum constant ${id}`);
  return value;
}

function enumByName(values: Iterable<EnumValue>, type: string, name: string | null): EnumValue {
  const text = notNull(name);
  for (const value of values) if (value.name.toLowerCase() === text.toLowerCase()) return value;
  return raise('NoSuchElementException', `No enum constant ${type}.${text}`);
}

const constantsOf = (index: number): EnumValue[] => [...(running().classes[index]?.constants.values() ?? [])];

/** All helpers; the platform's static properties come from the library. */
export function makeHelpers(library: Library): Record<(typeof HELPERS)[number], unknown> {
  const getters = new Map<string, Implementation>();
  return {
    Instance,
    Throwable: ApexThrowable,
    Dbl,
    dec: (text: string) => constantDecimal(text),
    nn: notNull,
    truth,
    cat: concat,
    textEquals,
    equals,
    ordered,
    integer,
    long,
    double,
    decimal,
    boolean,
    widen,
    each,
    thrown,
    query,
    countQuery,
    read: getField,
    write: putField,
    single,
    castTo,
    isA,
    callInterface,
    typeValue,
    objectToken,
    fieldToken,
    describeObject,
    describeField,
    fieldMap,
    idEquals: (a: string | null, b: string | null) => textEquals(a && isId(a) ? id18(a) : a, b && isId(b) ? id18(b) : b),
    orderedText: (a: string | null, b: string | null, operator: '<' | '>' | '<=' | '>=') => ordered(a, b, operator),
    negate: (n: unknown) => negate(notNull(n)),
    asId: (text: string | null) => (text === null ? null : text === '' ? raise('StringException', 'Invalid id: ') : checkedId(text)),
    shiftDate: (d: ADate | null, days: number | null, sign: number) => shifted(d, (v) => new ADate(v.days + sign * notNull(days))),
    shiftDatetime: (d: ADatetime | null, days: Dec | null, sign: number) =>
      shifted(d, (v) => new ADatetime(v.ms + Math.round(sign * asDays(days) * 86_400_000))),
    shiftTime: (): never => {
      throw new Error('arithmetic on Time is not supported');
    },
    singleOrNull: (list: AList) => (list.items.length === 0 ? null : single(list)),
    chunks: chunksOf,
    readParent: (record: SObj | null, name: string) => (record === null ? null : getField(record, name)),
    newRecord: (schema: ObjectSchema, pairs: [string, unknown][]) => new SObj(schema, new Map(pairs)),
    newList: (type: ApexType, items: unknown[]) => new AList(type, items),
    newSet: (type: ApexType, items: unknown[]) => new ASet(type, items),
    newMap: (type: ApexType, pairs: [unknown, unknown][]) => {
      const map = new AMap(type);
      for (const [key, value] of pairs) map.put(key, value);
      return map;
    },
    newArray: (type: ApexType, size: number) =>
      new AList(
        type,
        Array.from({ length: notNull(size) }, () => null),
      ),
    label: (name: string) => running().org.label(name) ?? raise('IllegalArgumentException', `External string does not exist: ${name}`),
    platform: (cls: string, name: string) => {
      const key = `${cls}.${name}`;
      const get = getters.get(key) ?? library.get(cls.toLowerCase())?.properties.get(name.toLowerCase())?.get;
      if (!get) throw new Error(`${key} has no value`);
      getters.set(key, get);
      const value: unknown = Reflect.apply(get, null, []);
      return value;
    },
    setPlatform: (cls: string, name: string, value: unknown) => {
      const { rest } = running().context;
      if (cls !== 'RestContext' || (name !== 'request' && name !== 'response')) throw new Error(`${cls}.${name} cannot be set`);
      rest[name] = value;
      return value;
    },
    enumValues: (index: number, type: ApexType) => new AList(type, constantsOf(index)),
    enumValueOf: (index: number, name: string | null) => enumByName(constantsOf(index), running().classes[index]?.fullName ?? '', name),
    libraryEnumValues: (name: string, type: ApexType) => new AList(type, [...enumConstants(name)]),
    libraryEnumValueOf: (type: string, name: string | null) => enumByName(enumConstants(type), type, name),
    $E: userEnum,
    addFieldError: (record: SObj | null, field: string, message: unknown) => {
      addError(notNull(record), field, toText(message instanceof ApexThrowable ? message.message : message));
    },
    future: callFuture,
    dml: statement,
    runAs: (user: unknown, work: () => void) => {
      const record = notNull(user);
      const runtime = running();
      if (!runtime.context.test) raise('TypeException', 'System.runAs may only be used in tests');
      const id = record instanceof SObj ? record.fields.get('Id') : null;
      if (typeof id !== 'string') throw new Error('System.runAs with a user that was not inserted is not supported');
      runtime.asUser(id, work);
    },
  };
}

export function addError(record: SObj, field: string | null, message: string): void {
  record.errors.push({ message, field });
  record.slot?.addError(message, field);
}

const decimals = new Map<string, Dec>();
function constantDecimal(text: string): Dec {
  const known = decimals.get(text);
  if (known) return known;
  const made = parseDecimal(text) ?? decOfInt(0);
  decimals.set(text, made);
  return made;
}

function negate(n: unknown): unknown {
  if (typeof n === 'number') return -n | 0;
  if (typeof n === 'bigint') return BigInt.asIntN(64, -n);
  if (n instanceof Dbl) return new Dbl(-n.value);
  if (n instanceof Dec) return new Dec(-n.unscaled, n.scale);
  throw new Error('only numbers are negated');
}
