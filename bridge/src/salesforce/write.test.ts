import { describe, expect, test } from '@jest/globals';
import type { Clock, WriteRequest } from '../engine/ports.ts';
import { plainFailure } from './faults.ts';
import type { CallResult } from './faults.ts';
import { createNames } from './names.ts';
import type { SalesforceRequest, Session } from './session.ts';
import { createPersonAccounts } from './person-accounts.ts';
import { writeRecords } from './write.ts';

const now = 1_000_000;
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
type Sub = {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly httpHeaders?: Record<string, string>;
  readonly body?: { readonly records: readonly Record<string, unknown>[] };
};
type Org = (records: readonly Record<string, unknown>[], sub: Sub) => { readonly status?: number; readonly body: unknown };
const saved = (records: readonly Record<string, unknown>[]): readonly object[] =>
  records.map((record, index) => ({ id: record['id'] ?? `00Q00000000000${String(index)}AAA`, success: true, created: record['id'] === undefined, errors: [] }));

function orgWith(org: Org, namespace: string | null = null, isPressed = false) {
  const composites: (readonly Sub[])[] = [];
  const session = {
    dataPath: '/services/data/v68.0',
    isPressed: () => isPressed,
    call: <T>(request: SalesforceRequest): Promise<CallResult<T>> => {
      const { compositeRequest } = request.body as { compositeRequest: readonly Sub[] };
      composites.push(compositeRequest);
      const compositeResponse = compositeRequest.map((sub) => {
        if (sub.body === undefined)
          return {
            referenceId: sub.referenceId,
            httpStatusCode: 200,
            body: {
              records: [{ Id: '003000000000001AAA', Phone: '(555) 1', SystemModstamp: '2026-11-21T10:00:00.000+0000', LastModifiedById: '005000000000001AAA' }],
            },
          };
        const { status = 200, body } = org(sub.body.records, sub);
        return { referenceId: sub.referenceId, httpStatusCode: status, body };
      });
      return Promise.resolve({ ok: true, value: { compositeResponse } as T });
    },
  } as unknown as Session;
  const write = (requests: readonly WriteRequest[]) =>
    writeRecords({ session, names: createNames(namespace), people: createPersonAccounts(session, 1), clock, writeTimeoutMs: 1, settleMs: 60_000 }, requests);
  return { composites, write };
}
function update(id: string, values: Record<string, string | null> = { Phone: '5551' }): WriteRequest {
  return { kind: 'update', object: 'Contact', id, key: `sf-${id}`, stamp: 'c:1:Phone', values };
}
const create: WriteRequest = {
  kind: 'create',
  object: 'Lead',
  id: null,
  key: 'hs-contacts-51',
  stamp: 'c:1:LastName',
  values: { LastName: 'Doe', UTM_Source__c: 'ad' },
};

describe('Salesforce writes', () => {
  test('a save is followed by its read-back in the same call, without assignment rules', async () => {
    const { composites, write } = orgWith((records) => ({ body: saved(records) }));
    const [outcome] = await write([update('003000000000001AAA')]);
    expect(outcome).toMatchObject({
      kind: 'ok',
      id: '003000000000001AAA',
      created: false,
      after: { values: { Phone: '(555) 1' }, modifiedBy: '005000000000001AAA' },
    });
    expect(composites[0]?.map((sub) => sub.method)).toEqual(['PATCH', 'GET']);
    expect(composites[0]?.[0]?.httpHeaders).toMatchObject({ 'Sforce-Auto-Assign': 'FALSE' });
  });

  test('creates are upserts on our key, with the namespace of the package', async () => {
    const { composites, write } = orgWith((records) => ({ body: saved(records) }), 'fieldwise');
    const [outcome] = await write([create]);
    const [save] = composites[0] ?? [];
    expect(save?.url).toBe('/services/data/v68.0/composite/sobjects/Lead/fieldwise__Sync_Key__c');
    expect(save?.body?.records[0]).toEqual({
      attributes: { type: 'Lead' },
      fieldwise__Sync_Key__c: 'hs-contacts-51',
      LastName: 'Doe',
      UTM_Source__c: 'ad',
      fieldwise__Sync_Stamp__c: 'c:1:LastName',
    });
    expect(outcome).toMatchObject({ kind: 'ok', created: true });
  });

  test('up to four hundred records share a call', async () => {
    const { composites, write } = orgWith((records) => ({ body: saved(records) }));
    await write(Array.from({ length: 700 }, (_, index) => update(`0030000000${String(index).padStart(5, '0')}AAA`)));
    expect(composites.map((subs) => subs.map((sub) => sub.body?.records.length ?? 0))).toEqual([
      [200, 0, 200, 0],
      [200, 0, 100, 0],
    ]);
  });

  test('while the consent lane is at work, calls are small', async () => {
    const { composites, write } = orgWith((records) => ({ body: saved(records) }), null, true);
    await write(Array.from({ length: 250 }, (_, index) => update(`003${String(index).padStart(12, '0')}AAA`)));
    expect(composites.map((subs) => subs.filter((sub) => sub.body !== undefined).map((sub) => sub.body?.records.length))).toEqual([[100], [100], [50]]);
  });

  test('each record has its own outcome, by its own code', async () => {
    const codes = ['', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'UNABLE_TO_LOCK_ROW', 'REQUEST_LIMIT_EXCEEDED', 'STRING_TOO_LONG'];
    const { write } = orgWith((records) => ({
      body: records.map((record, index) =>
        codes[index] === ''
          ? { id: record['id'], success: true, errors: [] }
          : { success: false, errors: [{ statusCode: codes[index], message: 'no', fields: [] }] },
      ),
    }));
    const outcomes = await write(codes.map((_, index) => update(`00300000000000${String(index)}AAA`)));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'rejected', 'deferred', 'deferred', 'rejected']);
    expect(outcomes[2]).toMatchObject({ retryAt: now + 2_000 });
  });

  test('a field nobody can write is refused for the records that write it, and the others are saved', async () => {
    const { composites, write } = orgWith((records) => {
      const isBad = records.some((record) => 'Gone__c' in record);
      return isBad
        ? { status: 400, body: [{ errorCode: 'INVALID_FIELD', message: "No such column 'Gone__c' on sobject of type Contact" }] }
        : { body: saved(records) };
    });
    const outcomes = await write([update('003000000000001AAA', { Gone__c: 'x' }), update('003000000000002AAA'), update('003000000000003AAA')]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['rejected', 'ok', 'ok']);
    expect(composites).toHaveLength(2);
  });

  test('an unexplained refusal of a collection is split until the bad record stands alone', async () => {
    const { write } = orgWith((records) => {
      const isBad = records.some((record) => record['Phone'] === 'bad');
      return isBad ? { status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR', message: 'no' }] } : { body: saved(records) };
    });
    const outcomes = await write(
      Array.from({ length: 20 }, (_, index) => update(`0030000000000${String(index).padStart(2, '0')}AAA`, { Phone: index === 13 ? 'bad' : '1' })),
    );
    expect(outcomes.map((outcome) => outcome.kind === 'ok')).toEqual(outcomes.map((_, index) => index !== 13));
  });

  test.each([
    ['a timeout', plainFailure('transient', 'TIMEOUT', 'no answer', now, false), { kind: 'unknown', settleAt: now + 60_000 }],
    ['a refused connection', plainFailure('transient', 'ECONNREFUSED', 'no', now + 5_000, true), { kind: 'deferred', retryAt: now + 5_000 }],
    ['a spent budget', plainFailure('budget', 'BUDGET_SPENT', 'no', now + 9_000, true), { kind: 'deferred', retryAt: now + 9_000 }],
  ])('%s of the whole call concerns every record', async (_name, failure, expected) => {
    const session = { dataPath: '/x', isPressed: () => false, call: () => Promise.resolve({ ok: false, failure }) } as unknown as Session;
    const outcomes = await writeRecords(
      { session, names: createNames(null), people: createPersonAccounts(session, 1), clock, writeTimeoutMs: 1, settleMs: 60_000 },
      [update('003000000000001AAA'), create],
    );
    expect(outcomes).toMatchObject([expected, expected]);
  });
});
