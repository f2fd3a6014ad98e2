import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import type { Store } from '../../../src/engine/ports.ts';
import { openStore } from '../../../src/store/index.ts';
import { decisionKeys } from './fixtures.ts';
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
