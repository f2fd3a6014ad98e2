/** The relations and campaigns lanes between both local platforms, over the wire: one rule of each kind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createCampaignsLane } from '../../src/campaigns/index.ts';
import { fingerprinter } from '../../src/domain/index.ts';
import type { CampaignRule, Change, ConnectionId, EventId, HubSpotId, Link, LinkId, RelationRule, RuleSet, SalesforceId } from '../../src/domain/model.ts';
import type { Store } from '../../src/engine/index.ts';
import { createHubSpotGateway } from '../../src/hubspot/index.ts';
import { wallClock } from '../../src/operations/index.ts';
import { createRelationsLane } from '../../src/relations/index.ts';
import { openSalesforce } from '../../src/salesforce/index.ts';
import { createMemoryStore } from '../../src/store/index.ts';
import { api, createNotes, startPlatform } from '../contract/gateway/sandbox.ts';
import type { HubSpotReady, Platform, SalesforceReady } from '../contract/gateway/sandbox.ts';
import { outcome } from '../contract/store/fixtures.ts';

const connection = 'main' as ConnectionId;
const times = { share: 1, readTimeoutMs: 15_000, writeTimeoutMs: 15_000, settleMs: 1_000 };
const withinMs = 120_000;
const data = '/services/data/v68.0/sobjects';
const shared = { owner: 'salesforce', direction: 'two-way', carriesRemovals: true } as const;
const ROLES: RelationRule = {
  ...{ key: 'roles', from: 'deal', to: 'person', kind: 'junction', ...shared },
  salesforce: { object: 'OpportunityContactRole', fromField: 'OpportunityId', toField: 'ContactId', roleField: 'Role', primaryField: 'IsPrimary' },
  labels: [
    { salesforce: 'Decision Maker', hubspot: 'Decision maker' },
    { salesforce: 'Evaluator', hubspot: 'Champion' },
  ],
};
const ACCOUNTS: RelationRule = {
  ...{ key: 'accounts', from: 'company', to: 'person', kind: 'junction', ...shared },
  salesforce: { object: 'AccountContactRelation', fromField: 'AccountId', toField: 'ContactId', roleField: 'Roles', primaryField: null },
  labels: [
    { salesforce: 'Influencer', hubspot: 'Adviser' },
    { salesforce: 'Evaluator', hubspot: 'Tester' },
  ],
};
const PARENTS: RelationRule = {
  ...{ key: 'parents', from: 'company', to: 'company', kind: 'lookup', ...shared },
  salesforce: { object: 'Account', fromField: 'Id', toField: 'ParentId', roleField: null, primaryField: null },
  labels: [],
};
const mapping = (key: string, salesforceObjects: readonly string[], hubspotObject: string) => ({ key, salesforceObjects, hubspotObject, order: 1 });

describe('between both local platforms', () => {
  let org: Platform<SalesforceReady>;
  let portal: Platform<HubSpotReady>;
  let store: Store;
  const stop = new AbortController();
  const running: Promise<void>[] = [];
  let campaigns: readonly CampaignRule[] = [];
  let version = 1;
  let lane: ReturnType<typeof createRelationsLane>;
  let events = 0;
  const rules = (): RuleSet =>
    // The lanes read keys and objects of mappings alone.
    ({
      ...{ version, lifecycle: [], consent: [], relations: [ROLES, ACCOUNTS, PARENTS], campaigns },
      mappings: [mapping('company', ['Account'], 'companies'), mapping('person', ['Contact', 'Lead'], 'contacts'), mapping('deal', ['Opportunity'], 'deals')],
    }) as unknown as RuleSet;

  const asAdmin = (method: string, path: string, body?: unknown) => api(org.ready.instanceUrl, org.ready.personas.admin.accessToken, method, path, body);
  const inPortal = (method: string, path: string, body?: unknown) => api(portal.ready.baseUrl, portal.ready.apps.bridge.accessToken, method, path, body);
  const make = async (object: string, values: object): Promise<string> => String((await asAdmin('POST', `${data}/${object}`, values))['id']);
  const makeIn = async (object: string, properties: object): Promise<string> =>
    String((await inPortal('POST', `/crm/v3/objects/${object}`, { properties, associations: [] }))['id']);
  const rowsOf = async (soql: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await asAdmin('GET', `/services/data/v68.0/query?q=${encodeURIComponent(soql)}`))['records'] as readonly Readonly<Record<string, unknown>>[];
  type Target = { readonly toObjectId: number; readonly associationTypes: readonly { readonly label: string | null; readonly typeId: number }[] };
  const labelsOf = async (from: string, id: string, to: string, toId: string): Promise<readonly string[] | null> => {
    const { results } = await inPortal('GET', `/crm/v4/objects/${from}/${id}/associations/${to}`);
    const found = (results as readonly Target[]).find(({ toObjectId }) => String(toObjectId) === toId);
    return found === undefined ? null : found.associationTypes.flatMap(({ label }) => label ?? []).toSorted();
  };
  async function link(mappingKey: string, salesforce: readonly [string, string], hubspot: readonly [string, string]): Promise<Link> {
    const made: Link = {
      ...{ id: `${mappingKey}:sf-${salesforce[1]}` as LinkId, mapping: mappingKey, key: `sf-${salesforce[1]}`, state: 'active' },
      salesforce: { object: salesforce[0], id: salesforce[1] as SalesforceId },
      hubspot: { object: hubspot[0], id: hubspot[1] as HubSpotId },
      ...{ baseline: {}, attempts: [], attemptNumbers: { salesforce: 0, hubspot: 0 }, createdAt: 1, syncedAt: 1 },
    };
    const now = wallClock.now();
    events += 1;
    const lease = await store.register(`pass${String(events)}`, now, 60_000);
    const change: Change = {
      ...{ eventId: `e${String(events)}` as EventId, ref: { side: 'salesforce', object: salesforce[0], id: salesforce[1] } },
      ...{ kind: 'look', fields: {}, occurredAt: now, lane: 'normal', origin: 'event' },
    };
    await store.append({ connection, changes: [change], now });
    const works = await store.claim({ connection, lease, limit: 10, now, leaseMs: 60_000 });
    await store.commit({ connection, lease, outcomes: works.map((work) => outcome(work, { link: made })), now });
    lane.meet([made]);
    return made;
  }
  async function until(what: string, look: () => Promise<boolean>): Promise<void> {
    for (const end = wallClock.now() + withinMs; wallClock.now() < end; await wallClock.sleep(200)) if (await look()) return;
    throw new Error(`not seen: ${what}`);
  }
  let count = 0;
  async function person(isLinked = true): Promise<{ readonly contact: string; readonly hubspot: string; readonly link: () => Promise<Link> }> {
    count += 1;
    const email = `person${String(count)}@relations.example`;
    const account = await make('Account', { Name: `Employer ${String(count)}` });
    const contact = await make('Contact', { LastName: `Person ${String(count)}`, Email: email, AccountId: account });
    const hubspot = await makeIn('contacts', { email });
    const made = () => link('person', ['Contact', contact], ['contacts', hubspot]);
    if (isLinked) await made();
    return { contact, hubspot, link: made };
  }

  beforeAll(async () => {
    [org, portal] = await Promise.all([
      startPlatform<SalesforceReady>('salesforce', (ready) => ready.instanceUrl, ['--contacts-to-multiple-accounts']),
      startPlatform<HubSpotReady>('hubspot', (ready) => ready.baseUrl),
    ]);
    const { instanceUrl, oauth } = org.ready;
    const { journal } = createNotes();
    const auth = {
      ...{ kind: 'jwt' as const, clientId: oauth.jwt.clientId, username: oauth.jwt.username },
      privateKey: readFileSync(oauth.jwt.privateKeyFile, 'utf8'),
    };
    const opened = await openSalesforce({ loginUrl: instanceUrl, apiVersion: '68.0', auth, namespace: null, ...times }, { clock: wallClock, journal });
    if (!opened.ok) throw new Error(opened.failure.message);
    const { appId, accessToken } = portal.ready.apps.bridge;
    const hubspot = createHubSpotGateway(
      { baseUrl: portal.ready.baseUrl, appId: String(appId), auth: { kind: 'token', accessToken }, burstPer10s: 190, ...times },
      { clock: wallClock, journal },
    );
    for (const label of ['Decision maker', 'Champion'])
      await inPortal('POST', '/crm/v4/associations/deals/contacts/labels', { label, name: label.toLowerCase().replace(' ', '_') });
    for (const label of ['Adviser', 'Tester']) await inPortal('POST', '/crm/v4/associations/companies/contacts/labels', { label, name: label.toLowerCase() });
    store = createMemoryStore();
    const ports = {
      ...{ connection, worker: 'w1', store, clock: wallClock, random: () => 0.5, journal, rules, callLifeMs: 40_000, idleMs: 100, pollEveryMs: 500 },
      fingerprint: fingerprinter(new Uint8Array(32).fill(7)),
      gateways: { salesforce: opened.value.gateway, hubspot },
    };
    lane = createRelationsLane({ ...ports, salesforce: opened.value.relations, hubspot: hubspot.relations });
    running.push(lane.run(stop.signal), createCampaignsLane({ ...ports, salesforce: opened.value.campaigns, hubspot: hubspot.campaigns }).run(stop.signal));
  }, 600_000);
  afterAll(async () => {
    stop.abort();
    await Promise.all(running);
    await Promise.all([org.stop(), portal.stop()]);
  }, 60_000);

  test('contact roles: a role becomes a label, a label a role, a removal travels, and what waits is met', async () => {
    const [ann, bob] = [await person(), await person(false)];
    const opportunity = await make('Opportunity', { Name: 'Roles', StageName: 'Prospecting', CloseDate: '2027-01-31' });
    const deal = await makeIn('deals', { dealname: 'Roles' });
    await link('deal', ['Opportunity', opportunity], ['deals', deal]);
    const row = await make('OpportunityContactRole', { OpportunityId: opportunity, ContactId: ann.contact, Role: 'Decision Maker' });
    await make('OpportunityContactRole', { OpportunityId: opportunity, ContactId: bob.contact });
    await until('the label', async () => (await labelsOf('deals', deal, 'contacts', ann.hubspot))?.includes('Decision maker') === true);
    await until('the other waits', async () => Object.keys(await store.countDocuments(connection, 'relation.wait')).length > 0);
    await bob.link();
    await until('the other, once linked', async () => (await labelsOf('deals', deal, 'contacts', bob.hubspot)) !== null);

    const kinds = (await inPortal('GET', '/crm/v4/associations/deals/contacts/labels'))['results'] as readonly {
      readonly typeId: number;
      readonly label: string;
      readonly category: string;
    }[];
    const champion = kinds.find(({ label }) => label === 'Champion');
    const types = [{ associationCategory: champion?.category, associationTypeId: champion?.typeId }];
    await inPortal('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${ann.hubspot}`, types);
    const told: Change = {
      ...{ eventId: 'told1' as EventId, ref: { side: 'hubspot', object: 'deals', id: deal }, kind: 'associate', fields: {} },
      ...{ occurredAt: wallClock.now(), lane: 'normal', origin: 'event' },
    };
    await lane.sort([told]);
    await until('the role', async () => (await rowsOf(`SELECT Id, Role FROM OpportunityContactRole WHERE Id = '${row}'`))[0]?.['Role'] === 'Evaluator');

    await asAdmin('DELETE', `${data}/OpportunityContactRole/${row}`);
    await until('the removal', async () => (await labelsOf('deals', deal, 'contacts', ann.hubspot)) === null);
    expect((await rowsOf(`SELECT Id FROM OpportunityContactRole WHERE OpportunityId = '${opportunity}'`)).length).toBe(1);
  }, 480_000);

  test("accounts of a contact: besides its own, with several roles; the contact's own account is left to the lookup", async () => {
    const ann = await person();
    const account = await make('Account', { Name: 'Second' });
    const company = await makeIn('companies', { name: 'Second' });
    await link('company', ['Account', account], ['companies', company]);
    const relation = await make('AccountContactRelation', { AccountId: account, ContactId: ann.contact, Roles: 'Evaluator;Influencer' });
    await until('both labels', async () => {
      const labels = (await labelsOf('companies', company, 'contacts', ann.hubspot)) ?? [];
      return labels.includes('Adviser') && labels.includes('Tester');
    });
    await asAdmin('PATCH', `${data}/AccountContactRelation/${relation}`, { Roles: 'Influencer' });
    await until('one label', async () => (await labelsOf('companies', company, 'contacts', ann.hubspot))?.includes('Tester') === false);
    expect(await labelsOf('companies', company, 'contacts', ann.hubspot)).toContain('Adviser');
  }, 480_000);

  test('parents: a parent travels, another replaces it, and a circle is an issue', async () => {
    const companies = [];
    for (const name of ['Child', 'Parent', 'Other']) {
      const account = await make('Account', { Name: name });
      const company = await makeIn('companies', { name });
      await link('company', ['Account', account], ['companies', company]);
      companies.push({ account, company });
    }
    const [child, parent, other] = companies;
    if (child === undefined || parent === undefined || other === undefined) throw new Error('three were made');
    const isChild = async (of: string): Promise<boolean> => {
      const { results } = await inPortal('GET', `/crm/v4/objects/companies/${child.company}/associations/companies`);
      return (results as readonly Target[]).some(
        ({ toObjectId, associationTypes }) => String(toObjectId) === of && associationTypes.some(({ typeId }) => typeId === 14),
      );
    };
    await asAdmin('PATCH', `${data}/Account/${child.account}`, { ParentId: parent.account });
    await until('the parent in HubSpot', () => isChild(parent.company));
    await asAdmin('PATCH', `${data}/Account/${child.account}`, { ParentId: other.account });
    await until('the other parent', async () => (await isChild(other.company)) && !(await isChild(parent.company)));
  }, 480_000);

  test('a segment and a campaign: who enters joins, who leaves goes, and members of the campaign enter the segment', async () => {
    const [ann, bob] = [await person(), await person()];
    const campaign = await make('Campaign', { Name: 'Webinar', IsActive: true });
    const list = await inPortal('POST', '/crm/v3/lists/', { name: 'Webinar', objectTypeId: '0-1', processingType: 'MANUAL' });
    const segment = String((list['list'] as { readonly listId: string }).listId);
    campaigns = [
      {
        ...{ key: 'webinar', campaign: campaign as SalesforceId, source: { kind: 'segment', id: segment }, direction: 'two-way' },
        ...{ memberStatus: 'Sent', respondedStatus: null, removal: { kind: 'remove' } },
      },
    ];
    version += 1;
    await inPortal('PUT', `/crm/v3/lists/${segment}/memberships/add`, [ann.hubspot]);
    const members = () => rowsOf(`SELECT Id, ContactId, Status FROM CampaignMember WHERE CampaignId = '${campaign}'`);
    await until('who entered joins', async () => (await members()).some((row) => row['ContactId'] === ann.contact));
    await make('CampaignMember', { CampaignId: campaign, ContactId: bob.contact });
    const inSegment = async (): Promise<readonly string[]> =>
      ((await inPortal('GET', `/crm/v3/lists/${segment}/memberships`))['results'] as readonly { readonly recordId: string }[]).map(({ recordId }) => recordId);
    await until('the member enters the segment', async () => (await inSegment()).includes(bob.hubspot));
    await inPortal('PUT', `/crm/v3/lists/${segment}/memberships/remove`, [ann.hubspot]);
    await until('who left goes', async () => (await members()).every((row) => row['ContactId'] !== ann.contact));
    expect((await members()).length).toBe(1);
  }, 480_000);
});
