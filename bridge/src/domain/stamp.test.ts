import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/domain/samples.ts';
import { formatStamp, parseStamp, STAMP_LENGTH_MAX } from './stamp.ts';

const anyName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,39}$/);

describe('stamps', () => {
  test('say connection, attempt and fields', () => {
    expect(formatStamp({ connection: 'c1', attempt: 7, fields: ['Phone', 'Title'] })).toBe('c1:7:Phone,Title');
    expect(formatStamp({ connection: 'c1', attempt: 7, fields: [] })).toBe('c1:7:');
  });

  test('read back as written', () => {
    holds(
      fc.property(anyName, fc.integer({ min: 0, max: 1e15 - 1 }), fc.array(anyName, { maxLength: 20 }), (connection, attempt, fields) => {
        expect(parseStamp(formatStamp({ connection, attempt, fields }))).toEqual({ connection, attempt, fields });
      }),
    );
  });

  test('never pass the length of their field, and drop whole names only', () => {
    holds(
      fc.property(fc.array(anyName, { minLength: 100, maxLength: 400 }), (fields) => {
        const text = formatStamp({ connection: 'c1', attempt: 12, fields });
        expect(text.length).toBeLessThanOrEqual(STAMP_LENGTH_MAX);
        const kept = parseStamp(text)?.fields ?? [];
        expect(kept).toEqual(fields.slice(0, kept.length));
      }),
      50,
    );
    const exact = 'x'.repeat(STAMP_LENGTH_MAX - 'c1:1:'.length);
    expect(formatStamp({ connection: 'c1', attempt: 1, fields: [exact] })).toHaveLength(STAMP_LENGTH_MAX);
    expect(formatStamp({ connection: 'c1', attempt: 1, fields: [`${exact}x`] })).toBe('c1:1:');
    expect(formatStamp({ connection: 'c1', attempt: 1, fields: [exact.slice(2), 'y'] })).toHaveLength(STAMP_LENGTH_MAX);
    expect(formatStamp({ connection: 'c1', attempt: 1, fields: [exact.slice(1), 'y'] })).toHaveLength(STAMP_LENGTH_MAX - 1);
  });

  test.each([null, undefined, '', 'hello', 'c1:', 'c1:x:Phone', ':1:Phone', 'c1:-1:', 'c1:1234567890123456:Phone', 42, {}])(
    '%j is no stamp of ours',
    (text) => {
      expect(parseStamp(text)).toBeNull();
    },
  );

  test('a shorter field gets the names that fit', () => {
    const fields = Array.from({ length: 60 }, (_, index) => `Field_${index}__c`);
    const text = formatStamp({ connection: 'c1', attempt: 1, fields }, 255);
    expect(text.length).toBeLessThanOrEqual(255);
    expect(text.length).toBeGreaterThan(230);
    expect(fields).toEqual(expect.arrayContaining([...(parseStamp(text)?.fields ?? [])]));
    expect(formatStamp({ connection: 'c1', attempt: 1, fields: ['a'] }, 1_000_000)).toBe('c1:1:a');
  });
});
