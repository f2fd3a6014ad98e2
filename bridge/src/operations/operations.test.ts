import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, fingerprinter } from '../domain/index.ts';
import type { Change, ConnectionId, Decision, FieldRule, Issue, Link, LinkId, ObjectMapping, Subject } from '../domain/model.ts';
import type { CrmGateway, PassOutcome, Store, WireValue } from '../engine/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { createOperations } from './operations.ts';
import type { Operations, OperationsResult } from './operations.ts';
import type { ConnectionView } from './view.ts';

const connection = 'main' as ConnectionId;
const now = 1_763_718_000_000;
const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
const rule: FieldRule = {
  key: 'person.phone',
  salesforceObjects: ['Contact'],
  salesforceField: 'Phone',
  hubspotProperty: 'phone',
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
const company: FieldRule = {
  ...rule,
  key: 'person.company',
  salesforceField: 'AccountId',
  hubspotProperty: 'associations.companies',
  referenceMapping: 'company',
};
const mapping = (key: string, salesforceObject: string, hubspotObject: string, fields: readonly FieldRule[]): ObjectMapping => ({
  key,
  salesforceObjects: [salesforceObject],
  salesforceCreateObject: salesforceObject,
  hubspotObject,
  createInSalesforce: 'always',
  createInHubSpot: 'always',
  salesforceScope: null,
  hubspotScope: null,
  policies: DEFAULT_POLICIES,
  order: 1,
  fields,
});
const contactId = '003000000000001AAA';
const link = (over: Partial<Link> = {}): Link => ({
  id: 'person:1' as LinkId,
  mapping: 'person',
  key: `sf-${contactId}`,
  state: 'active',
  salesforce: { object: 'Contact', id: contactId as NonNullable<Link['salesforce']>['id'] },
  hubspot: { object: 'contacts', id: '51' as NonNullable<Link['hubspot']>['id'] },
  baseline: {},
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: now,
  syncedAt: now,
  ...over,
});
const subject = `record:salesforce:Contact:${contactId}` as Subject;

function gateway(side: 'salesforce' | 'hubspot', values: Readonly<Record<string, WireValue>>, primary: string | null = null): CrmGateway {
  const record = (object: string, id: string) => ({ object, id, values, modifiedAt: now, modifiedBy: null, convertedTo: null });
  return {
    side,
    read: (object: string, ids: readonly string[]) => Promise.resolve({ ok: true, value: ids.map((id) => ({ kind: 'found', record: record(object, id) })) }),
    associations: (_from: string, ids: readonly string[]) =>
      Promise.resolve({ ok: true, value: ids.map((id) => ({ id, to: primary === null ? [] : [{ id: primary, isPrimary: true }] })) }),
    budget: () => ({ remaining: 0.5, nextAt: now }),
  } as unknown as CrmGateway;
}

describe('operations', () => {
  let store: Store;
  let operations: Operations;
  let values: Record<'salesforce' | 'hubspot', Readonly<Record<string, WireValue>>>;
  let primary: string | null;
  let sweeps: boolean[];

  beforeEach(() => {
    store = createMemoryStore();
    values = { salesforce: { Phone: '1', AccountId: '001000000000001AAA' }, hubspot: { phone: '1' } };
    primary = null;
    sweeps = [];
    const view: ConnectionView = {
      id: connection,
      store,
      fingerprint,
      clock: { now: () => now, sleep: () => Promise.resolve() },
      gateways: () => ({ salesforce: gateway('salesforce', values.salesforce), hubspot: gateway('hubspot', values.hubspot, primary) }),
      rulebook: () => ({
        rules: {
          version: 4,
          lifecycle: [],
          consent: [],
          mappings: [mapping('company', 'Account', 'companies', []), mapping('person', 'Contact', 'contacts', [rule, company])],
        },
        schemas: new Map(),
      }),
      progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: now, trouble: null }, trouble: null }),
      sweep: (isFull) => void sweeps.push(isFull) === undefined,
    };
    operations = createOperations([view]);
  });

  /** Puts what a pass would leave behind into the store. */
  async function leave(outcome: Partial<PassOutcome>): Promise<void> {
    const change: Change = {
      eventId: `e${String(Math.floor(now))}:${JSON.stringify(outcome).length}` as Change['eventId'],
      ref: { side: 'salesforce', object: 'Contact', id: contactId },
      kind: 'update',
      fields: {},
      occurredAt: now,
      lane: 'normal',
      origin: 'event',
    };
    await store.append({ connection, changes: [change], now });
    const lease = await store.register('w', now, 60_000);
    const [work] = await store.claim({ connection, lease, limit: 1, now, leaseMs: 60_000 });
    if (work === undefined) throw new Error('nothing to claim');
    await store.commit({
      connection,
      lease,
      now,
      outcomes: [
        {
          subject: work.subject,
          version: work.version,
          consumed: work.changes.map((one) => one.eventId),
          link: null,
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
    await store.retire(lease);
  }
  const issue: Issue = {
    key: 'i1',
    subject,
    ref: { side: 'salesforce', object: 'Contact', id: contactId },
    mapping: 'person',
    field: null,
    category: 'validation',
    code: 'validation-rule',
    cause: 'A rule refused it.',
    remedy: 'Change it.',
    occurredAt: now,
    retryAt: null,
  };
  const value = (result: OperationsResult<unknown>): Record<string, unknown> => {
    if (!result.ok) throw new Error(result.error);
    return result.value as Record<string, unknown>;
  };

  test('status tells counts, rules, budgets and progress', async () => {
    expect(value(await operations.status(undefined))).toMatchObject({
      connection: 'main',
      rulesVersion: 4,
      budgets: { salesforce: { remaining: 0.5 } },
      initialSync: { done: true },
      counts: { links: 0 },
      lagMs: 0,
    });
  });

  test('a connection that is not there is not found, by name', async () => {
    expect(await operations.status('other')).toEqual({ ok: false, status: 404, error: 'there is no connection other; there is main' });
  });

  test('a linked record is explained field by field', async () => {
    const decision: Decision = {
      id: 'd1',
      linkId: 'person:1' as LinkId,
      ref: { salesforce: contactId, hubspot: '51' },
      mapping: 'person',
      field: 'person.phone',
      ruleVersion: 4,
      reason: 'latest',
      winner: 'salesforce',
      values: null,
      times: { salesforce: now, hubspot: now },
      decidedAt: now,
    };
    await leave({ link: link(), decisions: [decision] });
    const explained = value(await operations.explain(undefined, contactId, undefined));
    expect(explained).toMatchObject({
      link: { salesforce: `Contact:${contactId}`, hubspot: 'contacts:51' },
      fields: [
        { rule: 'person.phone', state: 'in-step', lastDecision: { reason: 'latest' } },
        { rule: 'person.company', state: 'waiting' },
      ],
    });
  });

  test('a lookup is in step when both sides point to the same linked record', async () => {
    await leave({ link: link() });
    const account = { object: 'Account', id: '001000000000001AAA' as NonNullable<Link['salesforce']>['id'] };
    await leave({
      link: link({
        id: 'company:1' as LinkId,
        mapping: 'company',
        key: 'sf-a',
        salesforce: account,
        hubspot: { object: 'companies', id: '7' as NonNullable<Link['hubspot']>['id'] },
      }),
    });
    primary = '7';
    expect(value(await operations.explain(undefined, contactId, 'AccountId'))).toMatchObject({
      fields: [{ state: 'in-step', words: 'Both sides point to the same record.' }],
    });
    primary = '8';
    expect(value(await operations.explain(undefined, contactId, 'AccountId'))).toMatchObject({ fields: [{ state: 'waiting' }] });
  });

  test('a field no rule concerns is said not to be synced', async () => {
    await leave({ link: link() });
    expect(value(await operations.explain(undefined, contactId, 'Fax'))['words']).toContain('No rule of mapping person concerns Fax, so it is not synced.');
  });

  test('a record without link says why', async () => {
    await leave({ unlinked: { ref: issue.ref, reason: { code: 'out-of-scope', explanation: 'The record is out of scope.' } } });
    expect(value(await operations.explain(undefined, contactId, undefined))).toMatchObject({ link: null, words: ['Not linked: The record is out of scope.'] });
  });

  test('a pair at rest says which criteria it fails, whichever record is asked about', async () => {
    const reason = { code: 'out-of-scope' as const, explanation: 'Out of scope: the rule asks for HubSpot: segments member 17.' };
    await leave({ link: link({ state: 'out-of-scope' }), unlinked: { ref: { side: 'hubspot', object: 'contacts', id: '51' }, reason } });
    for (const record of [contactId, 'hubspot:contacts:51'])
      expect(value(await operations.explain(undefined, record, undefined))['words']).toEqual(
        expect.arrayContaining(['It is out of scope now, so nothing is written.', reason.explanation]),
      );
  });

  test('an unknown record is not found, and nonsense is refused', async () => {
    expect(await operations.explain(undefined, contactId, undefined)).toMatchObject({ ok: false, status: 404 });
    expect(await operations.explain(undefined, 'nonsense', undefined)).toMatchObject({ ok: false, status: 400 });
  });

  test('retry makes the subjects of open issues due again', async () => {
    await leave({ issues: [issue], unlinked: { ref: issue.ref, reason: { code: 'issue', explanation: 'x' } } });
    expect((await store.counts(connection)).due).toBe(0);
    expect(value(await operations.retry(undefined, { code: 'another-code' }))).toEqual({ retried: 0 });
    expect(value(await operations.retry(undefined, { keys: ['i1'] }))).toEqual({ retried: 1 });
    expect((await store.counts(connection)).due).toBe(1);
  });

  test('replay looks again at what is named, and says what it did not understand', async () => {
    expect(value(await operations.replay(undefined, [contactId, 'nonsense']))).toEqual({ looking: 1, unknown: ['nonsense'] });
    expect((await store.counts(connection)).inbox).toBe(1);
    expect(await operations.replay(undefined, ['nonsense'])).toMatchObject({ ok: false, status: 400 });
  });

  test('a sweep is handed on', async () => {
    expect(await operations.sweep(undefined, true)).toMatchObject({ ok: true });
    expect(sweeps).toEqual([true]);
  });
});
