import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES, inScope } from '../domain/index.ts';
import type { ConnectionId, FieldSchema, FilterCondition, Link, ObjectMapping, RecordRef, RuleSet, Side } from '../domain/model.ts';
import type { CrmGateway, SurveyRequest, WireRecord, WireValue } from '../engine/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { failedConditions, findInScope, lookAtScope } from './scopes.ts';
import type { ConnectionView } from './view.ts';

const field = (name: string): FieldSchema => ({
  name,
  kind: 'text',
  isWritable: true,
  isCreatable: true,
  isRequired: false,
  lengthMax: null,
  scale: null,
  options: null,
});
const isMql: FilterCondition = { field: 'lifecyclestage', op: 'in', values: ['marketingqualifiedlead'] };
const mqlScope = { all: [isMql, { field: 'email', op: 'filled' } as const] };
const mapping: ObjectMapping = {
  key: 'person',
  salesforceObjects: ['Lead', 'Contact'],
  salesforceCreateObject: 'Lead',
  hubspotObject: 'contacts',
  createInSalesforce: 'in-scope',
  createInHubSpot: 'in-scope',
  salesforceScope: { all: [{ field: 'Email', op: 'filled' }] },
  hubspotScope: mqlScope,
  order: 1,
  fields: [],
  policies: DEFAULT_POLICIES,
};
const rulesOf = (over: Partial<ObjectMapping> = {}): RuleSet => ({ version: 0, mappings: [{ ...mapping, ...over }], lifecycle: [], consent: [] });
const record = (object: string, id: string, values: Record<string, WireValue>): WireRecord => ({
  object,
  id,
  values,
  modifiedAt: 1,
  modifiedBy: null,
  convertedTo: null,
});

const held: Readonly<Record<Side, readonly WireRecord[]>> = {
  hubspot: [
    record('contacts', '1', { firstname: 'Ann', lastname: 'Ash', email: 'ann@x.example', lifecyclestage: 'marketingqualifiedlead' }),
    record('contacts', '2', { firstname: 'Ben', lastname: null, email: 'ben@x.example', lifecyclestage: 'marketingqualifiedlead' }),
    record('contacts', '3', { firstname: null, lastname: null, email: 'cy@x.example', lifecyclestage: 'lead' }),
    record('contacts', '4', { firstname: null, lastname: null, email: null, lifecyclestage: null }),
  ],
  salesforce: [record('Lead', '00Q1', { Name: 'Ann Ash', Email: 'ann@x.example' }), record('Contact', '0031', { Name: 'Dee', Email: null })],
};

/** Answers from what is held; asking for anything that writes fails the test. */
function gateway(side: Side): CrmGateway {
  const objects = side === 'hubspot' ? ['contacts'] : ['Lead', 'Contact'];
  const names = side === 'hubspot' ? ['firstname', 'lastname', 'email', 'lifecyclestage'] : ['Name', 'Email'];
  return {
    side,
    schemas: () =>
      Promise.resolve({
        ok: true,
        value: new Map(objects.map((object) => [`${side}:${object}`, { object, fields: new Map(names.map((name) => [name, field(name)])) }])),
      }),
    survey: ({ object, filter, text, limit }: SurveyRequest) => {
      const records = held[side].filter(
        (one) => one.object === object && inScope(filter, one.values).isIn && (text === null || JSON.stringify(one.values).includes(text)),
      );
      return Promise.resolve({ ok: true, value: { total: records.length, isExact: true, records: records.slice(0, limit) } });
    },
    read: (object: string, ids: readonly string[]) =>
      Promise.resolve({
        ok: true,
        value: ids.map((id) => {
          const found = held[side].find((one) => one.object === object && one.id === id);
          return found === undefined ? { kind: 'missing' } : { kind: 'found', record: found };
        }),
      }),
  } as unknown as CrmGateway;
}
function view(): ConnectionView {
  const linked = { state: 'active' } as Link;
  const linksOf = (_connection: ConnectionId, refs: readonly RecordRef[]) =>
    Promise.resolve(refs.map(({ id }) => (id === '1' || id === '00Q1' ? linked : null)));
  const unlinkedOf = (_connection: ConnectionId, { id }: RecordRef) =>
    Promise.resolve(
      id === '0031'
        ? { code: 'review' as const, explanation: 'Two people could be meant.' }
        : id === '2'
          ? { code: 'out-of-scope' as const, explanation: 'Old news.' }
          : null,
    );
  return {
    id: 'main' as ConnectionId,
    store: { ...createMemoryStore(), linksOf, unlinkedOf },
    gateways: () => ({ salesforce: gateway('salesforce'), hubspot: gateway('hubspot') }),
    progress: () => ({ trouble: null }),
  } as unknown as ConnectionView;
}

describe('who would take part', () => {
  test('counts, those who cross first, and why the others stay out', async () => {
    const { hubspot, salesforce } = await lookAtScope(view(), { rules: rulesOf(), mapping: 'person', samples: 20 });
    expect(hubspot).toMatchObject({ policy: 'in-scope', total: 4, inScope: 2, isExact: true, looked: 2, linked: 1, crosses: 1 });
    expect(hubspot.sample).toEqual([
      { object: 'contacts', id: '2', name: 'Ben', standing: 'crosses', failed: [], note: null },
      { object: 'contacts', id: '1', name: 'Ann Ash', standing: 'linked', failed: [], note: null },
    ]);
    expect(hubspot.excluded).toEqual([
      { object: 'contacts', id: '3', name: 'cy@x.example', standing: 'excluded', failed: [isMql], note: null },
      { object: 'contacts', id: '4', name: 'contacts 4', standing: 'excluded', failed: mqlScope.all, note: null },
    ]);
    expect(salesforce).toMatchObject({ total: 2, inScope: 1, linked: 1, crosses: 0 });
    const all = await lookAtScope(view(), { rules: rulesOf({ createInHubSpot: 'always' }), mapping: 'person', samples: 5 });
    expect(all.salesforce).toMatchObject({ waits: 1, crosses: 0 });
    expect(all.salesforce.sample[0]).toMatchObject({ name: 'Dee', standing: 'waits', note: 'Two people could be meant.' });
    expect(salesforce.excluded.map(({ name }) => name)).toEqual(['Dee']);
  });

  test('a side that always creates asks no questions; one that never does lets nobody cross', async () => {
    const always = await lookAtScope(view(), { rules: rulesOf({ createInSalesforce: 'always' }), mapping: 'person', samples: 5 });
    expect(always.hubspot).toMatchObject({ inScope: 4, crosses: 3, excluded: [] });
    const never = await lookAtScope(view(), { rules: rulesOf({ createInSalesforce: 'never' }), mapping: 'person', samples: 5 });
    expect(never.hubspot).toMatchObject({ inScope: 2, crosses: 0 });
    expect(never.hubspot.sample[0]).toMatchObject({ id: '2', standing: 'not-created' });
  });

  test('a record is found by name, with where it stands', async () => {
    const ask = (text: string) => findInScope(view(), { rules: rulesOf(), mapping: 'person', side: 'hubspot', text });
    expect(await ask('cy@')).toEqual([{ object: 'contacts', id: '3', name: 'cy@x.example', standing: 'excluded', failed: [isMql], note: null }]);
    expect((await ask('Ann')).map(({ standing }) => standing)).toEqual(['linked']);
    expect(await ask('nobody')).toEqual([]);
  });

  test('a mapping the draft does not have is said in words', async () => {
    await expect(lookAtScope(view(), { rules: rulesOf(), mapping: 'ticket', samples: 5 })).rejects.toThrow('The draft has no enabled mapping ticket.');
  });

  test('of several ways in, all that failed are told', () => {
    const any = { any: [isMql, { field: 'score', op: 'at_least', values: ['50'] } as const] };
    expect(failedConditions(any, { lifecyclestage: 'lead', score: 10 })).toEqual(any.any);
    expect(failedConditions(any, { lifecyclestage: 'lead', score: 50 })).toEqual([]);
    expect(failedConditions(null, {})).toEqual([]);
  });
});
