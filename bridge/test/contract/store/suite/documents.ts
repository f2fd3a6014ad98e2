import { describe, expect, test } from '@jest/globals';
import { change, contact, lead, link, newDesk, outcome } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

const row = (key: string, rank = 0, others: { readonly group?: string; readonly body?: string; readonly kind?: string; readonly ifVersion?: number } = {}) => ({
  kind: 'test.row',
  group: '',
  body: '{}',
  ...others,
  key,
  rank,
});
const keysOf = async (desk: Desk, options: Partial<Parameters<Desk['store']['listDocuments']>[2]> = {}, kind = 'test.row'): Promise<readonly string[]> => {
  const keys: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await desk.store.listDocuments(desk.connection, kind, { limit: 2, ...options, ...(after === undefined ? {} : { after }) });
    keys.push(...page.items.map((one) => one.key));
    if (page.next === null) return keys;
    after = page.next;
  }
};

/** Documents: what features keep for themselves. */
export const documentSuite = (engine: Engine): void => {
  describe('documents', () => {
    test('are found by key and counted by their writes', async () => {
      const { store, connection } = await newDesk(engine);
      expect(await store.saveDocuments(connection, [row('a', 1), row('b', 2, { group: 'g', body: '{"n":1}' })])).toBe(true);
      await store.saveDocuments(connection, [row('a', 7)]);
      const found = await store.documents(connection, 'test.row', ['b', 'a', 'none', 'a']);
      expect([...found].sort((left, right) => (left.key < right.key ? -1 : 1))).toEqual([
        { kind: 'test.row', key: 'a', group: '', rank: 7, body: '{}', version: 2 },
        { kind: 'test.row', key: 'b', group: 'g', rank: 2, body: '{"n":1}', version: 1 },
      ]);
      expect(await store.documents(connection, 'test.other', ['a'])).toEqual([]);
    });
    test('are written only while nobody else wrote, all or none', async () => {
      const { store, connection } = await newDesk(engine);
      expect(await store.saveDocuments(connection, [row('a', 1, { ifVersion: 0 })])).toBe(true);
      expect(await store.saveDocuments(connection, [row('b', 1), row('a', 2, { ifVersion: 0 })])).toBe(false);
      expect(await store.documents(connection, 'test.row', ['b'])).toEqual([]);
      expect(await store.saveDocuments(connection, [row('a', 3, { ifVersion: 1 })])).toBe(true);
      expect(await store.saveDocuments(connection, [row('a', 4, { ifVersion: 1 })])).toBe(false);
      expect((await store.documents(connection, 'test.row', ['a']))[0]?.rank).toBe(3);
    });
    test('of many writers at once, one wins each turn', async () => {
      const { store, connection } = await newDesk(engine);
      for (const version of [0, 1, 2]) {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, writer) => store.saveDocuments(connection, [row('a', writer, { ifVersion: version })])),
        );
        expect(answers.filter((isMine) => isMine)).toHaveLength(1);
      }
    });
    test('are listed by rank, then key, either way, of a group or all, within bounds', async () => {
      const desk = await newDesk(engine);
      await desk.store.saveDocuments(desk.connection, [row('c', 5), row('a', 5, { group: 'g' }), row('b', -3), row('d', 9, { group: 'g' })]);
      await desk.store.saveDocuments(desk.connection, [row('x', 1, { kind: 'test.rowtwo' })]);
      expect(await keysOf(desk)).toEqual(['b', 'a', 'c', 'd']);
      expect(await keysOf(desk, { isDescending: true })).toEqual(['d', 'c', 'a', 'b']);
      expect(await keysOf(desk, { group: 'g' })).toEqual(['a', 'd']);
      expect(await keysOf(desk, { group: 'g', isDescending: true, limit: 1 })).toEqual(['d', 'a']);
      expect(await keysOf(desk, { from: 5, until: 5 })).toEqual(['a', 'c']);
      expect(await desk.store.countDocuments(desk.connection, 'test.row')).toEqual({ '': 2, g: 2 });
    });
    test('go by key, by age, and with the person they name', async () => {
      const desk = await newDesk(engine);
      const { store, connection } = desk;
      const written = [row('a', 1), row('b', 2, { group: 'g' }), row('c', 3), row(`about:${contact('77').id}`, 4), row('e', 5, { body: '{"id":"77"}' })];
      await store.saveDocuments(connection, written);
      expect(await store.dropDocuments(connection, 'test.row', ['c', 'c', 'none'])).toBe(1);
      expect(await store.pruneDocuments(connection, 'test.row', { group: 'g', rank: 2 })).toBe(0);
      expect(await store.pruneDocuments(connection, 'test.row', { rank: 3 })).toBe(2);
      const proof = { cause: 'operator' as const, subject: 'hash', records: { salesforce: 0, hubspot: 1 }, marks: [] };
      expect((await store.erase({ connection, refs: [contact('77')], matchKeys: [], now: 9, proof }))?.removed['documents']).toBe(2);
      expect(await keysOf(desk)).toEqual([]);
    });
    test('that are a job under way outlive a person they name, without the name', async () => {
      const desk = await newDesk(engine);
      const { store, connection } = desk;
      const [gone, left] = ['00Q5g000004TmiQEAS', '00Q5g000004TmiVEAS'];
      const place = { at: 5, ids: [gone, '71000', '71001', left] };
      await store.append({ connection, changes: [change('e1', lead(gone))], now: 1 });
      const [work] = await desk.claim(1);
      if (work === undefined) throw new Error('nothing was claimed');
      await desk.commit(2, outcome(work, { link: link('person:sf-1', { salesforce: gone, hubspot: '71000' }) }));
      const listed = await store.listLinks(connection, { limit: 1 });
      const cursor = Buffer.from(JSON.stringify([`person:sf-${gone}`])).toString('base64url');
      const body = {
        id: 'job-1',
        ...{ salesforce: { page: JSON.stringify({ at: 5, id: gone }), seen: place }, hubspot: { page: JSON.stringify({ anchor: 71_000, afterId: '71000' }) } },
        ...{ links: `1|${cursor}`, other: JSON.stringify({ id: left }), count: 71_000 },
      };
      await store.saveDocuments(connection, [
        row('one', 1, { kind: 'test.job', body: JSON.stringify(body) }),
        row('two', 2, { kind: 'test.job', body: JSON.stringify({ page: left }) }),
        row('three', 3, { kind: 'test.part', body: JSON.stringify({ page: gone }) }),
      ]);
      expect(listed.items).toHaveLength(1);
      await store.erase({ connection, refs: [contact('71000')], matchKeys: [], now: 9, proof: null });
      const [one, two] = [...(await store.documents(connection, 'test.job', ['one', 'two']))].sort((a, b) => a.rank - b.rank);
      // Cursors go back to shortly before, in the order of each platform; whoever was met beside them stays met.
      const around = '00Q5g000004T000';
      expect(JSON.parse(one?.body ?? '')).toEqual({
        ...body,
        salesforce: { page: JSON.stringify({ at: 5, id: around }), seen: { at: 5, ids: ['71001', left] } },
        hubspot: { page: JSON.stringify({ anchor: 71_000, afterId: '70000' }) },
        links: `1|${Buffer.from(JSON.stringify([`person:sf-${around}`])).toString('base64url')}`,
      });
      expect([one?.version, two?.version, two?.body]).toEqual([2, 1, JSON.stringify({ page: left })]);
      expect(await store.documents(connection, 'test.part', ['three'])).toEqual([]);
    });
    test('of one connection are not seen by another', async () => {
      const [one, other] = [await newDesk(engine), await newDesk(engine)];
      await one.store.saveDocuments(one.connection, [row('a', 1)]);
      expect(await keysOf(other)).toEqual([]);
      expect(await other.store.saveDocuments(other.connection, [row('a', 1, { ifVersion: 0 })])).toBe(true);
    });
  });
};
