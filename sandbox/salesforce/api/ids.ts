/** Record ids: 15 characters case-sensitive, 18 with a checksum that makes them safe to compare without case. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** Whether the text has the form of a record id; says nothing about whether a record exists. */
export const isIdShaped = (text: string): boolean => ID.test(text);

/** The 18-character form. Text that is not 15 characters long is returned unchanged. Example: `001000000000001` → `001000000000001AAA`. */
export function to18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const code = id.charCodeAt(block * 5 + index);
      if (code >= 65 && code <= 90) bits |= 1 << index;
    }
    suffix += ALPHABET.charAt(bits);
  }
  return id + suffix;
}

/** The 15-character form, as access tokens and cursor ids use it. */
export const to15 = (id: string): string => id.slice(0, 15);
