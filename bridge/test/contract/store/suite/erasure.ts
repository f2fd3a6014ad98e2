import { describe, expect, test } from '@jest/globals';
import { brokenErasure } from '../../../../src/domain/index.ts';
import type { Approval, Erasure } from '../../../../src/domain/model.ts';
import type { Page } from '../../../../src/engine/ports.ts';
import { change, contact, decision, issue, lead, link, linkId, linkSubjectOf, newDesk, outcome, review, subjectFor } from '../fixtures.ts';
import type { Desk, Engine } from '../fixtures.ts';

export const PERSON = '00Qperson0000000AA';
const TWIN = '00Qtwin000000000AA';
export const CONTACT = '70001';

const approval = (key: string, patch: Partial<Approval> = {}): Approval => ({
  key,
  linkId: linkId('link-1'),
  mapping: 'person',
  ref: contact(CONTACT),
  cause: lead(PERSON),
  why: 'policy',
  state: 'waiting',
  askedAt: 10,
  decidedAt: null,
  decidedBy: null,
  ...patch,
});

/** Everything a person can leave behind in the store: a link with a former end, notices, findings of their own and of others. */
export const leaveTraces = async (desk: Desk): Promise<void> => {
  const { store, connection } = desk;
  const theirs = link(`person:sf-${PERSON}`, { salesforce: PERSON, hubspot: CONTACT, key: `sf-${PERSON}` });
  await desk.append(10, change(`e-${PERSON}`, lead(PERSON)), change('e-twin', lead(TWIN)), change('e-bystander', lead('00Qbystander000AA')));
  const works = await desk.claim(10);
  const kinds = await desk.commit(
    11,
    ...works.map((work) => {
      if (work.subject === subjectFor(lead(PERSON)))
        return outcome(work, {
          link: theirs,
          formerRefs: [contact('69999')],
          decisions: [decision('d1', { linkId: theirs.id, ref: { salesforce: PERSON, hubspot: CONTACT } })],
          issues: [issue(`${theirs.id}|person.phone`, linkSubjectOf(theirs), { ref: lead(PERSON) })],
          matchKeys: [{ ref: lead(PERSON), keys: ['print-of-address'] }],
        });
      if (work.subject === subjectFor(lead(TWIN)))
        return outcome(work, {
          reviews: [{ ...review('r-twin', work.subject, 5), kind: 'cluster', refs: [lead(TWIN), lead(PERSON)] }],
          unlinked: { ref: lead(TWIN), reason: { code: 'review', explanation: 'two records' } },
          matchKeys: [{ ref: lead(TWIN), keys: ['print-of-address'] }],
        });
      return outcome(work, { unlinked: { ref: lead('00Qbystander000AA'), reason: { code: 'waiting', explanation: 'x' } } });
    }),
  );
  expect(kinds).toEqual(['recorded', 'recorded', 'recorded']);
  await store.saveVerdicts(connection, [{ mapping: 'person', refs: [lead(PERSON), lead(TWIN)], verdict: 'apart', master: null, by: null, at: 12 }]);
  await store.askApprovals(connection, [approval('a1', { linkId: theirs.id })]);
  await desk.append(13, change(`hs:1:2:3:contact.deletion:${CONTACT}:99:`, contact(CONTACT)), change(`sweep:hubspot:contacts:${CONTACT}:7`, contact(CONTACT)));
};

/** All the store shows, as one text. */
const everything = async ({ store, connection }: Desk): Promise<string> => {
  const limit = 1_000;
  const pages: readonly Page<unknown>[] = await Promise.all([
    store.listLinks(connection, { limit }),
    store.listUnlinked(connection, { limit }),
    store.issues(connection, { open: true, limit }),
    store.issues(connection, { open: false, limit }),
    store.reviews(connection, { limit }),
    store.decisions(connection, { limit }),
    store.listVerdicts(connection, { limit }),
    store.listApprovals(connection, { limit }),
    store.clusters(connection, { limit }),
    store.erasures(connection, { limit }),
  ]);
  const found = await store.findByKeys(connection, ['print-of-address']);
  return JSON.stringify([pages.map((page) => page.items), found.filter(({ ref }) => ref.id !== TWIN)]);
};

/** Erases what `leaveTraces` left. */
export const eraseThem = (desk: Desk, marks: readonly string[] = ['mark-1']): Promise<Erasure | null> =>
  desk.store.erase({
    connection: desk.connection,
    refs: [contact(CONTACT)],
    matchKeys: ['print-of-address'],
    now: 20,
    proof: { cause: 'hubspot-privacy', subject: 'keyed', records: { salesforce: 1, hubspot: 0 }, marks },
  });

/** Clusters, approvals, erasures. */
export const erasureSuite = (engine: Engine): void => {
  describe('erasure', () => {
    test('leaves nothing that names the person, and a proof', async () => {
      const desk = await newDesk(engine);
      await leaveTraces(desk);
      expect(await everything(desk)).toContain(PERSON);
      const proof = await eraseThem(desk);
      const left = await everything(desk);
      for (const trace of [PERSON, CONTACT, '69999']) expect(left).not.toContain(trace);
      expect(left).toContain('00Qbystander000AA');
      expect(proof).toMatchObject({ number: 1, cause: 'hubspot-privacy', subject: 'keyed', records: { salesforce: 1, hubspot: 0 }, previous: '' });
      expect(proof?.removed).toMatchObject({
        links: 1,
        link_ends: 3,
        decisions: 1,
        issues: 1,
        reviews: 1,
        identity_verdicts: 1,
        approvals: 1,
        inbox: 2,
        match_keys: 1,
      });
      expect(JSON.stringify(proof)).not.toContain('person');
      const counts = await desk.store.counts(desk.connection);
      expect(counts).toMatchObject({ links: 0, decisions: 0, openIssues: 0, openReviews: 0, inbox: 0, leased: 0 });
    });
    test('looks again at records that were seen beside theirs', async () => {
      const desk = await newDesk(engine);
      await leaveTraces(desk);
      await desk.claim(14);
      await eraseThem(desk);
      expect((await desk.claim(20)).map((work) => [work.subject, work.woken])).toEqual([[subjectFor(lead(TWIN)), true]]);
    });
    test('takes the claim of a pass under way, which can store nothing any more', async () => {
      const desk = await newDesk(engine);
      await leaveTraces(desk);
      const work = await desk.claimOne(14);
      await eraseThem(desk);
      expect(await desk.commit(21, outcome(work))).toEqual(['fenced']);
      expect(await everything(desk)).not.toContain(PERSON);
    });
    test('forgets event ids that name them: the same notice is a new one', async () => {
      const desk = await newDesk(engine);
      await leaveTraces(desk);
      await eraseThem(desk);
      const again = await desk.store.append({
        connection: desk.connection,
        now: 22,
        changes: [change(`sweep:hubspot:contacts:${CONTACT}:7`, contact(CONTACT))],
      });
      expect(again).toEqual({ stored: 1, duplicates: 0 });
      expect(await desk.store.erase({ connection: desk.connection, refs: [contact(CONTACT)], matchKeys: [], now: 23, proof: null })).toBeNull();
      expect((await desk.store.erasures(desk.connection, { limit: 10 })).items).toHaveLength(1);
      expect(await desk.claim(24)).toHaveLength(1);
    });
    test('proofs form a chain, in which a change shows', async () => {
      const desk = await newDesk(engine);
      await leaveTraces(desk);
      await eraseThem(desk, ['m1', 'm2']);
      await eraseThem(desk, ['m2', 'm3']);
      await eraseThem(desk, []);
      const first = await desk.store.erasures(desk.connection, { limit: 2 });
      expect(first.items.map((one) => one.number)).toEqual([1, 2]);
      const { items } = await desk.store.erasures(desk.connection, { limit: 2, ...(first.next === null ? {} : { after: first.next }) });
      const all = [...first.items, ...items];
      expect(all.map((one) => one.number)).toEqual([1, 2, 3]);
      expect(brokenErasure(all)).toBeNull();
      expect(brokenErasure(all.map((one) => (one.number === 2 ? { ...one, at: 99 } : one)))).toBe(2);
      expect(brokenErasure(all.filter((one) => one.number !== 2))).toBe(3);
    });
    test('marks recognise what was erased until they are taken back', async () => {
      const desk = await newDesk(engine);
      await eraseThem(desk, ['m1', 'm2']);
      expect([...(await desk.store.erasedAmong(desk.connection, ['m1', 'm3']))]).toEqual([['m1', 1]]);
      expect(await desk.store.allowErased(desk.connection, ['m1', 'm3'])).toBe(1);
      expect((await desk.store.erasedAmong(desk.connection, ['m1', 'm2'])).has('m1')).toBe(false);
    });
    test('links that closed in favour of another are found by it', async () => {
      const desk = await newDesk(engine);
      const kept = link('person:sf-1', { salesforce: '00Qkept' });
      await desk.append(1, change('e1', lead('00Qkept')), change('e2', lead('00Qceded')));
      const works = await desk.claim(1);
      const ceded = { ...link('person:sf-2', { salesforce: '00Qceded' }), state: 'deleted' as const, successor: kept.id };
      await desk.commit(2, ...works.map((work) => outcome(work, { link: work.subject === subjectFor(lead('00Qkept')) ? kept : ceded })));
      expect((await desk.store.cededTo(desk.connection, kept.id)).map((one) => one.id)).toEqual([ceded.id]);
      expect(await desk.store.cededTo(desk.connection, ceded.id)).toEqual([]);
      expect((await desk.store.endsOf(desk.connection, kept.id)).map((ref) => [ref.side, ref.id])).toEqual([['salesforce', '00Qkept']]);
    });
    test('one connection knows nothing of another', async () => {
      const [mine, other] = [await newDesk(engine), await newDesk(engine)];
      await leaveTraces(other);
      await eraseThem(mine);
      expect(await everything(other)).toContain(PERSON);
    });
  });

  describe('approvals', () => {
    test('are asked once, moved on from the state they are in, and counted', async () => {
      const { store, connection } = await newDesk(engine);
      expect(await store.askApprovals(connection, [approval('a'), approval('b', { state: 'approved', decidedAt: 11 })])).toHaveLength(2);
      expect(await store.askApprovals(connection, [approval('a', { askedAt: 99 })])).toEqual([approval('a')]);
      const move = { from: ['waiting'], to: 'approved', by: '005', at: 12 } as const;
      expect(await store.moveApproval(connection, 'a', move)).toEqual(approval('a', { state: 'approved', decidedAt: 12, decidedBy: '005' }));
      expect(await store.moveApproval(connection, 'a', move)).toBeNull();
      expect(await store.moveApproval(connection, 'nothing', move)).toBeNull();
      expect(await store.countDeletions(connection, { mapping: 'person', side: 'hubspot', since: 0 })).toBe(2);
      expect(await store.countDeletions(connection, { mapping: 'person', side: 'hubspot', since: 12 })).toBe(1);
      expect(await store.countDeletions(connection, { mapping: 'company', side: 'hubspot', since: 0 })).toBe(0);
      await store.dropApprovals(connection, ['a', 'nothing']);
      expect((await store.approvals(connection, ['a', 'b'])).map((one) => one.key)).toEqual(['b']);
    });
    test('are listed newest first, by state', async () => {
      const { store, connection } = await newDesk(engine);
      await store.askApprovals(connection, [approval('a', { askedAt: 1 }), approval('b', { askedAt: 2 }), approval('c', { askedAt: 2, state: 'refused' })]);
      const first = await store.listApprovals(connection, { limit: 2 });
      expect(first.items.map((one) => one.key)).toEqual(['c', 'b']);
      expect((await store.listApprovals(connection, { limit: 2, after: first.next ?? '' })).items.map((one) => one.key)).toEqual(['a']);
      expect((await store.listApprovals(connection, { limit: 9, state: 'waiting' })).items.map((one) => one.key)).toEqual(['b', 'a']);
    });
  });

  describe('clusters', () => {
    test('are records of one side under one key', async () => {
      const desk = await newDesk(engine);
      const { store, connection } = desk;
      await desk.append(1, ...['a', 'b', 'c'].map((id) => change(`e-${id}`, lead(id))), ...['1', '2'].map((id) => change(`e-${id}`, contact(id))));
      const keysOf: Readonly<Record<string, readonly string[]>> = {
        a: ['k1', 'needs:hubspot:1'],
        b: ['k1', 'needs:hubspot:1'],
        c: ['k2'],
        '1': ['k1', 'near:z'],
        '2': ['k1', 'k2', 'near:z'],
      };
      const works = await desk.claim(2);
      await desk.commit(
        2,
        ...works.map((work) => {
          const id = work.subject.split(':').at(-1) ?? '';
          const ref = /\d/.test(id) ? contact(id) : lead(id);
          return outcome(work, { matchKeys: [{ ref, keys: keysOf[id] ?? [] }] });
        }),
      );
      const first = await store.clusters(connection, { limit: 1 });
      expect(first.items).toEqual([{ key: 'k1', side: 'hubspot', refs: [contact('1'), contact('2')] }]);
      const second = await store.clusters(connection, { limit: 5, ...(first.next === null ? {} : { after: first.next }) });
      expect(second).toEqual({ items: [{ key: 'k1', side: 'salesforce', refs: [lead('a'), lead('b')] }], next: null });
      expect(await store.clusterCounts(connection)).toEqual({ clusters: 2, records: 4 });
    });
  });
};
