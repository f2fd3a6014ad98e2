import { describe, expect, test } from '@jest/globals';
import { DELETIONS_MAX, verdictsFor } from '../../src/domain/index.ts';
import type { DeletePolicy } from '../../src/domain/index.ts';
import { answerApproval, approvalsOf } from '../../src/operations/approvals.ts';
import { duplicatesOf } from '../../src/operations/duplicates.ts';
import { allowAddress, askErasure, verifyErasures } from '../../src/operations/erasures.ts';
import { CONNECTION } from './bridge.ts';
import { calmWorld } from './calm.ts';
import type { CalmWorld } from './calm.ts';
import type { SimRecord } from './crm.ts';

const both = (policy: DeletePolicy) => ({ salesforce: policy, hubspot: policy });
const openIssues = async ({ store }: CalmWorld): Promise<readonly string[]> =>
  (await store.issues(CONNECTION, { open: true, limit: 100 })).items.map((issue) => issue.code);
const openReviews = async ({ store }: CalmWorld) => (await store.reviews(CONNECTION, { limit: 100 })).items;
const whyUnlinked = async (world: CalmWorld, record: SimRecord) => world.store.unlinkedOf(CONNECTION, world.refOf(record));
const waiting = async (world: CalmWorld) => (await approvalsOf(world.view, { state: 'waiting', limit: 100 })).items;

describe('a record is deleted', () => {
  test('ignore: the other stays, the link is closed, and it shows', async () => {
    const world = calmWorld(both('ignore'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    expect(salesforce.isDeleted).toBe(false);
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'deleted' });
    expect(await openIssues(world)).toEqual(['record-deleted']);
  });
  test('unlink: the other stays, and the record says why it is alone', async () => {
    const world = calmWorld(both('unlink'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.salesforce.remove(salesforce.id, '005REP1');
    await world.rest();
    expect(hubspot.isDeleted).toBe(false);
    expect(await openIssues(world)).toEqual([]);
    expect(await whyUnlinked(world, hubspot)).toMatchObject({ code: 'deleted' });
  });
  test.each(['salesforce', 'hubspot'] as const)('archive: deleted in %s, the other goes to the recycle bin, and it ends there', async (side) => {
    const world = calmWorld(both('archive'));
    const pair = await world.person('a');
    const other = side === 'salesforce' ? pair.hubspot : pair.salesforce;
    world.crms[side].remove(pair[side].id, 'user-9');
    await world.rest();
    expect(other).toMatchObject({ isDeleted: true, isErased: false });
    expect(world.removals).toEqual([`delete ${other.side} ${other.id}`]);
    expect(await openIssues(world)).toEqual([]);
    await world.rest();
    expect(world.removals).toHaveLength(1);
  });
  test('delete with approval: nothing happens before a person says yes', async () => {
    const world = calmWorld(both('delete-with-approval'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    expect(salesforce.isDeleted).toBe(false);
    expect(await openIssues(world)).toEqual(['deletion-waiting']);
    const [asked] = await waiting(world);
    expect(asked).toMatchObject({ ref: world.refOf(salesforce), cause: world.refOf(hubspot), why: 'policy' });
    expect(await answerApproval(world.view, asked?.key ?? '', { isApproved: true, by: '005ADMIN' })).toMatchObject({ ok: true });
    await world.rest();
    expect(salesforce.isDeleted).toBe(true);
    expect(await openIssues(world)).toEqual([]);
    expect((await approvalsOf(world.view, { limit: 9 })).items).toMatchObject([{ state: 'done', decidedBy: '005ADMIN' }]);
    expect(await answerApproval(world.view, asked?.key ?? '', { isApproved: false, by: null })).toMatchObject({ ok: false, status: 409 });
  });
  test('delete with approval: a refusal lets the record stay, and may be taken back', async () => {
    const world = calmWorld(both('delete-with-approval'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.salesforce.remove(salesforce.id, '005REP1');
    await world.rest();
    const key = (await waiting(world))[0]?.key ?? '';
    await answerApproval(world.view, key, { isApproved: false, by: '005ADMIN' });
    await world.rest();
    expect(hubspot.isDeleted).toBe(false);
    expect(await openIssues(world)).toEqual([]);
    expect((await whyUnlinked(world, hubspot))?.explanation).toContain('a person decided');
    await answerApproval(world.view, key, { isApproved: true, by: '005ADMIN' });
    await world.rest();
    expect(hubspot.isDeleted).toBe(true);
    expect(await answerApproval(world.view, 'nothing', { isApproved: true, by: null })).toMatchObject({ ok: false, status: 404 });
  });
  test('many at once: beyond the usual number a person is asked', async () => {
    const world = calmWorld(both('archive'));
    const people = [];
    for (let each = 0; each < DELETIONS_MAX + 4; each += 1) people.push(await world.person(`p${String(each)}`));
    for (const { hubspot } of people) world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    expect(people.filter(({ salesforce }) => salesforce.isDeleted)).toHaveLength(DELETIONS_MAX);
    expect((await waiting(world)).map((one) => one.why)).toEqual(['many', 'many', 'many', 'many']);
  });
  test('a record that is not there any more, and was not deleted by all one can see, is asked for', async () => {
    const world = calmWorld(both('archive'));
    const { salesforce, hubspot } = await world.person('a');
    // As a lost permission, or an emptied recycle bin, looks to the reader.
    world.crms.salesforce.records.delete(salesforce.id);
    await world.receive([{ eventId: 'look' as never, ref: world.refOf(salesforce), kind: 'look', fields: {}, occurredAt: 0, lane: 'normal', origin: 'sweep' }]);
    await world.rest();
    expect(hubspot.isDeleted).toBe(false);
    expect((await waiting(world)).map((one) => one.why)).toEqual(['unseen']);
  });
  test('an account takes its people along, so it is asked for', async () => {
    const world = calmWorld(both('archive'));
    const account = world.crms.salesforce.create('Account', { Name: 'Corp', Website: 'corp.example.com' }, '005REP1');
    await world.rest();
    const company = [...world.crms.hubspot.records.values()].find((record) => record.object === 'companies');
    world.crms.hubspot.remove(company?.id ?? '', 'user-9');
    await world.rest();
    expect(account).toMatchObject({ isDeleted: false });
    expect((await waiting(world)).map((one) => one.why)).toEqual(['cascade']);
  });
});

describe('a deleted record comes back', () => {
  test('whose counterpart was left alone: the link lives again, and edits made meanwhile are news', async () => {
    const world = calmWorld(both('ignore'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    world.crms.salesforce.edit(salesforce.id, { Phone: '+49 1' }, '005REP1');
    await world.rest();
    expect(world.crms.hubspot.restore(hubspot.id, 'user-9')).toBe(true);
    await world.rest();
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'active' });
    expect(hubspot.values['phone']).toBe('+49 1');
    expect(await openIssues(world)).toEqual([]);
  });
  test('whose counterpart we deleted in Salesforce: it comes back too', async () => {
    const world = calmWorld(both('archive'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    expect(salesforce.isDeleted).toBe(true);
    world.crms.hubspot.restore(hubspot.id, 'user-9');
    await world.rest();
    expect(salesforce.isDeleted).toBe(false);
    expect(await world.linkOf(hubspot)).toMatchObject({ state: 'active', salesforce: { id: salesforce.id } });
    expect(world.removals).toEqual([`delete salesforce ${salesforce.id}`, `restore salesforce ${salesforce.id}`]);
  });
  test('whose counterpart we deleted in HubSpot: it is made anew, because no program may restore there', async () => {
    const world = calmWorld(both('archive'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.salesforce.remove(salesforce.id, '005REP1');
    await world.rest();
    expect(hubspot.isDeleted).toBe(true);
    world.crms.salesforce.restore(salesforce.id, '005REP1');
    await world.rest();
    const link = await world.linkOf(salesforce);
    expect(link).toMatchObject({ state: 'active' });
    expect(link?.hubspot?.id).not.toBe(hubspot.id);
    expect(world.crms.hubspot.records.get(link?.hubspot?.id ?? '')?.values['email']).toBe('a@corp.example.com');
  });
  test('before anybody answered: the question is dropped', async () => {
    const world = calmWorld(both('delete-with-approval'));
    const { salesforce, hubspot } = await world.person('a');
    world.crms.hubspot.remove(hubspot.id, 'user-9');
    await world.rest();
    world.crms.hubspot.restore(hubspot.id, 'user-9');
    await world.rest();
    expect(await waiting(world)).toEqual([]);
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'active' });
  });
});

describe('records are merged', () => {
  test('one of them in step: its link follows the survivor', async () => {
    const world = calmWorld();
    const { salesforce, hubspot } = await world.person('a');
    const other = world.crms.hubspot.create('contacts', { lastname: 'Doe', email: 'new@corp.example.com', lifecyclestage: 'subscriber' }, 'user-9');
    await world.rest();
    if (!('id' in other)) throw new Error('refused');
    world.crms.hubspot.merge(other.id, hubspot.id, 'user-9');
    await world.rest();
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'active', hubspot: { id: other.id } });
  });
  test.each([false, true])(
    'both in step, in HubSpot (survivor under a new id: %s): one link stays, the other points to it, the doubles are shown',
    async (asNew) => {
      const world = calmWorld();
      const one = await world.person('a');
      const two = await world.person('b');
      world.crms.hubspot.merge(two.hubspot.id, one.hubspot.id, 'user-9', asNew);
      await world.rest();
      const survivor = [...world.crms.hubspot.records.values()].find((record) => record.object === 'contacts' && record.mergedInto === null);
      // Under a new id the older link stays; otherwise the survivor's own.
      const [kept, gone] = asNew ? [one, two] : [two, one];
      const link = await world.linkOf(kept.salesforce);
      expect(link).toMatchObject({ state: 'active', hubspot: { id: survivor?.id } });
      expect(await world.linkOf(gone.salesforce)).toMatchObject({ state: 'deleted', successor: link?.id });
      expect(await whyUnlinked(world, gone.salesforce)).toMatchObject({ code: 'duplicate' });
      expect((await openReviews(world)).map((review) => [review.kind, review.refs])).toEqual([
        ['cluster', [world.refOf(kept.salesforce), world.refOf(gone.salesforce)]],
      ]);
      expect([...world.crms.salesforce.records.values()].filter((record) => record.object === 'Lead')).toHaveLength(2);
    },
  );
  test.each(['kept', 'gone'] as const)('then in Salesforce too, whichever survives (the %s link’s): one link, nothing left to say', async (survivor) => {
    const world = calmWorld();
    const gone = await world.person('a');
    const kept = await world.person('b');
    world.crms.hubspot.merge(kept.hubspot.id, gone.hubspot.id, 'user-9');
    await world.rest();
    const [winner, loser] = survivor === 'kept' ? [kept, gone] : [gone, kept];
    world.crms.salesforce.merge(winner.salesforce.id, loser.salesforce.id, '005REP1');
    await world.rest(20 * 60_000);
    expect(await world.linkOf(winner.salesforce)).toMatchObject({
      state: 'active',
      salesforce: { id: winner.salesforce.id },
      hubspot: { id: kept.hubspot.id },
    });
    expect(await openReviews(world)).toEqual([]);
    world.crms.salesforce.edit(winner.salesforce.id, { Phone: '7' }, '005REP1');
    await world.rest();
    expect(kept.hubspot.values['phone']).toBe('7');
  });
  test('both in step, in Salesforce: the double in HubSpot is shown, and nobody is created against the merge', async () => {
    const world = calmWorld();
    const one = await world.person('a');
    const two = await world.person('b');
    world.crms.salesforce.merge(one.salesforce.id, two.salesforce.id, '005REP1');
    await world.rest();
    expect(await world.linkOf(one.salesforce)).toMatchObject({ state: 'active', hubspot: { id: one.hubspot.id } });
    expect((await openReviews(world)).map((review) => review.refs)).toEqual([[world.refOf(one.hubspot), world.refOf(two.hubspot)]]);
    const before = world.crms.salesforce.records.size;
    world.crms.hubspot.edit(two.hubspot.id, { phone: '1' }, 'user-9');
    await world.rest();
    expect(world.crms.salesforce.records.size).toBe(before);
  });
  test('what pointed to the loser is looked at again, though nobody told', async () => {
    const world = calmWorld();
    const made = ['One', 'Two'].map((name) => world.crms.salesforce.create('Account', { Name: name, Website: `${name}.example.com` }, '005REP1'));
    const [first, second] = made;
    if (first === undefined || second === undefined || !('id' in first) || !('id' in second)) throw new Error('refused');
    await world.rest();
    const { salesforce, hubspot } = await world.person('a', 'Contact');
    world.crms.salesforce.edit(salesforce.id, { AccountId: first.id }, '005REP1');
    await world.rest();
    const secondCompany = (await world.linkOf(second))?.hubspot?.id;
    // A merge moves children without running a trigger.
    world.crms.salesforce.merge(second.id, first.id, '005REP1');
    salesforce.values['AccountId'] = second.id;
    await world.rest();
    expect(hubspot.company).toBe(secondCompany);
  });
});

describe('several records stand for one person', () => {
  const doubled = async () => {
    const world = calmWorld();
    const { salesforce, hubspot } = await world.person('a');
    const twin = world.crms.salesforce.create('Contact', { LastName: 'Doe', Email: 'a@corp.example.com', Phone: '1', Title: 'CEO' }, '005REP1');
    if (!('id' in twin)) throw new Error('refused');
    await world.rest();
    return { world, salesforce, hubspot, twin };
  };
  test('the linked one stays linked, the other is a duplicate of the cluster, with the one to keep', async () => {
    const { world, salesforce, twin } = await doubled();
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'active' });
    expect(await whyUnlinked(world, twin)).toMatchObject({ code: 'duplicate' });
    expect((await openReviews(world)).map((review) => [review.kind, review.refs])).toEqual([['cluster', [world.refOf(salesforce), world.refOf(twin)]]]);
    const page = await world.answer(duplicatesOf(world.view, { limit: 10 }));
    expect(page).toMatchObject({
      ok: true,
      value: {
        counts: { clusters: 1, records: 2 },
        items: [
          {
            mapping: 'person',
            side: 'salesforce',
            sharedBy: 'email',
            suggestion: { master: world.refOf(twin), reasons: [expect.stringContaining('contact')] },
          },
        ],
      },
    });
  });
  test('an edit of the double changes nobody else', async () => {
    const { world, hubspot, twin } = await doubled();
    world.crms.salesforce.edit(twin.id, { Phone: '2' }, '005REP1');
    await world.rest();
    expect(hubspot.values['phone'] ?? null).toBeNull();
    expect(await openReviews(world)).toHaveLength(1);
  });
  test('merged: the cluster is gone by itself', async () => {
    const { world, salesforce, twin } = await doubled();
    world.crms.salesforce.remove(twin.id, '005REP1');
    await world.rest();
    expect(await openReviews(world)).toEqual([]);
    expect(await world.linkOf(salesforce)).toMatchObject({ state: 'active' });
    expect(await world.answer(duplicatesOf(world.view, { limit: 10 }))).toMatchObject({ value: { items: [] } });
  });
  test('a person keeps them apart: not asked again, and no longer listed', async () => {
    const { world, salesforce, twin } = await doubled();
    const refs = [world.refOf(salesforce), world.refOf(twin)];
    await world.store.saveVerdicts(CONNECTION, verdictsFor({ action: 'apart' }, refs, { mapping: 'person', by: null, at: 1 }));
    await world.store.wake(CONNECTION, [`record:salesforce:Contact:${twin.id}` as never], 'normal', world.view.clock.now());
    await world.rest();
    expect(await openReviews(world)).toEqual([]);
    expect(await world.answer(duplicatesOf(world.view, { limit: 10 }))).toMatchObject({ value: { items: [] } });
  });
  test('a person chooses the other: the link moves to it, and it is the one kept in step', async () => {
    const { world, salesforce, hubspot, twin } = await doubled();
    const refs = [world.refOf(salesforce), world.refOf(twin)];
    const choice = { action: 'link' as const, refs: [world.refOf(twin)] };
    await world.store.saveVerdicts(CONNECTION, verdictsFor(choice, refs, { mapping: 'person', by: null, at: 1 }));
    await world.store.wake(CONNECTION, [`record:salesforce:Contact:${twin.id}` as never], 'normal', world.view.clock.now());
    await world.rest();
    expect(await world.linkOf(twin)).toMatchObject({ state: 'active', hubspot: { id: hubspot.id } });
    expect(await whyUnlinked(world, salesforce)).toMatchObject({ code: 'duplicate' });
    expect(await openReviews(world)).toEqual([]);
    world.crms.hubspot.edit(hubspot.id, { phone: '9' }, 'user-9');
    await world.rest();
    expect([twin.values['Phone'], salesforce.values['Phone'] ?? null]).toEqual(['9', null]);
  });
  test('made on both sides in the same second: one link, whatever they are recognised by', async () => {
    const world = calmWorld();
    const { crms } = world;
    crms.salesforce.create('Account', { Name: 'Corp', Website: 'https://www.corp.example.com' }, '005REP1');
    crms.hubspot.create('companies', { name: 'Corp', domain: 'corp.example.com' }, 'user-9');
    crms.salesforce.create('Lead', { LastName: 'Doe', Email: 'second@corp.example.com' }, '005REP1');
    crms.hubspot.create(
      'contacts',
      { lastname: 'Doe', email: 'first@corp.example.com', hs_additional_emails: 'second@corp.example.com', lifecyclestage: 'lead' },
      'user-9',
    );
    await world.rest();
    expect((await world.store.listLinks(CONNECTION, { limit: 9 })).items.map((link) => link.mapping)).toEqual(['company', 'person']);
    expect([crms.salesforce.records.size, crms.hubspot.records.size]).toEqual([2, 2]);
  });
});

describe('a person asks to be forgotten', () => {
  const everything = async ({ store }: CalmWorld): Promise<string> => {
    const limit = 1_000;
    const pages = [
      store.listLinks(CONNECTION, { limit }),
      store.listUnlinked(CONNECTION, { limit }),
      store.issues(CONNECTION, { open: true, limit }),
      store.issues(CONNECTION, { open: false, limit }),
      store.reviews(CONNECTION, { limit }),
      store.decisions(CONNECTION, { limit }),
      store.listApprovals(CONNECTION, { limit }),
      store.erasures(CONNECTION, { limit }),
    ];
    return JSON.stringify(await Promise.all(pages));
  };
  test('in HubSpot: Salesforce follows past its recycle bin, nothing is left here, and the proof names nobody', async () => {
    const world = calmWorld();
    const { salesforce, hubspot } = await world.person('ada');
    const bystander = await world.person('grace');
    world.crms.hubspot.erase(hubspot.id, 'user-9');
    await world.rest();
    expect(salesforce.isErased).toBe(true);
    const text = await everything(world);
    for (const trace of [salesforce.id, hubspot.id, 'ada@']) expect(text).not.toContain(trace);
    expect(await world.linkOf(bystander.salesforce)).toMatchObject({ state: 'active' });
    const { items } = await world.store.erasures(CONNECTION, { limit: 9 });
    expect(items).toMatchObject([{ number: 1, cause: 'hubspot-privacy', records: { salesforce: 1, hubspot: 0 } }]);
    expect(await verifyErasures(world.view, `hubspot:contacts:${hubspot.id}`)).toMatchObject({
      value: { proofs: 1, broken: null, found: { proof: { number: 1 }, isMarked: true } },
    });
    expect(await verifyErasures(world.view, `hubspot:contacts:${bystander.hubspot.id}`)).toMatchObject({ value: { found: { proof: null, isMarked: false } } });
  });
  test('a contact that was a lead: the lead goes too', async () => {
    const world = calmWorld();
    const { salesforce, hubspot } = await world.person('ada');
    const contact = world.crms.salesforce.convert(salesforce.id, null, '005REP1');
    await world.rest();
    world.crms.hubspot.erase(hubspot.id, 'user-9');
    await world.rest();
    expect([salesforce.isErased, contact?.isErased]).toEqual([true, true]);
  });
  test('late notices leave no trace again, and no second proof', async () => {
    const world = calmWorld();
    const { hubspot } = await world.person('ada');
    world.crms.hubspot.erase(hubspot.id, 'user-9');
    await world.rest();
    await world.receive([{ eventId: 'late' as never, ref: world.refOf(hubspot), kind: 'delete', fields: {}, occurredAt: 1, lane: 'normal', origin: 'event' }]);
    await world.receive([{ eventId: 'again' as never, ref: world.refOf(hubspot), kind: 'erase', fields: {}, occurredAt: 1, lane: 'consent', origin: 'event' }]);
    await world.rest();
    expect(await everything(world)).not.toContain(hubspot.id);
    expect((await world.store.erasures(CONNECTION, { limit: 9 })).items).toHaveLength(1);
    expect(await world.store.counts(CONNECTION)).toMatchObject({ inbox: 0, due: 0, leased: 0 });
  });
  test('an old list brings the address back: it does not cross until a person allows it', async () => {
    const world = calmWorld();
    const { hubspot } = await world.person('ada');
    world.crms.hubspot.erase(hubspot.id, 'user-9');
    await world.rest();
    const again = world.crms.salesforce.create('Lead', { LastName: 'Doe', Email: 'Ada@corp.example.com' }, '005REP1');
    if (!('id' in again)) throw new Error('refused');
    await world.rest();
    const contacts = () => [...world.crms.hubspot.records.values()].filter((record) => record.object === 'contacts' && !record.isDeleted);
    expect(contacts()).toEqual([]);
    expect(await whyUnlinked(world, again)).toMatchObject({ code: 'review', explanation: expect.stringContaining('was erased') });
    expect(await world.answer(allowAddress(world.view, 'ada@CORP.example.com'))).toEqual({ ok: true, value: { allowed: 1 } });
    world.crms.salesforce.edit(again.id, { Phone: '1' }, '005REP1');
    await world.rest();
    expect(contacts()).toHaveLength(1);
  });
  test('by record or address, through the operator: both systems, doubles too', async () => {
    const world = calmWorld();
    const { salesforce, hubspot } = await world.person('ada');
    const twin = world.crms.salesforce.create('Contact', { LastName: 'Doe', Email: 'ada@corp.example.com' }, '005REP1');
    await world.rest();
    expect(await world.answer(askErasure(world.view, world.receive, { address: 'nobody@corp.example.com' }))).toMatchObject({ ok: false, status: 404 });
    const answer = await world.answer(askErasure(world.view, world.receive, { address: 'ADA@corp.example.com' }));
    expect(answer).toMatchObject({ ok: true });
    await world.rest();
    expect([salesforce.isErased, hubspot.isErased, 'id' in twin && twin.isErased]).toEqual([true, true, true]);
    expect(await everything(world)).not.toContain(salesforce.id);
    expect((await world.store.erasures(CONNECTION, { limit: 9 })).items.every((one) => one.cause === 'operator')).toBe(true);
  });
  describe('and the rules want a yes first', () => {
    const asked = async () => {
      const world = calmWorld(undefined, 'with-approval');
      const { salesforce, hubspot } = await world.person('ada');
      world.crms.hubspot.erase(hubspot.id, 'user-9');
      await world.rest();
      return { world, salesforce, hubspot };
    };
    const questions = async ({ view }: CalmWorld) => (await approvalsOf(view, { state: 'waiting', limit: 9 })).items;
    const answer = async (world: CalmWorld, isApproved: boolean) => {
      for (const { key } of await questions(world)) expect((await answerApproval(world.view, key, { isApproved, by: '005REP1' })).ok).toBe(true);
      await world.rest();
    };
    test('the record waits, and nothing is written to it', async () => {
      const { world, salesforce, hubspot } = await asked();
      expect(salesforce.isErased).toBe(false);
      expect(await openIssues(world)).toEqual(['erasure-waiting']);
      expect(await questions(world)).toMatchObject([
        { ref: world.refOf(salesforce), cause: world.refOf(hubspot), why: 'erasure', explanation: expect.stringContaining('erased in HubSpot') },
      ]);
      const before = world.written();
      world.crms.salesforce.edit(salesforce.id, { Phone: '1' }, '005REP1');
      await world.rest(3 * 3_600_000);
      expect([world.written(), (await questions(world)).length, await openIssues(world)]).toEqual([before, 1, ['erasure-waiting']]);
    });
    test('a yes carries it out, with proof', async () => {
      const { world, salesforce, hubspot } = await asked();
      await answer(world, true);
      expect(salesforce.isErased).toBe(true);
      const text = await everything(world);
      for (const trace of [salesforce.id, hubspot.id]) expect(text).not.toContain(trace);
      expect((await world.store.erasures(CONNECTION, { limit: 9 })).items).toMatchObject([
        { cause: 'hubspot-privacy', records: { salesforce: 1, hubspot: 0 } },
      ]);
      expect(await world.store.counts(CONNECTION)).toMatchObject({ inbox: 0, due: 0, leased: 0 });
    });
    test('a no lets it stay: unlinked, nobody is made of it again, and nothing names the erased record', async () => {
      const { world, salesforce, hubspot } = await asked();
      await answer(world, false);
      expect([salesforce.isErased, salesforce.isDeleted, await world.linkOf(salesforce)]).toEqual([false, false, null]);
      expect(await everything(world)).not.toContain(hubspot.id);
      const contacts = () => [...world.crms.hubspot.records.values()].filter((record) => record.object === 'contacts' && !record.isDeleted);
      // Not under its address, nor under another one.
      world.crms.salesforce.edit(salesforce.id, { Phone: '1' }, '005REP1');
      await world.rest();
      world.crms.salesforce.edit(salesforce.id, { Email: 'other@corp.example.com' }, '005REP1');
      await world.rest();
      expect(contacts()).toEqual([]);
      expect(await whyUnlinked(world, salesforce)).toMatchObject({ code: 'review', explanation: expect.stringContaining('stays') });
      expect([await openIssues(world), await questions(world)]).toEqual([[], []]);
      expect(await world.answer(allowAddress(world.view, 'other@corp.example.com'))).toMatchObject({ ok: true, value: { allowed: 1 } });
      world.crms.salesforce.edit(salesforce.id, { Phone: '2' }, '005REP1');
      await world.rest();
      expect(contacts()).toHaveLength(1);
    });
    test('asked for in Salesforce: a yes erases both, a no leaves both, apart', async () => {
      for (const isApproved of [true, false]) {
        const world = calmWorld(undefined, 'with-approval');
        const { salesforce, hubspot } = await world.person('ada');
        const ref = world.refOf(salesforce);
        await world.receive([{ eventId: 'forget-1' as never, ref, kind: 'erase', fields: {}, occurredAt: 1, lane: 'consent', origin: 'sweep' }]);
        await world.rest();
        expect(await questions(world)).toMatchObject([{ ref: world.refOf(hubspot), explanation: expect.stringContaining('asked to be forgotten') }]);
        await answer(world, isApproved);
        expect([salesforce.isErased, hubspot.isErased]).toEqual([isApproved, isApproved]);
        expect((await world.store.erasures(CONNECTION, { limit: 9 })).items).toMatchObject([{ cause: 'salesforce' }]);
        if (isApproved) continue;
        world.crms.hubspot.edit(hubspot.id, { phone: '7' }, 'user-9');
        world.crms.salesforce.edit(salesforce.id, { LastName: 'Roe' }, '005REP1');
        await world.rest();
        expect([await world.linkOf(salesforce), await world.linkOf(hubspot), salesforce.values['Phone'] ?? null]).toEqual([null, null, null]);
      }
    });
    test('an operator has given their word already', async () => {
      const world = calmWorld(undefined, 'with-approval');
      const { salesforce, hubspot } = await world.person('ada');
      await world.answer(askErasure(world.view, world.receive, { record: `salesforce:Lead:${salesforce.id}` }));
      await world.rest();
      expect([salesforce.isErased, hubspot.isErased]).toEqual([true, true]);
    });
  });
  test('what was merged into the person is the person’s too', async () => {
    const world = calmWorld();
    const one = await world.person('a');
    const two = await world.person('b');
    world.crms.hubspot.merge(two.hubspot.id, one.hubspot.id, 'user-9');
    await world.rest();
    world.crms.hubspot.erase(two.hubspot.id, 'user-9');
    await world.rest();
    expect([one.salesforce.isErased, two.salesforce.isErased]).toEqual([true, true]);
    const text = await everything(world);
    for (const { salesforce, hubspot } of [one, two]) for (const { id } of [salesforce, hubspot]) expect(text).not.toContain(id);
  });
});
