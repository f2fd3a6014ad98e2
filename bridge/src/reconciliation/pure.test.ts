/** What is told without a platform or a store: buckets and their words, drift, whom a side counts, the ledger's times, files. */
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICIES } from '../domain/index.ts';
import type { FieldRule, Link, ObjectMapping, Schemas } from '../domain/index.ts';
import type { WireRecord } from '../engine/index.ts';
import type { Verdict } from '../backfill/index.ts';
import { bucketOf, partsOf, reportOf, roomFor, wordsOf } from './buckets.ts';
import { csvOf, instantText } from './csv.ts';
import { asksForSegments, countFields, countsInHubSpot, countsInSalesforce, defaultDefinition, peopleMapping } from './definition.ts';
import { driftOf, fieldStandings, sumOf, withPair } from './fields.ts';
import { ledgerRow } from './ledger.ts';
import type { Handover } from './ledger.ts';

const rule = (key: string, salesforceField: string, hubspotProperty: string, patch: Partial<FieldRule> = {}): FieldRule => ({
  ...{ key, salesforceObjects: ['Lead', 'Contact'], salesforceField, hubspotProperty, owner: 'hubspot', direction: 'two-way', policy: 'latest', windowMs: 0 },
  ...{ isProtected: false, blank: 'propagate', nonOwnerEdit: 'enforce', valueMap: [], referenceMapping: null },
  ...patch,
});
const stage = (name: string, owner: 'salesforce' | 'hubspot', kind: 'prospect' | 'customer' | 'disqualified' = 'prospect') => ({
  ...{ stage: name, label: name, order: 1, owner, salesforceValue: name, movesTo: null, kind },
});
const stages = [stage('mql', 'hubspot'), stage('sql', 'salesforce'), stage('lost', 'salesforce', 'disqualified')];
const carrier = rule('person.stage', 'Stage__c', 'lifecyclestage', { valueMap: [{ salesforce: 'Marketing', hubspot: 'mql' }], stages });
const mapping: ObjectMapping = {
  ...{ key: 'person', salesforceObjects: ['Lead', 'Contact'], salesforceCreateObject: 'Lead', hubspotObject: 'contacts', order: 1, salesforceScope: null },
  ...{
    createInSalesforce: 'in-scope',
    createInHubSpot: 'never',
    fields: [carrier, rule('person.title', 'Title', 'jobtitle', { salesforceObjects: ['Lead'] })],
  },
  hubspotScope: { all: [{ field: 'lifecyclestage', op: 'in', values: ['mql', 'sql'] }] },
  policies: { ...DEFAULT_POLICIES, reengage: { ...DEFAULT_POLICIES.reengage, closedStatuses: ['Closed'] } },
};
const schemas: Schemas = new Map(
  Object.entries({
    'hubspot:contacts': ['lifecyclestage', 'email', 'hs_lifecyclestage_mql_date'],
    'salesforce:Lead': ['Stage__c', 'Status', 'CreatedDate'],
  }).map(([key, names]) => [
    key,
    {
      object: key,
      fields: new Map(
        names.map((name) => [
          name,
          // Names and options are all that is read here.
          { name, kind: 'text', options: name === 'lifecyclestage' ? ['lead', 'marketingqualifiedlead', 'customer', 'other'] : null } as never,
        ]),
      ),
    } as never,
  ]),
);

describe('buckets', () => {
  test('add up to what each side counts', () => {
    const counts = { both: 270, 'hubspot/review': 100, 'hubspot/out-of-scope/Out of scope: a/b': 42, 'salesforce/gone': 10, 'salesforce/queue': 0 };
    const report = reportOf(counts);
    expect(report).toMatchObject({ hubspot: 412, salesforce: 280, both: 270 });
    expect(report.buckets.map(({ count }) => count)).toEqual([100, 42, 10]);
    expect(report.buckets[1]).toMatchObject({ only: 'hubspot', code: 'out-of-scope', words: 'Out of scope: a/b' });
  });
  test('are told apart by detail up to a bound', () => {
    const counts = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [bucketOf('hubspot', 'issue', `code-${String(index)}`), 1]));
    expect(roomFor(bucketOf('hubspot', 'issue', 'code-7'), counts)).toBe('hubspot/issue/code-7');
    expect(roomFor(bucketOf('hubspot', 'issue', 'new'), counts)).toBe('hubspot/issue/other reasons');
    expect(roomFor(bucketOf('salesforce', 'issue', 'new'), counts)).toBe('salesforce/issue/new');
    expect(roomFor('both', counts)).toBe('both');
  });
  test('all have words, and what can be done has a remedy', () => {
    const codes = 'out-of-scope left-scope review erased issue duplicate waiting queue moving unlinked gone former unseen owed kept not-carried differs'.split(
      ' ',
    );
    for (const only of ['salesforce', 'hubspot'] as const) for (const code of codes) expect(wordsOf(partsOf(bucketOf(only, code))).words).toMatch(/\.$/);
    const kept = ['protected', 'blank-ignored', 'rewritten', 'ignored', 'tolerated'].map(
      (detail) => wordsOf(partsOf(bucketOf('hubspot', 'kept', detail))).words,
    );
    expect(new Set(kept).size).toBe(5);
  });
});

describe('drift', () => {
  const link = { salesforce: { object: 'Lead', id: '1' }, hubspot: { object: 'contacts', id: '2' }, baseline: {} } as unknown as Link;
  const verdict = (patch: Partial<Verdict>): Verdict => ({
    ...{ ref: { side: 'salesforce', object: 'Lead', id: '1' }, link, fate: 'in-step', reason: null, writes: [], refusals: [], isAsked: false, left: {} },
    ...patch,
  });
  const standings = (patch: Partial<Verdict>, isDue = false) => fieldStandings(mapping, verdict(patch), isDue).map(({ standing }) => standing);
  const writes = [{ side: 'salesforce', kind: 'update', fields: ['Title'] }] as const;
  test('is what a look would write, unless it is on its way or has a reason', () => {
    expect(standings({})).toEqual(['agree', 'agree']);
    expect(standings({ writes })).toEqual(['agree', 'disagree']);
    expect(standings({ writes }, true)).toEqual(['agree', 'pending']);
    expect(standings({ left: { 'person.stage': 'tolerated' } })).toEqual(['explained', 'agree']);
    expect(standings({ refusals: [{ code: 'x', side: 'hubspot', field: 'person.title', cause: '', remedy: '' }] })).toEqual(['agree', 'explained']);
  });
  test('asks each object for its own rules only', () => {
    const contact = { ...link, salesforce: { object: 'Contact', id: '1' } } as unknown as Link;
    expect(fieldStandings(mapping, verdict({ link: contact }), false)).toHaveLength(1);
    expect(fieldStandings(mapping, verdict({ link: null }), false)).toEqual([]);
  });
  test('is a share of everything compared', () => {
    const tallies = withPair(withPair({}, fieldStandings(mapping, verdict({ writes }), false)), fieldStandings(mapping, verdict({}), false));
    expect(sumOf(tallies)).toEqual({ compared: 4, agree: 3, explained: 0, pending: 0, disagree: 1 });
    expect(driftOf(sumOf(tallies))).toBe(0.25);
    expect(driftOf(sumOf({}))).toBeNull();
  });
});

describe('whom a side counts', () => {
  test('is whom the handoff rule lets in, in the words of each side', () => {
    const definition = defaultDefinition(mapping, schemas);
    expect(definition.hubspot).toEqual(mapping.hubspotScope);
    expect(definition.salesforce['Lead']).toEqual({ all: [{ field: 'Stage__c', op: 'in', values: ['Marketing', 'sql'] }] });
    expect(countsInHubSpot(definition, { lifecyclestage: 'mql' })).toBe(true);
    expect(countsInSalesforce(definition, { object: 'Lead', values: { Stage__c: 'Marketing' }, convertedTo: null }).isIn).toBe(true);
    const converted = { contactId: '003', accountId: null, opportunityId: null };
    expect(countsInSalesforce(definition, { object: 'Lead', values: { Stage__c: 'Marketing' }, convertedTo: converted }).isIn).toBe(false);
    expect(countsInSalesforce(definition, { object: 'Account', values: {}, convertedTo: null }).isIn).toBe(false);
  });
  test('is everybody from marketing qualified lead on where no scope is set, and everybody in Salesforce where no rule carries the stage', () => {
    const open = { ...mapping, hubspotScope: null, fields: [] };
    const definition = defaultDefinition(open, schemas);
    expect(definition.hubspot).toEqual({ all: [{ field: 'lifecyclestage', op: 'in', values: ['marketingqualifiedlead', 'customer'] }] });
    expect(definition.salesforce).toEqual({ Lead: null, Contact: null });
    expect(defaultDefinition(open, new Map()).hubspot).toBeNull();
  });
  test('asks for fields the objects have, and reads segments record by record', () => {
    const definition = defaultDefinition(mapping, schemas);
    expect(countFields(definition, mapping, schemas).hubspot).toEqual(['email', 'lifecyclestage', 'hs_lifecyclestage_mql_date']);
    expect(countFields(definition, mapping, schemas).salesforce('Lead')).toEqual(['Stage__c', 'Status', 'CreatedDate']);
    expect(asksForSegments({ ...definition, hubspot: { all: [{ field: 'segments', op: 'member', values: ['7'] }] } })).toBe(true);
    expect(asksForSegments(definition)).toBe(false);
  });
  test('needs a mapping of people', () => {
    expect(peopleMapping({ mappings: [mapping] })?.key).toBe('person');
    expect(peopleMapping({ mappings: [{ ...mapping, hubspotObject: 'companies' }] })).toBeNull();
  });
});

describe('the ledger', () => {
  const contact = { side: 'hubspot', object: 'contacts', id: '51' } as const;
  const link = { key: 'hs-contacts-51', createdAt: 2_000, salesforce: { object: 'Lead', id: '00Q1' } } as unknown as Link;
  const record = (object: string, values: WireRecord['values'], patch: Partial<WireRecord> = {}): WireRecord => ({
    ...{ object, id: '1', values, modifiedAt: 9_000, modifiedBy: null, convertedTo: null },
    ...patch,
  });
  const handover = (patch: Partial<Handover>): Handover => ({
    ...{ contact, values: { lifecyclestage: 'mql', hs_lifecyclestage_mql_date: '1970-01-01T00:00:01.000Z' }, isCounted: true, link, reason: null },
    ...{ record: record('Lead', { Status: 'Open', CreatedDate: '1970-01-01T00:00:03.000Z' }) },
    ...patch,
  });
  const row = (patch: Partial<Handover>, judging: Partial<Parameters<typeof ledgerRow>[1]> = {}) =>
    ledgerRow(handover(patch), { definition: defaultDefinition(mapping, schemas), mapping, now: 10_000, wasLead: false, before: null, ...judging });

  test('tells when a person was counted, handed over and received', () => {
    expect(row({})).toMatchObject({
      state: 'received',
      countedAt: 1_000,
      countedBy: 'stage',
      handedAt: 2_000,
      handedBy: 'made',
      receivedAt: 3_000,
      decidedAt: null,
    });
    expect(row({ values: {} })).toMatchObject({ countedAt: 10_000, countedBy: 'seen' });
    expect(row({ link: { ...link, key: 'sf-00Q1' } as Link })).toMatchObject({ handedBy: 'found', receivedAt: 2_000 });
    expect(row({ link: null, record: null, reason: 'hubspot/review' })).toMatchObject({ state: 'not-handed', reason: 'hubspot/review', handedAt: null });
  });
  test('takes a conversion, a status or a stage of sales as an answer', () => {
    const made = { CreatedDate: '1970-01-01T00:00:05.000Z' };
    expect(row({ record: record('Contact', made) }, { wasLead: true })).toMatchObject({ state: 'accepted', decidedAt: 5_000, decidedBy: 'exact' });
    expect(row({ record: record('Contact', {}) }, { wasLead: true })).toMatchObject({ state: 'accepted', decidedAt: 9_000, decidedBy: 'by' });
    expect(row({ record: record('Lead', { Status: 'Closed' }) })).toMatchObject({ state: 'refused', decidedAt: 9_000, decidedBy: 'by' });
    const sold = (at: string) => ({ lifecyclestage: 'sql', hs_lifecyclestage_sql_date: at });
    expect(row({ values: sold('1970-01-01T00:00:06.000Z') })).toMatchObject({ state: 'accepted', decidedAt: 6_000, decidedBy: 'exact' });
    expect(row({ values: { lifecyclestage: 'lost' } })).toMatchObject({ state: 'refused', decidedBy: 'by' });
    const definition = { ...defaultDefinition(mapping, schemas), accepted: { all: [{ field: 'Status', op: 'in' as const, values: ['Open'] }] } };
    expect(row({}, { definition })).toMatchObject({ state: 'accepted', decidedBy: 'by' });
  });
  test('takes no stage for an answer that the person had before the record was made for them', () => {
    const values = { lifecyclestage: 'sql', hs_lifecyclestage_sql_date: '1970-01-01T00:00:01.500Z' };
    expect(row({ values }).state).toBe('received');
    expect(row({ values, link: { ...link, key: 'sf-00Q1' } as Link }).state).toBe('accepted');
  });
  test('keeps the first time it met an answer, and forgets it when the answer changes', () => {
    const before = row({ record: record('Lead', { Status: 'Closed' }) });
    expect(row({ record: record('Lead', { Status: 'Closed' }, { modifiedAt: 99_000 }) }, { before }).decidedAt).toBe(9_000);
    expect(row({}, { before })).toMatchObject({ state: 'received', decidedAt: null });
    expect(row({ link: null, record: null }, { before })).toMatchObject({ state: 'refused', receivedAt: before.receivedAt });
  });
});

test('files are safe for spreadsheets', () => {
  expect(
    csvOf([
      ['a', 'b,c', 'say "x"'],
      ['=1+1', null, 5],
    ]),
  ).toBe('a,"b,c","say ""x"""\r\n\'=1+1,,5\r\n');
  expect(instantText(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(instantText(null)).toBeNull();
});
