import { describe, expect, test } from '@jest/globals';
import { change, MINUTE, NOW, pairInput, print, rule, schema, schemas } from '../../test/domain/samples.ts';
import type { PairInput, RecordView } from './plan-types.ts';
import { planClosing } from './plan-closing.ts';

const text = schemas({ Title: schema('text') }, { jobtitle: schema('text') });
const one = rule({});
const written = { side: 'hubspot' as const, readAt: NOW - 2 * MINUTE, landedAt: NOW - MINUTE, valueAt: null };
const baseline = {
  [one.key]: {
    salesforce: print(one.key, 'CFO'),
    hubspot: print(one.key, 'CFO'),
    writes: [{ ...written, seen: [print(one.key, 'CEO'), print(one.key, 'CFO')] }],
  },
};
/** Our "CFO" covered HubSpot's "COO"; the notice comes when the link closes. */
function closing(hubspot: RecordView | null, over: Partial<PairInput> = {}) {
  const changes = [change('hubspot', { jobtitle: { at: NOW - 1.5 * MINUTE, value: 'COO' } })];
  const input = pairInput({ rules: [one], schemas: text, salesforce: { Title: 'CFO' }, hubspot: { jobtitle: 'CFO' }, over: { baseline, changes, ...over } });
  const objects = { salesforce: input.salesforce.object, hubspot: input.hubspot.object };
  return planClosing({ ...input, objects, records: { salesforce: input.salesforce, hubspot } });
}
const held = (jobtitle: string): RecordView => ({ object: 'contacts', id: '1', values: { jobtitle }, modifiedAt: NOW });

describe('an edit our write covered, told when the link closes', () => {
  test.each([
    ['with its record gone', null],
    ['with our value still there', held('CFO')],
  ])('is logged %s', (_where, record) =>
    expect(closing(record)).toMatchObject([{ reason: 'restored-after-gap', winner: 'neither', values: { salesforce: 'CFO', hubspot: 'COO' } }]),
  );
  test('is told by the history where its notice was lost', () => {
    const history = { jobtitle: [{ at: NOW - 1.5 * MINUTE, value: 'COO', actor: 'somebody' }] };
    expect(closing(held('CFO'), { changes: [], history })).toMatchObject([{ reason: 'restored-after-gap', winner: 'neither' }]);
    expect(closing(held('CFO'), { changes: [] })).toEqual([]);
  });
  test('is not where its author typed a later value', () => expect(closing(held('CTO'))).toEqual([]));
});

test('a word of a person that comes when the pair has ended is answered: nothing came of it', () => {
  const settlement = { rule: one.key, side: 'hubspot' as const, value: 'COO', seen: { salesforce: '', hubspot: '' }, reason: 'reversed' as const };
  const asked = { ...change('salesforce', {}, { kind: 'look', origin: 'operator' }), settlement };
  expect(closing(held('CFO'), { baseline: {}, changes: [asked] })).toMatchObject([{ reason: 'reversed', winner: 'neither' }]);
});
