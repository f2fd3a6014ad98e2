import { describe, expect, test } from '@jest/globals';
import { makeId, parseId, sequenceOf, withChecksum } from './ids.ts';

describe('record ids', () => {
  test('the checksum is the published one', () => {
    expect(withChecksum('0035cFAKEIDAQBG')).toHaveLength(18);
    expect(withChecksum('001D000000IRFma')).toBe('001D000000IRFmaIAH');
    expect(withChecksum('005500000000000')).toBe('005500000000000AAA');
  });
  test('a number survives the way into an id and back', () => {
    for (const n of [1, 61, 62, 3843, 123_456_789]) expect(sequenceOf(makeId('00Q', n))).toBe(n);
    expect(new Set([1, 2, 3].map((n) => makeId('00Q', n))).size).toBe(3);
  });
  test('15 characters become 18, and an 18-character id gets its case back from the checksum', () => {
    expect(parseId('001D000000IRFma')).toBe('001D000000IRFmaIAH');
    expect(parseId('001d000000irfmaiah')).toBe('001D000000IRFmaIAH');
    expect(parseId('001D000000IRFmaIAH')).toBe('001D000000IRFmaIAH');
  });
  test.each(['', 'x', '001D000000IRFm', '001D000000IRFmaIAHX', '001D000000IRF-a'])('%p is no id', (text) => expect(parseId(text)).toBeNull());
});
