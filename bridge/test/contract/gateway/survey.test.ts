/** Counting who passes a scope filter, asked of both local platforms; the answer must be what judging every record by itself gives. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inScope } from '../../../src/domain/index.ts';
import type { FilterCondition, ObjectSchema, ScopeFilter } from '../../../src/domain/index.ts';
import type { CrmGateway, Survey, WireRecord } from '../../../src/engine/index.ts';
import { createHubSpotGateway } from '../../../src/hubspot/index.ts';
import { wallClock } from '../../../src/operations/index.ts';
import { openSalesforce } from '../../../src/salesforce/index.ts';
import { api, createNotes, jwtOf, startPlatform } from './sandbox.ts';
import type { HubSpotReady, Platform, SalesforceReady } from './sandbox.ts';

const timing = { share: 1, readTimeoutMs: 5_000, writeTimeoutMs: 5_000, settleMs: 1_000 };
const condition = (field: string, op: FilterCondition['op'], ...values: string[]): FilterCondition => ({
  field,
  op,
  ...(values.length === 0 ? {} : { values }),
});

async function schemaOf(gateway: CrmGateway, object: string): Promise<ObjectSchema> {
  const schemas = await gateway.schemas([object]);
  const schema = schemas.ok ? schemas.value.get(`${gateway.side}:${object}`) : undefined;
  if (schema === undefined) throw new Error(`no schema of ${object}`);
  return schema;
}
async function survey(gateway: CrmGateway, object: string, filter: ScopeFilter | null, text: string | null = null): Promise<Survey> {
  const answer = await gateway.survey?.({
    object,
    filter,
    text,
    fields: ['Email', 'email'].filter((name) => name === (gateway.side === 'hubspot' ? 'email' : 'Email')),
    limit: 50,
    schema: await schemaOf(gateway, object),
  });
  if (answer?.ok !== true) throw new Error(answer?.failure.message ?? 'no survey');
  return answer.value;
}
const emails = ({ records }: Survey): readonly string[] => records.map(({ values }) => String(values['Email'] ?? values['email'])).toSorted();

describe('in Salesforce', () => {
  let platform: Platform<SalesforceReady>;
  let gateway: CrmGateway;
  beforeAll(async () => {
    platform = await startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl);
    const { instanceUrl, personas } = platform.ready;
    const opened = await openSalesforce(
      { loginUrl: instanceUrl, apiVersion: '68.0', auth: jwtOf(platform.ready), namespace: null, ...timing },
      { clock: wallClock, journal: createNotes().journal },
    );
    if (!opened.ok) throw new Error(opened.failure.message);
    gateway = opened.value.gateway;
    const leads = [
      { LastName: 'Ash', Email: 'ash@s.example', AnnualRevenue: 10, HasOptedOutOfEmail: true, LeadSource: 'Web' },
      { LastName: "O'Birch", Email: 'birch@s.example', AnnualRevenue: 500, LeadSource: 'Other' },
      { LastName: 'Cedar', AnnualRevenue: 900 },
    ];
    for (const lead of leads) await api(instanceUrl, personas.admin.accessToken, 'POST', '/services/data/v68.0/sobjects/Lead', { Company: 'Trees', ...lead });
  }, 60_000);
  afterAll(() => platform.stop());

  test('no filter counts everybody', async () => {
    expect(await survey(gateway, 'Lead', null)).toMatchObject({ total: 3, isExact: true });
  });

  test.each<[ScopeFilter, number]>([
    [{ all: [condition('Email', 'filled')] }, 2],
    [{ all: [condition('Email', 'blank')] }, 1],
    [{ all: [condition('AnnualRevenue', 'at_least', '500'), condition('AnnualRevenue', 'at_most', '500')] }, 1],
    [{ any: [condition('LeadSource', 'in', 'Web'), condition('AnnualRevenue', 'at_least', '900')] }, 2],
    [{ all: [condition('LeadSource', 'not_in', 'Web')] }, 2],
    [{ all: [condition('HasOptedOutOfEmail', 'in', 'true')] }, 1],
    [{ all: [condition('HasOptedOutOfEmail', 'filled'), condition('AnnualRevenue', 'in', '10', '900')] }, 2],
    [{ all: [condition('HasOptedOutOfEmail', 'blank')] }, 0],
    [{ all: [condition('AnnualRevenue', 'in', 'much')] }, 0],
  ])('%j', async (filter, total) => {
    const found = await survey(gateway, 'Lead', filter);
    expect(found).toMatchObject({ total, isExact: true });
    expect(found.records).toHaveLength(total);
  });

  test('what cannot be asked is judged here, and the count says so', async () => {
    const found = await survey(gateway, 'Lead', { all: [condition('Description', 'filled')] });
    expect(found).toMatchObject({ total: 3, isExact: false, records: [] });
  });

  test('a person finds records by part of a name, an address or an id', async () => {
    const [birch] = (await survey(gateway, 'Lead', null, "o'birch")).records;
    expect(birch?.values['Email']).toBe('birch@s.example');
    expect(emails(await survey(gateway, 'Lead', null, 'ash@'))).toEqual(['ash@s.example']);
    expect((await survey(gateway, 'Lead', null, birch?.id ?? '')).records.map(({ id }) => id)).toEqual([birch?.id]);
  });
});

describe('in HubSpot', () => {
  let platform: Platform<HubSpotReady>;
  let gateway: CrmGateway;
  let everybody: readonly WireRecord[];
  const segment: Record<string, string> = {};
  beforeAll(async () => {
    platform = await startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl);
    await platform.control('PUT', 'settings', { searchLagMinMs: 0, searchLagMaxMs: 1 });
    const { baseUrl, apps } = platform.ready;
    const options = {
      baseUrl,
      appId: String(apps.bridge.appId),
      auth: { kind: 'token' as const, accessToken: apps.bridge.accessToken },
      burstPer10s: 190,
      ...timing,
    };
    const hubspot = createHubSpotGateway(options, { clock: wallClock, journal: createNotes().journal });
    await hubspot.prepare(['contacts']);
    gateway = hubspot;
    const asMarketer = (method: string, path: string, body: unknown) => api(baseUrl, apps.marketer.accessToken, method, path, body);
    const people = [
      { email: 'ash@h.example', firstname: 'Ash', lifecyclestage: 'lead' },
      { email: 'birch@h.example', firstname: 'Birch', lifecyclestage: 'marketingqualifiedlead' },
      { email: 'cedar@h.example', lifecyclestage: 'customer' },
      { firstname: 'Dogwood' },
    ];
    const ids: string[] = [];
    for (const properties of people) ids.push(String((await asMarketer('POST', '/crm/v3/objects/contacts', { properties, associations: [] }))['id']));
    for (const [name, members] of [
      ['vip', ids.slice(0, 2)],
      ['press', ids.slice(3)],
    ] as const) {
      const made = (await asMarketer('POST', '/crm/v3/lists/', { name, objectTypeId: '0-1', processingType: 'MANUAL' })) as {
        readonly list: { readonly listId: string };
      };
      segment[name] = made.list.listId;
      await asMarketer('PUT', `/crm/v3/lists/${made.list.listId}/memberships/add`, members);
    }
    await wallClock.sleep(600);
    const read = await gateway.read('contacts', ids, ['email', 'firstname', 'lifecyclestage', 'segments']);
    everybody = read.ok ? read.value.flatMap((one) => (one.kind === 'found' ? [one.record] : [])) : [];
  }, 60_000);
  afterAll(() => platform.stop());

  const filters: readonly (() => ScopeFilter)[] = [
    () => ({ all: [condition('email', 'filled')] }),
    () => ({ all: [condition('email', 'blank')] }),
    () => ({ all: [condition('lifecyclestage', 'in', 'marketingqualifiedlead', 'customer')] }),
    () => ({ all: [condition('firstname', 'in', 'Ash')] }),
    () => ({ any: [condition('lifecyclestage', 'in', 'customer'), condition('firstname', 'filled')] }),
    () => ({ all: [condition('segments', 'member', segment['vip'] ?? '')] }),
    () => ({ all: [condition('segments', 'member', segment['vip'] ?? ''), condition('lifecyclestage', 'in', 'lead')] }),
    () => ({ all: [condition('segments', 'not_member', segment['vip'] ?? '')] }),
    () => ({ all: [condition('segments', 'not_member', segment['vip'] ?? ''), condition('email', 'filled')] }),
    () => ({ any: [condition('segments', 'member', segment['vip'] ?? '', segment['press'] ?? ''), condition('lifecyclestage', 'in', 'lead')] }),
    () => ({ any: [condition('segments', 'not_member', segment['press'] ?? ''), condition('lifecyclestage', 'in', 'lead')] }),
  ];
  test.each(filters.map((make, index) => [index, make] as const))('filter %i counts and names exactly those who pass', async (_index, make) => {
    const filter = make();
    const expected = everybody.filter(({ values }) => inScope(filter, values).isIn).map(({ id }) => id);
    const found = await survey(gateway, 'contacts', filter);
    expect(found).toMatchObject({ total: expected.length, isExact: true });
    expect(found.records.map(({ id }) => id).toSorted()).toEqual(expected.toSorted());
  });

  test('a person finds records by text', async () => {
    expect(emails(await survey(gateway, 'contacts', null, 'cedar'))).toEqual(['cedar@h.example']);
  });
});
