/**
 * Apex numbers that JavaScript lacks: Decimal (exact, with a scale) and Double (boxed, so that a value typed Object
 * still knows it is a Double). Integer is a JavaScript number, Long a bigint.
 */

/** Exact decimal: `unscaled` × 10^-`scale`; scale is never negative. */
export class Dec {
  readonly unscaled: bigint;
  readonly scale: number;
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
}

/** A Double. */
export class Dbl {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export type RoundingMode = 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN' | 'UNNECESSARY';

const DIGITS_MAX = 34; // decimal128, which a non-terminating Decimal division is cut to

export const pow10 = (n: number): bigint => 10n ** BigInt(n);

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

/** Integer division with a Java rounding mode; undefined when UNNECESSARY but a remainder is left. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint | undefined {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (remainder === 0n) return quotient;
  const sign = numerator < 0n === denominator < 0n ? 1n : -1n;
  const twice = abs(remainder) * 2n;
  const size = abs(denominator);
  const away = {
    UP: true,
    DOWN: false,
    CEILING: sign > 0n,
    FLOOR: sign < 0n,
    HALF_UP: twice >= size,
    HALF_DOWN: twice > size,
    HALF_EVEN: twice > size || (twice === size && quotient % 2n !== 0n),
    UNNECESSARY: null,
  }[mode];
  if (away === null) return undefined;
  return away ? quotient + sign : quotient;
}

/** Reads plain or scientific decimal text; undefined when it is not a number. */
export function parseDecimal(text: string): Dec | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match || !((match[2] ?? '') + (match[3] ?? ''))) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt((match[2] ?? '') + fraction) * (match[1] === '-' ? -1n : 1n);
  const scale = fraction.length - Number(match[4] ?? 0);
  return scale >= 0 ? new Dec(digits, scale) : new Dec(digits * pow10(-scale), 0);
}

export const decOfInt = (n: number | bigint): Dec => new Dec(BigInt(n), 0);

/** A double's shortest decimal text as a Decimal, as Java's BigDecimal.valueOf(double) reads it. */
export function decOfDouble(n: number): Dec {
  return parseDecimal(String(n)) ?? new Dec(0n, 0);
}

/** Plain notation, keeping the scale: 1.50. */
export function decText(d: Dec): string {
  const negative = d.unscaled < 0n;
  const digits = abs(d.unscaled)
    .toString()
    .padStart(d.scale + 1, '0');
  const text = d.scale === 0 ? digits : `${digits.slice(0, -d.scale)}.${digits.slice(-d.scale)}`;
  return negative ? `-${text}` : text;
}

export const decNumber = (d: Dec): number => Number(decText(d));

export function decScaled(d: Dec, scale: number): bigint {
  return scale === d.scale ? d.unscaled : d.unscaled * pow10(scale - d.scale);
}

export function decCompare(a: Dec, b: Dec): number {
  const scale = Math.max(a.scale, b.scale);
  const left = decScaled(a, scale);
  const right = decScaled(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function decAdd(a: Dec, b: Dec, sign: 1n | -1n): Dec {
  const scale = Math.max(a.scale, b.scale);
  return new Dec(decScaled(a, scale) + sign * decScaled(b, scale), scale);
}

export const decMultiply = (a: Dec, b: Dec): Dec => new Dec(a.unscaled * b.unscaled, a.scale + b.scale);

/** Drops trailing zeros of the fraction, never below `keep` places. */
export function decStrip(d: Dec, keep = 0): Dec {
  let { unscaled, scale } = d;
  while (scale > keep && unscaled % 10n === 0n) {
    unscaled /= 10n;
    scale -= 1;
  }
  return new Dec(unscaled, scale);
}

/** Exact when it terminates, else 34 significant digits, half even. The divisor must not be zero. */
export function decDivide(a: Dec, b: Dec): Dec {
  const extra = DIGITS_MAX + b.unscaled.toString().length;
  const scale = Math.max(0, a.scale - b.scale) + extra;
  const numerator = a.unscaled * pow10(scale + b.scale - a.scale);
  if (numerator % b.unscaled === 0n) return decStrip(new Dec(numerator / b.unscaled, scale), Math.max(0, a.scale - b.scale));
  const digits = abs(numerator / b.unscaled).toString().length;
  const drop = Math.max(0, digits - DIGITS_MAX);
  const quotient = divideRounded(numerator, b.unscaled * pow10(drop), 'HALF_EVEN') ?? 0n;
  return scale >= drop ? new Dec(quotient, scale - drop) : new Dec(quotient * pow10(drop - scale), 0);
}

/** The value at another scale; undefined when UNNECESSARY rounding would lose digits. */
export function decSetScale(d: Dec, scale: number, mode: RoundingMode): Dec | undefined {
  if (scale >= d.scale) return new Dec(decScaled(d, scale), scale);
  const unscaled = divideRounded(d.unscaled, pow10(d.scale - scale), mode);
  return unscaled === undefined ? undefined : new Dec(unscaled, scale);
}

/** Java's Double.toString for the range Apex code meets: 1.0, 0.5, 1.0E10. */
export function doubleText(n: number): string {
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'NaN' : n > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(n);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa = '0', exponent = '0'] = n.toExponential().split('e');
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(n) ? `${n}.0` : String(n);
}
