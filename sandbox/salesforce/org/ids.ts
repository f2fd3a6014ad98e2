/**
 * Record ids: 15 case-sensitive characters (3 of key prefix, 3 of instance, 9 of number) and 3 of checksum that make them
 * safe to compare without case. https://help.salesforce.com/s/articleView?id=000385585&type=1
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const INSTANCE = 'Ws0';

/** The 18-character form of a 15-character id. */
export function withChecksum(id15: string): string {
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const c = id15.charCodeAt(chunk * 5 + i);
      if (c >= 65 && c <= 90) bits |= 1 << i;
    }
    suffix += CHECK.charAt(bits);
  }
  return id15 + suffix;
}

/** Id number `sequence` (from 1) of the object with this key prefix. */
export function makeId(prefix: string, sequence: number): string {
  let rest = sequence;
  let digits = '';
  while (rest > 0) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return withChecksum(prefix + INSTANCE + digits.padStart(9, '0'));
}

/** The number inside an id; inverse of makeId. */
export function sequenceOf(id: string): number {
  let value = 0;
  for (const c of id.slice(6, 15)) value = value * 62 + DIGITS.indexOf(c);
  return value;
}

/**
 * The canonical 18-character form of what a caller sent, or null when it is no id: wrong length, wrong characters, or an
 * 18-character one whose case no longer fits its checksum (the checksum restores the case, as the platform does).
 */
export function parseId(text: string): string | null {
  if (!/^[a-zA-Z0-9]+$/.test(text)) return null;
  if (text.length === 15) return withChecksum(text);
  if (text.length !== 18) return null;
  const plain = text.slice(0, 15);
  if (withChecksum(plain) === text) return text;
  return restoreCase(plain, text.slice(15).toUpperCase());
}

function restoreCase(plain: string, suffix: string): string | null {
  let restored = '';
  for (let i = 0; i < 15; i += 1) {
    const bits = CHECK.indexOf(suffix.charAt(Math.floor(i / 5)));
    if (bits < 0) return null;
    const upper = (bits >> (i % 5)) & 1;
    restored += upper === 1 ? plain.charAt(i).toUpperCase() : plain.charAt(i).toLowerCase();
  }
  return withChecksum(restored).slice(15) === suffix ? withChecksum(restored) : null;
}
