import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { holds } from '../../test/domain/samples.ts';
import { fingerprinter } from './fingerprint.ts';

const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const ours = fingerprinter(key(1));

describe('fingerprints', () => {
  test('are 22 characters for any value, and the same every time', () => {
    holds(
      fc.property(fc.string(), fc.option(fc.string({ unit: 'grapheme' }), { nil: null }), (name, value) => {
        expect(ours(name, value)).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(fingerprinter(key(1))(name, value)).toBe(ours(name, value));
      }),
    );
  });

  test('depend on the key, the rule and the value', () => {
    expect(fingerprinter(key(2))('person.title', 'CTO')).not.toBe(ours('person.title', 'CTO'));
    expect(ours('person.phone', 'CTO')).not.toBe(ours('person.title', 'CTO'));
    expect(ours('person.title', 'CEO')).not.toBe(ours('person.title', 'CTO'));
  });

  test('blank has one of its own', () => {
    expect(ours('a', null)).not.toBe(ours('a', ''));
    expect(ours('a', null)).not.toBe(ours('b', null));
  });

  test('name and value do not run into each other', () => {
    expect(ours('ab', 'c')).not.toBe(ours('a', 'bc'));
  });

  test('do not show what they stand for', () => {
    expect(ours('person.email', 'ada')).not.toContain('ada');
    // A fixed answer: the bridge of tomorrow must recognise the baselines of today.
    expect(ours('person.title', 'CTO')).toBe('edVzofbO5SQlOwEGIirOtc');
  });
});
