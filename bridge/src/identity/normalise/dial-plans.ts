/**
 * The easy majority of phone numbers without the library, which takes twenty times as long: numbers whose trunk prefix cannot be mistaken.
 * Only plans that have no trunk prefix or a plain one are here; a test holds every one of them against the library.
 */

/** Calling code → first digits a number may have so that nothing of it is a prefix. */
const plainFirst: Readonly<Record<string, string>> = Object.fromEntries([
  ['1', '23456789'],
  ...'44 49 33 43 41 31 32 46 353 421 27 64 91 40'.split(' ').map((code) => [code, '123456789']),
  ...'34 351 48 420 45 47 30 39'.split(' ').map((code) => [code, '123456789']),
  ...'358 36 380 972 90 82 234 852 65 886 254 62 971 966 20 60 66 84 63'.split(' ').map((code) => [code, '123456789']),
  ...'52 86 61'.split(' ').map((code) => [code, '23456789']),
  ['55', '12345678'],
  ['7', '1234569'],
  ['81', '123456789'],
]);
/** Countries dialled abroad with 00 and at home with 0 or without prefix. */
const homePlans: Readonly<Record<string, string>> = {
  GB: '44',
  DE: '49',
  AT: '43',
  CH: '41',
  FR: '33',
  BE: '32',
  NL: '31',
  SE: '46',
  IE: '353',
  SK: '421',
  ZA: '27',
  IN: '91',
  ES: '34',
  PT: '351',
  PL: '48',
  CZ: '420',
  DK: '45',
  NO: '47',
  JP: '81',
  TR: '90',
  UA: '380',
  ID: '62',
  NG: '234',
  HK: '852',
  GR: '30',
};
const [shortest, longest] = [6, 14];

/** `+`, calling code and number of digits that begin with a calling code; null when the library must look. */
export function fromAbroad(digits: string): string | null {
  for (let length = 1; length <= 3; length += 1) {
    const code = digits.slice(0, length);
    const first = plainFirst[code];
    if (first === undefined) continue;
    const rest = digits.length - length;
    return rest >= shortest && rest <= longest && first.includes(digits.charAt(length)) ? `+${digits}` : null;
  }
  return null;
}

/** `+`, calling code and number of digits as dialled at home; null when the library must look. `country` is an ISO code. */
export function fromHome(digits: string, country: string): string | null {
  if (country === 'US' || country === 'CA') {
    const bare = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
    return bare.length === 10 && bare.charAt(0) >= '2' ? `+1${bare}` : null;
  }
  const code = homePlans[country];
  if (code === undefined || digits.length < shortest + 1 || digits.length > longest) return null;
  const bare = digits.startsWith('0') ? digits.slice(1) : digits;
  // 010 is how Japan dials abroad.
  return bare.startsWith('0') || (country === 'JP' && bare.startsWith('10')) || bare === '' || digits.startsWith(code) ? null : `+${code}${bare}`;
}
