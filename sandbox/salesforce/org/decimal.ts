/** Exact decimals as canonical text: "12.5", "-3", "0"; no exponent, no trailing zeros, no plus sign. */
const PATTERN = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?$/;

/** Canonical text of a number or numeric text; null when it is none. */
export function canonicalDecimal(value: string | number): string | null {
  const text = String(value).trim();
  if (!PATTERN.test(text)) return null;
  const { digits, scale } = unscaled(text);
  return format(digits, scale);
}

type Unscaled = { readonly digits: bigint; readonly scale: number };

function unscaled(text: string): Unscaled {
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('+', '').split('.');
  const shift = fraction.length - Number(exponent);
  const digits = BigInt(`${whole === '' || whole === '-' ? `${whole}0` : whole}${fraction}`);
  return shift >= 0 ? { digits, scale: shift } : { digits: digits * 10n ** BigInt(-shift), scale: 0 };
}

function format(digits: bigint, scale: number): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && plain !== '0' ? `-${plain}` : plain;
}

/** Digits before the point. */
export const wholeDigits = (canonical: string): number => canonical.replace('-', '').split('.')[0]?.replace(/^0+/, '').length ?? 0;

/** Rounds half up (away from zero), as the platform does when it stores more decimals than the field has. */
export function roundDecimal(canonical: string, scale: number): string {
  const value = unscaled(canonical);
  if (value.scale <= scale) return canonical;
  const unit = 10n ** BigInt(value.scale - scale);
  const half = value.digits < 0n ? -(unit / 2n) : unit / 2n;
  return format((value.digits + half) / unit, scale);
}

/** Exact sum. */
export function sumDecimals(values: readonly string[]): string {
  let digits = 0n;
  let scale = 0;
  for (const text of values) {
    const v = unscaled(text);
    if (v.scale > scale) {
      digits *= 10n ** BigInt(v.scale - scale);
      scale = v.scale;
    }
    digits += v.digits * 10n ** BigInt(scale - v.scale);
  }
  return format(digits, scale);
}
