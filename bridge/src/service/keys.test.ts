import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeys } from './keys.ts';

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');

describe('keys', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  test('the first start makes a key only the owner may read, and every later start finds the same', () => {
    const first = loadKeys({ key: null, dataDir });
    const again = loadKeys({ key: null, dataDir });
    expect(statSync(join(dataDir, 'fieldwise.key')).mode & 0o777).toBe(0o600);
    expect(hex(again.fingerprint('main'))).toBe(hex(first.fingerprint('main')));
    expect(again.decisions).toEqual(first.decisions);
  });

  test('each use and each connection has its own key, and none shows the master', () => {
    const keys = loadKeys({ key: null, dataDir });
    const master = readFileSync(join(dataDir, 'fieldwise.key'), 'utf8').trim();
    const derived = [hex(keys.fingerprint('a')), hex(keys.fingerprint('b')), hex(keys.decisions.key)];
    expect(new Set(derived).size).toBe(3);
    expect(derived).not.toContain(master);
    expect(master).not.toContain(keys.decisions.id);
  });

  test('a configured key is used as it is, a damaged file is refused', () => {
    const key = 'ab'.repeat(32);
    expect(hex(loadKeys({ key, dataDir }).fingerprint('a'))).toBe(hex(loadKeys({ key, dataDir }).fingerprint('a')));
    writeFileSync(join(dataDir, 'fieldwise.key'), 'abc');
    expect(() => loadKeys({ key: null, dataDir })).toThrow('32 bytes');
  });
});
