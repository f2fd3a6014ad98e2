import { describe, expect, test } from '@jest/globals';
import type { Page, Store } from '../../../../src/engine/ports.ts';
import { change, contact, decision, issue, lead, link, linkId, newDesk, outcome, review, subjectFor } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

const DAY_MS = 86_400_000;
let passes = 0;
/** Runs a pass over one record that leaves this behind. */
const leave = async (desk: Desk, now: number, what: Parameters<typeof outcome>[1], id = 'A'): Promise<void> => {
  passes += 1;
  await desk.append(now, change(`pass-${String(passes)}`, lead(id)));
  const work = (await desk.claim(now)).find((item) => item.subject === subjectFor(lead(id)));
  if (work === undefined) throw new Error('the record is not due');
  expect(await desk.commit(now, outcome(work, what))).toEqual(['recorded']);
};

const readAll = async <Item>(read: (after: string | undefined) => Promise<Page<Item>>): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await read(after);
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
};
const from = (after: string | undefined) => (after === undefined ? {} : { after });
const issuesOf = (desk: Desk, options: Partial<Parameters<Store['issues']>[1]>) => desk.store.issues(desk.connection, { open: true, limit: 100, ...options });

/** Issues, reviews, decisions, pages, counts, upkeep. */
export const findingSuite = (engine: Engine): void => {
  describe('issues', () => {
    const subject = subjectFor(lead('A'));

    test('the same trouble is one issue: opened once, counted each time, re-opened after it was resolved', async () => {
      const desk = await newDesk(engine);
      await leave(desk, 10, { issues: [issue('i1', subject), issue('i2', subject)] });
      await leave(desk, 20, { issues: [issue('i1', subject, { cause: 'newer words', retryAt: 5 })] });
      expect((await issuesOf(desk, {})).items).toEqual([
        { ...issue('i1', subject, { cause: 'newer words', retryAt: 5 }), openedAt: 10, resolvedAt: null, times: 2 },
      ]);
      expect((await issuesOf(desk, { open: false })).items.map((row) => [row.key, row.resolvedAt])).toEqual([['i2', 20]]);
      await leave(desk, 30, { issues: [issue('i2', subject)], resolvedIssues: ['i1'] });
      expect((await issuesOf(desk, {})).items.map((row) => [row.key, row.openedAt, row.times])).toEqual([['i2', 10, 2]]);
    });
    test('are resolved for their own subject only', async () => {
      const desk = await newDesk(engine);
      await leave(desk, 10, { issues: [issue('a', subject)] }, 'A');
      await leave(desk, 11, { issues: [issue('b', subjectFor(lead('B')))] }, 'B');
      await leave(desk, 12, {}, 'A');
      expect((await issuesOf(desk, {})).items.map((row) => row.key)).toEqual(['b']);
    });
    test('shared by two passes of a batch are met twice', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const work = await desk.claim(1);
      expect(await desk.commit(2, ...work.map((item) => outcome(item, { issues: [issue('shared', item.subject)] })))).toEqual(['recorded', 'recorded']);
      expect((await issuesOf(desk, {})).items.map((row) => row.times)).toEqual([2]);
    });
    test('of a feature with a loop of its own need no claim, and decisions of it are logged once', async () => {
      const { store, connection, ...desk } = await newDesk(engine);
      const own = 'relation:roles|deal:1' as typeof subject;
      const found = { subject: own, issues: [issue('r1', own), issue('r2', own)], resolvedIssues: 'all' as const, decisions: [decision('d1')] };
      await store.noteFindings(connection, [found], 10);
      await store.noteFindings(connection, [{ ...found, issues: [issue('r2', own)] }], 20);
      const rows = (await issuesOf({ store, connection, ...desk }, {})).items;
      expect(rows.map((row) => [row.key, row.subject, row.openedAt, row.times])).toEqual([['r2', own, 10, 2]]);
      expect((await store.decisions(connection, { limit: 10 })).items.map((row) => [row.id, row.values])).toEqual([['d1', decision('d1').values]]);
      expect((await store.counts(connection)).decisions).toBe(1);
      await store.noteFindings(connection, [{ ...found, issues: [], resolvedIssues: ['r2'], decisions: [] }], 30);
      expect((await issuesOf({ store, connection, ...desk }, {})).items).toEqual([]);
      expect((await desk.claim(40)).length).toBe(0);
    });
    test('are filtered and grouped', async () => {
      const desk = await newDesk(engine);
      const kinds = [
        issue('1', subject),
        issue('2', subject, { cause: 'latest words' }),
        issue('3', subject, { field: null }),
        issue('4', subject, { code: 'no-option', category: 'picklist' }),
      ];
      for (const [index, item] of kinds.entries()) await leave(desk, 10 + index, { issues: [item], resolvedIssues: [] });
      expect((await issuesOf(desk, { code: 'no-option' })).items.map((row) => row.key)).toEqual(['4']);
      expect((await issuesOf(desk, { subject, code: 'value-too-long' })).items.map((row) => row.key)).toEqual(['3', '2', '1']);
      expect((await issuesOf(desk, { subject: subjectFor(lead('B')) })).items).toEqual([]);
      expect((await desk.store.issueGroups(desk.connection)).map((group) => [group.code, group.field, group.count, group.cause])).toEqual([
        ['value-too-long', 'person.phone', 2, 'latest words'],
        ['no-option', 'person.phone', 1, 'cause'],
        ['value-too-long', null, 1, 'cause'],
      ]);
    });
  });

  describe('one group of issues', () => {
    test('is paged by itself', async () => {
      const desk = await newDesk(engine);
      const subject = subjectFor(lead('A'));
      const kinds = [
        issue('1', subject),
        issue('2', subject, { field: null }),
        issue('3', subject),
        issue('4', subject, { mapping: 'company' }),
        issue('5', subject, { code: 'other' }),
      ];
      for (const [index, item] of kinds.entries()) await leave(desk, 10 + index, { issues: [item], resolvedIssues: [] });
      await leave(desk, 20, { resolvedIssues: [], issues: [issue('6', subject)] });
      await leave(desk, 21, { resolvedIssues: ['6'] });
      const of = (field: string | null) =>
        readAll((after) => desk.store.issuesOfGroup(desk.connection, { code: 'value-too-long', mapping: 'person', field, limit: 1, ...from(after) }));
      expect([(await of('person.phone')).map((row) => row.key), (await of(null)).map((row) => row.key)]).toEqual([['3', '1'], ['2']]);
    });
  });

  describe('reviews', () => {
    test('stay open with their first time until resolved, oldest first', async () => {
      const desk = await newDesk(engine);
      const subject = subjectFor(lead('A'));
      await leave(desk, 10, { reviews: [review('r2', subject, 20), review('r1', subject, 10)] });
      await leave(desk, 11, { reviews: [review('r1', subject, 99), review('r2', subject, 99)] });
      expect((await desk.store.reviews(desk.connection, { limit: 9 })).items).toEqual([review('r1', subject, 10), review('r2', subject, 20)]);
      await leave(desk, 12, { resolvedReviews: ['r1'] });
      expect((await desk.store.reviews(desk.connection, { limit: 9 })).items.map((item) => item.key)).toEqual(['r2']);
      await leave(desk, 13, { reviews: [review('r1', subject, 50)] });
      expect((await desk.store.reviews(desk.connection, { limit: 9 })).items.map((item) => [item.key, item.openedAt])).toEqual([['r1', 50]]);
    });
  });

  describe('decisions', () => {
    test('come back with their values, newest first, by link and field', async () => {
      const desk = await newDesk(engine);
      const made = [
        decision('d1', { decidedAt: 5 }),
        decision('d2', { decidedAt: 6, linkId: linkId('other'), values: null }),
        decision('d3', { decidedAt: 5, field: 'person.title', reason: 'owner' }),
      ];
      await leave(desk, 10, { decisions: made });
      await leave(desk, 11, { decisions: [decision('d1', { decidedAt: 99 })] });
      const read = async (options: { readonly field?: string; readonly linkId?: ReturnType<typeof linkId> }) =>
        (await desk.store.decisions(desk.connection, { limit: 9, ...options })).items;
      expect(await read({})).toEqual([made[1], made[2], made[0]]);
      expect((await read({ linkId: linkId('link-1') })).map((item) => item.id)).toEqual(['d3', 'd1']);
      expect((await read({ field: 'person.title' })).map((item) => item.id)).toEqual(['d3']);
      expect(await read({ linkId: linkId('other'), field: 'person.title' })).toEqual([]);
      expect(await desk.store.decision(desk.connection, 'd1')).toEqual(made[0]);
      expect(await desk.store.decision(desk.connection, 'd9')).toBeNull();
      expect(await desk.store.decisionTotals(desk.connection, 5)).toEqual([
        { field: 'person.phone', reason: 'latest', count: 2 },
        { field: 'person.title', reason: 'owner', count: 1 },
      ]);
      expect(await desk.store.decisionTotals(desk.connection, 6)).toEqual([{ field: 'person.phone', reason: 'latest', count: 1 }]);
      const counts = await desk.store.counts(desk.connection);
      expect([counts.decisions, counts.decisionsByReason]).toEqual([3, { latest: 2, owner: 1 }]);
    });
  });

  describe('pages', () => {
    test('show every row once, in order, also among equal times, while rows come and go', async () => {
      const desk = await newDesk(engine);
      const total = 25;
      const numbers = Array.from({ length: total }, (_, index) => String(index).padStart(3, '0'));
      const subject = subjectFor(lead('A'));
      await leave(desk, 10, {
        issues: numbers.map((number) => issue(`i${number}`, subject)),
        reviews: numbers.map((number) => review(`r${number}`, subject, Number(number) % 3)),
        decisions: numbers.map((number) => decision(`d${number}`, { decidedAt: Number(number) % 4 })),
      });
      await desk.append(11, ...numbers.map((number) => change(`l${number}`, contact(number))));
      const work = await desk.claim(11);
      await desk.commit(
        12,
        ...work.map((item, index) =>
          outcome(
            item,
            index % 2 === 0
              ? { link: link(`L-${item.subject}`, { hubspot: item.subject.split(':').at(-1) ?? '', mapping: index % 4 === 0 ? 'person' : 'company' }) }
              : {
                  unlinked: {
                    ref: contact(item.subject.split(':').at(-1) ?? ''),
                    reason: { code: index % 3 === 0 ? 'waiting' : 'duplicate', explanation: 'x' },
                  },
                },
          ),
        ),
      );
      const c = desk.connection;
      const issues = await readAll((after) => desk.store.issues(c, { open: true, limit: 4, ...from(after) }));
      expect(issues.map((row) => row.key)).toEqual(numbers.map((number) => `i${number}`).reverse());
      expect((await readAll((after) => desk.store.reviews(c, { limit: 5, ...from(after) }))).map((row) => row.openedAt)).toEqual(
        [...numbers].map((number) => Number(number) % 3).sort(),
      );
      expect(new Set((await readAll((after) => desk.store.decisions(c, { limit: 7, ...from(after) }))).map((row) => row.id)).size).toBe(total);
      expect(await readAll((after) => desk.store.listLinks(c, { limit: 4, ...from(after) }))).toHaveLength(13);
      const persons = await readAll((after) => desk.store.listLinks(c, { limit: 2, mapping: 'person', ...from(after) }));
      expect([persons.length, new Set(persons.map((row) => row.mapping))]).toEqual([7, new Set(['person'])]);
      expect(await readAll((after) => desk.store.listUnlinked(c, { limit: 5, ...from(after) }))).toHaveLength(12);
      expect(await readAll((after) => desk.store.listUnlinked(c, { limit: 1, code: 'waiting', ...from(after) }))).toHaveLength(4);

      const first = await desk.store.issues(c, { open: true, limit: 10 });
      await leave(desk, 20, { issues: [issue('i999', subject)], resolvedIssues: ['i000'] });
      const rest = await readAll((after) => desk.store.issues(c, { open: true, limit: 10, ...from(after ?? first.next ?? undefined) }));
      expect([...first.items, ...rest].map((row) => row.key)).toEqual(
        numbers
          .slice(1)
          .map((number) => `i${number}`)
          .reverse(),
      );
    });
    test('stay whole over 50,000 rows', async () => {
      const desk = await newDesk(engine);
      const subject = subjectFor(lead('A'));
      const [batches, size] = [10, 5_000];
      for (let batch = 0; batch < batches; batch += 1) {
        await leave(desk, 10 + (batch % 3), {
          issues: Array.from({ length: size }, (_, index) => issue(`i${String(batch)}-${String(index)}`, subject)),
          resolvedIssues: [],
        });
      }
      const rows = await readAll((after) => desk.store.issues(desk.connection, { open: true, limit: 4_999, ...from(after) }));
      expect([rows.length, new Set(rows.map((row) => row.key)).size]).toEqual([batches * size, batches * size]);
      expect(rows.every((row, index) => row.openedAt <= (rows[index - 1]?.openedAt ?? Infinity))).toBe(true);
      expect((await desk.store.counts(desk.connection)).openIssues).toBe(batches * size);
    }, 60_000);
    test('a cursor that is not ours starts over', async () => {
      const desk = await newDesk(engine);
      await leave(desk, 10, { issues: [issue('i', subjectFor(lead('A')))] });
      expect((await desk.store.issues(desk.connection, { open: true, limit: 5, after: 'nonsense' })).items).toHaveLength(1);
    });
  });

  describe('counts and upkeep', () => {
    test('counts what there is', async () => {
      const desk = await newDesk(engine);
      await desk.append(5, change('e1', lead('A')), change('e2', lead('A')), change('e3', lead('B')), change('e4', contact('1')));
      const [work] = await desk.claim(6, { limit: 1 });
      if (work === undefined) throw new Error('three are due');
      expect(await desk.store.counts(desk.connection)).toEqual({
        inbox: 4,
        due: 2,
        leased: 1,
        links: 0,
        linksByMapping: {},
        openIssues: 0,
        openReviews: 0,
        decisions: 0,
        decisionsByReason: {},
        unlinkedByCode: {},
        oldestDueAt: 5,
      });
      await desk.commit(
        7,
        outcome(work, {
          link: link('L1', { hubspot: '1' }),
          issues: [issue('i', work.subject)],
          reviews: [review('r', work.subject, 1)],
          decisions: [decision('d')],
        }),
      );
      const counts = await desk.store.counts(desk.connection);
      expect([counts.leased, counts.links, counts.linksByMapping, counts.openIssues, counts.openReviews, counts.decisions]).toEqual([
        0,
        1,
        { person: 1 },
        1,
        1,
        1,
      ]);
    });
    test('prune forgets what is past its keep time, and nothing else', async () => {
      const store = await engine.fresh();
      const desk = { ...(await newDesk({ ...engine, shared: async () => store })) };
      const subject = subjectFor(lead('A'));
      await leave(desk, 0, { issues: [issue('i', subject)], reviews: [review('r', subject, 0)], decisions: [decision('d', { decidedAt: 0 })] });
      await leave(desk, 1, {});
      expect(await store.prune(6 * DAY_MS)).toBe(0);
      expect(await store.prune(8 * DAY_MS)).toBe(2);
      expect((await store.decisions(desk.connection, { limit: 1 })).items[0]?.values).not.toBeNull();
      expect(await store.prune(91 * DAY_MS)).toBe(2);
      expect((await store.decisions(desk.connection, { limit: 1 })).items).toEqual([decision('d', { decidedAt: 0, values: null })]);
      expect((await store.issues(desk.connection, { open: false, limit: 1 })).items).toEqual([]);
      expect(await store.prune(500 * DAY_MS)).toBe(1);
      expect((await store.counts(desk.connection)).decisions).toBe(0);
    });
    test('refuses calls after close', async () => {
      const store = await engine.fresh();
      await store.close();
      await store.close();
      if (engine.name !== 'memory') await expect(store.prune(0)).rejects.toMatchObject({ code: 'store-closed' });
    });
  });
};
