/** Loads a case through both platforms' public APIs, oldest records first, with each platform's clock set to the age of what is loaded. */
import { optedOutInSalesforce, unsubscribedInHubSpot } from './consent.ts';
import { generateEngagement } from './engagement.ts';
import { ages, disqualified } from './generate.ts';
import type { Case, CaseCompany, CaseDeal, CasePerson } from './generate.ts';
import { loadEngagement } from './load-engagement.ts';
import { convertLeads } from './load-leads.ts';

export type SalesforceTarget = { readonly instanceUrl: string; readonly apiVersion: string; readonly accessToken: string };
export type HubSpotTarget = { readonly baseUrl: string; readonly accessToken: string };
/** `done` and `total` count records of both sides. */
export type LoadProgress = (done: number, total: number, what: string) => void;

const salesforceBatch = 200; // sObject Collections take 200 records a call.
const hubspotBatch = 100; // CRM batch endpoints take 100 inputs a call.
const dayMs = 86_400_000;

/** What HubSpot's own tracking sets; no API may, so the local portal's control plane stands in for the tracking. */
const trackedProperties = ['hs_analytics_source'];
/** Attribution the customer's marketing already tracks; HubSpot does not ship it. */
const customerProperties = ['utm_source', 'utm_medium', 'utm_campaign'];

type Answer = { readonly status: number; readonly body: unknown };

async function call(url: string, method: string, token: string | null, body?: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'Sforce-Auto-Assign': 'FALSE' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

function refuse(what: string, answer: Answer): never {
  throw new Error(`Loading the case: ${what} was refused with ${answer.status}: ${JSON.stringify(answer.body).slice(0, 600)}`);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

type SalesforceNew = { readonly object: string; readonly values: Readonly<Record<string, string | number | boolean>>; readonly saved: (id: string) => void };
type HubSpotNew = { readonly values: Readonly<Record<string, string>>; readonly company: string | null; readonly saved: (id: string) => void };

async function createSalesforce(target: SalesforceTarget, records: readonly SalesforceNew[], progress: (count: number) => void): Promise<void> {
  for (const batch of chunks(records, salesforceBatch)) {
    const url = `${target.instanceUrl}/services/data/v${target.apiVersion}/composite/sobjects`;
    const answer = await call(url, 'POST', target.accessToken, {
      allOrNone: false,
      records: batch.map(({ object, values }) => ({ attributes: { type: object }, ...values })),
    });
    if (answer.status !== 200) refuse(`a batch of ${batch[0]?.object ?? ''} records`, answer);
    const results = answer.body as readonly { readonly id?: string; readonly success: boolean }[];
    results.forEach((result, index) => {
      const record = batch[index];
      if (!result.success || result.id === undefined || record === undefined) refuse(`a ${record?.object ?? ''} record`, { status: 200, body: result });
      record.saved(result.id);
    });
    progress(batch.length);
  }
}

async function createHubSpot(
  target: HubSpotTarget,
  object: string,
  matchProperty: string,
  records: readonly HubSpotNew[],
  progress: (count: number) => void,
): Promise<void> {
  for (const batch of chunks(records, hubspotBatch)) {
    const inputs = batch.map(({ values, company }) => ({
      properties: Object.fromEntries(Object.entries(values).filter(([name]) => !trackedProperties.includes(name))),
      // 279 is HubSpot's unlabelled contact → company association, 1 its primary one.
      associations: company === null ? [] : [{ to: { id: company }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }] }],
    }));
    const answer = await call(`${target.baseUrl}/crm/v3/objects/${object}/batch/create`, 'POST', target.accessToken, { inputs });
    if (answer.status !== 201) refuse(`a batch of ${object}`, answer);
    const { results } = answer.body as { readonly results: readonly { readonly id: string; readonly properties: Readonly<Record<string, string | null>> }[] };
    // Results come in no promised order, so they are matched by a property that is unique within the case.
    const ids = new Map(results.map((result) => [result.properties[matchProperty] ?? '', result.id]));
    for (const record of batch) {
      const id = ids.get(record.values[matchProperty]?.toLowerCase() ?? '');
      if (id === undefined) refuse(`a ${object} record`, { status: 201, body: record.values });
      record.saved(id);
      await setTracked(target, object, id, record.values);
    }
    progress(batch.length);
  }
}

async function setTracked(target: HubSpotTarget, object: string, id: string, values: Readonly<Record<string, string>>): Promise<void> {
  const properties = Object.fromEntries(Object.entries(values).filter(([name]) => trackedProperties.includes(name)));
  if (Object.keys(properties).length === 0) return;
  const answer = await call(`${target.baseUrl}/__sandbox/records/set`, 'POST', null, { object, id, properties });
  if (answer.status >= 300) refuse(`tracking of ${object} ${id}`, answer);
}

async function setClock(baseUrl: string, offsetMs: number): Promise<void> {
  const answer = await call(`${baseUrl}/__sandbox/clock`, 'PUT', null, { offsetMs });
  if (answer.status >= 300) refuse('the clock', answer);
}

async function createCustomerProperties(target: HubSpotTarget): Promise<void> {
  for (const name of customerProperties) {
    const answer = await call(`${target.baseUrl}/crm/v3/properties/contacts`, 'POST', target.accessToken, {
      name,
      label: name.replace('_', ' ').toUpperCase(),
      type: 'string',
      fieldType: 'text',
      groupName: 'contactinformation',
    });
    if (answer.status !== 201 && answer.status !== 409) refuse(`the property ${name}`, answer);
  }
}

/** The customer's own lifecycle stage, last in HubSpot's order. */
async function createCustomStage(target: HubSpotTarget): Promise<void> {
  const path = `${target.baseUrl}/crm/v3/properties/contacts/lifecyclestage`;
  const { body } = await call(path, 'GET', target.accessToken);
  const { options } = body as { readonly options: readonly { readonly value: string }[] };
  if (options.some(({ value }) => value === disqualified.value)) return;
  const answer = await call(path, 'PATCH', target.accessToken, { options: [...options, { ...disqualified, displayOrder: options.length, hidden: false }] });
  if (answer.status !== 200) refuse('the custom lifecycle stage', answer);
}

/** Segments, once the people in them are there. */
async function createSegments(target: HubSpotTarget, data: Case, contacts: ReadonlyMap<CasePerson, string>): Promise<void> {
  const idOf = new Map([...contacts].map(([person, id]) => [person.number, id]));
  for (const segment of data.segments) {
    const filters =
      segment.kind === 'manual'
        ? []
        : [{ filterType: 'PROPERTY', property: 'lifecyclestage', operation: { operationType: 'ENUMERATION', operator: 'IS_ANY_OF', values: segment.stages } }];
    const answer = await call(`${target.baseUrl}/crm/v3/lists`, 'POST', target.accessToken, {
      name: segment.name,
      objectTypeId: '0-1',
      processingType: segment.kind === 'manual' ? 'MANUAL' : 'DYNAMIC',
      ...(segment.kind === 'manual'
        ? {}
        : { filterBranch: { filterBranchType: 'OR', filters: [], filterBranches: [{ filterBranchType: 'AND', filterBranches: [], filters }] } }),
    });
    if (answer.status !== 200) refuse(`the segment ${segment.name}`, answer);
    if (segment.kind !== 'manual') continue;
    const { list } = answer.body as { readonly list: { readonly listId: string } };
    const members = segment.people.flatMap((number) => idOf.get(number) ?? []);
    const added = await call(`${target.baseUrl}/crm/v3/lists/${list.listId}/memberships/add`, 'PUT', target.accessToken, members);
    if (added.status !== 200) refuse(`members of ${segment.name}`, added);
  }
}

/** Loads everything; both clocks are back to the present when it returns, also when it fails. */
export async function loadCase(options: {
  readonly data: Case;
  readonly salesforce: SalesforceTarget;
  readonly hubspot: HubSpotTarget;
  readonly progress: LoadProgress;
}): Promise<void> {
  const { data, salesforce, hubspot, progress } = options;
  const accounts = new Map<number, string>();
  const companies = new Map<number, string>();
  const contacts = new Map<CasePerson, string>();
  const leads = new Map<CasePerson, string>();
  const everyone: readonly (CaseCompany | CasePerson | CaseDeal)[] = [...data.companies, ...data.people, ...data.deals];
  const total = everyone.reduce((sum, one) => sum + one.salesforce.length + (one.hubspot === null ? 0 : 1), 0);
  let done = 0;
  const advance = (what: string) => (count: number) => progress((done += count), total, what);
  const salesforceOf = (items: readonly (CaseCompany | CasePerson | CaseDeal)[], age: number, objects: readonly string[]): SalesforceNew[] =>
    items.flatMap((item) =>
      item.salesforce
        .filter((record) => record.age === age && objects.includes(record.object))
        .map((record) => ({
          object: record.object,
          values: {
            ...record.values,
            ...(record.account === null ? {} : { AccountId: accounts.get(record.account) ?? '' }),
            ...(['Lead', 'Contact'].includes(record.object) && optedOutInSalesforce(item) ? { HasOptedOutOfEmail: true } : {}),
          },
          saved: (id) => {
            if (record.object === 'Account') accounts.set(item.number, id);
            if (record.object === 'Lead') leads.set(item as CasePerson, id);
          },
        })),
    );
  const hubspotOf = (
    items: readonly (CaseCompany | CasePerson | CaseDeal)[],
    age: number,
    saved: (item: CaseCompany | CasePerson | CaseDeal, id: string) => void,
  ): HubSpotNew[] =>
    items.flatMap((item) =>
      item.hubspot === null || item.hubspot.age !== age
        ? []
        : [
            {
              values: item.hubspot.values,
              company: item.hubspot.company === null ? null : (companies.get(item.hubspot.company) ?? null),
              saved: (id: string) => saved(item, id),
            },
          ],
    );
  await createCustomerProperties(hubspot);
  await createCustomStage(hubspot);
  try {
    for (const age of ages) {
      await Promise.all([setClock(salesforce.instanceUrl, -age * dayMs), setClock(hubspot.baseUrl, -age * dayMs)]);
      await Promise.all([
        (async () => {
          for (const objects of [['Account'], ['Lead'], ['Contact'], ['Opportunity']])
            await createSalesforce(salesforce, salesforceOf(everyone, age, objects), advance('Salesforce'));
        })(),
        (async () => {
          await createHubSpot(
            hubspot,
            'companies',
            'domain',
            hubspotOf(data.companies, age, (item, id) => companies.set(item.number, id)),
            advance('HubSpot'),
          );
          await createHubSpot(
            hubspot,
            'contacts',
            'email',
            hubspotOf(data.people, age, (item, id) => contacts.set(item as CasePerson, id)),
            advance('HubSpot'),
          );
        })(),
      ]);
    }
  } finally {
    await Promise.all([setClock(salesforce.instanceUrl, 0), setClock(hubspot.baseUrl, 0)]);
  }
  await createSegments(hubspot, data, contacts);
  await unsubscribe(hubspot, data);
  await convertLeads(
    data,
    { leads, contacts, accounts },
    {
      convert: async (lead) => accepted('a conversion', await call(`${salesforce.instanceUrl}/__sandbox/convert`, 'POST', null, lead)),
      createDeal: async (deal) => accepted('a deal', await call(`${hubspot.baseUrl}/crm/v3/objects/deals`, 'POST', hubspot.accessToken, deal)),
    },
  );
  await engage(data, contacts, hubspot);
}

function accepted(what: string, answer: Answer): unknown {
  if (answer.status >= 300) refuse(what, answer);
  return answer.body;
}

/** Some followed the link in a mail: off everything, or off the newsletter. No API may do that for them; the control plane stands in. */
async function unsubscribe(target: HubSpotTarget, data: Case): Promise<void> {
  for (const person of data.people) {
    const choice = unsubscribedInHubSpot(person);
    const email = person.hubspot?.values['email'];
    if (choice === null || email === undefined) continue;
    const answer = await call(`${target.baseUrl}/__sandbox/consent/opt-out`, 'POST', null, { email, ...(choice === 'all' ? {} : { subscriptionId: choice }) });
    if (answer.status >= 300) refuse(`an unsubscribe of ${email}`, answer);
  }
}

/** Gives the loaded contacts something to look at. */
async function engage(data: Case, contacts: ReadonlyMap<CasePerson, string>, target: HubSpotTarget): Promise<void> {
  const people = [...contacts]
    .toSorted(([left], [right]) => left.number - right.number)
    .map(([person, id]) => ({ id, first: person.hubspot?.values['firstname'] ?? '', isKnown: person.salesforce.length > 0 }));
  const send = (token: string | null) => async (method: string, path: string, body: unknown) => {
    const answer = await call(`${target.baseUrl}${path}`, method, token, body);
    if (answer.status >= 300) refuse(`${method} ${path}`, answer);
    return answer.body;
  };
  await loadEngagement({ api: send(target.accessToken), control: send(null) }, generateEngagement({ seed: data.seed, people, now: Date.now() }));
}
