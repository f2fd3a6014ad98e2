/** Apex operators on runtime values. The compiler has already fixed the operand types; nulls are judged here. */
import { EnumValue } from '../library/define.ts';
import { AList, AMap, ASet, hashKey, sameValue } from './collections.ts';
import { Dbl, Dec, decAdd, decCompare, decDivide, decMultiply, decNumber, decOfDouble, decOfInt } from './decimal.ts';
import { Instance } from './instance.ts';
import { SObj } from './sobject.ts';
import { toText } from './text.ts';
import { ADate, ADatetime, ATime } from './temporal.ts';
import { ApexThrowable, notNull, raise } from './throwable.ts';

type I = number | null;
type L = bigint | null;
type F = Dbl | null;
type D = Dec | null;

const zero = (): never => raise('MathException', 'Divide by 0');

/** Arithmetic per numeric type; keys are the generated names. */
export const integer = {
  '+': (a: I, b: I): number => (notNull(a) + notNull(b)) | 0,
  '-': (a: I, b: I): number => (notNull(a) - notNull(b)) | 0,
  '*': (a: I, b: I): number => Math.imul(notNull(a), notNull(b)),
  '/': (a: I, b: I): number => (notNull(b) === 0 ? zero() : (notNull(a) / notNull(b)) | 0),
  '<<': (a: I, b: I): number => notNull(a) << notNull(b),
  '>>': (a: I, b: I): number => notNull(a) >> notNull(b),
  '>>>': (a: I, b: I): number => (notNull(a) >>> notNull(b)) | 0,
  '&': (a: I, b: I): number => notNull(a) & notNull(b),
  '|': (a: I, b: I): number => notNull(a) | notNull(b),
  '^': (a: I, b: I): number => notNull(a) ^ notNull(b),
};

const wrap = (n: bigint): bigint => BigInt.asIntN(64, n);
export const long = {
  '+': (a: L, b: L): bigint => wrap(notNull(a) + notNull(b)),
  '-': (a: L, b: L): bigint => wrap(notNull(a) - notNull(b)),
  '*': (a: L, b: L): bigint => wrap(notNull(a) * notNull(b)),
  '/': (a: L, b: L): bigint => (notNull(b) === 0n ? zero() : wrap(notNull(a) / notNull(b))),
  '<<': (a: L, b: L): bigint => wrap(notNull(a) << (notNull(b) & 63n)),
  '>>': (a: L, b: L): bigint => notNull(a) >> (notNull(b) & 63n),
  '>>>': (a: L, b: L): bigint => wrap(BigInt.asUintN(64, notNull(a)) >> (notNull(b) & 63n)),
  '&': (a: L, b: L): bigint => notNull(a) & notNull(b),
  '|': (a: L, b: L): bigint => notNull(a) | notNull(b),
  '^': (a: L, b: L): bigint => notNull(a) ^ notNull(b),
};

export const double = {
  '+': (a: F, b: F): Dbl => new Dbl(notNull(a).value + notNull(b).value),
  '-': (a: F, b: F): Dbl => new Dbl(notNull(a).value - notNull(b).value),
  '*': (a: F, b: F): Dbl => new Dbl(notNull(a).value * notNull(b).value),
  '/': (a: F, b: F): Dbl => (notNull(b).value === 0 ? zero() : new Dbl(notNull(a).value / notNull(b).value)),
};

export const decimal = {
  '+': (a: D, b: D): Dec => decAdd(notNull(a), notNull(b), 1n),
  '-': (a: D, b: D): Dec => decAdd(notNull(a), notNull(b), -1n),
  '*': (a: D, b: D): Dec => decMultiply(notNull(a), notNull(b)),
  '/': (a: D, b: D): Dec => (notNull(b).unscaled === 0n ? zero() : decDivide(notNull(a), notNull(b))),
};

export const boolean = {
  '&': (a: boolean | null, b: boolean | null): boolean => notNull(a) && notNull(b),
  '|': (a: boolean | null, b: boolean | null): boolean => notNull(a) || notNull(b),
  '^': (a: boolean | null, b: boolean | null): boolean => notNull(a) !== notNull(b),
};

/** Widening conversions, null staying null. */
export const widen = {
  intToLong: (n: I): L => (n === null ? null : BigInt(n)),
  intToDouble: (n: I): F => (n === null ? null : new Dbl(n)),
  longToDouble: (n: L): F => (n === null ? null : new Dbl(Number(n))),
  toDecimal: (n: number | bigint | null): D => (n === null ? null : decOfInt(n)),
  doubleToDecimal: (n: F): D => (n === null ? null : decOfDouble(n.value)),
  decimalToDouble: (n: D): F => (n === null ? null : new Dbl(decNumber(n))),
  dateToDatetime: (d: ADate | null): ADatetime | null => (d === null ? null : new ADatetime(d.days * 86_400_000)),
  toInteger: (n: unknown): number | null => {
    if (typeof n === 'bigint') return Number(BigInt.asIntN(32, n));
    if (n instanceof Dbl) return Math.trunc(n.value) | 0;
    if (n instanceof Dec) return Number(BigInt.asIntN(32, n.unscaled / 10n ** BigInt(n.scale)));
    return typeof n === 'number' ? n : null;
  },
  toLong: (n: unknown): bigint | null => {
    if (n instanceof Dbl) return BigInt.asIntN(64, BigInt(Math.trunc(n.value)));
    if (n instanceof Dec) return BigInt.asIntN(64, n.unscaled / 10n ** BigInt(n.scale));
    if (typeof n === 'number') return BigInt(n);
    return typeof n === 'bigint' ? n : null;
  },
};

/** A condition: null is an error, as in Java unboxing. */
export const truth = (value: boolean | null): boolean => notNull(value);

/** `+` on text. */
export const concat = (a: unknown, b: unknown): string => toText(a) + toText(b);

/** `==` on two texts: case is ignored. */
export function textEquals(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  return a.toLowerCase() === b.toLowerCase();
}

/** `==` on anything. */
export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === 'string' && typeof b === 'string') return textEquals(a, b);
  const left = asNumber(a);
  const right = asNumber(b);
  if (left && right) return decCompare(left, right) === 0;
  if (a instanceof AList && b instanceof AList) return a.items.length === b.items.length && a.items.every((item, i) => equals(item, b.items[i]));
  if (a instanceof Instance) return sameValue(a, b);
  return hashKey(a) === hashKey(b);
}

function asNumber(value: unknown): Dec | null {
  if (typeof value === 'number' || typeof value === 'bigint') return decOfInt(value);
  if (value instanceof Dec) return value;
  return value instanceof Dbl && Number.isFinite(value.value) ? decOfDouble(value.value) : null;
}

/** `<`, `>`, `<=`, `>=`: false whenever a side is null. */
export function ordered(a: unknown, b: unknown, operator: '<' | '>' | '<=' | '>='): boolean {
  if (a === null || b === null) return false;
  const order = compareValues(a, b);
  return operator === '<' ? order < 0 : operator === '>' ? order > 0 : operator === '<=' ? order <= 0 : order >= 0;
}

/** Natural order of two values of one kind; null first. Text compares without case first, as the platform sorts. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Dbl && b instanceof Dbl) return a.value - b.value;
  const left = asNumber(a);
  const right = asNumber(b);
  if (left && right) return decCompare(left, right);
  if (a instanceof ADate && b instanceof ADate) return a.days - b.days;
  if ((a instanceof ADatetime && b instanceof ADatetime) || (a instanceof ATime && b instanceof ATime)) return a.ms - b.ms;
  if (a instanceof EnumValue && b instanceof EnumValue) return a.ordinal - b.ordinal;
  if (a instanceof Instance && a.$overrides('compareto', 1)) return Number(a.$invoke('compareto', [b]));
  if (a instanceof SObj && b instanceof SObj) return compareRecords(a, b);
  return raise('ListException', 'One or more of the items in this list is not Comparable.');
}

function compareRecords(a: SObj, b: SObj): number {
  for (const name of ['Name', 'Id']) {
    const left = a.fields.get(name) ?? null;
    const right = b.fields.get(name) ?? null;
    if (left !== right) return compareValues(left, right);
  }
  return 0;
}

/** What for-each walks: a copy of nothing, the platform refuses a list changed while it is walked. */
export function* each(source: unknown): Generator<unknown> {
  const from = notNull(source);
  if (from instanceof AList) yield* eachItem(from);
  else if (from instanceof ASet) yield* [...from.items.values()];
  else if (from instanceof Instance) yield* eachOf(from);
  else if (from instanceof AMap) throw new Error('a map cannot be iterated');
  else throw new Error('this value cannot be iterated');
}

function* eachItem(list: AList): Generator<unknown> {
  const size = list.items.length;
  for (let i = 0; i < list.items.length; i += 1) {
    yield list.items[i];
    if (list.items.length !== size) raise('FinalException', 'Cannot modify a collection while it is being iterated.');
  }
}

function* eachOf(source: Instance): Generator<unknown> {
  const iterator = source.$overrides('iterator', 0) ? source.$invoke('iterator', []) : source;
  if (iterator instanceof Instance) while (iterator.$invoke('hasnext', []) === true) yield iterator.$invoke('next', []);
  else if (iterator instanceof ListIterator) while (iterator.hasNext()) yield iterator.next();
}

/** List.iterator(). */
export class ListIterator {
  readonly #items: readonly unknown[];
  #at = 0;
  constructor(items: readonly unknown[]) {
    this.#items = items;
  }
  hasNext(): boolean {
    return this.#at < this.#items.length;
  }
  next(): unknown {
    if (!this.hasNext()) return raise('NoSuchElementException', 'No more elements');
    this.#at += 1;
    return this.#items[this.#at - 1];
  }
}

/** Throw: null is a NullPointerException. */
export function thrown(value: unknown): never {
  const exception = notNull(value);
  if (!(exception instanceof ApexThrowable)) throw new Error('only exceptions are thrown');
  throw exception;
}
