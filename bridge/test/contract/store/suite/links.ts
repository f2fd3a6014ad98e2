import { describe, expect, test } from '@jest/globals';
import type { IdentityVerdict, Link, RecordRef } from '../../../../src/domain/model.ts';
import { LEASE_MS, change, colleague, contact, issue, lead, link, linkId, linkSubjectOf, newDesk, outcome, review, subjectFor } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

/** Stores a link through a pass over its Salesforce end; nothing stays due. */
const linked = async (desk: Desk, made: Link, now: number): Promise<Link> => {
  const ref = made.salesforce === null ? contact(made.hubspot?.id ?? '') : lead(made.salesforce.id);
  await desk.append(now, change(`make-${made.id}`, ref));
  const work = (await desk.claim(now)).find((item) => item.subject === subjectFor(ref));
  if (work === undefined) throw new Error('the record is not due');
  expect(await desk.commit(now, outcome(work, { link: made }))).toEqual(['recorded']);
  return made;
};

/** Links, their ends, and what moves to them. */
export const linkSuite = (engine: Engine): void => {
  describe('linking', () => {
    test('a committed link is found by id and by each end, in the order asked', async () => {
      const desk = await newDesk(engine);
      const made = await linked(desk, link('L1', { salesforce: 'A', hubspot: '1' }), 1);
      expect(await desk.store.links(desk.connection, [linkId('none'), made.id])).toEqual([made]);
      expect(await desk.store.linksOf(desk.connection, [contact('9'), contact('1'), lead('A')])).toEqual([null, made, made]);
      const other = await newDesk(engine);
      expect(await other.store.linksOf(other.connection, [lead('A')])).toEqual([null]);
    });
    test('later changes of either end go to the link', async () => {
      const desk = await newDesk(engine);
      const made = await linked(desk, link('L1', { salesforce: 'A', hubspot: '1' }), 1);
      await desk.append(2, change('e1', contact('1')), change('e2', lead('A')));
      const work = await desk.claimOne(3);
      expect([work.subject, work.link, work.changes.length]).toEqual([linkSubjectOf(made), made, 2]);
    });
    test('the same id of two HubSpot objects is two records', async () => {
      const desk = await newDesk(engine);
      await linked(desk, link('L1', { hubspot: '1' }), 1);
      const company = { side: 'hubspot', object: 'companies', id: '1' } as const;
      expect(await desk.store.linksOf(desk.connection, [company])).toEqual([null]);
    });
    test('what waits for both ends moves to the new link and stays due', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(2);
      await desk.append(3, change('e2', contact('1'), { lane: 'consent' }), change('e3', lead('A')));
      const made = link('L1', { salesforce: 'A', hubspot: '1' });
      expect(await desk.commit(4, outcome(work, { link: made }))).toEqual(['recorded']);
      const next = await desk.claimOne(5);
      expect([next.subject, next.lane, next.changes.map((item) => item.eventId).sort()]).toEqual([linkSubjectOf(made), 'consent', ['e2', 'e3']]);
    });
    test('linking waits while another worker is at work on the other end', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      await desk.append(1, change('e1', lead('A')));
      const mine = await desk.claimOne(1);
      await desk.append(2, change('e2', contact('1')));
      const theirs = await other.claimOne(2);
      const made = link('L1', { salesforce: 'A', hubspot: '1' });
      expect(await desk.save(3, { subject: mine.subject, link: made })).toEqual(new Set());
      expect(await desk.commit(3, outcome(mine, { link: made }))).toEqual(['link-taken']);
      expect(await other.commit(4, outcome(theirs))).toEqual(['recorded']);
      expect(await desk.commit(6, outcome(await desk.claimOne(5), { link: made }))).toEqual(['recorded']);
    });
    test('when one batch holds both ends, linking one takes the other along and fences its pass', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', contact('1')));
      const [one, two] = (await desk.claim(1)).toSorted((left, right) => (left.subject < right.subject ? 1 : -1));
      if (one === undefined || two === undefined) throw new Error('two are due');
      const made = link('L1', { salesforce: 'A', hubspot: '1' });
      expect(await desk.save(2, { subject: one.subject, link: made }, { subject: two.subject, link: made })).toEqual(new Set([one.subject]));
      expect(await desk.commit(3, outcome(one, { link: made }), outcome(two))).toEqual(['recorded', 'fenced']);
      expect((await desk.claimOne(5)).changes.map((item) => item.eventId)).toEqual(['e2']);
    });
    test('two passes of one batch that want one record: the first gets it, the second stays due', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const [a, b] = await desk.claim(2);
      if (a === undefined || b === undefined) throw new Error('two are due');
      const results = await desk.commit(
        3,
        outcome(a, { link: link('L1', { salesforce: 'A', hubspot: '1' }) }),
        outcome(b, { link: link('L2', { salesforce: 'B', hubspot: '1' }) }),
      );
      expect(results).toEqual(['recorded', 'link-taken']);
      const again = await desk.claimOne(4);
      expect([again.subject, again.changes.length, again.tries]).toEqual([subjectFor(lead('B')), 1, 1]);
      expect(await desk.store.links(desk.connection, [linkId('L2')])).toEqual([]);
    });
    test('a key belongs to one link', async () => {
      const desk = await newDesk(engine);
      await linked(desk, link('L1', { salesforce: 'A', key: 'sf-A' }), 1);
      await desk.append(2, change('e2', contact('1')));
      const work = await desk.claimOne(3);
      expect(await desk.commit(4, outcome(work, { link: link('L2', { hubspot: '1', key: 'sf-A' }) }))).toEqual(['link-taken']);
    });
    test('a record end that moved stays known as a former one, an end that was dropped is free', async () => {
      const desk = await newDesk(engine);
      const made = await linked(desk, link('L1', { salesforce: 'A', hubspot: '1' }), 1);
      await desk.append(2, change('e2', lead('A')));
      const moved: Link = { ...made, salesforce: link('x', { salesforce: 'C' }).salesforce, hubspot: null };
      expect(await desk.commit(4, outcome(await desk.claimOne(3), { link: moved, formerRefs: [lead('A')] }))).toEqual(['recorded']);
      expect(await desk.store.linksOf(desk.connection, [lead('A'), lead('C'), contact('1')])).toEqual([moved, moved, null]);
      await desk.append(5, change('e3', lead('A')));
      const work = await desk.claimOne(6);
      expect(work.subject).toBe(linkSubjectOf(made));
      expect(await desk.commit(7, outcome(work))).toEqual(['recorded']);
      expect(await desk.store.linksOf(desk.connection, [lead('A')])).toEqual([moved]);
      await linked(desk, link('L2', { hubspot: '1' }), 8);
    });
    test('an end dropped by one link of a batch can be taken by the next', async () => {
      const desk = await newDesk(engine);
      const first = await linked(desk, link('L1', { salesforce: 'A', hubspot: '1' }), 1);
      const second = await linked(desk, link('L2', { salesforce: 'B' }), 2);
      await desk.append(3, change('e3', lead('A')), change('e4', lead('B')));
      const [a, b] = (await desk.claim(3)).toSorted((left, right) => (left.subject < right.subject ? -1 : 1));
      if (a === undefined || b === undefined) throw new Error('two are due');
      const [without, joined]: readonly Link[] = [
        { ...first, hubspot: null },
        { ...second, hubspot: first.hubspot },
      ];
      expect(await desk.commit(4, outcome(a, { link: without ?? null }), outcome(b, { link: joined ?? null }))).toEqual(['recorded', 'recorded']);
      expect(await desk.store.linksOf(desk.connection, [contact('1'), lead('A')])).toEqual([joined, without]);
    });
    test('a former end that belongs to another link is left with it', async () => {
      const desk = await newDesk(engine);
      const first = await linked(desk, link('L1', { hubspot: '1' }), 1);
      const second = await linked(desk, link('L2', { hubspot: '2' }), 2);
      await desk.append(3, change('e3', contact('1')));
      expect(await desk.commit(5, outcome(await desk.claimOne(4), { formerRefs: [contact('2')] }))).toEqual(['recorded']);
      expect(await desk.store.linksOf(desk.connection, [contact('1'), contact('2')])).toEqual([first, second]);
    });
    test('a pass cannot write a link that another pass holds', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      const made = await linked(desk, link('L1', { salesforce: 'A' }), 1);
      await desk.append(2, change('e2', lead('A')));
      await other.claimOne(2);
      await desk.append(3, change('e3', contact('1')));
      const work = await desk.claimOne(3);
      const joined: Link = { ...made, hubspot: link('x', { hubspot: '1' }).hubspot };
      expect(await desk.save(4, { subject: work.subject, link: joined })).toEqual(new Set());
      expect(await desk.commit(5, outcome(work, { link: joined }))).toEqual(['link-taken']);
      expect(await desk.store.links(desk.connection, [made.id])).toEqual([made]);
    });
    test('joining a record to a link at rest works, and looks at what waited for it', async () => {
      const desk = await newDesk(engine);
      const made = await linked(desk, link('L1', { salesforce: 'A' }), 1);
      await desk.append(3, change('e3', contact('1')));
      const joined: Link = { ...made, hubspot: link('x', { hubspot: '1' }).hubspot };
      expect(await desk.commit(5, outcome(await desk.claimOne(3), { link: joined }))).toEqual(['recorded']);
      expect(await desk.store.linksOf(desk.connection, [contact('1')])).toEqual([joined]);
      expect(await desk.claim(6)).toEqual([]);
    });
    test('a woken parent is found through the link made in the same batch', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', lead('B')));
      const [a, b] = await desk.claim(2);
      if (a === undefined || b === undefined) throw new Error('two are due');
      const made = link('L2', { salesforce: 'B' });
      await desk.commit(3, outcome(a, { wake: [subjectFor(lead('B'))] }), outcome(b, { link: made }));
      expect((await desk.claimOne(4)).subject).toBe(linkSubjectOf(made));
    });
    test('issues and reviews of a record move with it', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(1);
      await desk.commit(
        2,
        outcome(work, { issues: [issue('i1', work.subject)], reviews: [review('r1', work.subject, 2)], next: { kind: 'again', at: 3, isRetry: true } }),
      );
      const made = link('L1', { salesforce: 'A' });
      await desk.commit(4, outcome(await desk.claimOne(3), { link: made, resolvedIssues: [], resolvedReviews: [] }));
      expect((await desk.store.issues(desk.connection, { open: true, subject: linkSubjectOf(made), limit: 9 })).items.map((row) => row.key)).toEqual(['i1']);
      expect((await desk.store.reviews(desk.connection, { limit: 9 })).items.map((row) => row.subject)).toEqual([linkSubjectOf(made)]);
      await desk.append(5, change('e2', lead('A')));
      await desk.commit(6, outcome(await desk.claimOne(5)));
      expect((await desk.store.counts(desk.connection)).openIssues).toBe(0);
    });
  });

  describe('attempts', () => {
    const attempt = { side: 'hubspot', number: 1, kind: 'create', object: 'contacts', recordId: null, agree: {}, sentAt: 2, settleAt: 60_000 } as const;

    test('are stored with a link that is not complete; the pass goes on under the subject it claimed', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(1);
      const begun: Link = { ...link('L1', { salesforce: 'A' }), attempts: [attempt] };
      expect(await desk.save(2, { subject: work.subject, link: begun })).toEqual(new Set([work.subject]));
      expect(await desk.store.linksOf(desk.connection, [lead('A')])).toEqual([begun]);
      await desk.append(3, change('e2', lead('A')));
      expect(await other.claim(4)).toEqual([]);
      const complete: Link = { ...begun, attempts: [], hubspot: link('x', { hubspot: '1' }).hubspot };
      expect(await desk.commit(5, outcome(work, { link: complete }))).toEqual(['recorded']);
      const next = await other.claimOne(6);
      expect([next.subject, next.link, next.changes.map((item) => item.eventId)]).toEqual([linkSubjectOf(begun), complete, ['e2']]);
    });
    test('of a pass that died are handed to the next, with everything that waits', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk, { leaseMs: 10 * LEASE_MS });
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(1);
      const begun: Link = { ...link('L1', { salesforce: 'A' }), attempts: [attempt] };
      await desk.save(2, { subject: work.subject, link: begun });
      const next = await other.claimOne(LEASE_MS + 2);
      expect([next.subject, next.link, next.changes.length]).toEqual([linkSubjectOf(begun), begun, 1]);
      expect(await desk.commit(LEASE_MS + 3, outcome(work, { link: begun }))).toEqual(['fenced']);
      expect(await other.commit(LEASE_MS + 4, outcome(next))).toEqual(['recorded']);
    });
    test('are refused by absence when the record or the key is taken, within one call too', async () => {
      const desk = await newDesk(engine);
      await linked(desk, link('L0', { hubspot: '1', key: 'k0' }), 1);
      await desk.append(2, change('e1', lead('A')), change('e2', lead('B')), change('e3', lead('C')), change('e4', lead('D')));
      const work = await desk.claim(3);
      const wishes = [
        link('LA', { salesforce: 'A', hubspot: '1' }),
        link('LB', { salesforce: 'B', key: 'k0' }),
        link('LC', { salesforce: 'C', hubspot: '2' }),
        link('LD', { salesforce: 'D', hubspot: '2' }),
      ];
      const allowed = await desk.save(
        4,
        ...work.flatMap((item, index) => (wishes[index] === undefined ? [] : [{ subject: item.subject, link: wishes[index] }])),
      );
      expect(allowed).toEqual(new Set([subjectFor(lead('C'))]));
      expect((await desk.store.counts(desk.connection)).links).toBe(2);
    });
    test('release after an attempt was stored gives the link back', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const work = await desk.claimOne(1);
      await desk.save(2, { subject: work.subject, link: link('L1', { salesforce: 'A' }) });
      await desk.release(50, work.subject);
      expect(await desk.store.nextDueAt(desk.connection, 3)).toBe(50);
      expect((await desk.claimOne(50)).subject).toBe('L1');
    });
    test('two workers that want one record at the same moment: exactly one gets it', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      for (let round = 0; round < 10; round += 1) {
        const at = round * 10 + 1;
        const [left, right, wanted] = [`A${String(round)}`, `B${String(round)}`, `C${String(round)}`];
        await desk.append(at, change(`e-${left}`, lead(left)), change(`e-${right}`, lead(right)));
        const mine = (await desk.claim(at, { limit: 1 }))[0];
        const theirs = (await other.claim(at, { limit: 1 }))[0];
        if (mine === undefined || theirs === undefined) throw new Error('two are due');
        const answers = await Promise.all([
          desk.save(at + 1, { subject: mine.subject, link: link(`L-${left}`, { salesforce: left, hubspot: wanted }) }),
          other.save(at + 1, { subject: theirs.subject, link: link(`L-${right}`, { salesforce: right, hubspot: wanted }) }),
        ]);
        expect(answers.map((answer) => answer.size).sort()).toEqual([0, 1]);
        await Promise.all([desk.commit(at + 2, outcome(mine)), other.commit(at + 2, outcome(theirs))]);
      }
    });
  });

  describe('match keys', () => {
    test('find records, are replaced per record, and are kept per connection', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')), change('e2', contact('1')));
      const work = await desk.claim(1);
      const entries = [
        { ref: lead('A'), keys: ['k1', 'k2'] },
        { ref: contact('1'), keys: ['k2'] },
      ];
      await desk.commit(
        2,
        ...work.map((item, index) => outcome(item, { matchKeys: entries.slice(index, index + 1), next: { kind: 'again', at: 3, isRetry: false } })),
      );
      const found = async (...keys: readonly string[]) =>
        (await desk.store.findByKeys(desk.connection, keys)).map(({ key, ref }) => `${key} ${ref.side} ${ref.object} ${ref.id}`);
      expect(await found('k2', 'k1', 'k3')).toEqual(expect.arrayContaining(['k1 salesforce Lead A', 'k2 salesforce Lead A', 'k2 hubspot contacts 1']));
      await desk.commit(4, ...(await desk.claim(3)).slice(0, 2).map((item) => outcome(item, { matchKeys: [{ ref: lead('A'), keys: ['k3', 'k1'] }] })));
      expect(await found('k2')).toEqual(['k2 hubspot contacts 1']);
      expect(await found('k1', 'k3')).toHaveLength(2);
      expect(await desk.store.findByKeys((await newDesk(engine)).connection, ['k1'])).toEqual([]);
    });
    test('of blocks are replaced by themselves, name nobody when too many share one, and make no group', async () => {
      const desk = await newDesk(engine);
      const { store, connection } = desk;
      await desk.append(1, change('e1', lead('A')));
      await desk.commit(2, ...(await desk.claim(1)).map((item) => outcome(item, { matchKeys: [{ ref: lead('A'), keys: ['k1', 'near:n:1'] }] })));
      const near = async (chainMax: number, ...keys: readonly string[]) =>
        (await store.findNear(connection, { keys, chainMax })).map(({ key, ref }) => `${key} ${ref.id}`).sort();
      await store.rememberKeys(connection, [
        { ref: lead('A'), keys: ['near:n:2', 'near:p:1', 'near:p:1'] },
        { ref: lead('B'), keys: ['near:p:1'] },
        { ref: contact('1'), keys: ['near:p:1'] },
      ]);
      expect(await near(9, 'near:n:1', 'near:n:2', 'near:p:1')).toEqual(['near:n:2 A', 'near:p:1 1', 'near:p:1 A', 'near:p:1 B']);
      expect(await near(1, 'near:n:2', 'near:p:1')).toEqual(['near:n:2 A', 'near:p:1 1']);
      expect((await store.findByKeys(connection, ['k1'])).map(({ ref }) => ref.id)).toEqual(['A']);
      expect(await store.matchKeysOf(connection, [lead('A')])).toEqual(['k1']);
      expect((await store.clusters(connection, { limit: 9 })).items).toEqual([]);
      await store.rememberKeys(connection, [{ ref: lead('A'), keys: [] }]);
      expect(await near(9, 'near:n:2', 'near:p:1')).toEqual(['near:p:1 1', 'near:p:1 B']);
      expect(await store.findNear((await newDesk(engine)).connection, { keys: ['near:p:1'], chainMax: 9 })).toEqual([]);
    });
    test('are granted to one pass until released, lapsed or taken over', async () => {
      const desk = await newDesk(engine);
      const other = await colleague(desk);
      const keys = (of: Desk, now: number, ...wanted: readonly string[]) =>
        of.store.claimKeys({ connection: of.connection, lease: of.lease, keys: wanted, now, leaseMs: 100 });
      expect(await keys(desk, 1, 'a', 'b')).toEqual(new Set(['a', 'b']));
      expect(await keys(other, 2, 'b', 'c')).toEqual(new Set(['c']));
      expect(await keys(desk, 2, 'a')).toEqual(new Set());
      await other.store.releaseKeys({ connection: other.connection, lease: other.lease, keys: ['a', 'b'] });
      expect(await keys(other, 3, 'a')).toEqual(new Set());
      await desk.store.releaseKeys({ connection: desk.connection, lease: desk.lease, keys: ['a'] });
      expect(await keys(other, 4, 'a')).toEqual(new Set(['a']));
      expect(await keys(other, 101, 'b')).toEqual(new Set(['b']));
      const next = await colleague(desk, { worker: other.lease.worker, now: 102 });
      expect(await keys(desk, 103, 'a', 'b', 'c')).toEqual(new Set(['a', 'b', 'c']));
      expect(await keys(other, 900, 'z')).toEqual(new Set());
      expect(await keys(next, 900, 'z')).toEqual(new Set(['z']));
    });
    test('a record linked or not keeps its reason for being unlinked until it is linked', async () => {
      const desk = await newDesk(engine);
      await desk.append(1, change('e1', lead('A')));
      const reason = { code: 'out-of-scope', explanation: 'not in the list' } as const;
      await desk.commit(2, outcome(await desk.claimOne(1), { unlinked: { ref: lead('A'), reason }, next: { kind: 'again', at: 3, isRetry: false } }));
      expect(await desk.store.unlinkedOf(desk.connection, lead('A'))).toEqual(reason);
      expect((await desk.store.counts(desk.connection)).unlinkedByCode).toEqual({ 'out-of-scope': 1 });
      await desk.commit(4, outcome(await desk.claimOne(3), { link: link('L1', { salesforce: 'A' }) }));
      expect(await desk.store.unlinkedOf(desk.connection, lead('A'))).toBeNull();
      await desk.append(5, change('e2', lead('A')));
      await desk.commit(6, outcome(await desk.claimOne(5), { unlinked: { ref: lead('A'), reason: { code: 'deleted', explanation: 'gone' } } }));
      expect((await desk.store.unlinkedOf(desk.connection, lead('A')))?.code).toBe('deleted');
      await desk.append(7, change('e3', lead('A')));
      await desk.commit(8, outcome(await desk.claimOne(7)));
      expect(await desk.store.unlinkedOf(desk.connection, lead('A'))).toBeNull();
    });

    test('a link at rest keeps the reason under its record until it is stored without one', async () => {
      const desk = await newDesk(engine);
      const resting = { ref: contact('1'), reason: { code: 'out-of-scope' as const, explanation: 'Out of scope.' } };
      await desk.append(1, change('e1', lead('A')));
      const pair = { ...link('L1', { salesforce: 'A', hubspot: '1' }), state: 'out-of-scope' as const };
      await desk.commit(2, outcome(await desk.claimOne(1), { link: pair, unlinked: resting }));
      expect(await desk.store.unlinkedOf(desk.connection, contact('1'))).toEqual(resting.reason);
      expect((await desk.store.listUnlinked(desk.connection, { limit: 5, code: 'out-of-scope' })).items).toEqual([resting]);
      await desk.append(3, change('e2', lead('A')));
      await desk.commit(4, outcome(await desk.claimOne(3), { link: { ...pair, state: 'active' } }));
      expect(await desk.store.unlinkedOf(desk.connection, contact('1'))).toBeNull();
    });
  });

  describe('verdicts on identity', () => {
    const word = (one: RecordRef, other: RecordRef, options: Partial<IdentityVerdict> = {}): IdentityVerdict => ({
      mapping: 'person',
      refs: [one, other],
      verdict: 'apart',
      master: null,
      by: '005000000000001AAA',
      at: 1,
      ...options,
    });
    const pairs = (verdicts: readonly IdentityVerdict[]) => verdicts.map(({ refs, verdict }) => `${refs[0].id} ${verdict} ${refs[1].id}`);

    test('are found by either record, oldest first, each once, and kept per connection', async () => {
      const desk = await newDesk(engine);
      const said = [
        word(lead('A'), contact('1'), { at: 3 }),
        word(contact('2'), lead('A'), { at: 2, verdict: 'link' }),
        word(lead('A'), lead('B'), { at: 1, verdict: 'link', master: lead('B') }),
        word(lead('C'), contact('1')),
      ];
      await desk.store.saveVerdicts(desk.connection, said);
      const found = await desk.store.verdictsOf(desk.connection, [lead('A'), lead('B'), contact('2')]);
      expect(found).toEqual([said[2], said[1], said[0]]);
      expect(pairs(await desk.store.verdictsOf(desk.connection, [contact('1')]))).toEqual(['C apart 1', 'A apart 1']);
      expect(await desk.store.verdictsOf(desk.connection, [])).toEqual([]);
      const other = await newDesk(engine);
      expect(await other.store.verdictsOf(other.connection, [lead('A')])).toEqual([]);
    });
    test('the last word on a pair counts, in whatever order the pair is named', async () => {
      const desk = await newDesk(engine);
      await desk.store.saveVerdicts(desk.connection, [word(lead('A'), contact('1'))]);
      await desk.store.saveVerdicts(desk.connection, [word(contact('1'), lead('A'), { at: 2 }), word(lead('A'), contact('1'), { at: 3, verdict: 'link' })]);
      expect(pairs(await desk.store.verdictsOf(desk.connection, [lead('A')]))).toEqual(['A link 1']);
    });
    test('a HubSpot id counts within its object, a Salesforce id whatever the object', async () => {
      const desk = await newDesk(engine);
      await desk.store.saveVerdicts(desk.connection, [word(lead('A'), contact('1'))]);
      expect(await desk.store.verdictsOf(desk.connection, [{ side: 'hubspot', object: 'companies', id: '1' }])).toEqual([]);
      expect(await desk.store.verdictsOf(desk.connection, [{ side: 'salesforce', object: 'Contact', id: 'A' }])).toHaveLength(1);
    });
    test('are listed newest first, page by page, and forgotten when taken back', async () => {
      const desk = await newDesk(engine);
      await desk.store.saveVerdicts(
        desk.connection,
        ['1', '2', '3'].map((id) => word(lead('A'), contact(id), { at: Number(id) })),
      );
      const first = await desk.store.listVerdicts(desk.connection, { limit: 2 });
      expect(pairs(first.items)).toEqual(['A apart 3', 'A apart 2']);
      const second = await desk.store.listVerdicts(desk.connection, { limit: 2, after: first.next ?? '' });
      expect([pairs(second.items), second.next]).toEqual([['A apart 1'], null]);
      expect(await desk.store.forgetVerdict(desk.connection, [contact('2'), lead('A')])).toBe(true);
      expect(await desk.store.forgetVerdict(desk.connection, [contact('2'), lead('A')])).toBe(false);
      expect(pairs((await desk.store.listVerdicts(desk.connection, { limit: 9 })).items)).toEqual(['A apart 3', 'A apart 1']);
    });
  });
};
