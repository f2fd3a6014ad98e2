import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Store } from '../../../src/engine/ports.ts';
import { openStore } from '../../../src/store/index.ts';
import { decisionKeys } from './fixtures.ts';
import { startPostgres } from './postgres.ts';
import type { PostgresServer } from './postgres.ts';
import { storeSuite } from './suite/index.ts';

const START_TIMEOUT_MS = 60_000;
const opened: Store[] = [];
let server: PostgresServer | undefined;
const running = (): PostgresServer => {
  if (server === undefined) throw new Error('the server is started before the tests');
  return server;
};
const openAt = async (url: string): Promise<Store> => {
  const store = await openStore({ url, decisionKeys });
  opened.push(store);
  return store;
};
const fresh = async (): Promise<Store> => openAt(await running().createDatabase());
/** Both open at once, so that they also meet in the migrations. */
const together = async (): Promise<readonly Store[]> => {
  const url = await running().createDatabase();
  return Promise.all([openAt(url), openAt(url)]);
};
let first: Promise<Store> | undefined;
const shared = (): Promise<Store> => (first ??= fresh());

beforeAll(async () => {
  server = await startPostgres();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await server?.stop();
}, START_TIMEOUT_MS);

describe('store on PostgreSQL', () => {
  storeSuite({ name: 'postgres', runs: 25, shared, fresh, together });
});
