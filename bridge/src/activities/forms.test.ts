import { describe, expect, test } from '@jest/globals';
import type { ActivityRule, ConnectionId, Instant, Link, LinkId, SalesforceId } from '../domain/model.ts';
import { createRulebook } from '../engine/index.ts';
import type { FormSubmission, Journal, Store, WriteOutcome, WriteRequest } from '../engine/index.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createActivityCaps } from './caps.ts';
import { createFormsLane } from './forms.ts';
import type { FormEnds } from './forms.ts';

const id = 'c' as ConnectionId;
const journal: Journal = { event: () => undefined, count: () => undefined, observe: () => undefined };
const minuteMs = 60_000;
const rule: ActivityRule = {
  ...{ key: 'activity.form', activity: 'form', direction: 'to-salesforce', salesforceObject: 'Task', monthlyMax: null },
  ...{ only: { property: 'form', values: ['f1'] }, status: 'Completed', type: null },
};

/** One form, one contact `51` with the address ines@x.example, linked to the lead 00Q1 unless said otherwise. */
function world() {
  const inner = createMemoryStore();
  const self = {
    now: Date.UTC(2026, 10, 20) as Instant,
    rule,
    isLinked: true,
    owner: '0051',
    submissions: [] as FormSubmission[],
    /** Of one look, and of all. */
    sent: [] as WriteRequest[],
    all: [] as WriteRequest[],
    answer: { kind: 'ok', id: '00T1', created: true, after: null } as WriteOutcome,
  };
  const link = { state: 'active', salesforce: { object: 'Lead', id: '00Q1' as SalesforceId }, id: 'l' as LinkId } as Link; // what the lane reads of it
  const store: Store = { ...inner, linksOf: (_connection, refs) => Promise.resolve(refs.map(() => (self.isLinked ? link : null))) };
  const clock = { now: () => self.now, sleep: () => Promise.resolve() };
  const rulebook = () => createRulebook({ version: 1, mappings: [], lifecycle: [], consent: [], activities: [self.rule] }, new Map());
  const caps = createActivityCaps({ connection: id, store, clock, journal, rulebook, wake: () => undefined });
  const record = (of: string, object: string, values = {}) => ({ id: of, object, values, modifiedAt: 0, convertedTo: null }) as never;
  const ends: FormEnds = {
    salesforce: {
      read: (object, ids) =>
        Promise.resolve({ ok: true, value: ids.map((one) => ({ kind: 'found' as const, record: record(one, object, { OwnerId: self.owner }) })) }),
      write: (requests) => {
        self.sent.push(...requests);
        self.all.push(...requests);
        return Promise.resolve(requests.map(() => self.answer));
      },
    },
    hubspot: {
      find: (_object, _field, values) => Promise.resolve({ ok: true, value: values.map((value) => ({ value, records: [record('51', 'contacts')] })) }),
    },
    forms: {
      submissions: () => Promise.resolve({ ok: true, value: { items: self.submissions.toReversed(), next: null } }),
      formName: () => Promise.resolve({ ok: true, value: 'Demo request' }),
    },
  };
  const lane = () => createFormsLane({ connection: id, store, clock, journal, rulebook, caps });
  return {
    self,
    store,
    look: async () => {
      await lane().look(ends);
      return self.sent.splice(0).map(({ key }) => key);
    },
    async begun() {
      await lane().look(ends);
      self.now += minuteMs;
    },
    submit(name: string, email: string | null = 'ines@x.example') {
      self.submissions.push({ id: name, at: self.now, email });
    },
    issues: async () => (await store.issues(id, { open: true, limit: 10 })).items.map(({ code }) => code),
  };
}

describe('form submissions', () => {
  test('become one Task of the person, with the rule’s status and the owner of the lead', async () => {
    const one = world();
    await one.begun();
    one.submit('s1');
    one.self.answer = { kind: 'unknown', settleAt: 0 };
    expect(await one.look()).toEqual(['event-form-s1']);
    one.self.answer = { kind: 'ok', id: '00T1', created: false, after: null };
    // What may have landed is sent again under the same key, and only until it is known.
    expect(await one.look()).toEqual(['event-form-s1']);
    expect(one.self.all[0]).toMatchObject({
      ...{ kind: 'create', object: 'Task' },
      values: { Subject: 'Form: Demo request', WhoId: '00Q1', OwnerId: '0051', Status: 'Completed', ActivityDate: '2026-11-20' },
    });
    expect(await one.look()).toEqual([]);
  });
  test('of before the first look are left alone', async () => {
    const one = world();
    one.submit('old');
    one.self.now += 1;
    await one.begun();
    expect(await one.look()).toEqual([]);
  });
  test('wait a day for their person to be in step, and never belong to nobody', async () => {
    const one = world();
    await one.begun();
    one.self.isLinked = false;
    one.submit('s1');
    one.submit('nameless', null);
    expect(await one.look()).toEqual([]);
    one.self.isLinked = true;
    expect(await one.look()).toEqual(['event-form-s1']);
    one.self.isLinked = false;
    one.submit('s2');
    one.self.now += 25 * 60 * minuteMs;
    expect(await one.look()).toEqual([]);
    one.self.isLinked = true;
    expect(await one.look()).toEqual([]);
  });
  test('stop at the cap, say so, and go on with the next month', async () => {
    const one = world();
    one.self.rule = { ...rule, monthlyMax: 1 };
    await one.begun();
    one.submit('s1');
    one.self.now += minuteMs;
    one.submit('s2');
    expect(await one.look()).toEqual(['event-form-s1']);
    expect(await one.look()).toEqual([]);
    expect(await one.issues()).toEqual(['activity-cap-reached']);
    one.self.now = Date.UTC(2026, 11, 1, 1);
    expect(await one.look()).toEqual(['event-form-s2']);
    expect(await one.issues()).toEqual([]);
  });
  test('that Salesforce refuses are an issue and not sent again; a queue owns no Task', async () => {
    const one = world();
    await one.begun();
    one.self.owner = '00G1';
    one.submit('s1');
    one.self.answer = { kind: 'rejected', fault: { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no', fields: [], existingId: null } };
    await one.look();
    expect(one.self.all[0]?.values).not.toHaveProperty('OwnerId');
    expect(await one.issues()).toHaveLength(1);
    expect(await one.look()).toEqual([]);
  });
  test('of forms nobody selected are not read', async () => {
    const one = world();
    one.self.rule = { ...rule, only: null };
    await one.begun();
    one.submit('s1');
    expect(await one.look()).toEqual([]);
  });
});
