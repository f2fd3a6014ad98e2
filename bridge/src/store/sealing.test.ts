import { describe, expect, test } from '@jest/globals';
import { createSealing } from './sealing.ts';

const key = (id: string, fill: number) => ({ id, key: new Uint8Array(32).fill(fill) });

describe('sealing', () => {
  test('opens what it sealed, never twice the same text', () => {
    const sealing = createSealing([key('a', 1)]);
    const [one, two] = [sealing.seal('+49 30 1', 'row 1'), sealing.seal('+49 30 1', 'row 1')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('+49');
    expect([sealing.open(one, 'row 1'), sealing.open(two, 'row 1')]).toEqual(['+49 30 1', '+49 30 1']);
  });
  test('refuses another row, another key and a changed text', () => {
    const sealed = createSealing([key('a', 1)]).seal('x', 'row 1');
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
    expect(createSealing([key('a', 1)]).open(sealed, 'row 2')).toBeNull();
    expect(createSealing([key('a', 2)]).open(sealed, 'row 1')).toBeNull();
    expect(createSealing([key('a', 1)]).open(changed, 'row 1')).toBeNull();
  });
  test('rotation: the new key seals, the old one still opens until it is dropped', () => {
    const sealed = createSealing([key('old', 1)]).seal('x', 'row');
    const rotated = createSealing([key('new', 2), key('old', 1)]);
    expect(rotated.seal('x', 'row').startsWith('new.')).toBe(true);
    expect(rotated.open(sealed, 'row')).toBe('x');
    expect(createSealing([key('new', 2)]).open(sealed, 'row')).toBeNull();
  });
  test('refuses no key, a short key, and one id for two keys', () => {
    expect(() => createSealing([])).toThrow('at least one');
    expect(() => createSealing([{ id: 'a', key: new Uint8Array(16) }])).toThrow('32 bytes');
    expect(() => createSealing([key('a', 1), key('a', 2)])).toThrow('same id');
  });
});
