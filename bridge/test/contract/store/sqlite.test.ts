import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/ports.ts';
import { openStore } from '../../../src/store/index.ts';
import { connectionId, decisionKeys, desk } from './fixtures.ts';
import { CONTACT, eraseThem, leaveTraces, PERSON } from './suite/erasure.ts';
import { storeSuite } from './suite/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fieldwise-store-'));
const opened: Store[] = [];
const fresh = async (): Promise<Store> => {
  const store = await openStore({ file: join(folder, `store-${String(opened.length)}.db`), decisionKeys });
  opened.push(store);
  return store;
};
let first: Promise<Store> | undefined;
const shared = (): Promise<Store> => (first ??= fresh());

afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  rmSync(folder, { recursive: true, force: true });
});

describe('store on SQLite', () => {
  storeSuite({ name: 'sqlite', runs: 40, shared, fresh, together: async () => [await shared()] });
});

describe('the file of SQLite', () => {
  test('holds no byte of an erased person, in the log neither', async () => {
    const store = await fresh();
    const file = join(folder, `store-${String(opened.length - 1)}.db`);
    const bytes = (): string => [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : '')).join('');
    const worker = desk(store, connectionId('erased'), await store.register('eraser', 0, 30_000));
    await leaveTraces(worker);
    expect(bytes()).toContain(PERSON);
    await eraseThem(worker);
    for (const trace of [PERSON, CONTACT]) expect([trace, bytes().includes(trace)]).toEqual([trace, false]);
  });
});
