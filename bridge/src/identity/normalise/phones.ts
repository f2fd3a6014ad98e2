/** Phone numbers as comparable digits. libphonenumber reads what it can; what no plan knows is compared by its last digits. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { fromAbroad, fromHome } from './dial-plans.ts';
import { clean } from './text.ts';

const countries: ReadonlySet<string> = new Set(
  'US CA GB IE AU NZ IN DE AT CH FR BE LU ES PT MX AR CL CO PE BR IT PL NL SE NO DK FI IS TR RO CZ SK HU BG HR SI RS RU KZ UA GR JP CN TW HK SG MY TH VN PH ID KR AE SA QA KW EG MA ZA NG KE IL LT LV EE'.split(
    ' ',
  ),
);
const isCountry = (code: string): code is CountryCode => countries.has(code);

/** What the library makes of it; exported for the test that holds the short cuts against it. */
export function readByLibrary(text: string, digits: string, country: string, isInternational: boolean): string {
  const parsed = parsePhoneNumberFromString(
    isInternational ? `+${digits.replace(/^00/, '')}` : text,
    isInternational ? {} : isCountry(country) ? country : 'US',
  );
  if (parsed !== undefined && (isInternational || isCountry(country))) return `+${parsed.countryCallingCode}${parsed.nationalNumber.replace(/^0+/, '')}`;
  return digits.replace(/^0+/, '');
}

/** Exported for the same test. */
export function readByPlan(text: string, digits: string, country: string, isInternational: boolean): string | null {
  if (isInternational) return fromAbroad(digits.replace(/^00/, ''));
  // Without a country the library's reading would not be trusted anyway.
  if (!isCountry(country)) return digits.replace(/^0+/, '');
  return /^[\d\s().-]*$/.test(text) ? fromHome(digits, country) : null;
}

const extension = /(?:\s*(?:ext|extension|x|durchwahl|dw|poste|#)\.?\s*\d{1,6})\s*$/i;
const onlyNumber = /^[\d\s().+/-]*$/;

function read(raw: string, country: string): string {
  const text = onlyNumber.test(raw) ? raw : raw.replace(extension, '');
  const digits = text.replace(/\D/g, '');
  if (digits.length < 6 || /^(\d)\1+$/.test(digits) || /^0?1?234567/.test(digits)) return '';
  const isInternational = /^\s*(?:\+|00)/.test(text);
  return readByPlan(text, digits, country, isInternational) ?? readByLibrary(text, digits, country, isInternational);
}

/**
 * `+` and country code and number where the country is known, else the bare digits without leading zeros; empty when it is no number.
 * `country` is an ISO code or empty. Example: "(212) 555-0143 ext. 7", "US" → "+12125550143".
 */
export function phone(raw: string | undefined, country: string): string {
  if (raw === undefined || raw === '') return '';
  return read(clean(raw), country);
}

/** The digits two writings of one number share, whatever they say of country and trunk code: the last eight. */
export function phoneTail(number: string): string {
  return number.slice(-8);
}

/** 2: the same number. 1: the same last digits, while the rest does not contradict. 0: different. */
export function samePhone(left: string, right: string): 0 | 1 | 2 {
  if (left === right) return 2;
  if (left.length < 7 || right.length < 7 || left.slice(-7) !== right.slice(-7)) return 0;
  const [long, short] = left.length >= right.length ? [left, right] : [right, left];
  const bare = short.startsWith('+') ? short.slice(1) : short;
  if (long.endsWith(bare)) return bare.length >= 8 ? 2 : 1;
  return long.slice(-8) === short.slice(-8) ? 1 : 0;
}
