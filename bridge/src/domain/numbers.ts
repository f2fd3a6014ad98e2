/**
 * Decimal text without floats: money must come out exactly as it went in.
 */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Plain decimal text of a number, or null when the text is not one. Sign only when negative, no exponent, no leading or
 * trailing zeros. Example: "+01.50" → "1.5", "1e3" → "1000", "-0" → "0".
 */
export function plainDecimal(text: string): string | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const exponent = Number(exponentText);
  const { left, right } = shifted(whole, fraction, exponent);
  const integer = left.replace(/^0+(?=\d)/, '');
  const decimals = right.replace(/0+$/, '');
  const magnitude = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

function shifted(whole: string, fraction: string, exponent: number): { left: string; right: string } {
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return { left: '0', right: '0'.repeat(-point) + digits };
  if (point >= digits.length) return { left: digits + '0'.repeat(point - digits.length), right: '' };
  return { left: digits.slice(0, point), right: digits.slice(point) };
}

/** Digits after the point of canonical decimal text. */
export function scaleOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}
