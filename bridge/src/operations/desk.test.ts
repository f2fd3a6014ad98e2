import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../domain/index.ts';
import type { Change, ConnectionId, Decision, FieldRule, Issue, Link, LinkId, ObjectMapping, Review, Side, Subject } from '../domain/model.ts';
import type { CrmGateway, PassOutcome, Store } from '../engine/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { createOperationsDesk } from './desk.ts';
import type { OperationsDesk } from './desk.ts';
import { createFigures } from './health/index.ts';
import type { OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

const connection = 'main' as ConnectionId;
const START = Date.UTC(2026, 10, 21, 12);
const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
const rule: FieldRule = {
  key: 'person.title',
  salesforceObjects: ['Contact'],
  salesforceField: 'Title',
  hubspotProperty: 'jobtitle',
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'latest',
  windowMs: 300_000,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
};
const person: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Contact'],
  salesforceCreateObject: 'Contact',
  hubspotObject: 'contacts',
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields: [rule],
};
const contactId = '003000000000001AAA';
const pair = (salesforce: string, hubspot: string) => ({ salesforce: fingerprint(rule.key, salesforce), hubspot: fingerprint(rule.key, hubspot) });
const link = (over: Partial<Link> = {}): Link => ({
  id: 'person:1' as LinkId,
  mapping: 'person',
  key: `sf-${contactId}`,
  state: 'active',
  salesforce: { object: 'Contact', id: contactId as NonNullable<Link['salesforce']>['id'] },
  hubspot: { object: 'contacts', id: '51' as NonNullable<Link['hubspot']>['id'] },
  baseline: { [rule.key]: pair('CFO', 'CFO') },
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: START,
  syncedAt: START,
  ...over,
});
const decision = (over: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  linkId: 'person:1' as LinkId,
  ref: { salesforce: contactId, hubspot: '51' },
  mapping: 'person',
  field: rule.key,
  ruleVersion: 4,
  reason: 'latest',
  winner: 'salesforce',
  values: { salesforce: 'CFO', hubspot: 'CEO' },
  times: { salesforce: START, hubspot: START - 600_000 },
  decidedAt: START,
  ...over,
});

describe('the operations desk', () => {
  let store: Store;
  let desk: OperationsDesk;
  let received: Change[];
  let rules: readonly FieldRule[];
  let wakes: number;
  let reloads: number;
  let serial: number;
  let now: number;
  let reading: ((side: Side) => Readonly<Record<string, string>>) | null;
  const readingGateway = (side: Side) =>
    // Only reads are asked of it.
    ({
      read: (object: string, ids: readonly string[]) =>
        Promise.resolve({
          ok: true,
          value: ids.map((id) => ({
            kind: 'found',
            record: { object, id, values: reading?.(side) ?? {}, modifiedAt: START, modifiedBy: null, convertedTo: null },
          })),
        }),
    }) as unknown as CrmGateway;

  beforeEach(() => {
    reading = null;
    [store, received, rules, wakes, reloads, serial, now] = [createMemoryStore(), [], [rule], 0, 0, 0, START];
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    const view: ConnectionView = {
      id: connection,
      store,
      clock,
      fingerprint,
      gateways: () => (reading === null ? null : { salesforce: readingGateway('salesforce'), hubspot: readingGateway('hubspot') }),
      rulebook: () => ({ rules: { version: 4, lifecycle: [], consent: [], mappings: [{ ...person, fields: rules }] }, schemas: new Map() }),
      progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: START, trouble: null }, trouble: null }),
      sweep: () => true,
    };
    desk = createOperationsDesk([
      {
        view,
        figures: createFigures({ clock }),
        alerts: { reload: () => void (reloads += 1), test: () => Promise.resolve({ words: 'Sent.', isSent: true, isWorthRetry: false }) },
        wake: () => void (wakes += 1),
        receive: async (changes) => {
          received.push(...changes);
          await store.append({ connection, changes, now });
        },
      },
    ]);
  });

  /** Puts what a pass leaves behind into the store. */
  async function leave(outcome: Partial<PassOutcome>, id = contactId): Promise<void> {
    serial += 1;
    const change: Change = {
      eventId: `e${String(serial)}` as Change['eventId'],
      ref: { side: 'salesforce', object: 'Contact', id },
      kind: 'update',
      fields: {},
      occurredAt: now,
      lane: 'normal',
      origin: 'event',
    };
    await store.append({ connection, changes: [change], now });
    const lease = await store.register('w', now, 60_000);
    for (const work of await store.claim({ connection, lease, limit: 50, now, leaseMs: 60_000 })) {
      await store.commit({
        connection,
        lease,
        now,
        outcomes: [
          {
            subject: work.subject,
            version: work.version,
            consumed: work.changes.map((one) => one.eventId),
            link: work.link,
            formerRefs: [],
            unlinked: null,
            matchKeys: [],
            decisions: [],
            issues: [],
            resolvedIssues: [],
            reviews: [],
            resolvedReviews: [],
            wake: [],
            next: { kind: 'done' },
            ...outcome,
          },
        ],
      });
    }
  }
  const value = async <T>(answer: Promise<OperationsResult<unknown>>): Promise<T> => {
    const result = await answer;
    if (!result.ok) throw new Error(result.error);
    return result.value as T; // what the test then says about it is the check
  };
  const issue = (key: string, over: Partial<Issue> = {}): Issue => ({
    key,
    subject: `record:salesforce:Contact:${contactId}` as Subject,
    ref: { side: 'salesforce', object: 'Contact', id: contactId },
    mapping: 'person',
    field: rule.key,
    category: 'value',
    code: 'text-too-long',
    cause: 'cause.',
    remedy: 'remedy.',
    occurredAt: now,
    retryAt: null,
    ...over,
  });

  describe('reversing', () => {
    test('asks the next pass to let the value that lost win', async () => {
      await leave({ link: link(), decisions: [decision()] });
      expect(await desk.reverse(undefined, 'd1')).toMatchObject({ ok: true, status: 202, value: { link: 'person:1', field: rule.key } });
      expect(received).toMatchObject([
        { origin: 'operator', settlement: { rule: rule.key, side: 'hubspot', value: 'CEO', seen: pair('CFO', 'CFO'), reason: 'reversed' } },
      ]);
    });
    test.each<readonly [string, () => { link?: Partial<Link>; decisions?: readonly Decision[]; rules?: readonly FieldRule[] }, RegExp]>([
      ['a field that was changed since', () => ({ link: { baseline: { [rule.key]: pair('COO', 'COO') } } }), /changed since/],
      ['values that expired', () => ({ decisions: [decision({ values: null })] }), /no longer kept/],
      [
        'a later decision',
        () => ({ decisions: [decision(), decision({ id: 'd2', decidedAt: START + 1, values: { salesforce: 'CFO', hubspot: 'VP' } })] }),
        /later decision/,
      ],
      ['a pair that is out of scope now', () => ({ link: { state: 'out-of-scope' } }), /no longer kept in step/],
      ['a rule that is gone', () => ({ rules: [] }), /No rule in force/],
      ['a rule against it', () => ({ rules: [{ ...rule, direction: 'to-hubspot' }] }), /does not let values/],
      ['a decision that overruled nothing', () => ({ decisions: [decision({ winner: 'both', reason: 'equal' })] }), /same value/],
      ['a review', () => ({ decisions: [decision({ winner: 'neither', reason: 'review' })] }), /Reviews/],
    ])('is refused for %s', async (_what, given, words) => {
      const over = given();
      rules = over.rules ?? rules;
      await leave({ link: link(over.link), decisions: over.decisions ?? [decision()] });
      const answer = await desk.reverse(undefined, 'd1');
      expect(answer).toMatchObject({ ok: false, status: 409 });
      expect(answer.ok ? '' : answer.error).toMatch(words);
      expect(received).toEqual([]);
    });
    test('a try that was overtaken does not stand in the way of another', async () => {
      await leave({ link: link(), decisions: [decision(), decision({ id: 'd2', decidedAt: START + 1, reason: 'reversed', winner: 'neither' })] });
      expect(await desk.reverse(undefined, 'd1')).toMatchObject({ ok: true });
    });
    test('an unknown decision is said to be unknown', async () => expect(await desk.reverse(undefined, 'nope')).toMatchObject({ ok: false, status: 404 }));
    test('what became of it can be followed', async () => {
      await leave({ link: link(), decisions: [decision()] });
      const asked = await value<{ link: string; field: string; since: number }>(desk.reverse(undefined, 'd1'));
      const state = () => value<{ state: string }>(desk.settlement(undefined, asked)).then((one) => one.state);
      expect(await state()).toBe('waiting');
      now += 1_000;
      await leave({ issues: [issue('i1', { subject: 'person:1' as Subject, occurredAt: now })] });
      expect(await state()).toBe('issue');
      await leave({ decisions: [decision({ id: 'd3', reason: 'reversed', winner: 'hubspot', decidedAt: now })] });
      expect(await state()).toBe('done');
      await leave({ decisions: [decision({ id: 'd4', reason: 'reversed', winner: 'neither', decidedAt: now + 1 })] });
      expect(await state()).toBe('overtaken');
    });
  });

  test('the log names records, fields and what a reversal would do', async () => {
    await leave({ link: link(), decisions: [decision(), decision({ id: 'd2', decidedAt: START + 1, values: null })] });
    const log = await value<{ items: unknown[] }>(desk.decisions(undefined, { limit: 10, record: contactId }));
    expect(log.items).toMatchObject([
      { id: 'd2', reversal: { side: null, refusal: expect.stringMatching(/no longer kept/) } },
      {
        id: 'd1',
        refs: { salesforce: { object: 'Contact', id: contactId }, hubspot: { object: 'contacts', id: '51' } },
        fieldNames: { salesforce: 'Title', hubspot: 'jobtitle' },
        reversal: { side: 'hubspot', refusal: null },
        words: expect.stringMatching(/newer edit won/),
      },
    ]);
    expect((await value<{ items: unknown[] }>(desk.decisions(undefined, { limit: 10, record: '003000000000009AAA' }))).items).toEqual([]);
    expect((await value<{ items: unknown[] }>(desk.decisions(undefined, { limit: 10, field: 'person.phone' }))).items).toEqual([]);
    expect(await desk.decisions(undefined, { limit: 10, record: '??' })).toMatchObject({ ok: false, status: 400 });
  });

  test('what the first comparison filled in can be left out, and the page is full all the same', async () => {
    const fills = Array.from({ length: 5 }, (_, index) => decision({ id: `f${String(index)}`, reason: 'first-link-fill', decidedAt: START - index }));
    await leave({ link: link(), decisions: [...fills, decision({ id: 'old', decidedAt: START - 100 }), decision({ id: 'older', decidedAt: START - 200 })] });
    const page = await value<{ items: { id: string }[]; next: string | null }>(desk.decisions(undefined, { limit: 2, hidesFills: true }));
    expect([page.items.map(({ id }) => id), page.next]).toEqual([['old', 'older'], null]);
  });

  test('a lookup reads as the record it points to', async () => {
    rules = [{ ...rule, referenceMapping: 'company' }];
    await leave({ link: link(), decisions: [decision({ values: { salesforce: 'company:sf-001A', hubspot: 'company:hs-companies-51' } })] });
    expect((await value<{ items: unknown[] }>(desk.decisions(undefined, { limit: 1 }))).items).toMatchObject([
      { values: { salesforce: 'Salesforce 001A', hubspot: 'HubSpot companies 51' } },
    ]);
  });

  test('fields people disagree about most come first', async () => {
    await leave({
      link: link(),
      decisions: [
        decision(),
        decision({ id: '2', reason: 'enforced' }),
        decision({ id: '3', reason: 'reversed' }),
        decision({ id: '4', field: 'person.phone', reason: 'owner' }),
        decision({ id: '5', field: 'person.x', reason: 'first-link-fill' }),
      ],
    });
    expect((await value<{ items: unknown[] }>(desk.conflictFields(undefined, { days: 30, limit: 5 }))).items).toMatchObject([
      { field: 'person.title', conflicts: 1, overruled: 1, byPeople: 1, owner: 'salesforce' },
      { field: 'person.phone', conflicts: 1, overruled: 0, byPeople: 0, owner: null },
    ]);
    now += 40 * 86_400_000;
    expect((await value<{ items: unknown[] }>(desk.conflictFields(undefined, { days: 30, limit: 5 }))).items).toEqual([]);
  });

  describe('reviews', () => {
    const review: Review = {
      key: 'person:1|conflict|person.title',
      subject: 'person:1' as Subject,
      mapping: 'person',
      kind: 'conflict',
      refs: [],
      field: rule.key,
      explanation: 'choose',
      openedAt: START,
    };
    const waiting = decision({ reason: 'review', winner: 'neither' });
    test('show both values and settle on one', async () => {
      await leave({ link: link({ baseline: { [rule.key]: pair('old', 'old') } }), reviews: [review], decisions: [waiting] });
      expect((await value<{ items: unknown[] }>(desk.reviews(undefined, { limit: 10 }))).items).toMatchObject([
        { key: review.key, values: { salesforce: 'CFO', hubspot: 'CEO' }, refusals: { salesforce: null, hubspot: null } },
      ]);
      expect(await desk.choose(undefined, { key: review.key, side: 'hubspot' })).toMatchObject({ ok: true, status: 202 });
      expect(received).toMatchObject([{ settlement: { side: 'hubspot', value: 'CEO', seen: pair('CFO', 'CEO'), reason: 'chosen' } }]);
    });
    test('of a covered edit go by what both sides hold', async () => {
      const covered = { ...review, key: `${review.key}|gap` };
      await leave({ link: link(), reviews: [covered], decisions: [waiting] });
      await desk.choose(undefined, { key: covered.key, side: 'hubspot' });
      expect(received[0]?.settlement?.seen).toEqual(pair('CFO', 'CFO'));
    });
    test('cannot be settled here when they are about a match, or over', async () => {
      await leave({ link: link(), reviews: [{ ...review, key: 'm', kind: 'match', field: null }] });
      expect(await desk.choose(undefined, { key: 'm', side: 'hubspot' })).toMatchObject({ ok: false, status: 409 });
      expect(await desk.choose(undefined, { key: 'gone', side: 'hubspot' })).toMatchObject({ ok: false, status: 404 });
    });
    test('without kept values ask for the value itself', async () => {
      await leave({ link: link(), reviews: [review] });
      expect(await desk.choose(undefined, { key: review.key, side: 'hubspot' })).toMatchObject({
        ok: false,
        status: 409,
        error: expect.stringMatching(/no longer kept/),
      });
    });
  });

  describe('reviews of identity', () => {
    const contactRef = { side: 'salesforce', object: 'Contact', id: contactId } as const;
    const hubspotRef = (id: string) => ({ side: 'hubspot', object: 'contacts', id }) as const;
    const subject = `record:salesforce:Contact:${contactId}` as Subject;
    const review: Review = {
      key: `${subject}|match|record`,
      subject,
      mapping: 'person',
      kind: 'match',
      refs: [contactRef, hubspotRef('51')],
      field: null,
      explanation: 'The e-mail address is the same, but the names are not.',
      openedAt: START,
    };
    const due = async (): Promise<number> => (await store.counts(connection)).due;

    test('show the records side by side, with what people compare first', async () => {
      await leave({ reviews: [review] });
      reading = (side) =>
        side === 'salesforce' ? { FirstName: 'Ada', LastName: 'King', Email: 'ada@x.example', Title: 'CFO' } : { email: 'ADA@x.example', jobtitle: 'CEO' };
      expect(await value(desk.review(undefined, review.key))).toMatchObject({
        key: review.key,
        actions: ['link', 'apart'],
        records: [
          { side: 'salesforce', id: contactId, name: 'Ada King', state: 'found', isLinked: false },
          { side: 'hubspot', id: '51', name: 'ADA@x.example', state: 'found', isLinked: false },
        ],
        fields: [
          { names: { salesforce: 'Email', hubspot: 'email' }, values: ['ada@x.example', 'ADA@x.example'], agrees: true },
          { names: { salesforce: 'FirstName' }, values: ['Ada', null] },
          { names: { salesforce: 'LastName' }, values: ['King', null] },
          { names: { salesforce: 'Title', hubspot: 'jobtitle' }, values: ['CFO', 'CEO'], agrees: false },
        ],
      });
    });
    test('are listed once, though each record asks', async () => {
      await leave({ reviews: [review, { ...review, key: 'other', refs: [hubspotRef('51'), contactRef] }] });
      expect((await value<{ items: unknown[] }>(desk.reviews(undefined, { limit: 10 }))).items).toHaveLength(1);
    });
    test('are shown without values while a system does not answer', async () => {
      await leave({ reviews: [review] });
      expect(await value(desk.review(undefined, review.key))).toMatchObject({ records: [{ state: 'unread', name: null }, { state: 'unread' }], fields: [] });
      expect(await desk.review(undefined, 'gone')).toMatchObject({ ok: false, status: 404 });
    });
    test('are answered once: both records are looked at, and the answer is kept with who gave it', async () => {
      await leave({ reviews: [review] });
      now += 5;
      expect(await desk.settle(undefined, { key: review.key, by: '005', action: 'link', refs: [contactRef, hubspotRef('51')] })).toMatchObject({
        status: 202,
        value: { review: review.key, since: now },
      });
      expect([await due(), wakes]).toEqual([2, 1]);
      const kept = { mapping: 'person', refs: [contactRef, hubspotRef('51')], verdict: 'link', by: '005', at: now };
      expect(await value(desk.verdicts(undefined, { limit: 10 }))).toMatchObject({ items: [kept] });
      expect(await value(desk.reviewState(undefined, { review: review.key, since: now }))).toMatchObject({ state: 'waiting' });
    });
    test('that are carried out are done, or name the trouble', async () => {
      await leave({ reviews: [review] });
      await desk.settle(undefined, { key: review.key, by: null, action: 'apart' });
      const settled = { review: review.key, since: now };
      await leave({ resolvedReviews: 'all' });
      expect(await value(desk.reviewState(undefined, settled))).toEqual({ state: 'done', words: 'Done: the records are kept apart.' });
      await leave({ issues: [issue('i', { field: null })] });
      expect(await value(desk.reviewState(undefined, settled))).toEqual({ state: 'issue', words: 'cause. remedy.' });
    });
    test('come up anew when another record came into it', async () => {
      await leave({ reviews: [review] });
      await desk.settle(undefined, { key: review.key, by: null, action: 'apart' });
      await leave({ reviews: [{ ...review, refs: [contactRef, hubspotRef('52')] }] });
      expect(await value(desk.reviewState(undefined, { review: review.key, since: now }))).toMatchObject({ state: 'overtaken' });
    });
    test('refuse what is no choice', async () => {
      await leave({ reviews: [review] });
      const join = (refs: readonly (typeof contactRef | ReturnType<typeof hubspotRef>)[]) =>
        desk.settle(undefined, { key: review.key, by: null, action: 'link', refs });
      expect(await join([contactRef])).toMatchObject({ status: 400, error: 'Choose one record of each system.' });
      expect(await join([contactRef, hubspotRef('9')])).toMatchObject({ status: 400 });
      expect(await desk.settle(undefined, { key: 'gone', by: null, action: 'apart' })).toMatchObject({ status: 404 });
      await leave({ link: link(), reviews: [{ ...review, key: 'c', kind: 'conflict', field: rule.key }] });
      expect(await desk.settle(undefined, { key: 'c', by: null, action: 'apart' })).toMatchObject({ status: 409 });
    });
    test('can be asked for again', async () => {
      await leave({ reviews: [review] });
      await desk.settle(undefined, { key: review.key, by: null, action: 'apart' });
      expect(await value(desk.forgetVerdict(undefined, [hubspotRef('51'), contactRef]))).toEqual({ forgotten: true });
      expect(wakes).toBe(2);
      expect(await desk.forgetVerdict(undefined, [hubspotRef('51'), contactRef])).toMatchObject({ ok: false, status: 404 });
    });
  });

  describe('issues', () => {
    const due = async (): Promise<number> => (await store.counts(connection)).due;
    test('of one group are paged and retried by themselves', async () => {
      await leave({ link: link(), issues: [issue('a', { subject: 'person:1' as Subject }), issue('b', { code: 'other' }), issue('c', { field: null })] });
      const group = { code: 'text-too-long', mapping: 'person', field: rule.key };
      expect((await value<{ items: { key: string }[] }>(desk.issuesOfGroup(undefined, { ...group, limit: 10 }))).items.map((one) => one.key)).toEqual(['a']);
      expect(await value(desk.retryIssues(undefined, { group }))).toEqual({ retried: 1 });
      expect([await due(), wakes]).toEqual([1, 1]);
    });
    test('are retried one by one only while they are open', async () => {
      await leave({ link: link(), issues: [issue('a', { subject: 'person:1' as Subject })] });
      expect(await value(desk.retryIssues(undefined, { subjects: ['person:1', 'record:salesforce:Contact:003000000000009AAA'] }))).toEqual({ retried: 1 });
      expect(await due()).toBe(1);
    });
    test('are retried all at once', async () => {
      await leave({ link: link(), issues: [issue('a', { subject: 'person:1' as Subject }), issue('b', { subject: 'person:1' as Subject, code: 'other' })] });
      expect(await value(desk.retryIssues(undefined, {}))).toEqual({ retried: 1 });
    });
  });

  test('health comes with the status', async () => {
    expect(await value(desk.health(undefined, 'hour'))).toMatchObject({ span: 'hour', since: START, status: { connection: 'main' } });
  });
  test('alert settings are read again when asked', async () => {
    await desk.reloadAlerts(undefined);
    expect(reloads).toBe(1);
  });
  test('another connection is not served', async () => expect(await desk.health('other', 'hour')).toMatchObject({ ok: false, status: 404 }));
});
