/** Integer, Long, Double, Decimal, Boolean and Math. */
import { randomInt } from 'node:crypto';

import {
  Dbl,
  Dec,
  decCompare,
  decNumber,
  decOfDouble,
  decOfInt,
  decSetScale,
  decStrip,
  decText,
  decMultiply,
  parseDecimal,
  divideRounded,
  pow10,
  type RoundingMode,
} from '../runtime/decimal.ts';
import { raise } from '../runtime/throwable.ts';
import { widen } from '../runtime/operators.ts';
import type { EnumValue } from './define.ts';
import { define, defineEnum, type Definition, type Library } from './define.ts';

const ROUNDING = ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN', 'UNNECESSARY'] as const;

const modeOf = (mode: EnumValue): RoundingMode => ROUNDING[mode.ordinal] ?? 'HALF_UP';
const setScale = (d: Dec, scale: number, mode: RoundingMode): Dec => decSetScale(d, scale, mode) ?? raise('MathException', 'Rounding necessary');

function parseInteger(text: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text) || Math.abs(Number(text)) > 2_147_483_648 || Number(text) === 2_147_483_648)
    return raise('TypeException', `Invalid integer: ${text}`);
  return Number(text);
}

function parseLong(text: string): bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return raise('TypeException', `Invalid long: ${text}`);
  return BigInt(text.trim().replace('+', ''));
}

const parseDec = (text: string): Dec => parseDecimal(text) ?? raise('TypeException', `Invalid decimal: ${text}`);
function parseDouble(text: string): Dbl {
  const d = parseDecimal(text);
  return d ? new Dbl(decNumber(d)) : raise('TypeException', `Invalid double: ${text}`);
}

const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

function formatDecimal(d: Dec): string {
  const [whole = '0', fraction = ''] = decText(decStrip(setScale(d, Math.min(d.scale, 3), 'HALF_EVEN'))).split('.');
  return grouped(whole) + (fraction ? `.${fraction}` : '');
}

const asDec = (value: unknown): Dec | null => {
  if (value instanceof Dec) return value;
  if (value instanceof Dbl) return decOfDouble(value.value);
  return typeof value === 'number' || typeof value === 'bigint' ? decOfInt(value) : null;
};

function anyTo<T>(name: string, parse: (text: string) => T, convert: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => {
    if (value === null) return raise('NullPointerException', 'Argument cannot be null.');
    if (typeof value === 'string') return parse(value);
    return asDec(value) ? convert(value) : raise('TypeException', `Invalid ${name}: ${typeof value}`);
  };
}

function defineTypes(library: Library): void {
  define(library, 'Integer', {
    'static Integer valueOf(String)': parseInteger,
    'static Integer valueOf(Object)': anyTo('integer', parseInteger, widen.toInteger),
    'String format()': (n: number) => grouped(String(n)),
    'Integer intValue()': (n: number) => n,
    'Long longValue()': (n: number) => BigInt(n),
    'Integer hashCode()': (n: number) => n,
  });
  define(library, 'Long', {
    'static Long valueOf(String)': parseLong,
    'static Long valueOf(Object)': anyTo('long', parseLong, widen.toLong),
    'String format()': (n: bigint) => grouped(String(n)),
    'Integer intValue()': (n: bigint) => Number(BigInt.asIntN(32, n)),
    'Long longValue()': (n: bigint) => n,
    'Double doubleValue()': (n: bigint) => new Dbl(Number(n)),
  });
  define(library, 'Double', {
    'static Double valueOf(String)': parseDouble,
    'static Double valueOf(Object)': anyTo('double', parseDouble, (v) => new Dbl(v instanceof Dbl ? v.value : v instanceof Dec ? decNumber(v) : Number(v))),
    'String format()': (n: Dbl) => formatDecimal(decOfDouble(n.value)),
    'Integer intValue()': (n: Dbl) => widen.toInteger(n),
    'Long longValue()': (n: Dbl) => widen.toLong(n),
    'Double doubleValue()': (n: Dbl) => n,
    'Long round()': (n: Dbl) => BigInt(Math.round(n.value)),
  });
  define(library, 'Decimal', {
    'static Decimal valueOf(String)': parseDec,
    'static Decimal valueOf(Double)': (n: Dbl) => decOfDouble(n.value),
    'static Decimal valueOf(Long)': (n: bigint) => decOfInt(n),
    'static Decimal valueOf(Object)': anyTo('decimal', parseDec, asDec),
    'Decimal abs()': (d: Dec) => (d.unscaled < 0n ? new Dec(-d.unscaled, d.scale) : d),
    'Decimal divide(Decimal,Integer)': (a: Dec, b: Dec, scale: number) => divide(a, b, scale, 'HALF_UP'),
    'Decimal divide(Decimal,Integer,RoundingMode)': (a: Dec, b: Dec, scale: number, mode: EnumValue) => divide(a, b, scale, modeOf(mode)),
    'Double doubleValue()': (d: Dec) => new Dbl(decNumber(d)),
    'String format()': formatDecimal,
    'Integer intValue()': (d: Dec) => widen.toInteger(d),
    'Long longValue()': (d: Dec) => widen.toLong(d),
    'Decimal pow(Integer)': (d: Dec, n: number) =>
      n < 0 ? raise('MathException', 'Exponent must be between 0 and 32,767') : Array.from({ length: n }).reduce<Dec>((a) => decMultiply(a, d), decOfInt(1)),
    'Integer precision()': (d: Dec) => String(d.unscaled).replace('-', '').length,
    'Integer scale()': (d: Dec) => d.scale,
    'Long round()': (d: Dec) => setScale(d, 0, 'HALF_EVEN').unscaled,
    'Long round(RoundingMode)': (d: Dec, mode: EnumValue) => setScale(d, 0, modeOf(mode)).unscaled,
    'Decimal setScale(Integer)': (d: Dec, scale: number) => setScale(d, scale, 'HALF_UP'),
    'Decimal setScale(Integer,RoundingMode)': (d: Dec, scale: number, mode: EnumValue) => setScale(d, scale, modeOf(mode)),
    'Decimal stripTrailingZeros()': (d: Dec) => decStrip(d),
    'String toPlainString()': decText,
  });
  define(library, 'Boolean', {
    'static Boolean valueOf(String)': (s: string) => s.toLowerCase() === 'true',
    'static Boolean valueOf(Object)': (v: unknown) => v === true || (typeof v === 'string' && v.toLowerCase() === 'true'),
  });
}

function divide(a: Dec, b: Dec, scale: number, mode: RoundingMode): Dec {
  if (b.unscaled === 0n) return raise('MathException', 'Divide by 0');
  const shift = scale + b.scale - a.scale;
  const [n, d] = shift >= 0 ? [a.unscaled * pow10(shift), b.unscaled] : [a.unscaled, b.unscaled * pow10(-shift)];
  return new Dec(divideRounded(n, d, mode) ?? raise('MathException', 'Rounding necessary'), scale);
}

const onDouble =
  (fn: (n: number) => number) =>
  (n: Dbl): Dbl =>
    new Dbl(fn(n.value));

function modulo(a: number, b: number): number {
  return b === 0 ? raise('MathException', 'Divide by 0') : a % b;
}

export function defineNumbers(library: Library): void {
  defineEnum(library, 'RoundingMode', ROUNDING);
  defineTypes(library);
  const members: Record<string, Definition[string]> = {
    'static Integer mod(Integer,Integer)': modulo,
    'static Long mod(Long,Long)': (a: bigint, b: bigint) => (b === 0n ? raise('MathException', 'Divide by 0') : a % b),
    'static Integer abs(Integer)': (n: number) => Math.abs(n) | 0,
    'static Long abs(Long)': (n: bigint) => BigInt.asIntN(64, n < 0n ? -n : n),
    'static Decimal abs(Decimal)': (d: Dec) => (d.unscaled < 0n ? new Dec(-d.unscaled, d.scale) : d),
    'static Integer round(Decimal)': (d: Dec) => widen.toInteger(setScale(d, 0, 'HALF_EVEN')),
    'static Integer round(Double)': (n: Dbl) => Math.round(n.value) | 0,
    'static Long roundToLong(Decimal)': (d: Dec) => setScale(d, 0, 'HALF_EVEN').unscaled,
    'static Long roundToLong(Double)': (n: Dbl) => BigInt(Math.round(n.value)),
    'static Decimal floor(Decimal)': (d: Dec) => setScale(d, 0, 'FLOOR'),
    'static Decimal ceil(Decimal)': (d: Dec) => setScale(d, 0, 'CEILING'),
    'static Double random()': () => new Dbl(randomInt(2 ** 48 - 1) / 2 ** 48),
    'static Double pow(Double,Double)': (a: Dbl, b: Dbl) => new Dbl(a.value ** b.value),
    'static Decimal signum(Decimal)': (d: Dec) => decOfInt(d.unscaled < 0n ? -1 : d.unscaled > 0n ? 1 : 0),
    'static Double PI': () => new Dbl(Math.PI),
    'static Double E': () => new Dbl(Math.E),
  };
  for (const fn of ['sqrt', 'exp', 'log', 'log10', 'sin', 'cos', 'tan', 'cbrt'] as const) members[`static Double ${fn}(Double)`] = onDouble(Math[fn]);
  for (const fn of ['floor', 'ceil', 'abs'] as const) members[`static Double ${fn}(Double)`] = onDouble(Math[fn]);
  for (const [name, sign] of [
    ['max', 1],
    ['min', -1],
  ] as const) {
    members[`static Integer ${name}(Integer,Integer)`] = (a: number, b: number) => ((a - b) * sign > 0 ? a : b);
    members[`static Long ${name}(Long,Long)`] = (a: bigint, b: bigint) => (a > b === sign > 0 ? a : b);
    members[`static Double ${name}(Double,Double)`] = (a: Dbl, b: Dbl) => ((a.value - b.value) * sign > 0 ? a : b);
    members[`static Decimal ${name}(Decimal,Decimal)`] = (a: Dec, b: Dec) => (decCompare(a, b) * sign > 0 ? a : b);
  }
  define(library, 'Math', members);
}
