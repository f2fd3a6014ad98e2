import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/store/index.ts';
import { change, connectionId, decision, decisionKeys, desk, lead, outcome } from './fixtures.ts';

const ROUNDS = 4;
const ACKNOWLEDGED_BEFORE_KILL = 150;
const appender = fileURLToPath(new URL('./appender.ts', import.meta.url));
const connection = connectionId('durable');

/** Starts the appender, lets it have some events acknowledged, kills it without warning, and answers every id it printed. */
const appendUntilKilled = async (file: string, prefix: string): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [appender, file, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const acknowledged: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    acknowledged.push(line);
    if (acknowledged.length === ACKNOWLEDGED_BEFORE_KILL) child.kill('SIGKILL');
  });
  await gone;
  return acknowledged;
};

describe('the SQLite file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fieldwise-durable-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps every acknowledged event through kill -9, and cursors never run ahead', async () => {
    const file = join(folder, 'store.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) acknowledged.push(...(await appendUntilKilled(file, `round-${String(round)}`)));
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * ACKNOWLEDGED_BEFORE_KILL);
    const store = await openStore({ file, decisionKeys });
    const worker = desk(store, connection, await store.register('reader', 1, 1_000));
    const kept = new Set((await worker.claim(1_000_000)).flatMap((work) => work.changes.map((item) => item.eventId as string)));
    const cursors = await Promise.all([0, 1, 2, 3].map((sender) => store.cursor(connection, `sender-${String(sender)}`)));
    await store.close();
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    for (const position of cursors) expect(kept.has(Buffer.from(position ?? []).toString())).toBe(true);
  }, 60_000);

  test('belongs to one process at a time, and says so', async () => {
    const file = join(folder, 'store.db');
    const store = await openStore({ file, decisionKeys });
    const child = spawn(process.execPath, [appender, file, 'second'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    const [code] = await once(child, 'close');
    expect(code).not.toBe(0);
    expect(complaint).toContain('one process may use a store file at a time');
    await expect(openStore({ file, decisionKeys })).rejects.toMatchObject({ code: 'store-in-use' });
    await store.close();
    const next = await openStore({ file, decisionKeys });
    await next.close();
  }, 30_000);

  test('holds no value of a decision in clear, and opens with a rotated key', async () => {
    const file = join(folder, 'store.db');
    const secret = 'sesame-49-30-1234567';
    const made = decision('d1', { values: { salesforce: secret, hubspot: null } });
    const store = await openStore({ file, decisionKeys });
    const worker = desk(store, connection, await store.register('writer', 1, 1_000));
    await worker.append(1, change('e1', lead('A')));
    expect(await worker.commit(2, outcome(await worker.claimOne(1), { decisions: [made] }))).toEqual(['recorded']);
    const onDisk = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)).includes(secret));
    expect(onDisk()).not.toContain(true);
    await store.close();
    expect(onDisk()).toEqual([false, false]);
    const newKey = { id: 'test-2', key: new Uint8Array(32).fill(9) };
    const rotated = await openStore({ file, decisionKeys: [newKey, ...decisionKeys] });
    expect((await rotated.decisions(connection, { limit: 1 })).items).toEqual([made]);
    await rotated.close();
    const keyless = await openStore({ file, decisionKeys: [newKey] });
    expect((await keyless.decisions(connection, { limit: 1 })).items).toEqual([{ ...made, values: null }]);
    await keyless.close();
  });

  test('answers calls made before close, refuses calls made after', async () => {
    const store = await openStore({ file: join(folder, 'store.db'), decisionKeys });
    const answers = Promise.all(
      Array.from({ length: 200 }, (_, number) => store.append({ connection, changes: [change(`e${String(number)}`, lead('A'))], now: 1 })),
    );
    const closed = store.close();
    await expect(store.prune(1)).rejects.toMatchObject({ code: 'store-closed' });
    expect((await answers).every((answer) => answer.stored === 1)).toBe(true);
    await closed;
  });

  test('a call that fails takes nothing of its company with it', async () => {
    const store = await openStore({ file: join(folder, 'store.db'), decisionKeys });
    const good = (id: string) => store.append({ connection, changes: [change(id, lead('A'))], now: 1 });
    const bad = { ...change('bad', lead('B')), occurredAt: null as unknown as number };
    const answers = await Promise.allSettled([
      good('e1'),
      good('e2'),
      store.append({ connection, changes: [change('half', lead('A')), bad], now: 1 }),
      good('e3'),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await store.counts(connection)).inbox).toBe(3);
    await store.close();
  });

  test('a file made before woken subjects were told apart keeps its queue', async () => {
    const file = join(folder, 'store.db');
    const before = await openStore({ file, decisionKeys });
    await before.append({ connection, changes: [change('e1', lead('A'))], now: 1 });
    await before.close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file);
    database.exec('alter table due drop column woken_version; delete from store_migrations where version = 2');
    database.close();
    const store = await openStore({ file, decisionKeys });
    const worker = desk(store, connection, await store.register('reader', 1, 1_000));
    const work = await worker.claimOne(2);
    expect([work.woken, work.changes.length]).toEqual([false, 1]);
    await store.close();
  });

  test('a file made by a newer program is refused', async () => {
    const file = join(folder, 'store.db');
    await (await openStore({ file, decisionKeys })).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file);
    database.exec("insert into store_migrations (version, name) values (999, 'from the future')");
    database.close();
    await expect(openStore({ file, decisionKeys })).rejects.toThrow('start a newer program');
  });
});
