import { describe, expect, test } from '@jest/globals';
import type { Clock, WriteRequest } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import { toFailure } from './faults.ts';
import type { CallResult } from './faults.ts';
import { writeRecords } from './write.ts';

const now = 1_000_000;
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
type Input = { readonly id: string; readonly objectWriteTraceId: string; readonly properties: Record<string, string> };
type Portal = (kind: 'update' | 'upsert' | 'create', inputs: readonly Input[]) => unknown;

function refusal(status: number, body: unknown): Error {
  return Object.assign(new Error('refused'), { code: status, body, headers: {} });
}
/** Calls whose client answers from a function, counted. */
function callsTo(portal: Portal): { readonly calls: Calls; readonly sizes: number[] } {
  const sizes: number[] = [];
  const batchApi =
    (kind: 'update' | 'upsert' | 'create') =>
    (_object: string, { inputs }: { inputs: readonly Input[] }) => {
      sizes.push(inputs.length);
      return portal(kind, inputs);
    };
  const client = { crm: { objects: { batchApi: { update: batchApi('update'), upsert: batchApi('upsert'), create: batchApi('create') } } } };
  const call = async <T>(_name: string, work: (client: never) => Promise<T>): Promise<CallResult<T>> => {
    try {
      return { ok: true, value: await work(client as never) };
    } catch (error) {
      return { ok: false, failure: toFailure(error, now) };
    }
  };
  return { sizes, calls: { read: call, write: call, search: call, budget: () => ({ remaining: 1, nextAt: now }) } as unknown as Calls };
}
function update(id: string, values: Record<string, string> = { phone: '1' }): WriteRequest {
  return { kind: 'update', object: 'contacts', id, key: `key-${id}`, stamp: 'c:1:phone', values };
}
const record = (input: Input): object => ({ id: input.id, properties: input.properties, updatedAt: new Date(now) });
const run = (portal: Portal, requests: readonly WriteRequest[]) => {
  const { calls, sizes } = callsTo(portal);
  return writeRecords({ calls, clock, settleMs: 100_000 }, requests).then((outcomes) => ({ outcomes, sizes }));
};

describe('HubSpot writes', () => {
  test('outcomes keep the order of the requests whatever the order of the answer', async () => {
    const { outcomes, sizes } = await run(
      (_kind, inputs) => ({ results: inputs.map(record).reverse() }),
      ['1', '2', '3'].map((id) => update(id)),
    );
    expect(outcomes.map((outcome) => outcome.kind === 'ok' && outcome.id)).toEqual(['1', '2', '3']);
    expect(sizes).toEqual([3]);
  });

  test('one record written twice goes out in two batches, first come first', async () => {
    const { sizes } = await run((_kind, inputs) => ({ results: inputs.map(record) }), [update('1'), update('1', { phone: '2' }), update('2')]);
    expect(sizes).toEqual([2, 1]);
  });

  test('batches hold a hundred', async () => {
    const { sizes } = await run(
      (_kind, inputs) => ({ results: inputs.map(record) }),
      Array.from({ length: 250 }, (_, index) => update(String(index))),
    );
    expect(sizes.toSorted((left, right) => right - left)).toEqual([100, 100, 50]);
  });

  test('an error inside a 207 concerns its own input only', async () => {
    const { outcomes } = await run(
      (_kind, inputs) => ({
        results: inputs.filter((input) => input.id !== '2').map(record),
        errors: [{ category: 'OBJECT_NOT_FOUND', message: 'Could not find it', context: { ids: ['2'] } }],
      }),
      ['1', '2', '3'].map((id) => update(id)),
    );
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'rejected', 'ok']);
    expect(outcomes[1]).toMatchObject({ fault: { code: 'OBJECT_NOT_FOUND' } });
  });

  test('one bad record in a refused batch never stops the ninety-nine others', async () => {
    const requests = Array.from({ length: 100 }, (_, index) => update(String(index), { phone: index === 37 ? 'bad' : '1' }));
    const { outcomes, sizes } = await run((_kind, inputs) => {
      if (inputs.some((input) => input.properties['phone'] === 'bad')) throw refusal(400, { category: 'VALIDATION_ERROR', message: 'no' });
      return { results: inputs.map(record) };
    }, requests);
    expect(outcomes.filter((outcome) => outcome.kind === 'ok')).toHaveLength(99);
    expect(outcomes[37]).toMatchObject({ kind: 'rejected', fault: { code: 'VALIDATION_ERROR' } });
    expect(sizes.length).toBeLessThan(20);
  });

  test('a property nobody can write is refused for the records that write it, without splitting', async () => {
    const requests = Array.from({ length: 100 }, (_, index) => update(String(index), index % 2 === 0 ? { gone: 'x' } : { phone: '1' }));
    const { outcomes, sizes } = await run((_kind, inputs) => {
      const bad = inputs.some((input) => 'gone' in input.properties);
      if (bad)
        throw refusal(400, {
          category: 'VALIDATION_ERROR',
          message: 'Property values were not valid: [{"isValid":false,"error":"PROPERTY_DOESNT_EXIST","name":"gone"}]',
        });
      return { results: inputs.map(record) };
    }, requests);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(requests.map((_, index) => (index % 2 === 0 ? 'rejected' : 'ok')));
    expect(sizes).toEqual([100, 50]);
  });

  test('creates are upserts on our key; new and found ones are told apart by it', async () => {
    const create = (key: string): WriteRequest => ({
      kind: 'create',
      object: 'contacts',
      id: null,
      key,
      stamp: 's',
      values: { email: `${key}@x.test`, phone: '' },
    });
    const { outcomes } = await run(
      (kind, inputs) => {
        expect(kind).toBe('upsert');
        expect(inputs[0]).toMatchObject({ idProperty: 'fieldwise_key', id: 'sf-1', properties: { fieldwise_stamp: 's' } });
        return {
          results: inputs.map((input, index) => ({ ...record(input), id: String(index + 500), _new: index === 0, properties: { fieldwise_key: input.id } })),
        };
      },
      [create('sf-1'), create('sf-2')],
    );
    expect(outcomes).toMatchObject([
      { kind: 'ok', id: '500', created: true },
      { kind: 'ok', id: '501', created: false },
    ]);
  });

  test.each([
    [
      'a lost connection',
      Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
      { kind: 'unknown', settleAt: now + 100_000 },
    ],
    ['a 502', refusal(502, '<html/>'), { kind: 'unknown', settleAt: now + 100_000 }],
    ['no connection', Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }), { kind: 'deferred' }],
    ['a spent limit', refusal(429, { policyName: 'TEN_SECONDLY_ROLLING' }), { kind: 'deferred', retryAt: now + 10_000 }],
    ['a missing scope', refusal(403, { category: 'MISSING_SCOPES' }), { kind: 'rejected', fault: { code: 'MISSING_SCOPES' } }],
  ])('%s is the same outcome for every record, in one call', async (_name, error, expected) => {
    const { outcomes, sizes } = await run(() => {
      throw error;
    }, [update('1'), update('2')]);
    expect(outcomes).toMatchObject([expected, expected]);
    expect(sizes).toEqual([2]);
  });

  test('an answer that is silent about a record has it sent again, alone at last', async () => {
    const { outcomes, sizes } = await run(
      (_kind, inputs) => ({ results: inputs.filter((input) => input.id !== '2' || inputs.length === 1).map(record) }),
      ['1', '2', '3'].map((id) => update(id)),
    );
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['ok', 'ok', 'ok']);
    expect(sizes).toEqual([3, 1]);
  });
});

describe('activities, which have no unique key', () => {
  const call = (key: string, object = 'calls'): WriteRequest => ({ kind: 'create', object, id: null, key, stamp: 'c:1:x', values: { hs_timestamp: '0' } });
  const made = (input: Input, index: number): object => ({ id: String(index), properties: input.properties, updatedAt: new Date(now) });
  test('are created, with their key to be found by, and count as made', async () => {
    const kinds: string[] = [];
    const { outcomes } = await run(
      (kind, inputs) => {
        kinds.push(kind);
        return { results: inputs.map(made) };
      },
      [call('a'), call('b'), call('t', 'tickets')],
    );
    expect(kinds.toSorted()).toEqual(['create', 'upsert']);
    expect(outcomes.map((outcome) => outcome.kind === 'ok' && outcome.created)).toEqual([true, true, false]);
  });
  test('are never sent again before they were looked for: neither those the answer is silent about …', async () => {
    const { outcomes, sizes } = await run((_kind, inputs) => ({ results: inputs.slice(0, 1).map(made) }), [call('a'), call('b')]);
    expect(sizes).toEqual([2]);
    expect(outcomes[1]).toEqual({ kind: 'unknown', settleAt: now + 130_000 });
  });
  test('… nor those whose answer was lost, until search knows of them', async () => {
    const { outcomes, sizes } = await run(() => {
      throw refusal(502, {});
    }, [call('a')]);
    expect(sizes).toEqual([1]);
    expect(outcomes).toEqual([{ kind: 'unknown', settleAt: now + 130_000 }]);
  });
  test('that were refused as a whole, and so not made, are tried one by one', async () => {
    const { outcomes } = await run(
      (_kind, inputs) => {
        if (inputs.some(({ properties }) => properties['fieldwise_key'] === 'bad')) throw refusal(400, { category: 'VALIDATION_ERROR', message: 'bad' });
        return { results: inputs.map(made) };
      },
      [call('a'), call('bad')],
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'rejected']);
  });
});
