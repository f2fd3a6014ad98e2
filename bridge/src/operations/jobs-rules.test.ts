import { beforeEach, describe, expect, test } from '@jest/globals';
import { createRulebook } from '../engine/index.ts';
import { DEFAULT_POLICIES, fingerprinter } from '../domain/index.ts';
import type { ConnectionId, FieldRule, FieldSchema, Link, LinkId, RuleSet, Side } from '../domain/model.ts';
import type { CrmGateway, Store, WireValue } from '../engine/index.ts';
import { createNames } from '../salesforce/index.ts';
import { assembleRules } from '../salesforce/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { createRuleDesk } from './jobs-rules.ts';
import type { RuleDesk } from './jobs-rules.ts';
import type { Job } from './jobs.ts';
import type { ConnectionView } from './view.ts';

const now = 1_763_718_000_000;
const fingerprint = fingerprinter(new Uint8Array(32).fill(7));
const contactId = '003000000000001AAA' as NonNullable<Link['salesforce']>['id'];
const link: Link = {
  id: 'person:1' as LinkId,
  mapping: 'person',
  key: `sf-${contactId}`,
  state: 'active',
  salesforce: { object: 'Contact', id: contactId },
  hubspot: { object: 'contacts', id: '51' as NonNullable<Link['hubspot']>['id'] },
  baseline: { 'person.phone': { salesforce: fingerprint('person.phone', '1'), hubspot: fingerprint('person.phone', '1') } },
  attempts: [],
  attemptNumbers: { salesforce: 0, hubspot: 0 },
  createdAt: now,
  syncedAt: now,
};
const field = (name: string, over: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  kind: 'text',
  isWritable: true,
  isCreatable: true,
  isRequired: false,
  lengthMax: null,
  scale: null,
  options: null,
  ...over,
});
const phone: FieldRule = {
  key: 'person.phone',
  salesforceObjects: ['Contact'],
  salesforceField: 'Phone',
  hubspotProperty: 'phone',
  owner: 'salesforce',
  direction: 'two-way',
  policy: 'owner',
  windowMs: 0,
  isProtected: false,
  blank: 'propagate',
  nonOwnerEdit: 'enforce',
  valueMap: [],
  referenceMapping: null,
};
const live: RuleSet = {
  version: 3,
  lifecycle: [],
  consent: [],
  mappings: [
    {
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
      fields: [phone],
    },
  ],
};
const mappingRow = { Id: 'person', Mapping_Key__c: 'person', Salesforce_Objects__c: 'Contact', HubSpot_Object__c: 'contacts', Enabled__c: true };
const ruleRow = (key: string, salesforceField: string, hubspotProperty: string, over = {}) => ({
  Id: key,
  Object_Mapping__c: 'person',
  Rule_Key__c: key,
  Salesforce_Field__c: salesforceField,
  HubSpot_Property__c: hubspotProperty,
  Owner__c: 'Salesforce',
  Direction__c: 'To HubSpot',
  Enabled__c: true,
  ...over,
});

/** Answers what is laid ready; anything that would write fails the test. */
function gateway(side: Side, object: string, fields: readonly FieldSchema[], values: Readonly<Record<string, WireValue>>, asked: string[]): CrmGateway {
  const schema = new Map([[`${side}:${object}`, { object, fields: new Map(fields.map((one) => [one.name, one])) }]]);
  return {
    side,
    actor: `${side}-actor`,
    schemas: (objects: readonly string[]) => {
      asked.push(`${side} schemas ${objects.join(',')}`);
      return Promise.resolve(
        objects.includes('Broken')
          ? { ok: false, failure: { kind: 'permanent', code: 'X', message: 'no such object', retryAt: null } }
          : { ok: true, value: schema },
      );
    },
    read: (of: string, ids: readonly string[]) =>
      Promise.resolve({
        ok: true,
        value: ids.map((id) => ({ kind: 'found', record: { object: of, id, values, modifiedAt: now, modifiedBy: null, convertedTo: null } })),
      }),
    history: () => Promise.resolve({ ok: true, value: [] }),
    associations: (_from: string, ids: readonly string[]) => Promise.resolve({ ok: true, value: ids.map((id) => ({ id, to: [] })) }),
    budget: () => ({ remaining: 1, nextAt: now }),
  } as unknown as CrmGateway;
}

describe('rule desk', () => {
  let desk: RuleDesk;
  let asked: string[];
  let heardAt: number | null;
  let clockAt: number;
  let isReached: boolean;

  beforeEach(() => {
    asked = [];
    heardAt = null;
    clockAt = now;
    isReached = true;
    const salesforce = gateway(
      'salesforce',
      'Contact',
      [field('Name'), field('Phone'), field('Title', { lengthMax: 3 })],
      { Name: 'Ada', Phone: '1', Title: 'CTO' },
      asked,
    );
    const hubspot = gateway(
      'hubspot',
      'contacts',
      [field('phone', { label: 'Phone number' }), field('jobtitle'), field('stage', { kind: 'picklist', options: ['a'], optionLabels: ['Stage A'] })],
      { phone: '1', jobtitle: null },
      asked,
    );
    const gateways = { salesforce, hubspot };
    const schemas = new Map([['salesforce:Contact', { object: 'Contact', fields: new Map([['Phone', field('Phone')]]) }]]);
    const store = { ...createMemoryStore(), listLinks: () => Promise.resolve({ items: [link], next: null }) } as unknown as Store;
    const view: ConnectionView = {
      id: 'main' as ConnectionId,
      store,
      fingerprint,
      clock: { now: () => clockAt, sleep: (waitMs: number) => ((clockAt += waitMs), Promise.resolve()) },
      gateways: () => (isReached ? gateways : null),
      rulebook: () => createRulebook(live, schemas),
      progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: heardAt, trouble: null }, trouble: null }),
      sweep: () => true,
    } as unknown as ConnectionView;
    let last = 0;
    desk = createRuleDesk({
      views: [view],
      facts: [{ id: 'main', loginUrl: 'https://login.example', share: 0.5, portalId: '42' }],
      parseRules: (raw) => assembleRules(raw, createNames(null)),
      newId: () => `job-${String((last += 1))}`,
    });
  });

  async function jobOf(starting: ReturnType<RuleDesk['preview']>): Promise<Job> {
    const started = await starting;
    if (!started.ok) throw new Error(started.error);
    expect(started.status).toBe(202);
    for (let turn = 0; turn < 2_000; turn += 1) {
      const found = await desk.job(undefined, (started.value as Job).id);
      if (found.ok && (found.value as Job).state !== 'running') return found.value as Job;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('the job does not end');
  }
  const preview = (rules: readonly unknown[]) => desk.preview(undefined, { rules: { version: 0, mappings: [mappingRow], rules }, pairs: 10, samples: 3 });

  test('a new rule shows the values it would write, with an example', async () => {
    const { state, result } = await jobOf(
      preview([ruleRow('person.phone', 'Phone', 'phone', { Direction__c: 'Two-way' }), ruleRow('person.title', 'Title', 'jobtitle')]),
    );
    expect(state).toBe('done');
    expect(result).toMatchObject({ pairs: 1, toHubSpot: 1, toSalesforce: 0, blocked: 0 });
    const { fields } = result as { fields: readonly { rule: string; toHubSpot: number; examples: readonly unknown[]; samples: readonly unknown[] }[] };
    expect(fields.map(({ rule, toHubSpot }) => [rule, toHubSpot])).toEqual([
      ['person.phone', 0],
      ['person.title', 1],
    ]);
    expect(fields[1]?.examples).toEqual([expect.objectContaining({ name: 'Ada', side: 'hubspot', before: null, after: 'CTO' })]);
    expect(fields[0]?.samples).toEqual([expect.objectContaining({ salesforce: '1', hubspot: '1' })]);
  });

  test('what stops a value is told with its remedy', async () => {
    const { result } = await jobOf(preview([ruleRow('person.gone', 'Gone__c', 'jobtitle')]));
    expect(result).toMatchObject({ blocked: 1, toHubSpot: 0 });
    expect((result as { fields: readonly { issues: readonly unknown[] }[] }).fields[0]?.issues).toEqual([
      expect.objectContaining({ code: 'field-missing', count: 1 }),
    ]);
  });

  test('rules that are none are refused at once, every problem named', async () => {
    const refused = await preview([ruleRow('person.title', 'Title', 'jobtitle', { Owner__c: 'Nobody', Direction__c: '' })]);
    expect(refused).toMatchObject({ ok: false, status: 400 });
    expect(!refused.ok && refused.error.split('\n')).toHaveLength(2);
  });

  test('HubSpot fields are read and remembered for a minute; Salesforce is not called back', async () => {
    const described = await desk.schema(undefined, 'hubspot', 'contacts');
    expect(described.ok && described.value).toMatchObject({
      fields: [{ name: 'phone', label: 'Phone number' }, { name: 'jobtitle' }, { name: 'stage', options: [{ value: 'a', label: 'Stage A' }] }],
    });
    await desk.schema(undefined, 'hubspot', 'contacts');
    expect(await desk.schema(undefined, 'salesforce', 'Contact')).toMatchObject({ ok: true, value: { fields: [{ name: 'Phone' }] } });
    expect(await desk.schema(undefined, 'salesforce', 'Unknown')).toMatchObject({ ok: false, status: 404 });
    expect(asked).toEqual(['hubspot schemas contacts']);
    clockAt += 60_001;
    await desk.schema(undefined, 'hubspot', 'contacts');
    expect(asked).toHaveLength(2);
  });

  test('reading anew is a job, after which the org shows its new fields', async () => {
    await jobOf(desk.readSchemas(undefined, { salesforce: ['Contact'], hubspot: [] }));
    expect(await desk.schema(undefined, 'salesforce', 'Contact')).toMatchObject({
      ok: true,
      value: { fields: [{ name: 'Name' }, { name: 'Phone' }, { name: 'Title' }] },
    });
    expect(await jobOf(desk.readSchemas(undefined, { salesforce: ['Broken'], hubspot: [] }))).toMatchObject({
      state: 'failed',
      error: 'Salesforce did not describe Broken: no such object',
    });
  });

  test('a round trip hears the event, or says that it did not arrive', async () => {
    const silent = await jobOf(desk.roundTrip(undefined));
    expect(silent.result).toMatchObject({ salesforce: { isOk: true }, hubspot: { isOk: true }, event: { isOk: false } });
    const starting = desk.roundTrip(undefined);
    await Promise.resolve();
    heardAt = clockAt + 5;
    expect((await jobOf(starting)).result).toMatchObject({ event: { isOk: true } });
  });

  test('a bridge that has not reached the org says so in words', async () => {
    isReached = false;
    expect(await desk.schema(undefined, 'hubspot', 'contacts')).toMatchObject({ ok: false, status: 409 });
    expect((await jobOf(desk.roundTrip(undefined))).error).toContain('has not reached Salesforce yet');
  });

  test('identity names org user, portal and share', async () => {
    expect(await desk.identity(undefined)).toEqual({
      ok: true,
      value: {
        connection: 'main',
        loginUrl: 'https://login.example',
        share: 0.5,
        portalId: '42',
        salesforceUserId: 'salesforce-actor',
        hubspotAppId: 'hubspot-actor',
      },
    });
    expect(await desk.identity('nobody')).toMatchObject({ ok: false, status: 404 });
  });
});
