import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/ports.ts';
import { openStore } from '../../../src/store/index.ts';
import { change, connectionId, decisionKeys, lead } from './fixtures.ts';
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

describe('PostgreSQL that goes away', () => {
  test('fails calls as transient, and serves again when it is back', async () => {
    const url = await running().createDatabase();
    const store = await openAt(url);
    const connection = connectionId('cut');
    const send = (id: string) => store.append({ connection, changes: [change(id, lead('A'))], now: 1 });
    await send('before');
    const calls = Array.from({ length: 60 }, (_, number) =>
      send(`during-${String(number)}`).then(
        () => 'stored',
        (error: unknown) => error,
      ),
    );
    await running().cutConnections(url);
    const answers = await Promise.all(calls);
    for (const answer of answers) if (answer !== 'stored') expect(answer).toMatchObject({ name: 'StoreError', code: 'store-unavailable', kind: 'transient' });
    await Promise.all(answers.map((_, number) => send(`during-${String(number)}`)));
    expect(await send('after')).toEqual({ stored: 1, duplicates: 0 });
    expect((await store.counts(connection)).inbox).toBe(answers.length + 2);
  });
  test('an address where nothing answers is reported as transient', async () => {
    await expect(openStore({ url: 'postgres://nobody@127.0.0.1:1/none', decisionKeys })).rejects.toMatchObject({
      code: 'store-unavailable',
      kind: 'transient',
    });
  });
  test('needs no session: every statement works on whichever connection comes', async () => {
    const store = await openStore({ url: await running().createDatabase(), decisionKeys, connectionsMax: 1 });
    opened.push(store);
    const connection = connectionId('one');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) => store.append({ connection, changes: [change(`e${String(number)}`, lead('A'))], now: 1 })),
    );
    expect(answers.every((answer) => answer.stored === 1)).toBe(true);
  });
});
