import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createNotion } from '../../src/destinations/index.ts';
import type { Destination } from '../../src/engine/ports.ts';
import { startWorkspace } from '../../../sandbox/notion/index.ts';
import type { Database, WorkspaceHandle } from '../../../sandbox/notion/index.ts';
import { connection, idOf, newDesk, reached, runUntil } from './fixtures.ts';
import type { Desk } from './fixtures.ts';

let workspace: WorkspaceHandle;
let desk: Desk;
beforeEach(async () => {
  workspace = await startWorkspace();
  desk = newDesk(workspace);
});
afterEach(() => workspace.stop());

const home = (): Database => {
  const [database] = workspace.workspace.databases;
  if (database === undefined) throw new Error('the workspace has no database');
  return database;
};
const issues = async () => (await desk.store.issues(connection, { open: true, limit: 50 })).items;
const areLinked = (): boolean => [...desk.records.keys()].every((id) => desk.links.has(id));
const owe = (...numbers: readonly number[]): void => numbers.forEach((number) => desk.records.set(idOf(number), reached(number)));

describe('Notion as a destination', () => {
  test('a page with properties, people and checklist, linked back; nothing more when looked at again', async () => {
    owe(1);
    await runUntil(desk.lane(), areLinked);
    desk.links.clear(); // the admin emptied the field: the same page is linked again
    await runUntil(desk.lane(), areLinked);
    const [page, ...more] = workspace.workspace.pages;
    expect(more).toEqual([]);
    expect(desk.links.get(idOf(1))).toBe(page?.url);
    expect(page?.properties).toMatchObject({
      Value: { number: 1000 },
      'Close date': { date: { start: '2026-12-01' } },
      Account: { rich_text: [{ plain_text: 'Acme, Inc.' }] },
    });
    expect(page?.children.map((block) => block['type'])).toEqual(['heading_2', 'bulleted_list_item', 'heading_2', 'to_do', 'to_do', 'to_do']);
    expect(await issues()).toEqual([]);
  });

  test('a rule is about what happens from its first look on, in this life of the bridge or a later one', async () => {
    const startedAt = desk.clock.now();
    owe(1);
    await runUntil(desk.lane(), areLinked);
    desk.clock.pass(86_400_000);
    owe(2);
    await runUntil(desk.lane(), areLinked);
    const asked = new Set(desk.source.askedSince);
    expect(asked.size).toBe(1);
    const [since = 0] = asked;
    expect(startedAt - since).toBeGreaterThanOrEqual(0);
    expect(startedAt - since).toBeLessThanOrEqual(60_000);
  });

  test('a fact the database has no property for stands on the page', async () => {
    owe(1);
    const template = JSON.stringify({ facts: { Account: '{Account.Name}', Stage: '{Account.Name}', Region: 'North' }, people: null, checklist: null });
    await runUntil(desk.lane(desk.notion, { template }), areLinked);
    const [page] = workspace.workspace.pages;
    expect(page?.properties).toMatchObject({ Stage: { select: { name: 'Acme  Inc.' } } });
    expect(JSON.stringify(page?.children)).toContain('Region: North');
  });

  test('an answer that is lost makes no second page', async () => {
    owe(1, 2, 3);
    workspace.setFaults([{ id: 'lost', match: { method: 'POST', pathPattern: '^/v1/pages$', remaining: 2 }, action: { do: 'lose-response' } }]);
    await runUntil(desk.lane(), areLinked);
    expect(workspace.workspace.pages).toHaveLength(3);
    expect(new Set(desk.links.values())).toEqual(new Set(workspace.workspace.pages.map(({ url }) => url)));
    expect(await issues()).toEqual([]);
  });

  test('a bridge that dies anywhere between intent and link makes no second page', async () => {
    owe(1);
    const dies = (at: 'before' | 'after'): Destination => ({
      ...desk.notion,
      async create(...input) {
        if (at === 'after') await desk.notion.create(...input);
        throw new Error('killed');
      },
    });
    await expect(runUntil(desk.lane(dies('before')), areLinked, 50)).rejects.toThrow('killed');
    expect(workspace.workspace.pages).toHaveLength(0);
    desk.clock.pass(10_000);
    await expect(runUntil(desk.lane(dies('after')), areLinked, 50)).rejects.toThrow('killed');
    await runUntil(desk.lane(), areLinked);
    expect(workspace.workspace.pages).toHaveLength(1);
  });

  test('two bridges at once make one page', async () => {
    owe(1, 2, 3, 4);
    const [one, other] = [desk.lane(), desk.lane()];
    await Promise.all([runUntil(one, areLinked), runUntil(other, areLinked)]);
    expect(workspace.workspace.pages).toHaveLength(4);
  });

  test('a rebuilt bridge that lost its memory finds the page by its mark', async () => {
    owe(1);
    await runUntil(desk.lane(), areLinked);
    const reborn = newDesk(workspace);
    reborn.records.set(idOf(1), reached(1));
    await runUntil(reborn.lane(), () => reborn.links.has(idOf(1)));
    expect(workspace.workspace.pages).toHaveLength(1);
  });

  test('who is told to slow down slows down', async () => {
    owe(1);
    const slow = { object: 'error', status: 429, code: 'rate_limited', message: 'slow' };
    workspace.setFaults([
      { id: 'slow', match: { path: '/v1/', remaining: 2 }, action: { do: 'fail', status: 429, headers: { 'retry-after': '2' }, body: slow } },
    ]);
    const startedAt = desk.clock.now();
    await runUntil(desk.lane(), areLinked);
    expect(desk.clock.now() - startedAt).toBeGreaterThanOrEqual(4_000);
    expect(workspace.workspace.pages).toHaveLength(1);
  });

  test.each([
    ['a database nobody shared', () => void (home().isShared = false), 'object_not_found', 'add the integration'],
    ['a mark of another type', () => void home().dataSource.properties.set('Fieldwise', 'number'), 'mark-missing', 'text property'],
    ['a link field that cannot be written', () => void (desk.source.refuses = true), 'INVALID_FIELD_FOR_INSERT_UPDATE', 'integration user'],
  ])('%s is an issue with what to do, and is gone when it is mended', async (_, spoil, code, words) => {
    owe(1);
    spoil();
    await runUntil(desk.lane(), async () => (await issues()).length > 0);
    const [issue] = await issues();
    expect([issue?.code, issue?.remedy]).toEqual([`destination-${code}`, expect.stringContaining(words)]);
    home().isShared = true;
    home().dataSource.properties.delete('Fieldwise');
    desk.source.refuses = false;
    await runUntil(desk.lane(), async () => areLinked() && (await issues()).length === 0);
    expect(workspace.workspace.pages).toHaveLength(1);
  });

  test.each([
    [{ template: '{"titel":1}' }, 'destination-not-ready', 'does not fit'],
    [{ mapping: 'gone' }, 'destination-not-ready', 'not in force'],
  ])('a rule that cannot work says so: %j', async (rule, code, words) => {
    await runUntil(desk.lane(desk.notion, rule), async () => (await issues()).length > 0);
    expect(await issues()).toMatchObject([{ code, cause: expect.stringContaining(words) }]);
  });

  test('a wrong token is said once, however often it is tried', async () => {
    owe(1);
    const locked = createNotion({ token: 'no', baseUrl: workspace.ready.baseUrl, timeoutMs: 2_000, settleMs: 0 }, desk.clock);
    await runUntil(desk.lane(locked), async () => (await issues()).length > 0 && workspace.requests().length > 2);
    expect(await issues()).toMatchObject([{ code: 'destination-unauthorized' }]);
  });
});
